// Leap2A in: an Atom feed (alone, or in a zip as leap2a.xml beside its files) from Mahara, Moodle and other portfolios, and
// plain Atom feeds of any blog. Read by local name; literals that Kith has no field for are added to the text, as the
// specification asks. Invariants: no document type is read and no entity expanded; what stands unfinished at the end of a
// broken file is named and the rest comes in; links come in only between entries that do.

import type { LinkReason } from '#core/links.ts';
import { readText } from './decode-text.ts';
import { attachAll, shelveFiles, type FileShelf } from './attached.ts';
import { createKeyring, createTally, keyedEntry, problemFrom } from './entry-checks.ts';
import { readItem, type Item } from './leap2a-item.ts';
import { RELATIONS, type ItemType } from './leap2a-vocabulary.ts';
import { isElement, localName, parseMarkup, type MarkupElement } from './markup-tree.ts';
import { textToInstant, textToLocal } from './written-when.ts';
import { withTitle } from './titled.ts';
import { mimeByName } from './sniff.ts';
import { MOST, type Importer, type Incoming, type IncomingEntry, type ReadOptions, type Source, type SourceFile } from './port.ts';
import { parseWhen, type WhenAndZone } from '#core/when.ts';

const NAMES = /(?:^|\/)leap(?:2a?)?\.xml$/i;
const MOST_RECOGNISED = 64 * 1024 * 1024;

const feedIn = (source: Source): SourceFile | null => {
  const shallow = source.files
    .filter(({ path }) => (NAMES.test(path) || /\.(?:xml|atom)$/i.test(path)) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(path))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length);
  const feeds = shallow.filter(({ path }) => /\.(?:xml|atom)$/i.test(path));
  return shallow.find(({ path }) => NAMES.test(path)) ?? (feeds.length === 1 ? feeds[0]! : null);
};

/** Ids in one form: a full address that one of the feed's own prefixes stands for is written with the prefix. */
const createIdReader = (feed: MarkupElement | undefined): ((written: string) => string) => {
  const spaces: [string, string][] = [];
  for (const [name, value] of feed?.attributes ?? []) if (name.startsWith('xmlns:') && value !== '' && spaces.length < 50) spaces.push([name.slice(6), value]);
  return (written) => {
    const plain = written.trim().replace(/^\[|\]$/g, '');
    const space = spaces.find(([, address]) => plain.startsWith(address));
    return space ? `${space[0]}:${plain.slice(space[1].length)}` : plain;
  };
};

const whenOf = (item: Item, options: ReadOptions): WhenAndZone | null => {
  if (item.isJulian) {
    const told = parseWhen(item.dates.told, 'julian');
    if (told.ok) return told.value;
  }
  for (const written of [item.dates.told, item.dates.published, item.dates.updated]) {
    const local = textToLocal(written, null, options);
    if (local) return local;
  }
  return null;
};

const LEFT_OUT: ReadonlySet<ItemType> = new Set(['person', 'organization']);

interface Feed {
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  readonly idOf: (written: string) => string;
  /** Title of the blog that an item is in, by the item's id. */
  readonly blogs: ReadonlyMap<string, string>;
  readonly problems: readonly Incoming[];
}

const readFeed = (xml: string, file: string): Feed => {
  const items: Item[] = [];
  const take = (child: MarkupElement): void => {
    if (localName(child.name) === 'entry') items.push(readItem(child, items.length + 1));
  };
  let markup = parseMarkup(xml, 'xml', take);
  const outer = markup.root.children.find(isElement);
  if (outer && localName(outer.name) === 'entry') {
    markup = parseMarkup(xml, 'xml');
    markup.root.children.filter(isElement).forEach(take);
  }
  const problems: Incoming[] = [];
  if (markup.doctype) problems.push({ problem: { code: 'xml-entities', file } });
  if (markup.cut) problems.push({ problem: { code: 'markup-too-deep', file, at: { entry: items.length + 1 } } });
  else if (markup.broken) problems.push({ problem: { code: 'xml-broken', file, at: { entry: items.length + 1 }, with: { entry: items.length + 1 } } });
  const idOf = createIdReader(outer);
  const byId = new Map<string, Item>();
  for (const item of items) if (item.id !== '' && !byId.has(idOf(item.id))) byId.set(idOf(item.id), item);
  const blogs = new Map<string, string>();
  for (const item of items) {
    if (item.type !== 'selection' || item.selection !== 'blog') continue;
    for (const { as, to } of item.relations) if (as === 'has_part') blogs.set(idOf(to), item.title);
    blogs.set(`in ${idOf(item.id)}`, item.title);
  }
  for (const item of items) for (const { as, to } of item.relations) if (as === 'is_part_of' && blogs.has(`in ${idOf(to)}`)) blogs.set(idOf(item.id), blogs.get(`in ${idOf(to)}`)!);
  return { items, byId, idOf, blogs, problems };
};

/** Relations that are a reason of ours. */
const REASON: Readonly<Record<string, LinkReason>> = { reflects_on: 'looks-back-at', supports: 'serves', has_evidence: 'rests-on', is_outcome_of: 'comes-from' };

const isFile = (item: Item): boolean => item.file !== '' && item.type === 'resource';

