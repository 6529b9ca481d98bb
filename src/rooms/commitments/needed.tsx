// What commitments ask of one now: those whose day is near or over and that were not looked back at since, and those whose rest is over. A few,
// the nearest first, so that a year away fills nobody's page; the words say the day that was said, and nothing of lateness.

import { dayNumber } from '#core/when.ts';
import type { FindNeeded, Needed } from '#web/ui/now.ts';
import { momentNow } from '#web/ui/time.ts';
import { dueOn, endCommitment, type Commitment, type Due } from './model.ts';
import { commitmentsIn, hrefOf } from './parts.tsx';

const MOST = 3;
const LETTERS = 160;
const cut = (text: string): string => (text.length > LETTERS ? `${Array.from(text).slice(0, LETTERS).join('').trimEnd()}…` : text);

const dayOfDue = ({ by, end }: Commitment): string => end?.until || by;

export const findNeeded: FindNeeded = ({ desk, today }) => {
  const far = (commitment: Commitment): number => Math.abs(dayNumber(dayOfDue(commitment)) - dayNumber(today));
  return commitmentsIn(desk.state().snapshot)
    .flatMap((commitment): { readonly commitment: Commitment; readonly due: Due }[] => {
      const due = dueOn(commitment, today);
      return due ? [{ commitment, due }] : [];
    })
    .sort((a, b) => far(a.commitment) - far(b.commitment))
    .slice(0, MOST)
    .map(({ commitment, due }): Needed => {
      const day = dayOfDue(commitment);
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
        text: cut(commitment.what),
        said: true,
        ...(commitment.step !== '' && commitment.stepDone === '' && !isOver && !isRest ? { reason: { word: 'needed.step', with: { step: cut(commitment.step) } } } : {}),
        href: isOver ? `${hrefOf(commitment)}?look=new` : hrefOf(commitment),
        verb: isOver ? 'needed.say' : 'needed.see',
        refuse: isRest
          ? {
              verb: 'needed.drop',
              done: 'done.dropped',
              changes: () => {
                const dropped = endCommitment(commitment, { how: 'dropped' }, momentNow());
                return dropped.ok ? dropped.value : [];
              },
            }
          : {
              verb: 'needed.rest',
              done: 'done.resting',
              changes: () => {
                const rests = endCommitment(commitment, { how: 'resting' }, momentNow());
                return rests.ok ? rests.value : [];
              },
            },
      };
    });
};
