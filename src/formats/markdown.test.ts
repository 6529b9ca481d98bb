import { placeToTarget } from '#core/links.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToText } from '#core/text.ts';
import { isWhen } from '#core/when.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';
import { memorySource, type Content, type MemorySourceSettings } from '../../test/fixtures/memory-source.ts';
import { fixtureFiles, readAll } from '../../test/fixtures/format-fixtures.ts';
import { markdownExporter } from './markdown-writer.ts';
import { markdownImporter } from './markdown.ts';
import { parseWhole, simpleFields } from './front-matter.ts';
import { embedsIn, hashTagsIn } from './markdown-text.ts';
import type { OutEntry } from './outgoing.ts';

const fixtures = fixtureFiles('markdown');
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const read = (files: Record<string, Content>, settings: MemorySourceSettings = { container: 'folder' }) => readAll(markdownImporter, memorySource('vault', files, settings));

const written = async (entries: OutEntry[]): Promise<Record<string, Uint8Array>> => {
  const files: Record<string, Uint8Array> = {};
  for await (const out of markdownExporter.files(entries)) if ('file' in out) files[out.file.path] = await out.file.bytes();
  return files;
};

describe('front matter', () => {
  test('what goes out comes back, every field of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(arbitraryEntry, { minLength: 1, maxLength: 4, selector: ({ id }) => id }), async (list) => {
        const files = await written(list.map((entry) => ({ entry, journal: 'My journal', attachments: [] })));
        expect(Object.keys(files)).toHaveLength(list.length);
        const { entries, problems } = await readAll(markdownImporter, memorySource('vault', files, { container: 'zip' }));
        expect(problems.filter(({ code }) => code !== 'attachment-missing')).toEqual([]);
        const byKey = new Map(entries.map((entry) => [entry.key, entry]));
        for (const entry of list) {
          expect(byKey.get(entry.id)).toMatchObject({
            when: entry.when,
            zone: entry.zone,
            text: entry.text,
            place: entry.place,
            topics: entry.topics,
            people: entry.people,
            areas: entry.areas,
            feelings: entry.feelings,
            energy: entry.energy,
            body: entry.body,
            modified: entry.modified,
            journal: 'My journal',
            ...(entry.again ? { again: true } : {}),
            ...(entry.heavy ? { heavy: true } : {}),
            ...(entry.form === 'entry' ? {} : { form: entry.form }),
            ...(entry.calendar === 'julian' ? { calendar: 'julian' } : {}),
          });
        }
      }),
      { numRuns: 100 },
    );
  });
  test('links between entries come back; a list of links in notes of others is no link', async () => {
    const [a, b] = ['a', 'b'].map((letter) => letter.repeat(26));
    const entry = { ...fc.sample(arbitraryEntry, { numRuns: 1, seed: 1 })[0]!, id: a!, text: 'x', links: [{ to: b!, as: 'looks-back-at' as const }] };
    const { entries } = await readAll(markdownImporter, memorySource('vault', await written([{ entry, journal: '', attachments: [] }]), { container: 'zip' }));
    expect(entries[0]!.links).toEqual([{ key: b, as: 'looks-back-at' }]);
    // What lies in a circle is named by its ids, and by nothing else.
    const place = placeToTarget({ vault: '0'.repeat(26), id: `${'1'.repeat(26)}-${'2'.repeat(26)}` });
    const outside = await written([{ entry: { ...entry, links: [{ to: place, as: 'about' }] }, journal: '', attachments: [] }]);
    expect((await readAll(markdownImporter, memorySource('vault', outside, { container: 'zip' }))).entries[0]!.links).toEqual([{ key: place, as: 'about' }]);
    expect((await read({ 'a.md': `---\ndate: 2024-05-01\nlinks: [{to: ${b}, as: about}]\n---\nx` })).entries[0]!.links).toEqual([]);
  });
  test('is written as the README says', async () => {
    const entry = {
      ...fc.sample(arbitraryEntry, { numRuns: 1, seed: 1 })[0]!,
      id: '0'.repeat(26),
      when: '2024-05-01T10:30',
      zone: '+02:00',
      text: 'A quiet day.',
      topics: ['deep work'],
      people: ['Ana'],
      areas: ['work (paid)'],
      place: 'Lisbon',
      feelings: ['calm'],
      energy: -1 as const,
      body: [{ area: 'chest', sensation: 'warm' }],
      form: 'entry' as const,
      calendar: 'gregorian' as const,
      again: false,
      heavy: false,
      modified: '2024-05-02T11:12:13.000Z',
    };
    const files = await written([
      { entry, journal: '', attachments: [{ id: 'a', name: 'the sea (1).png', mime: 'image/png', size: 8, bytes: async () => ({ ok: true, value: PNG }) }] },
    ]);
    expect(Object.keys(files)).toEqual(['attachments/the sea (1).png', '2024/2024-05-01 1030 A quiet day.md']);
    expect(bytesToText(files['2024/2024-05-01 1030 A quiet day.md']!)).toBe(`---
id: "00000000000000000000000000"
date: 2024-05-01T10:30:00+02:00
modified: 2024-05-02T11:12:13.000Z
topics:
  - deep work
people:
  - Ana
areas:
  - work (paid)
place: Lisbon
feelings:
  - calm
energy: -1
body:
  - area: chest
    sensation: warm
---

A quiet day.

![](../attachments/the%20sea%20%281%29.png)
`);
    const back = await read(files);
    expect([back.problems, back.entries]).toMatchObject([[], [{ text: 'A quiet day.', attachments: [{ name: 'the sea (1).png', mime: 'image/png' }] }]]);
  });
  test('the names that others use, broken YAML, pictures in three forms, tags in the text', async () => {
    const { entries, problems } = await read({ 'notes/others.md': fixtures['made/others.md']!, 'files/sea.jpg': 'x', 'notes/img/pier one.png': PNG });
    expect(entries).toMatchObject([
      {
        when: '2024-05-01T21:05',
        place: 'Lisbon',
        feelings: ['calm'],
        topics: ['sea', 'deep work', 'evening'],
        attachments: [{ name: 'sea.jpg' }, { name: 'pier one.png', caption: 'the pier' }],
      },
    ]);
    expect(entries[0]!.text).toContain('# A walk: with colon');
    expect(entries[0]!.text).toContain('title: A walk: with colon');
    expect(entries[0]!.text.endsWith('We walked. #evening `#not` and [link](#part).\n\nThen the pier and ![](gone.png).')).toBe(true);
    expect(problems.map(({ code, at, with: places }) => [code, at?.line, at?.name, places?.names])).toEqual([
      ['front-matter-broken', 1, undefined, undefined],
      ['attachment-missing', 14, 'gone.png', undefined],
      ['fields-left-out', undefined, undefined, 'aliases'],
    ]);
  });
  test('properties with lists, wiki links, energy and body; a number is no feeling', async () => {
    const { entries, problems } = await read({ 'a.md': fixtures['made/properties.md']! });
    expect(entries).toMatchObject([
      {
        when: '2024-05-01T09:30',
        zone: '+02:00',
        people: ['Ana Silva', 'Ben'],
        energy: -1,
        body: [{ area: 'chest', sensation: 'tight' }],
        text: '# a\n\nText with --- dashes\n\n---\n\nand a rule.',
      },
    ]);
    expect(problems).toEqual([{ code: 'fields-left-out', file: 'a.md', with: { count: 1, names: 'rating' } }]);
  });
  test.each([
    [
      'an alias bomb',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
        .split('')
        .map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`)
        .join('\n')}`,
    ],
    ['a thousand levels', '['.repeat(1000)],
    ['nested lists in one line', '- '.repeat(2000)],
    ['a tag of its own', 'date: !!js/function "function(){}"'],
    ['names of the language', '__proto__: {polluted: true}\nconstructor: 1'],
    ['a hundred kilobytes', `x: ${'y'.repeat(100_000)}`],
  ])('%s does no harm, and the text comes in', async (_, yaml) => {
    const { entries } = await read({ '2024-05-01.md': `---\n${yaml}\n---\nThe text.` });
    expect(entries).toHaveLength(1);
    expect(entries[0]!.text).toContain('The text.');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('simple front matter', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z0-9 .:'"\\/#,+~?!@&*-]{0,10}$/),
    fc.constantFrom(
      'true',
      'Null',
      '~',
      'no',
      '0x1f',
      '1e3',
      '007',
      '-0',
      '12',
      '-3',
      '2024-05-01',
      '10:30',
      'a: b',
      'a #b',
      "it's",
      '"q"',
      "'q'",
      '"a\\n"',
      '[a, b]',
      '[a, 1.0]',
      '[]',
      '{a: b}',
      '&a x',
      '*a',
      '!!x y',
      '|',
      '>',
      '- a',
      '? a',
      'a:',
      '.inf',
      '.nan',
      'y',
      '1_000',
      '+1',
      '12:30:45',
      'é à',
      'نوم',
      '@x',
      '`x`',
      '%x',
    ),
  );
  const line = fc.oneof(
    fc.tuple(fc.constantFrom('date', 'tags', 'x-y', 'a b', 'date'), word).map(([key, value]) => `${key}: ${value}`),
    word.map((value) => `  - ${value}`),
    word.map((value) => `- ${value}`),
    fc.constantFrom('list:', 'other:', '', '# note', '  more', '...'),
  );
  test('is read as the full parser reads it, or handed to it', () => {
    let simple = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const yaml = lines.join('\n');
        const fields = simpleFields(yaml);
        if (!fields) return;
        simple += 1;
        const whole = parseWhole(`${yaml}\n`);
        expect([whole.broken, Object.fromEntries(whole.fields)]).toEqual([false, Object.fromEntries(fields)]);
      }),
      { numRuns: 5000 },
    );
    expect(simple).toBeGreaterThan(100);
  });
});

