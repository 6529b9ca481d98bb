import { expect, test } from 'vitest';
import { atMost, drawsFrom, normalsFrom, shuffle, toldOf } from './chance.ts';

test('tails of the binomial are those of the tables', () => {
  const atLeast = (count: number, of: number, share: number): number => Number((1 - atMost(count - 1, of, share)).toFixed(3));
  expect([atLeast(4, 12, 0.1), atLeast(5, 20, 0.1), atLeast(6, 20, 0.1), atLeast(6, 12, 0.2), atLeast(8, 20, 0.2), atLeast(3, 8, 0.1)]).toEqual([
    0.026, 0.043, 0.011, 0.019, 0.032, 0.038,
  ]);
  expect([atMost(0, 5, 0), atMost(4, 5, 1), atMost(5, 5, 0.5)]).toEqual([1, 0, 1]);
});

test('of many findings those are told that the rate allows, with what is below the last of them', () => {
  expect(toldOf([0.04, 0.001, 0.03, 0.9], 0.05)).toEqual([false, true, false, false]);
  expect(toldOf([0.02, 0.025, 0.03, 0.04], 0.05)).toEqual([true, true, true, true]);
  expect(toldOf([], 0.05)).toEqual([]);
});

test('what only looks drawn is the same for the same seed, even, and normal where it should be', () => {
  const [one, other] = [drawsFrom(7), drawsFrom(7)];
  expect(Array.from({ length: 50 }, one)).toEqual(Array.from({ length: 50 }, other));
  const normal = normalsFrom(drawsFrom(11));
  const some = Array.from({ length: 4000 }, normal);
  const mean = some.reduce((sum, x) => sum + x, 0) / some.length;
  expect(Math.abs(mean)).toBeLessThan(0.06);
  expect(Math.abs(some.reduce((sum, x) => sum + (x - mean) ** 2, 0) / some.length - 1)).toBeLessThan(0.08);
  expect(shuffle([1, 2, 3, 4, 5], drawsFrom(3)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
