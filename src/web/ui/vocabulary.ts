// The words of the vocabularies (feelings, the body, sensations, areas of life) as suggestions for a field of names, in the person's
// language: a record keeps the word's id where it is one of them, else what was typed.

import { namesByUse } from '#rooms/journal/timeline.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import { shownWord, type ListName } from '#rooms/journal/vocabularies.ts';
import { plain, type Suggestion } from '#web/ui/suggest.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

export interface ShownVocabulary {
  readonly suggestions: readonly Suggestion[];
  readonly shown: (id: string) => string;
  /** What a record keeps of words as they are shown. */
  readonly toIds: (shown: readonly string[]) => string[];
}

/** Several lists as one: where in the body, and how it is there. */
export const useVocabulary = (...lists: readonly ListName[]): ShownVocabulary => {
  const t = useWords('journal.vocabulary');
  const { words } = bookOf(useDesk());
  const nameOf = (list: ListName, id: string): string => {
    const key = `${list}.${id}`;
    const said = t(key, { defaultValue: '' });
    return said === '' ? id : shownWord(list, id, { [key]: said });
  };
  const all = lists.flatMap((list) => words[list].map(({ id }) => ({ id, name: nameOf(list, id) })));
  return {
    suggestions: all.map(({ name }) => ({ name })),
    shown: (id) => all.find((one) => one.id === id)?.name ?? id,
    toIds: (shown) => shown.map((name) => all.find((one) => plain(one.name) === plain(name))?.id ?? name),
  };
};

/** The most people that are suggested. */
const MOST_PEOPLE = 1000;

/** Whom the entries name, the most often named first; nothing of a journal that is locked. */
export const usePeople = (): readonly Suggestion[] =>
  namesByUse(bookOf(useDesk()).timeline, 'people')
    .slice(0, MOST_PEOPLE)
    .map(({ name, count }) => ({ name, count }));
