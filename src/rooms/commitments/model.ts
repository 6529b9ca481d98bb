// Commitments: what I will do, as little planned as one likes; how it went, in one's own words; and how it ends. Invariants: one line makes
// a commitment; the goal scale bears the moment at which it was written, so that one written afterwards is never shown as written before;
// a look back keeps the plan that it looks at; no ending is worse than another, and nothing is counted by days in a row.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, deletedOf, stringIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { addDays, dayNumber, dayOf, isDay, isInstant, noDay } from '#core/when.ts';
import { tidyNames, type Moment } from '#rooms/journal/model.ts';
import { commitmentKind, commitmentsOf, fieldOfLevel, LEVELS, lookKind, MOST, PARTS, QUESTIONS } from './shape.ts';
import type { Came, Commitment, EndHow, Level, Look, Part, PlanWord, Replies, Told, Way } from './shape.ts';

export { CAME, commitmentOf, commitmentsOf, ENDS, KINDS, LEVELS, lookOf, MOST, PARTS, QUESTIONS, REPLIES, TOLD, WAYS } from './shape.ts';
export type { Came, Commitment, End, EndHow, GoalScale, Level, Look, Part, PlanWord, Question, Replies, Reply, Told, Way } from './shape.ts';

/** What is planned; what is left out stays as it is, or empty. */
export interface PlanDraft extends Partial<Readonly<Record<PlanWord, string>>> {
  readonly what?: string;
  readonly people?: readonly string[];
  readonly told?: Told;
  readonly by?: string;
  readonly scale?: Partial<Readonly<Record<Level, string>>>;
}

/** How it went. Everything may be left out but one thing. */
export interface LookDraft extends Partial<Readonly<Record<Part, string>>> {
  /** Today's unless said. */
  readonly day?: string;
  readonly came?: Came | null;
  readonly level?: Level | null;
  readonly ways?: readonly Way[];
  readonly replies?: Replies;
}

type PlanValues = Values<typeof commitmentKind.fields>;
type LookValues = Values<typeof lookKind.fields>;
type Given<V> = { -readonly [N in keyof V]?: V[N] };

const line = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');

const LONG: ReadonlySet<PlanWord> = new Set(['why', 'inMe', 'around']);
const PLAN_WORDS = ['why', 'step', 'ifThis', 'thenThat', 'inMe', 'around'] as const satisfies readonly PlanWord[];
const tooLong = (text: string, most: number): Refusal | null => (text.length > most ? { code: 'words-too-long', with: { most } } : null);

/** Refusals: `commitment-empty`, `words-too-long`, `people-too-many`, those of a day. */
const planValues = (draft: PlanDraft): Result<PlanValues> => {
  const out: Given<PlanValues> = {};
  if (draft.what !== undefined) {
    out.what = line(draft.what);
    if (out.what === '') return refuse({ code: 'commitment-empty' });
    const long = tooLong(out.what, MOST.what);
    if (long) return refuse(long);
  }
  for (const word of PLAN_WORDS) {
    const typed = draft[word];
    if (typed === undefined) continue;
    const text = LONG.has(word) ? typed.trim() : line(typed);
    const long = tooLong(text, LONG.has(word) ? MOST.text : MOST.line);
    if (long) return refuse(long);
    out[word] = text;
  }
  for (const level of LEVELS) {
    const typed = draft.scale?.[level];
    if (typed === undefined) continue;
    const long = tooLong(line(typed), MOST.line);
    if (long) return refuse(long);
    out[fieldOfLevel(level)] = line(typed);
  }
  if (draft.by !== undefined) {
    if (draft.by !== '' && !isDay(draft.by)) return refuse(noDay(draft.by));
    out.by = draft.by;
  }
  if (draft.people !== undefined) {
    out.people = tidyNames(draft.people);
    if (out.people.length > MOST.people) return refuse({ code: 'people-too-many', with: { most: MOST.people } });
  }
  if (draft.told !== undefined) out.told = draft.told;
  return ok(out);
};

const SCALE_FIELDS = LEVELS.map(fieldOfLevel);
const withScaleAt = (values: PlanValues, instant: string): PlanValues => {
  const written = SCALE_FIELDS.filter((field) => values[field] !== undefined);
  return written.length === 0 ? values : { ...values, scaleAt: instant };
};

const withoutEmpty = <V extends object>(values: V): V => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null)) as V;

/** A new commitment: one line is enough. `links`: what it begins with. Refusals: `commitment-empty`, `words-too-long`, `people-too-many`, those of a day. */
export const makeCommitment = (draft: PlanDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const values = planValues({ ...draft, what: draft.what ?? '' });
  if (!values.ok) return values;
  return ok([
    createdAs(commitmentKind, id, {
      ...withScaleAt(withoutEmpty(values.value), now.instant),
      links: tidyLinks(links, id).map(linkToMember),
      made: now.instant,
      modified: now.instant,
    }),
  ]);
};

const planNow = (commitment: Commitment): PlanValues => ({
  ...Object.fromEntries(PLAN_WORDS.map((word) => [word, commitment[word]])),
  ...Object.fromEntries(LEVELS.map((level) => [fieldOfLevel(level), commitment.scale[level]])),
  what: commitment.what,
  people: commitment.people,
  told: commitment.told,
  by: commitment.by,
});

