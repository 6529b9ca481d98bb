import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDesk } from '../../../test/fixtures/journal-desk.ts';
import {
  addWord,
  forgetVocabulary,
  hiddenWordsOf,
  hideWord,
  LISTS,
  QUADRANTS,
  shownWord,
  STARTER_WORDS,
  vocabularyId,
  vocabularyOf,
  wordsOf,
  wordToId,
  type Vocabulary,
} from './vocabularies.ts';
import ar from './words/vocabulary.ar.json' with { type: 'json' };
import en from './words/vocabulary.en.json' with { type: 'json' };
import es from './words/vocabulary.es.json' with { type: 'json' };

const deskFor = (list: (typeof LISTS)[number]) => {
  const desk = createDesk();
  const vocabulary = (): Vocabulary => vocabularyOf(list, desk.records.get(vocabularyId(list)));
  return { desk, vocabulary, ids: () => wordsOf(vocabulary()).map(({ id }) => id) };
};

describe('the words to choose from', () => {
  test('have a word in every language, each a different one, and lead back to the same id', () => {
    for (const words of [en, es, ar] as Record<string, string>[]) {
      const keys = [...LISTS.flatMap((list) => STARTER_WORDS[list].map(({ id }) => `${list}.${id}`)), ...QUADRANTS.map((name) => `quadrants.${name}`)];
      expect(Object.keys(words).sort()).toEqual(keys.sort());
      for (const list of LISTS) {
        const shown = STARTER_WORDS[list].map(({ id }) => shownWord(list, id, words));
        expect(new Set(shown.map((word) => word.toLowerCase())).size).toBe(shown.length);
        for (const { id } of STARTER_WORDS[list]) {
          expect(shownWord(list, id, words).trim()).not.toBe('');
          expect(wordToId(list, ` ${shownWord(list, id, words).toUpperCase()} `, words)).toBe(id);
          expect(wordToId(list, id, words)).toBe(id);
        }
      }
    }
  });

  test('are more than eighty feelings, as many in each quadrant, and two for when none of them fits', () => {
    for (const quadrant of QUADRANTS) expect(STARTER_WORDS.feelings.filter((word) => word.quadrant === quadrant)).toHaveLength(22);
    expect(STARTER_WORDS.feelings.filter((word) => word.quadrant === null).map(({ id }) => id)).toEqual(['mixed', "don't know"]);
  });

  test('a word added is offered once, however it is cased; hidden it is not, and added again it is back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTS),
        fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom('tired', 'NUMB', 'chest', 'warm', '__proto__', 'at sea')),
        fc.option(fc.constantFrom(...QUADRANTS)),
        (list, typed, quadrant) => {
          const { desk, vocabulary, ids } = deskFor(list);
          const has = (): number => ids().filter((id) => id.toLowerCase() === wordToId(list, typed, {}).toLowerCase()).length;
          const added = addWord(vocabulary(), typed, quadrant);
          if (!added.ok) {
            expect(added.error.code).toBe('word-empty');
            return;
          }
          desk.apply(added);
          expect(has()).toBe(1);
          desk.apply(addWord(vocabulary(), typed.toUpperCase().toLowerCase() === typed.toLowerCase() ? typed.toUpperCase() : typed, quadrant));
          expect(has()).toBe(1);
          desk.apply(hideWord(vocabulary(), typed));
          expect(has()).toBe(0);
          expect(hideWord(vocabulary(), typed)).toEqual([]);
          desk.apply(addWord(vocabulary(), typed, quadrant));
          expect(has()).toBe(1);
          expect(ids().length - STARTER_WORDS[list].length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('added on two devices apart are both there, and hiding here keeps what was added there', () => {
    const [here, there] = [createDesk('0000000000000'), createDesk('1111111111111')];
    const at = (desk: typeof here) => vocabularyOf('feelings', desk.records.get('vocabulary-feelings'));
    here.apply(addWord(at(here), 'wistful', 'low-unpleasant'));
    there.apply(addWord(at(there), 'giddy', 'high-pleasant'));
    there.apply(hideWord(at(there), 'keen'));
    there.apply(addWord(at(there), 'WISTFUL'));
    here.takeIn(there);
    expect(wordsOf(at(here)).filter(({ id }) => id.toLowerCase() === 'wistful')).toHaveLength(1);
    here.apply(hideWord(at(here), 'wistful'));
    here.apply(addWord(at(here), 'wistful', 'low-unpleasant'));
    expect(
      at(here)
        .added.map(({ id, quadrant }) => [id, quadrant])
        .sort(),
    ).toEqual([
      ['giddy', 'high-pleasant'],
      ['wistful', 'low-unpleasant'],
    ]);
    expect(hiddenWordsOf(at(here)).map(({ id }) => id)).toEqual(['keen']);
    here.apply(forgetVocabulary('feelings'));
    expect(wordsOf(at(here))).toEqual(STARTER_WORDS.feelings);
  });

  test('a word of one’s own can move to another quadrant, and is never there twice', () => {
    const { desk, vocabulary } = deskFor('feelings');
    desk.apply(addWord(vocabulary(), 'Wistful'));
    desk.apply(addWord(vocabulary(), 'wistful', 'low-unpleasant'));
    expect(vocabulary().added).toEqual([{ id: 'Wistful', quadrant: 'low-unpleasant', own: true }]);
    expect(shownWord('feelings', 'Wistful', es)).toBe('Wistful');
    expect(shownWord('feelings', 'toString', {})).toBe('toString');
    expect(addWord(vocabulary(), 'x'.repeat(61))).toMatchObject({ ok: false, error: { code: 'word-too-long' } });
    expect(addWord(vocabulary(), ' \u0007 ')).toMatchObject({ ok: false, error: { code: 'word-empty' } });
  });
});
