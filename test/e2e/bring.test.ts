// In and out: exports of other applications through the page, twice, and out again; Kith's archive without loss; and what
// is broken or lies, which harms nothing.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { tinyZip } from '../tiny-zip.ts';
import { begin, go, host, journey } from './device.ts';
import { fixture, takeOut, unzip, write } from './person.ts';

interface Given {
  readonly name: string;
  readonly mimeType?: string;
  readonly buffer: Buffer;
}

const zip = (name: string, files: Readonly<Record<string, Buffer | string>>): Given => ({
  name,
  mimeType: 'application/zip',
  buffer: tinyZip(Object.entries(files).map(([path, data]) => ({ name: path, data, deflate: true }))),
});

const choose = async (page: Page, file: Given): Promise<void> => {
  await go(page, `${host()}/bring-in`);
  await page.getByLabel('A file', { exact: true }).setInputFiles({ mimeType: 'application/octet-stream', ...file });
};

/** Brings a file in and gives how many came. */
const bringIn = async (page: Page, file: Given): Promise<number> => {
  await choose(page, file);
  await page.getByRole('button', { name: /^Bring in \d+ entr/ }).click();
  const came = await page
    .getByText(/^\d+ entr(?:y|ies) came in/)
    .first()
    .innerText();
  return Number.parseInt(came, 10);
};

const facts = async (page: Page): Promise<Record<string, number>> => {
  await page.locator('dl.facts').waitFor();
  return page
    .locator('dl.facts > div')
    .evaluateAll((all) => Object.fromEntries(all.map((each) => [each.querySelector('dt')!.textContent, Number(each.querySelector('dd')!.textContent)])));
};

const showsCount = async (page: Page, count: string): Promise<void> => {
  await go(page, `${host()}/journal`);
  await page.locator('.where').getByText(count, { exact: true }).waitFor();
};

const dayOne = (): Given => zip('Dev Journal.zip', { 'Dev Journal.json': readFileSync(fixture('day-one/Dev Journal.json')) });

describe('an export of another application', () => {
  journey('is shown before anything changes, comes in, makes no doubles the second time, and goes out in one act', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const { entries: all } = JSON.parse(readFileSync(fixture('day-one/Dev Journal.json'), 'utf8')) as { entries: { readonly text?: string }[] };
    // The last one holds only a film: it says nothing, and the page says so.
    const entries = all.length - 1;
    await choose(page, dayOne());
    expect(await facts(page)).toMatchObject({ 'come in': entries, 'you have already': 0 });
    await showsCount(page, '0 entries');
    expect(await bringIn(page, dayOne())).toBe(entries);
    await showsCount(page, `${entries} ${entries === 1 ? 'entry' : 'entries'}`);
    await choose(page, dayOne());
    expect(await facts(page)).toMatchObject({ 'come in': 0, 'you have already': entries });
    await page.getByRole('button', { name: 'Nothing new to bring in' }).waitFor();
    await go(page, `${host()}/bring-in`);
    await page.getByRole('button', { name: 'Take it out again' }).first().click();
    await page
      .getByText(/(?:was|were) taken out again/)
      .first()
      .waitFor();
    await showsCount(page, '0 entries');
  });

  journey('is taken out again on the page that says what came in, which then says so and keeps the focus', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await bringIn(page, dayOne());
    await page.locator('main').getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /taken out again/ }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await showsCount(page, '0 entries');
  });

  journey('of Markdown files comes in with its dates, and a page of one’s own stays when it is taken out', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await write(page, 'My own page.');
    const names = ['logseq/journals/2021_02_20.md', 'logseq/journals/2024_02_16.md'];
    const came = await bringIn(page, zip('journals.zip', Object.fromEntries(names.map((name) => [name, readFileSync(fixture(`markdown/${name}`))]))));
    expect(came).toBe(2);
    await go(page, `${host()}/journal?at=2021-02-20`);
    await page
      .getByText(/20 February 2021/)
      .first()
      .waitFor();
    await go(page, `${host()}/bring-in`);
    await page.getByRole('button', { name: 'Take it out again' }).first().click();
    await page
      .getByText(/(?:was|were) taken out again/)
      .first()
      .waitFor();
    await showsCount(page, '1 entry');
  });
});

