// Days, times and months as the person's locale writes them. A day comes as the entry holds it (`YYYY-MM-DD`, in either
// calendar), and never passes through a time zone. The year is written by us and not by Date, which knows neither a
// Julian 29 February nor, without care, the years before 100.

import { timeOf, weekdayOf, type CalendarName, type When } from '#core/when.ts';

export type DayShape = 'full' | 'full-yearless' | 'long' | 'day-month' | 'day-mon' | 'medium' | 'short' | 'short-year' | 'month' | 'month-year' | 'day' | 'weekday';

const SHAPES: Record<DayShape, Intl.DateTimeFormatOptions> = {
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  'full-yearless': { weekday: 'long', day: 'numeric', month: 'long' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  'day-month': { day: 'numeric', month: 'long' },
  'day-mon': { day: 'numeric', month: 'short' },
  medium: { day: 'numeric', month: 'short', year: 'numeric' },
  short: { weekday: 'short', day: 'numeric', month: 'short' },
  'short-year': { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long' },
  'month-year': { month: 'long', year: 'numeric' },
  day: { day: 'numeric' },
  weekday: { weekday: 'long' },
};

// Making a format takes far longer than using it.
const formats = new Map<string, Intl.DateTimeFormat>();
const years = new Map<string, Intl.NumberFormat>();

const formatOf = (locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${name}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', calendar: 'gregory' });
    formats.set(key, format);
  }
  return format;
};

/** 4 January 1970 was a Sunday. */
const weekdayName = (weekday: number, locale: string, width: 'long' | 'short' | 'narrow'): string =>
  formatOf(locale, `weekday ${width}`, { weekday: width }).format(new Date((3 + weekday) * 86_400_000));

/** A day in words: `Friday 26 March 1669`. The weekday is of the calendar given. */
export const formatDay = (when: When, locale: string, shape: DayShape = 'long', calendar: CalendarName = 'gregorian'): string => {
  const [year, month, day] = [Number(when.slice(0, 4)), Number(when.slice(5, 7)), Number(when.slice(8, 10) || '1')];
  const options = SHAPES[shape];
  const format = formatOf(locale, shape, options);
  const written = formatYear(year, locale);
  return format
    .formatToParts(new Date(Date.UTC(2000, month - 1, day)))
    .map((part) => {
      if (part.type === 'year') return written;
      if (part.type === 'weekday') return weekdayName(weekdayOf(when.slice(0, 10), calendar), locale, options.weekday ?? 'long');
      return part.value;
    })
    .join('');
};

/** Each shape within this year, and in another. */
const NEAR = {
  full: ['full-yearless', 'full'],
  long: ['day-month', 'long'],
  short: ['short', 'short-year'],
  brief: ['day-mon', 'medium'],
  month: ['month', 'month-year'],
} as const satisfies Record<string, readonly [DayShape, DayShape]>;
export type NearShape = keyof typeof NEAR;
const near = (when: When, today: When, shape: NearShape): DayShape => NEAR[shape][when.slice(0, 4) === today.slice(0, 4) ? 0 : 1];

/** A day as people say it who live through it: with its year only where that is not the year of `today`. */
export const formatNear = (when: When, today: When, locale: string, shape: NearShape = 'long', calendar: CalendarName = 'gregorian'): string =>
  formatDay(when, locale, near(when, today, shape), calendar);

/** Words that begin a heading: days and months, which many languages write small, then begin with a capital. */
export const asHeading = (text: string, locale: string): string => {
  const [first = ''] = text;
  return first.toLocaleUpperCase(locale) + text.slice(first.length);
};

/** `YYYY-MM` as `March 1669`. */
export const formatMonth = (month: string, locale: string): string => formatDay(`${month.slice(0, 7)}-01`, locale, 'month-year');

/** A number of a year, without separators: `1669`, `١٦٦٩`. */
export const formatYear = (year: number, locale: string): string => {
  let format = years.get(locale);
  if (!format) years.set(locale, (format = new Intl.NumberFormat(locale, { useGrouping: false })));
  return format.format(year);
};

/** The time of an entry on the writer's clock, or '' for a whole day. */
export const formatTime = (when: When, locale: string): string => {
  const time = timeOf(when);
  if (time === '') return '';
  return formatOf(locale, 'time', { hour: 'numeric', minute: '2-digit' }).format(new Date(Date.UTC(2000, 0, 1, Number(time.slice(0, 2)), Number(time.slice(3, 5)))));
};

/** Day and time: `26 March 1669, 19:42`. */
export const formatWhen = (when: When, locale: string, shape: DayShape = 'long', calendar: CalendarName = 'gregorian'): string => {
  const time = formatTime(when, locale);
  const day = formatDay(when, locale, shape, calendar);
  return time === '' ? day : `${day}, ${time}`.replace(', ', locale.startsWith('ar') ? '، ' : ', ');
};

/** The same with its year only where that is not the year of `today`. */
export const formatNearWhen = (when: When, today: When, locale: string, shape: NearShape = 'long'): string => formatWhen(when, locale, near(when, today, shape));

/** Names of the seven days as the locale begins its week; 0 is Sunday. */
export const weekdays = (locale: string, width: 'long' | 'short' | 'narrow' = 'narrow'): { readonly day: number; readonly name: string; readonly full: string }[] => {
  const first = firstDayOfWeek(locale);
  return Array.from({ length: 7 }, (_, index) => {
    const day = (first + index) % 7;
    return { day, name: weekdayName(day, locale, width), full: weekdayName(day, locale, 'long') };
  });
};

/** 0 is Sunday. What the locale says, or Monday where the engine does not know. */
export const firstDayOfWeek = (locale: string): number => {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 }).firstDay % 7;
};

/** How far a day lies back, in the largest whole unit: `9 years ago`, `yesterday`. Both as days since 1970. */
export const formatAgo = (days: number, locale: string): string => {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (days >= 730) return format.format(-Math.floor((days + 1) / 365.25), 'year');
  if (days >= 365) return format.format(-1, 'year');
  if (days >= 60) return format.format(-Math.floor(days / 30.44), 'month');
  if (days >= 14) return format.format(-Math.floor(days / 7), 'week');
  return format.format(-days, 'day');
};

/** The moment now on this device's clock, as an entry carries it. */
export const momentNow = (now = new Date()): { readonly when: When; readonly zone: string; readonly instant: string } => {
  const two = (number: number): string => String(number).padStart(2, '0');
  const offset = -now.getTimezoneOffset();
  return {
    when: `${String(now.getFullYear()).padStart(4, '0')}-${two(now.getMonth() + 1)}-${two(now.getDate())}T${two(now.getHours())}:${two(now.getMinutes())}`,
    zone: `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`,
    instant: now.toISOString(),
  };
};

/** Bytes for people: `6.1 MB`. */
export const formatBytes = (bytes: number, locale: string): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
};
