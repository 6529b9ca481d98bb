// The queries that every push and pull makes, compiled once. Lists have lengths that are powers of two (a shorter list repeats
// its last member), so that there are a dozen texts of each and the database has them prepared.

import { sql, type CompiledQuery } from 'kysely';
import { bytesToKey, keyToBytes } from '#core/ids.ts';
import { LIMITS, type PageRow, type PullAsk, type PushedOp } from '#sync/protocol.ts';
import type { HostDatabase, Queries } from './database.ts';

export interface KnownRow {
  readonly ver: number;
  readonly seq: number;
  /** Key of the op that wrote it. */
  readonly op: string;
  readonly size: number;
}

/** A write that is to be stored, and the numbers that it got. */
export interface NewRow {
  readonly write: PushedOp;
  readonly seq: number;
  readonly writer: number;
  readonly log: number;
}

/** Where a vault stands while its row is held. */
export interface Head {
  readonly head: number;
  readonly log: number;
  readonly epoch: number;
  readonly open: boolean;
  readonly owner: string | null;
  readonly rowCount: number;
  readonly rowBytes: number;
}

/** Who wrote, by the small number that their rows bear. */
export interface NewWriter {
  readonly ref: number;
  readonly device: string;
  readonly author: string;
}

type SeqAndSize = readonly [seq: number, size: number];

const DAY = 86_400_000;
export const dayOf = (now: number): number => Math.floor(now / DAY);

const NOTHING = new Uint8Array(0);
const MOST_LISTED = 1024;
const COLUMNS = ['vault', 'id', 'ver', 'seq', 'epoch', 'key', 'writer', 'counter', 'log', 'op', 'sig', 'size', 'blob'] as const;

/** In the order of `COLUMNS`. */
const valuesOf =
  (number: number) =>
  ({ write: { id, ver, epoch, key, counter, op, sig, blob }, seq, writer, log }: NewRow): readonly unknown[] => [
    number,
    id,
    ver,
    seq,
    epoch,
    key,
    writer,
    counter,
    log,
    op,
    sig,
    blob.length,
    blob,
  ];

const powerOver = (length: number): number => 2 ** Math.ceil(Math.log2(length));

