// Looking back: on this day in other years; a week, a month, six months, a year ago; the notes one wrote about older
// entries, in a line; an old entry and a new one side by side.
// Invariants: what Kith picks is never marked heavy (a page that the person opened by day names how many were kept
// aside); every picked pair says why; days are compared as they are written, Julian or Gregorian.

import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { refuse } from '#core/result.ts';
import { addDays, addMonths, dayNumber, dayOf, isLeapYear, isWhen, noDay } from '#core/when.ts';
import { changeEntry, writeEntry, type Entry, type EntryDraft, type Moment } from './model.ts';
import { countsByYear, entriesIn, nameKey, positionOfDay, type Timeline } from './timeline.ts';

/** Why something was picked: `code` is a key `reason.<code>` of the word catalogues, `with` fills its places. Lists and days are for the screen to write in the person's language. */
export interface Reason {
  readonly code: string;
  readonly with?: Readonly<Record<string, string | number | readonly string[]>>;
}

export interface OneYear {
  readonly year: number;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Marked heavy: not shown unless asked for. */
  readonly heavy: readonly Entry[];
}

/**
 * What was written on this day in other years, the latest year first. `day` is `YYYY-MM-DD`. A year without a 29 February
 * shows what was written on one with its 28 February.
 */
export const onThisDay = (timeline: Timeline, day: string): OneYear[] => {
  const monthDay = day.slice(5, 10);
  const year = Number(day.slice(0, 4));
  const days = monthDay === '02-28' && !isLeapYear(year) ? ['02-29', '02-28'] : [monthDay];
  const out: OneYear[] = [];
  for (const other of [...countsByYear(timeline).keys()].reverse()) {
    if (other === year) continue;
    const found = days.flatMap((one) => entriesIn(timeline, `${String(other).padStart(4, '0')}-${one}`));
    if (found.length > 0) out.push({ year: other, entries: found.filter((entry) => !entry.heavy), heavy: found.filter((entry) => entry.heavy) });
  }
  return out;
};

/** What stands at this day of another year, of anything that has a day, the latest year first; nothing that is heavy. A year without a 29 February as above. */
export const alsoOnThisDay = <T extends { readonly when: string; readonly heavy?: boolean }>(all: Iterable<T>, day: string): T[] => {
  const [monthDay, year] = [day.slice(5, 10), day.slice(0, 4)];
  const days = monthDay === '02-28' && !isLeapYear(Number(year)) ? ['02-29', '02-28'] : [monthDay];
  return [...all]
    .filter(({ when, heavy }) => !heavy && when.slice(0, 4) !== year && days.includes(when.slice(5, 10)))
    .sort((a, b) => (a.when > b.when ? -1 : a.when < b.when ? 1 : 0));
};

export type Span = 'week' | 'month' | 'six-months' | 'year';

export interface Ago {
  readonly span: Span;
  /** The day exactly so long ago. */
  readonly day: string;
  /** How many days to either side were looked at. */
  readonly window: number;
  /** The nearest entry that is not heavy and no look-back note; null when there is none in the window. */
  readonly entry: Entry | null;
  /** Days from `day` to the entry: negative when it is earlier. */
  readonly off: number;
}

const SPANS: readonly { readonly span: Span; readonly window: number; readonly from: (day: string) => string }[] = [
  { span: 'week', window: 2, from: (day) => addDays(day, -7) },
  { span: 'month', window: 5, from: (day) => addMonths(day, -1) },
  { span: 'six-months', window: 14, from: (day) => addMonths(day, -6) },
  { span: 'year', window: 14, from: (day) => addMonths(day, -12) },
];

/** The entries nearest to a week, a month, six months and a year before `day`; of two as near, the later. */
export const timesAgo = (timeline: Timeline, day: string): Ago[] =>
  SPANS.map(({ span, window, from }) => {
    const wanted = from(day);
    const target = dayNumber(wanted);
    let entry: Entry | null = null;
    let off = 0;
    const start = timeline.entries.length === 0 ? 0 : positionOfDay(timeline, addDays(wanted, window));
    for (let at = start; at < timeline.entries.length; at++) {
      const one = timeline.entries[at]!;
      const far = dayNumber(one.when) - target;
      if (far < -window) break;
      if (far > window || one.heavy || one.form === 'look-back') continue;
      if (entry === null || Math.abs(far) < Math.abs(off)) [entry, off] = [one, far];
    }
    return { span, day: wanted, window, entry, off };
  });

