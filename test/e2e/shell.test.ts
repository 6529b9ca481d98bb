// The shell in a real browser: what a person meets before any room, and that no policy is broken on the way. What
// axe says of its pages is in axe.test.ts.

import { describe, expect } from 'vitest';
import { begin, host, journey, KEEPS_PAGES, setPassphrase } from './device.ts';
import { fillFields, save, wordsOf, write } from './person.ts';

describe('the first visit', () => {
  journey('offers two ways to begin, and says that nothing is kept yet', async ({ device }) => {
    const { page } = await device();
    await page.goto(host());
    expect(await page.locator('h1').innerText()).toContain('A private place to write.');
    const sizes = await page.locator('.btn.big').evaluateAll((buttons) => buttons.map((each) => (each as HTMLElement).offsetWidth));
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBe(sizes[1]);
    expect(await page.locator('.lock').innerText()).toBe('Nothing is kept here yet');
  });

  journey('leads to a place to write in one press, without an account, and the lock line becomes true', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    expect(await page.locator('.lock').innerText()).toBe('Anyone who opens this device can read this');
    await page.reload();
    await page.locator('.app:not(.bare)').waitFor();
    expect(await page.locator('.btn.big').count()).toBe(0);
  });

  journey('speaks the language of the browser, in its direction, and another one when asked', async ({ device }) => {
    const { page } = await device({ locale: 'ar' });
    await page.goto(host());
    await page.locator('h1').waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['ar', 'rtl']);
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('button', { name: 'Empezar a escribir' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['es', 'ltr']);
    await page.reload();
    await page.getByRole('button', { name: 'Empezar a escribir' }).waitFor();
  });
});

describe('another language', () => {
  journey('is followed by what is shown already: the offer to undo, the words where nothing is written yet, and areas in the palette', async ({ device }) => {
    const { page } = await device();
    const change = async (language: string): Promise<void> => {
      await page.evaluate((chosen) => {
        localStorage.setItem('kith.language', chosen);
        dispatchEvent(new StorageEvent('storage', { key: null }));
      }, language);
      await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
    };
    await begin(page);
    await write(page, 'A walk.');
    await page.locator('.toast').getByText(wordsOf('en')('journal:done.saved')).waitFor();
    await change('es');
    await page.locator('.toast').getByText(wordsOf('es')('journal:done.saved')).waitFor();
    await change('en');
    await page.goto(`${host()}/journal/write`);
    await page.getByRole('textbox', { name: 'What you write' }).click();
    await page.locator('.rich').waitFor();
    await change('es');
    await page.locator(`.rich [data-placeholder="${wordsOf('es')('journal:capture.placeholder')}"]`).waitFor();
    expect(await page.locator('.rich').getAttribute('aria-label')).toBe(wordsOf('es')('journal:write.label'));
    await change('en');
    await page.getByRole('textbox', { name: 'What you write' }).fill('A long walk.');
    await fillFields(page, {});
    await page.getByText('health and body').click();
    await save(page);
    await change('es');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('salud');
    await page.getByRole('option', { name: /salud y cuerpo/ }).waitFor();
  });
});

describe('a language that is not the browser’s', () => {
  journey('also says which way a menu runs', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await page.evaluate(() => localStorage.setItem('kith.language', 'ar'));
    await page.goto(`${host()}/journal/questions`);
    await page.getByRole('textbox', { name: wordsOf('ar')('journal:question.ask') }).fill('لماذا؟');
    await page.keyboard.press('Enter');
    await page.locator('main a[href^="/journal/question/"]').click();
    await page.getByRole('button', { name: wordsOf('ar')('journal:question.more') }).click();
    expect(await page.getByRole('menu').evaluate((menu) => getComputedStyle(menu).direction)).toBe('rtl');
  });
});

