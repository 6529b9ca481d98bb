// Base 64 (RFC 4648 §4) without a platform's help; for short values such as keys and salts.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) VALUE[LETTERS.charCodeAt(value)] = value;

export const bytesToBase64 = (bytes: Uint8Array): string => {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    out +=
      LETTERS[a >> 2]! +
      LETTERS[((a & 3) << 4) | ((b ?? 0) >> 4)]! +
      (b === undefined ? '=' : LETTERS[((b & 15) << 2) | ((c ?? 0) >> 6)]!) +
      (c === undefined ? '=' : LETTERS[c & 63]!);
  }
  return out;
};

/** Null when the text is not base 64. */
export const base64ToBytes = (text: string): Uint8Array | null => {
  const letters = text.replace(/=+$/, '');
  if (text.length % 4 !== 0 || letters.length % 4 === 1) return null;
  const out = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < letters.length; i++) {
    const value = VALUE[letters.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 255;
    }
  }
  return out;
};
