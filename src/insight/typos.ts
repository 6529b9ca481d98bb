// Which words a person may have meant by one that is nowhere: few slips of the finger away, and often written.
// Distance: optimal string alignment (Damerau 1964, Levenshtein 1966), so that two letters changing places are one slip.
// Words of four to seven letters may be one slip off, longer ones two; shorter ones are taken as they are.

import { ones as bitsIn } from './bits.ts';
import { isSpaceless } from './words.ts';

export interface VocabularyWord {
  readonly word: string;
  /** In how many entries. */
  readonly count: number;
  /** Which letters are in it, one bit for each of 32 kinds: tells most words apart without comparing them. */
  readonly letters: number;
}

const lettersIn = (word: string): number => {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
};

export const toVocabularyWord = (word: string, count: number): VocabularyWord => ({ word, count, letters: lettersIn(word) });

/** Slips forgiven in a word. */
export const slipsFor = (word: string): number => (word.length < 4 || isSpaceless(word) || /^\p{N}+$/u.test(word) ? 0 : word.length < 8 ? 1 : 2);

// Filled anew at each call; made once because thousands of words are compared for one that is mistyped.
const ROWS = [0, 1, 2].map(() => new Uint8Array(130));

/**
 * Slips between `typed` and `word`, or `most + 1` when there are more. Neither is longer than 64 units. With `begun`, between `typed` and that beginning
 * of `word` which is nearest.
 */
export const slipsBetween = (typed: string, word: string, most: number, begun = false): number => {
  const [m, n] = [typed.length, begun ? Math.min(word.length, typed.length + most) : word.length];
  if (m - n > most || (!begun && n - m > most)) return most + 1;
  let [before, last, row] = ROWS as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= n; j += 1) last[j] = j;
  for (let i = 1; i <= m; i += 1) {
    const letter = typed.charCodeAt(i - 1);
    let least = (row[0] = i);
    for (let j = 1; j <= n; j += 1) {
      const other = word.charCodeAt(j - 1);
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (letter === other ? 0 : 1));
      if (i > 1 && j > 1 && letter === word.charCodeAt(j - 2) && typed.charCodeAt(i - 2) === other) slips = Math.min(slips, before[j - 2]! + 1);
      row[j] = slips;
      if (slips < least) least = slips;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  let slips = last[n]!;
  if (begun) for (let j = 0; j < n; j += 1) slips = Math.min(slips, last[j]!);
  return Math.min(slips, most + 1);
};

/**
 * The words nearest to `typed`, at most three, the most frequent first: whole words a slip or two away, and where there
 * is none and `begun`, words that go on from something so near. None that is `typed` itself.
 */
export const meantBy = (typed: string, vocabulary: Iterable<VocabularyWord>, begun: boolean): string[] => {
  const most = slipsFor(typed);
  if (most === 0) return [];
  let nearest: { word: string; count: number; score: number }[] = [];
  let bound = begun ? most + 100 : most;
  const asked = lettersIn(typed);
  for (const { word, count, letters } of vocabulary) {
    // A slip takes at most one kind of letter away and brings at most one in.
    if (bitsIn(asked & ~letters) > most || (bound <= most && bitsIn(letters & ~asked) > most)) continue;
    if (word === typed || word.length < typed.length - most || (bound <= most && word.length > typed.length + most)) continue;
    let score = slipsBetween(typed, word, most);
    if (score > most) {
      const slips = bound > most && word.length > typed.length ? slipsBetween(typed, word, most, true) : most + 1;
      if (slips > most) continue;
      // A word only begun comes after every whole one; among those, the shorter its rest the better.
      score = 10 * slips + Math.min(word.length - typed.length, 9);
    }
    if (score > bound) continue;
    if (score < bound) {
      nearest = [];
      bound = score;
    }
    nearest.push({ word, count, score });
  }
  nearest.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  return nearest
    .filter(({ count }) => count * 10 >= nearest[0]!.count)
    .slice(0, 3)
    .map(({ word }) => word);
};
