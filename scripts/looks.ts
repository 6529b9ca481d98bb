// Pictures of pages, to be looked at as a person would: named states × widths × themes × languages, into looks/.
//   npm run looks                       everything at 360, 768 and 1280, light and dark, English and Arabic
//   npm run looks -- welcome who        these states only
//   npm run looks -- tuesday* crowd*    all that begin so: the circle of tuesday.ts, and as full as crowd.ts makes it
//   npm run looks -- --path=/journal    any address (or several, with commas), in a vault of its own (--sample: in the sample diary; --bring=FILE: with what that
//                                       file brings in, an archive of `kith export` for instance)
//   --widths=360,1280 --height=860 --themes=light --languages=en,es,ar --full (the whole page, not one screen)

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { startHost } from './host-for-tests.ts';
import { CROWD, fillCrowd } from './crowd.ts';
import { fillTuesday, openTuesday, type Tuesday } from './tuesday.ts';

/** May give the path that shows it, where that is not known before. */
type Prepare = (page: Page, address: string) => Promise<string | void>;

interface State {
  readonly path: string;
  readonly prepare?: Prepare;
  readonly after?: (page: Page) => Promise<void>;
  /** States that name the same are of one browser, in turn. */
  readonly shares?: string;
}

const ownVault: Prepare = async (page, address) => {
  await page.goto(address);
  await page.locator('.btn.big').first().click();
  await page.locator('.app:not(.bare)').waitFor();
};
const sampleVault: Prepare = async (page, address) => {
  await page.goto(address);
  await page.locator('.welcome button.link').first().click();
  await page.locator('.app:not(.bare)').waitFor({ timeout: 120_000 });
};

/** One's own vault with what a file brings in. */
const broughtVault =
  (file: string): Prepare =>
  async (page, address) => {
    await ownVault(page, address);
    await page.goto(`${address}/bring-in`);
    await page.locator('main input[type=file]:not([multiple])').setInputFiles(file);
    await page.locator('main .btn.go:not([disabled])').click({ timeout: 60_000 });
    await page.locator('main a.btn.go').waitFor({ timeout: 120_000 });
  };

let accounts = 0;
const inAccount: Prepare = async (page, address) => {
  await ownVault(page, address);
  await page.goto(`${address}/account`);
  await page.getByLabel('Account name').fill(`rosa.${++accounts}`);
  for (const label of ['Password', 'The same once more']) await page.getByLabel(label, { exact: true }).fill('seven small boats at noon');
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('list', { name: 'Recovery code, seven groups' }).waitFor();
};

/** A commitment with a plan, whose day was yesterday. */
const aPlan: Prepare = async (page, address) => {
  await ownVault(page, address);
  await page.goto(`${address}/act/commitments/new`);
  const lines = page.locator('main form input[type=text]');
  const plan = [
    'Swim on Wednesday, half past six',
    '',
    'Put the bag by the door on Tuesday night.',
    'my last visit ends after six',
    'I ring Ama from the bus stop and go in at seven.',
  ];
  for (const [n, text] of plan.entries()) await lines.nth(n).fill(text);
  await page.locator('main form textarea').first().fill('Because I said that success is to be home, and to swim.');
  await page.locator('main form input[type=date]').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await page.locator('main form summary').first().click();
  const scale = ['Twice this week', 'In the water by half past six', 'In the water, at any hour', 'At the pool, not in the water', 'Not gone, and nobody told'];
  for (const [n, text] of scale.entries()) await lines.nth(plan.length + n).fill(text);
  await lines.nth(1).fill('Ama');
  await lines.nth(1).press('Enter');
  await page.locator('main form input[type=radio]').nth(1).check();
  await page.locator('main form button[type=submit]').click();
  await page.locator('.gas').waitFor();
};
/** The same, kept once and missed once, and what got in the way answered and not kept yet. */
const aCommitment: Prepare = async (page, address) => {
  await aPlan(page, address);
  const looks = [
    { came: 0, level: 2, happened: 'In the water at seven. Twenty lengths.' },
    { came: 2, level: 4, happened: 'A visit was added at three. The last one ended at 19:10.' },
  ];
  for (const [n, { came, level, happened }] of looks.entries()) {
    await page.goto(`${page.url().replace(/\?.*/, '')}?look=new`);
    await page.locator('main form textarea').first().fill(happened);
    await page.locator('main form .pick').nth(0).locator('label').nth(came).click();
    await page.locator('main form .pick').nth(1).locator('label').nth(level).click();
    await page.locator('main form button[type=submit]').click();
    await page.locator('.look-ev').nth(n).waitFor();
  }
  await page.locator('.pick label').nth(2).click();
  for (const [n, reply] of [0, 2, 1].entries()) await page.locator('.tri').nth(n).locator('label').nth(reply).click();
  await page.waitForTimeout(600);
  return new URL(page.url()).pathname;
};

