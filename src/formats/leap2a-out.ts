// Leap2A out, in its 2010-07 form, which Mahara and others read: one Atom feed, `leap2a.xml`, and the files beside it under
// `files/`. Look-back notes say `leap2:reflects_on`; topics are plain categories, life areas categories of that scheme.
// What Leap2A has no word for (feelings, energy, body, people) stands in Kith's own namespace, which others pass over.
// Invariant: always well-formed XML 1.0: every text is escaped, signs that XML cannot hold are taken out.

import { targetToPlace, type Link, type LinkReason } from '#core/links.ts';
import { partsToMarkdown } from '#core/shown.ts';
import { dayFromNumber, dayNumber, dayOf, whenToIso } from '#core/when.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { ITEM, LEAP2A } from './leap2a-vocabulary.ts';
import { markdownToHtml } from './markdown-to-html.ts';
import { attachmentBytes, createNames, safeName, type Exporter, type Outgoing, type OutEntries, type OutEntry } from './outgoing.ts';
import { textToBytes } from '#core/text.ts';
import type { OutFile } from './port.ts';
import type { OutOther } from './shown-markdown.ts';

/** A text as it may stand in an element or a quoted attribute. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"'\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const element = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string => {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join('');
  return text === '' ? `<${name}${written}/>` : `<${name}${written}>${escapeXml(text)}</${name}>`;
};

/** Atom wants an instant: a day alone is its midnight, a clock of no known place is taken as UTC. */
const atomDate = (when: string, zone: string): string => `${when.length === 10 ? `${when}T00:00` : when}${when.length > 16 ? '' : ':00'}${zone === '' ? 'Z' : zone}`;

const fileItem = (id: string, name: string, mime: string, path: string, date: string): string =>
  [
    '<entry>',
    element('title', name),
    element('id', `portfolio:file-${id}`),
    element('updated', date),
    element('rdf:type', '', { 'rdf:resource': 'leap2:resource' }),
    element('content', '', { src: path, type: mime }),
    '</entry>',
  ].join('\n  ');

const entryItem = ({ entry, journal }: OutEntry, files: readonly { readonly id: string; readonly name: string; readonly mime: string }[]): string => {
  const isJulian = entry.calendar === 'julian';
  // Atom knows one calendar; the day as the person wrote it stands in leap2:date, beside the name of its calendar.
  const written = atomDate(isJulian ? dayFromNumber(dayNumber(dayOf(entry.when), 'julian')) + entry.when.slice(10) : entry.when, entry.zone);
  return [
    '<entry>',
    element('title', firstLine(entry.text) || entry.when),
    element('id', itemId(entry.id)),
    element('published', written),
    element('updated', entry.modified || written),
    element('content', markdownToHtml(entry.text), { type: 'html' }),
    element('rdf:type', '', { 'rdf:resource': 'leap2:entry' }),
    element('leap2:date', whenToIso(entry), { 'leap2:point': 'start' }),
    ...(entry.place === '' ? [] : [`<leap2:spatial>${element('leap2:addressline', entry.place)}</leap2:spatial>`]),
    ...entry.topics.map((term) => element('category', '', { term })),
    ...entry.areas.map((term) => element('category', '', { term, scheme: 'categories:life_area#' })),
    ...entry.links.flatMap(linkElement),
    ...files.map(({ id, name, mime }) => element('link', '', { rel: 'enclosure', type: mime, href: `portfolio:file-${id}`, title: name })),
    ...(isJulian ? [element('kith:calendar', 'julian')] : []),
    ...entry.people.map((name) => element('kith:person', name)),
    ...entry.feelings.map((word) => element('kith:feeling', word)),
    ...(entry.energy === null ? [] : [element('kith:energy', String(entry.energy))]),
    ...entry.body.map(({ area, sensation }) => element('kith:body', '', { area, sensation })),
    element('kith:form', entry.form),
    ...(entry.again ? [element('kith:again', 'yes')] : []),
    ...(entry.heavy ? [element('kith:heavy', 'yes')] : []),
    ...(journal === '' ? [] : [element('link', '', { rel: 'leap2:is_part_of', href: journalId(journal) })]),
    '</entry>',
  ].join('\n  ');
};

