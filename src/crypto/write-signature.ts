// What a device signs for every row that it gives to a host, so that a host can neither make a row, nor move one to another
// vault, record, version or epoch, nor pass one device's row off as another's. Who may write stands in the membership log
// (`writersAt`); whether a row goes back in time is judged in tips.ts.
//   Ed25519 over `kith write` 0 `1` 0 vault 0 id 0 ver 0 epoch 0 key 0 device 0 counter 0 logHead 0 BLAKE2b-256(blob) in hex

import { isDeviceId, isId } from '#core/ids.ts';
import { signDomain, verifyDomain, type Signer, type Verifier } from './device-keys.ts';
import { domainBytes, hashHex, isHash } from './domain.ts';
import type { Sodium } from './seal.ts';

export interface WriteClaims {
  readonly vault: string;
  readonly id: string;
  readonly ver: number;
  readonly epoch: number;
  /** Which key the blob is under: '' or a journal's id. */
  readonly key: string;
  readonly device: string;
  /** The device's own count of rows pushed into this vault: 1, 2, 3 … */
  readonly counter: number;
  /** Hash of the newest entry of the membership log that the device knew. */
  readonly logHead: string;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** Whether the claims have the shape that may be signed; a row of another shape is refused unverified. */
export const areWriteClaims = (row: WriteClaims): boolean =>
  isId(row.vault) &&
  isId(row.id) &&
  isCount(row.ver) &&
  isCount(row.epoch) &&
  (row.key === '' || isId(row.key)) &&
  isDeviceId(row.device) &&
  isCount(row.counter) &&
  isHash(row.logHead);

const partsOf = (sodium: Pick<Sodium, 'crypto_generichash'>, row: WriteClaims, blob: Uint8Array): readonly (string | number)[] => [
  row.vault,
  row.id,
  row.ver,
  row.epoch,
  row.key,
  row.device,
  row.counter,
  row.logHead,
  hashHex(sodium, blob),
];

/** The bytes under the signature, for a verifier other than libsodium. */
export const writeBytes = (sodium: Pick<Sodium, 'crypto_generichash'>, row: WriteClaims, blob: Uint8Array): Uint8Array => domainBytes('write', partsOf(sodium, row, blob));

/** 64 bytes. `secret` is the device's sign secret. */
export const signWrite = (sodium: Signer & Pick<Sodium, 'crypto_generichash'>, secret: Uint8Array, row: WriteClaims, blob: Uint8Array): Uint8Array =>
  signDomain(sodium, secret, 'write', partsOf(sodium, row, blob));

/** `publicKey` in base 64, from the log. */
export const verifyWrite = (sodium: Verifier & Pick<Sodium, 'crypto_generichash'>, publicKey: string, row: WriteClaims, blob: Uint8Array, sig: Uint8Array): boolean =>
  areWriteClaims(row) && verifyDomain(sodium, publicKey, sig, 'write', partsOf(sodium, row, blob));
