// A file that a command takes in whole, read in bounds: of a larger one only that it is larger is known to whoever reads it.

import { readFileSync, statSync } from 'node:fs';
import { ok, refuse, type Result } from '#core/result.ts';

/** Its bytes; of one with more than `most`, `most + 1` bytes that mean nothing. Refusals: `file-not-found`, `file-not-read`. */
export const fileIn = (path: string, most: number): Result<Uint8Array> => {
  try {
    return ok(statSync(path).size > most ? new Uint8Array(most + 1) : readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse({ code: code === 'ENOENT' || code === 'ENOTDIR' ? 'file-not-found' : 'file-not-read', with: { path: path.slice(0, 200) } });
  }
};
