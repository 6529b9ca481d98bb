// `kith promptings`, `kith prompting`: what is asked of one in a circle, and what one asks; answered for oneself, for who asked, or for the
// circle; passed; taken back. Invariants: with every answer it is said who reads it; what goes to some, and what is passed, leaves no
// trace in the circle; the room's model decides who may do what; nothing here needs a network.

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import type { Quoting } from '#core/terms.ts';
import { fairly, openToMe, promptingsIn, type Answer, type Prompted, type Seeing } from '#rooms/promptings/model.ts';
import { answer, ask, pass, takeBack, thank, withdrawPrompting, type Hand, type Writes } from '#rooms/promptings/write.ts';
import { sayCarried, withCarried } from './carried.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import {
  dayText,
  dayTyped,
  freshId,
  itemNamed,
  membersNamed,
  openInCircle,
  sayDone,
  sayIfGone,
  shortId,
  textOf,
  whyNoWriting,
  writeIn,
  writeInOwn,
  type InCircle,
} from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const LENDS: readonly Quoting[] = ['no', 'unnamed', 'named'];
const READERS = ['me', 'asker', 'circle'] as const;

interface Inside extends InCircle {
  readonly own: Snapshot;
  readonly seeing: Seeing;
  readonly all: readonly Prompted[];
  readonly hand: Hand;
}

/** With what one's own vault has of it: letters, and what became of each prompting. */
const enter = async (context: Context, typed: string): Promise<Result<Inside>> => {
  const inside = await openInCircle(context, typed);
  if (!inside.ok) return inside;
  const { here, circle, me, members, snapshot, now } = inside.value;
  const { vault } = here.open.session;
  const records: VaultRecord[] = [];
  for await (const batch of vault.all()) for (const record of batch.records) if (record.kind === 'letter' || record.kind === 'prompted') records.push(record);
  const own = withRecords(emptySnapshot(), records);
  const seeing: Seeing = { circle: circle.vault, me, members: new Set(members.map(({ id }) => id)), isIn: circle.kept.left === null, today: now.today };
  return ok({ ...inside.value, own, seeing, all: promptingsIn(snapshot, own, seeing), hand: { now: context.now(), newId: freshId } });
};

const answerLine = ({ by, way, text }: Answer, inside: Inside, words: Words): string => `${words(`other.${way}`, { name: inside.nameOf(by) })}: ${text}`;

const head = ({ by, toAll, to, until, standing }: Prompted, inside: Inside, words: Words): string => {
  const asks =
    by === inside.me
      ? toAll
        ? words('you-ask-all')
        : words('prompting.you-ask', { names: to.map(inside.nameOf).join(', ') })
      : words(toAll ? 'asks-all' : 'asks-you', { name: inside.nameOf(by) });
  return until === '' ? asks : `${asks}, ${words(standing === 'past' ? 'was-until' : 'until', { day: dayText(words, until) })}`;
};

const promptedText = (one: Prompted, inside: Inside, words: Words): string => {
  const name = inside.nameOf(one.by);
  const { mine } = one;
  const lines = [
    `${shortId(one.id)}  ${head(one, inside, words)}`,
    one.text,
    ...(one.first ? [one.first.name === '' ? words('first-elsewhere') : words('first-by', { name: one.first.name })] : []),
    ...(mine ? [`${words(`mine.${mine.way}`, { name })}${mine.way === 'me' ? ` (${mine.entry.slice(0, 6)})` : `: ${mine.answer.text}`}`] : []),
    ...(one.passed ? [words('passed')] : []),
    ...one.thanks.map(({ by, text }) => `${words('thanks-you', { name: inside.nameOf(by) })} ${text}`.trimEnd()),
    ...one.others.map((each) => answerLine(each, inside, words)),
  ];
  return lines.join('\n').replace(/\n/g, '\n  ');
};

