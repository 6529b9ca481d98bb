// What was said last in a circle, whichever room it is of: who and when, from the records' own ids and instants. No counts: a list of
// circles asks for nothing. Invariant: an instant that lies ahead of the device's clock (a member's program may write any) is left out.

import { stringIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive } from '#core/record.ts';
import { allRecords, type Snapshot } from '#core/snapshot.ts';
import { isInstant } from '#core/when.ts';

export interface Lately {
  /** Account. */
  readonly by: string;
  readonly at: string;
}

/** An hour by which clocks may differ. */
const AHEAD = 3_600_000;

/** Null where nobody wrote anything yet. `now`: instant. */
export const latelyIn = (snapshot: Pick<Snapshot, 'kinds'>, now: string): Lately | null => {
  const until = new Date(Date.parse(now) + AHEAD).toISOString();
  let last: Lately | null = null;
  for (const record of allRecords(snapshot)) {
    const [by, at] = [handOf(record.id), stringIn(record, 'at')];
    if (by === null || !isAlive(record) || !isInstant(at) || at > until) continue;
    if (last === null || at > last.at) last = { by, at };
  }
  return last;
};
