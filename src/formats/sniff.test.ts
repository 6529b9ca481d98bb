import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBeKept, endingFor, endingOf, mimeByName, mimeOf, sniffMime } from './sniff.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from([...parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((sign) => sign.charCodeAt(0)))), ...Array.from({ length: 32 }, () => 0)]);
const ftyp = (major: string, ...others: string[]): Uint8Array => bytes(0, 0, 0, 16 + 4 * others.length, 'ftyp', major, 0, 0, 0, 0, ...others);

test.each([
  ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
  ['image/png', bytes(0x89, 'PNG\r\n', 0x1a, '\n')],
  ['image/gif', bytes('GIF89a')],
  ['image/webp', bytes('RIFF', 1, 2, 3, 4, 'WEBP')],
  ['image/heic', ftyp('heic')],
  ['image/heic', ftyp('mif1', 'heic')],
  ['image/avif', ftyp('avif')],
  ['image/avif', ftyp('mif1', 'mif1', 'avif')],
  ['audio/mp4', ftyp('M4A ')],
  ['video/mp4', ftyp('isom')],
  ['video/quicktime', ftyp('qt  ')],
  ['audio/mpeg', bytes('ID3', 4)],
  ['audio/mpeg', bytes(0xff, 0xfb, 0x90)],
  ['audio/aac', bytes(0xff, 0xf1, 0x50)],
  ['audio/wav', bytes('RIFF', 1, 2, 3, 4, 'WAVE')],
  ['audio/ogg', bytes('OggS')],
  ['audio/flac', bytes('fLaC')],
  ['audio/x-caf', bytes('caff')],
  ['application/pdf', bytes('%PDF-1.7')],
])('%s is known by its first bytes', (mime, content) => expect(sniffMime(content)).toBe(mime));

test('words are no picture, and a wrong ending does not win over the bytes', () => {
  expect(sniffMime(bytes('Dear diary'))).toBeNull();
  expect(mimeOf('a.jpg', bytes(0x89, 'PNG\r\n', 0x1a, '\n'))).toBe('image/png');
  expect(mimeOf('a.jpg', bytes('?'))).toBe('image/jpeg');
  expect(mimeOf('a', bytes('?'))).toBe('application/octet-stream');
});

test('endings are read from the last dot of the name, not of a folder', () => {
  expect(endingOf('photos.d/x')).toBe('');
  expect(endingOf('.hidden')).toBe('');
  expect(mimeByName('a/B.JPEG')).toBe('image/jpeg');
});

test('only pictures and sound are kept, and never a drawing that may hold a script', () => {
  expect([canBeKept('image/png'), canBeKept('audio/mp4'), canBeKept('video/mp4'), canBeKept('image/svg+xml')]).toEqual([true, true, false, false]);
  expect(endingFor('audio/mp4; codecs=x')).toBe('m4a');
});

test('any bytes are looked at without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (content) => typeof mimeOf('x', content) === 'string'));
});
