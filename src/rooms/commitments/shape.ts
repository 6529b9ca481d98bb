// What a commitment is, and how it is read from its records: the plan (one record) and the looks back at it (one each). A look may stand
// alone in what it says: only what got in the way, or only that it is done. Invariant: nothing is needed but what one will do; a plan
// that was looked back at stands in that look as it was then, whatever is planned afterwards.

import { createKind, migrate, numberIn, setIn, stringIn, textsIn, type Kind } from '#core/kind.ts';
import { linksIn, type Link } from '#core/links.ts';
import { isAlive, type Json, oncePerRecord, registerOf, type VaultRecord } from '#core/record.ts';
import { isDay, isInstant } from '#core/when.ts';

export const MOST = { what: 600, line: 2000, text: 20_000, people: 50 } as const;

/** −2 much less … 0 what is hoped for … +2 much more: Kiresuk and Sherman (1968), goal attainment scaling. */
export const LEVELS = [2, 1, 0, -1, -2] as const;
export type Level = (typeof LEVELS)[number];
export type GoalScale = Readonly<Record<Level, string>>;

/** Words of a plan, each kept in every version that was written at once. */
const WORDS = ['why', 'step', 'ifThis', 'thenThat', 'inMe', 'around'] as const;
export type PlanWord = (typeof WORDS)[number];

const LEVEL_FIELDS = { 2: 'plus2', 1: 'plus1', 0: 'level0', [-1]: 'minus1', [-2]: 'minus2' } as const satisfies Record<Level, string>;
export const fieldOfLevel = (level: Level): (typeof LEVEL_FIELDS)[Level] => LEVEL_FIELDS[level];

export const commitmentKind = createKind('commitment', {
  what: 'text',
  why: 'text',
  people: 'set',
  told: 'register',
  by: 'register',
  step: 'text',
  stepDone: 'register',
  ifThis: 'text',
  thenThat: 'text',
  inMe: 'text',
  around: 'text',
  plus2: 'text',
  plus1: 'text',
  level0: 'text',
  minus1: 'text',
  minus2: 'text',
  scaleAt: 'register',
  links: 'set',
  end: 'register',
  made: 'register',
  modified: 'register',
});

/** Which commitment it looks back at, its link says. */
export const lookKind = createKind('commitment-look', {
  links: 'set',
  day: 'register',
  came: 'register',
  intended: 'text',
  happened: 'text',
  why: 'text',
  next: 'text',
  level: 'register',
  ways: 'set',
  others: 'register',
  elsewhere: 'register',
  before: 'register',
  plan: 'register',
  at: 'register',
});

export const KINDS: readonly string[] = [commitmentKind.name, lookKind.name];

/** What those who are in it know of it, as the person says. */
export const TOLD = ['knows', 'yes'] as const;
export type Told = (typeof TOLD)[number] | '';

/** How a commitment ends, each an outcome with a name. `resting` may have a day on which it comes back. */
export const ENDS = ['done', 'resting', 'dropped', 'handed'] as const;
export type EndHow = (typeof ENDS)[number];
export interface End {
  readonly how: EndHow;
  /** Instant. */
  readonly at: string;
  /** Of `resting`: the day on which it comes back; '' for none. */
  readonly until: string;
  /** Of `handed`: to whom; '' where it was not said. */
  readonly to: string;
}

/** How it came out, where one says it in a tap. */
export const CAME = ['done', 'part', 'not'] as const;
export type Came = (typeof CAME)[number];

/** "What got in the way: me, us, the system?" More than one may be true. */
export const WAYS = ['me', 'us', 'system', 'not-sure'] as const;
export type Way = (typeof WAYS)[number];

/** Others? elsewhere? before? After Kelley (1967), covariation: consensus, distinctiveness, consistency. */
export const QUESTIONS = ['others', 'elsewhere', 'before'] as const;
export type Question = (typeof QUESTIONS)[number];
export const REPLIES = ['yes', 'some', 'no', 'not-sure'] as const;
export type Reply = (typeof REPLIES)[number];
export type Replies = Readonly<Partial<Record<Question, Reply>>>;

