// Makes the page work without a connection once the first visit has loaded. The build writes the list of files in
// (__FILES__: address and version, `first` or `later`); each version of the page has one cache, named by its content.
// Install takes what every page needs; the heavy rest (search, other scripts' letters) follows in the background and
// blocks nothing. Files with a hash in their name are taken over from the older cache instead of fetched again.

/// <reference lib="webworker" />

declare const __FILES__: readonly (readonly [address: string, version: string, when: 'first' | 'later'])[];
declare const __VERSION__: string;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = `kith-${__VERSION__}`;
const LATER = __FILES__.filter(([, , when]) => when === 'later').map(([address]) => address);
const KNOWN = new Set(__FILES__.map(([address]) => address));

const isFixed = (address: string): boolean => address.startsWith('/assets/');

const take = async (cache: Cache, address: string): Promise<void> => {
  if (await cache.match(address)) return;
  const older = isFixed(address) ? await caches.match(address) : undefined;
  if (older) return cache.put(address, older);
  const fresh = await fetch(address, { cache: isFixed(address) ? 'default' : 'reload', credentials: 'omit' });
  if (!fresh.ok || fresh.redirected) throw new Error(`${address}: ${fresh.status}`);
  await cache.put(address, fresh);
};

/** A few at a time, so that what the person does meanwhile comes first. */
const takeAll = async (addresses: readonly string[]): Promise<void> => {
  const cache = await caches.open(CACHE);
  const waiting = [...addresses];
  const one = async (): Promise<void> => {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) await take(cache, address);
  };
  await Promise.all([one(), one(), one(), one()]);
};

worker.addEventListener('install', (event) => {
  event.waitUntil(takeAll(__FILES__.filter(([, , when]) => when === 'first').map(([address]) => address)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // First keep what the new version shares with the old, then let the old go.
      const cache = await caches.open(CACHE);
      for (const address of LATER.filter(isFixed)) {
        const older = await caches.match(address);
        if (older) await cache.put(address, older);
      }
      for (const name of await caches.keys()) if (name.startsWith('kith-') && name !== CACHE) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

let isFetchingLater = false;
const fetchLater = async (): Promise<void> => {
  if (isFetchingLater) return;
  isFetchingLater = true;
  // Without a connection the rest comes at a later visit.
  await takeAll(LATER).catch(() => undefined);
  isFetchingLater = false;
};

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
  if (event.data === 'fetch-later') event.waitUntil(fetchLater());
});

/** Where the page has put the one sentence, in the person's language (closed-news.ts); another cache than those of versions. */
const [SAID, SENTENCE] = ['news-kith', '/news-said'];

/** Said by the operating system, where others may look on: that there is something, and no more. Nothing is fetched, not even a picture:
 * the host would see where the device is as it shows it. No vault is opened. */
const sayNews = async (): Promise<void> => {
  const said = await (await caches.open(SAID)).match(SENTENCE);
  await worker.registration.showNotification('Kith', { body: said ? await said.text() : 'Something is new in Kith.', tag: 'news', dir: 'auto' });
};

const openNow = async (): Promise<void> => {
  const [page] = await worker.clients.matchAll({ type: 'window' });
  // A page that is open goes there by itself, as by a link: it keeps what is being written, and stays unlocked.
  page?.postMessage('open-now');
  await (page ? page.focus() : worker.clients.openWindow('/now'));
};

worker.addEventListener('push', (event) => event.waitUntil(sayNews()));
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openNow());
});

const fromCache = async (address: string, request: Request): Promise<Response> => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && KNOWN.has(address)) await cache.put(address, fresh.clone());
  return fresh;
};

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== worker.location.origin || address.pathname === '/healthz') return;
  if (request.mode === 'navigate') return event.respondWith(fromCache('/index.html', request));
  if (KNOWN.has(address.pathname) && !request.headers.has('range')) event.respondWith(fromCache(address.pathname, request));
});
