// What "acknowledged" means, looked at from below: system calls show a sync before each answer; a write-ahead log cut anywhere
// opens with every row that was acknowledged before the cut; a disk that is full, or fails at any write or sync, is said, and
// what was acknowledged stays. `npm run durability -- [--cuts N] [--faults N]`, on Linux; the trace needs strace, the failing
// disk a C compiler, the full one root.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openDatabase } from '#server/database.ts';
import type { PushOp } from '#sync/protocol.ts';
import { ask, newPerson, opOf, pullFrom, pushTo, random, startHost, tools, type Person } from './contracts/host-people.ts';
import { freePort, startPostgres } from './postgres.ts';

const temporary = (): string => mkdtempSync(join(tmpdir(), 'kith-durability-'));

/** The host in a process of its own, behind other commands or with more in its environment. */
const startChild = async (
  folder: string,
  before: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly base: string; readonly child: ChildProcess; readonly end: () => Promise<void> }> => {
  const port = await freePort();
  const [program, ...args] = [...before, process.execPath, join(import.meta.dirname, 'host-process.ts'), join(folder, 'kith.db'), folder, String(port)];
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env }, detached: true });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((ready, failed) => {
    child.stdout!.once('data', () => ready());
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
  });
  return {
    base: `http://127.0.0.1:${port}`,
    child,
    async end() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
      await ended;
    },
  };
};

const putChunk = (base: string, { token, vault }: Person, chunk: Uint8Array) =>
  ask(base, 'PUT', `/vaults/${vault}/blobs/${createHash('sha256').update(chunk).digest('hex')}`, { token, body: chunk });

export interface TraceFigures {
  readonly answers: number;
  readonly syncs: number;
  readonly early: readonly string[];
}

/** Answers that left while something written was not yet on the disk, read off strace's lines. */
export const readTrace = (lines: readonly string[], folder: string): TraceFigures => {
  const dirty = new Set<string>();
  const pending = new Map<string, string>();
  const early: string[] = [];
  let [answers, syncs] = [0, 0];
  const synced = (path: string): void => {
    syncs++;
    dirty.delete(path);
  };
  for (const line of lines) {
    const [, thread, rest] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!thread || !rest) continue;
    const resumed = /^<\.\.\. (\w+) resumed>.* = 0/.exec(rest);
    if (resumed) {
      const path = pending.get(thread);
      pending.delete(thread);
      if (path && /sync/.test(resumed[1]!)) synced(path);
      continue;
    }
    const [, call, path] = /^(\w+)\(\d+<([^>]*)>/.exec(rest) ?? [];
    if (!call || !path) continue;
    // SQLite's index of the log is made again from the log; its main file is written from what the log holds already.
    const isKept = path.startsWith(folder) && !/-shm$|kith\.db$/.test(path);
    if (call.endsWith('sync')) {
      if (rest.includes('<unfinished')) pending.set(thread, path);
      else if (rest.endsWith('= 0')) synced(path);
    } else if (isKept && /write/.test(call)) dirty.add(path);
    else if (path.startsWith('TCP') && rest.includes('"HTTP/1.1 200')) {
      answers++;
      if (dirty.size > 0) early.push(`${[...dirty].join(', ')} was not on the disk at: ${rest.slice(0, 80)}`);
    }
  }
  return { answers, syncs, early };
};

