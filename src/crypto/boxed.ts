// Sealing what is not a record: under a key (XChaCha20-Poly1305) or to a person's X25519 key (libsodium's sealed box, whose
// one-time key comes from outside so that vectors can be frozen). Both are bound to words that say what it is and where it
// belongs: moved elsewhere it does not open.
//   under a key: 1 | 24 bytes nonce | ciphertext and tag; associated data as in domain.ts
//   to a person: 32 bytes one-time public key | crypto_box of: BLAKE2b-256 of the words as in domain.ts | plain

import { base64ToBytes } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { bytesToTextStrict } from '#core/text.ts';
import { hexOf } from './chunks.ts';
import type { OwnKeys } from './device-keys.ts';
import { domainBytes, joinBytes } from './domain.ts';
import { paddedSize, type Sodium } from './seal.ts';

type Parts = readonly (string | number)[];
const FORMAT = 1;
const NONCE = 24;

/** Bytes more than the plain ones: format, nonce, tag. */
export const SEALED_MORE = 1 + NONCE + 16;
/** Bytes more than the plain ones: one-time key, tag, hash of the words. */
export const BOXED_MORE = 32 + 16 + 32;

export const sealUnder = (sodium: Sodium, random: Random, plain: Uint8Array, key: Uint8Array, what: string, parts: Parts): Uint8Array => {
  const nonce = random(NONCE);
  return joinBytes(Uint8Array.of(FORMAT), nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, domainBytes(what, parts), null, nonce, key));
};

/** Null when bytes, key or words are not what they were. */
export const openUnder = (sodium: Sodium, sealed: Uint8Array, key: Uint8Array, what: string, parts: Parts): Uint8Array | null => {
  if (sealed[0] !== FORMAT || sealed.length < SEALED_MORE || key.length !== 32) return null;
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed.subarray(1 + NONCE), domainBytes(what, parts), sealed.subarray(1, 1 + NONCE), key);
  } catch {
    return null;
  }
};

type Boxer = Pick<Sodium, 'crypto_box_seed_keypair' | 'crypto_box_easy' | 'crypto_generichash' | 'crypto_box_seal_open'>;

/** Null when the key is not one that can be sealed to (see `isBoxKey`). `publicKey` in base 64. */
export const boxTo = (sodium: Boxer, random: Random, plain: Uint8Array, publicKey: string, what: string, parts: Parts): Uint8Array | null => {
  const to = base64ToBytes(publicKey);
  if (to?.length !== 32) return null;
  const once = sodium.crypto_box_seed_keypair(random(32));
  const nonce = sodium.crypto_generichash(NONCE, joinBytes(once.publicKey, to), null);
  const words = sodium.crypto_generichash(32, domainBytes(what, parts), null);
  try {
    return joinBytes(once.publicKey, sodium.crypto_box_easy(joinBytes(words, plain), nonce, to, once.privateKey));
  } catch {
    return null;
  }
};

/** Null when bytes, key or words are not what they were. */
export const openBox = (sodium: Boxer, sealed: Uint8Array, own: Pick<OwnKeys, 'publicKeys' | 'boxSecret'>, what: string, parts: Parts): Uint8Array | null => {
  const to = base64ToBytes(own.publicKeys.box);
  if (!to || sealed.length < BOXED_MORE) return null;
  try {
    const plain = sodium.crypto_box_seal_open(sealed, to, own.boxSecret);
    const words = sodium.crypto_generichash(32, domainBytes(what, parts), null);
    return words.every((byte, i) => byte === plain[i]) ? plain.subarray(32) : null;
  } catch {
    return null;
  }
};

/** The X coordinates of low order on Curve25519 and its twist, little-endian, as libsodium refuses them (the top bit counts for nothing). */
const LOW_ORDER = new Set([
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

/** False for the few points of low order: nothing can be sealed to them, so whoever had one would stop every new epoch. Base 64. */
export const isBoxKey = (publicKey: string): boolean => {
  const key = base64ToBytes(publicKey);
  if (key?.length !== 32) return false;
  key[31]! &= 127;
  return !LOW_ORDER.has(hexOf(key));
};

/** `u32` little-endian length, the bytes, zeros: up to the Padmé size (at least 256), or to `size`. Null when they do not fit into `size`. */
export const pad = (plain: Uint8Array, size = paddedSize(4 + plain.length)): Uint8Array | null => {
  if (4 + plain.length > size) return null;
  const out = new Uint8Array(size);
  new DataView(out.buffer).setUint32(0, plain.length, true);
  out.set(plain, 4);
  return out;
};

/** The object whose padded JSON was sealed; null when what was opened (null: it did not open) holds none. */
export const readSealedJson = (padded: Uint8Array | null): Record<string, unknown> | null => {
  const plain = padded && unpad(padded);
  const text = plain && bytesToTextStrict(plain);
  if (!text) return null;
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return null;
  }
};

export const unpad = (padded: Uint8Array): Uint8Array | null => {
  if (padded.length < 4) return null;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0, true);
  return length > padded.length - 4 ? null : padded.subarray(4, 4 + length);
};