/** Not offered for another look before a day; '' offers it again. Refusal: `date-not-understood`. */
export const restEntry = (entry: Entry, until: string, now: Moment): Result<Change[]> =>
  until !== '' && (until.length !== 10 || !isWhen(until)) ? refuse(noDay(until)) : changeEntry(entry, { restUntil: until }, now);

/** Heavy: never offered, never picked, kept aside on pages by day. */
export const markHeavy = (entry: Entry, heavy: boolean, now: Moment): Result<Change[]> => changeEntry(entry, { heavy }, now);

/** Worth another look. */
export const markAgain = (entry: Entry, again: boolean, now: Moment): Result<Change[]> => changeEntry(entry, { again }, now);

/** A note that looks back at an entry, in the same journal as it (and so behind the same lock). Refusals are those of writing. */
export const replyTo = (entry: Pick<Entry, 'id' | 'journal'>, draft: EntryDraft, id: string, now: Moment): Result<Change[]> => {
  const others = (draft.links ?? []).filter((link) => link.as !== 'looks-back-at' || link.to !== entry.id);
  return writeEntry({ ...draft, form: 'look-back', journal: entry.journal, links: [{ to: entry.id, as: 'looks-back-at' }, ...others] }, id, now);
};

/** The ids of the entries that a note looks back at. */
export const looksBackAt = (entry: Pick<Entry, 'links'>): string[] => entry.links.filter((link) => link.as === 'looks-back-at').map((link) => link.to);

/** A note on the line, and what it looked back at: as far as that is here (it may be deleted, or in a locked journal). */
export interface NoteOnLine {
  readonly note: Entry;
  readonly at: readonly Entry[];
  /** Days between the note and the latest of what it looks back at; null when none of that is here. */
  readonly daysApart: number | null;
}

export type LineOf = { readonly topic: string } | { readonly person: string } | { readonly area: string } | { readonly entry: string };

interface Notes {
  readonly notes: readonly Entry[];
  /** What they look back at, as far as it is here. */
  readonly byId: ReadonlyMap<string, Entry>;
}

const known = new WeakMap<readonly Entry[], Notes>();

/** All look-back notes among some entries: found once for each list, whichever line is asked for. */
const notesIn = (entries: readonly Entry[]): Notes => {
  const here = known.get(entries);
  if (here) return here;
  const notes = entries.filter((entry) => entry.links.length > 0 && looksBackAt(entry).length > 0);
  const wanted = new Set(notes.flatMap(looksBackAt));
  const byId = new Map(wanted.size === 0 ? [] : entries.filter(({ id }) => wanted.has(id)).map((entry) => [entry.id, entry]));
  const made = { notes, byId };
  known.set(entries, made);
  return made;
};

const oldestFirst = (a: Entry, b: Entry): number => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.made < b.made ? -1 : a.made > b.made ? 1 : a.id < b.id ? -1 : 1);

/**
 * The line of look-back notes, oldest first: those on a topic, person or area (the note's own, or of what it looks back at),
 * or those that look back at one entry, and at the notes on it, however deep.
 */
export const lineOfNotes = (of: LineOf, entries: readonly Entry[]): NoteOnLine[] => {
  const { notes, byId } = notesIn(entries);
  const isOn = 'entry' in of ? inChainOf(of.entry, notes) : onTheme(of, byId);
  return notes
    .filter(isOn)
    .sort(oldestFirst)
    .map((note) => {
      const at = looksBackAt(note)
        .flatMap((id) => byId.get(id) ?? [])
        .sort(oldestFirst);
      const latest = at.at(-1);
      return { note, at, daysApart: latest ? dayNumber(note.when) - dayNumber(latest.when) : null };
    });
};