/** What stood there and was read is written over; what another device writes meanwhile stays beside it. */
const over = (change: Change, { versions }: Pick<Commitment, 'versions'>): Change =>
  change.write ? { ...change, over: Object.fromEntries(Object.keys(change.write).map((name) => [name, versions[name] ?? []])) } : change;

/** The plan in other words. Refusals: those of making one. Nothing changed gives an empty list. */
export const changePlan = (commitment: Commitment, draft: PlanDraft, now: Moment): Result<Change[]> => {
  const values = planValues(draft);
  if (!values.ok) return values;
  const change = changedTo(commitmentKind, commitment.id, planNow(commitment), values.value);
  if (!change) return ok([]);
  const isScale = SCALE_FIELDS.some((field) => change.write?.[field] !== undefined);
  return ok([{ ...over(change, commitment), set: { ...change.set, ...(isScale ? { scaleAt: now.instant } : {}), modified: now.instant } }]);
};

/** Keeps one of the lines that were written at once. */
export const settleWhat = (commitment: Commitment, what: string, now: Moment): Change[] => [
  { ...createdAs(commitmentKind, commitment.id, {}), write: { what }, over: { what: commitment.versions['what'] ?? [] }, set: { modified: now.instant } },
];

/** The first step is done, or not after all. */
export const markStep = (commitment: Commitment, isDone: boolean, now: Moment): Change[] => [
  { ...createdAs(commitmentKind, commitment.id, {}), set: { stepDone: isDone ? dayOf(now.when) : '', modified: now.instant } },
];

const saysNothing = ({ came, level, ways, replies, ...draft }: LookDraft): boolean =>
  !came && level == null && !ways?.length && Object.keys(replies ?? {}).length === 0 && PARTS.every((part) => (draft[part] ?? '').trim() === '');

/** Refusals: `words-too-long`, those of a day, `day-to-come`. */
const lookValues = (draft: LookDraft, today: string): Result<LookValues> => {
  const out: Given<LookValues> = {};
  for (const part of PARTS) {
    const text = draft[part]?.trim();
    if (text === undefined) continue;
    const long = tooLong(text, MOST.text);
    if (long) return refuse(long);
    out[part] = text;
  }
  if (draft.day !== undefined) {
    if (!isDay(draft.day)) return refuse(noDay(draft.day));
    if (draft.day > today) return refuse({ code: 'day-to-come' });
    out.day = draft.day;
  }
  if (draft.came !== undefined) out.came = draft.came;
  if (draft.level !== undefined) out.level = draft.level;
  if (draft.ways !== undefined) out.ways = draft.ways;
  for (const question of QUESTIONS) if (draft.replies) out[question] = draft.replies[question] ?? null;
  return ok(out);
};

/** Looks back, at one that is over as well as at one that is not. Refusals: `look-empty`, `words-too-long`, those of a day, `day-to-come`. */
export const lookBack = (commitment: Commitment, draft: LookDraft, id: string, now: Moment): Result<Change[]> => {
  if (saysNothing(draft)) return refuse({ code: 'look-empty' });
  const today = dayOf(now.when);
  const values = lookValues({ day: today, ...draft }, today);
  if (!values.ok) return values;
  const { by, step, ifThis, thenThat } = commitment;
  return ok([
    createdAs(lookKind, id, {
      ...withoutEmpty(values.value),
      links: [linkToMember({ to: commitment.id, as: 'looks-back-at' })],
      plan: { by, step, ifThis, thenThat },
      at: now.instant,
    }),
  ]);
};

const lookNow = (look: Look): LookValues => ({
  ...Object.fromEntries(PARTS.map((part) => [part, look[part]])),
  ...Object.fromEntries(QUESTIONS.map((question) => [question, look.replies[question] ?? null])),
  day: look.day,
  came: look.came,
  level: look.level,
  ways: look.ways,
});

/** Refusals: those of looking back. */
export const changeLook = (look: Look, draft: LookDraft, now: Moment): Result<Change[]> => {
  const values = lookValues(draft, dayOf(now.when));
  if (!values.ok) return values;
  const change = changedTo(lookKind, look.id, lookNow(look), values.value);
  return ok(change ? [over(change, look)] : []);
};

export const takeLookBack = (look: Pick<Look, 'id'>): Change[] => [deletedOf(lookKind, look.id)];

export interface EndDraft {
  readonly how: EndHow;
  readonly until?: string;
  readonly to?: string;
}

/** Ends it: done, resting, dropped or handed on. What was written stays. Refusals: those of a day, `rest-until-past`, `words-too-long`. */
export const endCommitment = (commitment: Commitment, { how, until = '', to = '' }: EndDraft, now: Moment): Result<Change[]> => {
  if (until !== '' && !isDay(until)) return refuse(noDay(until));
  if (until !== '' && until <= dayOf(now.when)) return refuse({ code: 'rest-until-past' });
  const long = tooLong(line(to), MOST.what);
  if (long) return refuse(long);
  const end = { how, at: now.instant, ...(how === 'resting' ? { until } : {}), ...(how === 'handed' ? { to: line(to) } : {}) };
  return ok([{ ...createdAs(commitmentKind, commitment.id, {}), set: { end, modified: now.instant } }]);
};

