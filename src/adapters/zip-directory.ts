// The list of what a zip holds, from its central directory (PKWARE APPNOTE 6.3.10), or, where that is cut off or
// lies, from walking the local headers. Ours because a journal's zip may have a million entries: the library at hand
// keeps 6.7 KB for each, and stops at the first fault, where we want the part that is whole.
// Invariant: reads forward through windows of bounded size; every length and offset is checked against the blob.

import { crc32 } from '#core/crc32.ts';
import { bytesToText, bytesToTextStrict } from '#core/text.ts';
import { bytesOf, createBlobWindow, type BlobWindow } from './blob-window.ts';

export interface ZipEntry {
  readonly name: string;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  /** ISO 8601; without an offset where the zip has only the writer's clock. */
  readonly modified: string;
  /** Of its local header. */
  readonly offset: number;
  readonly encrypted: boolean;
  readonly sort: 'file' | 'folder' | 'link';
  /** Found by its local header alone. */
  readonly recovered: boolean;
}

export interface ZipListing {
  readonly entries: ZipEntry[];
  /** The directory was missing or wrong, and local headers were walked. */
  readonly cut: boolean;
  /** One part of several. */
  readonly inParts: boolean;
  /** More entries than were asked for. */
  readonly over: boolean;
}

export const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DESCRIPTOR = 0x08074b50;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** Exact to 2^53; more is no size of anything. */
const bigAt = (view: DataView, at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;

/** Upper half of code page 437, the character set of names without the UTF-8 flag. */
const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Many programs write UTF-8 without saying so; what is valid UTF-8 is taken as that. */
const nameOf = (raw: Uint8Array, saysUtf8: boolean, unicodePath: string | null): string =>
  unicodePath ?? (saysUtf8 ? bytesToText(raw) : (bytesToTextStrict(raw) ?? Array.from(raw, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128])).join('')));

/** The writer's clock as ISO 8601 without an offset, or ''. By way of Date: text put together from parts takes eight times the memory. */
const dosTime = (time: number, date: number): string => {
  const [month, day, hour, minute, second] = [(date >> 5) & 15, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return '';
  return new Date(Date.UTC(1980 + (date >> 9), month - 1, day, hour, minute, second)).toISOString().slice(0, 19);
};

interface Extra {
  readonly sizes: Pick<ZipEntry, 'packed' | 'size' | 'offset'>;
  readonly unicodePath: string | null;
  readonly modified: string;
}

/** Extra fields: 64-bit sizes (0x0001), UTC time (0x5455), the name in Unicode (0x7075). */
const extraOf = (extra: Uint8Array, rawName: Uint8Array, given: Extra['sizes'], modified: string): Extra => {
  const view = viewOf(extra);
  const sizes = { ...given };
  let unicodePath: string | null = null;
  let when = modified;
  for (let at = 0; at + 4 <= extra.length;) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    at += 4;
    if (end > extra.length) break;
    if (id === 0x0001)
      for (const field of ['size', 'packed', 'offset'] as const) {
        if (given[field] !== 0xffffffff || at + 8 > end) continue;
        sizes[field] = bigAt(view, at);
        at += 8;
      }
    else if (id === 0x5455 && end - at >= 5 && (extra[at]! & 1) === 1) when = new Date(view.getInt32(at + 1, true) * 1000).toISOString().replace('.000Z', 'Z');
    else if (id === 0x7075 && end - at > 5 && extra[at] === 1 && view.getUint32(at + 1, true) === crc32(rawName)) unicodePath = bytesToTextStrict(extra.subarray(at + 5, end));
    at = end;
  }
  return { sizes, unicodePath, modified: when };
};

const sortOf = (name: string, attributes: number, size: number): ZipEntry['sort'] => {
  const mode = (attributes >>> 16) & 0xf000;
  if (mode === 0xa000) return 'link';
  return /[\\/]$/.test(name) || mode === 0x4000 || ((attributes & 0x10) !== 0 && size === 0) ? 'folder' : 'file';
};

interface Directory {
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Added to every offset: bytes stand before the zip (a program that unpacks itself). */
  readonly shift: number;
}

