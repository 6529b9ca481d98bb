// Two browsers in one circle: a mission that both consent to, an agreement that one objects to, an action that both do and look back on.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { violationsOn } from './axe.ts';
import { go, journey } from './device.ts';
import { peopleAt } from './in-account.ts';
import { comeIn, linkInto, makeCircle } from './in-circle.ts';

let host: RunningHost;
const { at, begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

/** Presses the button and waits until it is gone: what it did is written. */
const press = async (page: Page, name: string): Promise<void> => {
  const button = page.locator('main').getByRole('button', { name, exact: true });
  await button.click();
  await button.waitFor({ state: 'detached' });
};

journey('A mission is consented to by two; an action is done, and both say how they saw it', async ({ device }) => {
  const [{ page: ana }, { page: ben }] = await Promise.all([device(), device()]);
  await begin(ana);
  const circle = new URL(await makeCircle(ana, host.address, 'Tuesday circle', 'Ana')).pathname;
  await comeIn(ben, host.address, await linkInto(ana, at(circle)), 'Ben');

  await go(ana, at(`${circle}/agreements/mission`));
  await ana.getByText('1 other person is asked').waitFor();
  await ana.getByLabel('This circle is for').fill('Nobody here carries it alone.');
  await press(ana, 'Propose it');
  await ana.getByText('Has not heard yet from Ben.').waitFor();
  expect(await violationsOn(ana)).toEqual([]);

  await ben.getByRole('link', { name: 'Have your say' }).click();
  await ben.getByText('I object', { exact: true }).click();
  await ben.getByLabel('What would it harm, and what would you need?').fill('Alone is a word for me too.');
  await press(ben, 'Object');
  await ana.getByText('Objections from Ben.').waitFor();
  await ben.getByText('I consent', { exact: true }).click();
  await press(ben, 'Consent');
  await ben.getByText('stands', { exact: false }).first().waitFor();
  expect(await violationsOn(ben)).toEqual([]);
  await go(ana, at(circle));
  await ana.getByText('Nobody here carries it alone.').waitFor();

  await go(ana, at(`${circle}/actions/new`));
  await ana.getByLabel('What will you do together?').fill('Bring the letter');
  await press(ana, 'Ask the circle');
  await ana.getByRole('button', { name: 'Set a date' }).click();
  await ana.getByLabel('Day', { exact: true }).fill('2031-12-01');
  await ana.getByLabel('Time', { exact: true }).fill('18:30');
  await press(ana, 'Set this date');
  const [saved] = await Promise.all([ana.waitForEvent('download'), ana.getByRole('button', { name: 'Save for your calendar' }).click()]);
  const folder = mkdtempSync(join(tmpdir(), 'kith-dates-'));
  await saved.saveAs(join(folder, 'dates.ics'));
  expect(readFileSync(join(folder, 'dates.ics'), 'utf8')).toMatch(/\r\nDTSTART:2031120[12]T\d{6}Z\r\n[^]*\r\nSUMMARY:Bring the letter\r\n/);
  rmSync(folder, { recursive: true });

  const letter = new URL(ana.url()).pathname;
  // One word that is longer than a telephone is wide is broken, in a row as on a page.
  await go(ana, at(`${circle}/actions/new`));
  await ana.getByLabel('What will you do together?').fill('Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen');
  await press(ana, 'Ask the circle');
  await ana.getByRole('button', { name: 'Set a date' }).waitFor();
  await ana.setViewportSize({ width: 360, height: 740 });
  await go(ana, at(`${circle}/actions`));
  await ana.getByRole('link', { name: 'Donau' }).waitFor();
  expect(await ana.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await ana.setViewportSize({ width: 1280, height: 900 });
  await go(ana, at(letter));

  await go(ben, at(circle));
  await press(ben, 'I am in: Bring the letter');
  await ben.getByText('Ana and Ben are in.').waitFor();
  await ben.getByRole('link', { name: 'Bring the letter' }).click();
  await ben.getByLabel('What will you do yourself?').fill('Ring before.');
  await ben.getByRole('button', { name: 'Promise it' }).click();
  await ana.getByText('Ring before.').waitFor();
  // Ben's step is not Ana's to mark: the one button is about the whole.
  await press(ana, 'It is done');
  for (const [page, happened] of [
    [ana, 'He came out.'],
    [ben, 'He did not see us at first.'],
  ] as const) {
    await page.getByLabel('What happened?').fill(happened);
    if (page === ana) await page.getByLabel('What would you tell the next people who try it?').fill('Ring before you stand at a gate.');
    await press(page, 'Say how you saw it');
  }
  for (const page of [ana, ben]) for (const text of ['He came out.', 'He did not see us at first.']) await page.getByText(text).waitFor();
  expect(await violationsOn(ben)).toEqual([]);
  await go(ben, at(`${circle}/actions`));
  await ben.getByLabel('Search what was learnt').fill('gat');
  await ben.getByText('Ring before you stand at a gate.').waitFor();
});
