// Notes that look back on a skill, each with its day: with what shows it, they tell how it has moved. Until notes had days a skill had one
// text that was written over; it reads as the first note, without a day, until it is given one.
// Invariants: no note writes over another; a note goes with its skill; nothing here grades.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, textsIn, whenIn } from '#core/kind.ts';
import { linksIn, linkToMember, type Link } from '#core/links.ts';
import { isAlive, oncePerRecord, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isWhen, noDay, type When } from '#core/when.ts';
import { MOST, skillKind, type Now, type Skill } from './model.ts';

export interface SkillNote {
  /** The skill's own id for the one without a day. */
  readonly id: string;
  /** The skill that it looks back on. */
  readonly of: string;
  readonly text: string;
  /** '' for the one that was written before notes had days. */
  readonly when: When;
  /** Instant, ISO 8601 in UTC, at which it was written; '' where that is unknown. */
  readonly at: string;
  readonly links: readonly Link[];
}

export const skillNoteKind = createKind('skill-note', { when: 'register', text: 'text', at: 'register', changed: 'register', links: 'set' });

export interface SkillNoteDraft {
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

const checked = ({ text, day }: SkillNoteDraft): Result<SkillNoteDraft> => {
  if (text.trim() === '') return refuse({ code: 'skill-note-empty' });
  if (text.length > MOST.note) return refuse({ code: 'skill-note-long', with: { most: MOST.note } });
  return isWhen(day) && dayOf(day) === day ? ok({ text: text.trim(), day }) : refuse(noDay(day));
};

/** Looks back on a skill, on the day of `now` where none is said. Refusals: `skill-note-empty`, `skill-note-long`, those of a day (core/when.ts). */
export const noteOnSkill = ({ id: skill }: Pick<Skill, 'id'>, { text, day }: { readonly text: string; readonly day?: string }, id: string, now: Now): Result<Change[]> => {
  const right = checked({ text, day: day ?? dayOf(now.when) });
  if (!right.ok) return right;
  const links = [linkToMember({ to: skill, as: 'looks-back-at' })];
  return ok([createdAs(skillNoteKind, id, { text: right.value.text, when: right.value.day, at: now.instant, changed: now.instant, links })]);
};

/**
 * Other words, or another day. The one without a day may be changed without one; with one it becomes a note of that day, under the id `made`.
 * Nothing new gives an empty list. Refusals as for a new one.
 */
export const changeSkillNote = (note: SkillNote, draft: SkillNoteDraft, now: Now, made: string): Result<Change[]> => {
  const isFirst = note.when === '';
  const right = checked(isFirst && draft.day === '' ? { ...draft, day: dayOf(now.when) } : draft);
  if (!right.ok) return right;
  const { text, day } = right.value;
  if (isFirst && draft.day !== '') {
    const dated = noteOnSkill({ id: note.of }, { text, day }, made, now);
    return dated.ok ? ok([...deleteSkillNote(note), ...dated.value]) : dated;
  }
  const change = isFirst
    ? changedTo(skillKind, note.of, { note: note.text }, { note: text })
    : changedTo(skillNoteKind, note.id, { text: note.text, when: dayOf(note.when) }, { text, when: day });
  return ok(change ? [{ ...change, set: { ...change.set, changed: now.instant } }] : []);
};

export const deleteSkillNote = (note: Pick<SkillNote, 'id' | 'of' | 'when'>): Change[] =>
  note.when === '' ? [{ ...createdAs(skillKind, note.of, {}), write: { note: '' } }] : [deletedOf(skillNoteKind, note.id)];

/** The skill and what was written looking back on it. What shows it stays. */
export const deleteSkill = ({ id }: Pick<Skill, 'id'>, notes: readonly SkillNote[]): Change[] => [
  deletedOf(skillKind, id),
  ...notes.filter((note) => note.of === id && note.when !== '').flatMap(deleteSkillNote),
];

/** Null when it is of another kind, newer than this Kith, deleted, or says not which skill it looks back on, or when. */
export const skillNoteOf: (record: VaultRecord) => SkillNote | null = oncePerRecord((record) => {
  const now = record.kind === skillNoteKind.name && isAlive(record) ? migrate(skillNoteKind, record) : null;
  if (!now) return null;
  const links = linksIn(now);
  const of = links.find(({ as }) => as === 'looks-back-at')?.to;
  const at = instantIn(now, 'at');
  const [when, text] = [whenIn(now, at), textsIn(now, 'text').join('\n\n')];
  return of === undefined || when === '' || text === '' ? null : { id: now.id, of, text, when, at, links };
});

const newestFirst = (a: SkillNote, b: SkillNote): number => (a.when !== b.when ? (a.when > b.when ? -1 : 1) : a.at !== b.at ? (a.at > b.at ? -1 : 1) : a.id > b.id ? -1 : 1);

/** What was written looking back on a skill, the newest first; the one without a day stands last. */
export const notesOn = (skill: Pick<Skill, 'id' | 'note'>, records: Iterable<VaultRecord>): SkillNote[] => {
  const out: SkillNote[] = [];
  for (const record of records) {
    const note = skillNoteOf(record);
    if (note?.of === skill.id) out.push(note);
  }
  return [...out.sort(newestFirst), ...(skill.note === '' ? [] : [{ id: skill.id, of: skill.id, text: skill.note, when: '', at: '', links: [] }])];
};
