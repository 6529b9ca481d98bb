// `kith actions`, `kith action`, `kith learnt`: what a circle does together: the ask, who is in, steps, dates (as a calendar file), done;
// how each saw it afterwards; what was learnt, found by its words. The room's model decides who may do what; nothing here needs a network.

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { allRecords } from '#core/snapshot.ts';
import { datesToIcs } from '#rooms/actions/calendar.ts';
import { learntIn } from '#rooms/actions/learnt.ts';
import {
  actionsOf,
  askFor,
  comeIn,
  endAction,
  markStep,
  PARTS,
  promiseStep,
  reviewAction,
  setDate,
  stepOut,
  type Action,
  type ActionDate,
  type Here,
  type Step,
} from '#rooms/actions/model.ts';
import { parseAt } from '#rooms/journal/cli.ts';
import { actOf, type ActShape } from './acts.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, itemNamed, momentText, openInCircle, sayDone, sayIfGone, shortId, textOf, writeIn, type InCircle } from './in-circle.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const hereOf = ({ me, now }: InCircle): Here => ({ me, now: { day: now.today, instant: now.instant }, newId: freshId });

const dateLine = ({ when, instant, what, place }: ActionDate, t: Words): string =>
  [instant === '' ? dayText(t, dayOf(when)) : momentText(t, instant), what, place].filter((part) => part !== '').join(', ');

const stepLine = ({ id, by, text, until, done }: Step, inside: InCircle, t: Words): string =>
  `${shortId(id)}  ${inside.nameOf(by)}: ${text}${until === '' ? '' : ` (${t('step.by', { day: dayText(t, until) })})`}${done === '' ? '' : `, ${t('step.is-done')}`}`;

const actionText = (action: Action, inside: InCircle, t: Words): string => {
  const { id, by, ask, more, is, isAt, joined, steps, dates, reviews } = action;
  const head = [t('asks', { name: inside.nameOf(by) }), ...(is === 'open' ? [] : [t(`is.${is}`, { day: momentText(t, isAt) })])].join(', ');
  const lines = [
    ask,
    ...(more === '' ? [] : [more]),
    ...joined.map((one) => `${t('joined', { name: inside.nameOf(one.by) })}${one.role === '' ? '' : ` ${one.role}`}`),
    ...dates.map((date) => dateLine(date, t)),
    ...steps.map((step) => stepLine(step, inside, t)),
    ...reviews.flatMap((review) => PARTS.flatMap((part) => (review[part] === '' ? [] : [`${inside.nameOf(review.by)}, ${t(`part.${part}`)}: ${review[part]}`]))),
  ];
  return [`${shortId(id)}  ${head}`, ...lines].join('\n').replace(/\n/g, '\n  ');
};

const actionJson = (action: Action, { nameOf }: InCircle): Readonly<Record<string, unknown>> => {
  const named = <T extends { readonly by: string }>(one: T) => ({ ...one, name: nameOf(one.by) });
  return { ...named(action), joined: action.joined.map(named), steps: action.steps.map(named), dates: action.dates.map(named), reviews: action.reviews.map(named) };
};

export const runActions = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  await sayIfGone(args, context, inside.circle);
  const words = await context.words();
  const shown = actionsOf(allRecords(inside.snapshot)).filter(({ is }) => is === 'open' || args.has('all'));
  for (const action of shown) context.terminal.say(args.has('json') ? toJsonLine(actionJson(action, inside)) : harmless(actionText(action, inside, words)));
  if (shown.length === 0 && !args.has('json')) context.terminal.note(words('action.none'));
  return ok(shown.length === 0 ? EXIT.nothing : EXIT.ok);
};

export const runLearnt = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...asked] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  await sayIfGone(args, context, inside.circle);
  const words = await context.words();
  const found = learntIn(actionsOf(allRecords(inside.snapshot)), asked.join(' '));
  for (const { action, review, words: text } of found)
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ action: action.id, ask: action.ask, id: review.id, by: review.by, name: inside.nameOf(review.by), text, at: review.at })
        : harmless(`${shortId(action.id)}  ${action.ask}\n${inside.nameOf(review.by)}: ${text}`.replace(/\n/g, '\n  ')),
    );
  if (found.length === 0 && !args.has('json')) context.terminal.note(words('action.learnt-none'));
  return ok(found.length === 0 ? EXIT.nothing : EXIT.ok);
};

