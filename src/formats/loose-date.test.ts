import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWhen } from '#core/when.ts';
import { dayOrderOf, parseClock, parseLooseDate } from './loose-date.ts';

describe('a day as a program or a person wrote it', () => {
  test.each([
    ['2020-01-01 10:00', '2020-01-01T10:00'],
    ['2020-01-01T10:00:30', '2020-01-01T10:00:30'],
    ['2020/1/2 9:05 PM', '2020-01-02T21:05'],
    ['20240501', '2024-05-01'],
    ['10.06.2013 15:40', '2013-06-10T15:40'],
    ['13/01/2020 08:00', '2020-01-13T08:00'],
    ['01/13/2020 08:00 AM', '2020-01-13T08:00'],
    ['May 1, 2024 at 12:30 am', '2024-05-01T00:30'],
    ['Wed 1 May 2024 12:00 p.m.', '2024-05-01T12:00'],
    ['Feb 20th, 2021', '2021-02-20'],
    ['1 de mayo de 2024', '2024-05-01'],
    ['miércoles, 1 de mayo de 2024 9:05 p. m.', '2024-05-01T21:05'],
    ['1. Mai 2024 um 18:00', '2024-05-01T18:00'],
    ['٠١/٠٥/٢٠٢٤ ٩:٠٥ م', '2024-05-01T21:05'],
    ['١ مايو ٢٠٢٤', '2024-05-01'],
    ['Thu Jan 2 2020', '2020-01-02'],
  ])('%s is %s', (text, when) => expect(parseLooseDate(text)).toMatchObject({ when }));

  test.each(['2020-13-45 10:00', '2023-02-29', '0000-01-01', '9999-01-01 10:00', '2020-01-01 25:00'])('%s has the shape of a day that does not exist', (text) =>
    expect(parseLooseDate(text)).toBe('impossible'),
  );
  test.each(['1', 'some words', '2019-07 14:23', '2020-01-01 and more', '', 'May I ask 20 things'])('%j is no day', (text) => expect(parseLooseDate(text)).toBe('no'));

  test('12 and 24 hours, mixed', () => {
    expect(['12:00 AM', '12:01 pm', '1:23\u202fam', '14:58', '14:58 PM', '9 pm', '9', '25:00', '9:60'].map((text) => parseClock(text)?.time ?? null)).toEqual([
      '00:00',
      '12:01',
      '01:23',
      '14:58',
      '14:58',
      '21:00',
      null,
      null,
      null,
    ]);
  });
  test('day and month are told apart by the first date that can be read one way only', () => {
    expect(dayOrderOf(['01/02/2020', '13/02/2020'], 'en-US')).toBe('day-first');
    expect(dayOrderOf(['01/02/2020', '02/13/2020'], 'es')).toBe('month-first');
    expect([dayOrderOf(['01/02/2020'], 'en-US'), dayOrderOf(['01/02/2020'], 'en-GB'), dayOrderOf([], 'ar')]).toEqual(['month-first', 'day-first', 'day-first']);
  });
  test('whatever is read is a day that Kith takes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9:/. T-]{4,20}( [ap]m)?$/)), (text) => {
        const read = parseLooseDate(text);
        return typeof read === 'string' || isWhen(read.when);
      }),
      { numRuns: 1000 },
    );
  });
});
