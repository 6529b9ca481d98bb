// A fiftieth of `npm run fuzz-frames`, on a new seed each day.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzzDoor, fuzzReaders } from './fuzz-frames.ts';
import { KIND_NAMES } from './fuzzing/frames.ts';
import { startPostgres, type Postgres } from './postgres.ts';

const seed = Number(process.env['KITH_FUZZ_SEED'] ?? Math.floor(Date.now() / 86_400_000));
let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.remove());

test(`4000 spoilt messages are refused, or read as what they say (seed ${seed})`, () => {
  const { failures, kinds, taken } = fuzzReaders(4000, seed);
  expect(failures).toEqual([]);
  expect(kinds).toBe(KIND_NAMES.length);
  // Those that were left as they were, and some whose change harms nothing: the readers are reached.
  expect(taken).toBeGreaterThan(500);
  expect(taken).toBeLessThan(3000);
});

test.each([
  ['SQLite', (): string => 'FOLDER/kith.db'],
  ['PostgreSQL', (): string => postgres.fresh()],
] as const)(`the door of a host on %s gives 200 spoilt requests a refusal of the protocol (seed ${seed})`, async (_, url) => {
  const { failures, taken } = await fuzzDoor(url(), 200, seed);
  expect(failures).toEqual([]);
  expect(taken).toBeGreaterThan(5);
});
