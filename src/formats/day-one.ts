// Day One's export (versions 2 and later): a zip with one JSON a journal and folders of media named by their MD5.
// Entries hold an instant in UTC and an IANA zone, escaped Markdown, tags, a star, a place, photos, recordings, videos.
// Invariants: the day is the one on the writer's clock; a file that breaks off gives all entries before the break; what
// does not come in (weather, video, missing media) is named or counted.

import type { Json } from '#core/record.ts';
import type { Refusal } from '#core/result.ts';
import { dayOf, isWhen, parseWhen, type WhenAndZone } from '#core/when.ts';
import { isReason } from '#core/links.ts';
import type { BodyNote, Energy } from '#rooms/journal/model.ts';
import { attach, missing } from './attached.ts';
import { readText } from './decode-text.ts';
import { createKeyring, createTally, dayProblem, keyedEntry, MOST_FAULTS, problemFrom, type Keyring } from './entry-checks.ts';
import { escapeMarkdown } from './html-to-markdown.ts';
import { findJsonList, isJsonObject, jsonElements, listAt, numberAt, textAt, textsAt, valueAt, yesAt } from './json.ts';
import { richToMarkdown, withoutEntryLinks, withoutMoments, withoutNeedlessBackslashes } from './day-one-text.ts';
import type { Importer, Incoming, IncomingAttachment, IncomingEntry, Problem, ReadOptions, Source, SourceFile } from './port.ts';
import { canBeKept, endingOf, mimeByName } from './sniff.ts';
import { instantToLocal, textToInstant } from './written-when.ts';

const MEDIA = ['photos', 'audios', 'videos', 'pdfAttachments'] as const;
/** A JSON file larger than this is not opened only to see what it is. */
const LOOKED_INTO = 64 * 1024 * 1024;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]*$/, '');
const isJson = (file: SourceFile): boolean => endingOf(file.path) === 'json' && !nameOf(file.path).startsWith('.') && !file.path.startsWith('__MACOSX/');
const isEntry = (value: Json): boolean =>
  isJsonObject(value) && (typeof valueAt(value, 'uuid') === 'string' || typeof valueAt(value, 'creationDate') === 'string') && typeof valueAt(value, 'md5') !== 'string';

/** Media by MD5 or identifier: what stands before the dot of the file name. */
const shelve = (source: Source): ReadonlyMap<string, SourceFile> => {
  const shelf = new Map<string, SourceFile>();
  for (const file of source.files) if (!isJson(file) && !file.path.startsWith('__MACOSX/')) shelf.set(stemOf(file.path).toLowerCase(), file);
  return shelf;
};

const OFFSET_ZONE = /^(?:GMT|UTC)([+-])(\d{2}):?(\d{2})$/;

const atOffset = (instant: string, sign: string, hours: string, minutes: string): WhenAndZone | null => {
  const shift = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const at = new Date(Date.parse(instant) + shift);
  if (Number.isNaN(at.getTime())) return null;
  const parsed = parseWhen(at.toISOString().slice(0, 19));
  return parsed.ok ? { when: parsed.value.when, zone: `${sign}${hours}:${minutes}` } : null;
};

const whenOf = (value: Json, options: ReadOptions): WhenAndZone | Refusal => {
  const written = textAt(value, 'creationDate');
  const parsed = parseWhen(written);
  if (!parsed.ok) return dayProblem(written);
  const instant = textToInstant(written);
  const zone = textAt(value, 'timeZone') || textAt(valueAt(value, 'location'), 'timeZoneName') || null;
  const offset = zone === null ? null : OFFSET_ZONE.exec(zone);
  const local = (instant !== null && offset ? atOffset(instant, offset[1]!, offset[2]!, offset[3]!) : instantToLocal(instant, zone, options)) ?? parsed.value;
  return yesAt(value, 'isAllDay') ? { when: dayOf(local.when), zone: '' } : local;
};

const placeOf = (location: Json | undefined): string => {
  const parts = [textAt(location, 'userLabel') || textAt(location, 'placeName'), textAt(location, 'localityName'), textAt(location, 'country')].map((part) => part.trim());
  return parts.filter((part, i) => part !== '' && parts.indexOf(part) === i).join(', ');
};

