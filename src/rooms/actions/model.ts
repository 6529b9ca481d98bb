// What a circle does together: the ask, who is in (each says so themself, with the role they take), first steps (each promises their
// own), dates; and afterwards how each saw it: what was intended, what happened, why, what next. Invariants: nobody is put in, and
// nobody's role, step or review is another's to write; whose a record is stands in its id; whether it is done is the last word of
// somebody who is in. Nothing here counts or ranks people.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, deletedOf } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isDay, isInstant, isWhen, noDay } from '#core/when.ts';
import {
  actionKind,
  actionsOf,
  dateKind,
  inKind,
  LONGEST_DATE,
  MOST,
  outcomeKind,
  PARTS,
  reviewKind,
  stepKind,
  type Action,
  type ActionDate,
  type ActionState,
  type Part,
  type Step,
} from './reading.ts';

export { actionsOf, KINDS, MOST, PARTS } from './reading.ts';
export type { Action, ActionDate, ActionState, Joined, Part, Review, Step } from './reading.ts';

export interface Now {
  readonly day: string;
  readonly instant: string;
}

/** Who does it: what every command needs. */
export interface Here {
  readonly me: string;
  readonly now: Now;
  readonly newId: () => string;
}

export interface ActionTyped {
  readonly ask: string;
  readonly more?: string | undefined;
  readonly from?: string | undefined;
  readonly role?: string | undefined;
}

const tidy = (text: string | undefined): string => (text ?? '').normalize('NFC').trim().replace(/\s+/g, ' ');

const lineOf = (typed: string | undefined, most: number, empty?: string): Result<string> => {
  const text = tidy(typed);
  if (text === '' && empty !== undefined) return refuse({ code: empty });
  return text.length > most ? refuse({ code: 'words-too-long', with: { most } }) : ok(text);
};

const joinAs = ({ me, now, newId }: Here, of: string, is: boolean, role: string): Change => createdAs(inKind, idInHandOf(me, newId()), { of, is, role, at: now.instant });

/** Whoever asks is in. Refusals: `words-empty`, `words-too-long`. */
export const askFor = (here: Here, typed: ActionTyped): Result<Change[]> => {
  const [ask, role] = [lineOf(typed.ask, MOST.ask, 'words-empty'), lineOf(typed.role, MOST.role)];
  if (!ask.ok) return ask;
  if (!role.ok) return role;
  const more = (typed.more ?? '').trim();
  if (more.length > MOST.more) return refuse({ code: 'words-too-long', with: { most: MOST.more } });
  const id = idInHandOf(here.me, here.newId());
  return ok([
    createdAs(actionKind, id, { ask: ask.value, ...(more === '' ? {} : { more }), ...(typed.from ? { from: typed.from.slice(0, 64) } : {}), at: here.now.instant }),
    joinAs(here, id, true, role.value),
  ]);
};

/** Says the ask in other words; its author alone. Refusals: `action-not-yours`, `words-empty`, `words-too-long`. */
export const rewordAction = ({ me }: Here, action: Action, typed: Pick<ActionTyped, 'ask' | 'more'>): Result<Change[]> => {
  if (action.by !== me) return refuse({ code: 'action-not-yours' });
  const ask = lineOf(typed.ask, MOST.ask, 'words-empty');
  if (!ask.ok) return ask;
  const more = (typed.more ?? '').trim();
  if (more.length > MOST.more) return refuse({ code: 'words-too-long', with: { most: MOST.more } });
  const change = changedTo(actionKind, action.id, { ask: action.ask, more: action.otherMore.length > 0 ? undefined : action.more }, { ask: ask.value, more });
  return ok(change ? [change] : []);
};

const isOpen = ({ is }: Action): boolean => is === 'open';

/** "I am in", or the role that one takes now. Refusals: `action-over`, `words-too-long`. */
export const comeIn = (here: Here, action: Action, typed = ''): Result<Change[]> => {
  if (!isOpen(action)) return refuse({ code: 'action-over' });
  const role = lineOf(typed, MOST.role);
  return role.ok ? ok([joinAs(here, action.id, true, role.value)]) : role;
};

/** Refusal: `action-not-in`. One's promised steps stay; they can be taken back one by one. */
export const stepOut = (here: Here, action: Action): Result<Change[]> => (isIn(action, here.me) ? ok([joinAs(here, action.id, false, '')]) : refuse({ code: 'action-not-in' }));

export const isIn = ({ joined }: Pick<Action, 'joined'>, account: string): boolean => joined.some(({ by }) => by === account);

/** What one will do oneself; whoever promises a step is in. Refusals: `action-over`, `words-empty`, `words-too-long`, `date-not-understood`. */
export const promiseStep = (here: Here, action: Action, typed: string, until = ''): Result<Change[]> => {
  if (!isOpen(action)) return refuse({ code: 'action-over' });
  const text = lineOf(typed, MOST.step, 'words-empty');
  if (!text.ok) return text;
  if (until !== '' && !isDay(until)) return refuse(noDay(until));
  const step = createdAs(stepKind, idInHandOf(here.me, here.newId()), { of: action.id, text: text.value, ...(until === '' ? {} : { by: until }), at: here.now.instant });
  return ok([step, ...(isIn(action, here.me) ? [] : [joinAs(here, action.id, true, '')])]);
};

