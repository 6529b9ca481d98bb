// The word index's database in the page: SQLite compiled to WebAssembly, in memory, inside a worker. It is fetched when
// a search is first made, not before. Nothing is kept in the browser's storage here: the image goes back to be sealed.

import type { Sql, SqlValue } from '#insight/sql-port.ts';
import type { Database, PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm';

let loading: Promise<Sqlite3Static> | undefined;

/** Fetches SQLite, once. */
const load = (): Promise<Sqlite3Static> => (loading ??= import('@sqlite.org/sqlite-wasm').then((module) => module.default()));

/** Opens an image taken by `export`, or an empty database. Rejects on bytes that are no database. */
export const openSql = async (image?: Uint8Array): Promise<Sql> => {
  const sqlite = await load();
  const db = new sqlite.oo1.DB(':memory:');
  try {
    if (image) putIn(sqlite, db, image);
    db.exec('pragma temp_store = memory');
  } catch (error) {
    db.close();
    throw error;
  }
  const prepared = new Map<string, PreparedStatement>();
  const bound = (sql: string, params: readonly SqlValue[]): PreparedStatement => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return params.length > 0 ? statement.bind(params as SqlValue[]) : statement;
  };
  return {
    exec: (sql) => void db.exec(sql),
    run: (sql, params) => void bound(sql, params).stepReset().clearBindings(),
    all: (sql, params = []) => {
      const statement = bound(sql, params);
      const rows: SqlValue[][] = [];
      try {
        while (statement.step()) rows.push(statement.get([]) as SqlValue[]);
      } finally {
        statement.reset(true);
      }
      return rows;
    },
    export: () => sqlite.capi.sqlite3_js_db_export(db),
    close: () => {
      for (const statement of prepared.values()) statement.finalize();
      db.close();
    },
  };
};

const putIn = (sqlite: Sqlite3Static, db: Database, image: Uint8Array): void => {
  const { capi, wasm } = sqlite;
  const bytes = wasm.allocFromTypedArray(image);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  db.checkRc(capi.sqlite3_deserialize(db.pointer!, 'main', bytes, image.byteLength, image.byteLength, flags));
  db.selectValue('select count(*) from sqlite_schema');
};
