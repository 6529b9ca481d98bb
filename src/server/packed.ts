// Ids and signatures as they lie in the database: bytes, not letters, since they stand beside every record.

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
/** What a letter stands for, by its code. */
const VALUE = new Uint8Array(128);
for (const [value, letter] of [...LETTERS].entries()) VALUE[letter.charCodeAt(0)] = value;

/** The 16 bytes of an id of 26 letters. The two bits that 26 letters have too many are zero, as they are in every id that is made of bytes. */
export const packId = (id: string): Buffer => {
  const out = Buffer.allocUnsafe(16);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let place = 0; place < 26; place++) {
    held = ((held << 5) | VALUE[id.charCodeAt(place)]!) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      if (at < 16) out[at++] = (held >> bits) & 255;
    }
  }
  return out;
};

const PAIRS = Array.from({ length: 1024 }, (_, bits) => LETTERS[bits >> 5]! + LETTERS[bits & 31]!);

/** The 26 letters of 16 bytes, two at a time: what `bytesToBase32` gives, for every row of every page. */
export const unpackId = (bytes: Uint8Array): string => {
  let out = '';
  let held = 0;
  let bits = 0;
  for (let at = 0; at < 16; at++) {
    held = (held << 8) | bytes[at]!;
    bits += 8;
    if (bits >= 10) {
      bits -= 10;
      out += PAIRS[held >> bits]!;
      held &= (1 << bits) - 1;
    }
  }
  // 12 pairs hold 120 bits; eight are left, and two zero bits.
  return out + PAIRS[held << 2]!;
};
