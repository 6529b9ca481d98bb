// What was named, counted: by time of day, day of the week, week, area of life and person. Only words that the person chose are counted,
// nothing is read out of a text. Invariants: below the smallest counts nothing is drawn and no number is compared; what is of no time, area
// or person is left out of that picture and counted beside it; every row names the records that it rests on.

import { addDays, addMonths, dayFromNumber, dayNumber, dayOf, monthOf, timeOf, weekdayOf, type CalendarName, type When } from '#core/when.ts';

export const BY = ['time', 'day', 'week', 'area', 'person'] as const;
export type By = (typeof BY)[number];

/** As they stand in a bar: from unpleasant to pleasant, what is of no quarter last. */
export const SORTS = ['high-unpleasant', 'low-unpleasant', 'low-pleasant', 'high-pleasant', 'none'] as const;
export type Sort = (typeof SORTS)[number];

/** Whatever names feelings: a check-in, an entry, a hard conversation. */
export interface Named {
  readonly id: string;
  readonly when: When;
  readonly calendar?: CalendarName;
  readonly feelings: readonly string[];
  readonly areas: readonly string[];
  readonly people: readonly string[];
}

export interface Row {
  /** `morning`, `1` (Monday) to `7`, the Monday of a week, the first of a month, an area, a person; '' for all. */
  readonly key: string;
  /** Words named, by sort. */
  readonly counts: Readonly<Record<Sort, number>>;
  readonly words: number;
  /** The words, the most often named first. */
  readonly most: readonly { readonly word: string; readonly count: number }[];
  /** Ids of what it rests on, the newest first. */
  readonly from: readonly string[];
  /** Enough to be drawn. */
  readonly isEnough: boolean;
}

export interface Picture {
  readonly by: By;
  /** Weeks stand as months where most of them have too little. */
  readonly isByMonth: boolean;
  readonly all: Row;
  readonly rows: readonly Row[];
  /** How many named something and are of none of the rows. */
  readonly besides: number;
}

/** Fewer times in all say nothing, and fewer in a row are not drawn. */
export const FEWEST = { all: 10, row: 5 } as const;
/** The most rows. */
const MOST_ROWS = 12;

export const TIMES = ['night', 'morning', 'afternoon', 'evening'] as const;
/** Each once; there are a hundred thousand, and most name one or none. */
const each = (words: readonly string[]): readonly string[] => (words.length < 2 ? words : [...new Set(words)]);

const timeKey = (when: When): string[] => {
  const time = timeOf(when);
  return time === '' ? [] : [TIMES[Math.floor(Number(time.slice(0, 2)) / 6)]!];
};
/** 1 is Monday. */
const dayKey = ({ when, calendar }: Named): string => String(weekdayOf(dayOf(when), calendar) || 7);
const weekKey = ({ when, calendar }: Named): string => {
  const number = dayNumber(dayOf(when), calendar);
  return dayFromNumber(number - ((((number + 3) % 7) + 7) % 7));
};

const monthKey = ({ when }: Named): string => `${monthOf(when)}-01`;

const keysOf = (named: Named, by: By | 'month'): readonly string[] => {
  if (by === 'month') return [monthKey(named)];
  if (by === 'time') return timeKey(named.when);
  if (by === 'day') return [dayKey(named)];
  if (by === 'week') return [weekKey(named)];
  return each(by === 'area' ? named.areas : named.people);
};

const rowOf = (key: string, named: readonly Named[], sortOf: (word: string) => Sort, fewest: number): Row => {
  const counts = Object.fromEntries(SORTS.map((sort) => [sort, 0])) as Record<Sort, number>;
  const byWord = new Map<string, number>();
  let words = 0;
  for (const { feelings } of named)
    for (const word of each(feelings)) {
      counts[sortOf(word)] += 1;
      byWord.set(word, (byWord.get(word) ?? 0) + 1);
      words += 1;
    }
  const most = [...byWord].map(([word, count]) => ({ word, count })).sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  return { key, counts, words, most, from: named.map(({ id }) => id), isEnough: named.length >= fewest };
};

const orderOf = (by: By | 'month', keys: readonly string[], times: ReadonlyMap<string, readonly Named[]>): readonly string[] => {
  if (by === 'time') return TIMES.filter((time) => times.has(time));
  if (by === 'day') return keys.toSorted();
  if (by === 'week' || by === 'month') {
    // The last ones without a gap: one in which nothing was named stands there too.
    const sorted = keys.toSorted();
    const [first, last] = [sorted[0]!, sorted.at(-1)!];
    const back = (steps: number): string => (by === 'week' ? addDays(last, -7 * steps) : addMonths(last, -steps));
    return Array.from({ length: MOST_ROWS }, (_, at) => back(MOST_ROWS - 1 - at)).filter((key) => key >= first);
  }
  return keys.toSorted((a, b) => times.get(b)!.length - times.get(a)!.length || (a < b ? -1 : 1)).slice(0, MOST_ROWS);
};

interface Divided {
  readonly keys: readonly string[];
  readonly byKey: ReadonlyMap<string, readonly Named[]>;
}

const divide = (named: readonly Named[], by: By | 'month'): Divided => {
  const byKey = new Map<string, Named[]>();
  const spelt = new Map<string, string>();
  for (const one of named) {
    for (const key of keysOf(one, by)) {
      // A name is the same however it is cased; the newest spelling stands for it.
      const folded = key.toLowerCase();
      const known = spelt.get(folded) ?? key;
      if (known === key) spelt.set(folded, key);
      const those = byKey.get(known);
      if (!those) byKey.set(known, [one]);
      else if (those.at(-1) !== one) those.push(one);
    }
  }
  return { keys: byKey.size === 0 ? [] : orderOf(by, [...byKey.keys()], byKey), byKey };
};

/** Whether most rows in which something was named have too little to be drawn. */
const isThin = ({ keys, byKey }: Divided): boolean => {
  const counts = keys.flatMap((key) => byKey.get(key)?.length ?? []);
  return counts.filter((count) => count >= FEWEST.row).length * 2 < counts.length;
};

/**
 * The picture of what was named since a day ('' for all). `sortOf`: where a word stands, `none` for one of no quarter. Null where too
 * little was named to say anything.
 */
export const overTime = (everything: readonly Named[], by: By, sortOf: (word: string) => Sort, since = ''): Picture | null => {
  const named = everything
    .filter(({ feelings, when }) => feelings.length > 0 && when >= since)
    .toSorted((a, b) => (a.when > b.when ? -1 : a.when < b.when ? 1 : a.id > b.id ? -1 : 1));
  if (named.length < FEWEST.all) return null;
  const first = divide(named, by);
  const isByMonth = by === 'week' && isThin(first);
  const { keys, byKey } = isByMonth ? divide(named, 'month') : first;
  const inRows = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
  return {
    by,
    isByMonth,
    all: rowOf('', named, sortOf, FEWEST.all),
    rows: keys.map((key) => rowOf(key, byKey.get(key) ?? [], sortOf, FEWEST.row)),
    besides: named.length - inRows.size,
  };
};
