import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToText } from '#core/text.ts';
import { isWhen } from '#core/when.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';
import { memorySource, readOptions, type Content } from '../../test/fixtures/memory-source.ts';
import { fixtureFiles, readAll } from '../../test/fixtures/format-fixtures.ts';
import { richToMarkdown, withoutMoments, withoutNeedlessBackslashes } from './day-one-text.ts';
import { dayOneExporter, idToHex } from './day-one-writer.ts';
import { dayOneImporter } from './day-one.ts';
import { md5 } from './md5.ts';
import type { OutEntry } from './outgoing.ts';
import type { OutAttachment } from './port.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const real = fixtureFiles('day-one');
const withMedia = (): Record<string, Content> => ({
  'Dev Journal.json': real['Dev Journal.json']!,
  'photos/31c871f18f68d2fde4196ccba1f8ece1.jpeg': JPEG,
  'audios/f35f41739499e70c6b2714e3a7d82d8c.m4a': new Uint8Array([1]),
});

const written = async (entries: OutEntry[]): Promise<Record<string, Uint8Array>> => {
  const out: Record<string, Uint8Array> = {};
  for await (const outgoing of dayOneExporter.files(entries)) if ('file' in outgoing) out[outgoing.file.path] = await outgoing.file.bytes();
  return out;
};

