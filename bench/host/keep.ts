// What a host costs while it stands: how soon it answers, what it holds in memory when nobody asks, what a record takes on the
// disk, how fast a device that has nothing gets all of it, and the most memory the host held for that.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, beside, median, missing, within, type Figure } from '../figure.ts';
import { startActualContender } from './actual.ts';
import { memoryOf, type Child } from './child.ts';
import { pullsInTurns, RECORD_BYTES, spreadOf, type Contender, type Puller, type Writer } from './contender.ts';
import { installHocuspocus, startHocuspocusServer } from './hocuspocus.ts';
import { kithContender, kithWriter, makeHome, startKith } from './kith.ts';
import { startLimit } from './limit.ts';

export const START_FIGURES = ['start', 'start-hocuspocus', 'idle-memory', 'idle-memory-hocuspocus'] as const;
export const PULL_FIGURES = ['pull-100k', 'pull-100k-of-limit', 'pull-100k-memory', 'push-100k-memory', 'disk'] as const;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export const measureStart = async (): Promise<Figure[]> => {
  const why = installHocuspocus();
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-start-'));
  try {
    const home = await makeHome(join(folder, 'kith.db'), folder);
    const [ours, theirs]: [{ in: number; idle: number }[], { in: number; idle: number }[]] = [[], []];
    const once = async (start: () => Promise<Child>, into: { in: number; idle: number }[]): Promise<void> => {
      const child = await start();
      await pause(1500);
      into.push({ in: child.startedIn, idle: memoryOf(child.pid)?.now ?? Number.NaN });
      await child.stop();
    };
    for (let round = 0; round < 7; round++) {
      await once(() => startKith(home), ours);
      if (why === null) await once(() => startHocuspocusServer(folder), theirs);
    }
    const of = (runs: readonly { in: number; idle: number }[], what: 'in' | 'idle'): number => median(runs.map((run) => run[what]));
    const note = 'from the start of the process to the first answer, on data that is there; median of seven in turns';
    const idle = of(ours, 'idle');
    const untold = 'this system does not tell';
    return [
      within('start', of(ours, 'in'), 'ms', 200, note),
      why === null
        ? beside('start-hocuspocus', of(ours, 'in'), 'ms', 'Hocuspocus 4.7.0 with SQLite, the same Node', of(theirs, 'in'), 1)
        : missing('start-hocuspocus', 'ms', 'Hocuspocus', '≤ 1 ×', why),
      Number.isNaN(idle) ? missing('idle-memory', 'MB', 'limit', '≤ 75 MB', untold) : within('idle-memory', idle, 'MB', 75, 'resident, a second and a half after the start'),
      why === null && !Number.isNaN(idle)
        ? beside('idle-memory-hocuspocus', idle, 'MB', 'Hocuspocus 4.7.0 with SQLite, the same Node', of(theirs, 'idle'), 1.2)
        : missing('idle-memory-hocuspocus', 'MB', 'Hocuspocus', '≤ 1.2 ×', why ?? untold),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Writes so many records in batches of 500. */
export const fill = async (writer: Writer, records: number): Promise<void> => {
  for (let left = records; left > 0; left -= 500) {
    await writer.prepare(1, Math.min(500, left));
    await writer.write();
  }
  writer.end();
};

/** Bytes of all files in a folder whose names begin so: a database with its log. */
export const sizeOf = (folder: string, beginning: string): number =>
  readdirSync(folder)
    .filter((name) => name.startsWith(beginning))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

export const measurePull = async (records = 100_000): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-pull-'));
  const running: { readonly stop: () => Promise<void> }[] = [];
  try {
    const home = await makeHome(join(folder, 'kith.db'), folder);
    const [ana] = home.people;
    const filled = await startKith(home);
    const empty = sizeOf(folder, 'kith.db');
    await fill(await kithWriter(filled.port, ana!, ana!), records);
    const pushPeak = memoryOf(filled.pid)?.peak ?? Number.NaN;
    await filled.stop();
    const bytes = (sizeOf(folder, 'kith.db') - empty) / records;
    // A host that has just started: its peak is of the pull alone.
    const child = await startKith(home);
    const kith = kithContender(home, [child]);
    const limit = await startLimit(join(folder, 'limit.db'));
    running.push(kith, limit);
    const actual = await startActualContender();
    if (!('why' in actual)) running.push(actual);
    const all: (Contender & Puller)[] = 'why' in actual ? [kith, limit] : [kith, limit, actual];
    for (const each of all.slice(1)) await fill((await each.writers(1, () => 0))[0]!, records);
    // Of Actual's answer nothing but its length is read: it may hold a few more than there are records.
    const [ours, limits, theirs] = await pullsInTurns(all.map((each) => [async () => Math.min(records, await each.pull(0)), records]));
    const peak = memoryOf(child.pid)?.peak ?? Number.NaN;
    const untold = 'this system does not tell';
    const held = 'why' in actual ? '' : `; Actual held ${Math.round(memoryOf(actual.pid)?.peak ?? Number.NaN)} MB`;
    return [
      'why' in actual
        ? missing('pull-100k', 'records/s', 'Actual', '≥ 1.3 ×', actual.why, median(ours!))
        : atLeast('pull-100k', median(ours!), 'records/s', actual.name, median(theirs!), 1.3, `pages of 1,000, one connection; ${spreadOf(ours!, theirs!)}${held}`),
      atLeast('pull-100k-of-limit', median(ours!), 'records/s', limit.name, median(limits!), undefined, spreadOf(ours!, limits!)),
      Number.isNaN(peak)
        ? missing('pull-100k-memory', 'MB', 'limit', '≤ 250 MB', untold)
        : within('pull-100k-memory', peak, 'MB', 250, 'the most that the host held, seven pulls after its start'),
      Number.isNaN(pushPeak)
        ? missing('push-100k-memory', 'MB', 'limit', '≤ 250 MB', untold)
        : within('push-100k-memory', pushPeak, 'MB', 250, 'the most that the host held while 100,000 were pushed, 500 at a time'),
      within('disk', bytes, 'bytes a record', 1250, `${RECORD_BYTES} bytes each, after the host was stopped`),
    ];
  } finally {
    for (const each of running) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
