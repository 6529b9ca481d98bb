// A zip as a Source: any entry on its own, unpacked when asked for. Small entries are unpacked in one call,
// large ones through the platform's DecompressionStream, counted as they come.
// Invariant: what is given has the size and checksum that the zip claims; no more than asked for is ever unpacked,
// and no more than the limit from one zip; zips inside are named, and not opened.

import { crc32 } from '#core/crc32.ts';
import { inflate } from '#core/inflate.ts';
import type { ContainerLimits } from '#core/limits.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesOf, createBlobWindow, type BlobWindow } from './blob-window.ts';
import type { Shelf } from './container-shelf.ts';
import { listZip, LOCAL, type ZipEntry } from './zip-directory.ts';

/** Deflate cannot pack tighter than this; a zip that says so lies. */
const TIGHTEST = 1032;
/** Nothing that people write is both larger than this and packed tighter than that: it is there to fill the memory. */
const BOMB = { size: 64 * 1024 * 1024, ratio: 200 };
/** Packed bytes under which setting up a stream costs more than unpacking. */
const SMALL = 256 * 1024;
/** Bytes of the zip asked for at once, and how many such pieces are held: 16 MiB, in which files of any order are near. */
const PIECE = 256 * 1024;
const PIECES = 64;

/** At most `most` bytes; null when there are more, or the data are damaged. */
const inflateLarge = async (packed: Blob, most: number): Promise<Uint8Array | null> => {
  const reader = packed.stream().pipeThrough<Uint8Array>(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > most) {
        await reader.cancel();
        return null;
      }
      pieces.push(next.value);
    }
  } catch {
    return null;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces.splice(0)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

/** The bytes of an entry, at most as many as it claims; null when it holds more or is damaged. */
const unpack = async (blob: Blob, window: BlobWindow, { offset, packed, size, method }: Pick<ZipEntry, 'offset' | 'packed' | 'size' | 'method'>): Promise<Uint8Array | null> => {
  // Header and data at once; the local extra field is often longer than the directory's, seldom by more than this.
  const head = packed <= SMALL ? await window.bytes(offset, 30 + 512 + packed) : await bytesOf(blob, offset, offset + 30);
  if (head.length < 30) return null;
  const view = new DataView(head.buffer, head.byteOffset);
  if (view.getUint32(0, true) !== LOCAL) return null;
  const skip = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const [from, to] = [offset + skip, offset + skip + packed];
  if (to > blob.size) return null;
  if (method === 8 && packed > SMALL) return inflateLarge(blob.slice(from, to), size);
  const data = skip + packed <= head.length ? head.subarray(skip, skip + packed) : await bytesOf(blob, from, to);
  if (method === 0) return data.slice();
  const unpacked = inflate(data, size, size);
  return unpacked.ok ? unpacked.bytes : null;
};

const isInnerZip = (name: string): boolean => /\.zip$/i.test(name) && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name);

const cannotBe = (entry: ZipEntry, blob: Blob): boolean =>
  !Number.isSafeInteger(entry.offset + entry.packed) ||
  entry.offset < 0 ||
  entry.offset + 30 + entry.packed > blob.size ||
  entry.size > entry.packed * TIGHTEST ||
  (entry.method === 0 && entry.size !== entry.packed);

/**
 * Entries that lie about where or how large they are, or whose data reaches over another entry: a way to pack one
 * bomb a thousand times. The one that reaches over is at fault, unless the other is no entry at all.
 */
const lying = async (entries: readonly ZipEntry[], blob: Blob): Promise<Set<ZipEntry>> => {
  const found = new Set(entries.filter((entry) => entry.sort !== 'folder' && cannotBe(entry, blob)));
  let before: ZipEntry | null = null;
  let looked = 0;
  for (const entry of entries.filter((e) => e.sort !== 'folder' && !found.has(e)).sort((a, b) => a.offset - b.offset)) {
    if (before && before.offset + 30 + before.packed > entry.offset) {
      const sign = entry.offset > before.offset && looked++ < 1000 ? await bytesOf(blob, entry.offset, entry.offset + 4) : null;
      const stands = sign === null ? entry.offset > before.offset : new DataView(sign.buffer).getUint32(0, true) === LOCAL;
      found.add(stands ? before : entry);
      if (!stands) continue;
    }
    before = entry;
  }
  return found;
};

