// A commitment in a real browser, by keyboard: one line makes it, it is missed, "the system", and it is raised as an issue in a circle with
// the words carried over, without the name of who was in it. Before there is a circle the road is said all the same.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { violationsOn } from './axe.ts';
import { go, journey } from './device.ts';
import { peopleAt } from './in-account.ts';
import { makeCircle } from './in-circle.ts';

let host: RunningHost;
const { at, begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

const dayFrom = (days: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/London' }).format(new Date(Date.now() + days * 86_400_000));
const shows = (page: Page, text: string | RegExp): Promise<void> => page.locator('main').getByText(text).first().waitFor();
/** As one does who has no mouse. */
const press = async (page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> => {
  const found = page.getByRole(role, { name });
  await found.focus();
  await found.press('Enter');
};
const choose = (page: Page, group: string | RegExp, name: string | RegExp): Promise<void> =>
  page.getByRole('group', { name: group }).getByLabel(name, { exact: true }).press('Space');

journey(
  'A commitment is made in a line, missed, and raised as an issue with the words carried over',
  async ({ device }) => {
    const { page } = await device();
    await begin(page);

    // A line typed in Now becomes one; there one line and Enter are enough.
    await go(page, at('/now'));
    await page.getByRole('textbox', { name: 'A line' }).fill('Swim with Ama on Wednesday');
    await press(page, 'Make it a commitment');
    await page.waitForURL(at('/act/commitments'));
    const line = page.getByLabel('What will you do?');
    expect(await line.inputValue()).toBe('Swim with Ama on Wednesday');
    await line.press('Enter');
    await press(page, 'Swim with Ama on Wednesday', 'link');
    await shows(page, 'That is enough to begin with.');
    expect(await violationsOn(page)).toEqual([]);

    // As much of a plan as one likes; the day is over already.
    await press(page, /^Add a first step/, 'link');
    await page.getByLabel('By when?').fill(dayFrom(-1));
    await page.getByLabel('With whom?', { exact: true }).fill('Ama');
    await page.keyboard.press('Enter');
    await page.getByLabel('If', { exact: true }).fill('my last visit ends after six');
    await page.getByLabel('Then', { exact: true }).fill('I go in at seven');
    await page.getByText('How would you know? A scale').click();
    await page.getByLabel(/^0 /).fill('In the water, at any hour');
    await page.getByLabel(/^−2 /).fill('Not gone, and nobody told');
    expect(await violationsOn(page)).toEqual([]);
    await press(page, 'Keep this plan');
    await shows(page, 'Written beforehand');

    // Now says the day that was said, and leads to where one says how it went.
    await go(page, at('/now'));
    await press(page, 'Say how it went', 'link');
    await choose(page, 'Did it come about?', 'Not this time');
    await page.getByLabel('What happened?').fill('A visit was added at three. Ama waited at the pool.');
    await choose(page, 'Where on your scale?', /^−2/);
    await press(page, 'Keep it');
    await shows(page, 'What got in the way: me, us, or the system?');

    // Three plain questions; without a circle the roads are said too, and the words stay here.
    await choose(page, 'What got in the way: me, us, or the system?', 'The system');
    for (const [question, reply] of [
      [/^Do others have it too/, 'yes'],
      [/^Does it follow you elsewhere/, 'no'],
      [/^Was it so before you came/, 'some'],
    ] as const)
      await choose(page, question, reply);
    await shows(page, '3 of your 3 answers point away from you:');
    expect(await page.getByText('You are in no circle yet.').count()).toBe(2);
    expect(await page.getByRole('heading', { name: 'For what is yours' }).count()).toBe(0);
    await press(page, 'Keep my answers');
    await shows(page, 'In the way: The system');
    expect(await violationsOn(page)).toEqual([]);
    const commitment = page.url().replace(/\?.*/, '');

    // In a circle, one press carries the words over; who was in it is not named, and nothing was sent yet.
    await makeCircle(page, host.address, 'Tuesday circle', 'Ana');
    await go(page, commitment);
    await page.getByText('The words that would be carried over').click();
    await shows(page, 'Without the name of Ama.');
    await press(page, 'Raise it in Tuesday circle');
    await page.waitForURL(/\/issues\/raise$/);
    expect(await page.getByLabel('What is it, in one line?').inputValue()).toBe('A visit was added at three');
    expect(await page.getByLabel('What happens?').inputValue()).toBe('A visit was added at three. Somebody waited at the pool.');
    await press(page, 'Raise it in Tuesday circle');
    await page.waitForURL(/\/issues\/[^/]{53}$/);
    await shows(page, 'A visit was added at three. Somebody waited at the pool.');

    // A need as well; then it rests, which is an end like any other, and can be taken back.
    await go(page, commitment);
    await shows(page, 'Raised already, in words like yours:');
    await press(page, 'Say in Tuesday circle what you need');
    expect(await page.getByLabel('What is needed?').inputValue()).toBe('A visit was added at three. Somebody waited at the pool.');
    await go(page, commitment);
    await press(page, 'Let it rest');
    await press(page, 'Let it rest');
    await shows(page, /^It has rested since/);
    await press(page, 'It goes on after all');
    await page.getByRole('button', { name: 'Drop it' }).waitFor();
    await go(page, at('/act/commitments/came'));
    await shows(page, 'Not gone, and nobody told');
    expect(await violationsOn(page)).toEqual([]);
  },
  120_000,
);
