import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksIn } from '#core/links.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { MOST, skillKind, skillOf, skillsOf, takeUpSkill } from './model.ts';
import { changeSkillNote, deleteSkill, deleteSkillNote, noteOnSkill, notesOn, skillNoteOf } from './notes.ts';
import { shown } from './shown.ts';

const begun = () => {
  const desk = createDesk();
  desk.apply(takeUpSkill({ name: 'Listening' }, 's', NOW));
  const notes = () => notesOn(skillOf(desk.record('s'))!, desk.records.values());
  return { desk, skill: skillOf(desk.record('s'))!, notes };
};

test('no note writes over another: each keeps its words and its day, and the newest stands first', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((at) => `2026-02-${String(at).padStart(2, '0')}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,9}$/), day), { maxLength: 12 }), (written) => {
      const { desk, skill, notes } = begun();
      for (const [at, [text, on]] of written.entries()) desk.apply(noteOnSkill(skill, { text, day: on }, `n${at}`, NOW));
      expect(
        notes()
          .map(({ text, when }) => `${when} ${text}`)
          .sort(),
      ).toEqual(written.map(([text, on]) => `${on} ${text}`).sort());
      const days = notes().map(({ when }) => when);
      expect(days).toEqual(days.toSorted().reverse());
    }),
    { numRuns: 25 },
  );
});

test('a note looks back on its skill from today or a day that is said, is changed, and goes alone or with its skill', () => {
  const { desk, skill, notes } = begun();
  desk.apply(noteOnSkill(skill, { text: ' I wait before I answer.\n\nMostly. ' }, 'n', NOW));
  expect(notes()).toMatchObject([{ id: 'n', of: 's', text: 'I wait before I answer.\n\nMostly.', when: '2026-03-26', at: NOW.instant }]);
  expect(shown[1]!.read(desk.record('n'))).toMatchObject({ title: 'I wait before I answer.', parts: [{ label: '', text: 'Mostly.' }], when: '2026-03-26' });
  expect(linksIn(desk.record('n'))).toEqual([{ to: 's', as: 'looks-back-at' }]);
  const note = skillNoteOf(desk.record('n'))!;
  expect(changeSkillNote(note, { text: note.text, day: note.when }, NOW, 'x')).toEqual({ ok: true, value: [] });
  desk.apply(changeSkillNote(note, { text: 'I wait.', day: '0001-01-01' }, NOW, 'x'));
  expect(notes()).toMatchObject([{ id: 'n', text: 'I wait.', when: '0001-01-01' }]);
  for (const [draft, code] of [
    [{ text: ' ', day: '2026-01-01' }, 'skill-note-empty'],
    [{ text: 'x'.repeat(MOST.note + 1), day: '2026-01-01' }, 'skill-note-long'],
    [{ text: 'x', day: '0000-01-01' }, 'date-out-of-range'],
    [{ text: 'x', day: '' }, 'date-not-understood'],
    [{ text: 'x', day: '2026-01-01T10:00' }, 'date-not-understood'],
  ] as const) {
    expect(noteOnSkill(skill, draft, 'x', NOW)).toMatchObject({ ok: false, error: { code } });
    expect(changeSkillNote(note, draft, NOW, 'x')).toMatchObject({ ok: false, error: { code } });
  }
  desk.apply(noteOnSkill(skill, { text: 'Another.' }, 'm', NOW));
  desk.apply(noteOnSkill({ id: 'other' }, { text: 'Of another skill.' }, 'o', NOW));
  desk.apply(deleteSkillNote(note));
  expect(notes().map(({ id }) => id)).toEqual(['m']);
  desk.apply(deleteSkill(skill, [...notes(), skillNoteOf(desk.record('o'))!]));
  expect(skillsOf(desk.records.values())).toEqual([]);
  expect(skillNoteOf(desk.record('m'))).toBeNull();
  expect(skillNoteOf(desk.record('o'))).not.toBeNull();
});

test('what was written before notes had days is the first note, without a day, and nothing of it is lost', () => {
  const { desk, notes } = begun();
  const old = { id: 's', kind: skillKind.name, v: 1, write: { note: 'To wait before I answer.' } };
  desk.apply([old]);
  const skill = skillOf(desk.record('s'))!;
  desk.apply(noteOnSkill(skill, { text: 'I wait now.' }, 'n', NOW));
  const [dated, first] = notes();
  expect(dated).toMatchObject({ text: 'I wait now.', when: '2026-03-26' });
  expect(first).toMatchObject({ id: 's', of: 's', text: 'To wait before I answer.', when: '' });
  expect(shown[0]!.read(desk.record('s'))).toMatchObject({ parts: [{ label: 'part.note', text: 'To wait before I answer.' }] });
  // Other words, still without a day.
  desk.apply(changeSkillNote(first!, { text: 'To wait.', day: '' }, NOW, 'x'));
  expect(notes().at(-1)).toMatchObject({ text: 'To wait.', when: '' });
  expect(changeSkillNote(notes().at(-1)!, { text: ' ', day: '' }, NOW, 'x')).toMatchObject({ ok: false, error: { code: 'skill-note-empty' } });
  // With a day it is a note like the others.
  desk.apply(changeSkillNote(notes().at(-1)!, { text: 'To wait.', day: '2024-05-01' }, NOW, 'made'));
  expect(notes()).toMatchObject([{ id: 'n' }, { id: 'made', text: 'To wait.', when: '2024-05-01' }]);
  expect(skillOf(desk.record('s'))!.note).toBe('');
  desk.apply([old]);
  desk.apply(deleteSkillNote(notes().at(-1)!));
  expect(notes().map(({ id }) => id)).toEqual(['n', 'made']);
  expect(skillOf(desk.record('s'))).not.toBeNull();
});
