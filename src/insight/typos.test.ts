import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meantBy, slipsBetween, toVocabularyWord } from './typos.ts';

/** The plain table of optimal string alignment, to compare with. */
const distance = (a: string, b: string): number => {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1);
    }
  return table[a.length]![b.length]!;
};
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 9 });

describe('slips of the finger', () => {
  test('are counted as the plain table counts them, up to the most', () => {
    fc.assert(
      fc.property(word, word, fc.constantFrom(1, 2), (a, b, most) => void expect(slipsBetween(a, b, most)).toBe(Math.min(distance(a, b), most + 1))),
      { numRuns: 3000 },
    );
  });

  test('of a word only begun are counted against its nearest beginning', () => {
    fc.assert(
      fc.property(word, word, fc.constantFrom(1, 2), (a, b, most) => {
        const least = Math.min(...Array.from({ length: b.length + 1 }, (_, n) => distance(a, b.slice(0, n))));
        expect(slipsBetween(a, b, most, true)).toBe(Math.min(least, most + 1));
      }),
      { numRuns: 3000 },
    );
  });

  test('lead to a word whenever one is near enough, and never to one that is not', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 4, maxLength: 10 }), fc.array(word, { maxLength: 8 }), (typed, words) => {
        const most = typed.length < 8 ? 1 : 2;
        const near = words.filter((w) => w !== typed && distance(typed, w) <= most);
        const meant = meantBy(
          typed,
          words.map((w) => toVocabularyWord(w, 1)),
          false,
        );
        expect(meant.length > 0).toBe(near.length > 0);
        for (const w of meant) expect(near).toContain(w);
      }),
      { numRuns: 2000 },
    );
  });

  test('short words and numbers are taken as they are, and the most frequent of the nearest comes first', () => {
    const words = [toVocabularyWord('candle', 90), toVocabularyWord('handle', 30), toVocabularyWord('cradle', 1), toVocabularyWord('1666', 5)];
    expect(meantBy('cndle', words, true)).toEqual(['candle']);
    expect(meantBy('vandle', words, true)).toEqual(['candle', 'handle']);
    expect(meantBy('cna', words, true)).toEqual([]);
    expect(meantBy('1665', words, true)).toEqual([]);
  });
});
