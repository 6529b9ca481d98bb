// Apple Journal, "Export All Entries" as HTML: `AppleJournalEntries/Entries/*.html` beside `Resources/` with the media.
// An entry is a header with its day, a grid of what was attached (`assetType_…`), a prompt, a title and the text.
// Its tags are closed in the wrong order, so a part may stand outside the box it belongs to: what is no header, grid,
// prompt or title is text, wherever it stands. The day comes from the header, as the person saw it; else from the file's name.
// Only pictures and sound come in; a state of mind becomes feeling words, a contact a person, a visit or map the place.

import { readText } from './decode-text.ts';
import { attachAll, shelveFiles, type FileShelf } from './attached.ts';
import { createKeyring, keyedEntry, problemFrom } from './entry-checks.ts';
import { escapeMarkdown, markupToMarkdown } from './html-to-markdown.ts';
import { dayOrderOf, parseLooseDate } from './loose-date.ts';
import { classesOf, elementsWhere, parseMarkup, textWithin, type MarkupElement } from './markup-tree.ts';
import { withTitle } from './titled.ts';
import { isWhen } from '#core/when.ts';
import type { Importer, Incoming, IncomingEntry, ReadOptions, Source, SourceFile } from './port.ts';

const MOST_ENTRY = 64 * 1024 * 1024;
const ENTRY = /(?:^|\/)Entries\/[^/]+\.html?$/i;

/** What lies in `Entries`; where somebody chose that folder itself, or one file, what is there. */
const entryFiles = (source: Source): SourceFile[] => {
  const pages = source.files.filter(({ path }) => /\.html?$/i.test(path) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(path));
  const entries = pages.filter(({ path }) => ENTRY.test(path));
  return (entries.length > 0 ? entries : pages.filter(({ path }) => !/[/]|^index\.html?$/i.test(path))).sort((a, b) => (a.path < b.path ? -1 : 1));
};

const has = (name: string) => (element: MarkupElement) => classesOf(element).includes(name);
const tidy = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();
const textIn = (element: MarkupElement, name: string): string =>
  elementsWhere(element, has(name))
    .map((one) => tidy(textWithin(one)))
    .filter((text) => text !== '')
    .join(', ');

const assetOf = (element: MarkupElement): string =>
  classesOf(element)
    .find((name) => name.startsWith('assetType_'))
    ?.slice('assetType_'.length) ?? '';

interface Assets {
  readonly feelings: string[];
  readonly topics: string[];
  readonly people: string[];
  readonly places: string[];
  /** Lines that say what else was attached, in the export's own words. */
  readonly lines: string[];
  readonly media: string[];
}

