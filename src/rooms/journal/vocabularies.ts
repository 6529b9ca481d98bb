// The words to choose from: feelings in four quadrants, areas of the body, sensations, areas of life.
// An entry holds the word's id, which is its English spelling; the screen shows it in the person's language
// (words/vocabulary.*.json, key `<list>.<id>`). A person adds words and hides others; theirs are kept as typed.
// Invariant: hiding a word never touches an entry, and a word that an entry holds can always be shown.

import type { Change } from '#core/change.ts';
import { createKind, deletedOf, migrate, setIn, versionOf } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { tidyName } from './model.ts';
import starter from './vocabularies.json' with { type: 'json' };

export const LISTS = ['feelings', 'body', 'sensations', 'areas'] as const;
export type ListName = (typeof LISTS)[number];

/** Energy, then whether it is pleasant: the four quarters of the check-in. */
export const QUADRANTS = ['high-pleasant', 'low-pleasant', 'high-unpleasant', 'low-unpleasant'] as const;
export type Quadrant = (typeof QUADRANTS)[number];

export interface VocabularyWord {
  /** What an entry holds. */
  readonly id: string;
  /** Feelings only; null for "mixed", "don't know", and a word of one's own that was put in no quadrant. */
  readonly quadrant: Quadrant | null;
  /** Added by the person: shown as it is, in every language. */
  readonly own: boolean;
}

/** What a person made of one list. */
export interface Vocabulary {
  readonly list: ListName;
  readonly added: readonly VocabularyWord[];
  readonly hidden: readonly string[];
}

export const vocabularyKind = createKind('vocabulary', { added: 'set', hidden: 'set' });

/** Record id of a list; one record for each, the same on every device. */
export const vocabularyId = (list: ListName): string => `vocabulary-${list}`;

/** The most letters in a word of one's own. */
export const MOST_WORD = 60;

const feelings = starter.feelings_by_quadrant;
const plain = (ids: readonly string[]): VocabularyWord[] => ids.map((id) => ({ id, quadrant: null, own: false }));
const inQuadrant = (ids: readonly string[], quadrant: Quadrant): VocabularyWord[] => ids.map((id) => ({ id, quadrant, own: false }));

/** The words that every journal starts with, in their order. */
export const STARTER_WORDS: Readonly<Record<ListName, readonly VocabularyWord[]>> = {
  feelings: [
    ...inQuadrant(feelings['high energy, pleasant'], 'high-pleasant'),
    ...inQuadrant(feelings['low energy, pleasant'], 'low-pleasant'),
    ...inQuadrant(feelings['high energy, unpleasant'], 'high-unpleasant'),
    ...inQuadrant(feelings['low energy, unpleasant'], 'low-unpleasant'),
    ...plain(starter.feelings_of_no_quadrant),
  ],
  body: plain(starter.body_areas),
  sensations: plain(starter.sensations),
  areas: plain(starter.life_areas),
};

const fold = (word: string): string => tidyName(word).toLowerCase();

const SEPARATOR = '\u001f';
const toMember = (word: string, quadrant: Quadrant | null): string => (quadrant ? `${quadrant}${SEPARATOR}${word}` : word);
const fromMember = (member: string): VocabularyWord => {
  const cut = member.indexOf(SEPARATOR);
  const quadrant = QUADRANTS.find((name) => name === member.slice(0, Math.max(0, cut))) ?? null;
  return { id: tidyName(member.slice(cut + 1)), quadrant, own: true };
};

/** What the person made of a list; `record` is the one with the list's id, null or undefined where there is none. */
export const vocabularyOf = (list: ListName, record: VaultRecord | null | undefined): Vocabulary => {
  const now = record && record.kind === 'vocabulary' && isAlive(record) ? migrate(vocabularyKind, record) : null;
  if (!now) return { list, added: [], hidden: [] };
  const added = setIn(now, 'added')
    .map(fromMember)
    .filter((word) => word.id !== '');
  return { list, added, hidden: setIn(now, 'hidden') };
};

