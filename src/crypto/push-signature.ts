// What a device signs for a push as a whole, so that a host takes nothing on the word of a session alone: who has only the
// session cannot write, and nobody moves a push to another vault, passes it off as another device's, or changes a byte of it.
// A push is its signature, 64 bytes, and then its frame. The signatures of the rows in it (write-signature.ts) are for the other devices.
//   Ed25519 over `kith push` 0 `1` 0 vault 0 device 0 BLAKE2b-256(frame) in hex, by the device, in a circle by its account

import { signDomain, type Signer } from './device-keys.ts';
import { domainBytes, hashHex, joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

/** Bytes that stand before the frame. */
export const PUSH_SIGNATURE = 64;

export interface PushClaims {
  readonly vault: string;
  readonly device: string;
}

type Hash = Pick<Sodium, 'crypto_generichash'>;

const partsOf = (sodium: Hash, { vault, device }: PushClaims, frame: Uint8Array): readonly string[] => [vault, device, hashHex(sodium, frame)];

/** The bytes under the signature, for a verifier other than libsodium. */
export const pushBytes = (sodium: Hash, claims: PushClaims, frame: Uint8Array): Uint8Array => domainBytes('push', partsOf(sodium, claims, frame));

/** The signature with the frame after it: what is sent. The same frame gives the same bytes. */
export const signPush = (sodium: Signer & Hash, secret: Uint8Array, claims: PushClaims, frame: Uint8Array): Uint8Array =>
  joinBytes(signDomain(sodium, secret, 'push', partsOf(sodium, claims, frame)), frame);
