import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { bytesToKeys, keysFromSeeds, keysToBytes, makeKeys, signDomain, verifyDomain } from './device-keys.ts';
import { signWrite, verifyWrite, writeBytes, type WriteClaims } from './write-signature.ts';

const sodium = await readySodium();
const seed = (n: number) => new Uint8Array(32).fill(n);
const keys = keysFromSeeds(sodium, '0123456789abc', { sign: seed(1), box: seed(2) });
const ROW: WriteClaims = {
  vault: '5vvvvvvvvvvvvvvvvvvvvvvvvv',
  id: '7zzzzzzzzzzzzzzzzzzzzzzzz8',
  ver: 3,
  epoch: 2,
  key: '',
  device: keys.id,
  counter: 9,
  logHead: 'a'.repeat(64),
};
const BLOB = new Uint8Array(300).map((_, i) => i);
const { sign } = keys.publicKeys;

test('a signed row verifies; another claim, blob, key or signature does not', () => {
  const sig = signWrite(sodium, keys.signSecret, ROW, BLOB);
  expect(verifyWrite(sodium, sign, ROW, BLOB, sig)).toBe(true);
  const others: Partial<WriteClaims>[] = [
    { vault: ROW.id },
    { id: ROW.vault },
    { ver: 4 },
    { epoch: 3 },
    { key: ROW.id },
    { device: '0123456789abd' },
    { counter: 10 },
    { logHead: 'b'.repeat(64) },
    { ver: 32, epoch: 2 },
    { ver: 0 },
    { counter: 1.5 },
    { logHead: 'A'.repeat(64) },
    { key: '\0' },
  ];
  for (const other of others) expect(verifyWrite(sodium, sign, { ...ROW, ...other }, BLOB, sig), JSON.stringify(other)).toBe(false);
  expect(verifyWrite(sodium, keysFromSeeds(sodium, keys.id, { sign: seed(3), box: seed(2) }).publicKeys.sign, ROW, BLOB, sig)).toBe(false);
  for (const key of ['', '!', 'AAAA', `${'A'.repeat(43)}=`]) expect(verifyWrite(sodium, key, ROW, BLOB, sig)).toBe(false);
  expect(verifyWrite(sodium, sign, ROW, BLOB, sig.subarray(1))).toBe(false);
});

test('every flipped bit of signature and blob is refused', () => {
  const sig = signWrite(sodium, keys.signSecret, ROW, BLOB);
  for (let bit = 0; bit < 512; bit++) {
    const bent = sig.slice();
    bent[bit >> 3]! ^= 1 << (bit & 7);
    expect(verifyWrite(sodium, sign, ROW, BLOB, bent)).toBe(false);
  }
  fc.assert(
    fc.property(fc.nat(BLOB.length * 8 - 1), (bit) => {
      const bent = BLOB.slice();
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifyWrite(sodium, sign, ROW, bent, sig)).toBe(false);
    }),
  );
});

test('a signature made for one thing does not pass for another', () => {
  const sig = signDomain(sodium, keys.signSecret, 'log', [], writeBytes(sodium, ROW, BLOB));
  expect(verifyDomain(sodium, sign, sig, 'log', [], writeBytes(sodium, ROW, BLOB))).toBe(true);
  expect(verifyWrite(sodium, sign, ROW, BLOB, sig)).toBe(false);
});

test('keys written down and read again are the same; anything else is refused', () => {
  const made = makeKeys(sodium, sodium.randombytes_buf, '7zzzzzzzzzzzzzzzzzzzzzzzz8');
  expect(bytesToKeys(sodium, keysToBytes(made))).toEqual({ ok: true, value: made });
  const text = new TextDecoder().decode(keysToBytes(made));
  for (const bad of ['', 'null', '{}', text.slice(1), text.replace('"v":1', '"v":0'), text.replace(made.id, 'x'), text.replace('=', '')])
    expect(bytesToKeys(sodium, new TextEncoder().encode(bad))).toEqual({ ok: false, error: { code: 'keys-damaged' } });
  expect(bytesToKeys(sodium, new TextEncoder().encode(text.replace('"v":1', '"v":2')))).toEqual({ ok: false, error: { code: 'keys-newer' } });
});
