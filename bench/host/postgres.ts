// The same on PostgreSQL, with one node and with two: how fast records are taken and given beside the limit on the same server,
// whether two nodes lose anything, and how soon a listener at one hears of what the other took.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../test/postgres.ts';
import { atLeast, beside, median, missing, percentile, within, type Figure } from '../figure.ts';
import type { Child } from './child.ts';
import { inTurns, pullsInTurns, rateOf, RECORD_BYTES, spreadOf, type Contender, type Work } from './contender.ts';
import { fill } from './keep.ts';
import { kithContender, kithWriter, makeHome, pullAll, startKith, type Home } from './kith.ts';
import { startLimit } from './limit.ts';
import { listenTo } from './listen.ts';

const TURNS: readonly (Work & { readonly name: string })[] = [
  { name: 'append-1', clients: 1, vaults: 'one', records: 1, most: 1000 },
  { name: 'append-16-one', clients: 16, vaults: 'one', records: 1, most: 100 },
  { name: 'append-16-each', clients: 16, vaults: 'each', records: 1, most: 100 },
  { name: 'batch-1', clients: 1, vaults: 'one', records: 50, most: 80 },
  { name: 'batch-4', clients: 4, vaults: 'each', records: 50, most: 40 },
];
const PULLED = 100_000;

export const POSTGRES_FIGURES: readonly string[] = [
  ...TURNS.flatMap(({ name }) => [`pg-${name}`, `pg2-${name}`]),
  'pg-pull-100k',
  'pg-disk',
  'pg2-lost',
  'pg2-hint',
  'pg2-hint-lost',
];

/** Two nodes take from sixteen clients at once; then each of them is asked for all of it. */
const lostOf = async (home: Home, nodes: readonly Child[]): Promise<{ readonly sent: number; readonly lost: number }> => {
  const [ana] = home.people;
  const before = await pullAll(nodes[0]!.port, ana!.token, ana!.vault);
  const [clients, writes] = [8, 100];
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const writer = await kithWriter(nodes[client % 2]!.port, ana!, ana!);
      await writer.prepare(writes, 1);
      for (let n = 0; n < writes; n++) await writer.write();
      writer.end();
    }),
  );
  const there = await Promise.all(nodes.map(({ port }) => pullAll(port, ana!.token, ana!.vault)));
  return { sent: clients * writes, lost: before + clients * writes - Math.min(...there) };
};

/** Somebody listens at the second node while another device writes at the first: how long from acknowledgement to hint, and how many never came. */
const hintsOf = async (home: Home, [one, two]: readonly [Child, Child]): Promise<{ readonly times: readonly number[]; readonly lost: number }> => {
  const [ana] = home.people;
  const heard = await listenTo(two.base, ana!.token, [ana!.vault]);
  const writer = await kithWriter(one.port, ana!, ana!);
  const times: number[] = [];
  let lost = 0;
  const tries = 50;
  await writer.prepare(tries, 1);
  for (let n = 0; n < tries; n++) {
    const next = heard.next(5000);
    await writer.write();
    const at = performance.now();
    const hint = await next;
    if (hint === null) lost++;
    else times.push(Math.max(0, performance.now() - at));
  }
  writer.end();
  heard.end();
  return { times, lost };
};

const sizeOfDatabase = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ size: string }>('select pg_database_size(current_database()) as size');
    return Number(rows[0]!.size);
  } finally {
    await client.end();
  }
};

export const measurePostgres = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-postgres-'));
  const postgres = await startPostgres();
  const running: { readonly stop: () => Promise<void> }[] = [];
  try {
    const home = await makeHome(postgres.fresh(), folder);
    const nodes = [await startKith(home), await startKith(home)] as const;
    running.push(...nodes);
    const limit = await startLimit(postgres.fresh());
    running.push(limit);
    const [single, pair] = [kithContender(home, nodes.slice(0, 1), 'Kith, one node'), kithContender(home, nodes, 'Kith, two nodes')];
    const all: readonly Contender[] = [single, pair, limit];
    const figures: Figure[] = [];
    for (const turn of TURNS) {
      const rates = await inTurns(all, turn);
      figures.push(
        atLeast(`pg-${turn.name}`, rateOf(rates, single), 'records/s', limit.name, rateOf(rates, limit), undefined, spreadOf(rates.get(single)!, rates.get(limit)!)),
        atLeast(`pg2-${turn.name}`, rateOf(rates, pair), 'records/s', 'one node', rateOf(rates, single), undefined, spreadOf(rates.get(pair)!, rates.get(single)!)),
      );
    }
    const { sent, lost } = await lostOf(home, nodes);
    figures.push({ ...within('pg2-lost', lost, 'records', 1, `of ${sent} sent to both nodes at once and acknowledged`), ratio: null, goal: '0 records', holds: lost === 0 });
    const hints = await hintsOf(home, nodes);
    figures.push(
      hints.times.length > 0
        ? within('pg2-hint', percentile(hints.times, 0.95), 'ms', 1000, 'from the acknowledgement at one node to the hint at the other, 95 of 100')
        : missing('pg2-hint', 'ms', 'limit', '≤ 1000 ms', 'no hint came'),
      { ...within('pg2-hint-lost', hints.lost, 'hints', 1), ratio: null, goal: '0 hints', holds: hints.lost === 0 },
    );
    const [, ben] = home.people;
    const before = await sizeOfDatabase(home.database);
    const had = await pullAll(nodes[0].port, ben!.token, ben!.vault);
    await fill(await kithWriter(nodes[0].port, ben!, ben!), PULLED);
    const grown = (await sizeOfDatabase(home.database)) - before;
    await fill((await limit.writers(1, () => 20))[0]!, PULLED);
    const [ours, theirs] = (await pullsInTurns([
      [() => pullAll(nodes[0].port, ben!.token, ben!.vault), had + PULLED],
      [() => limit.pull(20), PULLED],
    ])) as [number[], number[]];
    figures.push(
      atLeast('pg-pull-100k', median(ours), 'records/s', limit.name, median(theirs), undefined, spreadOf(ours, theirs)),
      beside('pg-disk', grown / PULLED, 'bytes a record', 'a record', RECORD_BYTES, undefined, 'with its indexes, before vacuum'),
    );
    return figures;
  } finally {
    for (const each of running) await each.stop();
    postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};
