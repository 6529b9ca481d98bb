// This device is told that something is new, also while Kith is closed: an empty message through the push service of the browser's maker.
// Only where a person turned it on, here. What the host keeps of it: an address, and the person's hours as minutes of UTC. Invariant:
// where the setting says no, or the host no longer knows this device, the browser's own subscription goes too.

import { refuse, type Result } from '#core/result.ts';
import { minuteOfUtc } from '#rooms/journal/news-time.ts';
import type { Settings } from '#rooms/journal/settings.ts';
import type { Desk } from '#web/ui/vault.ts';
import { word } from '#web/ui/words.ts';

/** On this device something of it may stand, here or at the host: without it nothing here is loaded at the start (watchers.tsx). */
const CLOSED = 'kith.news-closed';
/** Where the service worker finds its one sentence (service-worker.ts). */
const [SAID, SENTENCE] = ['news-kith', '/news-said'];
/** Milliseconds. A browser that cannot reach its push service may never say so. */
const PATIENCE = 20_000;

type Hours = Pick<Settings, 'news' | 'newsAt' | 'quietFrom' | 'quietTo'>;

/** Whether this browser can at all. */
export const canBeTold = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const pushes = async (): Promise<PushManager | undefined> => (await navigator.serviceWorker.getRegistration())?.pushManager;
const subscribed = async (): Promise<PushSubscription | null> => (await (await pushes())?.getSubscription()) ?? null;

const send = async (desk: Desk, { endpoint }: PushSubscription, { news, newsAt, quietFrom, quietTo }: Hours): Promise<Result<unknown>> => {
  // Here, and in the language of now: the worker has neither words nor vault.
  await (await caches.open(SAID)).put(SENTENCE, new Response(word('news.closed-said')));
  const utc = (time: string): number => minuteOfUtc(time, new Date().getTimezoneOffset());
  const isQuiet = quietFrom !== '' && quietTo !== '';
  return desk.calls.putNews({ endpoint, at: news === 'daily' ? utc(newsAt) : -1, quiet: isQuiet ? [utc(quietFrom), utc(quietTo)] : [0, 0] });
};

/** With the session or the account it has gone from the host too. */
const isGone = (said: Result<unknown>): boolean => said.ok || said.error.code === 'session-needed' || said.error.code === 'account-none';

/** The browser gives up its address at once. A host that was not reached is told at a later opening, if its first try to write there has not told it. */
export const stopBeingTold = async (desk: Desk): Promise<void> => {
  if (localStorage.getItem(CLOSED) === null) return;
  await (await subscribed())?.unsubscribe();
  await caches.delete(SAID);
  if (isGone(await desk.calls.dropNews())) localStorage.removeItem(CLOSED);
};

/** Asks the browser, then the host. Refusals: `news-not-allowed` by the person or the browser, `news-no-service`, and the host's. */
export const beTold = async (desk: Desk, key: string, hours: Hours): Promise<Result<unknown>> => {
  if ((await Notification.requestPermission()) !== 'granted') return refuse({ code: 'news-not-allowed' });
  const applicationServerKey = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.codePointAt(0)!);
  const asked = (await pushes())?.subscribe({ userVisibleOnly: true, applicationServerKey }).catch(() => null);
  const made = await Promise.race([asked, new Promise<null>((done) => setTimeout(() => done(null), PATIENCE))]);
  if (!made) {
    // What comes after all is not kept.
    void asked?.then((late) => late?.unsubscribe());
    return refuse({ code: 'news-no-service' });
  }
  localStorage.setItem(CLOSED, '1');
  const done = await send(desk, made, hours);
  if (!done.ok) await stopBeingTold(desk);
  return done;
};

/** The host hears of other hours, another address, another language; or the browser, that the host has let it go. */
export const tellHost = async (desk: Desk, hours: Hours): Promise<void> => {
  const made = hours.news === '' ? null : await subscribed();
  if (!made) return stopBeingTold(desk);
  const at = await desk.calls.newsAtHost();
  if (at.ok && at.value.is) await send(desk, made, hours);
  else if (isGone(at)) await stopBeingTold(desk);
};