/** After the action: what was intended, what happened, why, what next. */
export const PARTS = ['happened', 'intended', 'why', 'next'] as const;
export type Part = (typeof PARTS)[number];

/** The plan as it stood when one looked back. */
export interface PlanThen {
  readonly by: string;
  readonly step: string;
  readonly ifThis: string;
  readonly thenThat: string;
}

export interface Look extends Readonly<Record<Part, string>> {
  readonly id: string;
  readonly of: string;
  readonly links: readonly Link[];
  /** The day it is about. */
  readonly day: string;
  readonly came: Came | null;
  readonly level: Level | null;
  readonly ways: readonly Way[];
  readonly replies: Replies;
  readonly plan: PlanThen;
  /** Instant at which it was first written. */
  readonly at: string;
  /** Every version of its texts that was read. */
  readonly versions: Versions;
}

export interface Commitment extends Readonly<Record<PlanWord, string>> {
  readonly id: string;
  readonly what: string;
  /** What another device wrote in its place at the same time. */
  readonly otherWhats: readonly string[];
  readonly people: readonly string[];
  readonly told: Told;
  /** Day by which; '' for none. */
  readonly by: string;
  /** Day on which the first step was done; '' while it is not. */
  readonly stepDone: string;
  readonly scale: GoalScale;
  /** Instant at which the scale was last written; '' where there is none. */
  readonly scaleAt: string;
  readonly links: readonly Link[];
  /** Null while it is open. */
  readonly end: End | null;
  readonly made: string;
  readonly modified: string;
  /** The oldest first. */
  readonly looks: readonly Look[];
  /** Every version of its texts that was read. */
  readonly versions: Versions;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null => all.find((one) => one === value) ?? null;
const dayIn = (record: VaultRecord, name: string): string => {
  const day = stringIn(record, name);
  return isDay(day) ? day : '';
};

/** Every version that is kept of a text, the newest first, under one another. */
const wordsIn = (record: VaultRecord, name: string): string => textsIn(record, name).join('\n\n');

const instantIn = (record: VaultRecord, name: string): string => {
  const at = stringIn(record, name);
  return isInstant(at) ? at : '';
};

export type Versions = Readonly<Record<string, readonly string[]>>;
const versionsIn = (record: VaultRecord, kind: Kind): Versions =>
  Object.fromEntries(Object.keys(kind.fields).flatMap((name) => (kind.fields[name] === 'text' ? [[name, textsIn(record, name)] as const] : [])));

const objectIn = (record: VaultRecord, name: string): Readonly<Record<string, Json>> | null => {
  const value = registerOf(record, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : null;
};
const textAt = (value: Readonly<Record<string, Json>> | null, name: string): string => {
  const text = value?.[name];
  return typeof text === 'string' ? text : '';
};

const endIn = (record: VaultRecord): End | null => {
  const value = objectIn(record, 'end');
  const how = oneOf(ENDS, value?.['how']);
  const [at, until] = [textAt(value, 'at'), textAt(value, 'until')];
  return how !== null && isInstant(at) ? { how, at, until: isDay(until) ? until : '', to: textAt(value, 'to') } : null;
};

const repliesIn = (record: VaultRecord): Replies => {
  const replies: Partial<Record<Question, Reply>> = {};
  for (const question of QUESTIONS) {
    const reply = oneOf(REPLIES, registerOf(record, question));
    if (reply !== null) replies[question] = reply;
  }
  return replies;
};

const readLook = (record: VaultRecord): Look | null => {
  if (record.kind !== lookKind.name || !isAlive(record)) return null;
  const now = migrate(lookKind, record);
  if (!now) return null;
  const links = linksIn(now);
  const of = links.find(({ as }) => as === 'looks-back-at')?.to;
  const [day, plan] = [dayIn(now, 'day'), objectIn(now, 'plan')];
  if (of === undefined || day === '') return null;
  const level = numberIn(now, 'level');
  return {
    id: now.id,
    of,
    links,
    day,
    came: oneOf(CAME, registerOf(now, 'came')),
    intended: wordsIn(now, 'intended'),
    happened: wordsIn(now, 'happened'),
    why: wordsIn(now, 'why'),
    next: wordsIn(now, 'next'),
    level: LEVELS.find((one) => one === level) ?? null,
    ways: WAYS.filter((way) => setIn(now, 'ways').includes(way)),
    replies: repliesIn(now),
    plan: { by: textAt(plan, 'by'), step: textAt(plan, 'step'), ifThis: textAt(plan, 'ifThis'), thenThat: textAt(plan, 'thenThat') },
    at: instantIn(now, 'at'),
    versions: versionsIn(now, lookKind),
  };
};

/** Read once for each state of it. Null when the record is of another kind, newer than this Kith, deleted, or says not what it looks back at, or on which day. */
export const lookOf: (record: VaultRecord) => Look | null = oncePerRecord(readLook);

const readPlan = (record: VaultRecord): Commitment | null => {
  if (record.kind !== commitmentKind.name || !isAlive(record)) return null;
  const now = migrate(commitmentKind, record);
  if (!now) return null;
  const [what = '', ...otherWhats] = textsIn(now, 'what').filter((text) => text.trim() !== '');
  if (what === '') return null;
  return {
    ...(Object.fromEntries(WORDS.map((word) => [word, wordsIn(now, word)])) as Record<PlanWord, string>),
    id: now.id,
    what,
    otherWhats,
    people: setIn(now, 'people'),
    told: oneOf(TOLD, registerOf(now, 'told')) ?? '',
    by: dayIn(now, 'by'),
    stepDone: dayIn(now, 'stepDone'),
    scale: Object.fromEntries(LEVELS.map((level) => [level, wordsIn(now, fieldOfLevel(level))])) as Record<Level, string>,
    scaleAt: instantIn(now, 'scaleAt'),
    links: linksIn(now),
    end: endIn(now),
    made: instantIn(now, 'made'),
    modified: instantIn(now, 'modified'),
    looks: [],
    versions: versionsIn(now, commitmentKind),
  };
};

/** The plan alone, read once for each state of it; null when the record is of another kind, newer than this Kith, deleted, or says nothing to do. */
export const commitmentOf: (record: VaultRecord) => Commitment | null = oncePerRecord(readPlan);

const byDay = (a: Look, b: Look): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1);

/** Those that are open first, what has the nearest day before the others and the newest among these; then those that ended, the latest first. */
const inTheirOrder = (a: Commitment, b: Commitment): number => {
  if ((a.end === null) !== (b.end === null)) return a.end === null ? -1 : 1;
  if (a.end && b.end && a.end.at !== b.end.at) return a.end.at > b.end.at ? -1 : 1;
  const [day, other] = [a.by || '9999', b.by || '9999'];
  if (a.end === null && day !== other) return day < other ? -1 : 1;
  return a.made !== b.made ? (a.made > b.made ? -1 : 1) : a.id < b.id ? -1 : 1;
};

/** All commitments among the records, each with its looks back. A look at one that is not there is left out. */
export const commitmentsOf = (records: Iterable<VaultRecord>): readonly Commitment[] => {
  const looks = new Map<string, Look[]>();
  const plans: VaultRecord[] = [];
  for (const record of records) {
    if (record.kind === commitmentKind.name) plans.push(record);
    const look = lookOf(record);
    if (!look) continue;
    const those = looks.get(look.of);
    if (those) those.push(look);
    else looks.set(look.of, [look]);
  }
  return plans
    .flatMap((record) => {
      const plan = commitmentOf(record);
      const those = looks.get(record.id);
      return plan && those ? { ...plan, looks: those.sort(byDay) } : (plan ?? []);
    })
    .sort(inTheirOrder);
};
