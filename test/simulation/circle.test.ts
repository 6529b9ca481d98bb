// Circles of every size at the size that every check can bear. `npm run simulate -- --circles` has the long runs.

import { expect, test } from 'vitest';
import { runCircle } from './circle.ts';
import { plant } from './planted.ts';

const RUNS = [
  ...[1, 2].map((n) => ({ seed: `t${n}`, size: 2, ops: 30 })),
  ...[1, 2, 3, 4, 5, 6].map((n) => ({ seed: `t${n}`, size: 3, ops: 30 })),
  ...[1, 2].map((n) => ({ seed: `t${n}`, size: 12, ops: 8 })),
  { seed: 't1', size: 30, ops: 3 },
];
/** Each must have happened, or the runs proved nothing. */
const MUST_HAPPEN = [
  'joined',
  'further device',
  'made a facilitator',
  'removed',
  'left',
  'key made anew',
  'entry raced',
  'links over',
  'later rows shut',
  'own again',
  'compared',
  'request dropped',
  'answer dropped',
  'duplicated',
  'reordered',
  'partition',
  'offline',
  'clock wrong',
  'store full',
  'host full',
  'said host-full',
  'host restart',
  'host rolled back',
  'crash any time',
  'crash before change',
  'need answered',
  'need ended',
  'shared',
  'remarked',
  'terms changed',
  'let in',
  'taken back for good',
  'looked meanwhile',
  ...['show', 'count', 'ai', 'export'].flatMap((use) => [`${use} allowed`, `${use} not allowed`]),
  'letter sent and came',
  'items tried',
];

test('circles of 2, 3, 12 and 30, in which all that can fails, come to one state; nothing is lost, nothing opens for those outside, terms hold', async () => {
  const counts: Record<string, number> = {};
  for (const { seed, size, ops } of RUNS) {
    const result = await runCircle({ seed, size, ops });
    expect(result.wrong, `npm run simulate -- --circles --seed ${seed} --size ${size} --ops ${ops}`).toEqual([]);
    for (const [what, times] of Object.entries(result.counts)) counts[what] = (counts[what] ?? 0) + times;
  }
  expect(MUST_HAPPEN.filter((what) => !counts[what])).toEqual([]);
}, 300_000);

test('words that stay when they are taken back are found', async () => {
  expect((await plant('circle-words-stay', 8, 20)).first).toMatch(/taken back/);
}, 120_000);

test('a seed of a circle plays the same every time', async () => {
  const settings = { seed: 'twice', size: 3, ops: 15 };
  expect(await runCircle(settings)).toEqual(await runCircle(settings));
}, 60_000);
