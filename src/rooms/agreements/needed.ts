// What mission and agreements ask of one now, for Now: a proposal that waits for one's word, the question whether the mission is still
// true, an agreement whose day to look again has come. Who asks and until when stands beside it; no more is made of it.

import { recordsOf } from '#core/snapshot.ts';
import { short, type CircleSeen, type FindNeeded, type GivenNow, type Needed, type Said } from '#rooms/now/model.ts';
import { isAsked, KINDS, missionAsks, standing, type Proposal } from './model.ts';

const textOf = ({ words, evenWhen }: Proposal, word: GivenNow['word']): string => {
  const text = evenWhen === '' ? words : `${words}, ${word('agreements', 'even-when')} ${evenWhen}`;
  return short(text);
};

const idOf = (sort: string, id: string): string => `${sort}-${id.slice(27).replaceAll(/[^0-9a-z-]/g, '-')}`;

const inCircle = (circle: CircleSeen, isOne: boolean): readonly Said[] => (isOne ? [] : [{ word: 'needed.in', with: { circle: circle.name } }]);

export const findNeeded: FindNeeded = ({ circles, today, instant, word }) => {
  return circles.flatMap((circle): readonly Needed[] => {
    const records = KINDS.flatMap((kind) => [...recordsOf(circle.snapshot, kind).values()]);
    if (records.length === 0) return [];
    const { me, vault, names } = circle;
    const { open, mission, agreements } = standing(records, circle.members, { day: today, instant });
    const where = inCircle(circle, circles.length === 1);
    const at = `/circles/${vault}/agreements`;
    const asked = open.filter((round) => isAsked(circle, round) && !round.words.some(({ by }) => by === me));
    const due = agreements.find(({ isDue }) => isDue);
    return [
      ...asked.map(({ id, by, proposal }): Needed => ({
        id: idOf('round', id),
        door: 'together',
        minutes: 5,
        by: proposal.until,
        since: proposal.opened,
        from: by === me ? null : by,
        why: [
          { word: 'needed.proposes', with: { name: names.get(by) || word('agreements', 'needed.somebody') } },
          { word: 'round.until', with: { day: proposal.until } },
          ...where,
        ],
        text: textOf(proposal, word),
        said: true,
        href: `${at}/round/${id}`,
        verb: 'round.answer',
      })),
      ...(mission && missionAsks(mission, me)
        ? [
            {
              id: idOf('mission', `${mission.round.id}-${mission.review}`),
              door: 'reflect' as const,
              minutes: 1 as const,
              by: null,
              since: mission.round.since,
              from: null,
              why: [{ word: 'mission.note' }, ...where],
              text: textOf(mission.round.proposal, word),
              said: true,
              reason: { word: 'mission.asks' },
              href: at,
              verb: 'mission.answer',
            },
          ]
        : []),
      ...(due
        ? [
            {
              id: idOf('agreed', `${due.id}-${due.review}`),
              door: 'together' as const,
              minutes: 15 as const,
              by: null,
              since: due.since,
              from: null,
              why: [{ word: 'review.note' }, ...where],
              text: textOf(due.proposal, word),
              said: true,
              href: `${at}/a/${due.id}`,
              verb: 'round.read',
            },
          ]
        : []),
    ];
  });
};
