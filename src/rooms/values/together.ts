// Said beside done, put together for page and command line alike: the values in their order, what was done for each over time, and what is
// still asked. Invariant: both show the same numbers, since both get them here.

import type { Shown } from '#core/shown.ts';
import { openQuestions, type Answer } from './answers.ts';
import {
  idsByName,
  periodsOf,
  periodStarts,
  questionsOf,
  thingsOf,
  trialsOf,
  type Base,
  type Period,
  type Question,
  type Stated,
  type Thing,
  type Trial,
  type Unit,
} from './done.ts';
import { heldValues, type Value } from './model.ts';
import { orderNow, rankingIn, type Order } from './orders.ts';

/** One value in a list that goes from what was said first to what stands in no order. */
export interface Line {
  readonly value: Value;
  /** 1 is the first; null where the order does not hold it. */
  readonly place: number | null;
  readonly periods: readonly Period[];
}

export interface SaidDone {
  readonly order: Order | null;
  readonly lines: readonly Line[];
  readonly things: readonly Thing[];
  readonly trials: readonly Trial[];
  readonly unit: Unit;
  readonly questions: readonly Question[];
}

/** What was asked of the same marks: worked out once for each state of them, not at every change of the vault. */
export interface Remembered {
  key: string;
  questions: readonly Question[];
}

export interface Given {
  readonly values: readonly Value[];
  readonly orders: readonly Order[];
  readonly answers: readonly Answer[];
  readonly base: Base;
  /** What may serve or strain a value; what does not is left out. */
  readonly shown: Iterable<Pick<Shown, 'id' | 'when' | 'links' | 'values'>>;
  /** Days that were written of, asked for only where they are the base. */
  readonly days: () => Iterable<string>;
  readonly context: string;
  readonly today: string;
  readonly remembered?: Remembered;
}

export const saidBesideDone = ({ values, orders, answers, base, shown, days, context, today, remembered }: Given): SaidDone => {
  const held = heldValues(values, context);
  const order = orderNow(orders, context);
  const places = new Map(order ? rankingIn(order).standings.map(({ id }, at) => [id, at + 1]) : []);
  const things = thingsOf(shown, new Set(held.map(({ id }) => id)), idsByName(held)).filter(({ day }) => day <= today);
  const trials = trialsOf(things, base, base === 'days' ? days() : []);
  const starts = periodStarts(trials);
  const stated = held.map(({ id }): Stated => ({ id, place: places.get(id) ?? null, of: places.size }));
  const lines = held
    .map((value): Line => ({ value, place: places.get(value.id) ?? null, periods: periodsOf(trials, value.id, starts) }))
    .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || (a.value.made < b.value.made ? -1 : 1));
  const key = JSON.stringify([base, stated, trials.map((trial) => [trial.day, trial.things.map(({ id, serves, strains }) => [id, serves, strains])])]);
  const questions = remembered && remembered.key === key ? remembered.questions : questionsOf(stated, trials, base);
  if (remembered) Object.assign(remembered, { key, questions });
  return { order, lines, things, trials, unit: starts.unit, questions: openQuestions(questions, answers, today) };
};
