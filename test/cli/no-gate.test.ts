// No gate, on the command line: whoever has nothing yet performs every command that writes something of one's own, each in a home of its own;
// and, in a circle that was made a moment ago, every one that writes there. A command that is in neither list, nor among those that only
// look or are about what is there, fails the test. In one process: a home is a folder.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS, commandNamed, readArgs } from '../../src/cli/options.ts';
import { RUN } from '../../src/cli/run.ts';
import { contextIn } from './context.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';

/** In a home that has no vault yet. `SHOWN` stands for the first that `kith now` shows there, `CASE` and `PRACTICE` for files of another. */
const FRESH: Readonly<Record<string, readonly (readonly string[])[]>> = {
  write: [['Rain all day.']],
  'check-in': [['--feeling', 'tired']],
  journals: [['--add', 'Work']],
  feel: [
    ['It says slow down.', '--need', 'rest'],
    ['--feeling', 'angry'],
  ],
  talk: [
    ['The rota', '--with', 'Ana'],
    ['--happened', 'We spoke.', '--got', 'part'],
  ],
  decide: [['Shall I?'], ['The minutes', '--hands', 'share']],
  commit: [['Swim', '--by', 'tomorrow']],
  practice: [
    ['p10', '--better'],
    ['--make', 'Tea with one', '--text', 'Listen'],
    ['p10', '--adapt', 'Listening at lunch'],
  ],
  practices: [['--take', 'PRACTICE']],
  now: [['--later', 'SHOWN']],
  path: [['stuck', '--begin']],
  questions: [['--ask', 'Is inner work for the many?']],
  question: [['stuck']],
  skill: [['Waiting']],
  skills: [
    ['--make', 'The workshop', 'True a wheel'],
    ['--take', 'CASE'],
  ],
  value: [['honesty']],
  purpose: [['To make room'], ['Enough time', '--success'], ['I listen', '--gift'], ['By the sea', '--life'], ['A course', '--goal']],
  energy: [['Late shifts', '--energy', '-2']],
  map: [['Visits']],
};

/** In a circle that was just made: `CIRCLE` stands for it. */
const IN_CIRCLE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  circle: [['write', 'CIRCLE', 'Can we meet earlier?']],
  need: [
    ['CIRCLE', 'A ladder'],
    ['CIRCLE', 'A ladder', '--offer'],
  ],
  issue: [['raise', 'CIRCLE', 'No travel time']],
  prompting: [['CIRCLE', 'What would you like back?']],
  agreement: [
    ['CIRCLE', 'We say it by Friday', '--even-when', 'it is awkward'],
    ['CIRCLE', 'Room for all', '--mission'],
  ],
  action: [['CIRCLE', 'Bring the letter']],
  map: [['Visits', '--circle', 'CIRCLE']],
};

/** Why a command stands in neither. */
const NOT: Readonly<Record<string, readonly string[]>> = {
  'only looks': 'list show search export feelings helplines decisions needs issues promptings agreements actions learnt commitments paths maps help completion devices'.split(' '),
  'is about what is there': ['link', 'change', 'form', 'delete', 'undo', 'undo-import', 'look-back', 'values', 'share', 'shared', 'revoke'],
  'thanks another': ['thank'],
  'takes in what others wrote': ['import'],
  'is how one has Kith, not what one does in it': ['vault', 'account', 'pair', 'sync', 'host'],
};

const root = mkdtempSync(join(tmpdir(), 'kith-no-gate-'));
let host: RunningHost;
let count = 0;

/** What a command gives: `ok`, or the code of what it refused. `said`: takes what it says. */
const perform = async (folder: string, [name, ...argv]: readonly string[], more: NodeJS.ProcessEnv = {}, said: string[] = []): Promise<string> => {
  const command = commandNamed(name!)!;
  const { context, end } = contextIn(folder, { HOME: root, XDG_RUNTIME_DIR: root, TMPDIR: root, ...more }, command.room, (text) => said.push(text));
  try {
    const args = readArgs(command, argv);
    const done = args.ok ? await (await RUN[name!]!())(args.value, context) : args;
    return done.ok ? (done.value === 0 ? 'ok' : String(done.value)) : done.error.code;
  } finally {
    await end();
  }
};
/** What a command says that must succeed. */
const saidBy = async (folder: string, argv: readonly string[]): Promise<string> => {
  const said: string[] = [];
  expect(await perform(folder, argv, {}, said)).toBe('ok');
  return said.join('\n');
};
const home = (): string => join(root, `home-${(count += 1)}`);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(async () => {
  await host.stop();
  rmSync(root, { recursive: true, force: true });
});

test('every command stands in one of the lists', () => {
  const all = [...new Set([...Object.keys(FRESH), ...Object.keys(IN_CIRCLE)]), ...Object.values(NOT).flat()];
  expect(all.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
});

test('every command that writes something of one’s own is performed by somebody who has nothing', async () => {
  const other = home();
  const [ours, tea] = [join(root, 'ours.json'), join(root, 'tea.md')];
  writeFileSync(ours, await saidBy(other, ['skills', await saidBy(other, ['skills', '--make', 'Ours', 'True a wheel']), '--case']));
  writeFileSync(tea, (await saidBy(other, ['practice', 'p10', '--format', 'markdown'])).replace('id: p10', 'id: tea'));
  const got: string[] = [];
  for (const [name, ways] of Object.entries(FRESH))
    for (const way of ways) {
      const folder = home();
      const shown = way.includes('SHOWN') ? String((JSON.parse((await saidBy(folder, ['now', '--json'])).split('\n')[0]!) as { readonly id: string }).id) : '';
      const stands: Readonly<Record<string, string>> = { CASE: ours, PRACTICE: tea, SHOWN: shown };
      got.push(`${[name, ...way].join(' ')}: ${await perform(folder, [name, ...way.map((word) => stands[word] ?? word)])}`);
    }
  expect(got.filter((line) => !line.endsWith(': ok'))).toEqual([]);
});

test('every command that writes in a circle is performed in one that was just made, by whoever made it', async () => {
  const first = home();
  mkdirSync(first, { mode: 0o700 });
  expect(await perform(first, ['account', 'create', 'ana', '--host', host.address], { KITH_PASSWORD: 'four words of mine' })).toBe('ok');
  expect(await perform(first, ['circle', 'create', 'Tuesday', '--as', 'Ana'])).toBe('ok');
  const got: string[] = [];
  for (const [name, ways] of Object.entries(IN_CIRCLE))
    for (const way of ways) {
      const folder = home();
      cpSync(first, folder, { recursive: true });
      got.push(`${[name, ...way].join(' ')}: ${await perform(folder, [name, ...way.map((word) => (word === 'CIRCLE' ? 'Tuesday' : word))])}`);
    }
  expect(got.filter((line) => !line.endsWith(': ok'))).toEqual([]);
});
