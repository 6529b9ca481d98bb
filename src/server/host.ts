// The host as a function from Request to Response: the built page under a policy that lets it talk to nobody else, what devices
// ask below /v1 (api.ts), whether it is well, and figures for its keeper. Pages are addresses without an ending; they all get index.html.

import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { createApi } from './api.ts';
import type { HostDatabase } from './database.ts';
import { formOf, type PageFile, type PageFiles } from './page-files.ts';
import { HEADERS } from './policy.ts';
import type { Report } from './report.ts';
import type { Services } from './services.ts';

const answer = async (file: PageFile, request: Request): Promise<Response> => {
  const headers = new Headers({
    'content-type': file.type,
    'cache-control': file.fixed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
    vary: 'accept-encoding',
  });
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(file.tag)) return new Response(null, { status: 304, headers });
  const { path, coding } = formOf(file, request.headers.get('accept-encoding') ?? '');
  if (coding) headers.set('content-encoding', coding);
  const body = await readFile(path);
  headers.set('content-length', String(body.byteLength));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
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

/** Without settings it serves the page alone. */
export const createHost = (files: PageFiles, settings?: HostSettings): Hono<{ Bindings: Partial<HttpBindings> }> => {
  const host = new Hono<{ Bindings: Partial<HttpBindings> }>();
  // Before all else, so that what is pushed and pulled goes through nothing that it does not need.
  if (settings) host.route('/', createApi(settings.services, settings.report, { proxies: settings.proxies ?? 0 }));
  host.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  if (settings) {
    const { services, metricsToken } = settings;
    host.get('/healthz', async (context) => {
      const isWell = await isAnswering(services.database);
      return context.json(isWell ? { well: true } : { well: false, error: 'store-gone' }, isWell ? 200 : 503, { 'cache-control': 'no-store' });
    });
    host.get('/metrics', async (context) => {
      // Not by address: behind a proxy on this machine everybody comes from here.
      const isOpen = metricsToken !== undefined && isSameWord(context.req.header('authorization') ?? '', `Bearer ${metricsToken}`);
      if (!isOpen) return context.text('Not found\n', 404, { 'cache-control': 'no-store' });
      const isWell = await isAnswering(services.database);
      return context.text(services.metrics.text({ live_listeners: services.live.count(), store_up: isWell ? 1 : 0 }), 200, { 'cache-control': 'no-store' });
    });
  } else host.get('/healthz', (context) => context.json({ well: true }, 200, { 'cache-control': 'no-store' }));
  host.on(['GET', 'HEAD'], '*', async (context) => {
    const { path } = context.req;
    const file = files.get(path === '/' ? '/index.html' : path) ?? (isPage(path, context.req.header('accept') ?? '') ? files.get('/index.html') : undefined);
    if (!file) return context.text('Not found\n', 404, { 'cache-control': 'no-store' });
    return answer(file, context.req.raw);
  });
  host.all('*', (context) => context.text('Method not allowed\n', 405, { allow: 'GET, HEAD', 'cache-control': 'no-store' }));
  host.onError((error, context) => {
    settings?.report.failed('page', 'fault', error);
    return context.text('The host could not answer. Nothing of yours was on its way.\n', 500);
  });
  return host;
};

const isAnswering = async ({ read }: HostDatabase): Promise<boolean> => {
  const answered = sql`select 1 from schema_version`.execute(read).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000).unref())]);
};