describe('the lock', () => {
  journey('that closes in Settings leaves the passphrase to be typed there', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await setPassphrase(page, 'plum tart at the window');
    await page.getByRole('button', { name: 'Lock now' }).click();
    const field = page.getByLabel('Passphrase');
    await field.waitFor();
    expect(await field.evaluate((input) => document.activeElement === input)).toBe(true);
    await page.keyboard.type('plum tart at the window');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
  });

  journey('keeps everything shut until the passphrase is typed, refuses a wrong one, and can be taken away', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await page.goto(`${host()}/settings`);
    await page.getByRole('button', { name: 'Set a passphrase' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New passphrase').fill('plum tart at the window');
    await dialog.getByLabel('The same once more').fill('plum tart at the door');
    await dialog.getByRole('button', { name: 'Set a passphrase' }).click();
    await dialog.getByText('The two are not the same.').waitFor();
    await dialog.getByLabel('The same once more').fill('plum tart at the window');
    await dialog.getByRole('button', { name: 'Set a passphrase' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('.lock').innerText()).toBe('Only you can read this');
    await page.goto(host());
    await page.getByLabel('Passphrase').fill('plum tart at the door');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('That passphrase does not open it. Nothing has changed.').waitFor();
    expect(await page.locator('.lock').innerText()).toBe('Locked. Nobody can read this without your passphrase');
    // Whom to call needs no passphrase, and opens nothing.
    await page.getByRole('link', { name: 'Talk to a person now' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Talk to a person now' }).waitFor();
    await page.getByLabel('Country').selectOption({ label: 'Ireland' });
    await page.getByRole('link', { name: /^Emergency 112/ }).waitFor();
    expect(await page.locator('.lock').innerText()).toBe('Locked. Nobody can read this without your passphrase');
    await page.goBack();
    await page.getByLabel('Passphrase').fill('plum tart at the window');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('.app:not(.bare)').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Take the passphrase away' }).click();
    await page.getByRole('button', { name: 'Set a passphrase' }).waitFor();
    expect(await page.locator('.lock').innerText()).toBe('Anyone who opens this device can read this');
  });
});

describe('getting about', () => {
  journey('works by keys alone: palette, list of keys, settings, and back with the focus where it was', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await page.goto(`${host()}/settings`);
    await page.locator('h1').waitFor();
    await page.locator('.places').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('nothing like it');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('who can');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Who can read what?' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.title()).toBe('Who can read what? · Kith');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Show the keys').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Who can read what?' }).waitFor();
    // Whom to call is in the rail, and on a phone beside the settings.
    const person = page.getByRole('link', { name: 'Talk to a person now' });
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await person.evaluate((link) => link.closest('header') !== null && link.nextElementSibling?.getAttribute('href'))).toBe('/settings');
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await person.evaluate((link) => link.closest('nav') !== null)).toBe(true);
    await person.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Talk to a person now' }).waitFor();
  });

  journey('the page to write on has the caret whenever one comes to it, not only the first time', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    const caret = () => page.waitForFunction(() => document.activeElement?.matches('main textarea, main [role="textbox"]'));
    await caret();
    for (const key of ['g', 'j']) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press(key);
    }
    await page.waitForURL(/\/journal$/);
    await page.getByRole('textbox', { name: 'A line' }).waitFor();
    await page.keyboard.press('c');
    await page.waitForURL(/\/journal\/write$/);
    await caret();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await caret();
  });

  journey('an address that leads nowhere says so, and leads home', async ({ device }) => {
    const { page } = await device();
    await begin(page);
    await page.goto(`${host()}/no/such/page`);
    await page.getByRole('heading', { name: 'There is no page here' }).waitFor();
  });
});

describe('without a connection', () => {
  journey('the page loads again after one visit, with its words and its vault', async ({ device }) => {
    const { context, page } = await device(KEEPS_PAGES);
    await begin(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.goto(`${host()}/settings`);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByRole('button', { name: 'Set a passphrase' }).waitFor();
    await page.goto(`${host()}/who`);
    await page.getByRole('heading', { level: 1, name: 'Who can read what?' }).waitFor();
  });
});