// Walked from the entry outwards; `reached` also ends the loops that two devices could make.
const inChainOf = (id: string, notes: readonly Entry[]): ((note: Entry) => boolean) => {
  const byTarget = new Map<string, string[]>();
  for (const note of notes) for (const to of looksBackAt(note)) byTarget.set(to, [...(byTarget.get(to) ?? []), note.id]);
  const reached = new Set<string>();
  const next = [id];
  for (let one = next.pop(); one !== undefined; one = next.pop())
    for (const note of byTarget.get(one) ?? [])
      if (note !== id && !reached.has(note)) {
        reached.add(note);
        next.push(note);
      }
  return (note) => reached.has(note.id);
};

const onTheme = (of: Exclude<LineOf, { readonly entry: string }>, byId: ReadonlyMap<string, Entry>): ((note: Entry) => boolean) => {
  const key = nameKey('topic' in of ? of.topic : 'person' in of ? of.person : of.area);
  const names = (entry: Entry): readonly string[] => ('topic' in of ? entry.topics : 'person' in of ? entry.people : entry.areas);
  const has = (entry: Entry): boolean => names(entry).some((name) => nameKey(name) === key);
  return (note) => has(note) || looksBackAt(note).some((id) => byId.has(id) && has(byId.get(id)!));
};

export interface ThenAndNow {
  readonly then: Entry;
  readonly now: Entry;
  readonly daysApart: number;
  readonly reasons: readonly Reason[];
}

/** Days that must lie between the two. */
export const APART = 28;

type Shared = (theirs: readonly string[]) => string[];
/** Gives the names of a list that are also in `mine`, spelled as there; each spelling is folded once. */
const createShared = (mine: readonly string[]): Shared => {
  if (mine.length === 0) return () => [];
  const byKey = new Map(mine.map((name) => [nameKey(name), name]));
  const known = new Map<string, string | undefined>();
  const match = (name: string): string | undefined => {
    if (!known.has(name)) known.set(name, byKey.get(nameKey(name)));
    return known.get(name);
  };
  return (theirs) => [...new Set(theirs.map(match))].filter((name) => name !== undefined);
};

/**
 * A later entry to set beside an old one: one that says it looks back at it, else the one that shares most topics and people
 * (then areas, place, and the day of the year); of those alike, the latest. Null when nothing is shared.
 */
export const thenAndNow = (old: Entry, entries: Iterable<Entry>): ThenAndNow | null => {
  const [topicsOf, peopleOf, areasOf, placesOf] = [old.topics, old.people, old.areas, old.place === '' ? [] : [old.place]].map(createShared) as [Shared, Shared, Shared, Shared];
  const since = dayNumber(old.when);
  let best: { readonly entry: Entry; readonly score: number; readonly reasons: readonly Reason[] } | null = null;
  for (const entry of entries) {
    if (entry.id === old.id || entry.heavy || entry.form === 'look-back' || entry.when <= old.when || dayNumber(entry.when) - since < APART) continue;
    const reasons: Reason[] = [];
    let score = 0;
    if (looksBackAt(entry).includes(old.id)) {
      score += 1000;
      reasons.push({ code: 'looks-back-at-it' });
    }
    const [topics, people, areas] = [topicsOf(entry.topics), peopleOf(entry.people), areasOf(entry.areas)];
    if (topics.length > 0) reasons.push({ code: 'shares-topics', with: { topics } });
    if (people.length > 0) reasons.push({ code: 'shares-people', with: { people } });
    if (areas.length > 0) reasons.push({ code: 'shares-areas', with: { areas } });
    score += 4 * (topics.length + people.length) + areas.length;
    if (placesOf([entry.place]).length > 0) {
      score += 1;
      reasons.push({ code: 'shares-place', with: { place: old.place } });
    }
    if (entry.when.slice(5, 10) === old.when.slice(5, 10)) {
      score += 1;
      reasons.push({ code: 'same-day', with: { year: entry.when.slice(0, 4) } });
    }
    if (score === 0) continue;
    if (best === null || score > best.score || (score === best.score && oldestFirst(entry, best.entry) > 0)) best = { entry, score, reasons };
  }
  // oxlint-disable-next-line unicorn/no-thenable -- the two are called then and now; nothing awaits them
  return best && { then: old, now: best.entry, daysApart: dayNumber(dayOf(best.entry.when)) - since, reasons: best.reasons };
};
