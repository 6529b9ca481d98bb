// Decisions on the command line: made, shown, found, looked at again before the day, taken back; in an archive and out of it again.

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

test('a decision is made, found, looked at again early, taken back, and goes out and in whole', async () => {
  const home = fresh();
  const question = 'Shall I take the team lead post?';
  const made = await home.kith([
    'decide',
    question,
    '--option',
    'Take it',
    '--option',
    'Half time',
    '--chose',
    '2',
    '--expect',
    'I still want it',
    '--likely',
    '65',
    '--review',
    '2099-05-03',
  ]);
  const id = made.out.trim();
  expect([made.code, id.length]).toEqual([0, 26]);
  for (const wrong of [
    ['--likely', '101'],
    ['--likely', 'very'],
    ['--chose', '3', '--option', 'a'],
    ['--review', '2026-02-30'],
    ['--hands', 'nobody'],
  ])
    expect((await home.kith(['decide', 'x', ...wrong])).code, wrong.join(' ')).not.toBe(0);
  const [shown, found, ics] = await Promise.all([home.kith(['show', id.slice(0, 6)]), home.kith(['search', 'half']), home.kith(['decide', '--calendar', id])]);
  for (const text of [question, 'Half time', '65 / 100']) expect(shown.out).toContain(text);
  expect(found.out).toContain(question);
  expect(ics.out).toContain('DTSTART;VALUE=DATE:20990503');
  expect((await home.kith(['decide', '--reviewed', id, '--came', 'no', '--quality', 'good', '--luck', 'bad', '--learnt', 'Ask twice'])).code).toBe(0);
  const reviewed = (await home.kith(['decisions', '--all', '--json'])).json;
  expect(reviewed[0]).toMatchObject({ id, standing: 'reviewed', came: 'no', likely: 65, learnt: 'Ask twice' });
  expect(reviewed.at(-1)).toEqual({ forecasts: 1, calibration: null });

  const archive = join(home.temporary, 'all.zip');
  expect((await home.kith(['export', archive])).code).toBe(0);
  const other = fresh();
  expect((await other.kith(['import', archive])).code).toBe(0);
  expect((await other.kith(['decisions', '--all', '--json'])).json[0]).toEqual(reviewed[0]);
  expect((await home.kith(['undo'])).code).toBe(0);
  expect((await home.kith(['decisions', '--json'])).json[0]).toMatchObject({ id, standing: 'decided', came: '' });
});
