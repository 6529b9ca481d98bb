// `kith needs`, `kith need`, `kith thank`: what people in a circle need and offer, answered, met, taken back; thanks for a thing done.
// Invariants: everything goes into the circle and is said to do so, but `--not-me`, which stays in one's own vault; the room's model
// decides who may do what; nothing here needs a network.

import { ok, refuse, type Result } from '#core/result.ts';
import { fairly, metNeeds, needsOf, notMine, openNeeds, ownNeeds, standingOf, thanksOf, type Answer, type Need, type Seeing, type Thanks } from '#rooms/needs/model.ts';
import { answerNeed, endNeed, notMe, takeBackAnswer, takeBackThanks, thank, voiceNeed } from '#rooms/needs/write.ts';
import { parseAt } from '#rooms/journal/cli.ts';
import { sayCarried, withCarried } from './carried.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import {
  dayText,
  dayTyped,
  freshId,
  itemNamed,
  memberNamed,
  membersNamed,
  momentText,
  namesText,
  openInCircle,
  ownRecords,
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

const seeingOf = ({ me, members, now: { today } }: InCircle): Seeing => ({ me, members: new Set(members.map(({ id }) => id)), today });

const namesOf = (inside: InCircle, accounts: readonly string[]): string[] => accounts.map((account) => inside.nameOf(account));

const answerLine = (answer: Answer, inside: InCircle, words: Words): string => {
  const name = inside.nameOf(answer.by);
  const { meeting } = answer;
  const when = meeting ? (meeting.zone === '' ? meeting.when.replace('T', ' ') : momentText(words, `${meeting.when}${meeting.zone}`)) : '';
  const line = meeting
    ? words(meeting.place === '' ? 'answer.meet' : 'answer.meet-at', { name, when, place: meeting.place })
    : words(`answer.${answer.way}`, { count: 1, names: name });
  return answer.text === '' ? line : `${line} ${answer.text}`;
};

const needText = (need: Need, inside: InCircle, words: Words): string => {
  const { id, by, side, text, until, end, answers } = need;
  const standing = standingOf(need, seeingOf(inside));
  const head = [
    words(`who.${side}`, { name: inside.nameOf(by) }),
    ...(until === '' ? [] : [words(`until.${side}`, { day: dayText(words, until) })]),
    ...(standing === 'open' ? [] : [words(standing === 'met' ? `standing.${side}.met` : `standing.${standing}`)]),
  ].join(', ');
  const lines = end
    ? end.with.length > 0
      ? [words(`end.${side}`, { names: namesText(words, namesOf(inside, end.with)) })]
      : []
    : answers.map((answer) => answerLine(answer, inside, words));
  return [`${shortId(id)}  ${head}`, text, ...lines].join('\n').replace(/\n/g, '\n  ');
};

const needJson = (need: Need, inside: InCircle): unknown => {
  const { id, by, side, sort, text, until, at, end, answers } = need;
  return {
    id,
    by,
    name: inside.nameOf(by),
    side,
    sort,
    text,
    until,
    at,
    is: standingOf(need, seeingOf(inside)),
    with: (end?.with ?? []).map((each) => ({ id: each, name: inside.nameOf(each) })),
    answers: answers.map((answer) => ({
      id: answer.id,
      by: answer.by,
      name: inside.nameOf(answer.by),
      way: answer.way,
      text: answer.text,
      meeting: answer.meeting,
      at: answer.at,
    })),
  };
};

export const runNeeds = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const inside = await openInCircle(context, typed);
  if (!inside.ok) return inside;
  const { circle, me, snapshot } = inside.value;
  await sayIfGone(args, context, circle);
  const words = await context.words();
  const all = needsOf(snapshot);
  const refused = notMine(await ownRecords(inside.value, [`not-me ${circle.vault}`]));
  const seeing = seeingOf(inside.value);
  const past = ownNeeds(all, me).filter((need) => standingOf(need, seeing) === 'past');
  const asked = openNeeds(all, seeing).filter(({ id }) => args.has('all') || !refused.has(id));
  const { shown, held } = fairly([...past, ...asked], args.has('all') ? { most: Infinity } : {});
  const listed = [...shown, ...(args.has('all') ? metNeeds(all) : [])];
  for (const need of listed) context.terminal.say(args.has('json') ? toJsonLine(needJson(need, inside.value)) : harmless(needText(need, inside.value, words)));
  if (!args.has('json')) {
    for (const { by, count } of held) context.terminal.note(harmless(words('more-from', { count, name: inside.value.nameOf(by) })));
    if (listed.length === 0) context.terminal.note(words('need.nothing'));
  }
  return ok(listed.length === 0 ? EXIT.nothing : EXIT.ok);
};

