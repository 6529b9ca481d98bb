import { expect, test } from 'vitest';
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

// What notes do is tested once for all that have them, by rooms/skills/notes.test.ts.
test('what was said to a question stands in the order of time, and goes with the question', () => {
  const { desk, question, notes } = asked();
  for (const [id, day] of [
    ['n', '2026-02-03'],
    ['m', '2024-02-03'],
  ] as const)
    desk.apply(noteOnQuestion(question(), { text: id, day }, id, NOW));
  expect(notes()).toMatchObject([
    { id: 'm', of: 'q', when: '2024-02-03' },
    { id: 'n', of: 'q' },
  ]);
  expect(shown.find((one) => one.kind === 'question-note')!.read(desk.record('m'))).toMatchObject({ title: 'm', when: '2024-02-03' });
  expect(noteOnQuestion(question(), { text: 'x'.repeat(MOST_NOTE + 1) }, 'x', NOW)).toMatchObject({ ok: false, error: { code: 'entry-too-long' } });
  desk.apply(deleteQuestion(question(), notes()));
  expect([questionsOf(desk.records.values()), questionNoteOf(desk.record('m'))]).toEqual([[], null]);
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