export const createRowQueries = (database: HostDatabase) => {
  const { read } = database;
  /** One text for each length, made when first needed. */
  const bySize = <R>(make: (size: number) => CompiledQuery<R>): ((size: number) => CompiledQuery<R>) => {
    const made = new Map<number, CompiledQuery<R>>();
    return (size) => {
      let query = made.get(size);
      if (!query) made.set(size, (query = make(size)));
      return query;
    };
  };
  const list = (size: number): Uint8Array[] => Array.from({ length: size }, () => NOTHING);

  const takeHead = read
    .updateTable('vaults')
    .set({ head: sql`head + ${0}`, row_count: sql`row_count + ${0}`, row_bytes: sql`row_bytes + ${0}` })
    .where('number', '=', 0)
    .returning(['head', 'log', 'epoch', 'open', 'owner', 'row_count as rowCount', 'row_bytes as rowBytes'])
    .compile();
  const settleHead = read.updateTable('vaults').set({ head: 0, row_count: 0, row_bytes: 0 }).where('number', '=', 0).compile();
  const known = bySize((size) => read.selectFrom('rows').select(['id', 'ver', 'seq', 'op', 'size']).where('vault', '=', 0).where('id', 'in', list(size)).compile());
  const answered = bySize((size) => read.selectFrom('ops').select(['op', 'seq']).where('vault', '=', 0).where('op', 'in', list(size)).compile());
  const inForce = bySize((size) => read.selectFrom('sessions').select('hash').where('expires', '>', 0).where('hash', 'in', list(size)).compile());
  const byId = bySize((size) =>
    read.selectFrom('rows').select(['id', 'ver', 'seq', 'epoch', 'key', 'writer', 'counter', 'log', 'sig', 'blob']).where('vault', '=', 0).where('id', 'in', list(size)).compile(),
  );
  const insert = (size: number) => {
    const row = { vault: 0, id: NOTHING, ver: 0, seq: 0, epoch: 0, key: '', writer: 0, counter: 0, log: 0, op: NOTHING, sig: NOTHING, size: 0, blob: NOTHING };
    return read
      .insertInto('rows')
      .columns([...COLUMNS])
      .values(Array.from({ length: size }, () => row));
  };
  const add = bySize((size) =>
    insert(size)
      .onConflict((each) => each.columns(['vault', 'id']).doNothing())
      .compile(),
  );
  const put = bySize((size) =>
    insert(size)
      .onConflict((each) => each.columns(['vault', 'id']).doUpdateSet((from) => Object.fromEntries(COLUMNS.slice(2).map((name) => [name, from.ref(`excluded.${name}`)]))))
      .compile(),
  );
  const ascending = read.selectFrom('rows').select(['seq', 'size']).where('vault', '=', 0).where('seq', '>', 0).orderBy('seq').limit(0).compile();
  const descending = read.selectFrom('rows').select(['seq', 'size']).where('vault', '=', 0).where('seq', '>', 0).where('seq', '<', 0).orderBy('seq', 'desc').limit(0).compile();
  // One piece in place of three: each costs as much as all the numbers beside it. SQLite takes what is joined for text, of the same bytes.
  const bytes = database.engine === 'sqlite' ? sql<Uint8Array>`cast(id || sig || blob as blob)` : sql<Uint8Array>`id || sig || blob`;
  const between = (['asc', 'desc'] as const).map((direction) =>
    read
      .selectFrom('rows')
      .select(['seq', 'ver', 'epoch', 'key', 'writer', 'counter', 'log', 'size', bytes.as('bytes')])
      .where('vault', '=', 0)
      .where('seq', '>=', 0)
      .where('seq', '<=', 0)
      .orderBy('seq', direction)
      .compile(),
  );

  /** Runs a query over a list, in portions, each padded with its last member; `first` is the parameter before the list. */
  const over = async <R>(queries: Queries, first: number, list: readonly Uint8Array[], query: (size: number) => CompiledQuery<R>): Promise<R[]> => {
    const out: R[] = [];
    for (let from = 0; from < list.length; from += MOST_LISTED) {
      const part = list.slice(from, from + MOST_LISTED);
      const size = powerOver(part.length);
      while (part.length < size) part.push(part.at(-1)!);
      out.push(...(await database.within(queries, query(size), first, ...part)));
    }
    return out;
  };

  return {
    /** Which of the sessions with these hashes are in force at a time, by their names. */
    async inForce(tx: Queries, hashes: readonly Uint8Array[], now: number): Promise<ReadonlySet<string>> {
      return new Set((await over(tx, now, hashes, inForce)).map(({ hash }) => Buffer.from(hash).toString('hex')));
    },
    async isInForce(hash: Uint8Array, now: number): Promise<boolean> {
      return (await database.look(inForce(1), now, hash)).length > 0;
    },
    /** Moves the head on by `count` and holds the vault's row until the transaction ends. Null: no such vault. */
    async takeHead(tx: Queries, number: number, count: number, bytes: number): Promise<Head | null> {
      const [row] = await database.within(tx, takeHead, count, count, bytes, number);
      if (!row) return null;
      // Field by field: a spread of what SQLite gives costs as much as the query.
      return { head: row.head, log: row.log, epoch: row.epoch, open: row.open === 1, owner: row.owner, rowCount: row.rowCount, rowBytes: row.rowBytes };
    },
    async settleHead(tx: Queries, number: number, to: { readonly head: number; readonly rowCount: number; readonly rowBytes: number }): Promise<void> {
      await database.within(tx, settleHead, to.head, to.rowCount, to.rowBytes, number);
    },
    /** By the keys of their ids. */
    async known(tx: Queries, number: number, ids: readonly Uint8Array[]): Promise<ReadonlyMap<string, KnownRow>> {
      const rows = await over(tx, number, ids, known);
      return new Map(rows.map(({ id, ver, seq, op, size }) => [bytesToKey(id), { ver, seq, op: bytesToKey(op), size }]));
    },
    /** Places of ops whose rows have been replaced since, by the keys of the ops. */
    async answered(tx: Queries, number: number, ops: readonly Uint8Array[]): Promise<ReadonlyMap<string, number>> {
      return new Map((await over(tx, number, ops, answered)).map(({ op, seq }) => [bytesToKey(op), seq]));
    },
    async byId(tx: Queries, number: number, ids: readonly Uint8Array[]): Promise<readonly FoundRow[]> {
      return over(tx, number, ids, byId);
    },
    /** Writes rows where nothing lies yet. False: something lay there, and none of them was written; those of `before` and under it were not touched. */
    async add(tx: Queries, number: number, rows: readonly NewRow[], before: number): Promise<boolean> {
      if ((await database.put(tx, add, rows.map(valuesOf(number)))) === rows.length) return true;
      await tx.deleteFrom('rows').where('vault', '=', number).where('seq', '>', before).execute();
      return false;
    },
    /** Writes rows over whatever lies there. */
    async put(tx: Queries, number: number, rows: readonly NewRow[]): Promise<void> {
      await database.put(tx, put, rows.map(valuesOf(number)));
    },
    async keepAnswers(tx: Queries, number: number, replaced: readonly { readonly op: string; readonly seq: number }[], day: number): Promise<void> {
      for (let from = 0; from < replaced.length; from += 500)
        await tx
          .insertInto('ops')
          .values(replaced.slice(from, from + 500).map(({ op, seq }) => ({ vault: number, op: keyToBytes(op), seq, day })))
          .onConflict((each) => each.columns(['vault', 'op']).doNothing())
          .execute();
    },
    async addWriters(tx: Queries, number: number, writers: readonly NewWriter[]): Promise<void> {
      await tx
        .insertInto('writers')
        .values(writers.map((each) => ({ vault: number, ...each })))
        .execute();
    },
    /** First and last seq of the page, by an index that holds the sizes; the first row always fits. */
    async span(
      number: number,
      { after, before, limit, bytes }: PullAsk,
    ): Promise<{ readonly span: readonly [number, number] | null; readonly count: number; readonly more: boolean }> {
      const rows = await (before === undefined
        ? database.lines<SeqAndSize>(ascending, number, after, limit + 1)
        : database.lines<SeqAndSize>(descending, number, after, before, limit + 1));
      let left = Math.min(bytes, LIMITS.frameBytes);
      let count = 0;
      while (count < Math.min(limit, rows.length) && (left >= rows[count]![1] || count === 0)) left -= rows[count++]![1];
      if (count === 0) return { span: null, count, more: false };
      const [one, other] = [rows[0]![0], rows[count - 1]![0]];
      return { span: [Math.min(one, other), Math.max(one, other)], count, more: rows.length > count };
    },
    async between(number: number, [from, to]: readonly [number, number], isDescending: boolean): Promise<readonly PageRow[]> {
      return database.lines<PageRow>(between[isDescending ? 1 : 0]!, number, from, to);
    },
    /** Forgets answers older than retries live. */
    async sweep(now: number): Promise<void> {
      await database.write
        .deleteFrom('ops')
        .where('day', '<', dayOf(now) - LIMITS.retryDays)
        .execute();
    },
  };
};

/** A row as it lies; `id` and `sig` in bytes. */
export interface FoundRow {
  readonly id: Uint8Array;
  readonly ver: number;
  readonly seq: number;
  readonly epoch: number;
  readonly key: string;
  readonly writer: number;
  readonly counter: number;
  readonly log: number;
  readonly sig: Uint8Array;
  readonly blob: Uint8Array;
}
