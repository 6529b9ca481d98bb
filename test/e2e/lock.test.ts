// Locks: the passphrase of the vault, by hand and by itself, in every tab; a journal with a lock of its own.

import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { begin, host, journey, setPassphrase } from './device.ts';
import { openText, unlock, write } from './person.ts';

const PASSPHRASE = 'plum tart at the window';

const isLocked = async (page: Page): Promise<void> => {
  await page.getByLabel('Passphrase').waitFor();
  expect(await page.locator('.lock').innerText()).toBe('Locked. Nobody can read this without your passphrase');
};

describe('a passphrase', () => {
  journey('shuts everything, refuses any other in the same words, and opens it again', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const address = await write(page, 'For nobody else.');
    await setPassphrase(page, PASSPHRASE);
    for (const path of ['/journal', new URL(address).pathname, '/journal/search?q=nobody', '/take-out', '/bring-in', '/journal/write', '/']) {
      await page.goto(host() + path);
      await isLocked(page);
      expect(await page.locator('body').innerText()).not.toContain('For nobody else.');
    }
    for (const wrong of ['plum tart at the windov', 'x', PASSPHRASE.toUpperCase(), ' '.repeat(30)]) {
      await unlock(page, wrong);
      await page.getByText('That passphrase does not open it. Nothing has changed.').waitFor();
      expect(await page.getByRole('alert').innerText()).toBe('That passphrase does not open it. Nothing has changed.');
    }
    await page.goto(address);
    await unlock(page, PASSPHRASE);
    await openText(page).getByText('For nobody else.').waitFor();
  });

  journey('locks every tab when one is locked', async ({ device }) => {
    const { context, page } = await device();
    await begin(page);
    await write(page, 'Seen in two tabs.');
    await setPassphrase(page, PASSPHRASE);
    const second = await context.newPage();
    await second.goto(`${host()}/journal`);
    await unlock(second, PASSPHRASE);
    await second.getByText('Seen in two tabs.').first().waitFor();
    await page.getByRole('button', { name: 'Lock now' }).click();
    await isLocked(second);
    expect(await second.locator('body').innerText()).not.toContain('Seen in two tabs.');
    await page.goto(`${host()}/journal`);
    await isLocked(page);
  });

  journey('takes nothing from what is being typed in another tab: the last keystrokes are there when it is open again', async ({ device }) => {
    const { context, page } = await device();
    await begin(page);
    const address = new URL(await write(page, 'An entry to go on with.')).pathname;
    await setPassphrase(page, PASSPHRASE);
    const second = await context.newPage();
    await second.clock.install();
    await second.goto(host() + address);
    await unlock(second, PASSPHRASE);
    await openText(second).getByText('An entry to go on with.').waitFor();
    const field = second.getByRole('textbox', { name: 'What you write' });
    // The plain field, or the one with marks that takes its place once it is loaded.
    const shown = async (): Promise<string> => {
      await field.waitFor();
      return field.evaluate((it) => ('value' in it ? String(it.value) : (it.textContent ?? '')));
    };
    /** Types, and locks from the first tab before any timer of the second has run. */
    const typeAndLock = async (text: string): Promise<void> => {
      await field.waitFor();
      await page.goto(`${host()}/journal`);
      await unlock(page, PASSPHRASE);
      await page.getByRole('link', { name: 'Settings' }).first().click();
      await page.getByRole('button', { name: 'Lock now' }).waitFor();
      await second.clock.pauseAt((await second.evaluate(() => Date.now())) + 1000);
      await field.fill(text);
      await page.getByRole('button', { name: 'Lock now' }).click();
      await isLocked(second);
      expect(await second.locator('body').innerText()).not.toContain(text);
      await second.clock.resume();
    };
    // Where one was when it locked, one goes on.
    await second.keyboard.press('c');
    await typeAndLock('Half a sentence, and then');
    await unlock(second, PASSPHRASE);
    expect(await shown()).toBe('Half a sentence, and then');
    // And where one goes elsewhere, it is a draft.
    await second.goto(host() + address);
    await unlock(second, PASSPHRASE);
    await openText(second).getByText('An entry to go on with.').waitFor();
    await second.keyboard.press('e');
    await typeAndLock('An entry to go on with. And on.');
    await second.goBack();
    await unlock(second, PASSPHRASE);
    await openText(second).getByText('An entry to go on with.').waitFor();
    await second.clock.runFor(2000);
    await second.getByText('You began to change this entry and have not saved it.').waitFor();
    await second.reload();
    await unlock(second, PASSPHRASE);
    await openText(second).getByText('An entry to go on with.').waitFor();
    await second.keyboard.press('e');
    expect(await shown()).toBe('An entry to go on with. And on.');
  });

  journey('is asked for again by itself after the time that was chosen', async ({ device }) => {
    const { page } = await device();
    await page.clock.install();
    await begin(page);
    await write(page, 'Left lying open.');
    await setPassphrase(page, PASSPHRASE);
    await page.goto(`${host()}/journal`);
    await unlock(page, PASSPHRASE);
    await page.getByText('Left lying open.').first().waitFor();
    await page.clock.fastForward('01:00:00');
    await isLocked(page);
    expect(await page.locator('body').innerText()).not.toContain('Left lying open.');
  });
});

describe('a journal with a lock of its own', () => {
  journey('is in no list and no search while it is locked, and comes back with its passphrase', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await write(page, 'A zebra in the open.');
    await page.goto(`${host()}/journal/journals`);
    await page.getByLabel('A new journal').or(page.locator('form input')).first().fill('Dreams');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dreams' }).waitFor();
    const field = page.getByRole('textbox', { name: 'What you write' });
    await page.goto(`${host()}/journal/write`);
    await field.fill('A zebra in the dream.');
    await page.getByRole('button', { name: 'Add when, where, who…' }).click();
    await page.getByRole('combobox', { name: 'Which journal' }).selectOption('Dreams');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(/\/journal\/e\//);
    const address = page.url();
    await page.goto(`${host()}/journal/journals`);
    const dreams = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Dreams' }) });
    await dreams.getByRole('button', { name: /lock/i }).first().click();
    const dialog = page.getByRole('dialog');
    for (const input of await dialog.locator('input[type=password]').all()) await input.fill('a different phrase');
    await dialog.getByRole('checkbox').check();
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    const found = async (): Promise<number> => {
      await page.goto(`${host()}/journal/search?q=zebra`);
      await page.locator('[data-hit]').first().waitFor();
      await page.waitForTimeout(300);
      return page.locator('[data-hit]').count();
    };
    // Opened by another visit, it is locked.
    expect(await found()).toBe(1);
    await page.goto(`${host()}/journal`);
    await page.getByText('A zebra in the open.').first().waitFor();
    expect(await page.locator('body').innerText()).not.toContain('in the dream');
    await page.goto(address);
    await page.getByLabel('Passphrase of this journal').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('in the dream');
    await page.getByLabel('Passphrase of this journal').fill('not the phrase');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Passphrase of this journal').fill('a different phrase');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await openText(page).getByText('A zebra in the dream.').waitFor();
    await page.keyboard.press('/');
    await page.waitForURL(/\/journal\/search/);
    await page.getByRole('searchbox').fill('zebra');
    await page.locator('[data-hit]').nth(1).waitFor();
  });
});
