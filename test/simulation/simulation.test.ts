// The simulation at the size that every check can bear: twenty seeds, all kinds of faults among them. `npm run simulate` has the long runs.

import { expect, test } from 'vitest';
import { plant, plantedNames, plantedText } from './planted.ts';
import { run } from './run.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => `t${i + 1}`);
/** Each must have happened, or the runs proved nothing. */
const MUST_HAPPEN = [
  'written',
  'request dropped',
  'answer dropped',
  'duplicated',
  'reordered',
  'answered again',
  'partition',
  'offline',
  'clock wrong',
  'store full',
  'refused store-full',
  'journal locked',
  'crash before change',
  'crash after change',
  'crash before commit',
  'crash after commit',
  'host restart',
  'host rolled back',
  'removed',
  'left',
  'epoch raced',
  'later rows shut',
  'signature looked at twice',
  'other versions',
  'said clock-off',
  'said host-went-back',
];

test('devices that write while everything fails come to one state and lose no text', async () => {
  const counts: Record<string, number> = {};
  for (const seed of SEEDS) {
    const result = await run({ seed, devices: 8, ops: 80 });
    expect(result.wrong, `npm run simulate -- --seed ${seed} --devices 8 --ops 80`).toEqual([]);
    for (const [what, times] of Object.entries(result.counts)) counts[what] = (counts[what] ?? 0) + times;
  }
  expect(MUST_HAPPEN.filter((what) => !counts[what])).toEqual([]);
}, 300_000);

test('a planted bug is found, and every other can still be planted', async () => {
  expect(plantedNames().length).toBeGreaterThanOrEqual(6);
  for (const name of plantedNames()) expect(plantedText(name).why).not.toBe('');
  expect((await plant('theirs-wins', 3, 40)).first).toMatch(/^lost|differ/);
}, 120_000);

test('a seed plays the same every time', async () => {
  const [one, two] = [await run({ seed: 'twice', devices: 6, ops: 30 }), await run({ seed: 'twice', devices: 6, ops: 30 })];
  expect(two).toEqual(one);
}, 60_000);
