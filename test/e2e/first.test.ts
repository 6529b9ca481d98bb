// The first minutes: from an address to a first entry, in each language, with and without a mouse, and without a connection.

import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { startHost } from '../../scripts/host-for-tests.ts';
import { begin, go, host, journey, KEEPS_PAGES, untilKeptForOffline } from './device.ts';
import { openText, wordsOf } from './person.ts';

describe('a first visit', () => {
  for (const [language, line] of [
    ['en', 'The harbour was quiet this morning.'],
    ['es', 'El puerto estaba tranquilo esta mañana.'],
    ['ar', 'كان المرفأ هادئا هذا الصباح.'],
  ] as const)
    journey(`leads to a first entry that is saved and shown (${language})`, async ({ device }) => {
      const w = wordsOf(language);
      const { context, page } = await device({ locale: language });
      const asked: string[] = [];
      context.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
      await page.goto(host());
      await page.getByRole('button', { name: w('welcome.start') }).click();
      // At once there is a place to write, and it has the caret.
      await page.getByRole('textbox', { name: w('journal:write.label') }).waitFor();
      await page.waitForFunction(() => document.activeElement?.matches('textarea, [contenteditable]'));
      await page.keyboard.type(line);
      await page.getByRole('button', { name: w('journal:write.save'), exact: true }).click();
      await page.getByText(w('journal:done.saved')).waitFor();
      await openText(page).getByText(line).waitFor();
      await page.reload();
      await openText(page).getByText(line).waitFor();
      await page.goto(`${host()}/journal`);
      await page
        .getByRole('listitem')
        .filter({ hasText: line })
        .or(page.getByRole('link').filter({ hasText: line }))
        .first()
        .waitFor();
      expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([language, language === 'ar' ? 'rtl' : 'ltr']);
      // Without an account the host is asked for the page, and nobody for anything else.
      expect(asked.length).toBeGreaterThan(10);
      expect(asked.filter((each) => !each.startsWith(`GET ${host()}/`) || each.includes('/v1/'))).toEqual([]);
    });

  journey('over an address without TLS that is not this machine says what the browser withholds, and begins nothing', async ({ device }) => {
    const { context, page, complaints } = await device();
    // As another machine of the house would call it; the answers are those of the host.
    const elsewhere = 'http://kith.example';
    await context.route(`${elsewhere}/**`, async (route) => route.fulfill({ response: await route.fetch({ url: route.request().url().replace(elsewhere, host()) }) }));
    await page.goto(`${elsewhere}/journal`);
    await page.getByRole('heading', { name: 'This address is not safe enough for a journal' }).waitFor();
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    expect(await page.locator('body').innerText()).toContain('use an address that begins with https');
    expect(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length])).toEqual([0, 0]);
    expect(page.workers()).toEqual([]);
    // The browser says of itself that it heeds one of the headers only with TLS.
    complaints.splice(0, complaints.length, ...complaints.filter((each) => !each.includes('Cross-Origin-Opener-Policy header has been ignored')));
  });

  journey('can go from the address to an entry and back to it by search without a mouse', async ({ device }) => {
    const { page } = await device();
    await page.goto(host());
    const tabTo = async (name: string): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')).startsWith(name)) return;
      }
      throw new Error(`Tab does not come to ${name}`);
    };
    await page.getByRole('button', { name: 'Start writing' }).waitFor();
    await tabTo('Start writing');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'What you write' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('textarea, [contenteditable]'));
    await page.keyboard.type('A walk along the estuary with nobody about.');
    await page.keyboard.press('Control+Enter');
    await openText(page).waitFor();
    await page.keyboard.press('/');
    await page.waitForURL(/\/journal\/search/);
    await page.waitForFunction(() => document.activeElement?.matches('input[type=search]'));
    await page.keyboard.type('estua');
    await page.locator('[data-hit]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.matches('[data-hit]'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/journal\/e\//);
    await openText(page).getByText('A walk along the estuary').waitFor();
  });

  journey('a check-in takes four taps, or a few keys, where each thing is known by its name', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await page.goto(`${host()}/journal/check-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .locator('label')
      .filter({ hasText: /^Pleasant/ })
      .first()
      .click();
    await page
      .locator('label')
      .filter({ hasText: /^glad$/ })
      .click();
    await page.locator('label').filter({ hasText: /^\+1$/ }).click();
    await page.getByRole('button', { name: 'Save the check-in' }).click();
    await page.getByText('Your check-in is saved.').waitFor();
    const shown = page.locator('article');
    await shown.getByText('Check-in').waitFor();
    await shown.getByText('glad').waitFor();
    await shown.getByText('gives (+1)').waitFor();

    // The same with no mouse and no look at the page: Tab until what has the focus is named as it should be.
    await go(page, `${host()}/journal/check-in`);
    await page.getByRole('heading', { level: 1, name: 'How is it now?' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    let keys = 0;
    const press = async (key: string): Promise<void> => {
      keys += 1;
      await page.keyboard.press(key);
    };
    const tabTo = async (target: Locator): Promise<void> => {
      await target.waitFor();
      const hasFocus = () => target.evaluate((element) => element === document.activeElement);
      while (keys < 50 && !(await hasFocus())) await press('Tab');
      expect(await hasFocus()).toBe(true);
    };
    const quarters = page.getByRole('group', { name: wordsOf('en')('journal:feel.choose') });
    await tabTo(quarters.getByRole('radio').first());
    await press('ArrowRight');
    await quarters.getByRole('radio', { name: /^Pleasant high energy/, checked: true }).waitFor();
    await tabTo(page.getByRole('group', { name: wordsOf('en')('journal:feel.which') }).getByRole('checkbox', { name: 'glad', exact: true }));
    await press('Space');
    await page.getByRole('checkbox', { name: 'glad', exact: true, checked: true }).waitFor();
    const energy = page.getByRole('group', { name: wordsOf('en')('journal:energy.ask') });
    await tabTo(energy.getByRole('radio', { name: '−2' }));
    for (const step of ['−1', '0', '+1']) {
      await press('ArrowRight');
      await energy.getByRole('radio', { name: step, exact: true, checked: true }).waitFor();
    }
    await tabTo(page.getByRole('button', { name: 'Save the check-in' }));
    await press('Enter');
    await page.waitForURL(/\/journal\/e\//);
    await shown.getByText('gives (+1)').waitFor();
    // In twenty seconds: two keys a second, some of them held down.
    expect(keys).toBeLessThanOrEqual(40);
  });
});

describe('without a connection', () => {
  journey('everything opens and writes after the host is gone', async ({ device }) => {
    const own = await startHost();
    const { page } = await device(KEEPS_PAGES);
    try {
      await page.goto(own.address);
      await page.getByRole('button', { name: 'Start writing' }).click();
      await page.getByRole('textbox', { name: 'What you write' }).fill('Written while the host was there.');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await openText(page).waitFor();
      await untilKeptForOffline(page);
    } finally {
      await own.stop();
    }
    await page.goto(`${own.address}/journal`);
    await page.getByText('Written while the host was there.').first().waitFor();
    await page.goto(`${own.address}/journal/write`);
    await page.getByRole('textbox', { name: 'What you write' }).fill('Written after the host was gone.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await openText(page).getByText('Written after the host was gone.').waitFor();
    await page.reload();
    await openText(page).getByText('Written after the host was gone.').waitFor();
    await page.goto(`${own.address}/journal/search?q=writ`);
    await page.locator('[data-hit]').nth(1).waitFor();
    for (const path of ['/who', '/settings', '/bring-in', '/take-out', '/journal/check-in']) {
      await page.goto(own.address + path);
      await page.locator('h1').first().waitFor();
    }
  });
});
