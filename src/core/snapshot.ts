// The unlocked vault in memory: every record that opened, by kind. Views select from it and never from the store.
// A new Snapshot object is made for every change and says which records changed since the one before, so that what is
// derived can follow without starting again; the maps inside are shared and grow in place, so an older Snapshot is not kept.

import { newestStamp, type VaultRecord } from './record.ts';

export interface Snapshot {
  readonly version: number;
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, VaultRecord>>;
  /** Ids changed since version - 1; null when everything may have. */
  readonly changed: readonly string[] | null;
}

const NONE: ReadonlyMap<string, VaultRecord> = new Map();

export const emptySnapshot = (version = 0): Snapshot => ({ version, kinds: new Map(), changed: null });

/** Takes records in; an older state of one that is there is left out. The argument must not be used afterwards. */
export const withRecords = (snapshot: Snapshot, records: readonly VaultRecord[]): Snapshot => {
  const kinds = snapshot.kinds as Map<string, Map<string, VaultRecord>>;
  for (const record of records) {
    let ofKind = kinds.get(record.kind);
    if (!ofKind) kinds.set(record.kind, (ofKind = new Map()));
    const here = ofKind.get(record.id);
    // Every write stamps anew; what comes late (read before a write, handed on after it) must not show the past.
    if (!here || newestStamp(here) <= newestStamp(record)) ofKind.set(record.id, record);
  }
  return { version: snapshot.version + 1, kinds, changed: records.map(({ id }) => id) };
};

/** Forgets records without deleting them (a journal was locked). */
export const withoutRecords = (snapshot: Snapshot, ids: ReadonlySet<string>): Snapshot => {
  const kinds = snapshot.kinds as Map<string, Map<string, VaultRecord>>;
  for (const ofKind of kinds.values()) for (const id of ids) ofKind.delete(id);
  return { version: snapshot.version + 1, kinds, changed: [...ids] };
};

export const recordsOf = (snapshot: Snapshot, kind: string): ReadonlyMap<string, VaultRecord> => snapshot.kinds.get(kind) ?? NONE;

/** All of them, kind by kind. */
export const allRecords = function* ({ kinds }: Pick<Snapshot, 'kinds'>): Generator<VaultRecord> {
  for (const ofKind of kinds.values()) yield* ofKind.values();
};

export const recordById = (snapshot: Snapshot, kind: string, id: string): VaultRecord | undefined => snapshot.kinds.get(kind)?.get(id);
