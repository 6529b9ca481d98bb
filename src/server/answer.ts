// What the host answers, as a value: a status, headers, a body. Every answer bears the headers of policy.ts; who makes one need
// not know of sockets, and who writes it to one (door.ts) need not know what it says.

import type { Refusal, Result } from '#core/result.ts';
import { FRAME_TYPE, REFUSALS, type RefusalCode } from '#sync/protocol.ts';
import { HEADERS } from './policy.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `written`: by the route itself, which keeps it open. */
  readonly body: Uint8Array | string | null | 'written';
}

/** What every answer to a device bears. */
export const FIXED = { ...HEADERS, 'cache-control': 'no-store' };
const JSON_TYPE = { ...FIXED, 'content-type': 'application/json' };

export const WRITTEN: Answer = { status: 200, headers: {}, body: 'written' };

/** An answer to HEAD: how long the bytes would be. */
export const length = (size: number): Answer => ({ status: 200, headers: { ...FIXED, 'content-length': String(size) }, body: null });

export const json = (value: unknown, status = 200): Answer => ({ status, headers: JSON_TYPE, body: JSON.stringify(value) });

export const text = (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...FIXED, 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

export const bytes = (body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { ...FIXED, 'content-type': FRAME_TYPE, ...headers },
  body,
});

export const refused = ({ code, with: places }: Refusal): Answer => {
  const known = (code in REFUSALS ? code : 'fault') as RefusalCode;
  const wait = places?.['seconds'];
  return {
    status: REFUSALS[known],
    headers: wait === undefined ? JSON_TYPE : { ...JSON_TYPE, 'retry-after': String(wait) },
    body: JSON.stringify(places ? { error: known, with: places } : { error: known }),
  };
};

/** The value as JSON, or its refusal. */
export const jsonOr = <T>(result: Result<T, Refusal>, show: (value: T) => unknown = (value) => value): Answer => (result.ok ? json(show(result.value)) : refused(result.error));
