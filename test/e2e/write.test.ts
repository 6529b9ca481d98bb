// Writing, and that nothing typed is lost: drafts that survive a killed tab, undo, two tabs at once, a full disk, very long
// texts, and photos that do not tell where they were taken.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { begin, host, journey } from './device.ts';
import { fillFields, fixture, openText, save, takeOut, toWrite, unzip, write } from './person.ts';

const kept = (page: Page) => page.getByText(/^Kept at /).waitFor();

/** Ends the tab's process, as when the system takes its memory back. */
const crash = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
};

describe('a draft', () => {
  journey('is there after the tab was killed, with everything in its fields, and becomes an entry', async ({ device }) => {
    const { context, page } = await device();
    await begin(page);
    const field = await toWrite(page);
    await field.fill('A sentence that was not finished when');
    await fillFields(page, { Topics: 'trains', 'With whom': 'Amina', Place: 'Platform 4', Day: '1999-12-31' });
    await kept(page);
    await page.waitForTimeout(600);
    await crash(page);
    const again = await context.newPage();
    const text = await toWrite(again);
    await again.getByText(/^You were writing this/).waitFor();
    expect(await text.evaluate((element) => ('value' in element ? (element.value as string) : element.textContent))).toBe('A sentence that was not finished when');
    for (const name of ['trains', 'Amina', 'Platform 4']) await again.getByRole('button', { name: `Take away ${name}` }).waitFor();
    await save(again);
    const article = again.locator('article');
    await article.getByText('Friday, 31 December 1999').or(article.getByText('Friday 31 December 1999')).first().waitFor();
    for (const shown of ['A sentence that was not finished when', 'trains', 'Amina', 'Platform 4']) await article.getByText(shown).first().waitFor();
    expect(await (await toWrite(again)).evaluate((element) => ('value' in element ? element.value : element.textContent))).toBe('');
  });

  journey('keeps every letter typed without a pause, while the page changes its plain field for the editor', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await toWrite(page);
    const sentence = 'I walked along the canal and counted the boats, one after another, until the light went. ';
    await page.keyboard.type(sentence.repeat(3).trim(), { delay: 12 });
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/journal\/e\//);
    await openText(page).getByText(sentence.repeat(3).trim()).waitFor();
  });
});

describe('undo', () => {
  journey('brings back a deleted entry and takes back a change, from the offer and by the key', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const address = await write(page, 'The first wording.');
    await page.goto(`${address}/edit`);
    const field = page.getByRole('textbox', { name: 'What you write' });
    await field.fill('The second wording.');
    await page.getByRole('button', { name: 'Save the change' }).click();
    await openText(page).getByText('The second wording.').waitFor();
    await page.getByRole('region', { name: 'What was just done' }).or(page.locator('body')).first().getByRole('button', { name: 'Undo' }).last().click();
    await openText(page).getByText('The first wording.').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('The entry is deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.goto(address);
    await openText(page).getByText('The first wording.').waitFor();
  });
});

describe('two tabs at once', () => {
  journey('show what the other wrote, and its changes, without being asked', async ({ device }) => {
    const { context, page } = await device();
    await begin(page);
    await write(page, 'Written in the first tab.');
    const second = await context.newPage();
    await second.goto(`${host()}/journal`);
    await second.getByText('Written in the first tab.').first().waitFor();
    const address = await write(page, 'Written while the second looked on.');
    await second.getByText('Written while the second looked on.').first().waitFor();
    await write(second, 'And one from the second.');
    await page.goto(`${host()}/journal`);
    await page.getByText('And one from the second.').first().waitFor();
    // A change in one is seen in the other, which has it open.
    await second.goto(address);
    await page.goto(`${address}/edit`);
    await page.getByRole('textbox', { name: 'What you write' }).fill('Changed in the first tab.');
    await page.getByRole('button', { name: 'Save the change' }).click();
    await openText(second).getByText('Changed in the first tab.').waitFor();
  });
});

