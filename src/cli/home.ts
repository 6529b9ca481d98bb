// Where the command line keeps a vault: KITH_HOME, else the XDG data folder. Two files lie there: `vault.sqlite` and, as
// long as there is no app lock, `key`. Both in a folder that only its owner may enter.

import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
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

/** Makes the folder where it is missing, for its owner alone. Refusal `home-not-usable`. */
export const makeHome = (paths: HomePaths): Result<null> => {
  try {
    mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && (statSync(paths.folder).mode & 0o077) !== 0) chmodSync(paths.folder, 0o700);
    return ok(null);
  } catch {
    return refuse({ code: 'home-not-usable', with: { path: paths.folder } });
  }
};
