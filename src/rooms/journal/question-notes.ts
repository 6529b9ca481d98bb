// What one said to an open question, each note with its day (core/dated-notes.ts): together they show how one has moved.

import type { Change } from '#core/change.ts';
import { createNotes, notesAbout, type DatedNote, type NoteDraft } from '#core/dated-notes.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import type { Moment } from './model.ts';
import { MOST_NOTE, questionKind, type Question } from './questions.ts';

const notes = createNotes({
  name: 'question-note',
  about: questionKind,
  most: MOST_NOTE,
  empty: { code: 'question-note-empty' },
  tooLong: { code: 'entry-too-long', with: { most: MOST_NOTE } },
});
export const questionNoteKind = notes.kind;
export const questionNoteOf: (record: VaultRecord) => DatedNote | null = notes.read;

export const noteOnQuestion = ({ id }: Pick<Question, 'id'>, draft: { readonly text: string; readonly day?: string }, made: string, now: Moment): Result<Change[]> =>
  notes.add(id, draft, made, now);
export const changeQuestionNote = (note: DatedNote, draft: NoteDraft, now: Moment, made: string): Result<Change[]> => notes.change(note, draft, now, made);
export const deleteQuestionNote = (note: Pick<DatedNote, 'id' | 'of' | 'when'>): Change[] => notes.remove(note);
/** The question and what was said to it. What it gathered stays. */
export const deleteQuestion = ({ id }: Pick<Question, 'id'>, those: readonly DatedNote[]): Change[] => notes.removeAll(id, those);

/** What was said to a question, the oldest first; the one without a day stands before all. */
export const notesOnQuestion = ({ id, note, otherNotes }: Pick<Question, 'id' | 'note' | 'otherNotes'>, records: Iterable<VaultRecord>): DatedNote[] =>
  notesAbout(id, [note, ...otherNotes].filter((text) => text.trim() !== '').join('\n\n'), records, questionNoteOf);
