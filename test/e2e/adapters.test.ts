// The browser's adapters in a real browser, in a page and in a worker, under the host's own policy: the store on
// IndexedDB, the word index's database, the place of the key, thumbnails.

import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POLICY } from '#server/policy.ts';
import { sqlPromises } from '../contracts/sql-promises.ts';
import { storePromises } from '../contracts/store-promises.ts';
import { syncStorePromises } from '../contracts/sync-store-promises.ts';
import { complaintsOf, sharedBrowser } from './device.ts';
import type { Trials } from './in-page/adapters-entry.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' };
const PAGE = '<!doctype html><html lang="en"><title>Trials</title><link rel="icon" href="data:,"><script type="module" src="/adapters.js"></script>';

let folder: string;
let server: Server;
let address: string;
let context: BrowserContext;
let page: Page;
let worker: Worker;
let complaints: string[];

const openPage = async (): Promise<Page> => {
  const opened = await context.newPage();
  await opened.goto(address);
  await opened.waitForFunction(() => 'trials' in globalThis);
  return opened;
};

type Args<N extends keyof Trials> = Parameters<Trials[N]>;

/** One trial in a page or a worker. */
const run = <N extends keyof Trials>(where: Page | Worker, name: N, ...args: Args<N>): Promise<Awaited<ReturnType<Trials[N]>>> =>
  (where as Page).evaluate(([trial, given]) => (globalThis as unknown as { trials: Record<string, (...args: unknown[]) => never> }).trials[trial]!(...given), [
    name,
    args,
  ] as const);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-adapters-'));
  const bundle = await rolldown({ input: { adapters: join(import.meta.dirname, 'in-page', 'adapters-entry.ts') }, platform: 'browser', logLevel: 'silent' });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  const wasm = join(dirname(createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm')), 'sqlite3.wasm');
  const files = new Map(readdirSync(folder).map((name) => [`/${name}`, readFileSync(join(folder, name))]));
  files.set('/sqlite3.wasm', readFileSync(wasm));
  files.set('/', Buffer.from(PAGE));
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(request.url ?? '')] ?? 'text/html', 'content-security-policy': POLICY }).end(file);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  context = await (await sharedBrowser()).newContext();
  complaints = await complaintsOf(context);
  page = await openPage();
  const started = page.waitForEvent('worker');
  await page.evaluate(
    () =>
      new Promise<void>((ready) => {
        const made = new Worker('/adapters.js', { type: 'module' });
        made.addEventListener('message', () => ready());
        Object.assign(globalThis, { made });
      }),
  );
  worker = await started;
});

afterAll(async () => {
  await context?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['a page', () => page],
  ['a worker', () => worker],
] as const)('the store on IndexedDB, in %s', (_, where) => {
  for (const promise of Object.keys(storePromises)) test(promise, () => run(where(), 'store', promise));
});

describe('synchronising’s store on IndexedDB, in a worker', () => {
  for (const promise of Object.keys(syncStorePromises)) test(promise, () => run(worker, 'syncStore', promise));
});

describe('a database of 0.1.0', () => {
  test('has every row, note and attachment once it is brought up to date, and all of it is unsent', () => run(worker, 'releasedDatabase'));

  test('shows a page of 0.1.0 every row when it goes on after that, and what it writes is unsent', () => run(worker, 'olderPageGoesOn'));

  test('is not opened once a newer Kith has changed its tables', async () => {
    expect(await run(page, 'newerDatabase')).toBe('vault-newer');
  });
});

describe('the store on IndexedDB', () => {
  test('keeps of what came in a large page its own part alone: each row had taken the room of five hundred', () => run(worker, 'partsOfPages'));

  test('lets one writer in at a time, however many tabs and workers write', async () => {
    const second = await openPage();
    await Promise.all([run(page, 'countUp', 'shared', 60), run(second, 'countUp', 'shared', 60), run(worker, 'countUp', 'shared', 60)]);
    await second.close();
    expect(await run(page, 'counted', 'shared')).toEqual([180, 180]);
  });

  test('still has everything when the page is loaded again', async () => {
    const first = await openPage();
    await run(first, 'countUp', 'again', 3);
    await first.reload();
    await first.waitForFunction(() => 'trials' in globalThis);
    expect(await run(first, 'counted', 'again')).toEqual([3, 3]);
    await first.close();
  });
});

describe('the word index’s database, in a worker', () => {
  for (const promise of Object.keys(sqlPromises)) test(promise, () => run(worker, 'sql', promise));
});

describe('the place of the key', () => {
  test('gives the key back, also in another tab, and forgets it when told to', async () => {
    expect(await run(worker, 'keepKey', 'place')).toBe(true);
    const second = await openPage();
    expect(await run(second, 'readKey', 'place')).toBe(true);
    await second.close();
    expect(await run(page, 'dropKey', 'place')).toBe(true);
    expect(await run(worker, 'readKey', 'place')).toBe(false);
  });

  test('does not hold the key itself, and the browser does not hand out what unwraps it', async () => {
    await run(page, 'keepKey', 'taken');
    expect(await run(page, 'takeKey', 'taken')).toEqual({ handedOut: false, liesThere: false });
  });
});

describe('thumbnails', () => {
  const fixture = (name: string): number[] => [...readFileSync(join(import.meta.dirname, '..', 'fixtures', 'pictures', name))];

  test('are at most 480 pixels long, keep their shape, and never grow', async () => {
    const wide = await run(worker, 'picture', 2000, 1000, 'image/png');
    expect(await run(worker, 'thumbnail', wide, 'image/png', { width: 2000, height: 1000 })).toMatchObject({ width: 480, height: 240, mime: 'image/webp' });
    const small = await run(worker, 'picture', 40, 30, 'image/jpeg');
    expect(await run(worker, 'thumbnail', small, 'image/jpeg', null)).toMatchObject({ width: 40, height: 30 });
  });

  test('stand upright as the camera was held, and tell no place, device or author', async () => {
    const made = await run(worker, 'thumbnail', fixture('gps-II.jpg'), 'image/jpeg', { width: 24, height: 16 });
    expect(made).toMatchObject({ width: 16, height: 24 });
    const bytes = Buffer.from(made!.bytes).toString('latin1');
    for (const told of ['Exif', 'Kamera', 'SN-424242', 'Ada', 'Vienna', 'http://ns.adobe.com']) expect(bytes).not.toContain(told);
  });

  test('are left out for what the browser cannot show, and for what claims to be enormous', async () => {
    const jpeg = fixture('plain.jpg');
    expect(await run(worker, 'thumbnail', fixture('plain.heic'), 'image/heic', null)).toBe(null);
    expect(await run(worker, 'thumbnail', jpeg.slice(0, 60), 'image/jpeg', null)).toBe(null);
    expect(await run(worker, 'thumbnail', [], 'image/png', null)).toBe(null);
    expect(await run(worker, 'thumbnail', jpeg, 'image/jpeg', { width: 60_000, height: 60_000 })).toBe(null);
  });
});

test('nothing is left on the console, and no policy is broken', () => {
  expect(complaints).toEqual([]);
});
