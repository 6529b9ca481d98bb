// One first step of a commitment for Now, behind the door Act. How long a step takes nobody wrote down; a first step is a small one, so
// it is named to who has five minutes, and not to who has one.

import { recordsOf } from '#core/snapshot.ts';
import { short, type FindNamed } from '#rooms/now/model.ts';
import { commitmentsOf, openSteps } from './model.ts';
import { hrefOf } from './needed.ts';

export const findNamed: FindNamed = ({ own, today, door, minutes }) => {
  if (door !== 'act' || minutes < 5) return [];
  return openSteps(commitmentsOf([...recordsOf(own, 'commitment').values(), ...recordsOf(own, 'commitment-look').values()]), today).map((commitment) => ({
    id: `step-${commitment.id}`,
    sort: 'step',
    text: short(commitment.step),
    said: true,
    why: [{ word: 'named.step', with: { what: short(commitment.what) } }],
    href: hrefOf(commitment),
  }));
};
