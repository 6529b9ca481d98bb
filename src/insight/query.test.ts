import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL_FILTER_NAMES, fieldOf } from './filter-names.ts';
import { parseDay, parseQuery, queryToText, queryWithout, type Term } from './query.ts';

const pieces = fc.constantFrom(
  'eyes',
  'candl',
  'a',
  '-',
  '--',
  '"',
  '“',
  '”',
  '«',
  '»',
  '「',
  '」',
  ':',
  'topic:',
  'con:',
  'مع:',
  'before:',
  'antes:1668',
  'has:',
  'has:pho',
  'فيه:صورة',
  '1668-04',
  ' ',
  ' ',
  '_',
  'Größe',
  '图书馆',
  'البيت',
  '😀',
  '\u200f',
  "l'été",
  '\\',
  '*',
  'OR',
);
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 14 }).map((list) => list.join('')),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((list) => list.join(' ')),
);
const one = (text: string): Term | undefined => parseQuery(text).terms[0];

describe('what a person types', () => {
  test('is read without ever failing, and printed so that it reads the same, in every language', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom('en' as const, 'es' as const, 'ar' as const), (text, language) => {
        const query = parseQuery(text);
        expect(parseQuery(queryToText(query, language))).toEqual(query);
      }),
      { numRuns: 2000 },
    );
  });

  test('may be enormous', () => {
    for (const text of ['a'.repeat(1e6), '"'.repeat(1e5), 'topic:"' + 'x y '.repeat(1e5), '-'.repeat(1e6), 'w '.repeat(1e5)]) {
      const query = parseQuery(text);
      expect(query.terms.length).toBeLessThanOrEqual(32);
      expect(parseQuery(queryToText(query))).toEqual(query);
    }
  });

  test('words are prefixes, but a short one with another behind it is meant as it is', () => {
    expect(parseQuery('to eyes a').terms.map((term) => term.kind === 'word' && term.prefix)).toEqual([false, true, true]);
    expect(parseQuery('candl before:1668').terms[0]).toMatchObject({ words: ['candl'], prefix: true });
  });

  test('filters are understood in English, Spanish and Arabic, whatever the case and accents', () => {
    expect(one('WITH:mercer')).toMatchObject({ field: 'with', words: ['mercer'], exact: false });
    expect(one('Con:mercer')).toMatchObject({ field: 'with' });
    expect(one('مع:سارة')).toMatchObject({ field: 'with', words: ['ساره'] });
    expect(one('emocion:calma')).toMatchObject({ field: 'feeling' });
    expect(one('موضوع:"العائلة والبيت"')).toMatchObject({ field: 'topic', exact: true, words: ['العايله', 'والبيت'] });
    expect(one('tiene:foto')).toMatchObject({ kind: 'has', has: 'photo' });
    expect(queryToText(parseQuery('topic:"family and home" after:1664-04 -with:pett'), 'es')).toBe('tema:"family and home" desde:1664-04 -con:"pett"');
  });

  test('no filter name means two things', () => {
    for (const table of Object.values(ALL_FILTER_NAMES))
      for (const [field, names] of Object.entries(table)) for (const name of names) expect([name, fieldOf(name)]).toEqual([name, field]);
  });

  test('a name of several words goes in quotation marks, and counts as begun until they are closed', () => {
    expect(one('topic:"family and home"')).toMatchObject({ exact: true, words: ['family', 'and', 'home'] });
    expect(one('topic:"family an')).toMatchObject({ exact: false, text: 'family_an' });
    expect(one('topic:')).toMatchObject({ words: [] });
  });

  test('dates are a year, a month or a day, and one that cannot be read leaves nothing out', () => {
    expect(['1668', '1668-4', '1664/04/09', '١٦٦٨', '1668-'].map(parseDay)).toEqual(['1668-01-01', '1668-04-01', '1664-04-09', '1668-01-01', '1668-01-01']);
    expect(['16', '1668-13', '1668-02-30', '0000', '9999', 'soon', ''].map(parseDay)).toEqual([null, null, null, null, null, null, null]);
    expect(one('before:16')).toMatchObject({ kind: 'date', day: null });
  });

  test('what is no filter is words', () => {
    expect(one('note:to')).toMatchObject({ kind: 'word', words: ['note', 'to'] });
    expect(one('12:30')).toMatchObject({ kind: 'word', words: ['12', '30'] });
  });

  test('phrases stand in any quotation marks', () => {
    for (const text of ['"Lord’s day"', '“Lord’s day”', '«Lord’s day»', '„Lord’s day“', '「Lord’s day」'])
      expect(one(text)).toMatchObject({ kind: 'phrase', words: ['lords', 'day'], open: false });
    expect(one('-"by candl')).toMatchObject({ not: true, open: true });
  });

  test('a chip can be taken away', () => {
    expect(queryToText(queryWithout(parseQuery('eyes candl before:1668'), (term) => term.kind === 'date'))).toBe('eyes candl');
  });
});