type Run = (id: string, text: string, args: Args, context: Context, inside: InCircle) => Promise<Result<number>>;

/** Which options go with which act; without an act a need is voiced. */
const ACTS = {
  answer: ['at', 'place'],
  met: ['with'],
  withdraw: [],
  'not-me': [],
} as const satisfies Record<string, readonly OptionName[]>;
const VOICING: readonly OptionName[] = ['by', 'presence', 'offer', 'commitment', 'dry-run'];
type Act = keyof typeof ACTS;

const named = (id: string, { snapshot, name }: InCircle): Result<Need> => itemNamed(id, needsOf(snapshot), `kith needs "${name}"`);

const written = async (inside: InCircle, args: Args, context: Context, json: Readonly<Record<string, unknown>>, key: string, places = {}): Promise<Result<number>> =>
  sayDone(args, context, json, key, { circle: inside.name, ...places });

const runVoice: Run = async (_id, typed, args, context, inside) => {
  const [until, carried] = [dayTyped(args.one('by'), inside.now.today), await withCarried(typed, args.one('commitment'), inside, context)];
  if (!until.ok) return until;
  if (!carried.ok) return carried;
  const text = carried.value;
  const need = voiceNeed(
    inside.me,
    freshId(),
    { text, until: until.value, side: args.has('offer') ? 'offered' : 'needed', sort: args.has('presence') ? 'presence' : 'thing' },
    inside.now,
  );
  if (!need.ok) return need;
  const dry = await sayCarried(text, inside, args, context);
  if (dry) return dry;
  const done = await writeIn(inside, [need.value]);
  return done.ok ? written(inside, args, context, { id: need.value.id }, args.has('offer') ? 'need.offered' : 'need.voiced') : done;
};

const runAnswer: Run = async (id, text, args, context, inside) => {
  const need = named(id, inside);
  if (!need.ok) return need;
  const at = args.one('at');
  const when = at === undefined ? null : parseAt(at, { now: context.now(), zoneAt: context.zoneAt });
  if (when && !when.ok) return when;
  const meeting = when ? { when: when.value.when, zone: when.value.zone || context.zoneAt(when.value.when), place: args.one('place') ?? '' } : null;
  if (!meeting && args.has('place')) return refuse({ code: 'argument-missing', with: { argument: '--at WHEN' } });
  const changes = answerNeed(inside.snapshot, need.value, inside.me, freshId(), { text, ...(meeting ? { way: 'meet', meeting } : {}) }, inside.now);
  if (!changes.ok) return changes;
  const done = await writeIn(inside, changes.value);
  return done.ok ? written(inside, args, context, { id: changes.value.at(-1)!.id, to: need.value.id }, 'need.answered') : done;
};

const runMet: Run = async (id, _text, args, context, inside) => {
  const need = named(id, inside);
  if (!need.ok) return need;
  const people = membersNamed(args.all('with'), inside.members);
  if (!people.ok) return people;
  const change = endNeed(
    need.value,
    inside.me,
    'met',
    people.value.map((member) => member.id),
    inside.now.instant,
  );
  if (!change.ok) return change;
  const done = await writeIn(inside, [change.value]);
  return done.ok ? written(inside, args, context, { id: need.value.id, is: 'met' }, 'need.met') : done;
};

