// What was written or changed after the image was made: looked through one entry at a time, by the same plan as the index.
// Words of an entry are taken out once and remembered as long as the entry itself is held.

import { eachToken, isWordToken, whenToKey, type SearchDoc } from './search-doc.ts';
import { toVocabularyWord, type VocabularyWord } from './typos.ts';
import { hasRow, type Atom, type Condition, type Row } from './sought.ts';

export interface TailEntry {
  readonly doc: SearchDoc;
  readonly key: number;
  readonly tokens: ReadonlySet<string>;
  readonly sorted: readonly string[];
}

const remembered = new WeakMap<SearchDoc, TailEntry>();

/** An entry ready to be looked through. */
export const toTailEntry = (doc: SearchDoc): TailEntry => {
  const known = remembered.get(doc);
  if (known) return known;
  const tokens = new Set<string>();
  eachToken(doc, (token) => void tokens.add(token));
  const entry = { doc, key: whenToKey(doc.when), tokens, sorted: [...tokens].sort() };
  remembered.set(doc, entry);
  return entry;
};

const firstFrom = (sorted: readonly string[], token: string): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < token) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const holdsAtom = ({ tokens, sorted }: TailEntry, { token, prefix }: Atom): boolean =>
  tokens.has(token) || (prefix && (sorted[firstFrom(sorted, token)]?.startsWith(token) ?? false));

/** The words of an entry that begin so, in their order. */
export const wordsBeginning = ({ sorted }: TailEntry, beginning: string): string[] => {
  const words: string[] = [];
  for (let at = firstFrom(sorted, beginning); sorted[at]?.startsWith(beginning); at += 1) words.push(sorted[at]!);
  return words;
};

const holdsEvery = (entry: TailEntry, row: Row): boolean => row.every((place) => place.some((atom) => holdsAtom(entry, atom)));

/** Whether an entry meets a condition. */
export const meets = (entry: TailEntry, condition: Condition): boolean => {
  if (condition.kind === 'range') return entry.key >= condition.from && entry.key < condition.to;
  if (condition.kind === 'tag') return condition.any.some((atom) => holdsAtom(entry, atom)) !== condition.not;
  return (holdsEvery(entry, condition.row) && (!condition.inOrder || hasRow(entry.doc, condition.row))) !== condition.not;
};

/** The entries that meet every condition. */
export const searchTail = (docs: readonly SearchDoc[], conditions: readonly Condition[]): TailEntry[] =>
  docs.map(toTailEntry).filter((entry) => conditions.every((condition) => meets(entry, condition)));

const vocabularies = new WeakMap<readonly SearchDoc[], { readonly with: readonly VocabularyWord[]; readonly words: readonly VocabularyWord[] }>();

/** The words of an index and of the tail together; remembered as long as the same list is given. */
export const joinedVocabulary = (old: readonly VocabularyWord[], docs: readonly SearchDoc[]): readonly VocabularyWord[] => {
  if (docs.length === 0) return old;
  const known = vocabularies.get(docs);
  if (known?.with === old) return known.words;
  const fresh = new Map<string, number>();
  for (const doc of docs) for (const token of toTailEntry(doc).tokens) if (isWordToken(token)) fresh.set(token, (fresh.get(token) ?? 0) + 1);
  const words = old.map((known) => {
    const more = fresh.get(known.word);
    fresh.delete(known.word);
    return more === undefined ? known : { ...known, count: known.count + more };
  });
  for (const [word, count] of fresh) words.push(toVocabularyWord(word, count));
  vocabularies.set(docs, { with: old, words });
  return words;
};
