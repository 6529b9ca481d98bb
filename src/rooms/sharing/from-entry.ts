// A copy of an entry to begin with, and whom of the journal it names. What is shared is text alone: a picture in the text stays behind.

import { setIn } from '#core/kind.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { entryOf, tidyNames } from '#rooms/journal/model.ts';

/** Pictures and recordings that stand in the text. */
const ATTACHED = /!?\[[^\]]*\]\(attachment:[^)\s]*\)/gi;

export const withoutAttached = (text: string): string =>
  text
    .replace(ATTACHED, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

export interface FromEntry {
  readonly text: string;
  /** The entry's day. */
  readonly day: string;
  readonly people: readonly string[];
  /** Photos and recordings that it has and that do not go. */
  readonly attached: number;
}

export const entryToShare = (own: Snapshot, id: string): FromEntry | null => {
  const record = recordById(own, 'entry', id);
  const entry = record ? entryOf(record) : null;
  if (!entry) return null;
  return { text: withoutAttached(entry.text), day: entry.when.slice(0, 10), people: entry.people, attached: entry.attachments.length };
};

/** Everybody whom the journal names. */
export const peopleOf = (own: Snapshot): readonly string[] => {
  const names = new Set<string>();
  for (const record of recordsOf(own, 'entry').values()) for (const name of setIn(record, 'people')) names.add(name);
  return tidyNames([...names]);
};

const isNamed = (text: string, name: string): boolean => {
  if (!text.includes(name)) return false;
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(text);
};

/** Of these people, those whom a text names. */
export const namedIn = (text: string, people: readonly string[]): readonly string[] => {
  const plain = text.toLowerCase();
  return people.filter((name) => isNamed(plain, name.toLowerCase()));
};

const MOST_BEGINNING = 140;

/** How a text begins, on one line: its heading where it has one, else its first words. */
export const beginning = (text: string): string => {
  const heading = /^\s*#{1,6}\s+(\S.*)/.exec(text)?.[1];
  const line = (heading ?? text)
    .replace(/^[#>\s]+/, '')
    .slice(0, 4 * MOST_BEGINNING)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= MOST_BEGINNING) return line;
  const cut = line.slice(0, MOST_BEGINNING);
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`;
};

const MOST_PART = 2000;

/** The paragraphs that stand on a page beside other things; all of a text that is not much longer. */
export const firstPart = (text: string): string => {
  if (text.length <= 1.5 * MOST_PART) return text;
  const cut = text.slice(0, MOST_PART);
  const end = Math.max(cut.lastIndexOf('\n\n'), 0) || Math.max(cut.lastIndexOf(' '), 0) || MOST_PART;
  return cut.slice(0, end).trimEnd();
};
