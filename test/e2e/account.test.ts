// Two browsers and one account, on a real host: what is written in one stands in the other, offline and back, two texts at once,
// a lost device, a lost password. Hosts are of their own here: the shared one takes no accounts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { tinyZip } from '../tiny-zip.ts';
import { go, journey, KEEPS_PAGES, untilKeptForOffline } from './device.ts';
import { forgive, PASSWORD, peopleAt, scan, sent } from './in-account.ts';
import { linkInto, makeCircle } from './in-circle.ts';

let host: RunningHost;
const { at, begin, write, make, signIn, inJournal } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());

/** The bytes that a page shows of an entry at the host, as hex, read as a person reads them: with the keys, line by line. */
const bytesShown = async (page: Page): Promise<string> => {
  const box = page.getByRole('group', { name: /^The sealed bytes, / });
  await box.focus();
  const count = Number(/\d+/.exec((await box.getAttribute('aria-label'))!)![0]);
  const lines = new Map<number, string>();
  const read = async (): Promise<void> => {
    for (const line of await box.locator('li').allInnerTexts()) {
      const [place, ...bytes] = line.trim().split(/\s+/);
      lines.set(parseInt(place!, 16), bytes.join(''));
    }
  };
  await read();
  await page.keyboard.press('End');
  await box
    .locator('li')
    .getByText(`${(count - (count % 8 || 8)).toString(16).padStart(4, '0')} `)
    .waitFor();
  await read();
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, bytes]) => bytes)
    .join('');
};

