// What a person does with an account, at a host of the test's own: the shared one is for devices without one. Journeys about accounts
// are written in these.

import decodeQR from 'qr/decode.js';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { go, type Device } from './device.ts';

export const PASSWORD = 'seven small boats at noon';

/** What a browser says of answers that are no fault: a wrong password, no connection, a host that refuses. */
const EXPECTED = [/^[45]\d\d \S+\/v1\//, /\/v1\/\S*: Failed to load resource/, /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|FAILED)/];

/** Takes out of what was complained about what a test meant to provoke. */
export const forgive = ({ complaints }: Device): void => {
  const rest = complaints.filter((each) => !EXPECTED.some((one) => one.test(each)));
  complaints.splice(0, complaints.length, ...rest);
};

export const sent = (page: Page): Promise<void> => page.locator('.lock', { hasText: 'Kept at' }).waitFor();

/** Reads the picture as a camera does: as pixels. */
export const scan = async (path: string | null, size: number): Promise<string> => {
  const SCALE = 4;
  const side = size * SCALE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y] of path!.matchAll(/M(\d+) (\d+)h/g))
    for (let row = 0; row < SCALE; row++)
      for (let column = 0; column < SCALE; column++)
        data.fill(0, ((Number(y) * SCALE + row) * side + Number(x) * SCALE + column) * 4, ((Number(y) * SCALE + row) * side + Number(x) * SCALE + column) * 4 + 3);
  return decodeQR({ height: side, width: side, data });
};

/** The deeds at one host. */
export const peopleAt = (address: () => string) => {
  const at = (path: string): string => `${address()}${path}`;
  const begin = async (page: Page): Promise<void> => {
    await go(page, address());
    await page.locator('.btn.big').first().click();
    await page.locator('.app:not(.bare)').waitFor();
  };

  const write = async (page: Page, text: string): Promise<string> => {
    await go(page, at('/journal/write'));
    await page.getByRole('textbox', { name: 'What you write' }).fill(text);
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.waitForURL(/\/journal\/e\/[^/]+$/);
    return page.url();
  };

  /** Makes an account for the journal that is open; gives the recovery code after it was confirmed. */
  const make = async (page: Page, name: string): Promise<string> => {
    await go(page, at('/account'));
    await page.getByLabel('Account name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('The same once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    const groups = page.getByRole('list', { name: 'Recovery code, seven groups' });
    await groups.waitFor();
    const code = await groups.locator('b').allTextContents();
    expect(code).toHaveLength(7);
    for (const field of await page.getByLabel(/^Group \d$/).all()) {
      const label = await field.evaluate((input: HTMLInputElement) => input.labels![0]!.textContent);
      await field.fill(code[Number(/\d/.exec(label!)![0]) - 1]!.toLowerCase());
    }
    await page.getByRole('button', { name: 'I have it on paper' }).click();
    await page.getByRole('heading', { name: 'Your devices' }).waitFor();
    return code.join('-');
  };

  const signIn = async (page: Page, name: string, password = PASSWORD, label = 'A browser'): Promise<void> => {
    await go(page, address());
    await page.getByRole('link', { name: 'Sign in to an account' }).click();
    await page.getByLabel('Account name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('A name for this device').fill(label);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('.app:not(.bare)').waitFor();
  };

  const inJournal = async (page: Page, text: string): Promise<void> => {
    if (!page.url().endsWith('/journal')) await go(page, at('/journal'));
    await page.getByText(text).first().waitFor();
  };

  return { at, begin, write, make, signIn, inJournal };
};
