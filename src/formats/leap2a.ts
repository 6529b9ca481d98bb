// Leap2A in: an Atom feed (alone, or in a zip as leap2a.xml beside its files) from Mahara, Moodle and other portfolios, and
// plain Atom feeds of any blog. Read by local name; literals that Kith has no field for are added to the text, as the
// specification asks. Invariants: no document type is read and no entity expanded; what stands unfinished at the end of a
// broken file is named and the rest comes in; links come in only between entries that do.

import { readText } from './decode-text.ts';
import { attachAll, shelveFiles, type FileShelf } from './attached.ts';
import { createKeyring, createTally, keyedEntry, problemFrom } from './entry-checks.ts';
import { escapeMarkdown, htmlToMarkdown, markupToMarkdown, plainToMarkdown } from './html-to-markdown.ts';
import { itemTypeOf, RELATIONS, schemeOf, SYSTEM_SCHEMES, termOf, type ItemType } from './leap2a-vocabulary.ts';
import { isElement, localName, parseMarkup, textWithin, type MarkupElement, type MarkupNode } from './markup-tree.ts';
import { textToInstant, textToLocal } from './written-when.ts';
import { withTitle } from './titled.ts';
import { mimeByName } from './sniff.ts';
import { MOST, type Importer, type Incoming, type IncomingEntry, type ReadOptions, type Source, type SourceFile } from './port.ts';
import { parseWhen, type WhenAndZone } from '#core/when.ts';
import type { Energy } from '#rooms/journal/model.ts';

const NAMES = /(?:^|\/)leap(?:2a?)?\.xml$/i;
const MOST_RECOGNISED = 64 * 1024 * 1024;

const feedIn = (source: Source): SourceFile | null => {
  const shallow = source.files.filter(({ path }) => !/(?:^|\/)(?:__MACOSX\/|\._)/.test(path)).sort((a, b) => a.path.split('/').length - b.path.split('/').length);
  const feeds = shallow.filter(({ path }) => /\.(?:xml|atom)$/i.test(path));
  return shallow.find(({ path }) => NAMES.test(path)) ?? (feeds.length === 1 ? feeds[0]! : null);
};

/** An item as the feed has it, its text made Markdown already. */
interface Item {
  readonly number: number;
  readonly id: string;
  readonly type: ItemType;
  readonly title: string;
  readonly text: string;
  readonly images: readonly string[];
  readonly dates: { readonly told: string; readonly published: string; readonly updated: string };
  readonly place: string;
  readonly topics: readonly string[];
  readonly areas: readonly string[];
  readonly selection: string;
  readonly relations: readonly { readonly as: string; readonly to: string; readonly name: string }[];
  /** Path of the file that the item is, '' when it is none. */
  readonly file: string;
  /** A page that a portfolio system makes of itself. */
  readonly isSystemPage: boolean;
  readonly feelings: readonly string[];
  readonly people: readonly string[];
  readonly body: readonly { readonly area: string; readonly sensation: string }[];
  readonly energy: Energy;
  /** The day told is one of the Julian calendar. */
  readonly isJulian: boolean;
}

const attribute = (element: MarkupElement, name: string): string => {
  const direct = element.attributes.get(name);
  if (direct !== undefined) return direct.trim();
  for (const [key, value] of element.attributes) if (localName(key) === name) return value.trim();
  return '';
};

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** Markup of an XHTML content with names as HTML has them. */
const asHtml = (node: MarkupNode): MarkupNode => (typeof node === 'string' ? node : { name: localName(node.name).toLowerCase(), attributes: node.attributes, children: node.children.map(asHtml) });

const contentOf = (element: MarkupElement): { text: string; images: string[] } => {
  const type = attribute(element, 'type').toLowerCase();
  if (type === 'xhtml' || element.children.some(isElement)) {
    const made = markupToMarkdown(asHtml(element) as MarkupElement);
    return { text: made.text, images: made.images.map(({ source }) => source) };
  }
  const written = textWithin(element);
  if (type === 'html' || type === 'text/html') {
    const made = htmlToMarkdown(written);
    return { text: made.text, images: made.images.map(({ source }) => source) };
  }
  return { text: type === 'text/markdown' ? written.trim() : plainToMarkdown(written), images: [] };
};

