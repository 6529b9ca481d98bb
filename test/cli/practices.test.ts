// Practices in the command line: the library without a vault, how it was afterwards, a path, files out and in.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHome } from './kith.ts';

const home = createHome();
afterAll(() => home.remove());

test('The library is read without a vault; what was worse is no longer offered; a path is proposed; files go out and come in once', async () => {
  expect((await home.kith(['practices', '--minutes', '5', '--who', 'pair', '--kind', 'dialogue', '--json'])).json.map(({ id }) => id)).toEqual(['p10', 'p18', 'p19']);
  expect(await home.good(['practice', 'escucha', 'de'], { env: { KITH_LANG: 'es' } })).toContain('1. (2:00) Una persona habla, la otra solo escucha.');
  expect(await home.kith(['practice', 'p99'])).toMatchObject({ code: 4, err: expect.stringContaining('There is no practice') });

  expect(await home.kith(['now', '--later', 'p99nothere'])).toMatchObject({ code: 4, out: '' });
  await home.good(['practice', 'p26', '--worse', '--text', 'It kept me awake.']);
  const path = (await home.kith(['practices', '--path', 'limits', '--json'])).json;
  expect(path.map(({ id }) => id)).toEqual(expect.arrayContaining(['p01', 'p37', 'p10']));
  expect(path.map(({ id }) => id)).not.toContain('p26');

  const file = join(home.temporary, 'Listening.md');
  writeFileSync(file, (await home.good(['practice', 'p10', '--format', 'markdown'])).replace('Two-way listening', 'Listening at lunch').replace('id: p10', 'id: lunch'));
  expect(await home.good(['practices', '--take', file])).toContain('1 practice is here now.');
  const again = await home.kith(['practices', '--take', file]);
  expect([again.out, again.err].join()).toContain('is here already');
  const own = (await home.kith(['practices', '--json'])).json.filter(({ isStarter }) => !isStarter);
  expect(own).toMatchObject([{ name: 'Listening at lunch', licence: 'CC BY-SA 4.0', minutes: 5 }]);

  // Made, and adapted with what it came from; one undo takes back the last.
  await home.good(['practice', '--make', 'Tea with one', '--text', '2:00 Listen\nSay one word', '--who', 'pair', '--as', 'Ana']);
  await home.good(['practice', 'tea', '--adapt', 'Tea standing', '--minutes', '3']);
  const [standing] = (await home.kith(['practice', 'tea standing', '--json'])).json;
  expect(standing).toMatchObject({ steps: [{ seconds: 120, text: 'Listen' }, { seconds: null }], who: 'pair', minutes: 3, by: '', from: [{ name: 'Tea with one', by: 'Ana' }] });
  await home.good(['undo']);
  expect((await home.kith(['practice', 'tea standing'])).code).toBe(4);
  // What belongs to another deed is not dropped in silence.
  const clashes = [
    ['--make', 'Tea', '--better'],
    ['p10', '--share', 'Garden', '--text', 'Other words.'],
    ['p10', '--until', 'tomorrow'],
    ['p10', '--as', 'Ana'],
    ['p10', '--worse', '--as', 'Ana'],
    ['p10', '--format', 'markdown', '--text', 'It helped.'],
    ['p10', '--format', 'markdown', '--adapt', 'Mine'],
    ['tea', '--unpublish', '--until', 'tomorrow'],
  ];
  for (const ran of await Promise.all(clashes.map((args) => home.kith(['practice', ...args]))))
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cannot be used together') });
  for (const args of [
    ['--path', 'limits', '--all'],
    ['--take', file, '--kind', 'dialogue'],
    ['--take', file, '--path', 'limits'],
  ])
    expect(await home.kith(['practices', ...args])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cannot be used together') });
  expect(await home.kith(['practices', '--path', 'limits', 'listening'])).toMatchObject({ code: 2, out: '' });
  // Several files, as a shell writes out `*.md`.
  const files = ['One', 'Two'].map((name) => {
    const one = join(home.temporary, `${name}.md`);
    writeFileSync(one, `---\ntitle: ${name}\n---\n1. Sit down.\n`);
    return one;
  });
  expect((await home.kith(['practices', '--take', ...files, '--json'])).json[0]!['taken']).toHaveLength(2);
});

test('A path is taken up, swapped, done with how it was, left and taken up again; a question is asked, another one next, and one sent away stays away', async () => {
  expect((await home.kith(['paths'])).code).toBe(4);
  await home.good(['path', 'limits', '--minutes', '15', '--text', 'The rota', '--begin']);
  const pathNow = async () => (await home.kith(['paths', '--all', '--json'])).json[0]!;
  const { id, steps } = await pathNow();
  expect(await home.good(['path', id.slice(0, 8)])).toMatch(/^\w{8} {2}The rota\n.*: next\n/);
  const [first, second] = steps.map(({ practice }: { practice: string }) => practice);
  await home.good(['path', '--swap', id, second]);
  const swapped = (await pathNow())['steps'].map(({ practice }: { practice: string }) => practice);
  expect(swapped).not.toContain(second);
  expect(swapped[0]).toBe(first);
  await home.good(['path', '--done', id, '--better', '--text', 'It was quiet.']);
  expect((await pathNow())['steps'][0]).toMatchObject({ practice: first, done: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect((await home.kith(['practice', first, '--json'])).json[0]).toMatchObject({ told: { better: 1 } });
  expect(await home.kith(['path', '--done', id, second])).toMatchObject({ code: 4 });
  await home.good(['path', '--leave', id]);
  expect((await home.kith(['paths'])).code).toBe(4);
  await home.good(['path', '--open', id]);
  expect(await home.good(['paths'])).toContain('The rota');

  const asked = async (): Promise<string> => (await home.kith(['question', 'tired', '--json'])).json[0]!['id'] as string;
  const [one, two] = [await asked(), await asked()];
  expect(two).not.toBe(one);
  await home.good(['question', '--never']);
  expect(await asked()).not.toBe(two);
  expect(await home.good(['question', '--all'])).toContain('asked again');
});
