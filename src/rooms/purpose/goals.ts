// Goals: larger than a commitment, of work or of any other part of life, with or without a day; each serves as many lives as one likes, by
// its links. Invariants: one line makes a goal; reached and let go are both ends with a name; a goal that is over stays.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, setIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { tidyNames, type Moment } from '#rooms/journal/model.ts';
import { checkDay, dayIn, line, MOST, overRead, readIn, tooLong, withoutEmpty, wordsIn, type Read } from './model.ts';

export const goalKind = createKind('goal', {
  what: 'text',
  note: 'text',
  areas: 'set',
  by: 'register',
  end: 'register',
  ended: 'register',
  links: 'set',
  made: 'register',
  modified: 'register',
});

export const ENDS = ['reached', 'let-go'] as const;
export type GoalEnd = (typeof ENDS)[number];

export interface Goal {
  readonly id: string;
  readonly what: string;
  readonly note: string;
  /** Areas of life, work among them, as the journal has them. */
  readonly areas: readonly string[];
  /** A day; '' for none. */
  readonly by: string;
  readonly end: GoalEnd | null;
  /** Day on which it ended; ''. */
  readonly ended: string;
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
  readonly read: Read;
}

export interface GoalDraft {
  readonly what?: string;
  readonly note?: string;
  readonly areas?: readonly string[];
  readonly by?: string;
}

/** Refusals: `goal-empty`, `words-too-long`, `date-not-understood`. */
const valuesOf = ({ what, note, areas, by }: GoalDraft): Result<Values<typeof goalKind.fields>> => {
  if (what !== undefined && line(what) === '') return refuse({ code: 'goal-empty' });
  const long = tooLong([what], MOST.line) ?? tooLong([note], MOST.text);
  if (long) return refuse(long);
  const day = by === undefined ? ok(undefined) : checkDay(by);
  if (!day.ok) return day;
  return ok({
    ...(what === undefined ? {} : { what: line(what) }),
    ...(note === undefined ? {} : { note: note.trim() }),
    ...(areas === undefined ? {} : { areas: tidyNames(areas).slice(0, MOST.names) }),
    ...(day.value === undefined ? {} : { by: day.value }),
  });
};

/** One line is enough. Refusals: `goal-empty`, `words-too-long`, `date-not-understood`. */
export const setGoal = (draft: GoalDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const values = valuesOf({ ...draft, what: draft.what ?? '' });
  if (!values.ok) return values;
  return ok([createdAs(goalKind, id, { ...withoutEmpty(values.value), links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant })]);
};

/** Refusals: those of setting one. Nothing changed gives an empty list. */
export const changeGoal = (goal: Goal, draft: GoalDraft, now: Moment): Result<Change[]> => {
  const values = valuesOf(draft);
  if (!values.ok) return values;
  const { what, note, areas, by } = goal;
  const change = changedTo(goalKind, goal.id, { what, note, areas, by }, values.value);
  return ok(change ? [{ ...change, ...overRead(change.write, goal.read), set: { ...change.set, modified: now.instant } }] : []);
};

/** Reached, or let go: neither is worse. */
export const endGoal = (goal: Pick<Goal, 'id'>, how: GoalEnd, now: Moment): Change[] => [
  { ...createdAs(goalKind, goal.id, {}), set: { end: how, ended: dayOf(now.when), modified: now.instant } },
];

/** It goes on after all. */
export const reopenGoal = (goal: Pick<Goal, 'id' | 'end'>, now: Moment): Change[] =>
  goal.end === null ? [] : [{ ...createdAs(goalKind, goal.id, {}), set: { end: null, ended: '', modified: now.instant } }];

export const deleteGoal = ({ id }: Pick<Goal, 'id'>): Change[] => [deletedOf(goalKind, id)];

/** Says which goals serve a life: those of `chosen`, no others of `goals`. */
export const chooseGoals = (goals: readonly Goal[], life: string, chosen: readonly string[]): Change[] => {
  const member = linkToMember({ to: life, as: 'serves' });
  const has = new Set(goalsOf(goals, life).map(({ id }) => id));
  return goals.flatMap(({ id }): Change[] => {
    const wanted = chosen.includes(id);
    if (wanted === has.has(id)) return [];
    return [{ ...createdAs(goalKind, id, {}), ...(wanted ? { add: { links: [member] } } : { remove: { links: [member] } }) }];
  });
};

/** Null when it is of another kind, newer than this Kith, deleted, or says nothing. */
export const goalOf = (record: VaultRecord): Goal | null => {
  const now = record.kind === goalKind.name && isAlive(record) ? migrate(goalKind, record) : null;
  if (!now) return null;
  const what = line(wordsIn(now, 'what'));
  if (what === '') return null;
  const end = ENDS.find((one) => one === registerOf(now, 'end')) ?? null;
  return {
    id: now.id,
    what,
    note: wordsIn(now, 'note'),
    areas: setIn(now, 'areas'),
    by: dayIn(now, 'by'),
    end,
    ended: end === null ? '' : dayIn(now, 'ended'),
    links: linksIn(now),
    made: instantIn(now, 'made'),
    modified: instantIn(now, 'modified'),
    read: readIn(now, goalKind),
  };
};

/** Those that go on first, the nearest day before the others; then those that ended, the latest first. */
export const goalsIn = (records: Iterable<VaultRecord>): readonly Goal[] =>
  [...records]
    .flatMap((record) => goalOf(record) ?? [])
    .sort((a, b) => {
      if ((a.end === null) !== (b.end === null)) return a.end === null ? -1 : 1;
      if (a.ended !== b.ended) return a.ended > b.ended ? -1 : 1;
      const [day, other] = [a.by || '9999', b.by || '9999'];
      if (day !== other) return day < other ? -1 : 1;
      return a.made !== b.made ? (a.made < b.made ? -1 : 1) : a.id < b.id ? -1 : 1;
    });

/** The goals that serve a life. */
export const goalsOf = (goals: readonly Goal[], life: string): readonly Goal[] => goals.filter(({ links }) => links.some(({ to, as }) => to === life && as === 'serves'));
