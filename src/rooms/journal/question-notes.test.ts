import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksIn } from '#core/links.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { changeQuestionNote, deleteQuestion, deleteQuestionNote, noteOnQuestion, notesOnQuestion, questionNoteOf } from './question-notes.ts';
import { askQuestion, MOST_NOTE, questionKind, questionOf, questionsOf } from './questions.ts';
import { shown } from './shown.ts';

const asked = () => {
  const desk = createDesk();
  desk.apply(askQuestion('Is inner work for the many?', 'q', NOW));
  const question = () => questionOf(desk.record('q'))!;
  return { desk, question, notes: () => notesOnQuestion(question(), desk.records.values()) };
};

test('nothing said to a question is written over: each note keeps its words and its day, in the order of time', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((at) => `2026-02-${String(at).padStart(2, '0')}`);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,9}$/), day), { maxLength: 12 }), (written) => {
      const { desk, question, notes } = asked();
      for (const [at, [text, on]] of written.entries()) desk.apply(noteOnQuestion(question(), { text, day: on }, `n${at}`, NOW));
      expect(
        notes()
          .map(({ text, when }) => `${when} ${text}`)
          .sort(),
      ).toEqual(written.map(([text, on]) => `${on} ${text}`).sort());
      const days = notes().map(({ when }) => when);
      expect(days).toEqual(days.toSorted());
    }),
    { numRuns: 25 },
  );
});

test('a note looks back at its question from today or a day that is said, is changed, and goes alone or with its question', () => {
  const { desk, question, notes } = asked();
  desk.apply(noteOnQuestion(question(), { text: ' For those with time.\n\nMostly. ' }, 'n', NOW));
  expect(notes()).toMatchObject([{ id: 'n', of: 'q', text: 'For those with time.\n\nMostly.', when: '2026-03-26', at: NOW.instant }]);
  const kind = shown.find((one) => one.kind === 'question-note')!;
  expect(kind.read(desk.record('n'))).toMatchObject({ title: 'For those with time.', parts: [{ label: '', text: 'Mostly.' }], when: '2026-03-26' });
  expect(linksIn(desk.record('n'))).toEqual([{ to: 'q', as: 'looks-back-at' }]);
  const note = questionNoteOf(desk.record('n'))!;
  expect(changeQuestionNote(note, { text: note.text, day: note.when }, NOW, 'x')).toEqual({ ok: true, value: [] });
  desk.apply(changeQuestionNote(note, { text: 'For all.', day: '0001-01-01' }, NOW, 'x'));
  expect(notes()).toMatchObject([{ id: 'n', text: 'For all.', when: '0001-01-01' }]);
  for (const [draft, code] of [
    [{ text: ' ', day: '2026-01-01' }, 'question-note-empty'],
    [{ text: 'x'.repeat(MOST_NOTE + 1), day: '2026-01-01' }, 'entry-too-long'],
    [{ text: 'x', day: '0000-01-01' }, 'date-out-of-range'],
    [{ text: 'x', day: '' }, 'date-not-understood'],
  ] as const) {
    expect(noteOnQuestion(question(), draft, 'x', NOW)).toMatchObject({ ok: false, error: { code } });
    expect(changeQuestionNote(note, draft, NOW, 'x')).toMatchObject({ ok: false, error: { code } });
  }
  desk.apply(noteOnQuestion(question(), { text: 'Another.' }, 'm', NOW));
  desk.apply(noteOnQuestion({ id: 'other' }, { text: 'To another question.' }, 'o', NOW));
  desk.apply(deleteQuestionNote(note));
  expect(notes().map(({ id }) => id)).toEqual(['m']);
  desk.apply(deleteQuestion(question(), [...notes(), questionNoteOf(desk.record('o'))!]));
  expect(questionsOf(desk.records.values())).toEqual([]);
  expect(questionNoteOf(desk.record('m'))).toBeNull();
  expect(questionNoteOf(desk.record('o'))).not.toBeNull();
});

test('what was said before notes had days is the first note, without a day, and nothing of it is lost', () => {
  const { desk: here, question, notes } = asked();
  const there = createDesk('1111111111111');
  there.takeIn(here);
  const old = (note: string) => [{ id: 'q', kind: questionKind.name, v: 1, write: { note } }];
  here.apply(old('For those with time.'));
  there.apply(old('For nobody.'));
  here.takeIn(there);
  here.apply(noteOnQuestion(question(), { text: 'For all.' }, 'n', NOW));
  const [first, dated] = notes();
  expect(first).toMatchObject({ id: 'q', when: '' });
  expect(first!.text.split('\n\n').sort()).toEqual(['For nobody.', 'For those with time.']);
  expect(dated).toMatchObject({ text: 'For all.', when: '2026-03-26' });
  // Other words, still without a day; none at all is no note.
  here.apply(changeQuestionNote(first!, { text: 'For some.', day: '' }, NOW, 'x'));
  expect(notes()[0]).toMatchObject({ text: 'For some.', when: '' });
  expect(changeQuestionNote(notes()[0]!, { text: 'For some.', day: '' }, NOW, 'x')).toEqual({ ok: true, value: [] });
  expect(changeQuestionNote(notes()[0]!, { text: ' ', day: '' }, NOW, 'x')).toMatchObject({ ok: false, error: { code: 'question-note-empty' } });
  // With a day it is a note like the others.
  here.apply(changeQuestionNote(notes()[0]!, { text: 'For some.', day: '2024-05-01' }, NOW, 'made'));
  expect(notes()).toMatchObject([{ id: 'made', text: 'For some.', when: '2024-05-01' }, { id: 'n' }]);
  expect(question().note).toBe('');
  here.apply(old('Once more.'));
  here.apply(deleteQuestionNote(notes()[0]!));
  expect(notes().map(({ id }) => id)).toEqual(['made', 'n']);
  expect(question().text).toBe('Is inner work for the many?');
});
