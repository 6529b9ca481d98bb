// The keys of a device, of an account (its identity) and of an invite: Ed25519 to sign, X25519 to be written to (libsodium).
// Secrets are the two seeds of 32 bytes; who keeps them seals them. Public keys travel in base 64.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { isDeviceId, isId, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { domainBytes, exactBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

export interface KeySeeds {
  readonly sign: Uint8Array;
  readonly box: Uint8Array;
}

/** Public keys, base 64 of 32 bytes each. */
export interface PublicKeys {
  readonly sign: string;
  readonly box: string;
}

/** Keys at hand. `id` is a device's 13 letters, an account's or an invite's 26. */
export interface OwnKeys {
  readonly id: string;
  readonly seeds: KeySeeds;
  readonly publicKeys: PublicKeys;
  readonly signSecret: Uint8Array;
  readonly boxSecret: Uint8Array;
}

type KeyMaker = Pick<Sodium, 'crypto_sign_seed_keypair' | 'crypto_box_seed_keypair'>;
export type Signer = Pick<Sodium, 'crypto_sign_detached'>;
export type Verifier = Pick<Sodium, 'crypto_sign_verify_detached'>;

export const keysFromSeeds = (sodium: KeyMaker, id: string, seeds: KeySeeds): OwnKeys => {
  const [sign, box] = [sodium.crypto_sign_seed_keypair(seeds.sign), sodium.crypto_box_seed_keypair(seeds.box)];
  return {
    id,
    seeds,
    publicKeys: { sign: bytesToBase64(sign.publicKey), box: bytesToBase64(box.publicKey) },
    signSecret: sign.privateKey,
    boxSecret: box.privateKey,
  };
};

export const makeKeys = (sodium: KeyMaker, random: Random, id: string): OwnKeys => keysFromSeeds(sodium, id, { sign: random(32), box: random(32) });

/** Readable: the caller seals it under the vault's key before it is kept. */
export const keysToBytes = ({ id, seeds }: Pick<OwnKeys, 'id' | 'seeds'>): Uint8Array =>
  textToBytes(JSON.stringify({ v: 1, id, sign: bytesToBase64(seeds.sign), box: bytesToBase64(seeds.box) }));

/** Refusals: `keys-damaged`, `keys-newer`. */
export const bytesToKeys = (sodium: KeyMaker, bytes: Uint8Array): Result<OwnKeys> => {
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(bytesToTextStrict(bytes) ?? '')) as Record<string, unknown>;
  } catch {
    return refuse({ code: 'keys-damaged' });
  }
  if (typeof read['v'] === 'number' && read['v'] > 1) return refuse({ code: 'keys-newer' });
  const [id, sign, box] = [read['id'], exactBytes(read['sign'], 32), exactBytes(read['box'], 32)];
  if (read['v'] !== 1 || !(isId(id) || isDeviceId(id)) || !sign || !box) return refuse({ code: 'keys-damaged' });
  return ok(keysFromSeeds(sodium, id, { sign, box }));
};

/** Ed25519 over `kith what 0 1 0 parts … [0 tail]`, 64 bytes. */
export const signDomain = (sodium: Signer, secret: Uint8Array, what: string, parts: readonly (string | number)[], tail?: Uint8Array): Uint8Array =>
  sodium.crypto_sign_detached(domainBytes(what, parts, tail), secret);

/** False, never an error, whatever is wrong with signature or key. `publicKey` in base 64. */
export const verifyDomain = (sodium: Verifier, publicKey: string, signature: Uint8Array, what: string, parts: readonly (string | number)[], tail?: Uint8Array): boolean => {
  const key = base64ToBytes(publicKey);
  if (key?.length !== 32 || signature.length !== 64) return false;
  try {
    return sodium.crypto_sign_verify_detached(signature, domainBytes(what, parts, tail), key);
  } catch {
    return false;
  }
};
