// Synchronising's store in Node: the rows of store.ts in the same SQLite file, what is known of each at the host beside them,
// and in tables of their own where this device stands, the batch that is under way, rows set aside, the membership log.
// Invariant: one call, one transaction, FULL; its rows, its cursor and its batch are all there after a crash or none of them.

import type { DatabaseSync } from 'node:sqlite';
import { MOVED } from '#core/ports.ts';
import { ok, refuse } from '#core/result.ts';
import { BEGINNING, type Kept, type LogStore, type SyncRow, type SyncStore } from '#sync/ports.ts';
import type { HostRow, LogEntryText, PushOp } from '#sync/protocol.ts';
import { statementsOf, transact } from './sqlite.ts';

const COLUMNS = 'seq, id, ver, epoch, device, key, blob, base, at';

/** All but the bytes as JSON; the bytes in a column of their own. */
const headOf = (row: HostRow | PushOp): string => JSON.stringify({ ...row, blob: undefined });

/** Works on the file of `openSqliteStore`. */
export const createSqliteSyncStore = (db: DatabaseSync): SyncStore & LogStore => {
  const sql = statementsOf(db);
  const rowById = (id: string): SyncRow | undefined => sql(`select ${COLUMNS} from record where id = ?`).get(id) as unknown as SyncRow | undefined;
  const readKept = (): Kept => {
    const found = sql('select value from kept').get() as { value: string } | undefined;
    return found ? (JSON.parse(found.value) as Kept) : BEGINNING;
  };
  const readSending = (): PushOp[] =>
    (sql('select op, blob from sending order by place').all() as { op: string; blob: Uint8Array }[]).map(({ op, blob }) => ({ ...JSON.parse(op), blob }) as PushOp);
  const readAside = (ids: readonly string[]): HostRow[] =>
    ids
      .flatMap((id) => sql('select row, blob from aside where id = ?').all(id) as { row: string; blob: Uint8Array }[])
      .map(({ row, blob }) => ({ ...JSON.parse(row), blob }) as HostRow)
      .sort((a, b) => a.seq - b.seq);
  const readLog = (): LogEntryText[] => sql('select bytes, sig from log order by n').all() as unknown as LogEntryText[];

  return {
    async change(ids, work) {
      return transact(db, sql, () => {
        const head = sql('select seq, clock from head').get() as { seq: number; clock: string };
        const rows = new Map(ids.map((id) => [id, rowById(id)] as const).filter((pair): pair is readonly [string, SyncRow] => pair[1] !== undefined));
        const left = work({ rows, clock: head.clock, kept: readKept(), aside: readAside(ids), sending: readSending() });
        const { era } = left.kept;

        let { seq } = head;
        const put = sql(
          `insert into record (${COLUMNS}, era) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update
             set seq = excluded.seq, ver = excluded.ver, epoch = excluded.epoch, device = excluded.device, key = excluded.key, blob = excluded.blob,
                 base = excluded.base, at = excluded.at, era = excluded.era`,
        );
        for (const row of left.rows ?? []) put.run(++seq, row.id, row.ver, row.epoch, row.device, row.key, row.blob, row.base, row.at, era);
        if (left.rows?.length || left.clock !== undefined) sql('update head set seq = ?, clock = ?').run(seq, left.clock ?? head.clock);
        if (left.moved || left.rows?.some(({ id, key }) => key !== '' && rows.get(id)?.key === ''))
          sql("insert into note values (?, '1') on conflict (name) do update set value = value + 1").run(MOVED);
        for (const { id, base, at } of left.known ?? []) sql('update record set base = ?, at = ?, era = ? where id = ?').run(base, at, era, id);
        if (left.forgetBefore !== undefined) sql('update record set base = 0, at = 0 where era < ? and base > 0').run(left.forgetBefore);

        for (const { id, ver, device } of left.asideDrop ?? []) sql('delete from aside where id = ? and ver = ? and device = ?').run(id, ver, device);
        for (const row of left.asideAdd ?? []) sql('insert or replace into aside values (?, ?, ?, ?, ?, ?)').run(row.id, row.ver, row.device, row.seq, headOf(row), row.blob);
        if (left.sending) {
          sql('delete from sending').run();
          left.sending.forEach((op, place) => sql('insert into sending values (?, ?, ?)').run(place, headOf(op), op.blob));
        }
        sql('insert or replace into kept values (1, ?)').run(JSON.stringify(left.kept));
        return null;
      });
    },
    kept: async () => readKept(),
    sending: async () => readSending(),
    async unsent(after, limit) {
      // The index is named because SQLite would walk the rows themselves, which lie in the same order, sent ones too.
      return sql(
        `select ${COLUMNS} from record indexed by unsent where ver <> base and seq > ? and not exists (select 1 from aside where aside.id = record.id) order by seq limit ?`,
      ).all(after, limit) as unknown as SyncRow[];
    },
    asideIds: async () => (sql('select distinct id from aside').all() as { id: string }[]).map(({ id }) => id),
    aside: async (ids) => readAside([...new Set(ids)]),
    rowsById: async (ids) => ids.map(rowById).filter((row) => row !== undefined),
    logEntries: async () => readLog(),
    async keepLog(entries, from) {
      const kept = transact(db, sql, () => {
        const there = sql('select bytes, sig from log where n >= ? order by n').all(from) as unknown as LogEntryText[];
        const { count } = sql('select count(*) as count from log').get() as { count: number };
        // Only ever longer: another process may have read further meanwhile.
        if (from > count) return 'log-broken';
        if (there.some(({ bytes, sig }, i) => entries[i] && (entries[i].bytes !== bytes || entries[i].sig !== sig))) return 'log-forked';
        entries.slice(there.length).forEach(({ bytes, sig }, i) => sql('insert into log values (?, ?, ?)').run(count + i, bytes, sig));
        return null;
      });
      return kept.ok && kept.value !== null ? refuse({ code: kept.value }) : kept.ok ? ok(null) : kept;
    },
    async dropLog() {
      return transact(db, sql, () => {
        sql('delete from log').run();
        return null;
      });
    },
  };
};

/**
 * For a copy that goes on as another device, on a file that is up to date: everything at the host is looked through again, as after
 * a host went back, and what was on its way is not sent again. Rows, and the log through which they open, stay.
 */
export const lookThroughAgain = (db: DatabaseSync): void => {
  const found = db.prepare('select value from kept').get() as { value: string } | undefined;
  if (!found) return;
  const kept = JSON.parse(found.value) as Kept;
  const anew: Kept = { ...kept, cursor: null, gap: { before: Number.MAX_SAFE_INTEGER }, head: 0, era: kept.era + 1, refused: {}, ahead: {} };
  db.prepare('update kept set value = ?').run(JSON.stringify(anew));
  db.exec('delete from sending; delete from aside');
};

/** Which of the tables beside the rows cannot be read; the log is judged by whoever knows its rules. */
export const damagedTables = async ({ kept, sending, asideIds, aside }: SyncStore): Promise<readonly ('kept' | 'sending' | 'aside')[]> => {
  const tables = { kept, sending, aside: async () => aside(await asideIds()) };
  const damaged: (keyof typeof tables)[] = [];
  for (const [name, read] of Object.entries(tables) as [keyof typeof tables, () => Promise<unknown>][]) {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      damaged.push(name);
    }
  }
  return damaged;
};
