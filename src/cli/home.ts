// Where the command line keeps a vault: KITH_HOME, else the XDG data folder. Two files lie there: `vault.sqlite` and, as
// long as there is no app lock, `key`. Both in a folder that only its owner may enter.

import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ok, refuse, type Result } from '#core/result.ts';

export interface HomePaths {
  readonly folder: string;
  readonly vault: string;
  readonly key: string;
}

export const homePaths = (env: NodeJS.ProcessEnv): HomePaths => {
  const folder = resolve(env['KITH_HOME'] || join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'kith'));
  return { folder, vault: join(folder, 'vault.sqlite'), key: join(folder, 'key') };
};

/** Makes a folder and those above it. By hand: Node's own never ends where a file system says of a folder that is there that it is not (/proc). */
export const makeFolder = (path: string, mode: number): void => {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path || existsSync(above)) throw error;
    makeFolder(above, mode);
    mkdirSync(path, mode);
  }
};

/** Makes the folder where it is missing, for its owner alone. Refusal `home-not-usable`. */
export const makeHome = (paths: HomePaths): Result<null> => {
  try {
    makeFolder(paths.folder, 0o700);
    if (process.platform !== 'win32' && (statSync(paths.folder).mode & 0o077) !== 0) chmodSync(paths.folder, 0o700);
    return ok(null);
  } catch {
    return refuse({ code: 'home-not-usable', with: { path: paths.folder } });
  }
};
