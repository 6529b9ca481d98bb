// One practice by name for Now, behind each door: one that helped before, or one that fits.

import { MINUTES, type FindNamed } from '#web/ui/now.ts';
import { fittingPractice } from './fitting.ts';
import { practiceHref, practicesNow } from './use-practices.tsx';

export const findNamed: FindNamed = ({ desk, today, door, minutes }) => {
  const found = fittingPractice(door, minutes, MINUTES[MINUTES.indexOf(minutes) - 1] ?? 0, today, practicesNow(desk));
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
      href: practiceHref(practice.id),
    },
  ];
};