const listed = (text: string): string[] =>
  text
    .split(/[,،、;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const sourcesIn = (element: MarkupElement): string[] =>
  elementsWhere(element, ({ name }) => name === 'img' || name === 'source' || name === 'audio' || name === 'video')
    .flatMap((one) => [one.attributes.get('src') ?? '', ...elementsWhere(one, ({ name }) => name === 'source').map((inner) => inner.attributes.get('src') ?? '')])
    .filter((to) => to !== '' && !/^(?:https?|data):/i.test(to));

/** Reads the grid. Pictures that only stand for something (a map, a face, an album's cover) do not come in as photos. */
const assetsOf = (root: MarkupElement): Assets => {
  const found: Assets = { feelings: [], topics: [], people: [], places: [], lines: [], media: [] };
  for (const item of elementsWhere(root, has('gridItem'))) {
    const kind = assetOf(item);
    const header = textIn(item, 'gridItemOverlayHeader');
    const footer = textIn(item, 'gridItemOverlayFooter');
    const all = tidy(textWithin(item));
    if (kind === 'stateOfMind') {
      const texts = elementsWhere(item, has('gridItemOverlayText')).map((one) => tidy(textWithin(one)));
      found.feelings.push(...listed(header || texts[0] || all));
      found.topics.push(...(header === '' ? texts.slice(1) : [footer]).flatMap(listed));
    } else if (kind === 'contact') found.people.push(...listed(header || all));
    else if (/map|visit|location/i.test(kind)) found.places.push(footer || header || all);
    else if (/^(?:photo|livePhoto|audio|video|drawing|sketch|portrait)$/i.test(kind)) found.media.push(...sourcesIn(item));
    else if (kind === 'link') {
      const href = elementsWhere(item, ({ name }) => name === 'a')[0]?.attributes.get('href') ?? '';
      if (/^https?:\/\/[^\s<>]+$/i.test(href)) found.lines.push(all === '' ? `<${href}>` : `[${escapeMarkdown(all).replace(/[[\]]/g, '\\$&')}](<${href}>)`);
    } else {
      const words = [
        textIn(item, 'mediaTitle') || textIn(item, 'activityType'),
        textIn(item, 'mediaArtist'),
        textIn(item, 'mediaCategory') || textIn(item, 'activityMetrics'),
      ].filter((part) => part !== '');
      const line = words.length > 0 ? words.join(' · ') : all;
      if (line !== '') found.lines.push(escapeMarkdown(line));
      else found.media.push(...sourcesIn(item));
    }
  }
  return found;
};

const dayInName = (path: string): string => {
  const match = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(path.slice(path.lastIndexOf('/') + 1));
  return match && isWhen(match[0]) ? match[0] : '';
};

/** The day in a header, in the words of the person's language or another that Kith reads. */
const dayInHeader = (header: string, locale: string): string => {
  const text = tidy(header).slice(0, 80);
  const date = parseLooseDate(text, dayOrderOf([text], locale), locale);
  return typeof date === 'object' ? date.when : '';
};

const NOT_TEXT = ['pageHeader', 'assetGrid', 'gridItem', 'reflectionPrompt', 'title'] as const;

const entryFrom = async function* (html: string, file: string, number: number, shelf: FileShelf, options: ReadOptions): AsyncGenerator<Incoming, IncomingEntry | null> {
  const { root, cut } = parseMarkup(html, 'html');
  const first = (name: string): string => tidy(textWithin(elementsWhere(root, has(name))[0] ?? ''));
  if (cut) yield { problem: { code: 'markup-too-deep', file, at: { entry: number } } };
  const when = dayInHeader(first('pageHeader'), options.locale) || dayInName(file);
  if (when === '') {
    yield { problem: { code: 'no-date', file, at: { entry: number } } };
    return null;
  }
  const assets = assetsOf(root);
  const made = markupToMarkdown(root, (element) => classesOf(element).some((name) => (NOT_TEXT as readonly string[]).includes(name)));
  const prompt = first('reflectionPrompt');
  const text = [withTitle(first('title'), [prompt === '' ? '' : `> ${escapeMarkdown(prompt)}`, made.text].filter((part) => part !== '').join('\n\n')), ...assets.lines]
    .filter((part) => part !== '')
    .join('\n\n');
  const { attachments, problems } = await attachAll(
    [...assets.media, ...made.images.map(({ source }) => source).filter((to) => !/^(?:https?|data):/i.test(to))].map((to) => ({ to })),
    shelf,
    { file, entry: number },
  );
  for (const problem of problems) yield { problem };
  return {
    key: file.slice(file.lastIndexOf('/') + 1).replace(/\.html?$/i, ''),
    when,
    text,
    place: assets.places[0] ?? '',
    topics: assets.topics,
    people: assets.people,
    feelings: assets.feelings,
    attachments,
    from: { file, entry: number },
  };
};

export const appleJournal: Importer = {
  format: 'apple-journal',

  recognise: async (source) => {
    const files = entryFiles(source);
    for (const file of files.slice(0, 3)) {
      const text = await readText(file, MOST_ENTRY);
      if (text.ok && /class=["'](?:pageHeader|assetGrid|bodyText)\b/.test(text.value.text.slice(0, 200_000))) return 1;
    }
    return 0;
  },

  async *read(source, options) {
    const shelf = shelveFiles(source);
    const keyring = createKeyring();
    let number = 0;
    for (const file of entryFiles(source)) {
      const text = await readText(file, MOST_ENTRY);
      if (!text.ok) {
        yield problemFrom(text.error, file.path);
        continue;
      }
      number += 1;
      if (text.value.damaged) yield { problem: { code: 'text-damaged', file: file.path } };
      const entry = yield* entryFrom(text.value.text, file.path, number, shelf, options);
      if (entry !== null) yield* keyedEntry(entry, keyring);
    }
  },
};
