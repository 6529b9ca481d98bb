// Synchronising's store in the browser: the rows of store.ts in the same database, and beside them where this device stands,
// the batch that is under way, rows set aside, the membership log.
// Invariant: one call, one transaction, strictly durable; its rows, its cursor and its batch are all there after a crash or none.

import { MOVED } from '#core/ports.ts';
import { ok, refuse } from '#core/result.ts';
import { BEGINNING, type LogStore, type SyncRow, type SyncStore } from '#sync/ports.ts';
import type { HostRow } from '#sync/protocol.ts';
import { atRest, attempt, countUp, isUnsent, markedBy, ONE, ownBytes, readStanding, rowsAtRest, toSync, writeStanding, type KithDatabase, type RowAtRest } from './database.ts';

/** Rows of an older page that one change marks. */
const MARKED_AT_ONCE = 1000;

/** Marks what is unsent above `marked`, some at a time, and says how far it came. */
const markMore = async (db: KithDatabase, marked: number, seq: number): Promise<number> => {
  if (marked >= seq) return seq;
  const rows = await db.records.where('seq').above(marked).limit(MARKED_AT_ONCE).toArray();
  await db.records.bulkPut(rows.filter((row) => isUnsent(row) && row.unsent === undefined).map((row) => atRest(row, row)));
  return rows.length < MARKED_AT_ONCE ? seq : rows.at(-1)!.seq;
};

/** The place below the first that is unsent, looked for above one that is known to lie below it. */
const lookFurther = async (db: KithDatabase, allSent: number, marked: number): Promise<number> => {
  const first = await db.records.where('unsent').above(allSent).first();
  return Math.min(marked, (first?.unsent ?? Infinity) - 1);
};

/** Works on the database of `openDexieStore`. */
export const createDexieSyncStore = (db: KithDatabase): SyncStore & LogStore => {
  const asideOf = async (ids: readonly string[]): Promise<HostRow[]> => db.aside.where('id').anyOf(ids).sortBy('seq');
  const asideIds = async (): Promise<string[]> => (await db.aside.orderBy('id').uniqueKeys()) as string[];

  return {
    change: (ids, work) =>
      attempt(() =>
        db.transaction('rw', [db.records, db.notes, db.kept, db.sending, db.aside], async () => {
          const [found, standing, kept = BEGINNING, sending = [], aside] = await Promise.all([
            rowsAtRest(db, ids),
            readStanding(db),
            db.kept.get(ONE),
            db.sending.get(ONE),
            asideOf(ids),
          ]);
          const left = work({ rows: new Map([...found].map(([id, row]): [string, SyncRow] => [id, toSync(row)])), clock: standing.clock, kept, aside, sending });
          const { era } = left.kept;

          let { seq } = standing;
          const rows = left.rows ?? [];
          const known = left.known ?? [];
          const written = new Map(rows.map((row): [string, RowAtRest] => [row.id, atRest({ ...row, seq: ++seq }, { ...row, era })]));
          const before = await rowsAtRest(
            db,
            known.map(({ id }) => id),
            new Map([...found, ...written]),
          );
          for (const { id, base, at } of known) {
            const row = before.get(id);
            if (row) written.set(id, atRest(row, { base, at, era }));
          }
          if (written.size > 0) await db.records.bulkPut([...written.values()]);
          if (left.moved || rows.some(({ id, key }) => key !== '' && found.get(id)?.key === '')) await countUp(db, MOVED);
          const { forgetBefore } = left;
          if (forgetBefore !== undefined)
            await db.records
              .filter((row) => (row.base ?? 0) > 0 && (row.era ?? 0) < forgetBefore)
              .modify((row, place) => {
                place.value = atRest(row, { era: row.era ?? 0 });
              });

          const marked = await markMore(db, markedBy(standing, seq), seq);
          const lowest = forgetBefore === undefined ? Math.min(standing.allSent, ...[...written.values()].filter(isUnsent).map((row) => row.seq - 1)) : 0;
          await writeStanding(db, { seq, clock: left.clock ?? standing.clock, marked, allSent: await lookFurther(db, lowest, marked) });

          if (left.asideDrop?.length) await db.aside.bulkDelete(left.asideDrop.map(({ id, ver, device }): [string, number, string] => [id, ver, device]));
          if (left.asideAdd?.length) await db.aside.bulkPut(left.asideAdd.map((row) => ({ ...row, blob: ownBytes(row.blob) })));
          if (left.sending)
            await (left.sending.length > 0
              ? db.sending.put(
                  left.sending.map((op) => ({ ...op, blob: ownBytes(op.blob) })),
                  ONE,
                )
              : db.sending.delete(ONE));
          await db.kept.put(left.kept, ONE);
          return null;
        }),
      ),
    kept: async () => (await db.kept.get(ONE)) ?? BEGINNING,
    sending: async () => (await db.sending.get(ONE)) ?? [],
    unsent: (after, limit) =>
      db.transaction('r', db.records, db.aside, db.notes, async () => {
        const [waiting, { marked, allSent }] = await Promise.all([asideIds(), readStanding(db)]);
        const held = new Set(waiting);
        const rows: SyncRow[] = [];
        for (const index of ['unsent', 'seq'] as const) {
          let from = Math.max(after, index === 'seq' ? marked : allSent);
          while (rows.length < limit) {
            const above = db.records.where(index);
            const page = await (index === 'seq' ? above.above(from) : above.between(from, marked, false, true)).limit(limit).toArray();
            if (page.length === 0) break;
            from = page.at(-1)!.seq;
            rows.push(...page.filter((row) => isUnsent(row) && !held.has(row.id)).map(toSync));
          }
        }
        return rows.slice(0, limit);
      }),
    asideIds,
    aside: asideOf,
    rowsById: async (ids) => (await db.records.bulkGet([...ids])).filter((row) => row !== undefined).map(toSync),
    logEntries: async () => (await db.log.orderBy('n').toArray()).map(({ bytes, sig }) => ({ bytes, sig })),
    async keepLog(entries, from) {
      const kept = await attempt(() =>
        db.transaction('rw', db.log, async () => {
          const [count, there] = await Promise.all([db.log.count(), db.log.where('n').aboveOrEqual(from).toArray()]);
          // Only ever longer: another tab may have read further meanwhile.
          if (from > count) return 'log-broken';
          if (there.some(({ bytes, sig }, i) => entries[i] && (entries[i].bytes !== bytes || entries[i].sig !== sig))) return 'log-forked';
          await db.log.bulkAdd(entries.slice(there.length).map(({ bytes, sig }, i) => ({ n: count + i, bytes, sig })));
          return null;
        }),
      );
      return kept.ok && kept.value !== null ? refuse({ code: kept.value }) : kept.ok ? ok(null) : kept;
    },
    dropLog: () =>
      attempt(async () => {
        await db.log.clear();
        return null;
      }),
  };
};
