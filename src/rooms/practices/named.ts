// One practice by name for Now, behind each door: one that helped before, or one that fits.

import { MINUTES, type FindNamed } from '#rooms/now/model.ts';
import { commonsNow } from './commons.ts';
import { fittingPractice } from './fitting.ts';

export const findNamed: FindNamed = (given) => {
  const { today, door, minutes } = given;
  const found = fittingPractice(door, minutes, MINUTES[MINUTES.indexOf(minutes) - 1] ?? 0, today, commonsNow(given));
  if (!found) return [];
  const { practice, hasHelped } = found;
  const long = { word: 'minutes', with: { count: practice.minutes! } };
  return [
    {
      id: `practice-${practice.id}`,
      sort: 'practice',
      text: practice.name,
      said: !practice.isStarter,
      why: [{ word: hasHelped ? 'named.helped' : 'named.fits' }, long],
      href: `/act/practices/${practice.id}`,
    },
  ];
};
