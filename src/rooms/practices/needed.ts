// What practices say is waiting: the next step of a path that one took, from the day after the last one was done, and a step of a
// circle's path on its day. Nothing else: no practice asks to be done.

import { MINUTES, type FindNeeded, type Minutes, type Needed } from '#rooms/now/model.ts';
import { commonsNow } from './commons.ts';
import { sharedIn } from './shared.ts';
import { pathsTogether } from './together.ts';
import { isOver, leavePath, nextStep } from './walk.ts';

/** The fewest minutes of those one can choose that it takes. */
const minutesFor = (minutes: number | null): Minutes => MINUTES.find((one) => one >= (minutes ?? 5)) ?? 60;

/** To say what comes next in a path every practice is weighed: of so many that one has begun, the newest. */
const MOST_PATHS = 12;

/** Steps of a circle's paths that have today as their day; a day that is over waits for nobody. */
const todayTogether: FindNeeded = (given) =>
  given.circles.flatMap((circle) => {
    if (!circle.snapshot.kinds.has('circle-path')) return [];
    const { practices } = commonsNow(given);
    const all = [...practices, ...sharedIn(circle.snapshot, practices).map(({ practice }) => practice)];
    return pathsTogether(circle.snapshot).flatMap((path) =>
      path.steps.flatMap((step): Needed[] => {
        const practice = all.find(({ id }) => id === step.practice);
        if (path.outcome !== '' || step.day !== given.today || !practice) return [];
        return [
          {
            id: `circle-path-${path.id}-${step.place}-${step.day}`,
            door: 'together',
            minutes: minutesFor(practice.minutes),
            by: step.day,
            since: path.at,
            from: null,
            why: [{ word: 'needed.together', with: { circle: circle.name } }],
            text: practice.name,
            said: !practice.isStarter,
            reason: { word: 'needed.of-together', with: { path: path.title || given.word('practices', `need.${path.need}`) } },
            href: `/circles/${circle.vault}/paths/${path.id}`,
            verb: 'needed.see',
          },
        ];
      }),
    );
  });

const ownSteps: FindNeeded = (given) => {
  const { own, today, now, word } = given;
  if (!own.kinds.has('path')) return [];
  const commons = commonsNow(given);
  const waiting = commons.paths.filter((path) => !isOver(path) && ![...path.done.values()].some((day) => day >= today));
  return waiting.slice(0, MOST_PATHS).flatMap((path) => {
    const step = nextStep(path, commons);
    const practice = step && commons.one(step.practice);
    if (!practice) return [];
    return [
      {
        id: `path-${path.id}-${practice.id}`,
        door: practice.who === 'solo' ? ('act' as const) : ('together' as const),
        minutes: minutesFor(practice.minutes),
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

export const findNeeded: FindNeeded = (given) => [...todayTogether(given), ...ownSteps(given)];
