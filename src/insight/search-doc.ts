// An entry as search sees it, and the tokens it is found by: its words, the words of its names, and a token for each
// name under its filter. Filter tokens begin with a private-use letter, which no folded word holds.
// Invariant: the index and the scan of what is newer both go by `tokensOf`, so that they cannot disagree.

import type { Field, Has } from './filter-names.ts';
import { eachWord, wordsOf } from './words.ts';

export interface SearchDoc {
  readonly id: string;
  /** `YYYY-MM-DD`, or with a time: `core/when.ts`. */
  readonly when: string;
  readonly text: string;
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly place: string;
  /** Name of the journal it is in, or ''. */
  readonly journal: string;
  readonly hasPhoto: boolean;
  readonly hasSound: boolean;
  /** A look-back note belongs to it. */
  readonly hasNote: boolean;
}

export type NameField = Exclude<Field, 'before' | 'after' | 'has'>;

const WHOLE: Readonly<Record<NameField, string>> = { topic: '\ue000', with: '\ue002', area: '\ue004', feeling: '\ue006', place: '\ue008', in: '\ue00a' };
const LATER: Readonly<Record<NameField, string>> = { topic: '\ue001', with: '\ue003', area: '\ue005', feeling: '\ue007', place: '\ue009', in: '\ue00b' };
const HAS = '\ue010';
const BETWEEN = '\ue020';
const MOST_NAME_WORDS = 12;

/** True for a word, false for a filter's token. */
export const isWordToken = (token: string): boolean => token.charCodeAt(0) < 0xe000 || token.charCodeAt(0) > 0xe0ff;

/** The token of a whole name, and that of a name which goes on to another word. */
export const nameToken = (field: NameField, words: readonly string[], part: 'whole' | 'later'): string =>
  (part === 'whole' ? WHOLE : LATER)[field] + words.slice(0, MOST_NAME_WORDS).join(BETWEEN);
export const hasToken = (has: Has): string => HAS + has;

const namesOf = (doc: SearchDoc): readonly (readonly [NameField, readonly string[]])[] => [
  ['topic', doc.topics],
  ['with', doc.people],
  ['area', doc.areas],
  ['feeling', doc.feelings],
  ['place', doc.place === '' ? [] : [doc.place]],
  ['in', doc.journal === '' ? [] : [doc.journal]],
];

/** Hands over the tokens of a name under its filter. */
export const eachNameToken = (field: NameField, name: string, take: (token: string) => void): void => {
  const words = wordsOf(name);
  const folded = words.map(({ word }) => word);
  if (words.length > 0) take(nameToken(field, folded, 'whole'));
  words.slice(0, MOST_NAME_WORDS).forEach(({ parts }, i) => {
    if (i > 0) take(nameToken(field, folded.slice(i), 'later'));
    for (const part of parts) take(nameToken(field, [part.word, ...folded.slice(i + 1)], 'later'));
  });
};

/** What is read for words: the text, then each name that counts as words too. A phrase lies within one of these. */
export const readingsOf = (doc: SearchDoc): string[] => [doc.text, doc.place, ...doc.topics, ...doc.people, ...doc.feelings].filter((part) => part !== '');

/** Hands over every token of an entry; the same one may come several times. */
export const eachToken = (doc: SearchDoc, take: (token: string) => void): void => {
  for (const reading of readingsOf(doc))
    eachWord(reading, (word, _start, _end, parts) => {
      take(word);
      for (const part of parts) take(part.word);
    });
  for (const [field, names] of namesOf(doc)) for (const name of names) eachNameToken(field, name, take);
  if (doc.hasPhoto) take(hasToken('photo'));
  if (doc.hasSound) take(hasToken('sound'));
  if (doc.hasNote) take(hasToken('note'));
};

const SECONDS = 86_402;

/** A number that sorts as `when` does: a whole day before its first second. What is no date comes first of all. */
export const whenToKey = (when: string): number => {
  const part = (from: number, to: number): number => Number(when.slice(from, to)) || 0;
  const day = (part(0, 4) * 13 + part(5, 7)) * 32 + part(8, 10);
  return day * SECONDS + (when.length > 10 ? 1 + part(11, 13) * 3600 + part(14, 16) * 60 + part(17, 19) : 0);
};

export const keyToYear = (key: number): number => Math.floor(key / SECONDS / 32 / 13);
export const yearToKey = (year: number): number => (year * 13 + 1) * 32 * SECONDS;