describe('the day of a note', () => {
  test.each([
    ['2024-05-01.md', 'x', '2024-05-01', 'x'],
    ['2024-05-01-my-trip.md', 'x', '2024-05-01', '# my trip\n\nx'],
    ['journals/2024_05_01.md', '- x', '2024-05-01', '- x'],
    ['20240501 Walk.md', 'x', '2024-05-01', '# Walk\n\nx'],
    ['2024/05/01.md', 'x', '2024-05-01', 'x'],
    ['2024-05-01 1030.md', 'x', '2024-05-01T10:30', 'x'],
    ['2024-05-01T10:00:05Z-PRIVATE.md', 'x', '2024-05-01T10:00:05', 'x'],
    ['May 1, 2024.md', 'x', '2024-05-01', 'x'],
    ['Trip.md', '# 1 May 2024\n\nx', '2024-05-01', '# Trip\n\n# 1 May 2024\n\nx'],
    ['a.md', '---\ndate: 2020-01-01\n---\n# 1 May 2024', '2020-01-01', '# a\n\n# 1 May 2024'],
    ['2024-05-01.md', '---\ntitle: Feb 20th, 2021\n---\nx', '2024-05-01', 'x'],
  ])('%s %j: %s', async (path, content, when, text) => expect((await read({ [path]: content })).entries).toMatchObject([{ when, text }]));
  test('else the last change of the file, which is told; else the note is named', async () => {
    const dated = await read({ 'Ideas.md': 'x' }, { container: 'folder', modified: '2023-02-03T04:05:06Z' });
    expect(dated).toMatchObject({ entries: [{ when: '2023-02-03T04:05:06', zone: 'Z' }], problems: [{ code: 'dated-by-file', with: { count: 1 } }] });
    expect(await read({ 'Ideas.md': 'x' })).toEqual({ entries: [], problems: [{ code: 'no-date', file: 'Ideas.md' }] });
    expect((await read({ 'Ideas.md': '---\ndate: 2024-02-30\n---\nx' })).problems.map(({ code }) => code)).toEqual(['date-does-not-exist']);
  });
  test('a day that is told and cannot be is not replaced by the last change of the file, as the sentence says; another day is', async () => {
    const file = { container: 'folder', modified: '2023-02-03T04:05:06Z' } as const;
    for (const [date, code] of [
      ['9999-01-01', 'date-out-of-range'],
      ['2023-13-45', 'date-does-not-exist'],
    ] as const)
      expect(await read({ 'a.md': `---\ndate: ${date}\n---\nx` }, file)).toMatchObject({ entries: [], problems: [{ code, file: 'a.md' }] });
    expect(await read({ '2024-05-01.md': '---\ndate: 2023-13-45\n---\nx' }, file)).toMatchObject({
      entries: [{ when: '2024-05-01' }],
      problems: [{ code: 'date-not-understood' }],
    });
  });
  test.each([
    ['2024年1月8日.md', '2024-01-08', 'x'],
    ['2024年1月8日星期一.md', '2024-01-08', 'x'],
    ['2024년 1월 8일 (월).md', '2024-01-08', 'x'],
    ['2024-W02.md', '2024-01-08', '# 2024 W02\n\nx'],
    ['2020-W53.md', '2020-12-28', '# 2020 W53\n\nx'],
    ['2024-05.md', '2024-05-01', '# 2024 05\n\nx'],
    ['2024-03-01T10-20-30Z a walk.md', '2024-03-01T10:20:30', '# a walk\n\nx'],
    ['2024-05-01 (2).md', '2024-05-01', 'x'],
  ])('names of East Asia, weeks and months, instants: %s', async (path, when, text) =>
    expect(await read({ [path]: 'x' }, { container: 'folder', modified: '2023-02-03T04:05:06Z' })).toMatchObject({ entries: [{ when, text }] }),
  );
  test('Logseq: the size behind a picture goes with it, and days kept in Org mode come as they are', async () => {
    const { entries } = await read({
      'logseq/config.edn': '{}',
      'journals/2024_01_01.md': '- a\n- ![image.png](../assets/i.jpg){:height 200, :width 300}\n- b',
      'journals/2024_01_02.org': '* TODO bread',
      'pages/x.org': '* page',
      'assets/i.jpg': 'x',
    });
    expect(entries).toMatchObject([
      { when: '2024-01-01', text: '- a\n- b', attachments: [{ name: 'i.jpg' }] },
      { when: '2024-01-02', text: '* TODO bread' },
    ]);
  });
});

