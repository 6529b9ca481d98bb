// What an exporter takes and gives. Entries come one by one with the name of their journal and what is attached;
// files go out one by one, so that the caller writes each before the next is made.
// Invariant: something that cannot be written (an attachment that does not open) is a problem with its name; the rest goes out.

import type { Entry } from '#rooms/journal/model.ts';
import type { FormatId, OutAttachment, OutFile, Problem } from './port.ts';

export interface OutEntry {
  readonly entry: Entry;
  /** Name of its journal, '' for the first one. */
  readonly journal: string;
  /** In the order of the entry. */
  readonly attachments: readonly OutAttachment[];
}

export type OutEntries = Iterable<OutEntry> | AsyncIterable<OutEntry>;

export type Outgoing = { readonly file: OutFile } | { readonly problem: Problem };

export interface Exporter {
  readonly format: FormatId;
  files(entries: OutEntries): AsyncIterable<Outgoing>;
}

/** An attachment's bytes, or the problem that names it; one that throws is damaged. */
export const attachmentBytes = async (attachment: OutAttachment): Promise<{ readonly bytes: Uint8Array } | { readonly problem: Problem }> => {
  try {
    const bytes = await attachment.bytes();
    return bytes.ok ? { bytes: bytes.value } : { problem: { code: bytes.error.code, file: attachment.name, ...(bytes.error.with ? { with: bytes.error.with } : {}) } };
  } catch {
    return { problem: { code: 'file-damaged', file: attachment.name, with: { file: attachment.name } } };
  }
};

// Names that no file system refuses: no control signs, none of <>:"/\|?*, no dot or space at either end, none of the
// names that Windows keeps for devices, at most 80 letters and 200 bytes.
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** A name for a file or folder that every file system takes; `fallback` where nothing is left. */
export const safeName = (name: string, fallback: string): string => {
  const signs = [
    ...name
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>:"/\\|?*]/gu, ' ')
      .replace(/\s+/g, ' '),
  ].slice(0, 80);
  let bytes = 0;
  let out = '';
  for (const sign of signs) {
    const code = sign.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > 200) break;
    out += sign;
  }
  out = out.replace(/^[. ]+|[. ]+$/g, '');
  if (out === '') return fallback;
  return DEVICES.test(out.split('.')[0]!.trim()) ? `_${out}` : out;
};

/** Gives each name once: a second `a.jpg` becomes `a 2.jpg`, whatever its case (some file systems know none). */
export const createNames = (): ((name: string) => string) => {
  const taken = new Map<string, number>();
  const fold = (name: string): string => name.normalize('NFD').toLowerCase();
  return (name) => {
    const first = fold(name);
    if (!taken.has(first)) {
      taken.set(first, 1);
      return name;
    }
    const slash = name.lastIndexOf('/');
    const dot = name.lastIndexOf('.');
    const cut = dot > slash + 1 ? dot : name.length;
    for (let n = taken.get(first)! + 1; ; n += 1) {
      const next = `${name.slice(0, cut)} ${n}${name.slice(cut)}`;
      if (taken.has(fold(next))) continue;
      taken.set(first, n);
      taken.set(fold(next), 1);
      return next;
    }
  };
};
