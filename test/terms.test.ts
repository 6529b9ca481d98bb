// A fiftieth of `npm run terms -- --count 100000`, and bugs on purpose that it must find.

import process from 'node:process';
import { expect, test } from 'vitest';
import { plant, PLANTED, runTerms } from './terms.ts';

const { KITH_SEED: asked = '1660' } = process.env;
const seed = asked === 'any' ? Math.floor(performance.timeOrigin) % 1_000_000 : Number(asked);

test('Whatever people share, remark, answer, quote, take back and take out, terms are kept, and nothing is kept back that they allow', () => {
  const { failed, counts } = runTerms({ seed, from: 0, count: 2000 });
  expect(failed, `seed ${seed}`).toEqual([]);
  for (const what of ['seen', 'not seen', 'quotes seen', 'quotes not seen', 'ai true', 'count true', 'publish true', 'take back', 'let in', 'answer', 'forge a quote'])
    expect(counts[what], what).toBeGreaterThan(100);
});

test.each(Object.keys(PLANTED).slice(0, 2))('a bug on purpose is found: %s', (name) => {
  expect(plant(name, 300)).not.toBeNull();
});
