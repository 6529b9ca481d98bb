// What a person can rely on when they choose a zip, a tar or a folder that is damaged, or was made to do harm:
// the good part is given, the rest is named, nothing outside is touched, nothing grows.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import * as zipjs from '@zip.js/zip.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContainer } from '#adapters/containers.ts';
import { openPath } from '#adapters/node/folder.ts';
import { bytesToText } from '#core/text.ts';
import { MOST } from '#core/limits.ts';
import type { Source } from '#formats/port.ts';
import { tinyTar, tinyZip, type TinyEntry, type TinyOptions } from '../tiny-zip.ts';

const open = async (bytes: Uint8Array, name = 'journal.zip', limits: Parameters<typeof openContainer>[2] = MOST): Promise<Source> => {
  const opened = await openContainer(new Blob([new Uint8Array(bytes)]), name, limits);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
const openZip = (entries: readonly TinyEntry[], options?: TinyOptions): Promise<Source> => open(tinyZip(entries, options));

/** Every file's text, or the code of the refusal. */
const textsOf = async (source: Source): Promise<Record<string, string>> => {
  const out: Record<string, string> = {};
  for (const file of source.files) {
    const read = await file.read(1e6);
    out[file.path] = read.ok ? bytesToText(read.value) : `! ${read.error.code}`;
  }
  return out;
};
const problemsOf = (source: Source): string[] => source.problems.map((p) => `${p.code} ${p.file}`);

const good: TinyEntry = { name: 'notes/good.md', data: 'A good day.', deflate: true };

describe('An ordinary zip', () => {
  test('gives every file, stored or packed, with its time', async () => {
    const source = await openZip([good, { name: 'a.txt', data: 'plain', time: [(10 << 11) | (30 << 5), ((2021 - 1980) << 9) | (3 << 5) | 4] }, { name: 'notes/', data: '' }]);
    expect(source).toMatchObject({ name: 'journal.zip', container: 'zip', problems: [] });
    expect(await textsOf(source)).toEqual({ 'notes/good.md': 'A good day.', 'a.txt': 'plain' });
    expect(source.files[1]).toMatchObject({ size: 5, modified: '2021-03-04T10:30:00' });
  });

  test.each([
    [
      'with sizes after the data',
      [
        { ...good, streamed: true },
        { ...good, name: 'b.md', streamed: true },
      ],
      {},
    ],
    ['with 64-bit sizes', [{ ...good, zip64: true }], { zip64End: true }],
    ['with a comment, even one that looks like an end', [good], { comment: 'PK\u0005\u0006 and so on, and on, and on' }],
    ['after a program that unpacks it', [good, { name: 'b.md', data: 'b' }], { before: Buffer.from('MZ this stands before') }],
    ['with more files than its 16-bit count tells', [good, good, good], { count: 3 }],
  ] satisfies [string, TinyEntry[], TinyOptions][])('opens %s', async (_, entries, options) => {
    const source = await openZip(entries, options);
    expect(Object.values(await textsOf(source))).toContain('A good day.');
    expect(source.problems.filter((p) => p.code !== 'name-twice')).toEqual([]);
    expect(source.files).toHaveLength(entries.length);
  });

  test('names are read in UTF-8, marked or not, in code page 437, and from the Unicode extra field', async () => {
    const raw = Buffer.from([0x81, 0x62, 0x65, 0x72, 0x2e, 0x6d, 0x64]);
    const unicode = Buffer.from('日記.md');
    const extra = Buffer.concat([Buffer.from([0x75, 0x70, unicode.length + 5, 0, 1, 0, 0, 0, 0]), unicode]);
    extra.writeUInt32LE(crc32('x.md'), 5);
    const source = await openZip([{ name: 'día.md' }, { name: Buffer.from('café.md'), flags: 0 }, { name: raw, flags: 0 }, { name: Buffer.from('x.md'), flags: 0, extra }]);
    expect(source.files.map((f) => f.path)).toEqual(['día.md', 'café.md', 'über.md', '日記.md']);
  });

  test('any that the library @zip.js/zip.js writes opens to what was put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-zé日]{1,8}\.md$/), fc.uint8Array({ maxLength: 2000 })), { maxLength: 6, selector: ([n]) => n }),
        fc.boolean(),
        fc.constantFrom(0, 1, 9),
        async (files, zip64, level) => {
          const writer = new zipjs.ZipWriter(new zipjs.BlobWriter(), { zip64, level, useWebWorkers: false });
          for (const [name, data] of files) await writer.add(name, new zipjs.Uint8ArrayReader(data));
          const source = await openContainer(await writer.close(), 'any.zip');
          if (!source.ok) throw new Error(source.error.code);
          expect(source.value.problems).toEqual([]);
          expect(source.value.files.map((f) => f.path)).toEqual(files.map(([n]) => n));
          for (const [i, file] of source.value.files.entries()) {
            const read = await file.read(1e6);
            expect(read.ok && Buffer.compare(read.value, files[i]![1])).toBe(0);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('A zip made to do harm', () => {
  test.each(['../evil.md', 'a/../../evil.md', '/etc/evil', 'C:\\evil.md', 'c:evil.md', '..\\..\\evil.md', '\\\\host\\share\\evil', 'a/..', '..'])(
    'cannot name a place outside itself: %s',
    async (name) => {
      const source = await openZip([{ name, data: 'evil' }, good]);
      expect(source.files.map((f) => f.path)).toEqual(['notes/good.md']);
      expect(source.problems.map((p) => p.code)).toEqual(['path-climbs-out']);
    },
  );

  test('folders written with backslashes are folders', async () => {
    expect((await openZip([{ name: 'a\\b.md' }])).files[0]!.path).toBe('a/b.md');
  });

  test('links are named and not followed', async () => {
    const source = await openZip([{ name: 'link.md', data: '/etc/passwd', mode: 0o120777 }, good]);
    expect(problemsOf(source)).toEqual(['link-skipped link.md']);
    expect(Object.keys(await textsOf(source))).toEqual(['notes/good.md']);
  });

  test('encrypted entries are named', async () => {
    expect(problemsOf(await openZip([{ name: 'secret.md', data: 'x'.repeat(30), flags: 0x801 }, good]))).toEqual(['file-encrypted secret.md']);
  });

  test('an unknown way of packing is named', async () => {
    expect(problemsOf(await openZip([{ name: 'x.md', data: 'x', method: 14 }, good]))).toEqual(['file-packed-unknown x.md']);
  });

  test('the same name twice gives both files', async () => {
    const source = await openZip([
      { name: 'a.md', data: 'one' },
      { name: 'a.md', data: 'two' },
      { name: './a.md', data: 'three' },
    ]);
    expect(await textsOf(source)).toEqual({ 'a.md': 'one', 'a (2).md': 'two', 'a (3).md': 'three' });
    expect(source.problems.map((p) => p.code)).toEqual(['name-twice', 'name-twice']);
  });

  test('names with control characters come in under a name that can be shown', async () => {
    const source = await openZip([{ name: 'a\u0000b\u001b[31m\u202e.md', data: 'x' }]);
    expect(source.files[0]!.path).toBe('a\ufffdb\ufffd[31m\ufffd.md');
    expect(source.problems.map((p) => p.code)).toEqual(['name-changed']);
  });

  test('sizes and checksums that lie are damage, and the rest is read', async () => {
    const text = 'word '.repeat(400);
    const source = await openZip([
      { name: 'smaller.md', data: text, deflate: true, claim: { size: 10 } },
      { name: 'larger.md', data: text, deflate: true, claim: { size: 3000 } },
      { name: 'crc.md', data: text, deflate: true, claim: { crc: 1 } },
      { name: 'stored-crc.md', data: text, claim: { crc: 1 } },
      { name: 'impossible.md', data: 'x', deflate: true, claim: { size: 4_000_000_000 } },
      { name: 'outside.md', data: 'x', claim: { packed: 4_000_000_000, size: 4_000_000_000 } },
      { name: 'nowhere.md', data: 'x', claim: { offset: 3 } },
      good,
    ]);
    const texts = await textsOf(source);
    for (const name of ['smaller.md', 'larger.md', 'crc.md', 'stored-crc.md']) expect(texts[name]).toBe('! file-damaged');
    expect(problemsOf(source).sort()).toEqual(['file-damaged impossible.md', 'file-damaged nowhere.md', 'file-damaged outside.md']);
    expect(texts['notes/good.md']).toBe('A good day.');
  });

  test('an entry is never unpacked past what is asked for', async () => {
    const source = await openZip([{ name: 'big.md', data: 'a'.repeat(5000), deflate: true }]);
    expect(await source.files[0]!.read(4999)).toEqual({ ok: false, error: { code: 'file-too-large', with: { file: 'big.md', most: 4999 } } });
    expect((await source.files[0]!.read(5000)).ok).toBe(true);
  });

  test('a bomb is refused by how tightly it is packed', async () => {
    const source = await openZip([{ name: 'bomb.md', data: Buffer.alloc(70 * 1024 * 1024), deflate: true }, good]);
    const read = await source.files[0]!.read(MOST.attachment);
    expect(!read.ok && read.error.code).toBe('file-puffed');
    expect((await textsOf(source))['notes/good.md']).toBe('A good day.');
  });

  test('a thousand entries over the same data are one entry', async () => {
    const entries: TinyEntry[] = [good, ...Array.from({ length: 1000 }, (_, i) => ({ ...good, name: `${i}.md`, claim: { offset: 0 } }))];
    const source = await openZip(entries);
    expect(source.files).toHaveLength(1);
    expect(source.problems).toHaveLength(1000);
  });

  test('a directory that claims to stand further on than it does gives offsets before the start: those are damage', async () => {
    const zip = tinyZip([good, { name: 'b.md', data: 'b' }]);
    zip.writeUInt32LE(zip.readUInt32LE(zip.length - 6) + 40, zip.length - 6);
    const opened = await openContainer(new Blob([new Uint8Array(zip)]), 'x.zip');
    expect(opened.ok && Object.values(await textsOf(opened.value)).every((text) => ['A good day.', 'b', '! file-damaged'].includes(text))).toBe(true);
  });

  test('an entry that claims to reach over the others does not take them with it', async () => {
    const source = await openZip([{ name: 'all.md', data: 'x', claim: { packed: 150, size: 150 } }, good, { name: 'b.md', data: 'b' }]);
    expect(problemsOf(source)).toEqual(['file-damaged all.md']);
    expect(await textsOf(source)).toEqual({ 'notes/good.md': 'A good day.', 'b.md': 'b' });
  });

  test('everything unpacked from one zip is counted, each file once', async () => {
    const source = await open(
      tinyZip([
        { name: 'a', data: 'x'.repeat(60) },
        { name: 'b', data: 'y'.repeat(60) },
      ]),
      'x.zip',
      { ...MOST, unpacked: 100 },
    );
    for (let i = 0; i < 3; i++) expect((await source.files[0]!.read(1e6)).ok).toBe(true);
    const second = await source.files[1]!.read(1e6);
    expect(!second.ok && second.error.code).toBe('file-too-large');
  });

  test('files past the most are left out and counted', async () => {
    const source = await open(tinyZip(Array.from({ length: 20 }, (_, i) => ({ name: `${i}` }))), 'x.zip', { ...MOST, files: 5 });
    expect(source.files).toHaveLength(5);
    expect(source.problems).toEqual([{ code: 'too-many-files', file: 'x.zip', with: { most: 5 } }]);
  });

  test('a zip inside is not opened and is named; where there is nothing else, that is said', async () => {
    const inner = { name: 'inner.zip', data: tinyZip([good]) };
    const source = await openZip([inner, good]);
    expect(source.problems).toEqual([{ code: 'zip-inside', file: 'inner.zip' }]);
    const only = await openContainer(new Blob([new Uint8Array(tinyZip([inner]))]), 'takeout.zip');
    expect(!only.ok && only.error).toEqual({ code: 'zip-of-zips', with: { file: 'takeout.zip' } });
  });

  test('a zip of which nothing can be opened says why', async () => {
    const codeOf = async (entries: TinyEntry[]) => {
      const opened = await openContainer(new Blob([new Uint8Array(tinyZip(entries))]), 'x.zip');
      return !opened.ok && opened.error.code;
    };
    expect(await codeOf([{ ...good, flags: 1 }])).toBe('zip-encrypted');
    expect(await codeOf([{ ...good, method: 99 }])).toBe('zip-unreadable');
  });
});

describe('A damaged zip', () => {
  const entries: TinyEntry[] = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.md`, data: `Day ${i}. `.repeat(30), deflate: i % 2 === 0 }));

  test.each([false, true, 'without-signature'] as const)('without its directory gives every whole entry (sizes after the data: %s)', async (streamed) => {
    const source = await openZip(
      entries.map((e) => ({ ...e, streamed })),
      { noDirectory: true },
    );
    // The very last has no record after it that shows its end, when its descriptor is not marked.
    expect(source.files.map((f) => f.path)).toEqual(entries.slice(0, streamed === 'without-signature' ? 5 : 6).map((e) => e.name));
    expect(source.problems).toEqual([{ code: 'zip-cut', file: 'journal.zip', with: { found: source.files.length } }]);
    expect((await textsOf(source))['2.md']).toBe('Day 2. '.repeat(30));
  });

  test('cut anywhere gives only whole files, as they were', async () => {
    const zip = tinyZip(entries);
    for (let length = 0; length < zip.length; length += 7) {
      const opened = await openContainer(new Blob([new Uint8Array(zip.subarray(0, length))]), 'cut.zip');
      if (!opened.ok) {
        expect(opened.error.code).toBe('zip-damaged');
        continue;
      }
      for (const [path, text] of Object.entries(await textsOf(opened.value)))
        expect(length > 0 ? [entries.find((e) => e.name === path)!.data, '! file-damaged'] : ['']).toContain(text);
      if (length > 0) expect(opened.value.problems.map((p) => p.code)).toContain('zip-cut');
    }
  });

  test('with a hole in its directory gives what stands on both sides', async () => {
    const zip = tinyZip(entries);
    const third = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 60);
    zip.fill(0, third, third + 10);
    const source = await open(zip);
    expect(source.files.map((f) => f.path)).toEqual(entries.map((e) => e.name));
    expect(source.problems.map((p) => p.code)).toEqual(['zip-cut']);
  });

  test('one part of several is refused by name, and noise is refused', async () => {
    expect(await openContainer(new Blob([new Uint8Array(tinyZip([good], { part: 2 }))]), 'x.zip')).toEqual({ ok: false, error: { code: 'zip-in-parts', with: { file: 'x.zip' } } });
    expect(await openContainer(new Blob([new Uint8Array(3000).fill(0x50)]), 'x.zip')).toEqual({ ok: false, error: { code: 'zip-damaged', with: { file: 'x.zip' } } });
  });
});

describe('A tar or JEX', () => {
  const long = `${'deep/'.repeat(40)}note.md`;
  const pax = (fields: Record<string, string>): string =>
    Object.entries(fields)
      .map(([k, v]) => {
        const body = ` ${k}=${v}\n`;
        let n = Buffer.byteLength(body);
        n += String(n + String(n).length).length;
        return `${n}${body}`;
      })
      .join('');

  test('gives its files, with long names of GNU and pax, prefixes and large-number sizes', async () => {
    const source = await open(
      tinyTar([
        { name: 'a.md', data: 'one' },
        { name: '././@LongLink', type: 'L', data: `${long}\0` },
        { name: long.slice(0, 99), data: 'two' },
        { name: 'x', type: 'x', data: pax({ path: 'día.md', mtime: '1600000000.5', size: '5' }) },
        { name: 'dia.md', data: 'three', claimSize: 0 },
        { name: 'b.md', prefix: 'folder', data: 'four', base256: true },
        { name: 'folder/', type: '5' },
      ]),
      'notes.jex',
    );
    expect(source).toMatchObject({ container: 'tar', problems: [] });
    expect(await textsOf(source)).toEqual({ 'a.md': 'one', [long]: 'two', 'día.md': 'three', 'folder/b.md': 'four' });
    expect(source.files[2]!.modified).toBe('2020-09-13T12:26:40Z');
  });

  test('links, devices and names that climb out are named, the rest is given', async () => {
    const source = await open(
      tinyTar([
        { name: 'l', type: '2' },
        { name: 'h', type: '1' },
        { name: 'd', type: '3' },
        { name: '../up', data: 'x' },
        { name: '/abs', data: 'x' },
        { name: 'ok', data: 'fine' },
      ]),
      'x.tar',
    );
    expect(problemsOf(source)).toEqual(['link-skipped l', 'link-skipped h', 'file-special d', 'path-climbs-out ../up', 'path-climbs-out /abs']);
    expect(await textsOf(source)).toEqual({ ok: 'fine' });
  });

  test('a damaged header, a size that lies and a cut are named; what follows is found', async () => {
    const damaged = await open(
      tinyTar([
        { name: 'a', data: '1' },
        { name: 'b', data: '2', wrongSum: true },
        { name: 'c', data: '3' },
      ]),
      'x.tar',
    );
    expect(damaged.problems).toEqual([{ code: 'tar-damaged', file: 'x.tar', with: { place: 1024 } }]);
    expect(await textsOf(damaged)).toEqual({ a: '1', c: '3' });
    const lying = await open(
      tinyTar([
        { name: 'a', data: '1', claimSize: 8 ** 10 },
        { name: 'b', data: '2' },
      ]),
      'x.tar',
    );
    expect(problemsOf(lying)).toEqual(['file-damaged a']);
    expect(await textsOf(lying)).toEqual({ b: '2' });
    const cut = await open(
      tinyTar([
        { name: 'a', data: '1' },
        { name: 'b', data: 'x'.repeat(2000) },
      ]).subarray(0, 2500),
      'x.tar',
    );
    expect(problemsOf(cut)).toEqual(['file-damaged b']);
    expect(await textsOf(cut)).toEqual({ a: '1' });
    expect(problemsOf(await open(tinyTar([{ name: 'a' }], { noEnd: true }), 'x.tar'))).toEqual(['tar-cut x.tar']);
  });

  test('a gzip of it opens too; a cut one gives what came before', async () => {
    const zipped = gzipSync(
      tinyTar([
        { name: 'a', data: 'one' },
        { name: 'b', data: Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919) >> 3)) },
      ]),
    );
    expect((await textsOf(await open(zipped, 'x.tgz')))['a']).toBe('one');
    const cut = await open(zipped.subarray(0, zipped.length - 500), 'x.tgz');
    expect(cut.problems.map((p) => p.code)).toContain('gzip-cut');
    const large = await open(gzipSync(Buffer.alloc(100_000)), 'x.tgz', { ...MOST, attachment: 50_000 });
    expect(large.problems.map((p) => p.code)).toContain('gzip-cut');
  });
});

test('A single file is its own container, under its own name, read only up to what is asked', async () => {
  const source = await open(Buffer.from('Dear diary'), 'C:\\fakepath\\diary.txt');
  expect(source).toMatchObject({ name: 'diary.txt', container: 'file', problems: [] });
  expect(await textsOf(source)).toEqual({ 'diary.txt': 'Dear diary' });
  expect((await source.files[0]!.read(3)).ok).toBe(false);
  expect((await open(Buffer.alloc(0), 'empty.zip')).files).toHaveLength(1);
});

test('Arbitrary bytes under any name are answered, never thrown at', async () => {
  const start = fc.constantFrom('', 'PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0001\u0002', '\u001f');
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 1500 }), fc.constantFrom('a.zip', 'a.jex', 'a.tgz', 'a', '', '..', '/'), async (head, bytes, name) => {
      const opened = await openContainer(new Blob([head, bytes]), name);
      if (opened.ok) for (const file of opened.value.files) await file.read(10_000);
    }),
  );
});

describe('A folder', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kith-folder-'));
    await mkdir(join(root, 'chosen/sub/.hidden'), { recursive: true });
    await writeFile(join(root, 'outside.md'), 'outside');
    await writeFile(join(root, 'chosen/a.md'), 'one');
    await writeFile(join(root, 'chosen/sub/b.md'), 'two');
    await writeFile(join(root, 'chosen/sub/.hidden/c'), 'three');
    await writeFile(join(root, 'chosen/back\\slash.md'), 'four');
    await symlink(join(root, 'outside.md'), join(root, 'chosen/leaves.md'));
    await symlink('..', join(root, 'chosen/sub/loop'));
    await symlink('../a.md', join(root, 'chosen/sub/inside.md'));
    await symlink('nowhere', join(root, 'chosen/broken.md'));
  });
  afterAll(() => rm(root, { recursive: true }));

  test('is walked in order; links that leave it are named, loops end, each file comes once', async () => {
    const opened = await openPath(join(root, 'chosen'));
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value).toMatchObject({ name: 'chosen', container: 'folder' });
    expect(await textsOf(opened.value)).toEqual({ 'a.md': 'one', 'back＼slash.md': 'four', 'sub/.hidden/c': 'three', 'sub/b.md': 'two' });
    expect(problemsOf(opened.value)).toEqual(['file-unreadable broken.md', 'link-outside leaves.md']);
  });

  test('a file that is put behind a link after the walk is not read', async () => {
    await writeFile(join(root, 'chosen/z.md'), 'mine');
    const opened = await openPath(join(root, 'chosen'));
    await rm(join(root, 'chosen/z.md'));
    await symlink(join(root, 'outside.md'), join(root, 'chosen/z.md'));
    const read = opened.ok ? await opened.value.files.find((f) => f.path === 'z.md')!.read(100) : null;
    expect(read).toEqual({ ok: false, error: { code: 'file-missing', with: { file: 'z.md' } } });
    await rm(join(root, 'chosen/z.md'));
  });

  test('a path to a file opens it as a container; a missing one is refused by name', async () => {
    await writeFile(join(root, 'x.zip'), tinyZip([good]));
    const opened = await openPath(join(root, 'x.zip'));
    expect(opened.ok && (await textsOf(opened.value))['notes/good.md']).toBe('A good day.');
    expect(await openPath(join(root, 'none'))).toEqual({ ok: false, error: { code: 'path-missing', with: { file: join(root, 'none') } } });
  });
});
