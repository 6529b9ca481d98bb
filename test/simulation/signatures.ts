// Signatures of rows, each looked at once, whoever looks: the answer cannot differ, and looking is most of the time a run takes.
// The host looks first, with its own code and the platform's Ed25519; a device takes that answer for the same key, claims, bytes
// and signature. Of sixteen, one is looked at by a device too (libsodium), and both must agree.

import { bytesToBase64 } from '#core/base64.ts';
import type { Sodium } from '#crypto/seal.ts';
import { verifyWrite, type WriteClaims } from '#crypto/write-signature.ts';
import { createVerifier, type VerifyOps } from '#server/verify-writes.ts';
import type { VerifyWrites } from '#sync/ring.ts';

interface Looked {
  readonly blob: Uint8Array;
  readonly isGood: boolean;
  again: boolean;
}

const AGAIN = 16;

export const createSignatures = (sodium: Sodium): { readonly atHost: VerifyOps; readonly atDevice: VerifyWrites; readonly counts: { once: number; twice: number } } => {
  const known = new Map<string, Looked[]>();
  const counts = { once: 0, twice: 0 };
  const really = createVerifier();
  const nameOf = (publicKey: string, { vault, id, ver, epoch, key, device, counter, logHead }: WriteClaims, sig: string): string =>
    [publicKey, vault, id, ver, epoch, key, device, counter, logHead, sig].join(' ');
  const find = (name: string, blob: Uint8Array): Looked | undefined => known.get(name)?.find((one) => Buffer.compare(one.blob, blob) === 0);
  const note = (name: string, blob: Uint8Array, isGood: boolean): boolean => {
    const looked = known.get(name);
    const one = { blob: blob.slice(), isGood, again: ++counts.once % AGAIN === 0 };
    if (looked) looked.push(one);
    else known.set(name, [one]);
    return isGood;
  };
  return {
    counts,
    async atHost(signKey, device, vault, ops) {
      const names = ops.map((op) => nameOf(signKey, { ...op, vault, device }, op.sig));
      const open = ops.filter((op, i) => !find(names[i]!, op.blob));
      const found = new Map((await really(signKey, device, vault, open)).map((isGood, i) => [open[i], isGood]));
      return ops.map((op, i) => (found.has(op) ? note(names[i]!, op.blob, found.get(op)!) : find(names[i]!, op.blob)!.isGood));
    },
    atDevice: async (writes) =>
      writes.map(({ publicKeys, claims, blob, sig }) =>
        publicKeys.some((publicKey) => {
          const name = nameOf(publicKey, claims, bytesToBase64(sig));
          const one = find(name, blob);
          if (one && !one.again) return one.isGood;
          const isGood = verifyWrite(sodium, publicKey, claims, blob, sig);
          if (!one) return note(name, blob, isGood);
          counts.twice++;
          one.again = false;
          if (isGood !== one.isGood) throw new Error(`host and device differ about a signature: ${name}`);
          return isGood;
        }),
      ),
  };
};
