// What a person can rely on, from the first line written to the backup restored, with real processes.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { createHome, MAIN, type Home } from './kith.ts';

const homes: Home[] = [];
const newHome = (): Home => {
  const home = createHome();
  homes.push(home);
  return home;
};
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

describe('A first entry', () => {
  test('is written at once, found again, changed and taken back', async () => {
    const home = newHome();
    const first = await home.kith([
      'write',
      'Rain',
      'all',
      'day.',
      '--topic',
      'weather',
      '--with',
      'Ana',
      '--at',
      '2020-02-29 09:30',
      '--energy',
      '-1',
      '--feeling',
      'calm',
      '--area',
      'play, arts and nature',
      '--body',
      'chest:tight',
    ]);
    expect(first.code).toBe(0);
    expect(first.err).toContain(home.path);
    const id = first.out.trim();
    expect(id).toMatch(/^[0-9a-z]{26}$/);
    expect((statSync(home.path).mode & 0o777).toString(8)).toBe('700');
    expect((statSync(join(home.path, 'key')).mode & 0o777).toString(8)).toBe('600');

    const [listed, shown] = await Promise.all([
      home.kith(['list', '--json', '--topic', 'WEATHER', '--after', '2020', '--before', '2021-01']),
      home.kith(['show', id.slice(0, 5), '--json']),
    ]);
    expect(listed.json).toEqual(shown.json);
    expect(shown.json[0]).toMatchObject({
      id,
      form: 'entry',
      when: '2020-02-29T09:30',
      text: 'Rain all day.',
      topics: ['weather'],
      people: ['Ana'],
      areas: ['play, arts and nature'],
      feelings: ['calm'],
      energy: -1,
      body: [{ area: 'chest', sensation: 'tight' }],
      journal: '',
      heavy: false,
      broughtIn: null,
    });
    expect(Object.keys(shown.json[0]!)).toEqual([
      'id',
      'form',
      'when',
      'zone',
      'calendar',
      'text',
      'otherTexts',
      'place',
      'topics',
      'people',
      'areas',
      'feelings',
      'energy',
      'body',
      'attachments',
      'links',
      'journal',
      'heavy',
      'again',
      'restUntil',
      'made',
      'modified',
      'broughtIn',
    ]);

    await home.good(['change', id, '--text', 'Rain, then sun.', '--no-topic', 'Weather', '--heavy']);
    expect((await home.kith(['show', id, '--json'])).json[0]).toMatchObject({ text: 'Rain, then sun.', topics: [], heavy: true });
    await home.good(['undo']);
    expect((await home.kith(['show', id, '--json'])).json[0]).toMatchObject({ text: 'Rain all day.', topics: ['weather'], heavy: false });
    await home.good(['delete', id]);
    expect((await home.kith(['show', id])).code).toBe(4);
    await home.good(['undo']);
    expect((await home.kith(['show', id, '--json'])).json[0]).toMatchObject({ text: 'Rain all day.' });
    await home.good(['undo']);
    expect((await home.kith(['list'])).code).toBe(4);
    expect((await home.kith(['undo'])).code).toBe(4);
  });

  test('comes from a pipe in UTF-8 or UTF-16, and not from what is no text', async () => {
    const home = newHome();
    const id = await home.good(['write', '-'], { input: '\ufeffÉté\r\n雨\n\n' });
    expect((await home.kith(['show', id, '--json'])).json[0]).toMatchObject({ text: 'Été\n雨' });
    const wide = await home.good(['write'], { input: Buffer.from('\ufeffمرحبا', 'utf16le') });
    expect((await home.kith(['show', wide, '--json'])).json[0]).toMatchObject({ text: 'مرحبا' });
    const bad = await home.kith(['write', '-'], { input: new Uint8Array([0x63, 0xe9, 0x20]) });
    expect([bad.code, bad.out]).toEqual([1, '']);
    expect((await home.kith(['write', '-'], { input: '' })).code).toBe(1);
  });

  test('has what a person wrote shown without steering their terminal, and as JSON without control signs', async () => {
    const home = newHome();
    const id = await home.good(['write', 'a\u001b]0;owned\u0007b\u009b31m']);
    const { out } = await home.kith(['show', id, '--json']);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(JSON.parse(out)).toMatchObject({ text: 'a\u001b]0;owned\u0007b\u009b31m' });
  });

  test('made by several commands at once is kept by each, in one vault', async () => {
    const home = newHome();
    const ids = await Promise.all(Array.from({ length: 8 }, (_, i) => home.good(['write', `entry ${i}`])));
    const { json } = await home.kith(['list', '--json']);
    expect(json.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(json.map(({ text }) => text).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `entry ${i}`));
  });
});

