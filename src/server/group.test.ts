// A commit serves all who came in one turn, and all who came while another was under way.

import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createGroups } from './group.ts';

const groups = async () => {
  const database = await openDatabase(':memory:');
  const commits: (readonly string[])[] = [];
  const group = createGroups<string, string>(
    database,
    async (_tx, _number, jobs) => {
      commits.push(jobs);
      return { answers: jobs.map((job) => `${job} stored`), after: () => undefined };
    },
    () => undefined,
  );
  return { group, commits, close: database.close };
};

test('Who comes in one turn, or while another commit is under way, is stored in the same commit', async () => {
  const { group, commits, close } = await groups();
  const all = ['one', 'two', 'three'].map((job) => group.add(1, job));
  const later = all[0]!.then(() => Promise.all(['four', 'five'].map((job) => group.add(1, job))));
  expect(await Promise.all(all)).toEqual(['one stored', 'two stored', 'three stored']);
  expect(await later).toEqual(['four stored', 'five stored']);
  expect(commits).toEqual([
    ['one', 'two', 'three'],
    ['four', 'five'],
  ]);
  await close();
});
