// `kith commitments`, `kith commit`: what one will do, in one line or with a plan; how it went; how it ends. Nothing here needs a network
// or a circle. Invariant: the room's model decides what can be said; a word that is not understood is refused before anything is written.

import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import type { Link } from '#core/links.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { tScore } from '#insight/goal-scale.ts';
import {
  CAME,
  cameOf,
  changePlan,
  commitmentsOf,
  dueOn,
  endCommitment,
  endedWith,
  goOn,
  isWrittenBefore,
  LEVELS,
  levelOf,
  lookBack,
  makeCommitment,
  markStep,
  PARTS,
  QUESTIONS,
  REPLIES,
  WAYS,
  type Commitment,
  type EndHow,
  type Level,
  type LookDraft,
  type PlanDraft,
  type Question,
  type Replies,
  type Reply,
} from '#rooms/commitments/model.ts';
import { parseAt } from '#rooms/journal/cli.ts';
import { actOf, type ActShape } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, itemNamed, sayDone, textOf } from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const sign = (level: Level): string => `${level > 0 ? '+' : ''}${level}`.replace('-', '−');

const lines = (commitment: Commitment, t: Words): readonly string[] => {
  const { people, why, step, stepDone, ifThis, thenThat, inMe, around, scale, looks, end } = commitment;
  const labelled = (key: string, text: string): readonly string[] => (text === '' ? [] : [`${t(key)}: ${text}`]);
  return [
    ...labelled('part.why-do', why),
    ...labelled('part.people', people.join(', ')),
    ...labelled('part.step', step + (step !== '' && stepDone !== '' ? ` (${t('step.done-on', { day: dayText(t, stepDone) })})` : '')),
    ...(ifThis === '' && thenThat === ''
      ? []
      : [[ifThis === '' ? '' : `${t('if')} ${ifThis}`, thenThat === '' ? '' : `${t('then')} ${thenThat}`].filter((part) => part !== '').join(t('if-comma'))]),
    ...labelled('part.in-me', inMe),
    ...labelled('part.around', around),
    ...LEVELS.flatMap((level) => (scale[level] === '' ? [] : [`${sign(level)}  ${scale[level]}`])),
    ...looks.map((look) => {
      const said = [
        look.came === null ? '' : t(`came.${look.came}`),
        look.level === null ? '' : sign(look.level),
        look.happened,
        ...(['intended', 'why', 'next'] as const).map((part) => (look[part] === '' ? '' : `${t(`part.${part}`)} ${look[part]}`)),
      ];
      const ways = look.ways.length === 0 ? [] : [`${t('way.was')} ${look.ways.map((way) => t(`way.${way}`)).join(t('comma'))}`];
      return `${dayText(t, look.day)}: ${[...said, ...ways].filter((part) => part !== '').join('. ')}`;
    }),
    ...(end
      ? [
          t(end.how === 'resting' && end.until !== '' ? 'is.resting-until' : end.how === 'handed' && end.to !== '' ? 'is.handed-to' : `is.${end.how}`, {
            day: dayText(t, dayOf(end.at)),
            until: end.until === '' ? '' : dayText(t, end.until),
            to: end.to,
          }),
        ]
      : []),
  ];
};

const wordsOf = (commitment: Commitment, t: Words): string =>
  [`${commitment.id.slice(0, SHORT_ID)}  ${commitment.what}${commitment.by === '' ? '' : ` (${t('by-day', { day: dayText(t, commitment.by) })})`}`, ...lines(commitment, t)]
    .join('\n')
    .replace(/\n/g, '\n  ');

const toJson = (commitment: Commitment, today: string): Readonly<Record<string, unknown>> => {
  const { versions: _, looks, ...plan } = commitment;
  return {
    ...plan,
    looks: looks.map(({ versions: __, of: ___, ...look }) => look),
    due: dueOn(commitment, today),
    level: levelOf(commitment),
    writtenBefore: isWrittenBefore(commitment),
  };
};

/** Where each came out, on the scale that was written for it before. */
const sayLevels = async (all: readonly Commitment[], args: Args, context: Context): Promise<Result<number>> => {
  const came = cameOf(all).filter(isWrittenBefore);
  const score = tScore(came.map((one) => ({ level: levelOf(one)! })));
  const t = await context.words();
  for (const one of came) {
    const level = levelOf(one)!;
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ id: one.id, what: one.what, level, words: one.scale[level] })
        : harmless(`${one.id.slice(0, SHORT_ID)}  ${sign(level)}  ${one.what}${one.scale[level] === '' ? '' : `: ${one.scale[level]}`}`),
    );
  }
  // For whoever sums up a programme of many goals; a person is told their own words.
  if (score !== null && args.has('json')) context.terminal.say(toJsonLine({ t: score, goals: came.length }));
  if (score === null && !args.has('json')) context.terminal.note(t('cli.none-came'));
  return ok(score === null ? EXIT.nothing : EXIT.ok);
};

