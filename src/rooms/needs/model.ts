// What people in a circle need of one another and offer, what others answer, and thanks for a thing done. All of it lies in the circle's
// vault, in reach of all its members; only "not me" lies in one's own, so that nobody is told.
// Invariants: whose a record is stands in its id; a need is met or withdrawn by who voiced it, by nobody else; one person has one answer
// to a need; nothing here counts people or ranks them; one who floods hides nobody else.

import { createKind, setIn, stringIn, textsIn } from '#core/kind.ts';
import { isId } from '#core/ids.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { addDays, dayOf, isInstant, isWhen } from '#core/when.ts';

export const MOST_TEXT = 2000;
export const MOST_PLACE = 200;
/** People named in one place; a circle is smaller. */
const MOST_PEOPLE = 30;
/** Of one person, in a list of many people's. */
export const MOST_OF_ONE = 3;
/** Days within which a need is soon. */
const SOON = 3;

export const needKind = createKind('need', { text: 'text', side: 'register', sort: 'register', until: 'register', at: 'register', end: 'register' });
export const answerKind = createKind('need-answer', { to: 'register', way: 'register', text: 'text', meeting: 'register', at: 'register' });
export const thanksKind = createKind('thanks', { to: 'register', text: 'text', about: 'register', at: 'register' });
/** Of one's own vault, one record for each circle. */
export const notMeKind = createKind('not-me', { needs: 'set' });

/** A thing that is needed is done once somebody can; of presence there can be more. */
export const SORTS = ['thing', 'presence'] as const;
export const SIDES = ['needed', 'offered'] as const;
export const WAYS = ['can', 'come', 'meet', 'ask'] as const;
export type Sort = (typeof SORTS)[number];
export type Side = (typeof SIDES)[number];
/** "I can", "I will come", a time to meet; of an offer: "I ask for it". */
export type Way = (typeof WAYS)[number];

export interface Meeting {
  /** A day and a time on the clock of who proposes it. */
  readonly when: string;
  readonly zone: string;
  readonly place: string;
}

export interface Answer {
  readonly id: string;
  readonly by: string;
  readonly to: string;
  readonly way: Way;
  readonly text: string;
  /** With the way `meet`. */
  readonly meeting: Meeting | null;
  readonly at: string;
}

export interface Need {
  readonly id: string;
  /** The account that voiced it. */
  readonly by: string;
  readonly side: Side;
  readonly sort: Sort;
  readonly text: string;
  /** The last day on which it holds; '' where none was said. */
  readonly until: string;
  readonly at: string;
  /** `with`: who met it, or to whom an offer went, as its author says. */
  readonly end: { readonly how: 'met' | 'withdrawn'; readonly with: readonly string[]; readonly at: string } | null;
  /** One of each person, the oldest first. */
  readonly answers: readonly Answer[];
}

export interface Thanks {
  readonly id: string;
  readonly by: string;
  readonly to: string;
  readonly text: string;
  /** The need, offer or action that it is for; '' where none was said. */
  readonly about: string;
  readonly at: string;
}

/** Who looks, and when: the accounts that are in the circle now, and the day on one's own clock. */
export interface Seeing {
  readonly me: string;
  readonly members: ReadonlySet<string>;
  readonly today: string;
}

// What others wrote, read so that nothing in it can do harm.

const cut = (text: string): string =>
  text.length > MOST_TEXT
    ? Array.from(text.slice(0, 2 * MOST_TEXT))
        .slice(0, MOST_TEXT)
        .join('')
    : text;
const textIn = (record: VaultRecord): string => cut((textsIn(record, 'text')[0] ?? '').trim());
const oneOf = <T extends string>(all: readonly T[], value: string): T | null => all.find((each) => each === value) ?? null;
const instantIn = (value: unknown): string => (isInstant(value) ? value : '');
export const peopleIn = (value: unknown): readonly string[] => (Array.isArray(value) ? [...new Set(value.slice(0, MOST_PEOPLE).filter(isId))] : []);
const partsOf = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>;

const endIn = (record: VaultRecord): Need['end'] => {
  const { how, with: people, at } = partsOf(registerOf(record, 'end'));
  return how === 'met' || how === 'withdrawn' ? { how, with: how === 'met' ? peopleIn(people) : [], at: instantIn(at) } : null;
};

const meetingIn = (record: VaultRecord): Meeting | null => {
  const { when, zone, place } = partsOf(registerOf(record, 'meeting'));
  // Not each engine knows each day of either calendar.
  if (!isWhen(when) || !when.includes('T') || Number.isNaN(Date.parse(`${when}Z`))) return null;
  const isZone = typeof zone === 'string' && /^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.test(zone);
  return { when, zone: isZone ? zone : '', place: typeof place === 'string' ? place.replace(/\s+/g, ' ').trim().slice(0, MOST_PLACE) : '' };
};

