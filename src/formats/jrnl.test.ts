import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToText, textToBytes } from '#core/text.ts';
import { dayOf, isWhen } from '#core/when.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { fixtureFiles, readAll } from '../../test/fixtures/format-fixtures.ts';
import { jrnlJsonImporter } from './jrnl-json.ts';
import { jrnlTextExporter, jrnlTextImporter } from './jrnl-text.ts';
import type { OutEntry } from './outgoing.ts';

const texts = fixtureFiles('jrnl-text');
const jsons = fixtureFiles('jrnl-json');
const one = (name: string, content: string | Uint8Array) => memorySource(name, { [name]: content });

const written = async (entries: OutEntry[]) => {
  const files: Record<string, Uint8Array> = {};
  const problems: string[] = [];
  for await (const out of jrnlTextExporter.files(entries)) {
    if ('file' in out) files[out.file.path] = await out.file.bytes();
    else problems.push(out.problem.code);
  }
  return { files, problems };
};

describe('jrnl text', () => {
  test('a journal that jrnl wrote: days, tags, star, text as written', async () => {
    const source = one('basic_onefile.journal', texts['basic_onefile.journal']!);
    expect(await jrnlTextImporter.recognise(source)).toBeGreaterThan(0.9);
    const { entries, problems } = await readAll(jrnlTextImporter, source);
    expect(problems).toEqual([]);
    expect(entries.map(({ when, topics, again, from }) => [when, topics, again ?? false, from.line])).toEqual([
      ['2020-08-29T11:11', ['ipsum', 'tagone', 'tagtwo'], false, 1],
      ['2020-08-31T14:32', ['tagtwo'], true, 7],
      ['2020-09-24T09:14', ['tagthree', 'tagone'], false, 13],
    ]);
    expect(entries[1]!.text).toBe(
      'A second entry in what I hope to be a long series.\n\nSed sit amet metus et sapien feugiat elementum. @tagtwo all by its lonesome.\n\nNulla mattis elementum magna, viverra pretium dui fermentum et.',
    );
  });
  test('a journal of version 1, without brackets', async () => {
    const source = one('jrnl.txt', texts['jrnl.txt']!);
    expect(await jrnlTextImporter.recognise(source)).toBeGreaterThan(0.8);
    const { entries, problems } = await readAll(jrnlTextImporter, source);
    expect([problems, entries.map(({ when, topics }) => [when, topics])]).toEqual([
      [],
      [
        ['2020-05-02T15:30', ['TIL', 'python']],
        ['2020-08-10T03:22', ['javascript']],
      ],
    ]);
  });
  test('12- and 24-hour clocks mixed, month before day, days that do not exist, text before the first day', async () => {
    const { entries, problems } = await readAll(jrnlTextImporter, one('clocks.txt', texts['made/clocks.txt']!));
    expect(entries.map(({ when, text, topics, again }) => [when, text, topics, again ?? false])).toEqual([
      ['2020-01-02T09:00', 'Twelve hours. Then more.\n@Lisbon and someone@example.org', ['Lisbon'], false],
      ['2020-02-13T00:15', 'Past midnight\n[1] a footnote, no day\n[2019-07 14:23] looks like a day, tells none', [], false],
      ['2020-02-14T21:40', 'Twenty-four hours among twelve', [], true],
    ]);
    expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([
      ['text-before-first-date', 1],
      ['date-not-understood', 8],
      ['date-does-not-exist', 10],
    ]);
  });
  test('any encoding: UTF-16, Latin-1, with a mark, Windows line ends', async () => {
    const text = '[2020-01-01 10:00] Größe @Maß\r\nzweite Zeile\r\n';
    const utf16 = new Uint8Array([...`\ufeff${text}`].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8]));
    const latin = new Uint8Array([...text].map((sign) => sign.charCodeAt(0)));
    for (const content of [utf16, utf16.slice(2), latin, `\ufeff${text}`]) {
      expect((await readAll(jrnlTextImporter, one('a.txt', content))).entries).toMatchObject([{ when: '2020-01-01T10:00', text: 'Größe @Maß\nzweite Zeile', topics: ['Maß'] }]);
    }
  });
  test('an encrypted journal is recognised and said to be one', async () => {
    const source = memorySource('work.journal', { 'work.journal': `gAAAAABfb4gQ${'Mq-n_v8s7'.repeat(40)}==` });
    expect(await jrnlTextImporter.recognise(source)).toBeGreaterThan(0.5);
    expect(await readAll(jrnlTextImporter, source)).toEqual({ entries: [], problems: [{ code: 'journal-encrypted', file: 'work.journal' }] });
  });

  test('a folder of days; a file without days is named', async () => {
    const { entries, problems } = await readAll(
      jrnlTextImporter,
      memorySource('journal', { '2020/08/31.txt': '[2020-08-31 14:32] One', '2020/09/24.txt': '[2020-09-24 09:14] Two', 'note.txt': 'nothing' }, { container: 'folder' }),
    );
    expect([entries.map(({ when }) => when), problems]).toEqual([['2020-08-31T14:32', '2020-09-24T09:14'], [{ code: 'no-entries-found', file: 'note.txt' }]]);
  });
  test('what it holds goes out and comes in again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryEntry, { minLength: 1, maxLength: 4 }), async (list) => {
        const plain = list.map((entry) => ({ ...entry, again: entry.again && !entry.text.split('\n')[0]!.includes('*') }));
        const { files } = await written(plain.map((entry) => ({ entry, journal: '', attachments: [] })));
        const { entries, problems } = await readAll(jrnlTextImporter, one('journal.txt', files['journal.txt']!));
        expect(problems).toEqual([]);
        expect(entries.map(({ when }) => when)).toEqual(plain.map(({ when }) => (when.includes('T') ? when : `${dayOf(when)}T00:00`)));
        entries.forEach((entry, i) => {
          const squeezed = (text: string): string => text.replace(/\s+/g, '').replace(/\*/g, '');
          expect(squeezed(entry.text).startsWith(squeezed(plain[i]!.text))).toBe(true);
          if (plain[i]!.again) expect(entry.again).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });
  test('what it cannot hold is counted', async () => {
    const entry = {
      ...fc.sample(arbitraryEntry, { numRuns: 1, seed: 3 })[0]!,
      text: 'A day.\n[2020-01-01 10:00] quoted',
      when: '2024-05-01',
      topics: ['deep work'],
      people: ['Ana'],
      again: true,
    };
    const { files, problems } = await written([{ entry, journal: '', attachments: [] }]);
    expect(bytesToText(files['journal.txt']!)).toBe('[2024-05-01 00:00] A day. *\n [2020-01-01 10:00] quoted\n@deep-work\n\n');
    expect(problems).toEqual(['details-left-out']);
  });
});

