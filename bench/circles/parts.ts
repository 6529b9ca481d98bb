// Figures of circles, in real browsers at a real host: how soon a circle of thirty with 50,000 records is there, and how soon what one
// person says is on another's screen. Thirty real accounts are in it, two of them with browsers; all of it went through gate and host.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { joinCircle } from '#adapters/circles.ts';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { openSqliteStore } from '#adapters/node/store.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { argon2id, random } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { fragmentToLink } from '#crypto/invites.ts';
import { createSealer } from '#crypto/seal.ts';
import { nameCircle } from '#rooms/circles/model.ts';
import { launchWindowed } from '../../scripts/chromium.ts';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createTestDevice } from '../../test/contracts/synced-device.ts';
import type { Area } from '../area.ts';
import { median, percentile, within, type Figure } from '../figure.ts';
import { noteCalls } from '../journal/in-page.ts';

const PEOPLE = 30;
const RECORDS = 50_000;
const BATCH = 1000;
const TURNS = 5;
const SAID = 50;

declare global {
  interface Window {
    /** When the last batch of the circle's records reached the page, by its own clock; 0 until then. */
    circleCame: number;
  }
}

/** Runs before the page's own code, after `noteCalls`. */
const noteCircle = (): void => {
  window.circleCame = 0;
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ readonly event?: { readonly kind: string; readonly circle?: string; readonly last?: boolean } }>) => {
        const { event } = data;
        if (event?.kind === 'batch' && event.circle !== undefined && event.last) window.circleCame = performance.now();
      });
    }
  };
};

interface Answer<T> {
  readonly ok: boolean;
  readonly value: T;
  readonly error?: unknown;
}

const vaultWorker = async (page: Page): Promise<Worker> => {
  await page.locator('.app').waitFor();
  const isVaults = (each: Worker): boolean => each.url().includes('vault-worker');
  return page.workers().find(isVaults) ?? page.waitForEvent('worker', isVaults);
};

/** Asks the page's own vault worker as the page does. Gives the answer, and the wall clock at which it was asked. */
const ask = async <T>(page: Page, call: string, ...args: unknown[]): Promise<T & { readonly asked: number }> => {
  const found = await (
    await vaultWorker(page)
  ).evaluate(
    ([name, given]) =>
      new Promise<{ readonly result: unknown; readonly asked: number }>((done) => {
        const n = `bench ${Math.random()}`;
        const asked = performance.timeOrigin + performance.now();
        const scope = self as unknown as { postMessage: (message: unknown, more?: Transferable[]) => void };
        const post = scope.postMessage;
        scope.postMessage = (message, more = []) => {
          const { n: of, result, fault } = Object(message) as { readonly n?: string; readonly result?: unknown; readonly fault?: string };
          if (of !== n) return post.call(self, message, more);
          scope.postMessage = post;
          done({ result: fault === undefined ? result : { ok: false, error: fault }, asked });
        };
        self.dispatchEvent(new MessageEvent('message', { data: { call: name, n, args: given } }));
      }),
    [call, args as unknown] as const,
  );
  const answer = found.result as Answer<unknown>;
  if (!answer.ok) throw new Error(`${call}: ${JSON.stringify(answer.error)}`);
  return { ...(answer.value as T), asked: found.asked };
};

const needOf = (me: string, text: string) => [
  {
    id: `${me}-${newId(random)}`,
    kind: 'need',
    v: 1,
    set: { side: 'needed', sort: 'thing', until: '', at: new Date().toISOString(), end: null },
    write: { text },
  },
];
const noteOf = (me: string, n: number) => ({
  id: `${me}-${newId(random)}`,
  kind: 'note',
  v: 1,
  set: { at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString() },
  write: { text: `Note ${n} of a circle that has been together for years, about as long as such notes are.` },
});

interface Ready {
  readonly address: string;
  readonly vault: string;
  readonly me: string;
  readonly ana: BrowserContext;
  readonly ben: Page;
}

