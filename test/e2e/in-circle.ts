// What people do to be in a circle together, in their browsers. Whoever has no account gets one with the circle, as people do who come
// with a name alone.

import type { Page } from 'playwright-core';
import { go } from './device.ts';

/** Makes a circle; gives its address. */
export const makeCircle = async (page: Page, host: string, name: string, mine: string): Promise<string> => {
  await go(page, `${host}/circles/make`);
  await page.getByLabel('What it is called').fill(name);
  await page.getByLabel('Your name in it').fill(mine);
  await page.getByRole('button', { name: 'Make the circle' }).click();
  await page.waitForURL(/\/circles\/[0-9a-z]{26}$/);
  return page.url();
};

/** A link that lets others in. */
export const linkInto = async (page: Page, circle: string): Promise<string> => {
  await go(page, `${circle}/invite`);
  await page.getByRole('button', { name: 'Make a link' }).click();
  return (await page.locator('[data-link]').innerText()).trim();
};

/** Comes in with a link and a name alone, at whatever node of the host one is. */
export const comeIn = async (page: Page, host: string, link: string, name: string): Promise<void> => {
  await go(page, `${host}/join${new URL(link).hash}`);
  await page.getByLabel('Your name in the circle').fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.waitForURL(/\/circles\/[0-9a-z]{26}$/);
};
