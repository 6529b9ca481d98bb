// Which one practice Now names behind a door for the minutes one has: one of those that helped before, else one that takes about so long.
// Another each day, in turn, and none above another.
// Invariant: never one that was worse the last time, one that is not wanted, or one of a kind that is not.

import { dayNumber } from '#core/when.ts';
import type { Practice, PracticeKind } from './model.ts';
import type { Knows } from './paths.ts';
import { countsOf, isOffered } from './told.ts';

const INWARD: readonly PracticeKind[] = ['silence', 'writing', 'dialogue'];

/** With others; else to do, or to be still with. */
const doorOf = ({ who, kind }: Practice): 'act' | 'together' | 'reflect' =>
  who !== null && who !== 'solo' ? 'together' : kind !== null && INWARD.includes(kind) ? 'reflect' : 'act';

export interface Fitting {
  readonly practice: Practice;
  /** It was said to be better afterwards, more often than worse. */
  readonly hasHelped: boolean;
}

/** `least`: what takes longer than this comes before what does not, so that who has an hour is not sent to a minute. Null where none fits. */
export const fittingPractice = (
  door: 'act' | 'together' | 'reflect',
  minutes: number,
  least: number,
  today: string,
  knows: Pick<Knows, 'practices' | 'tolds' | 'wishes'>,
): Fitting | null => {
  const { practices, tolds, wishes } = knows;
  const fit = practices.filter(
    (one) =>
      one.minutes !== null && one.minutes <= minutes && doorOf(one) === door && (one.kind === null || !wishes.without.includes(one.kind)) && isOffered(one.id, tolds, wishes),
  );
  const helped = fit.filter(({ id }) => {
    const { better, worse } = countsOf(id, tolds);
    return better > worse;
  });
  const long = fit.filter((one) => one.minutes! > least);
  const from = [helped, long, fit].find((some) => some.length > 0);
  return from ? { practice: from[dayNumber(today) % from.length]!, hasHelped: from === helped } : null;
};
