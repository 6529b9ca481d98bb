// Five people in five browsers, at two nodes of one host on PostgreSQL: they come together with a link and a name alone, and then do what
// a circle is for. A need is met; a prompting answered to its asker only; an entry shared, remarked on, quoted and taken back; an issue
// joined, asked, answered late; an action done and reviewed; and one of them is removed, and reads nothing after.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { startPostgres, type Postgres } from '../postgres.ts';
import { journey } from './device.ts';
import { forgive, peopleAt } from './in-account.ts';
import { comeIn, linkInto, makeCircle } from './in-circle.ts';

let postgres: Postgres;
let nodes: readonly RunningHost[];

beforeAll(async () => {
  postgres = await startPostgres();
  const env = { KITH_REGISTRATION: 'open', KITH_DATABASE: postgres.fresh() };
  const first = await startHost(env);
  nodes = [first, await startHost(env)];
}, 60_000);
afterAll(async () => {
  for (const node of nodes) await node.stop();
  postgres.remove();
});

const shows = (page: Page, text: string | RegExp): Promise<void> => page.locator('main').getByText(text).first().waitFor();
const press = (page: Page, name: string, within = page.locator('main')): Promise<void> => within.getByRole('button', { name, exact: true }).click();
const row = (page: Page, text: string) => page.locator('main li.row').filter({ hasText: text });
const dayBefore = (days: number): string => new Intl.DateTimeFormat('sv').format(new Date(Date.now() - days * 86_400_000));

