// Commitments in the command line: one line makes one; a plan, a look back, where it came out; found by its words and taken back.

import { afterAll, expect, test } from 'vitest';
import { createHome } from './kith.ts';

const home = createHome();
afterAll(() => home.remove());

test('A commitment is made in a line, planned, missed, looked back at, and rests; the last act can be taken back', async () => {
  const [id] = (await home.good(['commit', 'Swim', 'on', 'Wednesday'])).split(' ');
  expect(id).toMatch(/^[0-9a-z]+$/);
  await home.good([
    'commit',
    '--plan',
    id!,
    '--by',
    '2026-11-25',
    '--with',
    'Ama',
    '--if',
    'my last visit ends after six',
    '--do',
    'I go in at seven',
    '--scale',
    '0=In the water',
    '--scale',
    '-2=Not gone',
  ]);
  await home.good([
    'commit',
    '--look',
    id!,
    'A',
    'visit',
    'was',
    'added.',
    '--on',
    'yesterday',
    '--came',
    'not',
    '--level',
    '-2',
    '--in-the-way',
    'system',
    '--others',
    'yes',
    '--elsewhere',
    'no',
  ]);
  const [one] = (await home.kith(['commitments', '--json'])).json;
  expect(one).toMatchObject({
    what: 'Swim on Wednesday',
    by: '2026-11-25',
    people: ['Ama'],
    writtenBefore: true,
    level: -2,
    looks: [{ came: 'not', happened: 'A visit was added.', ways: ['system'], replies: { others: 'yes', elsewhere: 'no' }, plan: { thenThat: 'I go in at seven' } }],
  });
  expect(await home.good(['commitments'])).toMatch(
    /^\w+ {2}Swim on Wednesday \(by .*\)\n {2}With whom: Ama\n {2}If my last visit ends after six, then I go in at seven\n {2}0 {2}In the water\n {2}−2 {2}Not gone\n/,
  );
  expect((await home.kith(['commitments', '--levels', '--json'])).json).toEqual([
    { id: one!['id'], what: 'Swim on Wednesday', level: -2, words: 'Not gone' },
    { t: 30, goals: 1 },
  ]);
  await home.good(['commit', '--resting', id!]);
  await home.good(['undo']);
  expect((await home.kith(['commitments', '--json'])).json).toMatchObject([{ end: null }]);
  expect(await home.good(['search', 'added'])).toContain('A visit was added.');
  expect(await home.good(['show', id!])).toContain('In the water');
});

test('What is not understood is refused before anything is written', async () => {
  const said = async (...args: readonly string[]): Promise<[number | null, string]> => {
    const { code, err } = await home.kith(['commit', ...args]);
    return [code, err];
  };
  expect(await said()).toEqual([2, expect.stringContaining('TEXT')]);
  expect(await said('Swim', '--by', '31 February')).toEqual([1, expect.stringContaining('31 february')]);
  for (const day of ['0000-01-01', '-0044-03-15']) expect(await said('Swim', '--by', day)).toEqual([1, expect.stringContaining(`the years 1 to 9998, and ${day} is outside`)]);
  expect(await said('Swim', '--scale', '3=x')).toEqual([2, expect.stringContaining('--scale')]);
  expect(await said('--look', 'zzzz', '--came', 'done')).toEqual([4, expect.stringContaining('kith commitments --all')]);
});
