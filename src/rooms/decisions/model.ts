// A decision: the question, the ways there are with what speaks for and against each, how each feels, who is affected and their say,
// what would change one's mind, what one expects with how likely, and the day to look again; then what came of it. Also the short
// form for a task that a machine could do. Invariants: nothing but the question is needed; a decision is looked at again whenever one
// likes, before its day too; whether it was decided well and whether one was lucky are said apart; ways that two devices wrote at once all stay.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, numberIn, setIn, stringIn, textsIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, oncePerRecord, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isWhen, noDay } from '#core/when.ts';
import { membersFor, memberToOption, MOST_LIST, MOST_WORDS, optionToMember, tidyOptions, type Option } from './option.ts';

/** A decision of one's own, or whether a task is done by oneself or by a machine. */
export type DecisionForm = 'decision' | 'machine';
/** What came of what one expected; `unclear` counts for nothing. */
export type Came = 'yes' | 'no' | 'unclear';
export type Quality = 'good' | 'mixed' | 'poor';
export type Luck = 'good' | 'neither' | 'bad';
/** Who does it: oneself; oneself, after asking a machine; the machine; nobody with a machine's help. */
export type Hands = 'mine' | 'share' | 'hand-over' | 'refuse';
/** What is asked about a task before it is handed over, and what may be answered. */
export const MACHINE_ASKS = ['private', 'wrong', 'learn', 'know', 'answer'] as const;
export type MachineAsk = (typeof MACHINE_ASKS)[number];
export type MachineAnswer = 'yes' | 'no' | 'unsure';

/**
 * What makes a decision a good one, apart from what came of it; each may be looked at when one looks again: the question, the ways, what
 * could be known, what mattered, the reasons, and whether one was ready to do it. After the six elements of decision quality (Howard, 1988;
 * Spetzler, Winter and Meyer, 2016); the words are Kith's own, and nothing is summed.
 */
export const CHECKS = ['frame', 'ways', 'facts', 'values', 'reasons', 'ready'] as const;
export type Check = (typeof CHECKS)[number];
export const CHECK_ANSWERS = ['yes', 'partly', 'no'] as const;
export type CheckAnswer = (typeof CHECK_ANSWERS)[number];
export type Checks = Readonly<Partial<Record<Check, CheckAnswer>>>;

export const TEXTS = ['question', 'first', 'affected', 'mind', 'expect', 'happened', 'learnt'] as const;
export type TextName = (typeof TEXTS)[number];

export interface Decision {
  readonly id: string;
  readonly form: DecisionForm;
  readonly question: string;
  readonly options: readonly Option[];
  /** What the ways were read from, letter for letter. */
  readonly members: readonly string[];
  /** Key of the chosen way; '' while not decided. Of a task: who does it. */
  readonly chosen: string;
  readonly hands: Hands | '';
  readonly answers: Readonly<Partial<Record<MachineAsk, MachineAnswer>>>;
  /** What the answers were read from; two of one question where two devices answered it at once. */
  readonly answered: readonly string[];
  /** What one thought oneself, before a machine was asked. */
  readonly first: string;
  readonly affected: string;
  readonly mind: string;
  /** What will be true by the day one looks again, and how likely that is, 0 to 100; null where nothing was said. */
  readonly expect: string;
  readonly likely: number | null;
  /** Day to look again, or ''. */
  readonly review: string;
  /** The day to look again of which one said no: that one is not asked for; another day is. '' where none. */
  readonly refused: string;
  /** Days; '' until then. */
  readonly decided: string;
  readonly reviewed: string;
  readonly came: Came | '';
  readonly happened: string;
  readonly quality: Quality | '';
  readonly luck: Luck | '';
  readonly checks: Checks;
  /** What they were read from. */
  readonly checked: readonly string[];
  readonly learnt: string;
  /** Every version of a text of which two devices wrote one at the same time. */
  readonly versions: Readonly<Partial<Record<TextName, readonly string[]>>>;
  readonly links: readonly Link[];
  /** Instant, or '' where it is not known. */
  readonly made: string;
  readonly modified: string;
}

