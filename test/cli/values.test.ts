// Values on the command line: kept, marked by what was done, put in order from lines that are piped in, undone.

import { afterAll, expect, test } from 'vitest';
import { createHome } from './kith.ts';

const home = createHome();
afterAll(() => home.remove());

const values = async (...more: readonly string[]) => (await home.kith(['values', '--json', ...more])).json;

test('A value is kept with a name alone, said more of, marked, put in order, set aside and brought back', async () => {
  expect((await home.kith(['values'])).code).toBe(4);
  for (const name of ['honesty', 'rest', 'slow mornings']) await home.good(['value', ...name.split(' ')]);
  await home.good(['value', 'Honesty', '--text', 'Say it early.', '--context', 'work', '--context', 'the choir']);
  const [entry] = (await home.kith(['write', 'Told her before the others did.', '--json'])).json;
  await home.good(['value', 'honesty', '--serves', entry!['id'].slice(0, 8)]);
  expect(await values()).toMatchObject([
    { name: 'honesty', place: null, contexts: ['the choir', 'work'], serves: 1, strains: 0, of: 1 },
    { name: 'rest', serves: 0 },
    { name: 'slow mornings' },
  ]);
  // Marked otherwise, and that taken back.
  await home.good(['value', 'honesty', '--strains', entry!['id']]);
  expect((await values())[0]).toMatchObject({ serves: 0, strains: 1 });
  await home.good(['undo']);
  expect((await values())[0]).toMatchObject({ serves: 1, strains: 0 });

  // Three can be told apart by three choices; the first is taken back once, and what is no answer is asked again.
  const ordered = await home.kith(['values', '--order', '--json'], { input: '1\nu\nx\n1\n1\n1\n' });
  expect(ordered.json).toMatchObject([{ choices: expect.any(Number), standings: [{}, {}, {}] }]);
  expect((await values()).map(({ place }) => place)).toEqual([1, 2, 3]);
  expect(await home.good(['values'])).toMatch(/^\w{8} {2}place 1 .*\n\w{8} {2}place 2 .*\n\w{8} {2}place 3 /);
  expect((await home.kith(['values', '--asked'])).code).toBe(4);
  // Taken back it is an order that was begun, and can be gone on with; one in which nothing is chosen leaves nothing.
  await home.good(['undo']);
  expect((await values()).map(({ place }) => place)).toEqual([null, null, null]);
  await home.good(['values', '--order'], { input: 'q\n' });
  expect((await values()).map(({ place }) => place)).toEqual([1, 2, 3]);
  expect((await home.kith(['values', '--order', '--context', 'home'], { input: 'q\n' })).code).toBe(1);

  await home.good(['value', 'rest', '--aside']);
  expect((await values()).map(({ name }) => name)).not.toContain('rest');
  expect(await home.good(['values', '--all'])).toContain('rest  (Set aside)');
  await home.good(['value', 'rest', '--bring-back']);
  expect(await values()).toHaveLength(3);
});

test('What cannot be is said, and writes nothing', async () => {
  const said = async (...args: readonly string[]): Promise<[number | null, string]> => {
    const { code, err } = await home.kith(['value', ...args]);
    return [code, err];
  };
  expect(await said('courage', '--aside')).toEqual([4, expect.stringContaining('There is no value “courage”')]);
  expect(await said('rest', '--said', 'fits')).toEqual([4, expect.stringContaining('Nothing is asked about “rest” now')]);
  expect(await said('rest', '--serves', 'zzzzzz')).toEqual([4, expect.any(String)]);
  expect(await said('rest', '--serves', 'zzzzzz', '--aside')).toEqual([2, expect.stringContaining('cannot be used together')]);
  expect((await values()).map(({ name }) => name).sort()).toEqual(['honesty', 'rest', 'slow mornings']);
});