describe('Looking for it', () => {
  test('searching finds words, names and what is newer than the index; looking back finds the day and takes a note', async () => {
    const home = newHome();
    const old = await home.good(['write', 'The candlelight in the old harbour', '--at', '2019-06-01', '--with', 'Ana']);
    expect((await home.kith(['search', 'candle', '--json'])).json[0]).toMatchObject({ entry: { id: old }, excerpts: [{ text: 'The candlelight in the old harbour' }] });
    const newer = await home.good(['write', 'No candles today', '--at', '2021-06-01']);
    expect((await home.kith(['search', 'candle', '--json'])).json.map(({ entry }) => entry.id).sort()).toEqual([old, newer].sort());
    expect((await home.kith(['search', 'candle with:Ana', '--json'])).json.map(({ entry }) => entry.id)).toEqual([old]);
    expect((await home.kith(['search', 'zebra'])).code).toBe(4);

    const back = await home.kith(['look-back', '--on', '2026-06-01', '--json']);
    expect(back.json.filter(({ why }) => why === 'on-this-day').map(({ year, entry }) => [year, entry.id])).toEqual([
      [2021, newer],
      [2019, old],
    ]);
    const note = await home.good(['look-back', 'It', 'is', 'still', 'there.', '--to', old.slice(0, 6)]);
    expect((await home.kith(['show', note, '--json'])).json[0]).toMatchObject({ form: 'look-back', links: [{ to: old, as: 'looks-back-at' }] });
  });
});

describe('A command that is not right', () => {
  test('is refused with its own exit code, and nothing is written', async () => {
    const home = newHome();
    const codes = await Promise.all(
      [['list', '--nosuch'], ['nosuch'], ['write', 'x', '--at'], ['list', '--json=yes'], ['show', 'a', 'b'], ['list', '--limit', 'x'], ['write', 'x', '--energy', '5'], []].map(
        async (args) => (await home.kith(args)).code,
      ),
    );
    expect(codes).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    for (const at of ['2026-02-30', '0000-01-01', '9999-01-01', 'soon', '25:00']) expect((await home.kith(['write', 'x', '--at', at])).code).toBe(1);
    expect(existsSync(home.path)).toBe(false);
    expect((await home.kith(['list'])).code).toBe(4);
    expect((await home.kith(['list', '--nosuch'], { env: { KITH_LANG: 'es' } })).err).toContain('no tiene la opción --nosuch');
    expect((await home.kith(['list', '--nosuch'], { env: { KITH_LANG: '', LC_ALL: 'ar_EG.UTF-8' } })).err).toContain('خيار --nosuch');
  });
});

