// The three functions of libsodium that every record goes through, called without the convenience that its wrapper puts
// round each (checks of kinds, seven allocations, copies): the same code of libsodium, on one piece of its memory that is
// kept. Lengths are checked here as there. Invariant: what comes back is a copy; what lay on the desk is wiped after use.

import type { Sodium } from '#crypto/seal.ts';

/** libsodium as compiled, below its wrapper: places in its memory are numbers, and lengths of 64 bits come in two halves. */
export interface LowSodium {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(place: number): void;
  _crypto_aead_xchacha20poly1305_ietf_encrypt(
    out: number,
    outLength: number,
    plain: number,
    plainLength: number,
    plainHigh: number,
    ad: number,
    adLength: number,
    adHigh: number,
    secret: number,
    nonce: number,
    key: number,
  ): number;
  _crypto_aead_xchacha20poly1305_ietf_decrypt(
    out: number,
    outLength: number,
    secret: number,
    sealed: number,
    sealedLength: number,
    sealedHigh: number,
    ad: number,
    adLength: number,
    adHigh: number,
    nonce: number,
    key: number,
  ): number;
  _crypto_generichash(out: number, outLength: number, message: number, length: number, high: number, key: number, keyLength: number): number;
}

const [NONCE, KEY, TAG] = [24, 32, 16];
/** A desk that had to be larger than this is given back after use. */
const LARGE = 1 << 20;

type Desk = Pick<Sodium, 'crypto_aead_xchacha20poly1305_ietf_encrypt' | 'crypto_aead_xchacha20poly1305_ietf_decrypt' | 'crypto_generichash'>;

export const deskOf = (low: LowSodium): Desk => {
  let place = 0;
  let size = 0;
  const clear = (used: number): void => {
    low.HEAPU8.fill(0, place, place + used);
    if (size <= LARGE) return;
    low._free(place);
    [place, size] = [0, 0];
  };
  /** Lays the parts one after the other, and tells where each lies; `room` bytes are free behind them. */
  const lay = (parts: readonly Uint8Array[], room: number): number[] => {
    let used = room;
    for (const part of parts) used += part.length;
    if (used > size) {
      if (size > 0) low._free(place);
      size = Math.max(65_536, used);
      place = low._malloc(size);
      if (place === 0) {
        size = 0;
        throw new RangeError('libsodium has no memory left');
      }
    }
    const places: number[] = [];
    let at = place;
    for (const part of parts) {
      low.HEAPU8.set(part, at);
      places.push(at);
      at += part.length;
    }
    places.push(at);
    return places;
  };
  const check = (part: Uint8Array, length: number, name: string): void => {
    if (part.length !== length) throw new TypeError(`invalid ${name} length`);
  };
  return {
    crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, _secret, nonce, key) {
      check(nonce, NONCE, 'nonce');
      check(key, KEY, 'key');
      const length = plain.length + TAG;
      const [p, a, n, k, out] = lay([plain, ad, nonce, key], length) as [number, number, number, number, number];
      const failed = low._crypto_aead_xchacha20poly1305_ietf_encrypt(out, 0, p, plain.length, 0, a, ad.length, 0, 0, n, k);
      const sealed = low.HEAPU8.slice(out, out + length);
      clear(out + length - p);
      if (failed !== 0) throw new Error('invalid usage');
      return sealed;
    },
    crypto_aead_xchacha20poly1305_ietf_decrypt(_secret, sealed, ad, nonce, key) {
      check(nonce, NONCE, 'nonce');
      check(key, KEY, 'key');
      if (sealed.length < TAG) throw new TypeError('ciphertext is too short');
      const length = sealed.length - TAG;
      const [s, a, n, k, out] = lay([sealed, ad, nonce, key], length) as [number, number, number, number, number];
      const failed = low._crypto_aead_xchacha20poly1305_ietf_decrypt(out, 0, 0, s, sealed.length, 0, a, ad.length, 0, n, k);
      const plain = failed === 0 ? low.HEAPU8.slice(out, out + length) : null;
      clear(out + length - s);
      if (plain === null) throw new Error('ciphertext cannot be decrypted using that key');
      return plain;
    },
    crypto_generichash(length, message, key) {
      if (length < 16 || length > 64) throw new TypeError('invalid hash length');
      if (key !== null && (key.length < 16 || key.length > 64)) throw new TypeError('invalid key length');
      const [m, k, out] = lay([message, key ?? new Uint8Array(0)], length) as [number, number, number];
      const failed = low._crypto_generichash(out, length, m, message.length, 0, key === null ? 0 : k, key?.length ?? 0);
      const hash = low.HEAPU8.slice(out, out + length);
      clear(out + length - m);
      if (failed !== 0) throw new Error('invalid usage');
      return hash;
    },
  };
};
