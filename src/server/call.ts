// One request as a route sees it, and the answers it may give. A route is a line of a table: what it is called, who may call
// it, what body it takes. The table is also what the tests of access go through, so no route escapes them.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal, Result } from '#core/result.ts';
import { FRAME_TYPE, REFUSALS, type RefusalCode } from '#sync/protocol.ts';
import type { Check } from '#sync/checks.ts';
import type { Session } from './access.ts';
import { HEADERS } from './policy.ts';

export interface OpenSession extends Session {
  /** When the password or the recovery code was last shown for it, milliseconds. */
  readonly fresh: number;
  /** SHA-256 of its token, and the same in hex. */
  readonly hash: Uint8Array;
  readonly name: string;
  /** It is as this node knew it a moment ago: what it asks for is granted only by a transaction that asks the database about it. */
  readonly isRecalled?: true;
}

const SHOWN_FOR = 10 * 60_000;
/** Password or recovery code were shown within ten minutes. */
export const isShown = ({ fresh }: OpenSession, now: number): boolean => fresh >= now - SHOWN_FOR;

export interface Call<B = unknown> {
  readonly session: OpenSession;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: { readonly get: (name: string) => string | null };
  /** The checked JSON, or the bytes. */
  readonly body: B;
  /** Where the request came from; for limits alone, never kept. */
  readonly address: string;
  readonly request: Request;
  readonly incoming: IncomingMessage | undefined;
  readonly outgoing: ServerResponse | undefined;
}

export type Who = 'anyone' | 'session' | 'fresh';

interface Common {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As Hono writes paths, below /v1. */
  readonly path: string;
  /** `fresh`: a session that showed its password within ten minutes. */
  readonly who: Who;
  /** The session need not be asked for at the door: the route's own transaction does (`OpenSession.isRecalled`). */
  readonly asksItself?: true;
}
export type Route = Common &
  (
    | { readonly body: 'none'; readonly answer: (call: Call<null>) => Promise<Response> }
    | { readonly body: 'stream'; readonly answer: (call: Call<null>) => Promise<Response> }
    | { readonly body: 'bytes'; readonly most: number; readonly answer: (call: Call<Uint8Array>) => Promise<Response> }
    | { readonly body: 'json'; readonly most: number; readonly check: Check<unknown>; readonly answer: (call: Call) => Promise<Response> }
  );

/** A line of the table with a JSON body: the check gives the body its type. */
export const jsonRoute = <B>(method: 'POST' | 'PUT', path: string, who: Who, check: Check<B>, answer: (call: Call<B>) => Promise<Response>, most = 64 * 1024): Route => ({
  method,
  path,
  who,
  body: 'json',
  most,
  check,
  answer: answer as (call: Call) => Promise<Response>,
});

const FIXED = { ...HEADERS, 'cache-control': 'no-store' };

/** An answer to HEAD: how long the bytes would be. */
export const length = (size: number): Response => new Response(null, { headers: { ...FIXED, 'content-length': String(size) } });

export const json = (value: unknown): Response => Response.json(value, { headers: FIXED });

export const bytes = (value: Uint8Array, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(value as Uint8Array<ArrayBuffer>, { headers: { ...FIXED, 'content-type': FRAME_TYPE, 'content-length': String(value.length), ...headers } });

export const refused = ({ code, with: places }: Refusal): Response => {
  const known = (code in REFUSALS ? code : 'fault') as RefusalCode;
  const wait = places?.['seconds'];
  return Response.json(places ? { error: known, with: places } : { error: known }, {
    status: REFUSALS[known],
    headers: { ...FIXED, ...(wait === undefined ? {} : { 'retry-after': String(wait) }) },
  });
};

/** The value as JSON, or its refusal. */
export const jsonOr = <T>(result: Result<T, Refusal>, show: (value: T) => unknown = (value) => value): Response => (result.ok ? json(show(result.value)) : refused(result.error));
