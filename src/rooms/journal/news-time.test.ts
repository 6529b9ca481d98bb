import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMinutes, isQuiet } from './reminders.ts';
import { mayTell, minuteOfUtc, newsKept, newsTold, NO_NEWS, somethingWaits, type NewsKept } from './news-time.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const settings = fc.record({
  news: fc.constantFrom('often' as const, 'daily' as const),
  newsAt: time,
  quietFrom: fc.oneof(fc.constant(''), time),
  quietTo: fc.oneof(fc.constant(''), time),
});

/** Some days, a step at a time: at each something may come. When it was said, and whether something waits at the end. */
const days = (given: Parameters<typeof mayTell>[0], steps: readonly { readonly minutes: number; readonly comes: boolean }[]) => {
  let [now, kept]: [string, NewsKept] = ['2026-11-20T12:00', NO_NEWS];
  const said: { readonly at: string; readonly waited: string }[] = [];
  for (const { minutes, comes } of steps) {
    now = addMinutes(now, minutes);
    if (comes) kept = somethingWaits(kept, now);
    if (!mayTell(given, kept, now)) continue;
    said.push({ at: now, waited: kept.waits });
    kept = newsTold(now);
  }
  return { said, kept, now };
};
const steps = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 400 }), comes: fc.boolean() }), { maxLength: 60 });

test('it is said only when something waits, never in quiet hours, at most once an hour or once a day after the chosen time', () => {
  fc.assert(
    fc.property(settings, steps, (given, each) => {
      const { said } = days(given, each);
      for (const [n, { at, waited }] of said.entries()) {
        expect(waited).not.toBe('');
        expect(isQuiet(at.slice(11), given)).toBe(false);
        const before = said[n - 1]?.at ?? '';
        if (before === '') continue;
        if (given.news === 'often') expect(addMinutes(before, 60) <= at).toBe(true);
        // Between two, the chosen time has passed.
        else expect(`${before.slice(0, 10)}T${given.newsAt}` > before ? `${before.slice(0, 10)}T${given.newsAt}` <= at : before.slice(0, 10) < at.slice(0, 10)).toBe(true);
      }
    }),
  );
});

test('what waits is said some minute of the next two days, but where all the day is quiet', () => {
  fc.assert(
    fc.property(settings, steps, (given, each) => {
      const all = Array.from({ length: 2 * 1440 }, () => ({ minutes: 1, comes: false }));
      expect(days(given, [...each, ...all]).kept.waits).toBe('');
    }),
    { numRuns: 15 },
  );
});

test('without being asked for it is never said; what was kept wrongly counts as nothing; a clock put back holds nothing up', () => {
  const waits = { waits: '2026-11-25T10:00', told: '' };
  expect(mayTell(DEFAULT_SETTINGS, waits, '2026-11-25T12:00')).toBe(false);
  expect(mayTell({ ...DEFAULT_SETTINGS, news: 'often' }, { ...waits, told: '2030-01-01T00:00' }, '2026-11-25T12:00')).toBe(true);
  expect(mayTell({ ...DEFAULT_SETTINGS, news: 'daily' }, { ...waits, waits: '2030-01-01T00:00' }, '2026-11-25T12:00')).toBe(true);
  expect(['2026-11-25T17:59', '2026-11-25T18:00'].map((now) => mayTell({ ...DEFAULT_SETTINGS, news: 'daily' }, waits, now))).toEqual([false, true]);
  fc.assert(fc.property(fc.jsonValue(), (value) => void expect(Object.values(newsKept(value)).every((each) => each === '' || each.length === 16)).toBe(true)));
  expect(newsKept({ waits: '2026-11-25T10:00', told: 'yesterday' })).toEqual(waits);
});

test('a time of the place is a minute of the day of UTC, before, behind and half an hour off', () => {
  // As browsers say it: minutes that UTC is ahead of the place.
  expect([minuteOfUtc('07:30', 0), minuteOfUtc('00:30', -60), minuteOfUtc('22:00', 300), minuteOfUtc('05:00', -330)]).toEqual([450, 1410, 180, 1410]);
});
