import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tScore } from './goal-scale.ts';

const at = (...levels: number[]) => tScore(levels.map((level) => ({ level })));

describe('Goal attainment scaling (Kiresuk and Sherman 1968)', () => {
  test('three equal goals: as hoped is 50; two of them better, 59.1; two of them less, 40.9', () => {
    expect([at(0, 0, 0), at(1, 1, 0), at(-1, -1, 0)].map((score) => Number(score!.toFixed(1)))).toEqual([50, 59.1, 40.9]);
  });
  test('one goal moves ten for each level; nothing gives nothing, and neither does a goal that weighs nothing', () => {
    expect([at(-2), at(2)]).toEqual([30, 70]);
    expect(at()).toBeNull();
    expect(tScore([{ level: 1, weight: 0 }])).toBeNull();
    expect(tScore([{ level: 1, weight: Number.NaN }])).toBeNull();
  });

  const goals = fc.array(fc.record({ level: fc.integer({ min: -2, max: 2 }), weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 12 });
  test('Law: a goal that comes out one level higher raises it; turned about it lies as far on the other side of 50', () => {
    fc.assert(
      fc.property(goals, fc.nat(), (given, which) => {
        const score = tScore(given)!;
        const raised = given.map((goal, i) => (i === which % given.length ? { ...goal, level: goal.level + 1 } : goal));
        expect(tScore(raised)!).toBeGreaterThan(score);
        expect(tScore(given.map((goal) => ({ ...goal, level: -goal.level })))! + score).toBeCloseTo(100, 9);
      }),
    );
  });
  test('Law: the order of goals and the unit of weights do not matter, and it never lies further from 50 than 37', () => {
    fc.assert(
      fc.property(goals, fc.integer({ min: 1, max: 50 }), (given, times) => {
        const score = tScore(given)!;
        expect(tScore(given.toReversed())!).toBeCloseTo(score, 9);
        expect(tScore(given.map(({ level, weight }) => ({ level, weight: weight * times })))!).toBeCloseTo(score, 9);
        expect(Math.abs(score - 50)).toBeLessThan(20 / Math.sqrt(0.3) + 1e-9);
      }),
    );
  });
});
