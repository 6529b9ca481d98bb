import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayNumber } from '#core/when.ts';
import { arbitraryEntries, entryWith, pepysShape } from '../../../test/fixtures/journal-desk.ts';
import { anotherLook, LEFT_ALONE, OLD } from './another-look.ts';
import { looksBackAt } from './look-back.ts';

const day = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2027-01-01') }).map((days) => addDays('1970-01-01', days));

describe('the entry for another look', () => {
  test('is never heavy, resting, dismissed, new, empty or a look-back note, and always has a reason', () => {
    fc.assert(
      fc.property(arbitraryEntries(30), day, fc.boolean(), fc.array(fc.nat({ max: 30 })), (entries, today, anniversaries, gone) => {
        const dismissed = new Set(gone.map((at) => `entry${at}`));
        const look = anotherLook(entries, today, dismissed, { anniversaries });
        if (!look) return;
        expect(look.entry.heavy).toBe(false);
        expect(look.entry.form).not.toBe('look-back');
        expect(look.entry.restUntil <= today).toBe(true);
        expect(look.entry.text.trim()).not.toBe('');
        expect(dismissed.has(look.entry.id)).toBe(false);
        expect(dayNumber(today) - dayNumber(look.entry.when)).toBeGreaterThanOrEqual(OLD);
        expect(look.reasons.length).toBeGreaterThan(0);
        const recent = entries.some((note) => looksBackAt(note).includes(look.entry.id) && dayNumber(today) - dayNumber(note.when) < LEFT_ALONE);
        expect(recent).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('is the same all day, whatever order the entries are held in', () => {
    fc.assert(
      fc.property(arbitraryEntries(30), day, (entries, today) => {
        const look = anotherLook(entries, today);
        expect(anotherLook([...entries], today)).toEqual(look);
        expect(anotherLook([...entries].reverse(), today)?.entry.id).toBe(look?.entry.id);
      }),
    );
  });

  test('comes round fairly: every entry once before any comes again', () => {
    // None is near a date in the days gone through, so that all stand in one class all the while.
    const entries = Array.from({ length: 40 }, (_, at) => entryWith({ id: `e${at}`, when: addDays('2020-01-10', at) }));
    const seen = Array.from({ length: 80 }, (_, at) => anotherLook(entries, addDays('2026-05-01', at))!.entry.id);
    expect(new Set(seen.slice(0, 40)).size).toBe(40);
    expect(seen.slice(40)).toEqual(seen.slice(0, 40));
    expect(seen.slice(0, 40)).not.toEqual(entries.map(({ id }) => id));
  });

  test('is not offered near its own date, nor because of it, unless anniversaries are asked for', () => {
    const diary = pepysShape(366 * 3);
    for (let at = 0; at < 30; at++) {
      const today = addDays('2026-02-20', at);
      const near = Array.from({ length: 7 }, (_, off) => addDays(today, off - 3).slice(5));
      const quiet = anotherLook(diary, today)!;
      expect(near).not.toContain(quiet.entry.when.slice(5));
      expect(quiet.reasons.map(({ code }) => code)).not.toContain('this-week-in');
    }
    for (const when of ['2020-04-28', '2020-05-01', '2020-05-04']) expect(anotherLook([entryWith({ id: 'e', when })], '2026-05-01')).toBe(null);
    expect(anotherLook([entryWith({ id: 'e', when: '2020-02-29' })], '2026-03-01')).toBe(null);
    expect(anotherLook([entryWith({ id: 'e', when: '2020-05-05' })], '2026-05-01')).not.toBe(null);
    const asked = Array.from({ length: 10 }, (_, at) => anotherLook(diary, addDays('2026-05-01', at), new Set(), { anniversaries: true })!);
    expect(asked.some(({ reasons }) => reasons[0]!.code === 'this-week-in')).toBe(true);
    const [yearAgo] = anotherLook([entryWith({ id: 'e', when: '2025-05-02' })], '2026-05-01', new Set(), { anniversaries: true })!.reasons;
    expect(yearAgo).toEqual({ code: 'a-year-ago' });
  });

  test('says that it was marked, or shares a topic with this week, and names the topic as the old entry spells it', () => {
    const old = entryWith({ id: 'old', when: '2020-09-01', topics: ['Accounts'] });
    const now = entryWith({ id: 'now', when: '2026-04-30', topics: ['accounts'] });
    expect(anotherLook([old, now], '2026-05-01')).toEqual({ entry: old, reasons: [{ code: 'topic-this-week', with: { topic: 'Accounts' } }, { code: 'not-looked-at' }] });
    expect(anotherLook([{ ...old, again: true }], '2026-05-01')!.reasons[0]).toEqual({ code: 'marked-again' });
    const note = entryWith({ id: 'note', form: 'look-back', when: '2022-01-01', links: [{ to: 'old', as: 'looks-back-at' }] });
    expect(anotherLook([{ ...old, topics: [] }, note], '2026-05-01')!.reasons).toEqual([{ code: 'looked-at-long-ago', with: { day: '2022-01-01' } }]);
  });

  test('tells when it was last read only where that is known, and is not one read this week', () => {
    const old = entryWith({ id: 'old', when: '2020-09-01' });
    const look = (read: string) => anotherLook([old], '2026-05-01', new Set(), { lastRead: new Map([['old', read]]) });
    expect(look('2023-01-01')!.reasons).toContainEqual({ code: 'not-read-since', with: { day: '2023-01-01' } });
    expect(look('2026-04-29')).toBe(null);
    expect(anotherLook([old], '2026-05-01')!.reasons.map(({ code }) => code)).toEqual(['not-looked-at']);
  });

  test('is not there when it is switched off, or when nothing is old enough', () => {
    const old = entryWith({ id: 'old', when: '2020-09-01' });
    expect(anotherLook([old], '2026-05-01', new Set(), { anotherLook: false })).toBe(null);
    expect(anotherLook([], '2026-05-01')).toBe(null);
    expect(anotherLook([entryWith({ id: 'new', when: '2026-04-20' })], '2026-05-01')).toBe(null);
  });
});
