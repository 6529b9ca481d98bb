// A day and a time as people type them: `2026-03-09`, `9.3.2026`, `26 March 1669`, `Mar 26, 1669`, "yesterday", `8.30 pm`.
// Names of months, of today and yesterday, and the order of day and month come from the screen in its language.
// Invariant: what could mean two days is read in the order the language uses, and the screen shows what was read.

import { addDays, isWhen, parseWhen, type CalendarName } from '#core/when.ts';
import { refuse, ok, type Result } from '#core/result.ts';

export interface Spoken {
  /** Twelve lists of names, long and short. */
  readonly months: readonly (readonly string[])[];
  readonly today: readonly string[];
  readonly yesterday: readonly string[];
  /** Whether the day stands before the month in figures: 9/3 is 9 March. */
  readonly dayFirst: boolean;
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Arabic-Indic and Persian digits as ASCII ones. */
export const plainDigits = (text: string): string => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String(digit.charCodeAt(0) & 15));

const day = (year: string, month: number, date: string, shown: string, calendar: CalendarName): Result<string> => {
  const parsed = parseWhen(`${year.padStart(4, '0')}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`, calendar);
  return parsed.ok ? ok(parsed.value.when) : refuse({ ...parsed.error, with: { text: shown } });
};

// Two figures for a year are a year of this century up to next year, else of the last one.
const fullYear = (year: string, today: string): string => {
  if (year.length > 2) return year;
  const century = Number(today.slice(0, 2)) * 100;
  const guess = century + Number(year);
  return String(guess > Number(today.slice(0, 4)) + 1 ? guess - 100 : guess);
};

/**
 * Reads a day. `today` is `YYYY-MM-DD` on the writer's clock; a day without a year is the last one that was.
 * Refusals: those of `parseWhen`.
 */
export const parseTypedDay = (typed: string, today: string, spoken: Spoken, calendar: CalendarName = 'gregorian'): Result<string> => {
  const shown = typed.trim().slice(0, 40);
  const text = fold(plainDigits(typed)).replace(/[،,]/gu, ' ').replace(/\s+/gu, ' ').trim();
  if (spoken.today.some((one) => fold(one) === text)) return ok(today);
  if (spoken.yesterday.some((one) => fold(one) === text)) return ok(addDays(today, -1));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return day(iso[1]!, Number(iso[2]), iso[3]!, shown, calendar);
  const figures = /^(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{4}|\d{2}))?\.?$/.exec(text);
  if (figures) {
    const [, a = '', b = '', year] = figures;
    const dayFirst = Number(a) > 12 || (spoken.dayFirst && Number(b) <= 12);
    return lastOf(year, dayFirst ? Number(b) : Number(a), dayFirst ? a : b, today, shown, calendar);
  }
  const words = text
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/\b(?:de|del|of)\b/g, ' ')
    .replace(/\./g, ' ')
    .split(' ')
    .filter(Boolean);
  const month = words.map((word) => spoken.months.findIndex((names) => names.some((name) => fold(name).replace(/\./g, '') === word))).find((at) => at >= 0);
  const numbers = words.filter((word) => /^\d{1,4}$/.test(word));
  if (month !== undefined && numbers.length >= 1 && numbers.length <= 2) {
    const yearAt = numbers.findIndex((one) => one.length > 2);
    const year = numbers.length === 1 ? undefined : numbers[yearAt >= 0 ? yearAt : 1];
    const date = numbers.length === 1 ? numbers[0]! : numbers[yearAt === 0 ? 1 : 0]!;
    if (date.length <= 2) return lastOf(year, month + 1, date, today, shown, calendar);
  }
  return refuse({ code: 'date-not-understood', with: { text: shown } });
};

const lastOf = (year: string | undefined, month: number, date: string, today: string, shown: string, calendar: CalendarName): Result<string> => {
  if (year !== undefined) return day(fullYear(year, today), month, date, shown, calendar);
  const this_ = day(today.slice(0, 4), month, date, shown, calendar);
  return this_.ok && this_.value > today ? day(String(Number(today.slice(0, 4)) - 1), month, date, shown, calendar) : this_;
};

/** Reads a time as `HH:MM`; '' for nothing typed. Refusal: `time-not-understood`. */
export const parseTypedTime = (typed: string): Result<string> => {
  const text = fold(plainDigits(typed)).trim();
  if (text === '') return ok('');
  const match = /^(\d{1,2})(?:\s?[:.h]\s?(\d{2}))?\s?(?:([ap])\.?\s?m\.?|([صم]))?$/.exec(text);
  const refused = refuse({ code: 'time-not-understood', with: { text: typed.trim().slice(0, 40) } });
  if (!match) return refused;
  const [, h = '', m = '00', latin, arabic] = match;
  const half = latin ?? (arabic === 'ص' ? 'a' : arabic === 'م' ? 'p' : undefined);
  let hours = Number(h);
  if (half !== undefined && (hours < 1 || hours > 12)) return refused;
  if (half !== undefined) hours = (hours % 12) + (half === 'p' ? 12 : 0);
  const time = `${String(hours).padStart(2, '0')}:${m}`;
  return isWhen(`2000-01-01T${time}`) ? ok(time) : refused;
};
