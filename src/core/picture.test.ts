// Real small files with a place, an author and a device in them (test/fixtures/pictures/SOURCE.md says how they were made).

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExif } from './picture-exif.ts';
import { pictureSize, withoutLocation } from './picture.ts';

const folder = new URL('../../test/fixtures/pictures/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => !name.endsWith('.md'));
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const mimeOf = (name: string): string => (/\.(m4a|mp3|3gp|mov)$/.test(name) ? 'audio/x' : 'image/x');
const concat = (...parts: (Uint8Array | string)[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : p))));

/** What must not be found in a file any more, as text and as the bytes of a GPS tag in either byte order. */
const TRACES = ['GPS', 'Ada', 'SN-424242', 'Kamera', 'Vienna', '48.2', '+48', 'ISO6709', '\x25\x88\x04\0', '\x88\x25\0\x04', '\x00\x30\x35'];
const tracesIn = (bytes: Uint8Array): string[] => TRACES.filter((trace) => Buffer.from(bytes).includes(Buffer.from(trace, 'latin1')));

describe('A picture or recording that tells a place', () => {
  test.each(fixtures.filter((name) => !/^plain|mp3$/.test(name)))('%s tells none afterwards, and it is said that it did', (name) => {
    expect(tracesIn(fixture(name)).length).toBeGreaterThan(0);
    const done = withoutLocation(fixture(name), mimeOf(name));
    expect(done.cannot).toBeUndefined();
    expect(done.hadLocation).toBe(true);
    expect(tracesIn(done.bytes)).toEqual([]);
  });

  test.each(fixtures)('%s: doing it again changes nothing more', (name) => {
    const once = withoutLocation(fixture(name), mimeOf(name)).bytes;
    const twice = withoutLocation(once, mimeOf(name));
    expect(twice.hadLocation).toBe(false);
    expect(Buffer.compare(twice.bytes, once)).toBe(0);
  });

  test.each(fixtures.filter((name) => name.startsWith('plain')))('%s, which tells nothing, stays as it is in what it shows', (name) => {
    const done = withoutLocation(fixture(name), mimeOf(name));
    expect(done).toMatchObject({ hadLocation: false });
    expect(done.cannot).toBeUndefined();
    expect(pictureSize(done.bytes, mimeOf(name))).toEqual({ width: 24, height: 16 });
  });

  test.each(['heic', 'avif'])('a %s keeps its length and its picture data where they are', (sort) => {
    const before = fixture(`gps.${sort}`);
    const after = withoutLocation(before, 'image/heic').bytes;
    expect(after.length).toBe(before.length);
    const data = Buffer.from(fixture(`plain.${sort}`).subarray(-40));
    expect(Buffer.from(before).includes(data)).toBe(true);
    expect(Buffer.from(after).includes(data)).toBe(true);
  });

  test.each(['gps-II.jpg', 'gps-MM.jpg', 'gps.webp'])('%s stays turned as it was, in a block that says only that', (name) => {
    const bytes = withoutLocation(fixture(name), 'image/x').bytes;
    const at = Buffer.from(bytes).indexOf(Buffer.from('II*\0', 'latin1'));
    expect(parseExif(bytes.subarray(at))).toEqual({ orientation: 6, hasPlace: false });
    if (name.endsWith('jpg')) expect(pictureSize(bytes, 'image/jpeg')).toEqual({ width: 16, height: 24 });
  });

  test('a colour profile stays, and coded picture data are the same bytes', () => {
    const plain = fixture('plain.jpg');
    const profile = concat('\xff\xe2', new Uint8Array([0, 24]), 'ICC_PROFILE\0\x01\x01colours!');
    const withBoth = concat(plain.subarray(0, 2), profile, '\xff\xe1', new Uint8Array([0, 13]), 'http://ns.a', plain.subarray(2));
    const done = withoutLocation(withBoth, 'image/jpeg').bytes;
    expect(Buffer.from(done).includes(Buffer.from(profile))).toBe(true);
    expect(Buffer.from(done).includes('http')).toBe(false);
    expect(Buffer.from(done).subarray(-150)).toEqual(Buffer.from(plain).subarray(-150));
  });

  test('what hides behind the end of a picture is left out', () => {
    for (const name of ['plain.jpg', 'plain.png', 'noted.gif']) {
      const done = withoutLocation(concat(fixture(name), fixture('gps-II.jpg')), 'image/x');
      expect(done.cannot).toBeUndefined();
      expect(tracesIn(done.bytes)).toEqual([]);
    }
  });

  test('a WebP says no longer that it has Exif or XMP, and its size is right', () => {
    const bytes = withoutLocation(concat(fixture('gps.webp')), 'image/webp').bytes;
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)).toBe(bytes.length - 8);
    expect(bytes[20]! & 0x04).toBe(0);
  });

  test('notes in a WAV go, its sound stays', () => {
    const size = (n: number): Uint8Array => new Uint8Array([n, 0, 0, 0]);
    const wav = concat('RIFF', size(4 + 24 + 10 + 22), 'WAVE', 'fmt ', size(16), new Uint8Array(16), 'data', size(2), 'ab', 'LIST', size(14), 'INFOIARLVienna');
    const done = withoutLocation(wav, 'audio/wav');
    expect(tracesIn(done.bytes)).toEqual([]);
    expect(Buffer.from(done.bytes).includes('ab')).toBe(true);
  });

  test('objects in an MP3 are emptied, its title and sound stay', () => {
    const frame = (id: string, body: string): string => `${id}\0\0\0${String.fromCharCode(body.length)}\0\0${body}`;
    const frames = frame('TIT2', '\0memo') + frame('GEOB', '\0GPS here') + frame('TXXX', '\0location\x00Vienna');
    const done = withoutLocation(concat(`ID3\x03\0\0\0\0\0${String.fromCharCode(frames.length)}`, frames, fixture('spoken.mp3').subarray(-200)), 'audio/mpeg');
    expect(done.hadLocation).toBe(true);
    expect(tracesIn(done.bytes)).toEqual([]);
    expect(Buffer.from(done.bytes).includes('memo')).toBe(true);
  });

  test('where it cannot be surely removed, the same bytes come back and that is said', () => {
    for (const bytes of [concat('<svg><metadata>GPS</metadata></svg>'), concat('OggS LOCATION=Vienna'), concat('\xff\xd8\xff\xe1')])
      expect(withoutLocation(bytes, 'image/x')).toMatchObject({ bytes, cannot: true });
  });
});

