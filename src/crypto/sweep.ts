// What time takes away: deleted records are emptied once the time to undo is over, and sealed bytes that nothing names any
// more (of detached photos, of an import that broke off) are dropped. Run now and then, never in the way of a person.
// Where the emptied ones' bytes lay is noted for the host (freed.ts). Invariants: nothing goes before the time to undo is over;
// no bytes go while a record cannot be read that might name them.

import type { Change } from '#core/change.ts';
import { stampToMs } from '#core/clock.ts';
import { isAlive, isEmptied, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, type Result } from '#core/result.ts';
import { isLockedKey } from './keys.ts';
import type { Quarantined } from '#core/vault.ts';
import { noteFreed } from './freed.ts';
import type { Session } from './session.ts';

/** Thirty days, in milliseconds. */
export const TIME_TO_UNDO = 30 * 24 * 3600 * 1000;

/** The change that empties a record deleted long enough ago; null for every other record. `now` in milliseconds since 1970. */
export const emptyingOf = (record: VaultRecord, now: number): Change | null => {
  const { deletion } = record;
  // One that was emptied may hold something again, from a copy that had not heard of it; those of Kith 0.1.0 still claim to have seen it.
  const isDone = isEmptied(record) && Object.keys(record.seen).length === 0;
  if (!deletion || isDone || isAlive(record) || now - stampToMs(deletion.at) < TIME_TO_UNDO) return null;
  // What opens a journal's lock stays as long as anything may lie under it.
  if (record.kind === 'journal' && isLockedKey(registerOf(record, 'lock'))) return null;
  return { id: record.id, kind: record.kind, v: record.v, empty: true };
};

export interface Swept {
  readonly emptied: number;
  readonly dropped: number;
  /** Rows that did not open, whether or not anything was read from them today. */
  readonly quarantined: readonly Quarantined[];
}

/**
 * `addressesOf` says where a record's bytes lie (a rule of the rooms); `keep` are addresses that belong to derived images.
 * A blob is dropped only when it was unnamed at the sweep before too (`unnamedBefore`), since an attachment's bytes are
 * stored a moment before the record that names them.
 */
export const sweep = async (
  { vault, store }: Pick<Session, 'vault' | 'store'>,
  {
    now,
    addressesOf,
    keep,
    unnamedBefore,
  }: { readonly now: number; addressesOf(record: VaultRecord): readonly string[]; readonly keep: ReadonlySet<string>; readonly unnamedBefore: ReadonlySet<string> },
): Promise<Result<Swept & { readonly unnamed: ReadonlySet<string> }>> => {
  const named = new Set<string>(keep);
  let [emptied, readable] = [0, true];
  const damaged: Quarantined[] = [];
  for await (const { records, locked, quarantined } of vault.all()) {
    if (locked > 0 || quarantined.length > 0) readable = false;
    damaged.push(...quarantined);
    const old = records.map((record) => emptyingOf(record, now)).filter((change) => change !== null);
    const gone = new Set(old.map(({ id }) => id));
    const freed: string[] = [];
    for (const record of records)
      for (const address of addressesOf(record))
        if (gone.has(record.id)) freed.push(address);
        else named.add(address);
    if (old.length === 0) continue;
    const noted = await noteFreed(store, freed);
    if (!noted.ok) return noted;
    const done = await vault.commit(old, now);
    if (!done.ok) return done;
    emptied += old.length;
  }
  const unnamed = readable ? (await store.blobs()).map(({ address }) => address).filter((address) => !named.has(address)) : [];
  let dropped = 0;
  for (const address of unnamed) {
    if (!unnamedBefore.has(address)) continue;
    await store.dropBlob(address);
    dropped++;
  }
  return ok({ emptied, dropped, quarantined: damaged, unnamed: new Set(unnamed.filter((address) => !unnamedBefore.has(address))) });
};

const UNNAMED_NOTE = 'unnamed';
/** Longer than any import takes from an attachment's bytes to the record that names them, in milliseconds. */
const TIME_TO_NAME = 24 * 3600 * 1000;

const readUnnamed = (note: string | null): { readonly at: number; readonly addresses: readonly string[] } | null => {
  try {
    const { at, addresses } = JSON.parse(note ?? 'null') as { at: unknown; addresses: unknown };
    return typeof at === 'number' && Array.isArray(addresses) ? { at, addresses: addresses.filter((one) => typeof one === 'string') } : null;
  } catch {
    return null;
  }
};

/**
 * The same, with what was unnamed kept in the store between sweeps, a day apart at least: several tabs sweep, and what one of
 * them finds without a name may be what another is just bringing in.
 */
export const sweepNow = async (
  session: Pick<Session, 'vault' | 'store'>,
  { now, addressesOf, keep }: { readonly now: number; addressesOf(record: VaultRecord): readonly string[]; keep(): Promise<ReadonlySet<string>> },
): Promise<Result<Swept>> => {
  const noted = readUnnamed(await session.store.note(UNNAMED_NOTE));
  const isDue = noted === null || Math.abs(now - noted.at) >= TIME_TO_NAME;
  const done = await sweep(session, { now, addressesOf, keep: await keep(), unnamedBefore: new Set(isDue ? (noted?.addresses ?? []) : []) });
  if (done.ok && isDue) await session.store.setNote(UNNAMED_NOTE, JSON.stringify({ at: now, addresses: [...done.value.unnamed] }));
  return done;
};
