// Attachment chunks in a folder: one file each, under its vault. Written beside its place, forced to the disk, then moved
// there, so that a file with an address for its name is whole.

import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Shelf } from './blobs.ts';

const absent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const forceFolder = async (folder: string): Promise<void> => {
  // Windows has no such thing as forcing a folder.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

export const createFolderShelf = (root: string): Shelf => {
  const folderOf = (vault: string): string => join(root, vault.slice(0, 2), vault);
  const pathOf = (vault: string, address: string): string => join(folderOf(vault), address.slice(0, 2), address);
  return {
    async put(vault, address, bytes) {
      const path = pathOf(vault, address);
      const folder = dirname(path);
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = join(folder, `.${randomBytes(8).toString('hex')}.part`);
      try {
        const handle = await open(beside, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
      await forceFolder(folder);
      // A folder that is new must be named on the disk too, up to the first that was there.
      if (made !== undefined) for (let above = dirname(folder); above.length >= dirname(made).length; above = dirname(above)) await forceFolder(above);
    },
    async get(vault, address) {
      try {
        return await readFile(pathOf(vault, address));
      } catch (error) {
        if (absent(error)) return null;
        throw error;
      }
    },
    async size(vault, address) {
      try {
        return (await stat(pathOf(vault, address))).size;
      } catch (error) {
        if (absent(error)) return null;
        throw error;
      }
    },
    async remove(vault, address) {
      try {
        await unlink(pathOf(vault, address));
      } catch (error) {
        if (!absent(error)) throw error;
      }
    },
    removeVault: (vault) => rm(folderOf(vault), { recursive: true, force: true }),
    async *list() {
      try {
        for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue;
          const vault = entry.parentPath.split(/[\\/]/).at(-2)!;
          yield { vault, address: entry.name, size: (await stat(join(entry.parentPath, entry.name))).size };
        }
      } catch (error) {
        if (!absent(error)) throw error;
      }
    },
  };
};
