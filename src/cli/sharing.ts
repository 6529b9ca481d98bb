// `kith share`, `kith shared`: words of an entry given to a circle on terms; what others gave, with their terms beside it; remarks, answers,
// quotes, other terms, taking back. Invariants: what goes is said word for word, and what is said is what goes; nothing is allowed that
// was not typed; everything of others is shown by the room's selectors, which ask the terms; nothing here needs a network.

import type { VaultRecord } from '#core/record.ts';
import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { ONLY_READ, type Quoting, type Terms } from '#core/terms.ts';
import { beginning, withoutAttached } from '#rooms/sharing/from-entry.ts';
import {
  answer,
  cameLater,
  changeTerms,
  openTo,
  quote,
  remark,
  share,
  sharingIn,
  shownTo,
  takeBack,
  type Hand,
  type Shared,
  type Shown,
  type ShownQuote,
  type Words as Given,
} from '#rooms/sharing/model.ts';
import { answerPrivately, privateRemarks, remarkPrivately, takeBackPrivately, type PrivateRemark } from '#rooms/sharing/private-remarks.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import {
  dayText,
  dayTyped,
  freshId,
  itemNamed,
  momentText,
  openInCircle,
  sayDone,
  sayGoing,
  sayIfGone,
  shortId,
  textOf,
  whyNoWriting,
  writeIn,
  writeInOwn,
  type InCircle,
} from './in-circle.ts';
import { entryByPrefix } from './list.ts';
import type { Args, OptionName } from './options.ts';
import { textFromInput } from './parts.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const QUOTING: readonly Quoting[] = ['no', 'unnamed', 'named'];

/** What options say on top of `terms`. Refusals: `option-value-wrong`, those of a date. */
const termsTyped = (args: Args, { now }: InCircle, terms: Terms = ONLY_READ): Result<Terms> => {
  const [typed, until] = [args.one('quote'), dayTyped(args.one('until'), now.today)];
  const how = typed === undefined ? terms.quote : QUOTING.find((each) => each === typed);
  if (how === undefined) return refuse({ code: 'option-value-wrong', with: { option: '--quote', value: typed!.slice(0, 40), right: QUOTING.join(', ') } });
  if (!until.ok) return until;
  return ok({ quote: how, until: args.has('until') ? until.value : terms.until, ai: args.has('ai') || terms.ai, count: args.has('count') || terms.count });
};

const handOf = ({ me, now }: InCircle): Hand => ({ account: me, id: freshId(), at: now.instant, today: now.today });

const termsText = ({ until, quote: how, ai, count }: Terms, words: Words, today: string): string =>
  [
    words('terms.read'),
    words(`terms.quote-${how}`),
    ...(ai ? [words('terms.ai')] : []),
    ...(count ? [words('terms.count')] : []),
    ...(until === '' ? [] : [words(until < today ? 'terms.ended' : 'terms.until', { day: dayText(words, until) })]),
  ].join(' · ');

export const runShare = async (args: Args, context: Context): Promise<Result<number>> => {
  const circle = args.one('with');
  if (circle === undefined) return refuse({ code: 'argument-missing', with: { argument: '--with CIRCLE' } });
  const opened = await openInCircle(context, circle);
  if (!opened.ok) return opened;
  const inside = opened.value;
  const not = await whyNoWriting(inside.circle);
  if (not) return refuse(not);
  const entry = await entryByPrefix(inside.here.open, args.words[0]);
  if (!entry.ok) return entry;
  const typed = args.one('text');
  const text = typed === '-' ? textFromInput() : ok(typed ?? withoutAttached(entry.value.text));
  const terms = termsTyped(args, inside);
  if (!text.ok) return text;
  if (!terms.ok) return terms;
  const changes = share(
    text.value,
    terms.value,
    inside.members.map(({ id }) => id),
    handOf(inside),
  );
  if (!changes.ok) return changes;
  const words = await context.words();
  const others = inside.members.filter(({ isMe }) => !isMe).length;
  const said = `${text.value.trim()}\n\n${termsText(terms.value, words, inside.now.today)}`;
  const dry = await sayGoing(inside, { said, json: { text: text.value.trim(), terms: terms.value } }, args, context);
  if (dry) return dry;
  const done = await writeIn(inside, changes.value);
  return done.ok ? sayDone(args, context, { id: changes.value[0]!.id, readers: others }, 'share.done', { circle: inside.name, count: others }) : done;
};

interface Inside extends InCircle {
  readonly shown: Shown;
  /** By what was shared. */
  readonly between: ReadonlyMap<string, readonly PrivateRemark[]>;
}

