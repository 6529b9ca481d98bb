import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWhen } from '#core/when.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { fixtureFiles, readAll } from '../../test/fixtures/format-fixtures.ts';
import { csvRecords } from './csv.ts';
import { daylioImporter } from './daylio.ts';

const fixtures = fixtureFiles('daylio');
const source = (name: string, content: string | Uint8Array = fixtures[name]!) => memorySource(name, { [name]: content });

describe('an export of Daylio', () => {
  test.each(['sample.csv', 'test_data.csv', 'made/newer.csv'])('%s is recognised', async (name) =>
    expect(await daylioImporter.recognise(source('x.csv', fixtures[name]!))).toBeGreaterThan(0.9),
  );
  test('moods become feelings, activities topics, clocks of both kinds the time; energy is not inferred', async () => {
    const { entries, problems } = await readAll(daylioImporter, source('test_data.csv'));
    expect(problems).toEqual([]);
    expect(entries.map(({ when, feelings, topics, text, form, energy, from }) => [when, feelings, topics, text, form ?? 'entry', energy, from.line])).toEqual([
      ['2020-05-30T18:50', ['rad'], ['friends', 'gaming', 'programming', 'nap'], 'Awesome', 'entry', undefined, 2],
      ['2020-05-30T13:08', ['rad'], ['shopping', 'walk'], 'Life is beautiful', 'entry', undefined, 3],
      ['2020-05-30T08:02', ['rad'], [], '', 'check-in', undefined, 4],
      ['2020-05-28T00:46', ['rad'], ['cleaning'], '', 'check-in', undefined, 5],
      ['2020-05-28T00:19', ['rad'], [], '', 'check-in', undefined, 6],
      ['2020-05-27T12:20', ['good'], ['work', 'good meal'], 'Just good', 'entry', undefined, 7],
      ['2020-05-25T18:51', ['awful'], [], '', 'check-in', undefined, 8],
      ['2020-05-25T14:58', ['meh'], ['work'], 'Could be better', 'entry', undefined, 9],
    ]);
    const other = await readAll(daylioImporter, source('sample.csv'));
    expect([other.problems, other.entries[0]!.feelings, other.entries[0]!.topics]).toEqual([
      [],
      ['sad'],
      ['clean', 'music', 'movies / tv', 'bad sleep', 'tired', 'sleep early', 'stomachache'],
    ]);
  });
  test('scales, titles, HTML, Kith words for moods, days that do not exist, a quote that never closes', async () => {
    const { entries, problems } = await readAll(daylioImporter, source('x.csv', fixtures['made/newer.csv']!), { feelingWords: ['calm'] });
    expect(entries.map(({ when, feelings, topics, text }) => [when, feelings, topics, text])).toEqual([
      ['2026-04-12T14:03', ['helpless'], [], 'Well.'],
      [
        '2026-04-02T10:00',
        ['laughing'],
        ['"quoted"', 'walk'],
        expect.stringMatching(/^# A title\n\nNever \*\*mind\*\*\.[\s\S]*virtual[\s\S]*\n\n- Sleep Quality: 6\/10 points\n- Sleep Time: 7:30$/),
      ],
      ['2026-03-31T08:50', ['calm'], [], ''],
      ['2026-02-20T20:18', ['bad'], [], '5 < 6 & a line\ntwo'],
      ['2026-01-01T09:00', ['good'], ['walk'], 'a quote that never closes'],
      ['2026-01-02T09:00', ['good'], [], 'last'],
    ]);
    expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([
      ['date-does-not-exist', 5],
      ['no-date', 7],
      ['quote-not-closed', 8],
    ]);
  });
  test('older exports with a year apart, days in other languages, semicolons', async () => {
    expect(
      (await readAll(daylioImporter, source('a.csv', 'year,date,weekday,time,mood,activities,note\n2018,18 May,Friday,11:54 pm,happy,"clean | cook","Went out"\n'))).entries,
    ).toMatchObject([{ when: '2018-05-18T23:54', text: 'Went out' }]);
    expect(
      (
        await readAll(
          daylioImporter,
          source('b.csv', 'full_date;date;weekday;time;mood;activities;note_title;note\n1 de mayo de 2024;1 mayo;miércoles;9:05 p. m.;bien;;;"uno; dos"\n'),
        )
      ).entries,
    ).toMatchObject([{ when: '2024-05-01T21:05', text: 'uno; dos', feelings: ['bien'] }]);
  });
});

test('the minute before or after noon as East Asia writes it, and a note that holds the sign between cells', async () => {
  const text = 'full_date,date,time,mood,activities,note\n2024-01-07,x,下午9:15,x,,one\n2024-01-08,x,오전 12:05,x,,two, and more\n';
  const { entries } = await readAll(daylioImporter, memorySource('daylio.csv', { 'daylio.csv': text }));
  expect(entries).toMatchObject([
    { when: '2024-01-07T21:15', text: 'one' },
    { when: '2024-01-08T00:05', text: 'two, and more' },
  ]);
});

describe('CSV', () => {
  test('a quote that is never closed does not swallow the rows up to the next one', () => {
    expect([...csvRecords('a,"never closed\n1,"x",,fine\n2,"two\nlines" ,ok\n', ',')].map(({ cells, unclosed }) => [...cells, unclosed])).toEqual([
      ['a', 'never closed', true],
      ['1', 'x', '', 'fine', false],
      ['2', 'two\nlines ', 'ok', false],
    ]);
  });

  test('whatever is written is read again', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é') }), { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const text = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
        const read = [...csvRecords(text, ',')];
        expect(read.map(({ cells }) => cells)).toEqual(rows);
        let line = 1;
        rows.forEach((cells, i) => {
          expect(read[i]!.line).toBe(line);
          line += 1 + cells.join('').split('\n').length - 1;
        });
      }),
    );
  });
  test('quotes that never close do not make it slow', () => {
    expect([...csvRecords('"a,b\n'.repeat(100_001), ',')].length).toBeGreaterThan(50_000);
    expect([...csvRecords(`${'a"b,"c""d\n'.repeat(100_001)}"`, ',')].length).toBeGreaterThan(0);
  });
});

test('any bytes, and any damage, give valid entries or problems', async () => {
  const damaged = fc.constantFrom(...Object.values(fixtures)).chain((bytes) =>
    fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }).map((flips) => {
      const copy = bytes.slice();
      for (const [at, value] of flips) copy[at] = value;
      return copy;
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), async (content) => {
      expect(await daylioImporter.recognise(source('x.csv', content))).toBeLessThanOrEqual(1);
      for (const { when } of (await readAll(daylioImporter, source('x.csv', content))).entries) expect(isWhen(when)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
