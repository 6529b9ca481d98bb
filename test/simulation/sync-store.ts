// The store in memory as synchronising sees it: the rows of adapters/memory/store.ts, and beside them what is known at the host.
// One call changes all of it or none, at once; nothing of it is done when the store is full.

import { createMemoryStore, type MemoryStore } from '#adapters/memory/store.ts';
import type { ClockReading } from '#core/clock.ts';
import type { SealedRow, StoredRow } from '#core/ports.ts';
import { ok, refuse } from '#core/result.ts';
import { BEGINNING, type Kept, type Known, type LogStore, type SyncRow, type SyncStore } from '#sync/ports.ts';
import type { HostRow, LogEntryText, PushOp } from '#sync/protocol.ts';

export interface MemorySyncStore extends SyncStore, LogStore {
  readonly store: MemoryStore;
  /** Every row as it is, for checks. */
  all(): Promise<readonly SyncRow[]>;
  clock(): ClockReading;
  unsentCount(): number;
}

interface Met extends Known {
  readonly era: number;
}

const asideKey = ({ id, ver, device }: HostRow): string => `${id} ${ver} ${device}`;

export const createMemorySyncStore = (): MemorySyncStore => {
  const store = createMemoryStore();
  const known = new Map<string, Met>();
  // Rows that may be unsent, in the order of their places; the two real stores have an index for that.
  const dirty = new Map<string, number>();
  const current = new Map<string, StoredRow>();
  const aside = new Map<string, HostRow>();
  const log: LogEntryText[] = [];
  let kept: Kept = BEGINNING;
  let sending: readonly PushOp[] = [];
  let clock: ClockReading = '';

  const baseOf = (id: string): number => known.get(id)?.base ?? 0;
  const asSync = (row: StoredRow): SyncRow => ({ ...row, base: baseOf(row.id), at: known.get(row.id)?.at ?? 0 });
  const note = (row: StoredRow): void => {
    current.set(row.id, row);
    if (row.ver === baseOf(row.id)) dirty.delete(row.id);
    else dirty.set(row.id, row.seq);
  };

  // The gate writes here too, and its rows are unsent from then on.
  const commit = store.commit;
  store.commit = async (ids, work) => {
    const done = await commit(ids, (found) => {
      const left = work({ ...found, rows: new Map([...found.rows].map(([id, row]) => [id, { ...row, base: baseOf(id) }])) });
      if (!store.full) clock = left.clock;
      return left;
    });
    if (done.ok) for (const row of done.value) note(row);
    return done;
  };

  return {
    store,
    clock: () => clock,
    unsentCount: () => dirty.size,
    async change(ids, work) {
      if (store.full) return refuse({ code: 'store-full' });
      const asked = new Set(ids);
      let changed: Iterable<string> = [];
      const done = await commit(ids, (found) => {
        const left = work({
          rows: new Map([...found.rows].map(([id, row]) => [id, asSync(row)])),
          clock: found.clock,
          kept,
          aside: [...aside.values()].filter(({ id }) => asked.has(id)),
          sending,
        });
        kept = left.kept;
        for (const { id, base, at } of [...(left.rows ?? []), ...(left.known ?? [])]) known.set(id, { base, at, era: kept.era });
        if (left.sending) ({ sending } = left);
        for (const row of left.asideDrop ?? []) aside.delete(asideKey(row));
        for (const row of left.asideAdd ?? []) aside.set(asideKey(row), row);
        const { forgetBefore } = left;
        if (forgetBefore !== undefined) for (const [id, { base, era }] of known) if (era < forgetBefore && base > 0) known.set(id, { base: 0, at: 0, era });
        changed = forgetBefore === undefined ? (left.known ?? []).map(({ id }) => id) : current.keys();
        clock = left.clock ?? found.clock;
        const rows: SealedRow[] = (left.rows ?? []).map(({ id, ver, epoch, device, key, blob }) => ({ id, ver, epoch, device, key, blob }));
        const moved = left.moved || rows.some(({ id, key }) => key !== '' && found.rows.get(id)?.key === '');
        return { rows, clock, ...(moved ? { moved } : {}) };
      });
      if (!done.ok) return done;
      for (const row of done.value) note(row);
      for (const id of changed) if (current.has(id)) note(current.get(id)!);
      return ok(null);
    },
    kept: async () => kept,
    sending: async () => sending,
    async unsent(after, limit) {
      const waiting = new Set([...aside.values()].map(({ id }) => id));
      const ids = [...dirty].filter(([id, seq]) => seq > after && !waiting.has(id)).sort(([, a], [, b]) => a - b);
      return (await store.rowsById(ids.slice(0, limit).map(([id]) => id))).map(asSync);
    },
    asideIds: async () => [...new Set([...aside.values()].map(({ id }) => id))],
    async aside(ids) {
      const asked = new Set(ids);
      return [...aside.values()].filter(({ id }) => asked.has(id)).sort((a, b) => a.seq - b.seq);
    },
    rowsById: async (ids) => (await store.rowsById(ids)).map(asSync),
    all: async () => (await store.rowsAfter(0, Number.MAX_SAFE_INTEGER)).map(asSync),
    logEntries: async () => [...log],
    async keepLog(entries, from) {
      if (store.full) return refuse({ code: 'store-full' });
      if (from > log.length) return refuse({ code: 'log-broken' });
      const there = log.slice(from, from + entries.length);
      if (there.some(({ bytes, sig }, i) => entries[i]!.bytes !== bytes || entries[i]!.sig !== sig)) return refuse({ code: 'log-forked' });
      log.push(...entries.slice(there.length));
      return ok(null);
    },
    async dropLog() {
      if (store.full) return refuse({ code: 'store-full' });
      log.length = 0;
      return ok(null);
    },
  };
};
