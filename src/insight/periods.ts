// Time cut into pieces that can be drawn beside one another: weeks, months, quarters, years or decades, whichever gives no more than a dozen.
// Weeks begin on Monday, everywhere alike, so that two devices draw the same.

import { addMonths, dayFromNumber, dayNumber } from '#core/when.ts';

export type Unit = 'week' | 'month' | 'quarter' | 'year' | 'decade';

/** The most that stand beside one another. */
const MOST_PERIODS = 12;
const MONTHS: Readonly<Record<Exclude<Unit, 'week'>, number>> = { month: 1, quarter: 3, year: 12, decade: 120 };

const startOf = (day: string, unit: Unit): string => {
  if (unit === 'week') return dayFromNumber(Math.floor((dayNumber(day) + 3) / 7) * 7 - 3);
  const size = MONTHS[unit];
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const first = Math.floor(months / size) * size;
  return `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}-01`;
};

const nextOf = (start: string, unit: Unit): string => (unit === 'week' ? dayFromNumber(dayNumber(start) + 7) : addMonths(start, MONTHS[unit]));

/** The smallest unit of which no more than a dozen lie between the two days. */
export const unitFor = (first: string, last: string): Unit => {
  const days = dayNumber(last) - dayNumber(first) + 1;
  const lengths: readonly (readonly [Unit, number])[] = [
    ['week', 7],
    ['month', 30.4],
    ['quarter', 91.3],
    ['year', 365.25],
  ];
  return lengths.find(([, length]) => days / length <= MOST_PERIODS - 1)?.[0] ?? 'decade';
};

/** Periods without a gap from the first of them to the last, the same for every value; at most 1,100 (decades of all years there are). */
export interface Periods {
  readonly unit: Unit;
  readonly starts: readonly string[];
  /** How many each holds. */
  readonly of: readonly number[];
  /** In which of them each trial lies. */
  readonly at: readonly number[];
}

export const periodStarts = (trials: readonly { readonly day: string }[]): Periods => {
  if (trials.length === 0) return { unit: 'week', starts: [], of: [], at: [] };
  const [first, last] = [trials[0]!.day, trials.at(-1)!.day];
  const unit = unitFor(first, last);
  const starts: string[] = [];
  for (let start = startOf(first, unit); start <= last && starts.length < 1100; start = nextOf(start, unit)) starts.push(start);
  const of = starts.map(() => 0);
  let now = 0;
  const at = trials.map(({ day }) => {
    while (now < starts.length - 1 && day >= starts[now + 1]!) now++;
    of[now]!++;
    return now;
  });
  return { unit, starts, of, at };
};
