// Joplin: JEX (a tar of Markdown files with a block of metadata at the end) and the "RAW" folder, which is the same unpacked.
// Each file is one item; `type_` says which: 1 note, 2 notebook, 4 resource, 5 tag, 6 a tag on a note. Resources lie in
// `resources/` under their id. Notebooks become journals, tags topics, `:/id` links attachments or links to other entries.
// Invariants: the two passes hold metadata and ids alone, never all texts at once; one broken file costs that file.

import { readText, withPlainLineEnds } from './decode-text.ts';
import { attach, missing } from './attached.ts';
import { createKeyring, keyedEntry, problemFrom } from './entry-checks.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { instantToLocal, msToInstant, textToInstant } from './written-when.ts';
import { withTitle } from './titled.ts';
import type { Importer, Incoming, IncomingAttachment, IncomingEntry, ReadOptions, Source, SourceFile } from './port.ts';

const ITEM = /(?:^|\/)([0-9a-f]{32})\.md$/i;
const RESOURCE = /(?:^|\/)(?:resources|\.resource)\/([0-9a-f]{32})(?:\.[^/]*)?$/i;
const MOST_ITEM = 64 * 1024 * 1024;
const NOTE = '1';
const NOTEBOOK = '2';
const RESOURCE_TYPE = '4';
const TAG = '5';
const NOTE_TAG = '6';

interface Item {
  readonly title: string;
  readonly body: string;
  readonly facts: ReadonlyMap<string, string>;
}

/** `key: value` lines at the end of the text, back to the first empty line; above them title, empty line, body. */
const parseItem = (written: string): Item | null => {
  const text = withPlainLineEnds(written).trimEnd();
  const from = text.lastIndexOf('\n\n');
  const facts = new Map<string, string>();
  for (const line of text.slice(from < 0 ? 0 : from + 2).split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1 || !/^[a-z_]{1,40}$/.test(line.slice(0, colon))) return null;
    facts.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  if (!facts.has('type_') || !/^[0-9a-f]{32}$/i.test(facts.get('id') ?? '')) return null;
  const above = from < 0 ? '' : text.slice(0, from);
  const end = above.indexOf('\n');
  return { title: unescapeFact(end < 0 ? above : above.slice(0, end)).trim(), body: end < 0 ? '' : above.slice(end + 1).replace(/^\n/, ''), facts };
};

/** Joplin writes line ends inside a fact as `\n`. */
const unescapeFact = (text: string): string => text.replace(/\\n/g, ' ').replace(/\\r/g, '');

const isYes = (item: Item, fact: string): boolean => item.facts.get(fact) === '1';

const instantIn = (item: Item, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const written = item.facts.get(name) ?? '';
    const instant = /^\d{1,15}$/.test(written) ? msToInstant(Number(written)) : textToInstant(written);
    if (instant !== null && !instant.startsWith('1970-01-01T00:00:00')) return instant;
  }
  return null;
};

interface Shelf {
  readonly notebooks: ReadonlyMap<string, { readonly title: string; readonly parent: string }>;
  readonly topics: ReadonlyMap<string, readonly string[]>;
  readonly resources: ReadonlyMap<string, { readonly title: string; readonly mime: string }>;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly notes: readonly SourceFile[];
  readonly noteIds: ReadonlySet<string>;
}

const itemFiles = (source: Source): SourceFile[] => source.files.filter(({ path }) => ITEM.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1));

/** The first pass: everything but the notes' own texts. */
const shelve = async function* (source: Source): AsyncGenerator<Incoming, Shelf> {
  const notebooks = new Map<string, { title: string; parent: string }>();
  const resources = new Map<string, { title: string; mime: string }>();
  const tags = new Map<string, string>();
  const tagged: { note: string; tag: string }[] = [];
  const notes: SourceFile[] = [];
  const noteIds = new Set<string>();
  let sealed = 0;
  for (const file of itemFiles(source)) {
    const text = await readText(file, MOST_ITEM);
    const item = text.ok ? parseItem(text.value.text) : null;
    if (item === null) {
      yield text.ok ? { problem: { code: 'joplin-item-not-understood', file: file.path } } : problemFrom(text.error, file.path);
      continue;
    }
    const id = item.facts.get('id')!.toLowerCase();
    if (isYes(item, 'encryption_applied')) sealed += 1;
    else if (item.facts.get('type_') === NOTE) {
      notes.push(file);
      noteIds.add(id);
    } else if (item.facts.get('type_') === NOTEBOOK) notebooks.set(id, { title: item.title, parent: (item.facts.get('parent_id') ?? '').toLowerCase() });
    else if (item.facts.get('type_') === RESOURCE_TYPE) resources.set(id, { title: item.title || (item.facts.get('filename') ?? ''), mime: item.facts.get('mime') ?? '' });
    else if (item.facts.get('type_') === TAG) tags.set(id, item.title);
    else if (item.facts.get('type_') === NOTE_TAG) tagged.push({ note: (item.facts.get('note_id') ?? '').toLowerCase(), tag: (item.facts.get('tag_id') ?? '').toLowerCase() });
  }
  if (sealed > 0) yield { problem: { code: 'joplin-encrypted', file: source.name, with: { count: sealed } } };
  const topics = new Map<string, string[]>();
  for (const { note, tag } of tagged) {
    const name = tags.get(tag);
    const known = topics.get(note);
    if (name === undefined) continue;
    if (known) known.push(name);
    else topics.set(note, [name]);
  }
  const files = new Map<string, SourceFile>();
  for (const file of source.files) {
    const match = RESOURCE.exec(file.path);
    if (match) files.set(match[1]!.toLowerCase(), file);
  }
  return { notebooks, topics, resources, files, notes, noteIds };
};

