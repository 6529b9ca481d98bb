// Standard Notes, the decrypted backup: a zip with "Standard Notes Backup and Import File.txt", or that file alone:
// JSON `{version, items: [{uuid, content_type, content, created_at, updated_at}]}`. Tags point to their notes.
// An encrypted backup holds sealed text in place of content: it is named, with what to choose instead.
// Invariants: a note in the trash stays there and is named; one broken item costs that item.

import { findJsonList, isJsonObject, jsonElements, listAt, parseJson, textAt, valueAt, yesAt } from './json.ts';
import type { Json } from '#core/record.ts';
import { readText, withPlainLineEnds } from './decode-text.ts';
import { htmlToMarkdown, plainToMarkdown } from './html-to-markdown.ts';
import { superNoteToMarkdown } from './super-note.ts';
import { instantToLocal, textToInstant } from './written-when.ts';
import { createKeyring, keyedEntry, problemFrom, type Keyring } from './entry-checks.ts';
import { withTitle } from './titled.ts';
import type { Importer, Incoming, IncomingEntry, ReadOptions, Source, SourceFile } from './port.ts';

const MOST_LOOKED_INTO = 64 * 1024 * 1024;
const APP = 'org.standardnotes.sn';

/** The backup file in a source: by its name, or the one file that was chosen. */
const backupIn = (source: Source): SourceFile | null =>
  source.files.find(({ path }) => /(?:^|\/)Standard Notes (?:Backup and Import File|Encrypted Backup|Decrypted Backup)[^/]*\.(?:txt|json)$/i.test(path)) ??
  (source.files.length === 1 && /\.(?:txt|json)$/i.test(source.files[0]!.path) ? source.files[0]! : null);

const isItem = (json: Json): boolean => isJsonObject(json) && typeof json.uuid === 'string' && typeof json.content_type === 'string';

const isSealed = (content: Json | undefined): boolean => typeof content === 'string';

/** Instants in the order in which they are to be believed; the very start of 1970 is written for "not known". */
const instantOf = (...texts: readonly string[]): string | null => {
  for (const text of texts) {
    const instant = textToInstant(text);
    if (instant !== null && !instant.startsWith('1970-01-01T00:00:00')) return instant;
  }
  return null;
};

/** Editors that keep HTML. */
const isRich = (content: Json | undefined): boolean =>
  textAt(content, 'noteType') === 'rich-text' ||
  /bold-editor|plus-editor|simple-markdown-rich|rich-text/.test(textAt(content, 'editorIdentifier') || textAt(valueAt(valueAt(content, 'appData'), APP), 'defaultEditor'));

