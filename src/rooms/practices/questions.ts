// Questions for the need of the moment: 25 of our own, some for one alone, some for a group. Each can be sent away for good.
// Invariant: the same is never asked twice in a row, whatever was chosen between; where only that one is left, none is asked.

import questions from './questions.json' with { type: 'json' };

export const MOMENTS = ['tired', 'angry', 'stuck', 'choice', 'mistake', 'good', 'back', 'purpose', 'tool', 'alone'] as const;
export const GROUP_MOMENTS = ['starting', 'tension', 'deciding', 'after', 'shared', 'feedback', 'ending'] as const;
export type Moment = (typeof MOMENTS)[number] | (typeof GROUP_MOMENTS)[number];

export interface Question {
  readonly id: string;
  readonly moment: Moment;
}

export const QUESTIONS = questions.questions as readonly Question[];

const isOfGroup = (moment: Moment): boolean => GROUP_MOMENTS.some((one) => one === moment);

/**
 * The question to ask: of the moment, after the one asked last; else another that fits as many people. Null where none is left.
 * `asked`: the id of the last one, '' for none.
 */
export const nextQuestion = (moment: Moment, dismissed: readonly string[], asked: string): Question | null => {
  const open = QUESTIONS.filter(({ id }) => !dismissed.includes(id));
  const next = (some: readonly Question[]): Question | undefined => {
    const at = some.findIndex(({ id }) => id === asked);
    return [...some.slice(at + 1), ...some.slice(0, Math.max(at, 0))].find(({ id }) => id !== asked);
  };
  const wide = open.filter((one) => isOfGroup(one.moment) === isOfGroup(moment));
  return next(open.filter((one) => one.moment === moment)) ?? next(wide) ?? next(open) ?? null;
};
