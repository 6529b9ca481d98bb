// What a page says when something is wrong between it and its host, each provoked for real: a backup that was restored, rows that are
// gone, clocks ten years apart, a host that is full, an address without TLS, a tab that dies. Each notice goes, or stays, as it should.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { go, journey, KEEPS_PAGES } from './device.ts';
import { forgive, peopleAt, sent } from './in-account.ts';

const TEN_YEARS = 10 * 365.25 * 86_400_000;

let folder = '';
let host: RunningHost;
/** Its data folder, by name. */
let now = 'first';
const { at, begin, write, make, signIn, inJournal } = peopleAt(() => host.address);

const data = (name: string): string => join(folder, name);
const startAgain = async (name = now, env: Readonly<Record<string, string>> = {}): Promise<void> => {
  const { port } = new URL(host.address);
  await host.stop();
  now = name;
  host = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: data(name), PORT: port, ...env });
};
const hostCommand = (args: readonly string[], name: string): void => {
  const ran = spawnSync(process.execPath, [join(import.meta.dirname, '../../src/server/main.ts'), ...args], { env: { ...process.env, KITH_DATA: data(name) }, encoding: 'utf8' });
  expect(ran.status, ran.stderr + ran.stdout).toBe(0);
};
/** What somebody with the host's disk can do. */
const inDatabase = (statement: string): void => {
  const db = new DatabaseSync(join(data(now), 'kith.db'), { timeout: 5000 });
  db.exec(statement);
  db.close();
};
/** Number of the newest row in the vault that was made last. */
const head = (): number => {
  const db = new DatabaseSync(join(data(now), 'kith.db'), { timeout: 5000, readOnly: true });
  const found = db.prepare('select head from vaults order by number desc limit 1').get() as { head: number };
  db.close();
  return found.head;
};
const notice = (page: Page, text: string | RegExp) => page.getByRole('alert').filter({ hasText: text });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-notices-'));
  host = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: data('first') });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('what the page says of its host', () => {
  journey('a host that was set back to an older backup: said by who saw more; all that it lost is sent to it again', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    const two = await device(KEEPS_PAGES);
    await begin(one.page);
    await write(one.page, 'In the backup.');
    await make(one.page, 'backup');
    await signIn(two.page, 'backup');
    await inJournal(two.page, 'In the backup.');
    await sent(one.page);
    hostCommand(['backup', data('backup')], now);
    await write(one.page, 'After the backup, in the first browser.');
    await write(two.page, 'After the backup, in the second browser.');
    await inJournal(one.page, 'After the backup, in the second browser.');
    await inJournal(two.page, 'After the backup, in the first browser.');
    await sent(two.page);
    await host.stop();
    hostCommand(['restore', data('backup')], 'restored');
    await startAgain('restored');
    for (const { page } of [one, two]) await notice(page, 'The host has less than it had before').waitFor();
    await sent(one.page);
    await sent(two.page);
    const three = await device(KEEPS_PAGES);
    await signIn(three.page, 'backup');
    await inJournal(three.page, 'After the backup, in the first browser.');
    await three.page.getByText('After the backup, in the second browser.').first().waitFor();
    // Who has never seen more is told nothing; who was told can put it away.
    expect(await three.page.getByRole('alert').count()).toBe(0);
    await one.page.getByRole('button', { name: 'Put away' }).click();
    await notice(one.page, 'The host has less').waitFor({ state: 'detached' });
    for (const each of [one, two, three]) forgive(each);
  });

  journey('a host that keeps something back: said by who is not given it', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    const two = await device(KEEPS_PAGES);
    await begin(one.page);
    await make(one.page, 'kept-back');
    await signIn(two.page, 'kept-back');
    await write(one.page, 'Both have this.');
    await inJournal(two.page, 'Both have this.');
    await sent(two.page);
    // On the page that says how it stands with the host: what a device is asking just then still comes to it.
    await go(two.page, at('/account'));
    await two.page.locator('.host-line', { hasText: 'Everything is at' }).waitFor();
    await two.context.setOffline(true);
    await two.page.locator('.host-line', { hasText: 'No connection' }).waitFor();
    const before = head();
    await write(one.page, 'One of them is not to have this.');
    await expect.poll(head).toBeGreaterThan(before);
    await sent(one.page);
    // Who wrote it would see that it is gone, and send it again.
    await one.context.setOffline(true);
    inDatabase(`delete from rows where seq > ${before} and vault = (select max(number) from vaults)`);
    await two.context.setOffline(false);
    await notice(two.page, 'The host does not give this device everything').waitFor();
    await inJournal(two.page, 'Both have this.');
    expect(await two.page.getByText('One of them is not to have this.').count()).toBe(0);
    for (const each of [one, two]) forgive(each);
  });

  journey('a host whose clock is ten years behind: said until it is right; what is written goes all the same', async ({ device }) => {
    const one = await device();
    await begin(one.page);
    await make(one.page, 'clocks');
    await write(one.page, 'By a right clock.');
    await sent(one.page);
    expect(await one.page.getByRole('alert').count()).toBe(0);
    await startAgain(now, { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(`const now = Date.now; Date.now = () => now() - ${TEN_YEARS};`)}` });
    await notice(one.page, /clock.*10 years/).waitFor();
    await write(one.page, 'The host is ten years behind.');
    await sent(one.page);
    await startAgain();
    await notice(one.page, 'clock').waitFor({ state: 'detached' });
    forgive(one);
  });

  journey('a device whose clock is ten years ahead, in its page and every worker: said there; it writes and reads with the others', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    await begin(one.page);
    await write(one.page, 'By a right clock.');
    await make(one.page, 'ahead');
    const ahead = `{ const D = Date, now = () => D.now() + ${TEN_YEARS}; globalThis.Date = new Proxy(D, { construct: (of, given) => given.length === 0 ? new D(now()) : new D(...given), get: (of, name) => name === 'now' ? now : Reflect.get(of, name) }); }\n`;
    const two = await device();
    await two.context.addInitScript(ahead);
    await two.context.route(/worker[^/]*\.js/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: ahead + (await response.text()) });
    });
    await signIn(two.page, 'ahead');
    await inJournal(two.page, 'By a right clock.');
    await notice(two.page, /clock.*10 years/).waitFor();
    await write(two.page, 'Ten years ahead of everybody.');
    await inJournal(one.page, 'Ten years ahead of everybody.');
    await write(one.page, 'And one by a right clock after it.');
    await inJournal(two.page, 'And one by a right clock after it.');
    // Said of the page that is asked to do without its service worker, so that the workers it gets are those changed above.
    two.complaints.splice(0, two.complaints.length, ...two.complaints.filter((each) => !/Service Worker registration blocked|reading 'waiting'/.test(each)));
    for (const each of [one, two]) forgive(each);
  });

  journey('a host that is full says so; what is written is safe, and goes by itself once there is room; the next time it is said again', async ({ device }) => {
    const one = await device();
    await begin(one.page);
    await make(one.page, 'full');
    await write(one.page, 'While there was room.');
    await sent(one.page);
    for (const text of ['No room for this.', 'Nor for this.']) {
      inDatabase(`update vaults set row_bytes = row_bytes + ${30 * 1024 ** 3}`);
      await write(one.page, text);
      await notice(one.page, 'no more room').waitFor();
      await one.page.locator('.lock', { hasText: 'Not sent yet' }).waitFor();
      await go(one.page, at('/account'));
      await one.page.getByText('is full').waitFor();
      inDatabase(`update vaults set row_bytes = row_bytes - ${30 * 1024 ** 3}`);
      await one.page.evaluate(() => dispatchEvent(new Event('online')));
      await sent(one.page);
      await notice(one.page, 'no more room').waitFor({ state: 'detached' });
    }
    forgive(one);
  });

  journey('the tab that follows the host dies in the middle: another goes on in its place', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await make(one.page, 'killed');
    await signIn(two.page, 'killed');
    const tab = await two.context.newPage();
    await go(tab, at('/journal/write'));
    await tab.getByRole('textbox', { name: 'What you write' }).fill('In the tab that is left.');
    await write(one.page, 'Before it died.');
    await go(two.page, at('/journal'));
    await two.page.getByText('Before it died.').first().waitFor();
    const session = await two.context.newCDPSession(two.page);
    const crashed = two.page.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
    await tab.getByRole('button', { name: /^Save/ }).click();
    await tab.waitForURL(/\/journal\/e\//);
    await sent(tab);
    await inJournal(one.page, 'In the tab that is left.');
    await write(one.page, 'After it died.');
    await inJournal(tab, 'After it died.');
    for (const each of [one, two]) forgive(each);
  });
});

describe('an address without TLS', () => {
  journey('says what the browser withholds and how to mend it, in a page that works without any of it', async () => {
    const browser = await launchChromium(['--host-resolver-rules=MAP kith.example 127.0.0.1']);
    try {
      const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
      await go(page, host.address.replace('localhost', 'kith.example'));
      await page.getByRole('heading', { name: 'This address is not safe enough for a journal' }).waitFor();
      await page.getByText(`open ${host.address}`).waitFor();
      await page.getByText('an address that begins with https').waitFor();
    } finally {
      await browser.close();
    }
  });
});
