// An issue between two people in real browsers at a real host: raised, joined by name, handed over, answered late, shown to somebody
// who has nothing but the link, withdrawn by the other, closed by those whose it is.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { violationsOn } from './axe.ts';
import { go, journey } from './device.ts';
import { forgive, peopleAt } from './in-account.ts';
import { comeIn, linkInto, makeCircle } from './in-circle.ts';

let host: RunningHost;
const { begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

const DAY = 86_400_000;
const dayFrom = (days: number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/London' }).format(new Date(Date.now() + days * DAY));
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
const shows = (page: Page, text: string | RegExp): Promise<void> => page.locator('main').getByText(text).first().waitFor();

journey(
  'what is not only mine: raised, joined, asked, answered late, shown behind a link, withdrawn, closed',
  async ({ device }) => {
    const [ana, ben, reader] = [await device(), await device(), await device()];
    await begin(ana.page);
    const circle = await makeCircle(ana.page, host.address, 'Tuesday circle', 'Ana');
    await comeIn(ben.page, host.address, await linkInto(ana.page, circle), 'Ben');

    // Raised, with what must be said to be able to ask.
    await go(ana.page, `${circle}/issues`);
    await shows(ana.page, 'How one may begin');
    await ana.page.getByRole('link', { name: 'Raise one' }).click();
    await ana.page.getByLabel('What is it, in one line?').fill('No travel time between visits');
    await ana.page.getByLabel('Who must answer?').fill('The head of planning');
    await ana.page.getByLabel('What do you ask of them?').fill('Twelve minutes, paid.');
    await ana.page.getByLabel('By when?').fill(dayFrom(-3));
    await press(ana.page, 'Raise it in Tuesday circle');
    await ana.page.waitForURL(/\/issues\/[^/]{53}$/);
    const issue = ana.page.url();

    // The other sees it, says that it is theirs too, and both see that.
    await ben.page.getByRole('link', { name: 'No travel time between visits' }).click();
    expect(await ben.page.getByRole('button', { name: 'Close it' }).count()).toBe(0);
    await press(ben.page, 'It is mine too');
    await shows(ana.page, 'Ana raised it; Ben says it is theirs too.');
    expect(await violationsOn(ana.page)).toEqual([]);

    // Shown as it would go; nobody's name in it; handed over.
    await ana.page.getByRole('link', { name: 'Take it out of the circle' }).click();
    const letter = ana.page.getByRole('group', { name: 'The text of the letter' });
    await letter.waitFor();
    expect(await letter.textContent()).not.toMatch(/Ana|Ben/);
    expect(await violationsOn(ana.page)).toEqual([]);
    await ana.page.getByLabel('When was it handed over?').fill(dayFrom(-10));
    await press(ana.page, 'Record that it was handed over');

    // No answer, then one that came late.
    await shows(ben.page, 'No answer.');
    await press(ben.page, 'Record an answer');
    await ben.page.getByLabel('What was answered?').fill('Seven minutes on two routes.');
    await ben.page.getByLabel('On which day?').fill(dayFrom(-1));
    await ben.page.getByText('A part', { exact: true }).click();
    await press(ben.page, 'Put it on the record');
    await go(ana.page, issue);
    await shows(ana.page, '2 days late');
    await shows(ana.page, '9 days');

    // Somebody with nothing but the link.
    await go(ana.page, `${issue}/out`);
    await ana.page.getByLabel('The record, without who recorded what').check();
    await press(ana.page, 'Make the page');
    await press(ana.page, 'Show the link');
    const address = (await ana.page.getByRole('link', { name: /\/open#/ }).textContent())!.trim();
    await go(reader.page, address);
    await shows(reader.page, 'Seven minutes on two routes.');
    const read = await reader.page.locator('body').innerText();
    expect(read).toContain('Anyone with the link can read this');
    expect(read).not.toMatch(/\bAna\b|\bBen\b/);
    expect(await violationsOn(reader.page)).toEqual([]);
    expect(await reader.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain('kith circle');

    // Withdrawn by the other; closed by the other, and opened again by who raised it.
    await go(ben.page, `${ben.page.url()}/out`);
    await press(ben.page, 'Withdraw it');
    await shows(ben.page, 'Withdrawn by Ben');
    await reader.page.reload();
    await shows(reader.page, 'This page is not there any more');
    forgive(reader);
    await go(ben.page, ben.page.url().replace(/\/out$/, ''));
    await press(ben.page, 'Close it');
    await ben.page.getByText('It has changed', { exact: true }).click();
    await press(ben.page, 'Close it');
    await go(ana.page, issue);
    await shows(ana.page, 'This has changed.');
    await press(ana.page, 'Open it again');
    await shows(ben.page, 'Opened again by Ana.');

    // A commitment of one's own that comes from it: shown at both ends to her, and to nobody else.
    await ana.page.getByRole('link', { name: 'Make a commitment of this' }).click();
    await ana.page.locator('main .tag').getByText('No travel time between visits').waitFor();
    await ana.page.getByLabel('What will you do?').fill('Keep the times of one week');
    await press(ana.page, 'I will do it');
    await shows(ana.page, 'issue in Tuesday circle');
    await ana.page.getByRole('link', { name: 'No travel time between visits' }).click();
    const yours = (page: Page) => page.getByRole('region', { name: 'Yours alone' });
    await yours(ana.page).getByRole('link', { name: 'Keep the times of one week' }).waitFor();
    expect(await yours(ben.page).innerText()).not.toContain('Keep');
    forgive(ana);
    forgive(ben);
  },
  120_000,
);
