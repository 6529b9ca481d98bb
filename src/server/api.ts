// The door: every request below /v1 comes through here and nowhere else. In this order: rationed, recognised, its body read
// under a limit and checked, answered; whatever goes wrong has one of the protocol's refusals. What cannot be recognised costs
// the host a look at one row; a session that ended less than a minute ago, one transaction more (docs/decisions/0023).

import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { parse as patternOf } from 'regexparam';
import { id as isId } from '#sync/checks.ts';
import { parseJson } from '#sync/frame.ts';
import { PREFIX } from '#sync/protocol.ts';
import { accountRoutes } from './account-routes.ts';
import { refused, type Answer } from './answer.ts';
import { readBody } from './body.ts';
import { isShown, type Call, type OpenSession, type Route } from './call.ts';
import { storeRefusal } from './database.ts';
import type { Asked } from './door.ts';
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

const headerOf = ({ headers }: IncomingMessage, name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
};

/** Where a request came from: the socket, or behind `proxies` trusted proxies what the outermost of them saw. */
const addressOf = ({ incoming }: Asked, proxies: number): string => {
  const socket = incoming.socket.remoteAddress ?? '';
  if (proxies === 0) return socket;
  const said = headerOf(incoming, 'x-forwarded-for')?.split(',') ?? [];
  return said.at(-proxies)?.trim() || socket;
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

/** What answers below /v1; null is for others. Like the host, it never fails. */
export const createApi = (services: Services, report: Report, { proxies = 0 }: { readonly proxies?: number } = {}): ((asked: Asked) => Promise<Answer> | null) => {
  const { limits, metrics, sessions, now } = services;

  const called = async (route: Route, asked: Asked, params: Readonly<Record<string, string>>): Promise<Answer> => {
    const { incoming, outgoing } = asked;
    // Most requests need neither; working them out takes as long as looking up the session.
    const address = once(() => sourceOf(addressOf(asked, proxies)));
    const query = once(() => new URLSearchParams(asked.query));
    const limited = (seconds: number): Answer => {
      metrics.count('rate_limited');
      return refused({ code: 'too-many', with: { seconds } });
    };
    let session = NOBODY;
    const header = headerOf(incoming, 'authorization');
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
    // Before the database sees it: PostgreSQL takes no zero byte, and what is no id is nowhere.
    if (IDS.some((name) => name in params && !isId(params[name]))) return refused({ code: 'not-found' });
    const common = {
      session,
      params,
      get query() {
        return query();
      },
      headers: { get: (name: string) => headerOf(incoming, name) },
      get address() {
        return address();
      },
      hasGone: () => outgoing.destroyed,
      outgoing,
    } satisfies Omit<Call, 'body'>;
    if (route.body === 'none' || route.body === 'stream') return route.answer(Object.assign(common, { body: null }));
    const body = await readBody(incoming, route.most);
    if (!body.ok) return refused(body.error);
    try {
      if (route.body === 'bytes') return await route.answer(Object.assign(common, { body: body.value.bytes }));
      const value = parseJson(body.value.bytes);
      return route.check(value) ? await route.answer(Object.assign(common, { body: value })) : refused({ code: 'malformed', with: { why: 'body' } });
    } finally {
      body.value.release();
    }
  };

  const answered = async (route: Route, name: string, asked: Asked, params: Readonly<Record<string, string>>): Promise<Answer> => {
    const began = performance.now();
    let answer: Answer;
    try {
      answer = await called(route, asked, params);
    } catch (error) {
      const code = storeRefusal(error);
      if (code) metrics.count('store_failures');
      report.failed(name, code ?? 'fault', error);
      answer = code === 'store-gone' ? refused({ code, with: { seconds: 2 } }) : refused({ code: code ?? 'fault' });
    }
    metrics.answered(name, answer.status, performance.now() - began);
    report.answered(name, answer.status, performance.now() - began);
    return answer;
  };

  const routes = routesOf(services).map((route) => {
    const { pattern, keys } = patternOf(`${PREFIX}${route.path}`);
    // As written: a keeper's rule for a path must not be passed with other capitals.
    return { route, name: `${route.method} ${route.path}`, pattern: new RegExp(pattern.source), keys };
  });
  return (asked) => {
    if (asked.path !== PREFIX && !asked.path.startsWith(`${PREFIX}/`)) return null;
    for (const { route, name, pattern, keys } of routes) {
      const found = route.method === asked.method ? pattern.exec(asked.path) : null;
      if (found) return answered(route, name, asked, Object.fromEntries(keys.map((key, place) => [key, found[place + 1]!])));
    }
    return Promise.resolve(refused({ code: 'not-found' }));
  };
};
