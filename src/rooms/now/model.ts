// Now: which of all that waits is shown, at most five with their reasons, and which of the ways that are always there fit the
// minutes one has. What is put off is kept in one's own vault, for all of one's devices.
// Invariants: nothing is ranked by worth or by who asks; what is due comes first, today's before yesterday's, then what has a day to
// come, then what has none, and last what was due long ago; of one person never more than two, and of one room no more than two where
// another has something; what was put off comes back on its day and not before, and nothing counts how often, or how long one was away.

import type { Change } from '#core/change.ts';
import { tick } from '#core/clock.ts';
import { createdAs, createKind, stringIn } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { addDays } from '#core/when.ts';
export { DOORS, MINUTES, short, type CircleSeen, type Door, type FindNamed, type FindNeeded, type GivenNow, type Minutes, type Named, type Needed, type Said } from './given.ts';

/** Never more than this is shown as needed. */
export const MOST = 5;
const OF_ONE_PERSON = 2;
/** Of what is due, so many of one room come before the rest of all rooms. */
const OF_ONE_ROOM = 2;
/** Days after which what was due no longer presses: it waits its turn with all else, behind what is newer. */
const LONG_AGO = 30;
/** Days without a word written after which one is welcomed back. */
const AWAY = 90;
const DAY = 86_400_000;
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

/** Due today or lately, the newest first; to come, the next first; without a day, the newest first; due long ago, the newest first. */
const orderOn = (today: string): ((a: Waiting, b: Waiting) => number) => {
  const long = addDays(today, -LONG_AGO);
  const groupOf = ({ by }: Waiting): number => (by === null ? 2 : by > today ? 1 : by >= long ? 0 : 3);
  return (a, b) => {
    const group = groupOf(a);
    if (group !== groupOf(b)) return group - groupOf(b);
    if (a.by !== b.by) return a.by! < b.by! === (group === 1) ? -1 : 1;
    if (a.since !== b.since) return a.since > b.since ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
};

/** One of each list, then the second of each, and so on; of each turn the nearest first. `had`: how many turns a list has had already. */
const byTurns = <T extends Waiting>(lists: readonly (readonly T[])[], before: (a: Waiting, b: Waiting) => number, had: readonly number[] = []): T[] => {
  const out: T[] = [];
  const most = Math.max(0, ...lists.map((list, of) => list.length + (had[of] ?? 0)));
  for (let turn = 0; turn < most; turn++) out.push(...lists.flatMap((list, of) => list[turn - (had[of] ?? 0)] ?? []).sort(before));
  return out;
};

/** At most five, in their order, and how many more there are. Rooms' lists are taken in turns, so that one full room hides no other. */
export const chooseNeeded = <T extends Waiting>(
  lists: readonly (readonly T[])[],
  { later, today, most = MOST }: { readonly later: ReadonlyMap<string, string>; readonly today: string; readonly most?: number },
): { readonly shown: readonly T[]; readonly more: number } => {
  const before = orderOn(today);
  const long = addDays(today, -LONG_AGO);
  const open = lists.map((list) => list.filter(({ id }) => !((later.get(id) ?? '') > today)).sort(before));
  const all = open.reduce((sum, list) => sum + list.length, 0);
  const of = new Map<string, number>();
  const chosen: T[] = [];
  // What is due comes first, a few of each room; the rest by turns.
  const due = open.map((list) => list.filter(({ by }) => by !== null && by <= today && by >= long).slice(0, OF_ONE_ROOM));
  const rest = open.map((list, room) => list.filter((one) => !due[room]!.includes(one)));
  for (const one of [
    ...byTurns(due, before),
    ...byTurns(
      rest,
      before,
      due.map((list) => list.length),
    ),
  ]) {
    if (chosen.length === most) break;
    const count = one.from === null ? 0 : (of.get(one.from) ?? 0);
    if (count === OF_ONE_PERSON) continue;
    if (one.from !== null) of.set(one.from, count + 1);
    chosen.push(one);
  }
  return { shown: chosen.sort(before), more: all - chosen.length };
};

interface NamedOne {
  readonly id: string;
  readonly sort: 'practice' | 'step' | 'need' | 'person';
  readonly href: string;
}

const pathIn = (href: string): string => href.split('?')[0]!;

/** One step, one practice, and one person or need, in this order: the first of each that is neither shown as needed already nor put off. */
export const chooseNamed = <T extends NamedOne>(
  all: readonly T[],
  { shown, later, today }: { readonly shown: readonly { readonly href: string }[]; readonly later: ReadonlyMap<string, string>; readonly today: string },
): readonly T[] => {
  const there = new Set(shown.map(({ href }) => pathIn(href)));
  const free = all.filter(({ id, href }) => !there.has(pathIn(href)) && !((later.get(id) ?? '') > today));
  const first = (sort: NamedOne['sort']): T | undefined => free.find((one) => one.sort === sort);
  return [first('step'), first('practice'), first('need') ?? first('person')].filter((one) => one !== undefined);
};

/** Whether nothing was written for a long time before `instant`, by anybody in this vault, and something was once. Reads no record further than it must. */
export const wasAway = (records: Iterable<VaultRecord>, instant: string): boolean => {
  const since = tick('', Math.max(0, Date.parse(instant) - AWAY * DAY));
  let hasAny = false;
  for (const { seen } of records) {
    for (const device in seen) if (seen[device]! > since) return false;
    hasAny = true;
  }
  return hasAny;
};

/** What fits, the longest first: who has an hour is not sent to what takes a minute. */
export const fitting = <T extends { readonly minutes: number }>(all: readonly T[], minutes: number): readonly T[] =>
  all.filter((one) => one.minutes <= minutes).sort((a, b) => b.minutes - a.minutes);

/** Parts of a day on the person's clock, for the page's title. `hour`: 0 to 23. */
export const partOfDay = (hour: number): 'night' | 'morning' | 'afternoon' | 'evening' => (hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening');
