// Seals one record: XChaCha20-Poly1305 (libsodium), a random nonce each time, padded so that a host sees neither kind nor
// exact size, bound to where it belongs so that no row can stand in for another.
//   byte 0: format (1) | 24 bytes nonce | ciphertext and tag of: u32 length, plain, zeros
// Padding: Padmé (Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files", 2019),
// at least 256 bytes, so that a check-in looks like a short entry. Bytes frozen by test/vectors; table in docs/formats/envelope.md.

import type { Binding, Sealer } from '#core/ports.ts';
import { textToBytes } from '#core/text.ts';

/** What of libsodium is used here. */
export interface Sodium {
  crypto_aead_xchacha20poly1305_ietf_encrypt(plain: Uint8Array, ad: Uint8Array, secretNonce: null, nonce: Uint8Array, key: Uint8Array): Uint8Array;
  crypto_aead_xchacha20poly1305_ietf_decrypt(secretNonce: null, sealed: Uint8Array, ad: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array;
  randombytes_buf(length: number): Uint8Array;
  crypto_generichash(length: number, message: Uint8Array, key: Uint8Array | null): Uint8Array;
  /** Ed25519 and X25519; used in keypair.ts and boxed.ts alone. */
  crypto_sign_seed_keypair(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  crypto_sign_detached(message: Uint8Array, secretKey: Uint8Array): Uint8Array;
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  crypto_box_seed_keypair(seed: Uint8Array): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  crypto_box_easy(plain: Uint8Array, nonce: Uint8Array, publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array;
  crypto_box_seal_open(sealed: Uint8Array, publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array;
}

export const FORMAT = 1;
const NONCE = 24;
const TAG = 16;
/** Bytes that say how long the record is. */
const LENGTH = 4;
const LEAST = 256;

/** Between the padded sizes round `size`, over `LEAST`. */
const stepAt = (size: number): number => {
  const exponent = Math.floor(Math.log2(size));
  return 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
};

/** Bytes after padding: the next Padmé size, at most 12% more; never under 256. */
export const paddedSize = (size: number): number => {
  if (size <= LEAST) return LEAST;
  const step = stepAt(size);
  return Math.ceil(size / step) * step;
};

/** What of a sealed record is neither record nor padding: format, nonce, tag. */
export const SEAL = 1 + NONCE + TAG;

/** A sealed record is so many bytes: the least and the most that it can be inside. All between look the same. */
export const sizesWithin = (sealed: number): { readonly least: number; readonly most: number } => {
  const padded = sealed - SEAL;
  return { least: padded <= LEAST ? 0 : padded - stepAt(padded - 1) + 1 - LENGTH, most: Math.max(0, padded - LENGTH) };
};

const associated = ({ vault, id, ver, epoch, device, key }: Binding): Uint8Array => textToBytes(['kith record', FORMAT, vault, id, ver, epoch, device, key].join('\0'));

/** `nonce` comes from outside only in the frozen vectors; otherwise libsodium draws it. */
export const createSealer = (sodium: Sodium, nonce: () => Uint8Array = () => sodium.randombytes_buf(NONCE)): Sealer => ({
  seal(plain, key, binding) {
    const padded = new Uint8Array(paddedSize(LENGTH + plain.length));
    for (let at = 0; at < LENGTH; at += 1) padded[at] = plain.length >>> (8 * at);
    padded.set(plain, LENGTH);
    const used = nonce();
    const body = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, associated(binding), null, used, key);
    const out = new Uint8Array(1 + NONCE + body.length);
    out[0] = FORMAT;
    out.set(used, 1);
    out.set(body, 1 + NONCE);
    return out;
  },
  open(blob, key, binding) {
    if (blob[0] !== FORMAT || blob.length < SEAL) return null;
    let padded: Uint8Array;
    try {
      padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, blob.subarray(1 + NONCE), associated(binding), blob.subarray(1, 1 + NONCE), key);
    } catch {
      return null;
    }
    if (padded.length < LENGTH) return null;
    const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0, true);
    return length > padded.length - LENGTH ? null : padded.subarray(LENGTH, LENGTH + length);
  },
});

/** The vault's own keys by epoch: every one that this device has, and the newest, under which it seals. */
export interface EpochKeys {
  keyEpoch(): number;
  /** Null when this device has not got it. */
  epochKey(epoch: number): Uint8Array | null;
}

/** As plain data, for a further worker: numbers of epochs and their keys. */
export const epochsToList = (epochs: EpochKeys): readonly (readonly [number, Uint8Array])[] =>
  Array.from({ length: epochs.keyEpoch() }, (_, i) => i + 1).flatMap((epoch): (readonly [number, Uint8Array])[] => {
    const key = epochs.epochKey(epoch);
    return key ? [[epoch, key]] : [];
  });

export const listToEpochs = (list: readonly (readonly [number, Uint8Array])[]): EpochKeys => {
  const keys = new Map(list);
  return { keyEpoch: () => Math.max(1, ...keys.keys()), epochKey: (epoch) => keys.get(epoch) ?? null };
};

/** A sealer for the gate: the vault's own key is the one of the row's epoch, whatever key it is given for ''. */
export const epochSealer = (sealer: Sealer, epochKey: EpochKeys['epochKey']): Sealer => {
  const keyOf = (key: Uint8Array, { key: name, epoch }: Binding): Uint8Array | null => (name === '' ? epochKey(epoch) : key);
  return {
    seal(plain, key, binding) {
      const own = keyOf(key, binding);
      if (!own) throw new Error(`no key for epoch ${binding.epoch}`);
      return sealer.seal(plain, own, binding);
    },
    open(blob, key, binding) {
      const own = keyOf(key, binding);
      return own && sealer.open(blob, own, binding);
    },
  };
};
