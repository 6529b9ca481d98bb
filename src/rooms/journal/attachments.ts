// Photos and sound that belong to an entry. The record says what it is and holds the key of its bytes; the bytes lie
// sealed in chunks elsewhere, each under the hash of its ciphertext. A small picture for lists is sealed the same way.
// Invariants: a place a photo was taken at stays in it only where the person said so (`locationKept`); an entry that
// names an attachment whose record is missing says so and loses nothing else.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, numberIn, stringIn, textsIn, versionOf, yesIn } from '#core/kind.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { entryKind, MOST_TEXT, tidyName, type Entry, type Moment } from './model.ts';

/** Sealed bytes: their key (base64), their addresses in order, and how many bytes they open to. */
export interface SealedBytes {
  readonly key: string;
  readonly chunks: readonly string[];
  readonly size: number;
}

export interface Attachment extends SealedBytes {
  readonly id: string;
  /** File name for people, as it came; may hold anything but control characters. */
  readonly name: string;
  readonly mime: string;
  /** Pixels; null for sound, or when not known. */
  readonly width: number | null;
  readonly height: number | null;
  /** Length of a sound; null for a photo, or when not known. */
  readonly seconds: number | null;
  readonly thumb: SealedBytes | null;
  /** Id of the entry it is in; '' while the entry is still a draft. */
  readonly entry: string;
  /** Id of the journal, '' for the first: decides the key that the record lies under. */
  readonly journal: string;
  readonly locationKept: boolean;
  /** What is said in a sound, or seen in a photo, in the person's words; '' says that there is none. */
  readonly transcript: string;
  readonly otherTranscripts: readonly string[];
  /** Instant, ISO 8601 in UTC. */
  readonly made: string;
}

export const attachmentKind = createKind('attachment', {
  name: 'register',
  mime: 'register',
  size: 'register',
  width: 'register',
  height: 'register',
  seconds: 'register',
  key: 'register',
  chunks: 'register',
  thumb: 'register',
  entry: 'register',
  journal: 'register',
  locationKept: 'register',
  transcript: 'text',
  made: 'register',
});

/** What is given for a new attachment, its bytes being sealed and stored already. */
export type NewAttachment = Pick<Attachment, 'name' | 'mime' | 'size' | 'key' | 'chunks'> &
  Partial<Pick<Attachment, 'width' | 'height' | 'seconds' | 'thumb' | 'journal' | 'locationKept' | 'transcript'>>;

/** The most bytes of one attachment: 512 MiB. */
export const MOST_ATTACHMENT = 512 * 1024 * 1024;
/** The most attachments in one entry. */
export const MOST_ATTACHED = 500;

export type Medium = 'photo' | 'sound';

/** What Kith does with a type of file: shows it, plays it, or (null) does not take it. SVG can carry scripts: not taken. */
export const mediumOf = (mime: string): Medium | null => {
  const type = mime.trim().toLowerCase();
  if (/^image\/[\w.+-]+$/.test(type) && !type.startsWith('image/svg')) return 'photo';
  return /^audio\/[\w.+-]+$/.test(type) ? 'sound' : null;
};

