// The host ended with -9 while many write, again and again: what was acknowledged must be there afterwards, as it was sent, in
// its place, with no gap; and the database must be whole. `npm run crash-host -- --times N --writers N --database sqlite|postgres`.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createFolderShelf } from '#server/blob-folder.ts';
import { openDatabase } from '#server/database.ts';
import { examine } from '#server/doctor.ts';
import { readSettings } from '#server/settings.ts';
import { loadHostWords } from '#server/words.ts';
import type { HostRow, PushOp } from '#sync/protocol.ts';
import { newCircle, newPerson, opOf, pullFrom, pushTo, random, tools, type Person } from './contracts/host-people.ts';
import { freePort, startPostgres } from './postgres.ts';

export interface HostCrashFigures {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** Stored, though its acknowledgement never arrived: allowed; asked again, it is answered and not stored twice. */
  readonly unacknowledged: number;
  readonly gaps: number;
  readonly findings: readonly string[];
}

const startChild = (url: string, folder: string, port: number): Promise<ChildProcess> =>
  new Promise((ready, failed) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'host-process.ts'), url, folder, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout!.once('data', () => ready(child));
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
  });

const kill = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.removeAllListeners('exit');
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });

interface Writer {
  readonly person: Person;
  readonly where: { readonly vault: string; readonly log: Person['log'] };
  readonly acknowledged: Map<string, { readonly op: PushOp; readonly seq: number }>;
  pending: PushOp[] | null;
}

/** Writes until the host does not answer. What was on its way is sent again first, to the byte. */
const write = async (base: string, { person, where, ...writer }: Writer, set: (pending: PushOp[] | null) => void): Promise<void> => {
  let { pending } = writer;
  for (;;) {
    pending ??= Array.from({ length: 1 + (random(1)[0]! % 4) }, () => opOf(person, { blob: random(200 + random(1)[0]! * 8) }, where));
    set(pending);
    let answer;
    try {
      answer = await pushTo(base, person, where, pending);
    } catch {
      return;
    }
    if (!answer.push) return;
    for (const [n, result] of answer.push.results.entries()) {
      const op = pending[n]!;
      if ('seq' in result) writer.acknowledged.set(op.id, { op, seq: result.seq });
      else throw new Error(`refused: ${result.error}`);
    }
    set((pending = null));
  }
};

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const TRIES = 5;

/** Everything of a vault. A connection that ends between two pages is opened again, as a device does. */
const allRows = async (base: string, token: string, vault: string): Promise<HostRow[]> => {
  const out: HostRow[] = [];
  for (let more = true; more;) {
    const page = (tries = 1): ReturnType<typeof pullFrom> =>
      pullFrom(base, token, vault, { after: out.at(-1)?.seq ?? 0 }).catch((error: unknown) => {
        if (tries === TRIES) throw error;
        return page(tries + 1);
      });
    const { pull } = await page();
    out.push(...pull!.rows);
    ({ more } = pull!);
  }
  return out;
};

/** `writers` write into one circle and into vaults of their own, half and half. */
export const crashHost = async (engine: 'sqlite' | 'postgres', times: number, writers: number): Promise<HostCrashFigures> => {
  await tools();
  const folder = mkdtempSync(join(tmpdir(), 'kith-crash-host-'));
  const postgres = engine === 'postgres' ? await startPostgres() : null;
  const url = postgres?.fresh() ?? join(folder, 'kith.db');
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let child = await startChild(url, folder, port);
  try {
    const people: Person[] = [];
    for (let n = 0; n < writers; n++) people.push(await newPerson(base));
    const circle = await newCircle(base, people[0]!, people.slice(1));
    const all: Writer[] = people.map((person, n) => ({
      person,
      where: n % 2 === 0 ? { vault: circle.vault, log: circle.log } : { vault: person.vault, log: person.log },
      acknowledged: new Map(),
      pending: null,
    }));
    for (let time = 0; time < times; time++) {
      const writing = Promise.all(all.map((writer) => write(base, writer, (pending) => (writer.pending = pending))));
      await pause(20 + (random(1)[0]! / 255) * 600);
      // On a busy machine nobody may have been answered yet, and an end before the first answer shows nothing.
      for (let waits = 0; waits < 3000 && all.every(({ acknowledged }) => acknowledged.size === 0); waits++) await pause(10);
      await kill(child);
      await writing;
      child = await startChild(url, folder, port);
    }
    let [lost, unacknowledged, gaps] = [0, 0, 0];
    for (const vault of new Set(all.map(({ where }) => where.vault))) {
      const those = all.filter(({ where }) => where.vault === vault);
      const rows = await allRows(base, those[0]!.person.token, vault);
      const byId = new Map(rows.map((row) => [row.id, row]));
      gaps += rows.filter(({ seq }, n) => seq !== n + 1).length;
      const acknowledged = those.flatMap((writer) => [...writer.acknowledged.values()]);
      for (const { op, seq } of acknowledged) {
        const row = byId.get(op.id);
        if (!row || row.seq !== seq || row.sig !== op.sig || Buffer.compare(row.blob, op.blob) !== 0) lost++;
      }
      unacknowledged += rows.length - acknowledged.length;
    }
    await kill(child);
    const database = await openDatabase(url);
    const settings = readSettings(['--data', folder], {});
    const findings = settings.ok ? await examine(database, createFolderShelf(join(folder, 'blobs')), settings.value, await loadHostWords({})) : [];
    await database.close();
    return {
      kills: times,
      acknowledged: all.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
      lost,
      unacknowledged,
      gaps,
      findings: findings.filter(({ isWell }) => !isWell).map(({ sentence }) => sentence),
    };
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    postgres?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: { times: { type: 'string', default: '20' }, writers: { type: 'string', default: '16' }, database: { type: 'string', default: 'sqlite' } },
  });
  const figures = await crashHost(values.database === 'postgres' ? 'postgres' : 'sqlite', Number(values.times), Number(values.writers));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exit(figures.lost + figures.gaps + figures.findings.length === 0 ? 0 : 1);
}
