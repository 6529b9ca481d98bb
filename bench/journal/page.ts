// The page in a real browser, served by the real host: opening, searching, scrolling, bringing in, and the first load.
// Times are taken inside the page, on its own clock, so that the bench's way to the browser is not in them.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { zipOf } from '#adapters/zip-out.ts';
import type { OutFile } from '#formats/port.ts';
import { launchWindowed } from '../../scripts/chromium.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { beside, median, missing, percentile, within, type Figure } from '../figure.ts';
import { startActual } from '../peers/actual.ts';
import { queries } from './entries.ts';
import { changesOf, type Bench } from './homes.ts';
import { fillVault, noteCalls } from './in-page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VIEWPORT = { width: 1280, height: 900 };
const LIST = '.rolls';

export interface PageBench {
  open(name: '10k' | '100k', turns?: number): Promise<Figure[]>;
  search(name: '10k' | '100k'): Promise<Figure[]>;
  scroll(): Promise<Figure[]>;
  bringIn(turns?: number): Promise<Figure[]>;
  firstLoad(): Promise<Figure[]>;
  paint(turns?: number): Promise<Figure[]>;
  version(): Promise<string>;
  end(): Promise<void>;
}

const COUNTS = { '10k': 10_000, '100k': 100_000 } as const;

const workerAddress = (): string => {
  const names = readdirSync(join(ROOT, 'dist', 'web', 'assets')).filter((name) => /^vault-worker-.*\.js$/.test(name));
  if (names.length !== 1) throw new Error('the vault worker was not found among the built files');
  return `/assets/${names[0]}`;
};

