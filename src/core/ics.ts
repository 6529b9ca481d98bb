// Dates as an iCalendar file (RFC 5545), which every calendar takes: written, never read. Our own small writer, since the libraries
// for it bring validation, time zones and recurrence that nothing here uses. Invariants: no line is longer than 75 octets and none
// is cut inside a letter; whatever a person wrote comes back as they wrote it but for control signs; times are in UTC.

import { textToBytes } from './text.ts';
import { addDays } from './when.ts';

export interface CalendarEvent {
  /** The same for the same date, so that a calendar that takes it twice has it once. */
  readonly uid: string;
  readonly title: string;
  readonly text?: string;
  readonly place?: string;
  /** A day, or an instant in UTC with seconds: `2026-12-01`, `2026-12-01T18:00:00.000Z`. */
  readonly from: string;
  /** Minutes; an hour where nothing is said. Of a whole day nothing is asked. */
  readonly minutes?: number;
}

const CONTROL = /[\0-\x08\x0b-\x1f\x7f\u2028\u2029]/g;

/** RFC 5545, 3.3.11: backslash, semicolon, comma and the line's end are escaped; other control signs may not stand. */
export const escapeText = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(CONTROL, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n');

const OCTETS = 75;

/** RFC 5545, 3.1: a long line goes on in the next one after a space. */
export const foldLine = (line: string): string => {
  const lines: string[] = [];
  let [now, octets] = ['', 0];
  for (const letter of line.isWellFormed() ? line : line.toWellFormed()) {
    const more = textToBytes(letter).length;
    if (octets + more > OCTETS) {
      lines.push(now);
      [now, octets] = [' ', 1];
    }
    now += letter;
    octets += more;
  }
  return [...lines, now].join('\r\n');
};

const basic = (instant: string): string => `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;

const later = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

const lines = ({ uid, title, text, place, from, minutes = 60 }: CalendarEvent, stamp: string): readonly string[] => {
  const isDay = from.length === 10;
  const date = (name: string, value: string): string => (isDay ? `${name};VALUE=DATE:${value.replaceAll('-', '')}` : `${name}:${basic(value)}`);
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${basic(stamp)}`,
    date('DTSTART', from),
    date('DTEND', isDay ? addDays(from, 1) : later(from, minutes)),
    `SUMMARY:${escapeText(title)}`,
    ...(text ? [`DESCRIPTION:${escapeText(text)}`] : []),
    ...(place ? [`LOCATION:${escapeText(place)}`] : []),
    'END:VEVENT',
  ];
};

/** `now`: an instant. */
export const eventsToIcs = (events: readonly CalendarEvent[], now: string): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Kith//Kith//EN', 'CALSCALE:GREGORIAN', ...events.flatMap((event) => lines(event, now)), 'END:VCALENDAR']
    .map((line) => `${foldLine(line)}\r\n`)
    .join('');
