// A commit serves all who are there, and those who are at the door: but nobody waits for long, or for who does not come.

import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createGroups } from './group.ts';

const groups = async () => {
  const database = await openDatabase(':memory:');
  const commits: (readonly string[])[] = [];
  const door = { coming: 0 };
  const group = createGroups<string, string>(
    database,
    async (_tx, _number, jobs) => {
      commits.push(jobs);
      return { answers: jobs.map((job) => `${job} stored`), after: () => undefined };
    },
    () => undefined,
    () => door.coming > 0,
  );
  return { group, commits, door, close: database.close };
};

test('Who is at the door when somebody waits is stored in the same commit', async () => {
  const { group, commits, door, close } = await groups();
  door.coming = 1;
  const first = group.add(1, 'first');
  await turn();
  await turn();
  door.coming = 0;
  expect(await Promise.all([first, group.add(1, 'second')])).toEqual(['first stored', 'second stored']);
  expect(commits).toEqual([['first', 'second']]);
  await close();
});

test('Who was turned away at the door, or stays there, keeps nobody waiting', async () => {
  const { group, commits, door, close } = await groups();
  door.coming = 1;
  const first = group.add(1, 'first');
  await turn();
  door.coming = 0;
  group.arrived();
  expect(await first).toBe('first stored');
  door.coming = 1;
  expect(await group.add(1, 'second')).toBe('second stored');
  expect(commits).toEqual([['first'], ['second']]);
  await close();
});
