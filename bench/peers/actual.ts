// The page of Actual Budget (MIT), another local-first application that opens in a browser, served by its own server.
// Installed once, outside of Kith's own packages, into bench/.cache (a folder that git does not see), with the machine's
// own Node, since its native addon is built against that Node's headers. Where it cannot be installed, that is said.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { freePort } from '../../test/postgres.ts';
import { folderOf, install, ownNode, versionOf } from './install.ts';

const VERSION = '26.9.0';
const CACHE = folderOf('actual');
const SERVER = join(CACHE, 'node_modules', '@actual-app', 'sync-server');

export interface RunningPeer {
  readonly address: string;
  readonly pid: number;
  readonly port: number;
  readonly data: string;
  readonly about: string;
  readonly stop: () => Promise<void>;
}

/** It lets one address ask 500 times a minute; a bench asks more often. */
const lift = (): void => {
  const chunks = join(SERVER, 'build', 'chunks');
  for (const name of readdirSync(chunks).filter((each) => /^app-.*\.js$/.test(each))) {
    const text = readFileSync(join(chunks, name), 'utf8');
    const lifted = text.replace(/(windowMs: 60 \* 1e3,\s*max: )500,/, '$11e9,');
    if (lifted !== text) writeFileSync(join(chunks, name), lifted);
  }
};

/** Installs what is missing and serves it with an empty data folder. */
export const startActual = async (): Promise<RunningPeer | { readonly why: string }> => {
  const node = ownNode();
  const failed = install({
    name: 'actual',
    packages: [`@actual-app/sync-server@${VERSION}`],
    proof: ['better-sqlite3/build/Release/better_sqlite3.node', '@actual-app/sync-server'],
    addons: ['better-sqlite3'],
    node,
  });
  if (failed !== null) return { why: failed };
  lift();
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
      return { address, port, data, pid: server.pid!, about: `Actual ${version} on Node ${versionOf(node)}`, stop };
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
