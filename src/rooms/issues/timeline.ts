// The record of an issue in the order of days: raised, joined, asked, silence, answered, promised, kept, due, closed.
// Invariants: silence is counted from the ask, or from what was last heard, to the next thing heard or to today, in whole days, and
// shown only where there is a day of it; what is still to come stands last, after today.

import { dayNumber } from '#core/when.ts';
import type { Answer, Asked, Closing, OpenPage, Outcome, Promised, Sheet } from './sheet.ts';

export type Event =
  | { readonly is: 'raised'; readonly day: string; readonly by: string }
  | { readonly is: 'joined'; readonly day: string; readonly who: readonly string[] }
  | { readonly is: 'asked'; readonly day: string; readonly asked: Asked }
  /** `isNow`: it goes on today; `next` is the day on which something is due next, or ''. */
  | { readonly is: 'silence'; readonly day: string; readonly days: number; readonly isNow: boolean; readonly wasHeard: boolean; readonly next: string }
  | { readonly is: 'answered'; readonly day: string; readonly answer: Answer; readonly daysLate: number }
  | { readonly is: 'promised'; readonly day: string; readonly promise: Promised }
  | { readonly is: 'outcome'; readonly day: string; readonly outcome: Outcome; readonly promise: Promised }
  | { readonly is: 'page'; readonly day: string; readonly page: OpenPage }
  /** `isSaid`: by another than whose page it is. */
  | { readonly is: 'page-end'; readonly day: string; readonly page: OpenPage; readonly by: string; readonly isSaid: boolean }
  | { readonly is: 'closed'; readonly day: string; readonly closing: Closing }
  | { readonly is: 'reopened'; readonly day: string; readonly by: string }
  | { readonly is: 'due'; readonly day: string; readonly days: number }
  | { readonly is: 'promise-due'; readonly day: string; readonly days: number; readonly promise: Promised };

/** Of one day: what it begins with stands before what came of it. */
const ORDER: readonly Event['is'][] = ['raised', 'joined', 'asked', 'page', 'answered', 'promised', 'outcome', 'page-end', 'reopened', 'closed', 'due', 'promise-due', 'silence'];

const between = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

const joinings = (sheet: Sheet, dayOf: (instant: string) => string): Event[] => {
  const days = new Map<string, string[]>();
  for (const { by, at } of sheet.joined) days.set(dayOf(at), [...(days.get(dayOf(at)) ?? []), by]);
  return [...days].map(([day, who]) => ({ is: 'joined', day, who }));
};

/** Days by which something of the role is awaited that has not come. */
const awaited = ({ asked, answers, promises, closed }: Sheet): { readonly answer: string; readonly promises: readonly Promised[] } => {
  const last = asked.reduce<Asked | undefined>((best, each) => (!best || each.on >= best.on ? each : best), undefined);
  const isAnswered = last !== undefined && answers.some(({ on, gives }) => on >= last.on && gives !== 'part');
  return { answer: closed || !last || isAnswered ? '' : last.due, promises: closed ? [] : promises.filter(({ outcome }) => outcome === null) };
};

const silences = (sheet: Sheet, today: string): Event[] => {
  const { asked, answers, promises, outcomes, closed } = sheet;
  const first = asked.map(({ on }) => on).sort()[0];
  if (first === undefined || first > today) return [];
  const heard = [...answers, ...promises, ...outcomes].map(({ on }) => on).filter((on) => on >= first && on <= today);
  const points = [...new Set([first, ...heard])].sort();
  const end = closed && closed.on < today ? closed.on : today;
  const { answer, promises: open } = awaited(sheet);
  // Where something is over its day already, there is nothing to be said of waiting for a later one.
  const awaitedDays = [answer, ...open.map(({ due }) => due)].filter((day) => day !== '').sort();
  const next = awaitedDays[0] !== undefined && awaitedDays[0] >= today ? awaitedDays[0] : '';
  return points.flatMap((from, n): Event[] => {
    const to = points[n + 1];
    const days = between(from, to ?? end);
    if (days < 1) return [];
    const isNow = to === undefined && !closed;
    return [{ is: 'silence', day: from, days, isNow, wasHeard: heard.includes(from), next: isNow ? next : '' }];
  });
};

/** `today` is a day; `dayOf` gives the day of an instant on the reader's clock. */
export const timelineOf = (sheet: Sheet, today: string, dayOf: (instant: string) => string): readonly Event[] => {
  const { issue, asked, answers, promises, outcomes, pages, closings } = sheet;
  const events: Event[] = [{ is: 'raised', day: dayOf(issue.at), by: issue.by }, ...joinings(sheet, dayOf), ...silences(sheet, today)];
  for (const each of asked) events.push({ is: 'asked', day: each.on, asked: each });
  for (const answer of answers) {
    const due = asked.findLast(({ on }) => on <= answer.on)?.due ?? '';
    events.push({ is: 'answered', day: answer.on, answer, daysLate: due === '' ? 0 : Math.max(0, between(due, answer.on)) });
  }
  for (const promise of promises) events.push({ is: 'promised', day: promise.on, promise });
  for (const outcome of outcomes) events.push({ is: 'outcome', day: outcome.on, outcome, promise: promises.find(({ id }) => id === outcome.promise)! });
  for (const page of pages) {
    events.push({ is: 'page', day: dayOf(page.at), page });
    for (const end of [...page.said, ...(page.ended ? [page.ended] : [])]) events.push({ is: 'page-end', day: end.on, page, by: end.by, isSaid: end !== page.ended });
  }
  for (const closing of closings) {
    events.push({ is: 'closed', day: closing.on, closing });
    if (closing.reopened) events.push({ is: 'reopened', day: closing.reopened.on, by: closing.reopened.by });
  }
  const { answer, promises: open } = awaited(sheet);
  if (answer !== '') events.push({ is: 'due', day: answer, days: between(today, answer) });
  for (const promise of open) events.push({ is: 'promise-due', day: promise.due, days: between(today, promise.due), promise });
  return events
    .map((event, n) => ({ event, n }))
    .sort((a, b) => (a.event.day === b.event.day ? ORDER.indexOf(a.event.is) - ORDER.indexOf(b.event.is) || a.n - b.n : a.event.day < b.event.day ? -1 : 1))
    .map(({ event }) => event);
};

/** Days of silence that go on today; null where something was heard today, nothing was asked, or it is closed. */
export const silenceNow = (sheet: Sheet, today: string): number | null =>
  silences(sheet, today).flatMap((event) => (event.is === 'silence' && event.isNow ? event.days : []))[0] ?? null;
