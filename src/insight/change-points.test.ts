// What may be relied on of change points: planted ones are found, about where they were planted; where nothing changed, no more is found than
// is said; below the minimum counts there is silence. Exact figures: npm run bench -- values.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../test/seed.ts';
import { drawsFrom } from './chance.ts';
import { MIN_SIDE, MIN_TRIALS, shiftIn, shiftsIn } from './change-points.ts';

const RATE = 0.05;

test('a change that was planted is found, and found where it was planted', () => {
  const draw = drawsFrom(5);
  let [found, off] = [0, 0];
  const ROWS = 40;
  for (let i = 0; i < ROWS; i++) {
    const at = 50 + Math.floor(draw() * 60);
    const shift = shiftIn(Array.from({ length: 160 }, (_, n) => draw() < (n < at ? 0.6 : 0.2)));
    if (!shift || shift.chance > RATE) continue;
    found++;
    off += Math.abs(shift.at - at);
  }
  expect(found / ROWS).toBeGreaterThan(0.9);
  expect(off / found).toBeLessThan(12);
});

test('two changes are both found', () => {
  const draw = drawsFrom(6);
  let both = 0;
  for (let i = 0; i < 20; i++) {
    const shifts = shiftsIn(
      Array.from({ length: 300 }, (_, n) => draw() < (n < 100 ? 0.1 : n < 200 ? 0.6 : 0.1)),
      RATE,
    );
    if (shifts.length === 2 && Math.abs(shifts[0]!.at - 100) < 20 && Math.abs(shifts[1]!.at - 200) < 20) both++;
  }
  expect(both).toBeGreaterThanOrEqual(17);
});

test('where nothing changed, at most about one row in twenty shows a change, also where neighbours resemble each other', () => {
  for (const alike of [0, 0.3]) {
    const draw = drawsFrom(8);
    let found = 0;
    const ROWS = 300;
    for (let i = 0; i < ROWS; i++) {
      let is = draw() < 0.3;
      const row = Array.from({ length: 60 }, () => (draw() < alike ? is : (is = draw() < 0.3)));
      if ((shiftIn(row)?.chance ?? 1) <= RATE) found++;
    }
    // Fifteen are expected of 300; more than 27 would come once in five hundred runs. Rows whose neighbours resemble each other may show half as many again.
    expect(found).toBeLessThanOrEqual(alike === 0 ? 27 : 35);
  }
});

test('nothing is said of few, of nothing, of everything, or of a change at the very end', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 80 }), (row) => {
      const shift = shiftIn(row);
      if (row.length < MIN_TRIALS) expect(shift).toBeNull();
      if (!shift) return;
      expect(shift.before.of).toBeGreaterThanOrEqual(MIN_SIDE);
      expect(shift.after.of).toBeGreaterThanOrEqual(MIN_SIDE);
      expect(shift.before.of + shift.after.of).toBe(row.length);
      expect(shift.before.count + shift.after.count).toBe(row.filter(Boolean).length);
      expect(shift.chance).toBeGreaterThan(0);
      expect(shift.chance).toBeLessThanOrEqual(1);
      expect(shiftIn(row)).toEqual(shift);
    }),
    { numRuns: 60 },
  );
  expect(shiftIn(Array.from({ length: 200 }, () => false))).toBeNull();
  expect(shiftIn(Array.from({ length: 200 }, () => true))).toBeNull();
});