/** What is one's own: a need as withdrawn, an answer, thanks. */
const runWithdraw: Run = async (id, _text, args, context, inside) => {
  const { snapshot, me, name, now } = inside;
  const item = itemNamed<Need | Thanks>(id, [...needsOf(snapshot), ...thanksOf(snapshot)], `kith needs "${name}"`);
  if (!item.ok) return item;
  const one = item.value;
  const answers = 'side' in one && one.by !== me ? takeBackAnswer(snapshot, one, me) : [];
  if ('side' in one && one.by !== me && answers.length === 0) return refuse({ code: 'need-not-answered' });
  const change = 'to' in one ? takeBackThanks(one, me) : one.by === me ? endNeed(one, me, 'withdrawn', [], now.instant) : null;
  if (change && !change.ok) return change;
  const done = await writeIn(inside, change ? [change.value] : answers);
  return done.ok ? written(inside, args, context, { id: one.id, is: 'withdrawn' }, 'need.withdrawn') : done;
};

const runNotMe: Run = async (id, _text, args, context, inside) => {
  const need = named(id, inside);
  if (!need.ok) return need;
  const { circle, snapshot } = inside;
  const own = await ownRecords(inside, [`not-me ${circle.vault}`]);
  const done = await writeInOwn(inside, [notMe(own, circle.vault, need.value.id, openNeeds(needsOf(snapshot), seeingOf(inside)))]);
  return done.ok ? written(inside, args, context, { id: need.value.id, is: 'not-me' }, 'need.not-me') : done;
};

const RUN: Readonly<Record<Act, Run>> = { answer: runAnswer, met: runMet, withdraw: runWithdraw, 'not-me': runNotMe };

export const runNeed = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const acts = (Object.keys(ACTS) as Act[]).filter((each) => args.has(each));
  const [act, other] = acts;
  const taken: readonly OptionName[] = act ? ACTS[act] : VOICING;
  const foreign = other ?? [...VOICING, ...Object.values(ACTS).flat()].find((each) => args.has(each) && !taken.includes(each));
  if (foreign !== undefined && act) return refuse({ code: 'options-clash', with: { one: `--${act}`, other: `--${foreign}` } });
  if (foreign !== undefined) return refuse({ code: 'argument-missing', with: { argument: '--answer ID, --met ID' } });
  if (act && act !== 'answer' && more.length > 0) return refuse({ code: 'too-many-words', with: { word: more[0]!.slice(0, 40), command: `need --${act}` } });
  if (!act && more.length === 0 && !args.has('commitment')) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  const text = textOf(more);
  if (!text.ok) return text;
  const inside = await openInCircle(context, typed);
  if (!inside.ok) return inside;
  const not = act === 'not-me' ? null : await whyNoWriting(inside.value.circle);
  return not ? refuse(not) : (act ? RUN[act] : runVoice)(act ? args.one(act)! : '', text.value, args, context, inside.value);
};

const thanksText = ({ id, by, to, text, at }: Thanks, inside: InCircle, words: Words): string =>
  `${shortId(id)}  ${words('thanks.line', { name: inside.nameOf(by), to: inside.nameOf(to) })}  (${momentText(words, at)})\n${text}`.replace(/\n/g, '\n  ');

export const runThank = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, who, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  if (who !== undefined && more.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  const words = await context.words();
  if (who === undefined) {
    await sayIfGone(args, context, inside.circle);
    const all = thanksOf(inside.snapshot);
    for (const one of all)
      context.terminal.say(args.has('json') ? toJsonLine({ ...one, name: inside.nameOf(one.by), toName: inside.nameOf(one.to) }) : harmless(thanksText(one, inside, words)));
    if (all.length === 0 && !args.has('json')) context.terminal.note(words('need.no-thanks'));
    return ok(all.length === 0 ? EXIT.nothing : EXIT.ok);
  }
  const [member, text] = [memberNamed(who, inside.members), textOf(more)];
  if (!member.ok) return member;
  if (!text.ok) return text;
  const about = args.has('about') ? named(args.one('about')!, inside) : ok({ id: '' });
  if (!about.ok) return about;
  const thanks = thank(freshId(), { to: member.value.id, text: text.value, about: about.value.id }, inside.now.instant, seeingOf(inside));
  if (!thanks.ok) return thanks;
  const done = await writeIn(inside, [thanks.value]);
  return done.ok ? written(inside, args, context, { id: thanks.value.id, to: member.value.id }, 'need.thanked', { name: member.value.name || member.value.id.slice(0, 6) }) : done;
};
