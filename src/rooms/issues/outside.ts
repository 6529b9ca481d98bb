// What of an issue may leave its circle: as a letter to the role that must answer, and as a page for whoever has its link.
// Invariants: nothing goes but the parts chosen and the issue's own words, which are shown first; a name goes only of a member who is in
// the circle and said yes to it; how many it concerns is said as five, ten or twenty or more, and below five not at all; what one member
// wrote of another's promise or closing stays in the circle. Read from outside, a page is what its shape says and nothing else.

import { mayUse, type Asker, type Leave } from '#core/terms.ts';
import { isWhen } from '#core/when.ts';
import { AREAS, MOST, type Area, type Sheet, type Shown } from './sheet.ts';
import { timelineOf, type Event } from './timeline.ts';

export interface Outside {
  readonly title: string;
  readonly happens: string;
  readonly area: Area | null;
  readonly role: string;
  readonly ask: string;
  readonly due: string;
  readonly cause: string;
  /** '' where it is not to be said. */
  readonly circle: string;
  readonly names: readonly string[];
  /** 0 where it is not said; else so many or more. */
  readonly count: number;
  readonly record: readonly OutsideEvent[];
  /** The day of which all this is. */
  readonly day: string;
  /** Last day on which it can be read; '' for a letter. */
  readonly until: string;
}

/** An event as the outside sees it: no member, and no words but the role's. */
export type OutsideEvent =
  | { readonly is: 'raised' | 'reopened'; readonly day: string }
  | { readonly is: 'asked'; readonly day: string; readonly due: string }
  | { readonly is: 'silence'; readonly day: string; readonly days: number; readonly isNow: boolean; readonly wasHeard: boolean; readonly next: string }
  | { readonly is: 'answered'; readonly day: string; readonly text: string; readonly role: string; readonly gives: 'all' | 'part' | 'none' | null; readonly daysLate: number }
  | { readonly is: 'promised'; readonly day: string; readonly text: string; readonly due: string }
  | { readonly is: 'outcome'; readonly day: string; readonly as: 'kept' | 'late' | 'refused'; readonly due: string }
  | { readonly is: 'closed'; readonly day: string; readonly as: 'changed' | 'partly' | 'unchanged' }
  | { readonly is: 'due' | 'promise-due'; readonly day: string; readonly days: number };

const BANDS = [20, 10, 5] as const;

/** So many or more; 0 below five, where a count could say who. */
export const bandOf = (count: number): number => BANDS.find((band) => count >= band) ?? 0;

/** What each of those affected said of it before it goes. */
export interface Heard {
  /** Accounts that ask to wait. */
  readonly wait: readonly string[];
  readonly named: readonly string[];
  readonly unnamed: readonly string[];
  readonly unsaid: readonly string[];
}

/** Only of members: who left the circle cannot take back a yes. */
export const heardFrom = ({ affected, voices }: Sheet, members: ReadonlySet<string>): Heard => {
  const of = (is: (account: string) => boolean): readonly string[] => [...affected].filter((account) => members.has(account) && is(account));
  const way = (account: string) => voices.get(account)?.way;
  return {
    wait: of((account) => way(account) === 'wait'),
    named: of((account) => voices.get(account)?.isNamed === true),
    unnamed: of((account) => way(account) === 'without-names' || (way(account) === 'go' && voices.get(account)?.isNamed === false)),
    unsaid: of((account) => way(account) === undefined),
  };
};

/**
 * Whether the words of who raised it may leave the circle by somebody's hand. Raising gives them to the circle, to be put before the
 * role without a name; who raised it may say otherwise at any time.
 */
export const mayPublish = ({ issue, voices }: Sheet, asker: Asker, today: string): Leave => {
  const voice = voices.get(issue.by);
  const quote = voice?.way === 'wait' ? 'no' : voice?.isNamed ? 'named' : 'unnamed';
  return mayUse('publish', { by: issue.by, terms: { until: '', quote, ai: false, count: true }, readers: 'all', whileIn: true }, asker, today);
};

/** An event as it goes outside; null where it stays in the circle. */
export const stripped = (event: Event): OutsideEvent | null => {
  const { is, day } = event;
  if (is === 'raised' || is === 'reopened') return { is, day };
  if (is === 'asked') return { is, day, due: event.asked.due };
  if (is === 'silence') return event;
  if (is === 'answered') return { is, day, text: event.answer.text, role: event.answer.role, gives: event.answer.gives, daysLate: event.daysLate };
  if (is === 'promised') return { is, day, text: event.promise.text, due: event.promise.due };
  if (is === 'outcome') return { is, day, as: event.outcome.is, due: event.promise.due };
  if (is === 'closed') return { is, day, as: event.closing.is };
  return is === 'due' || is === 'promise-due' ? { is, day, days: event.days } : null;
};

export interface Going {
  readonly shows: ReadonlySet<Shown>;
  /** The circle's name. */
  readonly circle: string;
  /** By account, of those in the circle now. */
  readonly members: ReadonlyMap<string, string>;
  readonly today: string;
  readonly until?: string;
  readonly dayOf: (instant: string) => string;
}

