// What practices say is waiting: the next step of a path that one took, from the day after the last one was done. Nothing else: no
// practice asks to be done.

import type { FindNeeded, Minutes } from '#web/ui/now.ts';
import { MINUTES } from '#web/ui/now.ts';
import { loadWords, word } from '#web/ui/words.ts';
import { practiceHref, practicesNow } from './use-practices.tsx';
import { leavePath, nextStep } from './walk.ts';
import { nowHere } from './use-practices.tsx';

void loadWords('practices');

export const findNeeded: FindNeeded = ({ desk, today }) => {
  if (!desk.state().snapshot.kinds.has('path')) return [];
  const commons = practicesNow(desk);
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
        reason: { word: 'needed.of', with: { path: path.title || word(`need.${path.need}`, {}, 'practices') } },
        href: `${practiceHref(practice.id)}?path=${path.id}`,
        verb: 'needed.do',
        refuse: { verb: 'needed.leave', done: 'path.left', changes: () => leavePath(path, nowHere()) },
      },
    ];
  });
};
