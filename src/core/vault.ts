// The vault: the one gate through which everything is written, and the way everything is read back.
//   changes -> stamp -> apply -> seal -> store, in one transaction that holds out other tabs and processes.
// Invariants: nothing readable reaches the store; every write gives back the changes that undo it; a row that does not
// open is named and left exactly as it is; a record of an unknown kind or a newer version is never rewritten by reading.

import { applyChange, inverseOf, type Change } from './change.ts';
import { isTooFarAhead, observe, stampOf, tick } from './clock.ts';
import { bytesToRecord, recordToBytes } from './encode.ts';
import type { Binding, Found, Keys, Left, SealedRow, Sealer, Store, StoredRow } from './ports.ts';
import { isAlive, isEmptied, joinSeen, merge, newestStamp, type VaultRecord } from './record.ts';
import { ok, refuse, type Result } from './result.ts';

/** Who writes, and into what. */
export interface VaultIdentity {
  readonly vault: string;
  readonly device: string;
  readonly epoch: number;
}

/** A row that did not open: what is known of it without opening. */
export interface Quarantined {
  readonly id: string;
  readonly seq: number;
  readonly why: 'seal-broken' | 'not-a-record';
}

export interface Opened {
  readonly records: readonly VaultRecord[];
  readonly quarantined: readonly Quarantined[];
  /** Rows under a key that is not at hand (a locked journal). */
  readonly locked: number;
}

export interface Committed {
  readonly records: readonly VaultRecord[];
  /** Commit these to take it all back. */
  readonly undo: readonly Change[];
  readonly seq: number;
}

export interface VaultParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly identity: VaultIdentity;
  /** Read at every call, so that locking a journal takes effect at once. */
  readonly keys: () => Keys;
  /** Which key a record lies under: '' or the id of a journal that has its own lock. A rule of the rooms. */
  readonly keyFor: (record: VaultRecord) => string;
  /** The id that a row bears: a random id stays, a singleton's name becomes an id that tells nothing (crypto/derived-id.ts). */
  readonly rowIdOf: (id: string) => string;
  /**
   * Records that say under which key others lie (journals). They are read in every transaction and handed to `heard`, so that
   * nothing is written by what another tab or process has changed meanwhile.
   */
  readonly beside?: () => readonly string[];
  readonly heard?: (records: readonly VaultRecord[]) => void;
  /** Why one state of a record must not take the place of another (a refusal's code), or null. */
  readonly whyNot?: (before: VaultRecord | undefined, after: VaultRecord) => string | null;
}

export interface Vault {
  /** Writes changes, all or none. Refusals: `journal-locked`, `record-damaged`, `store-full`, `store-gone`. `now` is milliseconds since 1970. */
  commit(changes: readonly Change[], now: number): Promise<Result<Committed>>;
  /**
   * Takes in whole records from elsewhere (an archive): merged with what is here. What is here stays as it is where the other
   * would delete it, turn it into another kind, or into a version that this Kith cannot show.
   * Refusal `record-not-valid` when a stamp is so far ahead that the clock would suffer.
   */
  takeIn(records: readonly VaultRecord[], now: number): Promise<Result<Committed>>;
  /** Seals records again, under the key that is right for them now, without changing them. */
  reseal(ids: readonly string[]): Promise<Result<null>>;
  openRow(row: StoredRow): VaultRecord | Quarantined | null;
  openRows(rows: readonly StoredRow[]): Opened;
  /** Sealed bytes to the record's plain bytes, for handing on without parsing; null where the key is not at hand. */
  plainOf(row: StoredRow): Uint8Array | Quarantined | null;
  byId(ids: readonly string[]): Promise<Opened>;
  /** Every record, in batches, oldest write first. */
  all(batch?: number): AsyncIterable<Opened & { readonly seq: number }>;
}

class Stop {
  readonly code: string;
  readonly with: Record<string, string | number>;
  constructor(code: string, places: Record<string, string | number>) {
    this.code = code;
    this.with = places;
  }
}