describe('a journal that Day One wrote', () => {
  test('is recognised', async () => {
    expect(await dayOneImporter.recognise(memorySource('export.zip', withMedia()))).toBeGreaterThan(0.9);
    expect(await dayOneImporter.recognise(memorySource('PDF.json', { 'PDF.json': real['PDF.json']! }))).toBeGreaterThan(0.9);
    expect(await dayOneImporter.recognise(memorySource('a.json', { 'a.json': '{"entries": [{"title": "x", "date": "2020-01-01"}]}' }))).toBe(0);
  });
  test('comes in with its days, places, tags, star, photo and recording', async () => {
    const { entries, problems } = await readAll(dayOneImporter, memorySource('export.zip', withMedia()));
    expect(entries.map(({ key, when, zone, place, topics, again, journal, modified }) => ({ key, when, zone, place, topics, again, journal, modified }))).toEqual([
      {
        key: 'DF8B32A3FE25400BBBB3A7BBFCD23CE7',
        when: '2024-04-17',
        zone: '',
        place: 'Eurpocar Dublin Airport Terminal 2, Swords, Ireland',
        topics: ['another-dev-testing-tag', 'dev-testing-tag'],
        again: true,
        journal: 'Dev Journal',
        modified: '2024-04-19T21:55:51.000Z',
      },
      {
        key: '876E72B228F847379F296B1698CA3F61',
        when: '2024-04-19T22:48:36',
        zone: '+01:00',
        place: 'Dundas Castle, Edinburgh, United Kingdom',
        topics: [],
        again: undefined,
        journal: 'Dev Journal',
        modified: '2024-04-19T21:48:52.000Z',
      },
      {
        key: '959E7A13B3B649D681DC573DB7E07967',
        when: '2024-04-21T23:45:51',
        zone: '+01:00',
        place: '',
        topics: [],
        again: undefined,
        journal: 'Dev Journal',
        modified: '2024-04-21T22:46:02.000Z',
      },
    ]);
    expect(entries[0]!.text.endsWith('```\nCode block\n```')).toBe(true);
    expect(entries[0]!.attachments).toMatchObject([{ name: '31c871f18f68d2fde4196ccba1f8ece1.jpeg', mime: 'image/jpeg' }]);
    expect(entries[1]!.text).toContain(
      '"This text is in quotes"\nThis-text-is-hyphenated\n(This text is in parentheses)\n\nDolore ex commodo aliqua irure ullamco quis aliquip. Consectetur',
    );
    expect(entries[2]).toMatchObject({ text: '', attachments: [{ mime: 'audio/mp4' }] });
    expect(problems).toEqual([
      { code: 'attachment-not-kept', file: 'Dev Journal.json', at: { entry: 3, name: 'd500d6789ff2c211af3f507b17be8e66.mp4', line: 94, day: '2024-04-21' } },
    ]);
  });
  test('its rich text stands in where the plain text is missing', async () => {
    const text = bytesToText(real['Dev Journal.json']!).replace(/"text": "# Header[^\n]*\n/, '');
    const { entries } = await readAll(dayOneImporter, memorySource('export.zip', { ...withMedia(), 'Dev Journal.json': text }));
    expect(entries[0]!.text).toBe(
      '# Header 1\n## Header 2\n\n> Quote block\n\nHighlighted\n\n---\n\n**Bold**\n\n*Italic*\n\n- List item 1\n\n- [ ] Check item 1\n\n1. List number 1\n\n`Code span`\n\n```\nCode block\n```',
    );
    expect(entries[0]!.attachments).toHaveLength(1);
  });
  test('media that are not there are named, and a PDF is not kept', async () => {
    const { entries, problems } = await readAll(dayOneImporter, memorySource('x.zip', { 'Dev Journal.json': real['Dev Journal.json']!, 'PDF.json': real['PDF.json']! }));
    expect(entries.map(({ journal }) => journal)).toEqual(['Dev Journal', 'Dev Journal', 'PDF']);
    expect(problems.map(({ code, at }) => [code, at?.name])).toEqual([
      ['attachment-missing', '31c871f18f68d2fde4196ccba1f8ece1.jpeg'],
      ['attachment-not-kept', 'd500d6789ff2c211af3f507b17be8e66.mp4'],
      ['attachment-missing', 'f35f41739499e70c6b2714e3a7d82d8c.aac'],
      ['attachment-not-kept', 'df4233a9b96c90e84c44d766f99fc12c.pdf'],
      ['entries-empty', undefined],
    ]);
  });
  test('cut off anywhere, it still gives the entries before the cut', async () => {
    const text = bytesToText(real['Dev Journal.json']!);
    const ends = [...text.matchAll(/^\t\t\}/gm)].map((match) => match.index + 3);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 4), async (cut) => {
        const { entries, problems } = await readAll(dayOneImporter, memorySource('export.zip', { ...withMedia(), 'Dev Journal.json': text.slice(0, cut) }));
        expect(entries).toHaveLength(ends.filter((end) => end <= cut).length);
        expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

test('edges: ids twice, years 0 and 9999, no date, needless backslashes, rich text alone, odd zones, a broken end', async () => {
  const { entries, problems } = await readAll(dayOneImporter, memorySource('edges.json', { 'edges.json': real['made/edges.json']! }));
  expect(entries.map(({ key, when, zone, text }) => [key.slice(-3), when, zone, text])).toEqual([
    [
      '001',
      '2020-02-03T13:05:06',
      '+09:00',
      '1\\. not a list\n\n\\# not a heading, snake_case, \\*stars\\* stay\n\n`C:\\.dir` and [a link](https://example.org/a\\_b)\n\n```\nkeep \\. this\n```',
    ],
    ['1~2', '2020-02-03T13:05:06', '+09:00', 'the same id, another text'],
    ['004', '2022-01-01T05:00', '+05:30', 'Only rich **bold** text\n  - [x] done'],
    ['005', '2022-01-01T12:00', 'Z', 'See May 1 and '.trim()],
    ['008', '2023-01-01T12:00', 'Z', 'the last whole one'],
  ]);
  expect(entries[3]!.links).toEqual([{ key: 'A0000000000000000000000000000001', as: 'about' }]);
  expect(problems.map(({ code, at }) => [code, at?.entry, at?.line])).toEqual([
    ['id-repeated', 2, 3],
    ['date-out-of-range', 3, 4],
    ['no-date', 4, 5],
    ['attachment-missing', 6, 7],
    ['entry-not-understood', 8, 9],
    ['date-out-of-range', 9, 10],
    ['json-broken', 11, 12],
    ['weather-left-out', undefined, undefined],
    ['entries-empty', undefined, undefined],
  ]);
});

describe('out as Day One and in again', () => {
  test('every field comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(arbitraryEntry, { maxLength: 4, selector: ({ id }) => id }), async (list) => {
        const source = memorySource('Kith.zip', await written(list.map((entry) => ({ entry, journal: '', attachments: [] }))));
        const { entries, problems } = await readAll(dayOneImporter, source);
        expect(problems).toEqual([]);
        expect(entries.map((entry) => ({ ...entry, from: 0 }))).toEqual(
          list.map((entry) =>
            expect.objectContaining({
              key: idToHex(entry.id),
              when: entry.when,
              zone: entry.zone,
              text: entry.text,
              place: entry.place,
              topics: entry.topics,
              people: entry.people,
              areas: entry.areas,
              feelings: entry.feelings,
              body: entry.body,
              modified: entry.modified,
            }),
          ),
        );
        expect(entries.map(({ energy, heavy, again, form, calendar }) => [energy ?? null, heavy ?? false, again ?? false, form ?? 'entry', calendar ?? 'gregorian'])).toEqual(
          list.map((entry) => [entry.energy, entry.heavy, entry.again, entry.form, entry.calendar]),
        );
      }),
      { numRuns: 60 },
    );
  });
  test('links between entries come back, to entries that came from Day One too', async () => {
    const [a, b, c] = fc.sample(fc.uniqueArray(arbitraryEntry, { minLength: 3, maxLength: 3, selector: ({ id }) => id }), 1)[0]!;
    const old = { format: 'day-one', key: 'A'.repeat(32), import: '', print: '' };
    const list = [
      {
        ...a!,
        text: 'a',
        links: [
          { to: b!.id, as: 'about' as const },
          { to: 'gone', as: 'about' as const },
        ],
      },
      { ...b!, text: 'b', broughtIn: old, links: [{ to: c!.id, as: 'looks-back-at' as const }] },
      { ...c!, text: 'c', links: [] },
    ];
    const source = memorySource('Kith.zip', await written(list.map((entry) => ({ entry, journal: '', attachments: [] }))));
    const { entries } = await readAll(dayOneImporter, source);
    expect(entries.map(({ key, links }) => [key, links])).toEqual([
      [idToHex(a!.id), [{ key: old.key, as: 'about' }]],
      [old.key, [{ key: idToHex(c!.id), as: 'looks-back-at' }]],
      [idToHex(c!.id), []],
    ]);
  });
  test('pictures and recordings are named by their MD5 and come back in order; one that does not open is named', async () => {
    const attachment = (id: string, name: string, mime: string, bytes: Uint8Array | null): OutAttachment => ({
      id,
      name,
      mime,
      size: 1,
      bytes: async () => (bytes ? { ok: true, value: bytes } : { ok: false, error: { code: 'file-damaged', with: { file: name } } }),
    });
    const entry = { ...fc.sample(arbitraryEntry, { numRuns: 1, seed: 7 })[0]!, text: 'A day.\n\nTwo lines \n' };
    const sound = new Uint8Array([...'OggS'].map((sign) => sign.charCodeAt(0)));
    const files: Record<string, Uint8Array> = {};
    const problems: string[] = [];
    for await (const out of dayOneExporter.files([
      {
        entry,
        journal: 'Work / home',
        attachments: [
          attachment('s'.repeat(26), 'voice.ogg', 'audio/ogg', sound),
          attachment('p'.repeat(26), 'sea.jpg', 'image/jpeg', JPEG),
          attachment('q', 'gone.jpg', 'image/jpeg', null),
        ],
      },
    ])) {
      if ('file' in out) files[out.file.path] = await out.file.bytes();
      else problems.push(`${out.problem.code} ${out.problem.file}`);
    }
    expect(Object.keys(files)).toEqual([`audios/${md5(sound)}.ogg`, `photos/${md5(JPEG)}.jpeg`, 'Work home.json']);
    expect(problems).toEqual(['file-damaged gone.jpg']);
    const back = await readAll(dayOneImporter, memorySource('x.zip', files));
    expect(back.problems).toEqual([]);
    expect(back.entries).toMatchObject([
      {
        text: entry.text,
        journal: 'Work home',
        attachments: [
          { name: 'voice.ogg', mime: 'audio/ogg' },
          { name: 'sea.jpg', mime: 'image/jpeg' },
        ],
      },
    ]);
    const json = JSON.parse(bytesToText(files['Work home.json']!)) as { entries: { text: string; photos: { identifier: string }[] }[] };
    expect(json.entries[0]!.text).toContain(`![](dayone-moment://${json.entries[0]!.photos[0]!.identifier})`);
  });
  test('an instant is written in UTC with a zone that gives the same clock', async () => {
    const entry = { ...fc.sample(arbitraryEntry, { numRuns: 1, seed: 7 })[0]!, when: '2024-05-01T01:30', zone: '+02:00', calendar: 'gregorian' as const };
    const json = JSON.parse(bytesToText((await written([{ entry, journal: '', attachments: [] }]))['Journal.json']!)) as { entries: Record<string, unknown>[] };
    expect(json.entries[0]).toMatchObject({ creationDate: '2024-04-30T23:30:00Z', timeZone: 'Etc/GMT-2', isAllDay: false });
    expect(readOptions().toLocal('2024-04-30T23:30:00Z', 'Etc/GMT-2')).toEqual({ when: '2024-05-01T01:30', zone: '+02:00' });
  });
});

