// The front matter of a Markdown file, both ways. Kith writes `id`, `date` (ISO 8601), `modified`, `topics`, `people`, `areas`,
// `place`, `feelings` (words), `energy` (−2 to 2) and `body` (a list of {area, sensation}); where an entry has them, also
// `journal`, `form`, `calendar`, `again`, `heavy`. It reads the names that others use for the same (`tags`, `created`, `mood` …).
// Invariants: bounded (64 KB, 100 levels, 100 aliases), no tags of one's own, no key is ever a property of an object;
// front matter that is broken is read line by line as far as it goes, and said to be broken.

import { parseDocument, stringify } from 'yaml';
import { isId } from '#core/ids.ts';
import { isWhen, parseWhen, whenToIso, type WhenAndZone } from '#core/when.ts';
import { isReason, targetToPlace, type Link } from '#core/links.ts';
import type { BodyNote, Energy, Entry, EntryForm } from '#rooms/journal/model.ts';
import { parseClock, parseLooseDate, type DayOrder } from './loose-date.ts';
import type { ReadOptions } from './port.ts';
import { textToInstant, textToLocal } from './written-when.ts';

const MOST_LETTERS = 65_536;
const MOST_DEPTH = 100;

export interface SplitText {
  /** Between the two lines of dashes; null when the file has none. */
  readonly yaml: string | null;
  readonly body: string;
  /** Line of the file that the body begins in, from 1. */
  readonly bodyLine: number;
}

const linesBefore = (text: string, end: number): number => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Front matter and what is below it. A first line of dashes without a second one is text. */
export const splitFrontMatter = (text: string): SplitText => {
  const whole = { yaml: null, body: text, bodyLine: 1 };
  const open = /^---[ \t]*\n/.exec(text);
  if (!open) return whole;
  const close = /^(?:---|\.\.\.)[ \t]*(?:\n|$)/gm;
  close.lastIndex = open[0].length;
  const end = close.exec(text);
  if (!end) return whole;
  const body = text.slice(end.index + end[0].length);
  return { yaml: text.slice(open[0].length, end.index), body, bodyLine: linesBefore(text, text.length - body.length) };
};

export type YamlValue = null | boolean | number | bigint | string | readonly YamlValue[] | ReadonlyMap<YamlValue, YamlValue>;
export type YamlFields = ReadonlyMap<string, YamlValue>;

const tooDeep = (yaml: string): boolean => {
  // What is shorter has no room for so many levels.
  if (yaml.length <= MOST_DEPTH) return false;
  let depth = 0;
  for (const sign of yaml) {
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > MOST_DEPTH) return true;
  }
  return /(?:[-?:] ){100}/.test(yaml);
};

