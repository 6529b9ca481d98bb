// No gate, on the command line: whoever has nothing yet performs every command that writes something of one's own, each in a home of its own;
// and, in a circle that was made a moment ago, every one that writes there. A command that is in neither list, nor among those that only
// look or are about what is there, fails the test. In one process: a home is a folder.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { momentOf, zoneAt, type Context } from '../../src/cli/context.ts';
import { homePaths } from '../../src/cli/home.ts';
import { COMMANDS, commandNamed, ISSUE_ACTS, readArgs } from '../../src/cli/options.ts';
import { RUN } from '../../src/cli/run.ts';
import { loadWords } from '../../src/cli/words.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';

/** In a home that has no vault yet. */
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
  practice: [['p10', '--better']],
  path: [['stuck', '--begin']],
  questions: [['--ask', 'Is inner work for the many?']],
  question: [['stuck']],
  skill: [['Waiting']],
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
  'only looks':
    'list show search look-back export feelings helplines decisions needs issues promptings agreements actions learnt commitments practices paths skills values maps now help completion devices'.split(
      ' ',
    ),
  'is about what is there': ['link', 'change', 'form', 'delete', 'undo', 'undo-import', 'share', 'shared', 'revoke'],
  'thanks another': ['thank'],
  'takes in what others wrote': ['import'],
  'is how one has Kith, not what one does in it': ['vault', 'account', 'pair', 'sync', 'host'],
};

const root = mkdtempSync(join(tmpdir(), 'kith-no-gate-'));
let host: RunningHost;
let count = 0;

/** What a command gives: `ok`, or the code of what it refused. */
const perform = async (folder: string, [name, ...argv]: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> => {
  const command = commandNamed(name!)!;
  const env = { KITH_HOME: folder, KITH_LANG: 'en', HOME: root, XDG_RUNTIME_DIR: root, TMPDIR: root, ...more };
  const ends: (() => unknown)[] = [];
  const quiet = (): void => undefined;
  const context: Context = {
    env,
    paths: homePaths(env),
    terminal: { inIs: false, outIs: false, errIs: false, width: 80, colour: false, say: quiet, note: quiet, progress: quiet },
    main: '',
    words: () => loadWords(env, command.room),
    now: () => momentOf(new Date()),
    zoneAt,
    onEnd: (work) => ends.unshift(work),
  };
  try {
    const args = readArgs(command, argv);
    const done = args.ok ? await (await RUN[name!]!())(args.value, context) : args;
    return done.ok ? (done.value === 0 ? 'ok' : String(done.value)) : done.error.code;
  } finally {
    for (const end of ends) await end();
  }
};
const home = (): string => join(root, `home-${(count += 1)}`);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(async () => {
  await host.stop();
  rmSync(root, { recursive: true, force: true });
});

test('every command stands in one of the lists, and each way of `kith issue` that needs no issue is performed', () => {
  const all = [...new Set([...Object.keys(FRESH), ...Object.keys(IN_CIRCLE)]), ...Object.values(NOT).flat()];
  expect(all.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  expect(ISSUE_ACTS[0]).toBe('raise');
});

test('every command that writes something of one’s own is performed by somebody who has nothing', async () => {
  const got: string[] = [];
  for (const [name, ways] of Object.entries(FRESH)) for (const way of ways) got.push(`${[name, ...way].join(' ')}: ${await perform(home(), [name, ...way])}`);
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
