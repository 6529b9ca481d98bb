// What may be relied on of an order from few choices: it recovers the order that a person has, also where they waver; circles make it less
// sure and nothing else; the way in which choices were made does not matter. Exact figures: npm run bench -- values.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../test/seed.ts';
import { drawsFrom } from './chance.ts';
import { isEnough, MOST_CHOICES, rankingOf, type Choice } from './pairwise.ts';

const named = (n: number): string[] => Array.from({ length: n }, (_, i) => `v${i}`);

/** Asks as the page does, of someone whose strengths are known; `waver` 0 never errs, 1 as Bradley and Terry have it. */
const askedUntilEnough = (ids: readonly string[], strengths: readonly number[], waver: number, draw: () => number): readonly Choice[] => {
  const choices: Choice[] = [];
  for (;;) {
    const ranking = rankingOf(ids, choices);
    if (isEnough(ranking, choices.length)) return choices;
    const [a, b] = ranking.next!;
    const by = strengths[ids.indexOf(a)]! - strengths[ids.indexOf(b)]!;
    choices.push([a, b, (waver === 0 ? by > 0 : draw() < 1 / (1 + Math.exp(-by / waver))) ? 1 : 0]);
  }
};

const topOf = (ids: readonly string[], strengths: readonly number[]): Set<string> =>
  new Set(ids.toSorted((a, b) => strengths[ids.indexOf(b)]! - strengths[ids.indexOf(a)]!).slice(0, 5));

test('five values of someone who knows their mind come out in exactly their order, after fewer than all ten choices', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (places) => {
      const ids = named(5);
      const strengths = ids.map((_, i) => -places.indexOf(i) * 10);
      const choices = askedUntilEnough(ids, strengths, 0, () => 0);
      expect(rankingOf(ids, choices).standings.map(({ id }) => id)).toEqual(places.map((i) => `v${i}`));
      expect(choices.length).toBeLessThanOrEqual(10);
    }),
    { numRuns: 12 },
  );
});

test('of ten values of someone who wavers, fifteen choices find most of the first five, and more than choices drawn by lot', () => {
  const draw = drawsFrom(4);
  let [found, byLot, told, held] = [0, 0, 0, 0];
  const PEOPLE = 12;
  for (let person = 0; person < PEOPLE; person++) {
    const ids = named(10);
    const strengths = ids.map(() => (draw() + draw() + draw() - 1.5) * 4);
    const top = topOf(ids, strengths);
    const choices = askedUntilEnough(ids, strengths, 1, draw);
    expect(choices.length).toBeLessThanOrEqual(MOST_CHOICES);
    const { standings } = rankingOf(ids, choices);
    found += standings.slice(0, 5).filter(({ id }) => top.has(id)).length;
    const order = ids.toSorted((a, b) => strengths[ids.indexOf(b)]! - strengths[ids.indexOf(a)]!);
    for (const { id, from, to } of standings) {
      told++;
      const place = order.indexOf(id) + 1;
      if (place >= from && place <= to) held++;
    }
    const lot: Choice[] = Array.from({ length: choices.length }, () => {
      const a = Math.floor(draw() * 10);
      const b = (a + 1 + Math.floor(draw() * 9)) % 10;
      return [ids[a]!, ids[b]!, draw() < 1 / (1 + Math.exp(strengths[b]! - strengths[a]!)) ? 1 : 0];
    });
    byLot += rankingOf(ids, lot)
      .standings.slice(0, 5)
      .filter(({ id }) => top.has(id)).length;
  }
  expect(found / (PEOPLE * 5)).toBeGreaterThan(0.75);
  expect(found).toBeGreaterThan(byLot);
  // The places that are told hold as often as they say: four times in five.
  expect(held / told).toBeGreaterThan(0.75);
});

test('a circle is no error: the three stand level, none of them surely before another', () => {
  const circle: Choice[] = [
    ['a', 'b', 1],
    ['b', 'c', 1],
    ['c', 'a', 1],
  ];
  const { standings, isSettled, against } = rankingOf(['a', 'b', 'c'], circle);
  for (const { strength, from, to } of standings) {
    expect(Math.abs(strength)).toBeLessThan(1e-6);
    expect([from, to]).toEqual([1, 3]);
  }
  expect(isSettled).toBe(false);
  // Level is not against.
  expect(against).toBe(0);
  const straight = rankingOf(['a', 'b', 'c'], [...circle.slice(0, 2), ['a', 'c', 1]]);
  expect(straight.standings.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(straight.against).toBe(0);
  // Said twice the one way and once the other: one choice stands against what comes of all.
  const twice: Choice[] = [
    ['a', 'b', 1],
    ['b', 'a', 1],
    ['a', 'b', 1],
  ];
  expect(rankingOf(['a', 'b'], twice).against).toBe(1);
});

const arbitraryChoices = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 0.5, 1)).map(([a, b, won]): Choice => [`v${a}`, `v${b}`, won as 0 | 0.5 | 1]),
  { maxLength: 25 },
);

test('the order does not depend on when a choice was made, nor on which side each stood', () => {
  fc.assert(
    fc.property(arbitraryChoices, (choices) => {
      const turned = choices.toReversed().map(([a, b, won]): Choice => [b, a, (1 - won) as 0 | 0.5 | 1]);
      const [one, other] = [rankingOf(named(7), choices), rankingOf(named(7), turned)];
      const strengths = new Map(other.standings.map(({ id, strength }) => [id, strength]));
      for (const { id, strength } of one.standings) expect(strengths.get(id)!).toBeCloseTo(strength, 6);
    }),
    { numRuns: 20 },
  );
});

test('any choices give an order of all, places within it, and a next pair that was not asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 }), arbitraryChoices, (n, choices) => {
      const ids = named(n);
      const { standings, next } = rankingOf(ids, choices);
      expect(standings.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      for (const { from, to, strength } of standings) {
        expect(Number.isFinite(strength)).toBe(true);
        expect(1 <= from && from <= to && to <= n).toBe(true);
      }
      if (next) expect(choices.some(([a, b]) => (a === next[0] && b === next[1]) || (a === next[1] && b === next[0]))).toBe(false);
    }),
    { numRuns: 25 },
  );
});