/** Puts things beside Kith's until the browser gives no more room. */
const fillUp = async (): Promise<void> => {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open('filler', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('values', { autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
  });
  const put = (size: number): Promise<boolean> =>
    new Promise((done) => {
      const writing = db.transaction('values', 'readwrite', { durability: 'strict' });
      // Noise, since what repeats is packed.
      writing.objectStore('values').add(Array.from({ length: Math.ceil(size / 32_768) }, () => crypto.getRandomValues(new Uint8Array(Math.min(size, 32_768)))));
      writing.oncomplete = () => done(true);
      writing.onabort = () => done(false);
    });
  for (let size = 4 * 1024 * 1024; size >= 16; size = Math.floor(size / 4)) while (await put(size));
  db.close();
};

describe('when there is no room left', () => {
  journey('the page says so, the text stays on the screen, and what was there is unharmed', async ({ device }) => {
    const { context, page } = await device();
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: host(), quotaSize: 24 * 1024 * 1024 });
    await begin(page);
    await write(page, 'Saved while there was room.');
    // Loaded anew, so that nothing that is made of an entry is still being written while the disk is filled.
    await page.goto(host());
    const field = await toWrite(page);
    await field.fill('Typed before the disk was full.');
    await kept(page);
    await page.evaluate(fillUp);
    await field.fill('Typed when there was no room.');
    await page.getByRole('alert').getByText('There is no room left on this device.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').getByText('There is no room left on this device.').waitFor();
    expect(await field.evaluate((element) => ('value' in element ? element.value : element.textContent))).toBe('Typed when there was no room.');
    const reader = await context.newPage();
    await reader.goto(`${host()}/journal`);
    await reader.getByText('Saved while there was room.').first().waitFor();
    await reader.close();
    await session.send('Storage.overrideQuotaForOrigin', { origin: host() });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(/\/journal\/e\//);
    await openText(page).getByText('Typed when there was no room.').waitFor();
  });
});

describe('a photo', () => {
  journey('is kept without the place, device and author it told, and leaves with the entry', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await toWrite(page);
    await page.getByRole('textbox', { name: 'What you write' }).fill('With a photo.');
    await page.locator('input[type=file]').first().setInputFiles(fixture('pictures/gps-II.jpg'));
    await page.locator('form img').first().waitFor();
    await save(page);
    await page.locator('article img').first().waitFor();
    expect(
      await page
        .locator('article img')
        .first()
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)),
    ).toBe(true);
    const told = ['Vienna', 'Ada', 'Kamera', 'SN-424242', 'GPSLatitude', 'Exif\0\0'];
    const original = readFileSync(fixture('pictures/gps-II.jpg')).toString('latin1');
    expect(told.some((each) => original.includes(each))).toBe(true);
    for (const format of ['Day One', 'Kith archive']) {
      const files = await unzip((await takeOut(page, format)).bytes);
      const pictures = [...files].filter(([path, bytes]) => /\.jpe?g$/i.test(path) || (bytes[0] === 0xff && bytes[1] === 0xd8));
      expect(pictures.length, format).toBeGreaterThan(0);
      for (const [path, bytes] of pictures) for (const each of told.slice(0, 4)) expect(bytes.includes(each), `${each} in ${path}`).toBe(false);
      for (const [path, bytes] of pictures) expect(hasPlace(bytes), path).toBe(false);
    }
    expect(hasPlace(readFileSync(fixture('pictures/gps-II.jpg')))).toBe(true);
  });
});

/** Whether a JPEG's Exif points to a directory of places (tag 0x8825), in either byte order. */
const hasPlace = (bytes: Buffer): boolean => {
  const at = bytes.indexOf('Exif\0\0');
  return at >= 0 && (bytes.includes(Buffer.from([0x25, 0x88, 0x04, 0x00]), at) || bytes.includes(Buffer.from([0x88, 0x25, 0x00, 0x04]), at));
};

describe('a text', () => {
  journey('of a million letters, pasted at once, is kept whole', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const field = await toWrite(page);
    await page.evaluate(() => localStorage.setItem('kith.plain-text', '1'));
    await page.reload();
    await field.waitFor();
    const text = 'ten words on a line make a page, more or less.\n'.repeat(21_277).slice(0, 1_000_000);
    await field.evaluate((element, pasted) => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(element, pasted);
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(/\/journal\/e\//, { timeout: 60_000 });
    await openText(page).getByText('ten words on a line').first().waitFor();
    const [file] = [...(await unzip((await takeOut(page, 'Markdown files')).bytes)).values()].filter((bytes) => bytes.includes('ten words'));
    expect(file!.toString('utf8').includes(text.trim())).toBe(true);
  });
});
