import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { journey } from '#formats/journey.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const made = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../test/fixtures/journey/made/${name}`, import.meta.url)));
const older = made('1625494049547-4bbdhzcbytfsg6mw.json');
const newer = made('xH9WUl0f8f4KShUgGZLb.json');
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const zip = () =>
  memorySource('journey.zip', {
    '1625494049547-4bbdhzcbytfsg6mw.json': older,
    '1625494049547-4bbdhzcbytfsg6mw-1.jpg': JPEG,
    'xH9WUl0f8f4KShUgGZLb.json': newer,
    'aKBma1YNyDgmP64y5QdE.jpg': JPEG,
  });

describe('a Journey zip', () => {
  test('is recognised by its entries', async () => {
    expect(await journey.recognise(zip())).toBe(1);
    expect(await journey.recognise(memorySource('x.zip', { 'a.json': '{"text": "x"}' }))).toBe(0);
  });

  test('gives the older and the newer shape: day on the writer’s clock, text as Markdown, place, tags, photos', async () => {
    const { entries, problems } = await readAll(journey, zip());
    expect(problems).toEqual([
      { code: 'attachment-missing', file: 'xH9WUl0f8f4KShUgGZLb.json', at: { entry: 2, name: 'gone.jpg' } },
      { code: 'mood-numbers-left-out', file: 'journey.zip', with: { count: 1 } },
      { code: 'weather-left-out', file: 'journey.zip', with: { count: 1 } },
    ]);
    expect(entries[0]).toMatchObject({
      key: '1625494049547-4bbdhzcbytfsg6mw',
      when: '2021-07-01T12:00',
      zone: '+02:00',
      text: 'First line\n\n**bold** *italic* and 5 * 3',
      place: '',
      topics: ['garden'],
      again: true,
      modified: '2021-07-05T14:08:20.149Z',
    });
    expect(entries[0]!.attachments!.map(({ name, mime }) => [name, mime])).toEqual([['1625494049547-4bbdhzcbytfsg6mw-1.jpg', 'image/jpeg']]);
    expect(entries[1]).toMatchObject({ when: '2025-03-23T08:23:07', zone: '+09:00', text: '# A walk\n\n- one\n- two', place: 'Toyama', topics: ['river'] });
    expect(entries[1]!.attachments).toHaveLength(1);
  });

  test('one broken file costs that file; a date in year 10000 or none is named', async () => {
    const source = memorySource('j.zip', {
      'a.json': '{"date_journal": 1',
      'b.json': '{"id":"b","date_journal":253402300800000,"text":"x"}',
      'c.json': '{"id":"c","text":"x","date_journal":null}',
      'd.json': '{"id":"d","date_journal":0,"text":"in 1970"}',
      'e.json': '{"other":1}',
    });
    const all = await readAll(journey, source);
    expect(codesOf(all)).toEqual(['date-out-of-range', 'entry-not-understood', 'json-broken', 'no-date']);
    expect(all.entries.map(({ when }) => when)).toEqual(['1970-01-01T00:00']);
  });

  test('music of the newer shape stays; sealed text is named, not brought in; a day that cannot be is not replaced by the day of a change', async () => {
    const one = (fields: object): string => JSON.stringify({ id: 'a', dateOfJournal: '2024-05-01T08:00:00.000Z', updatedAt: '2024-06-01T08:00:00.000Z', type: 'html', ...fields });
    const all = await readAll(
      journey,
      memorySource('j.zip', {
        'a.json': one({ text: '<p>x</p>', music: { title: 'Sinnerman', artist: 'Nina Simone' } }),
        'b.json': one({ text: 'U2FsdGVkX1+abcdef', encrypted: true }),
        'c.json': one({ text: 'x', dateOfJournal: undefined, date_journal: -99_999_999_999_999 }),
      }),
    );
    expect(all.entries.map(({ text }) => text)).toEqual(['x\n\n♪ Sinnerman · Nina Simone']);
    expect(all.problems.map(({ code, file }) => [code, file])).toEqual([
      ['entry-encrypted', 'b.json'],
      ['date-out-of-range', 'c.json'],
    ]);
  });

  test('the same entry twice comes in once', async () => {
    const all = await readAll(journey, memorySource('j.zip', { 'a.json': older, 'b.json': older, '1625494049547-4bbdhzcbytfsg6mw-1.jpg': JPEG }));
    expect(all.entries).toHaveLength(1);
    expect(codesOf(all)).toEqual(['entry-repeated']);
  });

  test('nothing that is in the files can break the reading', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(older),
          mutated(newer),
          fc.uint8Array({ maxLength: 400 }),
          fc.jsonValue().map((json) => textToBytes(JSON.stringify({ id: 'x', date_journal: 1, text: '', type: 'html', location: json, photos: json, tags: json, time: json }))),
        ),
        async (bytes) => {
          await expectSound(journey, memorySource('j.zip', { 'a.json': bytes, 'b.jpg': JPEG }), bytes.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
