// The host as a function from Request to Response: the built page under a policy that lets it talk to nobody else, and
// whether it is well. It keeps nothing of anyone yet. Pages are addresses without an ending; they all get index.html.

import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { formOf, type PageFile, type PageFiles } from './page-files.ts';

/** What the page may load and speak to: itself. Pictures and recordings are opened in memory, hence blob: there. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), browsing-topics=(), payment=(), usb=()',
};

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

export const createHost = (files: PageFiles): Hono => {
  const host = new Hono();
  host.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  host.get('/healthz', (context) => context.json({ well: true }, 200, { 'cache-control': 'no-store' }));
  host.on(['GET', 'HEAD'], '*', async (context) => {
    const { path } = context.req;
    const file = files.get(path === '/' ? '/index.html' : path) ?? (isPage(path, context.req.header('accept') ?? '') ? files.get('/index.html') : undefined);
    if (!file) return context.text('Not found\n', 404, { 'cache-control': 'no-store' });
    return answer(file, context.req.raw);
  });
  host.all('*', (context) => context.text('Method not allowed\n', 405, { allow: 'GET, HEAD', 'cache-control': 'no-store' }));
  host.onError((_error, context) => context.text('The host could not answer. Nothing of yours was on its way.\n', 500));
  return host;
};
