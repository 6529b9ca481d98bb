// Ids are random, so that a host learns nothing from them: not when, not what, not how many came before.
// Written in Crockford's base 32 (Douglas Crockford, 2019), lower case: no i, l, o, u, so that they can be read aloud.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Two letters at a time: a vault of many records makes many ids. */
const PAIRS = Array.from({ length: 1024 }, (_, i) => ALPHABET[i >> 5]! + ALPHABET[i & 31]!);

/** Bytes as lower-case Crockford base 32, five bits a letter, the last letter padded with zero bits. */
export const bytesToBase32 = (bytes: Uint8Array): string => {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    out += PAIRS[(held >> bits) & 1023];
    held &= (1 << bits) - 1;
  }
  if (bits >= 5) {
    bits -= 5;
    out += ALPHABET[(held >> bits) & 31];
    held &= (1 << bits) - 1;
  }
  if (bits > 0) out += ALPHABET[(held << (5 - bits)) & 31];
  return out;
};

/** The 16 bytes of an id as eight letters of UTF-16, two bytes in each: a key for maps that costs a quarter of the 26 letters. Never shown, stored or sent. */
export const bytesToKey = (bytes: Uint8Array): string => {
  const two = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
  return String.fromCharCode(two(0), two(2), two(4), two(6), two(8), two(10), two(12), two(14));
};

export const keyToBytes = (key: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  for (let n = 0; n < 8; n++) {
    bytes[2 * n] = key.charCodeAt(n) >> 8;
    bytes[2 * n + 1] = key.charCodeAt(n) & 255;
  }
  return bytes;
};

/** A source of cryptographically random bytes; comes in from outside, so that pure code stays repeatable. */
export type Random = (length: number) => Uint8Array;

/** A record, vault or journal id: 128 random bits, 26 letters. */
export const newId = (random: Random): string => bytesToBase32(random(16));

/** A device id: 64 random bits, 13 letters; short because every stamp carries one. */
export const newDeviceId = (random: Random): string => bytesToBase32(random(8));

/** 1 for the code of each letter. Asked of every id of every record: a regular expression took a thirtieth of an import. */
const IS_LETTER = new Uint8Array(128);
for (const letter of ALPHABET) IS_LETTER[letter.charCodeAt(0)] = 1;

const areLetters = (text: unknown, count: number): text is string => {
  if (typeof text !== 'string' || text.length !== count) return false;
  for (let at = 0; at < count; at++) if (IS_LETTER[text.charCodeAt(at)] !== 1) return false;
  return true;
};

export const isId = (text: unknown): text is string => areLetters(text, 26);

export const isDeviceId = (text: unknown): text is string => areLetters(text, 13);
