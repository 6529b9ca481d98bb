// The store in Node: one SQLite file, WAL, synchronous FULL: when a commit has returned, an fsync has too.
// Blobs lie in the same file, so that a backup is one file and nothing half-written can be left behind.
// What is known of a row at the host (`base`, `at`, `era`) stays as it is here; sync-store.ts sees to it.

import { DatabaseSync } from 'node:sqlite';
import { MOVED, type FoundRow, type Store, type StoredRow } from '#core/ports.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bringUpToDate, isNewer } from './schema.ts';
import { attempt, statementsOf, transact } from './sqlite.ts';

const MARKS = 'seq, id, ver, epoch, device, key';
const COLUMNS = `${MARKS}, blob`;

export interface SqliteStore extends Store {
  readonly db: DatabaseSync;
  /** Moves what the log holds into the file while there is time; closing would do it. What was acknowledged is safe either way. */
  settle(): void;
}

/** Opens or makes the file at `path`. Refusals: `store-gone` (not a database, not readable), `store-busy`, `store-full`, `vault-newer`. */
export const openSqliteStore = (path: string): Result<SqliteStore> => {
  const opened = attempt(() => {
    const made = new DatabaseSync(path, { timeout: 10_000 });
    // A file that is there keeps the size of its pages. Records of some hundred bytes to some thousand fill 8 KiB better than 4.
    made.exec(
      'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma secure_delete = on; pragma wal_autocheckpoint = 4000;',
    );
    bringUpToDate(made);
    return made;
  });
  if (!opened.ok) return opened;
  const db = opened.value;
  if (isNewer(db)) {
    db.close();
    return refuse({ code: 'vault-newer' });
  }
  const sql = statementsOf(db);
  const byId = (id: string): StoredRow | undefined => sql(`select ${COLUMNS} from record where id = ?`).get(id) as unknown as StoredRow | undefined;

  const store: SqliteStore = {
    db,
    async commit(ids, work) {
      return transact(db, sql, () => {
        const head = sql('select seq, clock from head').get() as { seq: number; clock: string };
        // All in one question: an import asks for a thousand at a time, and mostly there is none.
        const found = sql(`select ${COLUMNS}, base from record where id in (select value from json_each(?))`).all(JSON.stringify(ids)) as unknown as FoundRow[];
        const rows = new Map(found.map((row) => [row.id, row]));
        const left = work({ rows, clock: head.clock });
        let { seq } = head;
        const put = sql(
          `insert into record (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update
             set seq = excluded.seq, ver = excluded.ver, epoch = excluded.epoch, device = excluded.device, key = excluded.key, blob = excluded.blob`,
        );
        const written = left.rows.map((row): StoredRow => {
          put.run(++seq, row.id, row.ver, row.epoch, row.device, row.key, row.blob);
          return { ...row, seq };
        });
        sql('update head set seq = ?, clock = ?').run(seq, left.clock);
        if (left.moved) sql("insert into note values (?, '1') on conflict (name) do update set value = value + 1").run(MOVED);
        return written;
      });
    },
    async rowsAfter(after, limit) {
      return sql(`select ${COLUMNS} from record where seq > ? order by seq limit ?`).all(after, limit) as unknown as StoredRow[];
    },
    async marksAfter(after, limit) {
      return sql(`select ${MARKS} from record where seq > ? order by seq limit ?`).all(after, limit) as unknown as Omit<StoredRow, 'blob'>[];
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
    async blobsHere(addresses) {
      const there = sql('select 1 from blob where address = ?');
      return new Set(addresses.filter((address) => there.get(address) !== undefined));
    },
    settle() {
      attempt(() => db.exec('pragma wal_checkpoint(passive)'));
    },
    async close() {
      db.close();
    },
  };
  return ok(store);
};
