import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { createVerifier } from '#server/verify-push.ts';
import { keysFromSeeds, verifyDomain } from './device-keys.ts';
import { hashHex } from './domain.ts';
import { PUSH_SIGNATURE, pushBytes, signPush } from './push-signature.ts';

const sodium = await readySodium();
const seed = (n: number) => new Uint8Array(32).fill(n);
const keys = keysFromSeeds(sodium, '0123456789abc', { sign: seed(1), box: seed(2) });
const others = keysFromSeeds(sodium, keys.id, { sign: seed(3), box: seed(2) });
const CLAIMS = { vault: '5vvvvvvvvvvvvvvvvvvvvvvvvv', device: keys.id };
const FRAME = new Uint8Array(500).map((_, i) => i);
const verify = createVerifier();
const isGood = (push: Uint8Array, { vault, device } = CLAIMS, key = keys.publicKeys.sign, isAlone = true) => verify(key, device, vault, push, isAlone);

test('a signed push is its signature and then its frame, the same every time, and holds for its vault, device and key alone', async () => {
  const push = signPush(sodium, keys.signSecret, CLAIMS, FRAME);
  expect(push.subarray(PUSH_SIGNATURE)).toEqual(FRAME);
  expect(signPush(sodium, keys.signSecret, CLAIMS, FRAME)).toEqual(push);
  for (const isAlone of [true, false]) {
    expect(await isGood(push, CLAIMS, keys.publicKeys.sign, isAlone)).toBe(true);
    expect(await isGood(push, { ...CLAIMS, vault: '7zzzzzzzzzzzzzzzzzzzzzzzz8' }, keys.publicKeys.sign, isAlone)).toBe(false);
    expect(await isGood(push, { ...CLAIMS, device: '0123456789abd' }, keys.publicKeys.sign, isAlone)).toBe(false);
    expect(await isGood(push, CLAIMS, others.publicKeys.sign, isAlone)).toBe(false);
    for (const key of ['', '!', 'AAAA', `${'A'.repeat(43)}=`]) expect(await isGood(push, CLAIMS, key, isAlone)).toBe(false);
  }
});

test('cut, longer, or with any bit flipped it is another push', async () => {
  const push = signPush(sodium, keys.signSecret, CLAIMS, FRAME);
  for (const length of [0, 1, 63, 64, 65, push.length - 1]) expect(await isGood(push.subarray(0, length))).toBe(false);
  expect(await isGood(Uint8Array.from([...push, 0]))).toBe(false);
  await fc.assert(
    fc.asyncProperty(fc.nat(push.length * 8 - 1), async (bit) => {
      const bent = push.slice();
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(await isGood(bent)).toBe(false);
    }),
  );
});

test('the signature of a push passes for nothing else, and none made for something else passes for it', () => {
  const sig = signPush(sodium, keys.signSecret, CLAIMS, FRAME).subarray(0, PUSH_SIGNATURE);
  const parts = [CLAIMS.vault, CLAIMS.device, hashHex(sodium, FRAME)];
  expect(verifyDomain(sodium, keys.publicKeys.sign, sig, 'push', parts)).toBe(true);
  for (const what of ['write', 'log', 'recover', 'pus', 'push ']) expect(verifyDomain(sodium, keys.publicKeys.sign, sig, what, parts)).toBe(false);
  expect(new TextDecoder().decode(pushBytes(sodium, CLAIMS, FRAME))).toBe(['kith push', 1, ...parts].join('\0'));
});
