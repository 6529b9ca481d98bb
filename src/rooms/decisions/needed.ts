// Decisions whose day to look again has come, for Now.

import { recordsOf } from '#core/snapshot.ts';
import { short, type FindNeeded, type Needed } from '#rooms/now/model.ts';
import { dueAmong, refuseReview } from './model.ts';

export const findNeeded: FindNeeded = ({ own, today }) =>
  dueAmong(recordsOf(own, 'decision').values(), today).map(({ id, question, likely, expect, review, refused, decided, made }): Needed => ({
    id: `decision-${id}`,
    door: 'reflect',
    minutes: 5,
    by: review,
    since: decided === '' ? made : `${decided}T00:00:00.000Z`,
    from: null,
    why: [{ word: 'needed.review' }, { word: 'needed.on', with: { day: review } }],
    text: short(question),
    said: true,
    ...(likely === null ? {} : { reason: { word: 'needed.said', with: { likely, all: 100, expect: short(expect) } } }),
    href: `/know/decisions/${id}/review`,
    verb: 'look-again',
    refuse: { verb: 'refuse', done: 'done.refused', changes: () => refuseReview({ id, review, refused }) },
  }));
