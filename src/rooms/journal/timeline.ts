// All open entries in the order of their days, the newest first: the list, the calendar and the names in it.
// One sorted array answers nearly everything: a year, a month, a day and a position are found by halving, so that
// 100,000 entries are ready at once and one change costs a copy of the array and nothing more.
// Invariants: changing one entry gives the same timeline as building anew; an entry of a locked journal is never in it.
// Days stand as written: Julian and Gregorian ones are ordered by their digits.

import { daysInMonth, dayOf, type When } from '#core/when.ts';
import { tidyName, type Entry } from './model.ts';

/** What an entry names: topics, people, areas of life, and its place. */
export type NameSort = 'topics' | 'people' | 'areas' | 'places';
export const NAME_SORTS: readonly NameSort[] = ['topics', 'people', 'areas', 'places'];

/** One name, however its letters are cased. */
export interface NamedIn {
  /** The spelling used most often. */
  readonly name: string;
  /** How often each spelling is used. */
  readonly spellings: ReadonlyMap<string, number>;
  /** Entries that name it. */
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

export interface Timeline {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** By `nameKey`. */
  readonly names: Readonly<Record<NameSort, ReadonlyMap<string, NamedIn>>>;
}

/** Newest first; of one moment the one made last; then by id, so that the order is the same everywhere. */
export const newestFirst = (a: Entry, b: Entry): number =>
  a.when > b.when ? -1 : a.when < b.when ? 1 : a.made > b.made ? -1 : a.made < b.made ? 1 : a.id > b.id ? -1 : a.id < b.id ? 1 : 0;

/** What two spellings share that differ by case alone. */
export const nameKey = (name: string): string => tidyName(name).toLowerCase();

export const namesIn = (entry: Entry, sort: NameSort): readonly string[] => (sort === 'places' ? (entry.place === '' ? [] : [entry.place]) : entry[sort]);

/** Only what is not in a locked journal. */
export const inOpenJournals = (entries: readonly Entry[], locked: ReadonlySet<string>): readonly Entry[] =>
  locked.size === 0 ? entries : entries.filter((entry) => !locked.has(entry.journal));

interface Tally {
  count: number;
  first: string;
  last: string;
  /** The last entry counted, so that one that spells a name twice counts once. */
  at: number;
}

const usedMost = (spellings: ReadonlyMap<string, number>): string => {
  let best = '';
  let most = 0;
  for (const [spelling, count] of spellings)
    if (count > most || (count === most && spelling < best)) {
      best = spelling;
      most = count;
    }
  return best;
};

interface Spelling {
  readonly tally: Tally;
  used: number;
}

const namesOf = (entries: readonly Entry[]): Record<NameSort, Map<string, NamedIn>> => {
  const tallies = NAME_SORTS.map((sort) => ({ sort, byKey: new Map<string, Tally>(), bySpelling: new Map<string, Spelling>() }));
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!;
    for (const { sort, byKey, bySpelling } of tallies)
      for (const name of namesIn(entry, sort)) {
        let spelling = bySpelling.get(name);
        if (!spelling) {
          const key = nameKey(name);
          if (key === '') continue;
          let tally = byKey.get(key);
          if (!tally) byKey.set(key, (tally = { count: 0, first: '', last: entry.when, at: -1 }));
          bySpelling.set(name, (spelling = { tally, used: 0 }));
        }
        spelling.used++;
        const { tally } = spelling;
        if (tally.at === at) continue;
        tally.at = at;
        tally.count++;
        tally.first = entry.when;
      }
  }
  const out = {} as Record<NameSort, Map<string, NamedIn>>;
  for (const { sort, byKey, bySpelling } of tallies) {
    const spellings = new Map<Tally, Map<string, number>>();
    for (const [name, { tally, used }] of bySpelling) {
      const among = spellings.get(tally);
      if (among) among.set(name, used);
      else spellings.set(tally, new Map([[name, used]]));
    }
    out[sort] = new Map();
    for (const [key, tally] of byKey) {
      const among = spellings.get(tally)!;
      out[sort].set(key, { name: usedMost(among), spellings: among, count: tally.count, first: dayOf(tally.first), last: dayOf(tally.last) });
    }
  }
  return out;
};

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
};

