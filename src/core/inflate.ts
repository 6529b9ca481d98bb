// Unpacks deflate (RFC 1951) in one call, without a stream. A journal is thousands of small files, and the platform's
// DecompressionStream costs a third of a millisecond to set up for each; this costs a few microseconds.
// Invariant: never gives nor holds more than `most` bytes, whatever the input claims; never throws.

/** The unpacked bytes and how many input bytes they took; or why not. */
export type Inflated = { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly read: number } | { readonly ok: false; readonly why: 'damaged' | 'too-large' };

/** A table from the next `bits` bits to a symbol and its length: `symbol << 4 | length`, 0 where no code begins so. */
interface Codes {
  readonly bits: number;
  readonly table: Uint16Array;
}

/** Null when the lengths name more codes than fit. */
const codesOf = (lengths: Uint8Array): Codes | null => {
  const count = new Uint16Array(16);
  for (const length of lengths) count[length]!++;
  count[0] = 0;
  let bits = 15;
  while (bits > 1 && count[bits] === 0) bits--;
  const next = new Uint16Array(17);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    code = (code + count[length - 1]!) << 1;
    if (code + count[length]! > 1 << length) return null;
    next[length] = code;
  }
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    let value = next[length]!++;
    let turned = 0;
    for (let i = 0; i < length; i++) {
      turned = (turned << 1) | (value & 1);
      value >>= 1;
    }
    for (let at = turned; at < table.length; at += 1 << length) table[at] = (symbol << 4) | length;
  }
  return { bits, table };
};

const LENGTH_BASE = new Uint16Array([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]);
const LENGTH_EXTRA = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);
const BACK_BASE = new Uint16Array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577]);
const BACK_EXTRA = new Uint8Array([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]);
const LENGTHS_ORDER = new Uint8Array([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

const FIXED_LITERALS = codesOf(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)))!;
const FIXED_BACKS = codesOf(new Uint8Array(30).fill(5))!;

const DAMAGED = { ok: false, why: 'damaged' } as const;
const TOO_LARGE = { ok: false, why: 'too-large' } as const;

/**
 * Unpacks raw deflate. `most` is the most bytes it may give; `expected` sizes the first buffer and is not believed.
 * Bytes after the end of the data are left alone: `read` says where it ended.
 */
export const inflate = (input: Uint8Array, most: number, expected = 0): Inflated => {
  let out = new Uint8Array(Math.min(most, Math.max(64, Math.min(expected, input.length * 1032))));
  let size = 0;
  let pos = 0;
  let hold = 0;
  let held = 0;

  /** The next `n` bits (n ≤ 16), or −1 at the end of the input. */
  const take = (n: number): number => {
    while (held < n) {
      if (pos >= input.length) return -1;
      hold |= input[pos++]! << held;
      held += 8;
    }
    const value = hold & ((1 << n) - 1);
    hold >>>= n;
    held -= n;
    return value;
  };

  const symbolOf = ({ bits, table }: Codes): number => {
    while (held < bits && pos < input.length) {
      hold |= input[pos++]! << held;
      held += 8;
    }
    const found = table[hold & ((1 << bits) - 1)]!;
    const length = found & 15;
    if (length === 0 || length > held) return -1;
    hold >>>= length;
    held -= length;
    return found >>> 4;
  };

  /** Makes room for `n` more bytes; false when that would pass `most`. */
  const fits = (n: number): boolean => {
    if (size + n > most) return false;
    if (size + n > out.length) {
      const larger = new Uint8Array(Math.min(most, Math.max(size + n, out.length * 2)));
      larger.set(out.subarray(0, size));
      out = larger;
    }
    return true;
  };

  const readCodes = (): readonly [Codes, Codes] | null => {
    const [literals, backs, orders] = [take(5), take(5), take(4)];
    if (orders < 0 || literals > 29 || backs > 29) return null;
    const orderLengths = new Uint8Array(19);
    for (let i = 0; i < orders + 4; i++) {
      const length = take(3);
      if (length < 0) return null;
      orderLengths[LENGTHS_ORDER[i]!] = length;
    }
    const order = codesOf(orderLengths);
    if (!order) return null;
    const total = literals + 257 + backs + 1;
    const lengths = new Uint8Array(total);
    for (let i = 0; i < total;) {
      const symbol = symbolOf(order);
      if (symbol < 0) return null;
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) return null;
      const more = symbol === 16 ? take(2) : symbol === 17 ? take(3) : take(7);
      const times = more + (symbol === 18 ? 11 : 3);
      if (more < 0 || i + times > total) return null;
      lengths.fill(symbol === 16 ? lengths[i - 1]! : 0, i, i + times);
      i += times;
    }
    if (lengths[256] === 0) return null;
    const [left, right] = [codesOf(lengths.subarray(0, literals + 257)), codesOf(lengths.subarray(literals + 257))];
    return left && right ? [left, right] : null;
  };

  for (let last = 0; last === 0;) {
    last = take(1);
    const kind = take(2);
    if (kind < 0 || kind === 3) return DAMAGED;
    if (kind === 0) {
      pos -= held >> 3;
      hold = held = 0;
      if (pos + 4 > input.length) return DAMAGED;
      const length = input[pos]! | (input[pos + 1]! << 8);
      if (length !== (~(input[pos + 2]! | (input[pos + 3]! << 8)) & 0xffff) || pos + 4 + length > input.length) return DAMAGED;
      if (!fits(length)) return TOO_LARGE;
      out.set(input.subarray(pos + 4, pos + 4 + length), size);
      pos += 4 + length;
      size += length;
      continue;
    }
    const codes = kind === 1 ? ([FIXED_LITERALS, FIXED_BACKS] as const) : readCodes();
    if (!codes) return DAMAGED;
    for (;;) {
      const symbol = symbolOf(codes[0]);
      if (symbol < 0 || symbol > 285) return DAMAGED;
      if (symbol === 256) break;
      if (symbol < 256) {
        if (size === out.length && !fits(1)) return TOO_LARGE;
        out[size++] = symbol;
        continue;
      }
      const lengthMore = take(LENGTH_EXTRA[symbol - 257]!);
      const backSymbol = symbolOf(codes[1]);
      if (lengthMore < 0 || backSymbol < 0 || backSymbol > 29) return DAMAGED;
      const backMore = take(BACK_EXTRA[backSymbol]!);
      const back = BACK_BASE[backSymbol]! + backMore;
      const length = LENGTH_BASE[symbol - 257]! + lengthMore;
      if (backMore < 0 || back > size) return DAMAGED;
      if (!fits(length)) return TOO_LARGE;
      if (back >= length) out.copyWithin(size, size - back, size - back + length);
      else for (let i = 0; i < length; i++) out[size + i] = out[size + i - back]!;
      size += length;
    }
  }
  return { ok: true, bytes: size === out.length ? out : out.slice(0, size), read: pos - (held >> 3) };
};
