// Routes below /v1/vaults, and of what lies in no vault but needs one: inbox, ballots, live hints.

import { PUSH_TAG } from '#crypto/push-tag.ts';
import { ACCOUNT_LIMITS, isBallotPost, isBlobAsk, isInboxPost, isPagePut, isTokenAsk, isWelcomePut } from '#sync/account-protocol.ts';
import { base64, hash as isHash, id as isId } from '#sync/checks.ts';
import { encodePage, encodePushAnswer, isLogPost, LIMITS, readPullAsk } from '#sync/protocol.ts';
import { bytes, FIXED, json, jsonOr, length, refused, WRITTEN, type Answer } from './answer.ts';
import { isShown, jsonRoute, type Call, type Route } from './call.ts';
import type { InviteProof } from './log.ts';
import type { Services } from './services.ts';

const NOT_FOUND = { code: 'not-found' };
const isProofSig = base64(64, 64);
/** A welcome counts as so many asks of the ration of logs: it lies beside one. */
const WELCOME_COST = 4;

const proofOf = (header: string | null): InviteProof | null => {
  const [invite, sig, ...more] = (header ?? '').split(' ');
  return isId(invite) && isProofSig(sig) && more.length === 0 ? { invite, sig } : null;
};

const numberOf = (written: string | null): number | null => (written === null ? 0 : /^\d{1,15}$/.test(written) ? Number(written) : null);

/** `AT.ID` of the last item that was read. */
const itemOf = (written: string | null): { readonly at: number; readonly id: string } | null | 'malformed' => {
  if (written === null) return null;
  const [, at, id] = /^(\d{1,15})\.([0-9a-z]{26})$/.exec(written) ?? [];
  return at === undefined || !isId(id) ? 'malformed' : { at: Number(at), id };
};

