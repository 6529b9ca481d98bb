// What an issue comes to: how it stands today, what it wants of a member, and what other rooms may know of it. How it is read from
// records stands in sheet.ts, what is done to one in deeds.ts.
// Invariant: the day of silence is counted and never judged; nothing here says what anybody should do.

import type { Snapshot } from '#core/snapshot.ts';
import { dayNumber } from '#core/when.ts';
import { issuesIn, newest, type Sheet } from './sheet.ts';

export { issueNamed, issuesIn, type Issue, type Sheet } from './sheet.ts';

export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** How an issue stands today, in one word, with the day and the days that belong to it. */
export interface Standing {
  readonly is: 'raised' | 'asked' | 'no-answer' | 'answered' | 'promised' | 'promise-due' | 'kept' | 'refused' | 'closed';
  /** Day that it turns on: answer or promise due, answered, kept, closed; or ''. */
  readonly day: string;
  /** To that day (asked, promised), or since it. */
  readonly days: number;
}

/** `today` is a day. Whoever asked and heard nothing by the day set has no answer: silence is a fact. */
export const standingOf = (sheet: Sheet, today: string): Standing => {
  const { closed, promises, answers, asked } = sheet;
  const since = (is: Standing['is'], day: string): Standing => ({ is, day, days: Math.max(0, daysBetween(day, today)) });
  if (closed) return since('closed', closed.on);
  const open = promises.filter(({ outcome }) => outcome === null).sort((a, b) => (a.due < b.due ? -1 : 1));
  if (open[0]) return open[0].due < today ? since('promise-due', open[0].due) : { is: 'promised', day: open[0].due, days: daysBetween(today, open[0].due) };
  const lastAsked = newest(asked);
  const lastAnswer = newest(answers);
  const lastOutcome = newest(sheet.outcomes);
  const heard = [lastAnswer, lastOutcome]
    .flatMap((line) => line ?? [])
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
  if (lastAsked && (!heard || heard.on < lastAsked.on)) {
    if (lastAsked.due === '' || lastAsked.due < today) return since('no-answer', lastAsked.due === '' ? lastAsked.on : lastAsked.due);
    return { is: 'asked', day: lastAsked.due, days: daysBetween(today, lastAsked.due) };
  }
  if (lastOutcome && heard === lastOutcome) return since(lastOutcome.is === 'refused' ? 'refused' : 'kept', lastOutcome.on);
  if (lastAnswer) return since(lastAnswer.gives === 'none' ? 'refused' : 'answered', lastAnswer.on);
  return { is: 'raised', day: '', days: 0 };
};

/** Why an issue may want something of a member now. */
export interface OfMe {
  readonly issue: string;
  readonly title: string;
  /** Who raised it, and when: an instant. */
  readonly by: string;
  readonly at: string;
  readonly why: 'is-it-yours' | 'no-answer' | 'promise-due';
  /** Raised, answer due, promise due. */
  readonly day: string;
  readonly days: number;
}

/** For how many days a new issue is shown to those who have not said that it is theirs. */
const NEW_FOR = 14;

/**
 * What issues of a circle want of a member, for the page of now. `me`: account; `dayOf` gives the day of an instant on the reader's
 * clock. At most one line an issue; nothing of closed ones.
 */
export const issuesOfMe = (snapshot: Snapshot, me: string, today: string, dayOf: (instant: string) => string): readonly OfMe[] =>
  issuesIn(snapshot).flatMap((sheet): OfMe[] => {
    const { issue, affected, closed } = sheet;
    if (closed) return [];
    const { is, day, days } = standingOf(sheet, today);
    const of = { issue: issue.id, title: issue.title, by: issue.by, at: issue.at };
    if (affected.has(me)) return is === 'no-answer' || is === 'promise-due' ? [{ ...of, why: is, day, days }] : [];
    const raised = dayOf(issue.at);
    const age = daysBetween(raised, today);
    return age >= 0 && age <= NEW_FOR ? [{ ...of, why: 'is-it-yours', day: raised, days: age }] : [];
  });
