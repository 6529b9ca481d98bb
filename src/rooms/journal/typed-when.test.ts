import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWhen } from '#core/when.ts';
import { parseTypedDay, parseTypedTime, type Spoken } from './typed-when.ts';

const english: Spoken = {
  months: 'January February March April May June July August September October November December'.split(' ').map((name) => [name, name.slice(0, 3)]),
  today: ['today'],
  yesterday: ['yesterday'],
  dayFirst: true,
};
const TODAY = '2026-03-09';
const read = (typed: string, spoken: Spoken = english, calendar?: 'julian') => {
  const day = parseTypedDay(typed, TODAY, spoken, calendar);
  return day.ok ? day.value : day.error.code;
};

describe('a day as it is typed', () => {
  test('nothing typed ever fails in another way than by saying so, and what is understood is a day', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[\d ./,-]{0,12}$/)), (typed) => {
        const day = parseTypedDay(typed, TODAY, english);
        return day.ok ? isWhen(day.value) && day.value.length === 10 : day.error.code.startsWith('date-');
      }),
    );
  });

  test('any day of the years 1 to 9998 is understood, written by number or by name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9998 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (year, month, date) => {
        const two = (value: number): string => String(value).padStart(2, '0');
        const full = `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
        expect(read(full)).toBe(full);
        expect(read(`${date} ${english.months[month - 1]![0]!} ${String(year).padStart(4, '0')}`)).toBe(full);
        expect(read(`${date}.${month}.${String(year).padStart(4, '0')}`)).toBe(full);
      }),
    );
  });

  test.each([
    ['26 March 1669', '1669-03-26'],
    ['Mar 26, 1669', '1669-03-26'],
    ['26th of march 1669', '1669-03-26'],
    ['1669 March 26', '1669-03-26'],
    ['yesterday', '2026-03-08'],
    ['9/3', '2026-03-09'],
    ['10 March', '2025-03-10'],
    ['1.2.98', '1998-02-01'],
    ['٢٦/٣/١٦٦٩', '1669-03-26'],
  ])('%s is %s', (typed, day) => expect(read(typed)).toBe(day));

  test('day and month are read in the order of the language, unless only one order is possible', () => {
    expect(read('4/3/2020', { ...english, dayFirst: false })).toBe('2020-04-03');
    expect(read('4/3/2020')).toBe('2020-03-04');
    expect(read('3/14/2020')).toBe('2020-03-14');
    expect(read('14/3/2020', { ...english, dayFirst: false })).toBe('2020-03-14');
  });

  test('a day that only the old calendar has is taken as one of it', () => {
    expect(read('29 February 1700')).toBe('date-does-not-exist');
    expect(read('29 February 1700', english, 'julian')).toBe('1700-02-29');
  });
});

describe('a time as it is typed', () => {
  test.each([
    ['20:30', '20:30'],
    ['8.30 pm', '20:30'],
    ['8pm', '20:00'],
    ['12 am', '00:00'],
    ['12:15 p.m.', '12:15'],
    ['٢٠:٣٠', '20:30'],
    ['٨:٣٠ م', '20:30'],
    ['7', '07:00'],
    ['', ''],
  ])('%j is %j', (typed, time) => expect(parseTypedTime(typed)).toEqual({ ok: true, value: time }));

  test.each(['25:00', '13 pm', '8:75', 'soon'])('%j is not understood', (typed) => expect(parseTypedTime(typed).ok).toBe(false));
});
