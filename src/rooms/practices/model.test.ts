import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orThrow } from '#core/result.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import ar from './library/words/ar.json' with { type: 'json' };
import en from './library/words/en.json' with { type: 'json' };
import es from './library/words/es.json' with { type: 'json' };
import {
  adaptPractice,
  changePractice,
  deletePractice,
  draftOf,
  EMPTY_DRAFT,
  filterPractices,
  isSkillCode,
  KINDS,
  makePractice,
  MOST,
  NEEDS,
  practiceOf,
  practicesOf,
  WHO,
  type Practice,
} from './model.ts';
import { shippedFrameworks, skillCode } from '../skills/model.ts';
import { shown } from './shown.ts';
import { starterPractices } from './starter.ts';
import { clock, MOST_STEPS, stepOfLine, stepsOf, stepsToText } from './steps.ts';
import { bringBackQuestions, countsOf, dismissQuestion, noteOn, offerAgain, stopOffering, tell, toldsOf, wantKind, WISHES, wishesOf } from './told.ts';
import names from './words/en.json' with { type: 'json' };

const inWords = (library: Readonly<Record<string, string>>): Practice[] =>
  starterPractices({ word: (key) => (names as Readonly<Record<string, string>>)[key] ?? `MISSING ${key}`, library: (key) => library[key] ?? `MISSING ${key}` });
const library = inWords(en);
const [p10] = library.filter(({ id }) => id === 'p10');

describe('the library', () => {
  test('has 42 practices of seven kinds, and each says its steps, what speaks for and against it, its source and licence, in three languages', () => {
    for (const all of [en, es, ar].map(inWords)) {
      expect(all).toHaveLength(42);
      expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(KINDS));
      for (const one of all) {
        expect(JSON.stringify(one), one.id).not.toContain('MISSING');
        for (const part of ['name', 'why', 'source', 'licence', 'evidence', 'sceptic'] as const) expect(one[part].length, `${one.id} ${part}`).toBeGreaterThan(2);
        expect(one.steps.length, one.id).toBeGreaterThan(0);
        expect(Object.keys(one.needs).length, one.id).toBeGreaterThan(0);
      }
    }
  });

  test('names for each the skills it trains, all of them in the frameworks that come with Kith', () => {
    const frameworks = shippedFrameworks((key) => key);
    const here = new Set(frameworks.flatMap(({ id, items }) => items.map((item) => skillCode(id, item.id))));
    for (const { id, skills } of library) {
      expect(skills.length, id).toBeGreaterThan(0);
      expect(
        skills.filter((code) => !here.has(code) || !isSkillCode(code)),
        id,
      ).toEqual([]);
    }
  });

  test('keeps the clock it promises: the timed parts never take longer than the minutes that are named', () => {
    for (const { id, steps, minutes } of library)
      expect(
        steps.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
        id,
      ).toBeLessThanOrEqual(minutes! * 60);
  });

  test('asks nobody to sit in silence longer than fifteen minutes, and says in each that moves how it is done seated', () => {
    for (const { id, kind, minutes, who, care } of library) {
      if (kind === 'silence') expect(minutes!, id).toBeLessThanOrEqual(15);
      if (kind === 'silence' && who === 'solo') expect(care, id).not.toBe('');
    }
    for (const id of ['p01', 'p04', 'p05', 'p06', 'p07'])
      expect(
        library.find((one) => one.id === id)!.steps.some(({ seated }) => seated),
        id,
      ).toBe(true);
  });
});

