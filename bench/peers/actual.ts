// The page of Actual Budget (MIT), another local-first application that opens in a browser, served by its own server.
// Installed once, outside of Kith's own packages, into bench/.cache (a folder that git does not see), with the machine's
// own Node, since its native addon is built against that Node's headers. Where it cannot be installed, that is said.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

const VERSION = '26.9.0';
const CACHE = join(import.meta.dirname, '..', '.cache', 'actual');
const SERVER = join(CACHE, 'node_modules', '@actual-app', 'sync-server');
const ADDON = join(CACHE, 'node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');

export interface RunningPeer {
  readonly address: string;
  readonly about: string;
  readonly stop: () => Promise<void>;
}

/** The machine's own Node: the first on the path that is not the one Kith brings along; else this one. */
const ownNode = (): string => {
  const brought = realpathSync(process.execPath);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const all = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path));
  return all.find((path) => realpathSync(path) !== brought && !realpathSync(path).includes('node_modules')) ?? process.execPath;
};

const npmOf = (node: string): readonly [string, readonly string[]] => {
  const beside = [
    process.env['npm_execpath'] ?? '',
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  const cli = beside.find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
  return cli ? [node, [cli]] : ['npm', []];
};

/** Null when it is there afterwards, else why not. */
const install = (node: string): string | null => {
  if (existsSync(ADDON) && existsSync(SERVER)) return null;
  process.stderr.write('Installing the Actual Budget server for the bench, once. It takes some minutes.\n');
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{ "name": "kith-bench-actual", "private": true }\n');
  const [program, first] = npmOf(node);
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` };
  let said = '';
  for (const args of [
    ['install', '--no-audit', '--no-fund', '--loglevel=error', `@actual-app/sync-server@${VERSION}`],
    // Newer npm runs no install scripts that were not approved; older npm has no such command and needs none.
    ['install-scripts', 'approve', 'better-sqlite3'],
    ['rebuild', 'better-sqlite3'],
  ]) {
    const done = spawnSync(program, [...first, ...args], { cwd: CACHE, env, encoding: 'utf8', timeout: 600_000 });
    said = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ? String(done.error) : ''}`.trim();
  }
  return existsSync(ADDON) && existsSync(SERVER) ? null : `the Actual Budget server could not be installed: ${said.split('\n').at(-1)?.slice(0, 200) ?? ''}`;
};

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : failed(new Error('no port'))));
    });
  });

/** Installs what is missing and serves it with an empty data folder. */
export const startActual = async (): Promise<RunningPeer | { readonly why: string }> => {
  const node = ownNode();
  const failed = install(node);
  if (failed !== null) return { why: failed };
  const data = mkdtempSync(join(tmpdir(), 'kith-bench-actual-'));
  mkdirSync(join(data, 'server-files'));
  mkdirSync(join(data, 'user-files'));
  const port = await freePort();
  const server = spawn(node, [join(SERVER, 'build', 'app.js')], {
    cwd: CACHE,
    env: { ...process.env, ACTUAL_DATA_DIR: data, ACTUAL_PORT: String(port), ACTUAL_HOSTNAME: '127.0.0.1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part: Buffer) => (said = (said + String(part)).slice(-1000)));
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) {
      const { version } = JSON.parse(readFileSync(join(SERVER, 'package.json'), 'utf8')) as { readonly version: string };
      const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
      return { address, about: `Actual ${version} on Node ${stdout.trim()}`, stop };
    }
    if (server.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 500));
  }
  await stop();
  return {
    why: `the Actual Budget server did not start: ${
      said
        .split('\n')
        .find((line) => line.includes('Error'))
        ?.slice(0, 200) ?? said.slice(-200)
    }`,
  };
};
