// libsodium, ready to use, and Argon2id (hash-wasm, since the plain libsodium build has none).

import sodium from 'libsodium-wrappers';
import type { Argon2id } from '#crypto/keys.ts';
import type { Sodium } from '#crypto/seal.ts';

/**
 * libsodium's random bytes are the platform's, four at a call: sealing ten thousand records asked it sixty thousand times.
 * The nonces come from the same source, many at a call.
 */
export const readySodium = async (): Promise<Sodium> => {
  await sodium.ready;
  return { ...(sodium as unknown as Sodium), randombytes_buf: random };
};

export const argon2id: Argon2id = async (passphrase, salt, { memory, passes }) => {
  const { argon2id: derive } = await import('hash-wasm');
  return derive({ password: passphrase, salt, parallelism: 1, iterations: passes, memorySize: memory, hashLength: 32, outputType: 'binary' });
};

const POOL = 4096;
let pool = new Uint8Array(0);

/** Random bytes of the platform. Short ones are taken from a store of them; what was given out is no longer in it. */
export const random = (length: number): Uint8Array => {
  if (length > 256) return crypto.getRandomValues(new Uint8Array(length));
  if (pool.length < length) pool = crypto.getRandomValues(new Uint8Array(POOL));
  const given = pool.slice(0, length);
  pool.fill(0, 0, length);
  pool = pool.subarray(length);
  return given;
};
