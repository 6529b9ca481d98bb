// Starts the host and keeps it going: the port first, then the folder, then the database; ready when all three are there. Ends
// gently: what is being answered is answered, listeners are let go, then the database is closed. Sockets that are slow or idle
// are closed by the platform's own timers, so that they hold nothing up.

import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { refused } from './answer.ts';
import { holdDataFolder } from './data-folder.ts';
import { openDatabase, storeRefusal, type HostDatabase } from './database.ts';
import { openDoor, type Host } from './door.ts';
import { createHost } from './host.ts';
import { openShelf } from './blobs.ts';
import { BUCKETS } from './limits.ts';
import { readPageFiles } from './page-files.ts';
import { createReport } from './report.ts';
import { createServices, type Services } from './services.ts';
import type { Settings } from './settings.ts';
import { loadHostWords, type HostWords } from './words.ts';

const refuseToStart = async (...said: Parameters<HostWords>): Promise<never> => {
  process.stderr.write(`${(await loadHostWords(process.env))(...said)}\n`);
  process.exit(1);
};

/** `dist/web`, both from the bundles in dist/ and from the sources, where `../web` is the page before it is built. */
const pageFolder = async (): Promise<string> => {
  const found = ['web', '../../dist/web', '../web'].map((path) => join(import.meta.dirname, path)).find((path) => existsSync(join(path, 'index.html')));
  return found ?? refuseToStart('page-missing');
};

const SECOND = 1000;

/** A database on another machine may start after the host: it is waited for half a minute. */
const openPatiently = async ({ database, isPostgres }: Settings): Promise<HostDatabase> => {
  for (const until = Date.now() + 30 * SECOND; ;) {
    try {
      return await openDatabase(database);
    } catch (error) {
      if (isPostgres && storeRefusal(error) === 'store-gone' && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 500));
      else throw error;
    }
  }
};

export const startHost = async (settings: Settings): Promise<number> => {
  const { port, hostname, folder } = settings;
  const files = readPageFiles(await pageFolder());
  const report = createReport({ requests: settings.logsRequests });
  let services: Services | undefined;
  let host: Host | undefined;
  let isEnding = false;

  const begin = async (): Promise<void> => {
    // On PostgreSQL nodes share everything, and the folder, if any, is only a place for attachments.
    if (!settings.isPostgres) {
      const held = holdDataFolder(folder);
      if (!held.ok)
        return held.error.code === 'data-folder-held'
          ? refuseToStart('folder-held', { folder })
          : refuseToStart('folder-unusable', { folder, why: held.error.with?.['why'] ?? '' });
      process.on('exit', held.value.release);
    }
    const rate = settings.requestsPerSecond;
    try {
      services = await createServices(await openPatiently(settings), {
        registration: settings.registration,
        contact: settings.contact,
        shelf: openShelf(settings.blobs, process.env),
        ...(rate === null ? {} : { buckets: { ...BUCKETS, session: { most: Math.max(10, rate * 10), rate: Math.max(1, rate) } } }),
      });
    } catch (error) {
      return refuseToStart('database-unusable', { why: error instanceof Error ? error.message : String(error) });
    }
    host = createHost(files, { services, report, proxies: settings.proxies, metricsToken: settings.metricsToken });
  };

  let whenReady: Promise<void> | undefined;
  const server = openDoor(async (asked) => {
    if (isEnding) return refused({ code: 'ending', with: { seconds: 2 } });
    await whenReady;
    return host!(asked);
  });
  server.listen(port, hostname, () => {
    whenReady = begin().then(async () => {
      const words = await loadHostWords(process.env);
      const shown = hostname === '0.0.0.0' || hostname === '::' || hostname === '127.0.0.1' || hostname === '::1' ? 'localhost' : hostname;
      process.stdout.write(`${words('ready', { address: `http://${shown.includes(':') ? `[${shown}]` : shown}:${(server.address() as AddressInfo).port}` })}\n`);
    });
  });

  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return void refuseToStart('port-taken', { port: String(port), other: port === 4601 ? '4602' : '4601' });
    if (error.code === 'EACCES') return void refuseToStart('port-forbidden', { port: String(port) });
    if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL') return void refuseToStart('address-unknown', { address: hostname });
    throw error;
  });

  return new Promise((resolve) => {
    const end = (): void => {
      if (isEnding) return;
      isEnding = true;
      const done = (): void =>
        void Promise.resolve(services?.close()).then(
          () => resolve(0),
          () => resolve(0),
        );
      server.close(done);
      services?.live.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5 * SECOND).unref();
      setTimeout(() => process.exit(0), 8 * SECOND).unref();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  });
};
