// What is signed or hashed says first what it is, so that no signature made for one thing can pass for another:
//   `kith ` what 0 `1` 0 part 0 part … [0 bytes]
// Invariant: parts are ids, numbers, hex or fixed words; none holds a zero byte, so no two lists of parts give the same bytes.

import { base64ToBytes } from '#core/base64.ts';
import { textToBytes } from '#core/text.ts';
import { hexOf } from './chunks.ts';
import type { Sodium } from './seal.ts';

export const joinBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** `tail` is bytes of any kind; it stands last, after a zero byte. */
export const domainBytes = (what: string, parts: readonly (string | number)[], tail?: Uint8Array): Uint8Array => {
  const text = [`kith ${what}`, 1, ...parts].join('\0');
  return tail ? joinBytes(textToBytes(`${text}\0`), tail) : textToBytes(text);
};

type Hash = Pick<Sodium, 'crypto_generichash'>;

/** BLAKE2b-256 in lower-case hex. */
export const hashHex = (sodium: Hash, bytes: Uint8Array): string => hexOf(sodium.crypto_generichash(32, bytes, null));

/** 32 bytes made of a secret, for one purpose: keyed BLAKE2b-256. The secret has 16 to 64 bytes. */
export const deriveKey = (sodium: Hash, secret: Uint8Array, what: string, parts: readonly (string | number)[]): Uint8Array =>
  sodium.crypto_generichash(32, domainBytes(what, parts), secret);

/** Last letters whose unused bits are zero, by how many bytes stand in the last group. */
const ENDS: readonly RegExp[] = [/^[\w+/]*$/, /[AQgw]==$/, /[AEIMQUYcgkosw048]=$/];

/** Whether a text is base 64 for exactly so many bytes, written the one way there is. Decodes nothing: an epoch's entry holds a thousand. */
export const isExactBase64 = (text: unknown, length: number): text is string =>
  typeof text === 'string' && text.length === Math.ceil(length / 3) * 4 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) && ENDS[length % 3]!.test(text);

/** The bytes of such a text; null otherwise. */
export const exactBytes = (text: unknown, length: number): Uint8Array | null => (isExactBase64(text, length) ? base64ToBytes(text) : null);

const HASH = /^[0-9a-f]{64}$/;
export const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value);

/** An instant as Kith writes it: ISO 8601 in UTC with milliseconds. */
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