const promptedJson = (one: Prompted, inside: Inside): unknown => {
  const { id, by, text, until, toAll, to, answers, at, standing, mine, passed, others, thanks } = one;
  return {
    id,
    by,
    name: inside.nameOf(by),
    text,
    until,
    to: toAll ? 'all' : to,
    answers,
    at,
    is: standing,
    mine: mine && (mine.way === 'me' ? { way: 'me', entry: mine.entry } : { way: mine.way, id: mine.answer.id, text: mine.answer.text, letter: mine.answer.letter?.state ?? null }),
    passed,
    others: others.map((each) => ({ id: each.id, by: each.by, name: inside.nameOf(each.by), way: each.way, text: each.text, at: each.at })),
    thanks: thanks.map((each) => ({ id: each.id, by: each.by, name: inside.nameOf(each.by), about: each.about, text: each.text })),
  };
};

export const runPromptings = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const entered = await enter(context, typed);
  if (!entered.ok) return entered;
  const inside = entered.value;
  await sayIfGone(args, context, inside.circle);
  const words = await context.words();
  const open = openToMe(inside.all, inside.me);
  const { shown, held } = fairly(open, args.has('all') ? Infinity : undefined);
  const mine = inside.all.filter(({ by, standing }) => by === inside.me && (standing === 'open' || args.has('all')));
  const listed = [...shown, ...mine, ...(args.has('all') ? inside.all.filter((one) => one.by !== inside.me && !open.includes(one)) : [])];
  for (const one of listed) context.terminal.say(args.has('json') ? toJsonLine(promptedJson(one, inside)) : harmless(promptedText(one, inside, words)));
  if (!args.has('json')) {
    for (const [by, count] of held) context.terminal.note(harmless(words('more-from', { count, name: inside.nameOf(by) })));
    if (listed.length === 0) context.terminal.note(words('nothing-open'));
  }
  return ok(listed.length === 0 ? EXIT.nothing : EXIT.ok);
};

const write = async (inside: Inside, writes: Writes): Promise<Result<null>> => {
  const theirs = writes.circle.length > 0 ? await writeIn(inside, writes.circle) : ok(null);
  return theirs.ok && writes.own.length > 0 ? writeInOwn(inside, writes.own) : theirs;
};

type Run = (id: string, text: string, args: Args, context: Context, inside: Inside) => Promise<Result<number>>;

/** Which options go with which act; without an act something is asked. */
const ACTS = { answer: ['reads'], pass: [], withdraw: [], thanks: [] } as const satisfies Record<string, readonly OptionName[]>;
const ASKING: readonly OptionName[] = ['with', 'by', 'lend', 'asker', 'commitment', 'dry-run'];
type Act = keyof typeof ACTS;

const named = (id: string, { all, name }: Inside): Result<Prompted> => itemNamed(id, all, `kith promptings "${name}"`);

const finish = async (
  inside: Inside,
  writes: Result<Writes>,
  args: Args,
  context: Context,
  json: Readonly<Record<string, unknown>>,
  key: string,
  places: Record<string, string> = {},
): Promise<Result<number>> => {
  if (!writes.ok) return writes;
  const done = await write(inside, writes.value);
  return done.ok ? sayDone(args, context, json, key, { circle: inside.name, ...places }) : done;
};

const oneOf = <T extends string>(option: string, value: string | undefined, all: readonly T[], otherwise: T): Result<T> => {
  if (value === undefined) return ok(otherwise);
  const found = all.find((each) => each === value);
  return found ? ok(found) : refuse({ code: 'option-value-wrong', with: { option, value: value.slice(0, 40), right: all.join(', ') } });
};

const runAsk: Run = async (_id, typed, args, context, inside) => {
  const carried = await withCarried(typed, args.one('commitment'), inside, context);
  if (!carried.ok) return carried;
  const text = carried.value;
  const [people, until, lend] = [membersNamed(args.all('with'), inside.members), dayTyped(args.one('by'), inside.now.today), oneOf('--lend', args.one('lend'), LENDS, 'no')];
  if (!people.ok) return people;
  if (!until.ok) return until;
  if (!lend.ok) return lend;
  const some = people.value.length > 0;
  const asking = {
    text,
    to: some ? people.value.map(({ id }) => id) : ('all' as const),
    until: until.value,
    answers: args.has('asker') ? ('asker' as const) : ('any' as const),
    lend: lend.value,
    first: null,
    question: '',
  };
  const made = ask(asking, inside.seeing, inside.hand);
  const dry = made.ok ? await sayCarried(text, inside, args, context, some ? people.value.filter(({ isMe }) => !isMe).length : undefined) : null;
  if (dry) return dry;
  return finish(inside, made, args, context, made.ok ? { id: made.value.id } : {}, some ? 'prompting.asked-some' : 'prompting.asked');
};