/** What Kith's own writer adds under `kith`, because Day One has no field for it; null when it is not there or not whole. */
const kithOf = (value: Json): (Partial<IncomingEntry> & { readonly length: number }) | null => {
  const own = valueAt(value, 'kith');
  const when = textAt(own, 'when');
  const length = numberAt(own, 'length');
  if (!isWhen(when) || length === null || !Number.isInteger(length) || length < 0) return null;
  const energy = numberAt(own, 'energy');
  const form = textAt(own, 'form');
  return {
    length,
    when,
    zone: textAt(own, 'zone'),
    place: textAt(own, 'place'),
    people: textsAt(own, 'people'),
    areas: textsAt(own, 'areas'),
    feelings: textsAt(own, 'feelings'),
    ...(textAt(own, 'calendar') === 'julian' ? { calendar: 'julian' } : {}),
    ...(form === 'check-in' || form === 'look-back' ? { form } : {}),
    ...(energy !== null && [-2, -1, 0, 1, 2].includes(energy) ? { energy: energy as Energy } : {}),
    ...(yesAt(own, 'heavy') ? { heavy: true } : {}),
    links: listAt(own, 'links').flatMap((link) => {
      const [key, as] = [textAt(link, 'to'), textAt(link, 'as')];
      return key !== '' && isReason(as) ? [{ key, as }] : [];
    }),
    body: listAt(own, 'body').map((note): BodyNote => ({ area: textAt(note, 'area'), sensation: textAt(note, 'sensation') })),
  };
};

const textOf = (value: Json, kithLength: number | null): { readonly text: string; readonly ids: readonly string[]; readonly to: readonly string[] } => {
  const written = textAt(value, 'text');
  if (kithLength !== null && kithLength <= written.length) {
    const rest = withoutMoments(written.slice(kithLength));
    if (rest.text.trim() === '') return { text: written.slice(0, kithLength), ids: rest.ids, to: [] };
  }
  const rich = written.trim() === '' ? richToMarkdown(valueAt(value, 'richText')) : null;
  const moments = withoutMoments(rich ? rich.text : withoutNeedlessBackslashes(written));
  const links = withoutEntryLinks(moments.text);
  const music = valueAt(value, 'music') ?? null;
  const played = [textAt(music, 'track'), textAt(music, 'artist')].map((part) => part.trim()).filter((part) => part !== '');
  const text = played.length > 0 ? `${links.text.trim()}\n\n♪ ${escapeMarkdown(played.join(' · '))}` : links.text;
  return { text: text.trim(), ids: [...(rich?.ids ?? []), ...moments.ids], to: links.to };
};

interface Medium {
  readonly id: string;
  readonly order: number;
  readonly file: SourceFile | null;
  readonly name: string;
  readonly caption: string;
}

const mediaOf = (value: Json, shelf: ReadonlyMap<string, SourceFile>, shown: readonly string[]): Medium[] => {
  const media: Medium[] = [];
  for (const kind of MEDIA) {
    for (const item of listAt(value, kind).slice(0, 1000)) {
      const id = textAt(item, 'identifier');
      const md5 = textAt(item, 'md5');
      const file = shelf.get(md5.toLowerCase()) ?? shelf.get(id.toLowerCase()) ?? null;
      const ending = textAt(item, 'type') || textAt(item, 'format') || (kind === 'videos' ? 'mp4' : kind === 'pdfAttachments' ? 'pdf' : kind === 'audios' ? 'm4a' : 'jpeg');
      const name = nameOf(textAt(item, 'filename') || textAt(item, 'title')).trim();
      media.push({
        id,
        order: numberAt(item, 'orderInEntry') ?? 0,
        file,
        name: name !== '' && mimeByName(name) !== null ? name : file ? nameOf(file.path) : `${md5 || id || kind}.${ending}`,
        // What Day One wrote down of a recording, where it did.
        caption: textAt(item, 'caption') || textAt(item, 'transcription'),
      });
    }
  }
  const place = (medium: Medium): number => (shown.includes(medium.id) ? shown.indexOf(medium.id) : shown.length + medium.order);
  return media.sort((a, b) => place(a) - place(b));
};

const readEntry = async function* (
  value: Json,
  at: { file: string; entry: number; line: number; journal: string },
  shelf: ReadonlyMap<string, SourceFile>,
  keyring: Keyring,
  options: ReadOptions,
): AsyncGenerator<Incoming> {
  const where: Problem['at'] = { entry: at.entry, line: at.line };
  if (!isEntry(value)) {
    yield { problem: { code: 'entry-not-understood', file: at.file, at: where } };
    return;
  }
  const own = kithOf(value);
  const when = own ? { when: own.when!, zone: own.zone! } : whenOf(value, options);
  if ('code' in when) {
    yield problemFrom(when, at.file, where);
    return;
  }
  const { text, ids, to } = textOf(value, own?.length ?? null);
  const attachments: IncomingAttachment[] = [];
  const media = mediaOf(value, shelf, ids.slice(0, 1000));
  const known = new Set(media.map((medium) => medium.id));
  const taken = new Set<SourceFile>();
  for (const medium of media) {
    if (medium.file && taken.has(medium.file)) continue;
    if (medium.file) taken.add(medium.file);
    const kept = canBeKept(mimeByName(medium.name) ?? 'image/');
    const got = medium.file
      ? await attach(medium.file, { file: at.file, entry: at.entry, name: medium.name }, medium.caption)
      : kept
        ? missing(medium.name, at)
        : ({ problem: { code: 'attachment-not-kept', file: at.file, at: { entry: at.entry, name: medium.name.slice(0, 200) } } } as const);
    if ('attachment' in got) attachments.push(got.attachment);
    else yield { problem: { ...got.problem, at: { ...got.problem.at, line: at.line, day: dayOf(when.when) } } };
  }
  for (const id of new Set(ids)) if (!known.has(id)) yield { problem: { code: 'attachment-missing', file: at.file, at: { ...where, name: id, day: dayOf(when.when) } } };
  const { length: _, ...extra } = own ?? { length: 0 };
  yield* keyedEntry(
    {
      key: textAt(value, 'uuid'),
      ...when,
      text,
      place: placeOf(valueAt(value, 'location')),
      topics: textsAt(value, 'tags'),
      ...extra,
      ...(at.journal !== '' ? { journal: at.journal } : {}),
      ...(yesAt(value, 'starred') ? { again: true } : {}),
      modified: textToInstant(textAt(value, 'modifiedDate')) ?? '',
      attachments,
      links: [...(own?.links ?? []), ...to.map((key) => ({ key, as: 'about' as const }))],
      from: { file: at.file, entry: at.entry, line: at.line },
    },
    keyring,
  );
};