/** It goes on after all. */
export const goOn = (commitment: Commitment, now: Moment): Change[] =>
  commitment.end === null ? [] : [{ ...createdAs(commitmentKind, commitment.id, {}), set: { end: null, modified: now.instant } }];

/** The commitment and every look back at it. */
export const deleteCommitment = (commitment: Commitment): Change[] => [deletedOf(commitmentKind, commitment.id), ...commitment.looks.flatMap(takeLookBack)];

/** Days ahead of its day on which a commitment is due. */
const SOON = 2;

/** Why a commitment is due: its day is near or over and nobody looked back since; or its rest is over. */
export type Due = 'day' | 'rest-over';

export const dueOn = ({ by, end, looks }: Commitment, today: string): Due | null => {
  if (end) return end.how === 'resting' && end.until !== '' && end.until <= today ? 'rest-over' : null;
  if (by === '' || by > addDays(today, SOON)) return null;
  return looks.some(({ day }) => day >= by) ? null : 'day';
};

export interface DueNow {
  readonly commitment: Commitment;
  readonly due: Due;
  /** The day that it is due by, or until which it rested. */
  readonly day: string;
}

/** At most so many are asked for at once: after a year away nobody's page is full of them. */
const MOST_DUE = 3;

/** Those that are due, the nearest to today first, whether its day is to come or over. */
export const dueNow = (commitments: readonly Commitment[], today: string): readonly DueNow[] => {
  const here = dayNumber(today);
  return commitments
    .flatMap((commitment): DueNow[] => {
      const due = dueOn(commitment, today);
      return due ? [{ commitment, due, day: due === 'day' ? commitment.by : commitment.end!.until }] : [];
    })
    .map((one) => ({ one, far: Math.abs(dayNumber(one.day) - here) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_DUE)
    .map(({ one }) => one);
};

/** Those of records that are due; only those are read whose day, or whose rest, may be over, for Now opens with it. */
export const dueAmong = (plans: Iterable<VaultRecord>, looks: Iterable<VaultRecord>, today: string): readonly Commitment[] => {
  const soon = addDays(today, SOON);
  const near = new Map<string, VaultRecord>();
  for (const record of plans) {
    const by = stringIn(record, 'by');
    const end = registerOf(record, 'end');
    const { how = null, at = null, until = null } = typeof end === 'object' && end !== null && !Array.isArray(end) ? (end as Readonly<Record<string, Json>>) : {};
    const isOver = isInstant(at) && (how === 'done' || how === 'dropped' || how === 'handed');
    const isRested = typeof until === 'string' && until !== '' && until <= today;
    if ((!isOver && by !== '' && by <= soon) || (how === 'resting' && isRested)) near.set(record.id, record);
  }
  if (near.size === 0) return [];
  const theirs = [...looks].filter((look) => linksIn(look).some(({ to }) => near.has(to)));
  return commitmentsOf([...near.values(), ...theirs]).filter((commitment) => dueOn(commitment, today) !== null);
};

/** Commitments whose first step is still open, for who has some minutes: what has a day to come first, then none, then what is over. */
export const openSteps = (commitments: readonly Commitment[], today: string): readonly Commitment[] => {
  const groupOf = ({ by }: Commitment): number => (by === '' ? 1 : by >= today ? 0 : 2);
  const byNewest = (a: string, b: string): number => (a > b ? -1 : a < b ? 1 : 0);
  return commitments
    .filter(({ step, stepDone, end }) => step !== '' && stepDone === '' && end === null)
    .sort((a, b) => groupOf(a) - groupOf(b) || (groupOf(a) === 0 ? byNewest(b.by, a.by) : byNewest(a.by, b.by)) || byNewest(a.made, b.made) || (a.id < b.id ? -1 : 1));
};

/** The scale was written before anything was looked back at on it. */
export const isWrittenBefore = ({ scaleAt, looks }: Commitment): boolean => {
  const first = looks.find(({ level }) => level !== null);
  return scaleAt !== '' && (!first || scaleAt <= first.at);
};

export const hasScale = ({ scale }: Pick<Commitment, 'scale'>): boolean => LEVELS.some((level) => scale[level] !== '');

/** Where it came out last on its scale; null where that was not said. */
export const levelOf = ({ looks }: Commitment): Level | null => looks.findLast(({ level }) => level !== null)?.level ?? null;

/** What was learnt: the last words on what next, else on why. */
export const learntFrom = ({ looks }: Commitment): string => {
  const last = looks.findLast(({ next, why }) => next !== '' || why !== '');
  return last ? last.next || last.why : '';
};

/** Ended for good, as far as one said: what rests is not. */
export const endedWith = ({ end }: Commitment): boolean => end !== null && end.how !== 'resting';

/** Those that were looked back at on their scale. */
export const cameOf = (commitments: readonly Commitment[]): readonly Commitment[] => commitments.filter((one) => levelOf(one) !== null);
