// The picture counts each word that was chosen once for each time, puts it where its time, day, area or person is, and says nothing where
// there is too little.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BY, FEWEST, overTime, SORTS, type Named, type Sort } from './over-time.ts';

const sortOf = (word: string): Sort => ({ tired: 'low-unpleasant', glad: 'high-pleasant', calm: 'low-pleasant', tense: 'high-unpleasant' }[word] as Sort | undefined) ?? 'none';
const at = (when: string, feelings: readonly string[], more: Partial<Named> = {}): Named => ({ id: `${when} ${feelings.join()}`, when, feelings, areas: [], people: [], ...more });
const times = (count: number, one: (n: number) => Named): Named[] => Array.from({ length: count }, (_, n) => ({ ...one(n), id: `${n} ${one(n).id}` }));

test('below ten times nothing is said; from then on a row of less than five is not drawn', () => {
  const mornings = times(FEWEST.all - 1, () => at('2026-11-02T08:00', ['tired']));
  expect(overTime(mornings, 'time', sortOf)).toBeNull();
  const picture = overTime([...mornings, at('2026-11-02T20:00', ['glad', 'calm'])], 'time', sortOf)!;
  expect(picture.rows.map(({ key, isEnough, words }) => [key, isEnough, words])).toEqual([
    ['morning', true, 9],
    ['evening', false, 2],
  ]);
  expect(picture.all).toMatchObject({ words: 11, counts: { 'low-unpleasant': 9, 'high-pleasant': 1, 'low-pleasant': 1, none: 0 }, most: [{ word: 'tired', count: 9 }, {}, {}] });
});

test('a day without a time is in no time of day, and that is said; it has its day of the week, in its own calendar', () => {
  const days = times(10, () => at('2026-11-26', ['tired']));
  expect(overTime(days, 'time', sortOf)).toMatchObject({ rows: [], besides: 10 });
  expect(overTime(days, 'day', sortOf)!.rows.map(({ key }) => key)).toEqual(['4']);
  // 2 September 1666 was a Sunday in London, where the Julian calendar stood.
  expect(
    overTime(
      times(10, () => at('1666-09-02', ['tense'], { calendar: 'julian' })),
      'day',
      sortOf,
    )!.rows.map(({ key }) => key),
  ).toEqual(['7']);
});

test('weeks stand without a gap, at most twelve, the last one last; the year before 1 is a year like another', () => {
  const two = overTime([...times(6, () => at('2026-11-26', ['glad'])), ...times(6, () => at('2026-11-08', ['glad']))], 'week', sortOf)!;
  expect(two.rows.map(({ key, from }) => [key, from.length])).toEqual([
    ['2026-11-02', 6],
    ['2026-11-09', 0],
    ['2026-11-16', 0],
    ['2026-11-23', 6],
  ]);
  expect(
    overTime(
      times(60, (n) => at(`2026-${String((n % 11) + 1).padStart(2, '0')}-05`, ['glad'])),
      'week',
      sortOf,
    )!.rows,
  ).toHaveLength(12);
});

test('where most weeks have too little, months stand for them', () => {
  const thin = overTime(
    times(12, (n) => at(`2026-${n < 6 ? '10' : '11'}-${String(((n % 6) + 1) * 4).padStart(2, '0')}`, ['glad'])),
    'week',
    sortOf,
  )!;
  expect([thin.isByMonth, ...thin.rows.map(({ key, from, isEnough }) => [key, from.length, isEnough])]).toEqual([true, ['2026-10-01', 6, true], ['2026-11-01', 6, true]]);
});

test('an area and a person have what was named with them, the most often named first', () => {
  const all = [
    ...times(7, () => at('2026-11-03', ['tired'], { areas: ['work (paid)'], people: ['Ana'] })),
    ...times(5, () => at('2026-11-04', ['calm'], { areas: ['learning', 'learning'] })),
  ];
  expect(overTime(all, 'area', sortOf)!.rows.map(({ key, from }) => [key, from.length])).toEqual([
    ['work (paid)', 7],
    ['learning', 5],
  ]);
  expect(overTime(all, 'person', sortOf)).toMatchObject({ rows: [{ key: 'Ana' }], besides: 5 });
  expect(overTime(all, 'area', sortOf, '2026-11-04')).toBeNull();
  const cased = times(10, (n) => at(`2026-11-${10 + n}`, ['glad'], { people: n < 4 ? ['ana', 'ANA'] : ['Ana'] }));
  expect(overTime(cased, 'person', sortOf)!.rows.map(({ key, from }) => [key, from.length])).toEqual([['Ana', 10]]);
});

test('however it is divided, every word is counted once in all, and every row names what it rests on', () => {
  const named = fc.record({
    when: fc.constantFrom('2026-11-01', '2026-11-02T03:00', '2026-11-03T09:30', '2026-11-09T13:00', '2026-11-30T23:59'),
    feelings: fc.array(fc.constantFrom('tired', 'glad', 'calm', 'tense', 'mixed', 'at sea'), { maxLength: 4 }),
    areas: fc.subarray(['a', 'b', 'c']),
    people: fc.subarray(['x', 'y']),
  });
  fc.assert(
    fc.property(fc.array(named, { minLength: 10, maxLength: 40 }), fc.constantFrom(...BY), (list, by) => {
      const all = list.map((one, n) => ({ ...one, id: String(n) }));
      const said = all.filter(({ feelings }) => feelings.length > 0);
      const picture = overTime(all, by, sortOf);
      if (said.length < FEWEST.all) {
        expect(picture).toBeNull();
        return;
      }
      const words = said.reduce((sum, { feelings }) => sum + new Set(feelings).size, 0);
      expect(picture!.all.words).toBe(words);
      for (const row of [picture!.all, ...picture!.rows]) {
        expect(SORTS.reduce((sum, sort) => sum + row.counts[sort], 0)).toBe(row.words);
        expect(row.most.reduce((sum, { count }) => sum + count, 0)).toBe(row.words);
        expect(new Set(row.from).size).toBe(row.from.length);
      }
      // Each stands in one time of day, day and week at most; areas and people may be several.
      if (by === 'time' || by === 'day' || by === 'week') expect(picture!.rows.reduce((sum, { from }) => sum + from.length, 0) + picture!.besides).toBe(said.length);
    }),
    { numRuns: 60 },
  );
});

test('what lies before the twelve weeks, or is of a person beyond the twelve, is counted beside, so that nothing is left unsaid', () => {
  const weeks = times(75, (n) => at(`2026-0${1 + Math.floor(n / 25)}-${String(1 + (n % 25)).padStart(2, '0')}`, ['tired']));
  const long = overTime([...weeks, ...times(7, () => at('2019-05-06', ['glad']))], 'week', sortOf)!;
  // The seven, and the first four days of January, which are of a thirteenth week.
  expect([long.isByMonth, long.besides]).toEqual([false, 11]);
  const people = times(26, (n) => at('2026-11-02', ['glad'], { people: [`person ${n % 13}`] }));
  expect(overTime(people, 'person', sortOf)).toMatchObject({ rows: { length: 12 }, besides: 2 });
});
