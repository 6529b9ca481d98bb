// `kith values`, `kith value`: values in the order that was given, beside what was done; kept, marked, ordered by choices between two, and
// what is asked about them answered. The same numbers as in the page (rooms/values/together.ts); undone with `kith undo`.

import type { Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { answerQuestion, answersIn, baseOf, COUNTING, explanationsFor, type Said } from '#rooms/values/answers.ts';
import type { Outcome } from '#insight/pairwise.ts';
import { bringBackValue, changeValue, keepValue, markDone, setValueAside, valueNamed, valuesIn, type Value } from '#rooms/values/model.ts';
import {
  beginOrder,
  choose,
  deleteOrder,
  endOrder,
  isOrderEnough,
  MOST_CHOICES,
  orderBegun,
  orderOf,
  ordersIn,
  rankingIn,
  takeChoiceBack,
  type Order,
} from '#rooms/values/orders.ts';
import { saidBesideDone, type SaidDone } from '#rooms/values/together.ts';
import { shownOf } from '#rooms/shown.ts';
import { oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, freshId } from './in-circle.ts';
import type { Args } from './options.ts';
import { textFromInput } from './parts.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { journalOf, shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

interface Here {
  readonly open: Open;
  readonly records: readonly VaultRecord[];
  readonly values: readonly Value[];
  readonly orders: readonly Order[];
}

const hereOf = async (context: Context, begin: boolean): Promise<Result<Here>> => {
  const open = await openVault(context, { begin });
  if (!open.ok) return open;
  const { records } = await readEverything(open.value);
  return ok({ open: open.value, records, values: valuesIn(records), orders: ordersIn(records) });
};

const saidIn = ({ records, values, orders }: Here, where: string, context: Context): SaidDone => {
  const shown = records.flatMap((record) => shownOf(record) ?? []);
  return saidBesideDone({
    values,
    orders,
    answers: answersIn(records),
    base: baseOf(records.find(({ id }) => id === COUNTING)),
    shown,
    days: () => shown.filter(({ kind }) => kind === 'entry').map(({ when }) => when),
    context: where,
    today: dayOf(context.now().when),
  });
};

const askedText = ({ lines, questions, order }: SaidDone, words: Words): readonly string[] =>
  questions.map(({ value, way, place, day, before, after, whole }) => {
    const name = lines.find((line) => line.value.id === value)?.value.name ?? '';
    const count = (part: { readonly count: number; readonly of: number }): string => words('count.of', part);
    const question = words(place === null ? `ask.${way}-kept` : `ask.${way}`, {
      name,
      place: place ?? 0,
      of: order?.items.length ?? 0,
      day: day === '' ? '' : dayText(words, day),
      count: before.count,
      total: before.of,
    });
    const counts =
      way === 'few'
        ? words('ask.counts-few', { own: count(before), others: count(whole) })
        : words('ask.counts', { before: count(before), after: count(after), whole: count(whole), day });
    const answers = [...explanationsFor(way), 'later', 'never'].map((one) => `${one}: ${words(`answer.${one}`)}`).join('\n  ');
    return `${question}\n  ${counts} ${words('ask.chance')}\n  ${answers}`;
  });

export const runValues = async (args: Args, context: Context): Promise<Result<number>> => {
  const opened = await hereOf(context, false);
  if (!opened.ok) return opened;
  const here = opened.value;
  const where = args.one('context') ?? '';
  if (args.has('order')) return putInOrder(here, where, args, context);
  const said = saidIn(here, where, context);
  const words = await context.words();
  if (args.has('asked')) {
    for (const question of said.questions) if (args.has('json')) context.terminal.say(toJsonLine(question));
    if (!args.has('json')) for (const text of askedText(said, words)) context.terminal.say(harmless(text));
    if (said.questions.length === 0 && !args.has('json')) context.terminal.note(words('cli.no-question'));
    return ok(said.questions.length === 0 ? EXIT.nothing : EXIT.ok);
  }
  for (const { value, place, periods } of said.lines) {
    const [serves, strains] = periods.reduce(([a, b], period) => [a + period.serves, b + period.strains], [0, 0]);
    const of = said.trials.length;
    if (args.has('json')) context.terminal.say(toJsonLine({ id: value.id, name: value.name, place, contexts: value.contexts, serves, strains, of, periods }));
    else {
      const done = of === 0 ? '' : `  ${words('count.of', { count: serves, of })}${strains > 0 ? `, ${words('against', { count: strains })}` : ''}`;
      context.terminal.say(harmless(`${value.id.slice(0, SHORT_ID)}  ${place === null ? words('place.none') : words('place.at', { place })} ${value.name}${done}`));
    }
  }
  if (args.has('all'))
    for (const value of here.values.filter(({ aside }) => aside !== ''))
      context.terminal.say(
        args.has('json') ? toJsonLine({ id: value.id, name: value.name, aside: value.aside }) : harmless(`${value.id.slice(0, SHORT_ID)}  ${value.name}  (${words('aside')})`),
      );
  if (said.lines.length === 0 && !args.has('json')) context.terminal.note(words('cli.none'));
  return ok(said.lines.length === 0 ? EXIT.nothing : EXIT.ok);
};

const OUTCOMES: Readonly<Record<string, Outcome>> = { '1': 1, '2': 0, '=': 0.5 };

/** Two at a time, from the terminal or from lines that are piped in; each choice is kept as it is made. */
const putInOrder = async (here: Here, where: string, args: Args, context: Context): Promise<Result<number>> => {
  const words = await context.words();
  const { vault } = here.open.session;
  const write = async (changes: Result<Change[]>): Promise<Result<Order | null>> => {
    if (!changes.ok) return changes;
    const done = await vault.commit(changes.value, Date.parse(context.now().instant));
    return done.ok ? ok(done.value.records[0] ? orderOf(done.value.records[0]) : null) : done;
  };
  const begun = orderBegun(here.orders.filter((order) => order.context === where));
  const first = begun ? ok(begun) : await write(beginOrder(here.values, where, freshId(), context.now()));
  if (!first.ok) return first;
  let order = first.value!;
  const nameOf = (id: string): string => order.items.find((item) => item.id === id)?.name ?? '';
  const piped = context.terminal.inIs ? null : textFromInput();
  if (piped && !piped.ok) return piped;
  const given = piped ? piped.value.split('\n') : null;
  const asker = given ? null : (await import('./ask.ts')).askLines();
  const ask = async (question: string): Promise<string> => (given ? (given.shift() ?? 'q') : await asker!.line(`${question} `)).trim().toLowerCase();
  try {
    while (!isOrderEnough(order)) {
      const [a, b] = rankingIn(order).next!;
      const typed = await ask(harmless(words('cli.pair', { count: order.choices.length, most: MOST_CHOICES, first: nameOf(a), second: nameOf(b) })));
      if (typed === 'q') break;
      const outcome = OUTCOMES[typed];
      if (typed !== 'u' && outcome === undefined) continue;
      const done = await write(outcome === undefined ? takeChoiceBack(order) : choose(order, a, b, outcome));
      if (done.ok) order = done.value!;
      else context.terminal.note(words.refusal(done.error));
    }
  } finally {
    asker?.close();
  }
  // One that was begun here and in which nothing was chosen leaves nothing behind.
  if (order.choices.length === 0 && !begun) await write(ok(deleteOrder(order)));
  const ended = endOrder(order, context.now());
  if (!ended.ok) return ended;
  const kept = await commitUndoable(here.open, ended.value, { what: 'written', id: order.id }, '', context);
  if (!kept.ok) return kept;
  const { standings, isSettled } = rankingIn(order);
  if (args.has('json'))
    context.terminal.say(toJsonLine({ id: order.id, choices: order.choices.length, isSettled, standings: standings.map((one) => ({ ...one, name: nameOf(one.id) })) }));
  else
    for (const [at, { id, from, to }] of standings.entries())
      context.terminal.say(harmless(`${words('place.at', { place: at + 1 })} ${nameOf(id)}  (${from === to ? words('place.sure') : words('place.range', { from, to })})`));
  return ok(EXIT.ok);
};

const answerOf = (here: Here, value: Value, said: string, args: Args, context: Context): Result<Change[]> => {
  const question = saidIn(here, '', context).questions.find((one) => one.value === value.id);
  if (!question) return refuse({ code: 'question-none', with: { name: value.name } });
  const known: readonly string[] = [...explanationsFor(question.way), 'later', 'never'];
  if (!known.includes(said)) return refuse({ code: 'answer-unknown', with: { answers: known.join(', ') } });
  return answerQuestion(question, said as Said, args.one('text') ?? '', freshId(), context.now());
};

/** What is written, and the journal under whose lock that lies. */
interface Wanted {
  readonly changes: readonly Change[];
  readonly journal: string;
}

const outside = (changes: Result<Change[]>): Result<Wanted> => (changes.ok ? ok({ changes: changes.value, journal: '' }) : changes);

const changesOf = async (here: Here, name: string, args: Args, context: Context): Promise<Result<Wanted>> => {
  const now = context.now();
  const { values } = here;
  const typed = name.toLowerCase();
  const value = valueNamed(values, name) ?? (typed.length < 4 ? undefined : values.find(({ id }) => id.startsWith(typed)));
  const chosen = oneOf(args, ['serves', 'strains', 'aside', 'bring-back', 'said']);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  if (act && !value) return refuse({ code: 'value-not-found', with: { name: name.slice(0, 40) } });
  if (act === 'aside') return outside(ok(setValueAside(value!, now)));
  if (act === 'bring-back') return outside(ok(bringBackValue(value!, now)));
  if (act === 'said') return outside(answerOf(here, value!, args.one('said')!, args, context));
  if (act) {
    const found = await shownByPrefix(here.open, args.one(act));
    return found.ok ? ok({ changes: markDone(found.value.record, value!, act), journal: journalOf(found.value.record) }) : found;
  }
  const draft = {
    ...(args.has('text') ? { about: args.one('text')! } : {}),
    ...(args.has('cost') ? { cost: args.one('cost')! } : {}),
    ...(args.has('context') ? { contexts: args.all('context') } : {}),
  };
  return outside(value ? changeValue(value, draft, values, now) : keepValue({ ...draft, name }, freshId(), values, now));
};

export const runValue = async (args: Args, context: Context): Promise<Result<number>> => {
  const name = args.words.join(' ');
  if (name.trim() === '') return refuse({ code: 'argument-missing', with: { argument: 'NAME' } });
  const opened = await hereOf(context, true);
  if (!opened.ok) return opened;
  const wanted = await changesOf(opened.value, name, args, context);
  if (!wanted.ok) return wanted;
  const { changes, journal } = wanted.value;
  const words = await context.words();
  const [first] = changes;
  if (first) {
    const isNew = !opened.value.records.some(({ id }) => id === first.id);
    const done = await commitUndoable(opened.value.open, changes, { what: isNew ? 'written' : 'changed', id: first.id }, journal, context);
    if (!done.ok) return done;
  }
  if (args.has('json')) context.terminal.say(toJsonLine({ id: first?.id ?? null, changed: first !== undefined }));
  else context.terminal.say(words(first ? 'done.saved' : 'unchanged'));
  return ok(EXIT.ok);
};
