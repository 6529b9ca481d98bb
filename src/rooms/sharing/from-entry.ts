// A copy of an entry to begin with, and whom of the journal it names. What is shared is text alone: a picture in the text stays behind.

import { setIn } from '#core/kind.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { entryOf, tidyNames } from '#rooms/journal/model.ts';

/** Pictures and recordings that stand in the text. */
const ATTACHED = /!?\[[^\]]*\]\(attachment:[^)\s]*\)/gi;

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
  const text = entry.text
    .replace(ATTACHED, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { text, day: entry.when.slice(0, 10), people: entry.people, attached: entry.attachments.length };
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

/** The first words of a text on one line, without the signs of a heading. */
export const beginning = (text: string): string => {
  const line = text.replace(/^[#>\s]+/, '').replace(/\s+/g, ' ');
  const letters = Array.from(line.slice(0, 4 * MOST_BEGINNING));
  return letters.length <= MOST_BEGINNING ? line : `${letters.slice(0, MOST_BEGINNING).join('').trimEnd()}…`;
};