export const decisionKind = createKind('decision', {
  form: 'register',
  question: 'text',
  options: 'set',
  chosen: 'register',
  hands: 'register',
  answers: 'set',
  first: 'text',
  affected: 'text',
  mind: 'text',
  expect: 'text',
  likely: 'register',
  review: 'register',
  refused: 'register',
  decided: 'register',
  reviewed: 'register',
  came: 'register',
  happened: 'text',
  quality: 'register',
  luck: 'register',
  checks: 'set',
  learnt: 'text',
  links: 'set',
  made: 'register',
  modified: 'register',
});

/** The most letters. */
export const MOST = { question: 2000, text: 20_000, options: 20 } as const;
/** More ways than that of one record are not read. */
const MOST_READ = 200;

const CAME: readonly string[] = ['yes', 'no', 'unclear'] satisfies Came[];
const QUALITIES: readonly string[] = ['good', 'mixed', 'poor'] satisfies Quality[];
const LUCKS: readonly string[] = ['good', 'neither', 'bad'] satisfies Luck[];
const HANDS: readonly string[] = ['mine', 'share', 'hand-over', 'refuse'] satisfies Hands[];
const ANSWERS: readonly string[] = ['yes', 'no', 'unsure'] satisfies MachineAnswer[];

/** What can be given for a decision; everything but the question may be left out. */
export interface DecisionDraft {
  readonly question: string;
  readonly options?: readonly Option[];
  readonly chosen?: string;
  readonly affected?: string;
  readonly mind?: string;
  readonly expect?: string;
  readonly likely?: number | null;
  readonly review?: string;
  readonly links?: readonly Link[];
}

/** The moment: a local day, and an instant. */
export interface Now {
  readonly day: string;
  readonly instant: string;
}

type Given = { -readonly [N in keyof typeof decisionKind.fields]?: Values<typeof decisionKind.fields>[N] };

const faultIn = ({ question, options = [], chosen = '', likely, review = '', ...texts }: DecisionDraft): Result<null> => {
  if (question.trim() === '') return refuse({ code: 'decision-empty' });
  if (question.length > MOST.question) return refuse({ code: 'decision-too-long', with: { most: MOST.question } });
  if (Object.values(texts).some((text) => typeof text === 'string' && text.length > MOST.text)) return refuse({ code: 'decision-too-long', with: { most: MOST.text } });
  for (const { text, touches, for: pro, against, values, feelings, body } of options) {
    const lists = [pro, against, values, feelings, body];
    if ([text, touches, ...lists.flat()].some((one) => one.trim().length > MOST_WORDS)) return refuse({ code: 'decision-too-long', with: { most: MOST_WORDS } });
    if (lists.some((list) => list.length > MOST_LIST)) return refuse({ code: 'decision-list-long', with: { most: MOST_LIST } });
  }
  if (tidyOptions(options).length > MOST.options) return refuse({ code: 'decision-options-many', with: { most: MOST.options } });
  if (likely !== undefined && likely !== null && !(likely >= 0 && likely <= 100)) return refuse({ code: 'decision-likely', with: { likely: String(likely) } });
  if (review !== '' && (review.length !== 10 || !isWhen(review))) return refuse(noDay(review));
  if (chosen !== '' && !tidyOptions(options).some(({ key }) => key === chosen)) return refuse({ code: 'decision-no-such-option' });
  return ok(null);
};

const valuesOf = ({ question, options = [], chosen = '', affected = '', mind = '', expect = '', likely = null, review = '' }: DecisionDraft): Given => ({
  question: question.trim(),
  options: tidyOptions(options).map(optionToMember),
  chosen,
  affected: affected.trim(),
  mind: mind.trim(),
  expect: expect.trim(),
  likely: likely === null ? null : Math.round(likely),
  review,
});

/** Texts that say nothing are not written: a record holds what was said. */
const said = (values: Given): Given => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null)) as Given;

