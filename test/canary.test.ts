// At rest is ciphertext: words put into every field that takes words are nowhere in a locked home, in no form, and in no
// file that any of its commands made elsewhere.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { canaryOf, filesUnder, formsOf, leaksIn, picture } from './canaries.ts';
import { createHome, MAIN } from './cli/kith.ts';

const home = createHome();
afterAll(() => home.remove());

const places = [
  'title',
  'body',
  'topic',
  'person',
  'place',
  'area',
  'feeling',
  'body-area',
  'journal',
  'file-name',
  'folder-name',
  'imported',
  'attachment-name',
  'attachment',
  'look-back',
  'edited',
  'deleted',
  'locked',
  'undone',
  'passphrase',
  'editor',
];
const canary = Object.fromEntries(places.map((place) => [place, canaryOf(place)])) as Record<string, string>;
const all = Object.values(canary);

test('The search for canaries finds them in every form, wherever they begin', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (word, before, after) => {
      const around = (bytes: Uint8Array): Buffer => Buffer.concat([before, bytes, after]);
      const plain = around(Buffer.from(word));
      for (const bytes of [
        plain,
        Buffer.from(plain.toString('base64')),
        Buffer.from(plain.toString('base64url')),
        Buffer.from(plain.toString('hex')),
        around(Buffer.from(word, 'utf16le')),
        around(Buffer.from(word, 'utf16le').swap16()),
        around(gzipSync(plain)),
        around(deflateSync(plain)),
      ])
        expect(leaksIn('x', bytes, [word]).length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
  expect(formsOf('abc').size).toBe(11);
  expect(leaksIn('x', Buffer.from('nothing of the kind'), all)).toEqual([]);
});

test('A locked vault, its indexes and everything its commands left behind hold no word that was written', async () => {
  const c = canary;
  await home.good(['journals', '--add', c['journal']!]);
  const id = await home.good([
    'write',
    `# ${c['title']}\n\n${c['body']} ${c['body']} ${'long '.repeat(4000)}`,
    '--topic',
    c['topic']!,
    '--with',
    c['person']!,
    '--place',
    c['place']!,
    '--area',
    c['area']!,
    '--feeling',
    c['feeling']!,
    '--body',
    `${c['body-area']}:tight`,
  ]);
  await home.good(['look-back', c['look-back']!, '--to', id]);
  await home.good(['change', id, '--text', `${c['title']} ${c['edited']}`]);
  await home.good(['delete', await home.good(['write', c['deleted']!])]);
  await home.good(['write', c['undone']!]);
  await home.good(['undo']);
  await home.good(['write', c['locked']!, '--journal', c['journal']!]);

  // What is brought in comes from files that are themselves readable: outside the home, and taken away afterwards.
  const outside = join(home.path, '..', 'outside', c['folder-name']!);
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, `${c['attachment-name']}.png`), picture(c['attachment']!));
  writeFileSync(join(outside, `${c['file-name']}.md`), `---\ndate: 2018-03-01\n---\n\n${c['imported']} ![x](${c['attachment-name']}.png)\n`);
  await home.good(['import', outside, '--keep-location']);
  expect(statSync(join(home.path, 'vault.sqlite')).size).toBeGreaterThan(0);
  expect((await home.kith(['search', c['imported']!, '--json'])).json).toHaveLength(1);
  expect((await home.kith(['search', c['title']!, '--json'])).json).toHaveLength(1);

  // An open vault too: only the key lies there.
  const open = filesUnder(home.path).concat(filesUnder(home.temporary));
  expect(open.length).toBeGreaterThan(2);
  expect(open.flatMap(({ path, bytes }) => leaksIn(path, bytes, all))).toEqual([]);

  await home.good(['vault', 'lock', '--journal', c['journal']!], { input: `journal ${c['passphrase']}\n` });
  await home.good(['vault', 'lock'], { input: `vault ${c['passphrase']}\n` });
  await home.good(['vault', 'unlock'], { input: `vault ${c['passphrase']}\n` });
  await home.good(['search', c['edited']!]);
  await home.good(['vault', 'backup', join(home.path, 'backup.kith')]);
  await home.good(['vault', 'lock']);
  rmSync(join(home.path, '..', 'outside'), { recursive: true });

  // Everything under the test's own root: the home with its log files, the temporary folder, the socket's folder.
  const root = join(home.path, '..');
  const files = filesUnder(root);
  expect(files.some(({ path }) => path.endsWith('vault.sqlite'))).toBe(true);
  expect(files.some(({ path }) => path.endsWith('backup.kith'))).toBe(true);
  expect(files.flatMap(({ path, bytes }) => leaksIn(path, bytes, all))).toEqual([]);
  expect(readdirSync(home.path).sort()).toEqual(['backup.kith', 'vault.sqlite']);
});

test('A page written in an editor leaves nothing behind, whether the editor closes or is ended', async () => {
  const word = canary['editor']!;
  const other = createHome();
  try {
    await other.good(['write', 'begin']);
    const editor = join(other.temporary, '..', 'editor.sh');
    writeFileSync(editor, `#!/bin/sh\nprintf '%s' "$WORDS" > "$1"\ntouch "$KITH_HOME/../saved"\n[ -z "$WAIT" ] || sleep 30\n`, { mode: 0o700 });
    // `script` gives the command a terminal, without which no editor is opened.
    const run = (more: NodeJS.ProcessEnv) =>
      spawn('script', ['-qec', `exec '${process.execPath}' '${MAIN}' write`, '/dev/null'], {
        env: { ...other.env, EDITOR: editor, WORDS: word, TERM: 'dumb', ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const closed = run({});
    await new Promise((done) => closed.on('close', done));
    expect((await other.kith(['list', '--json'])).json.map(({ text }) => text)).toContain(word);
    expect(readdirSync(other.temporary)).toEqual([]);

    // The terminal is closed on it while the editor is open: what was saved by then is an entry, and the page is gone.
    const saved = join(other.temporary, '..', 'saved');
    rmSync(saved);
    const ended = run({ WORDS: `${word} again`, WAIT: 'yes' });
    while (!existsSync(saved)) await new Promise((done) => setTimeout(done, 50));
    expect(readdirSync(other.temporary)).toHaveLength(1);
    ended.kill('SIGKILL');
    while (readdirSync(other.temporary).length > 0) await new Promise((done) => setTimeout(done, 50));
    expect((await other.kith(['list', '--json'])).json.map(({ text }) => text)).toContain(`${word} again`);
    expect(filesUnder(other.path).flatMap(({ path, bytes }) => leaksIn(path, bytes, [word]))).toEqual([]);
  } finally {
    await other.remove();
  }
});
