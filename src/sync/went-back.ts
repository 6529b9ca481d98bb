// How a device sees that a host was set back to an older backup and has gone on from there: numbers were given out twice, and the head
// may be past this device's cursor again. Two questions: is what we took up to the cursor still what lies there (`compare`), and does
// everything come that the host said to have above it (`Kept.ahead`)? Invariant: an honest host is never accused.

import type { Kept, SyncFound, SyncRow } from './ports.ts';
import type { HostRow, PullAnswer } from './protocol.ts';
import { isSameRow } from './take.ts';

type Ahead = Readonly<Record<string, number>>;

/** Whether the host's row is what this device knows the host to hold. */
const isKnown = (row: HostRow, local: SyncRow | undefined, { kept, aside }: SyncFound): boolean => {
  if ((kept.refused[row.id]?.ver ?? 0) >= row.ver || aside.some(({ id, ver }) => id === row.id && ver >= row.ver)) return true;
  if (!local || local.base < row.ver) return false;
  // Sent again to the byte after the host went back, it has another number.
  return local.base > row.ver || (local.at === row.seq && (local.base !== local.ver || isSameRow(local, row)));
};

/**
 * The newest rows below `before`, which this device has passed, against what it took there. Whatever a host that went back gave out
 * anew and still holds below `before` is newer than all that it kept, so that the newest row shows it. What we know to lie in that range
 * and the page does not show was written over, and is met above the cursor; or it is lost, and is missed there.
 */
export const compare = (found: SyncFound, { rows, more }: PullAnswer, before: number): { readonly isOther: boolean; readonly ahead: Ahead } => {
  const { kept } = found;
  const from = Math.max(kept.gap?.before ?? 0, more ? Math.min(...rows.map(({ seq }) => seq)) : 0);
  const shown = new Set(rows.map(({ id }) => id));
  const ahead: Record<string, number> = { ...kept.ahead };
  for (const { id, base, at } of found.rows.values()) if (base > 0 && at >= from && at > 0 && at < before && !shown.has(id)) ahead[id] = (kept.cursor ?? 0) + 1;
  return { isOther: rows.some((row) => row.seq >= from && !isKnown(row, found.rows.get(row.id), found)), ahead };
};

/** What is still to be met above the cursor once a page was taken, and whether an honest host would have shown all of it by then. */
export const aheadAfter = ({ ahead = {}, gap }: Kept, { rows, head, more }: PullAnswer, from: 'pull' | 'back'): { readonly ahead: Ahead; readonly isLost: boolean } => {
  const left = { ...ahead };
  for (const { id, seq } of rows) if ((left[id] ?? Infinity) <= seq) delete left[id];
  return { ahead: left, isLost: from === 'pull' && !more && gap === null && Object.values(left).some((at) => at <= head) };
};

/**
 * Whether the host gives a row above the cursor that it had given before: in an older version, or in the same one under a higher number.
 * Where no number is known (`at`), neither is the version one that the host had.
 */
export const isOldAgain = (row: HostRow, { base, at }: SyncRow): boolean => at > 0 && (base > row.ver || (base === row.ver && at < row.seq));
