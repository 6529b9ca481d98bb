// Routes below /v1/account and /v1/pair. Guessing is rationed by name and by address, before any work is done for it.

import {
  ACCOUNT_LIMITS,
  foldName,
  isDeviceAdd,
  isNewsPut,
  isPairPost,
  isPasswordFinish,
  isPasswordStart,
  isRecoverFinish,
  isRecoverStart,
  isRegisterFinish,
  isRegisterStart,
  isRotate,
  isSignInFinish,
  isSignInStart,
} from '#sync/account-protocol.ts';
import { createHash } from 'node:crypto';
import { id as isId } from '#sync/checks.ts';
import { LIMITS } from '#sync/protocol.ts';
import { viewAccount } from './account-view.ts';
import { json, jsonOr, refused, type Answer } from './answer.ts';
import { jsonRoute, type Route } from './call.ts';
import { createPairs } from './pairs.ts';
import type { Services } from './services.ts';

const NOT_FOUND = { code: 'not-found' };

export const accountRoutes = ({ accounts, sessions, database, limits, live, news, now, emptied }: Services): readonly Route[] => {
  const pairs = createPairs(database, now);

  /** Null when it may be tried. Names are counted by their hash, so that a process's memory holds no list of them. */
  const rationed = (address: string, name?: string): Answer | null => {
    const seconds = Math.max(
      limits.take('attempts', address),
      name === undefined
        ? 0
        : limits.take(
            'name',
            createHash('sha256')
              .update(foldName(name) ?? '')
              .digest('base64url'),
          ),
    );
    return seconds > 0 ? refused({ code: 'too-many', with: { seconds } }) : null;
  };

  /** A sign-in from a device that is signed in for that account has a ration of its own before the name's. */
  const rationedSignIn = async (address: string, name: string, header: string | null): Promise<Answer | null> => {
    const session = header === null ? null : await sessions.find(header);
    const own = session && (await database.read.selectFrom('accounts').select('name').where('id', '=', session.account).executeTakeFirst());
    const isOwn = own?.name === foldName(name) && limits.take('device', `${session!.account} ${session!.device}`) === 0;
    return rationed(address, isOwn ? undefined : name);
  };

  return [
    jsonRoute('POST', '/account/register/start', 'anyone', isRegisterStart, async ({ body, address }) => {
      const seconds = limits.take('registering', address);
      if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
      return jsonOr(await accounts.registerStart(body.name, body.request, body));
    }),
    jsonRoute(
      'POST',
      '/account/register/finish',
      'anyone',
      isRegisterFinish,
      async ({ body, address }) => rationed(address) ?? jsonOr(await accounts.registerFinish(body)),
      LIMITS.jsonBytes,
    ),
    jsonRoute(
      'POST',
      '/account/sign-in/start',
      'anyone',
      isSignInStart,
      async ({ body, address, headers }) => (await rationedSignIn(address, body.name, headers.get('authorization'))) ?? jsonOr(await accounts.signInStart(body.name, body.request)),
    ),
    jsonRoute(
      'POST',
      '/account/sign-in/finish',
      'anyone',
      isSignInFinish,
      async ({ body, address }) => rationed(address) ?? jsonOr(await accounts.signInFinish(body.ticket, body.finish, body.device)),
    ),
    jsonRoute(
      'POST',
      '/account/recover/start',
      'anyone',
      isRecoverStart,
      async ({ body, address }) => rationed(address, body.name) ?? json(await accounts.recoverStart(body.name)),
    ),
    jsonRoute(
      'POST',
      '/account/recover/finish',
      'anyone',
      isRecoverFinish,
      async ({ body, address }) => rationed(address) ?? jsonOr(await accounts.recoverFinish(body.ticket, body.sig, body.device)),
    ),
    jsonRoute('POST', '/account/password/start', 'fresh', isPasswordStart, async ({ session, body }) => jsonOr(await accounts.passwordStart(session, body.request))),
    jsonRoute('POST', '/account/password/finish', 'fresh', isPasswordFinish, async ({ session, body }) =>
      jsonOr(await accounts.passwordFinish(session, body.ticket, body.record, body.wrap), () => ({ changed: true })),
    ),
    jsonRoute(
      'POST',
      '/account/rotate',
      'fresh',
      isRotate,
      async ({ session, body }) => {
        // Only who has shown the password gets here, so that nobody else can use this up.
        const seconds = limits.take('registering', `rotate ${session.account}`);
        if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        const done = await accounts.rotate(session, body);
        if (done.ok) live.end(session.account, (device) => device === session.device || body.keep.includes(device));
        return jsonOr(done, () => ({ changed: true }));
      },
      8 * LIMITS.jsonBytes,
    ),
    {
      method: 'GET',
      path: '/account',
      who: 'session',
      body: 'none',
      async answer({ session }) {
        const view = await viewAccount(database, session);
        return view ? json(view) : refused(NOT_FOUND);
      },
    },
    {
      method: 'DELETE',
      path: '/account',
      who: 'fresh',
      body: 'none',
      async answer({ session }) {
        for (const vault of await accounts.remove(session)) emptied(vault);
        live.end(session.account);
        return json({ gone: true });
      },
    },
    {
      method: 'POST',
      path: '/account/sign-out',
      who: 'session',
      body: 'none',
      async answer({ session }) {
        await sessions.end(session.hash);
        await news.remove(session);
        live.end(session.account, (device) => device !== session.device);
        return json({ gone: true });
      },
    },
    { method: 'GET', path: '/account/bundle', who: 'session', body: 'none', answer: async ({ session }) => jsonOr(await accounts.bundle(session)) },
    {
      method: 'GET',
      path: '/account/devices',
      who: 'session',
      body: 'none',
      async answer({ session }) {
        const view = await viewAccount(database, session);
        return view ? json({ devices: view.devices }) : refused(NOT_FOUND);
      },
    },
    jsonRoute('POST', '/account/devices', 'session', isDeviceAdd, async ({ session, body }) => {
      const { count } = await database.read
        .selectFrom('devices')
        .select((each) => each.fn.countAll<number>().as('count'))
        .where('account', '=', session.account)
        .executeTakeFirstOrThrow();
      if (Number(count) >= ACCOUNT_LIMITS.devices) return refused({ code: 'quota-full' });
      return jsonOr(await database.transaction(async (tx) => sessions.beginFor(tx, session, body.device)));
    }),
    { method: 'GET', path: '/account/news', who: 'session', body: 'none', answer: async ({ session }) => json(await news.ask(session)) },
    jsonRoute('PUT', '/account/news', 'session', isNewsPut, async ({ session, body }) => jsonOr(await news.put(session, body), () => ({ kept: true }))),
    {
      method: 'DELETE',
      path: '/account/news',
      who: 'session',
      body: 'none',
      async answer({ session }) {
        await news.remove(session);
        return json({ gone: true });
      },
    },
    jsonRoute(
      'POST',
      '/pair',
      'session',
      isPairPost,
      async ({ session, body }) => {
        const seconds = limits.take('registering', session.account);
        return seconds > 0 ? refused({ code: 'too-many', with: { seconds } }) : jsonOr(await pairs.put(body.id, body.blob), () => ({ kept: true }));
      },
      ACCOUNT_LIMITS.pairBytes * 2,
    ),
    {
      method: 'GET',
      path: '/pair/:id',
      who: 'anyone',
      body: 'none',
      async answer({ params, address, hasGone }) {
        const seconds = limits.take('attempts', address);
        if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        const blob = isId(params['id']) ? await pairs.wait(params['id'], hasGone) : null;
        return blob === null ? refused(NOT_FOUND) : json({ blob });
      },
    },
  ];
};
