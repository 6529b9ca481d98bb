// Brings an attachment's sealed chunks from the host, each when somebody looks at what it belongs to; and all of them, before an
// account ends. Invariants: what comes is checked against its address before it is kept or opened; one that is asked for twice at
// once travels once; a few travel at a time, in the order in which they were asked for, so that a small picture never waits behind
// the whole of a long recording.

import type { StoredRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Session } from '#crypto/session.ts';
import { exactly, hash, listOf } from '#sync/checks.ts';
import { refusalOf } from './account-parts.ts';
import type { HostCalls } from './host-calls.ts';

/** At once, beside the live stream and what is sent: browsers open six connections to a host. */
const AT_ONCE = 2;
/** Milliseconds for one chunk, a mebibyte: somebody may be on a very slow line. */
export const CHUNK_PATIENCE = 240_000;
/** Addresses that one question may name. */
export const MOST_ASKED = 1000;

export const blobPath = (vault: string, address: string): string => `/vaults/${vault}/blobs/${address}`;
const isHeld = exactly({ have: listOf(hash, MOST_ASKED) });

/** Where to ask, as the account stands now: another tab or process may have signed in or out. Null: nowhere. */
export type Asking = () => Promise<{ readonly calls: HostCalls; readonly token: string } | null>;

/** One chunk: null when the host has it not. Refusals: `session-needed`, `attachment-damaged` (it gave other bytes), the host's. */
export type ChunkFetch = (address: string) => Promise<Result<Uint8Array | null>>;

/** Runs at most so many at a time, in order. */
export const inLanes = (most: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free--;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
};

export const createChunkFetch = (session: Pick<Session, 'header' | 'putSealed'>, asking: Asking): ChunkFetch => {
  const lane = inLanes(AT_ONCE);
  const coming = new Map<string, Promise<Result<Uint8Array | null>>>();
  const bring: ChunkFetch = async (address) => {
    const at = await asking();
    if (!at) return refuse({ code: 'session-needed' });
    const found = await at.calls.bytes('GET', blobPath(session.header.vault, address), { token: at.token, patience: CHUNK_PATIENCE });
    if (!found.ok) return found.error.code === 'not-found' ? ok(null) : refuse(refusalOf(found.error));
    const kept = await session.putSealed(address, found.value);
    // A full device shows it all the same, and asks again the next time.
    return kept.ok || kept.error.code !== 'attachment-damaged' ? ok(found.value) : kept;
  };
  return (address) => {
    // Of an archive that was made by hand: no host has such a one.
    if (!hash(address)) return Promise.resolve(ok(null));
    const under = coming.get(address);
    if (under) return under;
    const mine = lane(() => bring(address)).finally(() => coming.delete(address));
    coming.set(address, mine);
    return mine;
  };
};

/** Which of the addresses the host has. Refusals: the host's, as it says them. */
export const heldAtHost = async (calls: HostCalls, token: string | null, vault: string, addresses: readonly string[]) => {
  const all = new Set<string>();
  for (let at = 0; at < addresses.length; at += MOST_ASKED) {
    const held = await calls.json('POST', `/vaults/${vault}/blobs-held`, isHeld, { token, body: { addresses: addresses.slice(at, at + MOST_ASKED) } });
    if (!held.ok) return held;
    for (const address of held.value.have) all.add(address);
  }
  return ok(all as ReadonlySet<string>);
};

const ROWS = 500;

export interface Named {
  readonly addresses: ReadonlySet<string>;
  /** Rows whose key is not at hand, and rows that are damaged: they may name others. */
  readonly locked: number;
  readonly damaged: number;
}

/** What all rows name; only addresses that a host can have. */
export const namedByAll = async ({ store, vault }: Pick<Session, 'store' | 'vault'>, addressesOf: (record: VaultRecord) => readonly string[]): Promise<Named> => {
  const addresses = new Set<string>();
  let [locked, damaged] = [0, 0];
  for (let rows: readonly StoredRow[] = await store.rowsAfter(0, ROWS); rows.length > 0; rows = await store.rowsAfter(rows.at(-1)!.seq, ROWS)) {
    const opened = vault.openRows(rows);
    locked += opened.locked;
    damaged += opened.quarantined.length;
    for (const record of opened.records) for (const address of addressesOf(record)) if (hash(address)) addresses.add(address);
  }
  return { addresses, locked, damaged };
};
