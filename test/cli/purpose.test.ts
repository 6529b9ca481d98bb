// Purpose and energy on the command line: versions with what they rest on, gifts, lives, goals; marks beside entries; undone.

import { afterAll, expect, test } from 'vitest';
import { createHome } from './kith.ts';

const home = createHome();
afterAll(() => home.remove());

test('Nothing is asked for; a purpose, what success is, gifts, lives and goals stand beside one another, earlier versions with --all', async () => {
  const [entry] = (await home.kith(['write', 'Home at six, and the soup was hot.', '--json'])).json;
  await home.good(['purpose', '--success', 'Never late.', '--on', '2019-01-01']);
  await home.good(['purpose', '--success', 'Home for supper.', '--from', entry!['id'].slice(0, 8), '--why', 'A new job.']);
  await home.good(['purpose', '--gift', 'I stay calm.', '--with', 'Leila']);
  await home.good(['purpose', '--life', 'Teach', '--trial', 'A morning with two students.']);
  await home.good(['purpose', '--goal', 'The certificate', '--by', '2027-06-30', '--area', 'learning']);
  const now = (await home.kith(['purpose', '--json'])).json;
  expect(now.map(({ kind, text, name, what }) => [kind, text ?? name ?? what])).toEqual([
    ['success', 'Home for supper.'],
    ['gift', 'I stay calm.'],
    ['life', 'Teach'],
    ['goal', 'The certificate'],
  ]);
  expect(now[0]).toMatchObject({ why: 'A new job.', links: [{ to: entry!['id'], as: 'rests-on' }] });
  expect(await home.good(['purpose', '--all'])).toContain('Never late.');
  expect((await home.kith(['purpose', 'x', '--gift', '--trial', 'y'])).err).toContain('--trial');
  const life = now.find(({ kind }) => kind === 'life')!['id'] as string;
  await home.good(['purpose', 'It was light work.', '--tried', life, '--draws', 'more']);
  expect((await home.kith(['purpose', '--json'])).json.find(({ kind }) => kind === 'life')).toMatchObject({ looks: [{ draws: 'more', text: 'It was light work.' }] });
  expect((await home.kith(['purpose', '--draws', 'less'])).err).toContain('--tried');
  await home.good(['undo']);
  await home.good(['undo']);
  expect((await home.kith(['purpose', '--json'])).json.map(({ kind }) => kind)).not.toContain('goal');
});

test('Energy is marked by a name, counts entries of that topic too, and says where it is not sure yet', async () => {
  // On an earlier day: the last spelling stands, and of one day nobody can say which was the last.
  const earlier = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  await home.good(['energy', 'Late', 'visits', '--energy', '-2', '--meaning', '2', '--set-by', 'others', '--on', earlier]);
  await home.good(['write', 'The bus again.', '--topic', 'late visits', '--energy', '-1']);
  expect((await home.kith(['energy', '--json'])).json).toMatchObject([
    { name: 'late visits', energy: { mean: -1.5, count: 2 }, meaning: { mean: 2, count: 1 }, isFew: true, terms: { others: 1 } },
  ]);
  expect(await home.good(['energy'])).toBe('late visits  (not sure yet: energy −1.5, meaning +2, 2 times)');
  for (const [args, said] of [
    [['x', '--energy', '7'], '--energy'],
    [['x'], 'neither energy nor meaning'],
  ] as const)
    expect((await home.kith(['energy', ...args])).err).toContain(said);
});