/** Every record of an archive, by id, as it was written. */
const recordsOf = async (bytes: Buffer): Promise<Map<string, unknown>> => {
  const records = new Map<string, unknown>();
  for (const [path, content] of await unzip(bytes)) {
    if (!/\.jsonl?$/.test(path)) continue;
    for (const line of content.toString('utf8').split('\n')) {
      if (!line.startsWith('{')) continue;
      try {
        const record = JSON.parse(line) as { id?: string; kind?: string };
        if (record.id !== undefined && record.kind !== undefined && record.kind !== 'draft') records.set(record.id, record);
      } catch {
        // A file of JSON that is not one record a line.
      }
    }
  }
  return records;
};

describe('a Kith archive', () => {
  journey('holds everything: an empty device that takes it in has the same records', async ({ device }) => {
    const first = await device();
    await begin(first.page);
    await write(first.page, '# One\n\nWith *marks*, 图书, عربي and a “quote”.', { Topics: 'music', 'With whom': 'Amina', Place: 'Home', Day: '1969-07-20' });
    await bringIn(first.page, dayOne());
    const out = await takeOut(first.page, 'Kith archive');
    const second = await device();
    await begin(second.page);
    await choose(second.page, { name: out.name, buffer: out.bytes });
    await second.page.getByRole('button', { name: /^Bring in \d+ entr/ }).click();
    await second.page
      .getByText(/came in/)
      .first()
      .waitFor();
    const again = await takeOut(second.page, 'Kith archive');
    const [before, after] = [await recordsOf(out.bytes), await recordsOf(again.bytes)];
    expect(before.size).toBeGreaterThan(2);
    for (const [id, record] of before) expect(after.get(id), id).toEqual(record);
    // An archive twice is an archive once.
    await choose(second.page, { name: out.name, buffer: out.bytes });
    expect(await facts(second.page)).toMatchObject({ 'come in': 0 });
  });
});

describe('a file that is broken or lies', () => {
  journey('harms nothing that is there, says what is wrong, and gives what can be read', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await write(page, 'What was here before.');
    const whole = zip('three.zip', {
      'a.md': '---\ndate: 2020-01-01\n---\nThe first page.',
      'b.md': `---\ndate: 2020-01-02\n---\n${'The second page. '.repeat(4000)}`,
      'c.md': '---\ndate: 2020-01-03\n---\nThe third page.',
    });
    // The end is missing, and with it the list of files.
    await choose(page, { name: 'cut.zip', buffer: whole.buffer.subarray(0, whole.buffer.length - 120) });
    await page
      .getByRole('alert')
      .or(page.getByText(/What is left out, and why/))
      .first()
      .waitFor();
    await choose(page, { name: 'nothing.zip', buffer: Buffer.alloc(0) });
    await page.getByRole('alert').waitFor();
    await choose(page, { name: 'noise.bin', buffer: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)) });
    await page.getByRole('alert').waitFor();
    const named =
      '{"metadata":{"version":"1.0"},"entries":[{"uuid":"A0","creationDate":"2019-05-05T10:00:00Z","text":"Named oddly","tags":["__proto__","constructor"],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]}';
    expect(await bringIn(page, zip('proto.zip', { 'Journal.json': named, '__proto__/x.json': '{}', '../../up.json': '{}' }))).toBe(1);
    expect(await page.evaluate(() => (Object.prototype as { polluted?: unknown }).polluted)).toBe(undefined);
    await go(page, `${host()}/journal/search?q=${encodeURIComponent('topic:__proto__')}`);
    await page.locator('[data-hit]').first().waitFor();
    await go(page, `${host()}/journal`);
    await page.getByText('What was here before.').first().waitFor();
    await page.getByText('Named oddly').first().waitFor();
  });

  journey('with ten million letters in one entry comes in whole', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const text = 'ten words on a line make a page, more or less.\n'.repeat(212_765);
    expect(await bringIn(page, { name: '2020-01-01.md', buffer: Buffer.from(text) })).toBe(1);
    await showsCount(page, '1 entry');
  });

  journey('with more letters in one entry than can be kept is named, and the rest comes in', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await choose(page, zip('long.zip', { '2020-01-01.md': 'a long word '.repeat(850_000), '2020-01-02.md': 'A short page.' }));
    expect(await facts(page)).toMatchObject({ 'come in': 1 });
    await page.getByText(/more than 10,000,000 letters/).waitFor();
    await page.getByRole('button', { name: /^Bring in 1 entr/ }).click();
    await page.getByText(/^1 entry came in/).waitFor();
  });
});