const needOf = (record: VaultRecord): Omit<Need, 'answers'> | null => {
  const by = handOf(record.id);
  const [side, sort] = [oneOf(SIDES, stringIn(record, 'side')), oneOf(SORTS, stringIn(record, 'sort'))];
  const [text, until] = [textIn(record), stringIn(record, 'until')];
  if (by === null || side === null || sort === null || text === '' || !isAlive(record)) return null;
  return { id: record.id, by, side, sort, text, until: isWhen(until) ? dayOf(until) : '', at: instantIn(registerOf(record, 'at')), end: endIn(record) };
};

const answerOf = (record: VaultRecord): Answer | null => {
  const by = handOf(record.id);
  const way = oneOf(WAYS, stringIn(record, 'way'));
  if (by === null || way === null || !isAlive(record)) return null;
  const meeting = way === 'meet' ? meetingIn(record) : null;
  if (way === 'meet' && meeting === null) return null;
  return { id: record.id, by, to: stringIn(record, 'to'), way, text: textIn(record), meeting, at: instantIn(registerOf(record, 'at')) };
};

const thanksOne = (record: VaultRecord): Thanks | null => {
  const by = handOf(record.id);
  const [to, text] = [stringIn(record, 'to'), textIn(record)];
  if (by === null || !isId(to) || to === by || text === '' || !isAlive(record)) return null;
  return { id: record.id, by, to, text, about: stringIn(record, 'about').slice(0, 64), at: instantIn(registerOf(record, 'at')) };
};

const byAge = <T extends { readonly id: string; readonly at: string }>(a: T, b: T): number => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1);
const alive = <T>(circle: Snapshot, kind: string, read: (record: VaultRecord) => T | null): T[] => [...recordsOf(circle, kind).values()].flatMap((record) => read(record) ?? []);

/** Which answers something can have; its own author has none. */
const fits = ({ by, way }: Answer, need: Pick<Need, 'by' | 'side'>): boolean => by !== need.by && waysOf(need).includes(way);

export const waysOf = ({ side }: Pick<Need, 'side'>): readonly Way[] => (side === 'offered' ? ['ask', 'meet'] : ['can', 'come', 'meet']);

/** The answer that a button gives: what was asked for says which. */
export const wayOf = ({ side, sort }: Pick<Need, 'side' | 'sort'>): Way => (side === 'offered' ? 'ask' : sort === 'presence' ? 'come' : 'can');

/** Every need and offer of a circle, the newest first. */
export const needsOf = (circle: Snapshot): readonly Need[] => {
  const needs = new Map(alive(circle, needKind.name, needOf).map((need) => [need.id, need]));
  // Two devices of one person may have answered while they were apart: the newest of each person counts.
  const answers = new Map<string, Map<string, Answer>>();
  for (const answer of alive(circle, answerKind.name, answerOf).sort(byAge)) {
    const need = needs.get(answer.to);
    if (!need || !fits(answer, need)) continue;
    const ofNeed = answers.get(need.id) ?? new Map<string, Answer>();
    answers.set(need.id, ofNeed.set(answer.by, answer));
  }
  return [...needs.values()].map((need) => ({ ...need, answers: [...(answers.get(need.id)?.values() ?? [])].sort(byAge) })).sort((a, b) => byAge(b, a));
};

/** Every answer of one person to one need, also those that a newer one stands in place of. */
export const answersBy = (circle: Snapshot, need: string, by: string): readonly Answer[] =>
  alive(circle, answerKind.name, answerOf).filter((answer) => answer.to === need && answer.by === by);

export const needById = (circle: Snapshot, id: string): Need | null => needsOf(circle).find((need) => need.id === id) ?? null;

/** `past`: its day is over, or who voiced it is not in the circle any more; its author may still say what became of it. */
export const standingOf = ({ end, until, by }: Need, { members, today }: Pick<Seeing, 'members' | 'today'>): 'open' | 'past' | 'met' | 'withdrawn' =>
  end ? end.how : (until !== '' && until < today) || !members.has(by) ? 'past' : 'open';

/** What is open now, with the answers of those who are in the circle: what has a day first, the soonest before; then the newest. */
export const openNeeds = (all: readonly Need[], seeing: Pick<Seeing, 'members' | 'today'>): readonly Need[] =>
  all
    .filter((need) => standingOf(need, seeing) === 'open')
    .map((need) => ({ ...need, answers: need.answers.filter(({ by }) => seeing.members.has(by)) }))
    .sort((a, b) => (a.until === b.until ? byAge(b, a) : a.until === '' ? 1 : b.until === '' || a.until < b.until ? -1 : 1));

