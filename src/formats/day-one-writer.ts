// Writes entries as Day One's own JSON export, which Day One takes in under "Import". What Day One has no field for
// (people, areas, feelings, energy, body, links, the exact clock) goes under the key `kith` of each entry, which Day One passes
// over and our importer reads, so that a way out through this format and back again loses nothing.
// Invariant: a picture's name is the MD5 of its bytes, as Day One expects; each is written once.

import { textToBytes } from '#core/text.ts';
import { dayFromNumber, dayNumber, dayOf } from '#core/when.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { md5 } from './md5.ts';
import { attachmentBytes, createNames, safeName, type Exporter } from './outgoing.ts';
import type { OutAttachment } from './port.ts';
import { canBeKept, endingFor, mimeOf } from './sniff.ts';

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** A record id as the 32 hexadecimal signs that Day One's ids are; what is no record id is digested. */
export const idToHex = (id: string): string => {
  if (!/^[0-9a-hjkmnp-tv-z]{26}$/.test(id)) return md5(textToBytes(id)).toUpperCase();
  let value = 0n;
  for (const letter of id) value = (value << 5n) | BigInt(BASE32.indexOf(letter));
  return (value >> 2n).toString(16).toUpperCase().padStart(32, '0');
};

const DAY_ONE_ID = /^[0-9A-F]{32}$/;

/** The entry's moment in UTC and the zone to show it in. A day without a time is an all-day entry; without an offset the clock is given as UTC. */
const momentOf = (entry: Entry): { readonly creationDate: string; readonly timeZone: string; readonly isAllDay: boolean } => {
  const day = entry.calendar === 'julian' ? dayFromNumber(dayNumber(dayOf(entry.when), 'julian')) : dayOf(entry.when);
  const time = entry.when.includes('T') ? entry.when.slice(11).padEnd(8, ':00') : '00:00:00';
  const offset = /^([+-])(\d{2}):(\d{2})$/.exec(entry.when.includes('T') ? entry.zone : '');
  const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  const at = new Date(Date.parse(`${day}T${time}Z`) - minutes * 60_000);
  const zone = minutes === 0 ? 'Etc/UTC' : minutes % 60 === 0 ? `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes) / 60}` : `GMT${offset![1]}${offset![2]}${offset![3]}`;
  return { creationDate: `${at.toISOString().slice(0, 19)}Z`, timeZone: zone, isAllDay: !entry.when.includes('T') };
};

const secondsOf = (instant: string): string => (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(instant) ? `${instant.slice(0, 19)}Z` : '');

interface Medium {
  readonly audio: boolean;
  readonly identifier: string;
  readonly md5: string;
  readonly type: string;
  readonly name: string;
  readonly size: number;
}

const uuidOf = (entry: Entry): string => (entry.broughtIn?.format === 'day-one' && DAY_ONE_ID.test(entry.broughtIn.key) ? entry.broughtIn.key : idToHex(entry.id));

const entryJson = (entry: Entry, media: readonly Medium[], uuids: ReadonlyMap<string, string>): string => {
  const links = entry.links.flatMap(({ to, as }) => (uuids.has(to) ? [{ to: uuids.get(to), as }] : []));
  const moment = momentOf(entry);
  const own = {
    when: entry.when,
    zone: entry.zone,
    length: entry.text.length,
    ...(entry.calendar === 'julian' ? { calendar: 'julian' } : {}),
    ...(entry.form === 'entry' ? {} : { form: entry.form }),
    ...(entry.place === '' ? {} : { place: entry.place }),
    ...(entry.people.length > 0 ? { people: entry.people } : {}),
    ...(entry.areas.length > 0 ? { areas: entry.areas } : {}),
    ...(entry.feelings.length > 0 ? { feelings: entry.feelings } : {}),
    ...(entry.energy === null ? {} : { energy: entry.energy }),
    ...(entry.body.length > 0 ? { body: entry.body } : {}),
    ...(entry.heavy ? { heavy: true } : {}),
    ...(links.length > 0 ? { links } : {}),
  };
  const shown = media.map((medium) => `![](dayone-moment:${medium.audio ? '/audio/' : '//'}${medium.identifier})`);
  const shape = (medium: Medium, orderInEntry: number) => ({
    identifier: medium.identifier,
    md5: medium.md5,
    ...(medium.audio ? { format: medium.type } : { type: medium.type }),
    orderInEntry,
    fileSize: medium.size,
    filename: medium.name,
  });
  const photos = media.map(shape).filter((_, i) => !media[i]!.audio);
  const audios = media.map(shape).filter((_, i) => media[i]!.audio);
  return JSON.stringify({
    uuid: uuidOf(entry),
    ...moment,
    modifiedDate: secondsOf(entry.modified) || moment.creationDate,
    text: [entry.text, ...shown].filter((part, i) => i > 0 || part !== '' || shown.length === 0).join('\n\n'),
    starred: entry.again,
    isPinned: false,
    tags: entry.topics,
    ...(photos.length > 0 ? { photos } : {}),
    ...(audios.length > 0 ? { audios } : {}),
    kith: own,
  });
};

const mediumOf = (attachment: OutAttachment, bytes: Uint8Array): Medium | null => {
  const mime = mimeOf(attachment.name, bytes);
  const known = canBeKept(mime) ? mime : attachment.mime;
  if (!canBeKept(known)) return null;
  return {
    audio: known.startsWith('audio/'),
    identifier: idToHex(attachment.id),
    md5: md5(bytes),
    type: endingFor(known),
    name: safeName(attachment.name, 'attachment'),
    size: bytes.length,
  };
};

/**
 * A Day One export: media as they come, then one JSON a journal. Place names stay under `kith`: Day One wants a
 * place with coordinates, which an entry here does not have.
 */
export const dayOneExporter: Exporter = {
  format: 'day-one',
  files: async function* (entries) {
    const journals = new Map<string, { readonly entry: Entry; readonly media: readonly Medium[] }[]>();
    const uuids = new Map<string, string>();
    const written = new Set<string>();
    for await (const { entry, journal, attachments } of entries) {
      const media: Medium[] = [];
      for (const attachment of attachments) {
        const read = await attachmentBytes(attachment);
        if ('problem' in read) {
          yield { problem: { ...read.problem, at: { name: attachment.name, day: dayOf(entry.when) } } };
          continue;
        }
        const medium = mediumOf(attachment, read.bytes);
        if (!medium) {
          yield { problem: { code: 'attachment-not-kept', file: attachment.name, at: { name: attachment.name, day: dayOf(entry.when) } } };
          continue;
        }
        media.push(medium);
        const path = `${medium.audio ? 'audios' : 'photos'}/${medium.md5}.${medium.type}`;
        if (!written.has(path)) yield { file: { path, bytes: async () => read.bytes } };
        written.add(path);
      }
      const parts = journals.get(journal) ?? [];
      parts.push({ entry, media });
      uuids.set(entry.id, uuidOf(entry));
      journals.set(journal, parts);
    }
    if (journals.size === 0) journals.set('', []);
    const name = createNames();
    for (const [journal, parts] of journals) {
      yield {
        file: {
          path: name(`${journal === '' ? 'Journal' : safeName(journal, 'Journal')}.json`),
          bytes: async () =>
            textToBytes(`{\n  "metadata": {"version": "1.0"},\n  "entries": [\n${parts.map((part) => entryJson(part.entry, part.media, uuids)).join(',\n')}\n]}\n`),
        },
      };
    }
  },
};
