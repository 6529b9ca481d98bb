// The plain text journals of jrnl (jrnl.sh): `[2020-01-01 10:00] Title. *` and the body below it, until the next line
// that begins with a day and a time. Version 1 wrote no brackets; the person can set their own form of date; tags are
// words after `@`; a star ends the first line of a starred entry.
// Invariants: text is kept as written; a line that looks like a head but whose day does not exist is named, and what
// stands under it does not slip under another day.

import { textToBytes } from '#core/text.ts';
import { dayOf } from '#core/when.ts';
import { readText, withPlainLineEnds } from './decode-text.ts';
import { checkedEntry, createTally, MOST_FAULTS, problemFrom } from './entry-checks.ts';
import { dayOrderOf, parseLooseDate, type DayOrder, type LooseDate } from './loose-date.ts';
import type { Exporter, OutEntry } from './outgoing.ts';
import type { Importer, Incoming, ReadOptions, Source, SourceFile } from './port.ts';
import { endingOf } from './sniff.ts';

const BARE = /^(\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?)(?=\s|$)/;
/** Tags as jrnl finds them: at the start of a word, so that no address of electronic mail is one. */
const TAG = /(?<!\S)@([-+*#/\p{L}\p{M}\p{N}_]{1,100})/gu;
const LOOKED_AT = 20_000;
/** Entries up to this long are searched for tags as a whole; of longer ones, the beginning. */
const TAGS_WITHIN = 1_000_000;

type Heads = 'bracketed' | 'bare';

const headIn = (line: string, heads: Heads): { readonly date: string; readonly rest: string } | null => {
  if (heads === 'bare') {
    const match = BARE.exec(line);
    return match ? { date: match[1]!, rest: line.slice(match[0].length) } : null;
  }
  if (!line.startsWith('[')) return null;
  const close = line.slice(0, 70).indexOf(']');
  return close > 0 ? { date: line.slice(1, close), rest: line.slice(close + 1) } : null;
};

const timed = (date: LooseDate | 'no' | 'impossible'): date is LooseDate => typeof date === 'object' && date.when.includes('T');

interface Line {
  readonly text: string;
  readonly number: number;
  /** Where the next line begins. */
  readonly next: number;
  readonly start: number;
}

const linesOf = function* (text: string): Generator<Line> {
  for (let start = 0, number = 1; start < text.length; number += 1) {
    const end = text.indexOf('\n', start);
    const next = end === -1 ? text.length : end + 1;
    yield { text: text.slice(start, end === -1 ? text.length : end), number, start, next };
    start = next;
  }
};

/** How the heads of this file are written: as its first head is; null when it has none. */
const headsOf = (text: string, locale: string, most = Number.POSITIVE_INFINITY): Heads | null => {
  for (const line of linesOf(text)) {
    if (line.start > most) return null;
    for (const heads of ['bracketed', 'bare'] as const) {
      const head = headIn(line.text, heads);
      if (head && timed(parseLooseDate(head.date, 'day-first', locale))) return heads;
      if (head && timed(parseLooseDate(head.date, 'month-first', locale))) return heads;
    }
  }
  return null;
};

const orderOf = (text: string, heads: Heads, locale: string): DayOrder => {
  const dates = function* (): Generator<string> {
    for (const line of linesOf(text)) {
      const head = headIn(line.text, heads);
      if (head) yield head.date;
    }
  };
  return dayOrderOf(dates(), locale);
};

/** The first line without the star that ends it, and whether there was one. */
const withoutStar = (line: string): { readonly title: string; readonly starred: boolean } => {
  const title = line.trim();
  if (/^\*(?![*\s])[^*]*$/.test(title)) return { title: title.slice(1).trim(), starred: true };
  if (!title.endsWith('*') || title.endsWith('**') || [...title].filter((sign) => sign === '*').length % 2 === 0) return { title, starred: false };
  return { title: title.slice(0, -1).trimEnd(), starred: true };
};

export const tagsIn = (text: string): string[] => [...new Set(Array.from(text.slice(0, TAGS_WITHIN).matchAll(TAG), (match) => match[1]!))];

/** An encrypted journal of jrnl 2 and later is one token of Fernet, after a header from version 4 on; version 1 wrote bytes that tell nothing. */
const isSealed = (text: string): boolean => /^(?:[^\n]{0,200}\n)?gAAAAA[\w-]{90,}/.test(text.slice(0, 1000)) && /^[\w=\s-]*$/.test(text.slice(-200));

const mightBe = (file: SourceFile): boolean =>
  ['txt', 'text', 'journal', 'jrnl', 'md', ''].includes(endingOf(file.path)) && !file.path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

const readOne = function* (file: SourceFile, whole: string, many: boolean, options: ReadOptions, counter: { entries: number }): Generator<Incoming> {
  const text = withPlainLineEnds(whole);
  if (isSealed(text)) {
    yield { problem: { code: 'journal-encrypted', file: file.path } };
    return;
  }
  const heads = headsOf(text, options.locale);
  if (!heads) {
    if (!many || text.trim() !== '') yield { problem: { code: 'no-entries-found', file: file.path } };
    return;
  }
  const order = orderOf(text, heads, options.locale);
  let open: { readonly date: LooseDate | null; readonly from: number; readonly line: number } | null = null;
  let faults = 0;
  const close = function* (end: number): Generator<Incoming> {
    if (!open) {
      if (text.slice(0, end).trim() !== '') yield { problem: { code: 'text-before-first-date', file: file.path, at: { line: 1 } } };
      return;
    }
    if (!open.date) return;
    counter.entries += 1;
    const body = text.slice(open.from, end).trimEnd();
    const cut = body.indexOf('\n');
    const { title, starred } = withoutStar(cut === -1 ? body : body.slice(0, cut));
    const written = cut === -1 ? title : `${title}${body.slice(cut)}`;
    yield checkedEntry({
      key: '',
      when: open.date.when,
      zone: open.date.zone,
      text: title === '' ? written.replace(/^\n+/, '') : written,
      topics: tagsIn(written),
      ...(starred ? { again: true } : {}),
      from: { file: file.path, entry: counter.entries, line: open.line },
    });
  };
  for (const line of linesOf(text)) {
    const head = headIn(line.text, heads);
    if (!head) continue;
    const date = parseLooseDate(head.date, order, options.locale);
    if (date === 'no') {
      // "[2019-07 14:23]": meant as a head, but it tells no day. jrnl reads it as text, and so do we; it is named.
      if (/^\d{1,4}[-./]\d{1,2}\b.*\d:\d\d/.test(head.date) && (faults += 1) <= MOST_FAULTS)
        yield problemFrom({ code: 'date-not-understood', with: { text: head.date.slice(0, 40) } }, file.path, { line: line.number });
      continue;
    }
    if (date !== 'impossible' && !timed(date)) continue;
    yield* close(line.start);
    if (date === 'impossible' && (faults += 1) <= MOST_FAULTS)
      yield problemFrom({ code: 'date-does-not-exist', with: { text: head.date.slice(0, 40) } }, file.path, { line: line.number });
    open = { date: date === 'impossible' ? null : date, from: line.start + line.text.length - head.rest.length, line: line.number };
  }
  yield* close(text.length);
};

const read = async function* (source: Source, options: ReadOptions): AsyncGenerator<Incoming> {
  const files = source.files.filter((file) => source.container === 'file' || mightBe(file));
  const counter = { entries: 0 };
  const empty = createTally();
  for (const file of files) {
    const decoded = await readText(file);
    if (!decoded.ok) yield problemFrom(decoded.error, file.path);
    else {
      for (const incoming of readOne(file, decoded.value.text, files.length > 1, options, counter)) {
        if ('problem' in incoming && incoming.problem.code === 'entry-empty') empty.add('entries-empty', file.path);
        else yield incoming;
      }
    }
  }
  if (files.length === 0) yield { problem: { code: 'no-entries-found', file: source.name } };
  yield* empty.problems();
};

export const jrnlTextImporter: Importer = {
  format: 'jrnl-text',
  recognise: async (source) => {
    const files = source.files.filter(mightBe);
    let best = 0;
    for (const file of files.slice(0, 5)) {
      const decoded = await readText(file);
      if (!decoded.ok) continue;
      const text = withPlainLineEnds(decoded.value.text.slice(0, LOOKED_AT * 2)).trimStart();
      if (isSealed(text)) best = Math.max(best, 0.6);
      const heads = headsOf(text, 'en', LOOKED_AT);
      const first = heads ? headIn(text.slice(0, 200).split('\n', 1)[0]!, heads) : null;
      if (heads) best = Math.max(best, (heads === 'bracketed' ? 0.95 : 0.85) * (first ? 1 : 0.5));
    }
    return best;
  },
  read,
};

const OUT = 'journal.txt';

const asHead = (entry: OutEntry['entry']): string => `${dayOf(entry.when)} ${entry.when.includes('T') ? entry.when.slice(11) : '00:00'}`;
/** A line of the text that jrnl would take for a new entry is moved in by one space. */
const guarded = (text: string): string => text.replace(/^\[(?=\d)/gm, ' [');
const asTag = (topic: string): string => `@${topic.replace(/[^-+*#/\p{L}\p{M}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '')}`;

const writtenEntry = ({ entry }: OutEntry): string => {
  const text = guarded(withPlainLineEnds(entry.text).trim());
  const has = new Set(tagsIn(text).map((tag) => tag.toLowerCase()));
  const tags = entry.topics.map(asTag).filter((tag) => tag !== '@' && !has.has(tag.slice(1).toLowerCase()));
  const cut = text.indexOf('\n');
  const [title, body] = cut === -1 ? [text, ''] : [text.slice(0, cut), text.slice(cut)];
  return `[${asHead(entry)}] ${title.trim()}${entry.again ? ' *' : ''}${body}${tags.length > 0 ? `\n${tags.join(' ')}` : ''}\n\n`;
};

/**
 * jrnl text, one file. It carries the text, the day and time, topics as tags and the star; what else an entry holds has
 * no place in this format and is counted: `details-left-out`, `attachments-left-out`, `journals-joined`.
 */
export const jrnlTextExporter: Exporter = {
  format: 'jrnl-text',
  files: async function* (entries) {
    const parts: string[] = [];
    const journals = new Set<string>();
    const left = createTally();
    for await (const out of entries) {
      parts.push(writtenEntry(out));
      journals.add(out.journal);
      if (out.attachments.length > 0) left.add('attachments-left-out', OUT, out.attachments.length);
      const { entry } = out;
      if (entry.people.length + entry.areas.length + entry.feelings.length + entry.body.length > 0 || entry.place !== '' || entry.energy !== null)
        left.add('details-left-out', OUT);
    }
    if (journals.size > 1) left.add('journals-joined', OUT, journals.size);
    yield { file: { path: OUT, bytes: async () => textToBytes(parts.join('')) } };
    yield* left.problems();
  },
};
