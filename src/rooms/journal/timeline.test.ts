import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryEntries, entryWith, pepysShape } from '../../../test/fixtures/journal-desk.ts';
import type { Entry } from './model.ts';
import {
  besides,
  changeTimeline,
  countsByDay,
  countsByMonth,
  countsByYear,
  createTimeline,
  entriesIn,
  entriesNaming,
  nameKey,
  namesByUse,
  namesIn,
  newestFirst,
  positionOf,
  positionOfDay,
  spanOf,
  NAME_SORTS,
  type Timeline,
} from './timeline.ts';

// A Map says equal whatever its order; names of one spelling count stand in any order.
const plain = (timeline: Timeline) => ({
  ids: timeline.entries.map(({ id }) => id),
  names: NAME_SORTS.map((sort) =>
    [...timeline.names[sort]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, named]) => [key, { ...named, spellings: Object.fromEntries([...named.spellings].sort()) }]),
  ),
});

describe('the timeline', () => {
  test('stands newest first, whatever order the entries come in', () => {
    fc.assert(
      fc.property(arbitraryEntries(60), (entries) => {
        expect(createTimeline(entries).entries).toEqual([...entries].sort(newestFirst));
      }),
    );
  });

  test('after any changes one by one is the same as built anew', () => {
    fc.assert(
      fc.property(arbitraryEntries(25), arbitraryEntries(25), fc.boolean(), (before, after, lock) => {
        const locked = new Set(lock ? ['locked'] : []);
        const entries = new Map<string, Entry>(before.map((entry) => [entry.id, entry]));
        let timeline = createTimeline(before, locked);
        for (const [at, next] of after.entries()) {
          // Every third one is taken away, the others are changed or come new.
          const id = `entry${(at * 7) % 30}`;
          const old = entries.get(id);
          const now = at % 3 === 0 ? undefined : { ...next, id };
          timeline = changeTimeline(timeline, old, now, locked);
          if (now) entries.set(id, now);
          else entries.delete(id);
          expect(plain(timeline)).toEqual(plain(createTimeline([...entries.values()], locked)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('never holds an entry of a locked journal, nor a name that only such an entry has', () => {
    fc.assert(
      fc.property(arbitraryEntries(), (entries) => {
        const timeline = createTimeline(entries, new Set(['locked']));
        expect(timeline.entries.every(({ journal }) => journal !== 'locked')).toBe(true);
        for (const sort of NAME_SORTS)
          for (const named of timeline.names[sort].values()) expect(timeline.entries.some((entry) => namesIn(entry, sort).includes(named.name))).toBe(true);
      }),
    );
  });

  test('counts each entry once in its year, month and day', () => {
    fc.assert(
      fc.property(arbitraryEntries(60), (entries) => {
        const timeline = createTimeline(entries);
        const years = countsByYear(timeline);
        expect([...years.values()].reduce((a, b) => a + b, 0)).toBe(entries.length);
        for (const [year, count] of years) {
          const months = countsByMonth(timeline, year);
          expect(months.reduce((a, b) => a + b, 0)).toBe(count);
          for (const [month, inMonth] of months.entries()) {
            const prefix = `${year}-${String(month + 1).padStart(2, '0')}`;
            expect(countsByDay(timeline, prefix).reduce((a, b) => a + b, 0)).toBe(inMonth);
            expect(entriesIn(timeline, prefix)).toHaveLength(inMonth);
          }
        }
      }),
    );
  });

  test('finds every entry where it stands, and its neighbours', () => {
    fc.assert(
      fc.property(arbitraryEntries(), (entries) => {
        const timeline = createTimeline(entries);
        for (const [at, entry] of timeline.entries.entries()) {
          expect(positionOf(timeline, entry)).toBe(at);
          expect(besides(timeline, entry)).toEqual({ newer: timeline.entries[at - 1] ?? null, older: timeline.entries[at + 1] ?? null });
        }
      }),
    );
  });

  test('a name is one name however it is cased, with the entries that have it, and its first and last day', () => {
    fc.assert(
      fc.property(arbitraryEntries(), (entries) => {
        const timeline = createTimeline(entries);
        for (const sort of NAME_SORTS)
          for (const named of namesByUse(timeline, sort)) {
            const having = entries.filter((entry) => namesIn(entry, sort).some((name) => nameKey(name) === nameKey(named.name)));
            expect(named.count).toBe(having.length);
            expect(
              entriesNaming(timeline, sort, named.name.toUpperCase())
                .map(({ id }) => id)
                .sort(),
            ).toEqual(having.map(({ id }) => id).sort());
            const days = having.map(({ when }) => when.slice(0, 10)).sort();
            expect([named.first, named.last]).toEqual([days[0], days.at(-1)]);
          }
      }),
    );
  });
});

test('the spelling shown is the one used most', () => {
  const entries = ['Mercer', 'mercer', 'Mercer'].map((name, at) => entryWith({ id: `e${at}`, when: `1666-01-0${at + 1}`, people: [name] }));
  expect(namesByUse(createTimeline(entries), 'people').map(({ name, count }) => [name, count])).toEqual([['Mercer', 3]]);
});

test('a day goes to its newest entry, a day without one to the nearest before it', () => {
  const timeline = createTimeline(['1669-03-26', '1669-03-24', '1669-03-24T09:00', '1669-03-20'].map((when, at) => entryWith({ id: `e${at}`, when })));
  expect(['1669-03-27', '1669-03-26', '1669-03-25', '1669-03-24', '1669-03-21', '1660-01-01'].map((day) => timeline.entries[positionOfDay(timeline, day)]!.when)).toEqual([
    '1669-03-26',
    '1669-03-26',
    '1669-03-24T09:00',
    '1669-03-24T09:00',
    '1669-03-20',
    '1669-03-20',
  ]);
  expect(positionOfDay(createTimeline([]), '1660-01-01')).toBe(0);
});

test('a diary of nine years by days, Julian leap days among them, is counted as it is written', () => {
  const timeline = createTimeline(pepysShape(3288));
  expect(spanOf(timeline)).toEqual({ first: '1660-01-01', last: '1668-12-31' });
  expect([...countsByYear(timeline)]).toEqual([1660, 1661, 1662, 1663, 1664, 1665, 1666, 1667, 1668].map((year) => [year, year % 4 === 0 ? 366 : 365]));
  expect(countsByDay(timeline, '1660-02')).toHaveLength(29);
  expect(countsByDay(timeline, '1661-02')).toHaveLength(28);
  expect(spanOf(createTimeline([]))).toBe(null);
});

test('a Julian 29 February of a year without one in the Gregorian calendar still has its place', () => {
  const timeline = createTimeline([entryWith({ id: 'e', when: '1700-02-29', calendar: 'julian' })]);
  expect(countsByDay(timeline, '1700-02')[28]).toBe(1);
  expect(countsByDay(createTimeline([]), '1700-02')).toHaveLength(28);
});