/**
 * A new decision; with a chosen way it is decided today, else it waits. Refusals: `decision-empty`, `decision-too-long`,
 * `decision-list-long`, `decision-options-many`, `decision-likely` (not 0 to 100), `decision-no-such-option`, those of a day.
 */
export const decide = (draft: DecisionDraft, id: string, now: Now): Result<Change[]> => {
  const fault = faultIn(draft);
  if (!fault.ok) return fault;
  const decided = (draft.chosen ?? '') === '' ? '' : now.day;
  const links = tidyLinks(draft.links ?? [], id).map(linkToMember);
  return ok([createdAs(decisionKind, id, { ...said(valuesOf(draft)), form: 'decision', ...(decided === '' ? {} : { decided }), links, made: now.instant, modified: now.instant })]);
};

/** Only what differs is written; nothing gives an empty list. Choosing a way decides it today; choosing none opens it again. Refusals as for a new one. */
export const changeDecision = (decision: Decision, draft: DecisionDraft, now: Now): Result<Change[]> => {
  const fault = faultIn(draft);
  if (!fault.ok) return fault;
  const { chosen = '' } = draft;
  const decided = chosen === '' ? '' : chosen === decision.chosen && decision.decided !== '' ? decision.decided : now.day;
  return written(decision, { ...valuesOf(draft), options: membersFor(decision.members, tidyOptions(draft.options ?? [])), decided }, now);
};

/** Writes what differs from what is there, each text over the versions that its writer saw. */
const written = (decision: Decision, values: Given, now: Now): Result<Change[]> => {
  const change = changedTo(decisionKind, decision.id, had(decision), values);
  if (!change) return ok([]);
  const texts = Object.keys(change.write ?? {}) as TextName[];
  const over = Object.fromEntries(texts.map((name) => [name, decision.versions[name] ?? [decision[name]]]));
  return ok([{ ...change, ...(texts.length > 0 ? { over } : {}), set: { ...change.set, modified: now.instant } }]);
};

/** A text as it stands to be changed: where two devices wrote it at once, both, one under the other. */
export const textToChange = (decision: Decision, name: TextName): string => decision.versions[name]?.join('\n\n') ?? decision[name];

const had = (decision: Decision): Given => ({
  ...decision,
  options: decision.members,
  links: decision.links.map(linkToMember),
  answers: decision.answered,
  checks: decision.checked,
});

export interface ReviewDraft {
  readonly came?: Came | '';
  readonly happened?: string;
  readonly quality?: Quality | '';
  readonly luck?: Luck | '';
  /** All of them that are answered. */
  readonly checks?: Checks;
  readonly learnt?: string;
}

/** What came of it, today; whenever one likes. What is left out stays as it is. Refusals: `decision-review-empty`, `decision-too-long`. */
export const reviewDecision = (decision: Decision, draft: ReviewDraft, now: Now): Result<Change[]> => {
  const { came = decision.came, happened = decision.happened, quality = decision.quality, luck = decision.luck, learnt = decision.learnt, checks = decision.checks } = draft;
  const members = CHECKS.flatMap((check) => (checks[check] && CHECK_ANSWERS.includes(checks[check]) ? [`${check}:${checks[check]}`] : []));
  if ([came, happened.trim(), quality, luck, learnt.trim(), ...members].every((part) => part === '')) return refuse({ code: 'decision-review-empty' });
  if (happened.length > MOST.text || learnt.length > MOST.text) return refuse({ code: 'decision-too-long', with: { most: MOST.text } });
  const texts = Object.fromEntries((['happened', 'learnt'] as const).flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name].trim()]])));
  return written(decision, { came, quality, luck, ...(draft.checks === undefined ? {} : { checks: members }), ...texts, reviewed: decision.reviewed || now.day }, now);
};

/** Put off: another day to look again. Refusals: those of a day. */
export const lookAgainOn = (decision: Decision, day: string, now: Now): Result<Change[]> =>
  day.length !== 10 || !isWhen(day) ? refuse(noDay(day)) : written(decision, { review: day }, now);

