// The store in the browser: IndexedDB through Dexie, transactions with `durability: 'strict'`, so that a commit that has
// returned is on the disk. Several tabs share it; IndexedDB lets one writer in at a time.
// What is known of a row at the host stays as it is here; sync-store.ts sees to it.

import { MOVED, type FoundRow, type Store, type StoredRow } from '#core/ports.ts';
import { ok, type Result } from '#core/result.ts';
import { atRest, attempt, countUp, markedBy, openDatabase, ownBytes, readStanding, rowsAtRest, toStored, writeStanding, type KithDatabase } from './database.ts';

export type DexieStore = Store & { readonly db: KithDatabase };

/** `name` is the database's name: one for the person's vault, one for the sample. `onUpgrade`: one of an older form is about to be brought to this one. */
export const openDexieStore = async (name: string, onUpgrade?: () => void): Promise<Result<DexieStore>> => {
  const opened = await openDatabase(name, onUpgrade);
  if (!opened.ok) return opened;
  const db = opened.value;
  const store: DexieStore = {
    db,
    commit(ids, work) {
      return attempt(() =>
        db.transaction('rw', db.records, db.notes, async () => {
          const [found, standing] = await Promise.all([rowsAtRest(db, ids), readStanding(db)]);
          const left = work({ rows: new Map([...found].map(([id, row]): [string, FoundRow] => [id, { ...toStored(row), base: row.base ?? 0 }])), clock: standing.clock });
          const asked = new Set(ids);
          const before = await rowsAtRest(
            db,
            left.rows.map(({ id }) => id).filter((id) => !asked.has(id)),
            found,
          );
          let { seq } = standing;
          const written = left.rows.map((row): StoredRow => ({ ...row, seq: ++seq }));
          await db.records.bulkPut(written.map((row) => atRest(row, before.get(row.id))));
          await writeStanding(db, { ...standing, seq, clock: left.clock, marked: markedBy(standing, seq) });
          if (left.moved) await countUp(db, MOVED);
          return written;
        }),
      );
    },
    async rowsAfter(after, limit) {
      return (await db.records.where('seq').above(after).limit(limit).toArray()).map(toStored);
    },
    async rowsById(ids) {
      return (await db.records.bulkGet([...ids])).filter((row) => row !== undefined).map(toStored);
    },
    async head() {
      const [head, count] = await Promise.all([db.notes.get('head'), db.records.count()]);
      return { seq: Number(head?.value ?? 0), count };
    },
    async note(key) {
      return (await db.notes.get(`note ${key}`))?.value ?? null;
    },
    setNote: (key, value) =>
      attempt(async () => {
        if (value === null) await db.notes.delete(`note ${key}`);
        else await db.notes.put({ name: `note ${key}`, value });
        return null;
      }),
    async blob(address) {
      return (await db.blobs.get(address))?.bytes ?? null;
    },
    putBlob: (address, bytes) =>
      attempt(async () => {
        await db.blobs.put({ address, size: bytes.length, bytes: ownBytes(bytes) });
        return null;
      }),
    async dropBlob(address) {
      await db.blobs.delete(address);
    },
    async blobs() {
      const all: { address: string; size: number }[] = [];
      await db.blobs.each(({ address, size }) => all.push({ address, size }));
      return all;
    },
    async blobsHere(addresses) {
      return new Set(await db.blobs.where('address').anyOf(addresses).primaryKeys());
    },
    async close() {
      db.close();
    },
  };
  return ok(store);
};
