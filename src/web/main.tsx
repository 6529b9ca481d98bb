// Where the page begins: checks that this browser can seal, starts words and vault beside each other, draws the shell.
// What the welcome page's two buttons do is wired here, because they touch both the vault and the address.

import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { navigate } from 'wouter/use-browser-location';
import '#web/ui/kith.css';
import type { Refusal } from '#core/result.ts';
import { App } from '#web/app.tsx';
import { Insecure, TooOld } from '#web/pages/insecure.tsx';
import { fetchPage, journalHref, writeHref } from '#web/rooms.ts';
import { startUpdates } from '#web/updates.ts';
import { keepFocus } from '#web/ui/keep-focus.ts';
import { Desk, DeskContext, OWN_VAULT, SAMPLE_VAULT } from '#web/ui/vault.ts';
import { say } from '#web/ui/toast.tsx';
import { startWords, word } from '#web/ui/words.ts';

keepFocus();
const root = createRoot(document.getElementById('root')!);
const draw = (what: ReactNode): void => root.render(<StrictMode>{what}</StrictMode>);

/** What Kith cannot do without, by the browser's own name for it. */
const missing = (): string[] =>
  [
    ['crypto.subtle', globalThis.crypto?.subtle],
    ['indexedDB', globalThis.indexedDB],
    ['Worker', globalThis.Worker],
    ['WebAssembly', globalThis.WebAssembly],
    ['BroadcastChannel', globalThis.BroadcastChannel],
    ['dialog', globalThis.HTMLDialogElement],
    ['Intl.Segmenter', (Intl as { Segmenter?: unknown }).Segmenter],
    ['Set.prototype.union', (Set.prototype as { union?: unknown }).union],
  ].flatMap(([name, there]) => (there ? [] : [String(name)]));

/** In this tab only: a look around does not change where the next visit begins. */
const IN_SAMPLE = 'kith.sample';

const sayRefusal = ({ code, with: places }: Refusal): void => void say(() => word(`refusal.${code}`, places));

const start = async (): Promise<void> => {
  if (!window.isSecureContext) {
    await startWords();
    return draw(<Insecure />);
  }
  const lacking = missing();
  if (lacking.length > 0) {
    await startWords();
    return draw(<TooOld missing={lacking} />);
  }
  const desk = new Desk();
  void desk.attach(sessionStorage.getItem(IN_SAMPLE) === null ? OWN_VAULT : SAMPLE_VAULT);
  const isBegun = indexedDB.databases().then(
    (all) => all.length > 0,
    () => false,
  );
  await startWords();
  // The page to be shown is fetched while the worker gets ready: once the vault opens, the page has enough to do. On a first visit there is none.
  void isBegun.then((is) => is && fetchPage(location.pathname));

  const begin = async (to: string | null | undefined): Promise<void> => {
    const begun = await desk.begin();
    if (!begun.ok) return sayRefusal(begun.error);
    navigate(to ?? '/');
  };
  const leaveSample = async (): Promise<void> => {
    sessionStorage.removeItem(IN_SAMPLE);
    await desk.attach(OWN_VAULT);
    navigate('/');
  };
  draw(
    <DeskContext value={desk}>
      <App
        onStart={() => begin(writeHref)}
        onBring={() => begin('/bring-in')}
        onSample={async (onProgress) => {
          sessionStorage.setItem(IN_SAMPLE, '1');
          const { openSample } = await import('#web/sample/open-sample.ts');
          const opened = await openSample(desk, onProgress);
          if (opened.ok) return navigate(journalHref);
          sayRefusal(opened.error);
          await leaveSample();
        }}
        onLeaveSample={leaveSample}
      />
    </DeskContext>,
  );
  startUpdates();
  desk.watchNetwork();
};

void start();
