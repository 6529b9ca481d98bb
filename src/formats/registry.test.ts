import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memorySource, type Content, type MemorySourceSettings } from '../../test/fixtures/memory-source.ts';
import { fixtureFiles } from '../../test/fixtures/format-fixtures.ts';
import { importerById, importers, recogniseFormat } from './registry.ts';

const dayOne = fixtureFiles('day-one');
const jrnl = fixtureFiles('jrnl-text');
const first = async (name: string, files: Record<string, Content>, settings?: MemorySourceSettings) => (await recogniseFormat(memorySource(name, files, settings)))[0]?.format;

test.each([
  ['day-one', 'a.zip', { 'Journal.json': dayOne['Dev Journal.json']!, 'photos/31c871f18f68d2fde4196ccba1f8ece1.jpeg': 'x' }, {}],
  ['day-one', 'PDF.json', { 'PDF.json': dayOne['PDF.json']! }, {}],
  ['jrnl-text', 'journal.txt', { 'journal.txt': jrnl['basic_onefile.journal']! }, {}],
  ['jrnl-text', 'jrnl.txt', { 'jrnl.txt': jrnl['jrnl.txt']! }, {}],
  ['jrnl-json', 'j.json', { 'j.json': fixtureFiles('jrnl-json')['made/journal.json']! }, {}],
  ['daylio', 'd.csv', { 'd.csv': fixtureFiles('daylio')['sample.csv']! }, {}],
  ['markdown', 'vault', { '2024-05-01.md': 'x', 'Notes/a.md': 'y', '.obsidian/app.json': '{}' }, { container: 'folder' }],
  ['markdown', 'a.md', { 'a.md': '[2020-01-01] a list in brackets' }, {}],
  ['markdown', 'a.txt', { 'a.txt': 'Dear diary' }, {}],
] as [string, string, Record<string, Content>, MemorySourceSettings][])('%s is recognised in %s', async (format, name, files, settings) =>
  expect(await first(name, files, settings)).toBe(format),
);

test('every format has one importer', () => {
  expect(new Set(importers.map(({ format }) => format)).size).toBe(importers.length);
  expect(importerById('markdown')?.format).toBe('markdown');
});

test('a file is read once for all importers', async () => {
  let reads = 0;
  await recogniseFormat(memorySource('a.json', { 'a.json': () => ((reads += 1), dayOne['PDF.json']!) }));
  // The fixture counts once when it is made.
  expect(reads).toBeLessThanOrEqual(2);
});

test('a picture, an empty zip, any bytes: nothing throws', async () => {
  expect(await recogniseFormat(memorySource('a.zip', {}))).toEqual([]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('a.json', 'a.txt', 'a.md', 'a.csv', 'a.xml', 'a.html', 'a'), fc.uint8Array({ maxLength: 100 }), async (name, bytes) => {
      for (const { sure } of await recogniseFormat(memorySource(name, { [name]: bytes }))) expect(sure).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});
