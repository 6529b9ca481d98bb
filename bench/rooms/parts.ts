// How fast each room opens in a vault of ten thousand records of all kinds, in a real browser served by the real host. What fills it is
// every command of every room of one's own that makes something from nothing (`no-gate.ts`), in turns, and entries between: a room
// that is added is measured without being named here. Warm: its page has been open before.

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import type { Commands, Fresh } from '#core/no-gate.ts';
import { emptySnapshot } from '#core/snapshot.ts';
import { launchWindowed } from '../../scripts/chromium.ts';
import { startHost } from '../../scripts/host-for-tests.ts';
import type { Area, Part } from '../area.ts';
import { percentile, within, type Figure } from '../figure.ts';
import { fillVault } from '../journal/in-page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROOMS = join(ROOT, 'src', 'rooms');
const COUNT = 10_000;
/** Of what a person has a few dozen of in a life: values and orders of them, versions of a purpose, lives, frameworks. The rest is written day by day. */
const FEW = 40;
const FEW_KINDS = new Set(['value', 'value-order', 'purpose', 'success', 'life', 'gift', 'goal', 'framework', 'practice', 'skill', 'map', 'journal', 'template', 'question']);
const TURNS = 9;
const LIMIT = 100;

/** Rooms of Know and Act, by the address at which each opens, and the pages that gather all of them. */
const opened = (): string[] => [
  '/now',
  '/journal',
  ...globSync('*/room.tsx', { cwd: ROOMS })
    .flatMap((file) => [...readFileSync(join(ROOMS, file), 'utf8').matchAll(/^ {2}href: '(\/(?:know|act)\/[^']+)'/gm)].map(([, href]) => href!))
    .sort(),
];

const dayOf = (n: number): Fresh['now'] => {
  const when = new Date(Date.UTC(2021, 0, 1) + (n % 1800) * 86_400_000 + (n % 24) * 3_600_000).toISOString();
  return { when: when.slice(0, 16), zone: 'Z', instant: when };
};

/** Commands of one's own vault that make a record from nothing. */
const makers = async (): Promise<((fresh: Fresh) => readonly Change[])[]> => {
  const rooms = globSync('*/no-gate.ts', { cwd: ROOMS }).filter((file) => /place: '(?:journal|know|act)'/.test(readFileSync(join(ROOMS, file, '..', 'room.tsx'), 'utf8')));
  const all = await Promise.all(rooms.sort().map(async (file) => Object.entries(((await import(join(ROOMS, file))) as { readonly commands: Commands }).commands)));
  return all.flat().flatMap(([, { on, do: perform }]) => {
    if (on !== undefined) return [];
    const make = (fresh: Fresh): readonly Change[] => {
      const done = perform(fresh);
      if (Array.isArray(done)) return done as readonly Change[];
      if ('ok' in done) return done.ok ? [done.value].flat() : [];
      return [done as Change];
    };
    return [make];
  });
};

const changes = async function* (): AsyncGenerator<Change[]> {
  const all = await makers();
  const made = new Set<string>();
  const counts = new Map<string, number>();
  let batch: Change[] = [];
  for (let n = 0; made.size < COUNT; n++) {
    const given = all[n % all.length]!({
      records: [],
      snapshot: emptySnapshot(),
      newId: () => newId(random),
      now: dayOf(n),
      me: newId(random),
      other: newId(random),
      circle: newId(random),
    });
    const isEnough = given.some(({ kind }) => FEW_KINDS.has(kind) && (counts.get(kind) ?? 0) >= FEW);
    if (isEnough) continue;
    for (const { id, kind } of given) {
      made.add(id);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    batch.push(...given);
    if (batch.length < 1000 && made.size < COUNT) continue;
    yield batch;
    batch = [];
  }
};

const workerAddress = (): string => {
  const names = readdirSync(join(ROOT, 'dist', 'web', 'assets')).filter((name) => /^vault-worker-.*\.js$/.test(name));
  if (names.length !== 1) throw new Error('the vault worker was not found among the built files');
  return `/assets/${names[0]}`;
};

/** Milliseconds from going to an address, as by a link, until its page is painted; in the page's own time. */
const timeOf = (page: Page, address: string): Promise<number> =>
  page.evaluate(
    (to) =>
      new Promise<number>((done, failed) => {
        const main = document.querySelector('main')!;
        const before = main.querySelector('h1')?.textContent;
        const began = performance.now();
        history.pushState(null, '', to);
        const look = (): void => {
          const heading = main.querySelector('h1')?.textContent;
          const isThere = heading !== undefined && heading !== before && main.querySelector('[aria-busy="true"]') === null;
          if (isThere) return void requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
          if (performance.now() - began > 20_000) return failed(new Error(`${to} did not open: ${main.textContent?.slice(0, 200)}`));
          requestAnimationFrame(look);
        };
        look();
      }),
    address,
  );

export const roomsArea = (): Area => {
  let browser: Browser | undefined;
  let host: Awaited<ReturnType<typeof startHost>> | undefined;
  const part: Part = {
    gives: opened().map((address) => `room${address.replaceAll('/', '-')}`),
    measure: async (): Promise<Figure[]> => {
      host = await startHost();
      browser = await launchWindowed();
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', viewport: { width: 1280, height: 900 } });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const batches: Change[][] = [];
      for await (const batch of changes()) batches.push(batch);
      await fillVault(page, host.address, workerAddress(), batches);
      await page.goto(`${host.address}/settings`);
      await page.locator('main h1').waitFor();
      const figures: Figure[] = [];
      for (const address of opened()) {
        const times: number[] = [];
        for (let turn = 0; turn <= TURNS; turn++) {
          const time = await timeOf(page, address);
          if (turn > 0) times.push(time);
          await timeOf(page, '/settings');
          await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 })));
        }
        figures.push(
          within(
            `room${address.replaceAll('/', '-')}`,
            percentile(times, 0.5),
            'ms',
            LIMIT,
            `opened ${TURNS} times; the slowest ${Math.round(Math.max(...times))} ms; ${COUNT.toLocaleString('en')} records of all kinds, at most ${FEW} of what one has few of`,
          ),
        );
      }
      return figures;
    },
  };
  return {
    parts: [part],
    about: async () => (browser ? `, Chromium ${browser.version()}` : ''),
    end: async () => {
      await browser?.close();
      await host?.stop();
    },
  };
};
