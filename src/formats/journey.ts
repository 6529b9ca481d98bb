// Journey (journey.cloud): a zip with one JSON file an entry, beside its photos. Two shapes are met: the older with
// `date_journal` in milliseconds and `lat`/`lon`, and the newer with `dateOfJournal` (ISO), `location` and `attachments`.
// Text is HTML or Markdown as `type` says. A place that is not set is written as the largest double there is.
// Facts from files and readers that people published; see test/fixtures/journey/SOURCE.md.

import { isJsonObject, listAt, numberAt, parseJson, textAt, textsAt, valueAt, yesAt } from './json.ts';
import type { Json } from '#core/record.ts';
import { readText } from './decode-text.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { attachAll, shelveFiles, type FileShelf } from './attached.ts';
import { instantToLocal, msToInstant, textToInstant, textToLocal } from './written-when.ts';
import { createKeyring, createTally, keyedEntry, problemFrom, type Keyring } from './entry-checks.ts';
import type { Importer, Incoming, IncomingEntry, ReadOptions, Source, SourceFile } from './port.ts';

const MOST_ENTRY = 64 * 1024 * 1024;

const jsonFiles = (source: Source): SourceFile[] =>
  source.files.filter(({ path }) => /\.json$/i.test(path) && !/(?:^|\/)(?:__MACOSX\/|\._)/.test(path)).sort((a, b) => (a.path < b.path ? -1 : 1));

const isJourney = (json: Json): boolean => isJsonObject(json) && ('date_journal' in json || 'dateOfJournal' in json) && 'text' in json;

/** An instant as either shape writes it: milliseconds, digits, or ISO. */
const instantAt = (json: Json, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = valueAt(json, key);
    const instant =
      typeof value === 'number' ? msToInstant(value) : typeof value === 'string' ? (/^-?\d{1,15}$/.test(value) ? msToInstant(Number(value)) : textToInstant(value)) : null;
    if (instant !== null) return instant;
  }
  return null;
};

const placeOf = (json: Json): string => {
  const time = valueAt(json, 'location');
  const named = textAt(json, 'address').trim() || textAt(time, 'address').trim() || textAt(time, 'name').trim() || textAt(valueAt(json, 'weather'), 'place').trim();
  if (named !== '') return named;
  const lat = numberAt(json, 'lat') ?? numberAt(time, 'lat') ?? numberAt(time, 'latitude');
  const lon = numberAt(json, 'lon') ?? numberAt(time, 'lng') ?? numberAt(time, 'lon') ?? numberAt(time, 'longitude');
  return lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0) ? `${lat}, ${lon}` : '';
};

const textOf = (json: Json): { text: string; images: string[] } => {
  const text = textAt(json, 'text');
  const type = textAt(json, 'type').toLowerCase();
  const isHtml = type === 'html' || (type !== 'markdown' && /^\s*<(?:p|div|h[1-6]|ul|ol|blockquote|span|br|html|body)\b/i.test(text));
  if (!isHtml) return { text: text.trim(), images: [] };
  const made = htmlToMarkdown(text);
  return { text: made.text, images: made.images.map(({ source }) => source) };
};

