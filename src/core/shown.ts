// How a record of one's own vault shows outside its room: in search, in looking back, where another record links to it, in an export.
// A room says it once for each of its kinds, in its `shown.ts`; rooms/shown.ts gathers them. Invariants: pure and free of language
// (labels are keys of the room's catalogue); a record that cannot be shown (deleted, of a newer Kith, of another kind) reads as null.

import type { Link, LinkReason } from './links.ts';
import type { VaultRecord } from './record.ts';
import type { CalendarName, When } from './when.ts';

/** Some of what a record says, under one heading. */
export interface Part {
  /** A key of the room's catalogue, or '' where the words need no heading. */
  readonly label: string;
  /** Markdown, as the person wrote it. */
  readonly text?: string;
  /** Keys of the room's catalogue: what was chosen and not typed. */
  readonly words?: readonly string[];
}

export interface Shown {
  readonly id: string;
  readonly kind: string;
  /** In one line, in the person's own words; '' where they typed none. */
  readonly title: string;
  /** All its other words, in the order of its page. */
  readonly parts: readonly Part[];
  /** The day, or day and time, that it stands at. */
  readonly when: When;
  /** The calendar of that day, where it is not the Gregorian one. */
  readonly calendar?: CalendarName;
  /** Instant of its last change, ISO 8601 in UTC, or ''. */
  readonly modified: string;
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly links: readonly Link[];
  /** Never offered unasked. */
  readonly heavy?: boolean;
  /** Names of values that it serves, as they were typed: counted in *said and done* where a value has that name. */
  readonly values?: readonly string[];
  /** Its item type, where that is another than its kind's: a plan that was carried out. */
  readonly leap2a?: Leap2aType;
}

/** Item types of Leap2A 2010-07 (leap2a specification, cetis.org.uk, OWFa 1.0). */
export type Leap2aType = 'entry' | 'plan' | 'ability' | 'achievement' | 'activity' | 'resource' | 'selection';

export interface ShownKind {
  /** The kind of the record. */
  readonly kind: string;
  /** The room, whose catalogue has the labels. */
  readonly room: string;
  /** In an export, the folder of its files. */
  readonly folder: string;
  readonly leap2a: Leap2aType;
  /**
   * What it belongs to, and is deleted with: by a link of its own (a look back with its commitment), or by a register that names it (a part
   * with its map). What a register names has no file of its own in an export: its whole says it (`withAll`).
   */
  readonly goesWith?: { readonly kind: string; readonly as: LinkReason } | { readonly kind: string; readonly in: string };
  /** Records that its page takes along when it is deleted, though they are not its own or do not show: those of a kind that name it in a register. */
  readonly takes?: readonly { readonly kind: string; readonly in: string }[];
  /** Those of this kind with what belongs to them in words, for an export. `records`: all that are open. */
  readonly withAll?: (shown: readonly Shown[], records: readonly VaultRecord[]) => readonly Shown[];
  read(record: VaultRecord): Shown | null;
  /** Its page. */
  href(id: string): string;
}

/** Everything typed in it, for finding it by its words. */
export const wordsIn = ({ title, parts }: Pick<Shown, 'title' | 'parts'>): string => [title, ...parts.map(({ text = '' }) => text)].filter((text) => text.trim() !== '').join('\n');

/** As Markdown under the title: parts with their headings, words as the room's catalogue says them. */
export const partsToMarkdown = (parts: readonly Part[], word: (key: string) => string, level = 2): string =>
  parts
    .map(({ label, text = '', words = [] }) => {
      const said = [words.map(word).join(', '), text.trim()].filter((each) => each !== '').join('\n\n');
      return said === '' ? '' : label === '' ? said : `${'#'.repeat(level)} ${word(label)}\n\n${said}`;
    })
    .filter((part) => part !== '')
    .join('\n\n');
