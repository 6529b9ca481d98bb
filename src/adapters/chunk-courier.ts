// Carries attachments' sealed chunks: up, after the records that name them; down, when somebody looks. Each goes alone, under the
// hash of its own bytes, so what was carried before a connection broke stays carried. Invariants: only chunks that a record names
// go up, never a derived image; what comes down is checked against its address before it is kept or opened.
// How far the rows were gone through stands in the store's note `chunks`: a place in the device's order, and the host's era.

import type { Store, StoredRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Session } from '#crypto/session.ts';
import { exactly, hash, listOf } from '#sync/checks.ts';
import type { SyncStore } from '#sync/ports.ts';
import { anything, refusalOf } from './account-parts.ts';
import type { HostCalls } from './host-calls.ts';

export const CHUNKS_NOTE = 'chunks';
const isHeld = exactly({ have: listOf(hash, 1000) });
const ROWS = 500;
const MOST_ASKED = 1000;

export interface CourierParts {
  readonly session: Session;
  readonly sync: Pick<SyncStore, 'kept'>;
  readonly calls: () => HostCalls;
  readonly token: () => string | null;
  /** Where a record's bytes lie: a rule of the rooms. */
  readonly addressesOf: (record: VaultRecord) => readonly string[];
  readonly onRefused: (code: string) => void;
}

export interface ChunkCourier {
  /** Brings up what is not there yet. `isUnlocked`: a journal was opened, so rows gone through before may now be read. */
  run(isUnlocked?: boolean): Promise<void>;
  /** One chunk from the host; null when it has none. Refusals: the host's. */
  fetch(address: string): Promise<Result<Uint8Array | null>>;
  stop(): void;
}

interface Mark {
  readonly era: number;
  readonly upTo: number;
}

const readMark = async (store: Store, era: number): Promise<Mark> => {
  const [noted, upTo] = ((await store.note(CHUNKS_NOTE)) ?? '').split(' ').map(Number);
  // A host that went back may have lost chunks as well as rows.
  return noted === era && Number.isSafeInteger(upTo) ? { era, upTo: upTo! } : { era, upTo: 0 };
};

const AGAIN = 30_000;

export const createChunkCourier = ({ session, sync, calls, token, addressesOf, onRefused }: CourierParts): ChunkCourier => {
  const { store, vault, header } = session;
  const path = (address: string): string => `/vaults/${header.vault}/blobs/${address}`;
  let isStopped = false;
  let running: Promise<void> | null = null;
  let wanted: 'no' | 'more' | 'all' = 'no';
  let later: ReturnType<typeof setTimeout> | undefined;

  /** Those of the addresses that this device has and the host has not. */
  const missing = async (addresses: readonly string[]): Promise<Result<readonly string[]>> => {
    const held = await calls().json('POST', `/vaults/${header.vault}/blobs-held`, isHeld, { token: token(), body: { addresses } });
    if (!held.ok) return refuse(refusalOf(held.error));
    const there = new Set(held.value.have);
    return ok(addresses.filter((address) => !there.has(address)));
  };

  const send = async (rows: readonly StoredRow[]): Promise<Result<null>> => {
    const named = [...new Set(vault.openRows(rows).records.flatMap(addressesOf))];
    for (let at = 0; at < named.length; at += MOST_ASKED) {
      const wanting = await missing(named.slice(at, at + MOST_ASKED));
      if (!wanting.ok) return wanting;
      for (const address of wanting.value) {
        const bytes = await store.blob(address);
        if (isStopped) return refuse({ code: 'host-offline' });
        if (!bytes) continue;
        const put = await calls().json('PUT', path(address), anything, { token: token(), body: bytes });
        // One that is damaged here does not hold up the others; looking at it says so.
        if (!put.ok && !['address-wrong', 'too-large'].includes(put.error.code)) return refuse(refusalOf(put.error));
      }
    }
    return ok(null);
  };

  /** Through the rows from a place on; those under journals' own keys alone when everything is gone through again. */
  const goThrough = async (isAll: boolean): Promise<Result<null>> => {
    const { era } = await sync.kept();
    const mark = await readMark(store, era);
    for (let after = isAll ? 0 : mark.upTo; !isStopped;) {
      const rows = await store.rowsAfter(after, ROWS);
      if (rows.length === 0) return ok(null);
      after = rows.at(-1)!.seq;
      const sent = await send(isAll ? rows.filter(({ key, seq }) => key !== '' || seq > mark.upTo) : rows);
      if (!sent.ok) return sent;
      if (after > mark.upTo) await store.setNote(CHUNKS_NOTE, `${era} ${after}`);
    }
    return ok(null);
  };

  const run: ChunkCourier['run'] = async (isUnlocked = false) => {
    if (isStopped || !token()) return;
    wanted = isUnlocked || wanted === 'all' ? 'all' : 'more';
    if (running) return running;
    clearTimeout(later);
    running = (async () => {
      while (wanted !== 'no' && !isStopped) {
        const what = wanted;
        wanted = 'no';
        const done = await goThrough(what === 'all');
        if (done.ok || isStopped) continue;
        if (done.error.code === 'host-quota-full') onRefused(done.error.code);
        wanted = 'no';
        later = setTimeout(() => void run(what === 'all'), AGAIN);
      }
      // At once after the last look at what is wanted, or a call that came between would be lost.
      running = null;
    })();
    await running;
  };

  return {
    run,
    async fetch(address) {
      const found = await calls().bytes('GET', path(address), { token: token() });
      if (!found.ok) return found.error.code === 'not-found' ? ok(null) : refuse(refusalOf(found.error));
      const kept = await session.putSealed(address, found.value);
      // A full device shows it all the same, and asks again the next time.
      return kept.ok || kept.error.code !== 'attachment-damaged' ? ok(found.value) : ok(null);
    },
    stop() {
      isStopped = true;
      clearTimeout(later);
    },
  };
};
