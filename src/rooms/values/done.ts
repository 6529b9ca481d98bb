// Said and done: what a person's acts in fact served, as they marked it or named it on the way they chose, beside the order they gave. Counts of what was marked (or of days
// written), never more: nothing here reads a text or guesses. Invariants: below the minimum counts nothing is asked; what is asked is a
// question with its counts, its evidence and its base rate; of all that is looked at, no more than `RATE` is asked by chance alone.

import { atMost, toldOf } from '#insight/chance.ts';
import { MIN_TRIALS, shiftsIn, type Part, type Row } from '#insight/change-points.ts';
import { TOP } from '#insight/pairwise.ts';
import type { Periods } from '#insight/periods.ts';
import type { Link } from '#core/links.ts';
import { nameKey, type Value } from './model.ts';

export { shareInterval } from '#insight/intervals.ts';
export { periodStarts, unitFor, type Unit } from '#insight/periods.ts';

/** One thing that was marked: an entry, a decision, a commitment, anything with a day. */
export interface Thing {
  readonly id: string;
  readonly day: string;
  /** Ids of values. */
  readonly serves: readonly string[];
  readonly strains: readonly string[];
}

/** What a count stands beside: the things that were marked at all, or every day that was written of. */
export type Base = 'marked' | 'days';

/**
 * Of all that is asked, no more than this may come of chance alone; where nothing changed, that is also how often anything is asked. One in
 * ten is what the page says: marks that resemble their neighbours pass a little oftener than those that do not (npm run bench -- values).
 */
export const RATE = 0.08;
/** For the changes of one row. */
export const ROW_RATE = 0.05;
/** A change of less than this share of the whole is not asked about. */
const LEAST = 0.1;

/** Ids of values by their names as they are compared; of two with one name, the first. */
export const idsByName = (values: readonly Pick<Value, 'id' | 'name'>[]): ReadonlyMap<string, string> => new Map(values.toReversed().map(({ id, name }) => [nameKey(name), id]));

interface Named {
  readonly links: readonly Link[];
  readonly values?: readonly string[];
}

/** Ids of the values that it names as served (`Shown.values`). What was marked as gone against is not served, whatever it names. */
export const namedIn = ({ links, values = [] }: Named, byName: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set(values.flatMap((name) => byName.get(nameKey(name)) ?? []))].filter((id) => !links.some(({ to, as }) => to === id && as === 'strains'));

/** The marked among anything that shows, the oldest first. What is marked and named too counts once. */
export const thingsOf = (
  shown: Iterable<Named & { readonly id: string; readonly when: string }>,
  values: ReadonlySet<string>,
  byName: ReadonlyMap<string, string> = new Map(),
): readonly Thing[] => {
  const out: Thing[] = [];
  const of = (links: readonly Link[], as: string): string[] => links.filter((link) => link.as === as && values.has(link.to)).map(({ to }) => to);
  for (const one of shown) {
    const { id, when, links } = one;
    const [serves, strains] = [[...new Set([...of(links, 'serves'), ...namedIn(one, byName)])], of(links, 'strains')];
    if (serves.length + strains.length > 0) out.push({ id, day: when.slice(0, 10), serves, strains });
  }
  return out.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1));
};

/** One that is counted: a marked thing, or a day with all that was marked on it. */
export interface Trial {
  readonly day: string;
  readonly things: readonly Thing[];
}

/** What is counted, the oldest first. `days`: those that were written of, in any order; used only where they are the base. */
export const trialsOf = (things: readonly Thing[], base: Base, days: Iterable<string> = []): readonly Trial[] => {
  if (base === 'marked') return things.map((thing) => ({ day: thing.day, things: [thing] }));
  const byDay = new Map<string, Thing[]>();
  for (const day of days) byDay.set(day.slice(0, 10), []);
  for (const thing of things) {
    const those = byDay.get(thing.day);
    if (those) those.push(thing);
    else byDay.set(thing.day, [thing]);
  }
  return [...byDay].map(([day, those]) => ({ day, things: those })).sort((a, b) => (a.day < b.day ? -1 : 1));
};

