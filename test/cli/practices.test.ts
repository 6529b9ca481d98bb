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
  expect(await home.kith(['practice', '--make', 'Tea', '--better'])).toMatchObject({ code: 2, err: expect.stringContaining('cannot be used together') });
});
