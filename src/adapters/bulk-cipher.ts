// AES-256-GCM and SHA-256 through Web Crypto, which the browser and Node both have.

import type { BulkCipher } from '#crypto/chunks.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const keyOf = (key: Uint8Array, use: 'encrypt' | 'decrypt') => crypto.subtle.importKey('raw', key as Bytes, 'AES-GCM', false, [use]);

export const bulkCipher: BulkCipher = {
  async seal(plain, key, nonce, ad) {
    return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce as Bytes, additionalData: ad as Bytes }, await keyOf(key, 'encrypt'), plain as Bytes));
  },
  async open(sealed, key, nonce, ad) {
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce as Bytes, additionalData: ad as Bytes }, await keyOf(key, 'decrypt'), sealed as Bytes));
    } catch {
      return null;
    }
  },
  async hash(bytes) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes));
  },
};
