// Days and clocks as people's programs write them: 2024-05-01, 01.05.2024, May 1, 2024, 1 de mayo de 2024, Feb 20th, 2021;
// 09:00, 9:05 pm, 9.05 p. m., ٩:٠٥ م. Here because jrnl and Daylio write dates in the person's own format, and notes are named after days.
// Invariants: a day that does not exist is refused, never moved; a day that can be read two ways is read as the
// caller says; bounded work for any text (only the first 80 signs are looked at).

import { parseWhen } from '#core/when.ts';

/** Which number comes first where both could be a month. */
export type DayOrder = 'day-first' | 'month-first';

export interface LooseDate {
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]`. */
  readonly when: string;
  /** `Z`, `±HH:MM` or ''. */
  readonly zone: string;
}

const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
/** Arabic and Persian digits as 0 to 9; every kind of space as a plain one; direction marks away. */
const plain = (text: string): string =>
  text
    .slice(0, 80)
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/،/g, ',')
    .trim();

const LANGUAGES = ['en', 'es', 'ar', 'de', 'fr', 'pt', 'it', 'nl'];
const monthsByLocale = new Map<string, ReadonlyMap<string, number>>();

const fold = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');

const monthsOf = (locale: string): ReadonlyMap<string, number> => {
  const held = monthsByLocale.get(locale);
  if (held) return held;
  const out = new Map<string, number>();
  for (const language of [locale, ...LANGUAGES]) {
    for (const width of ['long', 'short'] as const) {
      for (let month = 0; month < 12; month += 1) {
        let name = '';
        try {
          name = fold(new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { month: width, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, month, 15))));
        } catch {
          continue;
        }
        if (name !== '' && !/\d/.test(name) && !out.has(name)) out.set(name, month + 1);
      }
    }
  }
  out.set('sept', 9);
  monthsByLocale.set(locale, out);
  return out;
};

const pad = (value: string | number, length = 2): string => String(value).padStart(length, '0');

/** Before or after noon, as Chinese, Japanese and Korean put it in front. */
const HALF_FIRST = /^(?:(上午|午前|오전)|(下午|午後|오후)) ?(.+)$/;
const CLOCK = /^(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?(?:[.,]\d{1,9})? ?(a\.? ?m\.?|p\.? ?m\.?|ص|م|صباحا|مساء)? ?(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;

/** A clock of 24 or 12 hours as `HH:MM` or `HH:MM:SS` and its offset; null when it is none. A bare hour needs its am or pm. */
export const parseClock = (text: string): { readonly time: string; readonly zone: string } | null => {
  const front = HALF_FIRST.exec(plain(text));
  const match = CLOCK.exec(front ? `${front[3]} ${front[1] === undefined ? 'pm' : 'am'}` : plain(text));
  if (!match) return null;
  const [, h, m, s, half, zone] = match;
  if (m === undefined && half === undefined) return null;
  let hour = Number(h);
  if (half !== undefined) {
    const after = /^(?:p|م)/i.test(half);
    // "14:30 pm" is written by clocks that say both: the hour stands.
    if (hour < 1 && m === undefined) return null;
    if (hour <= 12) hour = (hour % 12) + (after ? 12 : 0);
  }
  if (hour > 23 || Number(m ?? 0) > 59 || Number(s ?? 0) > 60) return null;
  const seconds = s === undefined || s === '00' ? '' : `:${s === '60' ? '59' : s}`;
  const offset = zone === undefined ? '' : /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  return { time: `${pad(hour)}:${m ?? '00'}${seconds}`, zone: offset };
};

interface Day {
  readonly year: string;
  readonly month: number;
  readonly day: number;
  /** What stands after the day. */
  readonly rest: string;
}

const WEEKDAY = /^\p{L}[\p{L}\p{M}.-]{1,14},? (?=\S)/u;
const YEAR_FIRST = /^(\d{4})([-/._ ])(\d{1,2})\2(\d{1,2})(?!\d)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
/** With the day of the week that may stand behind. */
const EAST_ASIAN =
  /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](?:,? ?[(（]?(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[月火水木金土日](?:曜日?)?(?![\p{L}])|[월화수목금토일](?:요일)?)[)）]?)?/u;
const NAMED_MONTH_FIRST = /^(\p{L}[\p{L}\p{M}]{1,14})\.? (\d{1,2})(?:st|nd|rd|th|\.)?(?:,| de| del)? ?(\d{4})(?!\d)/u;
const NAMED_DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th|\.|º)?[ -](?:de |of )?(\p{L}[\p{L}\p{M}]{1,14})\.?(?:,| de| del)?[ -](\d{4})(?!\d)/u;
const NAMED_YEAR_FIRST = /^(\d{4})[ -](\p{L}[\p{L}\p{M}]{1,14})\.?[ -](\d{1,2})(?!\d)/u;

const fullYear = (year: string): string => (year.length === 4 ? year : Number(year) < 70 ? `20${year}` : `19${year}`);

const dayAtStart = (text: string, order: DayOrder, locale: string): Day | null => {
  const numbers = YEAR_FIRST.exec(text) ?? null;
  if (numbers) return { year: numbers[1]!, month: Number(numbers[3]), day: Number(numbers[4]), rest: text.slice(numbers[0].length) };
  const compact = COMPACT.exec(text);
  if (compact) return { year: compact[1]!, month: Number(compact[2]), day: Number(compact[3]), rest: text.slice(compact[0].length) };
  const last = YEAR_LAST.exec(text);
  if (last) {
    const [first, second] = [Number(last[1]), Number(last[3])];
    // Dots are written day first everywhere; else what cannot be a month decides, and then the order asked for.
    const monthFirst = first <= 12 && (second > 12 || (order === 'month-first' && last[2] !== '.'));
    return { year: fullYear(last[4]!), month: monthFirst ? first : second, day: monthFirst ? second : first, rest: text.slice(last[0].length) };
  }
  const eastAsian = EAST_ASIAN.exec(text);
  if (eastAsian) return { year: eastAsian[1]!, month: Number(eastAsian[2]), day: Number(eastAsian[3]), rest: text.slice(eastAsian[0].length) };
  const months = monthsOf(locale);
  const named = NAMED_MONTH_FIRST.exec(text);
  const month = named ? months.get(fold(named[1]!)) : undefined;
  if (named && month) return { year: named[3]!, month, day: Number(named[2]), rest: text.slice(named[0].length) };
  const after = NAMED_DAY_FIRST.exec(text);
  const monthAfter = after ? months.get(fold(after[2]!)) : undefined;
  if (after && monthAfter) return { year: after[3]!, month: monthAfter, day: Number(after[1]), rest: text.slice(after[0].length) };
  const first = NAMED_YEAR_FIRST.exec(text);
  const monthFirst = first ? months.get(fold(first[2]!)) : undefined;
  if (first && monthFirst) return { year: first[1]!, month: monthFirst, day: Number(first[3]), rest: text.slice(first[0].length) };
  return null;
};

/**
 * A day, with or without a clock after it, that is the whole of the text. `no`: it is no date at all; `impossible`: it has
 * the shape of one, but there is no such day or hour (or it lies in the year 0 or 9999).
 */
export const parseLooseDate = (written: string, order: DayOrder = 'day-first', locale = 'en'): LooseDate | 'no' | 'impossible' => {
  const text = plain(written);
  const found = dayAtStart(text, order, locale) ?? dayAtStart(text.replace(WEEKDAY, ''), order, locale);
  if (!found) return 'no';
  const clock = found.rest.replace(/^(?:,? (?:at|um|a las|à|alle|الساعة)|[T,_]| -)? ?/i, '');
  const day = `${found.year}-${pad(found.month)}-${pad(found.day)}`;
  if (clock === '') return parseWhen(day).ok ? { when: day, zone: '' } : 'impossible';
  const time = parseClock(clock);
  if (!time) return /^\d{1,2}[:.]\d{2}/.test(clock) && parseClock(clock.replace(/^\d{1,2}/, '10').replace(/\d{2}/g, '10')) ? 'impossible' : 'no';
  const when = `${day}T${time.time}`;
  return parseWhen(when).ok ? { when, zone: time.zone } : 'impossible';
};

/**
 * In which order days and months stand in these dates: the first that can only be read one way tells; else the
 * person's language (only English as written in the United States puts the month first).
 */
export const dayOrderOf = (dates: Iterable<string>, locale: string): DayOrder => {
  for (const date of dates) {
    const match = YEAR_LAST.exec(plain(date));
    if (match && Number(match[1]) > 12 && Number(match[3]) <= 12) return 'day-first';
    if (match && Number(match[3]) > 12 && Number(match[1]) <= 12) return 'month-first';
  }
  return /^en(?:-US)?$/i.test(locale) ? 'month-first' : 'day-first';
};