/** What was met, the last first. */
export const metNeeds = (all: readonly Need[]): readonly Need[] =>
  all.filter(({ end }) => end?.how === 'met').sort((a, b) => byAge({ id: b.id, at: b.end!.at }, { id: a.id, at: a.end!.at }));

/** One's own that wait for one's word: open, or past their day. */
export const ownNeeds = (all: readonly Need[], me: string): readonly Need[] => all.filter(({ by, end }) => by === me && end === null);

/** All thanks in a circle, the newest first. */
export const thanksOf = (circle: Snapshot): readonly Thanks[] => alive(circle, thanksKind.name, thanksOne).sort((a, b) => byAge(b, a));

export interface Fairly<T> {
  readonly shown: readonly T[];
  /** "and 40 more from Dev". */
  readonly held: readonly { readonly by: string; readonly count: number }[];
}

/** At most so many of one person, in the order given, and of whom more was left out; of those `opened`, all. */
export const fairly = <T extends { readonly by: string }>(
  all: readonly T[],
  { most = MOST_OF_ONE, opened = new Set() }: { readonly most?: number; readonly opened?: ReadonlySet<string> } = {},
): Fairly<T> => {
  const seen = new Map<string, number>();
  const shown = all.filter(({ by }) => {
    const before = seen.get(by) ?? 0;
    seen.set(by, before + 1);
    return before < most || opened.has(by);
  });
  return { shown, held: [...seen].flatMap(([by, count]) => (count > most && !opened.has(by) ? [{ by, count: count - most }] : [])) };
};

/** So many, where there is room for few: one of each person first, then a second of each; in the order given. */
export const aFew = <T extends { readonly by: string }>(all: readonly T[], count: number): readonly T[] => {
  const chosen = new Set([1, 2].flatMap((most) => fairly(all, { most }).shown));
  const kept = new Set([...chosen].slice(0, count));
  return all.filter((one) => kept.has(one));
};

/** The needs that one said "not me" to; `own`: one's own vault. */
export const notMine = (own: Snapshot): ReadonlySet<string> => new Set(alive(own, notMeKind.name, (record) => setIn(record, 'needs')).flat());

export type Reason = 'you-said' | 'asked-for' | 'soon' | 'nobody-yet' | 'company' | 'met-yet';

export interface NeededOfMe {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  /** The day by which; '' where none was said. */
  readonly until: string;
  readonly reason: Reason;
  /** Instant since which it waits. */
  readonly since: string;
}

const ORDER: readonly Reason[] = ['you-said', 'soon', 'asked-for', 'nobody-yet', 'company', 'met-yet'];

const reasonFor = (need: Need, refused: ReadonlySet<string>, { me, today }: Seeing, isPast: boolean): { readonly reason: Reason; readonly until: string } | null => {
  const { answers, until, side, sort, by } = need;
  if (by === me) {
    if (isPast) return { reason: 'met-yet', until };
    return side === 'offered' && answers.length > 0 ? { reason: 'asked-for', until } : null;
  }
  if (isPast) return null;
  const mine = answers.find((answer) => answer.by === me);
  if (mine) {
    const day = mine.meeting ? dayOf(mine.meeting.when) : until;
    return mine.way === 'ask' || (day !== '' && day < today) ? null : { reason: 'you-said', until: day };
  }
  if (side === 'offered' || refused.has(need.id) || (sort === 'thing' && answers.length > 0)) return null;
  if (until !== '' && until <= addDays(today, SOON)) return { reason: 'soon', until };
  return { reason: sort === 'presence' ? 'company' : 'nobody-yet', until };
};

/**
 * What a circle needs of one now, with the reason for each, what is nearest first; at most two of one person. What others can do
 * already, what one said no to and what one merely could ask for are not in it.
 */
export const neededOfMe = (circle: Snapshot, own: Snapshot, seeing: Seeing): readonly NeededOfMe[] => {
  const all = needsOf(circle);
  const refused = notMine(own);
  const past = ownNeeds(all, seeing.me).filter((need) => standingOf(need, seeing) === 'past');
  const items = [...openNeeds(all, seeing), ...past].flatMap((need): NeededOfMe[] => {
    const why = reasonFor(need, refused, seeing, past.includes(need));
    return why ? [{ id: need.id, text: need.text, by: need.by, since: need.at, ...why }] : [];
  });
  const sorted = items.sort((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason));
  return fairly(sorted, { most: 2 }).shown;
};
