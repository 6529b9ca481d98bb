// Naming a feeling and where it is in the body, as the journal's check-in has them, for other rooms: one vocabulary and one way of naming.
// What was named is read from the entries of open journals and from the records of the rooms that hold feelings of their own.

import { shownWord, type ListName, type Quadrant } from '#rooms/journal/vocabularies.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import { colourOf } from '#rooms/journal/choose.tsx';
import type { Shown } from '#core/shown.ts';
import { recordsNow } from '#web/ui/records.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

export { FeelingsField } from '#rooms/journal/choose.tsx';
export { BodyField } from '#rooms/journal/body-map.tsx';

export interface Naming {
  readonly shown: (list: ListName, id: string) => string;
  /** Null for a word of no quarter. */
  readonly quarterOf: (word: string) => Quadrant | null;
  /** `tense`, `glad`, `low`, `calm`: the quarter's colour among the tokens. */
  readonly colourOf: (quarter: Quadrant) => string;
}

export const useNaming = (): Naming => {
  const t = useWords('journal.vocabulary');
  const { words } = bookOf(useDesk());
  const quarters = new Map(words.feelings.map(({ id, quadrant }) => [id, quadrant]));
  return {
    shown: (list, id) => {
      const key = `${list}.${id}`;
      const said = t(key, { defaultValue: '' });
      return said === '' ? id : shownWord(list, id, { [key]: said });
    },
    quarterOf: (word) => quarters.get(word) ?? null,
    colourOf,
  };
};

/** What names a feeling, wherever that was said: the entries, the newest first, then the records of the kinds given. */
export const useNamed = (kinds: readonly string[]): readonly Pick<Shown, 'id' | 'when' | 'calendar' | 'feelings' | 'areas' | 'people'>[] => {
  const desk = useDesk();
  useSnapshot();
  return [...bookOf(desk).timeline.entries, ...recordsNow(desk).of(kinds)].filter(({ feelings }) => feelings.length > 0);
};
