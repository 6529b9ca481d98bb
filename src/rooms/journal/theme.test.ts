// oxlint-disable unicorn/no-thenable -- a pair is called then and now; nothing awaits it
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange } from '#core/change.ts';
import { entryOf, writeEntry, type Entry, type EntryDraft } from './model.ts';
import { besideInTime, eachYearOn } from './theme.ts';
import { createTimeline } from './timeline.ts';

const now = { when: '2026-03-09T10:00', zone: '', instant: '2026-03-09T10:00:00.000Z' };
let made = 0;
const entry = (draft: EntryDraft): Entry => {
  const written = writeEntry({ text: 'x', ...draft }, `entry${made++}`, now);
  if (!written.ok) throw new Error(written.error.code);
  return entryOf(applyChange(undefined, written.value[0]!, '000000000001-0000-device', 'device'))!;
};

const any = fc
  .record({
    year: fc.integer({ min: 1990, max: 1996 }),
    month: fc.integer({ min: 1, max: 12 }),
    topics: fc.subarray(['work', 'garden', 'music']),
    people: fc.subarray(['Mercer', 'Jane']),
    heavy: fc.boolean(),
  })
  .map(({ year, month, ...rest }) => entry({ when: `${year}-${String(month).padStart(2, '0')}-09`, ...rest }));

test('one entry for each other year, never heavy, always with a shared name', () => {
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 25 }), (entries) => {
      const old = entries[0]!;
      const found = eachYearOn(old, createTimeline(entries));
      const years = found.map(({ year }) => year);
      expect(years).toEqual([...new Set(years)].sort((a, b) => b - a));
      expect(years).not.toContain(Number(old.when.slice(0, 4)));
      for (const one of found) {
        expect(one.entry.heavy).toBe(false);
        expect(one.shared.length).toBeGreaterThan(0);
        for (const name of one.shared) expect([...old.topics, ...old.people]).toContain(name);
      }
    }),
  );
});

test('a rare name counts for more than a common one', () => {
  const common = Array.from({ length: 20 }, (_, at) => entry({ when: `1999-01-${String(at + 1).padStart(2, '0')}`, topics: ['work'] }));
  const rare = entry({ when: '2001-09-01', topics: ['the stone'] });
  const usual = entry({ when: '2001-03-26', topics: ['work'] });
  const old = entry({ when: '2000-03-26', topics: ['work', 'the stone'] });
  expect(eachYearOn(old, createTimeline([...common, rare, usual, old]))[0]).toMatchObject({ year: 2001, entry: { id: rare.id }, shared: ['the stone'] });
});

test('asked again of the same timeline, the answer is the one found before; another timeline is looked through anew', () => {
  const [old, other] = [entry({ when: '2000-03-26', topics: ['work'] }), entry({ when: '2001-03-26', topics: ['work'] })];
  const timeline = createTimeline([old, other]);
  const years = eachYearOn(old, timeline);
  expect(eachYearOn(old, timeline)).toBe(years);
  expect(eachYearOn(other, timeline)).toMatchObject([{ year: 2000, entry: { id: old.id } }]);
  expect(eachYearOn(old, timeline)).toEqual(years);
  const third = entry({ when: '2002-03-26', topics: ['work'] });
  expect(eachYearOn(old, createTimeline([old, other, third])).map(({ year }) => year)).toEqual([2002, 2001]);
});

test('an entry stands beside an older one that shares something rare, and beside none for what all share', () => {
  const daily = Array.from({ length: 28 }, (_, at) => entry({ when: `1999-02-${String(at + 1).padStart(2, '0')}`, topics: ['work'] }));
  const first = entry({ when: '2000-03-26', topics: ['work', 'the stone'] });
  const middle = entry({ when: '2005-03-26', topics: ['the stone'] });
  const last = entry({ when: '2009-03-26', topics: ['work', 'the stone'] });
  const timeline = createTimeline([...daily, first, middle, last]);
  expect(besideInTime(last, eachYearOn(last, timeline))).toMatchObject({
    then: { id: first.id },
    now: { id: last.id },
    reasons: [{ code: 'shares-topics' }, { code: 'same-day' }],
  });
  expect(besideInTime(first, eachYearOn(first, timeline))).toMatchObject({ then: { id: first.id }, now: { id: last.id } });
  expect(besideInTime(daily[0]!, eachYearOn(daily[0]!, timeline))).toBe(null);
});
