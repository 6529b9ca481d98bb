import { expect, test } from 'vitest';
import { paddedSize, SEAL, sizesWithin } from './seal.ts';

test('Of a sealed size is told exactly which records look like it: the first and the last of them pad alike, the next on either side do not', () => {
  const sealed = (size: number): number => SEAL + paddedSize(4 + size);
  const sizes = [...Array.from({ length: 3000 }, (_, size) => size), 65_531, 65_532, 65_533, 1_048_572, 1_048_573, 2_500_000, 4_000_000];
  for (const size of sizes) {
    const { least, most } = sizesWithin(sealed(size));
    expect([least <= size && size <= most, sealed(least), sealed(most)], `${size}`).toEqual([true, sealed(size), sealed(size)]);
    expect(sealed(most + 1), `${size}`).toBeGreaterThan(sealed(size));
    if (least > 0) expect(sealed(least - 1), `${size}`).toBeLessThan(sealed(size));
  }
});
