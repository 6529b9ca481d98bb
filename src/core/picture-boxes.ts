// HEIC, AVIF, MP4, M4A and MOV without what they tell about who, where and with what. These files name places in
// themselves by offset, so nothing moves: what tells is overwritten where it stands (ISO 14496-12, 23008-12).
// Null: not understood, or not surely all found. Never throws; gives a copy, never changes the bytes given.

import { parseExif, tellsPlace } from './picture-exif.ts';
import type { Rebuilt } from './picture-segments.ts';

interface Box {
  readonly type: string;
  /** Where its size stands. */
  readonly start: number;
  /** Where its content begins and ends. */
  readonly from: number;
  readonly to: number;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const ascii = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));

/** The boxes in a range; null when their sizes do not fit it. */
export const boxesIn = (bytes: Uint8Array, from: number, to: number): Box[] | null => {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1) {
      if (at + 16 > to) return null;
      size = view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12);
      head = 16;
    } else if (size === 0) size = to - at;
    if (size < head || at + size > to || boxes.length >= 10_000) return null;
    boxes.push({ type: ascii(bytes, at + 4, 4), start: at, from: at + head, to: at + size });
    at += size;
  }
  return boxes;
};

/** Makes a box one that readers pass over, and empties it. */
const blank = (bytes: Uint8Array, box: Box): void => {
  bytes.set([0x66, 0x72, 0x65, 0x65], box.start + 4);
  bytes.fill(0, box.from, box.to);
};

const XMP_UUID = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/** Audio and video: user data, metadata and XMP are emptied, in the film and in each of its tracks. */
export const blankFilm = (given: Uint8Array): Rebuilt | null => {
  const bytes = given.slice();
  const top = boxesIn(bytes, 0, bytes.length);
  const film = top?.find((box) => box.type === 'moov');
  if (!top || !film) return null;
  let hadLocation = false;
  let sure = true;
  const visit = (boxes: readonly Box[] | null, depth: number): void => {
    if (!boxes) {
      sure = false;
      return;
    }
    for (const box of boxes) {
      if (box.type === 'udta' || box.type === 'meta' || (box.type === 'uuid' && XMP_UUID.every((byte, i) => bytes[box.from + i] === byte))) {
        hadLocation ||= tellsPlace(bytes.subarray(box.from, box.to)) || /©xyz|\xa9xyz|loci/.test(latin(bytes.subarray(box.from, box.to)));
        blank(bytes, box);
      } else if (['moov', 'trak', 'mdia'].includes(box.type) && depth < 4) visit(boxesIn(bytes, box.from, box.to), depth + 1);
      // A track of timed notes (where a camera was, second by second) lies among the sound: not taken apart here.
      else if (box.type === 'hdlr' && ['meta', 'camm', 'gpmd'].includes(ascii(bytes, box.from + 8, 4))) sure = false;
    }
  };
  visit(top, 0);
  return sure ? { parts: [bytes], hadLocation } : null;
};

const latin = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < Math.min(bytes.length, 65_536); at += 8192) text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, bytes.length)));
  return text;
};

interface Item {
  readonly id: number;
  readonly type: string;
  readonly isXmp: boolean;
}

const itemsOf = (bytes: Uint8Array, iinf: Box): Item[] | null => {
  const view = viewOf(bytes);
  if (iinf.to - iinf.from < 6) return null;
  const boxes = boxesIn(bytes, iinf.from + (bytes[iinf.from] === 0 ? 6 : 8), iinf.to);
  if (!boxes) return null;
  const items: Item[] = [];
  for (const box of boxes) {
    const version = bytes[box.from];
    if (box.type !== 'infe' || (version !== 2 && version !== 3) || box.to - box.from < 8 + version * 2) return null;
    const id = version === 2 ? view.getUint16(box.from + 4) : view.getUint32(box.from + 4);
    const at = box.from + (version === 2 ? 8 : 10);
    items.push({ id, type: ascii(bytes, at, 4), isXmp: ascii(bytes, at, 4) === 'mime' && latin(bytes.subarray(at + 4, box.to)).includes('rdf+xml') });
  }
  return items;
};

/** Where items lie: ranges of the file by item id. Null when the table is not understood. */
const placesOf = (bytes: Uint8Array, iloc: Box, idat: Box | undefined): Map<number, (readonly [from: number, to: number])[]> | null => {
  const view = viewOf(bytes);
  let at = iloc.from + 4;
  /** A number of 0, 4 or 8 bytes; NaN past the end of the box. */
  const take = (size: number): number => {
    if (at + size > iloc.to) at = Number.NaN;
    if (Number.isNaN(at)) return Number.NaN;
    at += size;
    return size === 0 ? 0 : size === 2 ? view.getUint16(at - 2) : size === 4 ? view.getUint32(at - 4) : view.getUint32(at - 8) * 2 ** 32 + view.getUint32(at - 4);
  };
  const version = bytes[iloc.from] ?? 9;
  const sizes = take(2);
  const [offsetSize, lengthSize, baseSize, indexSize] = [(sizes >> 12) & 15, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  if (version > 2 || ![offsetSize, lengthSize, baseSize, indexSize].every((size) => [0, 4, 8].includes(size))) return null;
  const count = take(version < 2 ? 2 : 4);
  const places = new Map<number, (readonly [number, number])[]>();
  for (let i = 0; i < count; i++) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    const elsewhere = take(2);
    const base = take(baseSize);
    const extents = take(2);
    const ranges: (readonly [number, number])[] = [];
    for (let e = 0; e < extents; e++) {
      take(indexSize);
      const [offset, length] = [take(offsetSize), take(lengthSize)];
      const from = base + offset + (method === 1 ? (idat?.from ?? Number.NaN) : 0);
      const to = from + length;
      if (!(to <= bytes.length)) return null;
      ranges.push([from, length === 0 ? bytes.length : to]);
    }
    if (Number.isNaN(at)) return null;
    places.set(id, elsewhere !== 0 || method > 1 ? [] : ranges);
  }
  return places;
};

