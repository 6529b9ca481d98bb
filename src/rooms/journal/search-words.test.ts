import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '#insight/query.ts';
import { chipsOf, datesIn, filterText, FIELDS, hasWords, replaceWord, withFilter, withIds, withoutDates, withoutFilters } from './search-words.ts';

const language = fc.constantFrom('en' as const, 'es' as const, 'ar' as const);

test('taking the chips away one after the other leaves the words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('eyes', 'candl', 'before:1668', 'with:mercer', 'topic:"the navy"', 'has:photo', '-area:health'), { maxLength: 8 }),
      language,
      (parts, to) => {
        let typed = parts.join(' ');
        for (let chips = chipsOf(typed, to), left = 20; chips.length > 0 && left > 0; chips = chipsOf(typed, to), left--) typed = chips[0]!.without;
        expect(typed).toBe(parts.filter((part) => !part.includes(':')).join(' '));
      },
    ),
  );
});

test('a filter that is added is read as that filter, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), language, (name, to) => {
      const terms = parseQuery(withFilter('walk', filterText('topic', name, to))).terms;
      expect(terms[0]).toMatchObject({ kind: 'word' });
      expect(terms.slice(1)).toMatchObject([{ kind: 'name', field: 'topic' }]);
    }),
  );
});

test('every filter can be offered', () => {
  for (const field of FIELDS) expect(chipsOf(filterText(field, field === 'has' ? 'photo' : '1668', 'en'), 'en')).toHaveLength(1);
});

test('dates are set aside and the rest stays', () => {
  expect(datesIn('eyes before:1668 with:mercer after:nonsense', 'en')).toEqual(['before:1668']);
  expect(withoutDates('eyes before:1668 with:mercer', 'en')).toBe('eyes with:mercer');
  expect(withoutFilters('eyes before:1668 "by candle" with:mercer', 'en')).toBe('eyes "by candle"');
});

test('a word likely meant replaces the one typed', () => {
  expect(replaceWord('Recieve with:mercer', 'recieve', 'receive', 'en')).toBe('receive with:mercer');
});

test('filters alone are nothing to rank by', () => {
  expect(hasWords('before:1668 -fish')).toBe(false);
  expect(hasWords('"by candle" before:1668')).toBe(true);
});

test('a feeling or an area typed in the language of the page is looked for as entries hold it', () => {
  const inSpanish = { feelings: [{ id: 'calm', name: 'calma' }], areas: [{ id: 'family and home', name: 'familia y hogar' }] };
  const read = (typed: string): string => withIds(typed, 'es', (list) => inSpanish[list]);
  expect(read('tren emoción:"Calma" ámbito:"familia y hogar"')).toBe('tren emoción:"calm" ámbito:"family and home"');
  expect(read('emoción:calma')).toBe('emoción:"calm"');
  for (const typed of ['  tren   lento ', 'emoción:calm', 'emoción:propia', 'ámbito:', 'tema:calma']) expect(read(typed)).toBe(typed);
});
