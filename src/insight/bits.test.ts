import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBits, addListed, allBits, bitBelow, bitsToBytes, bytesToBits, countBits, dropBits, hasBit, keepBits, keepRange, noBits, setBit, type Bits } from './bits.ts';
import { bytesToIds, bytesToKeys, idsToBytes, keysToBytes } from './packed.ts';
import { isId, newId } from '#core/ids.ts';

const SIZE = 131;
const places = fc.uniqueArray(fc.nat({ max: SIZE - 1 }));
const bitsOf = (list: readonly number[]): Bits => {
  const bits = noBits(SIZE);
  for (const at of list) setBit(bits, at);
  return bits;
};
const listOf = (bits: Bits): number[] => {
  const list: number[] = [];
  for (let at = bitBelow(bits, SIZE); at >= 0; at = bitBelow(bits, at)) list.unshift(at);
  return list;
};
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

test('sets of entries behave as sets', () => {
  fc.assert(
    fc.property(places, places, fc.nat({ max: SIZE }), fc.nat({ max: SIZE }), (a, b, from, to) => {
      expect(listOf(bitsOf(a))).toEqual(sorted(a));
      expect(listOf(keepBits(bitsOf(a), bitsOf(b)))).toEqual(sorted(a.filter((at) => b.includes(at))));
      expect(listOf(addBits(bitsOf(a), bitsOf(b)))).toEqual(sorted([...new Set([...a, ...b])]));
      expect(listOf(dropBits(bitsOf(a), bitsOf(b)))).toEqual(sorted(a.filter((at) => !b.includes(at))));
      expect(listOf(keepRange(bitsOf(a), from, to))).toEqual(sorted(a.filter((at) => at >= from && at < to)));
      expect(countBits(bitsOf(a), from, to)).toBe(a.filter((at) => at >= from && at < to).length);
      expect(listOf(addListed(noBits(SIZE), a.map((at) => at + 1).join(',')))).toEqual(sorted(a));
      expect(bytesToBits(bitsToBytes(bitsOf(a)))).toEqual(bitsOf(a));
      expect(a.every((at) => hasBit(bitsOf(a), at))).toBe(true);
      expect(countBits(allBits(SIZE))).toBe(SIZE);
    }),
  );
});

test('ids and dates come out of their packing as they went in', () => {
  const real = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => newId(() => bytes));
  fc.assert(
    fc.property(
      fc.oneof(fc.uniqueArray(real), fc.uniqueArray(fc.string()), fc.uniqueArray(fc.oneof(real, fc.constant('zzzzzzzzzzzzzzzzzzzzzzzzzz')))),
      fc.array(fc.nat({ max: 2 ** 40 })),
      (ids, numbers) => {
        const packed = bytesToIds(idsToBytes(ids, isId), ids.length);
        expect(ids.map((_, at) => packed.at(at))).toEqual(ids);
        expect(packed.placesOf(new Set([...ids.slice(1, 3), 'nobody', '€'.repeat(26)]))).toEqual(ids.flatMap((_, at) => (at === 1 || at === 2 ? [at] : [])));
        expect([...bytesToKeys(keysToBytes(sorted(numbers)), numbers.length)]).toEqual(sorted(numbers));
      },
    ),
  );
});
