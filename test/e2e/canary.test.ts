// At rest is ciphertext, in the browser too: words put into every field that takes words are nowhere in the browser's
// profile once the vault is locked and the browser closed, in no form, however it is packed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { launchChromiumIn } from '../../scripts/chromium.ts';
import { canaryOf, filesUnder, leaksIn, picture, type Leak } from '../canaries.ts';
import { begin, host, setPassphrase } from './device.ts';
import { layersOf, unsnappy } from './leveldb.ts';
import { fillFields, save, toWrite, unlock, write } from './person.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const PLACES = [
  'title',
  'body',
  'topic',
  'person',
  'place',
  'file-name',
  'photo',
  'draft',
  'deleted',
  'changed',
  'sought',
  'searched-for',
  'line',
  'journal',
  'passphrase',
  'password',
] as const;
const canary = Object.fromEntries(PLACES.map((place) => [place, canaryOf(`browser ${place}`)])) as Record<(typeof PLACES)[number], string>;
const CONTROL = canaryOf('browser control');

const leaksUnder = (path: string, words: readonly string[]): Leak[] =>
  filesUnder(path).flatMap((file) => layersOf(file.path, file.bytes).flatMap(({ name, bytes }) => leaksIn(name, bytes, words, 1)));

test('Snappy is unpacked as its description says', () => {
  // A literal of five letters, then copies of each width.
  expect(unsnappy(Buffer.from([11, 4 << 2, 0x61, 0x62, 0x63, 0x64, 0x65, ((6 - 4) << 2) | 1, 5]))!.toString()).toBe('abcdeabcdea');
  expect(unsnappy(Buffer.from([8, 1 << 2, 0x61, 0x62, (5 << 2) | 2, 2, 0]))!.toString()).toBe('abababab');
  expect(unsnappy(Buffer.from([]))).toBe(null);
});

test('A locked vault leaves no word that was written or sought in the browser’s profile, its list of addresses among it', async () => {
  const c = canary;
  let context = await launchChromiumIn(folder);
  context.setDefaultTimeout(20_000);
  let [page] = context.pages();
  page ??= await context.newPage();
  await begin(page);

  const field = await toWrite(page);
  await field.fill(`# ${c.title}\n\n${c.body} and ${c['searched-for']}`);
  await fillFields(page, { Topics: c.topic, 'With whom': c.person, Place: c.place });
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: `${c['file-name']}.png`, mimeType: 'image/png', buffer: picture(c.photo) });
  await page.locator('form img').first().waitFor();
  await save(page);
  const address = await write(page, `${c.changed} before it was changed`);
  await page.goto(`${address}/edit`);
  await page.getByRole('textbox', { name: 'What you write' }).fill('Nothing of the kind.');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await page.waitForURL(address);
  await write(page, c.deleted);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('The entry is deleted.').waitFor();
  await page.goto(`${host()}/journal`);
  await page.getByRole('textbox', { name: 'A line' }).fill(c.line);
  await page.keyboard.press('Enter');
  await page.getByText('Saved on this device.').first().waitFor();
  await page.goto(`${host()}/journal/search`);
  await page.getByRole('searchbox').first().fill(c['searched-for']);
  await page.locator('[data-hit]').first().waitFor();
  await page.getByRole('searchbox').first().fill(c.sought);
  await page.waitForTimeout(1500);
  await (await toWrite(page)).fill(c.draft);
  await page.getByText(/^Kept at /).waitFor();
  // An account too: its password is asked for, used, and kept nowhere.
  await page.goto(`${host()}/account`);
  await page.getByLabel('Account name').fill('canary-bird');
  await page.getByLabel('Password', { exact: true }).fill(`${c.password} and more`);
  await page.getByLabel('The same once more').fill(`${c.password} and more`);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();
  await setPassphrase(page, `${c.passphrase} and more`);

  // Opened once more and locked by hand, so that what an unlocking leaves is looked at too.
  await page.goto(`${host()}/journal`);
  await unlock(page, `${c.passphrase} and more`);
  await page.getByText(c.line).first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.locator('.lock').getByText('Locked.').waitFor();

  // What is put in plainly must be found, else the search below proves nothing.
  await page.evaluate(async (word) => {
    localStorage.setItem('control', word);
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('control', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('values');
      asked.onsuccess = () => done(asked.result);
    });
    await new Promise<void>((done) => {
      const writing = db.transaction('values', 'readwrite', { durability: 'strict' });
      writing.objectStore('values').put(`${word} ${'the same words again and again, '.repeat(300)}`, 'long');
      writing.objectStore('values').put({ word: [...word].map((letter) => letter.charCodeAt(0)), plain: word }, 'short');
      // More than the browser keeps in a log: it then puts all of it, Kith's too, into tables, and packs them.
      for (let i = 0; i < 200; i++) writing.objectStore('values').put(`${i} the same words again and again, `.repeat(1500), i);
      writing.oncomplete = () => done();
    });
    db.close();
  }, CONTROL);
  await context.close();
  // A second visit, so that what was in memory at the end is written too.
  context = await launchChromiumIn(folder);
  await (await context.newPage()).goto(`${host()}/who`);
  await context.close();

  const controls = leaksUnder(folder, [CONTROL]);
  expect(controls.some(({ file }) => file.includes('Local Storage'))).toBe(true);
  expect(controls.some(({ file }) => file.includes('IndexedDB'))).toBe(true);
  expect(controls.some(({ file }) => file.includes('snappy'))).toBe(true);
  const leaks = leaksUnder(folder, Object.values(canary)).map(({ file, canary: word, form }) => ({
    place: PLACES.find((each) => canary[each] === word)!,
    form,
    file: file.replace(folder, ''),
  }));
  expect(leaks).toEqual([]);
});
