// What an importer reads and gives, and what an exporter takes and writes. Formats never open a file or a zip:
// a Source and an Archive come in from outside, so the same code runs in a worker, in Node and in a test.
// Invariant: a bad part is named (file and place) and skipped; the good part comes in; memory stays bounded
// (one entry and one attachment at a time).

import type { Result } from '#core/result.ts';
import type { LinkReason } from '#core/links.ts';
import type { Energy, BodyNote, EntryForm } from '#rooms/journal/model.ts';
import type { VaultRecord } from '#core/record.ts';

export type FormatId = 'day-one' | 'jrnl-text' | 'jrnl-json' | 'markdown' | 'daylio' | 'journey' | 'standard-notes' | 'joplin' | 'leap2a' | 'apple-journal' | 'kith';

/** One file in what was chosen: a zip's entry, a tar's entry, a file in a folder, or the one file itself. */
export interface SourceFile {
  /** With `/`, relative, no `..`, no drive, no leading slash; as the container names it otherwise. */
  readonly path: string;
  /** Bytes as the container claims; it may lie. */
  readonly size: number;
  /** Last change, ISO 8601, or '' when not known. */
  readonly modified: string;
  /** The bytes, at most `most` of them; refusal `file-too-large`, `file-damaged`, `file-missing` otherwise. */
  read(most: number): Promise<Result<Uint8Array>>;
}

export interface Source {
  /** The file's or folder's own name, for people. */
  readonly name: string;
  readonly container: 'file' | 'folder' | 'zip' | 'tar';
  readonly files: readonly SourceFile[];
  /** What the container itself could not give (a path that climbs out, a link, a damaged entry). */
  readonly problems: readonly Problem[];
}

/** Something that did not come in as it is. `code` is a key `problem.<code>` in formats/words; `with` fills its places. */
export interface Problem {
  readonly code: string;
  readonly file: string;
  /** Where in the file, for people: `entry 12`, `line 340`; '' when it is the whole file. Kept free of words: see `at`. */
  readonly at?: { readonly entry?: number; readonly line?: number; readonly name?: string; readonly day?: string };
  readonly with?: Readonly<Record<string, string | number>>;
}

export interface IncomingAttachment {
  /** File name for people, without folders. */
  readonly name: string;
  /** As told by its first bytes where they tell, else by its name. Only `image/*` and `audio/*` come in. */
  readonly mime: string;
  readonly file: SourceFile;
  readonly caption?: string;
}

/** One entry as the file has it. Names are as written there; the importer maps nothing that it does not know. */
export interface IncomingEntry {
  /** The same each time the same entry is read from the same application (its own id); '' when it has none. */
  readonly key: string;
  readonly form?: EntryForm;
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]`, local to the writer. */
  readonly when: string;
  readonly zone?: string;
  readonly calendar?: 'gregorian' | 'julian';
  /** Markdown. */
  readonly text: string;
  readonly place?: string;
  readonly topics?: readonly string[];
  readonly people?: readonly string[];
  readonly areas?: readonly string[];
  readonly feelings?: readonly string[];
  readonly energy?: Energy;
  readonly body?: readonly BodyNote[];
  /** Name of the journal or notebook it was in, '' or absent when there is none. */
  readonly journal?: string;
  readonly again?: boolean;
  readonly heavy?: boolean;
  /** Last change, ISO 8601. */
  readonly modified?: string;
  readonly attachments?: readonly IncomingAttachment[];
  /** To other entries of the same import, by their `key`. */
  readonly links?: readonly { readonly key: string; readonly as: LinkReason }[];
  readonly from: { readonly file: string; readonly entry: number; readonly line?: number };
  /** `printOf` it (incoming.ts), from a thread that has worked it out already; no importer gives one. */
  readonly print?: string;
  /** Its number on a thread that reads what search finds it by; no importer gives one. */
  readonly nth?: number;
}

export type Incoming =
  | { readonly entry: IncomingEntry }
  /** Only from a Kith archive: a whole record, merged as it is. */
  | { readonly record: VaultRecord; readonly blobs?: readonly { readonly address: string; readonly file: SourceFile }[] }
  | { readonly problem: Problem };

export interface Importer {
  readonly format: FormatId;
  /** 0: not this format. 1: certainly. Reads as little as it can. */
  recognise(source: Source): Promise<number>;
  /** Yields as it reads; never throws for bad input; `zone` is the IANA zone to put UTC instants on the writer's clock where the file names none. */
  read(source: Source, options: ReadOptions): AsyncIterable<Incoming>;
}

export interface ReadOptions {
  /** Local date-time and offset of a UTC instant in an IANA zone (Intl, given from outside so that formats stay pure of the machine's zone). */
  toLocal(instant: string, zone: string | null): { readonly when: string; readonly zone: string } | null;
  /** BCP 47 tag of the person's language, for day-month order and month names. */
  readonly locale: string;
  /** Kith's own vocabularies, for mapping mood words. */
  readonly feelingWords?: readonly string[];
}

export interface OutFile {
  readonly path: string;
  /** ISO 8601 instant. */
  readonly modified?: string;
  bytes(): Promise<Uint8Array>;
}

/** Attachment as an exporter sees it. */
export interface OutAttachment {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  bytes(): Promise<Result<Uint8Array>>;
}

/** Limits that bound memory and time; a file over them is named and skipped. */
export { MOST } from '#core/limits.ts';
