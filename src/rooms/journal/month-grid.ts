// A month as weeks of seven days, begun on the day that the person's language begins them, with what was written on each.
// Days count as they are written: the weekday of a Julian day is the one people called it then.

import { addDays, addMonths, daysInMonth, weekdayOf, type CalendarName } from '#core/when.ts';
import type { Entry } from './model.ts';
import { countsByDay, entriesIn, type Timeline } from './timeline.ts';

export interface GridDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly count: number;
}

/** Null stands for a day of another month. */
export type Week = readonly (GridDay | null)[];

/** The weeks of a month `YYYY-MM`. `firstDay` 0 is Sunday. */
export const weeksOf = (timeline: Timeline, month: string, firstDay: number, calendar: CalendarName): Week[] => {
  const counts = countsByDay(timeline, month);
  const length = Math.max(counts.length, daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)), calendar));
  const blank = (weekdayOf(`${month}-01`, calendar) - firstDay + 7) % 7;
  const cells: (GridDay | null)[] = [
    ...Array.from({ length: blank }, () => null),
    ...Array.from({ length }, (_, at) => ({ day: `${month}-${String(at + 1).padStart(2, '0')}`, count: counts[at] ?? 0 })),
  ];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7));
};

/** How days were counted then: Julian where the entries of that year, or else the nearest ones, say so. */
export const calendarOf = (timeline: Timeline, year: string): CalendarName => {
  const { entries } = timeline;
  const near = entriesIn(timeline, year)[0] ?? entries.find(({ when }) => when < year) ?? entries.at(-1);
  return near && Math.abs(Number(near.when.slice(0, 4)) - Number(year)) <= 1 ? near.calendar : 'gregorian';
};

const LEAST = '0001-01-01';
const MOST = '9998-12-31';
const within = (day: string): string => (day < LEAST ? LEAST : day > MOST ? MOST : day);

export type Step = 'day' | 'week' | 'month' | 'year';

/** The day so many steps on, within the years that Kith keeps; the last day of a shorter month. */
export const stepFrom = (day: string, step: Step, by: number, calendar: CalendarName): string => {
  if (step === 'month' || step === 'year') {
    const months = step === 'year' ? by * 12 : by;
    const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
    if (total < 12 || total >= 9999 * 12) return day;
    const to = addMonths(`${day.slice(0, 7)}-01`, months);
    const last = daysInMonth(Number(to.slice(0, 4)), Number(to.slice(5, 7)), calendar);
    return `${to.slice(0, 7)}-${String(Math.min(Number(day.slice(8)), last)).padStart(2, '0')}`;
  }
  // A Julian 29 February has no neighbour in the Gregorian count: one step stays inside the month as it was written.
  const by_ = step === 'week' ? by * 7 : by;
  const date = Number(day.slice(8)) + by_;
  const length = daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)), calendar);
  if (date >= 1 && date <= length) return `${day.slice(0, 8)}${String(date).padStart(2, '0')}`;
  if (calendar === 'gregorian') return day <= LEAST && by < 0 ? day : day >= MOST && by > 0 ? day : within(addDays(day, by_));
  const other = stepFrom(`${day.slice(0, 7)}-01`, 'month', Math.sign(by), calendar);
  if (other.slice(0, 7) === day.slice(0, 7)) return day;
  const otherLength = daysInMonth(Number(other.slice(0, 4)), Number(other.slice(5, 7)), calendar);
  return `${other.slice(0, 8)}${String(by > 0 ? date - length : otherLength + date).padStart(2, '0')}`;
};

/** The feelings named on a day, each once, the most recent entry first. */
export const feelingsOn = (entries: readonly Entry[]): string[] => [...new Set(entries.flatMap(({ feelings }) => feelings))];
