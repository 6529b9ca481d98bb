// Notes that look back on a skill (core/dated-notes.ts): with what shows it, they tell how it has moved.

import type { Change } from '#core/change.ts';
import { createNotes, notesAbout, type DatedNote, type NoteDraft } from '#core/dated-notes.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { MOST, skillKind, type Now, type Skill } from './model.ts';

const notes = createNotes({
  name: 'skill-note',
  about: skillKind,
  most: MOST.note,
  empty: { code: 'skill-note-empty' },
  tooLong: { code: 'skill-note-long', with: { most: MOST.note } },
});
export const skillNoteKind = notes.kind;
export const skillNoteOf: (record: VaultRecord) => DatedNote | null = notes.read;

export const noteOnSkill = ({ id }: Pick<Skill, 'id'>, draft: { readonly text: string; readonly day?: string }, made: string, now: Now): Result<Change[]> =>
  notes.add(id, draft, made, now);
export const changeSkillNote = (note: DatedNote, draft: NoteDraft, now: Now, made: string): Result<Change[]> => notes.change(note, draft, now, made);
export const deleteSkillNote = (note: Pick<DatedNote, 'id' | 'of' | 'when'>): Change[] => notes.remove(note);
/** The skill and what was written looking back on it. What shows it stays. */
export const deleteSkill = ({ id }: Pick<Skill, 'id'>, those: readonly DatedNote[]): Change[] => notes.removeAll(id, those);

/** What was written looking back on a skill, the newest first; the one without a day stands last. */
export const notesOn = ({ id, note }: Pick<Skill, 'id' | 'note'>, records: Iterable<VaultRecord>): DatedNote[] => notesAbout(id, note, records, skillNoteOf).reverse();
