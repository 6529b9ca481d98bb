// Where the page begins: checks that this browser can seal, starts words and vault beside each other, draws the shell.
// What the welcome page's two buttons do is wired here, because they touch both the vault and the address.

import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { navigate } from 'wouter/use-browser-location';
import '#web/ui/kith.css';
import { App } from '#web/app.tsx';
import { Insecure, TooOld } from '#web/pages/insecure.tsx';
import { rooms, writeHref } from '#web/rooms.ts';
import { startUpdates } from '#web/updates.ts';
import { Desk, DeskContext, OWN_VAULT, SAMPLE_VAULT } from '#web/ui/vault.ts';
import { say } from '#web/ui/toast.tsx';
import { startWords, word } from '#web/ui/words.ts';

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
  await startWords();

  const begin = async (to: string | null | undefined): Promise<void> => {
    const begun = await desk.begin();
    if (!begun.ok) return void say(word(`refusal.${begun.error.code}`, begun.error.with));
    navigate(to ?? '/');
  };
  draw(
    <DeskContext value={desk}>
      <App
        onStart={() => begin(writeHref)}
        onBring={() => begin(rooms.find(({ bringIn }) => bringIn !== undefined)?.bringIn)}
        onSample={async () => {
          sessionStorage.setItem(IN_SAMPLE, '1');
          await desk.attach(SAMPLE_VAULT);
          navigate('/');
        }}
        onLeaveSample={async () => {
          sessionStorage.removeItem(IN_SAMPLE);
          await desk.attach(OWN_VAULT);
          navigate('/');
        }}
      />
    </DeskContext>,
  );
  startUpdates();
};

void start();
