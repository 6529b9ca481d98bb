// What Kith uses of libsodium, from what Node has built in: starting libsodium's WebAssembly costs a command line 25 ms,
// this costs 5. XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) is HChaCha20 over the key and the first 16 bytes of the
// nonce, then the platform's own ChaCha20-Poly1305 (RFC 8439). BLAKE2b is RFC 7693, in pairs of 32-bit words.
// Invariant: byte for byte what libsodium gives; native-sodium.test.ts compares the two on every run.

import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { Sodium } from '#crypto/seal.ts';

const TAG = 16;

const wordsOf = (bytes: Uint8Array, count: number, out: Uint32Array, at: number): void => {
  for (let i = 0; i < count; i++) out[at + i] = bytes[4 * i]! | (bytes[4 * i + 1]! << 8) | (bytes[4 * i + 2]! << 16) | (bytes[4 * i + 3]! << 24);
};

/** The key that XChaCha20 uses for one nonce: HChaCha20 of 32 bytes of key and 16 of nonce. */
const hchacha20 = (key: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const x = new Uint32Array(16);
  x.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  wordsOf(key, 8, x, 4);
  wordsOf(nonce, 4, x, 12);
  const turn = (a: number, b: number, c: number, d: number): void => {
    let v = x[d]! ^ (x[a] = x[a]! + x[b]!, x[a]!);
    x[d] = (v << 16) | (v >>> 16);
    v = x[b]! ^ (x[c] = x[c]! + x[d]!, x[c]!);
    x[b] = (v << 12) | (v >>> 20);
    v = x[d]! ^ (x[a] = x[a]! + x[b]!, x[a]!);
    x[d] = (v << 8) | (v >>> 24);
    v = x[b]! ^ (x[c] = x[c]! + x[d]!, x[c]!);
    x[b] = (v << 7) | (v >>> 25);
  };
  for (let round = 0; round < 10; round++) {
    turn(0, 4, 8, 12);
    turn(1, 5, 9, 13);
    turn(2, 6, 10, 14);
    turn(3, 7, 11, 15);
    turn(0, 5, 10, 15);
    turn(1, 6, 11, 12);
    turn(2, 7, 8, 13);
    turn(3, 4, 9, 14);
  }
  const out = new Uint8Array(32);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 4; i++) {
    view.setUint32(4 * i, x[i]!, true);
    view.setUint32(16 + 4 * i, x[12 + i]!, true);
  }
  return out;
};

const innerNonce = (nonce: Uint8Array): Uint8Array => {
  const inner = new Uint8Array(12);
  inner.set(nonce.subarray(16, 24), 4);
  return inner;
};

const checkSizes = (nonce: Uint8Array, key: Uint8Array): void => {
  if (nonce.length !== 24 || key.length !== 32) throw new RangeError('XChaCha20-Poly1305 takes a key of 32 bytes and a nonce of 24');
};

const IV = new Uint32Array([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const ORDER = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const MIX = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const blake2b = (length: number, message: Uint8Array, key: Uint8Array | null): Uint8Array => {
  if (length < 1 || length > 64 || (key && key.length > 64)) throw new RangeError('BLAKE2b gives 1 to 64 bytes and takes a key of at most 64');
  const h = IV.slice();
  h[0]! ^= 0x01010000 ^ ((key?.length ?? 0) << 8) ^ length;
  let data = message;
  if (key && key.length > 0) {
    data = new Uint8Array(128 + message.length);
    data.set(key);
    data.set(message, 128);
  }
  const v = new Uint32Array(32);
  const m = new Uint32Array(32);
  const block = new Uint8Array(128);
  // v[a] += v[b] + word, over pairs of 32 bits, low word first.
  const sum = (a: number, b: number, low: number, high: number): void => {
    const lows = v[2 * a]! + v[2 * b]! + low;
    v[2 * a + 1] = v[2 * a + 1]! + v[2 * b + 1]! + high + Math.floor(lows / 0x1_0000_0000);
    v[2 * a] = lows;
  };
  /** v[d] = (v[d] ^ v[a]) turned right by `by` bits. */
  const turn = (d: number, a: number, by: 32 | 24 | 16 | 63): void => {
    const low = v[2 * d]! ^ v[2 * a]!;
    const high = v[2 * d + 1]! ^ v[2 * a + 1]!;
    if (by === 32) [v[2 * d], v[2 * d + 1]] = [high, low];
    else if (by === 63) {
      v[2 * d] = (low << 1) | (high >>> 31);
      v[2 * d + 1] = (high << 1) | (low >>> 31);
    } else {
      v[2 * d] = (low >>> by) | (high << (32 - by));
      v[2 * d + 1] = (high >>> by) | (low << (32 - by));
    }
  };
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  for (let n = 0; n < blocks; n++) {
    const part = data.subarray(128 * n, 128 * n + 128);
    block.fill(0);
    block.set(part);
    wordsOf(block, 32, m, 0);
    v.set(h);
    v.set(IV, 16);
    const count = 128 * n + part.length;
    v[24]! ^= count;
    v[25]! ^= Math.floor(count / 0x1_0000_0000);
    if (n === blocks - 1) {
      v[28] = ~v[28]!;
      v[29] = ~v[29]!;
    }
    for (let round = 0; round < 12; round++) {
      const order = ORDER[round % 10]!;
      for (let i = 0; i < 8; i++) {
        const [a, b, c, d] = MIX[i]!;
        const [x, y] = [2 * order[2 * i]!, 2 * order[2 * i + 1]!];
        sum(a, b, m[x]!, m[x + 1]!);
        turn(d, a, 32);
        sum(c, d, 0, 0);
        turn(b, c, 24);
        sum(a, b, m[y]!, m[y + 1]!);
        turn(d, a, 16);
        sum(c, d, 0, 0);
        turn(b, c, 63);
      }
    }
    for (let i = 0; i < 16; i++) h[i]! ^= v[i]! ^ v[i + 16]!;
  }
  return new Uint8Array(h.buffer).slice(0, length);
};

export const nativeRandom = (length: number): Uint8Array => randomFillSync(new Uint8Array(length));

export const nativeSodium: Sodium = {
  crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, _secretNonce, nonce, key) {
    checkSizes(nonce, key);
    const cipher = createCipheriv('chacha20-poly1305', hchacha20(key, nonce), innerNonce(nonce), { authTagLength: TAG });
    cipher.setAAD(ad, { plaintextLength: plain.length });
    const out = new Uint8Array(plain.length + TAG);
    out.set(cipher.update(plain));
    cipher.final();
    out.set(cipher.getAuthTag(), plain.length);
    return out;
  },
  crypto_aead_xchacha20poly1305_ietf_decrypt(_secretNonce, sealed, ad, nonce, key) {
    checkSizes(nonce, key);
    if (sealed.length < TAG) throw new RangeError('too short to be sealed');
    const decipher = createDecipheriv('chacha20-poly1305', hchacha20(key, nonce), innerNonce(nonce), { authTagLength: TAG });
    const body = sealed.subarray(0, sealed.length - TAG);
    decipher.setAAD(ad, { plaintextLength: body.length });
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(body);
    // Throws when the tag does not fit: nothing that was not sealed under this key is ever given out.
    decipher.final();
    return plain;
  },
  randombytes_buf: nativeRandom,
  crypto_generichash: blake2b,
};
