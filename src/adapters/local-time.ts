// A UTC instant on the clock of a place, through Intl.

import { addDays } from '#core/when.ts';

const formatters = new Map<string, Intl.DateTimeFormat | null>();

const formatterFor = (zone: string | null): Intl.DateTimeFormat | null => {
  const name = zone ?? '';
  if (!formatters.has(name)) {
    try {
      formatters.set(
        name,
        new Intl.DateTimeFormat('en-CA', {
          ...(zone ? { timeZone: zone } : {}),
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
          timeZoneName: 'longOffset',
          era: 'short',
        }),
      );
    } catch {
      formatters.set(name, null);
    }
  }
  return formatters.get(name)!;
};

/** Null when the instant or the zone is not known. A null zone is this device's. */
export const toLocal = (instant: string, zone: string | null): { when: string; zone: string } | null => {
  const date = new Date(instant);
  const formatter = formatterFor(zone);
  if (!formatter || Number.isNaN(date.getTime())) return null;
  const part = Object.fromEntries(formatter.formatToParts(date).map(({ type, value }) => [type, value]));
  if (!part['era']?.startsWith('A')) return null;
  const year = part['year']!.padStart(4, '0');
  if (year.length > 4) return null;
  const seconds = part['second'] === '00' ? '' : `:${part['second']}`;
  // `GMT`, `GMT+05:30`, and for old dates `GMT+00:17:30`: cut to the minute.
  const offset = /GMT([+-]\d{2}:\d{2})?/.exec(part['timeZoneName'] ?? '');
  return { when: `${year}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}${seconds}`, zone: offset?.[1] ?? 'Z' };
};

/** The instant at which a day is over on this device's clock, in milliseconds. */
export const endOfDay = (day: string): number => new Date(`${addDays(day, 1)}T00:00`).getTime();