const entryFrom = async function* (json: Json, file: string, number: number, shelf: FileShelf, keyring: Keyring, options: ReadOptions): AsyncGenerator<Incoming> {
  const time = valueAt(json, 'time');
  const zone = textAt(json, 'timezone') || textAt(time, 'timezone') || null;
  const written = textAt(json, 'dateOfJournal') || textAt(time, 'dateOfJournal');
  const told = valueAt(json, 'date_journal') ?? valueAt(json, 'dateOfJournal') ?? null;
  // A day that is told and cannot be read is not replaced by the day of a change.
  const isTold = typeof told === 'number' || (typeof told === 'string' && told.trim() !== '');
  const instant =
    instantAt(json, 'date_journal', 'dateOfJournal') ??
    instantAt(time ?? null, 'date_journal', 'dateOfJournal') ??
    (isTold ? null : instantAt(json, 'createdAt', 'date_created', 'date_modified', 'updatedAt'));
  const when = (written === '' ? null : textToLocal(written, zone, options)) ?? instantToLocal(instant, zone, options);
  if (yesAt(json, 'encrypted') && /^[\w+/=:.-]*$/.test(textAt(json, 'text'))) {
    yield { problem: { code: 'entry-encrypted', file, at: { entry: number } } };
    return;
  }
  if (when === null) {
    yield isTold
      ? problemFrom({ code: 'date-out-of-range', with: { text: String(told).slice(0, 40) } }, file, { entry: number })
      : { problem: { code: 'no-date', file, at: { entry: number } } };
    return;
  }
  const { text, images } = textOf(json);
  const inText = images.filter((source) => !/^(?:https?|data):/i.test(source.trim()));
  const references = [
    ...textsAt(json, 'photos'),
    ...listAt(json, 'attachments').map((one) => (typeof one === 'string' ? one : textAt(one, 'filename') || textAt(one, 'name') || textAt(one, 'path'))),
    ...inText,
  ].filter((to) => to !== '');
  const { attachments, problems } = await attachAll(
    references.map((to) => ({ to })),
    shelf,
    { file, entry: number },
  );
  for (const problem of problems) yield { problem };
  const label = textAt(json, 'label').trim();
  const modified = instantAt(json, 'date_modified', 'updatedAt');
  const played = valueAt(json, 'music') ?? null;
  const music = [textAt(json, 'music_title') || textAt(played, 'title'), textAt(json, 'music_artist') || textAt(played, 'artist')]
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const entry: IncomingEntry = {
    key: textAt(json, 'id').slice(0, 200),
    when: when.when,
    zone: when.zone,
    text: music.length > 0 ? `${text}\n\n♪ ${music.join(' · ')}`.trim() : text,
    place: placeOf(json),
    topics: [...textsAt(json, 'tags'), ...(label === '' ? [] : [label])],
    journal: textAt(json, 'folder').trim(),
    again: yesAt(json, 'favourite') || yesAt(json, 'favorite'),
    ...(modified === null ? {} : { modified }),
    attachments,
    from: { file, entry: number },
  };
  yield* keyedEntry(entry, keyring);
};

export const journey: Importer = {
  format: 'journey',

  recognise: async (source) => {
    const files = jsonFiles(source);
    // Journey names a file by the milliseconds of its making and sixteen signs, or (newer) by twenty letters.
    const named = files.filter(({ path }) => /(?:^|\/)(?:\d{12,14}-[0-9A-Za-z]{8,32}|[0-9A-Za-z]{20})\.json$/.test(path));
    for (const file of [...named, ...files].slice(0, 3)) {
      const text = await readText(file, MOST_ENTRY);
      const json = text.ok ? parseJson(text.value.text) : text;
      if (json.ok && (isJourney(json.value) || (Array.isArray(json.value) && json.value.length > 0 && isJourney(json.value[0])))) return 1;
    }
    return 0;
  },

  async *read(source, options) {
    const shelf = shelveFiles(source);
    const keyring = createKeyring();
    const tally = createTally();
    let number = 0;
    for (const file of jsonFiles(source)) {
      const text = await readText(file, MOST_ENTRY);
      const json = text.ok ? parseJson(text.value.text) : text;
      if (!json.ok) {
        yield problemFrom(json.error, file.path);
        continue;
      }
      for (const one of Array.isArray(json.value) ? (json.value as readonly Json[]) : [json.value]) {
        if (!isJourney(one)) {
          yield { problem: { code: 'entry-not-understood', file: file.path } };
          continue;
        }
        number += 1;
        // Journey writes moods as numbers whose meaning it changed over the years; Kith does not guess what a person felt.
        if ((numberAt(one, 'mood') ?? 0) !== 0 || (numberAt(one, 'sentiment') ?? 0) !== 0) tally.add('mood-numbers-left-out', source.name);
        if (textAt(valueAt(one, 'weather'), 'description') !== '') tally.add('weather-left-out', source.name);
        yield* entryFrom(one, file.path, number, shelf, keyring, options);
      }
    }
    yield* tally.problems();
  },
};
