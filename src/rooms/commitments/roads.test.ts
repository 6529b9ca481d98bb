import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hintOf, REPLIES_AWAY, ROADS, tipsFor, withoutNames, wordsToCarry, wordsToHandOver } from './roads.ts';
import { QUESTIONS, REPLIES, WAYS, type Commitment, type Look, type Replies } from './shape.ts';

const replies = fc.record(Object.fromEntries(QUESTIONS.map((question) => [question, fc.constantFrom(...REPLIES)])), { requiredKeys: [] }) as fc.Arbitrary<Replies>;

describe('The three plain questions', () => {
  test('yes, no, yes: others have it, it does not follow you, it was so before: this looks bigger than you', () => {
    expect(hintOf({ others: 'yes', elsewhere: 'no', before: 'yes' })).toEqual({ answered: 3, away: ['others', 'elsewhere', 'before'], towards: [], is: 'bigger' });
    expect(hintOf({ others: 'yes', elsewhere: 'no', before: 'some' }).is).toBe('bigger');
    expect(hintOf({ others: 'no', elsewhere: 'yes' }).is).toBe('yours');
    expect(hintOf({ others: 'yes', elsewhere: 'yes', before: 'not-sure' })).toMatchObject({ answered: 2, is: 'open' });
    expect(hintOf({ others: 'yes' }).is).toBe('open');
    expect(hintOf({}).is).toBe('open');
  });

  test('Law: one more answer that points away never makes it look more like oneself; "not sure" says nothing', () => {
    const rank = { yours: 0, open: 1, bigger: 2 } as const;
    fc.assert(
      fc.property(replies, fc.constantFrom(...QUESTIONS), (given, question) => {
        expect(rank[hintOf({ ...given, [question]: REPLIES_AWAY[question][0]! }).is]).toBeGreaterThanOrEqual(rank[hintOf(given).is]);
        const { [question]: _, ...without } = given;
        expect(hintOf({ ...given, [question]: 'not-sure' }).is).toBe(hintOf(without).is);
      }),
    );
  });
});

describe('The four ways on', () => {
  test('are the same whatever was answered, and asking together and raising are among them', () => {
    expect(ROADS).toEqual(['act', 'ask', 'raise', 'rest']);
  });
  test('Law: tips for oneself stand only where one marked oneself', () => {
    fc.assert(
      fc.property(fc.subarray([...WAYS]), (ways) => {
        expect(tipsFor(ways).length > 0).toBe(ways.includes('me'));
      }),
    );
    expect(tipsFor(['system'])).toEqual([]);
  });
});

const look = (part: Partial<Look>): Look => ({
  id: 'l',
  of: 'c',
  links: [],
  day: '2026-11-11',
  came: null,
  level: null,
  happened: '',
  intended: '',
  why: '',
  next: '',
  ways: [],
  replies: {},
  plan: { by: '', step: '', ifThis: '', thenThat: '' },
  at: '2026-11-11T12:00:00.000Z',
  versions: {},
  ...part,
});
const commitment = (looks: readonly Look[], part: Partial<Commitment> = {}): Commitment => ({
  id: 'c',
  what: 'Swim with Ama',
  otherWhats: [],
  people: ['Ama', 'Ama Kaya'],
  told: '',
  by: '',
  step: '',
  stepDone: '',
  why: 'To be home',
  ifThis: '',
  thenThat: '',
  inMe: 'I am vain',
  around: '',
  scale: { 2: '', 1: '', 0: '', [-1]: '', [-2]: '' },
  scaleAt: '',
  links: [],
  end: null,
  made: '',
  modified: '',
  looks,
  versions: {},
  ...part,
});

describe('The words that would be carried over', () => {
  const went = look({ id: 'a', came: 'done', happened: 'In the water at seven.' });
  const first = look({ id: 'b', came: 'not', happened: 'A visit was added at three.', why: 'Ama says so too.' });
  const again = look({ id: 'd', came: 'not', happened: 'The same again.' });

  test('are what happened where it did not come about, up to the look one stands at, and what lies around one', () => {
    expect(wordsToCarry(commitment([went, first, again], { around: 'Visits are added at noon.' }), null, 'somebody')).toBe(
      'A visit was added at three.\nSomebody says so too.\nThe same again.\nVisits are added at noon.',
    );
    expect(wordsToCarry(commitment([went, first, again]), first, 'somebody')).toBe('A visit was added at three.\nSomebody says so too.');
    expect(wordsToCarry(commitment([went]), went, 'somebody')).toBe('');
  });

  test('hold nothing of why, of the obstacle in oneself, or of the people of the commitment', () => {
    const words = wordsToCarry(commitment([look({ came: 'not', happened: 'AMA KAYA and Ama waited; Amalia did not.' })]), null, 'somebody');
    expect(words).toBe('Somebody and somebody waited; Amalia did not.');
    for (const secret of ['home', 'vain', 'Swim']) expect(words).not.toContain(secret);
  });

  test('of one that is handed on: what somebody would do, without names, and nothing of why', () => {
    expect(wordsToHandOver(commitment([first]), 'somebody')).toBe('Swim with somebody');
  });

  test('Law: no name that was left out stands in the words, whatever signs it is made of', () => {
    const letter = fc.constantFrom('a', 'z', '.', '*', '+', '?', '$', '(', '[', '\\');
    const name = fc.array(letter, { maxLength: 5 }).map((letters) => `A${letters.join('')}a`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), fc.array(fc.constantFrom('on', 'Monday,', 'late'), { maxLength: 5 }), (names, rest) => {
        const text = [...rest, ...names, ...rest].join(' ');
        const words = withoutNames(text, names, '—').split(' ');
        for (const one of names) expect(words).not.toContain(one);
      }),
      { numRuns: 30 },
    );
  });
});
