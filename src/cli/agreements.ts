// `kith agreements`, `kith agreement`: what a circle is for and what it has agreed; proposals, and each member's consent, concern or
// objection; moments, examples, and the day to look again. Invariants: the room's model decides who may do what, and whether a proposal
// stands; nothing here needs a network.

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { allRecords } from '#core/snapshot.ts';
import {
  amend,
  answerMission,
  bringMoment,
  giveExample,
  lookAgain,
  missionAsks,
  proposeAgreement,
  proposeEnd,
  proposeMission,
  sayTo,
  standing,
  TRUTHS,
  withdraw,
  type Agreement,
  type AgreementTyped,
  type Here,
  type How,
  type Proposal,
  type Round,
  type Say,
  type Standing,
} from '#rooms/agreements/model.ts';
import { actOf, type ActShape } from './acts.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, itemNamed, momentText, namesText, openInCircle, sayDone, sayIfGone, shortId, textOf, writeIn, type InCircle } from './in-circle.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const hereOf = ({ me, members, now }: InCircle): Here => ({ me, members, now: { day: now.today, instant: now.instant }, newId: freshId });

const stateOf = (inside: InCircle): Standing => standing(allRecords(inside.snapshot), inside.members, hereOf(inside).now);

const sentence = ({ words, evenWhen }: Proposal, t: Words): string => (evenWhen === '' ? words : `${words}\n${t('even-when')} ${evenWhen}`);

const indented = (id: string, head: string, lines: readonly string[]): string => [`${shortId(id)}  ${head}`, ...lines].join('\n').replace(/\n/g, '\n  ');

const roundText = (round: Round, inside: InCircle, t: Words): string => {
  const { id, by, proposal, words, silent, is } = round;
  const name = inside.nameOf(by);
  const head = [
    t(`round.${proposal.about}${proposal.ends ? '-ends' : ''}`, { name }),
    is === 'open' ? t('round.until', { day: dayText(t, proposal.until) }) : t(`round.is-${is}`),
  ].join(', ');
  return indented(id, head, [
    sentence(proposal, t),
    ...(proposal.rule === '' ? [] : [`${t('rule')}: ${proposal.rule}${proposal.owner === '' ? '' : ` (${proposal.owner})`}`]),
    ...words.map((word) => `${t(`said.${word.say}`, { name: inside.nameOf(word.by) })}${word.reason === '' ? '' : ` ${word.reason}`}`),
    ...(is === 'open' && silent.length > 0 ? [t('round.silent', { names: namesText(t, silent.map(inside.nameOf)) })] : []),
    ...(round.couldStand ? [t('round.could-stand')] : []),
  ]);
};

const agreementText = ({ id, proposal, since, isDue, review, examples }: Agreement, inside: InCircle, t: Words): string =>
  indented(id, t('since', { day: momentText(t, since) }), [
    sentence(proposal, t),
    ...(proposal.rule === '' ? [] : [`${t('rule')}: ${proposal.rule}${proposal.owner === '' ? '' : ` (${proposal.owner})`}`]),
    ...examples.map(({ how, by, text }) => `${t(`how.${how}`)}: ${text} (${inside.nameOf(by)})`),
    isDue ? t('review.due') : t('review.on', { day: dayText(t, review) }),
  ]);

const missionText = ({ mission }: Standing, inside: InCircle, t: Words): string => {
  if (!mission) return t('mission.none');
  const { round, answers } = mission;
  return indented(round.id, `${t('mission.title')}, ${t('since', { day: momentText(t, round.since) })}`, [
    round.proposal.words,
    ...(missionAsks(mission, inside.me) ? [t('mission.asks-cli')] : []),
    ...answers.map(({ by, say, text }) => `${inside.nameOf(by)}: ${t(`truth.${say}`)}${text === '' ? '' : `. ${text}`}`),
  ]);
};

export const runAgreements = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  await sayIfGone(args, context, inside.circle);
  const state = stateOf(inside);
  const named = (by: string): { readonly by: string; readonly name: string } => ({ by, name: inside.nameOf(by) });
  if (args.has('json')) {
    const { mission, agreements, open, moments, closed, ended } = state;
    const ofRound = (round: Round) => ({ ...round, ...named(round.by), words: round.words.map((word) => ({ ...word, ...named(word.by) })) });
    if (mission) context.terminal.say(toJsonLine({ a: 'mission', ...mission, round: ofRound(mission.round), asksMe: missionAsks(mission, inside.me) }));
    for (const one of agreements) context.terminal.say(toJsonLine({ a: 'agreement', ...one, versions: one.versions.map(ofRound) }));
    for (const one of open) context.terminal.say(toJsonLine({ a: 'round', ...ofRound(one) }));
    for (const one of moments) context.terminal.say(toJsonLine({ a: 'moment', ...one, ...named(one.by) }));
    if (args.has('all')) {
      for (const one of ended) context.terminal.say(toJsonLine({ a: 'agreement-ended', ...one, versions: one.versions.map(ofRound) }));
      for (const one of closed) context.terminal.say(toJsonLine({ a: 'round-closed', ...ofRound(one) }));
    }
    return ok(EXIT.ok);
  }
  const t = await context.words();
  const parts = [
    missionText(state, inside, t),
    ...state.agreements.map((one) => agreementText(one, inside, t)),
    ...state.open.map((one) => roundText(one, inside, t)),
    ...state.moments.map(({ id, by, text, kept }) => indented(id, t('moment.by', { name: inside.nameOf(by) }), [text, ...(kept === '' ? [] : [`${t('moment.kept')}: ${kept}`])])),
    ...(args.has('all') ? [...state.ended.map((one) => agreementText(one, inside, t)), ...state.closed.map((one) => roundText(one, inside, t))] : []),
  ];
  for (const part of parts) context.terminal.say(harmless(part));
  return ok(EXIT.ok);
};