const read = async function* (source: Source, options: ReadOptions): AsyncGenerator<Incoming> {
  const shelf = shelve(source);
  const keyring = createKeyring();
  const tally = createTally();
  const files = source.files.filter((file) => source.container === 'file' || isJson(file));
  let entry = 0;
  for (const file of files) {
    const decoded = await readText(file);
    if (!decoded.ok) {
      yield problemFrom(decoded.error, file.path);
      continue;
    }
    const { text } = decoded.value;
    const list = findJsonList(text, 'entries');
    if (!list.ok) {
      yield list.error.code === 'list-missing' && files.length > 1 ? { problem: { code: 'file-not-understood', file: file.path } } : problemFrom(list.error, file.path);
      continue;
    }
    const journal = stemOf(file.path);
    let faults = 0;
    for (const element of jsonElements(text, list.value, isEntry)) {
      entry += 1;
      if (!element.value.ok) yield problemFrom(element.value.error, file.path, { entry });
      else {
        if (valueAt(element.value.value, 'weather') !== undefined) tally.add('weather-left-out', file.path);
        for await (const incoming of readEntry(element.value.value, { file: file.path, entry, line: element.line, journal }, shelf, keyring, options)) {
          if ('problem' in incoming && incoming.problem.code === 'entry-empty') tally.add('entries-empty', file.path);
          else yield incoming;
        }
      }
      if ((!element.value.ok || !isEntry(element.value.value)) && (faults += 1) > MOST_FAULTS) {
        yield { problem: { code: 'too-many-faults', file: file.path, at: { line: element.line } } };
        break;
      }
    }
  }
  if (files.length === 0) yield { problem: { code: 'no-entries-found', file: source.name } };
  yield* tally.problems();
};

/** By the head of the JSON: `metadata` and `entries`, and an entry with a creation date. */
const sureOf = (text: string): number => {
  const list = findJsonList(text, 'entries');
  if (!list.ok || !text.trimStart().startsWith('{')) return 0;
  const metadata = /^\s*\{\s*"metadata"\s*:/.test(text.slice(0, 1000));
  for (const element of jsonElements(text, list.value, isEntry)) {
    if (!element.value.ok) return metadata ? 0.5 : 0;
    const dated = typeof valueAt(element.value.value, 'creationDate') === 'string';
    return dated && metadata ? 0.98 : dated && valueAt(element.value.value, 'uuid') !== undefined ? 0.9 : metadata ? 0.4 : 0;
  }
  return metadata ? 0.9 : 0;
};

export const dayOneImporter: Importer = {
  format: 'day-one',
  recognise: async (source) => {
    const media = source.files.some((file) => /(?:^|\/)(?:photos|audios|videos|pdfs)\/[0-9a-f]{32}\.\w+$/i.test(file.path));
    let best = 0;
    for (const file of source.files
      .filter(isJson)
      .filter((each) => each.path.split('/').length <= 2)
      .slice(0, 3)) {
      if (file.size > LOOKED_INTO) best = Math.max(best, media ? 0.9 : nameOf(file.path) === 'Journal.json' ? 0.6 : 0);
      else {
        const decoded = await readText(file, LOOKED_INTO);
        if (decoded.ok) best = Math.max(best, sureOf(decoded.value.text));
        // A Journal.json that breaks off at once is still Day One's when its media stand beside it.
        if (decoded.ok && best === 0 && media && /"entries"\s*:/.test(decoded.value.text.slice(0, 2000))) best = 0.5;
      }
      if (best > 0.9) break;
    }
    return best;
  },
  read,
};
