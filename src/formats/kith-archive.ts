// The Kith archive in: whole records, each checked at the door, with the sealed bytes that it points to.
// Where the records are missing or damaged, the Markdown beside them is read for what they did not give, as entries.
// Invariants: a record comes in exactly as it went out, or is named and does not; an archive of a later version is left
// alone with a sentence, for half-understood records would do harm; lines are read as bytes, so that damage in one stays in one.

import { checkRecord } from '#core/check-record.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { bytesToTextStrict } from '#core/text.ts';
import { SHOWN } from '#rooms/shown.ts';
import { attach, missing, shelveFiles, type FileShelf } from './attached.ts';
import { readText, withPlainLineEnds } from './decode-text.ts';
import { createKeyring, keyedEntry, problemFrom, type Keyring } from './entry-checks.ts';
import { parseFields, readFields, splitFrontMatter } from './front-matter.ts';
import { numberAt, parseJson, textAt, textsAt, valueAt } from './json.ts';
import { addressesIn, ARCHIVE_FORMAT, ARCHIVE_VERSION, FILES_LINE, isArchiveAddress } from './kith-archive-out.ts';
import { MOST, type Importer, type Incoming, type IncomingAttachment, type ReadOptions, type Source, type SourceFile } from './port.ts';

export { kithArchiveFiles } from './kith-archive-out.ts';

/** Where what is written for people stands. */
const FOLDERS: ReadonlySet<string> = new Set(SHOWN.map(({ folder }) => folder));

const MOST_HEADER = 1024 * 1024;
const MOST_NOTE = 64 * 1024 * 1024;
const MOST_LINE = 128 * 1024 * 1024;

