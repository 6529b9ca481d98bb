// Ways out, by name. Each gives files as they are made; `single` says that there is one, which needs no zip.

import type { VaultRecord } from '#core/record.ts';
import { bookFiles, type BookSettings } from './book.ts';
import { dayOneExporter } from './day-one-writer.ts';
import { jrnlTextExporter } from './jrnl-text.ts';
import { kithArchiveFiles } from './kith-archive.ts';
import { createLeap2aExporter } from './leap2a-out.ts';
import { markdownFiles } from './markdown-writer.ts';
import type { OutEntries, Outgoing } from './outgoing.ts';
import { othersAmong, type Labels, type OutOther } from './shown-markdown.ts';

export const EXPORT_FORMATS = ['kith', 'markdown', 'day-one', 'jrnl-text', 'leap2a', 'book'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportSettings {
  /** Instant, ISO 8601. */
  readonly made: string;
  readonly author: string;
  readonly title: string;
  readonly book: BookSettings;
  /** For the headings of what is no entry. */
  readonly labels: Labels;
}

export interface ExportParts {
  readonly entries: OutEntries;
  /** Every record, for the archive and for what is no entry. */
  readonly records: Iterable<VaultRecord>;
  blob(address: string): Promise<Uint8Array | null>;
  readonly settings: ExportSettings;
}

export interface Export {
  readonly name: string;
  readonly mime: string;
  readonly single: boolean;
  readonly files: AsyncIterable<Outgoing>;
}

export const exportFiles = (format: ExportFormat, { entries, records, blob, settings }: ExportParts): Export => {
  const day = settings.made.slice(0, 10);
  const others = (): OutOther[] => othersAmong(records, settings.labels);
  const zip = (name: string, files: AsyncIterable<Outgoing>): Export => ({ name: `kith-${day}-${name}.zip`, mime: 'application/zip', single: false, files });
  switch (format) {
    case 'kith':
      return zip('archive', kithArchiveFiles({ entries, records, blob, others: others(), made: settings.made }));
    case 'markdown':
      return zip('markdown', markdownFiles(entries, others()));
    case 'day-one':
      return zip('day-one', dayOneExporter.files(entries));
    case 'leap2a':
      return zip('leap2a', createLeap2aExporter({ title: settings.title, id: `urn:kith:${day}`, author: settings.author, made: settings.made }, others()).files(entries));
    case 'jrnl-text':
      return { name: `kith-${day}-jrnl.txt`, mime: 'text/plain;charset=utf-8', single: true, files: jrnlTextExporter.files(entries) };
    case 'book':
      return settings.book.pictures === 'within'
        ? { name: `kith-${day}-book.html`, mime: 'text/html;charset=utf-8', single: true, files: bookFiles(entries, settings.book) }
        : zip('book', bookFiles(entries, settings.book));
  }
};
