// The Kith archive out: everything that a vault holds, for another Kith (records as JSON, sealed bytes of attachments) and
// for people (entries and what else one keeps as Markdown, attachments as ordinary files), in one zip. Described in docs/formats/kith-archive.md.
// Invariants: every record goes out exactly as it is, of whatever kind and version, tombstones too; an attachment that does
// not open is a problem with its name and the rest goes out; memory holds one part of the records and one attachment.

import { registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { textToBytes } from '#core/text.ts';
import { dayOf } from '#core/when.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { writeFrontMatter } from './front-matter.ts';
import { listAt } from './json.ts';
import { attachmentBytes, createNames, safeName, type Outgoing, type OutEntries } from './outgoing.ts';
import { otherFile, type OutOther } from './shown-markdown.ts';

export const ARCHIVE_FORMAT = 'kith-archive';
export const ARCHIVE_VERSION = 1;
/** Below this line of an entry's file stand its attachments, and nothing that was written. */
export const FILES_LINE = '<!-- kith: files -->';

export interface ArchiveContent {
  readonly records: Iterable<VaultRecord> | AsyncIterable<VaultRecord>;
  /** Sealed bytes, exactly as the vault keeps them under an address that a record names; null when they are not there. */
  blob(address: string): Promise<Uint8Array | null>;
  /** The same entries for people: with names of journals and open attachments. */
  readonly entries: OutEntries;
  /** What is no entry, for people. */
  readonly others?: readonly OutOther[];
  /** Instant, ISO 8601 in UTC. */
  readonly made: string;
}

/** What `kith.json` says. */
export interface ArchiveHeader {
  readonly format: typeof ARCHIVE_FORMAT;
  readonly version: number;
  readonly made: string;
  readonly records: number;
  readonly entries: number;
  readonly attachments: number;
  /** Names of the files of records, in order. */
  readonly parts: readonly string[];
}

/** An address as a file name; null when it is none that a vault makes. */
export const isArchiveAddress = (address: string): boolean => /^[0-9A-Za-z_-]{1,128}$/.test(address);

/** Addresses of sealed bytes that a record names in any register: of the attachment itself and of its small picture. */
export const addressesIn = (record: VaultRecord): Set<string> => {
  const found = new Set<string>();
  const look = (value: Json | undefined): void => {
    for (const address of listAt(value, 'chunks')) if (typeof address === 'string') found.add(address);
  };
  const chunks = registerOf(record, 'chunks');
  if (chunks !== undefined) look({ chunks });
  for (const name of Object.keys(record.fields)) {
    const value = registerOf(record, name);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) look(value);
  }
  return found;
};

const PART = 32 * 1024 * 1024;
const partName = (number: number): string => (number === 1 ? 'records.jsonl' : `records-${number}.jsonl`);

const markdownPath = (when: string, text: string, id: string): string => {
  const words = firstLine(text, 60);
  return `entries/${when.slice(0, 4)}/${safeName(`${dayOf(when)} ${words}`, id)}.md`;
};

/** The archive's files, in the order in which they are best written: records, sealed bytes, Markdown with its files, header. */
export const kithArchiveFiles = async function* ({ records, blob, entries, others = [], made }: ArchiveContent, partSize: number = PART): AsyncGenerator<Outgoing> {
  const parts: string[] = [];
  let lines: string[] = [];
  let length = 0;
  let recordCount = 0;
  const wanted = new Set<string>();
  const part = (): Outgoing => {
    const path = partName(parts.length + 1);
    parts.push(path);
    const content = lines;
    lines = [];
    length = 0;
    return { file: { path, modified: made, bytes: async () => textToBytes(content.join('')) } };
  };
  for await (const record of records) {
    const line = `${JSON.stringify(record)}\n`;
    recordCount += 1;
    lines.push(line);
    for (const address of addressesIn(record)) if (isArchiveAddress(address)) wanted.add(address);
    length += line.length;
    if (length >= partSize) yield part();
  }
  if (lines.length > 0 || parts.length === 0) yield part();

  let blobCount = 0;
  for (const address of wanted) {
    const path = `attachments/${address}`;
    const bytes = await blob(address).catch(() => null);
    if (bytes === null) yield { problem: { code: 'attachment-missing', file: path } };
    else {
      blobCount += 1;
      yield { file: { path, modified: made, bytes: async () => bytes } };
    }
  }

  let entryCount = 0;
  const names = createNames();
  for await (const { entry, journal, attachments } of entries) {
    entryCount += 1;
    const links: string[] = [];
    for (const attachment of attachments) {
      const opened = await attachmentBytes(attachment);
      if ('problem' in opened) {
        yield opened;
        continue;
      }
      const path = names(`entries/${entry.when.slice(0, 4)}/files/${safeName(`${dayOf(entry.when)} ${attachment.name}`, attachment.id)}`);
      yield { file: { path, bytes: async () => opened.bytes } };
      links.push(`![${attachment.name.replace(/[[\]\\\n\r]/g, ' ')}](<${path.slice(path.indexOf('/files/') + 1)}>)`);
    }
    const below = links.length === 0 ? '' : `\n\n${FILES_LINE}\n${links.join('\n')}\n`;
    const text = [entry.text, ...entry.otherTexts].join('\n\n');
    yield {
      file: {
        path: names(markdownPath(entry.when, entry.text, entry.id)),
        ...(entry.modified === '' ? {} : { modified: entry.modified }),
        bytes: async () => textToBytes(`${writeFrontMatter(entry, journal)}\n${text}${below === '' ? '\n' : below}`),
      },
    };
  }

  for (const other of others) yield { file: otherFile(other, names) };

  const header: ArchiveHeader = { format: ARCHIVE_FORMAT, version: ARCHIVE_VERSION, made, records: recordCount, entries: entryCount, attachments: blobCount, parts };
  yield { file: { path: 'kith.json', modified: made, bytes: async () => textToBytes(`${JSON.stringify(header, null, 2)}\n`) } };
};
