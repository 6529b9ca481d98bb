// The browser for tests and pictures: named by KITH_CHROMIUM, or found, or, on Debian as root, installed from there.
// Never downloaded from elsewhere. Where there is none, a sentence says what to install.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium, type Browser, type BrowserContext, type BrowserServer, type LaunchOptions } from 'playwright-core';

/** Debian's Chromium without windows of its own: the same pages, with less beside them. It draws as it likes, so no frame is measured in it. */
const SHELL = 'chromium-headless-shell';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge', 'msedge', 'chromium.exe', 'chrome.exe', 'msedge.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/snap/bin/chromium',
];

const found = (names: readonly string[] = [SHELL, ...NAMES]): string | undefined => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...PLACES].find((path) => existsSync(path));
};

/** Where the browser lies. Throws a sentence for people when there is none. */
export const chromiumPath = (): string => {
  const named = process.env['KITH_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`KITH_CHROMIUM names ${named}, which does not exist.`);
  }
  const here = found();
  if (here !== undefined) return here;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('Installing chromium from Debian for the browser tests.\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    for (const name of [SHELL, 'chromium']) {
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, stdio: 'ignore' });
      const installed = found();
      if (installed !== undefined) return installed;
    }
  }
  throw new Error('The browser tests need Chromium or Chrome. Install one (on Debian: apt-get install chromium), or name one with KITH_CHROMIUM.');
};

const ARGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const launchOptions = (): LaunchOptions => ({ executablePath: chromiumPath(), args: [...ARGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });

export const launchChromium = async (more: readonly string[] = []): Promise<Browser> => {
  const { args = [], ...options } = launchOptions();
  return chromium.launch({ ...options, args: [...args, ...more] });
};

/** The one that people have, for figures; where there is none, whichever is there. */
export const launchWindowed = (): Promise<Browser> => chromium.launch({ ...launchOptions(), executablePath: process.env['KITH_CHROMIUM'] || (found(NAMES) ?? chromiumPath()) });

/** One browser that several processes connect to. */
export const launchChromiumServer = async (): Promise<BrowserServer> => chromium.launchServer(launchOptions());

/** A browser with a profile in a folder of one's own, which stays when it is closed. */
export const launchChromiumIn = async (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...launchOptions(), locale: 'en-GB', reducedMotion: 'reduce' });
