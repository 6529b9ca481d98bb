// What is sealed to people rather than to a vault: items of an inbox, the sides of a conflict; and the numbers people compare.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { boxTo, isBoxKey } from './boxed.ts';
import { keysFromSeeds } from './device-keys.ts';
import { exactBytes, isExactBase64 } from './domain.ts';
import { openFromInbox, sealForInbox, type InboxPlace } from './inbox-seal.ts';
import { safetyNumber } from './safety-number.ts';
import { openSide, sealSide, type ConflictPlace } from './sealed-until-both.ts';

const sodium = await readySodium();
const random = sodium.randombytes_buf;
const person = (n: number) => keysFromSeeds(sodium, `${'0'.repeat(25)}${n}`, { sign: new Uint8Array(32).fill(n), box: new Uint8Array(32).fill(n + 100) });
const [ana, ben, eve] = [person(1), person(2), person(3)];
const boxOf = (own: typeof ana) => ({ id: own.id, box: own.publicKeys.box });
const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';
const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
const NO_KEY = `${'A'.repeat(43)}=`;

describe('an item of an inbox', () => {
  const place: InboxPlace = { vault: VAULT, kind: 'feedback', item: '7zzzzzzzzzzzzzzzzzzzzzzzz8' };
  const body = new TextEncoder().encode('What I saw: you waited until everybody had spoken.');
  const log = new Map([ana, ben, eve].map((own) => [own.id, [own.publicKeys.sign]]));
  const signOf = (id: string) => log.get(id) ?? [];
  const sealed = good(sealForInbox(sodium, random, body, place, ana, boxOf(ben)));

  test('opens for its receiver, who learns who wrote it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (some) => {
        const item = good(sealForInbox(sodium, random, some, place, ana, boxOf(ben)));
        expect(openFromInbox(sodium, item, place, ben, signOf)).toEqual({ ok: true, value: { from: ana.id, body: some } });
      }),
      { numRuns: 30 },
    );
    // Answers of different lengths look alike.
    expect(good(sealForInbox(sodium, random, body.subarray(5), place, ana, boxOf(ben))).length).toBe(sealed.length);
  });

  test('does not open for others, elsewhere, as another item or with any bit flipped', () => {
    expect(openFromInbox(sodium, sealed, place, eve, signOf)).toEqual(refused('inbox-damaged'));
    for (const other of [{ vault: place.item }, { kind: 'answer' }, { item: VAULT }])
      expect(openFromInbox(sodium, sealed, { ...place, ...other }, ben, signOf)).toEqual(refused('inbox-damaged'));
    for (let bit = 0; bit < sealed.length * 8; bit++) expect(openFromInbox(sodium, flipped(sealed, bit), place, ben, signOf).ok, `bit ${bit}`).toBe(false);
    for (const length of [0, 31, 79, 80, 200]) expect(openFromInbox(sodium, sealed.subarray(0, length), place, ben, signOf).ok).toBe(false);
  });

  test('in another’s name, or by somebody the log does not know, is named forged', () => {
    const forged = good(sealForInbox(sodium, random, body, place, { ...eve, id: ana.id }, boxOf(ben)));
    expect(openFromInbox(sodium, forged, place, ben, signOf)).toEqual(refused('inbox-forged'));
    expect(openFromInbox(sodium, sealed, place, ben, () => [])).toEqual(refused('inbox-unknown'));
    expect(sealForInbox(sodium, random, body, place, ana, { id: ben.id, box: NO_KEY })).toEqual(refused('log-key-unfit'));
  });
});