/** A list of tasks, which its editor keeps as JSON; null when it is none. */
const tasksIn = (text: string): string | null => {
  const parsed = /^\s*\{[\s\S]*"groups"\s*:/.test(text.slice(0, 5_000)) ? parseJson(text) : null;
  if (!parsed?.ok || !isJsonObject(parsed.value) || valueAt(parsed.value, 'schemaVersion') === undefined) return null;
  const groups = listAt(parsed.value, 'groups').map((group) => {
    const lines = listAt(group, 'tasks').map((task) => `- [${yesAt(task, 'completed') ? 'x' : ' '}] ${plainToMarkdown(textAt(task, 'description').replace(/\s+/g, ' '))}`);
    return [textAt(group, 'name').trim() === '' ? '' : `## ${plainToMarkdown(textAt(group, 'name').replace(/\s+/g, ' '))}`, lines.join('\n')]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  return groups.filter((part) => part !== '').join('\n\n') || null;
};

const bodyOf = (content: Json | undefined): { text: string; files: readonly string[] } => {
  const text = withPlainLineEnds(textAt(content, 'text'));
  const superNote = superNoteToMarkdown(text);
  if (superNote) return superNote;
  const tasks = tasksIn(text);
  if (tasks !== null) return { text: tasks, files: [] };
  return { text: isRich(content) || /^\s*<(?:p|div|h[1-6]|ul|ol)\b[^>]*>/i.test(text.slice(0, 2_000)) ? htmlToMarkdown(text).text : text.trim(), files: [] };
};

interface Tags {
  /** Names by note. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly notes: ReadonlySet<string>;
  readonly sealed: number;
}

const tagsIn = (text: string, from: number): Tags => {
  const names = new Map<string, string[]>();
  const notes = new Set<string>();
  let sealed = 0;
  for (const { value } of jsonElements(text, from, isItem)) {
    if (!value.ok || !isJsonObject(value.value)) continue;
    const item = value.value;
    const content = valueAt(item, 'content');
    if (isSealed(content)) {
      sealed += textAt(item, 'content_type') === 'Note' || textAt(item, 'content_type').startsWith('SN|') || textAt(item, 'content_type') === 'Tag' ? 1 : 0;
      continue;
    }
    if (textAt(item, 'content_type') === 'Note') notes.add(textAt(item, 'uuid'));
    if (textAt(item, 'content_type') !== 'Tag' || yesAt(content, 'trashed')) continue;
    const title = textAt(content, 'title').trim();
    for (const reference of listAt(content, 'references')) {
      if (title === '' || textAt(reference, 'content_type') === 'Tag') continue;
      const note = textAt(reference, 'uuid');
      const known = names.get(note);
      if (known) known.push(title);
      else names.set(note, [title]);
    }
  }
  return { names, notes, sealed };
};

const noteOf = function* (item: Json, tags: Tags, file: string, number: number, line: number, keyring: Keyring, options: ReadOptions): Generator<Incoming> {
  const at = { entry: number, line };
  const content = valueAt(item, 'content');
  const title = textAt(content, 'title').trim();
  const named = { ...at, name: title.slice(0, 80) };
  const sn = valueAt(valueAt(content, 'appData'), APP);
  if (yesAt(item, 'deleted') || content === undefined || content === null) return;
  if (yesAt(content, 'trashed') || yesAt(sn, 'trashed')) {
    yield { problem: { code: 'note-in-trash', file, at: named } };
    return;
  }
  const made = instantOf(textAt(item, 'created_at'), textAt(sn, 'client_updated_at'), textAt(item, 'updated_at'));
  const when = instantToLocal(made, null, options);
  if (when === null) {
    yield { problem: { code: 'no-date', file, at: named } };
    return;
  }
  const { text, files } = bodyOf(content);
  for (const id of files) yield { problem: { code: 'attachment-missing', file, at: { ...named, name: id } } };
  const modified = instantOf(textAt(sn, 'client_updated_at'), textAt(item, 'updated_at'));
  const uuid = textAt(item, 'uuid');
  const about = listAt(content, 'references')
    .map((reference) => textAt(reference, 'uuid'))
    .filter((to) => to !== uuid && tags.notes.has(to));
  if (textAt(content, 'conflict_of') !== '') yield { problem: { code: 'conflict-copy-kept', file, at: named } };
  const entry: IncomingEntry = {
    key: uuid.slice(0, 200),
    when: when.when,
    zone: when.zone,
    text: withTitle(title, text),
    topics: [...new Set(tags.names.get(uuid) ?? [])],
    again: yesAt(content, 'starred') || yesAt(sn, 'starred'),
    ...(modified === null ? {} : { modified }),
    links: [...new Set(about)].map((key) => ({ key, as: 'about' as const })),
    from: { file, entry: number, line },
  };
  yield* keyedEntry(entry, keyring);
};

export const standardNotes: Importer = {
  format: 'standard-notes',

  recognise: async (source) => {
    const file = backupIn(source);
    if (file === null) return 0;
    if (/Standard Notes .*Backup/i.test(file.path)) return 1;
    const text = await readText(file, MOST_LOOKED_INTO);
    if (!text.ok || !/"content_type"\s*:/.test(text.value.text.slice(0, 200_000))) return 0;
    const list = findJsonList(text.value.text, 'items');
    if (!list.ok) return 0;
    const first = jsonElements(text.value.text, list.value, isItem).next();
    return !first.done && first.value.value.ok && isItem(first.value.value.value) ? 1 : 0;
  },

  async *read(source, options) {
    const file = backupIn(source);
    if (file === null) {
      yield { problem: { code: 'no-entries-found', file: source.name } };
      return;
    }
    const read = await readText(file);
    if (!read.ok) {
      yield problemFrom(read.error, file.path);
      return;
    }
    const { text } = read.value;
    const list = findJsonList(text, 'items');
    if (!list.ok) {
      yield problemFrom(list.error, file.path);
      return;
    }
    const tags = tagsIn(text, list.value);
    if (tags.sealed > 0) yield { problem: { code: 'standard-notes-encrypted', file: file.path, with: { count: tags.sealed } } };
    const keyring = createKeyring();
    let number = 0;
    for (const { line, value } of jsonElements(text, list.value, isItem)) {
      if (!value.ok) {
        yield problemFrom(value.error, file.path);
        continue;
      }
      const item = value.value;
      if (textAt(item, 'content_type') !== 'Note' || isSealed(valueAt(item, 'content'))) continue;
      number += 1;
      yield* noteOf(item, tags, file.path, number, line, keyring, options);
    }
  },
};
