// What it costs as a host grows: more vaults, more listeners, more records. Each figure stands beside the same thing on the
// same host while it was small.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, beside, missing, within, type Figure } from '../figure.ts';
import { memoryOf, processorOf } from './child.ts';
import { inTurns, rateOf, RECORD_BYTES, spreadOf, type Contender, type Rounds, type Work } from './contender.ts';
import { fill, sizeOf } from './keep.ts';
import { kithContender, kithWriter, makeHome, pullAll, startKith, type Home, type Place } from './kith.ts';
import { listenTo, type Heard } from './listen.ts';

export const GROWTH_FIGURES = ['vaults-100', 'vaults-1000', 'listeners-100', 'listeners-1000', 'listener-memory', 'listener-heartbeat'] as const;
export const LARGE_FIGURES = ['million-append', 'million-batch', 'million-pull', 'million-memory', 'million-start', 'million-disk'] as const;

const CLIENTS = 10;
/** What cannot take turns with its own past has long ones. */
const LONG: Rounds = { rounds: 3, ms: 2000 };
const aloneRate = async (contender: Contender, work: Work): Promise<number> => rateOf(await inTurns([contender], work, LONG), contender);

/** Ten clients who write into so many vaults between them. */
const into = (home: Home, port: number, pid: number, vaults: number): Contender => ({
  name: `${vaults} vaults`,
  about: '',
  isDurable: true,
  pid,
  writers: (clients) =>
    Promise.all(
      Array.from({ length: clients }, (_, client) => {
        const own = home.circles.slice(1, vaults + 1).filter((_each, n) => (n + 1) % CLIENTS === client);
        return kithWriter(port, home.people[client]!, ...(own as unknown as [Place]));
      }),
    ),
  stop: () => Promise.resolve(),
});

export const measureGrowth = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-growth-'));
  const home = await makeHome(join(folder, 'kith.db'), folder, { circles: 1000, devices: 63 });
  let child = await startKith(home);
  const listeners: Heard[] = [];
  try {
    const sizes = [10, 100, 1000].map((vaults) => into(home, child.port, child.pid, vaults));
    const rates = await inTurns(sizes, { clients: CLIENTS, vaults: 'each', records: 1, most: 200 });
    const [ten, hundred, thousand] = sizes.map((each) => rateOf(rates, each)) as [number, number, number];
    const figures = [
      atLeast('vaults-100', hundred, 'records/s', '10 vaults', ten, undefined, `ten clients, one record a push; ${spreadOf(rates.get(sizes[1]!)!, rates.get(sizes[0]!)!)}`),
      atLeast('vaults-1000', thousand, 'records/s', '10 vaults', ten, undefined, spreadOf(rates.get(sizes[2]!)!, rates.get(sizes[0]!)!)),
    ];
    // A host that has just started: what listeners hold is not hidden by what was free. All of them listen to the circle that
    // is written to, so that each push is told to each.
    await child.stop();
    child = await startKith(home);
    const [circle] = home.circles;
    const tokens = home.tokens.flat();
    const before = memoryOf(child.pid)?.now ?? Number.NaN;
    while (listeners.length < 1000)
      listeners.push(...(await Promise.all(tokens.slice(listeners.length, Math.min(1000, listeners.length + 50)).map((token) => listenTo(child.base, token, [circle!.vault])))));
    const held = ((memoryOf(child.pid)?.now ?? Number.NaN) - before) * (1024 / listeners.length);
    const spent = processorOf(child.pid) ?? Number.NaN;
    await new Promise((done) => setTimeout(done, 26_000));
    const beat = ((processorOf(child.pid) ?? Number.NaN) - spent) * (1000 / listeners.length);
    const rateWith = async (count: number): Promise<number> => {
      for (const each of listeners.splice(count)) each.end();
      return aloneRate(kithContender(home, [child]), { clients: 2, vaults: 'one', records: 1, most: 4000 });
    };
    const [crowd, many, alone] = [await rateWith(1000), await rateWith(100), await rateWith(0)];
    const note = 'two clients write one record a push; the listeners hear of every commit';
    const untold = 'this system does not tell';
    figures.push(
      atLeast('listeners-100', many, 'records/s', 'nobody listens', alone, undefined, note),
      atLeast('listeners-1000', crowd, 'records/s', 'nobody listens', alone),
      ...(Number.isNaN(held) || Number.isNaN(beat)
        ? ['listener-memory', 'listener-heartbeat'].map((name) => missing(name, '', '', '', untold))
        : [
            beside('listener-memory', held, 'KB', 'the host without them', before * 1024, undefined, 'each of 1,000, at a host that has just started'),
            beside('listener-heartbeat', beat, 'ms', '25 seconds of a core', 25_000, undefined, 'processor time of one listener in 25 seconds'),
          ]),
    );
    return figures;
  } finally {
    for (const each of listeners) each.end();
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** One vault of a million records, beside the same host before it had them. */
export const measureMillion = async (records = 1_000_000): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-million-'));
  const home = await makeHome(join(folder, 'kith.db'), folder);
  const [ana] = home.people;
  let child = await startKith(home);
  try {
    const one = (): Promise<number> => aloneRate(kithContender(home, [child]), { clients: 1, vaults: 'one', records: 1, most: 6000 });
    const part = 50_000;
    const filled = async (count: number): Promise<number> => {
      const began = performance.now();
      await fill(await kithWriter(child.port, ana!, ana!), count);
      return count / ((performance.now() - began) / 1000);
    };
    const started = child.startedIn;
    const appendBefore = await one();
    const empty = sizeOf(folder, 'kith.db');
    const first = await filled(part);
    const pulledIn = async (): Promise<number> => {
      const began = performance.now();
      const came = await pullAll(child.port, ana!.token, ana!.vault);
      return came / ((performance.now() - began) / 1000);
    };
    const pullBefore = await pulledIn();
    await filled(records - 2 * part);
    const last = await filled(part);
    const appendAfter = await one();
    const peak = memoryOf(child.pid)?.peak ?? Number.NaN;
    await child.stop();
    const bytes = (sizeOf(folder, 'kith.db') - empty) / records;
    child = await startKith(home);
    const pullAfter = await pulledIn();
    return [
      atLeast('million-append', appendAfter, 'records/s', 'an empty vault', appendBefore, undefined, 'one client, one record a push'),
      atLeast('million-batch', last, 'records/s', `the first ${part}`, first, undefined, `the last ${part}, 500 a push, signing them included`),
      atLeast('million-pull', pullAfter, 'records/s', `of ${part}`, pullBefore, undefined, 'all of them'),
      Number.isNaN(peak)
        ? missing('million-memory', 'MB', 'limit', '≤ 250 MB', 'this system does not tell')
        : within('million-memory', peak, 'MB', 250, 'the most that the host held'),
      beside('million-start', child.startedIn, 'ms', 'an empty host', started),
      beside('million-disk', bytes, 'bytes a record', 'a record', RECORD_BYTES),
    ];
  } finally {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
