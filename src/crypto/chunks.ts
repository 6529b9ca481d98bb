// Photos, recordings and index images: large bytes, sealed in chunks of 1 MiB with AES-256-GCM (the platform's own, since
// libsodium in WebAssembly takes 24 ms a megabyte). A fresh random key each, so chunk numbers can serve as nonces and equal
// files do not show. Every chunk is bound to its number and to how many there are; the last is padded (Padmé).
//   chunk: AES-256-GCM(key, nonce = u96 of the index, ad = "kith chunk 1" 0 index 0 count 0 size) ; address = SHA-256 of it, hex

import { textToBytes } from '#core/text.ts';
import { paddedSize } from './seal.ts';

/** AES-256-GCM with a 96-bit nonce, and SHA-256; both from the platform. `open` gives null when the tag does not fit. */
export interface BulkCipher {
  seal(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array, ad: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array, key: Uint8Array, nonce: Uint8Array, ad: Uint8Array): Promise<Uint8Array | null>;
  hash(bytes: Uint8Array): Promise<Uint8Array>;
}

export const CHUNK = 1024 * 1024;

const nonceOf = (index: number): Uint8Array => {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, index);
  return nonce;
};

const bindingOf = (index: number, count: number, size: number): Uint8Array => textToBytes(['kith chunk', 1, index, count, size].join('\0'));

export const chunkCount = (size: number): number => Math.max(1, Math.ceil(size / CHUNK));

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export const hexOf = (bytes: Uint8Array): string => {
  let out = '';
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i]!]!;
  return out;
};

/** Seals one by one, so that memory holds one chunk; `key` must be fresh and never used for anything else. */
export async function* sealChunks(plain: Uint8Array, key: Uint8Array, cipher: BulkCipher): AsyncGenerator<{ address: string; bytes: Uint8Array }> {
  const count = chunkCount(plain.length);
  for (let index = 0; index < count; index++) {
    const part = plain.subarray(index * CHUNK, (index + 1) * CHUNK);
    const padded = new Uint8Array(Math.min(CHUNK, paddedSize(part.length)));
    padded.set(part);
    const bytes = await cipher.seal(padded, key, nonceOf(index), bindingOf(index, count, plain.length));
    yield { address: hexOf(await cipher.hash(bytes)), bytes };
  }
}

/** The bytes again; null when a chunk is missing or was changed. `size` is the true length in bytes; `chunk` hears how many there are before it. */
export const openChunks = async (
  chunks: readonly string[],
  size: number,
  key: Uint8Array,
  cipher: BulkCipher,
  chunk: (address: string, done: number) => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> => {
  if (chunks.length !== chunkCount(size)) return null;
  const out = new Uint8Array(size);
  for (const [index, address] of chunks.entries()) {
    const sealed = await chunk(address, index * CHUNK);
    const plain = sealed && (await cipher.open(sealed, key, nonceOf(index), bindingOf(index, chunks.length, size)));
    if (!plain) return null;
    out.set(plain.subarray(0, Math.min(CHUNK, size - index * CHUNK)), index * CHUNK);
  }
  return out;
};