export const runCommitments = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const all = commitmentsOf((await readEverything(open.value)).records);
  if (args.has('levels')) return sayLevels(all, args, context);
  const today = dayOf(context.now().when);
  const t = await context.words();
  const shown = all.filter((one) => args.has('all') || !endedWith(one));
  for (const one of shown) context.terminal.say(args.has('json') ? toJsonLine(toJson(one, today)) : harmless(wordsOf(one, t)));
  if (shown.length === 0 && !args.has('json')) context.terminal.note(t('cli.none'));
  return ok(shown.length === 0 ? EXIT.nothing : EXIT.ok);
};

const PLAN = ['why', 'with', 'by', 'first-step', 'if', 'do', 'in-me', 'around', 'scale'] as const satisfies readonly OptionName[];
const ACTS = {
  plain: { text: 'needed', with: [...PLAN, 'from', 'circle'] },
  plan: { with: [...PLAN, 'text'] },
  look: { text: 'taken', with: [...PARTS, 'came', 'level', 'in-the-way', 'others', 'elsewhere', 'earlier', 'on'] },
  'step-done': {},
  done: {},
  resting: { with: ['until'] },
  dropped: {},
  handed: { with: ['to'] },
  open: {},
} as const satisfies Record<string, ActShape>;
type Act = keyof typeof ACTS;

const oneOf = <T extends string>(all: readonly T[], typed: string | undefined, option: OptionName): Result<T | undefined> => {
  if (typed === undefined) return ok(undefined);
  const found = all.find((each) => each === typed.trim().toLowerCase());
  return found === undefined ? refuse({ code: 'option-value-wrong', with: { option: `--${option}`, value: typed.slice(0, 40), right: all.join(', ') } }) : ok(found);
};

const levelTyped = (typed: string, option: OptionName): Result<Level> => {
  const found = LEVELS.find((level) => String(level) === typed.trim().replace('−', '-').replace('+', ''));
  return found === undefined ? refuse({ code: 'option-value-wrong', with: { option: `--${option}`, value: typed.slice(0, 40), right: LEVELS.join(', ') } }) : ok(found);
};

/** `--scale "+1=By seven"`, as often as one likes. */
const scaleTyped = (args: Args): Result<PlanDraft['scale']> => {
  const scale: Partial<Record<Level, string>> = {};
  for (const typed of args.all('scale')) {
    const at = typed.indexOf('=');
    const level = levelTyped(at === -1 ? typed : typed.slice(0, at), 'scale');
    if (!level.ok) return level;
    if (at === -1) return refuse({ code: 'option-value-wrong', with: { option: '--scale', value: typed.slice(0, 40), right: '"+1=…"' } });
    scale[level.value] = typed.slice(at + 1);
  }
  return ok(scale);
};

const planTyped = (args: Args, today: string): Result<PlanDraft> => {
  const [by, scale] = [dayTyped(args.one('by'), today), scaleTyped(args)];
  if (!by.ok) return by;
  if (!scale.ok) return scale;
  const texts = { why: args.one('why'), step: args.one('first-step'), ifThis: args.one('if'), thenThat: args.one('do'), inMe: args.one('in-me'), around: args.one('around') };
  return ok({
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(args.has('by') ? { by: by.value } : {}),
    ...(args.has('with') ? { people: args.all('with') } : {}),
    ...(args.has('scale') ? { scale: scale.value } : {}),
  });
};

const QUESTION_OPTIONS = { others: 'others', elsewhere: 'elsewhere', before: 'earlier' } as const satisfies Record<Question, OptionName>;

const repliesTyped = (args: Args): Result<Replies> => {
  const replies: Partial<Record<Question, Reply>> = {};
  for (const question of QUESTIONS) {
    const reply = oneOf(REPLIES, args.one(QUESTION_OPTIONS[question]), QUESTION_OPTIONS[question]);
    if (!reply.ok) return reply;
    if (reply.value) replies[question] = reply.value;
  }
  return ok(replies);
};

