// What the core needs from outside, as small interfaces. Each has an adapter per platform and one in memory;
// one contract suite runs on all of them.

import type { ClockReading } from './clock.ts';
import type { Result } from './result.ts';

/** A record as it lies in the store and, later, as it travels: the columns a host sees, and the sealed bytes. */
export interface SealedRow {
  readonly id: string;
  /** Counts the writes to this record, from 1. */
  readonly ver: number;
  readonly epoch: number;
  /** Who sealed it. */
  readonly device: string;
  /** Which key it is under: '' for the vault's own, else the id of the journal with a lock of its own. */
  readonly key: string;
  readonly blob: Uint8Array;
}

/** A row with its place in the order of this device's writes: later writes have higher numbers, a rewritten row moves to the end. */
export interface StoredRow extends SealedRow {
  readonly seq: number;
}

/** A row as a transaction finds it. */
export interface FoundRow extends StoredRow {
  /** The version that a host is known to hold, where the vault is synchronised: what is written next must be above that too. */
  readonly base?: number;
}

/** What a transaction finds, and what it leaves. */
export interface Found {
  readonly rows: ReadonlyMap<string, FoundRow>;
  readonly clock: ClockReading;
}
export interface Left {
  readonly rows: readonly SealedRow[];
  readonly clock: ClockReading;
  /**
   * Something that lay open under the vault's own key does so no longer (it went under a journal's key, or was emptied): the
   * note `moved` counts it, in this transaction, and a derived image of an earlier count is not read again.
   */
  readonly moved?: boolean;
}

/** The store's note that counts how often something moved; '' before the first time. */
export const MOVED = 'moved';

/**
 * Holds sealed rows, sealed blobs and sealed derived images, and nothing readable.
 * *Acknowledged*: when `commit` has returned, the rows survive a crash of the process and of the machine.
 */
export interface Store {
  /**
   * Reads the rows named and the clock, lets `work` decide, writes what it leaves: one transaction, no other writer between,
   * also across processes and tabs. `work` must be synchronous and may be called again. Refusals: `store-full`, `store-gone`.
   */
  commit(ids: readonly string[], work: (found: Found) => Left): Promise<Result<readonly StoredRow[]>>;
  /** Rows with a higher number than `after`, ascending, at most `limit`. */
  rowsAfter(after: number, limit: number): Promise<readonly StoredRow[]>;
  /** The same rows without what is sealed in them, where the store can tell these sooner. */
  marksAfter?(after: number, limit: number): Promise<readonly Omit<StoredRow, 'blob'>[]>;
  rowsById(ids: readonly string[]): Promise<readonly StoredRow[]>;
  /** Highest number given so far, and how many rows there are. */
  head(): Promise<{ readonly seq: number; readonly count: number }>;
  /** The vault's header and other small named things: readable settings of the store itself, never content. */
  note(name: string): Promise<string | null>;
  setNote(name: string, value: string | null): Promise<Result<null>>;
  /** Sealed bytes by address (attachments) or by name (derived images). */
  blob(address: string): Promise<Uint8Array | null>;
  putBlob(address: string, bytes: Uint8Array): Promise<Result<null>>;
  dropBlob(address: string): Promise<void>;
  blobs(): Promise<readonly { readonly address: string; readonly size: number }[]>;
  /** Which of these are here; no bytes are read. */
  blobsHere(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** What a sealed record is bound to: change any of it and it does not open. */
export interface Binding {
  readonly vault: string;
  readonly id: string;
  readonly ver: number;
  readonly epoch: number;
  readonly device: string;
  readonly key: string;
}

/** Authenticated encryption of records; see crypto/seal.ts. */
export interface Sealer {
  seal(plain: Uint8Array, key: Uint8Array, binding: Binding): Uint8Array;
  /** Null when the bytes, the key or the binding are not what they were. */
  open(blob: Uint8Array, key: Uint8Array, binding: Binding): Uint8Array | null;
}

/** The keys at hand, by name: '' is the vault's; a locked journal's is absent. */
export type Keys = ReadonlyMap<string, Uint8Array>;