/** Sends a device away from the account's page, which makes all keys of the account anew. */
const signOut = async (page: Page, device: string, newPassword: string): Promise<void> => {
  await go(page, at('/account'));
  await page.getByRole('button', { name: `Sign it out: ${device}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByLabel('New password').fill(newPassword);
  await dialog.getByLabel('The same once more').fill(newPassword);
  await dialog.getByRole('button', { name: 'Sign it out' }).click();
  await page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();
};

/** The account's page of a device whose session was ended from outside: the form, with the name, and nothing that needs a session. */
const asksToSignIn = async (page: Page, name: string): Promise<void> => {
  await page.getByText('You are signed out', { exact: true }).waitFor();
  expect(await page.getByLabel('Account name').inputValue()).toBe(name);
  expect(await page.getByText('This device is signed out.').count()).toBe(0);
  for (const needless of ['Change the password', 'Delete the account', 'Sign out on this device']) expect(await page.getByRole('button', { name: needless }).count()).toBe(0);
  expect(await page.getByRole('heading', { name: 'Add a device' }).count()).toBe(0);
};

describe('an account in two browsers', () => {
  journey('what is written here stands there, both ways, without loading anything again', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await write(one.page, 'The first page, before any account.');
    await make(one.page, 'amina');
    await signIn(two.page, 'amina');
    await inJournal(two.page, 'The first page, before any account.');
    await inJournal(one.page, 'The first page, before any account.');
    await write(two.page, 'Written in the second browser.');
    await one.page.getByText('Written in the second browser.').first().waitFor();
    await sent(two.page);
    // What the page shows of an entry at the host is what lies in the host's database, to the byte.
    await go(two.page, at('/account'));
    await two.page.getByRole('link', { name: 'Look at one entry as the host has it' }).click();
    await two.page.getByText('The same, to the byte, as on this device.').waitFor();
    const sealed = await bytesShown(two.page);
    const there = new DatabaseSync(join(host.folder, 'kith.db'), { readOnly: true });
    expect(
      there
        .prepare('select lower(hex(blob)) as blob from rows')
        .all()
        .map(({ blob }) => blob),
    ).toContain(sealed);
    there.close();
    expect(sealed).not.toContain(Buffer.from('second browser').toString('hex'));
    expect(await two.page.locator('main .said').innerText()).toBe('Written in the second browser.');
    forgive(one);
    forgive(two);
  });

  journey('offline one goes on writing; two texts written at once are both kept, and one tap puts them together', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    const two = await device(KEEPS_PAGES);
    await begin(one.page);
    await make(one.page, 'offline');
    const entry = await write(one.page, 'A page that both have.');
    await sent(one.page);
    await go(one.page, at('/journal/held'));
    await one.page.getByText('The same, to the byte, as on this device.').waitFor();
    await signIn(two.page, 'offline');
    await inJournal(two.page, 'A page that both have.');
    const edit = async (page: Page, text: string): Promise<void> => {
      const field = page.getByRole('textbox', { name: 'What you write' });
      await field.fill(text);
      await page.getByRole('button', { name: /^Save/ }).click();
      await page.waitForURL(/\/journal\/e\/[^/]+$/);
    };
    for (const { page } of [one, two]) {
      await go(page, `${entry}/edit`);
      await page.getByRole('textbox', { name: 'What you write' }).waitFor();
    }
    await one.context.setOffline(true);
    await two.context.setOffline(true);
    await edit(one.page, 'What the first made of it.');
    await edit(two.page, 'What the second made of it.');
    await one.page.locator('.lock', { hasText: 'Not sent yet' }).waitFor();
    // What the host has cannot be looked at now, which is said; nothing else breaks.
    await one.page.getByRole('button', { name: 'More', exact: true }).click();
    await one.page.getByRole('menuitem', { name: 'As the host has it' }).click();
    await one.page.getByText('The host does not answer.').waitFor();
    await one.page.goBack();
    await one.context.setOffline(false);
    await sent(one.page);
    await two.context.setOffline(false);
    await two.page.getByText('What the first made of it.').first().waitFor();
    await one.page.getByText('What the second made of it.').first().waitFor();
    await two.page.getByRole('button', { name: 'Keep both, one after the other' }).click();
    for (const { page } of [one, two]) {
      await page.getByRole('button', { name: 'Keep both, one after the other' }).waitFor({ state: 'detached' });
      const text = await page.locator('article').first().innerText();
      expect(text).toContain('What the first made of it.');
      expect(text).toContain('What the second made of it.');
    }
    forgive(one);
    forgive(two);
  });

  journey('a device that was lost is signed out: it is told, and nothing new comes to it; the others go on', async ({ device }) => {
    const one = await device();
    const lost = await device();
    const stays = await device();
    await begin(one.page);
    await make(one.page, 'lost');
    await signIn(lost.page, 'lost', PASSWORD, 'The lost one');
    await signIn(stays.page, 'lost');
    await write(lost.page, 'From the device before it was lost.');
    await inJournal(one.page, 'From the device before it was lost.');
    await signOut(one.page, 'The lost one', 'another eight words');
    // What it offers again at the next visit can be put off.
    await one.page.getByRole('button', { name: 'Later' }).click();
    await one.page.getByText('Your recovery code is not written down yet.').waitFor();
    await write(one.page, 'Written after the loss.');
    await sent(one.page);
    await lost.page.locator('.lock', { hasText: 'Signed out of' }).waitFor();
    await go(lost.page, at('/journal'));
    await lost.page.getByText('From the device before it was lost.').first().waitFor();
    expect(await lost.page.getByText('Written after the loss.').count()).toBe(0);
    await go(lost.page, at('/account'));
    await asksToSignIn(lost.page, 'lost');
    await lost.page.reload();
    await asksToSignIn(lost.page, 'lost');
    // The old password no longer opens it, the new one brings a device everything.
    const three = await device();
    await go(three.page, at('/sign-in'));
    await three.page.getByLabel('Account name').fill('lost');
    await three.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await three.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await three.page.getByRole('alert').first().waitFor();
    await signIn(three.page, 'lost', 'another eight words');
    await inJournal(three.page, 'Written after the loss.');
    await three.page.getByText('From the device before it was lost.').first().waitFor();
    // What is written under the newer key is found by searching, too.
    await go(three.page, at('/journal/search?q=loss'));
    await three.page.locator('[data-hit]').first().waitFor();
    // Who stays reads on, and is asked for the password once before it lets another in.
    await inJournal(stays.page, 'Written after the loss.');
    const four = await device();
    await go(four.page, at('/sign-in'));
    await four.page.getByRole('button', { name: 'Without a password: show a picture' }).click();
    await go(stays.page, await four.page.locator('.address').innerText());
    await stays.page.getByRole('button', { name: 'Let it in' }).click();
    await stays.page.getByLabel('Your password').fill('another eight words');
    await stays.page.getByRole('button', { name: 'Go on' }).click();
    await four.page.locator('.app:not(.bare)').waitFor();
    await inJournal(four.page, 'Written after the loss.');
    // Found again, the lost one comes back with the new password.
    await lost.page.getByLabel('Password', { exact: true }).fill('another eight words');
    await lost.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await lost.page.getByRole('heading', { name: 'Your devices' }).waitFor();
    await inJournal(lost.page, 'Written after the loss.');
    for (const each of [one, lost, three, stays, four]) forgive(each);
  });

  journey('a circle meets that the keys were changed on another device: its page leads to where the password is typed', async ({ device }) => {
    const one = await device();
    const lost = await device();
    const stays = await device();
    await begin(one.page);
    await make(one.page, 'circled');
    const circle = await makeCircle(one.page, host.address, 'Tuesday circle', 'Ana');
    await signIn(lost.page, 'circled', PASSWORD, 'The lost one');
    await signIn(stays.page, 'circled');
    await go(stays.page, circle);
    await stays.page.getByRole('heading', { name: 'Tuesday circle', exact: true }).waitFor();
    await signOut(one.page, 'The lost one', 'another eight words');
    const why = stays.page.getByText('The account’s keys were changed on another device.');
    await why.waitFor();
    await stays.page.getByRole('link', { name: 'Type the password' }).click();
    await stays.page.waitForURL(at('/account'));
    await stays.page.getByLabel('Your password').fill('another eight words');
    await stays.page.getByRole('button', { name: 'Go on' }).click();
    await stays.page.getByLabel('Your password').waitFor({ state: 'detached' });
    await go(stays.page, circle);
    await stays.page.getByRole('heading', { name: 'Tuesday circle', exact: true }).waitFor();
    expect(await why.count()).toBe(0);
    // The circle takes what this device does in it again.
    expect(await linkInto(stays.page, circle)).toContain('/join#');
    for (const each of [one, lost, stays]) forgive(each);
  });

  journey('who lost the password comes back with the code on paper', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await write(one.page, 'Worth coming back for.');
    const code = await make(one.page, 'forgetful');
    await sent(one.page);
    await go(two.page, at('/sign-in'));
    await two.page.getByRole('button', { name: 'I lost my password' }).click();
    await two.page.getByLabel('Account name').fill('forgetful');
    await two.page.getByLabel('Recovery code').fill(code.toLowerCase().replaceAll('-', ' '));
    await two.page.getByLabel('New password').fill('now a better one');
    await two.page.getByLabel('The same once more').fill('now a better one');
    await two.page.getByRole('button', { name: 'Come back' }).click();
    await two.page.locator('.app:not(.bare)').waitFor();
    await inJournal(two.page, 'Worth coming back for.');
    forgive(one);
    forgive(two);
  });

  journey('a new device comes in by a picture that another one scans, without a password', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await write(one.page, 'For the device with the picture.');
    await make(one.page, 'picture');
    await go(two.page, at('/sign-in'));
    await two.page.getByRole('button', { name: 'Without a password: show a picture' }).click();
    await two.page.locator('svg.qr').waitFor();
    const address = await two.page.locator('.address').innerText();
    // What a camera reads in it is the address that stands below it.
    const scanned = await scan(await two.page.locator('svg.qr path').nth(1).getAttribute('d'), Number((await two.page.locator('svg.qr').getAttribute('viewBox'))!.split(' ')[2]));
    expect(scanned).toBe(address);
    await go(one.page, scanned);
    await one.page.getByRole('button', { name: 'Let it in' }).click();
    await one.page.getByText('The new device is let in.').waitFor();
    expect(one.page.url()).not.toContain('#');
    await two.page.locator('.app:not(.bare)').waitFor();
    await inJournal(two.page, 'For the device with the picture.');
    await write(two.page, 'And back from it.');
    await inJournal(one.page, 'And back from it.');
    forgive(one);
    forgive(two);
  });

  journey('a fresh device is given 300 entries, both reloaded in the middle', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    const days = Array.from({ length: 300 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10));
    const files = days.map((day, i) => ({ name: `${i}.md`, data: `---\ndate: ${day}\n---\n\nDay number ${i}.\n` }));
    files[299]!.data += 'A very long day. '.repeat(62_000);
    await go(one.page, at('/bring-in'));
    await one.page.getByLabel('A file', { exact: true }).setInputFiles({ name: 'pages.zip', mimeType: 'application/zip', buffer: tinyZip(files) });
    await one.page.getByRole('button', { name: /^Bring in 300 entries/ }).click();
    await one.page
      .getByText(/300 entries came in/)
      .first()
      .waitFor();
    await make(one.page, 'many');
    await one.page.reload();
    await sent(one.page);
    await signIn(two.page, 'many');
    await two.page.reload();
    await inJournal(two.page, 'Day number 299.');
    // The lists of what each has are of one length: the host's too.
    await go(two.page, at('/account'));
    await two.page.getByText(/Everything is at/).waitFor();
    const records = (page: Page) => page.getByRole('rowheader', { name: /records$/ }).textContent();
    expect(await records(two.page)).toMatch(/^3\d\d records$/);
    // Of an entry of a megabyte the bytes in sight are drawn, and all can be reached.
    await go(two.page, at('/journal/held'));
    const bytes = two.page.getByRole('group', { name: /^The sealed bytes, 1,\d{3},\d{3} of them$/ });
    await bytes.focus();
    await two.page.keyboard.press('End');
    await bytes
      .locator('li')
      .last()
      .getByText(/^1[0-9a-f]{5}$/)
      .waitFor();
    expect(await bytes.locator('li').count()).toBeLessThan(60);
    await go(two.page, at('/journal/search?q=number'));
    await two.page.getByText('300').first().waitFor();
    forgive(one);
    forgive(two);
  });

  journey('locked, nothing comes to the page; open again, what was written meanwhile is there', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await make(one.page, 'locked');
    await signIn(two.page, 'locked');
    await go(two.page, at('/settings'));
    await two.page.getByRole('button', { name: 'Set a passphrase' }).click();
    const dialog = two.page.getByRole('dialog');
    await dialog.getByLabel('New passphrase').fill('plum tart at the window');
    await dialog.getByLabel('The same once more').fill('plum tart at the window');
    await dialog.getByRole('button', { name: 'Set a passphrase' }).click();
    await dialog.waitFor({ state: 'detached' });
    await two.page.getByRole('button', { name: 'Lock now' }).click();
    await go(two.page, at('/journal'));
    await two.page.getByLabel('Passphrase').waitFor();
    await write(one.page, 'While the other was locked.');
    await sent(one.page);
    expect(await two.page.getByText('While the other was locked.').count()).toBe(0);
    await two.page.getByLabel('Passphrase').fill('plum tart at the window');
    await two.page.getByRole('button', { name: 'Open', exact: true }).click();
    await two.page.getByText('While the other was locked.').first().waitFor();
    forgive(one);
    forgive(two);
  });

  journey('two tabs of one browser: what comes is in both, also when the one that follows the host is closed', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await make(one.page, 'tabs');
    await signIn(two.page, 'tabs');
    await go(two.page, at('/journal'));
    const tab = await two.context.newPage();
    await go(tab, at('/journal'));
    await write(one.page, 'For both tabs.');
    for (const page of [two.page, tab]) await page.getByText('For both tabs.').first().waitFor();
    await two.page.close();
    await write(one.page, 'For the tab that is left.');
    await tab.getByText('For the tab that is left.').first().waitFor();
    forgive(one);
    forgive(two);
  });

  journey('the account ends: nothing of it is at the host, everything is here, and another can be made', async ({ device }) => {
    const one = await device();
    const other = await device();
    await begin(one.page);
    await write(one.page, 'Mine, with an account or without.');
    await make(one.page, 'leaving');
    await sent(one.page);
    await signIn(other.page, 'leaving');
    await inJournal(other.page, 'Mine, with an account or without.');
    await go(one.page, at('/account'));
    await one.page.getByRole('button', { name: 'Delete the account' }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Delete it at the host' }).click();
    await one.page.getByRole('button', { name: 'Make the account' }).waitFor();
    expect(await one.page.locator('.lock').innerText()).not.toContain('Kept at');
    await inJournal(one.page, 'Mine, with an account or without.');
    await go(other.page, at('/account'));
    await asksToSignIn(other.page, 'leaving');
    await make(one.page, 'leaving');
    await sent(one.page);
    forgive(one);
    forgive(other);
  });

  journey('the host is started again in between: what was written meanwhile goes then', async ({ device }) => {
    const folder = mkdtempSync(join(tmpdir(), 'kith-again-'));
    const shared = host;
    let own = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: folder });
    host = own;
    try {
      const one = await device(KEEPS_PAGES);
      const two = await device(KEEPS_PAGES);
      await begin(one.page);
      await make(one.page, 'again');
      await sent(one.page);
      await signIn(two.page, 'again');
      await go(one.page, at('/journal/held'));
      await one.page.getByText('There is no entry here yet').waitFor();
      await go(one.page, at('/journal/write'));
      await one.page.getByRole('textbox', { name: 'What you write' }).fill('While the host was away.');
      await untilKeptForOffline(one.page);
      await own.stop();
      await one.page.getByRole('button', { name: /^Save/ }).click();
      await one.page.waitForURL(/\/journal\/e\//);
      await one.page.locator('.lock', { hasText: 'Not sent yet' }).waitFor();
      await one.page.getByRole('button', { name: 'More', exact: true }).click();
      await one.page.getByRole('menuitem', { name: 'As the host has it' }).click();
      await one.page.getByText('The host does not have this entry.').waitFor();
      own = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: folder, PORT: new URL(own.address).port });
      await sent(one.page);
      // It is asked again by itself.
      await one.page.getByText('The same, to the byte, as on this device.').waitFor();
      await inJournal(two.page, 'While the host was away.');
      forgive(one);
      forgive(two);
      // Before the host is: a page that is there while it stops asks it once more, and says what it heard.
      for (const { context } of [one, two]) await context.close();
    } finally {
      host = shared;
      await own.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
