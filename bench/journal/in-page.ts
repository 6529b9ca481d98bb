// What the bench does inside a page of Kith: fills a vault through the real worker and its gate, and notes when the page
// asked its workers for what, and when they answered. The page itself is the built one, unchanged; its own code is not touched.

import type { Page } from 'playwright-core';
import type { Change } from '#core/change.ts';

/** One call of the page to a worker, in milliseconds of the page's own clock. */
export interface NotedCall {
  readonly call: string;
  /** The first argument where it is a text: what was searched for. */
  readonly about: string;
  readonly asked: number;
  /** 0 until there is an answer. */
  answered: number;
}

export interface Noted {
  calls: NotedCall[];
  /** When something was last typed or pressed. */
  typed: number;
  pressed: number;
}

declare global {
  interface Window {
    noted: Noted;
    fillCall: (call: string, ...args: unknown[]) => Promise<{ readonly ok: boolean; readonly value?: { readonly state?: string }; readonly error?: unknown }>;
  }
}

/** Runs before the page's own code: listens to what goes to its workers and comes back. */
export const noteCalls = (): void => {
  const noted: Noted = { calls: [], typed: 0, pressed: 0 };
  window.noted = noted;
  const Native = window.Worker;
  window.Worker = class extends Native {
    readonly waiting = new Map<number, NotedCall>();
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ readonly n?: number }>) => {
        const call = data.n === undefined ? undefined : this.waiting.get(data.n);
        if (call) call.answered = performance.now();
      });
    }
    override postMessage(message: unknown, more?: unknown): void {
      const { call, n, args } = message as { readonly call?: string; readonly n: number; readonly args: readonly unknown[] };
      if (call !== undefined) {
        const one = { call, about: typeof args[0] === 'string' ? args[0] : '', asked: performance.now(), answered: 0 };
        noted.calls.push(one);
        this.waiting.set(n, one);
      }
      super.postMessage(message, more as Transferable[]);
    }
  };
  addEventListener('input', () => (noted.typed = performance.now()), true);
  addEventListener('click', () => (noted.pressed = performance.now()), true);
};

/** On an empty page of the same origin: starts the vault's worker by its address and begins a vault. */
const startFilling = async (worker: string): Promise<void> => {
  const vault = new Worker(worker, { type: 'module' });
  const waiting = new Map<number, (result: never) => void>();
  let last = 0;
  vault.addEventListener('message', ({ data }) => {
    if (data.fault !== undefined) throw new Error(String(data.fault));
    waiting.get(data.n as number)?.(data.result as never);
  });
  window.fillCall = (call, ...args) =>
    new Promise((done) => {
      waiting.set(++last, done);
      vault.postMessage({ call, n: last, args });
    });
  const attached = await window.fillCall('attach', 'kith');
  if (!attached.ok || attached.value?.state !== 'absent') throw new Error(`this browser has a vault already: ${JSON.stringify(attached)}`);
  const begun = await window.fillCall('begin', new Date().toISOString());
  if (!begun.ok) throw new Error(JSON.stringify(begun));
};

/** Fills the vault of this page's origin. `worker` is the address of the vault's worker. */
export const fillVault = async (page: Page, host: string, worker: string, batches: Iterable<Change[]>): Promise<void> => {
  // A picture is a page of the same origin on which nothing of Kith runs.
  await page.goto(`${host}/icon-192.png`);
  await page.evaluate(startFilling, `${host}${worker}`);
  for (const changes of batches) {
    // Passed as it is: its type, nested Json, is more than Playwright's own types can take apart.
    const refused = await page.evaluate(async (given: unknown) => {
      const done = await window.fillCall('commit', given, Date.now());
      return done.ok ? null : JSON.stringify(done.error);
    }, changes as unknown);
    if (refused !== null) throw new Error(`the vault of the bench: ${refused}`);
  }
};
