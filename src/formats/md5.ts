// MD5 (RFC 1321). Not for secrets: Day One names the media of its export by it, and this is the only use here.

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** The digest as 32 lower-case hexadecimal signs. */
export const md5 = (bytes: Uint8Array): string => {
  const length = bytes.length;
  const end = new Uint8Array(length % 64 < 56 ? 64 : 128);
  const whole = length - (length % 64);
  end.set(bytes.subarray(whole));
  end[length % 64] = 0x80;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, (length << 3) >>> 0, true);
  view.setUint32(end.length - 4, Math.floor(length / 2 ** 29), true);
  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  const words = new Uint32Array(16);
  const block = (source: Uint8Array, at: number): void => {
    for (let i = 0, from = at; i < 16; i += 1, from += 4) words[i] = source[from]! | (source[from + 1]! << 8) | (source[from + 2]! << 16) | (source[from + 3]! << 24);
    let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = words[round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15]!;
      const sum = (a + mixed + SINES[i]! + word) | 0;
      const shift = SHIFTS[round * 4 + (i & 3)]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    state[0] = state[0]! + a;
    state[1] = state[1]! + b;
    state[2] = state[2]! + c;
    state[3] = state[3]! + d;
  };
  for (let at = 0; at < whole; at += 64) block(bytes, at);
  for (let at = 0; at < end.length; at += 64) block(end, at);
  let out = '';
  for (const word of state) for (let i = 0; i < 4; i += 1) out += ((word >>> (8 * i)) & 255).toString(16).padStart(2, '0');
  return out;
};
