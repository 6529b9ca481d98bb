// The key of a vault without an app lock, in a file of mode 0600 beside the data.

import { dirname } from 'node:path';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync, statSync } from 'node:fs';
import type { KeyPlace } from '#crypto/vault-lock.ts';
import { ok, refuse } from '#core/result.ts';

export const createKeyFile = (path: string): KeyPlace => ({
  async read() {
    try {
      const key = readFileSync(path);
      return key.length === 32 ? new Uint8Array(key) : null;
    } catch {
      return null;
    }
  },
  async write(key) {
    try {
      const partial = `${path}.new`;
      const file = openSync(partial, 'w', 0o600);
      chmodSync(partial, 0o600);
      writeSync(file, key);
      fsyncSync(file);
      closeSync(file);
      renameSync(partial, path);
      keepName(path);
      return ok(null);
    } catch {
      return refuse({ code: 'store-gone' });
    }
  },
  async drop() {
    // A crash may have left a key half-way to its place.
    for (const each of [path, `${path}.new`]) {
      try {
        // Overwritten first: on a plain file system that is all that can be done.
        const { size } = statSync(each);
        const file = openSync(each, 'r+');
        writeSync(file, new Uint8Array(size));
        fsyncSync(file);
        closeSync(file);
      } catch {
        // No key lies there.
      }
      rmSync(each, { force: true });
    }
  },
});

/** After a power cut the name is there too: the header that says there is no lock counts on it. */
const keepName = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};
