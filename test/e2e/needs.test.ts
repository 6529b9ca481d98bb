// A need in two browsers: voiced by one, told of in one line and answered by the other, met and thanked for; what was typed survives a killed tab, and "not me"
// stays with who said it.

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

/** The row of what somebody said. */
const row = (page: Page, text: string) => page.locator('main li.row').filter({ hasText: text });

journey('A need is voiced, answered, met and thanked for', async ({ device }) => {
  const [ana, ben] = await Promise.all([device(), device()]);
  await begin(ana.page);
  const circle = new URL(await makeCircle(ana.page, host.address, 'Tuesday circle', 'Ana')).pathname;
  await comeIn(ben.page, host.address, await linkInto(ana.page, at(circle)), 'Ben');

  // Asked to be told: on a page of something else one line says that there is something, and leads there.
  await go(ben.page, at('/settings'));
  await ben.page.getByText('When it comes', { exact: true }).click();
  await ben.page.getByText('at most once an hour').waitFor();

  // Typed, and the tab is killed before it is said.
  await go(ana.page, at(`${circle}/needs/new`));
  await ana.page.getByLabel('What is needed?').fill('Company on Saturday. Talking not required.');
  await ana.page.getByText('company', { exact: true }).click();
  await ana.page.waitForTimeout(400);
  await ana.page.close();
  const again = await ana.context.newPage();
  await go(again, at(`${circle}/needs/new`));
  expect(await again.getByLabel('What is needed?').inputValue()).toBe('Company on Saturday. Talking not required.');
  await again.getByRole('button', { name: 'Say it' }).click();
  await again.waitForURL(at(`${circle}/needs`));
  await row(again, 'Company on Saturday').getByRole('button', { name: 'It is met' }).waitFor();
  const told = ben.page.locator('.toast').filter({ hasText: 'Something is new in Tuesday circle.' });
  await told.waitFor();
  await told.getByRole('button', { name: 'Look' }).click();
  await ben.page.waitForURL(/\/needs\/[0-9a-z-]+$/);
  await go(ben.page, at(circle));
  // A line that was typed to be kept is said in the circle instead, and is no entry.
  await go(again, at('/now'));
  await again.getByLabel('A line').fill('A ladder.');
  await again.getByRole('button', { name: 'Say in Tuesday circle that this is needed' }).click();
  await again.waitForURL(at(`${circle}/needs/new`));
  expect(await again.getByLabel('What is needed?').inputValue()).toBe('A ladder.');
  await again.getByRole('button', { name: 'Say it' }).click();
  await again.waitForURL(at(`${circle}/needs`));

  // On the other screen, without loading anything again.
  await row(ben.page, 'Company on Saturday').getByRole('button', { name: 'I will come' }).click();
  await row(ben.page, 'Company on Saturday').getByText('You said that you will come.').waitFor();
  await row(ben.page, 'A ladder.').getByRole('button', { name: 'Not me' }).click();
  await row(ben.page, 'A ladder.').waitFor({ state: 'detached' });
  expect(await violationsOn(ben.page)).toEqual([]);

  await row(again, 'Company on Saturday').getByText('Ben will be there.').waitFor();
  expect(await row(again, 'A ladder.').innerText()).not.toContain('Ben');
  expect(await violationsOn(again)).toEqual([]);
  await row(again, 'Company on Saturday').getByRole('button', { name: 'It is met' }).click();
  const dialog = again.getByRole('dialog');
  expect(await dialog.getByLabel('Ben').isChecked()).toBe(true);
  await dialog.getByLabel('Thanks to them, if you like').fill('You sat with me.');
  await dialog.getByRole('button', { name: 'It is met' }).click();
  await row(again, 'Company on Saturday').getByText('Thanks to Ben.').waitFor();

  await go(ben.page, at(`${circle}/needs`));
  await row(ben.page, 'You sat with me.').getByText('Ana thanks you').waitFor();
  expect(await row(ben.page, 'Company on Saturday').innerText()).toContain('Thanks to Ben.');
  // A time to meet, with words, on the need's own page.
  await ben.page.getByRole('link', { name: 'A ladder.' }).click();
  await ben.page.getByText('A time to meet').click();
  await ben.page.getByRole('button', { name: 'Answer' }).click();
  await ben.page.getByText('To meet, a day and a time are needed').waitFor();
  await ben.page.getByLabel('Day', { exact: true }).fill('2098-12-03');
  await ben.page.getByLabel('Time', { exact: true }).fill('18:30');
  await ben.page.getByLabel('Where').fill('At the gate');
  await ben.page.getByRole('button', { name: 'Answer' }).click();
  await ben.page.getByText(/You proposed to meet: .*18:30/).waitFor();
  await row(again, 'A ladder.')
    .getByText(/Ben proposes to meet: .*At the gate/)
    .waitFor();
});
