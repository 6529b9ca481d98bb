// Feelings on the command line: named with a word that was added, what it may be telling, a hard conversation before and after, the picture
// over time from ten on, whom to call without a vault; taken back; in an archive and out of it again.

import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHome, type Home } from './kith.ts';

const homes: Home[] = [];
afterAll(async () => {
  await Promise.all(homes.map((home) => home.remove()));
});
const fresh = (): Home => {
  const home = createHome();
  homes.push(home);
  return home;
};

test('whom to call is said without a vault, in the language that is asked for, and never guessed', async () => {
  const home = fresh();
  const spain = await home.kith(['helplines', 'es', '--json']);
  expect(spain.json[0]).toMatchObject({ country: 'ES', emergency: '112' });
  expect(spain.json[0]).toHaveProperty('emergencySource');
  const elsewhere = await home.kith(['helplines', 'XX']);
  expect([elsewhere.code, elsewhere.out.includes('findahelpline.com')]).toEqual([4, true]);
  expect((await home.kith(['helplines', 'Spain'])).code).not.toBe(0);
});

test('what was named is counted from ten on; what it may be telling and a conversation go out and in whole, and are taken back', async () => {
  const home = fresh();
  let entry = '';
  for (let n = 0; n < 9; n += 1)
    entry = (await home.kith(['check-in', '--feeling', n < 7 ? 'exhausted' : 'mixed', '--area', 'work (paid)', '--at', `2026-11-${10 + n}T08:00`])).out.trim();
  expect((await home.kith(['feelings'])).code).toBe(4);
  const told = await home.kith(['feel', 'That it is too much.', '--about', entry, '--feeling', 'tired', '--need', 'rest', '--need', 'A door that shuts', '--because', 'workload']);
  const id = told.out.trim();
  expect([told.code, id.length]).toEqual([0, 26]);
  expect((await home.kith(['feel'])).code).not.toBe(0);
  const rows = (await home.kith(['feelings', '--per', 'area', '--json'])).json as { key: string; counts: Record<string, number>; from: string[] }[];
  expect(rows.map(({ key, counts, from }) => [key, counts['low-unpleasant'], counts['none'], from.length])).toEqual([
    ['work (paid)', 7, 2, 9],
    ['', 8, 2, 10],
  ]);
  expect((await home.kith(['feelings', '--per', 'moon'])).code).not.toBe(0);

  const talk = (await home.kith(['talk', 'The late visits', '--with', 'Ana', '--ask', 'Two in a row at most', '--on', '2026-11-20', '--json'])).json[0] as { id: string };
  expect((await home.kith(['talk', '--debrief', talk.id])).code).not.toBe(0);
  expect((await home.kith(['talk', '--debrief', talk.id.slice(0, 8), '--happened', 'She listened.', '--got', 'part'])).code).toBe(0);
  const [shown, found] = await Promise.all([home.kith(['show', id.slice(0, 8)]), home.kith(['search', 'listened'])]);
  for (const text of ['That it is too much.', 'rest', 'A door that shuts', 'too much to do']) expect(shown.out).toContain(text);
  expect(found.out).toContain('She listened.');

  const archive = join(home.temporary, 'all.zip');
  expect((await home.kith(['export', archive])).code).toBe(0);
  const other = fresh();
  expect((await other.kith(['import', archive])).code).toBe(0);
  expect((await other.kith(['feelings', '--per', 'area', '--json'])).json).toEqual(rows);
  expect((await home.kith(['undo'])).code).toBe(0);
  expect((await home.kith(['search', 'listened'])).code).toBe(4);
});