/** No to looking again on the day that was set: it stays as it is, and is not asked for again. Another day is asked for like the first. */
export const refuseReview = ({ id, review, refused }: Pick<Decision, 'id' | 'review' | 'refused'>): Change[] => {
  const change = changedTo(decisionKind, id, { refused }, { refused: review });
  return change ? [change] : [];
};

export interface MachineDraft {
  /** The task. */
  readonly question: string;
  readonly first?: string;
  readonly answers?: Readonly<Partial<Record<MachineAsk, MachineAnswer>>>;
  readonly hands: Hands;
  readonly affected?: string;
  readonly review?: string;
  readonly links?: readonly Link[];
}

const handsOf = ({ question, first = '', affected = '', answers = {}, hands, review = '' }: MachineDraft): Result<Given> => {
  const fault = faultIn({ question, affected, mind: first, review });
  if (!fault.ok) return fault;
  const members = MACHINE_ASKS.flatMap((ask) => (answers[ask] && ANSWERS.includes(answers[ask]) ? [`${ask}:${answers[ask]}`] : []));
  return ok({ question: question.trim(), first: first.trim(), affected: affected.trim(), hands, answers: members, review });
};

/** Who does a task, decided today. Refusals: `decision-empty`, `decision-too-long`, `date-not-understood`. */
export const decideHands = (draft: MachineDraft, id: string, now: Now): Result<Change[]> => {
  const values = handsOf(draft);
  if (!values.ok) return values;
  const links = tidyLinks(draft.links ?? [], id).map(linkToMember);
  return ok([createdAs(decisionKind, id, { ...said(values.value), form: 'machine', links, decided: now.day, made: now.instant, modified: now.instant })]);
};

/** Only what differs is written; nothing gives an empty list. Other hands are decided today. Refusals as for a new one. */
export const changeHands = (decision: Decision, draft: MachineDraft, now: Now): Result<Change[]> => {
  const values = handsOf(draft);
  if (!values.ok) return values;
  const decided = draft.hands === decision.hands && decision.decided !== '' ? decision.decided : now.day;
  return written(decision, { ...values.value, decided }, now);
};

export const deleteDecision = (decision: Pick<Decision, 'id'>): Change[] => [deletedOf(decisionKind, decision.id)];

const oneOf = <T extends string>(record: VaultRecord, name: string, all: readonly string[]): T | '' => {
  const value = stringIn(record, name);
  return all.includes(value) ? (value as T) : '';
};
const dayIn = (record: VaultRecord, name: string): string => {
  const value = stringIn(record, name);
  return value.length === 10 && isWhen(value) ? value : '';
};

