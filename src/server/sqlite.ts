// Kysely over Node's own SQLite: the shim that its SQLite dialect asks for, with statements kept by their text. One
// connection writes, a second one reads, or reading would wait for every commit. Durable: WAL with synchronous=FULL, so a
// commit has returned only when the disk has it.

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const KEPT = 300;

interface Connection extends SqliteDatabase {
  /** Each row as its values, in the order of the columns. */
  readonly lines: (sql: string, parameters: readonly unknown[]) => unknown[][];
}

/** What is made of a text once, the last so many of them. */
const kept = <T>(make: (sql: string) => T) => {
  const made = new Map<string, T>();
  return {
    of(sql: string): T {
      let one = made.get(sql);
      if (one === undefined) {
        one = make(sql);
        if (made.size >= KEPT) made.delete(made.keys().next().value!);
        made.set(sql, one);
      }
      return one;
    },
    clear: () => made.clear(),
  };
};

const shim = (database: DatabaseSync): Connection => {
  const statements = kept((sql): SqliteStatement => {
    // A transaction here always means to write; taking the lock first cannot fail half way.
    const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
      // A full or failing disk ends a transaction by itself; rolling it back then would hide why.
      run: (parameters) => (sql === 'rollback' && !database.isTransaction ? { changes: 0, lastInsertRowid: 0 } : statement.run(...(parameters as SQLInputValue[]))),
      iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
    };
  });
  const ofLines = kept((sql): StatementSync => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  });
  return {
    prepare: (sql) => statements.of(sql),
    lines: (sql, parameters) => ofLines.of(sql).all(...(parameters as SQLInputValue[])) as unknown as unknown[][],
    close() {
      statements.clear();
      ofLines.clear();
      database.close();
    },
  };
};

export interface SqlitePair {
  readonly writer: Connection;
  readonly reader: Connection;
  /** For backup and checks, which need SQLite itself. */
  readonly raw: DatabaseSync;
}

/** How long nobody may have written (milliseconds), and how many pages must wait, before they are moved. */
const QUIET = 100;
const MANY = 1000;

/**
 * Moves the pages that wait in the log into the database once nobody writes. Left to SQLite alone, one commit in many would do it
 * and its push wait some forty milliseconds. Gives what is called after each commit.
 */
export const settleWhenQuiet = (raw: DatabaseSync): (() => void) => {
  const settle = (): void => {
    if (!raw.isOpen || raw.isTransaction) return;
    try {
      // `noop` only counts (SQLite 3.51 or newer; this Node has 3.53).
      const [now] = raw.prepare('pragma wal_checkpoint(noop)').all() as unknown as [{ readonly log: number; readonly checkpointed: number }];
      if (now.log - now.checkpointed >= MANY) raw.exec('pragma wal_checkpoint(passive)');
    } catch {
      // A full or failing disk: nothing is lost, since the log holds it all, and whoever writes next is told.
    }
  };
  const timer = setTimeout(settle, QUIET);
  timer.unref();
  return () => void timer.refresh();
};

/** Opens or makes the file; `:memory:` has one connection for both. Throws when it is no database or cannot be written. */
export const openSqlite = (path: string): SqlitePair => {
  const raw = new DatabaseSync(path, { timeout: 5000 });
  try {
    // 8 KiB pages hold seven records of 1 KB where two of 4 KiB hold six.
    raw.exec(
      'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma temp_store = memory; pragma cache_size = -8000',
    );
    const writer = shim(raw);
    if (path === ':memory:') return { writer, reader: writer, raw };
    const reading = new DatabaseSync(path, { timeout: 5000, readOnly: true });
    reading.exec('pragma temp_store = memory; pragma cache_size = -8000');
    return { writer, reader: shim(reading), raw };
  } catch (error) {
    raw.close();
    throw error;
  }
};
