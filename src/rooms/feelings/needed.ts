// What feelings say is waiting: a hard conversation whose day has come, to be looked back at, for a month. Nothing else: no feeling is asked for.

import { recordsOf } from '#core/snapshot.ts';
import { addDays } from '#core/when.ts';
import { short, type FindNeeded } from '#rooms/now/model.ts';
import { askNoMore, talksOf, toLookBackAt } from './model.ts';

export const findNeeded: FindNeeded = ({ own, today, now, word }) => {
  if (!own.kinds.has('conversation')) return [];
  const talks = toLookBackAt(talksOf(recordsOf(own, 'conversation').values()), [...recordsOf(own, 'conversation-after').values()], today, addDays(today, -30));
  return talks.map((talk) => ({
    id: `conversation-${talk.id}`,
    door: 'reflect' as const,
    minutes: 5 as const,
    by: null,
    since: talk.made,
    from: null,
    why: [{ word: 'needed.talk' }, { word: 'needed.on', with: { day: talk.marks.on } }],
    text: short(talk.texts.about.trim() || talk.sets.people.join(', ') || word('feelings', 'talk.one')),
    said: talk.texts.about.trim() !== '',
    href: `/know/feelings/conversation/${talk.id}/after`,
    verb: 'after.write',
    refuse: {
      verb: 'needed.no',
      done: 'done.asked-no-more',
      changes: () => {
        const made = askNoMore(talk, now());
        return made.ok ? made.value : [];
      },
    },
  }));
};
