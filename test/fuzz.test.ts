// A fiftieth of `npm run fuzz`, on a new seed each day of the year's count, which is printed to be run again.

import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { targetNames } from './fuzzing/targets.ts';

const EACH = 1_000;
const seed = Number(process.env.KITH_FUZZ_SEED ?? Math.floor(Date.now() / 86_400_000));

test.each(targetNames())(`%s answers ${EACH} changed files with valid parts or named problems (seed ${seed})`, { timeout: 300_000 }, async (only) => {
  const [outcome] = await fuzz({ each: EACH, seed, only });
  expect(outcome!.failures).toEqual([]);
  expect(outcome!.passed).toBe(EACH);
});
