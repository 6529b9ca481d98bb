// `kith decide` and `kith decisions`: a decision of one's own, with ways, a forecast and the day to look again (as a calendar file); what
// came of it; who does a task. The room's model decides what is one; nothing here needs a network.

import { ok, refuse, type Result } from '#core/result.ts';
import { calibrate, FEWEST, forecastsOf } from '#rooms/decisions/calibration.ts';
import { reviewToIcs } from '#rooms/decisions/calendar.ts';
import {
  chosenOption,
  decide,
  decideHands,
  decisionOf,
  decisionsOf,
  reviewDecision,
  standingOf,
  type Came,
  type Decision,
  type Hands,
  type Luck,
  type Now,
  type Quality,
} from '#rooms/decisions/model.ts';
import { emptyOption } from '#rooms/decisions/option.ts';
import { oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, textOf } from './in-circle.ts';
import { nothing, sayGaps } from './list.ts';
import { OPTIONS, type Args, type OptionName } from './options.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const nowOf = (context: Context): Now => {
  const { when, instant } = context.now();
  return { day: when.slice(0, 10), instant };
};

const decisionText = (decision: Decision, today: string, t: Words): string => {
  const { id, question, decided, review, reviewed, made, likely, expect, came, quality, luck, hands, learnt } = decision;
  const standing = standingOf(decision, today);
  const chosen = chosenOption(decision)?.text ?? (hands === '' ? '' : t(`hands.${hands}`));
  const head = [
    `${t(decided === '' ? 'made-on' : 'decided-on')} ${decided === '' && made === '' ? '' : dayText(t, decided || made.slice(0, 10))}`.trim(),
    ...(reviewed !== '' ? [`${t('looked-at')} ${dayText(t, reviewed)}`] : review === '' ? [] : [`${t(standing === 'due' ? 'due-on' : 'review-day')} ${dayText(t, review)}`]),
  ].join(', ');
  const lines = [
    question,
    ...(chosen === '' ? [] : [`${t('part.chosen')}: ${chosen}`]),
    ...(likely === null && expect === '' ? [] : [likely === null ? expect : expect === '' ? t('in-100', { likely, all: 100 }) : t('in-100-that', { likely, all: 100, expect })]),
    ...(came === '' ? [] : [t(`came.${came}`)]),
    ...(quality === '' && luck === '' ? [] : [[quality === '' ? '' : t(`quality.${quality}`), luck === '' ? '' : t(`luck.${luck}`)].filter((part) => part !== '').join(', ')]),
    ...(learnt === '' ? [] : [`${t('part.learnt')}: ${learnt}`]),
  ];
  return [`${id.slice(0, SHORT_ID)}  ${head}`, ...lines].join('\n').replace(/\n/g, '\n  ');
};

