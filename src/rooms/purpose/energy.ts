// What gave energy and what took it, marked by the person: what it was, how much it gave or took, how much it meant, who had set its terms,
// who gained from it and what made it so. Check-ins and entries of the journal say energy too; what they were about is said there, as a
// topic. Invariants: a mark says one of the two at least; nothing here reads what was written, or guesses.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, numberIn, setIn, stringIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { changeEntry, tidyName, tidyNames, type Energy, type Entry, type Moment } from '#rooms/journal/model.ts';
import { checkDay, dayIn, MOST, overRead, readIn, tooLong, withoutEmpty, wordsIn, type Read } from './model.ts';

export { entryOf } from '#rooms/journal/model.ts';

/** From drains, or means little, to gives, or means much. */
export const LEVELS = [-2, -1, 0, 1, 2] as const;
export type Level = Energy;

/** Who set how it is done. */
export const TERMS = ['mine', 'others', 'both'] as const;
export type Terms = (typeof TERMS)[number];

export const markKind = createKind('energy-mark', {
  what: 'register',
  energy: 'register',
  meaning: 'register',
  terms: 'register',
  gained: 'set',
  areas: 'set',
  note: 'text',
  day: 'register',
  links: 'set',
  made: 'register',
  modified: 'register',
});

export interface Mark {
  readonly id: string;
  /** The activity, by its name. */
  readonly what: string;
  readonly energy: Level;
  readonly meaning: Level;
  readonly terms: Terms | null;
  /** People. */
  readonly gained: readonly string[];
  readonly areas: readonly string[];
  /** What made it so; Markdown. */
  readonly note: string;
  readonly day: string;
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
  readonly read: Read;
}

export type MarkDraft = Partial<Omit<Mark, 'id' | 'links' | 'made' | 'modified' | 'read'>>;

/** Refusals: `mark-nameless`, `mark-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
const valuesOf = (draft: MarkDraft, today: string): Result<Values<typeof markKind.fields>> => {
  const { what, energy, meaning, terms, gained, areas, note, day } = draft;
  if (what !== undefined && tidyName(what) === '') return refuse({ code: 'mark-nameless' });
  if (energy === null && meaning === null) return refuse({ code: 'mark-empty' });
  const long = tooLong([note], MOST.text);
  if (long) return refuse(long);
  const on = day === undefined ? ok(undefined) : checkDay(day, today);
  if (!on.ok) return on;
  return ok({
    ...(what === undefined ? {} : { what: tidyName(what) }),
    ...(energy === undefined ? {} : { energy }),
    ...(meaning === undefined ? {} : { meaning }),
    ...(terms === undefined ? {} : { terms }),
    ...(gained === undefined ? {} : { gained: tidyNames(gained).slice(0, MOST.names) }),
    ...(areas === undefined ? {} : { areas: tidyNames(areas).slice(0, MOST.names) }),
    ...(note === undefined ? {} : { note: note.trim() }),
    ...(on.value === undefined ? {} : { day: on.value || today }),
  });
};

/** Refusals: `mark-nameless`, `mark-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
export const markEnergy = (draft: MarkDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const full = { ...draft, what: draft.what ?? '', energy: draft.energy ?? null, meaning: draft.meaning ?? null, day: draft.day ?? '' };
  const values = valuesOf(full, dayOf(now.when));
  if (!values.ok) return values;
  return ok([createdAs(markKind, id, { ...withoutEmpty(values.value), links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant })]);
};

/** Refusals: those of marking. Nothing changed gives an empty list. */
export const changeMark = (mark: Mark, draft: MarkDraft, now: Moment): Result<Change[]> => {
  const { what, energy, meaning, terms, gained, areas, note, day } = mark;
  const full = { ...draft, energy: draft.energy === undefined ? energy : draft.energy, meaning: draft.meaning === undefined ? meaning : draft.meaning };
  const values = valuesOf(full, dayOf(now.when));
  if (!values.ok) return values;
  const change = changedTo(markKind, mark.id, { what, energy, meaning, terms, gained, areas, note, day }, values.value);
  return ok(change ? [{ ...change, ...overRead(change.write, mark.read), set: { ...change.set, modified: now.instant } }] : []);
};

export const deleteMark = ({ id }: Pick<Mark, 'id'>): Change[] => [deletedOf(markKind, id)];

/** Says of an entry or a check-in what it was about, so that its energy counts for that: topics, beside those it has. Refusals: `mark-nameless`, those of an entry. */
export const sayWhatItWas = (entry: Entry, names: readonly string[], now: Moment): Result<Change[]> => {
  const topics = tidyNames([...entry.topics, ...names]);
  if (tidyNames(names).length === 0) return refuse({ code: 'mark-nameless' });
  return changeEntry(entry, { topics }, now);
};

const levelIn = (record: VaultRecord, name: string): Level => {
  const level = numberIn(record, name);
  return LEVELS.find((one) => one === level) ?? null;
};

/** Null when it is of another kind, newer than this Kith, deleted, or says neither what it was nor how. */
export const markOfRecord = (record: VaultRecord): Mark | null => {
  const now = record.kind === markKind.name && isAlive(record) ? migrate(markKind, record) : null;
  if (!now) return null;
  const what = tidyName(stringIn(now, 'what'));
  const [energy, meaning] = [levelIn(now, 'energy'), levelIn(now, 'meaning')];
  const made = instantIn(now, 'made');
  const day = dayIn(now, 'day') || made.slice(0, 10);
  if (what === '' || day === '' || (energy === null && meaning === null)) return null;
  return {
    id: now.id,
    what,
    energy,
    meaning,
    terms: TERMS.find((one) => one === registerOf(now, 'terms')) ?? null,
    gained: setIn(now, 'gained'),
    areas: setIn(now, 'areas'),
    note: wordsIn(now, 'note'),
    day,
    links: linksIn(now),
    made,
    modified: instantIn(now, 'modified'),
    read: readIn(now, markKind),
  };
};

/** The newest first. */
export const marksIn = (records: Iterable<VaultRecord>): readonly Mark[] =>
  [...records].flatMap((record) => markOfRecord(record) ?? []).sort((a, b) => (a.day !== b.day ? (a.day > b.day ? -1 : 1) : a.id > b.id ? -1 : 1));