describe('what applications wrote', () => {
  test('a daily note of Obsidian; its hidden folders and bin are not looked into', async () => {
    const files = { 'Daily/2025-06-18.md': fixtures['obsidian/2025-06-18.md']!, '.obsidian/x.md': 'no', '.trash/2020-01-01.md': 'no' };
    expect(await markdownImporter.recognise(memorySource('vault', files, { container: 'folder' }))).toBeGreaterThan(0.8);
    const { entries, problems } = await read(files);
    expect([problems, entries.map(({ when, text }) => [when, text.startsWith('# 2025-06-18\n\n## Overdue\n\n```tasks')])]).toEqual([[], [['2025-06-18', true]]]);
  });
  test('journals of Logseq, old and new; pages and backups stay away', async () => {
    const files = {
      'journals/2021_02_20.md': fixtures['logseq/journals/2021_02_20.md']!,
      'journals/2024_02_16.md': fixtures['logseq/journals/2024_02_16.md']!,
      'logseq/config.edn': '{}',
      'logseq/bak/journals/2024_02_16.md': '- old',
      'pages/Ana.md': '- a page',
      'journals/2024_02_17.md': '-\n',
    };
    expect(await markdownImporter.recognise(memorySource('graph', files, { container: 'folder' }))).toBeGreaterThan(0.9);
    const { entries, problems } = await read(files);
    expect(entries.map(({ when, text }) => [when, text])).toEqual([
      ['2021-02-20', '## DONE Write changelog for v0.0.9'],
      ['2024-02-16', expect.stringContaining('- MEETING TITLE\n  participants:: TODO\n')],
    ]);
    expect(problems.map(({ code, with: places }) => [code, places?.count])).toEqual([
      ['pages-left-out', 1],
      ['entries-empty', 1],
    ]);
  });
  test('page properties of Logseq; ids and logbooks go', async () => {
    const page =
      'tags:: sea, [[deep work]]\nplace:: Lisbon\n\n- morning\n  id:: 6545de18-dc84-4dee-b21b-a3a53a78a295\n  :LOGBOOK:\n  CLOCK: [2023-11-04 Sat 07:11:29]\n  :END:\n\t- key:: value\n- ![p](../assets/p.png)';
    expect((await read({ 'journals/2024_05_01.md': page, 'assets/p.png': PNG })).entries).toMatchObject([
      { topics: ['sea', 'deep work'], place: 'Lisbon', text: '- morning\n\t- key:: value', attachments: [{ name: 'p.png', caption: 'p' }] },
    ]);
  });
  test('memos: records beside the notes', async () => {
    const files = {
      'manifest.json': '{"format": "memos-export", "formatVersion": "1.0"}',
      'memos/Ab3.json': JSON.stringify({
        uid: 'Ab3',
        createTime: '2026-03-02T14:05:11Z',
        updateTime: '2026-03-02T14:20:47Z',
        contentPath: 'memos/Ab3.md',
        tags: ['work'],
        location: { placeholder: 'Office' },
        parent: 'Xy7',
        attachments: [{ filename: 'board.png', path: 'attachments/att1/board.png' }],
      }),
      'memos/Ab3.md': 'We met. #work/q3',
      'attachments/att1/board.png': PNG,
    };
    expect(await markdownImporter.recognise(memorySource('memos.zip', files))).toBeGreaterThan(0.9);
    expect(await read(files, { container: 'zip' })).toMatchObject({
      problems: [],
      entries: [
        {
          key: 'Ab3',
          when: '2026-03-02T14:05:11',
          text: 'We met. #work/q3',
          topics: ['work', 'work/q3'],
          place: 'Office',
          links: [{ key: 'Xy7', as: 'about' }],
          attachments: [{ name: 'board.png' }],
        },
      ],
    });
  });
});

