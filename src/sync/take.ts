// One row from the host meets one row here. Pure: called inside the store's transaction.
// Invariants: what is here is never simply replaced by what comes, even where it looks unchanged: both are opened and merged, so
// that a host which goes back, or gives one number twice, takes nothing away; what comes is kept to the byte where it already
// says everything; a merged record is sealed anew above both versions and is a write of its own.

import { isTooFarAhead, observe, type ClockReading } from '#core/clock.ts';
import type { SealedRow } from '#core/ports.ts';
import { emptied, merge, newestStamp, type VaultRecord } from '#core/record.ts';
import type { HostRow } from './protocol.ts';
import type { Known, Opener, SyncRow } from './ports.ts';

export type Trouble = 'seal-broken' | 'record-not-valid' | 'signature-wrong' | 'not-a-member' | 'log-unknown';

export type Outcome =
  /** What is here stays; the host's version is known now. */
  | { readonly does: 'know' }
  /** Written: the host's bytes, or a merged record under this device's own seal. */
  | { readonly does: 'write'; readonly row: SealedRow & Known; readonly record: VaultRecord | null; readonly merged: boolean }
  /** Kept aside until its key is at hand. */
  | { readonly does: 'aside' }
  /** Not taken; what is here, if anything, goes over it. */
  | { readonly does: 'refuse'; readonly why: Trouble };

export interface Meeting {
  readonly opener: Opener;
  readonly now: number;
  /** A look through all rows is under way: version numbers say nothing. */
  readonly scanning: boolean;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

export const isSameRow = (a: SealedRow, b: SealedRow): boolean => a.ver === b.ver && a.device === b.device && a.epoch === b.epoch && a.key === b.key && same(a.blob, b.blob);

const sealedOf = ({ id, ver, epoch, device, key, blob }: SealedRow): SealedRow => ({ id, ver, epoch, device, key, blob });

/** The same for the same content, however it was come by. */
const contentOf = (record: VaultRecord): string => JSON.stringify(merge(record, record));

/** What is deleted and was emptied on one side holds nothing again on the other: it is sent on as empty as it was. */
const forgotten = (record: VaultRecord): VaultRecord => (record.deletion?.emptied ? emptied(record) : record);

/** What becomes of a row whose signature was found good. The clock that comes back has seen what the row has seen. */
export const takeRow = (
  local: SyncRow | undefined,
  incoming: HostRow,
  clock: ClockReading,
  { opener, now, scanning }: Meeting,
): { readonly outcome: Outcome; readonly clock: ClockReading } => {
  const verbatim = (record: VaultRecord | null): Outcome => ({ does: 'write', row: { ...sealedOf(incoming), base: incoming.ver, at: incoming.seq }, record, merged: false });
  if (local && isSameRow(local, incoming)) return { outcome: { does: 'know' }, clock };

  const theirs = opener.open(incoming);
  if (theirs === 'broken') return { outcome: { does: 'refuse', why: 'seal-broken' }, clock };
  const isClean = local !== undefined && local.base === local.ver;
  if (theirs === 'locked' || theirs === 'newer') {
    const canReplace = !local || (isClean && incoming.ver > local.ver && !scanning);
    return { outcome: canReplace ? verbatim(null) : { does: 'aside' }, clock };
  }
  if (isTooFarAhead(newestStamp(theirs), now)) return { outcome: { does: 'refuse', why: 'record-not-valid' }, clock };
  const seen = observe(clock, newestStamp(theirs));
  if (!local) return { outcome: verbatim(theirs), clock: seen };

  const ours = opener.open(local);
  if (ours === 'broken') return { outcome: verbatim(theirs), clock: seen };
  if (ours === 'locked' || ours === 'newer') return { outcome: isClean && incoming.ver > local.ver && !scanning ? verbatim(theirs) : { does: 'aside' }, clock };
  const after = observe(seen, newestStamp(ours));
  const record = forgotten(merge(ours, theirs));
  const content = contentOf(record);
  if (content === contentOf(theirs)) return { outcome: verbatim(record), clock: after };
  // Under the host's number, or below it, what is here would count as sent, or as what the host had before.
  if (content === contentOf(ours) && local.ver > incoming.ver) return { outcome: { does: 'know' }, clock: after };
  const row = opener.seal(record, incoming.id, Math.max(local.ver, incoming.ver) + 1);
  return row ? { outcome: { does: 'write', row: { ...row, base: incoming.ver, at: incoming.seq }, record, merged: true }, clock: after } : { outcome: { does: 'aside' }, clock };
};

/** The row as it may be pushed: under this device's own seal, the epoch in force, above what it replaces; null when it cannot be opened now. */
export const sendable = (row: SyncRow, epoch: number, opener: Opener): SealedRow | null => {
  if (row.device === opener.device && row.epoch === epoch && row.ver > row.base) return row;
  const record = opener.open(row);
  return typeof record === 'string' ? null : opener.seal(record, row.id, Math.max(row.ver, row.base) + 1);
};
