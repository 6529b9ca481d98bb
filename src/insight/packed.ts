// Ids and dates of an index in few bytes: an id is random and takes its sixteen bytes, a date in order takes two or three.
// Invariant: what was packed comes out the same; ids of any other shape are kept as text.

import { bytesToBase32 } from '#core/ids.ts';
import { bytesToText, textToBytes } from '#core/text.ts';

export interface PackedIds {
  readonly form: 'sixteen' | 'text';
  readonly bytes: Uint8Array;
}

export interface Ids {
  at(place: number): string;
  placesOf(wanted: ReadonlySet<string>): number[];
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** What a letter stands for, by its code. */
const VALUES = new Uint8Array(128);
[...ALPHABET].forEach((letter, value) => (VALUES[letter.charCodeAt(0)] = value));

const idIntoBytes = (id: string, bytes: Uint8Array, at: number): void => {
  let [held, bits, end] = [0, 0, at];
  for (let i = 0; i < id.length; i += 1) {
    held = (held << 5) | VALUES[id.charCodeAt(i)]!;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[end++] = held >>> bits;
    }
    held &= (1 << bits) - 1;
  }
};

export const idsToBytes = (ids: readonly string[], isId: (text: string) => boolean): PackedIds => {
  // The last of 26 letters holds three bits only; an id where it says more would not come out the same.
  if (!ids.every((id) => isId(id) && VALUES[id.charCodeAt(25)]! % 4 === 0)) return { form: 'text', bytes: textToBytes(JSON.stringify(ids)) };
  const bytes = new Uint8Array(ids.length * 16);
  ids.forEach((id, i) => idIntoBytes(id, bytes, i * 16));
  return { form: 'sixteen', bytes };
};

export const bytesToIds = ({ form, bytes }: PackedIds, size: number): Ids => {
  if (form === 'text') {
    const list = JSON.parse(bytesToText(bytes)) as string[];
    if (list.length !== size) throw new Error('ids are damaged');
    return { at: (place) => list[place]!, placesOf: (wanted) => list.flatMap((id, place) => (wanted.has(id) ? [place] : [])) };
  }
  if (bytes.length !== size * 16) throw new Error('ids are damaged');
  const at = (place: number): string => bytesToBase32(bytes.subarray(place * 16, place * 16 + 16));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    at,
    placesOf: (wanted) => {
      // By their first four bytes, so that a hundred thousand ids need not become text.
      const heads = new Set<number>();
      const buffer = new Uint8Array(17);
      for (const id of wanted)
        if (id.length === 26) {
          idIntoBytes(id, buffer, 0);
          heads.add(new DataView(buffer.buffer).getUint32(0));
        }
      const places: number[] = [];
      for (let place = 0; place < size; place += 1) if (heads.has(view.getUint32(place * 16)) && wanted.has(at(place))) places.push(place);
      return places;
    },
  };
};

/** Whole numbers from 0 on, seven bits a byte, the last byte of each below 128. */
export const numbersToBytes = (numbers: Iterable<number>): Uint8Array => {
  const out: number[] = [];
  for (let number of numbers) {
    while (number >= 128) {
      out.push((number % 128) + 128);
      number = Math.floor(number / 128);
    }
    out.push(number);
  }
  return Uint8Array.from(out);
};

export const bytesToNumbers = (bytes: Uint8Array, size: number): Float64Array => {
  const numbers = new Float64Array(size);
  let at = 0;
  for (let i = 0; i < size; i += 1) {
    let [number, weight, byte] = [0, 1, 128];
    while (byte >= 128) {
      if (at >= bytes.length) throw new Error('numbers are damaged');
      byte = bytes[at++]!;
      number += (byte % 128) * weight;
      weight *= 128;
    }
    numbers[i] = number;
  }
  return numbers;
};

/** Numbers that never fall, as the steps between them. */
export const keysToBytes = (keys: readonly number[]): Uint8Array => numbersToBytes(keys.map((key, i) => key - (keys[i - 1] ?? 0)));

export const bytesToKeys = (bytes: Uint8Array, size: number): Float64Array => {
  const keys = bytesToNumbers(bytes, size);
  for (let i = 1; i < size; i += 1) keys[i]! += keys[i - 1]!;
  return keys;
};
