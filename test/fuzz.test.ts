// A fiftieth of `npm run fuzz`, on a new seed each day of the year's count, which is printed to be run again.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { faultyTarget } from './fuzzing/faults.ts';
import { createDice, seedOf } from './fuzzing/mutations.ts';
import { loadTarget, targetNames } from './fuzzing/targets.ts';

const EACH = 1_000;
const seed = Number(process.env.KITH_FUZZ_SEED ?? Math.floor(Date.now() / 86_400_000));

test.each(targetNames())(`%s answers ${EACH} changed files with valid parts or named problems (seed ${seed})`, { timeout: 300_000 }, async (only) => {
  const [outcome] = await fuzz({ each: EACH, seed, only });
  expect(outcome!.failures).toEqual([]);
  expect(outcome!.passed).toBe(EACH);
});

test('every input that failed once, kept in test/fixtures/found, is read well now', async () => {
  const folder = new URL('./fixtures/found/', import.meta.url);
  const found = readdirSync(folder);
  expect(found.length).toBeGreaterThan(0);
  for (const file of found) {
    const target = targetNames().find((name) => new RegExp(`^${name}-\\d+-\\d+-`).test(file));
    expect([file, target]).toEqual([file, expect.any(String)]);
    const name = file.replace(/^[a-z0-9-]*?-\d+-\d+-/, '');
    expect([file, await (await loadTarget(target!)).read({ name, bytes: readFileSync(new URL(file, folder)) }, createDice(1))]).toEqual([file, null]);
  }
});

test('the fuzzer notices a throw, a rejection, a wrong answer, a hang, an answer that never comes and a fault that comes late', { timeout: 120_000 }, async () => {
  const each = 40;
  const expected = Array.from({ length: each }, (_, index) => ({ index, name: faultyTarget.make(createDice(seedOf(25, 'faulty', index))).name })).filter(
    ({ name }) => name !== 'fine',
  );
  expect(new Set(expected.map(({ name }) => name)).size).toBe(6);
  const [outcome] = await fuzz({ each, seed: 25, only: 'faulty', patience: { suspect: 400, alone: 600 }, keep: async () => '' });
  expect(outcome!.failures.map(({ index }) => index).sort((a, b) => a - b)).toEqual(expected.map(({ index }) => index));
  expect(outcome!.passed).toBe(each - expected.length);
});

test('the fuzzer notices memory that is kept', { timeout: 120_000 }, async () => {
  const [outcome] = await fuzz({ each: 100, seed: 1, only: 'leaky', threads: 1 });
  expect(outcome!.growth).toBeGreaterThan(32);
  expect(outcome!.failures.map(({ index }) => index)).toEqual([-1]);
});
