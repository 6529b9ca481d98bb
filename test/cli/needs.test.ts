// Needs, offers and thanks in the command line: two people's devices at a real host.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';

const withPassword = { env: { KITH_PASSWORD: 'four words of mine' } };
const CIRCLE = 'Tuesday';
let host: RunningHost;
const [ana, ben] = [createHome(), createHome()];

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  await Promise.all([ana.good(['account', 'create', 'ana', '--host', host.address], withPassword), ben.good(['account', 'create', 'ben', '--host', host.address], withPassword)]);
  await ana.good(['circle', 'create', CIRCLE, '--as', 'Ana']);
  await ben.good(['circle', 'join', await ana.good(['circle', 'invite', CIRCLE]), '--as', 'Ben']);
});
afterAll(async () => {
  await Promise.all([ana.remove(), ben.remove()]);
  await host.stop();
});

const needs = async (home: Home, ...more: readonly string[]) => (await home.kith(['needs', CIRCLE, '--json', ...more])).json;
const partOf = (id: string): string => id.slice(27, 33);

test('A need is voiced, answered by another, met, and thanked for; each sees it after `kith sync`', async () => {
  expect(await ana.good(['need', CIRCLE, 'Somebody', 'to', 'take', 'my', 'early', 'visit.', '--by', 'tomorrow'])).toContain('Everybody in Tuesday can read it');
  await ana.good(['need', CIRCLE, 'A bicycle, until March.', '--offer']);
  await ana.good(['sync']);
  await ben.good(['sync']);
  const [visit, bicycle] = await needs(ben);
  expect([visit, bicycle]).toMatchObject([
    { name: 'Ana', side: 'needed', sort: 'thing', text: 'Somebody to take my early visit.', is: 'open', answers: [] },
    { name: 'Ana', side: 'offered', until: '' },
  ]);
  await ben.good(['need', CIRCLE, '--answer', partOf(visit!['id']), 'Gladly.']);
  await ben.good(['need', CIRCLE, '--not-me', partOf(bicycle!['id'])]);
  expect((await needs(ben)).map(({ id }) => id)).toEqual([visit!['id']]);
  const own = await ben.kith(['need', CIRCLE, '--met', partOf(visit!['id'])]);
  expect([own.code, own.err]).toEqual([1, expect.stringContaining('Only the person who wrote this')]);
  await ben.good(['sync']);
  await ana.good(['sync']);
  expect(await ana.good(['needs', CIRCLE])).toMatch(/^\w{6} {2}Ana needs, by .*\n {2}Somebody to take my early visit\.\n {2}Ben can\. Gladly\.\n\w{6} {2}Ana offers\n/);
  await ana.good(['need', CIRCLE, '--met', visit!['id'], '--with', 'Ben']);
  expect(await ana.good(['thank', CIRCLE, 'Ben', 'For the visit.', '--about', partOf(visit!['id'])])).toContain('Ben and everybody in Tuesday');
  await ana.good(['sync']);
  await ben.good(['sync']);
  expect(await needs(ben, '--all')).toMatchObject([{ id: bicycle!['id'] }, { id: visit!['id'], is: 'met', with: [{ name: 'Ben' }] }]);
  expect((await ben.kith(['thank', CIRCLE, '--json'])).json).toMatchObject([{ name: 'Ana', toName: 'Ben', text: 'For the visit.', about: visit!['id'] }]);
});

test('What cannot be is said, and writes nothing', async () => {
  const said = async (...args: readonly string[]): Promise<[number | null, string]> => {
    const { code, err } = await ben.kith(['need', CIRCLE, ...args]);
    return [code, err];
  };
  expect(await said('--answer', 'zzzz')).toEqual([4, expect.stringContaining('There is nothing zzzz there. `kith needs "Tuesday"` shows')]);
  expect(await said('Too late.', '--by', '2026-01-01')).toEqual([1, expect.stringContaining('2026-01-01 is over already')]);
  expect(await said('--met', 'zzzz', '--by', 'today')).toEqual([2, expect.stringContaining('cannot be used together')]);
});
