// What a person does, as a person does it: by what stands on buttons and beside fields, in any of the languages. The
// journeys are written in these.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, configure } from '@zip.js/zip.js';
import { go, host } from './device.ts';

const ROOT = join(import.meta.dirname, '..', '..', 'src');

/** The words that the page says in a language, by key; places in them filled in. */
export const wordsOf = (language: string): ((key: string, places?: Readonly<Record<string, string | number>>) => string) => {
  const read = (path: string): Record<string, string> => JSON.parse(readFileSync(join(ROOT, path, 'words', `${language}.json`), 'utf8')) as Record<string, string>;
  const words = {
    ...read('web'),
    ...Object.fromEntries(Object.entries(read('formats')).map(([key, text]) => [`formats:${key}`, text])),
    ...Object.fromEntries(Object.entries(read('rooms/journal')).map(([key, text]) => [`journal:${key}`, text])),
  };
  return (key, places = {}) => {
    const text = words[key];
    if (text === undefined) throw new Error(`no word ${key} in ${language}`);
    return text.replace(/\{\{(\w+)[^}]*\}\}/g, (_, name: string) => String(places[name] ?? ''));
  };
};

export const fixture = (path: string): string => join(import.meta.dirname, '..', 'fixtures', path);

/** The page on which one writes, empty or with its draft. */
export const toWrite = async (page: Page): Promise<Locator> => {
  await go(page, `${host()}/journal/write`);
  const field = page.getByRole('textbox', { name: 'What you write' });
  await field.waitFor();
  return field;
};

/** Writes an entry on the writing page and waits until it is shown as saved; gives its address. */
export const write = async (
  page: Page,
  text: string,
  fields: Readonly<Record<'Topics' | 'With whom' | 'Place' | 'Day', string>> | Readonly<Record<string, string>> = {},
): Promise<string> => {
  const field = await toWrite(page);
  await field.fill(text);
  if (Object.keys(fields).length > 0) await fillFields(page, fields);
  return save(page);
};

export const fillFields = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  const more = page.getByRole('button', { name: 'Add when, where, who…' });
  if (await more.isVisible()) await more.click();
  for (const [label, typed] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(typed);
    await page.keyboard.press(label === 'Day' ? 'Tab' : 'Enter');
  }
};

/** Saves what is on the writing page. */
export const save = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.waitForURL(/\/journal\/e\/[^/]+$/);
  return page.url();
};

/** The text of the entry that is open, as a reader sees it. */
export const openText = (page: Page): Locator => page.locator('article').first();

export const unlock = async (page: Page, passphrase: string): Promise<void> => {
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
};

/** Takes everything out in a format; gives the name and bytes of the file that the browser saved. */
export const takeOut = async (page: Page, heading: string): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  await go(page, `${host()}/take-out`);
  const row = page.locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) });
  return saved(page, () => row.getByRole('button', { name: 'Save' }).click());
};

/** Name and bytes of the file that the browser saves when that is done. */
export const saved = async (page: Page, does: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), does()]);
  const folder = mkdtempSync(join(tmpdir(), 'kith-out-'));
  await download.saveAs(join(folder, 'out'));
  const bytes = readFileSync(join(folder, 'out'));
  rmSync(folder, { recursive: true });
  return { name: download.suggestedFilename(), bytes };
};

configure({ useWebWorkers: false });

/** The files of a zip, by path. */
export const unzip = async (bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> => {
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const files = new Map<string, Buffer>();
  for (const entry of await reader.getEntries()) if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  await reader.close();
  return files;
};
