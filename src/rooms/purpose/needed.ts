// What comes back of purpose by itself: a trial of a possible life that was tried lately, with its one question. Nothing else here is ever
// needed of anybody.

import { recordsOf } from '#core/snapshot.ts';
import { short, type FindNeeded, type Needed } from '#rooms/now/model.ts';
import { commitmentsOf, leaveTrialUnasked, lifeKind, lifeLookKind, livesIn, trialRecords, trialsToAsk } from './lives.ts';

export const findNeeded: FindNeeded = ({ own, today }) => {
  const records = recordsOf(own, lifeKind.name);
  if (records.size === 0) return [];
  const lives = livesIn([...records.values(), ...recordsOf(own, lifeLookKind.name).values()]);
  const those = trialRecords(new Set(records.keys()), recordsOf(own, 'commitment').values(), recordsOf(own, 'commitment-look').values());
  return trialsToAsk(lives, commitmentsOf(those), today).map(({ life, trial: { commitment, day } }): Needed => ({
    id: `trial-${commitment.id.replaceAll(/[^0-9a-z-]/g, '-')}`,
    door: 'reflect',
    minutes: 1,
    by: null,
    since: `${day}T00:00:00.000Z`,
    from: null,
    why: [{ word: 'needed.tried' }, { word: 'needed.on', with: { day } }],
    text: short(commitment.what),
    said: true,
    reason: { word: 'needed.draws', with: { name: short(life.name) } },
    href: `/know/purpose/life/${life.id}#trials`,
    verb: 'needed.answer',
    refuse: { verb: 'needed.no', done: 'done.trial-unasked', changes: () => leaveTrialUnasked(life, commitment.id) },
  }));
};
