// Circles as people meet them: one makes a circle with two names, others come in by a link with a name alone, each sees the others, the
// line in the corner counts them; numbers are compared, somebody is removed and sees it plainly, somebody leaves with what is theirs.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { go, journey } from './device.ts';
import { forgive, peopleAt, scan } from './in-account.ts';
import { saved, unzip } from './person.ts';

let host: RunningHost;
const { at, begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

const lockSays = (page: Page, text: string): Promise<void> => page.locator('.lock', { hasText: text }).waitFor();
const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name, exact: true }).waitFor();

journey('a circle is made, joined with a link and a name alone, compared, left; who is removed sees it plainly', async ({ device }) => {
  const [ana, ben, cara] = [await device(), await device(), await device()];

  await begin(ana.page);
  await ana.page.keyboard.press('g');
  await ana.page.keyboard.press('r');
  await ana.page.getByRole('main').getByRole('link', { name: 'Make a circle' }).click();
  await ana.page.getByLabel('What it is called').fill('Tuesday circle');
  await ana.page.getByLabel('Your name in it').fill('Ana');
  await ana.page.getByLabel('Your name in it').press('Enter');
  await heading(ana.page, 'Tuesday circle');
  // The field in which Enter was pressed is gone; who pressed it stands on the new page.
  await ana.page.waitForFunction(() => document.activeElement?.id === 'main');
  await lockSays(ana.page, 'Only you so far, in Tuesday circle, can read this');
  const circle = ana.page.url();

  // The link, and the same as a picture.
  await ana.page.getByRole('main').getByRole('link', { name: 'Invite somebody' }).click();
  await ana.page.getByRole('button', { name: 'Make a link' }).press('Enter');
  const link = await ana.page.locator('[data-link]').innerText();
  // The button is gone; who pressed it still stands on the page, and not at its top.
  await ana.page.waitForFunction(() => document.activeElement?.closest('#main') && document.activeElement.id !== 'main');
  const picture = ana.page.locator('svg.qr');
  const [, , size] = (await picture.getAttribute('viewBox'))!.split(' ');
  expect(await scan(await picture.locator('path').nth(1).getAttribute('d'), Number(size))).toBe(link);

  // A device that has never seen Kith: what the link opens is shown first, and its secret does not stay in the address.
  await go(ben.page, link);
  await heading(ben.page, 'Tuesday circle');
  await ben.page.getByText('Ana invites you').waitFor();
  await ben.page.getByText('1 person is in it.').waitFor();
  expect(ben.page.url()).toBe(at('/join'));
  await ben.page.getByLabel('Your name in the circle').fill('Ben');
  await ben.page.getByRole('button', { name: 'Join', exact: true }).click();
  await ben.page.waitForURL(circle);
  await lockSays(ben.page, 'You and Ana can read this');

  // Typed in, by somebody who writes already.
  await begin(cara.page);
  await go(cara.page, at('/join'));
  await cara.page.getByLabel('The link').fill(link);
  await cara.page.getByRole('button', { name: 'Look at it' }).click();
  await cara.page.getByLabel('Your name in the circle').fill('Cara');
  await cara.page.getByRole('button', { name: 'Join', exact: true }).click();
  await cara.page.waitForURL(circle);
  await lockSays(cara.page, 'You and 2 people in Tuesday circle can read this');
  for (const { page } of [ana, ben, cara]) {
    if (page !== ana.page) await page.getByText('and you', { exact: false }).first().waitFor();
    await go(page, `${circle}/members`);
    for (const name of ['Ana', 'Ben', 'Cara']) await page.getByRole('listitem').getByText(name, { exact: true }).waitFor();
  }
  await lockSays(ana.page, 'You and 2 people in Tuesday circle can read this');

  // The same numbers on both screens.
  const numbers = async (page: Page, name: string): Promise<string> => {
    await page.getByRole('button', { name: `What to do: ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Compare safety numbers' }).click();
    const groups = page.getByRole('dialog').getByRole('listitem');
    await groups.nth(11).waitFor();
    const shown = (await groups.allInnerTexts()).join(' ');
    await page.keyboard.press('Escape');
    return shown;
  };
  const withCara = await numbers(ana.page, 'Cara');
  expect(withCara).toMatch(/^\d+( \d+){11}$/);
  expect(await numbers(cara.page, 'Ana')).toBe(withCara);

  await go(ben.page, circle);
  await heading(ben.page, 'Tuesday circle');
  await ana.page.getByRole('button', { name: 'What to do: Ben' }).click();
  await ana.page.getByRole('menuitem', { name: 'Remove from the circle' }).click();
  await ana.page.getByRole('dialog').getByText('They keep what they have read').waitFor();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Remove Ben' }).click();
  await ana.page.getByText('Ben is not in Tuesday circle any more.').waitFor();
  await ben.page.getByText('You are not in this circle any more').waitFor();
  await lockSays(ben.page, 'You are not in it any more: nothing new comes');
  await ben.page.reload();
  await ben.page.getByText('You are not in this circle any more').waitFor();
  await lockSays(cara.page, 'You and Ana can read this');

  // At rest for everybody; waked by another.
  await go(ana.page, `${circle}/settings`);
  await ana.page.getByRole('button', { name: 'Put it to rest' }).click();
  await go(cara.page, circle);
  await cara.page.getByText('This circle is at rest').waitFor();
  await go(cara.page, `${circle}/settings`);
  await cara.page.getByRole('button', { name: 'Wake it' }).click();
  await ana.page.getByRole('button', { name: 'Put it to rest' }).waitFor();

  const { bytes } = await saved(cara.page, () => cara.page.getByRole('button', { name: 'Save what is mine' }).click());
  const files = await unzip(bytes);
  expect([...files.keys()]).toEqual(['circle.md', 'circle.json']);
  expect(String(files.get('circle.json'))).toContain('Cara');
  expect(String(files.get('circle.json'))).not.toContain('"Ana"');
  await cara.page.getByRole('button', { name: 'Leave this circle' }).click();
  await cara.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await cara.page.waitForURL(at('/circles'));
  await cara.page.getByText('You left. What had come until then can be read here.').waitFor();
  await go(ana.page, circle);
  await lockSays(ana.page, 'Only you so far, in Tuesday circle, can read this');
  for (const each of [ana, ben, cara]) forgive(each);
});