/** The score in a sentence, or how many are needed for one. */
const scoreText = (decisions: readonly Decision[], t: Words): string => {
  const figures = calibrate(decisions);
  if (!figures) return t('not-enough-count', { needed: FEWEST, count: forecastsOf(decisions).length });
  const two = new Intl.NumberFormat(t.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const { brier, always, bands } = figures;
  const off = bands.flatMap((band) => (band.off === null ? [] : [t(`verdict.${band.off}`, { from: band.from, to: band.to })]));
  return [
    t('verdict.score', { score: two.format(brier.mean), from: two.format(brier.from), to: two.format(brier.to) }),
    t('verdict.always', { said: Math.round(always.said), score: two.format(always.brier) }),
    ...(off.length > 0 ? off : [t(bands.some(({ share }) => share !== null) ? 'verdict.none' : 'verdict.thin')]),
  ].join(' ');
};

export const runDecisions = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  const all = decisionsOf(everything.records);
  const { day } = nowOf(context);
  const shown = all.filter((decision) => args.has('all') || standingOf(decision, day) !== 'reviewed');
  const words = await context.words();
  for (const decision of shown)
    context.terminal.say(
      args.has('json') ? toJsonLine({ ...decision, members: undefined, answered: undefined, standing: standingOf(decision, day) }) : harmless(decisionText(decision, day, words)),
    );
  if (args.has('json')) {
    if (args.has('all')) context.terminal.say(toJsonLine({ forecasts: forecastsOf(all).length, calibration: calibrate(all) }));
  } else if (forecastsOf(all).length > 0) context.terminal.note(harmless(scoreText(all, words)));
  await sayGaps(everything, context);
  return all.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

/** One of the words that an option takes. Refusal: `option-value-wrong`. */
const wordOf = <T extends string>(args: Args, name: OptionName): Result<T | ''> => {
  const typed = args.one(name);
  const { of = [] } = OPTIONS[name] as { readonly of?: readonly string[] };
  if (typed === undefined) return ok('');
  return of.includes(typed) ? ok(typed as T) : refuse({ code: 'option-value-wrong', with: { option: `--${name}`, value: typed.slice(0, 40), right: of.join(', ') } });
};

const found = async (open: Open, typed: string | undefined): Promise<Result<Decision>> => {
  const one = await shownByPrefix(open, typed, ['decision']);
  return one.ok ? ok(decisionOf(one.value.record)!) : one;
};

const review = async (open: Open, args: Args, context: Context): Promise<Result<number>> => {
  const decision = await found(open, args.one('reviewed'));
  if (!decision.ok) return decision;
  const [came, quality, luck] = [wordOf<Came>(args, 'came'), wordOf<Quality>(args, 'quality'), wordOf<Luck>(args, 'luck')];
  if (!came.ok) return came;
  if (!quality.ok) return quality;
  if (!luck.ok) return luck;
  const [happened, learnt] = [args.one('happened'), args.one('learnt')];
  const draft = {
    ...(came.value === '' ? {} : { came: came.value }),
    ...(quality.value === '' ? {} : { quality: quality.value }),
    ...(luck.value === '' ? {} : { luck: luck.value }),
    ...(happened === undefined ? {} : { happened }),
    ...(learnt === undefined ? {} : { learnt }),
  };
  const changes = reviewDecision(decision.value, draft, nowOf(context));
  if (!changes.ok) return changes;
  return written(open, decision.value.id, 'changed', changes.value, args, context);
};

const written = async (
  open: Open,
  id: string,
  what: 'written' | 'changed',
  changes: Parameters<typeof commitUndoable>[1],
  args: Args,
  context: Context,
): Promise<Result<number>> => {
  if (changes.length > 0) {
    const done = await commitUndoable(open, changes, { what, id }, '', context);
    if (!done.ok) return done;
  }
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  return ok(EXIT.ok);
};

const likelyOf = (args: Args): Result<number | null> => {
  const typed = args.one('likely');
  if (typed === undefined) return ok(null);
  return /^\d{1,3}$/.test(typed.trim()) && Number(typed) <= 100 ? ok(Number(typed)) : refuse({ code: 'decision-likely', with: { likely: typed.slice(0, 40) } });
};

export const runDecide = async (args: Args, context: Context): Promise<Result<number>> => {
  const asked = oneOf(args, ['reviewed', 'calendar', 'hands']);
  if (!asked.ok) return asked;
  const act = asked.value;
  const open = await openVault(context, { begin: act === null || act === 'hands' });
  if (!open.ok) return open;
  if (act === 'reviewed') return review(open.value, args, context);
  if (act === 'calendar') {
    const decision = await found(open.value, args.one('calendar'));
    if (!decision.ok) return decision;
    if (decision.value.review === '') return refuse({ code: 'date-none' });
    const title = (await context.words())('calendar-title', { question: decision.value.question });
    context.terminal.say(reviewToIcs(decision.value, title, nowOf(context).instant).replace(/\n$/, ''));
    return ok(EXIT.ok);
  }
  const text = textOf(args.words);
  if (!text.ok) return text;
  if (text.value.trim() === '') return refuse({ code: 'argument-missing', with: { argument: 'QUESTION' } });
  const id = freshId();
  const hands = wordOf<Hands>(args, 'hands');
  if (!hands.ok) return hands;
  const day = dayTyped(args.one('review'), nowOf(context).day);
  if (!day.ok) return day;
  if (hands.value !== '') {
    const made = decideHands({ question: text.value, hands: hands.value, affected: args.one('affected') ?? '', review: day.value }, id, nowOf(context));
    return made.ok ? written(open.value, id, 'written', made.value, args, context) : made;
  }
  const options = args.all('option').map((option, at) => ({ ...emptyOption(`w${at + 1}`, at), text: option }));
  const chose = args.one('chose');
  const chosen = chose === undefined ? undefined : (options.find((option) => option.text === chose) ?? options[Number(chose) - 1]);
  if (chose !== undefined && !chosen)
    return refuse({ code: 'option-value-wrong', with: { option: '--chose', value: chose.slice(0, 40), right: options.map((_, at) => at + 1).join(', ') || '--option' } });
  const likely = likelyOf(args);
  if (!likely.ok) return likely;
  const draft = {
    question: text.value,
    options,
    chosen: chosen?.key ?? '',
    affected: args.one('affected') ?? '',
    mind: args.one('mind') ?? '',
    expect: args.one('expect') ?? '',
    likely: likely.value,
    review: day.value,
  };
  const made = decide(draft, id, nowOf(context));
  return made.ok ? written(open.value, id, 'written', made.value, args, context) : made;
};
