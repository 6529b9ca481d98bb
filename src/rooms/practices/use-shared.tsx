// A circle's practices for the pages that show them, beside what one has oneself: the library, one's own, what one said after each.

import { handOf } from '#core/one-hand.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import type { Act } from '#web/ui/own.ts';
import type { Asking } from './path-ask.tsx';
import { ownOf, sharedIn, type Shared } from './shared.ts';
import { isOffered } from './told.ts';
import { knowsTogether, pathsTogether, type Together } from './together.ts';
import { practiceHref, usePractices, type Commons } from './use-practices.tsx';

export interface InOne {
  readonly circle: OpenCircle;
  readonly commons: Commons;
  readonly shared: readonly Shared[];
  /** Address of the list. */
  readonly at: string;
  readonly canWrite: boolean;
  readonly act: Act;
}

export const practicesAt = ({ vault }: Pick<OpenCircle, 'vault'>): string => `/circles/${vault}/practices`;

export const useShared = (circle: OpenCircle): InOne => {
  const commons = usePractices();
  const actIn = useActIn('practices');
  return {
    circle,
    commons,
    shared: sharedIn(circle.snapshot, commons.practices),
    at: practicesAt(circle),
    canWrite: circle.standing === 'in',
    act: (changes, done, places) => actIn(circle, changes, done, places),
  };
};

export const pathsAt = ({ vault }: Pick<OpenCircle, 'vault'>): string => `/circles/${vault}/paths`;

export interface PathsHere extends Pick<InOne, 'circle' | 'canWrite' | 'act'> {
  readonly at: string;
  readonly paths: readonly Together[];
  /** What its paths are proposed from: the same for each member. */
  readonly asking: Asking;
  readonly hrefOf: (practice: string) => string;
}

export const useTogether = (circle: OpenCircle): PathsHere => {
  const { commons, shared, at: practices, canWrite, act } = useShared(circle);
  const paths = pathsTogether(circle.snapshot);
  const knows = knowsTogether(commons.practices, shared, paths);
  const hrefOf = (id: string): string => (handOf(id) === null ? practiceHref(id) : `${practices}/${id}`);
  return {
    circle,
    canWrite,
    act,
    at: pathsAt(circle),
    paths,
    hrefOf,
    asking: { ...knows, one: (id) => knows.practices.find((one) => one.id === id), hrefOf, go: 'together.begin' },
  };
};

/** Not what was worse, there or as one's own, and no kind that one does not want. */
export const isOfferedIn = (shared: Shared, { practices, tolds, wishes }: Commons): boolean => {
  const { id, kind } = shared.practice;
  const own = ownOf(shared, practices);
  return (kind === null || !wishes.without.includes(kind)) && isOffered(id, tolds, wishes) && (own === undefined || isOffered(own.id, tolds, wishes));
};
