// Entries as text for people: a line in a list, or the whole. Text is made harmless to the terminal first.

import { timeOf, weekdayOf, daysInMonth, type When } from '#core/when.ts';
import type { Shown } from '#core/shown.ts';
import { attachmentsOf } from '#rooms/journal/attachments.ts';
import type { Reading } from '#rooms/journal/cli-read.ts';
import { journalOfEntry } from '#rooms/journal/journals.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { shownWord } from '#rooms/journal/vocabularies.ts';
import { columnsOf, cutTo, padTo, paintOf, wrap, type Paint } from './layout.ts';
import { harmless, type Terminal } from './terminal.ts';
import { loadVocabularyWords, type Catalogue, type Words } from './words.ts';

export interface Shower {
  /** One line: the day, the beginning of the id, the first words, the names. */
  line(entry: Entry): string;
  /** The whole entry; `links`: what it is linked with, a line each. */
  whole(entry: Entry, reading: Reading, links: readonly string[]): string;
  day(when: When, calendar: Entry['calendar']): string;
}

/** Letters of an id that a list shows: enough for any journal, and `kith show` takes them. */
export const SHORT_ID = 8;

export const createShower = async (words: Words, terminal: Pick<Terminal, 'width' | 'colour' | 'outIs'>): Promise<Shower> => {
  const paint = paintOf(terminal.colour);
  const shown = await loadVocabularyWords(words.language);
  const clean = terminal.outIs ? harmless : (text: string) => text;
  const day = (when: When, calendar: Entry['calendar']): string => longDay(when, calendar, words);
  return {
    day,
    line: (entry) => lineOf(entry, paint, shown, terminal, words, clean),
    whole: (entry, reading, links) => wholeOf(entry, reading, links, paint, shown, terminal, words, clean),
  };
};

const headOf = (entry: Entry, shown: Catalogue, words: Words): string => {
  const line = firstLine(entry.text, 400);
  if (line !== '') return line;
  const feelings = entry.feelings.map((id) => shownWord('feelings', id, shown)).join(', ');
  if (feelings !== '') return feelings;
  return entry.attachments.length > 0 ? words('attachments.alone', { count: entry.attachments.length }) : words(`form.${entry.form}`);
};

const lineOf = (entry: Entry, paint: Paint, shown: Catalogue, terminal: Pick<Terminal, 'width' | 'outIs'>, words: Words, clean: (text: string) => string): string => {
  const left = `${padTo(entry.when.replace('T', ' ').slice(0, 16), 16)}  ${entry.id.slice(0, SHORT_ID)}  `;
  const names = clean([...entry.topics.map((name) => `#${name}`), ...entry.people.map((name) => `@${name}`)].join(' '));
  const head = clean(headOf(entry, shown, words)).replace(/\s+/g, ' ');
  if (!terminal.outIs) return `${left}${head}${names === '' ? '' : `  ${names}`}`;
  const room = Math.max(20, terminal.width) - columnsOf(left);
  const namesRoom = names === '' ? 0 : Math.min(columnsOf(names), room >> 1);
  const text = cutTo(head, Math.max(8, room - (namesRoom > 0 ? namesRoom + 2 : 0)));
  return `${paint.dim(left)}${text}${namesRoom === 0 ? '' : `  ${paint.name(cutTo(names, namesRoom))}`}`;
};

/** A record that is no entry in a line: its day, the beginning of its id, what it is, its words. `words`: those that all rooms share. */
export const otherLine = ({ id, kind, title, when }: Shown, words: Words, terminal: Pick<Terminal, 'width' | 'colour' | 'outIs'>): string => {
  const paint = paintOf(terminal.colour);
  const left = `${padTo(when.replace('T', ' ').slice(0, 16), 16)}  ${id.slice(0, SHORT_ID)}  `;
  const text = `${words(`kind.${kind}`)}: ${terminal.outIs ? harmless(title).replace(/\s+/g, ' ') : title.replace(/\s+/g, ' ')}`;
  return terminal.outIs ? `${paint.dim(left)}${cutTo(text, Math.max(28, terminal.width - columnsOf(left)))}` : `${left}${text}`;
};

