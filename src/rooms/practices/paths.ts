// Paths: three to five practices over days, proposed from what one asks for. How they are chosen is plain addition (`judge`), and
// each part of a sum is a reason that is shown. A method of our own; that one step is with others rests on Wang and others (2021:
// a plan made with a person g = 0.465, from a page g = 0.277).
// Invariants: the same asked of the same gives the same path; what is not wanted or was worse is never in it; at least three
// kinds, and never only alone; a step that was swapped away counts against it where the same is asked again.

import { MOVES, type Need, type Practice, type PracticeKind, type Who } from './model.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { countsOf, isOffered, type Told, type Wishes } from './told.ts';

/** What one asks for. */
export interface Asked {
  readonly need: Need;
  /** At most for each step. */
  readonly minutes: number;
  /** With how many one would rather; null: it is all the same. */
  readonly who: Who | null;
  /** Kinds one likes. */
  readonly liked: readonly PracticeKind[];
}

/** A practice that was taken out of a path for another, and what the path was for. */
export interface Swap {
  readonly need: Need;
  readonly from: string;
  readonly to: string;
}

/** All that the choice looks at. */
export interface Knows {
  readonly practices: readonly Practice[];
  /** The newest first. */
  readonly tolds: readonly Told[];
  readonly wishes: Wishes;
  readonly swaps: readonly Swap[];
}

export type ReasonCode = 'need' | 'helped' | 'helped-not' | 'who' | 'liked' | 'swapped-in' | 'swapped-out' | 'with-others' | 'another-kind';

/** A part of the sum, or a rule by which a step was taken (0 points). Its words are `reason.<code>`. */
export interface Reason {
  readonly code: ReasonCode;
  readonly points: number;
  readonly with?: Readonly<Record<string, number>>;
}

export interface Judged {
  readonly practice: Practice;
  readonly points: number;
  readonly reasons: readonly Reason[];
}

const LEAST_KINDS = 3;