describe('Damaged and hostile files', () => {
  test.each(fixtures)('%s cut anywhere is answered: without a trace, or as it was and said so', (name) => {
    const whole = fixture(name);
    for (let length = 0; length < whole.length; length += whole.length > 1500 ? 13 : 3) {
      const cut = whole.subarray(0, length);
      const done = withoutLocation(cut, mimeOf(name));
      if (done.cannot) expect(done.bytes).toBe(cut);
      else expect(tracesIn(done.bytes)).toEqual([]);
      pictureSize(cut, mimeOf(name));
    }
  });

  test('any bytes changed are answered, never thrown at, and the file given is not changed', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0xff, 0x80, 0x20)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), change, (name, changes) => {
        const bytes = fixture(name);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const copy = bytes.slice();
        const done = withoutLocation(bytes, mimeOf(name));
        expect(Buffer.compare(bytes, copy)).toBe(0);
        expect(done.bytes.length).toBeLessThanOrEqual(bytes.length + 64);
        pictureSize(bytes, mimeOf(name));
      }),
      { numRuns: 3000 },
    );
  });

  test('arbitrary bytes behind any beginning are answered', () => {
    const start = fc.constantFrom(
      '',
      '\xff\xd8\xff\xe1',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'RIFF\x40\0\0\0WEBPVP8X',
      'RIFF\x40\0\0\0WAVE',
      '\0\0\0\x10ftypheic',
      '\0\0\0\x10ftypM4A ',
      'ID3\x04\0\0',
      'BM',
      'OggS',
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        const bytes = concat(head, rest);
        withoutLocation(bytes, 'image/x');
        pictureSize(bytes, 'image/x');
      }),
      { numRuns: 2000 },
    );
  });
});

test('Sizes are those that are shown', () => {
  for (const name of fixtures.filter((n) => mimeOf(n) === 'image/x'))
    expect(pictureSize(fixture(name), 'image/x')).toEqual(/gps-..\.jpg/.test(name) ? { width: 16, height: 24 } : { width: 24, height: 16 });
  expect(pictureSize(fixture('spoken.mp3'), 'audio/mpeg')).toBeNull();
});
