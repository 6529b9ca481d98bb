// Whatever the clocks of those who joined say, the days beside their names never contradict one another, nor the calendar of the reader.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../test/seed.ts';
import { sinceIn } from './since.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-25T12:00:00.000Z');
const instant = (days: number): string => new Date(NOW + days * DAY).toISOString();
const members = (days: readonly number[]) => days.map((day, n) => ({ id: `m${n}`, since: instant(day) }));
const shownOf = (days: readonly number[]) => [...sinceIn(members(days), instant(0)).keys()].sort();

test('A clock that is years off hides its own day alone', () => {
  expect(shownOf([-300, -200, -100, -1, 0])).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  // Ten years ahead; ten years back; half a year ahead, which lies behind us by now.
  expect(shownOf([-300, 3650, -100, -1])).toEqual(['m0', 'm2', 'm3']);
  expect(shownOf([-300, -200, -3650, -1])).toEqual(['m0', 'm1', 'm3']);
  expect(shownOf([-20, -200, -190, -180])).toEqual(['m1', 'm2', 'm3']);
  expect(sinceIn([{ id: 'm0', since: '' }], instant(0)).size).toBe(0);
});

test('Law: what is shown is in the order in which people came, and not ahead; right clocks are all shown', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ right: fc.integer({ min: -1000, max: 0 }), off: fc.option(fc.integer({ min: -4000, max: 4000 })) }), { maxLength: 12 }), (people) => {
      const all = members(people.sort((a, b) => a.right - b.right).map(({ right, off }) => right + (off ?? 0)));
      const shown = sinceIn(all, instant(0));
      const days = all.flatMap(({ id }) => Date.parse(shown.get(id) ?? '') || []);
      expect(days.every((day, n) => day <= NOW + DAY && (n === 0 || days[n - 1]! <= day + DAY))).toBe(true);
      expect(shown.size).toBeGreaterThanOrEqual(people.filter(({ off }) => off === null).length);
    }),
  );
});
