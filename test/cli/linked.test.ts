// Links on the command line: said once, shown at both ends, taken back.

import { afterAll, expect, test } from 'vitest';
import { createHome, type Home } from './kith.ts';

const homes: Home[] = [];
afterAll(async () => {
  await Promise.all(homes.map((home) => home.remove()));
});

test('a link is shown at both ends, is taken back, and nothing is linked to itself', async () => {
  const home = createHome();
  homes.push(home);
  const one = (await home.kith(['write', 'Rain all day.'])).out.trim();
  const other = (await home.kith(['write', 'Said no to Ana.'])).out.trim();
  const itself = await home.kith(['link', one, one, '--json']);
  expect(itself.code).not.toBe(0);
  expect(itself.out).toBe('');
  expect((await home.kith(['link', other, one, '--as', 'rests-on'])).code).toBe(0);
  const [from, to] = await Promise.all([home.kith(['show', other]), home.kith(['show', one])]);
  expect(from.out).toContain(`Rests on: ${one.slice(0, 8)}`);
  expect(to.out).toContain(`Rests on this: ${other.slice(0, 8)}`);
  // Round in a circle: each end still says both, once.
  expect((await home.kith(['link', one, other, '--as', 'about'])).code).toBe(0);
  const round = (await home.kith(['show', one])).out;
  for (const line of [`Rests on this: ${other.slice(0, 8)}`, other.slice(0, 8)]) expect(round).toContain(line);
  expect(round.split(other.slice(0, 8)).length - 1).toBe(2);
  for (let times = 0; times < 2; times += 1) expect((await home.kith(['undo'])).code).toBe(0);
  expect((await home.kith(['show', other, '--json'])).json[0]!['links']).toEqual([]);
  for (const odd of ['%', '__proto__', 'ص']) expect(await home.kith(['show', odd])).toMatchObject({ code: (await home.kith(['show', 'zzzz'])).code, out: '' });
});
