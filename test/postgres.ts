// PostgreSQL for tests: the one that this machine has (15 or later), in a folder of its own, under an account that is not root,
// durable as in earnest. Started when first asked for, stopped when the tests' process ends. Where none is found, root installs
// it from Debian; anybody else is told what to install.

import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createServer } from 'node:net';

const LIBRARY = '/usr/lib/postgresql';

const findBin = (): string | null => {
  const versions = existsSync(LIBRARY) ? readdirSync(LIBRARY).filter((name) => Number(name) >= 15 && existsSync(join(LIBRARY, name, 'bin', 'initdb'))) : [];
  const [best] = versions.sort((a, b) => Number(b) - Number(a));
  if (best) return join(LIBRARY, best, 'bin');
  const onPath = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const folder = onPath.status === 0 ? onPath.stdout.trim() : '';
  return folder !== '' && existsSync(join(folder, 'initdb')) ? folder : null;
};

const bin = (): string => {
  const found = findBin();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    const installed = findBin();
    if (installed) return installed;
  }
  throw new Error('These tests need PostgreSQL 15 or later. On Debian and Ubuntu: apt-get install postgresql');
};

/** PostgreSQL refuses to run as root: then it runs as `postgres`, which its package makes, or as `nobody`. */
const account = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid!.status === 0 && gid!.status === 0) return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) };
  }
  throw new Error('There is no account but root to run PostgreSQL under.');
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

export interface Postgres {
  /** Address of a new, empty database. */
  readonly fresh: () => string;
  /** Where everything of it lies: data, log, socket. */
  readonly folder: string;
  /** The server's first process. */
  readonly pid: () => number;
  readonly stop: (how?: 'fast' | 'immediate') => void;
  readonly start: () => void;
  readonly remove: () => void;
}

/** A primary and a standby that has everything before it is acknowledged. */
export interface PostgresPair {
  /** One address that names both servers; a new, empty database. */
  readonly fresh: () => string;
  /** Ends the primary outright and promotes the standby. */
  readonly failOver: () => void;
  /** A new standby beside the server that is now the primary; both again as at the beginning. */
  readonly mend: () => void;
  readonly remove: () => void;
}

let count = 0;

const pidOf = (data: string): number => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

/** A folder of PostgreSQL's own, and its programs run in it under its account. */
const workshop = (): { readonly folder: string; readonly run: (name: string, ...args: string[]) => void } => {
  const programs = bin();
  const who = account();
  const folder = mkdtempSync(join(tmpdir(), 'kith-postgres-'));
  if (who) chownSync(folder, who.uid, who.gid);
  return {
    folder,
    run(name, ...args) {
      const done = spawnSync(join(programs, name), args, {
        ...who,
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
    },
  };
};

export const startPostgres = async (): Promise<Postgres> => {
  const { folder, run } = workshop();
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', 'kith', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  const port = await freePort();
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=120 -c shared_buffers=32MB`;
  const start = (): void => run('pg_ctl', 'start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', options);
  start();
  let isRunning = true;
  const stop = (how: 'fast' | 'immediate' = 'fast'): void => {
    if (!isRunning) return;
    run('pg_ctl', 'stop', '-w', '-D', data, '-m', how);
    isRunning = false;
  };
  const remove = (): void => {
    try {
      stop('immediate');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  process.once('exit', remove);
  return {
    fresh() {
      const name = `kith_${++count}`;
      run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'kith', name);
      return `postgres://kith@127.0.0.1:${port}/${name}`;
    },
    folder,
    pid: () => pidOf(data),
    stop,
    start() {
      start();
      isRunning = true;
    },
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
};

export const startPair = async (): Promise<PostgresPair> => {
  const { folder, run } = workshop();
  const servers = await Promise.all(['one', 'two'].map(async (name) => ({ name, data: join(folder, name), port: await freePort() })));
  let [primary, standby] = servers as [(typeof servers)[0], (typeof servers)[0]];
  const start = ({ name, data, port }: (typeof servers)[0]): void =>
    run(
      'pg_ctl',
      'start',
      '-w',
      '-D',
      data,
      '-l',
      join(folder, `${name}.log`),
      '-o',
      `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=120 -c shared_buffers=32MB`,
    );
  const tell = (server: (typeof servers)[0], statement: string): void =>
    run('psql', '-q', '-h', '127.0.0.1', '-p', String(server.port), '-U', 'kith', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-c', statement);
  const addStandby = (): void => {
    rmSync(standby.data, { recursive: true, force: true });
    run(
      'pg_basebackup',
      '-h',
      '127.0.0.1',
      '-p',
      String(primary.port),
      '-U',
      'kith',
      '-D',
      standby.data,
      '-R',
      '-X',
      'stream',
      '-c',
      'fast',
      '--no-sync',
      '-d',
      `application_name=${standby.name} host=127.0.0.1 port=${primary.port} user=kith`,
    );
    start(standby);
    // From here on a commit is acknowledged when both have it on disk.
    tell(primary, `alter system set synchronous_standby_names = '${standby.name}'`);
    tell(primary, 'select pg_reload_conf()');
    const deadline = Date.now() + 30_000;
    for (;;) {
      try {
        return tell(
          primary,
          `do $$ begin if not exists (select from pg_stat_replication where application_name = '${standby.name}' and sync_state = 'sync') then raise exception 'not yet'; end if; end $$`,
        );
      } catch (error) {
        if (Date.now() > deadline) throw error;
        spawnSync('sleep', ['0.1']);
      }
    }
  };
  run('initdb', '-D', primary.data, '-U', 'kith', '-A', 'trust', '-E', 'UTF8', '--no-sync');
  start(primary);
  addStandby();
  const stop = (server: (typeof servers)[0]): void => {
    try {
      run('pg_ctl', 'stop', '-w', '-D', server.data, '-m', 'immediate');
    } catch {
      // It is stopped already.
    }
  };
  const remove = (): void => {
    for (const server of servers) stop(server);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return {
    fresh() {
      const name = `kith_${++count}`;
      run('createdb', '-h', '127.0.0.1', '-p', String(primary.port), '-U', 'kith', name);
      return `postgres://kith@${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${name}`;
    },
    failOver() {
      // The whole server at once, as when its machine goes: no farewell to the standby.
      process.kill(pidOf(primary.data), 'SIGKILL');
      run('pg_ctl', 'promote', '-w', '-D', standby.data);
      // Alone for now: it would wait for a standby that is not there.
      tell(standby, "alter system set synchronous_standby_names = ''");
      tell(standby, 'select pg_reload_conf()');
      [primary, standby] = [standby, primary];
    },
    mend() {
      stop(standby);
      addStandby();
    },
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
};
