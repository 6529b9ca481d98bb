// The journal's book for views, and what they do with it. One book for each desk, followed as the desk changes and not
// as views render, so that all views share it and none of them makes it twice.

import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { followBook, type Book } from './book.ts';
import { shownWord, type ListName } from './vocabularies.ts';
import type { Journal } from './journals.ts';

interface Followed {
  book: Book;
  readonly listeners: Set<() => void>;
}

const followed = new WeakMap<Desk, Followed>();

/** Begins to follow a desk; asked again, gives what is followed already. */
const follow = (desk: Desk): Followed => {
  const known = followed.get(desk);
  if (known) return known;
  const state = desk.state();
  const made: Followed = { book: followBook(null, state.snapshot, state.openJournals), listeners: new Set() };
  followed.set(desk, made);
  void Promise.all([import('./find.tsx'), import('#web/ui/records.ts')]).then(([{ offerEntries }, { recordsNow }]) =>
    offerEntries(
      () => made.book,
      () => recordsNow(desk).beyondEntries(),
    ),
  );
  desk.subscribe(() => {
    const { snapshot, openJournals } = desk.state();
    const next = followBook(made.book, snapshot, openJournals);
    if (next === made.book) return;
    made.book = next;
    for (const listener of made.listeners) listener();
  });
  return made;
};

/** The book of the open vault as it is now, outside of a component. */
export const bookOf = (desk: Desk): Book => follow(desk).book;

/** The book of the open vault; the view is drawn anew when it changes. */
export const useJournal = (): Book => {
  const desk = useDesk();
  const { listeners } = follow(desk);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => follow(desk).book,
  );
};

/** A word of a vocabulary in the person's language. */
export const useShownWord = (): ((list: ListName, id: string) => string) => {
  const t = useWords('journal.vocabulary');
  return (list, id) => {
    const key = `${list}.${id}`;
    const words = t(key, { defaultValue: '' });
    return words === '' ? id : shownWord(list, id, { [key]: words });
  };
};

/** The name of a journal; the first has one only once it is given one. */
export const useJournalName = (): ((journal: Pick<Journal, 'name'>) => string) => {
  const t = useWords('journal');
  return ({ name }) => (name === '' ? t('journal.first') : name);
};

/**
 * Does what a command asks for: `await act(changes, 'done.saved')`. `done` is a key of the journal's words; with it the
 * shell says what was done and offers to undo it. A refusal is said in words and given back.
 */
export const useAct = (): ((changes: readonly Change[] | Result<Change[]>, done?: string, places?: Readonly<Record<string, string | number>>) => Promise<Result<Committed>>) => {
  const desk = useDesk();
  const inWords = useRefusal('journal');
  return async (changes, done, places) => {
    const wanted = 'ok' in changes ? changes : { ok: true as const, value: changes };
    const result = wanted.ok ? await desk.commit(wanted.value, done, places) : wanted;
    if (!result.ok) say(() => inWords(result.error), { stays: true });
    return result;
  };
};

/** Goes to an address of the page; `replace` leaves no step to go back to. */
export const useGo = (): ((href: string, options?: { replace?: boolean }) => void) => useLocation()[1];

const wide = typeof matchMedia === 'undefined' ? null : matchMedia('(min-width: 66rem)');

/** Whether list and entry stand beside each other. */
export const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      wide?.addEventListener('change', listener);
      return () => wide?.removeEventListener('change', listener);
    },
    () => wide?.matches ?? false,
  );
