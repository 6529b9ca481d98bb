import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDesk } from '../../../test/fixtures/journal-desk.ts';
import { addMinutes, afterQuiet, answerReminder, changeReminder, createReminder, deleteReminder, dueReminders, isQuiet, reminderOf, snooze, type Reminder } from './reminders.ts';

const NONE = { quietFrom: '', quietTo: '' };
const NIGHT = { quietFrom: '22:00', quietTo: '07:30' };
const two = (value: number): string => String(value).padStart(2, '0');
const time = fc.integer({ min: 0, max: 1439 }).map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
const moment = fc.tuple(fc.constantFrom('2026-03-25', '2026-03-26', '2026-12-31', '2028-02-29'), time).map(([day, at]) => `${day}T${at}`);
const reminder: fc.Arbitrary<Reminder> = fc.record({
  id: fc.constantFrom('a', 'b'),
  to: fc.constantFrom('write' as const, 'look-back' as const, 'check-in' as const),
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
  time,
  on: fc.boolean(),
  snoozedUntil: fc.oneof(fc.constant(''), moment),
  answered: fc.oneof(fc.constant(''), moment),
});
// 26 March 2026 is a Thursday.
const evening: Reminder = { id: 'a', to: 'write', days: [4], time: '20:00', on: true, snoozedUntil: '', answered: '' };
const isDue = (one: Reminder, settings: { quietFrom: string; quietTo: string }, now: string): boolean => dueReminders([one], settings, now).length === 1;

describe('a reminder', () => {
  test('never speaks in quiet hours, before it was put off to, when off, or once answered', () => {
    fc.assert(
      fc.property(fc.array(reminder), time, time, moment, (reminders, quietFrom, quietTo, now) => {
        for (const due of dueReminders(reminders, { quietFrom, quietTo }, now)) {
          expect(isQuiet(now.slice(11), { quietFrom, quietTo })).toBe(false);
          expect(due.on).toBe(true);
          expect(due.snoozedUntil <= now).toBe(true);
          expect(isDue({ ...due, ...answered(due, now) }, { quietFrom, quietTo }, now)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('put off from now is silent until then, and speaks then unless it is quiet', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (minutes) => {
        const now = '2026-03-26T20:00';
        const desk = deskWith(evening);
        desk.apply(snooze(read(desk), minutes, now));
        const until = addMinutes(now, minutes);
        expect(isDue(read(desk), NONE, addMinutes(until, -1))).toBe(false);
        expect(isDue(read(desk), NONE, until)).toBe(true);
        expect(isDue(read(desk), NIGHT, afterQuiet(until, NIGHT))).toBe(true);
      }),
    );
  });

  test('speaks on its days from its time on, and lapses with the day', () => {
    expect(isDue(evening, NONE, '2026-03-26T19:59')).toBe(false);
    expect(isDue(evening, NONE, '2026-03-26T20:00')).toBe(true);
    expect(isDue(evening, NONE, '2026-03-26T23:59')).toBe(true);
    expect(isDue(evening, NONE, '2026-03-27T00:00')).toBe(false);
    expect(isDue(evening, NONE, '2026-03-25T20:30')).toBe(false);
  });

  test('held back by quiet hours that cross midnight speaks when they end', () => {
    const late = { ...evening, time: '23:00' };
    expect(isDue(late, NIGHT, '2026-03-26T23:30')).toBe(false);
    expect(isDue(late, NIGHT, '2026-03-27T07:29')).toBe(false);
    expect(isDue(late, NIGHT, '2026-03-27T07:30')).toBe(true);
    expect(isDue(late, NIGHT, '2026-03-28T07:30')).toBe(false);
    expect(isDue({ ...late, answered: '2026-03-27T07:31' }, NIGHT, '2026-03-27T08:00')).toBe(false);
  });

  test('made in the evening for a time already past waits for its next day; changed likewise', () => {
    const desk = createDesk();
    desk.apply(createReminder({ to: 'check-in', time: '08:00' }, 'a', '2026-03-26T20:15'));
    expect(isDue(read(desk), NONE, '2026-03-26T20:15')).toBe(false);
    expect(isDue(read(desk), NONE, '2026-03-27T08:00')).toBe(true);
    desk.apply(changeReminder(read(desk), { time: '07:00' }, '2026-03-27T07:30'));
    expect(isDue(read(desk), NONE, '2026-03-27T08:00')).toBe(false);
    desk.apply(deleteReminder(read(desk)));
    expect(reminderOf(desk.record('a'))).toBe(null);
  });
});

const read = (desk: ReturnType<typeof createDesk>): Reminder => reminderOf(desk.record('a'))!;
const deskWith = (one: Reminder): ReturnType<typeof createDesk> => {
  const desk = createDesk();
  desk.apply(createReminder(one, 'a', '2026-03-01T00:00'));
  return desk;
};
const answered = (one: Reminder, now: string): Pick<Reminder, 'answered' | 'snoozedUntil'> => {
  const desk = deskWith({ ...one, days: one.days.length > 0 ? one.days : [0] });
  desk.apply(answerReminder(read(desk), now));
  return { answered: read(desk).answered, snoozedUntil: read(desk).snoozedUntil };
};

test('quiet hours: from a time to a time, across midnight or not; alike is none', () => {
  expect(['21:59', '22:00', '00:00', '07:29', '07:30'].map((at) => isQuiet(at, NIGHT))).toEqual([false, true, true, true, false]);
  expect(['12:59', '13:00', '14:00'].map((at) => isQuiet(at, { quietFrom: '13:00', quietTo: '14:00' }))).toEqual([false, true, false]);
  expect(isQuiet('08:00', { quietFrom: '08:00', quietTo: '08:00' })).toBe(false);
  expect(afterQuiet('2026-12-31T23:00', NIGHT)).toBe('2027-01-01T07:30');
});

test('what cannot be a reminder is refused', () => {
  const code = (result: ReturnType<typeof createReminder>): string => (result.ok ? '' : result.error.code);
  expect(code(createReminder({ to: 'write', time: '24:00' }, 'a', '2026-03-26T20:15'))).toBe('time-not-understood');
  expect(code(createReminder({ to: 'write', time: '20:00', days: [] }, 'a', '2026-03-26T20:15'))).toBe('reminder-no-days');
  expect(code(createReminder({ to: 'write', time: '20:00', days: [7] }, 'a', '2026-03-26T20:15'))).toBe('reminder-not-valid');
  expect(code(snooze(evening, '2026-03-26', '2026-03-26T20:00'))).toBe('snooze-not-later');
  expect(code(snooze(evening, 'soon', '2026-03-26T20:00'))).toBe('date-not-understood');
  expect(code(snooze(evening, Infinity, '2026-03-26T20:00'))).toBe('date-not-understood');
  expect(dueReminders([evening], NONE, 'not a moment')).toEqual([]);
});
