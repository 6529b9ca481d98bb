// One item of a Leap2A or Atom feed, read by local name into plain facts: text as Markdown, dates as written, categories
// sorted into topics and life areas, relations with their targets. What no field of Kith holds is added to the text.

import type { Energy, EntryForm } from '#rooms/journal/model.ts';
import { escapeMarkdown, htmlToMarkdown, markupToMarkdown, plainToMarkdown } from './html-to-markdown.ts';
import { itemTypeOf, schemeOf, SYSTEM_SCHEMES, termOf, type ItemType } from './leap2a-vocabulary.ts';
import { isElement, localName, textWithin, type MarkupElement, type MarkupNode, parseMarkup } from './markup-tree.ts';

/** An item as the feed has it, its text made Markdown already. */
export interface Item {
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
  /** '' where Kith did not write it. */
  readonly form: EntryForm | '';
  readonly again: boolean;
  readonly heavy: boolean;
}

const attribute = (element: MarkupElement, name: string): string => {
  const direct = element.attributes.get(name);
  if (direct !== undefined) return direct.trim();
  for (const [key, value] of element.attributes) if (localName(key) === name) return value.trim();
  return '';
};

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** Markup of an XHTML content with names as HTML has them. */
const asHtml = (node: MarkupNode): MarkupNode =>
  typeof node === 'string' ? node : { name: localName(node.name).toLowerCase(), attributes: node.attributes, children: node.children.map(asHtml) };

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
    ? element.children
        .filter(isElement)
        .map((child) => leavesOf(child) || tidy(attribute(child, 'label') || attribute(child, 'countrycode')))
        .filter((text) => text !== '')
        .join(', ')
    : tidy(textWithin(element));

const ATOM_KNOWN = new Set(['author', 'contributor', 'subtitle', 'source', 'control', 'edited', 'generator', 'logo', 'icon', 'version', 'myrole', 'roleid']);

interface Draft {
  id: string;
  type: ItemType | null;
  title: string;
  summary: string;
  text: string;
  images: string[];
  told: string;
  published: string;
  updated: string;
  place: string;
  selection: string;
  file: string;
  isSystemPage: boolean;
  isJulian: boolean;
  form: EntryForm | '';
  again: boolean;
  heavy: boolean;
  energy: Energy;
  readonly topics: string[];
  readonly areas: string[];
  readonly extra: string[];
  readonly relations: { as: string; to: string; name: string }[];
  readonly feelings: string[];
  readonly people: string[];
  readonly body: { area: string; sensation: string }[];
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
  else if (name === 'form') draft.form = text === 'entry' || text === 'check-in' || text === 'look-back' ? text : '';
  else if (name === 'again') draft.again = text === 'yes';
  else if (name === 'heavy') draft.heavy = text === 'yes';
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
      draft.title = tidy(attribute(child, 'type') === 'html' ? textWithin(parseMarkup(textWithin(child), 'html').root) : textWithin(child));
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
      const text =
        leavesOf(child) ||
        [...child.attributes]
          .filter(([key]) => !key.startsWith('xmlns'))
          .map(([, value]) => termOf(value))
          .join(', ');
      const label = attribute(child, 'field') || attribute(child, 'label') || name;
      if (text !== '') draft.extra.push(`**${escapeMarkdown(label)}**: ${escapeMarkdown(text)}`);
    }
  }
};

/** One entry of a feed, whatever its namespaces. */
export const readItem = (element: MarkupElement, number: number): Item => {
  const draft: Draft = {
    id: '',
    type: null,
    title: '',
    summary: '',
    text: '',
    images: [],
    told: '',
    published: '',
    updated: '',
    place: '',
    selection: '',
    file: '',
    isSystemPage: false,
    isJulian: false,
    form: '',
    again: false,
    heavy: false,
    energy: null,
    topics: [],
    areas: [],
    extra: [],
    relations: [],
    feelings: [],
    people: [],
    body: [],
  };
  for (const child of element.children) if (isElement(child)) readChild(child, draft);
  const text = [draft.text || draft.summary, draft.extra.join('\n\n')].filter((part) => part !== '').join('\n\n');
  return { ...draft, number, type: draft.type ?? 'entry', text, dates: { told: draft.told, published: draft.published, updated: draft.updated } };
};