/** The notebook's name, with those above it before it; a loop ends where it began. */
const journalOf = (id: string, notebooks: Shelf['notebooks']): string => {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at = id; notebooks.has(at) && !seen.has(at) && names.length < 20; at = notebooks.get(at)!.parent) {
    seen.add(at);
    names.unshift(notebooks.get(at)!.title);
  }
  return names.filter((name) => name !== '').join(' / ');
};

const LINK = /!?\[((?:\\.|[^\][\\\n]){0,1000})\]\(:\/([0-9a-f]{32})(?:#[^)\s]{0,200})?(?:\s+"[^"\n]{0,200}")?\)/gi;
const HTML_IMAGE = /<img\b[^<>]{0,2000}?src=["']?:\/([0-9a-f]{32})["']?[^<>]{0,2000}?>/gi;

interface Linked {
  readonly text: string;
  readonly resources: readonly string[];
  readonly notes: readonly string[];
}

/** Text whose links into Joplin are gone: attachments stand apart, a link to another note keeps its words. */
const unlink = (text: string, shelf: Shelf): Linked => {
  const resources = new Set<string>();
  const notes = new Set<string>();
  const note = (id: string, words: string): string => {
    if (shelf.noteIds.has(id)) {
      notes.add(id);
      return words;
    }
    resources.add(id);
    return '';
  };
  const plain = text.replace(LINK, (_, words: string, id: string) => note(id.toLowerCase(), words)).replace(HTML_IMAGE, (_, id: string) => note(id.toLowerCase(), ''));
  return { text: plain.replace(/\n{3,}/g, '\n\n').trim(), resources: [...resources], notes: [...notes] };
};

const attachmentsOf = async (ids: readonly string[], shelf: Shelf, from: { file: string; entry: number }) => {
  const attachments: IncomingAttachment[] = [];
  const problems: Incoming[] = [];
  for (const id of ids) {
    const known = shelf.resources.get(id);
    const file = shelf.files.get(id);
    const result = file === undefined ? missing(known?.title || id, from) : await attach(file, { ...from, name: known?.title ?? '' });
    if ('attachment' in result) attachments.push(result.attachment);
    else problems.push({ problem: result.problem });
  }
  return { attachments, problems };
};

const noteFrom = async function* (item: Item, file: string, number: number, shelf: Shelf, options: ReadOptions): AsyncGenerator<Incoming, IncomingEntry | null> {
  const id = item.facts.get('id')!.toLowerCase();
  const at = { entry: number, name: item.title.slice(0, 80) };
  const when = instantToLocal(instantIn(item, 'user_created_time', 'created_time', 'user_updated_time', 'updated_time'), null, options);
  if ((item.facts.get('deleted_time') ?? '0') !== '0' && item.facts.get('deleted_time') !== '') {
    yield { problem: { code: 'note-in-trash', file, at } };
    return null;
  }
  if (when === null) {
    yield { problem: { code: 'no-date', file, at } };
    return null;
  }
  if (isYes(item, 'is_conflict')) yield { problem: { code: 'conflict-copy-kept', file, at } };
  const isHtml = item.facts.get('markup_language') === '2';
  const made = isHtml ? htmlToMarkdown(item.body) : { text: item.body, images: [] };
  const { text, resources, notes } = unlink(made.text, shelf);
  const shown = made.images.map(({ source }) => /^:\/([0-9a-f]{32})/i.exec(source)?.[1]?.toLowerCase()).filter((one) => one !== undefined);
  const { attachments, problems } = await attachmentsOf([...new Set([...resources, ...shown])], shelf, { file, entry: number });
  yield* problems;
  const done = (item.facts.get('todo_completed') ?? '0') !== '0';
  const body = isYes(item, 'is_todo') ? `- [${done ? 'x' : ' '}] ${item.title}\n\n${text}`.trim() : withTitle(item.title, text);
  const lat = Number(item.facts.get('latitude') ?? 0);
  const lon = Number(item.facts.get('longitude') ?? 0);
  const modified = instantIn(item, 'user_updated_time', 'updated_time');
  return {
    key: id,
    when: when.when,
    zone: when.zone,
    text: item.title === '' && text === '' ? '' : body,
    topics: shelf.topics.get(id) ?? [],
    journal: journalOf((item.facts.get('parent_id') ?? '').toLowerCase(), shelf.notebooks),
    place: Number.isFinite(lat) && Number.isFinite(lon) && (lat !== 0 || lon !== 0) ? `${lat}, ${lon}` : '',
    ...(modified === null ? {} : { modified }),
    attachments,
    links: notes.filter((key) => key !== id).map((key) => ({ key, as: 'about' as const })),
    from: { file, entry: number },
  };
};

export const joplin: Importer = {
  format: 'joplin',

  recognise: async (source) => {
    for (const file of itemFiles(source).slice(0, 3)) {
      const text = await readText(file, MOST_ITEM);
      if (text.ok && parseItem(text.value.text) !== null) return 1;
    }
    return 0;
  },

  async *read(source, options) {
    const shelf = yield* shelve(source);
    const keyring = createKeyring();
    let number = 0;
    for (const file of shelf.notes) {
      const text = await readText(file, MOST_ITEM);
      const item = text.ok ? parseItem(text.value.text) : null;
      if (item === null) continue;
      number += 1;
      const entry = yield* noteFrom(item, file.path, number, shelf, options);
      if (entry !== null) yield* keyedEntry(entry, keyring);
    }
  },
};
