// The store in Node: one SQLite file, WAL, synchronous FULL: when a commit has returned, an fsync has too.
// Blobs lie in the same file, so that a backup is one file and nothing half-written can be left behind.

import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { MOVED, type SealedRow, type Store, type StoredRow } from '#core/ports.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';

const SCHEMA = `
  create table if not exists record (seq integer primary key, id text not null unique, ver integer not null, epoch integer not null, device text not null, key text not null, blob blob not null);
  create table if not exists note (name text primary key, value text not null) without rowid;
  create table if not exists blob (address text primary key, size integer not null, bytes blob not null);
  create table if not exists head (one integer primary key check (one = 1), seq integer not null, clock text not null);
  insert or ignore into head values (1, 0, '');
`;

/** Why SQLite did not write, as something a person can act on; null when it is a bug. */
const refusalOf = (error: unknown): Refusal | null => {
  const code = (error as { errcode?: number }).errcode;
  if (code === undefined) return null;
  if ((code & 255) === 13) return { code: 'store-full' };
  if ([5, 6].includes(code & 255)) return { code: 'store-busy' };
  if ([8, 10, 11, 14, 26].includes(code & 255)) return { code: 'store-gone' };
  return null;
};

type Raw = { seq: number; id: string; ver: number; epoch: number; device: string; key: string; blob: Uint8Array };

/** Opens or makes the file at `path`. Refusals: `store-gone` (not a database, not readable), `store-busy`. */
export const openSqliteStore = (path: string): Result<Store & { readonly db: DatabaseSync }> => {
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, { timeout: 10_000 });
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma secure_delete = on; pragma wal_autocheckpoint = 4000;');
    if ((db.prepare('pragma user_version').get() as { user_version: number }).user_version === 0) db.exec(`begin immediate; ${SCHEMA} pragma user_version = 1; commit;`);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refuse(refusal);
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) statements.set(text, (statement = db.prepare(text)));
    return statement;
  };
  const attempt = <T>(work: () => T): Result<T> => {
    try {
      return ok(work());
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return refuse(refusal);
      throw error;
    }
  };
  const byId = (id: string): StoredRow | undefined => sql('select * from record where id = ?').get(id) as Raw | undefined;

  const store: Store & { readonly db: DatabaseSync } = {
    db,
    async commit(ids, work) {
      return attempt(() => {
        sql('begin immediate').run();
        try {
          const head = sql('select seq, clock from head').get() as { seq: number; clock: string };
          const rows = new Map(ids.map((id) => [id, byId(id)] as const).filter((pair): pair is readonly [string, StoredRow] => pair[1] !== undefined));
          const left = work({ rows, clock: head.clock });
          let seq = head.seq;
          const put = sql('insert or replace into record (seq, id, ver, epoch, device, key, blob) values (?, ?, ?, ?, ?, ?, ?)');
          const written = left.rows.map((row: SealedRow): StoredRow => {
            put.run(++seq, row.id, row.ver, row.epoch, row.device, row.key, row.blob);
            return { ...row, seq };
          });
          sql('update head set seq = ?, clock = ?').run(seq, left.clock);
          if (left.moved) sql("insert into note values (?, '1') on conflict (name) do update set value = value + 1").run(MOVED);
          sql('commit').run();
          return written;
        } catch (error) {
          if (db.isTransaction) sql('rollback').run();
          throw error;
        }
      });
    },
    async rowsAfter(after, limit) {
      return sql('select * from record where seq > ? order by seq limit ?').all(after, limit) as unknown as Raw[];
    },
    async rowsById(ids) {
      return ids.map(byId).filter((row) => row !== undefined);
    },
    async head() {
      const { seq } = sql('select seq from head').get() as { seq: number };
      const { count } = sql('select count(*) as count from record').get() as { count: number };
      return { seq, count };
    },
    async note(name) {
      return (sql('select value from note where name = ?').get(name) as { value: string } | undefined)?.value ?? null;
    },
    async setNote(name, value) {
      return attempt(() => {
        if (value === null) sql('delete from note where name = ?').run(name);
        else sql('insert or replace into note values (?, ?)').run(name, value);
        return null;
      });
    },
    async blob(address) {
      return (sql('select bytes from blob where address = ?').get(address) as { bytes: Uint8Array } | undefined)?.bytes ?? null;
    },
    async putBlob(address, bytes) {
      return attempt(() => {
        sql('insert or replace into blob values (?, ?, ?)').run(address, bytes.length, bytes);
        return null;
      });
    },
    async dropBlob(address) {
      sql('delete from blob where address = ?').run(address);
    },
    async blobs() {
      return sql('select address, size from blob').all() as unknown as { address: string; size: number }[];
    },
    async close() {
      db.close();
    },
  };
  return ok(store);
};