const ACTS = {
  plain: { text: 'needed', with: ['role', 'about'] },
  join: { with: ['role'] },
  'step-out': {},
  step: { text: 'needed', with: ['by'] },
  'step-done': {},
  date: { text: 'taken', with: ['at', 'minutes', 'place'] },
  calendar: {},
  done: {},
  dropped: {},
  open: {},
  reviewed: { with: PARTS },
} as const satisfies Record<string, ActShape>;
type Act = keyof typeof ACTS;

const dateOf = (here: Here, action: Action, text: string, args: Args, context: Context): Result<Change[]> => {
  const at = args.one('at');
  if (at === undefined) return refuse({ code: 'argument-missing', with: { argument: '--at WHEN' } });
  const read = parseAt(at, { now: context.now(), zoneAt: context.zoneAt });
  if (!read.ok) return read;
  const { when } = read.value;
  const zone = read.value.zone || context.zoneAt(when);
  const instant = when.length > 10 ? new Date(`${when}${zone}`).toISOString() : '';
  const minutes = args.has('minutes') ? Number(args.one('minutes')) : 60;
  if (!Number.isInteger(minutes) || minutes < 1)
    return refuse({ code: 'option-value-wrong', with: { option: '--minutes', value: args.one('minutes')!.slice(0, 40), right: '90' } });
  return setDate(here, action, { what: text, when, instant, minutes, place: args.one('place') });
};

const changesOf = (act: Exclude<Act, 'calendar'>, id: string, text: string, args: Args, context: Context, inside: InCircle): Result<Change[]> => {
  const here = hereOf(inside);
  const actions = actionsOf(allRecords(inside.snapshot));
  const listed = `kith actions "${inside.name}" --all`;
  if (act === 'plain') return askFor(here, { ask: text, role: args.one('role'), from: args.one('about') });
  if (act === 'step-done') {
    const step = itemNamed(
      id,
      actions.flatMap(({ steps }) => steps),
      listed,
    );
    return step.ok ? markStep(here, step.value, true) : step;
  }
  const action = itemNamed(id, actions, listed);
  if (!action.ok) return action;
  if (act === 'join') return comeIn(here, action.value, args.one('role'));
  if (act === 'step-out') return stepOut(here, action.value);
  if (act === 'date') return dateOf(here, action.value, text, args, context);
  if (act === 'reviewed') return reviewAction(here, action.value, Object.fromEntries(PARTS.map((part) => [part, args.one(part) ?? ''])));
  if (act !== 'step') return endAction(here, action.value, act);
  const until = dayTyped(args.one('by'), inside.now.today);
  return until.ok ? promiseStep(here, action.value, text, until.value) : until;
};

export const runAction = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const chosen = actOf<Exclude<Act, 'plain'>>(args, 'action', ACTS);
  if (!chosen.ok) return chosen;
  const text = textOf(more);
  if (!text.ok) return text;
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  const { act, id } = chosen.value;
  if (act === 'calendar') {
    const action = itemNamed(id, actionsOf(allRecords(inside.snapshot)), `kith actions "${inside.name}" --all`);
    if (!action.ok) return action;
    if (action.value.dates.length === 0) return refuse({ code: 'date-none' });
    context.terminal.say(datesToIcs(action.value, inside.name, inside.now.instant).replace(/\n$/, ''));
    return ok(EXIT.ok);
  }
  const changes = changesOf(act, id, text.value, args, context, inside);
  if (!changes.ok) return changes;
  const done = await writeIn(inside, changes.value);
  if (!done.ok) return done;
  return sayDone(args, context, { id: changes.value[0]?.id ?? id }, act === 'plain' ? 'action.asked' : 'action.written', { circle: inside.name });
};
