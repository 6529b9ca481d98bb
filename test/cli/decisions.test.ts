// Decisions on the command line: made, shown, found, looked at again before the day, taken back; in an archive and out of it again.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

test('Now says what waits, names what fits the minutes, puts off, and takes a no for good; without a vault too', async () => {
  const other = createHome();
  homes.push(other);
  expect(await other.good(['now', '--minutes', '5'])).toMatch(/^Nothing is asked of you now\.\n\nAct \(about 5 minutes\)\n/);
  // A practice stands under the name that `kith practice` takes.
  expect(await other.good(['now'])).toMatch(/\n(p\d{2}) {2}.+\n.+\n {2}kith practice \1\n/);
  expect((await other.kith(['now', '--minutes', 'x'])).code).toBe(2);
  await other.good(['commit', 'Swim', '--by', 'today', '--first-step', 'Find the towel']);
  await other.good(['decide', 'Shall I move?', '--review', '2026-01-02']);
  const needed = async () => (await other.kith(['now', '--json'])).json.filter(({ is }) => is === 'needed');
  const [swim, move] = await needed();
  expect(swim).toMatchObject({ room: 'commitments', text: 'Swim', why: ['You said', expect.stringContaining('20')] });
  expect(move).toMatchObject({ room: 'decisions', text: 'Shall I move?' });
  expect(await other.good(['now'])).toMatch(/Needed now\n.*Swim\n[\s\S]*kith show \w{8}/);
  const named = String(swim!['href']).split('/').at(-1)!.slice(0, 8);
  expect(await other.good(['now', '--later', named, '--until', 'tomorrow'])).toContain('Put off until');
  expect((await needed()).map(({ text }) => text)).toEqual(['Shall I move?']);
  await other.good(['undo']);
  await other.good(['now', '--refuse', named]);
  expect((await other.kith(['commitments', '--all', '--json'])).json[0]).toMatchObject({ end: { how: 'resting' } });
  const review = String(move!['href']).split('/').at(-2)!;
  await other.good(['now', '--refuse', review.slice(0, 8)]);
  expect(await needed()).toEqual([]);
  await other.good(['undo']);
  expect((await needed()).map(({ text }) => text)).toEqual(['Shall I move?']);
  // Looked at again before its day, it waits no more.
  await other.good(['decide', 'Early?', '--likely', '40', '--review', '2099-01-02']);
  const early = (await other.kith(['decisions', '--all', '--json'])).json.find(({ question }) => question === 'Early?')!['id'] as string;
  await other.good(['decide', '--reviewed', early, '--came', 'no']);
  expect((await other.kith(['show', early, '--json'])).json[0]!['fields']).toMatchObject({ came: 'no' });
});

test('a form shows what can be changed, takes one value, a whole form, or what an editor leaves, and one undo takes it back', async () => {
  const home = fresh();
  const id = (await home.good(['decide', 'Shall I move?', '--option', 'Stay', '--option', 'Go', '--chose', '1'])).trim();
  expect(await home.good(['form', id.slice(0, 8)])).toMatch(/^question: Shall I move\?\nways:\n[\s\S]*chosen: 1\n/);
  await home.good(['form', id, 'likely=55', 'expect=I sleep better.']);
  const whole = 'ways:\n  - text: Stay\n    for: [friends]\n    values: [care]\n    feelings: [calm]\n    body: [chest]\n  - Go\n';
  await home.good(['form', id, '-'], { input: whole });
  const fields = async () => (await home.kith(['form', id, '--json'])).json[0]!['fields'];
  expect(await fields()).toMatchObject({
    chosen: 1,
    likely: 55,
    expect: 'I sleep better.',
    ways: [{ text: 'Stay', for: ['friends'], values: ['care'], body: ['chest'] }, { text: 'Go' }],
  });
  const seen = join(home.temporary, 'seen');
  await home.good(['form', id, '--edit'], { env: { XDG_RUNTIME_DIR: '', EDITOR: `f() { ls -l "$1" > '${seen}'; sed -i s/55/60/ "$1"; }; f` } });
  const [mode, ...rest] = readFileSync(seen, 'utf8').trim().split(' ');
  expect(mode).toMatch(/^-rw-------/);
  expect(existsSync(rest.at(-1)!)).toBe(false);
  // In memory, and never on the disk, where the system has such a place.
  if (existsSync('/dev/shm')) expect(rest.at(-1)!).toMatch(/^\/dev\/shm\//);
  expect(await fields()).toMatchObject({ likely: 60 });
  await home.good(['undo']);
  expect(await fields()).toMatchObject({ likely: 55 });
  for (const [words, says] of [
    [['likely=lots'], 'likely cannot hold this'],
    [['luckily=1'], 'There is no luckily'],
  ] as const)
    expect((await home.kith(['form', id, ...words])).err).toContain(says);
  expect((await home.kith(['form', id, '-'], { input: '[' })).err).toContain('cannot be read as a form');
  expect((await home.kith(['form', id, '--edit'], { env: { EDITOR: 'false' } })).err).toContain('The editor false ended with an error, so nothing was written');
  // What was written there and cannot be taken is not lost: it is said where it lies.
  const { err } = await home.kith(['form', id, '--edit'], { env: { EDITOR: 'sed -i s/55/many/' } });
  const left = /What you wrote is in (\S+),/.exec(err)![1]!;
  expect([err.includes('likely cannot hold this'), readFileSync(left, 'utf8').includes('likely: many')]).toEqual([true, true]);
  rmSync(dirname(left), { recursive: true });
  expect(await fields()).toMatchObject({ likely: 55 });
});
