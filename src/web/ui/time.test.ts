import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysInMonth } from '#core/when.ts';
import { asHeading, firstDayOfWeek, formatAgo, formatDay, formatMonth, formatNear, formatNearWhen, formatWhen, momentNow, weekdays, type NearShape } from './time.ts';

/** Without the comma, which comes and goes with the engine's locale data. */
const spoken = (day: string, calendar: 'gregorian' | 'julian' = 'gregorian'): string => formatDay(day, 'en-GB', 'full', calendar).replace(',', '');

describe('days in words', () => {
  test('are those of the entry, whatever the time zone of the device', () => {
    expect(spoken('1669-03-26')).toBe('Tuesday 26 March 1669');
    expect(formatDay('2024-02-29', 'es', 'long')).toBe('29 de febrero de 2024');
    expect(formatDay('2025-03-14', 'ar-u-nu-arab', 'long')).toBe('١٤ مارس ٢٠٢٥');
  });

  test('have the weekday of the calendar they were written in', () => {
    // Pepys, by the Julian calendar, wrote on a Friday; the Gregorian calendar would say Tuesday.
    expect(spoken('1669-03-26', 'julian')).toBe('Friday 26 March 1669');
    expect(spoken('1700-02-29', 'julian')).toBe('Thursday 29 February 1700');
  });

  test('work before the year 1000, and agree with the engine where it can be asked', () => {
    expect(formatDay('0079-08-24', 'en-GB', 'long')).toBe('24 August 79');
    expect(formatMonth('0812-01', 'en-GB')).toBe('January 812');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9998 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom('en-GB', 'en-US', 'es', 'de', 'ar', 'zh'),
        (y, m, d, locale) => {
          const day = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(d, daysInMonth(y, m))).padStart(2, '0')}`;
          const date = new Date(0);
          date.setUTCFullYear(y, m - 1, Number(day.slice(8)));
          expect(formatDay(day, locale, 'full')).toBe(
            new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' }).format(date),
          );
        },
      ),
    );
  });

  test('of this year go without their year, of another have it, in each shape', () => {
    const NEAR = ['long', 'full', 'short', 'brief', 'month'] as const;
    const said = (day: string, shape: NearShape): string => formatNear(day, '2026-11-25', 'en-GB', shape).replaceAll(',', '');
    expect(NEAR.map((shape) => said('2026-12-01', shape))).toEqual(['1 December', 'Tuesday 1 December', 'Tue 1 Dec', '1 Dec', 'December']);
    expect(NEAR.map((shape) => said('2027-03-01', shape))).toEqual(['1 March 2027', 'Monday 1 March 2027', 'Mon 1 Mar 2027', '1 Mar 2027', 'March 2027']);
    expect(formatNear('2026-12-01', '2026-11-25', 'ar-u-nu-arab')).toBe('١ ديسمبر');
    expect(formatNearWhen('2026-12-01T19:00', '2026-11-25', 'en-GB')).toBe('1 December, 19:00');
    expect(formatNearWhen('2027-01-04T19:00', '2026-11-25', 'en-GB')).toBe('4 January 2027, 19:00');
  });

  test('begin with a capital where they are a heading', () => {
    expect(asHeading(formatDay('2026-11-26', 'es', 'full'), 'es')).toBe('Jueves, 26 de noviembre de 2026');
    expect(asHeading(formatMonth('2026-11', 'es'), 'es')).toBe('Noviembre de 2026');
    expect(asHeading('𐐨', 'en')).toBe('𐐀');
    expect(asHeading('', 'en')).toBe('');
  });

  test('carry the time only where the entry has one', () => {
    expect(formatWhen('2024-05-01T19:42', 'en-GB')).toBe('1 May 2024, 19:42');
    expect(formatWhen('2024-05-01', 'en-GB')).toBe('1 May 2024');
  });

  test('the week begins as the locale begins it, and has every day once', () => {
    expect(firstDayOfWeek('en-GB')).toBe(1);
    expect(firstDayOfWeek('en-US')).toBe(0);
    expect(firstDayOfWeek('ar-EG')).toBe(6);
    for (const locale of ['en-GB', 'en-US', 'ar-EG', 'es']) expect(new Set(weekdays(locale).map(({ day }) => day)).size).toBe(7);
    expect(weekdays('en-GB', 'long')[0]?.name).toBe('Monday');
  });

  test('how long ago is said in whole units', () => {
    expect([0, 1, 5, 15, 70, 365, 730, 3287].map((days) => formatAgo(days, 'en-GB'))).toEqual([
      'today',
      'yesterday',
      '5 days ago',
      '2 weeks ago',
      '2 months ago',
      'last year',
      '2 years ago',
      '9 years ago',
    ]);
  });

  test('the moment now is on the clock of the device, with its offset', () => {
    const moment = momentNow(new Date(2024, 4, 1, 9, 5));
    expect(moment.when).toBe('2024-05-01T09:05');
    expect(moment.zone).toMatch(/^[+-]\d\d:\d\d$/);
    expect(new Date(`${moment.when}:00${moment.zone}`).toISOString()).toBe(moment.instant);
  });
});
