// Actions as the records of a circle tell them, on every device alike and in whatever order they came. Another's program may have
// written any of them: what is not as it must be is left out, and what its hand may not say is not heard.

import { createKind, numberIn, stringIn, textsIn, yesIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { isDay, isInstant, isWhen } from '#core/when.ts';

export const MOST = { ask: 600, more: 10_000, role: 120, step: 600, place: 200, review: 20_000 } as const;

export const actionKind = createKind('action', { ask: 'text', more: 'text', from: 'register', at: 'register' });
export const inKind = createKind('action-in', { of: 'register', is: 'register', role: 'register', at: 'register' });
export const stepKind = createKind('action-step', { of: 'register', text: 'text', by: 'register', done: 'register', at: 'register' });
export const dateKind = createKind('action-date', {
  of: 'register',
  what: 'register',
  when: 'register',
  instant: 'register',
  minutes: 'register',
  place: 'register',
  at: 'register',
});
export const outcomeKind = createKind('action-outcome', { of: 'register', is: 'register', at: 'register' });
export const reviewKind = createKind('action-review', { of: 'register', intended: 'text', happened: 'text', why: 'text', next: 'text', learnt: 'text', at: 'register' });

/** The kinds of records that this room reads. */
export const KINDS: readonly string[] = [actionKind, inKind, stepKind, dateKind, outcomeKind, reviewKind].map(({ name }) => name);

/** Minutes of a date: at most a fortnight. */
export const LONGEST_DATE = 14 * 24 * 60;

const OUTCOMES = ['open', 'done', 'dropped'] as const;
export type ActionState = (typeof OUTCOMES)[number];

/** Somebody who is in, with the role they took; '' for none. */
export interface Joined {
  readonly id: string;
  readonly by: string;
  readonly role: string;
  readonly at: string;
}

export interface Step {
  readonly id: string;
  readonly by: string;
  readonly text: string;
  /** A day, '' for none. */
  readonly until: string;
  /** Instant; '' while it is not done. */
  readonly done: string;
  readonly at: string;
}

export interface ActionDate {
  readonly id: string;
  readonly by: string;
  readonly what: string;
  /** A day, or a day and a time on the clock of whoever set it. */
  readonly when: string;
  /** The same as an instant; '' for a whole day. */
  readonly instant: string;
  readonly minutes: number;
  readonly place: string;
}

/** The parts of a review, in the order in which they are asked. */
export const PARTS = ['intended', 'happened', 'why', 'next', 'learnt'] as const;
export type Part = (typeof PARTS)[number];

export interface Review extends Readonly<Record<Part, string>> {
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

export interface Action {
  readonly id: string;
  readonly by: string;
  readonly ask: string;
  readonly more: string;
  /** What its author wrote on two devices at once. */
  readonly otherMore: readonly string[];
  /** The record that it comes from: an issue, a need, an agreement; '' for none. */
  readonly from: string;
  readonly at: string;
  readonly is: ActionState;
  /** Who said so, and when; '' while nobody has. */
  readonly isBy: string;
  readonly isAt: string;
  /** Who is in, the first first. */
  readonly joined: readonly Joined[];
  readonly steps: readonly Step[];
  /** The earliest first. */
  readonly dates: readonly ActionDate[];
  /** One of each, the first first. */
  readonly reviews: readonly Review[];
}

interface Read {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly record: VaultRecord;
}

const inOrder = (a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

type Parts = ReadonlyMap<string, readonly Read[]>;

/** Of every kind, what belongs to each action, the first said first. */
const partsOf = (records: Iterable<VaultRecord>): { readonly actions: readonly Read[]; readonly of: (kind: string, action: string) => readonly Read[] } => {
  const actions: Read[] = [];
  const parts = new Map<string, Read[]>();
  for (const record of records) {
    const [by, at] = [handOf(record.id), stringIn(record, 'at')];
    if (by === null || !isInstant(at) || !isAlive(record) || !KINDS.includes(record.kind)) continue;
    const one: Read = { id: record.id, by, at, record };
    if (record.kind === actionKind.name) actions.push(one);
    else {
      const name = `${record.kind} ${stringIn(record, 'of')}`;
      const those = parts.get(name);
      if (those) those.push(one);
      else parts.set(name, [one]);
    }
  }
  const sorted: Parts = new Map([...parts].map(([name, those]) => [name, those.sort(inOrder)]));
  return { actions: actions.sort(inOrder), of: (kind, action) => sorted.get(`${kind} ${action}`) ?? [] };
};

const stepIn = ({ id, by, at, record }: Read): Step | readonly [] => {
  const [text, until, done] = [(textsIn(record, 'text')[0] ?? '').slice(0, MOST.step), stringIn(record, 'by'), stringIn(record, 'done')];
  return text === '' ? [] : { id, by, text, until: isDay(until) ? until : '', done: isInstant(done) ? done : '', at };
};

const dateIn = ({ id, by, record }: Read): ActionDate | readonly [] => {
  const [when, instant, minutes] = [stringIn(record, 'when'), stringIn(record, 'instant'), numberIn(record, 'minutes') ?? 60];
  const isTimed = when.length > 10;
  if (!isWhen(when) || (isTimed && !isInstant(instant)) || minutes < 1 || minutes > LONGEST_DATE) return [];
  return { id, by, what: stringIn(record, 'what').slice(0, MOST.step), when, instant: isTimed ? instant : '', minutes, place: stringIn(record, 'place').slice(0, MOST.place) };
};

const reviewIn = ({ id, by, at, record }: Read): Review => ({
  ...(Object.fromEntries(PARTS.map((part) => [part, textsIn(record, part).join('\n\n').slice(0, MOST.review)])) as Record<Part, string>),
  id,
  by,
  at,
});

const lastOfEach = <T extends { readonly by: string }>(those: readonly T[]): readonly T[] => [...new Map(those.map((one) => [one.by, one])).values()];

/** Every action of a circle: those that are open first, the newest first among them. */
export const actionsOf = (records: Iterable<VaultRecord>): readonly Action[] => {
  const { actions, of } = partsOf(records);
  const read = actions.flatMap(({ id, by, at, record }): Action | readonly [] => {
    const ask = (textsIn(record, 'ask')[0] ?? '').slice(0, MOST.ask);
    if (ask.trim() === '') return [];
    const [more = '', ...otherMore] = textsIn(record, 'more').map((text) => text.slice(0, MOST.more));
    const everIn = new Set([by]);
    const joined = lastOfEach(of(inKind.name, id))
      .filter((one) => yesIn(one.record, 'is'))
      .map((one): Joined => ({ id: one.id, by: one.by, role: stringIn(one.record, 'role').slice(0, MOST.role), at: one.at }))
      .sort(inOrder);
    for (const one of of(inKind.name, id)) everIn.add(one.by);
    // Whoever never was in it has no say in whether it is done.
    const last = of(outcomeKind.name, id).findLast((one) => everIn.has(one.by) && OUTCOMES.includes(stringIn(one.record, 'is') as ActionState));
    return {
      id,
      by,
      ask,
      more,
      otherMore,
      from: stringIn(record, 'from').slice(0, 64),
      at,
      is: last ? (stringIn(last.record, 'is') as ActionState) : 'open',
      isBy: last?.by ?? '',
      isAt: last?.at ?? '',
      joined,
      steps: of(stepKind.name, id).flatMap(stepIn),
      dates: of(dateKind.name, id)
        .flatMap(dateIn)
        .sort((a, b) => (a.when === b.when ? (a.id < b.id ? -1 : 1) : a.when < b.when ? -1 : 1)),
      reviews: lastOfEach(of(reviewKind.name, id)).map(reviewIn),
    };
  });
  return read.sort((a, b) => Number(a.is !== 'open') - Number(b.is !== 'open') || inOrder({ at: b.isAt || b.at, id: b.id }, { at: a.isAt || a.at, id: a.id }));
};
