// The word index's database in Node: `node:sqlite` in memory. Nothing of it may reach the disk, for its words are the
// person's: the database is `:memory:`, and what SQLite sets aside while sorting stays in memory too.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Sql, SqlValue } from '#insight/sql-port.ts';

/** Opens an image taken by `export`, or an empty database. Throws on bytes that are no database. */
export const openSql = (image?: Uint8Array): Sql => {
  const db = new DatabaseSync(':memory:');
  if (image) {
    try {
      db.deserialize(image);
      db.prepare('select count(*) from sqlite_schema').get();
    } catch (error) {
      db.close();
      throw error;
    }
  }
  db.exec('pragma temp_store = memory');
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      statement.setReturnArrays(true);
      prepared.set(sql, statement);
    }
    return statement;
  };
  return {
    exec: (sql) => db.exec(sql),
    run: (sql, params) => void prepare(sql).run(...params),
    all: (sql, params = []) => prepare(sql).all(...params) as unknown as SqlValue[][],
    export: () => db.serialize(),
    close: () => {
      prepared.clear();
      db.close();
    },
  };
};
