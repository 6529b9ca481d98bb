// Checks the signature of a push with the platform's own Ed25519, in its threads: several at a time, and the host answers
// others meanwhile. One for a push, however many rows it has; what a row's own author signed is for devices to check
// (docs/decisions/0010). What is signed is written by crypto/push-signature.ts.

import { createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto';
import { PUSH_SIGNATURE, pushBytes } from '#crypto/push-signature.ts';
import { sodiumWhenNeeded } from './sodium.ts';

const KEPT = 2000;
// DER of an Ed25519 public key (RFC 8410) up to the 32 bytes themselves.
const PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Null when it is no key of 32 bytes. */
export const keyFrom = (base64: string): KeyObject | null => {
  const raw = Buffer.from(base64, 'base64');
  return raw.length === 32 ? createPublicKey({ key: Buffer.concat([PREFIX, raw]), format: 'der', type: 'spki' }) : null;
};

/** Ed25519 (RFC 8032) over `bytes`; false whatever is wrong. */
export const isSignedBy = (key: KeyObject | null, bytes: Uint8Array, sig: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => {
    if (!key || sig.length !== 64) resolve(false);
    else verifySignature(null, bytes, key, sig, (error, isGood) => resolve(!error && isGood));
  });

/** The same here and now: for who is alone it takes less time than waking a thread. */
const isSignedNow = (key: KeyObject | null, bytes: Uint8Array, sig: Uint8Array): boolean => {
  try {
    return key !== null && sig.length === 64 && verifySignature(null, bytes, key, sig);
  } catch {
    return false;
  }
};

/** Whether `device` signed this push into `vault` under this key. `isAlone`: nobody else is waiting. */
export type VerifyPush = (signKey: string, device: string, vault: string, push: Uint8Array, isAlone?: boolean) => Promise<boolean>;

export const createVerifier = (): VerifyPush => {
  const keys = new Map<string, KeyObject | null>();
  const keyOf = (base64: string): KeyObject | null => {
    let key = keys.get(base64);
    if (key === undefined) {
      if (keys.size >= KEPT) keys.clear();
      keys.set(base64, (key = keyFrom(base64)));
    }
    return key;
  };
  return async (signKey, device, vault, push, isAlone = false) => {
    const signed = pushBytes(await sodiumWhenNeeded(), { vault, device }, push.subarray(PUSH_SIGNATURE));
    return (isAlone ? isSignedNow : isSignedBy)(keyOf(signKey), signed, push.subarray(0, PUSH_SIGNATURE));
  };
};