/** In a circle of one's own; the page of it is shown, or the one below that. */
const inCircle =
  (below = ''): Prepare =>
  async (page, address) => {
    await inAccount(page, address);
    await page.goto(`${address}/circles/make`);
    await page.locator('main input').first().fill('Tuesday circle');
    await page.locator('main input').nth(1).fill('Rosa');
    await page.locator('main form button').click();
    await page.waitForURL(/\/circles\/[0-9a-z]{26}$/);
    return `${new URL(page.url()).pathname}${below}`;
  };

/** The full circle of one run: filled once, and opened in one browser that all its states share. */
let tuesday: Tuesday | undefined;
const tuesdayAt =
  (path: (full: Tuesday) => string): Prepare =>
  async (page, address) => {
    tuesday ??= await fillTuesday(address);
    if (page.url() === 'about:blank') await openTuesday(page, address, tuesday);
    return path(tuesday);
  };
/** The same with sixteen people in it who said a great deal; in a browser of its own, after all that shows it as it was. */
let crowd: Promise<void> | undefined;
const inCrowd = (path: (full: Tuesday) => string): State => ({
  path: '',
  async prepare(page, address) {
    tuesday ??= await fillTuesday(address);
    await (crowd ??= fillCrowd(address, tuesday.link));
    if (page.url() === 'about:blank') await openTuesday(page, address, { ...tuesday, name: CROWD }, 'We look after people');
    return path(tuesday);
  },
  shares: 'crowd',
});
const inTuesday = (path: (full: Tuesday) => string): State => ({ path: '', prepare: tuesdayAt(path), shares: 'tuesday' });