const ACTS = {
  plain: { text: 'needed', with: ['even-when', 'rule', 'owner', 'from', 'by', 'review'] },
  mission: { text: 'needed', with: ['by', 'review'] },
  moment: { text: 'needed', with: ['protects'] },
  instead: { text: 'needed', with: ['even-when', 'rule', 'owner', 'from', 'by', 'review'] },
  amend: { text: 'needed', with: ['even-when', 'rule', 'owner', 'from', 'by', 'review'] },
  end: { with: ['by'] },
  withdraw: {},
  consent: {},
  concern: { text: 'needed' },
  object: { text: 'needed' },
  kept: { text: 'needed' },
  strained: { text: 'needed' },
  broken: { text: 'needed' },
  'look-again': { with: ['review'] },
  'still-true': { text: 'taken' },
} as const satisfies Record<string, ActShape>;
type Act = keyof typeof ACTS;

const typedOf = (args: Args, words: string, inside: InCircle, state: Standing): Result<AgreementTyped> => {
  const [until, review] = [dayTyped(args.one('by'), inside.now.today), dayTyped(args.one('review'), inside.now.today)];
  if (!until.ok) return until;
  if (!review.ok) return review;
  const moments: string[] = [];
  for (const id of args.all('from')) {
    const moment = itemNamed(id, state.moments, listed(inside));
    if (!moment.ok) return moment;
    moments.push(moment.value.id);
  }
  const [evenWhen, rule, owner] = [args.one('even-when'), args.one('rule'), args.one('owner')];
  return ok({ words, evenWhen, rule, owner, moments, until: until.value || undefined, review: review.value || undefined });
};

const listed = ({ name }: InCircle): string => `kith agreements "${name}"`;

const SAID: Readonly<Partial<Record<Act, Say>>> = { consent: 'consent', concern: 'concern', object: 'objection' };

const changesOf = (act: Act, id: string, text: string, args: Args, inside: InCircle): Result<Change[]> => {
  const [here, state] = [hereOf(inside), stateOf(inside)];
  const typed = typedOf(args, text, inside, state);
  if (!typed.ok) return typed;
  const ofRound = (then: (round: Round) => Result<Change[]>): Result<Change[]> => {
    const round = itemNamed(id, [...state.open, ...state.closed, ...state.agreements.flatMap(({ versions }) => versions)], listed(inside));
    return round.ok ? then(round.value) : round;
  };
  const ofAgreement = (then: (agreement: Agreement) => Result<Change[]>): Result<Change[]> => {
    const agreement = itemNamed(id, state.agreements, listed(inside));
    return agreement.ok ? then(agreement.value) : agreement;
  };
  if (act === 'plain') return proposeAgreement(here, typed.value);
  if (act === 'mission') return proposeMission(here, typed.value);
  if (act === 'moment') return bringMoment(here, { text, kept: args.one('protects') });
  if (act === 'instead') return ofAgreement((one) => proposeAgreement(here, typed.value, one.id));
  if (act === 'amend') return ofRound((one) => amend(here, one, typed.value));
  if (act === 'end') return ofAgreement((one) => proposeEnd(here, one, typed.value.until));
  if (act === 'withdraw') return ofRound((one) => withdraw(here, one));
  if (act === 'kept' || act === 'strained' || act === 'broken') return ofAgreement((one) => giveExample(here, one, act satisfies How, text));
  if (act === 'look-again') {
    if (!typed.value.review) return refuse({ code: 'argument-missing', with: { argument: '--review DAY' } });
    const all = [...state.agreements, ...(state.mission ? [state.mission.round] : [])];
    const one = itemNamed(id, all, listed(inside));
    return one.ok ? lookAgain(here, one.value.id, typed.value.review) : one;
  }
  if (act === 'still-true') {
    const say = TRUTHS.find((each) => each === id);
    if (!say) return refuse({ code: 'option-value-wrong', with: { option: '--still-true', value: id.slice(0, 40), right: TRUTHS.join(', ') } });
    return state.mission ? answerMission(here, state.mission.round, say, text) : refuse({ code: 'mission-none' });
  }
  return ofRound((one) => sayTo(here, one, SAID[act]!, text));
};

export const runAgreement = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed, ...more] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const chosen = actOf<Exclude<Act, 'plain'>>(args, 'agreement', ACTS);
  if (!chosen.ok) return chosen;
  const text = textOf(more);
  if (!text.ok) return text;
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  const { act, id } = chosen.value;
  const changes = changesOf(act, id, text.value, args, inside);
  if (!changes.ok) return changes;
  const done = await writeIn(inside, changes.value);
  if (!done.ok) return done;
  const [first] = changes.value;
  const isRound = ['plain', 'mission', 'instead', 'amend', 'end'].includes(act);
  const key = isRound ? 'agreement.proposed' : act in SAID ? 'agreement.said' : 'agreement.written';
  return sayDone(args, context, { id: first!.id }, key, { circle: inside.name, id: shortId(first!.id) });
};
