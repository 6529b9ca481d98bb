// The host's database: SQLite in its data folder, or PostgreSQL. One set of queries for both (Kysely); what differs between
// them stands here, in schema.ts and in the two files that open them. Invariant: when a transaction has returned, it is on disk.

import { Kysely, PostgresDialect, sql, SqliteDialect, type CompiledQuery, type Transaction } from 'kysely';
import type { DatabaseSync } from 'node:sqlite';
import type { RefusalCode } from '#sync/protocol.ts';
import { STEPS, type Engine, type Tables } from './schema.ts';

export type Queries = Kysely<Tables>;
export type Writing = Transaction<Tables>;

export interface HostDatabase {
  readonly engine: Engine;
  /** For what only looks; sees everything acknowledged. */
  readonly read: Queries;
  readonly write: Queries;
  /** A query compiled once, of what only looks, straight to its prepared statement: what every request asks. */
  readonly look: <R>(query: CompiledQuery<R>, ...parameters: readonly unknown[]) => Promise<R[]>;
  /** The same, each row as its values in the order of the columns. SQLite's binding takes a third less time for these than for objects. */
  readonly lines: <R extends readonly unknown[]>(query: CompiledQuery<unknown>, ...parameters: readonly unknown[]) => Promise<R[]>;
  /** The same inside a transaction, on its connection. */
  readonly within: <R>(tx: Queries, query: CompiledQuery<R>, ...parameters: readonly unknown[]) => Promise<R[]>;
  /** Inserts rows inside a transaction, by a query compiled once for each number of rows; gives how many were written. SQLite takes them fastest one by one, PostgreSQL together. */
  readonly put: (tx: Queries, query: (size: number) => CompiledQuery<unknown>, rows: readonly (readonly unknown[])[]) => Promise<number>;
  /** Runs in one transaction; on PostgreSQL again when the database asks for that (serialisation, deadlock). */
  readonly transaction: <T>(work: (tx: Writing) => Promise<T>) => Promise<T>;
  readonly url: string;
  /** SQLite itself; absent on PostgreSQL. */
  readonly raw?: DatabaseSync;
  readonly close: () => Promise<void>;
}

/** Names of queries that were compiled once, by their text: PostgreSQL keeps those prepared, so that it plans each one once a connection. SQLite's are kept by text alone. */
const names = new Map<string, string>();

/** A query compiled once, with the values of this call. */
const given = <R>(query: CompiledQuery<R>, ...parameters: readonly unknown[]): CompiledQuery<R> => {
  if (!names.has(query.sql)) names.set(query.sql, `kith_${names.size}`);
  return { ...query, parameters };
};

/** Lengths of the portions that a list is cut into: its powers of two, the greatest first. */
const portions = function* (length: number, most: number): Generator<readonly [from: number, size: number]> {
  for (let from = 0; from < length;) {
    const size = Math.min(most, 2 ** Math.floor(Math.log2(length - from)));
    yield [from, size];
    from += size;
  }
};

/** Why the database did not answer, as a refusal; null when the error is not the database's. */
export const storeRefusal = (error: unknown): RefusalCode | null => {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') {
    const primary = errcode & 255;
    return primary === 13 ? 'store-full' : [5, 6, 8, 10, 11, 14, 26].includes(primary) ? 'store-gone' : null;
  }
  if (code === 'ERR_INVALID_STATE') return 'store-gone';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return 'store-full';
  if (typeof code === 'string' && (/^(08|57P|53|58|XX|25006|40)/.test(code) || /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_|EIO|EROFS|KITH_STANDBY)/.test(code)))
    return 'store-gone';
  return /connection (terminated|timeout|ended|error)|timeout exceeded when trying to connect|not queryable|driver has already been destroyed|Cannot use a pool after/i.test(
    error.message,
  )
    ? 'store-gone'
    : null;
};

const isWorthAgain = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '');