/** Each state: how to get there from an empty device, and the address that shows it. */
const STATES: Record<string, State> = {
  welcome: { path: '/' },
  who: { path: '/who' },
  settings: { path: '/settings' },
  lost: { path: '/nowhere', prepare: ownVault },
  'settings-open': { path: '/settings', prepare: ownVault },
  'who-open': { path: '/who', prepare: ownVault },
  palette: { path: '/settings', prepare: ownVault, after: (page) => page.keyboard.press('Control+k') },
  keys: { path: '/settings', prepare: ownVault, after: (page) => page.keyboard.press('?') },
  journal: { path: '/journal', prepare: ownVault },
  practices: { path: '/act/practices', prepare: ownVault },
  practice: { path: '/act/practices/p10', prepare: ownVault, after: (page) => page.locator('.pr-player .btn.go').click() },
  path: {
    path: '',
    async prepare(page, address) {
      await ownVault(page, address);
      await page.goto(`${address}/act/paths`);
      await page.locator('fieldset').first().locator('label').nth(9).click();
      await page.locator('.pr-part .btn.go').click();
      await page.waitForURL(/\/act\/paths\/[0-9a-z]{26}$/);
      await page.locator('.pr-walk .btn').nth(2).click();
      return new URL(page.url()).pathname;
    },
  },
  'sign-in': { path: '/sign-in' },
  'sign-in-picture': {
    path: '/sign-in',
    after: (page) =>
      page
        .locator('main .btn.bare')
        .last()
        .click()
        .then(() => page.locator('svg.qr').waitFor()),
  },
  pair: { path: '/pair', prepare: inAccount },
  'account-none': { path: '/account', prepare: ownVault },
  'account-code': { path: '/account', prepare: inAccount },
  account: {
    path: '/account',
    prepare: inAccount,
    after: async (page) => {
      await page.locator('.code').waitFor();
      await page.locator('form .btn.bare').first().click();
      await page.locator('table.host').waitFor();
    },
  },
  held: {
    path: '/journal/held',
    prepare: async (page, address) => {
      await inAccount(page, address);
      await page.goto(`${address}/journal/write`);
      await page
        .getByRole('textbox', { name: 'What you write' })
        .fill('Up betimes, and to the office, where all the morning.\n\nHome to dinner, and my wife in good temper, and so the afternoon went.');
      await page.getByRole('button', { name: /^Save/ }).click();
      await page.waitForURL(/journal\/e\//);
    },
    after: (page) => page.locator('.hex').waitFor(),
  },
  commitments: { path: '/act/commitments', prepare: ownVault },
  'commitment-new': { path: '/act/commitments/new', prepare: ownVault },
  commitment: { path: '', prepare: aCommitment },
  'commitment-came': { path: '/act/commitments/came', prepare: async (page, address) => void (await aCommitment(page, address)) },
  'commitment-now': { path: '/now', prepare: aPlan },
  circles: { path: '/circles', prepare: ownVault },
  'circle-make': { path: '/circles/make', prepare: inAccount },
  join: { path: '/join', prepare: inAccount },
  circle: { path: '', prepare: inCircle() },
  'circle-members': { path: '', prepare: inCircle('/members') },
  'circle-invite': {
    path: '',
    prepare: inCircle('/invite'),
    after: (page) =>
      page
        .locator('main form button')
        .click()
        .then(() => page.locator('svg.qr').waitFor()),
  },
  'circle-who': { path: '', prepare: inCircle('/who') },
  'circle-settings': { path: '', prepare: inCircle('/settings') },
  tuesday: inTuesday(({ circle }) => circle),
  'tuesday-now': inTuesday(() => '/now'),
  'tuesday-circles': inTuesday(() => '/circles'),
  ...Object.fromEntries(
    ['needs', 'needs/new', 'promptings', 'promptings/ask', 'sharing', 'issues', 'issues/raise', 'actions', 'agreements', 'members', 'invite', 'who', 'settings'].map((below) => [
      `tuesday-${below.replace('/', '-')}`,
      inTuesday(({ circle }) => `${circle}/${below}`),
    ]),
  ),
  ...Object.fromEntries(
    (['need', 'prompting', 'shared', 'issue', 'action', 'done', 'agreement', 'round'] as const).map((one) => [`tuesday-a-${one}`, inTuesday(({ pages }) => pages[one])]),
  ),
  'tuesday-out': inTuesday(({ pages }) => `${pages.issue}/out`),
  // Somebody who has the link and nothing else.
  'tuesday-join': {
    path: '',
    prepare: async (_, address) => new URL((tuesday ??= await fillTuesday(address)).link).href.slice(address.length),
    after: (page) => page.getByRole('heading', { name: 'Tuesday circle' }).waitFor(),
  },
  crowd: inCrowd(({ circle }) => circle),
  'crowd-now': inCrowd(() => '/now?minutes=60'),
  'crowd-circles': inCrowd(() => '/circles'),
  ...Object.fromEntries(
    ['needs', 'promptings', 'promptings/ask', 'sharing', 'issues', 'actions', 'agreements', 'members', 'who', 'settings'].map((below) => [
      `crowd-${below.replace('/', '-')}`,
      inCrowd(({ circle }) => `${circle}/${below}`),
    ]),
  ),
  'journal-sample': { path: '/journal', prepare: sampleVault },
};

const options = new Map(
  process.argv
    .slice(2)
    .filter((arg) => arg.startsWith('--'))
    .map((arg): [string, string | undefined] => (arg.includes('=') ? [arg.slice(2, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg.slice(2), undefined])),
);
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const listOf = (name: string, otherwise: readonly string[]): readonly string[] => options.get(name)?.split(',') ?? otherwise;

const path = options.get('path');
const vaultAsked = options.has('sample') ? sampleVault : options.has('bring') ? broughtVault(options.get('bring')!) : ownVault;
/** Prepared once for all addresses. */
const once: Prepare = async (page, address) => (page.url() === 'about:blank' ? vaultAsked(page, address) : undefined);
const states: Record<string, State> =
  path !== undefined
    ? Object.fromEntries(path.split(',').map((one) => [one.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'root', { path: one, prepare: once, shares: 'asked' }]))
    : named.length > 0
      ? Object.fromEntries(
          named
            .flatMap((name) => (name.endsWith('*') ? Object.keys(STATES).filter((one) => one.startsWith(name.slice(0, -1))) : [name]))
            .map((name) => [name, STATES[name] ?? { path: `/${name}`, prepare: ownVault }]),
        )
      : STATES;

/** Drawn whole: its heading there, nothing still coming, its letters loaded. */
const settled = async (page: Page): Promise<void> => {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, null, { timeout: 60_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};

const folder = join(import.meta.dirname, '..', 'looks');
mkdirSync(folder, { recursive: true });
const host = await startHost({ KITH_REGISTRATION: 'open', KITH_PROXIES: '1' });
const browser = await launchChromium();
const shared = new Map<string, Page>();
let count = 0;
for (const [name, state] of Object.entries(states)) {
  const kept = state.shares === undefined ? undefined : shared.get(state.shares);
  const page = kept ?? (await (await browser.newContext({ reducedMotion: 'reduce' })).newPage());
  page.removeAllListeners();
  page.on('console', (message) => message.type() === 'error' && process.stderr.write(`${name}: ${message.text()}\n`));
  page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.message}\n`));
  const at = (await state.prepare?.(page, host.address)) ?? state.path;
  if (state.shares !== undefined) shared.set(state.shares, page);
  await page.goto(host.address + at);
  await settled(page);
  if (state.after) {
    await page.waitForTimeout(400);
    await state.after(page);
  }
  // One load for all: language and theme change as they do when another tab chooses them.
  for (const language of listOf('languages', ['en', 'ar'])) {
    for (const theme of listOf('themes', ['light', 'dark'])) {
      await page.evaluate(
        ([chosen, light]) => {
          localStorage.setItem('kith.language', chosen!);
          localStorage.setItem('kith.theme', light!);
          window.dispatchEvent(new StorageEvent('storage', { key: null }));
        },
        [language, theme],
      );
      for (const width of listOf('widths', ['360', '768', '1280'])) {
        await page.setViewportSize({ width: Number(width), height: Number(options.get('height') ?? (width === '360' ? 740 : 900)) });
        await settled(page);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${name}-${width}-${theme}-${language}.png`), fullPage: options.has('full') });
        count += 1;
      }
    }
  }
  if (state.shares === undefined) await page.context().close();
}
await browser.close();
await host.stop();
process.stdout.write(`${count} pictures in looks/\n`);