const enter = async (context: Context, typed: string): Promise<Result<Inside>> => {
  const inside = await openInCircle(context, typed);
  if (!inside.ok) return inside;
  const { here, circle, me, snapshot, now } = inside.value;
  const letters: VaultRecord[] = [];
  for await (const batch of here.open.session.vault.all()) for (const record of batch.records) if (record.kind === 'letter') letters.push(record);
  const own = withRecords(emptySnapshot(), letters);
  const shown = shownTo(sharingIn(snapshot), { account: me, isIn: (await whyNoWriting(circle)) === null }, now.today);
  return ok({ ...inside.value, shown, between: new Map(shown.shared.map(({ id }) => [id, privateRemarks(own, me, circle.vault, id)])) });
};

const indented = (text: string): string => text.replace(/\n/g, '\n  ');

const sharedText = (one: Shared, inside: Inside, words: Words): string => {
  const { me, nameOf } = inside;
  const who = (by: string): string => (by === me ? words('you') : nameOf(by));
  const lines = [
    `${shortId(one.id)}  ${one.by === me ? words('who.shared-me') : words('who.shared', { name: nameOf(one.by) })}, ${momentText(words, one.at)}`,
    one.text,
    ...(one.terms ? [termsText(one.terms, words, inside.now.today)] : []),
    ...one.remarks.flatMap((each) => [
      `${shortId(each.id)}  ${who(each.by)} (${words(`remark.is-${each.terms?.quote ?? 'no'}`)}): ${each.text}`,
      ...each.answers.map((last) => `  ${shortId(last.id)}  ${last.by === me ? words('answer.you-said') : words('answer.said', { name: nameOf(last.by) })}: ${last.text}`),
    ]),
    ...(inside.between.get(one.id) ?? []).flatMap(({ remark: letter, answers }) => [
      `${shortId(letter.id)}  ${who(letter.from)} (${words('remark.is-between', { name: nameOf(letter.from === me ? letter.to : letter.from) })}): ${letter.text}`,
      ...answers.map((last) => `  ${shortId(last.id)}  ${last.from === me ? words('answer.you-said') : words('answer.said', { name: nameOf(last.from) })}: ${last.text}`),
    ]),
  ];
  return indented(lines.join('\n'));
};

const quoteText = (one: ShownQuote, { me, nameOf }: Inside, words: Words): string =>
  indented(
    [
      `${shortId(one.id)}  ${one.by === me ? words('who.quoted-me') : words('who.quoted', { name: nameOf(one.by) })}, ${momentText(words, one.at)}`,
      `“${one.words}” ${one.whose === null ? words('quote.by-nobody') : one.whose === me ? words('you') : nameOf(one.whose)}`,
      ...(one.text === '' ? [] : [one.text]),
    ].join('\n'),
  );

const givenJson = ({ id, by, text, at, terms }: Given, { nameOf }: Inside): Record<string, unknown> => ({ id, by, name: nameOf(by), text, at, terms });

const sharedJson = (one: Shared, inside: Inside): unknown => ({
  ...givenJson(one, inside),
  is: 'shared',
  remarks: one.remarks.map((each) => ({ ...givenJson(each, inside), answers: each.answers.map((last) => givenJson(last, inside)) })),
  between: (inside.between.get(one.id) ?? []).map(({ remark: { id, from, text, at, state }, answers }) => ({
    id,
    by: from,
    name: inside.nameOf(from),
    text,
    at,
    state,
    answers: answers.map((last) => ({ id: last.id, by: last.from, name: inside.nameOf(last.from), text: last.text, at: last.at })),
  })),
});

const list = async (args: Args, context: Context, inside: Inside): Promise<Result<number>> => {
  await sayIfGone(args, context, inside.circle);
  const { shared, quotes, loose } = inside.shown;
  const words = await context.words();
  const { terminal } = context;
  for (const one of shared) terminal.say(args.has('json') ? toJsonLine(sharedJson(one, inside)) : harmless(sharedText(one, inside, words)));
  for (const one of quotes)
    terminal.say(
      args.has('json')
        ? toJsonLine({ is: 'quote', ...one, name: inside.nameOf(one.by), whoseName: one.whose && inside.nameOf(one.whose) })
        : harmless(quoteText(one, inside, words)),
    );
  for (const one of loose)
    terminal.say(args.has('json') ? toJsonLine({ is: 'loose', ...givenJson(one, inside) }) : harmless(`${shortId(one.id)}  ${words('loose')}\n  ${beginning(one.text)}`));
  const count = shared.length + quotes.length + loose.length;
  if (count === 0 && !args.has('json')) terminal.note(words('empty'));
  return ok(count === 0 ? EXIT.nothing : EXIT.ok);
};

const TAKES = {
  remark: ['quote'],
  answer: [],
  cite: ['text'],
  terms: ['quote', 'until', 'ai', 'count'],
  open: [],
  withdraw: [],
} as const satisfies Record<string, readonly OptionName[]>;
type Act = keyof typeof TAKES;
const WITH_TEXT: readonly Act[] = ['remark', 'answer', 'cite'];

/** What an act writes into the circle, or into one's own vault where it is for one person alone. */
interface Written {
  readonly changes: Result<readonly Change[]>;
  readonly isOwn?: true;
}