export const trace = async (pushes: number): Promise<TraceFigures> => {
  const folder = temporary();
  try {
    const file = join(folder, 'trace');
    const host = await startChild(folder, ['strace', '-f', '-qq', '-yy', '-s', '40', '-e', 'trace=write,writev,pwrite64,pwritev,fsync,fdatasync,sendto,sendmsg', '-o', file]);
    const ana = await newPerson(host.base);
    for (let n = 0; n < pushes; n++) {
      await pushTo(host.base, ana, ana, [opOf(ana), opOf(ana)]);
      if (n % 5 === 0) await putChunk(host.base, ana, random(3000));
    }
    await host.end();
    return readTrace(readFileSync(file, 'utf8').split('\n'), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The same of PostgreSQL: a commit is told when the log that its process wrote is on the disk. */
export const readPostgresTrace = (lines: readonly string[]): TraceFigures => {
  const dirty = new Set<string>();
  const early: string[] = [];
  let [answers, syncs] = [0, 0];
  for (const line of lines) {
    const [, thread, rest] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!thread || !rest) continue;
    if (/^pwrite(?:64|v)?\(\d+<[^>]*\/pg_wal\//.test(rest)) dirty.add(thread);
    else if (/^fdatasync\(\d+<[^>]*\/pg_wal\/.* = 0$|^<\.\.\. fdatasync resumed>.* = 0$/.test(rest)) {
      syncs++;
      dirty.delete(thread);
    } else if (/^sendto\(\d+<(?:TCP|UNIX).*?>, "C\\0\\0\\0\\vCOMMIT/.test(rest)) {
      answers++;
      if (dirty.has(thread)) early.push(rest.slice(0, 80));
    }
  }
  return { answers, syncs, early };
};

const tracePostgres = async (pushes: number): Promise<TraceFigures> => {
  const folder = temporary();
  const postgres = await startPostgres();
  const file = join(folder, 'trace');
  const traced = spawn('strace', ['-f', '-qq', '-yy', '-s', '40', '-e', 'trace=pwrite64,pwritev,fdatasync,sendto', '-o', file, '-p', String(postgres.pid())], { stdio: 'ignore' });
  try {
    for (const deadline = Date.now() + 10_000; !existsSync(file) && Date.now() < deadline;) await new Promise((resolve) => setTimeout(resolve, 50));
    const host = await startHost(postgres.fresh());
    const ana = await newPerson(host.base);
    for (let n = 0; n < pushes; n++) await pushTo(host.base, ana, ana, [opOf(ana), opOf(ana)]);
    await host.close();
    const figures = readPostgresTrace(readFileSync(file, 'utf8').split('\n'));
    return figures.answers >= pushes && figures.syncs >= pushes ? figures : { ...figures, early: [...figures.early, 'fewer syncs or commits than pushes'] };
  } finally {
    traced.kill('SIGTERM');
    postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface CutFigures {
  readonly cuts: number;
  readonly refused: number;
  readonly rows: number;
  readonly wrong: readonly string[];
}

/** The log of a host that was not closed, cut at so many lengths between nothing and all. */
export const cutLogs = async (cuts: number): Promise<CutFigures> => {
  await tools();
  const folder = temporary();
  const host = await startHost(join(folder, 'kith.db'), { folder });
  const log = join(folder, 'kith.db-wal');
  const wrong: string[] = [];
  let refused = 0;
  try {
    const ana = await newPerson(host.base);
    host.services.database.raw!.exec('pragma wal_checkpoint(truncate); pragma wal_autocheckpoint = 0');
    const acknowledged: { readonly op: PushOp; readonly seq: number; readonly bytes: number }[] = [];
    for (let n = 0; n < 60; n++) {
      const op = opOf(ana, { blob: random(100 + n * 40) });
      const { push } = await pushTo(host.base, ana, ana, [op]);
      const [result] = push!.results;
      if (result && 'seq' in result) acknowledged.push({ op, seq: result.seq, bytes: statSync(log).size });
    }
    const whole = statSync(log).size;
    for (let n = 0; n < cuts; n++) {
      const at = Math.floor((whole * (n + 0.5)) / cuts) + (n % 3);
      const place = join(folder, `cut-${n}`);
      mkdirSync(place);
      copyFileSync(join(folder, 'kith.db'), join(place, 'kith.db'));
      copyFileSync(log, join(place, 'kith.db-wal'));
      truncateSync(join(place, 'kith.db-wal'), at);
      try {
        const database = await openDatabase(join(place, 'kith.db'));
        const rows = await database.read.selectFrom('rows').select(['seq', 'size']).orderBy('seq').execute();
        const head = (await database.read.selectFrom('vaults').select('head').executeTakeFirstOrThrow()).head;
        const expected = acknowledged.filter(({ bytes }) => bytes <= at);
        if (expected.some(({ op, seq }) => rows[seq - 1]?.seq !== seq || rows[seq - 1]?.size !== op.blob.length))
          wrong.push(`cut at ${at} of ${whole}: ${rows.length} rows, ${expected.length} were acknowledged`);
        if (rows.length !== head) wrong.push(`cut at ${at}: head ${head}, ${rows.length} rows`);
        const { integrity_check: found } = database.raw!.prepare('pragma integrity_check').get() as { integrity_check: string };
        if (found !== 'ok') wrong.push(`cut at ${at}: ${found}`);
        await database.close();
      } catch (error) {
        // Said, and not opened as if nothing were missing.
        if (error instanceof Error && /database|file|disk/.test(error.message)) refused++;
        else throw error;
      }
      rmSync(place, { recursive: true, force: true });
    }
    return { cuts, refused, rows: acknowledged.length, wrong };
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface FaultFigures {
  readonly faults: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly wrong: readonly string[];
}

/** A host whose disk fails at one call after the other; `orders` says to it when. */
export const failingDisk = async (times: number): Promise<FaultFigures> => {
  await tools();
  const folder = temporary();
  const [library, orders] = [join(folder, 'disk.so'), join(folder, 'orders')];
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'faults', 'disk.c'), '-ldl'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`a C compiler is needed: ${built.stderr ?? 'cc was not found'}`);
  const host = await startChild(folder, [], { LD_PRELOAD: library, KITH_FAULTS: orders });
  const refusals: Record<string, number> = {};
  const wrong: string[] = [];
  const acknowledged = new Map<number, PushOp>();
  let faults = 0;
  try {
    const ana = await newPerson(host.base);
    for (let n = 0; n < times; n++) {
      writeFileSync(orders, `${n % 12} ${n % 2 === 0 ? 5 : 28}`);
      const op = opOf(ana, { blob: random(200 + (n % 7) * 3000) });
      let answer = await pushTo(host.base, ana, ana, [op]);
      const isHit = !existsSync(orders);
      if (isHit) faults++;
      rmSync(orders, { force: true });
      if (answer.push === undefined) {
        const code = String(answer.body['error']);
        refusals[code] = (refusals[code] ?? 0) + 1;
        if (!isHit || !['store-gone', 'store-full'].includes(code)) wrong.push(`fault ${n}: ${answer.status} ${JSON.stringify(answer.body)}`);
        answer = await pushTo(host.base, ana, ana, [op]);
      }
      const result = answer.push?.results[0];
      if (result && 'seq' in result) acknowledged.set(result.seq, op);
      else wrong.push(`after fault ${n}: ${answer.status} ${JSON.stringify(answer.push ?? answer.body)}`);
      if (n % 3 === 0) {
        writeFileSync(orders, `${n % 4} ${n % 2 === 0 ? 5 : 28}`);
        const chunk = random(2000);
        const first = await putChunk(host.base, ana, chunk);
        if (!existsSync(orders)) faults++;
        rmSync(orders, { force: true });
        if (first.status !== 200) refusals[String(first.body['error'])] = (refusals[String(first.body['error'])] ?? 0) + 1;
        if (first.status !== 200 && !['store-gone', 'store-full'].includes(String(first.body['error']))) wrong.push(`chunk ${n}: ${first.status} ${JSON.stringify(first.body)}`);
        if ((await putChunk(host.base, ana, chunk)).status !== 200) wrong.push(`chunk ${n} was refused again`);
        const back = await ask(host.base, 'GET', `/vaults/${ana.vault}/blobs/${createHash('sha256').update(chunk).digest('hex')}`, { token: ana.token });
        if (Buffer.compare(back.bytes, chunk) !== 0) wrong.push(`chunk ${n} is not what was sent`);
      }
    }
    await host.end();
    const again = await startChild(folder);
    const { pull } = await pullFrom(again.base, ana.token, ana.vault, { limit: 1000 });
    for (const [seq, op] of acknowledged) if (pull?.rows[seq - 1]?.sig !== op.sig) wrong.push(`row ${seq} was acknowledged and is not there`);
    if (pull?.rows.length !== acknowledged.size) wrong.push(`${pull?.rows.length} rows, ${acknowledged.size} acknowledged`);
    await again.end();
    return { faults, refusals, acknowledged: acknowledged.size, wrong };
  } finally {
    await host.end().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A host on a disk of four megabytes, until it is full; then room is made. */
const fullDisk = async (): Promise<FaultFigures> => {
  await tools();
  const folder = temporary();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(`a small disk could not be mounted: ${mounted.stderr}`);
  const wrong: string[] = [];
  const refusals: Record<string, number> = {};
  const acknowledged: PushOp[] = [];
  try {
    writeFileSync(join(folder, 'ballast'), new Uint8Array(1_000_000));
    const host = await startChild(folder);
    const ana = await newPerson(host.base);
    for (let full = 0; full < 10;) {
      const op = opOf(ana, { blob: random(30_000) });
      const answer = await pushTo(host.base, ana, ana, [op]);
      if (answer.push) acknowledged.push(op);
      else {
        full++;
        refusals[String(answer.body['error'])] = (refusals[String(answer.body['error'])] ?? 0) + 1;
      }
    }
    rmSync(join(folder, 'ballast'));
    const late = opOf(ana);
    const after = await pushTo(host.base, ana, ana, [late]);
    if (after.push) acknowledged.push(late);
    else wrong.push(`when there was room again: ${after.status} ${JSON.stringify(after.body)}`);
    await host.end();
    const again = await startChild(folder);
    const { pull } = await pullFrom(again.base, ana.token, ana.vault);
    acknowledged.forEach((op, n) => pull?.rows[n]?.sig === op.sig || wrong.push(`row ${n + 1} is not there`));
    await again.end();
    if (Object.keys(refusals).join() !== 'store-full') wrong.push(`refused as ${Object.keys(refusals).join()}`);
    return { faults: 10, refusals, acknowledged: acknowledged.length, wrong };
  } finally {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { cuts: { type: 'string', default: '500' }, faults: { type: 'string', default: '200' }, pushes: { type: 'string', default: '100' } } });
  await tools();
  let failed = 0;
  const parts: readonly (readonly [string, () => Promise<object>])[] = [
    ['a sync before each answer', () => trace(Number(values.pushes))],
    ['the same on PostgreSQL', () => tracePostgres(Number(values.pushes))],
    ['the log cut', () => cutLogs(Number(values.cuts))],
    ['a disk that fails', () => failingDisk(Number(values.faults))],
    ['a disk that is full', fullDisk],
  ];
  for (const [name, run] of parts) {
    try {
      const figures = (await run()) as { readonly wrong?: readonly string[]; readonly early?: readonly string[] };
      failed += (figures.wrong ?? figures.early ?? []).length;
      console.log(`${name}: ${JSON.stringify(figures)}`);
    } catch (error) {
      failed++;
      console.log(`${name}: could not be tried: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  process.exit(failed > 0 ? 1 : 0);
}
