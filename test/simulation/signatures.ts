// Signatures of rows, each looked at once, whichever device looks: the answer cannot differ, and looking is most of the time a
// run takes. The first to look does so as shipped (libsodium); the others take that answer for the same key, claims, bytes and
// signature. One in sixteen is looked at again, by the platform's Ed25519, and both must agree. What tells the host whose a push is (its tag) costs little and is worked out each time.

import { createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto';
import { bytesToBase64 } from '#core/base64.ts';
import type { Sodium } from '#crypto/seal.ts';
import { verifyWrite, writeBytes, type WriteClaims } from '#crypto/write-signature.ts';
import type { VerifyWrites } from '#sync/ring.ts';

interface Looked {
  readonly blob: Uint8Array;
  readonly isGood: boolean;
}

const AGAIN = 16;

const keyFrom = (base64: string): KeyObject => createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(base64, 'base64').toString('base64url') } });

export const createSignatures = (sodium: Sodium): { readonly atDevice: VerifyWrites; readonly counts: { once: number; twice: number } } => {
  const known = new Map<string, Looked[]>();
  const counts = { once: 0, twice: 0 };
  const nameOf = (publicKey: string, { vault, id, ver, epoch, key, device, counter, logHead }: WriteClaims, sig: string): string =>
    [publicKey, vault, id, ver, epoch, key, device, counter, logHead, sig].join(' ');
  const look = (publicKey: string, claims: WriteClaims, blob: Uint8Array, sig: Uint8Array): boolean => {
    const name = nameOf(publicKey, claims, bytesToBase64(sig));
    const one = known.get(name)?.find((each) => Buffer.compare(each.blob, blob) === 0);
    if (one) return one.isGood;
    const isGood = verifyWrite(sodium, publicKey, claims, blob, sig);
    known.set(name, [...(known.get(name) ?? []), { blob: blob.slice(), isGood }]);
    if (++counts.once % AGAIN === 0) {
      counts.twice++;
      if (verifySignature(null, writeBytes(sodium, claims, blob), keyFrom(publicKey), sig) !== isGood) throw new Error(`two libraries differ about a signature: ${name}`);
    }
    return isGood;
  };
  return {
    counts,
    atDevice: async (writes) => writes.map(({ publicKeys, claims, blob, sig }) => publicKeys.some((publicKey) => look(publicKey, claims, blob, sig))),
  };
};
