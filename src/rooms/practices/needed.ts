// What practices say is waiting: the next step of a path that one took, from the day after the last one was done. Nothing else: no
// practice asks to be done.

import { MINUTES, type FindNeeded, type Minutes } from '#rooms/now/model.ts';
import { commonsNow } from './commons.ts';
import { leavePath, nextStep } from './walk.ts';

export const findNeeded: FindNeeded = (given) => {
  const { own, today, now, word } = given;
  if (!own.kinds.has('path')) return [];
  const commons = commonsNow(given);
  return commons.paths.flatMap((path) => {
    const step = nextStep(path, commons);
    const practice = step && commons.one(step.practice);
    if (!practice || [...path.done.values()].some((day) => day >= today)) return [];
    return [
      {
        id: `path-${path.id}-${practice.id}`,
        door: practice.who === 'solo' ? ('act' as const) : ('together' as const),
        minutes: MINUTES.find((minutes) => minutes >= (practice.minutes ?? 5)) ?? (60 satisfies Minutes),
        by: null,
        since: path.made,
        from: null,
        why: [{ word: 'needed.path' }],
        text: practice.name,
        said: false,
        reason: { word: 'needed.of', with: { path: path.title || word('practices', `need.${path.need}`) } },
        href: `/act/practices/${practice.id}?path=${path.id}`,
        verb: 'needed.do',
        refuse: { verb: 'needed.leave', done: 'path.left', changes: () => leavePath(path, now()) },
      },
    ];
  });
};