/** What a practice adds up to for what is asked. */
export const judge = (practice: Practice, { need, who, liked }: Asked, { tolds, swaps }: Knows): Judged => {
  const { better, worse, of } = countsOf(practice.id, tolds);
  // Drawn to nothing where little is known: two times "the same" are counted with what was said.
  const helped = of === 0 ? 0 : Math.round((6 * (better - worse)) / (of + 2));
  const out = swaps.filter((swap) => swap.need === need && swap.from === practice.id).length;
  const into = swaps.filter((swap) => swap.need === need && swap.to === practice.id).length;
  const all: readonly Reason[] = [
    { code: 'need', points: 4 * (practice.needs[need] ?? 0) },
    { code: helped < 0 ? 'helped-not' : 'helped', points: helped, with: { better, of, count: of } },
    { code: 'who', points: who !== null && practice.who === who ? 2 : 0 },
    { code: 'liked', points: practice.kind !== null && liked.includes(practice.kind) ? 2 : 0 },
    { code: 'swapped-in', points: Math.min(6, 3 * into), with: { count: into } },
    { code: 'swapped-out', points: Math.max(-8, -4 * out), with: { count: out } },
  ];
  const reasons = all.filter(({ points }) => points !== 0);
  return { practice, points: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
};

const before = (a: Judged, b: Judged): number => b.points - a.points || a.practice.minutes! - b.practice.minutes! || (a.practice.id < b.practice.id ? -1 : 1);

/** What may be in a path for what is asked, the best first. Only what says its kind, its minutes and how many it is for. */
export const candidatesFor = (asked: Asked, knows: Knows): Judged[] =>
  knows.practices
    .filter(
      ({ id, kind, who, minutes }) =>
        kind !== null && who !== null && minutes !== null && minutes <= asked.minutes && !knows.wishes.without.includes(kind) && isOffered(id, knows.tolds, knows.wishes),
    )
    .map((practice) => judge(practice, asked, knows))
    .sort(before);

const kindsIn = (steps: readonly Judged[]): Set<PracticeKind> => new Set(steps.map(({ practice }) => practice.kind!));
const hasOthers = (steps: readonly Judged[]): boolean => steps.some(({ practice }) => practice.who !== 'solo');
const isSound = (steps: readonly Judged[]): boolean => kindsIn(steps).size >= LEAST_KINDS && hasOthers(steps);

const because = (one: Judged, code: ReasonCode): Judged => ({ ...one, reasons: [...one.reasons, { code, points: 0 }] });

/** Steady first, then whether it is only me, then seeing, meeting, doing; of one sort the shorter first. */
const inOrder = (steps: readonly Judged[]): Judged[] => {
  const at = ({ practice }: Judged): number => (practice.move === null ? MOVES.length : MOVES.indexOf(practice.move));
  return steps.toSorted((a, b) => at(a) - at(b) || a.practice.minutes! - b.practice.minutes! || (a.practice.id < b.practice.id ? -1 : 1));
};

/** How many steps a path has: three where there is a minute, five where there is an hour. */
export const lengthFor = (minutes: number): number => (minutes < 5 ? 3 : minutes < 60 ? 4 : 5);

/**
 * A path for what is asked. First the best that is done with others; then the best of a kind that is not there yet, until there are
 * three; then the best of the rest, a sort of step that is not there yet counting for two points more.
 * Refusal: `path-too-narrow` where what is wanted and offered leaves fewer than three kinds, or nothing with others.
 */
export const proposePath = (asked: Asked, knows: Knows): Result<Judged[]> => {
  const all = candidatesFor(asked, knows);
  const first = all.find(({ practice }) => practice.who !== 'solo');
  if (!first || kindsIn(all).size < LEAST_KINDS) return refuse({ code: 'path-too-narrow', with: { count: kindsIn(all).size } });
  const steps: Judged[] = [because(first, 'with-others')];
  const best = (some: readonly Judged[]): Judged | undefined => {
    const moves = new Set(steps.map(({ practice }) => practice.move));
    const worth = (one: Judged): number => one.points + (moves.has(one.practice.move) ? 0 : 2);
    return some.toSorted((a, b) => worth(b) - worth(a) || before(a, b))[0];
  };
  const rest = (): Judged[] => all.filter(({ practice }) => !steps.some((step) => step.practice.id === practice.id));
  while (kindsIn(steps).size < LEAST_KINDS) {
    const kinds = kindsIn(steps);
    const next = best(rest().filter(({ practice }) => !kinds.has(practice.kind!)))!;
    steps.push(because(next, 'another-kind'));
  }
  for (const most = lengthFor(asked.minutes); steps.length < most;) {
    const next = best(rest().filter(({ points }) => points > 0));
    if (!next) break;
    steps.push(next);
  }
  return ok(inOrder(steps));
};

/** What may stand in the place of a step, the best first: with each the path stays sound. `steps`: ids of the whole path. */
export const othersFor = (step: string, steps: readonly string[], asked: Asked, knows: Knows, most = 3): Judged[] => {
  const all = candidatesFor(asked, knows);
  const kept = steps.filter((id) => id !== step).flatMap((id) => judgedOf(id, asked, knows));
  return all
    .filter(({ practice }) => !steps.includes(practice.id))
    .filter((one) => isSound([...kept, one]) || !isSound([...kept, ...judgedOf(step, asked, knows)]))
    .slice(0, most);
};

const judgedOf = (id: string, asked: Asked, knows: Knows): Judged[] => {
  const practice = knows.practices.find((one) => one.id === id);
  return practice && practice.kind !== null && practice.who !== null && practice.minutes !== null ? [judge(practice, asked, knows)] : [];
};

/** What is said of a step that stands in a path. */
export const reasonsFor = (id: string, asked: Asked, knows: Knows): readonly Reason[] => judgedOf(id, asked, knows)[0]?.reasons ?? [];