journey(
  'five people at two nodes do together what a circle is for',
  async ({ device }) => {
    const [one, two] = nodes.map(({ address }) => address) as [string, string];
    const devices = await Promise.all(Array.from({ length: 5 }, () => device()));
    const [ana, ben, cem, dia, eli] = devices.map(({ page }) => page) as [Page, Page, Page, Page, Page];
    const at = new Map([ana, ben, cem, dia, eli].map((page, n) => [page, n < 2 ? one : two]));

    await ana.goto(one);
    await ana.locator('.btn.big').first().click();
    await ana.locator('.app:not(.bare)').waitFor();
    const made = await makeCircle(ana, one, 'Tuesday circle', 'Ana');
    const path = new URL(made).pathname;
    const link = await linkInto(ana, made);
    const circle = (page: Page, rest = ''): string => `${at.get(page)}${path}${rest}`;
    for (const [page, name] of [
      [ben, 'Ben'],
      [cem, 'Cem'],
      [dia, 'Dia'],
      [eli, 'Eli'],
    ] as const)
      await comeIn(page, at.get(page)!, link, name);
    await ana.goto(circle(ana));
    await ana.locator('.lock', { hasText: 'You and 4 people in Tuesday circle can read this' }).waitFor();

    // A need is met.
    await ana.goto(circle(ana, '/needs/new'));
    await ana.getByLabel('What is needed?').fill('Somebody to take my early visit.');
    await press(ana, 'Say it');
    await dia.goto(`${two}/now`);
    await dia.getByText('Somebody to take my early visit.').first().waitFor();
    await dia.goto(circle(dia));
    await press(dia, 'I can', row(dia, 'my early visit'));
    await shows(ana, /Dia can/);
    await press(ana, 'It is met', row(ana, 'my early visit'));
    await press(ana, 'It is met', ana.getByRole('dialog'));
    await row(cem, 'my early visit').getByText('met').first().waitFor();

    // A prompting is answered to its asker alone.
    await cem.goto(circle(cem, '/promptings/ask'));
    await cem.getByLabel('Your question').fill('What did you stop doing this year?');
    await cem.getByLabel('as each person chooses').check();
    await press(cem, 'Ask');
    await ben.goto(circle(ben, '/promptings'));
    await ben.getByLabel('Your answer').fill('Swimming on Wednesdays.');
    await ben.getByLabel('Cem', { exact: true }).check();
    await press(ben, 'Send to Cem');
    await shows(cem, 'Swimming on Wednesdays.');
    await eli.goto(circle(eli, '/promptings'));
    await shows(eli, 'What did you stop doing this year?');
    expect(await eli.locator('main').innerText()).not.toContain('Swimming');

    // An entry is shared, remarked on, quoted as allowed, and taken back.
    await peopleAt(() => two).write(dia, 'The office was dark when we came back.');
    await dia.getByRole('button', { name: 'More' }).first().click();
    await dia.getByRole('menuitem', { name: 'Share a copy in a circle' }).click();
    await dia.getByText('yes, with my name', { exact: true }).click();
    await press(dia, 'Share with Tuesday circle');
    await dia.waitForURL(/\/sharing\/[0-9a-z-]{53}$/);
    const shared = new URL(dia.url()).pathname;
    await ben.goto(`${one}${shared}`);
    await shows(ben, 'The office was dark');
    await ben.getByLabel('Your remark').fill('I was on that plan too.');
    await ben.getByText('quotable with my name', { exact: true }).click();
    await press(ben, 'Send the remark');
    await shows(dia, 'I was on that plan too.');
    await press(ben, 'Quote it');
    await ben.getByRole('dialog').getByLabel('The words that you quote').fill('The office was dark');
    await press(ben, 'Quote it', ben.getByRole('dialog'));
    await cem.goto(circle(cem, '/sharing'));
    await shows(cem, 'The office was dark');
    await dia.locator('main').getByRole('button', { name: 'Take it back', exact: true }).first().click();
    await cem.waitForFunction(() => !document.querySelector('main')!.innerText.includes('office was dark'));

    // An issue is raised, joined, asked, and answered late.
    await ben.goto(circle(ben, '/issues/raise'));
    await ben.getByLabel('What is it, in one line?').fill('No travel time between visits');
    await ben.getByLabel('Who must answer?').fill('The head of planning');
    await ben.getByLabel('What do you ask of them?').fill('Twelve minutes, paid.');
    await ben.getByLabel('By when?').fill(dayBefore(3));
    await press(ben, 'Raise it in Tuesday circle');
    await ben.waitForURL(/\/issues\/[^/]{53}$/);
    const issue = new URL(ben.url()).pathname;
    await eli.goto(`${two}${issue}`);
    await press(eli, 'It is mine too');
    await shows(ben, 'Ben raised it; Eli says it is theirs too.');
    await eli.getByRole('link', { name: 'Take it out of the circle' }).click();
    await eli.getByLabel('When was it handed over?').fill(dayBefore(10));
    await press(eli, 'Record that it was handed over');
    await shows(ben, 'No answer.');
    await press(ben, 'Record an answer');
    await ben.getByLabel('What was answered?').fill('Seven minutes on two routes.');
    await ben.getByLabel('On which day?').fill(dayBefore(1));
    await ben.getByText('A part', { exact: true }).click();
    await press(ben, 'Put it on the record');
    await eli.goto(`${two}${issue}`);
    await shows(eli, '2 days late');

    // An action is done and reviewed.
    await eli.goto(circle(eli, '/actions/new'));
    await eli.getByLabel('What will you do together?').fill('Bring the letter');
    await press(eli, 'Ask the circle');
    await eli.waitForURL(/\/actions\/[^/]{53}$/);
    await cem.goto(circle(cem));
    await press(cem, 'I am in: Bring the letter');
    await eli.getByRole('listitem').filter({ hasText: 'Cem' }).first().waitFor();
    await cem.getByRole('link', { name: 'Bring the letter' }).click();
    await press(eli, 'It is done');
    for (const [page, happened] of [
      [eli, 'He came out.'],
      [cem, 'He did not see us at first.'],
    ] as const) {
      await page.getByLabel('What happened?').fill(happened);
      await press(page, 'Say how you saw it');
    }
    for (const page of [eli, cem]) for (const text of ['He came out.', 'He did not see us at first.']) await shows(page, text);

    // One is removed, sees it plainly, and reads nothing after.
    await eli.goto(circle(eli));
    await ana.goto(circle(ana, '/members'));
    await ana.getByRole('button', { name: 'What to do: Eli' }).click();
    await ana.getByRole('menuitem', { name: 'Remove from the circle' }).click();
    await press(ana, 'Remove Eli', ana.getByRole('dialog'));
    await shows(eli, 'You are not in this circle any more');
    await ana.goto(circle(ana, '/needs/new'));
    await ana.getByLabel('What is needed?').fill('A word that stays among four.');
    await press(ana, 'Say it');
    await dia.goto(circle(dia));
    await shows(dia, 'A word that stays among four.');
    await eli.reload();
    await shows(eli, 'You are not in this circle any more');
    expect(await eli.locator('body').innerText()).not.toContain('stays among four');
    for (const each of devices) forgive(each);
  },
  240_000,
);
