// The journal as every view of it sees it: entries read once for each record, in order, with what points to them, and
// the small things beside them. It follows the snapshot by the ids that changed, so that one commit among 100,000
// entries costs one copy of the order and nothing more.
// Invariants: following change by change gives the same book as reading everything anew; nothing of a journal that is
// locked and not opened is in it; entries, maps and lists that did not change stay the same objects.

import { isAlive, oncePerRecord, type VaultRecord } from '#core/record.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { attachmentOf, type Attachment } from './attachments.ts';
import { draftOf, draftsOf, type Draft } from './drafts.ts';
import { journalsOf, type Journal } from './journals.ts';
import { entryOf, type Entry } from './model.ts';
import { questionsOf, type Question } from './questions.ts';
import { SETTINGS, settingsOf, type Settings } from './settings.ts';
import { templatesOf, type Template } from './templates.ts';
import { changeTimeline, createTimeline, type Timeline } from './timeline.ts';
import { LISTS, vocabularyId, vocabularyOf, wordsOf, type ListName, type Vocabulary, type VocabularyWord } from './vocabularies.ts';

export interface Book {
  readonly version: number;
  /** Entries of open journals by id. */
  readonly byId: ReadonlyMap<string, Entry>;
  readonly timeline: Timeline;
  /** Ids of the entries that point to an id (of an entry or a question). */
  readonly pointing: ReadonlyMap<string, ReadonlySet<string>>;
  readonly journals: readonly Journal[];
  /** Ids of journals with a lock of their own that is not opened. */
  readonly locked: ReadonlySet<string>;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly drafts: readonly Draft[];
  readonly questions: readonly Question[];
  readonly templates: readonly Template[];
  readonly settings: Settings;
  readonly vocabularies: Readonly<Record<ListName, Vocabulary>>;
  readonly words: Readonly<Record<ListName, readonly VocabularyWord[]>>;
}

/** More changes than this at once (an import, an undone import) are read anew instead of one by one. */
const ONE_BY_ONE = 64;

/** The entry of a record, read once; the same object for the same record. */
export const entryOnce: (record: VaultRecord) => Entry | null = oncePerRecord(entryOf);

const lockedIn = (journals: readonly Journal[], open: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(journals.filter(({ id, lock }) => lock !== null && !open.has(id)).map(({ id }) => id));

const sameMembers = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one));

/**
 * A map that grows in place, behind a face that is new for each change: a view that keeps what it read from a face (React
 * Compiler does) asks again when there is another, and 100,000 entries are not copied for it.
 */
class Face<V> implements ReadonlyMap<string, V> {
  readonly inner: Map<string, V>;
  constructor(inner: Map<string, V>) {
    this.inner = inner;
  }
  get size(): number {
    return this.inner.size;
  }
  get(id: string): V | undefined {
    return this.inner.get(id);
  }
  has(id: string): boolean {
    return this.inner.has(id);
  }
  forEach(each: (value: V, id: string, map: ReadonlyMap<string, V>) => void): void {
    this.inner.forEach((value, id) => each(value, id, this));
  }
  entries(): MapIterator<[string, V]> {
    return this.inner.entries();
  }
  keys(): MapIterator<string> {
    return this.inner.keys();
  }
  values(): MapIterator<V> {
    return this.inner.values();
  }
  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.inner.entries();
  }
}

type Pointing = Map<string, Set<string>>;

const point = (pointing: Pointing, entry: Entry): void => {
  for (const { to } of entry.links) {
    const from = pointing.get(to);
    if (from) from.add(entry.id);
    else pointing.set(to, new Set([entry.id]));
  }
};

const unpoint = (pointing: Pointing, entry: Entry): void => {
  for (const { to } of entry.links) {
    const from = pointing.get(to);
    from?.delete(entry.id);
    if (from?.size === 0) pointing.delete(to);
  }
};

type Entries = Pick<Book, 'byId' | 'timeline' | 'pointing'>;

const readEntries = (snapshot: Snapshot, locked: ReadonlySet<string>): Entries => {
  const byId = new Map<string, Entry>();
  const pointing: Pointing = new Map();
  for (const record of recordsOf(snapshot, 'entry').values()) {
    const entry = entryOnce(record);
    if (!entry || locked.has(entry.journal)) continue;
    byId.set(entry.id, entry);
    if (entry.links.length > 0) point(pointing, entry);
  }
  return { byId: new Face(byId), timeline: createTimeline([...byId.values()]), pointing: new Face<ReadonlySet<string>>(pointing) };
};

const followEntries = (before: Book, snapshot: Snapshot, ids: readonly string[]): Entries => {
  const byId = (before.byId as Face<Entry>).inner;
  const pointing = (before.pointing as Face<Set<string>>).inner;
  let { timeline } = before;
  for (const id of ids) {
    const was = byId.get(id);
    const record = recordById(snapshot, 'entry', id);
    const read_ = record ? entryOnce(record) : null;
    const is = read_ && !before.locked.has(read_.journal) ? read_ : undefined;
    if (was === is) continue;
    if (was) unpoint(pointing, was);
    if (is) {
      point(pointing, is);
      byId.set(id, is);
    } else byId.delete(id);
    timeline = changeTimeline(timeline, was, is);
  }
  if (timeline === before.timeline) return { byId: before.byId, timeline, pointing: before.pointing };
  return { byId: new Face(byId), timeline, pointing: new Face<ReadonlySet<string>>(pointing) };
};

const readAttachments = (snapshot: Snapshot, locked: ReadonlySet<string>): Map<string, Attachment> => {
  const out = new Map<string, Attachment>();
  for (const record of recordsOf(snapshot, 'attachment').values()) {
    const attachment = attachmentOf(record);
    if (attachment && !locked.has(attachment.journal)) out.set(attachment.id, attachment);
  }
  return out;
};

