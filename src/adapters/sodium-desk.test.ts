import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, expect, test } from 'vitest';
import type { Sodium } from '#crypto/seal.ts';
import { readySodium } from './sodium.ts';

let ours: Sodium;
let wrapper: Sodium;
beforeAll(async () => {
  ours = await readySodium();
  wrapper = sodium as unknown as Sodium;
});

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const plain = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 60_000, maxLength: 70_000 }));

test('the desk seals, opens and hashes as the wrapper of libsodium does', () => {
  fc.assert(
    fc.property(plain, fc.uint8Array({ maxLength: 80 }), bytes(24), bytes(32), (text, ad, nonce, key) => {
      const sealed = ours.crypto_aead_xchacha20poly1305_ietf_encrypt(text, ad, null, nonce, key);
      expect(Buffer.compare(sealed, wrapper.crypto_aead_xchacha20poly1305_ietf_encrypt(text, ad, null, nonce, key))).toBe(0);
      expect(Buffer.compare(ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce, key), text)).toBe(0);
      expect(Buffer.compare(ours.crypto_generichash(16, text, key), wrapper.crypto_generichash(16, text, key))).toBe(0);
      expect(Buffer.compare(ours.crypto_generichash(32, text, null), wrapper.crypto_generichash(32, text, null))).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('a changed byte, another key and another binding do not open; wrong lengths are refused', () => {
  const [nonce, key, ad] = [new Uint8Array(24).fill(1), new Uint8Array(32).fill(2), new Uint8Array(5)];
  const sealed = ours.crypto_aead_xchacha20poly1305_ietf_encrypt(new Uint8Array(400), ad, null, nonce, key);
  for (const at of [0, 200, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    expect(() => ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, changed, ad, nonce, key)).toThrow();
  }
  expect(() => ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce, new Uint8Array(32))).toThrow();
  expect(() => ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, new Uint8Array(4), nonce, key)).toThrow();
  expect(() => ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce.subarray(1), key)).toThrow();
  expect(() => ours.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, ad, null, nonce, key.subarray(1))).toThrow();
  expect(() => ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(0, 15), ad, nonce, key)).toThrow();
});

test('what is larger than the desk is sealed and opened too, and what came back before stays as it was', () => {
  const [nonce, key, ad] = [new Uint8Array(24), new Uint8Array(32), new Uint8Array(0)];
  const first = ours.crypto_aead_xchacha20poly1305_ietf_encrypt(new Uint8Array(10).fill(7), ad, null, nonce, key);
  const before = first.slice();
  const large = new Uint8Array(20_000_000).fill(9);
  const sealed = ours.crypto_aead_xchacha20poly1305_ietf_encrypt(large, ad, null, nonce, key);
  expect(Buffer.compare(ours.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce, key), large)).toBe(0);
  expect(first).toEqual(before);
});
