import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { createDesk, NOW, type Desk } from '../../../test/fixtures/journal-desk.ts';
import { draftOf, NEEDS, type Practice } from './model.ts';
import { othersFor, proposePath } from './paths.ts';
import { adaptShared, sharedIn, type Shared } from './shared.ts';
import { starterPractices } from './starter.ts';
import {
  askedTogether,
  beginTogether,
  dateStep,
  deleteTogether,
  endTogether,
  goOnTogether,
  knowsTogether,
  pathsTogether,
  sayAfterStep,
  swapTogether,
  takeWordBack,
  wordsBefore,
  type Together,
} from './together.ts';

const [ANA, BELA] = ['a'.repeat(26), 'b'.repeat(26)] as [string, string];
const LIBRARY = starterPractices({ word: (key) => key, library: (key) => key });
const ASKED = { need: 'limits', minutes: 15, who: null, liked: [] } as const;
let made = 0;
const newId = (): string => `${(made += 1)}`.padStart(26, 'n');
const snapshot = (desk: Desk) => withRecords(emptySnapshot(), [...desk.records.values()]);
const paths = (desk: Desk): readonly Together[] => pathsTogether(snapshot(desk));
const refusal = (result: Result<unknown>): string => (result.ok ? '' : result.error.code);
const begun = (desk: Desk): Together => {
  const steps = orThrow(proposePath(ASKED, knowsTogether(LIBRARY, [], []))).map(({ practice }) => practice.id);
  desk.apply(beginTogether(ASKED, steps, 'Our evenings', newId(), NOW));
  return paths(desk)[0]!;
};

