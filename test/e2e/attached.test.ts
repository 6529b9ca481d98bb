// Photos and recordings on several devices of one account: added in one browser, seen and heard in another and saved by the command
// line, byte for byte; a tab killed in the middle of sending; looked at without a connection; not yet at the host; a full host.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from '../cli/kith.ts';
import { go, journey, KEEPS_PAGES, untilKeptForOffline } from './device.ts';
import { forgive, PASSWORD, peopleAt, sent } from './in-account.ts';
import { unzip } from './person.ts';

let host: RunningHost;
let home: Home;
let folder: string;
const { at, begin, make, signIn } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
  home = createHome();
  folder = mkdtempSync(join(tmpdir(), 'kith-attached-'));
});
afterAll(async () => {
  await home.remove();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Bytes that no packing makes smaller, the same for the same word. */
const noise = (word: string, size: number): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(size / 64) }, (_, i) => createHash('sha512').update(`${word}${i}`).digest())).subarray(0, size);

/** A picture of noise, as large as a camera's. */
const png = (word: string, side: number): Buffer => {
  const part = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  const lines = noise(word, side * (1 + 3 * side));
  for (let line = 0; line < side; line++) lines[line * (1 + 3 * side)] = 0;
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), part('IHDR', head), part('IDAT', deflateSync(lines)), part('IEND', Buffer.alloc(0))]);
};

/** A recording of noise. */
const wav = (word: string, seconds: number): Buffer => {
  const size = seconds * 96_000;
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + size, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(96_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(size, 40);
  return Buffer.concat([head, noise(word, size)]);
};

const PHOTO = png('the sea', 900);
const SOUND = wav('the wind', 25);
const files = [
  { name: 'sea.png', mimeType: 'image/png', buffer: PHOTO },
  { name: 'wind.wav', mimeType: 'audio/wav', buffer: SOUND },
];

const add = async (page: Page, text: string, which = files): Promise<string> => {
  await go(page, at('/journal/write'));
  await page.getByRole('textbox', { name: 'What you write' }).fill(text);
  await page.locator('input[type=file]').first().setInputFiles(which);
  await page.locator('form .photos img').first().waitFor();
  if (which.length > 1) await page.getByRole('button', { name: 'Listen' }).waitFor();
  await page.getByRole('button', { name: /^Save/ }).click();
  await page.waitForURL(/\/journal\/e\/[^/]+$/);
  return page.url();
};

const isShown = (page: Page): Promise<void> =>
  page.waitForFunction(() => document.querySelector<HTMLImageElement>('article .photos img')?.naturalWidth === 480).then(() => undefined);

/** Opens the first photo and saves it as a file. */
const savePhoto = async (page: Page): Promise<Buffer> => {
  await page.locator('article .photos button').first().click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('link', { name: 'Save the photo as a file' }).click()]);
  const path = join(folder, `${Math.random()}`);
  await download.saveAs(path);
  await page.keyboard.press('Escape');
  return readFileSync(path);
};

const listen = async (page: Page): Promise<number> => {
  await page.getByRole('button', { name: 'Listen' }).click();
  await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0);
  return page.locator('audio').evaluate((audio: HTMLAudioElement) => Math.round(audio.duration));
};

const CHUNKS = '**/v1/vaults/*/blobs/*';

const nameOf = (request: Request): string => request.url().split('/').at(-1)!;

/** Only so many chunks arrive, the others hang; gives those that were let through. `goOn` lets all through from then on, and gives those. */
const letThrough = async (
  context: BrowserContext,
  most: number,
): Promise<{ readonly names: readonly string[]; readonly isHeld: () => boolean; readonly goOn: () => readonly string[] }> => {
  const names: string[] = [];
  let after: string[] | null = null;
  let isHeld = false;
  await context.route(CHUNKS, (route: Route, request: Request) => {
    if (request.method() !== 'PUT') return route.continue();
    if (after === null && names.length === most) {
      isHeld = true;
      return undefined;
    }
    (after ?? names).push(nameOf(request));
    return route.continue();
  });
  return { names, isHeld: () => isHeld, goOn: () => (after = []) };
};

