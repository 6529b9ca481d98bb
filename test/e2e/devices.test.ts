// Two real browsers and a command line on one account, as somebody has them: each writes, all read; one is away and comes back; what
// two wrote at once is kept; who comes last begins with the newest. Not a word of how it is done.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from '../cli/kith.ts';
import { tinyZip } from '../tiny-zip.ts';
import { launchChromium } from '../../scripts/chromium.ts';
import { complaintsOf, go, journey, KEEPS_PAGES, keepsNoPages } from './device.ts';
import { forgive, PASSWORD, peopleAt, sent } from './in-account.ts';

let host: RunningHost;
let home: Home;
const { at, begin, write, make, signIn, inJournal } = peopleAt(() => host.address);
const withPassword = { env: { KITH_PASSWORD: PASSWORD } };

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  home = createHome();
});
afterAll(async () => {
  await home.remove();
  await host.stop();
});

describe('two browsers and a command line', () => {
  journey('each writes, all read; what two wrote at once stands in both until one puts it together', async ({ device }) => {
    const one = await device();
    // Another program than the first, with a folder of its own: nothing is shared but the host.
    const browser = await launchChromium();
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    await keepsNoPages(context);
    const complaints = await complaintsOf(context);
    context.setDefaultTimeout(20_000);
    const two = await context.newPage();
    try {
      await begin(one.page);
      await write(one.page, 'From the first browser.');
      await make(one.page, 'three');
      // Whoever makes an account sees nothing on the console that looks like a fault.
      expect(one.complaints).toEqual([]);
      await signIn(two, 'three');
      await home.good(['account', 'sign-in', 'three', '--host', host.address, '--device', 'terminal'], withPassword);
      await home.good(['sync']);
      expect(await home.good(['list'])).toContain('From the first browser.');
      await write(two, 'From the second browser.');
      await home.good(['write', 'From the command line.']);
      await home.good(['sync']);
      for (const page of [one.page, two]) {
        await inJournal(page, 'From the command line.');
        for (const text of ['From the first browser.', 'From the second browser.']) await page.getByText(text).first().waitFor();
      }
      // What the command line keeps so that it can undo is taken like the rest: nobody is accused.
      for (const page of [one.page, two]) expect(await page.getByRole('alert').count()).toBe(0);
      await sent(two);
      await home.good(['sync']);
      const list = await home.good(['list']);
      for (const text of ['first browser', 'second browser', 'command line']) expect(list).toContain(text);

      // The command line, away from its host, and a browser change one entry at once.
      const entry = (await home.kith(['list', '--json'])).json.find(({ text }) => text === 'From the first browser.')!;
      const open = at(`/journal/e/${entry['id']}`);
      await go(one.page, `${open}/edit`);
      await one.page.getByRole('textbox', { name: 'What you write' }).fill('What the first browser made of it.');
      await one.page.getByRole('button', { name: /^Save/ }).click();
      await one.page.waitForURL(open);
      await sent(one.page);
      await home.good(['change', entry['id'], '--text', 'What the command line made of it.']);
      await home.good(['sync']);
      await go(two, open);
      for (const page of [one.page, two])
        for (const text of ['What the first browser made of it.', 'What the command line made of it.']) await page.getByText(text).first().waitFor();
      await two.getByRole('button', { name: 'Keep both, one after the other' }).click();
      await one.page.getByRole('button', { name: 'Keep both, one after the other' }).waitFor({ state: 'detached' });
      await sent(two);
      await home.good(['sync']);
      const whole = await home.good(['show', entry['id']]);
      expect(whole).toContain('What the first browser made of it.');
      expect(whole).toContain('What the command line made of it.');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
    forgive(one);
  });
});

/** Of the entry that is open: it is not loaded again, which would lock its journal. */
const edit = async (page: Page, text: string): Promise<void> => {
  // The entry is in the list before it is open.
  await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'What you write' }).fill(text);
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.getByRole('button', { name: /^Save/ }).waitFor({ state: 'detached' });
};