const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Leaves of an element that is made of parts (an address, a person's data), as one line. */
const leavesOf = (element: MarkupElement): string =>
  element.children.some(isElement)
    ? element.children.filter(isElement).map((child) => leavesOf(child) || tidy(attribute(child, 'label') || attribute(child, 'countrycode'))).filter((text) => text !== '').join(', ')
    : tidy(textWithin(element));

const ATOM_KNOWN = new Set(['author', 'contributor', 'subtitle', 'source', 'control', 'edited', 'generator', 'logo', 'icon', 'version', 'myrole', 'roleid']);

interface Draft {
  id: string; type: ItemType | null; title: string; summary: string; text: string; images: string[]; told: string; published: string; updated: string; place: string; selection: string; file: string; isSystemPage: boolean; isJulian: boolean; energy: Energy;
  readonly topics: string[]; readonly areas: string[]; readonly extra: string[]; readonly relations: { as: string; to: string; name: string }[]; readonly feelings: string[]; readonly people: string[]; readonly body: { area: string; sensation: string }[];
}

const readDate = (child: MarkupElement, draft: Draft): void => {
  const point = attribute(child, 'point').toLowerCase();
  const written = tidy(textWithin(child));
  if (written === '') draft.extra.push(...(attribute(child, 'label') === '' ? [] : [`**date**: ${escapeMarkdown(attribute(child, 'label'))}`]));
  else if (draft.told === '' && (point === '' || termOf(point) === 'start')) draft.told = written;
  else draft.extra.push(`**${termOf(point) || 'date'}**: ${escapeMarkdown(written)}`);
};

const readCategory = (child: MarkupElement, draft: Draft): void => {
  const term = attribute(child, 'term');
  const scheme = schemeOf(attribute(child, 'scheme'));
  const name = attribute(child, 'label') || term;
  if (scheme === 'selection_type') draft.selection = term.toLowerCase();
  if (name === '' || SYSTEM_SCHEMES.has(scheme) || /^https?:\/\//i.test(name)) return;
  if (scheme === 'life_area') draft.areas.push(name);
  else draft.topics.push(name);
};

const readKith = (child: MarkupElement, name: string, draft: Draft): void => {
  const text = tidy(textWithin(child));
  if (name === 'feeling') draft.feelings.push(text);
  else if (name === 'person') draft.people.push(text);
  else if (name === 'body') draft.body.push({ area: attribute(child, 'area'), sensation: attribute(child, 'sensation') });
  else if (name === 'calendar') draft.isJulian = text === 'julian';
  else if (name === 'energy' && /^-?[0-2]$/.test(text)) draft.energy = (Number(text) + 0) as Energy;
};

const readChild = (child: MarkupElement, draft: Draft): void => {
  const name = localName(child.name);
  const prefix = prefixOf(child.name);
  if (prefix === 'mahara') {
    if (name === 'view') draft.isSystemPage = ['profile', 'dashboard', 'grouphomepage'].includes(attribute(child, 'type'));
    return;
  }
  if (prefix === 'kith') return readKith(child, name, draft);
  switch (name) {
    case 'id':
      draft.id = tidy(textWithin(child));
      return;
    case 'title':
      draft.title = tidy(attribute(child, 'type') === 'html' ? htmlToMarkdown(textWithin(child)).text : textWithin(child));
      return;
    case 'updated':
    case 'published':
      draft[name] = tidy(textWithin(child));
      return;
    case 'summary':
      draft.summary = contentOf(child).text;
      return;
    case 'content': {
      draft.file = attribute(child, 'src');
      const { text, images } = contentOf(child);
      draft.text = text;
      draft.images.push(...images);
      return;
    }
    case 'type':
      draft.type ??= itemTypeOf(attribute(child, 'resource') || textWithin(child));
      return;
    case 'category':
      return readCategory(child, draft);
    case 'link':
      draft.relations.push({ as: termOf(attribute(child, 'rel')), to: attribute(child, 'href'), name: attribute(child, 'title') });
      return;
    case 'in-reply-to':
      draft.relations.push({ as: 'in_reply_to', to: attribute(child, 'ref') || attribute(child, 'href'), name: '' });
      return;
    case 'date':
      return readDate(child, draft);
    case 'spatial':
      draft.place = leavesOf(child);
      return;
    default: {
      if (ATOM_KNOWN.has(name)) return;
      const text = leavesOf(child) || [...child.attributes].filter(([key]) => !key.startsWith('xmlns')).map(([, value]) => termOf(value)).join(', ');
      const label = attribute(child, 'field') || attribute(child, 'label') || name;
      if (text !== '') draft.extra.push(`**${escapeMarkdown(label)}**: ${escapeMarkdown(text)}`);
    }
  }
};

const readItem = (element: MarkupElement, number: number): Item => {
  const draft: Draft = { id: '', type: null, title: '', summary: '', text: '', images: [], told: '', published: '', updated: '', place: '', selection: '', file: '', isSystemPage: false, isJulian: false, energy: null, topics: [], areas: [], extra: [], relations: [], feelings: [], people: [], body: [] };
  for (const child of element.children) if (isElement(child)) readChild(child, draft);
  const text = [draft.text || draft.summary, draft.extra.join('\n\n')].filter((part) => part !== '').join('\n\n');
  return { ...draft, number, type: draft.type ?? 'entry', text, dates: { told: draft.told, published: draft.published, updated: draft.updated } };
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

const isFile = (item: Item): boolean => item.file !== '' && item.type === 'resource';

/** Why an item is no journal entry, or null when it is one. */
const leftOutAs = (item: Item, shownElsewhere: ReadonlySet<Item>): string | null => {
  if (LEFT_OUT.has(item.type)) return 'leap2a-people-left-out';
  if (item.isSystemPage) return 'leap2a-pages-left-out';
  if (item.type === 'selection' && item.text === '') return 'leap2a-collections-left-out';
  if (shownElsewhere.has(item)) return '';
  return null;
};

const entryOf = async function* (item: Item, feed: Feed, shelf: FileShelf, file: string, entries: ReadonlySet<string>, when: WhenAndZone | null): AsyncGenerator<Incoming, IncomingEntry | null> {
  const from = { file, entry: item.number };
  if (when === null) {
    yield { problem: { code: 'no-date', file, at: { entry: item.number, name: item.title.slice(0, 80) } } };
    return null;
  }
  const links: { key: string; as: 'looks-back-at' | 'about' }[] = [];
  const references: { to: string; name?: string }[] = [];
  const self = feed.idOf(item.id);
  if (item.file !== '') references.push({ to: item.file, name: item.title });
  for (const { as, to, name } of item.relations) {
    const id = feed.idOf(to);
    const target = feed.byId.get(id);
    if (target && isFile(target)) references.push({ to: target.file, name: target.title });
    else if (as === 'enclosure') references.push({ to, name });
    else if (target && id !== self && entries.has(id)) {
      if (as === 'reflects_on') links.push({ key: id, as: 'looks-back-at' });
      else if (RELATIONS.has(as)) links.push({ key: id, as: 'about' });
    }
  }
  references.push(...item.images.filter((to) => !/^(?:https?|data):/i.test(to)).map((to) => ({ to })));
  // A name without an ending (a resource's title) says less about its type than the path does.
  const { attachments, problems } = await attachAll(references.map(({ to, name }) => (name !== undefined && mimeByName(name) !== null ? { to, name } : { to })), shelf, from);
  for (const problem of problems) yield { problem };
  if (isFile(item) && attachments.length === 0) return null;
  const modified = textToInstant(item.dates.updated);
  return {
    key: self,
    calendar: item.isJulian ? 'julian' : 'gregorian',
    form: links.some(({ as }) => as === 'looks-back-at') ? 'look-back' : 'entry',
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
    for (const item of feed.items) for (const { to } of item.relations) {
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
