// A tar (or a Joplin JEX, which is one) as a Source: its headers are walked once, its files read by slice.
// Reads ustar, GNU long names and base-256 sizes, and pax (POSIX.1-2001).
// Invariant: a header counts only with its checksum; after a damaged one the walk goes on at the next that holds.

import type { ContainerLimits } from '#core/limits.ts';
import { ok, refuse } from '#core/result.ts';
import { bytesToText } from '#core/text.ts';
import { bytesOf, createBlobWindow, type BlobWindow } from './blob-window.ts';
import type { Shelf } from './container-shelf.ts';

/** Files up to this size are read with their neighbours. */
const SMALL = 256 * 1024;
const BLOCK = 512;
/** Bytes of a long name or of pax fields; more is no name. */
const MOST_MORE = 1024 * 1024;

const textAt = (bytes: Uint8Array, at: number, length: number): string => {
  const end = bytes.indexOf(0, at);
  return bytesToText(bytes.subarray(at, end >= 0 && end < at + length ? end : at + length));
};

/** Octal text, or base 256 where the first bit is set (GNU); NaN when it is neither. */
const numberAt = (header: Uint8Array, at: number, length: number): number => {
  if ((header[at]! & 0x80) !== 0) return header.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, header[at]! & 0x7f);
  const text = textAt(header, at, length).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : Number.NaN;
};

/** True for a header block whose checksum holds; some old programs sum signed bytes. */
export const isTarHeader = (block: Uint8Array): boolean => {
  if (block.length < BLOCK || block[0] === 0) return false;
  const claimed = numberAt(block, 148, 8);
  let [sum, signed] = [0, 0];
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 32 : block[i]!;
    sum += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return claimed === sum || claimed === signed;
};

/** pax fields: `length key=value\n`, one after another; what does not fit is left out. */
const parsePax = (bytes: Uint8Array): Map<string, string> => {
  const fields = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(bytesToText(bytes.subarray(at, Math.min(space, at + 10))));
    if (!Number.isSafeInteger(length) || length < 5 || at + length > bytes.length) break;
    const field = bytesToText(bytes.subarray(space + 1, at + length - 1));
    const equals = field.indexOf('=');
    if (equals > 0) fields.set(field.slice(0, equals), field.slice(equals + 1));
    at += length;
  }
  return fields;
};

const timeOf = (seconds: number): string =>
  Number.isFinite(seconds) && seconds > 0 && seconds < 253_000_000_000 ? new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z') : '';

const nextHeader = async (window: BlobWindow, size: number, from: number): Promise<number> => {
  for (let at = from; at + BLOCK <= size; at += BLOCK) if (isTarHeader(await window.bytes(at, BLOCK))) return at;
  return -1;
};

/** Puts what a tar holds on the shelf. A read refuses with `file-too-large` `{file, most}` or `file-damaged` `{file}`. */
export const shelveTar = async (blob: Blob, name: string, shelf: Shelf, limits: ContainerLimits): Promise<void> => {
  const window = createBlobWindow(blob);
  const small = createBlobWindow(blob, SMALL, 16);
  let longName: string | null = null;
  let pax = new Map<string, string>();
  let ended = false;
  for (let at = 0; at + BLOCK <= blob.size;) {
    const header = (await window.bytes(at, BLOCK)).slice();
    if (!isTarHeader(header)) {
      if (header.every((byte) => byte === 0)) {
        ended = true;
        break;
      }
      shelf.problem('tar-damaged', name, { place: at });
      at = await nextHeader(window, blob.size, at + BLOCK);
      if (at < 0) break;
      [longName, pax] = [null, new Map()];
      continue;
    }
    const sort = String.fromCharCode(header[156]!);
    const claimed = pax.get('size');
    const size = claimed !== undefined && sort !== 'x' && sort !== 'g' ? (/^\d{1,15}$/.test(claimed) ? Number(claimed) : Number.NaN) : numberAt(header, 124, 12);
    const data = at + BLOCK;
    const holdsData = !'123456'.includes(sort);
    const prefix = textAt(header, 257, 5) === 'ustar' && header[262] === 0 ? textAt(header, 345, 155) : '';
    const short = textAt(header, 0, 100);
    const path = pax.get('path') ?? longName ?? (prefix ? `${prefix}/${short}` : short);
    const whole = Number.isSafeInteger(size) && data + size <= blob.size;
    at = holdsData && whole ? data + Math.ceil(size / BLOCK) * BLOCK : data;

    if (sort === 'x' || sort === 'L') {
      if (!whole || size > MOST_MORE) shelf.problem('tar-damaged', name, { place: data - BLOCK });
      else if (sort === 'L') longName = textAt(await bytesOf(blob, data, data + size), 0, size);
      else pax = parsePax(await bytesOf(blob, data, data + size));
      continue;
    }
    if (sort === 'g' || sort === 'K' || sort === 'V') continue;
    const modified = timeOf(Number(pax.get('mtime') ?? numberAt(header, 136, 12)));
    const sparse = sort === 'S' || pax.has('GNU.sparse.major') || pax.has('GNU.sparse.map');
    [longName, pax] = [null, new Map()];
    if (sort === '5' || (path.endsWith('/') && size === 0)) continue;
    if (sort === '1' || sort === '2') shelf.problem('link-skipped', path);
    else if (sparse || !['0', '\0', '7'].includes(sort)) shelf.problem('file-special', path);
    else if (!whole) {
      // Its size may be the lie: headers may still follow within what it claims.
      shelf.problem('file-damaged', path);
      at = await nextHeader(window, blob.size, data);
      if (at < 0) return;
    } else {
      const taken = shelf.add({
        name: path,
        size,
        modified,
        async read(clean, asked) {
          const most = Math.min(asked, limits.attachment);
          if (size > most) return refuse({ code: 'file-too-large', with: { file: clean, most } });
          const bytes = await (size <= SMALL ? small.bytes(data, size).then((part) => part.slice()) : bytesOf(blob, data, data + size)).catch(() => null);
          return bytes?.length === size ? ok(bytes) : refuse({ code: 'file-damaged', with: { file: clean } });
        },
      });
      if (!taken) return;
    }
  }
  // Every tar ends in blocks of zeros; without them the last files may be missing.
  if (!ended) shelf.problem('tar-cut', name, { found: shelf.files.length });
};