const isCount = (value: unknown, least: number, most: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const isText = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most;
const isAddress = (value: unknown): boolean => isText(value, 200) && value !== '';
const isSealedBytes = (value: unknown): value is SealedBytes => {
  if (typeof value !== 'object' || value === null) return false;
  const { key, chunks, size } = value as Record<string, unknown>;
  return isAddress(key) && isCount(size, 0, MOST_ATTACHMENT) && Array.isArray(chunks) && chunks.length <= 100_000 && chunks.every(isAddress);
};

const absentOr = (value: unknown, isRight: (value: unknown) => boolean): boolean => value === undefined || value === null || isRight(value);
const isPixels = (value: unknown): boolean => isCount(value, 1, 1_000_000);
const isSeconds = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1_000_000;

/** Whether what comes from outside (an import, another author, a newer version) can be taken as an attachment. */
export const isNewAttachment = (value: unknown): value is NewAttachment => {
  if (!isSealedBytes(value)) return false;
  const { name, mime, width, height, seconds, thumb, journal, locationKept, transcript } = value as SealedBytes & Record<string, unknown>;
  return (
    isText(name, 1000) &&
    isText(mime, 200) &&
    absentOr(width, isPixels) &&
    absentOr(height, isPixels) &&
    absentOr(seconds, isSeconds) &&
    absentOr(thumb, isSealedBytes) &&
    (journal === undefined || isText(journal, 40)) &&
    (locationKept === undefined || typeof locationKept === 'boolean') &&
    (transcript === undefined || isText(transcript, MOST_TEXT))
  );
};

const plainBytes = ({ key, chunks, size }: SealedBytes): SealedBytes => ({ key, chunks, size });

const intoEntry = (entry: Pick<Entry, 'id'>, part: 'add' | 'remove', ids: readonly string[], now: Moment): Change => ({
  id: entry.id,
  kind: entryKind.name,
  v: versionOf(entryKind),
  set: { modified: now.instant },
  [part]: { attachments: ids },
});

/**
 * Makes the record of an attachment, in an entry or (null) in what is still a draft.
 * Refusals: `attachment-not-taken`, `attachment-too-large`, `attachments-too-many`, `attachment-not-valid`.
 */
export const attach = (given: NewAttachment, id: string, entry: Entry | null, now: Moment): Result<Change[]> => {
  const name = tidyName(String(given.name)) || 'file';
  if (!mediumOf(String(given.mime))) return refuse({ code: 'attachment-not-taken', with: { name } });
  if (given.size > MOST_ATTACHMENT) return refuse({ code: 'attachment-too-large', with: { name, most: MOST_ATTACHMENT / 1024 / 1024 } });
  if (entry && entry.attachments.length >= MOST_ATTACHED) return refuse({ code: 'attachments-too-many', with: { most: MOST_ATTACHED } });
  if (!isNewAttachment(given)) return refuse({ code: 'attachment-not-valid', with: { name } });
  const { size, key, chunks, mime, width, height, seconds, thumb, transcript, journal } = given;
  const record = createdAs(attachmentKind, id, {
    name,
    mime: mime.trim().toLowerCase(),
    size,
    key,
    chunks,
    width: width ?? null,
    height: height ?? null,
    seconds: seconds ?? null,
    thumb: thumb ? { ...plainBytes(thumb) } : null,
    entry: entry?.id ?? '',
    journal: entry?.journal ?? journal ?? '',
    locationKept: given.locationKept ?? false,
    ...(transcript ? { transcript } : {}),
    made: now.instant,
  });
  return ok(entry ? [record, intoEntry(entry, 'add', [id], now)] : [record]);
};

/** Takes attachments out of an entry; their records go, and with the time to undo over, their bytes. */
export const detach = (attachment: Attachment, entry: Pick<Entry, 'id' | 'attachments'> | null, now: Moment): Change[] => [
  ...(entry?.attachments.includes(attachment.id) ? [intoEntry(entry, 'remove', [attachment.id], now)] : []),
  deletedOf(attachmentKind, attachment.id),
];

/** What was attached to a draft belongs to the entry that came of it, and lies under the key of its journal. */
export const belongTo = (attachments: readonly Attachment[], entry: Pick<Entry, 'id' | 'journal'>): Change[] =>
  attachments.flatMap((one) => changedTo(attachmentKind, one.id, { entry: one.entry, journal: one.journal }, { entry: entry.id, journal: entry.journal }) ?? []);

/** Refusal: `entry-too-long`. Nothing to do gives an empty list. */
export const setTranscript = (attachment: Attachment, transcript: string): Result<Change[]> => {
  if (transcript.length > MOST_TEXT) return refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } });
  if (transcript === attachment.transcript && attachment.otherTranscripts.length === 0) return ok([]);
  return ok([{ id: attachment.id, kind: attachmentKind.name, v: versionOf(attachmentKind), write: { transcript } }]);
};