export const createVault = ({ store, sealer, identity, keys, keyFor, rowIdOf, beside = () => [], heard = () => {}, whyNot = () => null }: VaultParts): Vault => {
  const bindingOf = (row: Omit<SealedRow, 'blob'>): Binding => ({ vault: identity.vault, id: row.id, ver: row.ver, epoch: row.epoch, device: row.device, key: row.key });

  const plainOf = (row: StoredRow): Uint8Array | Quarantined | null => {
    const key = keys().get(row.key);
    if (!key) return null;
    return sealer.open(row.blob, key, bindingOf(row)) ?? { id: row.id, seq: row.seq, why: 'seal-broken' };
  };

  const openRow = (row: StoredRow): VaultRecord | Quarantined | null => {
    const plain = plainOf(row);
    if (plain === null || 'why' in plain) return plain;
    const record = bytesToRecord(row.id, plain);
    if (!record || rowIdOf(record.id) !== row.id) return { id: row.id, seq: row.seq, why: 'not-a-record' };
    // Not yet sealed under the key it should be under (a crash while a journal was locked): locked all the same.
    return keys().has(keyFor(record)) ? record : null;
  };

  const openRows = (rows: readonly StoredRow[]): Opened => {
    const records: VaultRecord[] = [];
    const quarantined: Quarantined[] = [];
    let locked = 0;
    for (const row of rows) {
      const opened = openRow(row);
      if (opened === null) locked++;
      else if ('why' in opened) quarantined.push(opened);
      else records.push(opened);
    }
    return { records, quarantined, locked };
  };

  const sealed = (before: VaultRecord | undefined, record: VaultRecord, ver: number): SealedRow => {
    const why = whyNot(before, record);
    if (why !== null) throw new Stop(why, { journal: record.id });
    const name = keyFor(record);
    const key = keys().get(name);
    if (!key) throw new Stop('journal-locked', { journal: name });
    const row = { id: rowIdOf(record.id), ver, epoch: identity.epoch, device: identity.device, key: name };
    return { ...row, blob: sealer.seal(recordToBytes(record), key, bindingOf(row)) };
  };

  /** Above what is here and above what a host holds: under that one's number, this write would count as sent. */
  const nextVer = (found: Found, id: string): number => {
    const row = found.rows.get(rowIdOf(id));
    return Math.max(row?.ver ?? 0, row?.base ?? 0) + 1;
  };

  const current = (found: Found, id: string): VaultRecord | undefined => {
    const row = found.rows.get(rowIdOf(id));
    if (!row) return undefined;
    const opened = openRow(row);
    if (opened === null) throw new Stop('journal-locked', { journal: row.key });
    if ('why' in opened) throw new Stop('record-damaged', { id });
    return opened;
  };

  const isNowEmpty = (before: VaultRecord | undefined, after: VaultRecord): boolean => before !== undefined && !isEmptied(before) && isEmptied(after);

  const left = (found: Found, rows: readonly SealedRow[], clock: string, emptied = false): Left => {
    const moved = emptied || rows.some(({ id, key }) => key !== '' && found.rows.get(id)?.key === '');
    return moved ? { rows, clock, moved } : { rows, clock };
  };

  // A Stop thrown inside the transaction undoes it; it is the only way out of a synchronous `work` that writes nothing.
  const transact = async (ids: readonly string[], work: (found: Found) => Left): Promise<Result<readonly StoredRow[]>> => {
    const others = beside().map(rowIdOf);
    try {
      return await store.commit([...new Set([...ids, ...others])], (found) => {
        heard(openRows(others.flatMap((id) => found.rows.get(id) ?? [])).records);
        return work(found);
      });
    } catch (error) {
      if (error instanceof Stop) return refuse({ code: error.code, with: error.with });
      throw error;
    }
  };

  const commit: Vault['commit'] = async (changes, now) => {
    if (changes.length === 0) return ok({ records: [], undo: [], seq: (await store.head()).seq });
    const changesOf = new Map<string, Change[]>();
    for (const change of changes) {
      const those = changesOf.get(change.id);
      if (those) those.push(change);
      else changesOf.set(change.id, [change]);
    }
    const ids = [...changesOf.keys()];
    let after = new Map<string, VaultRecord>();
    let undo: Change[] = [];
    const befores = new Map<string, VaultRecord | undefined>();
    const done = await transact(ids.map(rowIdOf), (found) => {
      let clock = found.clock;
      let emptied = false;
      after = new Map();
      undo = [];
      for (const id of ids) {
        const before = current(found, id);
        befores.set(id, before);
        if (before) clock = observe(clock, newestStamp(before));
        let record = before;
        for (const change of changesOf.get(id)!) {
          clock = tick(clock, now);
          record = applyChange(record, change, stampOf(clock, identity.device), identity.device);
        }
        after.set(id, record!);
        emptied ||= isNowEmpty(before, record!);
        undo.push(inverseOf(before, record!));
      }
      undo.reverse();
      return left(
        found,
        [...after].map(([id, record]) => sealed(befores.get(id), record, nextVer(found, id))),
        clock,
        emptied,
      );
    });
    return done.ok ? ok({ records: [...after.values()], undo, seq: done.value.at(-1)!.seq }) : done;
  };

  const takeIn: Vault['takeIn'] = async (records, now) => {
    if (records.length === 0) return ok({ records: [], undo: [], seq: (await store.head()).seq });
    let after: VaultRecord[] = [];
    let undo: Change[] = [];
    if (records.some((record) => isTooFarAhead(newestStamp(record), now))) return refuse({ code: 'record-not-valid', with: { where: 'seen' } });
    const once = new Map<string, VaultRecord>();
    for (const record of records) {
      const twin = once.get(record.id);
      once.set(record.id, twin ? merge(twin, record) : record);
    }
    const done = await transact([...once.keys()].map(rowIdOf), (found) => {
      let clock = tick(found.clock, now);
      after = [];
      undo = [];
      const rows: SealedRow[] = [];
      let emptied = false;
      for (const incoming of once.values()) {
        const before = current(found, incoming.id);
        const merged = before ? merge(before, incoming) : { ...incoming, seen: joinSeen({}, incoming.seen) };
        if (before && isAlive(before) && (!isAlive(merged) || merged.kind !== before.kind || merged.v > before.v)) {
          after.push(before);
          continue;
        }
        clock = observe(clock, newestStamp(incoming));
        after.push(merged);
        if (before && JSON.stringify(merge(before, before)) === JSON.stringify(merged)) continue;
        undo.unshift(inverseOf(before, merged));
        rows.push(sealed(before, merged, nextVer(found, incoming.id)));
        emptied ||= isNowEmpty(before, merged);
      }
      return left(found, rows, clock, emptied);
    });
    return done.ok ? ok({ records: after, undo, seq: done.value.at(-1)?.seq ?? (await store.head()).seq }) : done;
  };

  const reseal: Vault['reseal'] = async (ids) => {
    const done = await transact(ids.map(rowIdOf), (found) =>
      left(
        found,
        ids.flatMap((id) => {
          const record = current(found, id);
          return record ? [sealed(record, record, nextVer(found, id))] : [];
        }),
        found.clock,
      ),
    );
    return done.ok ? ok(null) : done;
  };

  return {
    commit,
    takeIn,
    reseal,
    openRow,
    openRows,
    plainOf,
    byId: async (ids) => openRows(await store.rowsById(ids.map(rowIdOf))),
    async *all(batch = 2000) {
      for (let after = 0; ;) {
        const rows = await store.rowsAfter(after, batch);
        if (rows.length === 0) return;
        after = rows.at(-1)!.seq;
        yield { ...openRows(rows), seq: after };
      }
    },
  };
};