export const createPageBench = (bench: Bench): PageBench => {
  let host: Promise<RunningHost> | undefined;
  let browser: Promise<Browser> | undefined;
  const vaults = new Map<string, Promise<BrowserContext>>();
  const theHost = (): Promise<RunningHost> => (host ??= startHost());
  const theBrowser = (): Promise<Browser> => (browser ??= launchWindowed());
  const device = async (): Promise<BrowserContext> => {
    const context = await (await theBrowser()).newContext({ locale: 'en-GB', timezoneId: 'Europe/London', viewport: VIEWPORT });
    context.setDefaultTimeout(120_000);
    await context.addInitScript(noteCalls);
    return context;
  };
  /** A device whose vault holds that many entries; the same one each time. */
  const filled = (name: '10k' | '100k'): Promise<BrowserContext> => {
    const fill = async (): Promise<BrowserContext> => {
      const context = await device();
      const page = await context.newPage();
      await fillVault(page, (await theHost()).address, workerAddress(), changesOf(COUNTS[name]));
      await page.close();
      return context;
    };
    const context = vaults.get(name) ?? fill();
    vaults.set(name, context);
    return context;
  };
  const inList = (count: number): string => `${LIST} li[aria-setsize="${count}"]`;

  return {
    async open(name, turns = name === '10k' ? 7 : 3) {
      const context = await filled(name);
      const { address } = await theHost();
      const times: number[] = [];
      // The first opening reads row by row; what it leaves packed is what every later one opens from.
      for (let turn = 0; turn <= turns; turn++) {
        const page = await context.newPage();
        await page.goto(`${address}/journal`);
        times.push(
          await page.evaluate(
            (row) =>
              new Promise<number>((done, failed) => {
                const until = performance.now() + 60_000;
                const look = (): void => {
                  const now = performance.now();
                  if (now > until) return failed(new Error(`no row ${row}`));
                  if (!document.querySelector(row)) return void requestAnimationFrame(look);
                  const asked = window.noted.calls.find(({ call }) => call === 'openAll')?.asked;
                  if (asked === undefined) return failed(new Error('the page did not ask for the vault to be opened'));
                  done(now - asked);
                };
                look();
              }),
            inList(COUNTS[name]),
          ),
        );
        if (turn === 0) await atRest(page);
        await page.close();
      }
      const [first, ...later] = times as [number, ...number[]];
      return [
        within(`page-open-${name}`, median(later) / 1000, 's', name === '10k' ? 0.5 : 3, 'from the key being at hand (after Argon2id) to the list in sight with every entry in it'),
        beside(`page-open-${name}-first`, first / 1000, 's', `page-open-${name}`, median(later) / 1000, undefined, 'the first opening after all of it came in at once'),
      ];
    },

    async search(name) {
      const page = await (await filled(name)).newPage();
      await page.goto(`${(await theHost()).address}/journal/search`);
      const field = page.getByRole('searchbox');
      const ask = async (query: string): Promise<number> => {
        await page.evaluate(() => void (window.noted.calls = []));
        await field.fill(query);
        return page.evaluate(
          (typed) =>
            new Promise<number>((done, failed) => {
              const until = performance.now() + 120_000;
              const look = (): void => {
                const found = window.noted.calls.find(({ call, about, answered }) => call === 'search' && answered > 0 && about.trim() === typed.trim());
                // Two frames of rest, so that showing this answer is not in the time of the next.
                if (found) requestAnimationFrame(() => requestAnimationFrame(() => done(found.answered - window.noted.typed)));
                else if (performance.now() > until) failed(new Error(`no answer to ${typed}`));
                else setTimeout(look, 4);
              };
              look();
            }),
          query,
        );
      };
      // The first question makes the index; the first round warms it.
      await ask('morning');
      const all = queries();
      for (const query of all) await ask(query);
      const times: number[] = [];
      for (let round = 0; round < 2; round++) {
        for (const query of all) {
          await field.fill('');
          // A keystroke on a page at rest: what showing the answer before costs is no part of this one.
          await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done())))));
          times.push(await ask(query));
        }
      }
      await page.close();
      const note = `${all.length} queries of bench/queries.json, twice, warm, from the keystroke to the answer at the page, before it is drawn; median ${median(times).toFixed(1)} ms`;
      return [within(`page-search-${name}`, percentile(times, 0.95), 'ms', name === '10k' ? 10 : 50, note)];
    },

    async scroll() {
      const page = await (await filled('100k')).newPage();
      await page.goto(`${(await theHost()).address}/journal`);
      await page.locator(inList(COUNTS['100k'])).first().waitFor();
      const frames = await page.evaluate(
        (list) =>
          new Promise<number[]>((done) => {
            const box = document.querySelector(list)!;
            const times: number[] = [];
            let last = 0;
            const step = (now: number): void => {
              if (last > 0) times.push(now - last);
              last = now;
              // As a hand on a wheel moves it: some ninety pixels a frame.
              box.scrollTop += 90;
              if (times.length < 300) requestAnimationFrame(step);
              else done(times.slice(10));
            };
            requestAnimationFrame(step);
          }),
        LIST,
      );
      await page.close();
      const share = frames.filter((time) => time <= 17.5).length / frames.length;
      return [
        {
          ...beside(
            'page-scroll-100k',
            percentile(frames, 0.95),
            'ms',
            'a frame at 60 a second',
            16.7,
            1.05,
            `95th percentile of ${frames.length} frames while scrolling; ${(share * 100).toFixed(1)} % of frames in time`,
          ),
          goal: '60 frames a second',
        },
      ];
    },

    async bringIn(turns = 3) {
      const path = join(bench.folder('zip'), 'ten-thousand.zip');
      const folder = bench.markdown(10_000);
      const files = async function* (): AsyncGenerator<OutFile> {
        for (const name of readdirSync(folder)) yield { path: name, bytes: async () => readFileSync(join(folder, name)) };
      };
      writeFileSync(path, new Uint8Array(await new Response(zipOf(files()) as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()));
      const times: number[] = [];
      for (let turn = 0; turn < turns; turn++) {
        const context = await device();
        const page = await context.newPage();
        await page.goto((await theHost()).address);
        await page.locator('.btn.big').first().click();
        await page.locator('.app:not(.bare)').waitFor();
        await page.goto(`${(await theHost()).address}/bring-in`);
        await page.locator('input[type=file]').first().setInputFiles(path);
        await page.locator('.btn.go').click();
        times.push(
          await page.evaluate(
            () =>
              new Promise<number>((done, failed) => {
                const until = performance.now() + 60_000;
                const look = (): void => {
                  const now = performance.now();
                  const isDone = /10[,.\s]?000/.test(document.querySelector('main h1, h1')?.textContent ?? '');
                  if (isDone && window.noted.calls.some(({ call, answered }) => call === 'bringIn' && answered > 0)) done(now - window.noted.pressed);
                  else if (now > until) failed(new Error(`not brought in: ${document.querySelector('main')?.textContent?.slice(0, 300)}`));
                  else requestAnimationFrame(look);
                };
                look();
              }),
          ),
        );
        await context.close();
      }
      return [within('page-import-10k', median(times) / 1000, 's', 3, 'a zip of 10,000 Markdown files, from the press of the button to the page that says it is done')];
    },

    async firstLoad() {
      const done = spawnSync(process.execPath, [join(ROOT, 'scripts', 'budget.ts')], { encoding: 'utf8' });
      const sizes = [...done.stdout.matchAll(/: ([\d.]+) kB of ([\d.]+) kB \(gzip\)/g)].map(([, size, limit]) => [Number(size), Number(limit)] as const);
      if (sizes.length !== 2) throw new Error(`scripts/budget.ts said: ${done.stdout}${done.stderr}`);
      return [
        within('page-js', sizes[0]![0], 'kB gzip', sizes[0]![1], 'JavaScript of the first load'),
        within('page-js-workers', sizes[1]![0], 'kB gzip', sizes[1]![1], 'with the worker that unlocking needs'),
      ];
    },

    async paint(turns = 3) {
      const actual = await startActual();
      const { address } = await theHost();
      const kith: number[] = [];
      const theirs: number[] = [];
      try {
        for (let turn = 0; turn < turns; turn++) {
          kith.push(await largestPaint(await theBrowser(), address));
          if ('address' in actual) theirs.push(await largestPaint(await theBrowser(), actual.address));
        }
      } finally {
        if ('address' in actual) await actual.stop();
      }
      if (!('address' in actual)) return [missing('page-paint', 'ms', 'the Actual Budget page', '≤ 0.3 ×', actual.why, median(kith))];
      return [
        beside(
          'page-paint',
          median(kith),
          'ms',
          'the Actual Budget page',
          median(theirs),
          0.3,
          `largest contentful paint of a first visit at 1.6 Mbit/s and 150 ms, ${actual.about}`,
        ),
      ];
    },

    async version() {
      return (await theBrowser()).version();
    },

    async end() {
      await (await browser)?.close();
      await (await host)?.stop();
    },
  };
};

