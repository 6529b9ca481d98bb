// Starts the host: PORT (4600), HOST (localhost), KITH_DATA (./data). Says one line when it is ready, one sentence when it
// cannot, and ends gently: what is being answered is answered, then the folder is let go.

import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { serve } from '@hono/node-server';
import { holdDataFolder } from './data-folder.ts';
import { createHost } from './host.ts';
import { readPageFiles } from './page-files.ts';

const refuseToStart = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const portOf = (text: string | undefined): number => {
  if (text === undefined || text === '') return 4600;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) return refuseToStart(`PORT must be a number from 0 to 65535; it is “${text}”.`);
  return Number(text);
};

/** `dist/web`, both from the bundle in dist/ and from the sources. */
const pageFolder = (): string => {
  const found = ['web', '../../dist/web'].map((path) => join(import.meta.dirname, path)).find((path) => existsSync(join(path, 'index.html')));
  return found ?? refuseToStart('The page has not been built. Run npm start, which builds it.');
};

const port = portOf(process.env['PORT']);
const hostname = process.env['HOST'] || 'localhost';
const folder = resolve(process.env['KITH_DATA'] || 'data');
const host = createHost(readPageFiles(pageFolder()));

const server = serve({ fetch: host.fetch, port, hostname }, ({ port: listening }) => {
  const held = holdDataFolder(folder);
  if (!held.ok) {
    refuseToStart(
      held.error.code === 'data-folder-held'
        ? `Another Kith host is using ${folder}. Stop it, or name another folder with KITH_DATA.`
        : `The data folder ${folder} cannot be used: ${held.error.with?.['why']}. Name another with KITH_DATA.`,
    );
    return;
  }
  process.on('exit', held.value.release);
  const shown = hostname === '0.0.0.0' || hostname === '::' || hostname === '127.0.0.1' || hostname === '::1' ? 'localhost' : hostname;
  process.stdout.write(`Kith is ready at http://${shown.includes(':') ? `[${shown}]` : shown}:${listening}\n`);
}) as Server;

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') refuseToStart(`Port ${port} is taken. Stop what uses it, or name another with PORT, for example PORT=${port === 4601 ? 4602 : 4601}.`);
  if (error.code === 'EACCES') refuseToStart(`Port ${port} may not be used by this account. Name one above 1023 with PORT.`);
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL') refuseToStart(`This computer has no address “${hostname}”. Name another with HOST.`);
  throw error;
});

let isEnding = false;
const end = (): void => {
  if (isEnding) return;
  isEnding = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 3000).unref();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
