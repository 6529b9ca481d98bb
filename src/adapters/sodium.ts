// libsodium, ready to use, and Argon2id (hash-wasm, since the plain libsodium build has none).

import sodium from 'libsodium-wrappers';
import type { Argon2id } from '#crypto/keys.ts';
import type { Sodium } from '#crypto/seal.ts';

export const readySodium = async (): Promise<Sodium> => {
  await sodium.ready;
  return sodium as unknown as Sodium;
};

export const argon2id: Argon2id = async (passphrase, salt, { memory, passes }) => {
  const { argon2id: derive } = await import('hash-wasm');
  return derive({ password: passphrase, salt, parallelism: 1, iterations: passes, memorySize: memory, hashLength: 32, outputType: 'binary' });
};

export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
