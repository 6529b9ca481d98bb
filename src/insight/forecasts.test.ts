import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brierOf, calibrationOf, FEWEST, type Forecast } from './forecasts.ts';
import { meanInterval, normalQuantile, shareInterval, studentQuantile } from './intervals.ts';

const forecast: fc.Arbitrary<Forecast> = fc.record({ likely: fc.integer({ min: 0, max: 100 }), came: fc.boolean() });
const many = fc.array(forecast, { minLength: FEWEST, maxLength: 60 });

/** Numbers from 0 to 1, the same each time: mulberry32 (Ettinger, public domain). */
const dice = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

test('Brier: 0 for what was sure and came, 1 for what was sure and did not, 0.25 for saying 50 of anything', () => {
  expect([brierOf({ likely: 100, came: true }), brierOf({ likely: 0, came: false }), brierOf({ likely: 100, came: false }), brierOf({ likely: 0, came: true })]).toEqual([
    0, 0, 1, 1,
  ]);
  expect([brierOf({ likely: 50, came: true }), brierOf({ likely: 50, came: false })]).toEqual([0.25, 0.25]);
});

test('Brier is proper: whatever the chance of a thing, nothing scores better on average than to say that chance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (chance, saidInstead) => {
      const onAverage = (likely: number): number => (chance / 100) * brierOf({ likely, came: true }) + (1 - chance / 100) * brierOf({ likely, came: false });
      expect(onAverage(chance)).toBeLessThanOrEqual(onAverage(saidInstead) + 1e-12);
    }),
  );
});

test('saying the opposite of the opposite scores the same, and the order of forecasts says nothing', () => {
  fc.assert(
    fc.property(many, (all) => {
      const mirrored = all.map(({ likely, came }) => ({ likely: 100 - likely, came: !came }));
      expect(calibrationOf(mirrored)!.brier.mean).toBeCloseTo(calibrationOf(all)!.brier.mean, 12);
      expect(calibrationOf([...all].reverse())!.bands).toEqual(calibrationOf(all)!.bands.map((band) => ({ ...band, said: expect.closeTo(band.said, 9) as number })));
    }),
  );
});

test('of fewer than ten nothing is said; every forecast stands in one band; a band of fewer than five has no share', () => {
  expect(calibrationOf(Array.from({ length: FEWEST - 1 }, () => ({ likely: 70, came: true })))).toBeNull();
  fc.assert(
    fc.property(many, (all) => {
      const { count, came, bands, brier, always } = calibrationOf(all)!;
      expect(bands.reduce((sum, band) => sum + band.count, 0)).toBe(count);
      expect(bands.reduce((sum, band) => sum + band.came, 0)).toBe(came);
      for (const band of bands) {
        expect(band.said >= band.from && band.said <= band.to).toBe(true);
        expect(band.share === null).toBe(band.count < 5);
        if (band.share) expect(band.share.from <= band.share.value && band.share.value <= band.share.to && band.share.from >= 0 && band.share.to <= 1).toBe(true);
      }
      expect(brier.mean).toBeCloseTo(all.reduce((sum, one) => sum + brierOf(one), 0) / count, 12);
      expect(brier.from).toBeLessThanOrEqual(brier.mean);
      expect(brier.to).toBeGreaterThanOrEqual(brier.mean);
      // Nobody who says one number every time does better than by the share that came.
      for (const same of [0, 25, 50, 75, 100])
        expect(always.brier).toBeLessThanOrEqual(all.reduce((sum, { came: c }) => sum + brierOf({ likely: same, came: c }), 0) / count + 1e-12);
    }),
  );
});

test('Wilson’s interval is that of the tables: 5 of 8, 6 of 11, none and all', () => {
  const round = ({ from, to }: { from: number; to: number }): number[] => [from, to].map((each) => Math.round(each * 1000) / 1000);
  expect(round(shareInterval(5, 8))).toEqual([0.306, 0.863]);
  expect(round(shareInterval(6, 11))).toEqual([0.28, 0.787]);
  expect(round(shareInterval(0, 10))).toEqual([0, 0.278]);
  expect(round(shareInterval(10, 10))).toEqual([0.722, 1]);
});

test('quantiles are those of the tables (Student 9, 19 and 29 degrees of freedom)', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 6);
  for (const [df, value] of [
    [9, 2.262157],
    [19, 2.093024],
    [29, 2.04523],
  ] as const)
    expect(studentQuantile(0.975, df)).toBeCloseTo(value, 4);
  expect(meanInterval([1, 2, 3])).toBeNull();
});

test('somebody whose forecasts are right is told otherwise in at most one of twenty cases, and whose 90 come half the time is', () => {
  const roll = dice(1660);
  let told = 0;
  const people = 2000;
  for (let person = 0; person < people; person += 1) {
    const all = Array.from({ length: 40 }, (): Forecast => {
      const likely = [20, 40, 60, 80, 95][Math.floor(roll() * 5)]!;
      return { likely, came: roll() < likely / 100 };
    });
    if (calibrationOf(all)!.bands.some(({ off }) => off !== null)) told += 1;
  }
  expect(told / people).toBeLessThan(0.06);
  const tooSure = Array.from({ length: 30 }, (_, i): Forecast => ({ likely: 90, came: i % 2 === 0 }));
  expect(calibrationOf(tooSure)!.bands.map(({ off }) => off)).toEqual(['less']);
});

test('the interval of the score holds the true one in about 95 of 100 cases', () => {
  const roll = dice(7);
  const expected = (0.7 * 0.3 + 0.4 * 0.6) / 2;
  let held = 0;
  for (let person = 0; person < 1000; person += 1) {
    const all = Array.from({ length: 30 }, (_, i): Forecast => ({ likely: i % 2 === 0 ? 70 : 40, came: roll() < (i % 2 === 0 ? 0.7 : 0.4) }));
    const { brier } = calibrationOf(all)!;
    if (brier.from <= expected && expected <= brier.to) held += 1;
  }
  expect(held / 1000).toBeGreaterThan(0.92);
});