/** The same as the JSON of one line. */
export const otherToJson = ({ id, kind, title, when, topics, people, areas, feelings, links }: Shown): Record<string, unknown> => ({
  id,
  kind,
  title,
  when,
  topics,
  people,
  areas,
  feelings,
  links,
});

const wholeOf = (
  entry: Entry,
  reading: Reading,
  links: readonly string[],
  paint: Paint,
  shown: Catalogue,
  terminal: Pick<Terminal, 'width' | 'outIs'>,
  words: Words,
  clean: (text: string) => string,
): string => {
  const list = (names: readonly string[]): string => clean(names.join(', '));
  const facts: [string, string][] = [
    ['place', clean(entry.place)],
    ['topics', list(entry.topics)],
    ['people', list(entry.people)],
    ['areas', list(entry.areas.map((id) => shownWord('areas', id, shown)))],
    ['feelings', list(entry.feelings.map((id) => shownWord('feelings', id, shown)))],
    ['energy', entry.energy === null ? '' : entry.energy > 0 ? `+${entry.energy}` : String(entry.energy)],
    [
      'body',
      list(
        entry.body.map(({ area, sensation }) =>
          [shownWord('body', area, shown), sensation === '' ? '' : shownWord('sensations', sensation, shown)].filter((word) => word !== '').join(': '),
        ),
      ),
    ],
    ['journal', clean(journalOfEntry(entry, reading.journals).name)],
    ['marks', [entry.heavy ? words('mark.heavy') : '', entry.again ? words('mark.again') : ''].filter((mark) => mark !== '').join(', ')],
  ];
  const { here, missing } = attachmentsOf(entry, reading.attachments);
  if (entry.attachments.length > 0)
    facts.push([
      'attachments',
      [...here.map(({ name, mime }) => `${clean(name)} (${mime})`), ...(missing > 0 ? [words('attachments.missing', { count: missing })] : [])].join(', '),
    ]);
  const title = [longDay(entry.when, entry.calendar, words), timeOf(entry.when), entry.zone && timeOf(entry.when) ? paint.dim(entry.zone) : '']
    .filter((part) => part !== '')
    .join('  ');
  const width = terminal.outIs ? Math.min(terminal.width, 100) : Infinity;
  const fit = (text: string): string => (width === Infinity ? text : wrap(text, width));
  const said = facts.filter(([, value]) => value !== '').map(([name, value]) => `${paint.dim(`${words(`fact.${name}`)}:`)} ${paint.name(value)}`);
  const others = entry.otherTexts.map((text) => `${paint.dim(words('other-text'))}\n${fit(clean(text))}`);
  return [
    paint.strong(title) + (entry.form === 'entry' ? '' : `  ${paint.dim(words(`form.${entry.form}`))}`),
    ...said,
    ...links.map((line) => paint.name(clean(line))),
    ...(entry.text === '' ? [] : ['', fit(clean(entry.text))]),
    ...others.flatMap((other) => ['', other]),
    '',
    paint.dim(entry.id),
  ].join('\n');
};

/** A day in the person's language, with its weekday; in either calendar, as written. */
export const longDay = (when: When, calendar: Entry['calendar'], words: Words): string => {
  const [year, month, day] = [Number(when.slice(0, 4)), Number(when.slice(5, 7)), Number(when.slice(8, 10))];
  // A leap day that only the Julian calendar has cannot be handed to the platform; it stands as it is written.
  if (day > daysInMonth(year, month)) return when.slice(0, 10);
  const utc = new Date(Date.UTC(2000, month - 1, day));
  utc.setUTCFullYear(year);
  const weekday = new Intl.DateTimeFormat(words.locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2023, 0, 1 + weekdayOf(when, calendar))));
  const date = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' }).format(utc);
  return words('day', { weekday, date, julian: calendar === 'julian' ? words('julian') : '' }).trim();
};