/** The end record nearest the end whose directory is where it says; 'in-parts' for one of several parts. */
const findDirectory = async (blob: Blob): Promise<Directory | 'in-parts' | null> => {
  const from = Math.max(0, blob.size - 22 - 0xffff);
  const tail = await bytesOf(blob, from, blob.size);
  const view = viewOf(tail);
  let tries = 0;
  let inParts = false;
  for (let at = tail.length - 22; at >= 0 && tries < 16; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    tries++;
    let [part, count, length, start] = [view.getUint16(at + 4, true), view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    let end = from + at;
    if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) {
      const locator = await bytesOf(blob, end - 20, end);
      if (locator.length === 20 && viewOf(locator).getUint32(0, true) === LOCATOR_64) {
        const told = bigAt(viewOf(locator), 8);
        for (const place of [told, end - 20 - 56]) {
          const record = await bytesOf(blob, place, place + 56);
          if (place < 0 || record.length < 56 || viewOf(record).getUint32(0, true) !== END_64) continue;
          const big = viewOf(record);
          [part, count, length, start, end] = [big.getUint32(16, true), bigAt(big, 32), bigAt(big, 40), bigAt(big, 48), place];
          break;
        }
      }
    }
    if (part !== 0 && part !== 0xffff) {
      // Unless the mark only stands in a comment, this is the last part of several.
      inParts ||= from + at + 22 + view.getUint16(at + 20, true) === blob.size;
      continue;
    }
    if (count === 0 && length === 0) return { start: end, end, count: 0, shift: 0 };
    for (const place of [start, end - length]) {
      if (!Number.isSafeInteger(place) || place < 0 || place + 46 > end) continue;
      const head = await bytesOf(blob, place, place + 4);
      if (head.length === 4 && viewOf(head).getUint32(0, true) === CENTRAL) return { start: place, end, count, shift: place === start ? 0 : place - start };
    }
  }
  return inParts ? 'in-parts' : null;
};

const readDirectory = async (window: BlobWindow, blob: Blob, directory: Directory, most: number): Promise<{ entries: ZipEntry[]; whole: boolean; over: boolean }> => {
  const entries: ZipEntry[] = [];
  let at = directory.start;
  while (at + 46 <= directory.end) {
    const head = await window.bytes(at, 46 + 3 * 0xffff);
    const view = viewOf(head);
    if (head.length < 46 || view.getUint32(0, true) !== CENTRAL) break;
    const [nameLength, extraLength, noteLength] = [view.getUint16(28, true), view.getUint16(30, true), view.getUint16(32, true)];
    if (at + 46 + nameLength + extraLength > directory.end) break;
    if (entries.length >= most) return { entries, whole: true, over: true };
    const flags = view.getUint16(8, true);
    const rawName = head.subarray(46, 46 + nameLength);
    const told = { packed: view.getUint32(20, true), size: view.getUint32(24, true), offset: view.getUint32(42, true) };
    const extra = extraOf(head.subarray(46 + nameLength, 46 + nameLength + extraLength), rawName, told, dosTime(view.getUint16(12, true), view.getUint16(14, true)));
    const name = nameOf(rawName, (flags & 0x800) !== 0, extra.unicodePath);
    entries.push({
      name,
      packed: extra.sizes.packed,
      size: extra.sizes.size,
      offset: extra.sizes.offset + directory.shift,
      crc: view.getUint32(16, true),
      method: view.getUint16(10, true),
      modified: extra.modified,
      encrypted: (flags & 0x41) !== 0,
      sort: sortOf(name, view.getUint32(38, true), extra.sizes.size),
      recovered: false,
    });
    at += 46 + nameLength + extraLength + noteLength;
  }
  // The 16-bit count wraps in zips of more than 65,535 entries that some programs write without zip64.
  return { entries, whole: entries.length === directory.count || (entries.length & 0xffff) === directory.count, over: false };
};

/** Where one of the signatures stands at or after `from`, or −1. */
const findSignature = async (window: BlobWindow, size: number, from: number, signatures: readonly number[]): Promise<number> => {
  const step = 64 * 1024;
  for (let start = from; start + 4 <= size; start += step) {
    const piece = await window.bytes(start, step + 3);
    const view = viewOf(piece);
    for (let at = piece.indexOf(0x50); at >= 0 && at + 4 <= piece.length; at = piece.indexOf(0x50, at + 1))
      if (piece[at + 1] === 0x4b && signatures.includes(view.getUint32(at, true))) return start + at;
  }
  return -1;
};

