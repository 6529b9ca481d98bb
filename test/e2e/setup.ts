// One browser and one host for all files of tests in a browser; each device of a test is a context of its own in it.
// A browser of one's own is only for tests that end it or look into its folder.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { launchChromiumServer } from '../../scripts/chromium.ts';
import { startHost } from '../../scripts/host-for-tests.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly host: string;
    readonly browser: string;
  }
}

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  if (!existsSync(join(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html'))) throw new Error('The page has not been built. Run npm run build first.');
  const host = await startHost({ KITH_REGISTRATION: 'open' });
  const browser = await launchChromiumServer().catch(async (error: unknown) => {
    await host.stop();
    throw error;
  });
  project.provide('host', host.address);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await host.stop();
  };
};
