// One first step of a commitment for Now, behind the door Act. How long a step takes nobody wrote down; a first step is a small one, so
// it is named to who has five minutes, and not to who has one.

import { recordsOf } from '#core/snapshot.ts';
import type { FindNamed } from '#web/ui/now.ts';
import { commitmentsOf, openSteps } from './model.ts';
import { cut } from './needed.tsx';
import { hrefOf } from './parts.tsx';

export const findNamed: FindNamed = ({ desk, today, door, minutes }) => {
  if (door !== 'act' || minutes < 5) return [];
  const { snapshot } = desk.state();
  return openSteps(commitmentsOf([...recordsOf(snapshot, 'commitment').values(), ...recordsOf(snapshot, 'commitment-look').values()]), today).map((commitment) => ({
    id: `step-${commitment.id}`,
    sort: 'step',
    text: cut(commitment.step),
    said: true,
    why: [{ word: 'named.step', with: { what: cut(commitment.what) } }],
    href: hrefOf(commitment),
  }));
};
