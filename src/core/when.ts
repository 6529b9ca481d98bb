// When something happened, as a person means it: a day, or a day and a time on the clock of the place.
// Stored as text that sorts: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` or with `:SS`; the offset from UTC, where known, apart.
// Dates before 1970, and before 1900, are ordinary. The years 1 to 9998 are taken; outside them something was misread.

import { ok, refuse, type Refusal, type Result } from './result.ts';

export type When = string;
export type CalendarName = 'gregorian' | 'julian';

export interface WhenAndZone {
  readonly when: When;
  /** Offset from UTC as `Z` or `±HH:MM`; '' when the writer's clock is all that is known. */
  readonly zone: string;
}

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/;

export const isLeapYear = (year: number, calendar: CalendarName = 'gregorian'): boolean => year % 4 === 0 && (calendar === 'julian' || year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number, calendar: CalendarName = 'gregorian'): number =>
  month === 2 ? (isLeapYear(year, calendar) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/**
 * Reads ISO 8601 (date, or date and time, with or without an offset).
 * Refusals: `date-not-understood`, `date-does-not-exist`, `date-out-of-range` (a year before 1, or 9999), each with `{text}`.
 */
export const parseWhen = (text: string, calendar: CalendarName = 'gregorian'): Result<WhenAndZone> => {
  // As it is stored, it needs only to be a day that is.
  if (isWhen(text) && numberAt(text, 8) <= daysInMonth(numberAt(text, 0) * 100 + numberAt(text, 2), numberAt(text, 5), calendar)) return ok({ when: text, zone: '' });
  const shown = text.slice(0, 40);
  const match = SHAPE.exec(text.trim());
  if (!match) return refuse({ code: BEFORE_ONE.test(text.trim()) ? 'date-out-of-range' : 'date-not-understood', with: { text: shown } });
  const [, y, mo, d, h, mi, s, z] = match;
  const [year, month, day] = [Number(y), Number(mo), Number(d)];
  if (year === 0 || year === 9999) return refuse({ code: 'date-out-of-range', with: { text: shown } });
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month, calendar)) return refuse({ code: 'date-does-not-exist', with: { text: shown } });
  if (h === undefined) return ok({ when: `${y}-${mo}-${d}`, zone: '' });
  if (Number(h) > 23 || Number(mi) > 59 || Number(s ?? 0) > 60) return refuse({ code: 'date-does-not-exist', with: { text: shown } });
  const seconds = s !== undefined && s !== '00' ? `:${s === '60' ? '59' : s}` : '';
  return ok({ when: `${y}-${mo}-${d}T${h}:${mi}${seconds}`, zone: zoneOf(z) });
};

/** The refusal for what was typed in place of a day and is none (or is one with a time): why it is none, where that can be said. */
export const noDay = (text: string): Refusal => {
  const read = parseWhen(text);
  return read.ok ? { code: 'date-not-understood', with: { text: text.slice(0, 40) } } : read.error;
};

const zoneOf = (z: string | undefined): string => {
  if (z === undefined) return '';
  if (/^z$/i.test(z)) return 'Z';
  const digits = z.slice(1).replace(':', '').padEnd(4, '0');
  return Number(digits.slice(0, 2)) > 14 || Number(digits.slice(2)) > 59 ? '' : `${z[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
};

/** A day without a time, `YYYY-MM-DD`. */
export const isDay = (value: unknown): value is string => typeof value === 'string' && value.length === 10 && isWhen(value);

export const isWhen = (text: unknown): text is When => {
  if (typeof text !== 'string' || !STORED.test(text)) return false;
  const [year, month, day] = [numberAt(text, 0) * 100 + numberAt(text, 2), numberAt(text, 5), numberAt(text, 8)];
  return year > 0 && year < 9999 && month > 0 && month < 13 && day > 0 && day <= daysInMonth(year, month, 'julian');
};

/** Of two digits. Every entry is asked several times for its day, so nothing is cut out of the text for it. */
const numberAt = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/** ISO 8601 writes 45 BC as year -0044, and with more digits too. */
const BEFORE_ONE = /^[-\u2212]\d{1,6}-\d{1,2}-\d{1,2}(?![\d-])/;

/** The shape of what `parseWhen` gives; of seconds, 00 are left out and 60 are 59. */
const STORED = /^\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::(?!00)[0-5]\d)?)?$/;

const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** An instant as a clock gives it, which every engine reads as the same moment; of what another wrote, nothing else is one. */
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && INSTANT.test(value) && isWhen(value.slice(0, 10)) && Number(value.slice(8, 10)) <= daysInMonth(Number(value.slice(0, 4)), Number(value.slice(5, 7)));

/** As ISO 8601 with the offset, where there is a time and an offset. */
export const whenToIso = ({ when, zone }: WhenAndZone): string => (when.includes('T') ? (when.length === 16 ? `${when}:00` : when) + zone : when);

export const dayOf = (when: When): string => when.slice(0, 10);
export const yearOf = (when: When): number => Number(when.slice(0, 4));
export const monthOf = (when: When): string => when.slice(0, 7);
/** Hours and minutes, or '' for a whole day. */
export const timeOf = (when: When): string => when.slice(11, 16);

/** Days since 1 January 1970 (Gregorian); for either calendar. After Richards, Explanatory Supplement (2013). */
export const dayNumber = (day: string, calendar: CalendarName = 'gregorian'): number => {
  const [y, m, d] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const shift = Math.floor((14 - m) / 12);
  const year = y + 4800 - shift;
  const month = m + 12 * shift - 3;
  const base = d + Math.floor((153 * month + 2) / 5) + 365 * year + Math.floor(year / 4);
  return (calendar === 'julian' ? base - 32_083 : base - Math.floor(year / 100) + Math.floor(year / 400) - 32_045) - 2_440_588;
};

/** Gregorian day, as `YYYY-MM-DD`, from days since 1970. */
export const dayFromNumber = (days: number): string => {
  const f = days + 2_440_588 + 1401 + Math.floor((Math.floor((4 * (days + 2_440_588) + 274_277) / 146_097) * 3) / 4) - 38;
  const e = 4 * f + 3;
  const g = Math.floor((e % 1461) / 4);
  const h = 5 * g + 2;
  const day = Math.floor((h % 153) / 5) + 1;
  const month = ((Math.floor(h / 153) + 2) % 12) + 1;
  const year = Math.floor(e / 1461) - 4716 + Math.floor((14 - month) / 12);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** 0 is Sunday. */
export const weekdayOf = (day: string, calendar: CalendarName = 'gregorian'): number => (((dayNumber(day, calendar) + 4) % 7) + 7) % 7;

/** A day so many months earlier (or later); the last of the month where that month is shorter. */
export const addMonths = (day: string, months: number): string => {
  const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(Math.min(Number(day.slice(8, 10)), daysInMonth(year, month))).padStart(2, '0')}`;
};

export const addDays = (day: string, days: number): string => dayFromNumber(dayNumber(day) + days);
