// The printable book: one HTML file with a cover, a part for each year, and every entry with its day, place, words and
// pictures, laid out for paper. It needs nothing from the net, runs nothing, and keeps each text's own direction.
// Words come from the catalogue of the person's language, dates from Intl; the calendar of an entry is respected.
// Invariant: raw HTML in a text is shown, never obeyed; a picture that does not open is named and the rest is printed.

import { bytesToBase64 } from '#core/base64.ts';
import { textToBytes } from '#core/text.ts';
import { timeOf, yearOf } from '#core/when.ts';
import { canBeKept } from './sniff.ts';
import { escapeHtml, markdownToHtml } from './markdown-to-html.ts';
import { attachmentBytes, createNames, safeName, type Outgoing, type OutEntries, type OutEntry } from './outgoing.ts';

/** From the catalogue; `{{place}}`s are filled already. */
export interface BookWords {
  readonly title: string;
  /** Below the title: whose it is, from when to when; may be ''. */
  readonly subtitle: string;
  readonly people: string;
  readonly topics: string;
  readonly areas: string;
  readonly feelings: string;
  readonly body: string;
  /** Before the name of a sound, which paper cannot play. */
  readonly sound: string;
  /** For energy −2 … 2, in that order. */
  readonly energy: readonly [string, string, string, string, string];
}

export interface BookSettings {
  /** BCP 47 tag. */
  readonly locale: string;
  readonly words: BookWords;
  readonly direction: 'ltr' | 'rtl';
  /** `within`: one file with everything in it; `beside`: pictures under `pictures/`, for large books. */
  readonly pictures: 'within' | 'beside';
}

const STYLE = `
@page { margin: 20mm 18mm; }
* { box-sizing: border-box; }
body { font-family: Literata, Georgia, 'Noto Naskh Arabic', serif; font-size: 11pt; line-height: 1.55; color: #1d1a16; background: #fff; margin: 0 auto; max-width: 40em; padding: 1.5em; }
.cover { min-height: 85vh; display: flex; flex-direction: column; justify-content: center; text-align: center; break-after: page; }
.cover h1 { font-size: 2.4em; font-weight: 500; margin: 0 0 .4em; }
.cover p { color: #5c554c; }
.year { break-before: page; font-size: 2em; font-weight: 500; text-align: center; margin: 2em 0 1.5em; }
.cover + .year { break-before: auto; }
.entry { margin: 0 0 2.4em; }
.entry > header { break-after: avoid; border-bottom: .5pt solid #b9b0a4; margin-bottom: .8em; padding-bottom: .2em; }
.entry > header h2 { font-size: 1em; font-weight: 600; margin: 0; }
.entry > header p, .about { color: #5c554c; font-size: .88em; margin: 0; }
.about { margin-top: .6em; }
.words h1, .words h2, .words h3, .words h4, .words h5, .words h6 { font-size: 1.1em; break-after: avoid; }
.words p { orphans: 3; widows: 3; }
.words pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85em; }
.words blockquote { margin-inline: 1em 0; padding-inline-start: 1em; border-inline-start: 2pt solid #d8d0c4; color: #433d35; }
.words table { border-collapse: collapse; } .words td, .words th { border: .5pt solid #b9b0a4; padding: .2em .5em; }
a { color: inherit; }
figure { margin: 1em 0; break-inside: avoid; text-align: center; }
figure img { max-width: 100%; max-height: 18cm; }
figcaption { color: #5c554c; font-size: .85em; }
`;

interface Dates {
  day(entry: OutEntry['entry']): string;
  year(year: number): string;
}

