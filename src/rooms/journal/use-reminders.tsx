// The clock of the page, to the minute, and the reminders that are due by it. It ticks only while something looks.

import { useSyncExternalStore } from 'react';
import type { VaultRecord } from '#core/record.ts';
import { momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { dueReminders, reminderOf, type Reminder } from './reminders.ts';
import { useJournal } from './use-journal.tsx';

let minute = momentNow().when;
let ticking: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

const tick = (): void => {
  const now = momentNow().when;
  if (now === minute) return;
  minute = now;
  for (const listener of listeners) listener();
};

const follow = (listener: () => void): (() => void) => {
  listeners.add(listener);
  // Ten seconds: a page that slept catches up soon after it is woken.
  ticking ??= setInterval(tick, 10_000);
  document.addEventListener('visibilitychange', tick);
  tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
};

/** `YYYY-MM-DDTHH:MM` on this device's clock. */
export const useMinute = (): string => useSyncExternalStore(follow, () => minute);

/** All reminders, by the time of day. */
export const useReminders = (): readonly Reminder[] => {
  const { version, kinds } = useSnapshot();
  return readReminders(kinds.get('reminder'), version);
};

// The maps of a snapshot grow in place, so the version is what tells that something may have changed.
const readReminders = (records: ReadonlyMap<string, VaultRecord> | undefined, _version: number): readonly Reminder[] =>
  [...(records?.values() ?? [])].flatMap((record) => reminderOf(record) ?? []).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));

/** Those to speak of now; none in quiet hours. */
export const useDueReminders = (): readonly Reminder[] => {
  const reminders = useReminders();
  const now = useMinute();
  const { settings } = useJournal();
  return dueReminders(reminders, settings, now);
};
