// The service worker: registered once the page is up, so that the first visit does not wait for it. A new version is
// taken at the next visit by itself, or at once when the person says so.

import { navigate } from 'wouter/use-browser-location';
import { say } from '#web/ui/toast.tsx';
import { word } from '#web/ui/words.ts';

const offer = (worker: ServiceWorker): void => {
  say(() => word('update.ready'), { stays: true, act: { label: () => word('update.reload'), run: () => worker.postMessage('take-over') } });
};

const watch = (registration: ServiceWorkerRegistration): void => {
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
    });
  });
};

/** Registers it in a built page. A browser that refuses keeps working, online only. */
export const startUpdates = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const had = navigator.serviceWorker.controller !== null;
  let reloading = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!had || reloading) return;
    reloading = true;
    location.reload();
  });
  // Somebody pressed the notice that something is new.
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'open-now') navigate('/now');
  });
  const register = (): void => {
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
    // What is heavy and not needed at once comes when all else is there.
    void navigator.serviceWorker.ready.then(({ active }) => setTimeout(() => active?.postMessage('fetch-later'), 3000));
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
};
