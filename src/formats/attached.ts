// Files that stand beside the text of an export: found by the path or the name that the text gives, and taken as
// attachments when they are pictures or sound. What cannot come in is named, never silently left out.
// The type is taken from the name; only a name that does not tell is looked into (whoever keeps the bytes reads them anyway).

import { canBeKept, mimeByName, sniffMime } from './sniff.ts';
import { MOST, type IncomingAttachment, type Problem, type Source, type SourceFile } from './port.ts';

export interface FileShelf {
  /** By whole path, by the path's end, or by bare name; null when there is none. Percent signs and `../` are understood. */
  find(reference: string): SourceFile | null;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Files of a source that a text may point to. Unicode forms of a name count as one; so does the case of letters, where that is not ambiguous. */
export const shelveFiles = (source: Source): FileShelf => {
  const byPath = new Map<string, SourceFile>();
  const byName = new Map<string, SourceFile>();
  for (const file of source.files) {
    const path = file.path.normalize('NFC');
    byPath.set(path, file);
    for (const key of [nameOf(path), nameOf(path).toLowerCase()]) if (!byName.has(key)) byName.set(key, file);
  }
  const look = (reference: string): SourceFile | null => {
    const path = reference
      .normalize('NFC')
      .replace(/\\/g, '/')
      .replace(/^(?:\.{1,2}\/)+|^\/+/, '');
    if (path === '' || path.length > 4_096) return null;
    return byPath.get(path) ?? byName.get(nameOf(path)) ?? byName.get(nameOf(path).toLowerCase()) ?? null;
  };
  return { find: (reference) => look(reference) ?? look(unescaped(reference.split(/[?#]/, 1)[0]!)) };
};

export type Attached = { readonly attachment: IncomingAttachment } | { readonly problem: Problem };

/** The file as an attachment, or why not: `attachment-not-kept` (video, documents), or the reading's own refusal. */
export const attach = async (file: SourceFile, from: { readonly file: string; readonly entry: number; readonly name?: string }, caption?: string): Promise<Attached> => {
  const name = from.name !== undefined && from.name !== '' ? nameOf(from.name) : nameOf(file.path);
  const where = { file: from.file, at: { entry: from.entry, name } };
  if (file.size > MOST.attachment) return { problem: { code: 'file-too-large', ...where, with: { file: file.path, most: MOST.attachment } } };
  let mime = mimeByName(name) ?? mimeByName(file.path);
  if (mime === null) {
    const bytes = await file.read(MOST.attachment);
    if (!bytes.ok) return { problem: { code: bytes.error.code, ...where, with: bytes.error.with ?? {} } };
    mime = sniffMime(bytes.value);
  }
  if (mime === null || !canBeKept(mime)) return { problem: { code: 'attachment-not-kept', ...where } };
  return { attachment: { name, mime, file, ...(caption !== undefined && caption !== '' ? { caption } : {}) } };
};

/** What is pointed to and is not there. */
export const missing = (reference: string, from: { readonly file: string; readonly entry: number }): Attached => ({
  problem: { code: 'attachment-missing', file: from.file, at: { entry: from.entry, name: nameOf(reference).slice(0, 200) } },
});

/** More than an entry can hold twice over; a text that names more files than this is not one a person wrote. */
const MOST_REFERENCES = 1_000;

/** Takes every reference that is a file of the export; each file once, in order. */
export const attachAll = async (
  references: readonly { readonly to: string; readonly name?: string; readonly caption?: string }[],
  shelf: FileShelf,
  from: { readonly file: string; readonly entry: number },
): Promise<{ attachments: IncomingAttachment[]; problems: Problem[] }> => {
  const attachments: IncomingAttachment[] = [];
  const problems: Problem[] = [];
  const taken = new Set<SourceFile>();
  for (const { to, name, caption } of references.slice(0, MOST_REFERENCES)) {
    const file = shelf.find(to);
    if (file !== null && taken.has(file)) continue;
    if (file !== null) taken.add(file);
    const result = file === null ? missing(to, from) : await attach(file, { ...from, name }, caption);
    if ('attachment' in result) attachments.push(result.attachment);
    else problems.push(result.problem);
  }
  return { attachments, problems };
};