/** The end of data whose sizes come after it: the descriptor whose packed size is the distance walked. */
const findDescriptor = async (window: BlobWindow, blob: Blob, from: number): Promise<{ packed: number; size: number; crc: number; next: number } | null> => {
  for (let at = from; ; at += 4) {
    at = await findSignature(window, blob.size, at, [DESCRIPTOR, LOCAL, CENTRAL]);
    if (at < 0) return null;
    const around = await bytesOf(blob, at - 12, at + 24);
    const view = viewOf(around);
    const here = at < 12 ? at : 12;
    if (view.getUint32(here, true) === DESCRIPTOR) {
      const packed = at - from;
      if (around.length >= here + 24 && bigAt(view, here + 8) === packed) return { packed, size: bigAt(view, here + 16), crc: view.getUint32(here + 4, true), next: at + 24 };
      if (around.length >= here + 16 && view.getUint32(here + 8, true) === packed)
        return { packed, size: view.getUint32(here + 12, true), crc: view.getUint32(here + 4, true), next: at + 16 };
    } else if (at - 12 >= from && view.getUint32(here - 8, true) === at - 12 - from)
      return { packed: at - 12 - from, size: view.getUint32(here - 4, true), crc: view.getUint32(here - 12, true), next: at };
    // A header whose sizes do not fit: a zip within this one, or the end of this entry lost. Look on.
  }
};

/** Every entry whose local header and data are whole, in the order of the file. */
const walkHeaders = async (blob: Blob, most: number): Promise<{ entries: ZipEntry[]; over: boolean }> => {
  const entries: ZipEntry[] = [];
  const [window, ahead] = [createBlobWindow(blob), createBlobWindow(blob)];
  let searched = 0;
  let at = await findSignature(window, blob.size, 0, [LOCAL]);
  while (at >= 0) {
    if (entries.length >= most) return { entries, over: true };
    const head = await window.bytes(at, 30 + 2 * 0xffff);
    if (head.length < 30) break;
    const view = viewOf(head);
    const [flags, nameLength, extraLength] = [view.getUint16(6, true), view.getUint16(26, true), view.getUint16(28, true)];
    const rawName = head.subarray(30, 30 + nameLength);
    const told = { packed: view.getUint32(18, true), size: view.getUint32(22, true), offset: at };
    const extra = extraOf(head.subarray(30 + nameLength, 30 + nameLength + extraLength), rawName, told, dosTime(view.getUint16(10, true), view.getUint16(12, true)));
    const data = at + 30 + nameLength + extraLength;
    const [method, crc] = [view.getUint16(8, true), view.getUint32(14, true)];
    let found = { packed: extra.sizes.packed, size: extra.sizes.size, crc, next: data + extra.sizes.packed };
    let known = data <= blob.size && nameLength > 0;
    const name = nameOf(rawName, (flags & 0x800) !== 0, extra.unicodePath);
    if ((flags & 8) !== 0 && found.packed === 0) {
      // Each such search may read to the end of the file; all of them together may read it four times.
      const late = known && searched < 4 * blob.size ? await findDescriptor(ahead, blob, data) : null;
      searched += (late?.next ?? blob.size) - data;
      if (late) found = late;
      known &&= late !== null;
    }
    known &&= found.next <= blob.size;
    if (known)
      entries.push({
        name,
        packed: found.packed,
        size: found.size,
        crc: found.crc,
        method,
        modified: extra.modified,
        offset: at,
        encrypted: (flags & 0x41) !== 0,
        sort: sortOf(name, 0, found.size),
        recovered: true,
      });
    // Sizes that do not lead to another record may lie: what stands inside the data is looked at too.
    const follows = known ? await window.bytes(found.next, 2) : null;
    const leads = follows !== null && (follows.length < 2 || (follows[0] === 0x50 && follows[1] === 0x4b));
    at = await findSignature(window, blob.size, leads ? found.next : at + 4, [LOCAL]);
  }
  return { entries, over: false };
};

/** Lists a zip. Where its directory is cut off or wrong, what can still be found is listed and `cut` says so. */
export const listZip = async (blob: Blob, most: number): Promise<ZipListing> => {
  const directory = await findDirectory(blob);
  if (directory === 'in-parts') return { entries: [], cut: false, inParts: true, over: false };
  const listed = directory ? await readDirectory(createBlobWindow(blob, 1024 * 1024), blob, directory, most) : null;
  if (listed?.whole) return { entries: listed.entries, cut: false, inParts: false, over: listed.over };
  const walked = await walkHeaders(blob, most);
  const byOffset = new Map(walked.entries.map((entry) => [entry.offset, entry]));
  for (const entry of listed?.entries ?? []) byOffset.set(entry.offset, entry);
  const entries = [...byOffset.values()].sort((a, b) => a.offset - b.offset);
  return { entries: entries.slice(0, most), cut: true, inParts: false, over: walked.over || entries.length > most };
};
