// Small checks that what came from outside is what it should be: exact fields, bounded numbers, bounded lengths. Written by
// hand so that the host loads no schema library, and strict: a field that nobody expects is refused, not passed over.

import { isDeviceId, isId } from '#core/ids.ts';

export type Check<T> = (value: unknown) => value is T;

/** What a check lets through. */
export type Checked<C> = C extends Check<infer T> ? T : never;

type Shape = Readonly<Record<string, Check<unknown> | Optional<unknown>>>;
interface Optional<T> {
  readonly optional: Check<T>;
}
type Required<S extends Shape> = { [K in keyof S as S[K] extends Check<unknown> ? K : never]: S[K] extends Check<infer T> ? T : never };
type Maybe<S extends Shape> = { [K in keyof S as S[K] extends Optional<unknown> ? K : never]?: S[K] extends Optional<infer T> ? T : never };

export const optional = <T>(check: Check<T>): Optional<T> => ({ optional: check });

/** An object with these fields and no others. */
export const exactly = <S extends Shape>(shape: S): Check<Readonly<Required<S> & Maybe<S>>> => {
  const entries = Object.entries(shape).map(([name, each]) => (typeof each === 'function' ? ([name, each, true] as const) : ([name, each.optional, false] as const)));
  const names = new Set(Object.keys(shape));
  return (value): value is Readonly<Required<S> & Maybe<S>> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const bag = value as Record<string, unknown>;
    for (const [name, check, isNeeded] of entries) if (Object.hasOwn(bag, name) ? !check(bag[name]) : isNeeded) return false;
    for (const name in bag) if (!names.has(name)) return false;
    return true;
  };
};

export const listOf =
  <T>(check: Check<T>, most: number, least = 0): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);

/** A list of exactly these, one after the other. */
export const tuple =
  <T extends readonly unknown[]>(...checks: { readonly [K in keyof T]: Check<T[K]> }): Check<T> =>
  (value): value is T => {
    if (!Array.isArray(value) || value.length !== checks.length) return false;
    for (let place = 0; place < checks.length; place++) if (!checks[place]!(value[place])) return false;
    return true;
  };

export const oneOf =
  <T extends string>(...texts: readonly T[]): Check<T> =>
  (value): value is T =>
    (texts as readonly unknown[]).includes(value);

/** Length in UTF-16 units, as JavaScript counts. */
export const text =
  (most: number, least = 1): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length >= least && value.length <= most;

export const whole =
  (least: number, most: number): Check<number> =>
  (value): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;

export const truth: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export const id: Check<string> = isId;
export const deviceId: Check<string> = isDeviceId;

/** BLAKE2b-256 or SHA-256 in lower-case hex. */
export const hash: Check<string> = (value): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** Base 64 (RFC 4648 §4, padded) of between `least` and `most` bytes; the bits after the last byte are zero, so that a value has one writing. */
export const base64 =
  (least: number, most: number): Check<string> =>
  (value): value is string => {
    if (typeof value !== 'string' || value.length % 4 !== 0 || value.length > Math.ceil(most / 3) * 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return false;
    if (value.endsWith('==') ? !/[AQgw]==$/.test(value) : value.endsWith('=') && !/[AEIMQUYcgkosw048]=$/.test(value)) return false;
    const bytes = (value.length / 4) * 3 - (value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0);
    return bytes >= least && bytes <= most;
  };

/** Base 64 for addresses (RFC 4648 §5, no padding), as OPAQUE's messages and session tokens are written. */
export const base64url =
  (least: number, most: number): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length >= least && value.length <= most && /^[A-Za-z0-9_-]*$/.test(value);
