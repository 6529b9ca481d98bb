import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { createDesk } from '../../../test/fixtures/journal-desk.ts';
import ar from './library/words/ar.json' with { type: 'json' };
import en from './library/words/en.json' with { type: 'json' };
import es from './library/words/es.json' with { type: 'json' };
import { ASKS, GROUP_MOMENTS, MOMENTS, nextQuestion, QUESTIONS } from './questions.ts';
import { keepAsked, WISHES, wishesOf } from './told.ts';

const wrote = (changes: Change[]): VaultRecord => {
  const desk = createDesk();
  desk.apply(changes);
  return desk.record(WISHES);
};

describe('a question', () => {
  const all = [...MOMENTS, ...GROUP_MOMENTS];

  test('is never the one asked last, comes from the moment while there is one, and one sent away does not come back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), fc.boolean()), { maxLength: 60 }), (asks) => {
        let asked: readonly string[] = [];
        const dismissed: string[] = [];
        for (const [moment, isSentAway] of asks) {
          const question = nextQuestion(moment, dismissed, asked);
          const left = QUESTIONS.filter(({ id }) => !dismissed.includes(id) && id !== asked[0]);
          if (!question) {
            expect(left).toEqual([]);
            continue;
          }
          expect(question.id).not.toBe(asked[0]);
          expect(dismissed).not.toContain(question.id);
          const ofMoment = left.filter((one) => one.moment === moment);
          if (ofMoment.length > 0) expect(question.moment).toBe(moment);
          const last = QUESTIONS.find(({ id }) => id === asked[0]);
          if (ofMoment.some((one) => one.asks !== last?.asks)) expect(question.asks).not.toBe(last?.asks);
          asked = wishesOf(wrote(keepAsked(question.id, asked))).asked;
          if (isSentAway) dismissed.push(question.id);
        }
      }),
    );
  });

  test('has four others beside it in each moment, each asks for something else, and “another” goes through all of them before one comes again', () => {
    for (const moment of all) {
      const ofMoment = QUESTIONS.filter((one) => one.moment === moment);
      expect(ofMoment.length, moment).toBeGreaterThanOrEqual(5);
      expect(new Set(ofMoment.map(({ asks }) => asks)), moment).toEqual(new Set(ASKS));
      let asked: readonly string[] = [];
      for (const _ of ofMoment) asked = [nextQuestion(moment, [], asked)!.id, ...asked];
      expect(new Set(asked), moment).toEqual(new Set(ofMoment.map(({ id }) => id)));
    }
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
  });

  test('in a moment one comes back to is not the one of the last time, and each has words of its own in every language', () => {
    const first = nextQuestion('tired', [], [])!;
    const between = nextQuestion('angry', [], [first.id])!;
    const again = nextQuestion('tired', [], [between.id, first.id])!;
    expect(again).toMatchObject({ moment: 'tired' });
    expect(again.id).not.toBe(first.id);
    for (const words of [en, es, ar] as readonly Readonly<Record<string, string>>[]) {
      const said = QUESTIONS.map(({ id }) => words[`question.${id}`] ?? '');
      expect(said).not.toContain('');
      expect(new Set(said).size).toBe(said.length);
      expect(Object.keys(words).filter((key) => key.startsWith('question.'))).toHaveLength(said.length);
    }
  });

  test('asked before Kith kept more than the last one is still the last one', () => {
    const [change] = keepAsked('q03', ['q02', 'q03', 'q01']);
    expect(change!.set).toEqual({ asked: ['q03', 'q02', 'q01'] });
    expect(wishesOf(wrote([{ ...change!, set: { asked: 'q07' } }])).asked).toEqual(['q07']);
    expect(wishesOf(wrote([{ ...change!, set: { asked: [3, '', 'q07'] } }])).asked).toEqual(['q07']);
    expect(wishesOf(null).asked).toEqual([]);
  });
});