interface Archive {
  /** Folder that the archive lies in, with its slash, or ''. */
  readonly root: string;
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** The archive in a source: where `kith.json` lies, or where its records do. */
const archiveIn = (source: Source): Archive | null => {
  for (const name of ['kith.json', 'records.jsonl']) {
    const found = source.files
      .filter(({ path }) => path === name || path.endsWith(`/${name}`))
      .sort((a, b) => a.path.split('/').length - b.path.split('/').length || (a.path < b.path ? -1 : 1))[0];
    if (!found) continue;
    const root = found.path.slice(0, found.path.length - name.length);
    return { root, files: new Map(source.files.filter(({ path }) => path.startsWith(root)).map((file) => [file.path.slice(root.length), file])) };
  }
  return null;
};

interface Header {
  readonly version: number;
  readonly records: number | null;
  readonly parts: readonly string[];
}

const readHeader = async (archive: Archive): Promise<{ header: Header; problem: Incoming | null }> => {
  const standing = [...archive.files.keys()].filter((path) => /^records(?:-\d{1,6})?\.jsonl$/.test(path)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const fallback: Header = { version: ARCHIVE_VERSION, records: null, parts: standing.length === 0 ? ['records.jsonl'] : standing };
  const file = archive.files.get('kith.json');
  if (!file) return { header: fallback, problem: { problem: { code: 'archive-header-missing', file: 'kith.json' } } };
  const text = await readText(file, MOST_HEADER);
  const json = text.ok ? parseJson(text.value.text) : text;
  if (!json.ok) return { header: fallback, problem: problemFrom(json.error, file.path) };
  const version = numberAt(json.value, 'version');
  if (textAt(json.value, 'format') !== ARCHIVE_FORMAT || version === null) return { header: fallback, problem: { problem: { code: 'archive-header-missing', file: file.path } } };
  const parts = textsAt(json.value, 'parts').filter((part) => /^records(?:-\d{1,6})?\.jsonl$/.test(part));
  return { header: { version, records: numberAt(json.value, 'records'), parts: parts.length > 0 ? parts : fallback.parts }, problem: null };
};

/** Lines of a file as bytes, without their line ends; empty ones are left out. */
const linesOf = function* (bytes: Uint8Array): Generator<{ readonly bytes: Uint8Array; readonly line: number }> {
  let from = 0;
  let line = 0;
  while (from < bytes.length) {
    const next = bytes.indexOf(0x0a, from);
    const end = next === -1 ? bytes.length : next;
    line += 1;
    const content = bytes.subarray(from, end > from && bytes[end - 1] === 0x0d ? end - 1 : end);
    if (content.length > 0) yield { bytes: content, line };
    from = end + 1;
  }
};

const recordIn = (bytes: Uint8Array): ReturnType<typeof checkRecord> => {
  const damaged = { ok: false, error: { code: 'record-not-valid', with: { where: 'record' } } } as const;
  if (bytes.length > MOST_LINE) return damaged;
  const text = bytesToTextStrict(bytes);
  if (text === null) return damaged;
  const json = parseJson(text);
  return json.ok ? checkRecord(json.value) : damaged;
};

const withBlobs = function* (record: VaultRecord, archive: Archive, from: { file: string; line: number }): Generator<Incoming> {
  const blobs: { address: string; file: SourceFile }[] = [];
  let lacks = false;
  for (const address of addressesIn(record)) {
    const file = isArchiveAddress(address) ? archive.files.get(`attachments/${address}`) : undefined;
    if (file) blobs.push({ address, file });
    else lacks = true;
  }
  if (lacks && isAlive(record)) {
    const name = registerOf(record, 'name');
    yield { problem: { code: 'attachment-missing', file: from.file, at: { line: from.line, name: (typeof name === 'string' ? name : record.id).slice(0, 200) } } };
  }
  yield blobs.length > 0 ? { record, blobs } : { record };
};

interface Recovered {
  readonly ids: ReadonlySet<string>;
  readonly whole: boolean;
}

const readRecords = async function* (archive: Archive, header: Header): AsyncGenerator<Incoming, Recovered> {
  const ids = new Set<string>();
  let found = 0;
  let whole = true;
  for (const part of header.parts) {
    const file = archive.files.get(part);
    const bytes = file ? await file.read(MOST.textFile).catch(() => null) : null;
    if (!bytes?.ok) {
      whole = false;
      yield !file ? { problem: { code: 'file-missing', file: part } } : problemFrom(bytes && !bytes.ok ? bytes.error : { code: 'file-damaged', with: { file: part } }, part);
      continue;
    }
    for (const { bytes: content, line } of linesOf(bytes.value)) {
      const record = recordIn(content);
      if (!record.ok) {
        whole = false;
        yield problemFrom(record.error, part, { line });
        continue;
      }
      found += 1;
      ids.add(record.value.id);
      yield* withBlobs(record.value, archive, { file: part, line });
    }
  }
  if (whole && header.records !== null && found < header.records) {
    whole = false;
    yield { problem: { code: 'archive-incomplete', file: header.parts[0]!, with: { found, said: header.records } } };
  }
  return { ids, whole };
};

const FILE_LINK = /^!\[([^\]]*)\]\(<([^>]+)>\)$/;

/** One entry from its Markdown; null when the records gave it already. */
const noteFrom = async function* (
  file: SourceFile,
  shelf: FileShelf,
  number: number,
  known: ReadonlySet<string>,
  keyring: Keyring,
  options: ReadOptions,
): AsyncGenerator<Incoming, boolean> {
  const text = await readText(file, MOST_NOTE);
  if (!text.ok) {
    yield problemFrom(text.error, file.path);
    return false;
  }
  const { yaml, body } = splitFrontMatter(withPlainLineEnds(text.value.text));
  const front = readFields(parseFields(yaml ?? '').fields, 'day-first', options);
  if (front.id !== '' && known.has(front.id)) return false;
  if (front.date === null) {
    yield { problem: { code: 'no-date', file: file.path } };
    return false;
  }
  const at = body.lastIndexOf(`\n${FILES_LINE}\n`);
  const written = (at < 0 ? body : body.slice(0, at)).trim();
  const attachments: IncomingAttachment[] = [];
  for (const line of at < 0 ? [] : body.slice(at + FILES_LINE.length + 2).split('\n')) {
    const link = FILE_LINK.exec(line);
    if (!link) continue;
    const found = shelf.find(`${file.path.slice(0, file.path.lastIndexOf('/') + 1)}${link[2]!}`);
    const result = found ? await attach(found, { file: file.path, entry: number, name: link[1]! }) : missing(link[1]!, { file: file.path, entry: number });
    if ('attachment' in result) attachments.push(result.attachment);
    else yield result;
  }
  yield* keyedEntry(
    {
      key: front.id,
      when: front.date.when,
      zone: front.date.zone,
      text: written,
      place: front.place,
      topics: front.topics,
      people: front.people,
      areas: front.areas,
      feelings: front.feelings,
      energy: front.energy,
      body: front.body,
      links: front.links.map(({ to, as }) => ({ key: to, as })),
      journal: front.journal,
      again: front.again,
      heavy: front.heavy,
      form: front.form,
      calendar: front.julian ? 'julian' : 'gregorian',
      ...(front.modified === '' ? {} : { modified: front.modified }),
      attachments,
      from: { file: file.path, entry: number },
    },
    keyring,
  );
  return true;
};

export const kithArchive: Importer = {
  format: 'kith',

  recognise: async (source) => {
    const archive = archiveIn(source);
    if (archive === null) return 0;
    const file = archive.files.get('kith.json');
    if (!file) return archive.files.has('records.jsonl') && [...archive.files.keys()].some((path) => path.startsWith('entries/')) ? 0.9 : 0.4;
    const text = await readText(file, MOST_HEADER);
    const json = text.ok ? parseJson(text.value.text) : text;
    return json.ok && valueAt(json.value, 'format') === ARCHIVE_FORMAT ? 1 : archive.files.has('records.jsonl') ? 0.9 : 0;
  },

  async *read(source, options) {
    const archive = archiveIn(source);
    if (archive === null) {
      yield { problem: { code: 'archive-header-missing', file: source.name } };
      return;
    }
    const { header, problem } = await readHeader(archive);
    if (problem) yield problem;
    if (header.version > ARCHIVE_VERSION) {
      yield { problem: { code: 'archive-newer', file: 'kith.json', with: { version: header.version, known: ARCHIVE_VERSION } } };
      return;
    }
    const { ids, whole } = yield* readRecords(archive, header);
    if (whole) return;
    const notes = [...archive.files].filter(([path]) => path.endsWith('.md') && FOLDERS.has(path.slice(0, path.indexOf('/')))).sort(([a], [b]) => (a < b ? -1 : 1));
    const shelf = shelveFiles(source);
    const keyring = createKeyring();
    let count = 0;
    let number = 0;
    for (const [, file] of notes) {
      number += 1;
      if (yield* noteFrom(file, shelf, number, ids, keyring, options)) count += 1;
    }
    if (count > 0) yield { problem: { code: 'archive-read-as-markdown', file: source.name, with: { count } } };
  },
};
