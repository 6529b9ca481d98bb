// The store in the browser: IndexedDB through Dexie, transactions with `durability: 'strict'`, so that a commit that has
// returned is on the disk. Several tabs share it; IndexedDB lets one writer in at a time.

import { Dexie, type Table } from 'dexie';
import { MOVED, type SealedRow, type Store, type StoredRow } from '#core/ports.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';

interface Named {
  name: string;
  value: string;
}
interface Bytes {
  address: string;
  size: number;
  bytes: Uint8Array;
}

class KithDatabase extends Dexie {
  declare records: Table<StoredRow, string>;
  declare notes: Table<Named, string>;
  declare blobs: Table<Bytes, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ records: 'id, seq', notes: 'name', blobs: 'address' });
  }
}

const refusalOf = (error: unknown): Refusal | null => {
  // Dexie wraps what the browser said: in `inner`, or one for each row in `failures`.
  const names: (string | undefined)[] = [];
  const look = (one: unknown, depth = 0): void => {
    if (typeof one !== 'object' || one === null || depth > 3) return;
    const { name, inner, failures } = one as { name?: string; inner?: unknown; failures?: readonly unknown[] };
    names.push(name);
    look(inner, depth + 1);
    if (Array.isArray(failures)) look(failures[0], depth + 1);
  };
  look(error);
  if (names.includes('QuotaExceededError')) return { code: 'store-full' };
  if (names.includes('VersionError')) return { code: 'vault-newer' };
  if (names.some((name) => ['AbortError', 'DatabaseClosedError', 'InvalidStateError', 'OpenFailedError', 'UnknownError', 'MissingAPIError'].includes(name ?? '')))
    return { code: 'store-gone' };
  return null;
};

const attempt = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work());
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refuse(refusal);
    throw error;
  }
};

/** `name` is the database's name: one for the person's vault, one for the sample. */
export const openDexieStore = async (name: string): Promise<Result<Store>> => {
  const db = new KithDatabase(name);
  const opened = await attempt(() => db.open());
  if (!opened.ok) return opened;
  const store: Store = {
    commit(ids, work) {
      return attempt(() =>
        db.transaction('rw', db.records, db.notes, async () => {
          const [found, head, clock] = await Promise.all([db.records.bulkGet([...ids]), db.notes.get('head'), db.notes.get('clock')]);
          const left = work({ rows: new Map(found.filter((row) => row !== undefined).map((row) => [row.id, row])), clock: clock?.value ?? '' });
          let seq = Number(head?.value ?? 0);
          const written = left.rows.map((row: SealedRow): StoredRow => ({ ...row, seq: ++seq }));
          await db.records.bulkPut(written);
          await db.notes.bulkPut([
            { name: 'head', value: String(seq) },
            { name: 'clock', value: left.clock },
          ]);
          if (left.moved) await db.notes.put({ name: `note ${MOVED}`, value: String(Number((await db.notes.get(`note ${MOVED}`))?.value ?? 0) + 1) });
          return written;
        }),
      );
    },
    rowsAfter: (after, limit) => db.records.where('seq').above(after).limit(limit).toArray(),
    async rowsById(ids) {
      return (await db.records.bulkGet([...ids])).filter((row) => row !== undefined);
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
        await db.blobs.put({ address, size: bytes.length, bytes });
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
    async close() {
      db.close();
    },
  };
  return ok(store);
};