/** What is no entry: its item type, its words under their headings. */
const otherItem = ({ shown, kind, word }: OutOther): string => {
  const { id, title, when, calendar = 'gregorian', modified, parts, topics, people, areas, feelings, links, heavy, leap2a = kind.leap2a } = shown;
  const written = atomDate(calendar === 'julian' ? dayFromNumber(dayNumber(dayOf(when), 'julian')) + when.slice(10) : when, '');
  return [
    '<entry>',
    element('title', title || when),
    element('id', itemId(id)),
    element('published', written),
    element('updated', modified || written),
    element('content', markdownToHtml(partsToMarkdown(parts, word)), { type: 'html' }),
    element('rdf:type', '', { 'rdf:resource': `leap2:${leap2a}` }),
    element('leap2:date', whenToIso({ when, zone: '' }), { 'leap2:point': 'start' }),
    ...topics.map((term) => element('category', '', { term })),
    ...areas.map((term) => element('category', '', { term, scheme: 'categories:life_area#' })),
    ...links.flatMap(linkElement),
    ...(calendar === 'julian' ? [element('kith:calendar', 'julian')] : []),
    ...people.map((name) => element('kith:person', name)),
    ...feelings.map((name) => element('kith:feeling', name)),
    ...(heavy ? [element('kith:heavy', 'yes')] : []),
    element('kith:kind', shown.kind),
    '</entry>',
  ].join('\n  ');
};

/** An item by its record, of whatever kind. */
const itemId = (id: string): string => `${ITEM}${id}`;

/** Reasons that Leap2A has a word for; any other is a relation. */
const RELATION: Readonly<Partial<Record<LinkReason, string>>> = { 'looks-back-at': 'reflects_on', serves: 'supports', 'rests-on': 'has_evidence', 'comes-from': 'is_outcome_of' };
/** What lies in a circle is no item of a portfolio of one's own. */
const linkElement = ({ as, to }: Link): string[] => (targetToPlace(to) ? [] : [element('link', '', { rel: `leap2:${RELATION[as] ?? 'relation'}`, href: itemId(to) })]);

const journalId = (name: string): string => `portfolio:journal-${encodeURIComponent(name.toWellFormed())}`;

const journalItem = (name: string, date: string): string =>
  [
    '<entry>',
    element('title', name),
    element('id', journalId(name)),
    element('updated', date),
    element('content', '', { type: 'text' }),
    element('rdf:type', '', { 'rdf:resource': 'leap2:selection' }),
    element('category', '', { term: 'Blog', scheme: 'categories:selection_type#' }),
    '</entry>',
  ].join('\n  ');

/** What the feed says of itself; `made` is an ISO instant, `id` any address or name that stays the same. */
export interface Leap2aFeed {
  readonly title: string;
  readonly id: string;
  readonly author: string;
  readonly made: string;
}

/** `others`: what is no entry, as items of their own types. */
export const createLeap2aExporter = (feed: Leap2aFeed, others: readonly OutOther[] = []): Exporter => ({
  format: 'leap2a',
  async *files(entries: OutEntries): AsyncGenerator<Outgoing> {
    const items: string[] = [];
    const journals = new Set<string>();
    const names = createNames();
    for await (const one of entries) {
      const written: { id: string; name: string; mime: string }[] = [];
      for (const attachment of one.attachments) {
        const opened = await attachmentBytes(attachment);
        if ('problem' in opened) {
          yield opened;
          continue;
        }
        const path = names(`files/${safeName(attachment.name, attachment.id)}`);
        const { bytes } = opened;
        const file: OutFile = { path, bytes: async () => bytes };
        yield { file };
        written.push(attachment);
        items.push(fileItem(attachment.id, attachment.name, attachment.mime, path, one.entry.modified || feed.made));
      }
      items.push(entryItem(one, written));
      if (one.journal !== '') journals.add(one.journal);
    }
    for (const other of others) items.push(otherItem(other));
    for (const name of journals) items.push(journalItem(name, feed.made));
    const head = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<feed xmlns="${LEAP2A.atom}" xmlns:rdf="${LEAP2A.rdf}" xmlns:leap2="${LEAP2A.leap2}" xmlns:categories="${LEAP2A.categories}" xmlns:kith="${LEAP2A.kith}" xmlns:portfolio="${escapeXml(feed.id)}">`,
      element('leap2:version', LEAP2A.version),
      element('id', feed.id),
      element('title', feed.title),
      element('updated', feed.made),
      element('generator', 'Kith'),
      `<author>${element('name', feed.author)}</author>`,
    ];
    yield { file: { path: 'leap2a.xml', modified: feed.made, bytes: async () => textToBytes([...head, ...items, '</feed>', ''].join('\n')) } };
  },
});
