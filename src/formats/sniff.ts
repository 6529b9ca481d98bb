// What kind of file bytes are, by how they begin; else by the name. Here because exports name photos badly
// (a HEIC called .jpg, a recording without an ending) and only pictures and sound come in.
// Signatures: the formats' own specifications; ISO base media brands after ISO/IEC 14496-12 and 23008-12.

const latin = (bytes: Uint8Array, from: number, length: number): string => {
  let out = '';
  for (let i = from; i < Math.min(bytes.length, from + length); i += 1) out += String.fromCharCode(bytes[i]!);
  return out;
};

const starts = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, i) => bytes[i] === byte);

const AVIF = new Set(['avif', 'avis']);
const HEIC = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
const SOUND = new Set(['M4A ', 'M4B ', 'M4P ']);

/** The major brand says it; where that is the neutral `mif1`, the compatible brands say which picture it is. */
const isoMedia = (bytes: Uint8Array): string => {
  const major = latin(bytes, 8, 4);
  const others: string[] = [];
  const size = Math.min(((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0, bytes.length, 256);
  for (let at = 16; at + 4 <= size; at += 4) others.push(latin(bytes, at, 4));
  if (AVIF.has(major) || (major === 'mif1' && others.some((brand) => AVIF.has(brand)))) return 'image/avif';
  if (HEIC.has(major)) return 'image/heic';
  if (SOUND.has(major)) return 'audio/mp4';
  if (major === 'qt  ') return 'video/quicktime';
  return 'video/mp4';
};

/** MIME type by the first bytes (32 are enough for most, 256 for all), or null when they do not tell. */
export const sniffMime = (bytes: Uint8Array): string | null => {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  const four = latin(bytes, 0, 4);
  if (/^GIF8[79]a/.test(latin(bytes, 0, 6))) return 'image/gif';
  if (four === 'RIFF') {
    const kind = latin(bytes, 8, 4);
    return kind === 'WEBP' ? 'image/webp' : kind === 'WAVE' ? 'audio/wav' : null;
  }
  if (latin(bytes, 4, 4) === 'ftyp' && bytes.length >= 12) return isoMedia(bytes);
  if (four === 'OggS') return 'audio/ogg';
  if (four === 'fLaC') return 'audio/flac';
  if (four === 'caff') return 'audio/x-caf';
  if (four === '%PDF') return 'application/pdf';
  if (four === 'II*\0' || four === 'MM\0*') return 'image/tiff';
  if (four.startsWith('BM') && bytes.length > 26 && bytes[6] === 0 && bytes[7] === 0 && bytes[8] === 0 && bytes[9] === 0) return 'image/bmp';
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return latin(bytes, 0, 64).includes('webm') ? 'video/webm' : 'video/x-matroska';
  if (latin(bytes, 0, 5) === '#!AMR') return 'audio/amr';
  if (four.startsWith('ID3')) return 'audio/mpeg';
  // MPEG audio frames: eleven bits set, then version and layer; layer 00 is the AAC of ADTS.
  if (bytes[0] === 0xff && (bytes[1]! & 0xf6) === 0xf0) return 'audio/aac';
  if (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0 && (bytes[1]! & 0x18) !== 0x08 && (bytes[1]! & 0x06) !== 0 && bytes.length > 2 && (bytes[2]! & 0xf0) !== 0xf0)
    return 'audio/mpeg';
  return null;
};

const BY_ENDING = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['jpe', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['heic', 'image/heic'],
  ['heif', 'image/heic'],
  ['avif', 'image/avif'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
  ['bmp', 'image/bmp'],
  ['svg', 'image/svg+xml'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['m4b', 'audio/mp4'],
  ['wav', 'audio/wav'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['aac', 'audio/aac'],
  ['caf', 'audio/x-caf'],
  ['amr', 'audio/amr'],
  ['weba', 'audio/webm'],
  ['3gp', 'audio/3gpp'],
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
  ['mkv', 'video/x-matroska'],
  ['avi', 'video/x-msvideo'],
  ['pdf', 'application/pdf'],
]);

const [SLASH, DOT] = [47, 46];

/** What follows the last dot of a file name, lower case; '' when there is none. */
export const endingOf = (path: string): string => {
  // By hand from the end: of every file of a folder each format asks this.
  for (let at = path.length - 1; at > 0; at -= 1) {
    const unit = path.charCodeAt(at);
    if (unit === SLASH) return '';
    if (unit === DOT) return path.charCodeAt(at - 1) === SLASH ? '' : path.slice(at + 1).toLowerCase();
  }
  return '';
};

/** MIME type by the ending of a name, or null when it does not tell. */
export const mimeByName = (path: string): string | null => BY_ENDING.get(endingOf(path)) ?? null;

/** By the bytes where they tell, else by the name, else unknown bytes. */
export const mimeOf = (path: string, bytes: Uint8Array): string => sniffMime(bytes) ?? mimeByName(path) ?? 'application/octet-stream';

/** Pictures and sound are what an entry can hold. A drawing in SVG can carry scripts, and does not come in. */
export const canBeKept = (mime: string): boolean => (mime.startsWith('image/') && mime !== 'image/svg+xml') || mime.startsWith('audio/');

const ENDINGS = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/heic', 'heic'],
  ['image/avif', 'avif'],
  ['image/tiff', 'tiff'],
  ['image/bmp', 'bmp'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/wav', 'wav'],
  ['audio/ogg', 'ogg'],
  ['audio/flac', 'flac'],
  ['audio/aac', 'aac'],
  ['audio/x-caf', 'caf'],
  ['audio/webm', 'weba'],
  ['audio/amr', 'amr'],
  ['audio/3gpp', '3gp'],
]);

/** The usual ending for a MIME type (parameters ignored), `bin` when there is none. */
export const endingFor = (mime: string): string => ENDINGS.get(mime.split(';')[0]!.trim().toLowerCase()) ?? 'bin';
