// What must have gone before one leaves a circle: changes to what the others have, above all what was taken back. New words that were not
// sent are no such thing: they become one's own (rooms/circles/unsent.ts). Invariant: what the host is known to hold in the state it has
// here is never counted, nor is what devices tell one another of where they stand; what it may hold in an older one always is.

import { writerOf } from '#crypto/tips.ts';
import { tipId } from '#sync/jobs.ts';
import type { Circle } from './circles.ts';

const BATCH = 500;

/** How many records the host has, or may have where it has not answered yet, in an older state than they have here. */
export const changesUnsent = async ({ place, session }: Pick<Circle, 'place' | 'session'>, account: string): Promise<number> => {
  const tip = session.rowIdOf(tipId(writerOf(account, session.header.device)));
  const under = new Map((await place.sync.sending()).map(({ id, ver }) => [id, ver]));
  let count = 0;
  for (let after = 0; ;) {
    const rows = await place.sync.unsent(after, BATCH);
    if (rows.length === 0) return count;
    after = rows.at(-1)!.seq;
    count += rows.filter(({ id, ver, base }) => (base > 0 || (under.get(id) ?? ver) < ver) && id !== tip).length;
  }
};