const lookTyped = (args: Args, context: Context): Result<LookDraft> => {
  const [came, replies] = [oneOf(CAME, args.one('came'), 'came'), repliesTyped(args)];
  const on = args.one('on');
  const day = on === undefined ? ok(null) : parseAt(on, { now: context.now(), zoneAt: context.zoneAt });
  if (!came.ok) return came;
  if (!day.ok) return day;
  if (!replies.ok) return replies;
  const ways: (typeof WAYS)[number][] = [];
  for (const typed of args.all('in-the-way')) {
    const way = oneOf(WAYS, typed, 'in-the-way');
    if (!way.ok) return way;
    if (way.value) ways.push(way.value);
  }
  const level = args.has('level') ? levelTyped(args.one('level') ?? '', 'level') : ok(null);
  if (!level.ok) return level;
  return ok({
    ...Object.fromEntries(PARTS.flatMap((part) => (args.has(part) ? [[part, args.one(part)!] as const] : []))),
    ...(came.value ? { came: came.value } : {}),
    ...(level.value === null ? {} : { level: level.value }),
    ...(day.value === null ? {} : { day: dayOf(day.value.when) }),
    ways,
    replies: replies.value,
  });
};

const endTyped = (how: EndHow, commitment: Commitment, args: Args, context: Context): Result<Change[]> => {
  const now = context.now();
  const until = dayTyped(args.one('until'), dayOf(now.when));
  return until.ok ? endCommitment(commitment, { how, until: until.value, to: args.one('to') ?? '' }, now) : until;
};

const changesOn = (act: Exclude<Act, 'plain'>, commitment: Commitment, args: Args, context: Context): Result<Change[]> => {
  const now = context.now();
  const today = dayOf(now.when);
  if (act === 'plan') {
    const plan = planTyped(args, today);
    return plan.ok ? changePlan(commitment, { ...plan.value, ...(args.has('text') ? { what: args.one('text')! } : {}) }, now) : plan;
  }
  if (act === 'look') {
    const [look, said] = [lookTyped(args, context), textOf(args.words)];
    if (!said.ok) return said;
    if (look.ok && said.value !== '') return lookBack(commitment, { happened: said.value, ...look.value }, newId(random), now);
    return look.ok ? lookBack(commitment, look.value, newId(random), now) : look;
  }
  if (act === 'step-done') return ok(markStep(commitment, true, now));
  return act === 'open' ? ok(goOn(commitment, now)) : endTyped(act, commitment, args, context);
};

/** What it grows out of: `--from ID`, of one's own vault or with `--circle` an issue or action there. Refusals: those of finding it. */
const linksTyped = async (open: Open, args: Args, context: Context): Promise<Result<Link[]>> => {
  const links: Link[] = [];
  const circle = args.one('circle');
  if (circle !== undefined && !args.has('from')) return refuse({ code: 'argument-missing', with: { argument: '--from ID' } });
  for (const typed of args.all('from')) {
    if (circle !== undefined) {
      const far = await (await import('./far.ts')).farNamed(open, circle, typed, context);
      if (!far.ok) return far;
      links.push({ to: far.value.to, as: 'comes-from' });
      continue;
    }
    const found = await shownByPrefix(open, typed);
    if (!found.ok) return found;
    links.push({ to: found.value.shown.id, as: 'comes-from' });
  }
  return ok(links);
};

const DONE = {
  plan: 'done.planned',
  look: 'done.looked',
  'step-done': 'done.step',
  done: 'done.done',
  resting: 'done.resting',
  dropped: 'done.dropped',
  handed: 'done.handed',
  open: 'done.goes-on',
} as const;

const make = async (open: Open, args: Args, context: Context): Promise<Result<number>> => {
  const now = context.now();
  const [plan, what, links] = [planTyped(args, dayOf(now.when)), textOf(args.words), await linksTyped(open, args, context)];
  if (!plan.ok) return plan;
  if (!what.ok) return what;
  if (!links.ok) return links;
  const id = newId(random);
  const made = makeCommitment({ ...plan.value, what: what.value }, id, now, links.value);
  if (!made.ok) return made;
  const done = await commitUndoable(open, made.value, { what: 'written', id }, '', context);
  return done.ok ? sayDone(args, context, { id }, 'cli.made', { id: id.slice(0, SHORT_ID) }) : done;
};

export const runCommit = async (args: Args, context: Context): Promise<Result<number>> => {
  const chosen = actOf(args, 'commit', ACTS, false);
  if (!chosen.ok) return chosen;
  const { act, id } = chosen.value;
  const open = await openVault(context, { begin: act === 'plain' });
  if (!open.ok) return open;
  if (act === 'plain') return make(open.value, args, context);
  const found = itemNamed(id, commitmentsOf((await readEverything(open.value)).records), 'kith commitments --all');
  if (!found.ok) return found;
  const changes = changesOn(act, found.value, args, context);
  if (!changes.ok) return changes;
  if (changes.value.length > 0) {
    const done = await commitUndoable(open.value, changes.value, { what: 'changed', id: found.value.id }, '', context);
    if (!done.ok) return done;
  }
  return sayDone(args, context, { id: found.value.id, changed: changes.value.length > 0 }, changes.value.length > 0 ? DONE[act] : 'unchanged');
};
