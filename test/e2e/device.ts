// A device that has never seen Kith, for tests: a browser context, its pages, and everything they complained about. The
// `journey` test fails when a policy was broken, a page threw or anything stood on the console, whatever else it proved.

import process from 'node:process';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { inject, test } from 'vitest';

export const host = (): string => inject('host');

let shared: Promise<Browser> | undefined;

/** The browser that all files share. */
export const sharedBrowser = (): Promise<Browser> => (shared ??= chromium.connect(inject('browser')));

/** Gathers what the pages and workers of a context complain about: errors and warnings of the console, exceptions, broken policies. */
export const complaintsOf = async (context: BrowserContext): Promise<string[]> => {
  const complaints: string[] = [];
  const hear = (where: string, type: string, text: string): void => {
    if (type === 'error' || type === 'warning') complaints.push(`${where}: ${text}`);
  };
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  const watch = (page: Page): void => {
    page.on('console', (message) => hear(message.location().url || page.url(), message.type(), message.text()));
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
    page.on('worker', (worker) => worker.on('console', (message) => hear(worker.url(), message.type(), message.text())));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
  };
  context.on('page', watch);
  context.pages().forEach(watch);
  return complaints;
};

/**
 * Most devices take each page from the host, as on a first visit: to put all three hundred files of the page by on each of some three
 * hundred devices took most of the time of all journeys. A journey that goes on without the network, or without the host, keeps them.
 */
export const keepsNoPages = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(() => {
    if ('ServiceWorkerContainer' in window) ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('This device keeps no pages.'));
  });
};

/** For a device that keeps the pages. */
export const KEEPS_PAGES: DeviceOptions = { keepsPages: true };

export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Looked at when the test ends; a test that means to provoke one takes it out. */
  readonly complaints: string[];
}

type DeviceOptions = BrowserContextOptions & { readonly keepsPages?: boolean };

export type MakeDevice = (options?: DeviceOptions) => Promise<Device>;

/** What stood on the screens of a test that failed, so that its message says what a person saw. */
const tellScreens = async (devices: readonly Device[]): Promise<void> => {
  for (const { context, complaints } of devices)
    for (const page of context.pages()) {
      const text = await page
        .locator('body')
        .innerText({ timeout: 2000 })
        .catch((error: unknown) => String(error));
      process.stderr.write(`\n— ${page.url()}\n${text.slice(0, 3000)}\n${complaints.join('\n')}\n`);
    }
};

/** A test that is given devices, and that fails when one of them complained. */
export const journey = test.extend<{ device: MakeDevice }>({
  device: async ({ task }, give) => {
    const browser = await sharedBrowser();
    const made: Device[] = [];
    await give(async ({ keepsPages = false, ...options } = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      context.setDefaultTimeout(20_000);
      if (!keepsPages) await keepsNoPages(context);
      const complaints = await complaintsOf(context);
      const device = { context, page: await context.newPage(), complaints };
      made.push(device);
      return device;
    });
    const failed = (task.result?.errors ?? []).length > 0;
    if (failed) await tellScreens(made);
    for (const { context } of made) await context.close();
    const complaints = made.flatMap((each) => each.complaints);
    if (!failed && complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  },
});

/**
 * To a page as a link leads there, when Kith is open in this tab: nothing is loaded anew, as for a person who goes from page to page.
 * From anywhere else as one types an address. Where loading is what a test is about it says `page.goto` or `page.reload`.
 */
export const go = async (page: Page, address: string): Promise<void> => {
  const isOpen = page.url().startsWith(`${new URL(address).origin}/`) && (await page.locator('.app:not(.bare)').count()) > 0;
  if (!isOpen || page.url() === address) return void (await page.goto(address));
  await page.evaluate(async (to) => {
    history.pushState(null, '', to);
    await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
  }, address);
};

/** From an empty device to the first page, in one press. */
export const begin = async (page: Page): Promise<void> => {
  await page.goto(host());
  await page.locator('.btn.big').first().click();
  await page.locator('.app:not(.bare)').waitFor();
};

/** Sets a passphrase on the settings page, in English. */
export const setPassphrase = async (page: Page, passphrase: string): Promise<void> => {
  await page.goto(`${host()}/settings`);
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await dialog.getByLabel('The same once more').fill(passphrase);
  await dialog.getByRole('button', { name: 'Set a passphrase' }).click();
  await dialog.waitFor({ state: 'detached' });
};

/** Until the service worker has everything, the parts that come later included. */
export const untilKeptForOffline = async (page: Page): Promise<void> => {
  const kept = (): Promise<boolean> =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('kith-'));
      const urls = (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat();
      return (
        navigator.serviceWorker.controller !== null &&
        ['search-worker', 'transfer-worker', '.wasm', '/editor-', '/typed-', '/use-draft-'].every((part) => urls.some((url) => url.includes(part)))
      );
    });
  while (!(await kept())) await page.waitForTimeout(100);
};