const remarksOf = ({ shown }: Inside) => shown.shared.flatMap((one) => one.remarks);
const lettersOf = ({ between }: Inside) => [...between.values()].flatMap((those) => those.flatMap((each) => [each.remark, ...each.answers]));

const RUN: Readonly<Record<Act, (id: string, text: string, args: Args, inside: Inside, shows: string) => Written>> = {
  remark(id, text, args, inside, shows) {
    const [on, terms] = [itemNamed(id, inside.shown.shared, shows), termsTyped(args, inside)];
    if (!on.ok) return { changes: on };
    if (!terms.ok) return { changes: terms };
    if (!args.has('quote')) return { changes: remarkPrivately(inside.circle.vault, on.value, text, handOf(inside)), isOwn: true };
    return {
      changes: remark(
        on.value,
        text,
        terms.value,
        inside.members.map((each) => each.id),
        handOf(inside),
      ),
    };
  },
  answer(id, text, _args, inside, shows) {
    const open = remarksOf(inside);
    const letters = [...inside.between.values()].flatMap((those) => those.map((each) => each.remark));
    const to = itemNamed<(typeof open)[number] | (typeof letters)[number]>(id, [...open, ...letters], shows);
    if (!to.ok) return { changes: to };
    return 'given' in to.value ? { changes: answer(to.value, text, handOf(inside)) } : { changes: answerPrivately(to.value, text, handOf(inside)), isOwn: true };
  },
  cite(id, text, args, inside, shows) {
    const of = itemNamed<Given>(id, [...inside.shown.shared, ...remarksOf(inside)], shows);
    return { changes: of.ok ? quote(of.value, args.one('text') ?? of.value.text, text, handOf(inside)) : of };
  },
  terms(id, _text, args, inside, shows) {
    const of = itemNamed<Given>(
      id,
      [...inside.shown.shared, ...remarksOf(inside)].filter(({ by }) => by === inside.me),
      shows,
    );
    if (!of.ok) return { changes: of };
    const terms = termsTyped(args, inside, { ...(of.value.terms ?? ONLY_READ), ai: false, count: false });
    return { changes: terms.ok ? changeTerms(of.value, terms.value, inside.now.today) : terms };
  },
  open(id, _text, _args, inside, shows) {
    const of = itemNamed(
      id,
      inside.shown.shared.filter(({ by }) => by === inside.me),
      shows,
    );
    if (!of.ok) return { changes: of };
    const later = cameLater(
      of.value,
      inside.members.map((each) => each.id),
    );
    return { changes: later.length === 0 ? refuse({ code: 'share-no-later' }) : ok(openTo(of.value, later)) };
  },
  withdraw(id, _text, _args, inside, shows) {
    const { shared, quotes, loose } = inside.shown;
    const mine = [...shared, ...remarksOf(inside), ...remarksOf(inside).flatMap((each) => each.answers), ...quotes, ...loose].filter(({ by }) => by === inside.me);
    const letters = lettersOf(inside).filter(({ from }) => from === inside.me);
    const one = itemNamed<(typeof mine)[number] | (typeof letters)[number]>(id, [...mine, ...letters], shows);
    if (!one.ok) return { changes: one };
    return 'kind' in one.value ? { changes: ok(takeBack(one.value)) } : { changes: takeBackPrivately(one.value, handOf(inside)), isOwn: true };
  },
};

export const runShared = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const [act, other] = (Object.keys(TAKES) as Act[]).filter((each) => args.has(each));
  const taken: readonly OptionName[] = act ? TAKES[act] : [];
  const foreign =
    other ??
    Object.values(TAKES)
      .flat()
      .find((each) => args.has(each) && !taken.includes(each));
  if (foreign !== undefined) {
    if (act) return refuse({ code: 'options-clash', with: { one: `--${act}`, other: `--${foreign}` } });
    return refuse({ code: 'argument-missing', with: { argument: '--remark ID, --terms ID' } });
  }
  if (more.length > 0 && !(act && WITH_TEXT.includes(act)))
    return refuse({ code: 'too-many-words', with: { word: more[0]!.slice(0, 40), command: act ? `shared --${act}` : 'shared' } });
  const text = textOf(more);
  if (!text.ok) return text;
  const inside = await enter(context, typed);
  if (!inside.ok) return inside;
  if (!act) return list(args, context, inside.value);
  const not = await whyNoWriting(inside.value.circle);
  if (not) return refuse(not);
  const { changes, isOwn } = RUN[act](args.one(act)!, text.value, args, inside.value, `kith shared "${inside.value.name}"`);
  if (!changes.ok) return changes;
  const done = await (isOwn ? writeInOwn : writeIn)(inside.value, changes.value);
  return done.ok
    ? sayDone(args, context, { id: changes.value[0]!.id, is: act }, `shared.${act}${isOwn && act !== 'withdraw' ? '-between' : ''}`, { circle: inside.value.name })
    : done;
};