/** Addresses: `sqlite:PATH`, a path, `:memory:`, `postgres://…`. Brings an older schema forward. Refuses one that is newer (throws). */
export const openDatabase = async (url: string, { connections = 10 }: { readonly connections?: number } = {}): Promise<HostDatabase> => {
  const database = /^postgres(?:ql)?:/.test(url) ? await postgres(url, connections) : await sqlite(url.replace(/^sqlite:(?:\/\/)?/, ''));
  try {
    await bringForward(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
};

const sqlite = async (path: string): Promise<HostDatabase> => {
  const { openSqlite, settleWhenQuiet } = await import('./sqlite.ts');
  const { writer, reader, raw } = openSqlite(path);
  const write = new Kysely<Tables>({ dialect: new SqliteDialect({ database: writer }) });
  const settleSoon = settleWhenQuiet(raw);
  const read = reader === writer ? write : new Kysely<Tables>({ dialect: new SqliteDialect({ database: reader }) });
  return {
    engine: 'sqlite',
    read,
    write,
    // Not async: what fails is told as a promise would tell it, and no more is made for each question than this. Between two
    // transactions the writing connection looks too: it knows the pages it wrote, where the other has to read them anew.
    look<R>({ sql: text }: CompiledQuery<R>, ...parameters: readonly unknown[]) {
      return new Promise<R[]>((done) => done((raw.isTransaction ? reader : writer).prepare(text).all(parameters) as R[]));
    },
    lines<R>({ sql: text }: CompiledQuery<unknown>, ...parameters: readonly unknown[]) {
      return new Promise<R[]>((done) => done((raw.isTransaction ? reader : writer).lines(text, parameters) as R[]));
    },
    within<R>(_tx: Queries, { sql: text }: CompiledQuery<R>, ...parameters: readonly unknown[]) {
      return new Promise<R[]>((done) => done(writer.prepare(text).all(parameters) as R[]));
    },
    put(_tx, query, rows) {
      return new Promise((done) => {
        const statement = writer.prepare(query(1).sql);
        const count = writer.prepare('select total_changes() as n');
        const written = () => (count.all([]) as [{ n: number }])[0].n;
        const before = written();
        // `run` would make an object for each row, which takes as long as a sixth of writing it.
        for (const row of rows) statement.all(row);
        done(written() - before);
      });
    },
    async transaction(work) {
      const done = await write.transaction().execute(work);
      settleSoon();
      return done;
    },
    url: path,
    raw,
    async close() {
      // Kysely closes only what it has used.
      if (read !== write) await read.destroy();
      await write.destroy();
      if (raw.isOpen) raw.close();
    },
  };
};

const postgres = async (url: string, connections: number): Promise<HostDatabase> => {
  const { openPostgres } = await import('./postgres.ts');
  const write = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPostgres(url, connections, (text) => names.get(text)) }) });
  return {
    engine: 'postgres',
    read: write,
    write,
    look: async <R>(query: CompiledQuery<R>, ...parameters: readonly unknown[]) => (await write.executeQuery(given(query, ...parameters))).rows,
    lines: async <R>(query: CompiledQuery<unknown>, ...parameters: readonly unknown[]) =>
      (await write.executeQuery(given(query, ...parameters))).rows.map((row) => Object.values(row as object) as R),
    within: async <R>(tx: Queries, query: CompiledQuery<R>, ...parameters: readonly unknown[]) => (await tx.executeQuery(given(query, ...parameters))).rows,
    async put(tx, query, rows) {
      let written = 0;
      for (const [from, size] of portions(rows.length, 256))
        written += Number((await tx.executeQuery(given(query(size), ...rows.slice(from, from + size).flat()))).numAffectedRows ?? 0);
      return written;
    },
    async transaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await write.transaction().execute(work);
        } catch (error) {
          if (tries === 5 || !isWorthAgain(error)) throw error;
        }
      }
    },
    url,
    close: () => write.destroy(),
  };
};

/** Schema steps, each in one transaction under a lock, so that several nodes may start at once. */
const bringForward = async (database: HostDatabase): Promise<void> => {
  const before = await versionOf(database.write, database.engine);
  if (before > STEPS.length) throw new Error(`the database is of a newer Kith (schema ${before}, this one knows ${STEPS.length})`);
  if (before === STEPS.length) return;
  await database.transaction(async (tx) => {
    if (database.engine === 'postgres') await sql`select pg_advisory_xact_lock(5486724)`.execute(tx);
    await sql`create table if not exists schema_version (version integer primary key)`.execute(tx);
    for (let version = await versionOf(tx, database.engine); version < STEPS.length; version++) {
      for (const statement of STEPS[version]!(database.engine)) await sql.raw(statement).execute(tx);
      await sql`insert into schema_version (version) values (${version + 1})`.execute(tx);
    }
  });
};

const versionOf = async (queries: Queries, engine: Engine): Promise<number> => {
  const there =
    engine === 'sqlite'
      ? sql<{ name: string | null }>`select name from sqlite_schema where name = 'schema_version'`
      : sql<{ name: string | null }>`select to_regclass('schema_version')::text as name`;
  if (!(await there.execute(queries)).rows[0]?.name) return 0;
  const { rows } = await sql<{ version: number | null }>`select max(version) as version from schema_version`.execute(queries);
  return rows[0]?.version ?? 0;
};

/** A setting, made once however many nodes ask at the same time. */
export const settingOr = async (database: HostDatabase, name: string, make: () => string | Promise<string>): Promise<string> => {
  const known = await database.write.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  if (known) return known.value;
  await database.write
    .insertInto('settings')
    .values({ name, value: await make() })
    .onConflict((each) => each.column('name').doNothing())
    .execute();
  return (await database.write.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirstOrThrow()).value;
};
