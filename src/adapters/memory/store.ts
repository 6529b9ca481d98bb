// The store in memory: the reference for what a Store does, and what simulations run on. `full` makes it refuse, as a full disk would.

import { MOVED, type Store, type StoredRow } from '#core/ports.ts';
import { ok, refuse } from '#core/result.ts';

export interface MemoryStore extends Store {
  full: boolean;
  /** Everything it holds, for tests that look for what should not be there. */
  readonly held: () => Uint8Array[];
}

export const createMemoryStore = (): MemoryStore => {
  const rows = new Map<string, StoredRow>();
  const blobs = new Map<string, Uint8Array>();
  const notes = new Map<string, string>();
  let seq = 0;
  let clock = '';
  const pick = (ids: readonly string[]) => ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
  const store: MemoryStore = {
    full: false,
    held: () => [...[...rows.values()].map(({ blob }) => blob), ...blobs.values()],
    async commit(ids, work) {
      const left = work({ rows: new Map(pick(ids).map((row) => [row.id, row])), clock });
      if (store.full) return refuse({ code: 'store-full' });
      const written = left.rows.map((row) => ({ ...row, seq: ++seq }));
      for (const row of written) rows.set(row.id, row);
      clock = left.clock;
      if (left.moved) notes.set(MOVED, String(Number(notes.get(MOVED) ?? 0) + 1));
      return ok(written);
    },
    async rowsAfter(after, limit) {
      return [...rows.values()]
        .filter((row) => row.seq > after)
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit);
    },
    async rowsById(ids) {
      return pick(ids);
    },
    async head() {
      return { seq, count: rows.size };
    },
    async note(name) {
      return notes.get(name) ?? null;
    },
    async setNote(name, value) {
      if (value === null) notes.delete(name);
      else notes.set(name, value);
      return ok(null);
    },
    async blob(address) {
      return blobs.get(address) ?? null;
    },
    async putBlob(address, bytes) {
      if (store.full) return refuse({ code: 'store-full' });
      blobs.set(address, bytes.slice());
      return ok(null);
    },
    async dropBlob(address) {
      blobs.delete(address);
    },
    async blobs() {
      return [...blobs].map(([address, bytes]) => ({ address, size: bytes.length }));
    },
    async blobsHere(addresses) {
      return new Set(addresses.filter((address) => blobs.has(address)));
    },
    async close() {},
  };
  return store;
};
