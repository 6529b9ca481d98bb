// The key of a vault without an app lock, in the browser: wrapped by an AES-GCM key that the browser will use but never
// hand out. Whoever opens this browser profile can read the vault; whoever only copies the database's values cannot.

import { Dexie, type Table } from 'dexie';
import type { KeyPlace } from '#crypto/vault-lock.ts';
import { ok, refuse } from '#core/result.ts';

interface Wrap {
  name: 'key';
  wrapping: CryptoKey;
  nonce: Uint8Array<ArrayBuffer>;
  wrapped: Uint8Array<ArrayBuffer>;
}

export const createBrowserKeyPlace = (database: string): KeyPlace => {
  const db = new Dexie(`${database} key`, { chromeTransactionDurability: 'strict' }) as Dexie & { wraps: Table<Wrap, string> };
  db.version(1).stores({ wraps: 'name' });
  return {
    async read() {
      const wrap = await db.wraps.get('key');
      if (!wrap) return null;
      try {
        return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: wrap.nonce }, wrap.wrapping, wrap.wrapped));
      } catch {
        return null;
      }
    },
    async write(key) {
      try {
        const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
        const nonce = crypto.getRandomValues(new Uint8Array(12));
        const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, key as Uint8Array<ArrayBuffer>));
        await db.wraps.put({ name: 'key', wrapping, nonce, wrapped });
        return ok(null);
      } catch (error) {
        return refuse({ code: (error as Error).name === 'QuotaExceededError' ? 'store-full' : 'store-gone' });
      }
    },
    async drop() {
      await db.wraps.clear();
    },
  };
};