/**
 * Puts what a zip holds on the shelf. Refusals, with `{file}`: `zip-in-parts`, `zip-damaged` (nothing in it could be found),
 * `zip-of-zips`, `zip-encrypted` and `zip-unreadable` (nothing in it could be opened). A read refuses with `file-too-large`
 * `{file, most}`, `file-puffed` `{file, size, packed}` or `file-damaged` `{file}`.
 */
export const shelveZip = async (blob: Blob, name: string, shelf: Shelf, limits: ContainerLimits): Promise<Result<null>> => {
  const listing = await listZip(blob, limits.files * 2);
  if (listing.inParts) return refuse({ code: 'zip-in-parts', with: { file: name } });
  if (listing.cut && listing.entries.length === 0) return refuse({ code: 'zip-damaged', with: { file: name } });
  const lies = await lying(listing.entries, blob);
  let unpackedBefore = 0;
  const window = createBlobWindow(blob, PIECE, PIECES);
  /** Holds on to five numbers, not to the whole entry: there may be a million. */
  const readerOf = ({ offset, packed, size, crc, method }: ZipEntry): ((path: string, asked: number) => Promise<Result<Uint8Array>>) => {
    let counted = false;
    return async (path, asked) => {
      const most = Math.min(asked, limits.attachment);
      if (size > most) return refuse({ code: 'file-too-large', with: { file: path, most } });
      if (size > BOMB.size && size > packed * BOMB.ratio) return refuse({ code: 'file-puffed', with: { file: path, size, packed } });
      if (!counted && unpackedBefore + size > limits.unpacked) return refuse({ code: 'file-too-large', with: { file: path, most: limits.unpacked } });
      // More than claimed is a lie about the size, not a large file: no more than that is unpacked.
      const unpacked = await unpack(blob, window, { offset, packed, size, method }).catch(() => null);
      if (unpacked?.length !== size || crc32(unpacked) !== crc) return refuse({ code: 'file-damaged', with: { file: path } });
      if (!counted) unpackedBefore += size;
      counted = true;
      return ok(unpacked);
    };
  };
  for (const entry of listing.entries) {
    if (entry.sort === 'folder') continue;
    if (entry.sort === 'link') shelf.problem('link-skipped', entry.name);
    else if (entry.encrypted) shelf.problem('file-encrypted', entry.name);
    else if (entry.method !== 0 && entry.method !== 8) shelf.problem('file-packed-unknown', entry.name, { method: entry.method });
    else if (lies.has(entry)) shelf.problem('file-damaged', entry.name);
    else {
      if (isInnerZip(entry.name)) shelf.problem('zip-inside', entry.name);
      if (!shelf.add({ name: entry.name, size: entry.size, modified: entry.modified, read: readerOf(entry) })) break;
    }
  }
  if (listing.cut) shelf.problem('zip-cut', name, { found: shelf.files.length });
  else if (listing.over && shelf.files.length < limits.files) shelf.problem('too-many-files', name, { most: limits.files });
  if (shelf.files.length > 0 && shelf.files.every(({ path }) => isInnerZip(path))) return refuse({ code: 'zip-of-zips', with: { file: name } });
  if (shelf.files.length === 0) {
    const why = new Set(shelf.problems.map(({ code }) => code));
    if (why.size === 1 && why.has('file-encrypted')) return refuse({ code: 'zip-encrypted', with: { file: name } });
    if (why.has('file-damaged') || why.has('file-packed-unknown') || why.has('file-encrypted')) return refuse({ code: 'zip-unreadable', with: { file: name } });
  }
  return ok(null);
};