describe('a journal with a lock of its own', () => {
  journey('opened in a tab that does not follow the host: what was written there at once with another device comes together', async ({ device }) => {
    const PHRASE = 'a different phrase';
    const one = await device(KEEPS_PAGES);
    const two = await device(KEEPS_PAGES);
    const open = async (page: Page): Promise<void> => {
      await page.getByLabel('Passphrase of this journal').fill(PHRASE);
      await page.getByRole('button', { name: 'Open', exact: true }).click();
    };
    await begin(one.page);
    await make(one.page, 'dreams');
    await go(one.page, at('/journal/journals'));
    await one.page.locator('form input').first().fill('Dreams');
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('heading', { name: 'Dreams' }).waitFor();
    await go(one.page, at('/journal/write'));
    await one.page.getByRole('textbox', { name: 'What you write' }).fill('A dream.');
    await one.page.getByRole('button', { name: 'Add when, where, who…' }).click();
    await one.page.getByRole('combobox', { name: 'Which journal' }).selectOption('Dreams');
    await one.page.getByRole('button', { name: 'Save', exact: true }).click();
    await one.page.waitForURL(/\/journal\/e\//);
    const entry = one.page.url();
    await go(one.page, at('/journal/journals'));
    const dreams = one.page.getByRole('listitem').filter({ has: one.page.getByRole('heading', { name: 'Dreams' }) });
    await dreams.getByRole('button', { name: /lock/i }).first().click();
    const dialog = one.page.getByRole('dialog');
    for (const input of await dialog.locator('input[type=password]').all()) await input.fill(PHRASE);
    await dialog.getByRole('checkbox').check();
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await sent(one.page);

    await signIn(two.page, 'dreams');
    await go(two.page, at('/journal'));
    // The first tab of the second device follows the host and has not got the key; the second tab has.
    const tab = await two.context.newPage();
    await go(tab, entry);
    await open(tab);
    await tab.getByText('A dream.').first().waitFor();
    // Loaded anew: the tab in which it was locked has it open still.
    await one.page.goto(entry);
    await open(one.page);
    await one.page.getByText('A dream.').first().waitFor();
    await edit(one.page, 'A dream, gone on with.');
    await tab.getByText('A dream, gone on with.').first().waitFor();
    await two.context.setOffline(true);
    await edit(tab, 'The dream, as the second device has it.');
    await edit(one.page, 'The dream, as the first device has it.');
    await sent(one.page);
    await two.context.setOffline(false);
    for (const page of [tab, one.page]) for (const which of ['first', 'second']) await page.getByText(`The dream, as the ${which} device has it.`).first().waitFor();
    await sent(tab);
    expect(await two.page.locator('body').innerText()).not.toContain('The dream');
    // What the host has of it can be looked at without the key, and says nothing.
    await go(two.page, at(`/journal/held/${entry.split('/').at(-1)}`));
    await two.page.getByText('It is in a journal with a lock of its own, which is shut.').waitFor();
    await two.page.getByRole('group', { name: /^The sealed bytes/ }).waitFor();
    expect(await two.page.locator('body').innerText()).not.toMatch(/dream,|The dream/i);
    for (const each of [one, two]) forgive(each);
  });
});

describe('a journal that is being brought in', () => {
  journey('goes on when a device was signed out meanwhile, and so the key is another', async ({ device }) => {
    const one = await device();
    const lost = await device();
    const file = (days: number) => ({
      name: 'pages.zip',
      mimeType: 'application/zip',
      buffer: tinyZip(Array.from({ length: days }, (_, i) => ({ name: `page of day ${i}.md`, data: `---\ndate: 2025-01-0${i + 1}\n---\n\nDay number ${i}.\n` }))),
    });
    const choose = async (page: Page, days: number): Promise<void> => {
      await go(page, at('/bring-in'));
      await page.getByLabel('A file', { exact: true }).setInputFiles(file(days));
    };
    await begin(one.page);
    await choose(one.page, 3);
    await one.page.getByRole('button', { name: 'Bring in 3 entries' }).click();
    await one.page.getByText('3 entries came in').first().waitFor();
    await make(one.page, 'bringing');
    await signIn(lost.page, 'bringing', PASSWORD, 'The lost one');

    const bringing = await one.context.newPage();
    await choose(bringing, 4);
    const begins = bringing.getByRole('button', { name: 'Bring in 1 entry' });
    await begins.waitFor();
    await go(one.page, at('/account'));
    await one.page.getByRole('button', { name: 'Sign it out: The lost one' }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await dialog.getByLabel('New password').fill('another eight words');
    await dialog.getByLabel('The same once more').fill('another eight words');
    await dialog.getByRole('button', { name: 'Sign it out' }).click();
    await one.page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();
    // One of the entries now lies under the newer key.
    await go(one.page, at('/journal'));
    await one.page.getByText('page of day 1').first().click();
    await one.page.getByText('Day number 1.').first().waitFor();
    await edit(one.page, 'Day number 1, looked at again.');
    await begins.click();
    await bringing.getByText('1 entry came in').first().waitFor();
    await inJournal(one.page, 'page of day 3');
    await sent(one.page);
    for (const each of [one, lost]) forgive(each);
  });
});
