// Questions for the need of the moment, of our own: some for one alone, some for a group, five or more for each moment, and each asks
// for something else. Each can be sent away for good.
// Invariants: the same is never asked twice in a row, whatever was chosen between; where only that one is left, none is asked; what
// was asked longest ago comes first, and after a question one that asks for something else, while the moment has one.

import questions from './questions.json' with { type: 'json' };

export const MOMENTS = ['tired', 'angry', 'stuck', 'choice', 'mistake', 'good', 'back', 'purpose', 'tool', 'alone'] as const;
export const GROUP_MOMENTS = ['starting', 'tension', 'deciding', 'after', 'shared', 'feedback', 'ending'] as const;
export type Moment = (typeof MOMENTS)[number] | (typeof GROUP_MOMENTS)[number];

/** What a question asks for: what happened, what matters, other people, what lies around one (rules, means, who decided), what comes next. */
export const ASKS = ['seen', 'matters', 'others', 'around', 'next'] as const;

export interface Question {
  readonly id: string;
  readonly moment: Moment;
  readonly asks: (typeof ASKS)[number];
}

export const QUESTIONS = questions.questions as readonly Question[];

const isOfGroup = (moment: Moment): boolean => GROUP_MOMENTS.some((one) => one === moment);

/**
 * The question to ask: of the moment while it has one; else another that fits as many people. Null where none is left.
 * `asked`: ids of those asked before, the last one first.
 */
export const nextQuestion = (moment: Moment, dismissed: readonly string[], asked: readonly string[]): Question | null => {
  const last = QUESTIONS.find(({ id }) => id === asked[0]);
  const open = QUESTIONS.filter(({ id }) => !dismissed.includes(id) && id !== last?.id);
  const ago = ({ id }: Question): number => (asked.includes(id) ? asked.indexOf(id) : Infinity);
  const next = (some: readonly Question[]): Question | undefined => {
    const others = some.filter(({ asks }) => asks !== last?.asks);
    const [first, ...more] = others.length > 0 ? others : some;
    return first && more.reduce((best, one) => (ago(one) > ago(best) ? one : best), first);
  };
  const wide = open.filter((one) => isOfGroup(one.moment) === isOfGroup(moment));
  return next(open.filter((one) => one.moment === moment)) ?? next(wide) ?? next(open) ?? null;
};
