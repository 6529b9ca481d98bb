// JPEG, PNG, WebP and GIF without what they tell about who, where and with what: the file is rebuilt from the parts
// that are needed to show it, so that a kind of part that nobody thought of is left out, not let through.
// Colour profiles stay, and how the picture is turned. What follows the picture's end (a hidden video, a second
// picture with its own place) is left out. Null: not understood. Never throws.

import { crc32 } from './crc32.ts';
import { orientationExif, parseExif, tellsPlace, type ExifFacts } from './picture-exif.ts';

export interface Rebuilt {
  readonly parts: readonly Uint8Array[];
  readonly hadLocation: boolean;
}

const ascii = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
const textBytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The end of the coded data that starts at `at`: where the next marker stands, or the end of the file. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
};

export const rebuildJpeg = (bytes: Uint8Array): Rebuilt | null => {
  const kept: Uint8Array[] = [];
  let exif: ExifFacts = { orientation: 1, hasPlace: false };
  let hadLocation = false;
  let shows = false;
  const view = viewOf(bytes);
  for (let at = 2; ;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    // Cut short: what was there can still be shown by most, as long as a scan began.
    if (at + 4 > bytes.length && shows && bytes[at + 1] !== 0xd9) break;
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) {
      kept.push(bytes.subarray(at, at + 2));
      break;
    }
    if (at + 4 > bytes.length) return null;
    const end = at + 2 + view.getUint16(at + 2);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || end < at + 4 || end > bytes.length) return null;
    const name = ascii(bytes, at + 4, 12);
    if (marker === 0xe1 && name.startsWith('Exif\0')) {
      const found = parseExif(bytes.subarray(at + 10, end));
      exif = { orientation: found.orientation === 1 ? exif.orientation : found.orientation, hasPlace: exif.hasPlace || found.hasPlace };
    }
    const needed =
      marker < 0xe0 ||
      (marker > 0xef && marker !== 0xfe) ||
      (marker === 0xe0 && name.startsWith('JFIF\0')) ||
      (marker === 0xe2 && name === 'ICC_PROFILE\0') ||
      (marker === 0xee && name.startsWith('Adobe'));
    if (needed) kept.push(bytes.subarray(at, end));
    else hadLocation ||= tellsPlace(bytes.subarray(at + 4, end));
    at = end;
    if (marker === 0xda) {
      shows = true;
      at = endOfScan(bytes, end);
      kept.push(bytes.subarray(end, at));
      if (at >= bytes.length - 1) break;
    }
  }
  if (!shows) return null;
  const turned = exif.orientation === 1 ? [] : [new Uint8Array([0xff, 0xe1, 0, 34]), textBytes('Exif\0\0'), orientationExif(exif.orientation)];
  // JFIF, where there is one, stands first; Exif after it.
  const first = kept[0]?.[1] === 0xe0 ? 1 : 0;
  return { parts: [bytes.subarray(0, 2), ...kept.slice(0, first), ...turned, ...kept.slice(first)], hadLocation: hadLocation || exif.hasPlace };
};

const PNG_NEEDED = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'cICP',
  'mDCV',
  'cLLI',
  'bKGD',
  'hIST',
  'pHYs',
  'sPLT',
  'acTL',
  'fcTL',
  'fdAT',
]);

const pngChunk = (name: string, data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(12 + data.length);
  const view = viewOf(out);
  view.setUint32(0, data.length);
  out.set(textBytes(name), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
};

export const rebuildPng = (bytes: Uint8Array): Rebuilt | null => {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const view = viewOf(bytes);
  let hadLocation = false;
  let orientation = 1;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    const name = ascii(bytes, at + 4, 4);
    const data = bytes.subarray(at + 8, end - 4);
    if (at === 8 && name !== 'IHDR') return null;
    if (PNG_NEEDED.has(name)) {
      if (name === 'IDAT' && orientation > 1) {
        parts.push(pngChunk('eXIf', orientationExif(orientation)));
        orientation = 0;
      }
      parts.push(bytes.subarray(at, end));
    } else if (name === 'eXIf') {
      const exif = parseExif(data);
      if (orientation === 1) orientation = exif.orientation;
      hadLocation ||= exif.hasPlace;
    } else hadLocation ||= tellsPlace(data);
    at = end;
    if (name !== 'IEND') continue;
    if (orientation > 1) parts.splice(parts.length - 1, 0, pngChunk('eXIf', orientationExif(orientation)));
    return { parts, hadLocation };
  }
  return null;
};

