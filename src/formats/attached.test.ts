import { describe, expect, test } from 'vitest';
import { attachAll, shelveFiles } from '#formats/attached.ts';
import { withTitle } from '#formats/titled.ts';
import { instantToLocal, msToInstant, textToInstant, textToLocal } from '#formats/written-when.ts';
import { memorySource, readOptions } from '../../test/fixtures/memory-source.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);

describe('files beside a text', () => {
  const source = memorySource('x.zip', { 'a/photos/Café.JPG': JPEG, 'a/photos/no ending': JPEG, 'a/b.txt': 'x', 'a/c.svg': '<svg/>' });

  test('are found by path, by name, with percent signs, in any Unicode form and case', () => {
    const shelf = shelveFiles(source);
    for (const reference of ['a/photos/Café.JPG', '../photos/Cafe\u0301.JPG', 'café.jpg', 'photos%2FCaf%C3%A9.JPG', '.\\photos\\Café.JPG', './Caf%C3%A9.JPG?x=1#y'])
      expect(shelf.find(reference)?.path, reference).toBe('a/photos/Café.JPG');
    for (const reference of ['', '..', '%', '%zz', 'x'.repeat(10_000), 'gone.jpg', 'https://h/b']) expect(shelf.find(reference), reference).toBe(null);
  });

  test('come in once each; what is missing or no picture or sound is named', async () => {
    const { attachments, problems } = await attachAll(
      [{ to: 'Café.JPG' }, { to: 'café.jpg', caption: 'again' }, { to: 'no ending', caption: 'sea' }, { to: 'b.txt' }, { to: 'c.svg' }, { to: 'gone/d.png' }],
      shelveFiles(source),
      { file: 'e.json', entry: 3 },
    );
    expect(attachments.map(({ name, mime, caption }) => [name, mime, caption])).toEqual([
      ['Café.JPG', 'image/jpeg', undefined],
      ['no ending', 'image/jpeg', 'sea'],
    ]);
    expect(problems.map(({ code, at }) => [code, at])).toEqual([
      ['attachment-not-kept', { entry: 3, name: 'b.txt' }],
      ['attachment-not-kept', { entry: 3, name: 'c.svg' }],
      ['attachment-missing', { entry: 3, name: 'd.png' }],
    ]);
  });
});

describe('a title', () => {
  test('becomes the first heading, unless the text begins with it', () => {
    expect(withTitle(' A  *day* ', 'text')).toBe('# A \\*day\\*\n\ntext');
    expect(withTitle('A day', '## A day\n\ntext')).toBe('## A day\n\ntext');
    expect(withTitle('A day', 'A day\nand more')).toBe('A day\nand more');
    expect(withTitle('', ' text ')).toBe('text');
    expect(withTitle('A', '')).toBe('# A');
  });
});

describe('an instant that a file tells', () => {
  const options = readOptions();
  test('in any form is put on the writer’s clock, or is none', () => {
    expect(msToInstant(0)).toBe('1970-01-01T00:00:00.000Z');
    for (const odd of [Number.NaN, 1e308, -1e15, 253_402_300_800_000, '1', null]) expect(msToInstant(odd)).toBe(null);
    expect(textToInstant('2024-05-01T10:00+02:00')).toBe('2024-05-01T08:00:00.000Z');
    for (const odd of ['', 'x', '2024-05-01', '2024-02-30T00:00Z', '0000-01-01T00:00Z']) expect(textToInstant(odd)).toBe(null);
    expect(instantToLocal('2024-05-01T08:00:00.000Z', 'Europe/Vienna', options)).toEqual({ when: '2024-05-01T10:00', zone: '+02:00' });
    expect(instantToLocal('2024-05-01T08:00:00.000Z', 'No/Where', options)).toEqual({ when: '2024-05-01T08:00', zone: 'Z' });
    expect(textToLocal('2024-05-01T10:00:00-05:00', 'Europe/Vienna', options)).toEqual({ when: '2024-05-01T10:00', zone: '-05:00' });
    expect(textToLocal('2024-05-01', null, options)).toEqual({ when: '2024-05-01', zone: '' });
    expect(textToLocal('yesterday', null, options)).toBe(null);
  });
});