/** Exactly what would be seen outside. */
export const outsideOf = (sheet: Sheet, { shows, circle, members, today, until = '', dayOf }: Going): Outside => {
  const { issue } = sheet;
  const has = (part: Shown): boolean => shows.has(part);
  return {
    title: issue.title,
    happens: issue.happens,
    area: issue.area,
    role: issue.role,
    ask: issue.ask,
    due: issue.due,
    cause: has('cause') ? issue.cause : '',
    circle: has('circle') ? circle : '',
    names: has('names') ? heardFrom(sheet, new Set(members.keys())).named.flatMap((account) => members.get(account) || []) : [],
    count: has('count') ? bandOf([...sheet.affected].filter((account) => members.has(account)).length) : 0,
    record: has('record') ? timelineOf(sheet, today, dayOf).flatMap((event) => stripped(event) ?? []) : [],
    day: today,
    until,
  };
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const stands = (text: string, name: string, flags: string): boolean => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, flags).test(text);

/** Names of members that stand in the words that would go, though they did not say yes to it. A first name counts as it is written. */
export const namesInWords = (outside: Outside, sheet: Sheet, members: ReadonlyMap<string, string>): readonly string[] => {
  const text = [outside.title, outside.happens, outside.cause, outside.role, outside.ask, ...outside.record.map((event) => ('text' in event ? event.text : ''))].join('\n');
  const named = new Set(heardFrom(sheet, new Set(members.keys())).named);
  return [...members].flatMap(([account, name]) => {
    if (named.has(account) || name.length < 2) return [];
    const [first = ''] = name.split(' ');
    return stands(text, name, 'iu') || (first.length > 1 && stands(text, first, 'u')) ? [name] : [];
  });
};

type T = (key: string, places?: Readonly<Record<string, string | number>>) => string;

/** The letter to the role that must answer, in plain text. `day` writes a day in words. */
export const letterOf = (outside: Outside, t: T, day: (day: string) => string): string => {
  const { title, happens, area, role, ask, due, cause, circle, names, count } = outside;
  const asked = outside.record.findLast((event) => event.is === 'asked');
  const blocks = [
    day(outside.day),
    role === '' ? '' : t('letter.to', { role }),
    t('letter.about', { title }),
    happens,
    [area === null ? '' : t('letter.area', { area: t(`area.${area}`) }), cause].filter((text) => text !== '').join('\n'),
    count === 0 ? '' : t('letter.count', { count }),
    ask === '' ? '' : `${t('letter.ask')}\n${ask}`,
    due === '' ? '' : t('letter.due', { day: day(due) }),
    asked && outside.record.length > 0 ? t('letter.asked-before', { day: day(asked.day) }) : '',
    [...names, circle === '' ? '' : t('letter.circle', { circle })].filter((text) => text !== '').join('\n') || t('letter.unnamed'),
  ];
  return `${blocks.filter((text) => text.trim() !== '').join('\n\n')}\n`;
};

export const outsideToJson = (outside: Outside): string => JSON.stringify({ v: 1, is: 'issue', ...outside });

const MOST_EVENTS = 500;
const MOST_NAMES = 100;

const textIn = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '');
const dayIn = (value: unknown): string => (typeof value === 'string' && value.length === 10 && isWhen(value) ? value : '');
const daysIn = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 100_000 ? value : 0);
const oneOf = <W extends string>(words: readonly W[], value: unknown): W | null => words.find((word) => word === value) ?? null;

const eventIn = (value: unknown): OutsideEvent | null => {
  const part = Object(value) as Record<string, unknown>;
  const day = dayIn(part['day']);
  if (day === '') return null;
  const due = dayIn(part['due']);
  switch (part['is']) {
    case 'raised':
    case 'reopened':
      return { is: part['is'], day };
    case 'asked':
      return { is: 'asked', day, due };
    case 'silence':
      return { is: 'silence', day, days: Math.max(0, daysIn(part['days'])), isNow: part['isNow'] === true, wasHeard: part['wasHeard'] === true, next: dayIn(part['next']) };
    case 'answered': {
      const gives = oneOf(['all', 'part', 'none'], part['gives']);
      return { is: 'answered', day, text: textIn(part['text'], MOST.text), role: textIn(part['role'], MOST.role), gives, daysLate: Math.max(0, daysIn(part['daysLate'])) };
    }
    case 'promised':
      return { is: 'promised', day, text: textIn(part['text'], MOST.promise), due };
    case 'outcome': {
      const as = oneOf(['kept', 'late', 'refused'], part['as']);
      return as && { is: 'outcome', day, as, due };
    }
    case 'closed': {
      const as = oneOf(['changed', 'partly', 'unchanged'], part['as']);
      return as && { is: 'closed', day, as };
    }
    case 'due':
    case 'promise-due':
      return { is: part['is'], day, days: daysIn(part['days']) };
    default:
      return null;
  }
};

/** A page that was opened, from JSON that anybody may have written; null when it is none of an issue. */
export const outsideFromJson = (json: unknown): Outside | null => {
  const part = Object(json) as Record<string, unknown>;
  const [title, day] = [textIn(part['title'], MOST.title * 2), dayIn(part['day'])];
  if (part['v'] !== 1 || part['is'] !== 'issue' || title === '' || day === '') return null;
  const list = (value: unknown, most: number): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]).slice(0, most) : []);
  return {
    title,
    happens: textIn(part['happens'], MOST.happens),
    area: oneOf(AREAS, part['area']),
    role: textIn(part['role'], MOST.role * 2),
    ask: textIn(part['ask'], MOST.ask * 2),
    due: dayIn(part['due']),
    cause: textIn(part['cause'], MOST.cause),
    circle: textIn(part['circle'], 200),
    names: list(part['names'], MOST_NAMES).flatMap((name) => textIn(name, 200) || []),
    count: BANDS.find((band) => band === part['count']) ?? 0,
    record: list(part['record'], MOST_EVENTS).flatMap((event) => eventIn(event) ?? []),
    day,
    until: dayIn(part['until']),
  };
};
