// The stated order: versions, each made of choices between two and never rewritten afterwards, so that one sees how it moved and what was
// being done when it did. Invariants: the choices are what is kept, the order is read from them (insight/pairwise.ts); one that was begun and
// not ended is offered to be gone on with; a name stands in a version as it was then.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, migrate, stringIn, textsIn } from '#core/kind.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isInstant, isWhen } from '#core/when.ts';
import { isEnough, MOST_CHOICES, rankingOf, TOP, type Choice, type Outcome, type Ranking } from '#insight/pairwise.ts';
import type { Moment } from '#rooms/journal/model.ts';
import { heldValues, instantIn, MOST_WORDS, type Value } from './model.ts';

export interface Order {
  readonly id: string;
  /** '' for everywhere. */
  readonly context: string;
  /** What was ordered, as it was called then. */
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly choices: readonly Choice[];
  readonly day: string;
  readonly begun: string;
  /** Instant, or '' while it is being made. */
  readonly ended: string;
  /** What was going on then, in the person's words. */
  readonly note: string;
}

export const orderKind = createKind('value-order', {
  context: 'register',
  items: 'register',
  choices: 'register',
  day: 'register',
  begun: 'register',
  ended: 'register',
  note: 'text',
  links: 'set',
});

/** More than these cannot be told apart by a person's patience. */
const MOST_ITEMS = 100;
const MOST_KEPT = 2000;

/** Begins an order of the values that are held (in a context). Refusal: `order-too-few` where there are not two. */
export const beginOrder = (values: readonly Value[], context: string, id: string, now: Moment): Result<Change[]> => {
  const held = heldValues(values, context).slice(0, MOST_ITEMS);
  if (held.length < 2) return refuse({ code: 'order-too-few' });
  const items = held.map(({ id: of, name }): Json => [of, name]);
  return ok([createdAs(orderKind, id, { context, items, choices: [], day: dayOf(now.when), begun: now.instant })]);
};

const withChoices = (order: Order, choices: readonly Choice[]): Change[] => [{ ...createdAs(orderKind, order.id, {}), set: { choices: choices as unknown as Json } }];

/** One more choice: the first before the second, after it, or neither. Refusals: `order-ended`, `choice-not-here`. */
export const choose = (order: Order, first: string, second: string, outcome: Outcome): Result<Change[]> => {
  if (order.ended !== '') return refuse({ code: 'order-ended' });
  const known = new Set(order.items.map(({ id }) => id));
  if (first === second || !known.has(first) || !known.has(second)) return refuse({ code: 'choice-not-here' });
  return ok(withChoices(order, [...order.choices, [first, second, outcome]]));
};

/** The last choice is as if it had not been made. Refusals: `order-ended`, `choice-none`. */
export const takeChoiceBack = (order: Order): Result<Change[]> => {
  if (order.ended !== '') return refuse({ code: 'order-ended' });
  return order.choices.length === 0 ? refuse({ code: 'choice-none' }) : ok(withChoices(order, order.choices.slice(0, -1)));
};

/** From here on it is a version. Refusals: `order-ended`, `choice-none`. */
export const endOrder = (order: Order, now: Moment): Result<Change[]> => {
  if (order.ended !== '') return refuse({ code: 'order-ended' });
  if (order.choices.length === 0) return refuse({ code: 'choice-none' });
  return ok([{ ...createdAs(orderKind, order.id, {}), set: { ended: now.instant, day: dayOf(now.when) } }]);
};

/** What was going on when the order was given. Refusal: `words-too-long`. */
export const noteOnOrder = (order: Order, note: string): Result<Change[]> => {
  const words = note.trim();
  if (words.length > MOST_WORDS) return refuse({ code: 'words-too-long', with: { most: MOST_WORDS } });
  return ok(words === order.note ? [] : [{ ...createdAs(orderKind, order.id, {}), write: { note: words } }]);
};

export const deleteOrder = (order: Pick<Order, 'id'>): Change[] => [deletedOf(orderKind, order.id)];

