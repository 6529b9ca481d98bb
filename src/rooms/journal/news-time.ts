// When it may be said that something is new in a circle: off until a person asks for it; then at most once an hour, or once a day from a
// time that they chose. Invariants: never in quiet hours; what waited is said in one line, however much it is; nothing is lost by waiting.

import { addDays, dayOf, isWhen, type When } from '#core/when.ts';
import { addMinutes, isQuiet } from './reminders.ts';
import type { Settings } from './settings.ts';

/** What a device remembers of it: no word of what is new. Local moments `YYYY-MM-DDTHH:MM`; '' for never. */
export interface NewsKept {
  /** Since when something waits to be said. */
  readonly waits: string;
  readonly told: string;
}

export const NO_NEWS: NewsKept = { waits: '', told: '' };

/** Minutes between two. */
const REST = 60;

const moment = (value: unknown): string => (typeof value === 'string' && value.length === 16 && isWhen(value) ? value : '');

/** As it was kept, by whatever wrote it. */
export const newsKept = (value: unknown): NewsKept => {
  const { waits, told } = Object(value) as Record<string, unknown>;
  return { waits: moment(waits), told: moment(told) };
};

export const somethingWaits = (kept: NewsKept, now: When): NewsKept => (kept.waits === '' ? { ...kept, waits: now.slice(0, 16) } : kept);

export const newsTold = (now: When): NewsKept => ({ waits: '', told: now.slice(0, 16) });

/** Whether it is said now. A clock that was put back holds nothing up. */
export const mayTell = ({ news, newsAt, quietFrom, quietTo }: Pick<Settings, 'news' | 'newsAt' | 'quietFrom' | 'quietTo'>, { waits, told }: NewsKept, moment: When): boolean => {
  const now = moment.slice(0, 16);
  if (news === '' || waits === '' || isQuiet(now.slice(11), { quietFrom, quietTo })) return false;
  if (news === 'often') return told === '' || told > now || addMinutes(told, REST) <= now;
  const today = `${dayOf(now)}T${newsAt}`;
  return waits > now || waits <= (today <= now ? today : `${addDays(dayOf(now), -1)}T${newsAt}`);
};

/** A time of the place's day as the minute of UTC's. `offset`: minutes that UTC is ahead of the place. */
export const minuteOfUtc = (time: string, offset: number): number => (((Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + offset) % 1440) + 1440) % 1440;