export type Did = 'serves' | 'strains';

type Marks = Readonly<Record<Did, ReadonlyMap<string, readonly number[]>>>;

const marked = new WeakMap<readonly Trial[], Marks>();

/** For each value the trials that served or strained it, by their number in the row: read once for all values. */
const marksIn = (trials: readonly Trial[]): Marks => {
  const known = marked.get(trials);
  if (known) return known;
  const made: Record<Did, Map<string, number[]>> = { serves: new Map(), strains: new Map() };
  for (const [at, { things }] of trials.entries())
    for (const thing of things)
      for (const did of ['serves', 'strains'] as const)
        for (const value of thing[did]) {
          const those = made[did].get(value);
          if (!those) made[did].set(value, [at]);
          else if (those.at(-1) !== at) those.push(at);
        }
  marked.set(trials, made);
  return made;
};

const atOf = (trials: readonly Trial[], value: string, did: Did): readonly number[] => marksIn(trials)[did].get(value) ?? [];

const rowOf = (trials: readonly Trial[], value: string, did: Did): Row => {
  const row = Array.from({ length: trials.length }, () => false);
  for (const at of atOf(trials, value, did)) row[at] = true;
  return row;
};

const countOf = (trials: readonly Trial[], value: string, did: Did): number => atOf(trials, value, did).length;

export interface Period {
  /** Its first day. */
  readonly from: string;
  readonly of: number;
  readonly serves: number;
  readonly strains: number;
}

/** What was done for a value in each period. */
export const periodsOf = (trials: readonly Trial[], value: string, periods: Periods): readonly Period[] => {
  const [serves, strains] = (['serves', 'strains'] as const).map((did) => {
    const counts = periods.starts.map(() => 0);
    for (const at of atOf(trials, value, did)) counts[periods.at[at]!]!++;
    return counts;
  });
  return periods.starts.map((from, i) => ({ from, of: periods.of[i]!, serves: serves![i]!, strains: strains![i]! }));
};

/** Where a value stands in what was said: its place among so many, or kept without an order. */
export interface Stated {
  readonly id: string;
  /** 1 is the first; null where no order holds it. */
  readonly place: number | null;
  readonly of: number;
}

/**
 * What is asked. `less`: what serves a value that stands high became rarer; `more`: what serves one that stands low became commoner;
 * `crossed`: what goes against it became commoner; `few`: one that stands among the first five is served far more rarely than the others.
 */
export type Way = 'less' | 'more' | 'crossed' | 'few';

export interface Question {
  readonly value: string;
  readonly way: Way;
  readonly place: number | null;
  /** First day of what came after the change; '' where there is none. */
  readonly day: string;
  readonly before: Part;
  readonly after: Part;
  /** Of all that was counted. For `few`: of the other values together, to which it is compared. */
  readonly whole: Part;
  /** How likely chance alone would bring as much. */
  readonly chance: number;
  /** Ids of things it rests on: the nearest before the change and after it, the oldest first. */
  readonly evidence: readonly string[];
}

const EVIDENCE = 3;

/** The one in the middle is neither high nor low: it may move either way. */
const isHigh = ({ place, of }: Stated): boolean => place === null || place <= Math.ceil(of / 2);
const isLow = ({ place, of }: Stated): boolean => place !== null && place > Math.floor(of / 2);

const evidenceOf = (trials: readonly Trial[], at: number, value: string, did: Did): readonly string[] => {
  const ids = (some: readonly Trial[]): string[] => some.flatMap(({ things }) => things.filter((thing) => thing[did].includes(value)).map(({ id }) => id));
  return [...ids(trials.slice(0, at)).slice(-EVIDENCE), ...ids(trials.slice(at)).slice(0, EVIDENCE)];
};

const shareOf = ({ count, of }: Part): number => (of === 0 ? 0 : count / of);