describe('bad input', () => {
  test('a name that several files have is not guessed; one id in two notes; an empty note', async () => {
    const { entries, problems } = await read({
      '2024-05-01.md': '---\nid: k\n---\n![[a.png]]',
      'x/a.png': PNG,
      'y/a.png': PNG,
      '2024-05-02.md': '---\nid: k\n---\nother',
      '2024-05-03.md': ' \n',
    });
    expect(entries.map(({ key }) => key)).toEqual(['k', 'k~2']);
    expect(problems.map(({ code }) => code)).toEqual(['attachment-name-twice', 'id-repeated', 'entries-empty']);
  });
  test('a megabyte of one sign, of every sign that opens something, is read to its end', async () => {
    for (const piece of ['![', '![](', '![[', '#', '`', '[[', '](', '\n---\n', '![]()', 'key:: v\n']) {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      expect(embedsIn(text).length + hashTagsIn(text).length).toBeGreaterThanOrEqual(0);
      expect((await read({ 'journals/2024_05_01.md': text })).entries.length).toBeLessThanOrEqual(1);
    }
  });
  test('any bytes, any damage, any name give valid entries or problems', async () => {
    const seeds = Object.values(fixtures);
    const damaged = fc.constantFrom(...seeds).chain((bytes) =>
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((flips) => {
        const copy = bytes.slice();
        for (const [at, value] of flips) copy[at] = value;
        return copy;
      }),
    );
    const names = fc.oneof(
      fc.constantFrom('2024-05-01.md', 'journals/2024_05_01.md', 'a.txt', '9999-99-99.md'),
      fc.string().map((name) => `${name.replace(/\.\./g, '')}.md`),
    );
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          damaged,
          fc.string().map((yaml) => `---\n${yaml}\n---\nx`),
        ),
        async (name, content) => {
          const source = memorySource('v', { [name]: content }, { container: 'zip', modified: '2020-01-01T00:00:00Z' });
          expect(await markdownImporter.recognise(source)).toBeLessThanOrEqual(1);
          for (const { when } of (await readAll(markdownImporter, source)).entries) expect(isWhen(when)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