const readDrafts = (snapshot: Snapshot, locked: ReadonlySet<string>): Draft[] =>
  draftsOf(recordsOf(snapshot, 'draft').values()).filter(({ values }) => !locked.has(values.journal ?? ''));

const vocabulariesIn = (snapshot: Snapshot): Pick<Book, 'vocabularies' | 'words'> => {
  const vocabularies = Object.fromEntries(LISTS.map((list) => [list, vocabularyOf(list, recordById(snapshot, 'vocabulary', vocabularyId(list)))])) as Record<ListName, Vocabulary>;
  return { vocabularies, words: Object.fromEntries(LISTS.map((list) => [list, wordsOf(vocabularies[list])])) as Record<ListName, VocabularyWord[]> };
};

/** Reads everything. `open` are the journals whose own lock is open. */
export const readBook = (snapshot: Snapshot, open: ReadonlySet<string>): Book => {
  const journals = journalsOf(recordsOf(snapshot, 'journal').values());
  const locked = lockedIn(journals, open);
  return {
    version: snapshot.version,
    ...readEntries(snapshot, locked),
    journals,
    locked,
    attachments: readAttachments(snapshot, locked),
    drafts: readDrafts(snapshot, locked),
    questions: questionsOf(recordsOf(snapshot, 'question').values()),
    templates: templatesOf(recordsOf(snapshot, 'template').values()),
    settings: settingsOf(recordById(snapshot, 'settings', SETTINGS)),
    ...vocabulariesIn(snapshot),
  };
};

const followAttachments = (before: Book, snapshot: Snapshot, ids: readonly string[]): ReadonlyMap<string, Attachment> => {
  const touched = ids.filter((id) => before.attachments.has(id) || recordById(snapshot, 'attachment', id));
  if (touched.length === 0) return before.attachments;
  const out = new Map(before.attachments);
  for (const id of touched) {
    const record = recordById(snapshot, 'attachment', id);
    const attachment = record ? attachmentOf(record) : null;
    if (attachment && !before.locked.has(attachment.journal)) out.set(id, attachment);
    else out.delete(id);
  }
  return out;
};

/** Whether a change concerns records of a kind: those there now, and those known before that may have gone. */
const touches = (snapshot: Snapshot, kind: string, ids: readonly string[], known: readonly { readonly id: string }[] = []): boolean =>
  ids.some((id) => recordById(snapshot, kind, id) !== undefined) || known.some(({ id }) => ids.includes(id));

/** The book after a snapshot changed; `before` is null at first. Follows the changed ids where they are known, few and next in line. */
export const followBook = (before: Book | null, snapshot: Snapshot, open: ReadonlySet<string>): Book => {
  const ids = snapshot.changed;
  if (!before) return readBook(snapshot, open);
  if (snapshot.version === before.version) {
    const locked = lockedIn(before.journals, open);
    return sameMembers(locked, before.locked) ? before : readBook(snapshot, open);
  }
  if (ids === null || ids.length > ONE_BY_ONE || snapshot.version !== before.version + 1) return readBook(snapshot, open);
  const journals = touches(snapshot, 'journal', ids, before.journals) ? journalsOf(recordsOf(snapshot, 'journal').values()) : before.journals;
  if (!sameMembers(lockedIn(journals, open), before.locked)) return readBook(snapshot, open);
  return {
    version: snapshot.version,
    ...followEntries(before, snapshot, ids),
    journals,
    locked: before.locked,
    attachments: followAttachments(before, snapshot, ids),
    drafts: touches(snapshot, 'draft', ids, before.drafts) ? readDrafts(snapshot, before.locked) : before.drafts,
    questions: touches(snapshot, 'question', ids, before.questions) ? questionsOf(recordsOf(snapshot, 'question').values()) : before.questions,
    templates: touches(snapshot, 'template', ids, before.templates) ? templatesOf(recordsOf(snapshot, 'template').values()) : before.templates,
    settings: ids.includes(SETTINGS) ? settingsOf(recordById(snapshot, 'settings', SETTINGS)) : before.settings,
    ...(touches(snapshot, 'vocabulary', ids) ? vocabulariesIn(snapshot) : { vocabularies: before.vocabularies, words: before.words }),
  };
};

/** The entries that point to an id, newest first, by why they do. */
export const entriesPointingTo = (book: Book, id: string): Entry[] =>
  [...(book.pointing.get(id) ?? [])].flatMap((from) => book.byId.get(from) ?? []).sort((a, b) => (a.when > b.when ? -1 : a.when < b.when ? 1 : a.id < b.id ? -1 : 1));

const chosen = new WeakMap<Timeline, Map<string, Timeline>>();

/** The timeline of one journal alone; an entry whose journal is gone stands in the first. Read once for each state of the whole. */
export const timelineOfJournal = (book: Book, journal: string): Timeline => {
  let byJournal = chosen.get(book.timeline);
  if (!byJournal) chosen.set(book.timeline, (byJournal = new Map()));
  let timeline = byJournal.get(journal);
  if (!timeline) {
    const known = new Set(book.journals.map(({ id }) => id));
    timeline = createTimeline(book.timeline.entries.filter((entry) => (known.has(entry.journal) ? entry.journal : '') === journal));
    byJournal.set(journal, timeline);
  }
  return timeline;
};

/** The draft a record holds now; null when it is gone. For what keeps writing to one. */
export const draftNow = (snapshot: Snapshot, id: string): Draft | null => {
  const record = recordById(snapshot, 'draft', id);
  return record && isAlive(record) ? draftOf(record) : null;
};
