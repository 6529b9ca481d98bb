// Crockford's base 32 read back, as people and pages give it; writing it is in core/ids.ts.

const VALUES = new Map([...'0123456789abcdefghjkmnpqrstvwxyz'].map((letter, value) => [letter, value]));

/** Forgives case, o for 0, i and l for 1, and Arabic digits; null for any other letter. */
export const letterValue = (letter: string): number | null => {
  const code = letter.codePointAt(0)!;
  if (code >= 0x660 && code <= 0x669) return code - 0x660;
  if (code >= 0x6f0 && code <= 0x6f9) return code - 0x6f0;
  const plain = letter.toLowerCase();
  return VALUES.get(plain === 'o' ? '0' : plain === 'i' || plain === 'l' ? '1' : plain) ?? null;
};

/** So many bytes, written the one way there is (lower case, unused bits zero); null otherwise. */
export const base32ToBytes = (text: string, length: number): Uint8Array | null => {
  if (text.length !== Math.ceil((length * 8) / 5)) return null;
  const out = new Uint8Array(length);
  let [held, bits, at] = [0, 0, 0];
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out[at++] = (held >> bits) & 255;
  }
  return (held & ((1 << bits) - 1)) === 0 ? out : null;
};
