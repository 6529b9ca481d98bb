import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, orThrow, refuse } from '#core/result.ts';
import { bytesToText, textToBytes } from '#core/text.ts';
import { entryOf, writeEntry, type Entry } from '#rooms/journal/model.ts';
import { kithArchiveFiles } from '#formats/kith-archive-out.ts';
import { kithArchive } from '#formats/kith-archive.ts';
import type { OutAttachment } from '#formats/port.ts';
import type { Outgoing, OutEntry } from '#formats/outgoing.ts';
import { anyRecord } from '../../test/fixtures/any-record.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const MADE = '2026-01-02T03:04:05.000Z';
const device = '0123456789abc';
const blobs = new Map([
  ['chunk-1', Uint8Array.of(1, 2, 3)],
  ['small-1', Uint8Array.of(4)],
]);

const written = async (outgoing: AsyncIterable<Outgoing>) => {
  const files: Record<string, Uint8Array> = {};
  const problems: string[] = [];
  for await (const one of outgoing) {
    if ('problem' in one) problems.push(one.problem.code);
    else {
      expect(Object.hasOwn(files, one.file.path)).toBe(false);
      files[one.file.path] = await one.file.bytes();
    }
  }
  return { files, problems };
};

const archive = (records: readonly VaultRecord[], entries: readonly OutEntry[] = [], partSize?: number) =>
  written(kithArchiveFiles({ records, entries, made: MADE, blob: async (address) => blobs.get(address) ?? null }, partSize));

const entry = (id: string, text: string, when = '2024-05-01T08:30'): VaultRecord => {
  const stamp = stampOf(tick('', 1_714_000_000_000), device);
  return applyChange(
    undefined,
    orThrow(writeEntry({ text, when, topics: ['sea'], feelings: ['calm'], energy: 1, attachments: ['p'.repeat(26)] }, id, { when, zone: '', instant: MADE }))[0]!,
    stamp,
    device,
  );
};
const photo = (id: string): VaultRecord => {
  const stamp = stampOf(tick('', 1_714_000_000_001), device);
  return applyChange(
    undefined,
    { id, kind: 'attachment', v: 1, set: { name: 'a.jpg', key: 'k', chunks: ['chunk-1'], size: 3, thumb: { key: 'k', chunks: ['small-1'], size: 1 } } },
    stamp,
    device,
  );
};
const jpeg: OutAttachment = { id: 'p'.repeat(26), name: 'sea [1].jpg', mime: 'image/jpeg', size: 4, bytes: async () => ok(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)) };
const out = (record: VaultRecord, attachments: readonly OutAttachment[] = []): OutEntry => ({ entry: entryOf(record)!, journal: '', attachments });

