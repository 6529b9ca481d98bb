import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addMonths, dayFromNumber, dayNumber, isWhen, parseWhen, weekdayOf } from './when.ts';

test('a day and its number go back and forth, from year 1 to 9998', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_162, max: 2_932_531 }), (days) => void expect(dayNumber(dayFromNumber(days))).toBe(days)),
    { numRuns: 2000 },
  );
});

test('weekdays agree with the platform for Gregorian days, and with Pepys for his', () => {
  fc.assert(fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => void expect(weekdayOf(dayFromNumber(days))).toBe(new Date(days * 86_400_000).getUTCDay())));
  expect(weekdayOf('1660-01-01', 'julian')).toBe(0); // "Jan. 1st (Lord's day)"
  expect(weekdayOf('1669-03-26', 'julian')).toBe(5);
});

test.each([
  ['2026-11-22', '2026-11-22', ''],
  ['2026-11-22T09:05', '2026-11-22T09:05', ''],
  ['2026-11-22T09:05:00Z', '2026-11-22T09:05', 'Z'],
  ['2026-11-22 09:05:07.123+0530', '2026-11-22T09:05:07', '+05:30'],
  ['0001-01-01', '0001-01-01', ''],
])('%s is understood', (text, when, zone) => expect(parseWhen(text)).toEqual({ ok: true, value: { when, zone } }));

test.each([
  ['0000-01-01', 'date-out-of-range'],
  ['-0044-03-15', 'date-out-of-range'],
  ['−000044-03-15', 'date-out-of-range'],
  ['-0044-03-15-2', 'date-not-understood'],
  ['9999-12-31', 'date-out-of-range'],
  ['2026-02-30', 'date-does-not-exist'],
  ['2026-13-01', 'date-does-not-exist'],
  ['2026-11-22T25:00', 'date-does-not-exist'],
  ['yesterday', 'date-not-understood'],
  ['', 'date-not-understood'],
])('%s is refused in words', (text, code) => expect(parseWhen(text)).toMatchObject({ ok: false, error: { code } }));

test('29 February exists where the calendar has it', () => {
  expect(isWhen('1700-02-29')).toBe(true); // Julian
  expect(parseWhen('1700-02-29').ok).toBe(false);
  expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});

test('what may be stored is exactly what reading it gives back', () => {
  const digit = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
  const near = fc
    .tuple(fc.constantFrom('0000', '0001', '1900', '2024', '9998', '9999'), digit(13), digit(32), fc.constantFrom('', 'T', ' '), digit(25), digit(61), fc.option(digit(61)))
    .map(
      ([year, month, day, between, hour, minute, second]) => `${year}-${month}-${day}${between}${between === '' ? '' : `${hour}:${minute}${second === null ? '' : `:${second}`}`}`,
    );
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => {
      const read = parseWhen(text, 'julian');
      expect(isWhen(text)).toBe(read.ok && read.value.when === text);
    }),
  );
});
