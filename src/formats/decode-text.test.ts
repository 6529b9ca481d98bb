import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { decodeText, readText } from './decode-text.ts';

const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    bytes[i * 2 + (little ? 0 : 1)] = unit & 255;
    bytes[i * 2 + (little ? 1 : 0)] = unit >> 8;
  }
  return bytes;
};
const read = (bytes: Uint8Array) => {
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const WORDS = ['[2020-01-01 10:00] Größe und Maß.\nÀ bientôt', 'اليوم كان هادئا\nنمت مبكرا جدا', '今天很安静。\n我很早就睡了。', 'plain words\n'];

describe('a text file is read whatever wrote it', () => {
  test('any text in UTF-8 comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\ufeff') && !text.includes('\0')),
        (text) => {
          expect(read(textToBytes(text)).text).toBe(text);
        },
      ),
    );
  });
  test('UTF-8 with a byte order mark loses the mark only', () => {
    expect(read(new Uint8Array([0xef, 0xbb, 0xbf, ...textToBytes('é')]))).toEqual({ text: 'é', encoding: 'utf-8', marked: true, damaged: false });
  });
  test.each(WORDS)('UTF-16 in both byte orders, with and without a mark: %j', (text) => {
    for (const little of [true, false]) {
      const encoding = little ? 'utf-16le' : 'utf-16be';
      expect(read(utf16(text, little))).toMatchObject({ text, encoding, marked: false });
      expect(read(utf16(`\ufeff${text}`, little))).toMatchObject({ text, encoding, marked: true });
    }
  });
  test('a stray zero makes no UTF-16 of a text in UTF-8', () => {
    for (const text of ['Ein Maß\0 voll', 'a plain line\0\nand another', '😀\0 ']) expect(read(textToBytes(text))).toMatchObject({ text, encoding: 'utf-8' });
  });
  test('Latin-1 and Windows-1252 keep their accents', () => {
    expect(read(new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x20, 0x93, 0x6f, 0x6b, 0x94]))).toMatchObject({ text: 'café “ok”', encoding: 'windows-1252' });
  });
  test('UTF-8 cut in the middle of a letter, or with one flipped byte, is still UTF-8', () => {
    const bytes = textToBytes('año niño señor caña mañana');
    const flipped = bytes.slice();
    flipped[0] = 0xff;
    expect(read(bytes.slice(0, 3 - 1))).toMatchObject({ encoding: 'windows-1252' });
    expect(read(textToBytes('caña mañana ñ').slice(0, -1))).toMatchObject({ encoding: 'utf-8', damaged: true });
    expect(read(flipped)).toMatchObject({ encoding: 'utf-8', damaged: true });
    expect(read(flipped).text.endsWith('ño niño señor caña mañana')).toBe(true);
  });
  test('any bytes at all are read without an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => decodeText(bytes).ok));
  });
  test('a source that breaks while reading is a damaged file', async () => {
    const file = { path: 'a.txt', size: 1, modified: '', read: () => Promise.reject(new Error('gone')) };
    expect(await readText(file)).toEqual({ ok: false, error: { code: 'file-damaged', with: { file: 'a.txt' } } });
  });
});
