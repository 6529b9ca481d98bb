// Now: which of all that waits is shown, at most five with their reasons, and which of the ways that are always there fit the
// minutes one has. What is put off is kept in one's own vault, for all of one's devices.
// Invariants: nothing is ranked by worth or by who asks; what has a day comes before what has none, by day, then the newest; of
// one person never more than two; what was put off comes back on its day and not before, and nothing counts how often.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, stringIn } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';

/** Never more than this is shown as needed. */
export const MOST = 5;
const OF_ONE_PERSON = 2;
/** Of the record that keeps it. */
const PREFIX = 'later-';

const laterKind = createKind('later', { until: 'register' });

/** Puts something off until the morning of a day. */
export const putOff = (id: string, until: string): Change => createdAs(laterKind, PREFIX + id, { until });

/** Until which day something is put off; by what it is. */
export const putOffUntil = (records: Iterable<VaultRecord>): ReadonlyMap<string, string> => {
  const days = new Map<string, string>();
  for (const record of records) {
    const until = stringIn(record, 'until');
    if (record.kind === laterKind.name && isAlive(record) && record.id.startsWith(PREFIX) && /^\d{4}-\d{2}-\d{2}$/.test(until)) days.set(record.id.slice(PREFIX.length), until);
  }
  return days;
};

/** What the choice looks at. */
export interface Waiting {
  readonly id: string;
  readonly by: string | null;
  readonly since: string;
  readonly from: string | null;
  readonly minutes: number;
}

const before = (a: Waiting, b: Waiting): number => {
  const [day, other] = [a.by ?? '9999', b.by ?? '9999'];
  if (day !== other) return day < other ? -1 : 1;
  if (a.since !== b.since) return a.since > b.since ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
};

/** At most five, in their order, and how many more there are. Rooms' lists are taken in turns, so that one full room hides no other. */
export const chooseNeeded = <T extends Waiting>(
  lists: readonly (readonly T[])[],
  { later, today, most = MOST }: { readonly later: ReadonlyMap<string, string>; readonly today: string; readonly most?: number },
): { readonly shown: readonly T[]; readonly more: number } => {
  const open = lists.map((list) => list.filter(({ id }) => !((later.get(id) ?? '') > today)).sort(before));
  const all = open.reduce((sum, list) => sum + list.length, 0);
  const of = new Map<string, number>();
  const chosen: T[] = [];
  // What is due comes first whatever room it is of; the rest by turns.
  const due = open.flatMap((list) => list.filter(({ by }) => by !== null && by <= today)).sort(before);
  const rest = open.map((list) => list.filter(({ by }) => by === null || by > today));
  const turns: T[] = [];
  for (let at = 0; rest.some((list) => at < list.length); at++) turns.push(...rest.flatMap((list) => (at < list.length ? [list[at]!] : [])));
  for (const one of [...due, ...turns]) {
    if (chosen.length === most) break;
    const count = one.from === null ? 0 : (of.get(one.from) ?? 0);
    if (count === OF_ONE_PERSON) continue;
    if (one.from !== null) of.set(one.from, count + 1);
    chosen.push(one);
  }
  return { shown: chosen.sort(before), more: all - chosen.length };
};

/** What fits, the longest first: who has an hour is not sent to what takes a minute. */
export const fitting = <T extends { readonly minutes: number }>(all: readonly T[], minutes: number): readonly T[] =>
  all.filter((one) => one.minutes <= minutes).sort((a, b) => b.minutes - a.minutes);

/** Parts of a day on the person's clock, for the page's title. `hour`: 0 to 23. */
export const partOfDay = (hour: number): 'night' | 'morning' | 'afternoon' | 'evening' => (hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening');
