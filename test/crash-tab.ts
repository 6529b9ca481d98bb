// A browser tab ended outright while it writes: the browser half of `npm run crash`. The tab holds the real desk, worker
// and store; its process is ended with SIGKILL, the second time and every fifth after it the whole browser with it, then the vault is opened anew.
// Counted as lost: an acknowledged text that is not there, half of a commit, a change that went back behind what was
// acknowledged.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { openDoor } from '#server/door.ts';
import { createHost } from '#server/host.ts';
import { readPageFiles } from '#server/page-files.ts';
import { launchChromiumIn } from '../scripts/chromium.ts';
import type { CrashFigures } from './crash.ts';
import type { Harness } from './e2e/in-page/desk-entry.ts';

const buildDesk = async (folder: string): Promise<void> => {
  const root = join(import.meta.dirname, 'e2e', 'in-page');
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: join(root, 'index.html') } },
    },
  });
};

const inPage = <N extends keyof Harness>(page: Page, name: N, ...args: Parameters<Harness[N]>): ReturnType<Harness[N]> =>
  page.evaluate(([call, given]) => (globalThis as unknown as { harness: Record<string, (...args: unknown[]) => never> }).harness[call]!(...given), [
    name,
    args,
  ] as const) as ReturnType<Harness[N]>;

/** Ids of the processes that show pages of this browser, told by the profile's folder on their command line or their parent's. */
const renderersOf = (profile: string): number[] => {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const all = lines.flatMap((found) => (found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3]! }] : []));
  const family = new Set(all.filter(({ args }) => args.includes(profile)).map(({ pid }) => pid));
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid, args }) => family.has(pid) && args.includes('--type=renderer')).map(({ pid }) => pid);
};

const browserOf = (profile: string): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line.includes(profile) && !line.includes('--type='))
    .map((line) => Number(/\d+/.exec(line)?.[0]));

const end = (pids: readonly number[]): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
};

/** What is wrong between what was acknowledged and what is there. */
const lostOf = (acknowledged: readonly string[], texts: readonly string[]): string[] => {
  const there = new Set(texts.map((text) => text.replace(/( words)+$/, '')));
  const lost: string[] = [];
  const changed = new Map<string, number>();
  for (const text of there) {
    const [, run, n] = /^(\d+)\.(\d+) changed$/.exec(text) ?? [];
    if (run !== undefined) changed.set(run, Number(n));
  }
  for (const text of acknowledged) {
    const [, run = '', n, what] = /^(\d+)\.(\d+) (\S+)$/.exec(text) ?? [];
    if (what === 'alone' && !there.has(text)) lost.push(text);
    if (what === 'changed' && (changed.get(run) ?? -1) < Number(n)) lost.push(text);
    if (what === 'of-three' && ![1, 2, 3].every((k) => there.has(`${text} ${k}`))) lost.push(text);
  }
  // Acknowledged or not, a commit is there as a whole or not at all.
  const threes = Map.groupBy(
    [...there].filter((text) => text.includes(' of-three ')),
    (text) => text.slice(0, -2),
  );
  for (const [commit, parts] of threes) if (parts.length !== 3) lost.push(`half of ${commit}`);
  return lost;
};

/** A tab whose process is gone may never answer the browser: then it is left behind. */
const within = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, failed) => (timer = setTimeout(() => failed(new Error('no answer')), 20_000)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The tab, ended `times` times while it writes. */
export const crashTab = async (times: number, random: () => number = Math.random): Promise<CrashFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-crash-tab-'));
  const profile = join(folder, 'profile');
  await buildDesk(join(folder, 'page'));
  const server = openDoor(createHost(readPageFiles(join(folder, 'page'))));
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const acknowledged: string[] = [];
  const lost = new Set<string>();
  let [broken, written] = [0, 0];
  let context: BrowserContext | undefined;
  const openPage = async (): Promise<{ page: Page; found: Awaited<ReturnType<Harness['open']>> }> => {
    if (!context) {
      context = await launchChromiumIn(profile);
      await context.exposeFunction('acknowledged', (text: string) => void acknowledged.push(text));
    }
    for (let tries = 0; ; tries++)
      try {
        const page = await within(context.newPage());
        await page.goto(address);
        await page.waitForFunction(() => 'harness' in globalThis);
        return { page, found: await inPage(page, 'open') };
      } catch (error) {
        // The browser keeps a renderer ready for the next tab. That one was ended too, and on a busy machine it is given out before that is known.
        if (tries === 2 || !/crashed|no answer/.test(String(error))) throw error;
      }
  };
  try {
    for (let run = 1; run <= times + 1; run++) {
      const { page, found } = await openPage();
      if (found.phase !== 'open' || found.damaged > 0) broken++;
      for (const text of lostOf(acknowledged, found.texts)) lost.add(text);
      written = found.texts.length;
      if (run > times) break;
      const before = acknowledged.length;
      // A tab that is ended answers nothing more: only its end is waited for.
      const writing = inPage(page, 'write', run).catch(() => undefined);
      while (acknowledged.length === before) await new Promise((done) => setTimeout(done, 5));
      await new Promise((done) => setTimeout(done, random() * 400));
      if (run % 5 === 2) {
        const closed = new Promise((done) => context!.once('close', done));
        end(browserOf(profile));
        await closed;
        context = undefined;
      } else {
        const crashed = page.waitForEvent('crash');
        end(renderersOf(profile));
        await crashed;
        await within(page.close()).catch(() => undefined);
      }
      void writing;
    }
  } finally {
    await context?.close();
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const entries = acknowledged.reduce((sum, text) => sum + (text.endsWith('of-three') ? 3 : text.endsWith('.0 changed') || text.endsWith('alone') ? 1 : 0), 0);
  for (const text of lost) process.stderr.write(`lost: ${text}\n`);
  return { kind: 'browser-tab', kills: times, acknowledged: acknowledged.length, lost: lost.size, unacknowledged: Math.max(0, written - entries), broken };
};