/** Minutes as a number that orders as the text does; a whole day stands before its first minute. */
const minuteOf = (when: When): number =>
  (digits(when, 0, 4) * 400 + digits(when, 5, 7) * 32 + digits(when, 8, 10)) * 1441 + (when.length > 10 ? digits(when, 11, 13) * 60 + digits(when, 14, 16) + 1 : 0);

/** Minute and position share the 53 bits of a whole number up to here. */
const MOST_PACKED = 1_000_000;

// Numbers sort natively, many times faster than entries by their texts; only entries of one minute are then compared.
const sortEntries = (entries: readonly Entry[]): Entry[] => {
  const total = entries.length;
  if (total > MOST_PACKED) return [...entries].sort(newestFirst);
  const keys = new Float64Array(total);
  for (let at = 0; at < total; at++) keys[at] = (minuteOf(entries[at]!.when) + 1) * -total + at;
  keys.sort();
  const out: Entry[] = [];
  for (let at = 0; at < total; at++) {
    const index = keys[at]! % total;
    out.push(entries[index < 0 ? index + total : index]!);
  }
  for (let from = 0; from < total;) {
    const minute = Math.floor(keys[from]! / total);
    let to = from + 1;
    while (to < total && Math.floor(keys[to]! / total) === minute) to++;
    if (to - from > 1) {
      const among = out.slice(from, to).sort(newestFirst);
      for (let at = from; at < to; at++) out[at] = among[at - from]!;
    }
    from = to;
  }
  return out;
};

/** The timeline of entries in any order, without those of locked journals. */
export const createTimeline = (entries: readonly Entry[], locked: ReadonlySet<string> = new Set()): Timeline => {
  const sorted = sortEntries(inOpenJournals(entries, locked));
  return { entries: sorted, names: namesOf(sorted) };
};