/** Why an item is no journal entry, or null when it is one. */
const leftOutAs = (item: Item, shownElsewhere: ReadonlySet<Item>): string | null => {
  if (LEFT_OUT.has(item.type)) return 'leap2a-people-left-out';
  if (item.isSystemPage) return 'leap2a-pages-left-out';
  if (item.type === 'selection' && item.text === '') return 'leap2a-collections-left-out';
  if (shownElsewhere.has(item)) return '';
  return null;
};

const entryOf = async function* (
  item: Item,
  feed: Feed,
  shelf: FileShelf,
  file: string,
  entries: ReadonlySet<string>,
  when: WhenAndZone | null,
): AsyncGenerator<Incoming, IncomingEntry | null> {
  const from = { file, entry: item.number };
  if (when === null) {
    yield { problem: { code: 'no-date', file, at: { entry: item.number, name: item.title.slice(0, 80) } } };
    return null;
  }
  const links: { key: string; as: LinkReason }[] = [];
  const references: { to: string; name?: string }[] = [];
  const self = feed.idOf(item.id);
  if (item.file !== '') references.push({ to: item.file, name: item.title });
  for (const { as, to, name } of item.relations) {
    const id = feed.idOf(to);
    const target = feed.byId.get(id);
    if (target && isFile(target)) references.push({ to: target.file, name: target.title });
    else if (as === 'enclosure') references.push({ to, name });
    else if (target && id !== self && entries.has(id)) {
      const reason = REASON[as] ?? (RELATIONS.has(as) ? 'about' : null);
      if (reason) links.push({ key: id, as: reason });
    }
  }
  references.push(...item.images.filter((to) => !/^(?:https?|data):/i.test(to)).map((to) => ({ to })));
  // A name without an ending (a resource's title) says less about its type than the path does.
  const { attachments, problems } = await attachAll(
    references.map(({ to, name }) => (name !== undefined && mimeByName(name) !== null ? { to, name } : { to })),
    shelf,
    from,
  );
  for (const problem of problems) yield { problem };
  if (isFile(item) && attachments.length === 0) return null;
  const modified = textToInstant(item.dates.updated);
  return {
    key: self,
    calendar: item.isJulian ? 'julian' : 'gregorian',
    form: item.form !== '' ? item.form : links.some(({ as }) => as === 'looks-back-at') ? 'look-back' : 'entry',
    again: item.again,
    heavy: item.heavy,
    when: when.when,
    zone: when.zone,
    text: withTitle(item.title, item.text),
    place: item.place,
    topics: item.topics,
    people: item.people,
    areas: item.areas,
    feelings: item.feelings,
    body: item.body,
    energy: item.energy,
    journal: feed.blogs.get(self) ?? '',
    ...(modified === null ? {} : { modified }),
    attachments,
    links: [...new Map(links.map((link) => [`${link.as} ${link.key}`, link])).values()],
    from,
  };
};

export const leap2a: Importer = {
  format: 'leap2a',

  recognise: async (source) => {
    const file = feedIn(source);
    if (file === null) return 0;
    const text = await readText(file, NAMES.test(file.path) ? MOST.textFile : MOST_RECOGNISED);
    if (!text.ok) return NAMES.test(file.path) ? 0.9 : 0;
    const start = text.value.text.slice(0, 20_000);
    const root = /<(?![?!])(?:[\w.-]+:)?([\w.-]+)/.exec(start.replace(/<!--[^>]*-->/g, ''));
    if (root === null || (root[1] !== 'feed' && root[1] !== 'entry')) return 0;
    if (NAMES.test(file.path) || /leapspecs\.org|LEAP2A|leap2/i.test(start)) return 1;
    return /w3\.org\/2005\/Atom/.test(start) ? 0.8 : 0;
  },

  async *read(source, options) {
    const file = feedIn(source);
    if (file === null) {
      yield { problem: { code: 'no-entries-found', file: source.name } };
      return;
    }
    const text = await readText(file);
    if (!text.ok) {
      yield problemFrom(text.error, file.path);
      return;
    }
    const feed = readFeed(text.value.text, file.path);
    yield* feed.problems;
    if (feed.items.length === 0) yield { problem: { code: 'no-entries-found', file: file.path } };
    const shown = new Set<Item>();
    for (const item of feed.items)
      for (const { to } of item.relations) {
        const target = feed.byId.get(feed.idOf(to));
        if (target && target !== item && isFile(target) && item.type !== 'selection' && !LEFT_OUT.has(item.type)) shown.add(target);
      }
    const days = new Map(feed.items.map((item) => [item, whenOf(item, options)]));
    const entries = new Set(feed.items.filter((item) => leftOutAs(item, shown) === null && days.get(item) !== null).map((item) => feed.idOf(item.id)));
    const shelf = shelveFiles(source);
    const keyring = createKeyring();
    const tally = createTally();
    for (const item of feed.items) {
      const why = leftOutAs(item, shown);
      if (why !== null) {
        if (why !== '') tally.add(why, file.path, 1, item.title || '…');
        continue;
      }
      const entry = yield* entryOf(item, feed, shelf, file.path, entries, days.get(item) ?? null);
      if (entry !== null) yield* keyedEntry(entry, keyring);
    }
    yield* tally.problems();
  },
};
