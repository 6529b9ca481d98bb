// One request as a route sees it. A route is a line of a table: what it is called, who may call it, what body it takes. The
// table is also what the tests of access go through, so no route escapes them.

import type { ServerResponse } from 'node:http';
import type { Check } from '#sync/checks.ts';
import type { Session } from './access.ts';
import type { Answer } from './answer.ts';

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
  /** Who asked has gone, or has been answered. */
  readonly hasGone: () => boolean;
  /** For answers that stay open. */
  readonly outgoing: ServerResponse;
}

export type Who = 'anyone' | 'session' | 'fresh';

interface Common {
  /** A `HEAD` is answered where the table has it: some `GET`s take away what they give, or never end. */
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v1, segments that begin with a colon are places. */
  readonly path: string;
  /** `fresh`: a session that showed its password within ten minutes. */
  readonly who: Who;
  /** The session need not be asked for at the door: the route's own transaction does (`OpenSession.isRecalled`). */
  readonly asksItself?: true;
}
export type Route = Common &
  (
    | { readonly body: 'none'; readonly answer: (call: Call<null>) => Promise<Answer> }
    | { readonly body: 'stream'; readonly answer: (call: Call<null>) => Promise<Answer> }
    | { readonly body: 'bytes'; readonly most: number; readonly answer: (call: Call<Uint8Array>) => Promise<Answer> }
    | { readonly body: 'json'; readonly most: number; readonly check: Check<unknown>; readonly answer: (call: Call) => Promise<Answer> }
  );

/** A line of the table with a JSON body: the check gives the body its type. */
export const jsonRoute = <B>(method: 'POST' | 'PUT', path: string, who: Who, check: Check<B>, answer: (call: Call<B>) => Promise<Answer>, most = 64 * 1024): Route => ({
  method,
  path,
  who,
  body: 'json',
  most,
  check,
  answer: answer as (call: Call) => Promise<Answer>,
});