describe('a path walked together', () => {
  test('is proposed out of the library and what the circle shares, the same for each member, whatever they said for themselves', () => {
    const circle = createDesk();
    const p10 = LIBRARY.find(({ id }) => id === 'p10')!;
    circle.apply(adaptShared(p10, { ...draftOf(p10), name: 'Listening at lunch', needs: [...NEEDS] }, { me: BELA, id: newId() }, NOW));
    const shared: readonly Shared[] = sharedIn(snapshot(circle), LIBRARY);
    const knows = knowsTogether([...LIBRARY, { ...p10, id: newId(), isStarter: false } satisfies Practice], shared, []);
    expect(knows.practices.map(({ id }) => id)).toEqual([...LIBRARY.map(({ id }) => id), shared[0]!.id]);
    for (const need of NEEDS) {
      const steps = orThrow(proposePath({ ...ASKED, need }, knows)).map(({ practice }) => practice);
      expect(steps.length).toBeGreaterThanOrEqual(3);
      expect(new Set(steps.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
      expect(steps.some(({ who }) => who !== 'solo')).toBe(true);
    }
    expect(othersFor('p37', ['p37', 'p10'], ASKED, knows, 50).map(({ practice }) => practice.id)).toContain(shared[0]!.id);
  });

  test('has days, sentences of those who want to say one, and an end with a name; nobody is counted', () => {
    const circle = createDesk();
    const path = begun(circle);
    const [first, second] = path.steps.map(({ practice }) => practice) as [string, string];
    circle.apply(dateStep(path, first, '2026-12-03', NOW));
    expect(refusal(dateStep(path, first, 'soon', NOW))).toBe('date-not-understood');
    circle.apply(sayAfterStep(path, second, ' I did this on the bus. ', { me: BELA, id: newId() }, NOW));
    expect(refusal(sayAfterStep(path, second, '  ', { me: ANA, id: newId() }, NOW))).toBe('path-word-empty');
    let [now] = paths(circle) as [Together];
    expect(now.steps[0]).toMatchObject({ practice: first, day: '2026-12-03' });
    expect(now.words).toMatchObject([{ by: BELA, practice: second, text: 'I did this on the bus.' }]);
    expect(refusal(takeWordBack(now.words[0]!, ANA))).toBe('path-word-not-yours');
    expect(refusal(deleteTogether(now))).toBe('path-has-words');

    circle.apply(endTogether(now, 'part', NOW));
    expect(paths(circle)[0]!.outcome).toBe('part');
    circle.apply(goOnTogether(paths(circle)[0]!, NOW));
    circle.apply(dateStep(now, first, '', NOW));
    circle.apply(takeWordBack(now.words[0]!, BELA));
    [now] = paths(circle) as [Together];
    expect([now.outcome, now.words, now.steps[0]!.day]).toEqual(['', [], '']);
    circle.apply(deleteTogether(now));
    expect(paths(circle)).toEqual([]);
  });

  test('keeps what was said after a step that another took the place of: it is read, and whoever said it takes it back', () => {
    const circle = createDesk();
    const path = begun(circle);
    const { practice } = path.steps[0]!;
    circle.apply(sayAfterStep(path, practice, 'On the bus.', { me: BELA, id: newId() }, NOW));
    expect(wordsBefore(paths(circle)[0]!)).toEqual([]);
    const other = othersFor(
      practice,
      path.steps.map((step) => step.practice),
      ASKED,
      knowsTogether(LIBRARY, [], []),
    )[0]!.practice.id;
    circle.apply(swapTogether(path, practice, other, NOW));
    const before = wordsBefore(paths(circle)[0]!);
    expect(before).toMatchObject([{ by: BELA, practice, text: 'On the bus.' }]);
    circle.apply(takeWordBack(before[0]!, BELA));
    expect(wordsBefore(paths(circle)[0]!)).toEqual([]);
  });

  test('law: two who swap, date and end at once both keep what they did at different steps, and all read the same', () => {
    const deed = fc.record({ at: fc.nat(3), what: fc.constantFrom('swap' as const, 'day' as const), other: fc.nat(2), day: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 6 }), fc.array(deed, { maxLength: 6 }), (hers, his) => {
        const [ana, bela] = [createDesk('0000000000001'), createDesk('0000000000002')];
        const path = begun(ana);
        bela.takeIn(ana);
        const knows = knowsTogether(LIBRARY, [], []);
        const does = (desk: Desk, deeds: typeof hers): Map<number, string> => {
          const touched = new Map<number, string>();
          for (const { at, what, other, day } of deeds) {
            const [now] = paths(desk) as [Together];
            const step = now.steps[at % now.steps.length]!;
            const to = othersFor(
              step.practice,
              now.steps.map(({ practice }) => practice),
              askedTogether(now),
              knows,
            )[other]?.practice.id;
            const changes: readonly Change[] = what === 'day' ? orThrow(dateStep(now, step.practice, `2026-12-0${day}`, NOW)) : to ? swapTogether(now, step.practice, to, NOW) : [];
            desk.apply(changes);
            if (what === 'swap' && changes.length > 0) touched.set(step.place, to!);
          }
          return touched;
        };
        const [a, b] = [does(ana, hers), does(bela, his)];
        ana.takeIn(bela);
        bela.takeIn(ana);
        expect(paths(ana)).toEqual(paths(bela));
        const [now] = paths(ana) as [Together];
        expect(now.id).toBe(path.id);
        for (const [mine, others] of [
          [a, b],
          [b, a],
        ] as const)
          for (const [place, practice] of mine) if (!others.has(place)) expect(now.steps.some((step) => step.practice === practice)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('that is broken, in somebody’s hand, or of a newer Kith is left out; bad parts are left out of what is read', () => {
    const circle = createDesk();
    const whole = begun(circle);
    const kind = { kind: 'circle-path', v: 1 };
    const set = { need: 'limits', step1: 'p01', at: NOW.instant };
    circle.apply([
      { ...kind, id: `${ANA}-x`, set },
      { ...kind, v: 9, id: newId(), set },
      { ...kind, id: newId(), set: { ...set, need: 'glory' } },
      { ...kind, id: newId(), set: { ...set, step1: ['p01'] } },
      { ...kind, id: newId(), set: { ...set, step2: 'p01', step3: 'p02', day3: 'soon', minutes: 7.4, who: 7, outcome: 'won', title: ' \n ' }, add: { swaps: ['p01', 'p01 p02'] } },
      { kind: 'circle-path-word', v: 1, id: newId(), set: { path: whole.id, practice: 'p01', at: NOW.instant }, write: { text: 'In nobody’s hand' } },
      { kind: 'circle-path-word', v: 1, id: `${BELA}-y`, set: { path: whole.id, practice: 7, at: 'once' }, write: { text: 'Of no day' } },
    ]);
    expect(
      paths(circle)
        .map(({ steps }) => steps.map(({ practice, day }) => `${practice} ${day}`))
        .toSorted(),
    ).toEqual([['p01 ', 'p02 '], whole.steps.map(({ practice }) => `${practice} `)].toSorted());
    expect(paths(circle).flatMap(({ words }) => words)).toEqual([]);
    expect(paths(circle).find(({ steps }) => steps.length === 2)).toMatchObject({ minutes: 7, who: null, outcome: '', title: '', swaps: [{ from: 'p01', to: 'p02' }] });
  });
});
