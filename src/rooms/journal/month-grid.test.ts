import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, isWhen, weekdayOf } from '#core/when.ts';
import { stepFrom, weeksOf } from './month-grid.ts';
import { createTimeline } from './timeline.ts';

const none = createTimeline([]);
const day = fc
  .integer({ min: -700_000, max: 2_900_000 })
  .map((n) => addDays('1970-01-01', n))
  .filter((one) => one >= '0001-01-01' && one <= '9998-12-31');

test('a month has each of its days once, under its weekday', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 6 }), fc.constantFrom('gregorian' as const, 'julian' as const), (one, first, calendar) => {
      const weeks = weeksOf(none, one.slice(0, 7), first, calendar);
      const days = weeks.flat().flatMap((cell) => cell?.day ?? []);
      expect(days).toEqual([...new Set(days)].sort());
      expect(days.length).toBeGreaterThanOrEqual(28);
      for (const week of weeks) week.forEach((cell, at) => cell && expect(weekdayOf(cell.day, calendar)).toBe((first + at) % 7));
    }),
  );
});

test('a step on and a step back come home, and every step is a day that exists', () => {
  fc.assert(
    fc.property(
      day.filter((one) => one > '0002-01-01' && one < '9997-01-01'),
      fc.constantFrom('day' as const, 'week' as const),
      fc.constantFrom('gregorian' as const, 'julian' as const),
      (one, step, calendar) => {
        expect(stepFrom(stepFrom(one, step, 1, calendar), step, -1, calendar)).toBe(one);
        for (const far of ['day', 'week', 'month', 'year'] as const) for (const by of [1, -1]) expect(isWhen(stepFrom(one, far, by, calendar))).toBe(true);
      },
    ),
  );
});

test('the first and the last day that can be kept are the ends', () => {
  expect(stepFrom('0001-01-01', 'day', -1, 'gregorian')).toBe('0001-01-01');
  expect(stepFrom('9998-12-31', 'month', 1, 'gregorian')).toBe('9998-12-31');
  expect(stepFrom('2024-01-31', 'month', 1, 'gregorian')).toBe('2024-02-29');
  expect(stepFrom('1700-02-28', 'day', 1, 'julian')).toBe('1700-02-29');
});
