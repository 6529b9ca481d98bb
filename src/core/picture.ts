// What a picture or recording tells besides what it shows: where, when and with which device it was made. That is left
// behind when it is attached, unless the person keeps it on purpose. And a picture's size, for its place on the page.
// Invariant: either everything known to tell is gone, or the same bytes come back with `cannot`; never throws.

import { blankFilm, blankPicture, heifSize } from './picture-boxes.ts';
import { parseExif, tellsPlace } from './picture-exif.ts';
import { rebuildGif, rebuildJpeg, rebuildPng, rebuildWav, rebuildWebp, type Rebuilt } from './picture-segments.ts';

export interface WithoutLocation {
  readonly bytes: Uint8Array;
  /** A place was found in it. */
  readonly hadLocation: boolean;
  /** It could not be surely removed: `bytes` are those given, and the person is told. */
  readonly cannot?: true;
}

type Sort = 'jpeg' | 'png' | 'gif' | 'webp' | 'wav' | 'heif' | 'film' | 'mp3' | 'bmp' | 'other-sound' | 'unknown';

const ascii = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** By its first bytes; the name and the claimed type may lie. `mime` only parts sounds from what is unknown. */
const sortOf = (bytes: Uint8Array, mime: string): Sort => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && bytes.length >= 12) return ascii(bytes, 8, 4) === 'WEBP' ? 'webp' : ascii(bytes, 8, 4) === 'WAVE' ? 'wav' : 'unknown';
  if (ascii(bytes, 4, 4) === 'ftyp') return /^(?:hei|hev|mif|msf|avi)/.test(ascii(bytes, 8, 4)) ? 'heif' : 'film';
  if (ascii(bytes, 0, 3) === 'ID3') return 'mp3';
  if (ascii(bytes, 0, 2) === 'BM' && bytes.length > 26) return 'bmp';
  // Ogg, FLAC, WebM, AAC and MP3 without a tag in front.
  if (/^(?:OggS|fLaC|\x1aE\xdf\xa3)/.test(ascii(bytes, 0, 4)) || (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0 && mime.startsWith('audio/'))) return 'other-sound';
  return 'unknown';
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** Frames of an ID3v2 tag that may tell a place or a device: objects, private data, and notes that speak of one. */
const blankId3 = (given: Uint8Array): Rebuilt | null => {
  const [major, flags] = [given[3] ?? 0, given[5] ?? 0];
  if (given.length < 10 || major < 3 || major > 4 || (flags & 0xc0) !== 0) return tellsPlace(given.subarray(0, 65_536)) ? null : { parts: [given], hadLocation: false };
  const bytes = given.slice();
  const view = viewOf(bytes);
  const sizeAt = (at: number, safe: boolean): number => (safe ? bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + (byte & 127), 0) : view.getUint32(at));
  const end = Math.min(bytes.length, 10 + sizeAt(6, true));
  let hadLocation = false;
  for (let at = 10; at + 10 <= end && bytes[at] !== 0;) {
    const to = at + 10 + sizeAt(at + 4, major === 4);
    if (to > end) return null;
    const [name, frame] = [ascii(bytes, at, 4), bytes.subarray(at + 10, to)];
    const tells = tellsPlace(frame);
    if (['GEOB', 'PRIV', 'UFID'].includes(name) || (tells && ['TXXX', 'COMM', 'USLT', 'WXXX'].includes(name))) {
      hadLocation ||= tells;
      frame.fill(0);
    }
    at = to;
  }
  return { parts: [bytes], hadLocation };
};

/** Sounds without a remover: kept as they are when nothing in their head or tail speaks of a place. */
const lookedThrough = (bytes: Uint8Array): Rebuilt | null =>
  tellsPlace(bytes.subarray(0, 65_536)) || tellsPlace(bytes.subarray(-65_536)) ? null : { parts: [bytes], hadLocation: false };

const REMOVERS: Readonly<Record<Exclude<Sort, 'unknown'>, (bytes: Uint8Array) => Rebuilt | null>> = {
  jpeg: rebuildJpeg,
  png: rebuildPng,
  gif: rebuildGif,
  webp: rebuildWebp,
  wav: rebuildWav,
  heif: blankPicture,
  film: blankFilm,
  mp3: blankId3,
  bmp: (bytes) => ({ parts: [bytes], hadLocation: false }),
  'other-sound': lookedThrough,
};

/**
 * The picture or recording without place, time, device, author and notes; what it shows, its colours and how it is
 * turned stay. `mime` is what the file claims to be; its first bytes decide.
 */
export const withoutLocation = (bytes: Uint8Array, mime: string): WithoutLocation => {
  const sort = sortOf(bytes, mime);
  const rebuilt = sort === 'unknown' ? null : REMOVERS[sort](bytes);
  if (!rebuilt) return { bytes, hadLocation: tellsPlace(bytes.subarray(0, 262_144)), cannot: true };
  return { bytes: rebuilt.parts.length === 1 ? rebuilt.parts[0]! : joined(rebuilt.parts), hadLocation: rebuilt.hadLocation };
};

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const jpegSize = (bytes: Uint8Array): PictureSize | null => {
  const view = viewOf(bytes);
  let turned = false;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xe1 && ascii(bytes, at + 4, 5) === 'Exif\0') turned = parseExif(bytes.subarray(at + 10, at + 2 + view.getUint16(at + 2))).orientation > 4;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
};

const webpSize = (bytes: Uint8Array): PictureSize | null => {
  if (bytes.length < 30) return null;
  const view = viewOf(bytes);
  const kind = ascii(bytes, 12, 4);
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 'VP8L') return { width: (view.getUint32(21, true) & 0x3fff) + 1, height: ((view.getUint32(21, true) >>> 14) & 0x3fff) + 1 };
  if (kind === 'VP8X') return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 };
  return null;
};

/** Width and height in pixels as it is shown (turned where it is turned); null when they cannot be told. */
export const pictureSize = (bytes: Uint8Array, mime: string): PictureSize | null => {
  const sort = sortOf(bytes, mime);
  const view = viewOf(bytes);
  const size =
    sort === 'jpeg'
      ? jpegSize(bytes)
      : sort === 'png' && bytes.length >= 24
        ? { width: view.getUint32(16), height: view.getUint32(20) }
        : sort === 'gif' && bytes.length >= 10
          ? { width: view.getUint16(6, true), height: view.getUint16(8, true) }
          : sort === 'webp'
            ? webpSize(bytes)
            : sort === 'heif'
              ? heifSize(bytes)
              : sort === 'bmp'
                ? { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
                : null;
  return size && size.width > 0 && size.height > 0 ? size : null;
};
