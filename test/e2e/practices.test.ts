// A practice found and played without a connection, paused, the lid closed and opened, stopped; better, and offered again; a path
// proposed, a step swapped and one found to be worse. By keyboard alone, from the first press to the last.

import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey, KEEPS_PAGES } from './device.ts';

/** Comes to a button, a link or a choice by its name with Tab alone, and presses it. */
const press = async (page: Page, role: 'button' | 'link' | 'radio', name: string | RegExp, key = 'Enter'): Promise<void> => {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  await wanted.focus();
  expect(await wanted.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press(key);
};

describe('practices', () => {
  journey('one is found and played offline, keeps its time while the lid is closed, helps, and is offered again; a path learns', async ({ device }) => {
    const { context, page } = await device(KEEPS_PAGES);
    await page.clock.install();
    await begin(page);
    // All that the page needs is here, so that it works without a connection.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await go(page, `${host()}/act/practices`);
    await page.getByText('42 practices').waitFor();
    await page.waitForFunction(
      async () => (await (await caches.open((await caches.keys())[0]!)).keys()).some(({ url }) => /\/assets\/path-/.test(url)) && (await caches.keys()).length === 1,
    );
    await context.setOffline(true);

    await page.getByLabel('Find a practice').focus();
    await page.keyboard.type('look hear');
    await page.getByText('1 practice fits.').waitFor();
    await press(page, 'link', 'Look, hear, touch');
    await page.getByRole('heading', { level: 1, name: 'Look, hear, touch' }).waitFor();
    await press(page, 'button', 'Begin');
    await page.getByRole('heading', { name: 'Name three things you see.' }).waitFor();
    // Where one pressed, the next press pauses.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Pause');
    await page.clock.fastForward(10_000);
    await page.getByRole('timer').getByText('0:15').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('It rests at part 1 of 3.').waitFor();
    await page.clock.fastForward(3_600_000);
    await page.getByRole('timer').getByText('0:15').waitFor();
    // A tab that was thrown away goes on where it was.
    await page.waitForTimeout(0);
    await page.clock.runFor(1000);
    await page.reload();
    await press(page, 'button', 'Go on');
    // The lid is closed for twenty seconds: the first part is over, and the second has begun without anybody looking.
    await page.clock.fastForward(20_000);
    await page.getByRole('heading', { name: 'Name two things you hear.' }).waitFor();
    await page.getByRole('timer').getByText('0:15').waitFor();
    const sizes = await page
      .locator('.pr-player .pr-eq .btn')
      .evaluateAll((buttons) => buttons.map((button) => [button.textContent, Math.round(button.getBoundingClientRect().width), Math.round(button.getBoundingClientRect().height)]));
    expect(sizes.map(([text]) => text)).toEqual(['Pause', 'Skip', 'Stop']);
    expect(new Set(sizes.map(([, ...size]) => size.join())).size).toBe(1);
    await press(page, 'button', 'Turn the bell off');
    await page.getByText('The bell is off.').waitFor();
    await press(page, 'button', 'Skip');
    await page.getByRole('heading', { name: 'Name one thing you can touch.' }).waitFor();
    await press(page, 'button', 'Stop');
    await page.getByRole('button', { name: 'Begin' }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await press(page, 'button', 'Better');
    await page.getByText('You have said this once: better 1').waitFor();

    // From one practice to another: nothing of the first stays.
    await go(page, `${host()}/act/practices/p10`);
    await page.getByRole('heading', { level: 1, name: 'Two-way listening' }).waitFor();
    await page.getByRole('heading', { name: 'One of you speaks, the other only listens.' }).waitFor();
    expect(await page.locator('.pr-player').count()).toBe(1);

    await go(page, `${host()}/act/practices`);
    const helped = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Helped you before' }) });
    await helped.getByRole('link', { name: 'Look, hear, touch' }).waitFor();

    await go(page, `${host()}/act/paths`);
    await press(page, 'radio', 'I say yes and mean no', 'Space');
    const steps = (): Promise<string[]> => page.locator('.pr-walk .b').allTextContents();
    await page.getByRole('heading', { name: 'A path for it' }).waitFor();
    const proposed = await steps();
    expect(proposed).toContain('Is it just me?');
    expect(proposed.length).toBeGreaterThanOrEqual(3);
    await press(page, 'button', 'Swap Value in a real choice');
    const dialog = page.getByRole('dialog');
    const other = (await dialog.locator('li .b').first().textContent())!;
    await dialog.getByRole('button', { name: 'Take this' }).first().focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await steps()).toEqual(expect.arrayContaining([other]));
    expect(await violationsOn(page)).toEqual([]);
    await press(page, 'button', 'Take this path');
    await page.waitForURL(/\/act\/paths\/[0-9a-z]{26}$/);
    const path = page.url();
    // The first step is done, and makes it worse: it is said what else there is, and it is not offered any more.
    await press(page, 'link', 'Begin');
    await page.getByRole('link', { name: 'This is a step of a path' }).waitFor();
    const first = (await page.getByRole('heading', { level: 1 }).textContent())!;
    await press(page, 'button', 'Worse');
    await page.getByText('You did nothing wrong by it.').waitFor();
    await go(page, path);
    await page.locator('.pr-step.is-done').filter({ hasText: first }).waitFor();
    await go(page, `${host()}/act/practices`);
    await press(page, 'button', `Offer again: ${first}`);
    await page.getByText('It is offered again.').waitFor();
    await page.getByRole('heading', { name: /Not offered to you/ }).waitFor({ state: 'detached' });
    // The next path has learnt from the swap.
    await go(page, `${host()}/act/paths`);
    await press(page, 'radio', 'I say yes and mean no', 'Space');
    await page.getByRole('heading', { name: 'A path for it' }).waitFor();
    await page.getByText('You chose it before for the same.').waitFor();
    await context.setOffline(false);
  });
});
