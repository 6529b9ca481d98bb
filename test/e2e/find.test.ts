// Finding and looking back, in Samuel Pepys's diary: all 3,413 days of it.

import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { go, host, journey } from './device.ts';

const openDiary = async (page: Page): Promise<void> => {
  await go(page, host());
  await page.getByRole('button', { name: 'Look around in Samuel Pepys’s diary' }).click();
  await page.locator('.app:not(.bare)').waitFor({ timeout: 90_000 });
  await page.locator('.where').filter({ hasText: '3,413' }).waitFor({ timeout: 90_000 });
};

describe('Samuel Pepys’s diary', () => {
  journey('opens with every day, is searched as one types, and offers looks back', async ({ device }) => {
    const { page } = await device();
    await openDiary(page);
    // Now: one older entry is there for another look; put off it is gone, and undone it is back.
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    const needed = page.getByRole('region', { name: 'Needed now' }).getByRole('listitem');
    await needed.getByRole('link', { name: 'Read' }).waitFor();
    expect(await needed.count()).toBe(1);
    await needed.getByRole('button', { name: 'Put off' }).click();
    await page.getByRole('menuitem', { name: 'For a week' }).click();
    await page.getByText('Nothing is asked of you now.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await needed.getByRole('link', { name: 'Read' }).waitFor();
    // A language chosen elsewhere while this page is open: what rooms say on it follows.
    for (const [language, says] of [
      ['es', 'Leer'],
      ['en', 'Read'],
    ] as const) {
      await page.evaluate((chosen) => {
        localStorage.setItem('kith.language', chosen);
        dispatchEvent(new StorageEvent('storage', { key: null }));
      }, language);
      await page.locator('.now-needed').getByRole('link', { name: says, exact: true }).waitFor();
    }
    await page.getByRole('radio', { name: '1', exact: true }).check();
    await page
      .getByRole('navigation', { name: 'Three ways to begin' })
      .getByRole('link', { name: /^Reflect/ })
      .click();
    await page.getByRole('link', { name: /A check-in takes 20 seconds/ }).waitFor();
    await go(page, `${host()}/journal`);
    await page.locator('.where').filter({ hasText: '3,413' }).waitFor({ timeout: 90_000 });
    expect(await page.locator('.lock').innerText()).toBe('A public diary. Everyone can read this');
    await page.keyboard.press('/');
    const field = page.getByRole('searchbox').first();
    await page.waitForFunction(() => document.activeElement?.matches('input[type=search]'));
    // As one types: each letter narrows it, and the answer is for what stands there.
    await page.keyboard.type('eyes candl before:1668', { delay: 20 });
    await page.getByText('15 of 15').or(page.getByText(/^15 /)).first().waitFor();
    expect(await field.inputValue()).toBe('eyes candl before:1668');
    await page.locator('[data-hit]').first().waitFor();
    const marked = await page.locator('.hits mark').allInnerTexts();
    expect(marked.length).toBeGreaterThan(0);
    expect(
      marked.every((word) => /^(?:eyes?|candl\w*)$/i.test(word)),
      marked.join(),
    ).toBe(true);
    // Back from a hit comes to the same list.
    const second = page.locator('[data-hit]').nth(1);
    const day = await second.innerText();
    await second.click();
    await page.locator('article').getByText(day.replace(/^\d+ /, '')).or(page.locator('article h1, article h2')).first().waitFor();
    await page.goBack();
    await page.getByText('15 of 15').or(page.getByText(/^15 /)).first().waitFor();
    // A phrase in many entries is answered before all of them were read; left to rest, the count becomes exact.
    await page.getByRole('searchbox').first().fill('"to the office"');
    const count = page.locator('.hits-head [role=status]');
    await count.filter({ hasText: /most/ }).waitFor();
    await count.filter({ hasNotText: /most/ }).waitFor({ timeout: 60_000 });
    await go(page, `${host()}/journal/look-back`);
    await page.locator('h1').waitFor();
    await page.locator('main a[href*="/journal/e/"]').first().waitFor();
    // Its own vault: the person's is still to be begun.
    await page.locator('.sample-note').getByRole('button').click();
    await page.getByRole('button', { name: 'Start writing' }).waitFor();
  });
});
