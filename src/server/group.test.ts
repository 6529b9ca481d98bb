// A commit serves all who came in one turn of the event loop, and those who came while the one before was under way.

import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { createGroups } from './group.ts';

test('Who came in one turn is stored in one commit, and who came during it in the next, all of them', async () => {
  const database = await openDatabase(':memory:');
  const commits: (readonly string[])[] = [];
  let isOpen: () => void = () => undefined;
  const wait = new Promise<void>((done) => (isOpen = done));
  const group = createGroups<string, string>(
    database,
    async (_tx, _number, jobs) => {
      commits.push(jobs);
      await wait;
      return { answers: jobs.map((job) => `${job} stored`), after: () => undefined };
    },
    () => undefined,
  );
  const [first, second] = [group.add(1, 'first'), group.add(1, 'second')];
  await turn();
  await turn();
  const later = [group.add(1, 'third'), group.add(1, 'fourth')];
  await turn();
  isOpen();
  expect(await Promise.all([first, second, ...later])).toEqual(['first stored', 'second stored', 'third stored', 'fourth stored']);
  expect(commits).toEqual([
    ['first', 'second'],
    ['third', 'fourth'],
  ]);
  await database.close();
});