const byLine = (yaml: string): Map<string, YamlValue> => {
  const out = new Map<string, YamlValue>();
  let list: YamlValue[] | null = null;
  for (const line of yaml.split('\n')) {
    const item = /^\s+- +(\S.*)$|^- +(\S.*)$/.exec(line);
    if (item && list) {
      list.push(unquoted(item[1] ?? item[2] ?? ''));
      continue;
    }
    const pair = /^([\p{L}\p{N}_][^:#]{0,60}?) ?:(?: +(\S.*))?$/u.exec(line);
    list = null;
    if (!pair || out.has(pair[1]!)) continue;
    if (pair[2] === undefined) out.set(pair[1]!, (list = []));
    else out.set(pair[1]!, /^\[.*\]$/.test(pair[2]) ? pair[2].slice(1, -1).split(',').map(unquoted) : unquoted(pair[2]));
  }
  return out;
};

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

const PAIR = /^([A-Za-z][A-Za-z0-9_-]{0,60}):(?: +(\S.*))?$/;
const ITEM = /^( {0,8})- (\S.*)$/;
const ASCII_WORDS = /^[A-Za-z][\w ./()'&+?!;@=~$%^*-]*$/;
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _./()'&+?!;@=~$%^*\u2019-]|:(?=\S))*$/u;
const QUOTED = /^"[^"\\\p{Cc}]*"$|^'[^'\p{Cc}]*'$/u;
const NEVER = Symbol('not simple');

/** A scalar whose meaning in YAML is beyond doubt. */
const simpleScalar = (text: string): YamlValue | typeof NEVER => {
  // What begins with a letter is no number: most values are names.
  if (ASCII_WORDS.test(text)) return text.endsWith(' ') ? NEVER : wordScalar(text);
  if (QUOTED.test(text)) return text.slice(1, -1);
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return text === '-0' ? NEVER : Number(text);
  if (!PLAIN.test(text) || text.endsWith(' ') || /^[\d.]+(?:e[\d+-]*)?$|^0[xo]/i.test(text)) return NEVER;
  return wordScalar(text);
};

/** The three words that are no text, where they are written as YAML 1.2 writes them. */
const wordScalar = (text: string): YamlValue | typeof NEVER => {
  if (text.length > 5 || !/^(?:null|true|false)$/i.test(text)) return text;
  return text === 'null' ? null : text === 'true' ? true : text === 'false' ? false : NEVER;
};

/**
 * Front matter of the simplest kind (pairs of words, lists of words), without the full parser, which takes fifteen times
 * as long: a vault of ten thousand notes has little else. Null for anything with the least doubt.
 */
export const simpleFields = (yaml: string): Map<string, YamlValue> | null => {
  const out = new Map<string, YamlValue>();
  let open: { readonly key: string; readonly items: YamlValue[]; indent: number } | null = null;
  for (const line of yaml.split('\n')) {
    if (line === '') continue;
    const item = open ? ITEM.exec(line) : null;
    if (item && open) {
      if (open.indent >= 0 && open.indent !== item[1]!.length) return null;
      open.indent = item[1]!.length;
      const value = simpleScalar(item[2]!);
      if (value === NEVER) return null;
      open.items.push(value as YamlValue);
      continue;
    }
    const pair = PAIR.exec(line);
    if (!pair || out.has(pair[1]!)) return null;
    if (open && open.items.length > 0) out.set(open.key, open.items);
    open = null;
    const [, key, written] = pair;
    if (written === undefined) {
      open = { key: key!, items: [], indent: -1 };
      out.set(key!, null);
      continue;
    }
    if (written.startsWith('[')) {
      if (!/^\[[\p{L}\p{M}\p{N} _./,-]*\]$/u.test(written)) return null;
      const inner = written.slice(1, -1).trim();
      const values = inner === '' ? [] : inner.split(',').map((part) => simpleScalar(part.trim()));
      if (values.includes(NEVER)) return null;
      out.set(key!, values as YamlValue[]);
      continue;
    }
    const value = simpleScalar(written);
    if (value === NEVER) return null;
    out.set(key!, value as YamlValue);
  }
  if (open && open.items.length > 0) out.set(open.key, open.items);
  return out;
};

/** The fields; `broken` when the YAML could not be read whole and single lines had to do. */
export const parseFields = (yaml: string): { readonly fields: YamlFields; readonly broken: boolean } => {
  if (yaml.trim() === '') return { fields: new Map(), broken: false };
  if (yaml.length > MOST_LETTERS || tooDeep(yaml)) return { fields: byLine(yaml.slice(0, MOST_LETTERS)), broken: true };
  const simple = simpleFields(yaml);
  return simple ? { fields: simple, broken: false } : parseWhole(yaml);
};

/** With the full parser. */
export const parseWhole = (yaml: string): { readonly fields: YamlFields; readonly broken: boolean } => {
  try {
    const document = parseDocument(yaml, { schema: 'core', version: '1.2', uniqueKeys: false, logLevel: 'silent', prettyErrors: false, merge: false });
    if (document.errors.length > 0) return { fields: byLine(yaml), broken: true };
    const value = document.toJS({ mapAsMap: true, maxAliasCount: 100 }) as YamlValue;
    if (!(value instanceof Map)) return { fields: new Map(), broken: value !== null };
    return { fields: new Map([...(value as ReadonlyMap<YamlValue, YamlValue>)].map(([key, held]) => [String(key), held])), broken: false };
  } catch {
    return { fields: byLine(yaml), broken: true };
  }
};

export interface FrontMatter {
  /** Day, and clock where it is told; null when no field tells a day that exists. */
  readonly date: WhenAndZone | null;
  /** What a date field said that could not be read, or ''. */
  readonly badDate: string;
  readonly modified: string;
  readonly id: string;
  readonly links: readonly Link[];
  /** Written by Kith: its own id, everything is as it stands. */
  readonly own: boolean;
  readonly title: string;
  readonly place: string;
  readonly journal: string;
  readonly topics: readonly string[];
  /** Whether a field for topics was there at all. */
  readonly topicsTold: boolean;
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly energy: Energy;
  readonly body: readonly BodyNote[];
  readonly form: EntryForm;
  readonly julian: boolean;
  readonly again: boolean;
  readonly heavy: boolean;
  /** Names of fields that have no place in an entry. */
  readonly unknown: readonly string[];
}

const KEYS = {
  date: ['date', 'created', 'created at', 'creation date', 'date created', 'created time', 'createdat', 'creationdate', 'datetime', 'day', 'timestamp', 'published', 'ctime'],
  modified: ['modified', 'updated', 'updated at', 'updatedat', 'last modified', 'lastmod', 'date modified', 'date updated', 'modified at', 'mtime', 'updated time'],
  time: ['time'],
  topics: ['topics', 'topic', 'tags', 'tag', 'keywords', 'categories', 'category'],
  people: ['people', 'person', 'with'],
  areas: ['areas', 'area', 'life areas'],
  place: ['place', 'location', 'where'],
  feelings: ['feelings', 'feeling', 'mood', 'moods', 'emotion', 'emotions'],
  energy: ['energy'],
  body: ['body'],
  links: ['links'],
  id: ['id', 'uid', 'uuid'],
  title: ['title'],
  journal: ['journal', 'notebook'],
  form: ['form'],
  calendar: ['calendar'],
  again: ['again', 'starred', 'favorite', 'favourite'],
  heavy: ['heavy'],
  kind: ['kith'],
} as const satisfies Record<string, readonly string[]>;

const NONE: readonly string[] = [];

/** By each name, all the names of the same. */
const MEANT = new Map<string, readonly string[]>(Object.values(KEYS).flatMap((names) => names.map((name) => [name, names] as const)));

/** Text in one line; links of wikis without their brackets. */
const wordsOf = (value: YamlValue | undefined): string =>
  typeof value === 'string'
    ? (value.startsWith('[[') ? value.replace(/^\[\[([^[\]]{1,300})\]\]$/, (_, inner: string) => inner.split('|').pop()!) : value).trim()
    : typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
      ? String(value)
      : '';

const namesOf = (value: YamlValue | undefined, split: 'commas' | 'words'): string[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    const names: string[] = [];
    const take = (item: YamlValue): void => {
      const name = wordsOf(item);
      if (name !== '') names.push(name);
    };
    for (const item of (value as readonly YamlValue[]).slice(0, 2000))
      if (Array.isArray(item)) (item as readonly YamlValue[]).forEach(take);
      else take(item);
    return names;
  }
  const text = wordsOf(value);
  if (text === '') return [];
  return (text.includes(',') ? text.split(',') : split === 'words' ? text.split(/\s+/) : [text]).map((name) => wordsOf(name.trim())).filter((name) => name !== '');
};

/** What the fields say, under whatever names. `order` and the options are for dates that others wrote. */
export const readFields = (fields: YamlFields, order: DayOrder, options: ReadOptions): FrontMatter => {
  const byKey = new Map<string, YamlValue>();
  const told = new Set<readonly string[]>();
  const unknown: string[] = [];
  for (const [key, value] of fields) {
    const plain = MEANT.has(key) ? key : key.trim().toLowerCase().replace(/[_-]+/g, ' ');
    if (byKey.has(plain)) continue;
    byKey.set(plain, value);
    const meant = MEANT.get(plain);
    if (meant) told.add(meant);
    else unknown.push(plain);
  }
  const pick = (names: readonly string[]): YamlValue | undefined => {
    if (!told.has(names)) return undefined;
    for (const name of names) if (byKey.has(name) && byKey.get(name) !== null) return byKey.get(name);
    return undefined;
  };
  const text = (names: readonly string[]): string => wordsOf(pick(names));
  const id = text(KEYS.id);
  const own = isId(id);
  const dateIn = (names: readonly string[]): { date: WhenAndZone | null; bad: string } => {
    let bad = '';
    if (told.has(names))
      for (const name of names) {
        const written = wordsOf(byKey.get(name));
        if (written === '') continue;
        const date = dayFrom(written, own, order, options);
        if (date) return { date, bad: '' };
        bad ||= written;
      }
    return { date: null, bad };
  };
  const { date, bad } = dateIn(KEYS.date);
  const clock = date && !date.when.includes('T') ? parseClock(text(KEYS.time)) : null;
  const modifiedText = text(KEYS.modified);
  const place = pick(KEYS.place);
  const topicsAt = told.has(KEYS.topics) ? KEYS.topics.filter((name) => byKey.has(name)) : NONE;
  const energy = Number(text(KEYS.energy) || Number.NaN);
  const notes = pick(KEYS.body);
  const links = pick(KEYS.links);
  const form = text(KEYS.form);
  const yes = (names: readonly string[]): boolean => told.has(names) && /^(?:true|yes)$/i.test(text(names));
  return {
    date: date && clock ? { when: `${date.when}T${clock.time}`, zone: clock.zone } : date,
    badDate: bad,
    modified: textToInstant(modifiedText) ?? '',
    id,
    own,
    title: text(KEYS.title),
    place:
      place instanceof Map
        ? wordsOf((place as ReadonlyMap<YamlValue, YamlValue>).get('name') ?? (place as ReadonlyMap<YamlValue, YamlValue>).get('placeName'))
        : own || !Array.isArray(place)
          ? wordsOf(place as YamlValue)
          : namesOf(place as YamlValue, 'commas').join(', '),
    journal: text(KEYS.journal),
    topics: own
      ? namesOf(pick(KEYS.topics), 'commas')
      : topicsAt === NONE
        ? NONE
        : topicsAt
            .flatMap((name) => namesOf(byKey.get(name), name.startsWith('tag') ? 'words' : 'commas'))
            .map((name) => (name.startsWith('#') ? name.replace(/^#+/, '') : name))
            .filter((name) => name !== ''),
    topicsTold: topicsAt.length > 0,
    people: namesOf(pick(KEYS.people), 'commas'),
    areas: namesOf(pick(KEYS.areas), 'commas'),
    // A number is no word for a feeling; what a scale meant is not guessed.
    feelings: told.has(KEYS.feelings) ? namesOf(pick(KEYS.feelings), 'commas').filter((word) => own || !/^[\d.,/ %+-]+$/.test(word)) : NONE,
    energy: [-2, -1, 0, 1, 2].includes(energy) ? (energy as Energy) : null,
    // Only Kith's own: elsewhere it is a list of pages.
    links: own && Array.isArray(links) ? (links as readonly YamlValue[]).slice(0, 2000).flatMap(linkIn) : [],
    body: Array.isArray(notes)
      ? (notes as readonly YamlValue[])
          .slice(0, 2000)
          .map((note) =>
            note instanceof Map
              ? { area: wordsOf((note as ReadonlyMap<YamlValue, YamlValue>).get('area')), sensation: wordsOf((note as ReadonlyMap<YamlValue, YamlValue>).get('sensation')) }
              : { area: '', sensation: wordsOf(note) },
          )
      : [],
    form: form === 'check-in' || form === 'look-back' ? form : 'entry',
    julian: text(KEYS.calendar) === 'julian',
    again: yes(KEYS.again),
    heavy: yes(KEYS.heavy),
    unknown: unknown.length === 0 ? NONE : unknown,
  };
};

const linkIn = (value: YamlValue): Link[] => {
  if (!(value instanceof Map)) return [];
  const link = value as ReadonlyMap<YamlValue, YamlValue>;
  const [to, as] = [wordsOf(link.get('to')), wordsOf(link.get('as'))];
  return (isId(to) || targetToPlace(to)) && isReason(as) ? [{ to, as }] : [];
};

const dayFrom = (written: string, own: boolean, order: DayOrder, options: ReadOptions): WhenAndZone | null => {
  const parsed = parseWhen(written, own ? 'julian' : 'gregorian');
  if (parsed.ok) return own || parsed.value.zone !== 'Z' ? parsed.value : textToLocal(written, null, options);
  const loose = parseLooseDate(written.replace(/^\[\[|\]\]$/g, ''), order, options.locale);
  return typeof loose === 'object' && isWhen(loose.when) ? loose : null;
};

/** The front matter of an entry, with its lines of dashes. */
export const writeFrontMatter = (entry: Entry, journal: string): string => {
  const fields: Record<string, unknown> = {
    id: entry.id,
    date: whenToIso(entry),
    modified: entry.modified,
    topics: entry.topics,
    people: entry.people,
    areas: entry.areas,
    place: entry.place,
    feelings: entry.feelings,
    energy: entry.energy,
    body: entry.body.map(({ area, sensation }) => ({ area, sensation })),
    links: entry.links.map(({ to, as }) => ({ to, as })),
  };
  for (const [key, value] of Object.entries(fields)) if (key !== 'topics' && (value === '' || value === null || (Array.isArray(value) && value.length === 0))) delete fields[key];
  if (journal !== '') fields.journal = journal;
  if (entry.form !== 'entry') fields.form = entry.form;
  if (entry.calendar === 'julian') fields.calendar = 'julian';
  if (entry.again) fields.again = true;
  if (entry.heavy) fields.heavy = true;
  return `---\n${stringify(fields, { lineWidth: 0, schema: 'core', version: '1.2' })}---\n`;
};
