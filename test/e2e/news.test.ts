// Told while Kith is closed: offered only at a host that can, with what it costs said beside it, off until it is turned on; what the
// operating system is asked to show is one sentence in the person's language, and leads to Now; turned off, nothing of it stays. No push
// service can be reached from a test: the browser's own asking for an address fails for real, then a stand-in gives one; that a message
// comes is the browser's own doing, through its tools. It shows it where it can (the shell without windows has no notices).

import { afterAll, beforeAll, expect } from 'vitest';
import type { Page, Worker } from 'playwright-core';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { journey, KEEPS_PAGES } from './device.ts';
import { peopleAt } from './in-account.ts';
import { makeCircle } from './in-circle.ts';
import { wordsOf } from './person.ts';

let host: RunningHost;
const { at, begin } = peopleAt(() => host.address);

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open', KITH_CONTACT: 'mailto:keeper@example.org' });
});
afterAll(() => host.stop());

const PATIENTLY = { timeout: 20_000 };

interface Registered {
  readonly registrations: readonly { readonly registrationId: string }[];
}

/** What a service worker has about it, of which tests use this. */
interface Scope extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  shown: string[];
  readonly clients: { matchAll: () => Promise<readonly unknown[]>; openWindow: (place: string) => Promise<unknown> };
}

/** A push service that gives addresses, in the place of the browser maker's. */
const standIn = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const KEPT = 'stand-in';
    const subscription = () =>
      localStorage.getItem(KEPT) === null ? null : { endpoint: localStorage.getItem(KEPT)!, unsubscribe: () => Promise.resolve(localStorage.removeItem(KEPT)).then(() => true) };
    const give = ({ applicationServerKey }: PushSubscriptionOptionsInit) => {
      localStorage.setItem(KEPT, `https://push.example.org/${(applicationServerKey as Uint8Array).length}`);
      return Promise.resolve(subscription());
    };
    Object.assign(PushManager.prototype, { subscribe: give, getSubscription: () => Promise.resolve(subscription()) });
    Notification.requestPermission = () => Promise.resolve('granted');
  });

/** Notes what the browser is asked to show, and lets it show it where it can. */
const note = (worker: Worker): Promise<void> =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    const show = scope.registration.showNotification.bind(scope.registration);
    scope.shown = [];
    scope.registration.showNotification = async (title, options) => {
      if (Notification.permission === 'granted') await show(title, options);
      scope.shown.push(`${title}: ${options?.body}`);
    };
  });

journey('A message without a word is shown as one sentence, in the language of the person, and leads to Now; turned off, nothing of it stays', async ({ device }) => {
  const { context, page, complaints } = await device(KEEPS_PAGES);
  await context.grantPermissions(['notifications'], { origin: host.address });
  await begin(page);
  await makeCircle(page, host.address, 'Tuesday circle', 'Ana');
  const atHost = async (): Promise<number> => {
    await page.goto(at('/account'));
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('Your network address').waitFor();
    return page.getByText('1 device that is told of news').count();
  };

  await page.goto(at('/settings'));
  const label = 'Also on this device when Kith is closed';
  const closed = page.getByLabel(label);
  const stands = (checked: boolean): Promise<void> => page.getByRole('checkbox', { name: label, checked }).waitFor();
  expect(await closed.count()).toBe(0);
  await page.getByText('When it comes', { exact: true }).click();
  await stands(false);
  await page.getByText('there is nothing in it to read').waitFor();
  // The browser itself: it has no push service here, and says so.
  await closed.click();
  await page.getByText(/^(?:This browser gave no address at a push service|The browser does not allow)/).waitFor();
  expect([await closed.isChecked(), await atHost()]).toEqual([false, 0]);

  await standIn(page);
  await page.goto(at('/settings'));
  await closed.click();
  await stands(true);
  expect(await atHost()).toBe(1);
  await page.evaluate(() => {
    localStorage.setItem('kith.language', 'es');
    dispatchEvent(new StorageEvent('storage', { key: null }));
  });
  const said = wordsOf('es')('news.closed-said');
  await expect.poll(() => page.evaluate(async () => (await caches.match('/news-said'))?.text()), PATIENTLY).toBe(said);

  const cdp = await context.newCDPSession(page);
  const known = new Promise<string>((found) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }: Registered) => registrations[0] && found(registrations[0].registrationId)),
  );
  await cdp.send('ServiceWorker.enable');
  const registrationId = await known;
  const [worker] = context.serviceWorkers();
  await note(worker!);
  const shown = () => worker!.evaluate(() => (globalThis as unknown as Scope).shown);
  const push = () => cdp.send('ServiceWorker.deliverPushMessage', { origin: host.address, registrationId, data: '' });
  const asked: string[] = [];
  await page.goto('about:blank');
  context.on('request', (request) => asked.push(request.url()));
  await push();
  await expect.poll(shown, PATIENTLY).toEqual([`Kith: ${said}`]);
  // Nothing was fetched for it, and no worker that could open a vault was started.
  expect([asked, context.pages().flatMap((each) => each.workers())]).toEqual([[], []]);

  // Pressed. A test cannot press what the operating system shows, and without that no browser lets a page come to the front.
  await page.goto(at('/settings'));
  await page.locator('.app:not(.bare)').waitFor();
  const opened = await worker!.evaluate(async () => {
    const scope = globalThis as unknown as Scope;
    const waits: Promise<unknown>[] = [];
    const pressed = Object.assign(new Event('notificationclick'), {
      notification: { close: () => undefined },
      waitUntil: (work: Promise<unknown>) => waits.push(work.catch(() => undefined)),
    });
    scope.dispatchEvent(pressed);
    await Promise.all(waits);
    // And with no page of Kith open.
    const places: string[] = [];
    scope.clients.matchAll = () => Promise.resolve([]);
    scope.clients.openWindow = (place) => Promise.resolve(places.push(place));
    scope.dispatchEvent(pressed);
    await Promise.all(waits);
    return places;
  });
  await page.waitForURL(at('/now'));
  expect(opened).toEqual(['/now']);

  await page.evaluate(() => localStorage.setItem('kith.language', 'en'));
  await page.goto(at('/settings'));
  await stands(true);
  await closed.click();
  await stands(false);
  const left = () => page.evaluate(async () => [localStorage.getItem('stand-in'), localStorage.getItem('kith.news-closed'), await caches.has('news-kith')]);
  expect([await left(), await atHost()]).toEqual([[null, null, false], 0]);
  // Turned off with all news of circles.
  await page.goto(at('/settings'));
  await closed.click();
  await stands(true);
  expect(await left()).not.toContain(null);
  await page.getByRole('group', { name: 'Say when something is new for you in a circle' }).getByText('No', { exact: true }).click();
  await expect.poll(left, PATIENTLY).toEqual([null, null, false]);
  expect(await atHost()).toBe(0);
  // What Chromium says of its own asking for an address, above.
  complaints.splice(0, complaints.length, ...complaints.filter((each) => !each.includes('does not support the Push API in incognito mode')));
});
