// What Now gives to every room's finders in the page (rooms/now/given.ts): the vault and the circles as they are, the clock of this device,
// words of the language.

import type { GivenNow } from '#rooms/now/model.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import { shownWord } from '#rooms/journal/vocabularies.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { currentLanguage, localeOf } from '#web/ui/preferences.ts';
import { formatYear, momentNow } from '#web/ui/time.ts';
import type { Desk } from '#web/ui/vault.ts';
import { word } from '#web/ui/words.ts';

export const givenNow = (desk: Desk, circles: readonly OpenCircle[]): GivenNow => {
  const { when, instant } = momentNow();
  return {
    own: desk.state().snapshot,
    circles: circles.filter(({ standing, isOpening }) => standing === 'in' && !isOpening),
    today: when.slice(0, 10),
    instant,
    now: momentNow,
    newId: desk.newId,
    dayOf: (each) => momentNow(new Date(each)).when.slice(0, 10),
    journal: () => {
      const { timeline, settings } = bookOf(desk);
      return { entries: timeline.entries, settings };
    },
    word: (room, key, places = {}) => word(key, places, room),
    area: (id) => shownWord('areas', id, { [`areas.${id}`]: word(`areas.${id}`, { defaultValue: id }, 'journal.vocabulary') }),
    year: (year) => formatYear(year, localeOf(currentLanguage())),
  };
};
