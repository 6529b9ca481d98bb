// Checks the signatures of pushed rows with the platform's own Ed25519, in its threads: several at a time, and the host
// answers others meanwhile. What is signed is written by crypto/write-signature.ts.

import { createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto';
import { areWriteClaims, writeBytes } from '#crypto/write-signature.ts';
import type { PushOp } from '#sync/protocol.ts';
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

/** So many are checked at once for who is alone; more go to the threads. */
const FEW = 2;

/** For each op whether `device` signed it under this key. `isAlone`: nobody else is waiting. */
export type VerifyOps = (signKey: string, device: string, vault: string, ops: readonly PushOp[], isAlone?: boolean) => Promise<readonly boolean[]>;

export const createVerifier = (): VerifyOps => {
  const keys = new Map<string, KeyObject | null>();
  const keyOf = (base64: string): KeyObject | null => {
    let key = keys.get(base64);
    if (key === undefined) {
      if (keys.size >= KEPT) keys.clear();
      keys.set(base64, (key = keyFrom(base64)));
    }
    return key;
  };
  return async (signKey, device, vault, ops, isAlone = false) => {
    const sodium = await sodiumWhenNeeded();
    const key = keyOf(signKey);
    const check = isAlone && ops.length <= FEW ? isSignedNow : isSignedBy;
    return Promise.all(
      ops.map(({ blob, sig, ...op }) => {
        const claims = { ...op, vault, device };
        return areWriteClaims(claims) && check(key, writeBytes(sodium, claims, blob), Buffer.from(sig, 'base64'));
      }),
    );
  };
};