const runAnswer: Run = async (id, text, args, context, inside) => {
  const one = named(id, inside);
  if (!one.ok) return one;
  const way = oneOf('--reads', args.one('reads'), READERS, 'me');
  if (!way.ok) return way;
  const made = answer(one.value, way.value, text, inside.seeing, inside.hand);
  return finish(inside, made, args, context, made.ok ? { id: made.value.id, to: one.value.id, reads: way.value } : {}, `prompting.answered-${way.value}`, {
    name: inside.nameOf(one.value.by),
  });
};

const runPass: Run = async (id, _text, args, context, inside) => {
  const one = named(id, inside);
  return one.ok ? finish(inside, pass(one.value, inside.seeing, inside.hand), args, context, { id: one.value.id, is: 'passed' }, 'prompting.passed') : one;
};

/** What is one's own: the prompting, or the answer to it. */
const runWithdraw: Run = async (id, _text, args, context, inside) => {
  const one = named(id, inside);
  if (!one.ok) return one;
  const isMine = one.value.by === inside.me;
  const made = isMine ? withdrawPrompting(one.value, inside.own, inside.seeing, inside.hand) : takeBack(one.value, inside.hand);
  return finish(inside, made, args, context, { id: one.value.id, is: 'withdrawn' }, 'prompting.withdrawn');
};

/** Thanks for asking; or, where one asked, for an answer. */
const runThanks: Run = async (id, text, args, context, inside) => {
  const things = inside.all.flatMap((prompted) => [{ id: prompted.id, by: prompted.by, prompted }, ...prompted.others.map((each) => ({ id: each.id, by: each.by, prompted }))]);
  const one = itemNamed(id, things, `kith promptings "${inside.name}" --json`);
  if (!one.ok) return one;
  const { prompted, by } = one.value;
  return finish(inside, thank(prompted, one.value, text, inside.seeing, inside.hand), args, context, { id: one.value.id, to: by }, 'prompting.thanked', {
    name: inside.nameOf(by),
  });
};

const RUN: Readonly<Record<Act, Run>> = { answer: runAnswer, pass: runPass, withdraw: runWithdraw, thanks: runThanks };

export const runPrompting = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const [act, other] = (Object.keys(ACTS) as Act[]).filter((each) => args.has(each));
  const taken: readonly OptionName[] = act ? ACTS[act] : ASKING;
  const foreign = other ?? [...ASKING, ...Object.values(ACTS).flat()].find((each) => args.has(each) && !taken.includes(each));
  if (foreign !== undefined && act) return refuse({ code: 'options-clash', with: { one: `--${act}`, other: `--${foreign}` } });
  if (foreign !== undefined) return refuse({ code: 'argument-missing', with: { argument: '--answer ID' } });
  if ((act === 'pass' || act === 'withdraw') && more.length > 0) return refuse({ code: 'too-many-words', with: { word: more[0]!.slice(0, 40), command: `prompting --${act}` } });
  if (((!act && !args.has('commitment')) || act === 'answer') && more.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  const text = textOf(more);
  if (!text.ok) return text;
  const inside = await enter(context, typed);
  if (!inside.ok) return inside;
  // What stays with oneself needs no circle to write in.
  const isOwn = act === 'pass' || (act === 'answer' && (args.one('reads') ?? 'me') === 'me');
  const not = isOwn ? null : await whyNoWriting(inside.value.circle);
  return not ? refuse(not) : (act ? RUN[act] : runAsk)(act ? args.one(act)! : '', text.value, args, context, inside.value);
};
