import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { deleteQuestion } from './question-notes.ts';
import { askQuestion, closeQuestion, entriesOf, gatherUnder, questionOf, questionsOf, reopenQuestion, rewordQuestion, takeFrom } from './questions.ts';

const ask = () => {
  const desk = createDesk();
  desk.apply(askQuestion(' Is inner work for the many? ', 'q', NOW));
  return { desk, question: () => questionOf(desk.record('q'))! };
};

test('a question gathers entries in the order of their days, each once, and lets them go', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.boolean())), (acts) => {
      const { desk, question } = ask();
      for (let at = 0; at <= 5; at++) desk.write({ text: `Entry ${at}.`, when: `166${5 - at}-01-01`, links: [{ to: 'other', as: 'about' }] }, `e${at}`);
      const under = new Set<number>();
      for (const [at, take] of acts) {
        desk.apply((take ? takeFrom : gatherUnder)(desk.entry(`e${at}`), question(), NOW));
        if (take) under.delete(at);
        else under.add(at);
      }
      expect(entriesOf(question(), desk.entries()).map(({ id }) => id)).toEqual([...under].sort((a, b) => b - a).map((at) => `e${at}`));
      expect(desk.entries().every(({ links }) => links.some(({ to }) => to === 'other'))).toBe(true);
    }),
  );
});

test('two devices that gather at once both gather', () => {
  const { desk: here, question } = ask();
  here.write({ text: 'One.' }, 'e');
  const there = createDesk('1111111111111');
  there.takeIn(here);
  there.apply(askQuestion('Another?', 'q2', NOW));
  there.apply(gatherUnder(there.entry('e'), { id: 'q2' }, NOW));
  here.apply(gatherUnder(here.entry('e'), question(), NOW));
  here.takeIn(there);
  expect(
    here
      .entry('e')
      .links.map(({ to }) => to)
      .sort(),
  ).toEqual(['q', 'q2']);
});

test('a question is reworded, closed and opened again; deleting it changes no entry', () => {
  const { desk, question } = ask();
  expect(question()).toMatchObject({ text: 'Is inner work for the many?', closed: '' });
  desk.apply(rewordQuestion(question(), 'For whom is it?'));
  desk.apply(closeQuestion(question(), NOW));
  expect(question()).toMatchObject({ text: 'For whom is it?', closed: '2026-03-26' });
  desk.apply(reopenQuestion(question()));
  expect(question().closed).toBe('');
  desk.apply(gatherUnder(desk.write({ text: 'One.' }, 'e'), question(), NOW));
  const before = desk.entry('e');
  desk.apply(deleteQuestion(question(), []));
  expect(questionsOf(desk.records.values())).toEqual([]);
  expect(desk.entry('e')).toEqual(before);
});

test('reworded on two devices at once keeps both wordings until one is chosen', () => {
  const { desk: here, question } = ask();
  const there = createDesk('1111111111111');
  there.takeIn(here);
  here.apply(rewordQuestion(question(), 'Here?'));
  there.apply(rewordQuestion(questionOf(there.record('q'))!, 'There?'));
  here.takeIn(there);
  expect([question().text, ...question().otherTexts].sort()).toEqual(['Here?', 'There?']);
  here.apply(rewordQuestion(question(), question().text));
  expect(question().otherTexts).toEqual([]);
});

test('what is no question is refused', () => {
  const { question } = ask();
  expect(askQuestion(' ', 'x', NOW)).toMatchObject({ ok: false, error: { code: 'question-empty' } });
  expect(rewordQuestion(question(), 'x'.repeat(2001))).toMatchObject({ ok: false, error: { code: 'question-too-long' } });
  expect(closeQuestion(question(), NOW, '2026-02-30')).toMatchObject({ ok: false, error: { code: 'date-does-not-exist' } });
  expect(closeQuestion(question(), NOW, '0000-12-31')).toMatchObject({ ok: false, error: { code: 'date-out-of-range' } });
});
