import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asWritten, excerptsOf } from './excerpt.ts';
import { parseQuery } from './query.ts';
import { conditionsOf, rowsOf, type Row } from './sought.ts';
import { fold, foldedWords, wordsOf } from './words.ts';

const rows = (typed: string): Row[] => rowsOf(conditionsOf(parseQuery(typed)));
const marked = (text: string, typed: string, options = {}): string =>
  excerptsOf(text, rows(typed), options)
    .excerpts.map(
      (e) => `${e.before ? '…' : ''}${e.marks.reduceRight((t, { start, end }) => `${t.slice(0, start)}[${t.slice(start, end)}]${t.slice(end)}`, e.text)}${e.after ? '…' : ''}`,
    )
    .join(' / ');

describe('excerpts', () => {
  test('marks lie inside, apart and in order, and cover what was asked for', () => {
    const piece = fc.constantFrom(
      'candle',
      'candlelight',
      'Lord’s',
      'day',
      "l'été",
      'CORAZÓN',
      'Straße',
      'والبيت',
      'القهوة',
      '今天天气很好',
      '图书馆',
      '書く',
      'ไทย',
      'हिन्दी',
      '한국어',
      '😀',
      'İstanbul',
      '\n',
      ' ',
      '. ',
      '“',
      'ﬁne',
      'e\u0301',
      '\ud83d',
    );
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((list) => list.join(' ')),
      fc.array(piece, { maxLength: 60 }).map((list) => list.join('')),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), fc.constantFrom(5, 30, 90), (text, pick, cut, around) => {
        const words = wordsOf(text.toWellFormed());
        const word = words[pick % Math.max(1, words.length)];
        const letters = [...(word?.word ?? 'x')];
        const token = letters.slice(0, (cut % letters.length) + 1).join('');
        const { excerpts, places } = excerptsOf(text, [[[{ token, prefix: true }]]], { around });
        expect(excerpts.length).toBeLessThanOrEqual(3);
        if (word) expect(places).toBeGreaterThan(0);
        for (const excerpt of excerpts) {
          let at = 0;
          for (const { start, end } of excerpt.marks) {
            expect(start >= at && end > start && end <= excerpt.text.length).toBe(true);
            expect([...fold(excerpt.text.slice(start, end)), ...foldedWords(excerpt.text.slice(start, end))].join('')).toContain(fold(token));
            at = end;
          }
          if (word) expect(excerpt.marks.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('show whole words round what was found, and mark a word inside a longer one', () => {
    const text =
      'So home, and to the office, where my eyes would not suffer me to do anything by candlelight, and so called my wife and walked in the garden, and there it was very pleasant till it was dark, and so to supper and to bed.';
    expect(marked(text, 'eyes candl', { alsoFinds: new Map([['candl', ['candle', 'candlelight']]]), around: 40 })).toBe(
      'So home, and to the office, where my [eyes] would not suffer me to do anything by [candle]light, and so called my wife and walked…',
    );
    expect(marked('eyes by candlelight', 'candlel')).toBe('eyes by [candlelight]');
  });

  test('mark phrases as one, and parts of words', () => {
    expect(marked('Up. Lord’s day, and so to church', '"lord\'s day"')).toBe('Up. [Lord’s day], and so to church');
    expect(marked("un soir d'été", 'ete')).toBe("un soir d'[été]");
    expect(marked('我去图书馆', '图书')).toContain('[图书]');
    expect(marked('ذهبت إلى البيت', 'بيت')).toBe('ذهبت إلى [البيت]');
    expect(marked('Große Straße', 'strass')).toBe('Große [Straße]');
  });

  test('count the places, and show at most three', () => {
    const text = Array.from({ length: 5 }, () => `candle ${'and so on '.repeat(60)}`).join('');
    const { excerpts, places } = excerptsOf(text, rows('candle'));
    expect([excerpts.length, places]).toEqual([3, 5]);
  });

  test('give the beginning where nothing is marked, and nothing for nothing', () => {
    expect(excerptsOf('Up and to the office', []).excerpts).toEqual([{ text: 'Up and to the office', marks: [], before: false, after: false }]);
    expect(excerptsOf(' \n', rows('x'))).toEqual({ excerpts: [], places: 0 });
  });

  test('words also found are spelt as they were written', () => {
    expect(asWritten(['corazon', 'ete', 'candle'], ['El Corazón', 'l’été'])).toEqual(['corazón', 'été', 'candle']);
  });

  test('ten million letters do not hold up the page', () => {
    expect(excerptsOf('candle '.repeat(1_500_000), rows('candle')).excerpts.length).toBeGreaterThan(0);
  });
});
