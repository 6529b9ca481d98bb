// Short ways to come back to oneself, out of the practices: what a person has marked worse, or does not want, is not among them. They are
// played, stopped and told of where every practice is.

import { isOffered } from '#rooms/practices/told.ts';
import { practiceHref, useKeyFacts, usePractices } from '#rooms/practices/use-practices.tsx';
import type { Practice } from '#rooms/practices/model.ts';

/** Of the library, by the senses, the breath, moving; the outward one first, which is safest (Cebolla et al. 2017: inner focus goes less well alone). */
const LIBRARY: readonly string[] = ['p02', 'p01', 'p07'];
const MOST_MINUTES = 5;

export interface Grounding {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  /** Who should not, or how then. */
  readonly care: string;
  readonly minutes: string;
  readonly href: string;
}

export interface Ways {
  readonly offered: readonly Grounding[];
  /** Marked worse, or not wanted. */
  readonly away: readonly Grounding[];
}

export const useGrounding = (): Ways => {
  const { practices, tolds, wishes } = usePractices();
  const facts = useKeyFacts();
  const isShort = ({ isStarter, minutes, needs }: Practice): boolean => !isStarter && minutes !== null && minutes <= MOST_MINUTES && (needs.tense ?? 0) > 0;
  const all = [...LIBRARY.flatMap((id) => practices.find((one) => one.id === id) ?? []), ...practices.filter(isShort)];
  const shown = (practice: Practice): Grounding => {
    const { id, name, why, care } = practice;
    return { id, name, why, care, minutes: facts(practice).minutes, href: practiceHref(id) };
  };
  const isOn = ({ id, kind }: Practice): boolean => isOffered(id, tolds, wishes) && !(kind && wishes.without.includes(kind));
  return { offered: all.filter(isOn).map(shown), away: all.filter((one) => !isOn(one)).map(shown) };
};
