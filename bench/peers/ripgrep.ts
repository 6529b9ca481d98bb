// ripgrep (Andrew Gallant), the quickest search over plain files: found, or, on Debian as root, installed from there.
// It keeps no index and reads plaintext, which Kith never leaves on a disk; it shows what a process that searches can take.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const found = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'rg.exe' : 'rg'))
    .find((path) => existsSync(path));

/** Its path, or null where there is none. */
export const ripgrepPath = (): string | null => {
  const here = found();
  if (here !== undefined) return here;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('Installing ripgrep from Debian for the bench.\n');
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ripgrep'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' });
  }
  return found() ?? null;
};

/** The words of a query as ripgrep is asked for them: the longest alone, since it knows no "and"; a phrase as it stands. */
export const patternOf = (query: string): string =>
  /"([^"]+)"/.exec(query)?.[1] ??
  query
    .split(/\s+/)
    .filter((word) => !/[:-]/.test(word))
    .sort((a, b) => b.length - a.length)[0] ??
  query;
