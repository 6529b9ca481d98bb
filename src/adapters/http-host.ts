// The host as synchronising asks it (sync/ports.ts), over HTTP.

import { ok, refuse } from '#core/result.ts';
import { exactly, whole } from '#sync/checks.ts';
import type { Answer, HostPort } from '#sync/ports.ts';
import { decodePull, decodePushAnswer, isLogPage, isPushKey, pullPath } from '#sync/protocol.ts';
import type { Result } from '#core/result.ts';
import type { Called, HostCalls } from './host-calls.ts';

export const isPosted = exactly({ n: whole(0, Number.MAX_SAFE_INTEGER) });

const read = <T>(answer: Called<Uint8Array>, decode: (bytes: Uint8Array) => Result<T>): Answer<T> => {
  if (!answer.ok) return answer;
  const decoded = decode(answer.value);
  return decoded.ok ? ok(decoded.value) : refuse({ code: 'unreadable' });
};

/** `token` is asked for at each request: a new session may have begun. */
export const createHttpHost = (calls: HostCalls, vault: string, token: () => string | null): HostPort => ({
  pushKey: () => calls.json('GET', `/vaults/${vault}/push-key`, isPushKey, { token: token() }),
  push: async (push) => read(await calls.bytes('POST', `/vaults/${vault}/push`, { token: token(), body: push }), decodePushAnswer),
  pull: async (ask) => read(await calls.bytes('GET', pullPath(vault, ask), { token: token() }), decodePull),
  log: (after) => calls.json('GET', `/vaults/${vault}/log?after=${after}`, isLogPage, { token: token() }),
  postLog: (entry) => calls.json('POST', `/vaults/${vault}/log`, isPosted, { token: token(), body: { entry } }),
});