export const circlesArea = (): Area => {
  let host: RunningHost | undefined;
  let browser: Browser | undefined;
  let ready: Promise<Ready> | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-circles-'));

  const device = async (): Promise<BrowserContext> => {
    const context = await browser!.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(120_000);
    await context.addInitScript(noteCalls);
    await context.addInitScript(noteCircle);
    return context;
  };
  const begin = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(host!.address);
    await page.locator('.btn.big').first().click();
    await page.locator('.app:not(.bare)').waitFor();
    return page;
  };

  /** Somebody who comes in from a command line, and is not followed any further. */
  const comeIn = async (name: string, text: string): Promise<string> => {
    // Each from an address of their own, as people come: one address may make so many accounts and no more.
    const from = `10.0.0.${name.replace(/\D/g, '')}`;
    const one = await createTestDevice(folder, name, (fetch) => (address, init) => fetch(address, { ...init, headers: { ...init.headers, 'x-forwarded-for': from } }));
    await one.begin();
    const account = orThrow(await one.create(host!.address, name, 'four words of mine'));
    const link = orThrow(fragmentToLink(text));
    const store = orThrow(openSqliteStore(join(folder, `${name}-circle.kith`)));
    const parts = { ...one.parts, sealer: createSealer(one.parts.sodium), cipher: bulkCipher, argon2id, open: one.open(), account };
    orThrow(await joinCircle(parts, link, { store, sync: createSqliteSyncStore(store.db) }));
    await store.close();
    await one.close();
    return account.account;
  };

  const make = async (): Promise<Ready> => {
    host = await startHost({ KITH_REGISTRATION: 'open', KITH_PROXIES: '1' });
    browser = await launchWindowed();
    const { address } = host;
    const [ana, bens] = [await device(), await device()];
    const page = await begin(ana);
    const { vault } = await ask<{ vault: string }>(page, 'createCircle', 'Tuesday', 'Ana', 'Ana’s browser');
    const { link } = await ask<{ link: string }>(page, 'inviteToCircle', vault);
    const ben = await begin(bens);
    await ask(ben, 'joinCircle', link, 'Ben', 'Ben’s browser');
    for (let n = 2; n < PEOPLE; n++) await comeIn(`person-${n}`, link);
    await ben.goto(`${address}/circles/${vault}/members`);
    const me = await myAccount(page, vault);
    return { address, vault, me, ana, ben };
  };

  /** The account under which a browser writes in the circle, as its worker tells the page. */
  const myAccount = async (page: Page, vault: string): Promise<string> => {
    await page.goto(`${host!.address}/circles/${vault}`);
    await page.locator('h1', { hasText: 'Tuesday' }).waitFor();
    const worker = await vaultWorker(page);
    const told = worker.evaluate(
      () =>
        new Promise<string>((done) => {
          const scope = self as unknown as { postMessage: (message: unknown, more?: Transferable[]) => void };
          const post = scope.postMessage;
          scope.postMessage = (message, more = []) => {
            const { event } = Object(message) as { readonly event?: { readonly kind: string; readonly circle?: { readonly me: string } } };
            if (event?.kind === 'circle' && event.circle) done(event.circle.me);
            post.call(self, message, more);
          };
        }),
    );
    told.catch(() => undefined);
    // Whatever is written, the worker then tells how the circle stands.
    await ask(page, 'commitIn', vault, [nameCircle('Tuesday again')], Date.now());
    return told;
  };

  const theReady = (): Promise<Ready> => (ready ??= make());

  /** From what one person's page gives its worker to what stands on the other's screen. */
  const reaches = async (): Promise<Figure[]> => {
    const { address, vault, me, ana, ben } = await theReady();
    const page = ana.pages()[0]!;
    await ben.goto(`${address}/circles/${vault}/needs`);
    await ben.locator('h1').first().waitFor();
    const times: number[] = [];
    for (let n = 0; n < SAID; n++) {
      const text = `Needed for the bench, ${n} of ${SAID}`;
      const seen = ben.evaluate(
        (wanted) =>
          new Promise<number>((done, failed) => {
            const until = performance.now() + 60_000;
            const look = (): void => {
              if (document.querySelector('main')?.textContent?.includes(wanted)) return done(performance.timeOrigin + performance.now());
              if (performance.now() > until) return failed(new Error(`never on the screen: ${wanted}`));
              requestAnimationFrame(look);
            };
            look();
          }),
        `${text}`,
      );
      const { asked } = await ask<object>(page, 'commitIn', vault, needOf(me, text), Date.now());
      times.push((await seen) - asked);
    }
    const note = `of ${SAID}, in another browser at the same host, from the write given to the gate to the frame in which it stands there; median ${median(times).toFixed(0)} ms`;
    return [within('circle-reaches', percentile(times, 0.95) / 1000, 's', 1, note)];
  };

  const open = async (): Promise<Figure[]> => {
    const { address, vault, me, ana, ben } = await theReady();
    await ben.close();
    const filling = ana.pages()[0]!;
    for (let n = 0; n < RECORDS; n += BATCH)
      await ask(
        filling,
        'commitIn',
        vault,
        Array.from({ length: BATCH }, (_, i) => noteOf(me, n + i)),
        Date.now(),
      );
    const last = 'The last thing that was needed';
    await ask(filling, 'commitIn', vault, needOf(me, last), Date.now());
    await filling.close();
    const times: number[] = [];
    for (let turn = 0; turn <= TURNS; turn++) {
      const page = await ana.newPage();
      await page.goto(`${address}/circles/${vault}`);
      times.push(
        await page.evaluate(
          (wanted) =>
            new Promise<number>((done, failed) => {
              const until = performance.now() + 110_000;
              const look = (): void => {
                const now = performance.now();
                if (now > until) return failed(new Error(`not open: ${document.querySelector('main')?.textContent?.slice(0, 300)}`));
                if (window.circleCame === 0 || !document.querySelector('main')?.textContent?.includes(wanted)) return void requestAnimationFrame(look);
                const asked = window.noted.calls.find(({ call }) => call === 'openAll')?.asked;
                if (asked === undefined) return failed(new Error('the page did not ask for the vault to be opened'));
                done(now - asked);
              };
              look();
            }),
          last,
        ),
      );
      // What is packed for the next opening is packed after a rest.
      if (turn === 0) await page.waitForTimeout(30_000);
      await page.close();
    }
    const [first, ...later] = times as [number, ...number[]];
    const note = `${PEOPLE} people, from the key being at hand to the page with every record and the last one in sight; the first opening ${(first / 1000).toFixed(2)} s`;
    return [within('circle-open-50k', median(later) / 1000, 's', 1, note)];
  };

  return {
    parts: [
      { gives: ['circle-reaches'], measure: reaches },
      { gives: ['circle-open-50k'], measure: open },
    ],
    about: async () => (browser ? `, Chromium ${browser.version()}` : ''),
    async end() {
      await browser?.close();
      await host?.stop();
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
