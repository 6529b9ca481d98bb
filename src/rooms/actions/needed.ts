// What actions ask of one now, for Now: a step that one promised, a date that comes, how one saw what is done.

import { recordsOf } from '#core/snapshot.ts';
import { short, type FindNeeded, type Needed } from '#rooms/now/model.ts';
import { actionsOfMe, KINDS, type ActionForMe } from './model.ts';

const MINUTES = { step: 15, date: 5, review: 5 } as const satisfies Record<ActionForMe['why'], Needed['minutes']>;

export const findNeeded: FindNeeded = ({ circles, today, instant }) => {
  return circles.flatMap((circle) =>
    actionsOfMe(
      KINDS.flatMap((kind) => [...recordsOf(circle.snapshot, kind).values()]),
      circle.me,
      { day: today, instant },
    ).map(({ action, why, id, day, words }): Needed => ({
      id: `action-${why}-${id.slice(27).replaceAll(/[^0-9a-z-]/g, '-')}`,
      door: why === 'review' ? 'reflect' : 'act',
      minutes: MINUTES[why],
      by: day === '' ? null : day,
      since: action.isAt || action.at,
      from: null,
      why: [
        { word: `needed.${why}` },
        ...(day === '' ? [] : [{ word: why === 'date' ? 'needed.on' : 'step.by', with: { day } }]),
        ...(circles.length === 1 ? [] : [{ word: 'needed.in', with: { circle: circle.name } }]),
      ],
      text: short(words),
      said: true,
      ...(words === action.ask ? {} : { reason: { word: 'needed.of', with: { ask: short(action.ask) } } }),
      href: `/circles/${circle.vault}/actions/${action.id}`,
      verb: `needed.${why}-do`,
    })),
  );
};