/** Refusal: `name-empty`. */
export const renameAttachment = (attachment: Attachment, name: string): Result<Change[]> => {
  const tidy = tidyName(name);
  if (tidy === '') return refuse({ code: 'name-empty' });
  const change = changedTo(attachmentKind, attachment.id, { name: attachment.name }, { name: tidy });
  return ok(change ? [change] : []);
};

const bytesOf = (value: Json | undefined): SealedBytes | null => (isSealedBytes(value) ? plainBytes(value) : null);

/** Reads a record as an attachment; null when it is of another kind, newer than this Kith, deleted, or says not where its bytes are. */
export const attachmentOf = (record: VaultRecord): Attachment | null => {
  if (record.kind !== 'attachment' || !isAlive(record)) return null;
  const now = migrate(attachmentKind, record);
  if (!now) return null;
  const bytes = bytesOf({ key: stringIn(now, 'key'), chunks: registerOf(now, 'chunks') ?? null, size: registerOf(now, 'size') ?? null });
  const mime = stringIn(now, 'mime');
  if (!bytes || !mediumOf(mime)) return null;
  const [transcript = '', ...otherTranscripts] = textsIn(now, 'transcript');
  return {
    id: now.id,
    ...bytes,
    name: stringIn(now, 'name'),
    mime,
    width: numberIn(now, 'width'),
    height: numberIn(now, 'height'),
    seconds: numberIn(now, 'seconds'),
    thumb: bytesOf(registerOf(now, 'thumb')),
    entry: stringIn(now, 'entry'),
    journal: stringIn(now, 'journal'),
    locationKept: yesIn(now, 'locationKept'),
    transcript,
    otherTranscripts,
    made: stringIn(now, 'made'),
  };
};

/** What an entry holds, in order, and how many of those it names are not here (not brought in, or not yet arrived). */
export const attachmentsOf = (entry: Pick<Entry, 'attachments'>, byId: ReadonlyMap<string, Attachment>): { readonly here: readonly Attachment[]; readonly missing: number } => {
  const here = entry.attachments.flatMap((id) => byId.get(id) ?? []);
  return { here, missing: entry.attachments.length - here.length };
};

/** Every address that an attachment's bytes lie at, the small picture's among them. */
export const addressesOf = (attachment: Attachment): string[] => [...attachment.chunks, ...(attachment.thumb?.chunks ?? [])];

/** A piece of what is attached: where it lies, about how many bytes it opens to, and whether it is of a small picture. */
export interface NamedPiece {
  readonly address: string;
  readonly size: number;
  readonly isSmall: boolean;
}

const piecesIn = (bytes: Readonly<Record<string, Json | undefined>>, isSmall: boolean): NamedPiece[] => {
  const addresses = Array.isArray(bytes['chunks']) ? bytes['chunks'].filter((address) => typeof address === 'string') : [];
  const size = isCount(bytes['size'], 0, MOST_ATTACHMENT) ? (bytes['size'] as number) : 0;
  return addresses.map((address) => ({ address, size: Math.ceil(size / addresses.length), isSmall }));
};

/** Every piece that any record names, deleted ones too as long as they can come back; the small picture's first. */
export const piecesNamed = (record: VaultRecord): NamedPiece[] => {
  if (record.kind !== 'attachment') return [];
  const thumb = registerOf(record, 'thumb');
  return [
    ...(typeof thumb === 'object' && thumb !== null && !Array.isArray(thumb) ? piecesIn(thumb as Record<string, Json>, true) : []),
    ...piecesIn({ chunks: registerOf(record, 'chunks'), size: registerOf(record, 'size') }, false),
  ];
};

/** Where those lie: what must not be swept away. */
export const addressesNamed = (record: VaultRecord): string[] => piecesNamed(record).map(({ address }) => address);
