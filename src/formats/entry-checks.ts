// What every importer does to an entry before it hands it on: the day is checked, names are tidied and bounded,
// an entry that says nothing or is too long becomes a problem, an id that comes twice is noticed.
// Invariant: what passes here has a valid `when` and fits the journal's own limits, so that it is not refused later.

import type { Refusal } from '#core/result.ts';
import { isWhen, parseWhen } from '#core/when.ts';
import { MOST_TEXT, tidyName, tidyNames } from '#rooms/journal/model.ts';
import type { Incoming, IncomingEntry, Problem } from './port.ts';

const MOST_NAMES = 500;
const MOST_PLACE = 500;
const MOST_KEY = 300;
/** Faults named one by one in one file; past them the file is not worth reading on. */
export const MOST_FAULTS = 1000;

/** A refusal met while reading, as a problem of that file. Line and column move to their place where there is none. */
export const problemFrom = (error: Refusal, file: string, at: Problem['at'] = {}): { readonly problem: Problem } => {
  const line = error.with?.line;
  const place = typeof line === 'number' ? { ...at, line } : at;
  return { problem: { code: error.code, file, ...(Object.keys(place).length > 0 ? { at: place } : {}), ...(error.with ? { with: error.with } : {}) } };
};

const names = (list: readonly string[] | undefined): string[] => (list === undefined || list.length === 0 ? [] : tidyNames(list).slice(0, MOST_NAMES));

const saysNothing = (entry: IncomingEntry): boolean =>
  entry.text.trim() === '' &&
  entry.energy == null &&
  !entry.feelings?.length &&
  !entry.body?.length &&
  !entry.attachments?.length &&
  !entry.place &&
  !entry.topics?.length &&
  !entry.people?.length;

/** Why a day could not be taken: of `date-not-understood`, `date-does-not-exist`, `date-out-of-range`, or `no-date` when there is none. */
export const dayProblem = (written: string): Refusal => {
  const text = written.trim();
  if (text === '') return { code: 'no-date' };
  const parsed = parseWhen(text);
  return parsed.ok ? { code: 'date-out-of-range', with: { text: text.slice(0, 40) } } : parsed.error;
};

/** The entry within Kith's limits, or the problem that keeps it out. Fields without content are left away. */
export const checkedEntry = (entry: IncomingEntry): Incoming => {
  const { file } = entry.from;
  const at: Problem['at'] = { entry: entry.from.entry, ...(entry.from.line !== undefined ? { line: entry.from.line } : {}) };
  if (!isWhen(entry.when)) return problemFrom(dayProblem(entry.when), file, at);
  if (entry.text.length > MOST_TEXT) return { problem: { code: 'entry-too-long', file, at: { ...at, day: entry.when.slice(0, 10) }, with: { most: MOST_TEXT } } };
  const out: IncomingEntry = {
    ...entry,
    key: entry.key.slice(0, MOST_KEY),
    text: entry.text.toWellFormed(),
    zone: entry.zone !== undefined && /^(?:Z|[+-]\d{2}:\d{2})$/.test(entry.zone) ? entry.zone : '',
    place: tidyName(entry.place ?? '').slice(0, MOST_PLACE),
    topics: names(entry.topics),
    people: names(entry.people),
    areas: names(entry.areas),
    feelings: names(entry.feelings),
    body: !entry.body?.length
      ? []
      : entry.body
          .map(({ area, sensation }) => ({ area: tidyName(area).slice(0, 100), sensation: tidyName(sensation).slice(0, 100) }))
          .filter(({ area, sensation }) => area !== '' || sensation !== '')
          .slice(0, MOST_NAMES),
    attachments: (entry.attachments ?? []).slice(0, MOST_NAMES),
  };
  if (saysNothing(out)) return { problem: { code: 'entry-empty', file, at: { ...at, day: entry.when.slice(0, 10) } } };
  return { entry: out };
};

/** A short number for a text, the same every time; to tell whether two entries are one (FNV-1a, two lanes). */
export const fingerprint = (text: string): string => {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}.${text.length.toString(36)}`;
};

export interface Keyring {
  /** The key to use; `again` when the very same entry came before, `taken` when another entry has that id. */
  (key: string, content: string): { readonly key: string; readonly seen: 'new' | 'again' | 'taken' };
}

/** Remembers the ids of one import. An id that another entry has already becomes `id~2`, the same each time it is read. */
export const createKeyring = (): Keyring => {
  const byKey = new Map<string, string[]>();
  return (key, content) => {
    if (key === '') return { key, seen: 'new' };
    const print = fingerprint(content);
    const before = byKey.get(key);
    if (!before) {
      byKey.set(key, [print]);
      return { key, seen: 'new' };
    }
    if (before.includes(print) || before.length >= 100) return { key, seen: 'again' };
    before.push(print);
    return { key: `${key.slice(0, MOST_KEY - 4)}~${before.length}`, seen: 'taken' };
  };
};

/** The entry under a key of its own, with the problem where its id came before; an exact repeat is left out. */
export const keyedEntry = (entry: IncomingEntry, keyring: Keyring): readonly Incoming[] => {
  const checked = checkedEntry(entry);
  if (!('entry' in checked) || checked.entry.key === '') return [checked];
  const { from } = entry;
  const at = { entry: from.entry, ...(from.line !== undefined ? { line: from.line } : {}), day: entry.when.slice(0, 10) };
  const { key, seen } = keyring(checked.entry.key, `${entry.when}\n${entry.text}`);
  if (seen === 'again') return [{ problem: { code: 'entry-repeated', file: from.file, at } }];
  const keyed = { entry: { ...checked.entry, key } };
  return seen === 'taken' ? [{ problem: { code: 'id-repeated', file: from.file, at } }, keyed] : [keyed];
};

/** Counts what is left out in many places, to be told once: one problem a code, with `{count}` and the first file. */
export const createTally = () => {
  const counts = new Map<string, { file: string; count: number; names: Set<string> }>();
  return {
    add: (code: string, file: string, count = 1, name = ''): void => {
      const row = counts.get(code) ?? { file, count: 0, names: new Set<string>() };
      row.count += count;
      if (name !== '' && row.names.size < 12) row.names.add(name.slice(0, 40));
      counts.set(code, row);
    },
    problems: (): { readonly problem: Problem }[] =>
      [...counts].map(([code, { file, count, names: found }]) => ({ problem: { code, file, with: { count, ...(found.size > 0 ? { names: [...found].join(', ') } : {}) } } })),
  };
};