/** Refusal: `step-not-yours`. */
export const markStep = ({ me, now }: Here, step: Step, isDone: boolean): Result<Change[]> =>
  step.by === me ? ok([{ ...createdAs(stepKind, step.id, {}), set: { done: isDone ? now.instant : '' } }]) : refuse({ code: 'step-not-yours' });

/** Refusal: `step-not-yours`. */
export const takeStepBack = ({ me }: Here, step: Step): Result<Change[]> => (step.by === me ? ok([deletedOf(stepKind, step.id)]) : refuse({ code: 'step-not-yours' }));

export interface DateTyped {
  readonly what?: string | undefined;
  /** A day, or a day and a time. */
  readonly when: string;
  /** The same as an instant, where there is a time. */
  readonly instant: string;
  readonly minutes?: number | undefined;
  readonly place?: string | undefined;
}

/** Anybody who is in sets a date. Refusals: `action-over`, `action-not-in`, `words-too-long`, `date-not-understood`. */
export const setDate = (here: Here, action: Action, typed: DateTyped): Result<Change[]> => {
  if (!isOpen(action)) return refuse({ code: 'action-over' });
  if (!isIn(action, here.me)) return refuse({ code: 'action-not-in' });
  const [what, place] = [lineOf(typed.what, MOST.step), lineOf(typed.place, MOST.place)];
  if (!what.ok) return what;
  if (!place.ok) return place;
  const { when, instant, minutes = 60 } = typed;
  const isTimed = when.length > 10;
  if (!isWhen(when) || (isTimed && !isInstant(instant)) || !(minutes >= 1 && minutes <= LONGEST_DATE)) return refuse(noDay(when));
  const values = { of: action.id, what: what.value, when, ...(isTimed ? { instant, minutes: Math.round(minutes) } : {}), place: place.value, at: here.now.instant };
  return ok([createdAs(dateKind, idInHandOf(here.me, here.newId()), values)]);
};

/** Refusal: `date-not-yours`. */
export const takeDateBack = ({ me }: Here, date: ActionDate): Result<Change[]> => (date.by === me ? ok([deletedOf(dateKind, date.id)]) : refuse({ code: 'date-not-yours' }));

/** Done, dropped, or open once more. Refusal: `action-not-in`. */
export const endAction = ({ me, now, newId }: Here, action: Action, is: ActionState): Result<Change[]> => {
  if (!isIn(action, me) && action.by !== me) return refuse({ code: 'action-not-in' });
  return ok(action.is === is ? [] : [createdAs(outcomeKind, idInHandOf(me, newId()), { of: action.id, is, at: now.instant })]);
};

/** How one saw it oneself; said again, it takes the place of what one said. Refusals: `action-not-over`, `words-empty`, `words-too-long`. */
export const reviewAction = ({ me, now, newId }: Here, action: Action, typed: Readonly<Partial<Record<Part, string>>>): Result<Change[]> => {
  if (isOpen(action)) return refuse({ code: 'action-not-over' });
  const values = Object.fromEntries(PARTS.map((part) => [part, (typed[part] ?? '').normalize('NFC').trim()])) as Record<Part, string>;
  if (Object.values(values).every((text) => text === '')) return refuse({ code: 'words-empty' });
  if (Object.values(values).some(({ length }) => length > MOST.review)) return refuse({ code: 'words-too-long', with: { most: MOST.review } });
  const before = action.reviews.find(({ by }) => by === me);
  if (!before) return ok([createdAs(reviewKind, idInHandOf(me, newId()), { of: action.id, ...values, at: now.instant })]);
  const change = changedTo(reviewKind, before.id, before, values);
  return ok(change ? [change] : []);
};

/** What an action asks of one: a date that comes, a step that one promised, how one saw it afterwards. */
export interface ActionForMe {
  readonly action: Action;
  readonly why: 'date' | 'step' | 'review';
  /** Of the date, the step, or the action. */
  readonly id: string;
  /** Of a date or a step: `YYYY-MM-DD`; '' where no day was said. */
  readonly day: string;
  readonly words: string;
}

/** Days from the end of an action during which its review is asked for. */
const ASKS_FOR = 21;
const AHEAD = 7;

/** For *Now*: of the actions that this member is in, the soonest first. */
export const actionsOfMe = (records: Iterable<VaultRecord>, me: string, { day, instant }: Now): readonly ActionForMe[] => {
  const mine = actionsOf(records).filter((action) => isIn(action, me));
  const until = new Date(Date.parse(instant) + AHEAD * 86_400_000).toISOString().slice(0, 10);
  const asked = mine.flatMap((action): readonly ActionForMe[] => {
    if (action.is === 'dropped') return [];
    if (action.is === 'done') {
      const isRecent = Date.parse(instant) - Date.parse(action.isAt) <= ASKS_FOR * 86_400_000;
      return isRecent && !action.reviews.some(({ by }) => by === me) ? [{ action, why: 'review', id: action.id, day: '', words: action.ask }] : [];
    }
    const dates = action.dates.filter(({ when }) => when.slice(0, 10) >= day && when.slice(0, 10) <= until);
    const steps = action.steps.filter((step) => step.by === me && step.done === '' && (step.until === '' || step.until <= until));
    return [
      ...dates.map(({ id, when, what }): ActionForMe => ({ action, why: 'date', id, day: when.slice(0, 10), words: what || action.ask })),
      ...steps.map((step): ActionForMe => ({ action, why: 'step', id: step.id, day: step.until, words: step.text })),
    ];
  });
  const rank = ({ day: at }: ActionForMe): string => at || '9999';
  return asked.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1));
};
