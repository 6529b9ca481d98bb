// The vault as the page takes it in, packed: IndexedDB gives a hundred large values in the time of some thousand small ones,
// and the platform's AES opens a megabyte in a millisecond. Each segment holds the plain bytes of a thousand rows, sealed
// under a fresh key; what was written since the last segment is read row by row, and what is read later wins.
// Invariants: derived, sealed, and made again when it is missing, damaged or too old; only what lies under the vault's own
// key is in it; once a row moved under another key, or a deleted text was emptied, it is not read again (`moved`).

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { MOVED, type Binding, type Sealer, type StoredRow } from '#core/ports.ts';
import { bytesToText, textToBytes } from '#core/text.ts';
import type { Quarantined, Vault } from '#core/vault.ts';
import type { Session } from '#crypto/session.ts';

interface Segment {
  readonly key: string;
  readonly chunks: readonly string[];
  readonly size: number;
  readonly rows: number;
}

export interface OpeningImage {
  readonly version: 2;
  /** The store's note of that name when the first row was read. */
  readonly moved: string;
  /** Every row under the vault's own key up to this number is in a segment, as it is or as it was before a later write. */
  readonly upTo: number;
  readonly segments: readonly Segment[];
  /** Ids of rows up to there that did not open when they were to be packed. */
  readonly damaged: readonly string[];
}

export const OPENING = 'derived-opening';

type Parts = Pick<Session, 'header' | 'keys' | 'store' | 'vault' | 'putBytes' | 'getBytes'>;

const bindingOf = ({ header }: Parts): Binding => ({ vault: header.vault, id: OPENING, ver: 1, epoch: header.epoch, device: '', key: '' });

const COMMA = 44;

/**
 * Puts rows together as one JSON text, `[[id, packed], …]` (core/encode.ts), without parsing them; what does not open is
 * named, and what lies under a key that is not at hand is left out.
 */
export const batchOf = (vault: Vault, rows: readonly StoredRow[]): { bytes: Uint8Array<ArrayBuffer>; quarantined: Quarantined[] } => {
  const parts: Uint8Array[] = [];
  const quarantined: Quarantined[] = [];
  let size = 2;
  for (const row of rows) {
    const plain = vault.plainOf(row);
    if (plain === null) continue;
    if ('why' in plain) {
      quarantined.push(plain);
      continue;
    }
    const head = textToBytes(`["${row.id}",`);
    parts.push(head, plain);
    size += head.length + plain.length + 2;
  }
  const bytes = new Uint8Array(size);
  bytes[0] = 91;
  let at = 1;
  for (let i = 0; i < parts.length; i += 2) {
    if (i > 0) bytes[at++] = COMMA;
    bytes.set(parts[i]!, at);
    at += parts[i]!.length;
    bytes.set(parts[i + 1]!, at);
    at += parts[i + 1]!.length;
    bytes[at++] = 93;
  }
  bytes[at++] = 93;
  return { bytes: bytes.slice(0, at), quarantined };
};

const NONE: OpeningImage = { version: 2, moved: '', upTo: 0, segments: [], damaged: [] };

/** The image without what was in it: to begin anew. */
export const withoutSegments = ({ moved }: OpeningImage): OpeningImage => ({ ...NONE, moved });

/** An empty one when there is none, it does not open, or something moved since; what is left of such a one is dropped. */
export const readOpening = async (session: Parts, sealer: Sealer): Promise<OpeningImage> => {
  const [sealed, note] = await Promise.all([session.store.blob(OPENING), session.store.note(MOVED)]);
  const moved = note ?? '';
  const plain = sealed && sealer.open(sealed, session.keys().get('')!, bindingOf(session));
  const image = plain ? (JSON.parse(bytesToText(plain)) as OpeningImage) : null;
  if (image?.version === 2 && image.moved === moved) return image;
  if (image) await dropOpening(session, image);
  return { ...NONE, moved };
};

export const dropOpening = async ({ store }: Parts, { segments }: OpeningImage): Promise<void> => {
  await store.dropBlob(OPENING);
  for (const address of segments.flatMap(({ chunks }) => chunks)) await store.dropBlob(address);
};

/** Those rows that could not be packed and still do not open: no segment tells of them. */
export const damagedIn = async ({ vault, store }: Parts, { damaged }: OpeningImage): Promise<readonly Quarantined[]> =>
  damaged.length > 0 ? vault.openRows(await store.rowsById(damaged)).quarantined : [];

export const rowsIn = ({ segments }: OpeningImage): number => segments.reduce((sum, { rows }) => sum + rows, 0);

/** Where the image lies, itself among them. */
export const openingAddresses = async (session: Parts, sealer: Sealer): Promise<readonly string[]> => [
  OPENING,
  ...(await readOpening(session, sealer)).segments.flatMap(({ chunks }) => chunks),
];

/** Segments in the order they were made, three of them on their way at a time; null in place of one that does not open. */
export async function* openSegments(session: Parts, { segments }: OpeningImage): AsyncGenerator<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly rows: number } | null> {
  const ask = async ({ key, chunks, size, rows }: Segment) => {
    const bytes = await session.getBytes({ key: base64ToBytes(key)!, chunks, size });
    return bytes.ok ? { bytes: bytes.value as Uint8Array<ArrayBuffer>, rows } : null;
  };
  const asked: ReturnType<typeof ask>[] = [];
  for (let next = 0; next < segments.length || asked.length > 0;) {
    while (next < segments.length && asked.length < 3) asked.push(ask(segments[next++]!));
    yield await asked.shift()!;
  }
}

/** So many rows make a segment; fewer are read row by row. */
export const SEGMENT = 1000;

/** Old states may be this part of the image before it is made anew. */
const MOST_OLD = 0.4;

/**
 * Packs what was written since the last segment, as long as there are enough rows for another; all of it anew where too much of it is
 * old. In a store that is full it takes all of it away again: the room is for what a person writes, and the vault opens more slowly.
 */
export const packRest = async (session: Parts, sealer: Sealer): Promise<OpeningImage> => {
  const image = await packOn(session, sealer);
  if (rowsIn(image) * (1 - MOST_OLD) <= (await session.store.head()).count) return image;
  await dropOpening(session, image);
  return packOn(session, sealer);
};

const packOn = async (session: Parts, sealer: Sealer): Promise<OpeningImage> => {
  let image = await readOpening(session, sealer);
  let noted = image;
  const note = async (): Promise<boolean> => {
    if (noted === image) return true;
    noted = image;
    return (await session.store.putBlob(OPENING, sealer.seal(textToBytes(JSON.stringify(image)), session.keys().get('')!, bindingOf(session)))).ok;
  };
  let fits = true;
  for (;;) {
    const rows = await session.store.rowsAfter(image.upTo, SEGMENT);
    if (rows.length < SEGMENT) break;
    const own = rows.filter(({ key }) => key === '');
    const { bytes, quarantined } = batchOf(session.vault, own);
    const put = await session.putBytes(bytes);
    fits = put.ok;
    if (!put.ok) break;
    const { key, chunks, size } = put.value;
    image = {
      ...image,
      upTo: rows.at(-1)!.seq,
      segments: [...image.segments, { key: bytesToBase64(key), chunks, size, rows: own.length }],
      damaged: [...image.damaged, ...quarantined.map(({ id }) => id)],
    };
    if (image.segments.length % 16 === 0 && !(fits = await note())) break;
  }
  if (!fits || !(await note())) await dropOpening(session, image);
  // What moved meanwhile must not lie here either: then this drops it.
  return readOpening(session, sealer);
};