// The first position for which `isPast` holds; it must hold for all after one for which it holds.
const firstPast = (entries: readonly Entry[], isPast: (entry: Entry) => boolean): number => {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(entries[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Where an entry stands, or would stand. */
export const positionOf = ({ entries }: Timeline, entry: Entry): number => firstPast(entries, (other) => newestFirst(other, entry) >= 0);

/**
 * The timeline after one entry changed: `before` as it was (undefined for a new one), `after` as it is (undefined for
 * one deleted, or gone into a locked journal).
 */
export const changeTimeline = (timeline: Timeline, before: Entry | undefined, after: Entry | undefined, locked: ReadonlySet<string> = new Set()): Timeline => {
  const entries = timeline.entries.slice();
  let was: Entry | undefined;
  if (before) {
    const at = positionOf(timeline, before);
    if (entries[at]?.id === before.id) [was] = entries.splice(at, 1);
  }
  const is = after && !locked.has(after.journal) ? after : undefined;
  if (is) entries.splice(positionOf({ ...timeline, entries }, is), 0, is);
  const names = { ...timeline.names };
  for (const sort of NAME_SORTS) names[sort] = changeNames(timeline.names[sort], entries, sort, was, is);
  return { entries, names };
};

const spelledIn = (entry: Entry | undefined, sort: NameSort): Map<string, string[]> => {
  const out = new Map<string, string[]>();
  for (const name of entry ? namesIn(entry, sort) : []) {
    const key = nameKey(name);
    if (key !== '') out.set(key, [...(out.get(key) ?? []), name]);
  }
  return out;
};

const changeNames = (
  names: ReadonlyMap<string, NamedIn>,
  entries: readonly Entry[],
  sort: NameSort,
  was: Entry | undefined,
  is: Entry | undefined,
): ReadonlyMap<string, NamedIn> => {
  const [gone, come] = [spelledIn(was, sort), spelledIn(is, sort)];
  if (gone.size === 0 && come.size === 0) return names;
  const out = new Map(names);
  for (const key of new Set([...gone.keys(), ...come.keys()])) {
    const old = names.get(key);
    const spellings = new Map(old?.spellings ?? []);
    for (const name of gone.get(key) ?? []) {
      const left = (spellings.get(name) ?? 0) - 1;
      if (left > 0) spellings.set(name, left);
      else spellings.delete(name);
    }
    for (const name of come.get(key) ?? []) spellings.set(name, (spellings.get(name) ?? 0) + 1);
    const count = (old?.count ?? 0) - Number(gone.has(key)) + Number(come.has(key));
    if (count <= 0) {
      out.delete(key);
      continue;
    }
    const has = (entry: Entry): boolean => namesIn(entry, sort).some((name) => spellings.has(name));
    // Only an entry at either end moves the ends by going; then they are looked for.
    const day = was && gone.has(key) ? dayOf(was.when) : '';
    let first = old && day !== old.first ? old.first : dayOf(entries.findLast(has)!.when);
    let last = old && day !== old.last ? old.last : dayOf(entries.find(has)!.when);
    if (is && come.has(key)) {
      const new_ = dayOf(is.when);
      if (new_ < first) first = new_;
      if (new_ > last) last = new_;
    }
    out.set(key, { name: usedMost(spellings), spellings, count, first, last });
  }
  return out;
};

/** The names of a sort, the most used first; those used alike by their letters. */
export const namesByUse = (timeline: Timeline, sort: NameSort): NamedIn[] => [...timeline.names[sort].values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));

/** The entries that name something, newest first, however it is cased. */
export const entriesNaming = (timeline: Timeline, sort: NameSort, name: string): Entry[] => {
  const spellings = timeline.names[sort].get(nameKey(name))?.spellings;
  return spellings ? timeline.entries.filter((entry) => namesIn(entry, sort).some((one) => spellings.has(one))) : [];
};

// Whens that begin with a prefix (a year, a month, a day) lie together; '~' sorts after every sign in a When.
const rangeOf = ({ entries }: Timeline, prefix: When): readonly [number, number] => [
  firstPast(entries, ({ when }) => when < `${prefix}~`),
  firstPast(entries, ({ when }) => when < prefix),
];

/** The entries of a year `YYYY`, a month `YYYY-MM` or a day `YYYY-MM-DD`, newest first. */
export const entriesIn = (timeline: Timeline, prefix: string): readonly Entry[] => timeline.entries.slice(...rangeOf(timeline, prefix));

const countIn = (timeline: Timeline, prefix: string): number => {
  const [from, to] = rangeOf(timeline, prefix);
  return to - from;
};

/** How many entries each year has, the first year first; years without any are left out. */
export const countsByYear = (timeline: Timeline): Map<number, number> => {
  const out = new Map<number, number>();
  const { entries } = timeline;
  for (let end = entries.length; end > 0;) {
    const year = entries[end - 1]!.when.slice(0, 4);
    const from = firstPast(entries, ({ when }) => when < `${year}~`);
    out.set(Number(year), end - from);
    end = from;
  }
  return out;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** How many entries each month of a year has: twelve numbers. */
export const countsByMonth = (timeline: Timeline, year: number): number[] =>
  Array.from({ length: 12 }, (_, month) => countIn(timeline, `${String(year).padStart(4, '0')}-${two(month + 1)}`));

/** How many entries each day of a month `YYYY-MM` has. A 29 February that is in an entry (Julian) counts, whatever the year. */
export const countsByDay = (timeline: Timeline, month: string): number[] => {
  const counts = Array.from({ length: daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 'julian') }, (_, day) => countIn(timeline, `${month}-${two(day + 1)}`));
  const real = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return counts.length > real && counts.at(-1) === 0 ? counts.slice(0, real) : counts;
};

/** Where the list stands at a day: the newest entry of that day, or else the nearest one before it; the last entry when all are later. */
export const positionOfDay = ({ entries }: Timeline, day: string): number =>
  Math.max(
    0,
    Math.min(
      entries.length - 1,
      firstPast(entries, ({ when }) => when < `${day}~`),
    ),
  );

/** First and last day with an entry, or null when there is none. */
export const spanOf = ({ entries }: Timeline): { readonly first: string; readonly last: string } | null =>
  entries.length === 0 ? null : { first: dayOf(entries.at(-1)!.when), last: dayOf(entries[0]!.when) };

/** The entries next to one in time. */
export const besides = (timeline: Timeline, entry: Entry): { readonly newer: Entry | null; readonly older: Entry | null } => {
  const at = positionOf(timeline, entry);
  const here = timeline.entries[at]?.id === entry.id;
  return { newer: timeline.entries[at - 1] ?? null, older: timeline.entries[here ? at + 1 : at] ?? null };
};