describe('jrnl JSON', () => {
  test('days with their clock, tags without their sign, star; a day that does not exist is named', async () => {
    const source = one('journal.json', jsons['made/journal.json']!);
    expect(await jrnlJsonImporter.recognise(source)).toBeGreaterThan(0.9);
    const { entries, problems } = await readAll(jrnlJsonImporter, source);
    expect(entries).toMatchObject([
      { when: '2024-06-16T09:00', text: 'Stayed at home.\nWrote for four hours.', topics: [] },
      { when: '2024-06-17T18:05', text: 'At the @beach with @Tom.', topics: ['tom', 'beach'], again: true },
    ]);
    expect(problems).toEqual([{ code: 'date-does-not-exist', file: 'journal.json', at: { entry: 3, line: 26 }, with: { text: '2024-02-30' } }]);
  });
  test('one entry a file, a list without a head, and a file that breaks off', async () => {
    const single = { title: 'x', body: '', date: '2024-06-16', time: '09:00', tags: [], starred: false };
    expect((await readAll(jrnlJsonImporter, memorySource('d', { 'a.json': JSON.stringify(single), 'b.json': JSON.stringify([single]) }))).entries).toHaveLength(2);
    const cut = await readAll(jrnlJsonImporter, one('c.json', JSON.stringify({ tags: {}, entries: [single, single] }).slice(0, -30)));
    expect([cut.entries.length, cut.problems.map(({ code }) => code)]).toEqual([1, ['json-broken']]);
  });
  test('a plain list of dated texts, with Julian days where it says so', async () => {
    const list = {
      title: 'A diary',
      calendar: 'Julian (Old Style) day and month',
      entries: [
        { date: '1660-01-06', text: '6th. This morning\n\nand on.' },
        { date: '1660-02-30', text: 'no day' },
        { date: '1660-01-07', text: '' },
      ],
    };
    const source = one('diary.json', JSON.stringify(list));
    expect(await jrnlJsonImporter.recognise(source)).toBe(0.5);
    const { entries, problems } = await readAll(jrnlJsonImporter, source);
    expect(entries.map(({ when, text, calendar }) => [when, text, calendar])).toEqual([['1660-01-06', '6th. This morning\n\nand on.', 'julian']]);
    expect(problems.map(({ code }) => code)).toEqual(['date-does-not-exist', 'entries-empty']);
    const { entries: today } = await readAll(jrnlJsonImporter, one('d.json', JSON.stringify({ entries: [{ date: '2020-01-06', text: 'calendar: julian' }] })));
    expect(today.map(({ calendar }) => calendar)).toEqual([undefined]);
  });
});

test('any bytes, and any damage, give valid entries or problems', async () => {
  const seeds = [
    texts['basic_onefile.journal']!,
    texts['made/clocks.txt']!,
    jsons['made/journal.json']!,
    textToBytes(JSON.stringify({ calendar: 'Julian', entries: [{ date: '1660-01-06', text: 'Up, and to my office.' }] })),
  ];
  const damaged = fc.constantFrom(...seeds).chain((bytes) =>
    fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((flips) => {
      const copy = bytes.slice();
      for (const [at, value] of flips) copy[at] = value;
      return copy;
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), async (content) => {
      for (const importer of [jrnlTextImporter, jrnlJsonImporter]) {
        expect(await importer.recognise(one('x.txt', content))).toBeLessThanOrEqual(1);
        for (const { when } of (await readAll(importer, one('x.txt', content))).entries) expect(isWhen(when)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
