// What commitments ask of one now: those whose day is near or over and that were not looked back at since, and those whose rest is over. A few,
// the nearest first, so that a year away fills nobody's page; the words say the day that was said, and nothing of lateness.

import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { short, type FindNeeded, type Needed } from '#rooms/now/model.ts';
import { dueAmong, dueNow, endCommitment, type Commitment } from './model.ts';

export const hrefOf = ({ id }: Pick<Commitment, 'id'>): string => `/act/commitments/${id}`;

const dueIn = (snapshot: Snapshot, today: string): readonly Commitment[] =>
  dueAmong(recordsOf(snapshot, 'commitment').values(), recordsOf(snapshot, 'commitment-look').values(), today);

export const findNeeded: FindNeeded = ({ own, today, now }) =>
  dueNow(dueIn(own, today), today).map(({ commitment, due, day }): Needed => {
    const isRest = due === 'rest-over';
    const isOver = !isRest && day < today;
    return {
      id: `commitment-${due === 'day' ? '' : 'rest-'}${commitment.id.replaceAll(/[^0-9a-z-]/g, '-')}-${day}`,
      door: isOver ? 'reflect' : 'act',
      minutes: isOver ? 5 : 15,
      by: day,
      since: commitment.modified,
      from: null,
      why: [{ word: isRest ? 'needed.rested' : 'needed.you-said' }, { word: isRest ? 'needed.until' : 'by-day', with: { day } }],
      text: short(commitment.what),
      said: true,
      ...(commitment.step !== '' && commitment.stepDone === '' && !isOver && !isRest ? { reason: { word: 'needed.step', with: { step: short(commitment.step) } } } : {}),
      href: isOver ? `${hrefOf(commitment)}?look=new` : hrefOf(commitment),
      verb: isOver ? 'needed.say' : 'needed.see',
      refuse: isRest
        ? {
            verb: 'needed.drop',
            done: 'done.dropped',
            changes: () => {
              const dropped = endCommitment(commitment, { how: 'dropped' }, now());
              return dropped.ok ? dropped.value : [];
            },
          }
        : {
            verb: 'needed.rest',
            done: 'done.resting',
            changes: () => {
              const rests = endCommitment(commitment, { how: 'resting' }, now());
              return rests.ok ? rests.value : [];
            },
          },
    };
  });
