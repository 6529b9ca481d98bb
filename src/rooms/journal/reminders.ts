// Reminders that a person sets: to write, to look back, to check in, on days of the week at a time of the place's clock.
// There are none until one is set. Nothing runs in the background here: the shell asks which are due, now.
// Invariants: none speaks in quiet hours or before it was put off to; one that quiet hours held back speaks when they
// end; one left unanswered lapses with its day, and nothing counts how often.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, stringIn, yesIn } from '#core/kind.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays, dayOf, isWhen, weekdayOf, type When } from '#core/when.ts';
import type { Settings } from './settings.ts';

export type ReminderTo = 'write' | 'look-back' | 'check-in';

export interface Reminder {
  readonly id: string;
  readonly to: ReminderTo;
  /** Days of the week, 0 is Sunday; ascending. */
  readonly days: readonly number[];
  /** `HH:MM` on the clock of the place. */
  readonly time: string;
  readonly on: boolean;
  /** Local moment `YYYY-MM-DDTHH:MM` that it was put off to, or ''. */
  readonly snoozedUntil: string;
  /** Local moment it was last answered (done, or not today), or ''. */
  readonly answered: string;
}

export const reminderKind = createKind('reminder', { to: 'register', days: 'register', time: 'register', on: 'register', snoozedUntil: 'register', answered: 'register' });

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const areDays = (value: unknown): value is readonly number[] => Array.isArray(value) && value.length <= 7 && value.every((day) => ALL_DAYS.includes(day));
const isTo = (value: unknown): value is ReminderTo => value === 'write' || value === 'look-back' || value === 'check-in';
const ALL_DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

export type ReminderDraft = Partial<Pick<Reminder, 'to' | 'days' | 'time' | 'on'>>;

const check = (draft: ReminderDraft): Result<ReminderDraft> => {
  if (draft.to !== undefined && !isTo(draft.to)) return refuse({ code: 'reminder-not-valid' });
  if (draft.time !== undefined && !TIME.test(draft.time)) return refuse({ code: 'time-not-understood', with: { text: String(draft.time).slice(0, 40) } });
  if (draft.days === undefined) return ok(draft);
  const days = [...new Set(draft.days)].sort((a, b) => a - b);
  if (!areDays(days)) return refuse({ code: 'reminder-not-valid' });
  return days.length === 0 ? refuse({ code: 'reminder-no-days' }) : ok({ ...draft, days });
};

/** A new reminder, on, silent until its next time after `now`. Refusals: `reminder-no-days`, `time-not-understood`, `reminder-not-valid`. */
export const createReminder = (draft: ReminderDraft & Pick<Reminder, 'to' | 'time'>, id: string, now: When): Result<Change[]> => {
  const checked = check({ days: ALL_DAYS, on: true, ...draft });
  return checked.ok ? ok([createdAs(reminderKind, id, { ...checked.value, answered: now.slice(0, 16) })]) : checked;
};

/** Changed, it is silent until its next time after `now`. Refusals as for a new one. */
export const changeReminder = (reminder: Reminder, draft: ReminderDraft, now: When): Result<Change[]> => {
  const checked = check(draft);
  if (!checked.ok) return checked;
  const { to, days, time, on } = reminder;
  const change = changedTo(reminderKind, reminder.id, { to, days, time, on }, checked.value);
  return ok(change ? [{ ...change, set: { ...change.set, answered: now.slice(0, 16) } }] : []);
};

export const deleteReminder = (reminder: Pick<Reminder, 'id'>): Change[] => [deletedOf(reminderKind, reminder.id)];

/** Reads a record as a reminder; null when it is of another kind, newer than this Kith, deleted, or says no time. */
export const reminderOf = (record: VaultRecord): Reminder | null => {
  if (record.kind !== 'reminder' || !isAlive(record)) return null;
  const now = migrate(reminderKind, record);
  if (!now) return null;
  const to = registerOf(now, 'to');
  const days = registerOf(now, 'days');
  const time = stringIn(now, 'time');
  if (!isTo(to) || !areDays(days) || !TIME.test(time)) return null;
  const moment = (name: string): string => (isMoment(stringIn(now, name)) ? stringIn(now, name) : '');
  return { id: now.id, to, days, time, on: yesIn(now, 'on'), snoozedUntil: moment('snoozedUntil'), answered: moment('answered') };
};

