// The host as a function from what is asked to an answer: the built page under a policy that lets it talk to nobody else, what devices
// ask below /v1 (api.ts), whether it is well, and figures for its keeper. Pages are addresses without an ending; they all get index.html.

import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { json, text, type Answer } from './answer.ts';
import { createApi } from './api.ts';
import type { HostDatabase } from './database.ts';
import type { Asked, Host } from './door.ts';
import { formOf, type PageFile, type PageFiles } from './page-files.ts';
import { HEADERS } from './policy.ts';
import type { Report } from './report.ts';
import type { Services } from './services.ts';

const give = async (file: PageFile, { headers: asked }: Asked['incoming']): Promise<Answer> => {
  const headers = {
    ...HEADERS,
    'content-type': file.type,
    'cache-control': file.fixed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
    vary: 'accept-encoding',
  };
  const known = (asked['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(file.tag)) return { status: 304, headers, body: null };
  const { path, coding } = formOf(file, String(asked['accept-encoding'] ?? ''));
  return { status: 200, headers: coding ? { ...headers, 'content-encoding': coding } : headers, body: await readFile(path) };
};

/** An address of a page, not of a file: no ending, and a browser that asks for a page or for anything. */
const isPage = (path: string, accepted: string): boolean =>
  !/\.[a-z0-9]{1,12}$/i.test(path) && !path.startsWith('/assets/') && (accepted === '' || accepted.includes('text/html') || accepted.includes('*/*'));

export interface HostSettings {
  readonly services: Services;
  readonly report: Report;
  /** Trusted proxies in front, whose word on addresses is taken. */
  readonly proxies?: number;
  /** Who shows this word may read the figures; without it nobody can. */
  readonly metricsToken?: string | undefined;
}

const isSameWord = (given: string, wanted: string): boolean => timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(wanted).digest());

const NOT_FOUND = text('Not found\n', 404);

/** Without settings it serves the page alone. */
export const createHost = (files: PageFiles, settings?: HostSettings): Host => {
  const api = settings && createApi(settings.services, settings.report, { proxies: settings.proxies ?? 0 });

  const wellness = async (): Promise<Answer> => {
    const isWell = !settings || (await isAnswering(settings.services.database));
    return isWell ? json({ well: true }) : json({ well: false, error: 'store-gone' }, 503);
  };

  const figures = async ({ services, metricsToken }: HostSettings, { headers }: Asked['incoming']): Promise<Answer> => {
    // Not by address: behind a proxy on this machine everybody comes from here.
    const isOpen = metricsToken !== undefined && isSameWord(headers.authorization ?? '', `Bearer ${metricsToken}`);
    if (!isOpen) return NOT_FOUND;
    const isWell = await isAnswering(services.database);
    return text(services.metrics.text({ live_listeners: services.live.count(), store_up: isWell ? 1 : 0 }));
  };

  const page = async ({ method, path, incoming }: Asked): Promise<Answer> => {
    if (method !== 'GET' && method !== 'HEAD') return text('Method not allowed\n', 405, { allow: 'GET, HEAD' });
    if (path === '/healthz') return wellness();
    if (path === '/metrics' && settings) return figures(settings, incoming);
    const file = files.get(path === '/' ? '/index.html' : path) ?? (isPage(path, incoming.headers.accept ?? '') ? files.get('/index.html') : undefined);
    return file ? give(file, incoming) : NOT_FOUND;
  };

  return (asked) =>
    api?.(asked) ??
    page(asked).catch((error: unknown) => {
      settings?.report.failed('page', 'fault', error);
      return text('The host could not answer. Nothing of yours was on its way.\n', 500);
    });
};

const isAnswering = async ({ read }: HostDatabase): Promise<boolean> => {
  const answered = sql`select 1 from schema_version`.execute(read).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000).unref())]);
};
