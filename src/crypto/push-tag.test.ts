import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { keysFromSeeds } from './device-keys.ts';
import { isTaggedWith, openPushKey, PUSH_TAG, sealPushKey, tagPush } from './push-tag.ts';

const sodium = await readySodium();
const seed = (n: number) => new Uint8Array(32).fill(n);
const random = (length: number) => new Uint8Array(length).fill(5);
const keys = keysFromSeeds(sodium, '0123456789abc', { sign: seed(1), box: seed(2) });
const others = keysFromSeeds(sodium, keys.id, { sign: seed(1), box: seed(3) });
const PLACE = { vault: '5vvvvvvvvvvvvvvvvvvvvvvvvv', device: keys.id };
const FRAME = new Uint8Array(500).map((_, i) => i);
const KEY = seed(7);

test('a push is its tag and then its frame, tagged anew each time, and holds under its key alone', () => {
  const [push, again] = [tagPush(sodium, KEY, FRAME), tagPush(sodium, KEY, FRAME)];
  expect([push.subarray(PUSH_TAG), again.subarray(PUSH_TAG)]).toEqual([FRAME, FRAME]);
  expect(again).not.toEqual(push);
  expect([push, again].map((each) => [isTaggedWith(sodium, KEY, each), isTaggedWith(sodium, seed(8), each)])).toEqual([
    [true, false],
    [true, false],
  ]);
  // The tag of one goes before no other frame, and neither does its half.
  const other = tagPush(sodium, KEY, FRAME.slice(1));
  for (const cut of [24, PUSH_TAG]) expect(isTaggedWith(sodium, KEY, Uint8Array.from([...push.subarray(0, cut), ...other.subarray(cut)]))).toBe(false);
});

test('the key opens to the member, vault and device that it was sealed for, and with any bit flipped to nobody', () => {
  const sealed = sealPushKey(sodium, random, KEY, keys.publicKeys.box, PLACE)!;
  expect(openPushKey(sodium, sealed, keys, PLACE)).toEqual(KEY);
  expect(openPushKey(sodium, sealed, others, PLACE)).toBeNull();
  expect(openPushKey(sodium, sealed, keys, { ...PLACE, vault: '7zzzzzzzzzzzzzzzzzzzzzzzz8' })).toBeNull();
  expect(openPushKey(sodium, sealed, keys, { ...PLACE, device: '0123456789abd' })).toBeNull();
  const bytes = base64ToBytes(sealed)!;
  for (let bit = 0; bit < bytes.length * 8; bit += 5) {
    const bent = bytes.slice();
    bent[bit >> 3]! ^= 1 << (bit & 7);
    expect(openPushKey(sodium, bytesToBase64(bent), keys, PLACE)).toBeNull();
  }
  for (const none of ['', '!', 'AAAA', bytesToBase64(seed(1))]) expect(openPushKey(sodium, none, keys, PLACE)).toBeNull();
  expect(sealPushKey(sodium, random, KEY, 'AAAA', PLACE)).toBeNull();
  // A key of low order, to which nothing can be sealed.
  expect(sealPushKey(sodium, random, KEY, bytesToBase64(new Uint8Array(32)), PLACE)).toBeNull();
});