describe('a side of a conflict', () => {
  const place: ConflictPlace = { vault: VAULT, conflict: '7zzzzzzzzzzzzzzzzzzzzzzzz8', author: ana.id };
  const text = new TextEncoder().encode('What happened, as I saw it.');
  const side = good(sealSide(sodium, random, text, place, [ana, ben].map(boxOf)));

  test('opens for the parties once they have their keys, and for nobody else', () => {
    for (const own of [ana, ben]) expect(openSide(sodium, side, place, own)).toEqual({ ok: true, value: text });
    expect(openSide(sodium, side, place, eve)).toEqual(refused('side-not-ours'));
    expect(openSide(sodium, { ...side, keys: { [eve.id]: side.keys[ben.id]! } }, place, eve)).toEqual(refused('side-damaged'));
    expect(openSide(sodium, { ...side, keys: {} }, place, ben)).toEqual(refused('side-not-ours'));
  });

  test('that is not what was committed to, or stands elsewhere, is refused', () => {
    const other = good(sealSide(sodium, random, text, place, [ana, ben].map(boxOf)));
    expect(openSide(sodium, { ...side, commitment: other.commitment }, place, ben)).toEqual(refused('side-other'));
    expect(openSide(sodium, { ...side, keys: other.keys }, place, ben)).toEqual(refused('side-other'));
    expect(openSide(sodium, { ...side, sealed: other.sealed }, place, ben)).toEqual(refused('side-other'));
    for (const elsewhere of [{ author: ben.id }, { vault: place.conflict }, { conflict: VAULT }]) expect(openSide(sodium, side, { ...place, ...elsewhere }, ben).ok).toBe(false);
    expect(sealSide(sodium, random, text, place, [{ id: ben.id, box: NO_KEY }])).toEqual(refused('log-key-unfit'));
  });

  test('with any bit flipped is refused', () => {
    const [sealed, key] = [side.sealed, side.keys[ben.id]!].map((each) => new Uint8Array(Buffer.from(each, 'base64'))) as [Uint8Array, Uint8Array];
    for (let bit = 0; bit < sealed.length * 8; bit++) expect(openSide(sodium, { ...side, sealed: bytesToBase64(flipped(sealed, bit)) }, place, ben).ok).toBe(false);
    for (let bit = 0; bit < key.length * 8; bit++) expect(openSide(sodium, { ...side, keys: { [ben.id]: bytesToBase64(flipped(key, bit)) } }, place, ben).ok).toBe(false);
  });
});

test('a safety number is the same for both, and another when either’s key changes', () => {
  const known = (own: typeof ana) => ({ id: own.id, sign: own.publicKeys.sign });
  const number = safetyNumber(sodium, known(ana), known(ben));
  expect(safetyNumber(sodium, known(ben), known(ana))).toEqual(number);
  expect(number.length).toBe(12);
  for (const group of number) expect(group).toMatch(/^\d{5}$/);
  const swap = (own: typeof ana, from: typeof ana) => ({ ...known(own), sign: known(from).sign });
  for (const [one, other] of [
    [known(ana), known(eve)],
    [known(ana), swap(ben, eve)],
    [swap(ana, ben), swap(ben, ana)],
  ] as const)
    expect(safetyNumber(sodium, one, other)).not.toEqual(number);
});

test('a key that nothing can be sealed to is known beforehand; every other one is taken', () => {
  const hex = (text: string): string => Buffer.from(text, 'hex').toString('base64');
  const unfit = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    ...['ec', 'ed', 'ee'].map((first) => `${first}${'ff'.repeat(30)}7f`),
    // The top bit counts for nothing.
    `${'00'.repeat(31)}80`,
    ...['ec', 'ed', 'ee'].map((first) => `${first}${'ff'.repeat(31)}`),
  ].map(hex);
  for (const key of unfit) expect([isBoxKey(key), boxTo(sodium, random, new Uint8Array(32), key, 'x', [])], key).toEqual([false, null]);
  for (const key of ['', '!', 'AAAA']) expect(isBoxKey(key)).toBe(false);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const key = bytesToBase64(bytes);
      expect(isBoxKey(key)).toBe(boxTo(sodium, random, new Uint8Array(0), key, 'x', []) !== null);
    }),
  );
});

test('base 64 is taken in its one form alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), fc.nat(), fc.constantFrom('A', 'B', '=', '-', '\n', '/'), (bytes, at, letter) => {
      const text = bytesToBase64(bytes);
      expect(exactBytes(text, bytes.length)).toEqual(bytes);
      expect([bytes.length - 1, bytes.length + 1].map((length) => isExactBase64(text, length))).toEqual([false, false]);
      const other = text.slice(0, at % text.length) + letter + text.slice((at % text.length) + 1);
      const read = exactBytes(other, bytes.length);
      if (read) expect(bytesToBase64(read)).toBe(other);
    }),
  );
});
