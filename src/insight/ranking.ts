// Best match: how well an entry answers the words, told from its text. After BM25 (Robertson and Zaragoza, 2009), with
// more for whole words than for beginnings of them, and for words that stand near each other.
// The index holds neither places nor numbers of words, so only as many entries are ranked as can be read at once.

import { readingsOf, type SearchDoc } from './search-doc.ts';
import { eachFit, type Row } from './sought.ts';

const SATURATION = 1.2;
const BY_LENGTH = 0.75;
const USUAL_LENGTH = 150;
const BEGUN = 0.6;
const NEAR = 12;

/** How rare a row is: `of` entries hold it among `size`. */
export const rarity = (of: number, size: number): number => Math.log(1 + (size - of + 0.5) / (of + 0.5));

/** A number that is higher the better the entry answers; -1 when a row is not in it at all. `weights` are the rarities of the rows. */
export const scoreOf = (doc: SearchDoc, rows: readonly Row[], weights: readonly number[]): number => {
  const found = new Float64Array(rows.length);
  const lastAt = new Int32Array(rows.length).fill(-1_000_000);
  let [length, nearest] = [0, Infinity];
  for (const reading of readingsOf(doc)) {
    length += NEAR;
    eachFit(
      reading,
      rows,
      () => (length += 1),
      (r, { word }) => {
        found[r]! += rows[r]!.at(-1)!.some(({ token }) => token === word) ? 1 : BEGUN;
        lastAt[r] = length;
        if (rows.length > 1) nearest = Math.min(nearest, length - Math.min(...lastAt));
      },
    );
  }
  if (found.some((times) => times === 0)) return -1;
  const norm = SATURATION * (1 - BY_LENGTH + (BY_LENGTH * length) / USUAL_LENGTH);
  const sum = rows.reduce((total, _, r) => total + (weights[r]! * found[r]! * (SATURATION + 1)) / (found[r]! + norm), 0);
  return nearest <= NEAR * rows.length ? sum * (1 + 1 / (1 + nearest / rows.length)) : sum;
};