const EMPTY_TIFF = [0, 0, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const EMPTY_XMP = Uint8Array.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', (c) => c.charCodeAt(0));

/** Pictures: the Exif and XMP items are overwritten by empty ones. How the picture is turned stands elsewhere (`irot`) and stays. */
export const blankPicture = (given: Uint8Array): Rebuilt | null => {
  const bytes = given.slice();
  const top = boxesIn(bytes, 0, bytes.length);
  const meta = top?.find((box) => box.type === 'meta');
  const inside = meta && boxesIn(bytes, meta.from + 4, meta.to);
  // A row of pictures with a time line has its notes in a second place, which is not taken apart here.
  if (!top || !meta || top.some((box) => box.type === 'moov')) return null;
  const find = (type: string): Box | undefined => inside?.find((box) => box.type === type);
  const [iinf, iloc] = [find('iinf'), find('iloc')];
  const items = iinf && itemsOf(bytes, iinf);
  const places = iloc && placesOf(bytes, iloc, find('idat'));
  if (!items || !places) return null;
  const tells = items.filter((item) => item.type === 'Exif' || item.isXmp);
  const shown = [...places].filter(([id]) => !tells.some((item) => item.id === id)).flatMap(([, ranges]) => ranges);
  const table = [iinf, iloc].map((box) => [box!.start, box!.to] as const);
  let hadLocation = false;
  for (const item of tells) {
    const [range, ...more] = places.get(item.id) ?? [];
    // In pieces, in another file, nowhere, or over what the picture itself is made of: not surely found.
    if (!range || more.length > 0 || [...shown, ...table].some(([from, to]) => from < range[1] && range[0] < to)) return null;
    const block = bytes.subarray(...range);
    if (item.isXmp) {
      hadLocation ||= tellsPlace(block);
      block.fill(0x20);
      if (block.length >= EMPTY_XMP.length) block.set(EMPTY_XMP);
    } else {
      const start = block.length >= 4 ? 4 + viewOf(block).getUint32(0) : block.length;
      hadLocation ||= parseExif(block.subarray(Math.min(start, block.length))).hasPlace;
      block.fill(0);
      if (block.length >= EMPTY_TIFF.length) block.set(EMPTY_TIFF);
    }
  }
  return { parts: [bytes], hadLocation };
};

/** The properties of the picture's chief item (`pitm`, `ipma`); all properties where that cannot be told. */
const propertiesOf = (bytes: Uint8Array, inside: readonly Box[], iprp: readonly Box[], properties: readonly Box[]): readonly Box[] => {
  const view = viewOf(bytes);
  const [pitm, ipma] = [inside.find((box) => box.type === 'pitm'), iprp.find((box) => box.type === 'ipma')];
  if (!pitm || !ipma || pitm.to - pitm.from < 8 - (bytes[pitm.from] === 0 ? 2 : 0) || ipma.to - ipma.from < 8) return properties;
  const chief = bytes[pitm.from] === 0 ? view.getUint16(pitm.from + 4) : view.getUint32(pitm.from + 4);
  const [wideId, wideIndex] = [bytes[ipma.from] !== 0, (bytes[ipma.from + 3]! & 1) === 1];
  for (let at = ipma.from + 8; at + (wideId ? 5 : 3) <= ipma.to;) {
    const id = wideId ? view.getUint32(at) : view.getUint16(at);
    at += wideId ? 4 : 2;
    const count = bytes[at++]!;
    const step = wideIndex ? 2 : 1;
    if (at + count * step > ipma.to) break;
    if (id === chief)
      return Array.from({ length: count }, (_, i) => properties[(wideIndex ? view.getUint16(at + i * 2) & 0x7fff : bytes[at + i]! & 0x7f) - 1]).filter((box) => box !== undefined);
    at += count * step;
  }
  return properties;
};

/** Width and height of a HEIC or AVIF as shown: its extent (`ispe`), turned where it is turned (`irot`). */
export const heifSize = (bytes: Uint8Array): { readonly width: number; readonly height: number } | null => {
  const view = viewOf(bytes);
  const meta = boxesIn(bytes, 0, bytes.length)?.find((box) => box.type === 'meta');
  const inside = (meta && boxesIn(bytes, meta.from + 4, meta.to)) ?? [];
  const found = inside.find((box) => box.type === 'iprp');
  const iprp = (found && boxesIn(bytes, found.from, found.to)) ?? [];
  const ipco = iprp.find((box) => box.type === 'ipco');
  const properties = propertiesOf(bytes, inside, iprp, (ipco && boxesIn(bytes, ipco.from, ipco.to)) ?? []);
  const sizes = properties
    .filter((box) => box.type === 'ispe' && box.to - box.from >= 12)
    .map((box) => ({ width: view.getUint32(box.from + 4), height: view.getUint32(box.from + 8) }));
  const largest = sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
  const turned = properties.some((box) => box.type === 'irot' && box.to > box.from && (bytes[box.from]! & 1) === 1);
  return largest ? (turned ? { width: largest.height, height: largest.width } : largest) : null;
};
