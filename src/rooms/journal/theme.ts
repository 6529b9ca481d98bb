// One entry a year on what an old entry is about: for every other year the one that shares most of its topics and people,
// rarer names counting more; of those alike the one nearest in the year. Never a heavy one, never a look-back note.

import { dayNumber, daysInMonth } from '#core/when.ts';
import { APART, type ThenAndNow } from './look-back.ts';
import type { Entry } from './model.ts';
import { nameKey, type Timeline } from './timeline.ts';

export interface OnTheme {
  readonly year: number;
  readonly entry: Entry;
  /** The names it shares, spelled as in the old entry, the rarest first. */
  readonly shared: readonly string[];
  /** How much the two share: a name that is in one of n entries counts ln n. */
  readonly score: number;
}

/** Days of a leap year before each month, 1 to 12. */
const BEFORE: readonly number[] = Array.from({ length: 13 }, (_, month) =>
  Array.from({ length: Math.max(0, month - 1) }, (_none, at) => daysInMonth(2000, at + 1)).reduce((sum, days) => sum + days, 0),
);

/** Day of a leap year, 1 to 366. */
const dayOfYear = (when: string): number => BEFORE[Number(when.slice(5, 7))]! + Number(when.slice(8, 10));

const found = new WeakMap<Timeline, { readonly entry: Entry; readonly years: readonly OnTheme[] }>();

/**
 * The other years, the latest first; empty where the entry names nothing. The last answer of a timeline is kept: a page that is drawn while somebody
 * scrolls begins anew many times before it is done, and every entry is looked at here.
 */
export const eachYearOn = (entry: Entry, timeline: Timeline): readonly OnTheme[] => {
  const known = found.get(timeline);
  if (known?.entry === entry) return known.years;
  const years = findYears(entry, timeline);
  found.set(timeline, { entry, years });
  return years;
};

const findYears = (entry: Entry, { entries, names }: Timeline): OnTheme[] => {
  // What each spelling in the journal counts, by the rarity of its name: an entry is then looked at without folding a letter.
  const weights = { topics: new Map<string, readonly [string, number]>(), people: new Map<string, readonly [string, number]>() };
  for (const sort of ['topics', 'people'] as const)
    for (const name of entry[sort]) {
      const known = names[sort].get(nameKey(name));
      if (!known || known.count < 2) continue;
      const weight = Math.log((entries.length + 1) / known.count);
      for (const spelling of known.spellings.keys()) weights[sort].set(spelling, [name, weight]);
    }
  if (weights.topics.size + weights.people.size === 0) return [];
  const own = entry.when.slice(0, 4);
  const ownDay = dayOfYear(entry.when);
  const best = new Map<string, { readonly entry: Entry; readonly score: number; readonly far: number }>();
  for (const other of entries) {
    if (other.heavy || other.form === 'look-back') continue;
    const year = other.when.slice(0, 4);
    if (year === own) continue;
    let score = 0;
    for (const name of other.topics) score += weights.topics.get(name)?.[1] ?? 0;
    for (const name of other.people) score += weights.people.get(name)?.[1] ?? 0;
    if (score === 0) continue;
    const known = best.get(year);
    if (known && known.score > score) continue;
    // Over the turn of the year as well.
    const days = Math.abs(dayOfYear(other.when) - ownDay);
    const far = Math.min(days, 366 - days);
    if (!known || known.score < score || far < known.far) best.set(year, { entry: other, score, far });
  }
  const sharedBy = (other: Entry): string[] => {
    const pairs = (['topics', 'people'] as const).flatMap((sort) =>
      other[sort].flatMap((name) => {
        const pair = weights[sort].get(name);
        return pair ? [pair] : [];
      }),
    );
    return [...new Set(pairs.sort((a, b) => b[1] - a[1]).map(([name]) => name))];
  };
  return [...best].sort(([a], [b]) => (a < b ? 1 : -1)).map(([year, { entry: other, score }]) => ({ year: Number(year), entry: other, shared: sharedBy(other), score }));
};

/** The first and the last of some entries (newest first) that may stand side by side; null when they lie too near. */
export const firstAndLast = (entries: readonly Entry[]): ThenAndNow | null => {
  const may = (entry: Entry): boolean => !entry.heavy && entry.form !== 'look-back' && entry.text.trim() !== '';
  const [then, now] = [entries.findLast(may), entries.find(may)];
  if (!then || !now) return null;
  const daysApart = dayNumber(now.when) - dayNumber(then.when);
  // oxlint-disable-next-line unicorn/no-thenable -- the two are called then and now; nothing awaits them
  return daysApart < APART ? null : { then, now, daysApart, reasons: [] };
};

/** Names that half of all entries have say nothing; one that a tenth of them has, does. */
const ENOUGH = Math.log(10);
/** What the same day of the year counts beside shared names. */
const SAME_DAY = Math.log(30);

/**
 * An entry and one of another year to set beside it: an older one where there is one that shares enough, else a later one.
 * Of those alike the one furthest away. Null when nothing but common names is shared.
 */
export const besideInTime = (entry: Entry, others: readonly OnTheme[]): ThenAndNow | null => {
  if (entry.heavy) return null;
  const worth = (one: OnTheme): number => one.score + (one.entry.when.slice(5, 10) === entry.when.slice(5, 10) ? SAME_DAY : 0);
  const pick = (of: readonly OnTheme[]): OnTheme | undefined =>
    of.filter((one) => one.score >= ENOUGH).sort((a, b) => worth(b) - worth(a) || Math.abs(b.year - year) - Math.abs(a.year - year))[0];
  const year = Number(entry.when.slice(0, 4));
  const chosen = pick(others.filter((one) => one.year < year)) ?? pick(others.filter((one) => one.year > year));
  if (!chosen) return null;
  const [then, now] = chosen.year < year ? [chosen.entry, entry] : [entry, chosen.entry];
  const has = (names: readonly string[]): string[] => chosen.shared.filter((name) => names.some((one) => nameKey(one) === nameKey(name)));
  const [topics, people] = [has(entry.topics), has(entry.people)];
  return {
    // oxlint-disable-next-line unicorn/no-thenable
    then,
    now,
    daysApart: dayNumber(now.when) - dayNumber(then.when),
    reasons: [
      ...(topics.length > 0 ? [{ code: 'shares-topics', with: { topics } }] : []),
      ...(people.length > 0 ? [{ code: 'shares-people', with: { people } }] : []),
      ...(then.when.slice(5, 10) === now.when.slice(5, 10) ? [{ code: 'same-day', with: { year: now.when.slice(0, 4) } }] : []),
    ],
  };
};
