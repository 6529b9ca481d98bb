// A map drawn as a list, by keyboard and by touch; its loop named; what is needed becomes a commitment; a bad file harms nothing; the same
// map drawn in a circle.

import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { violationsOn } from './axe.ts';
import { begin, go, host, journey } from './device.ts';
import { makeCircle } from './in-circle.ts';

const arrow = async (page: Page, from: string, does: string, to: string): Promise<void> => {
  const row = page
    .getByRole('row')
    .filter({ hasText: `${from}` })
    .filter({ hasText: to });
  await page.getByLabel('This', { exact: true }).fill(from);
  await page.getByLabel('does what', { exact: true }).selectOption({ label: does });
  await page.getByLabel('to this', { exact: true }).fill(to);
  await page.getByRole('button', { name: 'Draw it' }).click();
  await row.first().waitFor();
};

journey('A map is drawn as a list, by keyboard and by touch, and ends with a push', async ({ device }) => {
  const { page, context } = await device({ hasTouch: true });
  await begin(page);
  await go(page, `${host()}/act/systems`);
  await page.getByLabel('What is it about?').fill('Why visits run late');
  await page.getByRole('button', { name: 'Begin a map' }).click();
  await page.getByRole('heading', { level: 1, name: 'Why visits run late' }).waitFor();
  await arrow(page, 'Visits run late', '+ strengthens', 'Unpaid walking');
  await arrow(page, 'Unpaid walking', '− weakens', 'Care workers');
  await arrow(page, 'Care workers', '− weakens', 'Visits run late');
  await page.getByText('One loop closes.').waitFor();
  await page.getByText('Reinforcing', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.getByRole('button', { name: '✓ Yes' }).waitFor();

  // By keyboard: choose, begin an arrow, go on, end it.
  const drawing = page.getByRole('application');
  const status = page.getByRole('status').filter({ hasText: /from it|which part/ });
  await drawing.focus();
  await page.keyboard.press('ArrowDown');
  await status.getByText('Visits run late').waitFor();
  await page.keyboard.press('Enter');
  await status.getByText('From “Visits run late” to which part?').waitFor();
  await page.keyboard.press('ArrowDown');
  await drawing.locator('.is-chosen').waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await page.getByText('This arrow is there already.').or(page.getByText('4 arrows')).first().waitFor();

  // By touch: a press chooses, a drag carries what was chosen.
  const part = drawing.locator('[data-part]', { hasText: 'Care workers' });
  const box = async () => (await part.locator('rect').first().boundingBox())!;
  const before = await box();
  await page.touchscreen.tap(before.x + before.width / 2, before.y + before.height / 2);
  await status.getByText('Care workers').waitFor();
  const touch = await context.newCDPSession(page);
  const [x, y] = [before.x + 20, before.y + 10];
  const point = (dx: number) => ({ touchPoints: dx < 0 ? [] : [{ x: x + dx, y }] });
  // A gesture that the system takes away (a call, a hand on the screen) puts nothing down.
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(0) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(60) });
  await expect.poll(async () => (await box()).x - before.x).toBeGreaterThan(40);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchCancel', ...point(-1) });
  await expect.poll(async () => Math.abs((await box()).x - before.x)).toBeLessThan(5);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(0) });
  for (const dx of [20, 60]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(dx) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', ...point(-1) });
  await expect.poll(async () => (await box()).x - before.x, { timeout: 5000 }).toBeGreaterThan(40);
  expect(await violationsOn(page)).toEqual([]);

  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Care workers' }).waitFor();
  await page.getByLabel('Push', { exact: true }).fill('Ask for twelve paid minutes');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Make it a commitment' }).click();
  await page.getByRole('heading', { level: 1, name: 'Plan a commitment' }).waitFor();
  await expect.poll(async () => page.locator('main form input[type=text]').first().inputValue()).toBe('Ask for twelve paid minutes');

  await go(page, `${host()}/act/systems`);
  await page.locator('input[type=file]').setInputFiles({ name: 'notes.canvas', mimeType: 'application/json', buffer: Buffer.from('{"nodes": 7') });
  await page.getByText('This is no JSON Canvas file that Kith can read.').waitFor();

  const circle = await makeCircle(page, host(), 'Tuesday circle', 'Rosa');
  await go(page, `${circle}/systems`);
  await page.getByLabel('What is it about?').fill('Our rota');
  await page.getByRole('button', { name: 'Begin a map' }).click();
  await page.getByRole('heading', { level: 1, name: 'Our rota' }).waitFor();
  await arrow(page, 'The program', '× blocks', 'Breaks');
  await page.getByRole('link', { name: 'Breaks' }).click();
  await page.getByLabel('Who can move it').fill('The head of planning');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Raise it in Tuesday circle' }).click();
  await page.getByText('Seen on the map “Our rota”').waitFor();

  // One's own map is copied there once it was said what goes.
  await go(page, `${host()}/act/systems`);
  await page.getByRole('link', { name: 'Why visits run late' }).click();
  await page.getByRole('button', { name: 'More about this map' }).click();
  await page.getByRole('menuitem', { name: 'Give a copy to Tuesday circle' }).click();
  await page.getByText('Everybody in Tuesday circle will read this map').waitFor();
  await page.getByRole('button', { name: 'Give it to Tuesday circle' }).click();
  await page.waitForURL(/\/circles\/\w{26}\/systems\/\w{26}$/);
  await page.getByRole('heading', { level: 1, name: 'Why visits run late' }).waitFor();
  await page.getByText('Ask for twelve paid minutes').first().waitFor();
});
