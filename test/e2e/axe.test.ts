// Every page there is, as axe sees it: in both themes, three languages, at 360 and 1280 pixels, with something on it to
// see. Pages of rooms are read off their list, so that a new one is looked at without being named here.
// Each page is looked at once, in one of six looks in which every two of theme, language and width meet, the next page in
// the next; with KITH_EVERY_LOOK (`npm run every-look`) in all twelve. And with words twice as large: nothing runs out of the page.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyZip } from '../tiny-zip.ts';
import { violationsOn } from './axe.ts';
import { begin, complaintsOf, go, host, keepsNoPages, setPassphrase, sharedBrowser } from './device.ts';
import { unlock, wordsOf } from './person.ts';

type Look = readonly [language: 'en' | 'es' | 'ar', theme: 'light' | 'dark', width: 360 | 1280];

const PAIRS: readonly Look[] = [
  ['en', 'light', 360],
  ['en', 'dark', 1280],
  ['es', 'light', 1280],
  ['es', 'dark', 360],
  ['ar', 'light', 360],
  ['ar', 'dark', 1280],
];
const EVERY = (['en', 'es', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => ([360, 1280] as const).map((width): Look => [language, theme, width])),
);
const isEvery = process.env['KITH_EVERY_LOOK'] !== undefined;
/** What is looked at once, and not as one of many pages: in the two looks that have nothing in common. */
const LOOKS = isEvery ? EVERY : [PAIRS[0]!, PAIRS[5]!];
/** Pages are many, and made of the same parts: one after the other takes the next look, so that each look meets many of them. */
const looksOfPage = (n: number): readonly Look[] => (isEvery ? EVERY : [PAIRS[n % PAIRS.length]!]);

const ROOMS = join(import.meta.dirname, '..', '..', 'src', 'rooms');
/** The pages of a circle are looked at in an account, below. */
const isOfCircle = (path: string): boolean => path.startsWith('/circles/:circle');
const roomPages = globSync('*/room.tsx', { cwd: ROOMS }).flatMap((file) =>
  [...readFileSync(join(ROOMS, file), 'utf8').matchAll(/\b(?:page\(|path: )'([^']+)'/g)].map(([, path]) => path!),
);
const PATHS = ['/who', '/settings', '/account', '/account/sign-in', '/pair', '/bring-in', '/take-out', '/nowhere', ...roomPages.filter((path) => !isOfCircle(path))];

let context: BrowserContext;
let page: Page;
let complaints: string[];
/** What stands for each part of an address that varies. */
const parts: Record<string, string> = { name: 'music', year: '2020', month: '01', day: '02', door: 'together' };

const changeLook = async ([language, theme, width]: Look): Promise<void> => {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(
    ([chosen, light]) => {
      localStorage.setItem('kith.language', chosen);
      localStorage.setItem('kith.theme', light);
      // As when another tab had changed them: the page follows without being loaded again.
      dispatchEvent(new StorageEvent('storage', { key: null }));
    },
    [language, theme] as const,
  );
  await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
  await page.evaluate(() => document.fonts.ready.then(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))));
};

/** What axe finds, and how far the page is wider than the screen. */
const faults = async (what: string, look: Look): Promise<string[]> => {
  const atOnce = await violationsOn(page);
  // What stands for a moment, while a page takes its place, is looked at once more when it stands.
  if (atOnce.length > 0) await page.waitForTimeout(500);
  const violations = atOnce.length > 0 ? await violationsOn(page) : atOnce;
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...violations.map((violation) => `${what} ${look.join(' ')}: ${violation}`), ...(wider > 0 ? [`${what} ${look.join(' ')}: ${wider} pixels wider than the screen`] : [])];
};

const lookAt = async (what: string, looks: readonly Look[] = LOOKS): Promise<void> => {
  const found: string[] = [];
  for (const look of looks) {
    await changeLook(look);
    found.push(...(await faults(what, look)));
  }
  expect(found).toEqual([]);
};

/** What stands outside the page's column: the desk cuts off what runs out, so that no width of a page tells of it. */
const runsOut = (): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main')!;
    const { left, right } = main.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(main);
    // What clips does so for its corners: nothing may go missing in it.
    const mayBeCut = (element: Element): boolean => {
      for (let at: Element | null = element; at && at !== main; at = at.parentElement) {
        const { overflowX, clipPath } = getComputedStyle(at);
        if ((overflowX !== 'visible' && overflowX !== 'clip') || clipPath !== 'none') return true;
      }
      return element.closest('details:not([open])') !== null && element.closest('summary') === null;
    };
    return [...main.querySelectorAll('p, a, button, label, input, h1, h2, h3, legend, b, td')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.left < left + parseFloat(paddingLeft) - 2 || box.right > right - parseFloat(paddingRight) + 2) && !mayBeCut(element);
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });

/** With words twice as large nothing runs out of the page, on a telephone and beside a rail. */
const lookAtLarge = async (what: string): Promise<void> => {
  const found: string[] = [];
  for (const width of [360, 768]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(() => void (document.documentElement.style.fontSize = '212.5%'));
    if ((await runsOut()).length > 0) await page.waitForTimeout(500);
    found.push(...(await runsOut()).map((html) => `${what} ${width} large: ${html}`));
  }
  await page.evaluate(() => void (document.documentElement.style.fontSize = ''));
  expect(found).toEqual([]);
};

const note = (day: string, text: string): string =>
  `---\ndate: ${day}\ntopics: [music, trains]\npeople: [Amina, Jo]\nareas: [learning]\nplace: Home\nfeelings: [glad, calm]\nenergy: 1\nbody:\n  - area: chest\n    sensation: warm\n---\n\n${text}\n`;

beforeAll(async () => {
  context = await (await sharedBrowser()).newContext({ locale: 'en-GB', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
  await keepsNoPages(context);
  context.setDefaultTimeout(20_000);
  complaints = await complaintsOf(context);
  page = await context.newPage();
  await begin(page);
  const texts = [
    '# A heading\n\n## Another\n\nA page with a [link](https://example.org), `code`, and a list:\n\n- one\n- [ ] two\n\n> A quote.\n\n| a | b |\n| - | - |\n| 1 | 2 |',
    'A second page about music, on the Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung.',
    'A third.',
    'Music again, a year later.',
  ];
  const files = texts.map((text, i) => ({ name: `${i}.md`, data: note(`${2018 + i}-01-0${2 + (i % 2)}`, text) }));
  await go(page, `${host()}/bring-in`);
  await page.getByLabel('A file', { exact: true }).setInputFiles({ name: 'pages.zip', mimeType: 'application/zip', buffer: tinyZip(files) });
  await page.getByRole('button', { name: /^Bring in \d+ entr/ }).click();
  await page
    .getByText(/came in/)
    .first()
    .waitFor();
  for (const [kind, typed] of [
    ['questions', 'Is it for the many?'],
    ['journals', 'Dreams'],
  ] as const) {
    await go(page, `${host()}/journal/${kind}`);
    await page.locator('main form').getByRole('textbox').first().fill(typed);
    await page.keyboard.press('Enter');
    await page.locator('main').getByText(typed).first().waitFor();
  }
  const idIn = async (path: string, link: string): Promise<string> => {
    await go(page, `${host()}${path}`);
    const found = page.locator(`main a[href^="${link}"]`).first();
    await found.waitFor();
    return (await found.getAttribute('href'))!.slice(link.length).split(/[/?]/)[0]!;
  };
  parts['question'] = await idIn('/journal/questions', '/journal/question/');
  parts['templates'] = await idIn('/journal/templates', '/journal/templates/');
  // One of each, so that the pages of one record are looked at and not those that say it is not here.
  parts['practices'] = 'p01';
  parts['of'] = 'success';
  await go(page, `${host()}/know/decisions/new`);
  await page.locator('main form').getByRole('textbox').first().fill('Shall I take the post?');
  await page.locator('main form button[type="submit"]').click();
  await page.waitForURL(/\/know\/decisions\/[0-9a-z]{20,}$/);
  parts['decisions'] = page.url().split('/').at(-1)!;
  for (const [kind, form, list, typed] of [
    ['commitments', '/act/commitments', '/act/commitments', 'Swim on Wednesday'],
    ['values', '/know/values/new', '/know/values', 'slow mornings'],
    ['life', '/know/purpose/lives/new', '/know/purpose', 'Four days and the choir'],
  ] as const) {
    await go(page, `${host()}${form}`);
    await page.locator('main form').getByRole('textbox').first().fill(typed);
    await page.locator('main form button[type="submit"]').first().click();
    await page.locator('main').getByText(typed).first().waitFor();
    await go(page, `${host()}${list}`);
    const link = page.locator('main').getByRole('link', { name: typed }).first();
    await link.waitFor();
    parts[kind] = (await link.getAttribute('href'))!.split('/').at(-1)!;
  }
  await go(page, `${host()}/journal/search?q=music`);
  const hits = page.locator('[data-hit]');
  await hits.nth(1).waitFor();
  const [earlier, later] = await Promise.all([1, 0].map(async (at) => (await hits.nth(at).getAttribute('href'))!.split('/').at(-1)!));
  for (const [name, id] of [
    ['e', later],
    ['then', earlier],
    ['now', later],
  ] as const)
    parts[name] = id!;
});

afterAll(async () => {
  await context?.close();
});

/** The address of a page with its varying parts filled in. */
const addressOf = (path: string): string =>
  path.replace(/\/(\w+)\/:id/, (_, kind: string) => `/${kind}/${parts[kind] ?? ''}`).replace(/:(\w+)\??/g, (_, name: string) => parts[name] ?? '');

test('axe finds a fault where there is one', async () => {
  await go(page, `${host()}/who`);
  await page.locator('h1').first().waitFor();
  await page.evaluate(() => document.querySelector('main')!.append(document.createElement('button')));
  expect(await faults('/who', PAIRS[0]!)).toEqual([expect.stringContaining('button-name')]);
});

describe('axe finds nothing', () => {
  for (const path of PATHS)
    test(`on ${path}`, async () => {
      await go(page, host() + addressOf(path));
      await page.locator('h1').first().waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      await lookAt(path, looksOfPage(PATHS.indexOf(path)));
      await lookAtLarge(path);
    });

  test('on a page to write on with every field open and a long name in it', async () => {
    await go(page, `${host()}/journal/write`);
    await changeLook(['en', 'light', 1280]);
    await page.getByRole('button', { name: 'Add when, where, who…' }).click();
    await page.getByLabel('Topics', { exact: true }).fill('a topic with a name that is longer than a telephone is wide');
    await page.keyboard.press('Enter');
    await page.getByText('Show the body map').click();
    await lookAt('/journal/write with every field');
    await changeLook(['en', 'light', 1280]);
    await page.getByRole('button', { name: 'Put it away' }).click();
    await page.waitForURL(/\/journal$/);
  });

  test('on what was found by searching', async () => {
    await go(page, `${host()}/journal/search?q=music`);
    await page.locator('[data-hit]').first().waitFor();
    await lookAt('/journal/search?q=music');
  });

  test('on the palette', async () => {
    await go(page, `${host()}/settings`);
    await page.locator('h1').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await lookAt('palette');
  });

  test('on the first visit, and on the lock', async () => {
    const other = await context.browser()!.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    await keepsNoPages(other);
    const mine = page;
    try {
      page = await other.newPage();
      await go(page, host());
      await page.locator('h1').waitFor();
      await lookAt('first visit');
    } finally {
      await other.close();
      page = mine;
    }
    await changeLook(['en', 'light', 1280]);
    await setPassphrase(page, 'plum tart at the window');
    await page.goto(`${host()}/journal`);
    await page.getByLabel('Passphrase').waitFor();
    await lookAt('locked');
    await changeLook(['en', 'light', 1280]);
    await unlock(page, 'plum tart at the window');
    await page
      .getByRole('heading', { name: wordsOf('en')('journal:title') })
      .first()
      .waitFor();
  });

  test('on signing in, the recovery code, and an account with its devices and what the host has', async () => {
    const other = await context.browser()!.newContext({ locale: 'en-GB', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
    await keepsNoPages(other);
    const mine = page;
    try {
      page = await other.newPage();
      await go(page, `${host()}/sign-in`);
      await page.getByRole('button', { name: 'I lost my password' }).click();
      await lookAt('coming back with the code');
      await changeLook(['en', 'light', 1280]);
      await page.getByRole('button', { name: 'Without a password: show a picture' }).click();
      await page.locator('svg.qr').waitFor();
      await lookAt('a picture to scan');
      await changeLook(['en', 'light', 1280]);
      await begin(page);
      await go(page, `${host()}/account`);
      await page.getByLabel('Account name').fill('axe');
      await page.getByLabel('Password', { exact: true }).fill('eight letters at least');
      await page.getByLabel('The same once more').fill('eight letters at least');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();
      await lookAt('recovery code');
      await lookAtLarge('recovery code');
      await changeLook(['en', 'light', 1280]);
      await page.getByRole('button', { name: 'Later' }).click();
      await page.locator('table.host').waitFor();
      await lookAt('account');
      await changeLook(['en', 'light', 1280]);
      await go(page, `${host()}/journal/write`);
      await page.getByRole('textbox', { name: 'What you write' }).fill('A page that the host cannot read.');
      await page.getByRole('button', { name: /^Save/ }).click();
      await page.waitForURL(/\/journal\/e\//);
      await go(page, `${host()}/journal/held`);
      await page.locator('.hex').waitFor();
      await lookAt('an entry as the host has it');
      await lookAtLarge('an entry as the host has it');
      await changeLook(['en', 'light', 1280]);
      await go(page, `${host()}/account`);
      await page.getByRole('button', { name: 'Later' }).click();
      await page.getByRole('button', { name: 'Change the password' }).click();
      await page.getByRole('dialog').waitFor();
      await lookAt('changing the password');
    } finally {
      await other.close();
      page = mine;
    }
  });

  test('on the pages of a circle', async () => {
    const other = await context.browser()!.newContext({ locale: 'en-GB', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
    await keepsNoPages(other);
    const mine = page;
    try {
      page = await other.newPage();
      await begin(page);
      await go(page, `${host()}/circles/make`);
      await page.getByLabel('What it is called').fill('A circle with a name that is longer than a telephone is wide');
      await page.getByLabel('Your name in it').fill('Rosa');
      await page.getByRole('button', { name: 'Make the circle' }).click();
      await page.waitForURL(/\/circles\/\w{26}$/);
      parts['circle'] = page.url().slice(-26);
      for (const [n, path] of roomPages.filter(isOfCircle).entries()) {
        await changeLook(['en', 'light', 1280]);
        await go(page, host() + addressOf(path));
        await page.locator('h1').first().waitFor();
        await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
        await lookAt(path, looksOfPage(n));
        await lookAtLarge(path);
      }
    } finally {
      await other.close();
      page = mine;
    }
  });

  test('and nothing was left on the console on the way', () => {
    expect(complaints).toEqual([]);
  });
});