/** The last change of what was done, where it leads away from what was said. */
const driftOf = (stated: Stated, did: Did, row: Row, trials: readonly Trial[]): Question | null => {
  const shifts = shiftsIn(row, ROW_RATE);
  const shift = shifts.at(-1);
  if (!shift) return null;
  const by = shareOf(shift.after) - shareOf(shift.before);
  const way: Way | null = did === 'strains' ? (by > 0 ? 'crossed' : null) : by < 0 ? (isHigh(stated) ? 'less' : null) : isLow(stated) ? 'more' : null;
  if (way === null || Math.abs(by) < LEAST) return null;
  const { before, after, at, chance } = shift;
  const isEitherWay = did === 'serves' && isHigh(stated) && isLow(stated);
  return {
    value: stated.id,
    way,
    place: stated.place,
    day: trials[at]!.day,
    before,
    after,
    whole: { count: row.filter(Boolean).length, of: row.length },
    // Only one way of two is asked about, but for what stands in the middle; one among several changes of a row was looked for at half the rate.
    chance: Math.min(1, chance * (shifts.length === 1 ? 1 : 2) * (isEitherWay ? 1 : 0.5)),
    evidence: evidenceOf(trials, at, stated.id, did),
  };
};

const fewOf = (stated: readonly Stated[], trials: readonly Trial[]): readonly (Question | null)[] => {
  const counts = new Map(stated.map(({ id }) => [id, countOf(trials, id, 'serves')]));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return stated.flatMap(({ id, place }): readonly (Question | null)[] => {
    if (place === null || place > TOP || stated.length < 3) return [];
    const [own, of] = [counts.get(id)!, trials.length];
    const whole = { count: all - own, of: of * (stated.length - 1) };
    if (own / of >= shareOf(whole) / 2) return [null];
    const evidence = trials.flatMap(({ things }) => things.filter(({ serves }) => serves.includes(id)).map((thing) => thing.id)).slice(-EVIDENCE);
    return [{ value: id, way: 'few', place, day: '', before: { count: own, of }, after: { count: own, of }, whole, chance: atMost(own, of, shareOf(whole)), evidence }];
  });
};

/**
 * Everything that may be asked: changes before what is rarely served, the least likely by chance first, of
 * those alike what was said first. `stated`: the values that are
 * held. What is rarely served is asked about only beside what was marked: of most days nobody would say what they served.
 */
export const questionsOf = (stated: readonly Stated[], trials: readonly Trial[], base: Base = 'marked'): readonly Question[] => {
  if (trials.length < MIN_TRIALS) return [];
  const drifts = stated.flatMap((one) =>
    (['serves', 'strains'] as const).flatMap((did): readonly (Question | null)[] => {
      const row = rowOf(trials, one.id, did);
      return row.includes(true) ? [driftOf(one, did, row, trials)] : [];
    }),
  );
  const looked = [...drifts, ...(base === 'marked' ? fewOf(stated, trials) : [])];
  // What was looked at and does not show stays among what is counted, or the rate would not hold.
  const told = toldOf(
    looked.map((question) => question?.chance ?? 1),
    RATE,
  );
  const asked = looked.flatMap((question, at) => (question && told[at] ? [question] : []));
  const drifting = new Set(asked.flatMap(({ value, way }) => (way === 'few' ? [] : [value])));
  return asked
    .filter(({ value, way }) => way !== 'few' || !drifting.has(value))
    .sort((a, b) => Number(a.way === 'few') - Number(b.way === 'few') || a.chance - b.chance || (a.place ?? Infinity) - (b.place ?? Infinity));
};

/** What was being done for a value between two days (from the first, up to the last not counted): for "formed in action". */
export const doneBetween = (things: readonly Thing[], value: string, from: string, to: string): { readonly serves: readonly Thing[]; readonly strains: readonly Thing[] } => {
  const some = things.filter(({ day }) => day >= from && day < to);
  return { serves: some.filter(({ serves }) => serves.includes(value)), strains: some.filter(({ strains }) => strains.includes(value)) };
};
