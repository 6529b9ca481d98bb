// The two must agree in every byte, or a vault written by the command line would not open in the page.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readySodium } from '../sodium.ts';
import { nativeSodium } from './native-sodium.ts';

const sodium = await readySodium();
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = (out: Uint8Array) => Buffer.from(out).toString('hex');

describe('The command line seals as the page does', () => {
  test('what one seals, the other opens, and the bytes are equal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uint8Array({ maxLength: 200 }), bytes(24), bytes(32), (plain, ad, nonce, key) => {
        const [ours, theirs] = [nativeSodium, sodium].map((one) => one.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key));
        expect(hex(ours!)).toBe(hex(theirs!));
        expect(hex(nativeSodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, theirs!, ad, nonce, key))).toBe(hex(plain));
      }),
    );
  });

  test('one bit changed anywhere, and it does not open', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 60 }), bytes(24), bytes(32), fc.nat(), fc.nat({ max: 3 }), (plain, ad, nonce, key, bit, where) => {
        const parts = [nativeSodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key), ad, nonce, key].map((part) => new Uint8Array(part)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
        const part = parts[where]!;
        part[(bit >> 3) % part.length]! ^= 1 << (bit & 7);
        expect(() => nativeSodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, parts[0], parts[1], parts[2], parts[3])).toThrow();
      }),
    );
  });

  test('ids derived from a name are the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 64 }), fc.uint8Array({ maxLength: 700 }), fc.option(fc.uint8Array({ minLength: 16, maxLength: 64 })), (length, message, key) => {
        expect(hex(nativeSodium.crypto_generichash(length, message, key))).toBe(hex(sodium.crypto_generichash(length, message, key)));
      }),
      { examples: [128, 256, 127, 129].map((n): [number, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] => [32, new Uint8Array(n), new Uint8Array(32)]) },
    );
  });
});
