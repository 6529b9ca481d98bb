// How fast records are taken: one client, sixteen on one vault and on sixteen, batches; Kith, its limit and the peers in turns.
// A goal is held against the fastest peer that acknowledges durably; the others are said beside it, and the spread of each ratio.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, missing, type Figure } from '../figure.ts';
import { startActualContender } from './actual.ts';
import { inTurns, rateOf, spreadOf, type Contender, type Work } from './contender.ts';
import { startHocuspocus } from './hocuspocus.ts';
import { kithContender, makeHome, startKith } from './kith.ts';
import { startLimit } from './limit.ts';
import { startPouch } from './pouchdb.ts';
import { syncsOf } from './syncs.ts';

interface Measured extends Work {
  readonly name: string;
  readonly goal: number;
}

const TURNS: readonly Measured[] = [
  { name: 'append-1', goal: 4, clients: 1, vaults: 'one', records: 1, most: 1000 },
  { name: 'append-16-one', goal: 10, clients: 16, vaults: 'one', records: 1, most: 100 },
  { name: 'append-16-each', goal: 8, clients: 16, vaults: 'each', records: 1, most: 100 },
  { name: 'batch-1', goal: 4, clients: 1, vaults: 'one', records: 50, most: 80 },
  { name: 'batch-4', goal: 4, clients: 4, vaults: 'each', records: 50, most: 40 },
];

const SHARE = '-of-limit';
const SYNCS = 'syncs';
export const APPEND_FIGURES: readonly string[] = [...TURNS.flatMap(({ name }) => [name, `${name}${SHARE}`]), SYNCS];

export const measureAppend = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-append-'));
  const contenders: Contender[] = [];
  try {
    const home = await makeHome(join(folder, 'kith.db'), folder);
    const kith = kithContender(home, [await startKith(home)]);
    contenders.push(kith);
    const limit = await startLimit(join(folder, 'limit.db'));
    contenders.push(limit);
    const absent: string[] = [];
    for (const start of [startActualContender, startPouch, startHocuspocus]) {
      const peer = await start();
      if ('why' in peer) absent.push(peer.why);
      else contenders.push(peer);
    }
    const peers = contenders.filter((each) => each !== kith && each !== limit);
    const figures: Figure[] = [];
    for (const turn of TURNS) {
      const rates = await inTurns(contenders, turn);
      const value = rateOf(rates, kith);
      const spread = (versus: Contender): string => spreadOf(rates.get(kith)!, rates.get(versus)!);
      const durable = peers.filter(({ isDurable }) => isDurable).sort((a, b) => rateOf(rates, b) - rateOf(rates, a))[0];
      const others = peers.filter((each) => each !== durable).map((each) => `${each.name} (${each.about}) ${Math.round(rateOf(rates, each))}`);
      const said = [...others, ...absent].join('; ');
      figures.push(
        durable
          ? atLeast(turn.name, value, 'records/s', `${durable.name} (${durable.about})`, rateOf(rates, durable), turn.goal, `${spread(durable)}; ${said}`)
          : missing(turn.name, 'records/s', 'a peer that acknowledges durably', `≥ ${turn.goal} ×`, said, value),
        atLeast(`${turn.name}${SHARE}`, value, 'records/s', limit.name, rateOf(rates, limit), undefined, spread(limit)),
      );
    }
    const syncs = new Map<Contender, number | null>();
    for (const each of contenders) syncs.set(each, await syncsOf(each));
    const [own, theirs] = [syncs.get(kith) ?? null, syncs.get(limit) ?? null];
    const said = peers.map((each) => `${each.name} ${syncs.get(each) ?? '–'}`).join('; ');
    figures.push(
      own === null || theirs === null
        ? missing(SYNCS, 'a write', limit.name, '', 'strace was not there, or may not look')
        : atLeast(SYNCS, own, 'waits for the disk a write', limit.name, theirs, 1, `seen by strace, one client, one record a write: ${said}`),
    );
    return figures;
  } finally {
    for (const each of contenders) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
