import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText, eventsToIcs, foldLine } from './ics.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom(...'\\;,\n\r\t\0\x07\x1f\x7fä🧭م‍👩'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 300 });

/** ASCII's (RFC 5234, CTL). */
const isControl = (sign: string): boolean => sign < ' ' || sign === '\x7f';

/** As a calendar reads it (RFC 5545, 3.1 and 3.3.11), written apart from the writer. */
const unfold = (ics: string): string[] => ics.replace(/\r\n[ \t]/g, '').split('\r\n');
const unescape = (text: string): string => text.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign));

test('Law: no line is longer than 75 octets, none is cut inside a letter, and joined they are what they were', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const line = text.replace(/[\r\n]/g, '');
      const folded = foldLine(line);
      for (const one of folded.split('\r\n')) expect(bytes(one)).toBeLessThanOrEqual(75);
      expect(unfold(folded)).toEqual([line.toWellFormed()]);
    }),
  );
});

test('Law: what a person wrote comes back, with line ends of one kind and without control signs', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeText(text);
      expect([...escaped].filter((sign) => sign !== '\t' && isControl(sign))).toEqual([]);
      const lines = text.replace(/\r\n?|[\u2028\u2029]/g, '\n');
      expect(unescape(escaped)).toBe([...lines].filter((sign) => sign === '\t' || sign === '\n' || !isControl(sign)).join(''));
    }),
  );
});

test('Law: nothing that stands in an event makes a line of its own, whatever it holds', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (title, text, place) => {
      const names = unfold(eventsToIcs([{ uid: 'a', title, text, place, from: '2026-12-01' }], '2026-11-25T12:00:00.000Z')).map((line) => /^[A-Z-]*/.exec(line)![0]);
      const [more, where] = [text === '' ? [] : ['DESCRIPTION'], place === '' ? [] : ['LOCATION']];
      const before = 'BEGIN VERSION PRODID CALSCALE BEGIN UID DTSTAMP DTSTART DTEND SUMMARY';
      expect(names.join(' ')).toBe([before, ...more, ...where, 'END', 'END', ''].join(' '));
    }),
  );
});

test('A whole day and a time, as calendars want them', () => {
  const day = { uid: 'a@kith', title: 'Stand before the office', from: '2026-12-31' };
  const time = { uid: 'b@kith', title: 'Meet; talk, then go', text: 'Bring\nwater', place: 'Gate 2', from: '2026-12-01T18:30:00.000Z', minutes: 90 };
  expect(eventsToIcs([day, time], '2026-11-25T12:00:00.000Z').split('\r\n').join('|')).toBe(
    'BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//Kith//Kith//EN|CALSCALE:GREGORIAN|' +
      'BEGIN:VEVENT|UID:a@kith|DTSTAMP:20261125T120000Z|DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270101|SUMMARY:Stand before the office|END:VEVENT|' +
      'BEGIN:VEVENT|UID:b@kith|DTSTAMP:20261125T120000Z|DTSTART:20261201T183000Z|DTEND:20261201T200000Z|SUMMARY:Meet\\; talk\\, then go|' +
      'DESCRIPTION:Bring\\nwater|LOCATION:Gate 2|END:VEVENT|END:VCALENDAR|',
  );
});