describe('steps', () => {
  test('typed as lines are read back as they were; a time before a line is its clock', () => {
    const words = fc.stringMatching(/^[a-z][a-z ]{0,18}[a-z]$/);
    fc.assert(
      fc.property(fc.array(fc.record({ text: words, seconds: fc.option(fc.integer({ min: 1, max: 14_400 })) }), { minLength: 1, maxLength: MOST_STEPS }), (steps) => {
        expect(stepsOf(stepsToText(steps))).toEqual(steps);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const once = stepsOf(text);
        expect(once.length).toBeLessThanOrEqual(MOST_STEPS);
        expect(stepsOf(stepsToText(once))).toEqual(once);
      }),
    );
    expect(['2:00 One speaks', '(0:30) Say it back', '5 min walk', '٢:٣٠ امشِ', '90 s breathe', 'no time', '9:99 wrong', '0:00 none'].map(stepOfLine)).toEqual([
      { text: 'One speaks', seconds: 120 },
      { text: 'Say it back', seconds: 30 },
      { text: 'walk', seconds: 300 },
      { text: 'امشِ', seconds: 150 },
      { text: 'breathe', seconds: 90 },
      { text: 'no time', seconds: null },
      { text: '9:99 wrong', seconds: null },
      { text: '0:00 none', seconds: null },
    ]);
    expect(clock(90)).toBe('1:30');
  });

  test('more than forty lose no word', () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line${at}`);
    const steps = stepsOf(lines.join('\n'));
    expect(steps).toHaveLength(MOST_STEPS);
    for (const line of lines) expect(stepsToText(steps)).toContain(line);
  });
});

describe('a practice of one’s own', () => {
  test('needs a name and nothing else; the library is never written to', () => {
    const desk = createDesk();
    desk.apply(makePractice({ ...EMPTY_DRAFT, name: '  Tea \n alone ' }, 'a', NOW));
    expect(practiceOf(desk.record('a'))).toMatchObject({ name: 'Tea alone', steps: [], kind: null, who: null, minutes: null, from: [] });
    expect(makePractice(EMPTY_DRAFT, 'b', NOW)).toMatchObject({ ok: false, error: { code: 'practice-no-name' } });
    expect(makePractice({ ...EMPTY_DRAFT, name: 'x'.repeat(MOST.name + 1) }, 'b', NOW)).toMatchObject({ ok: false, error: { code: 'practice-name-long' } });
    for (const minutes of [0, -1, 1.5, NaN, Infinity, 601]) expect(makePractice({ ...EMPTY_DRAFT, name: 'x', minutes }, 'b', NOW).ok, String(minutes)).toBe(false);
    expect(changePractice(p10!, draftOf(p10!), NOW)).toMatchObject({ ok: false, error: { code: 'practice-of-library' } });
    desk.apply(deletePractice({ id: 'a' }));
    expect(practicesOf(desk.records.values())).toEqual([]);
  });

  test('keeps the whole chain of what it came from, however often it is adapted', () => {
    const desk = createDesk();
    const id = (at: number): string => `${'0'.repeat(25)}${at}`;
    desk.apply(adaptPractice(p10!, { ...draftOf(p10!), name: 'Listening at lunch', by: 'Ana' }, id(1), NOW));
    desk.apply(adaptPractice(practiceOf(desk.record(id(1)))!, { ...draftOf(practiceOf(desk.record(id(1)))!), name: 'Listening on a bench', by: '' }, id(2), NOW));
    const second = practiceOf(desk.record(id(2)))!;
    expect(second.from).toEqual([
      { id: id(1), name: 'Listening at lunch', by: 'Ana', licence: 'CC BY-SA 4.0' },
      { id: 'p10', name: 'Two-way listening', by: 'Kith', licence: 'CC BY-SA 4.0' },
    ]);
    expect([...second.skills].sort()).toEqual(['idg:C1', 'idg:R4']);
    expect(second.steps.map(({ seconds }) => seconds)).toEqual([120, 30, 120, 30]);
    desk.apply(changePractice(second, { ...draftOf(second), name: 'On a bench', steps: '1:00 Sit' }, NOW));
    expect(practiceOf(desk.record(id(2)))).toMatchObject({ name: 'On a bench', steps: [{ text: 'Sit', seconds: 60 }], from: second.from });
    expect(changePractice(practiceOf(desk.record(id(2)))!, draftOf(practiceOf(desk.record(id(2)))!), NOW)).toEqual({ ok: true, value: [] });
    expect(shown[0]!.read(desk.record(id(2)))).toMatchObject({ title: 'On a bench', links: [{ to: id(1), as: 'comes-from' }] });
  });

  test('written on two devices at once, both texts stand', () => {
    const [one, two] = [createDesk(), createDesk('1111111111111')];
    one.apply(makePractice({ ...EMPTY_DRAFT, name: 'Tea', steps: 'Boil' }, 'a', NOW));
    two.takeIn(one);
    const before = practiceOf(one.record('a'))!;
    one.apply(changePractice(before, { ...draftOf(before), steps: 'Boil\nPour' }, NOW));
    two.apply(changePractice(before, { ...draftOf(before), steps: 'Boil\nWait' }, NOW));
    one.takeIn(two);
    const texts = practiceOf(one.record('a'))!.steps.map(({ text }) => text);
    expect(texts).toContain('Pour');
    expect(texts).toContain('Wait');
  });
});

test('the list is found by minutes, kind, with whom and words, the shortest first', () => {
  fc.assert(
    fc.property(fc.constantFrom(null, 1, 5, 15, 60), fc.subarray([...KINDS]), fc.subarray([...WHO]), (minutes, kinds, who) => {
      const found = filterPractices(library, { minutes, kinds, who, typed: '' });
      expect(
        found.every((one) => (minutes === null || one.minutes! <= minutes) && (kinds.length === 0 || kinds.includes(one.kind!)) && (who.length === 0 || who.includes(one.who!))),
      ).toBe(true);
      expect(found.every((one, at) => at === 0 || found[at - 1]!.minutes! <= one.minutes!)).toBe(true);
    }),
  );
  expect(filterPractices(library, { minutes: null, kinds: [], who: [], typed: 'WAY list' }).map(({ id }) => id)).toEqual(['p10']);
  expect(NEEDS.every((need) => library.some(({ needs }) => (needs[need] ?? 0) === 3))).toBe(true);
});

describe('afterwards', () => {
  test('one tap is kept, a note beside it, and nothing of how often one stopped', () => {
    const desk = createDesk();
    desk.apply(tell('p10', { how: 'better' }, 'a', NOW));
    desk.apply(noteOn(toldsOf(desk.records.values())[0]!, 'It was easy to begin.'));
    const [told] = toldsOf(desk.records.values());
    expect(told).toMatchObject({ practice: 'p10', how: 'better', note: 'It was easy to begin.' });
    expect(countsOf('p10', [told!])).toEqual({ better: 1, same: 0, worse: 0, of: 1 });
    expect(tell('p10', { how: null, note: ' ' }, 'b', NOW)).toMatchObject({ ok: false, error: { code: 'practice-nothing-said' } });
    expect(shown[1]!.read(desk.record('a'))).toMatchObject({
      title: 'It was easy to begin.',
      parts: [
        { label: 'part.practice', words: ['name.p10'] },
        { label: 'part.how', words: ['after.better'] },
      ],
    });
  });

  test('wishes are kept apart, one by one, and can be taken back', () => {
    const desk = createDesk();
    for (const changes of [wantKind('silence', false), wantKind('arts', false), wantKind('arts', true), stopOffering('p04'), dismissQuestion('q01')]) desk.apply(changes);
    expect(wishesOf(desk.record(WISHES))).toMatchObject({ without: ['silence'], never: ['p04'], dismissed: ['q01'] });
    desk.apply(offerAgain('p04', []));
    desk.apply(bringBackQuestions(wishesOf(desk.record(WISHES))));
    expect(wishesOf(desk.record(WISHES))).toMatchObject({ never: [], dismissed: [] });
    expect(orThrow({ ok: true, value: bringBackQuestions(wishesOf(desk.record(WISHES))) })).toEqual([]);
  });
});

test('a note of one long line is found and goes out whole', () => {
  const desk = createDesk();
  desk.apply(tell('p01', { how: 'same', note: `${'long '.repeat(60)}end` }, 'a', NOW));
  const one = shown[1]!.read(desk.record('a'))!;
  expect(one.title.length).toBeLessThanOrEqual(120);
  expect(one.parts[0]!.text).toMatch(/^long .* end$/);
  desk.apply(tell('p01', { how: 'same', note: 'Short.' }, 'b', NOW));
  expect(shown[1]!.read(desk.record('b'))).toMatchObject({ title: 'Short.', parts: [{ label: 'part.practice' }, { label: 'part.how' }] });
});
