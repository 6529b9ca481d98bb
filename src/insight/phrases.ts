// Words in a row. The index knows only which words an entry has, not where; so an entry that has them all is read to see
// whether they stand next to each other. Newest first, until a page is full and a fair amount was read; what was found
// out stays with the open index, and asking again goes on from there.

import { addBits, bitBelow, countBits, dropBits, hasBit, keepBits, keepRange, noBits, setBit, type Bits } from './bits.ts';
import { everyOf, placeOfKey, type Looked, type WordIndex } from './index-image.ts';
import type { SearchDoc } from './search-doc.ts';
import { hasRow, type Condition, type Row } from './sought.ts';

/** Phrases remembered. */
const MOST_PHRASES = 48;
const BATCH = 50;

interface Reading {
  readonly limit: number;
  readonly offset?: number;
  /** Letters read before an answer is given as it stands, once the page asked for is full; 250,000 unless told. */
  readonly letters?: number;
  docsOf(ids: readonly string[]): readonly (SearchDoc | null)[] | Promise<readonly (SearchDoc | null)[]>;
}

/**
 * Takes out of `bits` what does not hold a phrase, or holds one left out. True when every entry is sure; otherwise the
 * page asked for is, and of the rest those that may hold it stay in.
 */
export const confirmPhrases = async (
  index: WordIndex,
  bits: Bits,
  conditions: readonly Condition[],
  ranges: readonly { readonly from: number; readonly to: number }[],
  reading: Reading,
): Promise<boolean> => {
  const phrases = conditions.flatMap((condition) =>
    condition.kind === 'words' && condition.inOrder ? [{ row: condition.row, not: condition.not, words: everyOf(index, condition.row), ...lookedFor(index, condition.row) }] : [],
  );
  if (phrases.length === 0) return true;
  const inRange = bits.slice();
  for (const { from, to } of ranges) keepRange(inRange, placeOfKey(index.keys, from), placeOfKey(index.keys, to));
  const dropFailed = (from: Bits): Bits => {
    for (const { not, at, holds } of phrases) dropBits(from, not ? holds : dropBits(at.slice(), holds));
    return from;
  };
  const unsure = (from: Bits): Bits => {
    const doubt = noBits(index.size);
    for (const { words, at } of phrases) addBits(doubt, dropBits(words.slice(), at));
    return keepBits(doubt, dropFailed(from.slice()));
  };

  const most = reading.letters ?? 250_000;
  let letters = 0;
  const read = async (part: Bits, enough: (place: number) => boolean): Promise<void> => {
    const doubtful = unsure(part);
    for (let place = bitBelow(doubtful, index.size); place >= 0 && !enough(place);) {
      const places: number[] = [];
      for (; place >= 0 && places.length < BATCH; place = bitBelow(doubtful, place)) places.push(place);
      const docs = await reading.docsOf(places.map(index.idAt));
      places.forEach((one, i) => {
        const doc = docs[i];
        letters += (doc?.text.length ?? 0) + 1;
        for (const { row, words, at, holds } of phrases) {
          if (hasBit(at, one) || !hasBit(words, one)) continue;
          setBit(at, one);
          if (doc && hasRow(doc, row)) setBit(holds, one);
        }
      });
    }
  };
  const least = (reading.offset ?? 0) + reading.limit;
  await read(inRange, (place) => letters >= most && countBits(dropFailed(inRange.slice()), place + 1) >= least);
  await read(dropBits(bits.slice(), inRange), () => letters >= most);
  dropFailed(bits);
  return bitBelow(unsure(bits), index.size) < 0;
};

const lookedFor = (index: WordIndex, row: Row): Looked => {
  const key = row.map((place) => place.map(({ token, prefix }) => (prefix ? `${token}*` : token)).join('|')).join(' ');
  const known = index.looked.get(key) ?? { at: noBits(index.size), holds: noBits(index.size) };
  index.looked.set(key, known);
  if (index.looked.size > MOST_PHRASES) index.looked.delete(index.looked.keys().next().value!);
  return known;
};
