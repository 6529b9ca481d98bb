// What one said to an open question, each note with its day: together they show how one has moved. Until notes had days a question had one
// text that was written over; it reads as the first note, without a day, until it is given one.
// Invariants: no note writes over another; a note goes with its question; nothing here counts or grades.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, textsIn, whenIn } from '#core/kind.ts';
import { linksIn, linkToMember, type Link } from '#core/links.ts';
import { isAlive, oncePerRecord, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isWhen, noDay, type When } from '#core/when.ts';
import type { Moment } from './model.ts';
import { MOST_NOTE, questionKind, type Question } from './questions.ts';

export interface QuestionNote {
  /** The question's own id for the one without a day. */
  readonly id: string;
  /** The question that it looks back at. */
  readonly of: string;
  readonly text: string;
  /** '' for the one that was written before notes had days. */
  readonly when: When;
  /** Instant, ISO 8601 in UTC, at which it was written; '' where that is unknown. */
  readonly at: string;
  readonly links: readonly Link[];
}

export const questionNoteKind = createKind('question-note', { when: 'register', text: 'text', at: 'register', changed: 'register', links: 'set' });

export interface QuestionNoteDraft {
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

const checked = ({ text, day }: QuestionNoteDraft): Result<QuestionNoteDraft> => {
  if (text.trim() === '') return refuse({ code: 'question-note-empty' });
  if (text.length > MOST_NOTE) return refuse({ code: 'entry-too-long', with: { most: MOST_NOTE } });
  return isWhen(day) && dayOf(day) === day ? ok({ text: text.trim(), day }) : refuse(noDay(day));
};

/** Says something to a question, on the day of `now` where none is said. Refusals: `question-note-empty`, `entry-too-long`, those of a day (core/when.ts). */
export const noteOnQuestion = (
  { id: question }: Pick<Question, 'id'>,
  { text, day }: { readonly text: string; readonly day?: string },
  id: string,
  now: Moment,
): Result<Change[]> => {
  const right = checked({ text, day: day ?? dayOf(now.when) });
  if (!right.ok) return right;
  const links = [linkToMember({ to: question, as: 'looks-back-at' })];
  return ok([createdAs(questionNoteKind, id, { text: right.value.text, when: right.value.day, at: now.instant, changed: now.instant, links })]);
};

/**
 * Other words, or another day. The one without a day may be changed without one; with one it becomes a note of that day, under the id `made`.
 * Nothing new gives an empty list. Refusals as for a new one.
 */
export const changeQuestionNote = (note: QuestionNote, draft: QuestionNoteDraft, now: Moment, made: string): Result<Change[]> => {
  const isFirst = note.when === '';
  const right = checked(isFirst && draft.day === '' ? { ...draft, day: dayOf(now.when) } : draft);
  if (!right.ok) return right;
  const { text, day } = right.value;
  if (isFirst && draft.day !== '') {
    const dated = noteOnQuestion({ id: note.of }, { text, day }, made, now);
    return dated.ok ? ok([...deleteQuestionNote(note), ...dated.value]) : dated;
  }
  if (isFirst) return ok(text === note.text ? [] : [{ ...createdAs(questionKind, note.of, {}), write: { note: text } }]);
  const change = changedTo(questionNoteKind, note.id, { text: note.text, when: dayOf(note.when) }, { text, when: day });
  return ok(change ? [{ ...change, set: { ...change.set, changed: now.instant } }] : []);
};

export const deleteQuestionNote = (note: Pick<QuestionNote, 'id' | 'of' | 'when'>): Change[] =>
  note.when === '' ? [{ ...createdAs(questionKind, note.of, {}), write: { note: '' } }] : [deletedOf(questionNoteKind, note.id)];

/** The question and what was said to it. What it gathered stays. */
export const deleteQuestion = ({ id }: Pick<Question, 'id'>, notes: readonly QuestionNote[]): Change[] => [
  deletedOf(questionKind, id),
  ...notes.filter((note) => note.of === id && note.when !== '').flatMap(deleteQuestionNote),
];

/** Null when it is of another kind, newer than this Kith, deleted, or says not which question it looks back at, or when. */
export const questionNoteOf: (record: VaultRecord) => QuestionNote | null = oncePerRecord((record) => {
  const now = record.kind === questionNoteKind.name && isAlive(record) ? migrate(questionNoteKind, record) : null;
  if (!now) return null;
  const links = linksIn(now);
  const of = links.find(({ as }) => as === 'looks-back-at')?.to;
  const at = instantIn(now, 'at');
  const [when, text] = [whenIn(now, at), textsIn(now, 'text').join('\n\n')];
  return of === undefined || when === '' || text === '' ? null : { id: now.id, of, text, when, at, links };
});

const oldestFirst = (a: QuestionNote, b: QuestionNote): number => (a.when !== b.when ? (a.when < b.when ? -1 : 1) : a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.id < b.id ? -1 : 1);

/** What was said to a question, the oldest first; the one without a day stands before all. */
export const notesOnQuestion = ({ id, note, otherNotes }: Pick<Question, 'id' | 'note' | 'otherNotes'>, records: Iterable<VaultRecord>): QuestionNote[] => {
  const out: QuestionNote[] = [];
  for (const record of records) {
    const one = questionNoteOf(record);
    if (one?.of === id) out.push(one);
  }
  const first = [note, ...otherNotes].filter((text) => text.trim() !== '').join('\n\n');
  return [...(first === '' ? [] : [{ id, of: id, text: first, when: '', at: '', links: [] }]), ...out.sort(oldestFirst)];
};