const isMoment = (text: string): boolean => text.length === 16 && isWhen(text);

type QuietHours = Pick<Settings, 'quietFrom' | 'quietTo'>;

/** Whether a time of the day (`HH:MM`) lies in quiet hours, which may cross midnight. From and to alike are none. */
export const isQuiet = (time: string, { quietFrom, quietTo }: QuietHours): boolean => {
  if (!TIME.test(quietFrom) || !TIME.test(quietTo) || quietFrom === quietTo) return false;
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
};

/** The first moment from `moment` on that is not in quiet hours. */
export const afterQuiet = (moment: When, settings: QuietHours): When => {
  const time = moment.slice(11, 16);
  if (!isQuiet(time, settings)) return moment;
  const day = time < settings.quietTo ? dayOf(moment) : addDays(dayOf(moment), 1);
  return `${day}T${settings.quietTo}`;
};

/** When the reminder may last speak because of an occurrence, and whether that is now. */
const speaks = (occurrence: When, { answered }: Reminder, settings: QuietHours, now: When): boolean => {
  const from = afterQuiet(occurrence, settings);
  return (answered === '' || answered < occurrence) && from <= now && dayOf(from) === dayOf(now);
};

/** The reminders due at a local moment `YYYY-MM-DDTHH:MM`, those of the earliest time first. */
export const dueReminders = (reminders: readonly Reminder[], settings: QuietHours, moment: When): Reminder[] => {
  const now = moment.slice(0, 16);
  if (!isMoment(now) || isQuiet(now.slice(11), settings)) return [];
  const today = dayOf(now);
  const isDue = (reminder: Reminder): boolean => {
    const { snoozedUntil } = reminder;
    if (!reminder.on) return false;
    const occurrences = [today, addDays(today, -1)].filter((day) => reminder.days.includes(weekdayOf(day))).map((day) => `${day}T${reminder.time}`);
    if (snoozedUntil !== '') occurrences.push(snoozedUntil);
    // What it was put off to stands in for every time before that.
    return occurrences.some((occurrence) => occurrence >= snoozedUntil && speaks(occurrence, reminder, settings, now));
  };
  return reminders.filter(isDue).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
};

/** A local moment so many minutes later, on the clock of the place. */
export const addMinutes = (moment: When, minutes: number): When => {
  const total = Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16)) + Math.round(minutes);
  const [days, rest] = [Math.floor(total / 1440), ((total % 1440) + 1440) % 1440];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${addDays(dayOf(moment), days)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
};

/** Puts a reminder off, by minutes or until a local moment (a day alone: its start). Refusals: `snooze-not-later`, `date-not-understood`. */
export const snooze = (reminder: Reminder, until: number | When, now: When): Result<Change[]> => {
  const from = now.slice(0, 16);
  const wanted =
    typeof until === 'number'
      ? Number.isFinite(until) && Math.abs(until) < 5_000_000
        ? addMinutes(from, until)
        : ''
      : until.length === 10
        ? `${until}T00:00`
        : until.slice(0, 16);
  if (!isMoment(wanted)) return refuse({ code: 'date-not-understood', with: { text: String(until).slice(0, 40) } });
  if (wanted <= from) return refuse({ code: 'snooze-not-later' });
  const change = changedTo(reminderKind, reminder.id, { snoozedUntil: reminder.snoozedUntil }, { snoozedUntil: wanted });
  return ok(change ? [change] : []);
};

/** Done, or not today: it is silent until its next time. */
export const answerReminder = (reminder: Reminder, now: When): Change[] => {
  const change = changedTo(reminderKind, reminder.id, { answered: reminder.answered, snoozedUntil: reminder.snoozedUntil }, { answered: now.slice(0, 16), snoozedUntil: '' });
  return change ? [change] : [];
};