const readDecision = (record: VaultRecord): Decision | null => {
  if (record.kind !== decisionKind.name || !isAlive(record)) return null;
  const now = migrate(decisionKind, record);
  if (!now) return null;
  const likely = numberIn(now, 'likely');
  const text = (name: string): string => textsIn(now, name)[0] ?? '';
  const ways = setIn(now, 'options')
    .flatMap((member) => {
      const option = memberToOption(member);
      return option ? [{ member, option }] : [];
    })
    .slice(0, MOST_READ)
    .sort(({ option: a }, { option: b }) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const options = ways.map(({ option }) => option);
  const made = stringIn(now, 'made');
  const chosen = stringIn(now, 'chosen');
  const pairs = (field: 'answers' | 'checks', asks: readonly string[], all: readonly string[]): (readonly [string, string])[] =>
    setIn(now, field).flatMap((member): (readonly [string, string])[] => {
      const [ask = '', answer = ''] = member.split(':');
      return asks.includes(ask) && all.includes(answer) ? [[ask, answer]] : [];
    });
  const [answers, checks] = [pairs('answers', MACHINE_ASKS, ANSWERS), pairs('checks', CHECKS, CHECK_ANSWERS)];
  return {
    id: now.id,
    form: stringIn(now, 'form') === 'machine' ? 'machine' : 'decision',
    question: text('question'),
    options,
    members: ways.map(({ member }) => member),
    chosen: options.some(({ key }) => key === chosen) ? chosen : '',
    hands: oneOf<Hands>(now, 'hands', HANDS),
    answers: Object.fromEntries(answers),
    answered: answers.map((answer) => answer.join(':')),
    first: text('first'),
    affected: text('affected'),
    mind: text('mind'),
    expect: text('expect'),
    likely: likely !== null && likely >= 0 && likely <= 100 ? likely : null,
    review: dayIn(now, 'review'),
    refused: dayIn(now, 'refused'),
    decided: dayIn(now, 'decided'),
    reviewed: dayIn(now, 'reviewed'),
    came: oneOf<Came>(now, 'came', CAME),
    happened: text('happened'),
    quality: oneOf<Quality>(now, 'quality', QUALITIES),
    luck: oneOf<Luck>(now, 'luck', LUCKS),
    checks: Object.fromEntries(checks),
    checked: checks.map((check) => check.join(':')),
    learnt: text('learnt'),
    versions: Object.fromEntries(TEXTS.flatMap((name) => (textsIn(now, name).length > 1 ? [[name, textsIn(now, name)]] : []))),
    links: linksIn(now),
    made: isWhen(made.slice(0, 10)) ? made : '',
    modified: stringIn(now, 'modified'),
  };
};

/** Reads a record as a decision, once; null when it is of another kind, newer than this Kith, or deleted. */
export const decisionOf: (record: VaultRecord) => Decision | null = oncePerRecord(readDecision);

/** All decisions, the last made first. */
export const decisionsOf = (records: Iterable<VaultRecord>): Decision[] => {
  const out: Decision[] = [];
  for (const record of records) {
    const decision = decisionOf(record);
    if (decision) out.push(decision);
  }
  return out.sort((a, b) => (a.made > b.made ? -1 : a.made < b.made ? 1 : a.id < b.id ? -1 : 1));
};

export const chosenOption = ({ options, chosen }: Pick<Decision, 'options' | 'chosen'>): Option | null => options.find(({ key }) => key === chosen) ?? null;

/** What a commitment that grows out of it begins with: the way that was chosen, or the task, and what that was about; '' while nothing is decided. */
export const towardsCommitment = (decision: Decision): { readonly push: string; readonly words: string } => {
  const { form, question, first } = decision;
  const push = form === 'machine' ? question : (chosenOption(decision)?.text ?? '');
  return { push: push.replace(/\s+/gu, ' ').trim(), words: push.trim() === '' ? '' : form === 'machine' ? first : question };
};

/** Whether one said no to looking again on the day that is set. */
export const isRefused = ({ review, refused }: Pick<Decision, 'review' | 'refused'>): boolean => review !== '' && review === refused;

/** Where it stands: not decided; decided and to be looked at again some day, or not; that day has come, and one did not say no to it; looked at. */
export type Standing = 'open' | 'decided' | 'due' | 'reviewed';
export const standingOf = ({ decided, review, refused, reviewed }: Decision, today: string): Standing =>
  reviewed !== '' ? 'reviewed' : review !== '' && review <= today && !isRefused({ review, refused }) ? 'due' : decided === '' ? 'open' : 'decided';

/** What is to be looked at again by today, the longest due first. */
export const dueDecisions = (decisions: readonly Decision[], today: string): Decision[] =>
  decisions.filter((one) => standingOf(one, today) === 'due').sort((a, b) => (a.review < b.review ? -1 : a.review > b.review ? 1 : 0));

/** The same out of records: only those are read whose day may have come, for Now opens with it. */
export const dueAmong = (records: Iterable<VaultRecord>, today: string): Decision[] => {
  const near: VaultRecord[] = [];
  for (const record of records) {
    const review = stringIn(record, 'review');
    if (review !== '' && review <= today) near.push(record);
  }
  return dueDecisions(decisionsOf(near), today);
};
