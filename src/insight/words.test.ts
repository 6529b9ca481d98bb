import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachWord, fold, foldedWords, rawEnd, wordsOf } from './words.ts';

const found = (text: string): string[] => wordsOf(text).flatMap(({ word, parts }) => [word, ...parts.map((part) => part.word)]);
const letters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        'é',
        'ü',
        'ß',
        'İ',
        'ẞ',
        'ﬁ',
        'ال',
        'وال',
        'لل',
        'ـ',
        'َ',
        'ة',
        '图',
        '书馆',
        'の',
        'カ',
        'ー',
        'ゞ',
        'ไทย',
        'ລາວ',
        'हि',
        '한',
        '😀',
        '👩🏽',
        '’',
        "'",
        '-',
        ' ',
        'a',
        'B',
        '9',
        '٣',
        '\u200d',
        '\ufe0f',
        '\ud83d',
      ),
      { maxLength: 40 },
    )
    .map((list) => list.join('')),
);

describe('words of a text', () => {
  test('lie in order inside it, and folding a folded word changes nothing', () => {
    fc.assert(
      fc.property(letters, (text) => {
        let at = 0;
        for (const { word, start, end, parts } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(word).toMatch(/^(?:[a-z0-9]|(?![\s\ue000-\uf8ff])\P{ASCII})+$/u);
          expect(word.length).toBeLessThanOrEqual(64);
          expect(fold(word)).toBe(word);
          expect(fold(text.slice(start, start + rawEnd(text.slice(start, end), word.length)))).toBe(word);
          for (const part of parts) {
            expect(part.start >= start && part.end <= end && part.start <= part.end && part.word !== '').toBe(true);
            expect(fold(part.word)).toBe(part.word);
          }
          at = end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('keep their places when only what begins with some letters is asked for, and no word that does is passed over', () => {
    const plain = 'abcdefghijklmnopqrstuvwxyz0123456789';
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: fc.constantFrom(...plain, 'A', 'Z', ' ', '.', "'", 'é', '’'), maxLength: 60 })), fc.subarray([...plain]), (text, asked) => {
        const begins = new Uint8Array(128);
        for (const letter of asked) begins[letter.charCodeAt(0)] = 1;
        const words = wordsOf(text);
        const heard: string[] = [];
        eachWord(
          text,
          (word, start, end, parts) => {
            const whole = words[heard.length]!;
            expect([start, end, parts]).toEqual([whole.start, whole.end, whole.parts]);
            if (word === '') expect(asked).not.toContain(whole.word[0]);
            else expect(word).toBe(whole.word);
            heard.push(word);
          },
          begins,
        );
        expect(heard.length).toBe(words.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('English: apostrophes belong to the word, and its parts are found too', () => {
    expect(foldedWords("Lord’s day; I don't know, candle-light at 12:30.")).toEqual(['lords', 'day', 'i', 'dont', 'know', 'candle', 'light', 'at', '12', '30']);
    expect(found('Lord’s')).toEqual(['lords', 'lord']);
  });

  test('Spanish, French, German, Polish, Turkish: accents and special letters fold', () => {
    expect(foldedWords('corazón AÑO pingüino')).toEqual(['corazon', 'ano', 'pinguino']);
    expect(found("l'été œuvre")).toEqual(['lete', 'ete', 'oeuvre']);
    expect(foldedWords('Größe STRASSE Straße Łódź smørrebrød æble İstanbul ısı')).toEqual(['grosse', 'strasse', 'strasse', 'lodz', 'smorrebrod', 'aeble', 'istanbul', 'isi']);
    expect(foldedWords('u\u0308ber über')).toEqual(['uber', 'uber']);
  });

  test('Arabic: vowels, tatweel and forms of letters fold; the article may be left off', () => {
    expect(foldedWords('أُحِبُّ القهوة مستشفى ٢٠٢٤ کتاب ســلام')).toEqual(['احب', 'القهوه', 'مستشفي', '2024', 'كتاب', 'سلام']);
    expect(found('القهوة')).toEqual(['القهوه', 'قهوه']);
    expect(found('والبيت')).toEqual(['والبيت', 'بيت', 'البيت']);
    expect(found('للمدرسة')).toEqual(['للمدرسه', 'مدرسه', 'المدرسه']);
  });

  test('Greek, Cyrillic, Hebrew lose their marks, Hindi keeps its own', () => {
    expect(foldedWords('Ἀθῆναι λόγος Ёлка שָׁלוֹם צה״ל')).toEqual(['αθηναι', 'λογοσ', 'елка', 'שלום', 'צהל']);
    expect(foldedWords('हिन्दी में')).toEqual(['हिन्दी', 'में']);
  });

  test('Chinese, Japanese and Thai are cut into words, and each ending of a word is found', () => {
    expect(foldedWords('今天天气很好。iPhone很好')).toEqual(['今天', '天气', '很好', 'iphone', '很好']);
    expect(found('天气')).toEqual(['天气', '气']);
    expect(foldedWords('東京タワー')).not.toEqual([]);
    expect(foldedWords('ภาษาไทยง่าย')).toEqual(['ภาษา', 'ไทย', 'ง่าย']);
  });

  test('emoji are words', () => {
    expect(foldedWords('good 😀❤️')).toEqual(['good', '😀', '❤']);
  });

  test('ten million letters without a space are read all the same', () => {
    expect(wordsOf('a'.repeat(1e6)).length).toBe(5000);
  });
});
