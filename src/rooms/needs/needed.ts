// What the circles that one is in need of one now, for Now: whose need, until when, and why it is shown. "Not me" is a word to oneself.

import { short, type CircleSeen, type FindNeeded, type GivenNow, type Needed, type Said } from '#rooms/now/model.ts';
import { needById, neededOfMe, needsOf, openNeeds, type NeededOfMe, type Reason } from './model.ts';
import { notMe } from './write.ts';

const REFUSABLE: readonly Reason[] = ['soon', 'nobody-yet', 'company'];

const whyOf = ({ by, until, reason }: NeededOfMe, circle: CircleSeen, isOne: boolean, word: GivenNow['word']): readonly Said[] => {
  const name = circle.names.get(by) || word('needs', 'somebody');
  const side = reason === 'asked-for' ? 'offered' : 'needed';
  const who: Said = by === circle.me ? { word: `who.${side}-me` } : { word: `who.${side}`, with: { name } };
  return [who, ...(until === '' ? [] : [{ word: `until.${side}`, with: { day: until } }]), ...(isOne ? [] : [{ word: 'in', with: { circle: circle.name } }])];
};

export const findNeeded: FindNeeded = ({ own, circles, today, word }) => {
  return circles.flatMap((circle) => {
    const seeing = { me: circle.me, members: new Set(circle.members.map(({ id }) => id)), today };
    return neededOfMe(circle.snapshot, own, seeing).map((one): Needed => {
      const { id, text, by, until, reason, since } = one;
      return {
        id: `need-${id.slice(27).replaceAll(/[^0-9a-z-]/g, '-')}`,
        door: 'act',
        minutes: 1,
        by: until === '' ? null : until,
        since,
        from: by === circle.me ? null : by,
        why: whyOf(one, circle, circles.length === 1, word),
        text: short(text),
        said: true,
        reason: { word: `reason.${reason}` },
        href: `/circles/${circle.vault}/needs/${id}`,
        verb: `verb.${reason}`,
        ...(REFUSABLE.includes(reason)
          ? {
              refuse: {
                verb: 'not-me',
                done: 'done.not-me',
                changes: () => (needById(circle.snapshot, id) ? [notMe(own, circle.vault, id, openNeeds(needsOf(circle.snapshot), seeing))] : []),
              },
            }
          : {}),
      };
    });
  });
};
