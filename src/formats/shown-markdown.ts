// A record that is no entry as a Markdown file: front matter with what it is (`kith`), its day and its names, then its words under
// their headings. Another application reads it as a note; Kith itself brings it in as an entry where its record is not there.

import { stringify } from 'yaml';
import { partsToMarkdown, type Shown, type ShownKind } from '#core/shown.ts';
import { textToBytes } from '#core/text.ts';
import { dayOf, whenToIso } from '#core/when.ts';
import { shownKind, wholesBeyondEntries } from '#rooms/shown.ts';
import type { VaultRecord } from '#core/record.ts';
import { safeName } from './outgoing.ts';
import type { OutFile } from './port.ts';

/** Words of the rooms' catalogues by room and key, in the language of the export. */
export type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A record that is no entry, with what an exporter needs to write it. */
export interface OutOther {
  readonly shown: Shown;
  readonly kind: ShownKind;
  /** A word of its room. */
  word(key: string): string;
}

/** All that shows and is no entry, oldest first. */
export const othersAmong = (records: Iterable<VaultRecord>, labels: Labels): OutOther[] =>
  wholesBeyondEntries(records).map((shown) => {
    const kind = shownKind(shown.kind)!;
    return { shown, kind, word: (key) => labels[kind.room]?.[key] ?? key };
  });

/** A line of a heading cannot hold a line's end. */
const inLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

export const otherToMarkdown = ({ shown, word }: OutOther): string => {
  const { id, kind, title, when, calendar = 'gregorian', modified, topics, people, areas, feelings, links, parts, heavy } = shown;
  const fields: Record<string, unknown> = { id, kith: kind, date: whenToIso({ when, zone: '' }), modified, topics, people, areas, feelings, links };
  for (const [key, value] of Object.entries(fields)) if (value === '' || (Array.isArray(value) && value.length === 0)) delete fields[key];
  if (links.length > 0) fields.links = links.map(({ to, as }) => ({ to, as }));
  if (calendar === 'julian') fields.calendar = calendar;
  if (heavy) fields.heavy = true;
  const text = [title === '' ? '' : `# ${inLine(title)}`, partsToMarkdown(parts, word)].filter((part) => part !== '').join('\n\n');
  return `---\n${stringify(fields, { lineWidth: 0, schema: 'core', version: '1.2' })}---\n\n${text}\n`;
};

/** `name` gives each path once. */
export const otherFile = (other: OutOther, name: (path: string) => string): OutFile => {
  const { shown, kind } = other;
  const path = name(
    `${kind.folder}/${safeName(
      `${dayOf(shown.when)} ${inLine(shown.title)
        .replace(/[#[\]^|]/g, ' ')
        .slice(0, 60)}`,
      shown.id,
    )}.md`,
  );
  return { path, ...(shown.modified === '' ? {} : { modified: shown.modified }), bytes: async () => textToBytes(otherToMarkdown(other)) };
};