/** Until the page's database has held the same blobs for three seconds: what the vault does in the background is done. */
const atRest = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const asked = indexedDB.open('kith');
        asked.addEventListener('error', () => failed(asked.error));
        asked.addEventListener('success', () => {
          let [held, since] = [-1, performance.now()];
          const look = (): void => {
            const count = asked.result.transaction('blobs').objectStore('blobs').count();
            count.addEventListener('success', () => {
              if (count.result !== held) [held, since] = [count.result, performance.now()];
              if (performance.now() - since < 3000) return void setTimeout(look, 200);
              asked.result.close();
              done();
            });
          };
          setTimeout(look, 2500);
        });
      }),
  );

/** A first visit on a slow line (as Lighthouse's "slow 4G"): the largest contentful paint, once five seconds brought neither a larger one nor anything more to draw. */
const largestPaint = async (browser: Browser, address: string): Promise<number> => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: VIEWPORT });
  const page: Page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 });
  await page.goto(address, { waitUntil: 'load', timeout: 120_000 });
  const time = await page.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        let largest = 0;
        let fetched = 0;
        let since = performance.now();
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntries()) largest = startTime;
          since = performance.now();
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        const look = (): void => {
          const now = performance.now();
          // The largest paint may come after everything has been fetched and run.
          const { length } = performance.getEntriesByType('resource');
          if (length !== fetched) since = now;
          fetched = length;
          if (largest > 0 && now - since > 5000) done(largest);
          else if (now > 110_000) failed(new Error('nothing was painted'));
          else setTimeout(look, 100);
        };
        look();
      }),
  );
  await context.close();
  return time;
};