describe('photos and recordings on several devices', () => {
  journey('added in one, seen and heard in the other, saved by the command line: byte for byte; without a connection too once they came', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    const two = await device(KEEPS_PAGES);
    await begin(one.page);
    await make(one.page, 'photos');
    const entry = await add(one.page, 'At the sea.');
    await sent(one.page);
    const came: string[] = [];
    two.context.on('request', (request) => (/\/blobs\/[0-9a-f]+$/.test(request.url()) ? came.push(request.url()) : undefined));
    await signIn(two.page, 'photos');
    await go(two.page, entry);
    await isShown(two.page);
    // What was not looked at has not come.
    expect(came.length).toBe(1);
    expect((await savePhoto(two.page)).equals(PHOTO)).toBe(true);
    const before = came.length;

    await untilKeptForOffline(two.page);
    await two.context.setOffline(true);
    await two.page.reload();
    await isShown(two.page);
    expect((await savePhoto(two.page)).equals(PHOTO)).toBe(true);
    await two.page.getByRole('button', { name: 'Listen' }).click();
    await two.page.getByText('Comes when you are connected.').waitFor();
    expect(came.length).toBeGreaterThanOrEqual(before);
    await two.context.setOffline(false);
    await two.page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0);
    await two.page.reload();
    expect(await listen(two.page)).toBe(25);

    await home.good(['account', 'sign-in', 'photos', '--host', host.address, '--device', 'terminal'], { env: { KITH_PASSWORD: PASSWORD } });
    await home.good(['sync']);
    await home.good(['show', entry.split('/').at(-1)!, '--save', join(folder, 'saved')]);
    expect(readFileSync(join(folder, 'saved', 'sea.png')).equals(PHOTO)).toBe(true);
    expect(readFileSync(join(folder, 'saved', 'wind.wav')).equals(SOUND)).toBe(true);

    // What is taken out on a device that has looked at nothing is whole.
    const three = await device(KEEPS_PAGES);
    await signIn(three.page, 'photos');
    await go(three.page, at('/take-out'));
    const row = three.page.locator('section').filter({ has: three.page.getByRole('heading', { name: 'Kith archive', exact: true }) });
    const [download] = await Promise.all([three.page.waitForEvent('download', { timeout: 60_000 }), row.getByRole('button', { name: 'Save' }).click()]);
    await download.saveAs(join(folder, 'all.zip'));
    const out = await unzip(readFileSync(join(folder, 'all.zip')));
    const kept = [...out].filter(([path]) => path.includes('/files/')).map(([, bytes]) => bytes);
    expect(kept.some((bytes) => bytes.equals(PHOTO)) && kept.some((bytes) => bytes.equals(SOUND))).toBe(true);
    for (const each of [one, two, three]) forgive(each);
  });

  journey('a tab killed while it sends: what waits is said, the next one sends the rest and nothing twice; until then the other says so', async ({ device }) => {
    const one = await device();
    const two = await device();
    await begin(one.page);
    await make(one.page, 'killed');
    await sent(one.page);
    await signIn(two.page, 'killed');
    const { names: first, goOn } = await letThrough(one.context, 2);
    const entry = await add(one.page, 'Cut off.');
    await one.page.locator('.lock', { hasText: /recordings? not sent yet/ }).waitFor();
    await go(two.page, entry);
    await two.page.getByText('Cut off.').first().waitFor();
    await isShown(two.page);
    await two.page.getByRole('button', { name: 'Listen' }).click();
    await two.page.getByText('The host does not have it yet.').waitFor();
    // In the middle of a chunk.
    await one.page.close();
    // Without a moment in which nobody counts: what is left of the tab would send the rest in it.
    const second = goOn();
    const again = await one.context.newPage();
    await go(again, at('/journal'));
    await two.page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0);
    expect((await savePhoto(two.page)).equals(PHOTO)).toBe(true);
    await again.locator('.lock', { hasText: 'Kept at' }).waitFor();
    // Nothing twice, as far as requests are seen here: those of a page behind a service worker may not be. That the rest came was seen above.
    expect([first.length, second.filter((name) => first.includes(name))]).toEqual([2, []]);
    for (const each of [one, two]) forgive(each);
  });

  journey('a host that is full says so; a connection that drops in the middle; both go on by themselves', async ({ device }) => {
    const one = await device(KEEPS_PAGES);
    await begin(one.page);
    await make(one.page, 'full');
    await sent(one.page);
    let isFull = true;
    await one.context.route(CHUNKS, (route, request) =>
      request.method() === 'PUT' && isFull ? route.fulfill({ status: 507, contentType: 'application/json', body: '{"error":"quota-full"}' }) : route.continue(),
    );
    await add(one.page, 'No room.', files.slice(0, 1));
    await one.page.getByRole('alert').filter({ hasText: 'There is no more room for you at the host.' }).waitFor();
    await go(one.page, at('/account'));
    await one.page.getByText('1 photo or recording not sent yet').first().waitFor();
    await one.page.locator('.host-line', { hasText: 'is full' }).waitFor();
    isFull = false;
    await sent(one.page);
    await one.page.getByRole('alert').filter({ hasText: 'There is no more room' }).waitFor({ state: 'detached' });
    await one.context.unroute(CHUNKS);

    const { isHeld } = await letThrough(one.context, 2);
    await add(one.page, 'Dropped.');
    while (!isHeld()) await one.page.waitForTimeout(50);
    await one.context.setOffline(true);
    await one.context.unroute(CHUNKS);
    await one.page.locator('.lock', { hasText: 'not sent yet' }).waitFor();
    await one.context.setOffline(false);
    await sent(one.page);
    forgive(one);
  });
});