/** Rebuilds a RIFF file (WebP, WAV) from the chunks that are `needed`. */
const rebuildRiff = (bytes: Uint8Array, needed: ReadonlySet<string>): (Rebuilt & { readonly orientation: number }) | null => {
  const parts: Uint8Array[] = [bytes.slice(0, 12)];
  const view = viewOf(bytes);
  const claimed = 8 + view.getUint32(4, true);
  let hadLocation = false;
  let orientation = 1;
  for (let at = 12; at + 8 <= Math.min(claimed, bytes.length);) {
    const size = view.getUint32(at + 4, true);
    const name = ascii(bytes, at, 4);
    const end = at + 8 + size;
    // A recording that was cut off while it ran claims more than there is.
    if (end > bytes.length && name !== 'data') return null;
    const data = bytes.subarray(at + 8, Math.min(end, bytes.length));
    if (needed.has(name)) {
      parts.push(bytes.slice(at, end));
      if (size % 2 === 1 && end <= bytes.length) parts.push(new Uint8Array(1));
    } else if (name === 'EXIF') {
      const exif = parseExif(ascii(data, 0, 6) === 'Exif\0\0' ? data.subarray(6) : data);
      orientation = exif.orientation;
      hadLocation ||= exif.hasPlace;
    } else hadLocation ||= tellsPlace(data);
    at = end + (size % 2);
  }
  return { parts, hadLocation, orientation };
};

const withRiffSize = (parts: readonly Uint8Array[]): readonly Uint8Array[] => {
  viewOf(parts[0]!).setUint32(4, parts.reduce((sum, part) => sum + part.length, 0) - 8, true);
  return parts;
};

const WEBP_NEEDED = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

export const rebuildWebp = (bytes: Uint8Array): Rebuilt | null => {
  const rebuilt = rebuildRiff(bytes, WEBP_NEEDED);
  if (!rebuilt || rebuilt.parts.length < 2) return null;
  const parts = [...rebuilt.parts];
  const extended = parts.find((part) => ascii(part, 0, 4) === 'VP8X');
  if (extended && extended.length < 18) return null;
  if (extended) extended[8] = extended[8]! & ~(EXIF_FLAG | XMP_FLAG);
  // A turned picture without the extended header says so to nobody: then there is nothing to keep.
  if (extended && rebuilt.orientation > 1) {
    extended[8] = extended[8]! | EXIF_FLAG;
    parts.push(textBytes('EXIF\x1a\0\0\0'), orientationExif(rebuilt.orientation));
  }
  return { parts: withRiffSize(parts), hadLocation: rebuilt.hadLocation };
};

const WAV_NEEDED = new Set(['fmt ', 'data', 'fact', 'cue ', 'smpl', 'wavl', 'slnt', 'PEAK']);

export const rebuildWav = (bytes: Uint8Array): Rebuilt | null => {
  const rebuilt = rebuildRiff(bytes, WAV_NEEDED);
  return rebuilt && rebuilt.parts.some((part) => ascii(part, 0, 4) === 'data') ? { parts: withRiffSize(rebuilt.parts), hadLocation: rebuilt.hadLocation } : null;
};

const GIF_NEEDED = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

export const rebuildGif = (bytes: Uint8Array): Rebuilt | null => {
  if (bytes.length < 14) return null;
  const tableOf = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));
  /** The end of a row of sub-blocks, or −1. */
  const endOfBlocks = (from: number): number => {
    for (let at = from; at < bytes.length; at += bytes[at]! + 1) if (bytes[at] === 0) return at + 1;
    return -1;
  };
  let hadLocation = false;
  let at = 13 + tableOf(bytes[10]!);
  const parts: Uint8Array[] = [bytes.subarray(0, at)];
  let shows = false;
  while (at < bytes.length) {
    const sort = bytes[at]!;
    if (sort === 0x3b) return shows ? { parts: [...parts, bytes.subarray(at, at + 1)], hadLocation } : null;
    if (sort !== 0x21 && sort !== 0x2c) return null;
    const end = endOfBlocks(sort === 0x21 ? at + 2 : at + 11 + tableOf(bytes[at + 9] ?? 0));
    if (end < 0) return null;
    shows ||= sort === 0x2c;
    if (sort === 0x2c || bytes[at + 1] === 0xf9 || (bytes[at + 1] === 0xff && GIF_NEEDED.has(ascii(bytes, at + 3, 11)))) parts.push(bytes.subarray(at, end));
    else hadLocation ||= tellsPlace(bytes.subarray(at, end));
    at = end;
  }
  return null;
};
