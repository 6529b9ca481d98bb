// A path on disk as the Source that importers read: a folder walked, or one file opened as a container.
// Invariant: nothing outside the chosen folder is read (links that leave it are refused and named), each file is met
// once however links loop, and nothing is opened before it is asked for. Hidden folders of tools are left to the formats.

import { closeSync, constants, fstatSync, lstatSync, openAsBlob, openSync, readdirSync, readSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, resolve, sep } from 'node:path';
import type { Source } from '#formats/port.ts';
import { MOST, type ContainerLimits } from '#core/limits.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { createShelf, nameForPeople, ShelvedFile, type Found, type Shelf } from '../container-shelf.ts';

const MOST_FOLDERS_DEEP = 100;

const DESK = new Uint8Array(65_536);

// Read one after the other, without a turn through Node's thread pool for each step: of ten thousand small files those
// turns took longer than the reading, and a command has nothing else to do meanwhile.
const readFile = (path: string, shown: string, most: number): Result<Uint8Array> => {
  let file: number;
  try {
    // Not through a link put there since the walk (where the platform can say so).
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return refuse({ code: 'file-missing', with: { file: shown } });
  }
  try {
    // Most notes are small: read to their end onto one desk, nothing else need be asked about them.
    let small = 0;
    for (let read = -1; read !== 0 && small < DESK.length; small += read) read = readSync(file, DESK, small, DESK.length - small, small);
    if (small < DESK.length) return small > most ? refuse({ code: 'file-too-large', with: { file: shown, most } }) : ok(DESK.slice(0, small));
    const info = fstatSync(file);
    if (!info.isFile()) return refuse({ code: 'file-missing', with: { file: shown } });
    if (info.size > most) return refuse({ code: 'file-too-large', with: { file: shown, most } });
    const bytes = new Uint8Array(info.size);
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(file, bytes, at, bytes.length - at, at);
      if (read === 0) break;
      at += read;
    }
    return ok(at === bytes.length ? bytes : bytes.slice(0, at));
  } catch {
    return refuse({ code: 'file-damaged', with: { file: shown } });
  } finally {
    closeSync(file);
  }
};

/** Size and time of change are looked up when somebody asks: of most notes nobody does. */
class FileInFolder implements Found {
  readonly name: string;
  readonly place: string;
  readonly #most: number;
  #looked: { readonly size: number; readonly modified: string } | undefined;
  constructor(path: string, name: string, most: number) {
    this.name = name;
    this.place = path;
    this.#most = most;
  }
  get #info(): { readonly size: number; readonly modified: string } {
    if (this.#looked) return this.#looked;
    const info = lstatSync(this.place, { throwIfNoEntry: false });
    return (this.#looked = { size: info?.size ?? 0, modified: info?.mtime.toISOString() ?? '' });
  }
  get size(): number {
    return this.#info.size;
  }
  get modified(): string {
    return this.#info.modified;
  }
  async read(shown: string, most: number): Promise<Result<Uint8Array>> {
    return readFile(this.place, shown, Math.min(most, this.#most));
  }
}

/** Walks in name order, so that the same folder gives the same Source everywhere. No link is followed: what it leads to is inside and met there, or outside. */
const walk = (root: string, shelf: Shelf, limits: ContainerLimits): void => {
  const waiting = [{ path: root, inside: '', depth: 0 }];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    let items: Dirent[];
    try {
      items = readdirSync(folder.path, { withFileTypes: true });
    } catch {
      shelf.problem('folder-unreadable', folder.inside || '.');
      continue;
    }
    const folders: typeof waiting = [];
    for (const item of items.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const [path, inside] = [folder.path + (folder.path.endsWith(sep) ? '' : sep) + item.name, folder.inside ? `${folder.inside}/${item.name}` : item.name];
      try {
        if (item.isSymbolicLink()) {
          const real = realpathSync(path);
          if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) shelf.problem('link-outside', inside);
        } else if (item.isDirectory()) {
          if (folder.depth >= MOST_FOLDERS_DEEP) shelf.problem('folder-too-deep', inside, { most: MOST_FOLDERS_DEEP });
          else folders.push({ path, inside, depth: folder.depth + 1 });
        } else if (!item.isFile()) shelf.problem('file-special', inside);
        else {
          // Where `\` is no separator it is a letter of the name, and must not be read as one.
          const name = sep === '/' ? inside.replaceAll('\\', '\uff3c') : inside;
          if (!shelf.add(new FileInFolder(path, name, limits.attachment))) return;
        }
      } catch {
        shelf.problem('file-unreadable', inside);
      }
    }
    waiting.push(...folders.reverse());
  }
};

/** The files of an opened folder: the path of each in the source, and its place on the disk. Another thread opens the same with them. */
export type FolderList = readonly (readonly [path: string, place: string])[];

export const listOf = ({ files }: Source): FolderList =>
  files.flatMap((file): FolderList => (file instanceof ShelvedFile && file.found instanceof FileInFolder ? [[file.path, file.found.place]] : []));

/** The source whose files were listed; what could not be given was named where the folder was walked. */
export const openListed = (name: string, list: FolderList, limits: ContainerLimits = MOST): Source => ({
  name,
  container: 'folder',
  files: list.map(([path, place]) => new ShelvedFile(path, new FileInFolder(place, path, limits.attachment))),
  problems: [],
});

/** Opens a file or folder. Refusals: `path-missing` `{file}`, and those of openContainer. */
export const openPath = async (path: string, limits: ContainerLimits = MOST): Promise<Result<Source>> => {
  const missing = refuse({ code: 'path-missing', with: { file: nameForPeople(path) } });
  try {
    const root = realpathSync(resolve(path));
    const info = statSync(root);
    const name = basename(resolve(path)) || root;
    if (info.isDirectory()) {
      const shelf = createShelf(limits, name);
      walk(root, shelf, limits);
      return ok({ name: nameForPeople(name), container: 'folder', files: shelf.files, problems: shelf.problems });
    }
    if (!info.isFile()) return missing;
    // What opens a zip is not loaded for a folder.
    return await (await import('../containers.ts')).openContainer(await openAsBlob(root), name, limits);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return missing;
    throw error;
  }
};
