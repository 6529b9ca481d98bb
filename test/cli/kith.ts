// Runs the command line as a person does: a process of its own, in a home of the test's own. Bundled once, as it
// is for people: a process then starts in a third of the time that sources take.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundlePrograms } from '../../scripts/bundle.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON, one object a line. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever is there and say what it must be
  readonly json: Record<string, any>[];
}

export interface KithRun {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** What the sources are now, by size and time of change of each. */
const stateOfSources = (): string => {
  const hash = createHash('sha256');
  for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.test)\.(?:ts|json)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
};

/** Made once for each state of the sources, whichever test comes first. */
const bundle = async (): Promise<string> => {
  const cache = join(ROOT, 'node_modules', '.cache', 'kith-cli');
  const folder = join(cache, stateOfSources());
  if (existsSync(folder)) return join(folder, 'kith.mjs');
  mkdirSync(cache, { recursive: true });
  for (const old of readdirSync(cache))
    if ((statSync(join(cache, old), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - 3_600_000) rmSync(join(cache, old), { recursive: true, force: true });
  const making = mkdtempSync(join(cache, 'making-'));
  await bundlePrograms(making);
  try {
    renameSync(making, folder);
  } catch {
    // Another test file was first; theirs is the same.
    rmSync(making, { recursive: true, force: true });
  }
  return join(folder, 'kith.mjs');
};

/** The bundle's path. */
export const MAIN = await bundle();

export interface Home {
  /** KITH_HOME. */
  readonly path: string;
  /** TMPDIR and XDG_RUNTIME_DIR of every process of this home. */
  readonly temporary: string;
  readonly env: NodeJS.ProcessEnv;
  kith(args: readonly string[], run?: KithRun): Promise<Ran>;
  /** What must succeed: gives its output without the line's end, or throws with what was said. */
  good(args: readonly string[], run?: KithRun): Promise<string>;
  remove(): Promise<void>;
}

/** A home that nobody else has; nothing of the machine's own environment that Kith reads comes in. */
export const createHome = (): Home => {
  const root = mkdtempSync(join(tmpdir(), 'kith-test-'));
  const path = join(root, 'home');
  const temporary = join(root, 'tmp');
  mkdirSync(temporary, { mode: 0o700 });
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: root,
    KITH_HOME: path,
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: temporary,
    KITH_LANG: 'en',
    TZ: 'Europe/Rome',
    NODE_NO_WARNINGS: '1',
  };
  const kith: Home['kith'] = (args, { env: more = {}, input } = {}) =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [MAIN, ...args], { env: { ...env, ...more }, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      child.stdout!.setEncoding('utf8').on('data', (part: string) => (out += part));
      child.stderr!.setEncoding('utf8').on('data', (part: string) => (err += part));
      child.on('error', failed);
      child.on('close', (code) =>
        done({
          code,
          out,
          err,
          get json() {
            return out
              .trim()
              .split('\n')
              .filter((line) => line !== '')
              .map((line) => JSON.parse(line));
          },
        }),
      );
      if (input !== undefined) {
        child.stdin!.on('error', () => undefined);
        child.stdin!.end(input);
      }
    });
  return {
    path,
    temporary,
    env,
    kith,
    async good(args, run) {
      const { code, out, err } = await kith(args, run);
      if (code !== 0) throw new Error(`kith ${args.join(' ')} gave ${code}: ${err}${out}`);
      return out.trimEnd();
    },
    async remove() {
      // An agent that a test left would hold its key for a quarter of an hour.
      await kith(['vault', 'lock'], { env: { KITH_PASSPHRASE: '' } });
      rmSync(root, { recursive: true, force: true });
    },
  };
};