describe('a Kith archive', () => {
  test('gives back every record as it went in: any kind, any version, tombstones, concurrent texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyRecord(), { maxLength: 12, selector: ({ id }) => id }), fc.integer({ min: 1, max: 2_000 }), async (records, partSize) => {
        const { files, problems } = await archive(records, [], partSize);
        const source = memorySource('kith.zip', files);
        expect(await kithArchive.recognise(source)).toBe(1);
        const all = await readAll(kithArchive, source);
        expect(all.records).toEqual(records);
        expect(all.entries).toEqual([]);
        expect(problems).toEqual([]);
        expect(all.problems).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  test('holds the sealed bytes that records name, and Markdown and pictures for people', async () => {
    const record = entry('a'.repeat(26), '# The sea\n\nAll day.');
    const { files } = await archive([record, photo('p'.repeat(26))], [out(record, [jpeg])]);
    expect(Object.keys(files).sort()).toEqual([
      'attachments/chunk-1',
      'attachments/small-1',
      'entries/2024/2024-05-01 The sea.md',
      'entries/2024/files/2024-05-01 sea [1].jpg',
      'kith.json',
      'records.jsonl',
    ]);
    expect(bytesToText(files['entries/2024/2024-05-01 The sea.md']!)).toContain('# The sea\n\nAll day.\n\n<!-- kith: files -->\n![sea  1 .jpg](<files/2024-05-01 sea [1].jpg>)\n');
    expect(JSON.parse(bytesToText(files['kith.json']!))).toEqual({
      format: 'kith-archive',
      version: 1,
      made: MADE,
      records: 2,
      entries: 1,
      attachments: 2,
      parts: ['records.jsonl'],
    });
    const all = await readAll(kithArchive, memorySource('k.zip', files));
    expect(all.blobs).toEqual(['chunk-1', 'small-1']);
    expect(all.problems).toEqual([]);
  });

  test('unpacked and packed again in a folder, it is the same', async () => {
    const record = entry('a'.repeat(26), 'x');
    const { files } = await archive([record]);
    const source = memorySource('k.zip', Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`My archive/${path}`, bytes])));
    expect(await kithArchive.recognise(source)).toBe(1);
    expect((await readAll(kithArchive, source)).records).toEqual([record]);
  });

  test('without its records, the entries come from the Markdown, with what was attached', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEntry, async (given) => {
        const whole: Entry = { ...given, otherTexts: [] };
        const { files } = await archive([], [{ entry: whole, journal: 'Travel', attachments: [jpeg] }]);
        delete files['records.jsonl'];
        const all = await readAll(kithArchive, memorySource('k.zip', files));
        expect(codesOf(all)).toEqual(['archive-read-as-markdown', 'file-missing']);
        const [found] = all.entries;
        expect(found).toMatchObject({
          key: whole.id,
          when: whole.when,
          place: whole.place,
          people: whole.people,
          areas: whole.areas,
          feelings: whole.feelings,
          energy: whole.energy,
          again: whole.again,
          heavy: whole.heavy,
          journal: 'Travel',
          calendar: whole.calendar,
        });
        expect(found!.text).toBe(whole.text.trim().replace(/\r\n?/g, '\n'));
        expect(found!.attachments!.map(({ mime }) => mime)).toEqual(['image/jpeg']);
      }),
      { numRuns: 80 },
    );
  });

  test('one damaged line costs that record, and its entry comes from the Markdown', async () => {
    const [a, b] = [entry('a'.repeat(26), 'first'), entry('b'.repeat(26), 'second')];
    const { files } = await archive([a, b], [out(a), out(b)]);
    const text = bytesToText(files['records.jsonl']!).split('\n');
    for (const damage of ['{"id": "b', '\u0000', '{"id":"b"}', text[1]!.replace('"entry"', '"en try"'), text[1]!.replace(/"seen":\{[^}]*\}/, '"seen":{}')]) {
      const all = await readAll(kithArchive, memorySource('k.zip', { ...files, 'records.jsonl': `${text[0]}\n${damage}\n` }));
      expect(all.records).toEqual([a]);
      expect(all.entries.map(({ key, text: words }) => [key, words])).toEqual([[b.id, 'second']]);
      expect(codesOf(all)).toEqual(['archive-read-as-markdown', 'record-not-valid']);
      expect(all.problems[0]!.at).toEqual({ line: 2 });
    }
    const bytes = files['records.jsonl']!.slice();
    bytes[bytes.length - 20] = 0xff;
    expect((await readAll(kithArchive, memorySource('k.zip', { ...files, 'records.jsonl': bytes }))).records).toEqual([a]);
    const cut = await readAll(kithArchive, memorySource('k.zip', { ...files, 'records.jsonl': `${text[0]}\n` }));
    expect(codesOf(cut)).toEqual(['archive-incomplete', 'archive-read-as-markdown']);
    expect(cut.entries).toHaveLength(1);
  });

  test('of a later version it is left alone, with a sentence', async () => {
    const { files } = await archive([entry('a'.repeat(26), 'x')]);
    const all = await readAll(kithArchive, memorySource('k.zip', { ...files, 'kith.json': '{"format":"kith-archive","version":2}' }));
    expect(all).toEqual({ entries: [], records: [], blobs: [], problems: [{ code: 'archive-newer', file: 'kith.json', with: { version: 2, known: 1 } }] });
  });

  test('bytes that are not there are named by the attachment’s name; what does not open is named and the rest goes out', async () => {
    const record = photo('p'.repeat(26));
    const { files } = await archive([record]);
    delete files['attachments/chunk-1'];
    const all = await readAll(kithArchive, memorySource('k.zip', files));
    expect(all.problems).toEqual([{ code: 'attachment-missing', file: 'records.jsonl', at: { line: 1, name: 'a.jpg' } }]);
    expect(all.blobs).toEqual(['small-1']);
    const broken = await written(
      kithArchiveFiles({
        records: [record],
        entries: [out(entry('a'.repeat(26), 'x'), [{ ...jpeg, bytes: async () => refuse({ code: 'file-damaged' }) }])],
        made: MADE,
        blob: async () => null,
      }),
    );
    expect(broken.problems).toEqual(['attachment-missing', 'attachment-missing', 'file-damaged']);
    expect(Object.keys(broken.files)).toContain('records.jsonl');
  });

  test('nothing that is in it can break the reading', async () => {
    const record = entry('a'.repeat(26), 'x');
    const { files } = await archive([record, photo('p'.repeat(26))], [out(record, [jpeg])]);
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom('records.jsonl', 'kith.json', 'entries/2024/2024-05-01 x.md')
          .chain((path) => fc.oneof(mutated(files[path]!), fc.uint8Array({ maxLength: 200 }), fc.json().map(textToBytes)).map((bytes) => [path, bytes] as const)),
        async ([path, bytes]) => {
          await expectSound(kithArchive, memorySource('k.zip', { ...files, [path]: bytes, ...(bytes.length % 2 === 0 ? { 'records.jsonl': bytes } : {}) }), 4_000 + bytes.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