describe('A place that cannot be used', () => {
  test('is named in a sentence, for a home as for an answer, and what was written stays', async () => {
    const home = newHome();
    const file = join(home.temporary, 'file');
    writeFileSync(file, '');
    // Linux says of /proc that it is there and of what is made in it that the folder is missing.
    for (const path of ['/proc/kith', join(file, 'below'), '/dev/null']) {
      const { code, err } = await home.kith(['write', 'x'], { env: { KITH_HOME: path } });
      expect(code).toBe(1);
      expect(err).toContain(`${path} cannot be made or written to`);
    }
    await home.good(['write', 'one']);
    for (const args of [['list'], ['write', 'two'], ['list', '--json']]) {
      const { status, stderr } = spawnSync('/bin/sh', ['-c', `exec "$0" "$@" > /dev/full`, process.execPath, MAIN, ...args], { env: home.env, encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toContain('The answer could not be written (ENOSPC)');
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    expect((await home.kith(['list', '--json'])).json.map(({ text }) => text)).toEqual(['two', 'one']);
  });

  test('that another account owns is no place without a journal', async () => {
    // Only root can be somebody else.
    if (process.getuid?.() !== 0) return;
    const home = newHome();
    await home.good(['write', 'mine']);
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'list'], { env: home.env, encoding: 'utf8', uid: 65_534, gid: 65_534 });
    // Where the home's own folder lets nobody through, the file is not said to be missing.
    expect(status).not.toBe(0);
    expect(stderr).not.toContain('There is no journal');
  });
});

describe('Locking', () => {
  test('the key is held by the agent until it is told to forget, and a wrong passphrase is refused in constant words', async () => {
    const home = newHome();
    await home.good(['write', 'before the lock']);
    expect((await home.kith(['vault', 'lock'], { input: 'short\n' })).err).toContain('8');
    await home.good(['vault', 'lock'], { input: 'a long passphrase\n' });
    expect(existsSync(join(home.path, 'key'))).toBe(false);
    for (const args of [['list'], ['write', 'x'], ['search', 'x'], ['undo'], ['vault', 'check']]) expect((await home.kith(args)).code).toBe(3);

    const wrong = await Promise.all(['a long passphrasE', 'x', 'a long passphrase and more'].map((typed) => home.kith(['vault', 'unlock'], { input: `${typed}\n` })));
    expect(new Set(wrong.map(({ code, out, err }) => JSON.stringify([code, out, err]))).size).toBe(1);
    expect(wrong[0]!.code).toBe(1);

    await home.good(['vault', 'unlock', '--for', '2h'], { env: { KITH_PASSPHRASE: 'a long passphrase' } });
    const [folder] = readdirSync(home.temporary).filter((name) => name.startsWith('kith-'));
    expect([(statSync(join(home.temporary, folder!)).mode & 0o777).toString(8), (statSync(join(home.temporary, folder!, 'socket')).mode & 0o777).toString(8)]).toEqual([
      '700',
      '600',
    ]);
    await home.good(['write', 'after unlocking']);
    expect((await home.kith(['list', '--json'])).json).toHaveLength(2);
    expect((await home.kith(['vault', 'status', '--json'])).json[0]).toMatchObject({ lock: 'unlocked', records: 3 });

    // A folder that others may enter is not trusted with anything.
    chmodSync(join(home.temporary, folder!), 0o755);
    expect((await home.kith(['list'])).code).toBe(3);
    chmodSync(join(home.temporary, folder!), 0o700);

    await home.good(['vault', 'lock']);
    expect((await home.kith(['list'])).code).toBe(3);
    expect(readdirSync(join(home.temporary, folder!))).toEqual([]);

    await home.good(['vault', 'lock', '--change'], { input: 'a long passphrase\nanother passphrase\n' });
    expect((await home.kith(['vault', 'unlock', '--for-good'], { input: 'a long passphrase\n' })).code).toBe(1);
    await home.good(['vault', 'unlock', '--for-good'], { input: 'another passphrase\n' });
    expect((await home.kith(['list', '--json'])).json).toHaveLength(2);
  });

  test('the agent forgets by itself after the time it was given', async () => {
    const home = newHome();
    await home.good(['write', 'x']);
    await home.good(['vault', 'lock'], { input: 'a long passphrase\n' });
    await home.good(['vault', 'unlock', '--for', '1s'], { input: 'a long passphrase\n' });
    const [folder] = readdirSync(home.temporary).filter((name) => name.startsWith('kith-'));
    while (readdirSync(join(home.temporary, folder!)).length > 0) await new Promise((done) => setTimeout(done, 100));
    expect((await home.kith(['list'])).code).toBe(3);
  });

  test('a journal with its own lock opens and closes alone, and keeps its words from lists, search and undo', async () => {
    const home = newHome();
    await home.good(['journals', '--add', 'Night']);
    const day = await home.good(['write', 'harbour by day']);
    const night = await home.good(['write', 'harbour by night', '--journal', 'night']);
    await home.good(['change', night, '--text', 'harbour at night']);
    await home.good(['vault', 'lock', '--journal', 'Night'], { input: 'nightly words\n' });
    expect((await home.kith(['list', '--json'])).json.map(({ id }) => id)).toEqual([day]);
    expect((await home.kith(['search', 'harbour', '--json'])).json.map(({ entry }) => entry.id)).toEqual([day]);
    expect((await home.kith(['write', 'x', '--journal', 'Night'])).code).toBe(3);
    expect((await home.kith(['show', night])).code).toBe(3);
    // What is taken out meanwhile is readable, and so it is not in it.
    await home.good(['export', join(home.temporary, 'day.txt')]);
    const taken = readFileSync(join(home.temporary, 'day.txt'), 'utf8');
    expect([taken.includes('harbour by day'), taken.includes('night')]).toEqual([true, false]);
    await home.good(['vault', 'unlock', '--journal', 'Night'], { input: 'nightly words\n' });
    expect((await home.kith(['list', '--json', '--journal', 'Night'])).json.map(({ text }) => text)).toEqual(['harbour at night']);
    expect((await home.kith(['search', 'harbour', '--json'])).json).toHaveLength(2);
    await home.good(['vault', 'lock', '--journal', 'Night']);
    expect((await home.kith(['list', '--json'])).json).toHaveLength(1);
  });
});

test('What an entry was before it came under a lock is neither in what undoes a change nor in the image of the search', async () => {
  const home = newHome();
  await home.good(['journals', '--add', 'Night']);
  await home.good(['vault', 'lock', '--journal', 'Night'], { input: 'nightly words\nnightly words\n' });
  await home.good(['vault', 'unlock', '--journal', 'Night'], { input: 'nightly words\n' });
  const [entry] = (await home.kith(['write', 'a harbour', '--json'])).json;
  await home.good(['change', entry!['id'], '--text', 'a quay']);
  expect((await home.kith(['search', 'quay', '--json'])).json).toHaveLength(1);
  await home.good(['change', entry!['id'], '--journal', 'Night']);
  const db = new DatabaseSync(join(home.path, 'vault.sqlite'));
  expect(db.prepare('select address from blob').all()).toEqual([]);
  db.close();
  await home.good(['vault', 'lock', '--journal', 'Night']);
  // Its change and its writing would be asked for here, and refused for want of the key.
  expect((await home.kith(['undo', '--json'])).json[0]).toMatchObject({ undone: 'journal-added' });
});

describe('In and out', () => {
  test('a large import makes the search ready, with what was there before it and the names of its journals', async () => {
    const home = newHome();
    await home.good(['write', 'the lighthouse before']);
    const folder = join(home.temporary, 'many');
    mkdirSync(folder);
    for (let n = 1; n <= 1600; n++)
      writeFileSync(join(folder, `n${n}.md`), `---\ndate: 2018-03-01\njournal: ${n % 2 ? 'Sea' : 'Land'}\n---\n\nLighthouse ${n} ${n === 1500 ? 'quixotic' : 'plain'}\n`);
    expect((await home.kith(['import', folder, '--json'])).json.at(-1)).toMatchObject({ came: 1600, problems: 0 });
    const db = new DatabaseSync(join(home.path, 'vault.sqlite'));
    const image = db.prepare("select 1 from blob where address = 'derived-words'").get();
    db.close();
    expect(image).toBeDefined();
    expect((await home.kith(['search', 'quixotic', '--json'])).json).toHaveLength(1);
    expect((await home.kith(['search', 'lighthouse', '--json', '--limit', '5000'])).json).toHaveLength(1601);
    expect((await home.kith(['search', 'in:sea', '--json', '--limit', '5000'])).json).toHaveLength(800);
  });

  test('a folder of Markdown comes in once, is taken out and comes in again; the archive holds everything', async () => {
    const home = newHome();
    const folder = join(home.temporary, 'notes');
    mkdirSync(folder);
    for (let day = 1; day <= 5; day++) writeFileSync(join(folder, `n${day}.md`), `---\ndate: 2018-03-0${day}\ntopics: [walking]\n---\n\nWalk number ${day}\n`);
    expect((await home.kith(['import', folder, '--dry-run', '--json'])).json.at(-1)).toMatchObject({ dryRun: true, format: 'markdown', come: 5 });
    expect(existsSync(home.path)).toBe(false);
    const first = (await home.kith(['import', folder, '--json'])).json.at(-1)!;
    expect(first).toMatchObject({ format: 'markdown', came: 5, have: 0 });
    expect((await home.kith(['import', folder, '--json'])).json.at(-1)).toMatchObject({ came: 0, have: 5 });
    expect((await home.kith(['undo-import', String(first['import']).slice(0, 8), '--json'])).json[0]).toMatchObject({ out: 5, stay: 0 });
    expect((await home.kith(['list'])).code).toBe(4);
    expect((await home.kith(['import', folder, '--json'])).json.at(-1)).toMatchObject({ came: 5 });

    const archive = join(home.temporary, 'all.zip');
    await home.good(['export', archive]);
    expect((await home.kith(['export', archive])).code).toBe(1);
    const other = newHome();
    await other.good(['import', archive]);
    const [here, there] = await Promise.all([home.kith(['list', '--json']), other.kith(['list', '--json'])]);
    expect(there.out).toBe(here.out);
    await home.good(['export', join(home.temporary, 'all.txt')]);
    expect(readFileSync(join(home.temporary, 'all.txt'), 'utf8')).toContain('Walk number 3');
    expect((await home.kith(['import', join(home.temporary, 'none.zip')])).code).toBe(1);
  });

  test('a backup is one sealed file; it restores into an empty home and nowhere else', async () => {
    const home = newHome();
    const id = await home.good(['write', 'words worth keeping']);
    const file = join(home.temporary, 'safe.kith');
    expect((await home.kith(['vault', 'backup', file])).code).toBe(1);
    expect(existsSync(file)).toBe(false);
    await home.good(['vault', 'backup', file], { input: 'backup passphrase\n' });
    expect((await home.kith(['vault', 'backup', file], { input: 'backup passphrase\n' })).code).toBe(1);
    expect(readFileSync(file).includes('words worth keeping')).toBe(false);
    expect((await home.kith(['vault', 'restore', file])).code).toBe(1);

    const other = newHome();
    await other.good(['vault', 'restore', file]);
    expect((await other.kith(['list'])).code).toBe(3);
    expect((await other.kith(['vault', 'unlock'], { input: 'not the passphrase\n' })).code).toBe(1);
    await other.good(['vault', 'unlock'], { input: 'backup passphrase\n' });
    expect((await other.kith(['show', id, '--json'])).json[0]).toMatchObject({ text: 'words worth keeping' });
    expect((await other.kith(['vault', 'check'])).code).toBe(0);

    const third = newHome();
    writeFileSync(file, readFileSync(file).subarray(0, 9000));
    expect((await third.kith(['vault', 'restore', file])).code).toBe(1);
    expect(existsSync(join(third.path, 'vault.sqlite'))).toBe(false);
  });

  test('one flipped bit is named, and everything else opens', async () => {
    const home = newHome();
    const [hurt, whole] = [await home.good(['write', 'one']), await home.good(['write', 'two'])];
    const db = new DatabaseSync(join(home.path, 'vault.sqlite'));
    const { blob } = db.prepare('select blob from record where id = ?').get(hurt) as { blob: Uint8Array };
    blob[60]! ^= 4;
    db.prepare('update record set blob = ? where id = ?').run(blob, hurt);
    db.close();
    const check = await home.kith(['vault', 'check', '--json']);
    expect(check.code).toBe(1);
    expect(check.json).toEqual([
      { damaged: 'record', id: hurt, why: 'seal-broken' },
      { checked: { records: 2, attachmentParts: 0, locked: 0 }, damaged: 1 },
    ]);
    const list = await home.kith(['list', '--json']);
    expect([list.code, list.json.map(({ id }) => id)]).toEqual([0, [whole]]);
    expect(list.err).toContain('kith vault check');
    expect((await home.kith(['show', hurt])).code).toBe(1);
    await home.good(['write', 'three']);
  });
});

test('A reader that stops reading ends the command quietly', async () => {
  const home = newHome();
  await home.good(['write', '-'], { input: 'x'.repeat(200_000) });
  const piped = spawnSync('/bin/sh', ['-c', '"$0" "$1" list --json | head -c 10', process.execPath, MAIN], { env: home.env, encoding: 'utf8' });
  expect([piped.stdout.length, piped.stderr]).toEqual([10, '']);
});

test('Completion for bash offers commands, options and files', async () => {
  const home = newHome();
  const script = await home.good(['completion', 'bash']);
  const complete = (...words: string[]): string[] => {
    const asked = spawnSync(
      'bash',
      ['-c', `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _kith; printf '%s\\n' "\${COMPREPLY[@]}"`],
      { encoding: 'utf8' },
    );
    expect(asked.stderr).toBe('');
    return asked.stdout.trim().split('\n');
  };
  expect(complete('kith', 'se')).toEqual(['search']);
  expect(complete('kith', 'vault', 'u')).toEqual(['unlock']);
  expect(complete('kith', 'list', '--to')).toEqual(['--topic']);
  expect(complete('kith', 'export', 'x', '--format', 'ma')).toEqual(['markdown']);
});