export const vaultRoutes = ({ vaults, sessions, pushKeys, logs, links, blobs, questions, inbox, pages, live, news, metrics, limits, now }: Services): readonly Route[] => {
  const withAddress = (answer: (call: Call, address: string) => Promise<Answer>) => async (call: Call) =>
    isHash(call.params['address']) ? answer(call, call.params['address']) : refused(NOT_FOUND);
  return [
    {
      method: 'POST',
      path: '/vaults/:vault/push',
      who: 'session',
      asksItself: true,
      body: 'bytes',
      most: PUSH_TAG + LIMITS.frameBytes,
      async answer({ session, params, body, address }) {
        const answer = await vaults.push(session, params['vault']!, body);
        if (!answer.ok && answer.error.code === 'session-needed') {
          // From here on as at the door, for who is not recognised.
          sessions.forget(session);
          const seconds = limits.take('address', address);
          if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        }
        if (!answer.ok) return refused(answer.error);
        metrics.count('rows_pushed', answer.value.results.length);
        news.moved(params['vault']!, session.account);
        return bytes(encodePushAnswer(answer.value));
      },
    },
    {
      method: 'GET',
      path: '/vaults/:vault/push-key',
      who: 'session',
      body: 'none',
      answer: async ({ session, params }) => jsonOr(await pushKeys.give(session, params['vault']!)),
    },
    {
      method: 'GET',
      path: '/vaults/:vault/pull',
      who: 'session',
      body: 'none',
      async answer({ session, params, query }) {
        const ask = readPullAsk(query);
        if (!ask) return refused({ code: 'malformed', with: { why: 'query' } });
        const page = await vaults.pull(session, params['vault']!, ask);
        if (!page.ok) return refused(page.error);
        metrics.count('rows_pulled', page.value.rows.length);
        return bytes(encodePage(page.value));
      },
    },
    {
      method: 'GET',
      path: '/vaults/:vault/log',
      who: 'session',
      body: 'none',
      async answer({ session, params, query, headers }) {
        const after = numberOf(query.get('after'));
        if (after === null) return refused({ code: 'malformed', with: { why: 'query' } });
        return jsonOr(await logs.page(session, params['vault']!, after, proofOf(headers.get('kith-invite'))));
      },
    },
    jsonRoute(
      'POST',
      '/vaults/:vault/log',
      'session',
      isLogPost,
      async ({ session, params, body }) => jsonOr(await logs.post(session, params['vault']!, body.entry, isShown(session, now()))),
      LIMITS.jsonBytes,
    ),
    jsonRoute(
      'PUT',
      '/vaults/:vault/invites/:id/welcome',
      'session',
      isWelcomePut,
      async ({ session, params, body }) => {
        const seconds = limits.take('log', session.account, WELCOME_COST);
        if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        return jsonOr(await links.lay(session, params['vault']!, params['id']!, body.welcome), () => ({ kept: true }));
      },
      ACCOUNT_LIMITS.welcomeBytes * 2,
    ),
    {
      method: 'GET',
      path: '/vaults/:vault/invites/:id/welcome',
      who: 'anyone',
      body: 'none',
      async answer({ params, address, headers }) {
        const seconds = limits.take('attempts', address);
        if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        const proof = proofOf(headers.get('kith-invite'));
        return jsonOr(await links.welcome(params['vault']!, proof?.invite === params['id'] ? proof : null));
      },
    },
    {
      method: 'PUT',
      path: '/vaults/:vault/blobs/:address',
      who: 'session',
      body: 'bytes',
      most: LIMITS.chunkBytes,
      answer: async (call) =>
        isHash(call.params['address'])
          ? jsonOr(await blobs.put(call.session, call.params['vault']!, call.params['address'], call.body), () => ({ kept: true }))
          : refused(NOT_FOUND),
    },
    {
      method: 'GET',
      path: '/vaults/:vault/blobs/:address',
      who: 'session',
      body: 'none',
      answer: withAddress(async ({ session, params }, address) => {
        const chunk = await blobs.get(session, params['vault']!, address);
        // Content under its own hash never changes: the device's own cache may keep it, no other.
        return chunk.ok ? bytes(chunk.value, { 'cache-control': 'private, max-age=31536000, immutable' }) : refused(chunk.error);
      }),
    },
    {
      method: 'HEAD',
      path: '/vaults/:vault/blobs/:address',
      who: 'session',
      body: 'none',
      answer: withAddress(async ({ session, params }, address) => {
        const size = await blobs.size(session, params['vault']!, address);
        return size.ok ? length(size.value) : refused(size.error);
      }),
    },
    {
      method: 'DELETE',
      path: '/vaults/:vault/blobs/:address',
      who: 'session',
      body: 'none',
      answer: withAddress(async ({ session, params }, address) => jsonOr(await blobs.remove(session, params['vault']!, address), () => ({ gone: true }))),
    },
    jsonRoute(
      'POST',
      '/vaults/:vault/blobs-held',
      'session',
      isBlobAsk,
      async ({ session, params, body }) => jsonOr(await blobs.have(session, params['vault']!, body.addresses)),
      LIMITS.jsonBytes,
    ),
    {
      method: 'POST',
      path: '/vaults/:vault/questions',
      who: 'session',
      body: 'none',
      answer: async ({ session, params }) => jsonOr(await questions.makeKey(session, params['vault']!)),
    },
    jsonRoute('POST', '/vaults/:vault/questions/:question/token', 'session', isTokenAsk, async ({ session, params, body }) =>
      jsonOr(await questions.sign(session, params['vault']!, params['question']!, body.blinded)),
    ),
    {
      method: 'GET',
      path: '/vaults/:vault/questions/:question/ballots',
      who: 'session',
      body: 'none',
      answer: async ({ session, params }) => jsonOr(await questions.ballots(session, params['vault']!, params['question']!)),
    },
    jsonRoute(
      'POST',
      '/ballots',
      'anyone',
      isBallotPost,
      async ({ body: { vault, question, ...ballot }, address }) => {
        const seconds = limits.take('ballots', address);
        if (seconds > 0) return refused({ code: 'too-many', with: { seconds } });
        return jsonOr(await questions.cast(vault, question, ballot), () => ({ kept: true }));
      },
      128 * 1024,
    ),
    jsonRoute(
      'PUT',
      '/vaults/:vault/pages/:id',
      'session',
      isPagePut,
      async ({ session, params, body }) => jsonOr(await pages.put(session, params['vault']!, params['id']!, body), () => ({ kept: true })),
      ACCOUNT_LIMITS.pageBytes * 2,
    ),
    {
      method: 'DELETE',
      path: '/vaults/:vault/pages/:id',
      who: 'session',
      body: 'none',
      answer: async ({ session, params }) => jsonOr(await pages.remove(session, params['vault']!, params['id']!), () => ({ gone: true })),
    },
    { method: 'GET', path: '/pages/:id', who: 'anyone', body: 'none', answer: async ({ params }) => jsonOr(await pages.get(params['id']!)) },
    jsonRoute(
      'POST',
      '/inbox',
      'session',
      isInboxPost,
      async ({ session, body }) => jsonOr(await inbox.post(session, body), () => ({ kept: true })),
      ACCOUNT_LIMITS.inboxBytes * 2,
    ),
    {
      method: 'GET',
      path: '/inbox',
      who: 'session',
      body: 'none',
      async answer({ session, query }) {
        const after = itemOf(query.get('after'));
        return after === 'malformed' ? refused({ code: 'malformed', with: { why: 'query' } }) : json(await inbox.page(session, after));
      },
    },
    {
      method: 'DELETE',
      path: '/inbox/:id',
      who: 'session',
      body: 'none',
      async answer({ session, params }) {
        await inbox.remove(session, params['id']!);
        return json({ gone: true });
      },
    },
    {
      method: 'GET',
      path: '/live',
      who: 'session',
      body: 'stream',
      async answer({ session, query, outgoing }) {
        const asked = (query.get('vaults') ?? '').split(',').filter((each) => each !== '');
        if (asked.length > ACCOUNT_LIMITS.vaults || !asked.every(isId)) return refused({ code: 'malformed', with: { why: 'query' } });
        outgoing.writeHead(200, { ...FIXED, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
        await live.listen(session, [...new Set(asked)], outgoing);
        return WRITTEN;
      },
    },
  ];
};