const createDates = (locale: string): Dates => {
  const known = ((): string => {
    try {
      return Intl.getCanonicalLocales(locale)[0] ?? 'en';
    } catch {
      return 'en';
    }
  })();
  const base = { timeZone: 'UTC', calendar: 'gregory' } as const;
  const full = new Intl.DateTimeFormat(known, { ...base, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  // A weekday that Intl would work out is wrong for a day of the Julian calendar.
  const plain = new Intl.DateTimeFormat(known, { ...base, year: 'numeric', month: 'long', day: 'numeric' });
  const clock = new Intl.DateTimeFormat(known, { ...base, hour: 'numeric', minute: '2-digit' });
  const year = new Intl.NumberFormat(known, { useGrouping: false });
  const shown = (format: Intl.DateTimeFormat, instant: string, otherwise: string): string => {
    const ms = Date.parse(instant);
    // 29 February of a Julian century year is a day that this calendar does not have.
    return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== instant.slice(0, 10) ? otherwise : format.format(ms);
  };
  return {
    day: ({ when, calendar }) => {
      const day = shown(calendar === 'julian' ? plain : full, `${when.slice(0, 10)}T00:00:00.000Z`, when.slice(0, 10));
      const time = timeOf(when);
      return time === '' ? day : `${day} · ${shown(clock, `2000-01-01T${time}:00.000Z`, time)}`;
    },
    year: (number) => year.format(number),
  };
};

const about = (label: string, list: readonly string[]): string =>
  list.length === 0 ? '' : `<p class="about" dir="auto">${escapeHtml(label)}: ${list.map(escapeHtml).join(' · ')}</p>`;

const entryHtml = ({ entry }: OutEntry, pictures: string, words: BookWords, dates: Dates): string =>
  [
    '<article class="entry">',
    `<header><h2>${escapeHtml(dates.day(entry))}</h2>${entry.place === '' ? '' : `<p dir="auto">${escapeHtml(entry.place)}</p>`}</header>`,
    // Each block takes the direction of its own first letters.
    `<div class="words" dir="auto">${[entry.text, ...entry.otherTexts].map((text) => markdownToHtml(text).replace(/<(p|h[1-6]|li|blockquote|td|th)>/g, '<$1 dir="auto">')).join('\n<hr/>\n')}</div>`,
    pictures,
    about(words.feelings, [...entry.feelings, ...(entry.energy === null ? [] : [words.energy[entry.energy + 2]!])]),
    about(
      words.body,
      entry.body.map(({ area, sensation }) => [area, sensation].filter((part) => part !== '').join(': ')),
    ),
    about(words.people, entry.people),
    about(words.areas, entry.areas),
    about(words.topics, entry.topics),
    '</article>',
  ]
    .filter((part) => part !== '')
    .join('\n');

/** The book's files: `book.html`, and the pictures where they stand beside it. Entries are printed in the order given. */
export const bookFiles = async function* (entries: OutEntries, { locale, words, direction, pictures }: BookSettings): AsyncGenerator<Outgoing> {
  const dates = createDates(locale);
  const names = createNames();
  const parts: string[] = [];
  let year = Number.NaN;
  for await (const one of entries) {
    const shown: string[] = [];
    for (const attachment of one.attachments) {
      if (!attachment.mime.startsWith('image/')) {
        shown.push(`<p class="about" dir="auto">${escapeHtml(words.sound)}: ${escapeHtml(attachment.name)}</p>`);
        continue;
      }
      const opened = canBeKept(attachment.mime) ? await attachmentBytes(attachment) : { problem: { code: 'attachment-not-kept', file: attachment.name } };
      if ('problem' in opened) {
        yield opened;
        continue;
      }
      const { bytes } = opened;
      const path = names(`pictures/${safeName(attachment.name, attachment.id)}`);
      if (pictures === 'beside') yield { file: { path, bytes: async () => bytes } };
      const source =
        pictures === 'beside'
          ? path.split('/').map(encodeURIComponent).join('/')
          : `data:${/^[\w.+/-]+$/.test(attachment.mime) ? attachment.mime : 'image/jpeg'};base64,${bytesToBase64(bytes)}`;
      shown.push(`<figure><img src="${escapeHtml(source)}" alt="${escapeHtml(attachment.name)}"/></figure>`);
    }
    if (yearOf(one.entry.when) !== year) {
      year = yearOf(one.entry.when);
      parts.push(`<h1 class="year">${escapeHtml(dates.year(year))}</h1>`);
    }
    parts.push(entryHtml(one, shown.join('\n'), words, dates));
  }
  const head = [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(locale)}" dir="${direction}">`,
    '<head>',
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data: ${pictures === 'beside' ? "'self' file:" : ''}"/>`,
    `<title>${escapeHtml(words.title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<section class="cover"><h1 dir="auto">${escapeHtml(words.title)}</h1>${words.subtitle === '' ? '' : `<p dir="auto">${escapeHtml(words.subtitle)}</p>`}</section>`,
  ];
  yield { file: { path: 'book.html', bytes: async () => textToBytes([...head, ...parts, '</body>', '</html>', ''].join('\n')) } };
};