test('MD5 is MD5', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => md5(bytes) === createHash('md5').update(bytes).digest('hex')));
});

test('rich text alone: signs stay signs, and a line across makes no heading of the words above it', () => {
  const rich = JSON.stringify({ contents: [{ text: '5 * 3 and # no *stars*\n# not a heading\n' }, { embeddedObjects: [{ type: 'horizontalRuleLine' }] }, { text: 'end' }] });
  expect(richToMarkdown(rich).text).toBe('5 * 3 and # no \\*stars\\*\n\\# not a heading\n\n---\nend');
});

test('music and what was written down of a recording come along', async () => {
  const entry = {
    uuid: 'A',
    creationDate: '2023-05-01T20:30:00Z',
    text: 'Danced',
    music: { artist: 'Nina Simone', track: 'Sinnerman', album: 'Pastel Blues' },
    audios: [{ identifier: 'B', md5: 'c', format: 'aac', transcription: 'quack quack' }],
  };
  const { entries } = await readAll(
    dayOneImporter,
    memorySource('d.zip', { 'Journal.json': JSON.stringify({ metadata: { version: '1.0' }, entries: [entry] }), 'audios/c.m4a': 'x' }),
  );
  expect(entries).toMatchObject([{ text: 'Danced\n\n♪ Sinnerman · Nina Simone', attachments: [{ caption: 'quack quack' }] }]);
});

test('backslashes and places of pictures: no text is lost or slow', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a1 .\\!()[\]`#_~-]{0,40}$/), (text) => {
      expect(withoutNeedlessBackslashes(text).replaceAll('\\', '')).toBe(text.replaceAll('\\', ''));
    }),
    { numRuns: 500 },
  );
  for (const piece of ['\\.', '![](dayone-moment://', '`', '](', '![', '[', '\\[x](']) {
    const text = piece.repeat(200_000);
    expect(withoutMoments(withoutNeedlessBackslashes(text)).text.length).toBeGreaterThan(0);
  }
});

test('any bytes, and any damage to a real export, give valid entries or problems', async () => {
  const bytes = real['Dev Journal.json']!;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((flips) => {
          const copy = bytes.slice();
          for (const [at, value] of flips) copy[at] = value;
          return copy;
        }),
      ),
      async (content) => {
        const source = memorySource('x.json', { 'x.json': content });
        expect(await dayOneImporter.recognise(source)).toBeLessThanOrEqual(1);
        for (const { when } of (await readAll(dayOneImporter, source)).entries) expect(isWhen(when)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});