/** The words to offer: the starter words that are not hidden, then the person's own, each once. */
export const wordsOf = (vocabulary: Vocabulary): VocabularyWord[] => {
  const hidden = new Set(vocabulary.hidden.map(fold));
  const seen = new Set<string>();
  const out: VocabularyWord[] = [];
  for (const word of [...STARTER_WORDS[vocabulary.list], ...vocabulary.added]) {
    const key = fold(word.id);
    if (seen.has(key) || (!word.own && hidden.has(key))) continue;
    seen.add(key);
    out.push(word);
  }
  return out;
};

/** The starter words that the person hid, to bring them back. */
export const hiddenWordsOf = (vocabulary: Vocabulary): VocabularyWord[] => {
  const hidden = new Set(vocabulary.hidden.map(fold));
  return STARTER_WORDS[vocabulary.list].filter((word) => hidden.has(fold(word.id)));
};

const changeIn = (list: ListName, parts: Pick<Change, 'add' | 'remove'>): Change[] => [
  { id: vocabularyId(list), kind: vocabularyKind.name, v: versionOf(vocabularyKind), ...parts },
];

/**
 * Adds a word of one's own, or brings back a hidden starter word of that spelling. Nothing to do gives an empty list;
 * another quadrant moves the word. Refusals: `word-empty`, `word-too-long`.
 */
export const addWord = (vocabulary: Vocabulary, typed: string, quadrant: Quadrant | null = null): Result<Change[]> => {
  const { list } = vocabulary;
  const word = tidyName(typed);
  if (word === '') return refuse({ code: 'word-empty' });
  if (word.length > MOST_WORD) return refuse({ code: 'word-too-long', with: { most: MOST_WORD } });
  const key = fold(word);
  const hidden = vocabulary.hidden.filter((id) => fold(id) === key);
  if (STARTER_WORDS[list].some(({ id }) => fold(id) === key)) return ok(hidden.length > 0 ? changeIn(list, { remove: { hidden } }) : []);
  const where = list === 'feelings' ? quadrant : null;
  const same = vocabulary.added.filter(({ id }) => fold(id) === key);
  if (same.some((old) => where === null || old.quadrant === where)) return ok([]);
  const gone = same.map((old) => toMember(old.id, old.quadrant));
  return ok(changeIn(list, { add: { added: [toMember(same[0]?.id ?? word, where)] }, ...(gone.length > 0 ? { remove: { added: gone } } : {}) }));
};

/** Takes a word out of what is offered. Entries that hold it keep it. */
export const hideWord = (vocabulary: Vocabulary, id: string): Change[] => {
  const key = fold(id);
  const starters = STARTER_WORDS[vocabulary.list].filter((word) => fold(word.id) === key).map((word) => word.id);
  const gone = vocabulary.added.filter((word) => fold(word.id) === key).map((word) => toMember(word.id, word.quadrant));
  const hide = starters.filter((word) => !vocabulary.hidden.includes(word));
  if (gone.length === 0 && hide.length === 0) return [];
  return changeIn(vocabulary.list, { ...(hide.length > 0 ? { add: { hidden: hide } } : {}), ...(gone.length > 0 ? { remove: { added: gone } } : {}) });
};

/** Back to the starter words. Entries keep every word they hold. */
export const forgetVocabulary = (list: ListName): Change[] => [deletedOf(vocabularyKind, vocabularyId(list))];

/** How a word is shown: translated by `words` (a vocabulary catalogue) where it is a starter word, else as it is. */
export const shownWord = (list: ListName, id: string, words: Readonly<Record<string, string>>): string => {
  const key = `${list}.${id}`;
  return Object.hasOwn(words, key) ? words[key]! : id;
};

/** The id of a word as typed, in English or as the catalogue `words` shows it; what matches nothing is a word of one's own. */
export const wordToId = (list: ListName, typed: string, words: Readonly<Record<string, string>>): string => {
  const key = fold(typed);
  const starters = STARTER_WORDS[list];
  const found = starters.find(({ id }) => fold(shownWord(list, id, words)) === key) ?? starters.find(({ id }) => fold(id) === key);
  return found?.id ?? tidyName(typed);
};
