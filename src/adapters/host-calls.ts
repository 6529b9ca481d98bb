// Requests to a host over fetch: JSON or frames out, checked answers in. Invariants: never throws; a refusal is a value with the
// host's code; no answer, or one that is not a Kith host's, is `offline` or `unreadable`; an answer is read only so far as a host
// may answer, and only so long; nothing is kept in a cache, and no redirect is followed with the session in hand.

import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import type { Check } from '#sync/checks.ts';
import { parseJson } from '#sync/frame.ts';
import { isRefusalBody, LIMITS, PREFIX } from '#sync/protocol.ts';

/** `wait`: milliseconds that the host asked to wait. */
export type CallFailure = Refusal & { readonly wait?: number };
export type Called<T> = Result<T, CallFailure>;

export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface CallOptions {
  readonly token?: string | null;
  /** Sent as JSON, or as it is when it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds until an answer is given up. */
  readonly patience?: number;
}

export interface HostCalls {
  /** Address of the host. */
  readonly host: string;
  json<T>(method: string, path: string, check: Check<T>, options?: CallOptions): Promise<Called<T>>;
  bytes(method: string, path: string, options?: CallOptions): Promise<Called<Uint8Array>>;
  /** The answer as it comes, for a stream: without a limit on time once it began. */
  open(path: string, options?: CallOptions): Promise<Called<Response>>;
}

const PATIENCE = 60_000;
/** More than any page, frame or log may hold in base 64. */
const MOST = 2 * LIMITS.frameBytes + LIMITS.rowBytes;

const offline: CallFailure = { code: 'offline' };
/** Not `malformed`, which is what a host says of a request: this says nothing of what was sent. */
const unreadable: CallFailure = { code: 'unreadable' };

/**
 * An address as typed, to the form in which it is kept: `kith.example.org` is https, a machine's own address http. Refusals:
 * `host-address-wrong`; `host-not-secure` for plain http to another machine, where whoever carries the bytes could take the session.
 */
export const readHostAddress = (typed: string, { isPlainAllowed = false }: { readonly isPlainAllowed?: boolean } = {}): Result<string> => {
  const wrong = refuse({ code: 'host-address-wrong', with: { address: typed.slice(0, 200) } });
  const text = typed.trim();
  const isOwn = (name: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(name) || name.endsWith('.localhost');
  const bare = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isOwn(/^(\[[^\]]*\]|[^:/?#]*)/.exec(text)![0].toLowerCase()) ? 'http' : 'https'}://${text}`;
  let url: URL;
  try {
    url = new URL(bare);
  } catch {
    return wrong;
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search || url.hash || url.hostname === '') return wrong;
  if (url.protocol === 'http:' && !isOwn(url.hostname) && !isPlainAllowed) return refuse({ code: 'host-not-secure', with: { address: url.host } });
  return ok(`${url.origin}${url.pathname.replace(/\/+$/, '')}`);
};

/** All of a body, or null when it is longer than `most`. */
const readAll = async (answer: Response, most: number): Promise<Uint8Array | null> => {
  if (Number(answer.headers.get('content-length') ?? 0) > most) {
    await answer.body?.cancel();
    return null;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || !value) break;
    size += value.length;
    if (size > most) {
      await reader?.cancel();
      return null;
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const waitOf = (answer: Response): { readonly wait?: number } => {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { wait: Math.min(seconds, 3600) * 1000 } : {};
};

const failureOf = async (answer: Response): Promise<CallFailure> => {
  const body = parseJson((await readAll(answer, 64 * 1024)) ?? new Uint8Array());
  if (isRefusalBody(body)) return { code: body.error, ...(body.with ? { with: body.with } : {}), ...waitOf(answer) };
  // Something in front of the host answered in its place: it is on its way, or gone for now.
  return answer.status >= 500 || answer.status === 408 || answer.status === 429 ? { ...offline, ...waitOf(answer) } : unreadable;
};

export const createHostCalls = (host: string, ask: Fetch = (address, init) => fetch(address, init)): HostCalls => {
  const send = async <T>(
    method: string,
    path: string,
    { token, body, headers, signal, patience = PATIENCE }: CallOptions,
    read: (answer: Response) => Promise<Called<T>>,
    isEndless = false,
  ) => {
    const ends = new AbortController();
    const timer = setTimeout(() => ends.abort(), patience);
    const stop = (): void => ends.abort();
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) ends.abort();
    const isBytes = body instanceof Uint8Array;
    try {
      const answer = await ask(`${host}${path.startsWith(`${PREFIX}/`) ? '' : PREFIX}${path}`, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: ends.signal,
      });
      return answer.ok ? await read(answer) : refuse(await failureOf(answer));
    } catch {
      return refuse(offline);
    } finally {
      clearTimeout(timer);
      if (!isEndless) signal?.removeEventListener('abort', stop);
    }
  };
  return {
    host,
    json: (method, path, check, options = {}) =>
      send(method, path, options, async (answer) => {
        const value = parseJson((await readAll(answer, MOST)) ?? new Uint8Array());
        return check(value) ? ok(value) : refuse(unreadable);
      }),
    bytes: (method, path, options = {}) =>
      send(method, path, options, async (answer) => {
        const bytes = await readAll(answer, MOST);
        return bytes ? ok(bytes) : refuse(unreadable);
      }),
    open: (path, options = {}) => send('GET', path, options, async (answer) => ok(answer), true),
  };
};
