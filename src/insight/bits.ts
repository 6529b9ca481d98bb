// Sets of entries as bits, one for each entry in order of date: what the terms of a query find is joined, crossed and
// counted by year in microseconds, whatever the size. Invariant: bits past the last entry are zero.

export type Bits = Uint32Array<ArrayBuffer>;

export const noBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5);

export const allBits = (size: number): Bits => {
  const bits = noBits(size).fill(0xffffffff);
  if (size & 31) bits[bits.length - 1] = 2 ** (size & 31) - 1;
  return bits;
};

export const hasBit = (bits: Bits, at: number): boolean => ((bits[at >>> 5]! >>> (at & 31)) & 1) === 1;
export const setBit = (bits: Bits, at: number): void => void (bits[at >>> 5]! |= 1 << (at & 31));
export const clearBit = (bits: Bits, at: number): void => void (bits[at >>> 5]! &= ~(1 << (at & 31)));

/** Each of these changes the first set and gives it back. */
export const keepBits = (bits: Bits, others: Bits): Bits => {
  for (let i = 0; i < bits.length; i += 1) bits[i]! &= others[i]!;
  return bits;
};
export const addBits = (bits: Bits, others: Bits): Bits => {
  for (let i = 0; i < bits.length; i += 1) bits[i]! |= others[i]!;
  return bits;
};
export const dropBits = (bits: Bits, others: Bits): Bits => {
  for (let i = 0; i < bits.length; i += 1) bits[i]! &= ~others[i]!;
  return bits;
};

/** Keeps only the places from `from` up to, but without, `to`. */
export const keepRange = (bits: Bits, from: number, to: number): Bits => {
  if (to <= from) return bits.fill(0);
  const [first, last] = [from >>> 5, (to - 1) >>> 5];
  bits.fill(0, 0, first).fill(0, last + 1);
  bits[first]! &= -1 << (from & 31);
  if (to & 31) bits[last]! &= 2 ** (to & 31) - 1;
  return bits;
};

/** How many bits of a number of 32 bits are set. */
export const ones = (word: number): number => {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** How many are in the set, from `from` up to, but without, `to`. */
export const countBits = (bits: Bits, from = 0, to = bits.length * 32): number => {
  let count = 0;
  for (let at = from; at < to;) {
    if ((at & 31) === 0 && at + 32 <= to) {
      count += ones(bits[at >>> 5]!);
      at += 32;
    } else {
      if (hasBit(bits, at)) count += 1;
      at += 1;
    }
  }
  return count;
};

/** The highest place in the set below `below`, or -1. */
export const bitBelow = (bits: Bits, below: number): number => {
  if (below <= 0) return -1;
  let word = (below - 1) >>> 5;
  let held = bits[word]! & (0xffffffff >>> (31 - ((below - 1) & 31)));
  while (held === 0) {
    if (word === 0) return -1;
    word -= 1;
    held = bits[word]!;
  }
  return word * 32 + 31 - Math.clz32(held);
};

/** Sets the places written as whole numbers from 1 on, with commas between them; number n stands for `places[n - 1]` where that is given. */
export const addListed = (bits: Bits, list: string, places?: ArrayLike<number>): Bits => {
  const add = (number: number): void => setBit(bits, places ? places[number - 1]! : number - 1);
  let number = 0;
  for (let i = 0; i < list.length; i += 1) {
    const digit = list.charCodeAt(i) - 48;
    if (digit >= 0) number = number * 10 + digit;
    else {
      add(number);
      number = 0;
    }
  }
  if (number > 0) add(number);
  return bits;
};

export const bitsToBytes = (bits: Bits): Uint8Array => {
  const bytes = new Uint8Array(bits.length * 4);
  const view = new DataView(bytes.buffer);
  bits.forEach((word, i) => view.setUint32(i * 4, word, true));
  return bytes;
};

export const bytesToBits = (bytes: Uint8Array): Bits => {
  const bits = new Uint32Array(bytes.length >>> 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < bits.length; i += 1) bits[i] = view.getUint32(i * 4, true);
  return bits;
};