const itemsIn = (record: VaultRecord): Order['items'] => {
  const held = registerOf(record, 'items');
  if (!Array.isArray(held)) return [];
  const once = new Map<string, string>();
  for (const one of held as readonly Json[]) {
    if (!Array.isArray(one)) continue;
    const [id, name] = one as readonly Json[];
    if (typeof id === 'string' && typeof name === 'string') once.set(id, name);
  }
  return [...once].slice(0, MOST_ITEMS).map(([id, name]) => ({ id, name }));
};

const choicesIn = (record: VaultRecord): readonly Choice[] => {
  const held = registerOf(record, 'choices');
  if (!Array.isArray(held)) return [];
  return (held as readonly Json[]).slice(0, MOST_KEPT).flatMap((one): readonly Choice[] => {
    if (!Array.isArray(one)) return [];
    const [first, second, outcome] = one as readonly Json[];
    return typeof first === 'string' && typeof second === 'string' && (outcome === 0 || outcome === 0.5 || outcome === 1) ? [[first, second, outcome]] : [];
  });
};

/** Reads a record as an order; null when it is of another kind, newer than this Kith, deleted, or not of two things at least. */
export const orderOf = (record: VaultRecord): Order | null => {
  if (record.kind !== orderKind.name || !isAlive(record)) return null;
  const now = migrate(orderKind, record);
  if (!now) return null;
  const items = itemsIn(now);
  const [day, ended] = [stringIn(now, 'day'), stringIn(now, 'ended')];
  if (items.length < 2 || !isWhen(day)) return null;
  return {
    id: now.id,
    context: stringIn(now, 'context'),
    items,
    choices: choicesIn(now),
    day: dayOf(day),
    begun: instantIn(now, 'begun'),
    ended: isInstant(ended) ? ended : '',
    note: textsIn(now, 'note')[0] ?? '',
  };
};

const newestFirst = (a: Order, b: Order): number => (a.day === b.day ? (a.begun > b.begun ? -1 : 1) : a.day > b.day ? -1 : 1);

/** All of them, the newest first. */
export const ordersIn = (records: Iterable<VaultRecord>): readonly Order[] => {
  const out: Order[] = [];
  for (const record of records) {
    const order = orderOf(record);
    if (order) out.push(order);
  }
  return out.sort(newestFirst);
};

const ranked = new WeakMap<Order, Ranking>();

/** The order as its choices give it. */
export const rankingIn = (order: Order): Ranking => {
  let ranking = ranked.get(order);
  if (!ranking)
    ranked.set(
      order,
      (ranking = rankingOf(
        order.items.map(({ id }) => id),
        order.choices,
      )),
    );
  return ranking;
};

/** Whether Kith asks no more: the first five are settled, fifteen were asked, or all were. One may go on. */
export const isOrderEnough = (order: Order): boolean => isEnough(rankingIn(order), order.choices.length);

/** Versions of a context, the newest first. */
export const versionsOf = (orders: readonly Order[], context = ''): readonly Order[] => orders.filter((order) => order.ended !== '' && order.context === context);

/** The one that holds now; null before there is one. */
export const orderNow = (orders: readonly Order[], context = ''): Order | null => versionsOf(orders, context)[0] ?? null;

/** The one that was begun and not ended. */
export const orderBegun = (orders: readonly Order[]): Order | null => orders.find(({ ended }) => ended === '') ?? null;

export interface Moved {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The places that each might as well have had lie apart. */
  readonly isClear: boolean;
}

/** What stands elsewhere than in the version before: by two places or more, or into or out of the first five. The furthest first. */
export const movesBetween = (before: Order, after: Order): readonly Moved[] => {
  const [was, is] = [rankingIn(before).standings, rankingIn(after).standings];
  const names = new Map(after.items.map(({ id, name }) => [id, name]));
  return is
    .flatMap((standing, at): readonly Moved[] => {
      const from = was.findIndex(({ id }) => id === standing.id) + 1;
      const to = at + 1;
      if (from === 0 || (Math.abs(from - to) < 2 && from <= TOP === to <= TOP) || from === to) return [];
      const old = was[from - 1]!;
      return [{ id: standing.id, name: names.get(standing.id) ?? '', from, to, isClear: old.to < standing.from || standing.to < old.from }];
    })
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
};

export { MOST_CHOICES, TOP };
