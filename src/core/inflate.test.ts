import { crc32 as nodeCrc32, deflateRawSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { inflate } from './inflate.ts';

const packings = [{ level: 0 }, { level: 1 }, { level: 6 }, { level: 9 }, { strategy: constants.Z_FIXED }, { strategy: constants.Z_HUFFMAN_ONLY }, { strategy: constants.Z_RLE }];
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.array(fc.constantFrom('the ', 'day ', 'was ', 'long', '. '), { maxLength: 4000 }).map((words) => new Uint8Array(Buffer.from(words.join('')))),
);

describe('Files packed by any zip program', () => {
  test('open to the same bytes, and the end is found where bytes follow', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...packings), fc.uint8Array({ maxLength: 20 }), (plain, options, after) => {
        const packed = deflateRawSync(plain, options);
        const unpacked = inflate(Buffer.concat([packed, after]), plain.length, plain.length);
        expect(unpacked.ok && Buffer.compare(unpacked.bytes, plain)).toBe(0);
        expect(unpacked.ok && unpacked.read).toBe(packed.length);
      }),
    );
  });

  test('are refused, not cut, when they hold more than may be unpacked', () => {
    fc.assert(
      fc.property(
        bytes.filter((b) => b.length > 0),
        fc.nat(),
        (plain, n) => {
          expect(inflate(deflateRawSync(plain), n % plain.length)).toEqual({ ok: false, why: 'too-large' });
        },
      ),
    );
  });

  test('are called damaged when cut short', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, n) => {
        const packed = deflateRawSync(plain);
        expect(inflate(packed.subarray(0, n % packed.length), 1e6)).toEqual({ ok: false, why: 'damaged' });
      }),
    );
  });
});

test('Arbitrary bytes are answered, never thrown at, and never grow past the limit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (input) => {
      const answer = inflate(input, 10_000);
      expect(!answer.ok || answer.bytes.length <= 10_000).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('The checksum is that of zlib, whole or in parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (a, b) => {
      expect(crc32(b, crc32(a))).toBe(nodeCrc32(Buffer.concat([a, b])));
    }),
  );
});
