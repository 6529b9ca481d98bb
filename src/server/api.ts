// The door: every request below /v1 comes through here and nowhere else. In this order: rationed, recognised, its body read
// under a limit and checked, answered; whatever goes wrong has one of the protocol's refusals. What cannot be recognised costs
// the host a look at one row; a session that ended less than a minute ago, one transaction more (docs/decisions/0023).

import { isIPv6 } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { id as isId } from '#sync/checks.ts';
import { parseJson } from '#sync/frame.ts';
import { PREFIX } from '#sync/protocol.ts';
import { accountRoutes } from './account-routes.ts';
import { readBody } from './body.ts';
import { isShown, refused, type Call, type OpenSession, type Route } from './call.ts';
import { storeRefusal } from './database.ts';
import type { Report } from './report.ts';
import type { Services } from './services.ts';
import { vaultRoutes } from './vault-routes.ts';

/** Places in paths that hold ids. */
const IDS = ['vault', 'question', 'id'] as const;
const NOBODY: OpenSession = { account: '', device: '', fresh: 0, hash: new Uint8Array(0), name: '' };

/** Worked out when first asked for. */
const once = <T>(work: () => T): (() => T) => {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: work() }).value;
};

type Bound = { Bindings: Partial<HttpBindings> };

/** Where a request came from: the socket, or behind `proxies` trusted proxies what the outermost of them saw. */
export const addressOf = (context: Context<Bound>, proxies: number): string => {
  const socket = context.env?.incoming?.socket?.remoteAddress ?? '';
  if (proxies === 0) return socket;
  const said = (context.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim());
  return said.at(-proxies) || socket;
};

/** Whom a ration is for: an address, of IPv6 its network of 64 bits, since who has one has all of them. */
export const sourceOf = (address: string): string => {
  if (!isIPv6(address) || /^::ffff:\d/i.test(address)) return address;
  const [front, back] = address.split('::');
  const groups = (front ?? '').split(':').filter((each) => each !== '');
  const last = (back ?? '').split(':').filter((each) => each !== '');
  const all = back === undefined ? groups : [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => '0'), ...last];
  return all
    .slice(0, 4)
    .map((each) => Number.parseInt(each, 16).toString(16))
    .join(':');
};

export const routesOf = (services: Services): readonly Route[] => [...accountRoutes(services), ...vaultRoutes(services)];

export const createApi = (services: Services, report: Report, { proxies = 0 }: { readonly proxies?: number } = {}): Hono<Bound> => {
  const { limits, metrics, sessions, now } = services;
  const api = new Hono<Bound>();

  const called = async (route: Route, context: Context<Bound>): Promise<Response> => {
    // Most requests need neither; working them out takes as long as looking up the session.
    const address = once(() => sourceOf(addressOf(context, proxies)));
    const query = once(() => new URL(context.req.raw.url).searchParams);
    const limited = (seconds: number): Response => {
      metrics.count('rate_limited');
      return refused({ code: 'too-many', with: { seconds } });
    };
    let session = NOBODY;
    const header = context.req.header('authorization') ?? null;
    if (route.who === 'anyone') {
      const seconds = limits.take('address', address());
      if (seconds > 0) return limited(seconds);
    } else {
      const found = (route.asksItself && sessions.recall(header)) || (await sessions.find(header));
      if (!found) {
        const seconds = limits.take('address', address());
        return seconds > 0 ? limited(seconds) : refused({ code: 'session-needed' });
      }
      const seconds = limits.take('session', found.name);
      if (seconds > 0) return limited(seconds);
      if (route.who === 'fresh' && !isShown(found, now())) return refused({ code: 'sign-in-again' });
      session = found;
    }
    const params = context.req.param() as Record<string, string>;
    // Before the database sees it: PostgreSQL takes no zero byte, and what is no id is nowhere.
    if (IDS.some((name) => name in params && !isId(params[name]))) return refused({ code: 'not-found' });
    const request = context.req.raw;
    const common = {
      session,
      params,
      get query() {
        return query();
      },
      headers: { get: (name: string) => context.req.header(name) ?? null },
      get address() {
        return address();
      },
      request,
      incoming: context.env?.incoming,
      outgoing: context.env?.outgoing,
    } satisfies Omit<Call, 'body'>;
    if (route.body === 'none' || route.body === 'stream') return route.answer(Object.assign(common, { body: null }));
    const body = await readBody(request, context.env?.incoming, route.most);
    if (!body.ok) return refused(body.error);
    try {
      if (route.body === 'bytes') return await route.answer(Object.assign(common, { body: body.value.bytes }));
      const value = parseJson(body.value.bytes);
      return route.check(value) ? await route.answer(Object.assign(common, { body: value })) : refused({ code: 'malformed', with: { why: 'body' } });
    } finally {
      body.value.release();
    }
  };

  for (const route of routesOf(services)) {
    const name = `${route.method} ${route.path}`;
    api.on(route.method, `${PREFIX}${route.path}`, async (context) => {
      const began = performance.now();
      let answer: Response;
      try {
        answer = await called(route, context);
      } catch (error) {
        const code = storeRefusal(error);
        if (code) metrics.count('store_failures');
        report.failed(name, code ?? 'fault', error);
        answer = code === 'store-gone' ? refused({ code, with: { seconds: 2 } }) : refused({ code: code ?? 'fault' });
      }
      metrics.answered(name, answer.status, performance.now() - began);
      report.answered(name, answer.status, performance.now() - began);
      return answer;
    });
  }
  api.all(`${PREFIX}/*`, () => refused({ code: 'not-found' }));
  return api;
};
