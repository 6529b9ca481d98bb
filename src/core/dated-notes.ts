// Notes on something that one lives with (a skill, an open question), each with its day: together they show how one has moved. Until notes
// had days such a thing had one text that was written over (its field `note`); it reads as the first note, without a day, until it is given one.
// Invariants: no note writes over another; a note goes with what it is about; nothing here counts or grades.

import type { Change } from './change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, textsIn, whenIn, type Kind } from './kind.ts';
import { linksIn, linkToMember, type Link } from './links.ts';
import { isAlive, oncePerRecord, type VaultRecord } from './record.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';
import { dayOf, isWhen, noDay, type When } from './when.ts';

export interface DatedNote {
  /** The id of what it is about, for the one without a day. */
  readonly id: string;
  /** What it looks back at. */
  readonly of: string;
  readonly text: string;
  /** '' for the one that was written before notes had days. */
  readonly when: When;
  /** Instant, ISO 8601 in UTC, at which it was written; '' where that is unknown. */
  readonly at: string;
  readonly links: readonly Link[];
}

export interface NoteDraft {
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** The moment: a local day or time, and an instant. */
interface Now {
  readonly when: When;
  readonly instant: string;
}

/** `name`: of the notes' kind of record; `about`: the kind of what they are about; a note has at most `most` letters. */
export interface NotesOf {
  readonly name: string;
  readonly about: Kind;
  readonly most: number;
  readonly empty: Refusal;
  readonly tooLong: Refusal;
}

export const createNotes = ({ name, about, most, empty, tooLong }: NotesOf) => {
  const kind = createKind(name, { when: 'register', text: 'text', at: 'register', changed: 'register', links: 'set' });

  const checked = ({ text, day }: NoteDraft): Result<NoteDraft> => {
    if (text.trim() === '') return refuse(empty);
    if (text.length > most) return refuse(tooLong);
    return isWhen(day) && dayOf(day) === day ? ok({ text: text.trim(), day }) : refuse(noDay(day));
  };
  const written = (of: string, draft: NoteDraft, id: string, now: Now): Result<Change[]> => {
    const right = checked(draft);
    if (!right.ok) return right;
    const links = [linkToMember({ to: of, as: 'looks-back-at' })];
    return ok([createdAs(kind, id, { text: right.value.text, when: right.value.day, at: now.instant, changed: now.instant, links })]);
  };
  /** The one without a day, over all that was written there. */
  const firstTo = (of: string, text: string): Change => ({ ...createdAs(about, of, {}), write: { note: text } });
  const removed = (note: Pick<DatedNote, 'id' | 'of' | 'when'>): Change[] => [note.when === '' ? firstTo(note.of, '') : deletedOf(kind, note.id)];

  return {
    kind,
    /** A note, on the day of `now` where none is said. Refusals: `empty`, `tooLong`, those of a day (when.ts). */
    add: (of: string, { text, day }: { readonly text: string; readonly day?: string }, id: string, now: Now): Result<Change[]> =>
      written(of, { text, day: day ?? dayOf(now.when) }, id, now),
    /**
     * Other words, or another day. The one without a day may be changed without one; with one it becomes a note of that day, under the id
     * `made`. Nothing new gives an empty list. Refusals as for a new one.
     */
    change: (note: DatedNote, draft: NoteDraft, now: Now, made: string): Result<Change[]> => {
      const isFirst = note.when === '';
      if (isFirst && draft.day !== '') {
        const dated = written(note.of, draft, made, now);
        return dated.ok ? ok([...removed(note), ...dated.value]) : dated;
      }
      const right = checked(isFirst ? { ...draft, day: dayOf(now.when) } : draft);
      if (!right.ok) return right;
      const { text, day } = right.value;
      if (isFirst) return ok(text === note.text ? [] : [firstTo(note.of, text)]);
      const change = changedTo(kind, note.id, { text: note.text, when: dayOf(note.when) }, { text, when: day });
      return ok(change ? [{ ...change, set: { ...change.set, changed: now.instant } }] : []);
    },
    remove: removed,
    /** What they are about, and its notes among these. What it is linked to stays. */
    removeAll: (of: string, notes: readonly DatedNote[]): Change[] => [deletedOf(about, of), ...notes.filter((note) => note.of === of && note.when !== '').flatMap(removed)],
    /** Null when it is of another kind, newer than this Kith, deleted, or says not what it looks back at, or when. */
    read: oncePerRecord((record): DatedNote | null => {
      const now = record.kind === kind.name && isAlive(record) ? migrate(kind, record) : null;
      if (!now) return null;
      const links = linksIn(now);
      const of = links.find(({ as }) => as === 'looks-back-at')?.to;
      const at = instantIn(now, 'at');
      const [when, text] = [whenIn(now, at), textsIn(now, 'text').join('\n\n')];
      return of === undefined || when === '' || text === '' ? null : { id: now.id, of, text, when, at, links };
    }),
  };
};

const byTime = (a: DatedNote, b: DatedNote): number => (a.when !== b.when ? (a.when < b.when ? -1 : 1) : a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.id < b.id ? -1 : 1);

/** The notes on one thing, the oldest first; `first` is the text of before notes had days, '' for none. */
export const notesAbout = (id: string, first: string, records: Iterable<VaultRecord>, read: (record: VaultRecord) => DatedNote | null): DatedNote[] => {
  const out: DatedNote[] = [];
  for (const record of records) {
    const note = read(record);
    if (note?.of === id) out.push(note);
  }
  return [...(first.trim() === '' ? [] : [{ id, of: id, text: first, when: '', at: '', links: [] }]), ...out.sort(byTime)];
};
