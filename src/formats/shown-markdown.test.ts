// What is no entry, out and in again: by every road, from a vault that holds what a foreign archive put there, too.

import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { Json, VaultRecord } from '#core/record.ts';
import { bytesToText } from '#core/text.ts';
import { isInstant } from '#core/when.ts';
import { createKnown, previewImport } from '#formats/bring-in.ts';
import { EXPORT_FORMATS, exportFiles, type ExportFormat, type ExportSettings } from '#formats/exporters.ts';
import { kithArchive } from '#formats/kith-archive.ts';
import { createLeap2aExporter } from '#formats/leap2a-out.ts';
import { leap2a } from '#formats/leap2a.ts';
import { markdownFiles } from '#formats/markdown-writer.ts';
import type { OutEntry } from '#formats/outgoing.ts';
import { shownKind, shownOf } from '#rooms/shown.ts';
import { markdownImporter } from '#formats/markdown.ts';
import type { Importer } from '#formats/port.ts';
import { entryOf } from '#rooms/journal/model.ts';
import { memorySource, readOptions } from '../../test/fixtures/memory-source.ts';
import { readAll } from '../../test/fixtures/read-all.ts';

const DEVICE = '0'.repeat(13);
let clock = '';
const made = (change: Change): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-26T06:00:00.000Z'));
  return applyChange(undefined, change, stampOf(clock, DEVICE), DEVICE);
};
const id = (n: number): string => String(n).padStart(26, '0');
const question = (n: number, at: string): VaultRecord =>
  made({
    id: id(n),
    kind: 'question',
    v: 1,
    set: { made: at, closed: '' },
    write: { text: 'Is rest\nmine to choose?', note: 'Not on # Mondays.' },
    add: { links: [`about:${id(1)}`] },
  });
const entry = made({ id: id(1), kind: 'entry', v: 1, set: { when: '2026-11-25' }, write: { text: 'Rain.' }, add: { links: [`gathers-under:${id(2)}`] } });

const out = async (format: ExportFormat, records: readonly VaultRecord[]): Promise<Record<string, Uint8Array>> => {
  const files: Record<string, Uint8Array> = {};
  const entries = records.flatMap((record) => {
    const one = entryOf(record);
    return one ? [{ entry: one, journal: '', attachments: [] }] : [];
  });
  const settings = {
    made: '2026-11-26T06:00:00.000Z',
    author: '',
    title: 't',
    labels: {},
    book: { locale: 'en', direction: 'ltr', title: 't', subtitle: '', words: {} },
  } as unknown as ExportSettings;
  for await (const one of exportFiles(format, { entries, records, blob: async () => null, settings }).files)
    if ('file' in one) {
      files[one.file.path] = await one.file.bytes();
      expect(one.file.modified === undefined || isInstant(one.file.modified), one.file.path).toBe(true);
    }
  return files;
};
const ROADS = [
  [markdownImporter, 'markdown'],
  [leap2a, 'leap2a'],
] as const;
const back = (importer: Importer, files: Record<string, Uint8Array>) => readAll(importer, memorySource('x.zip', files));

test('a question of a day that is none, as another may have written it, keeps nothing from going out', async () => {
  for (const at of ['', 'not a day at all', '0000-00-00T00:00:00.000Z', '2026-02-31T00:00:00.000Z', '9999-01-01'])
    for (const format of EXPORT_FORMATS.filter((one) => one !== 'book')) await out(format, [question(2, at), entry]);
});

test('what is no entry comes back as an entry with its words and links by Markdown and Leap2A, and as itself by the archive', async () => {
  const records = [entry, question(2, '2026-11-24T08:00:00.000Z')];
  for (const [importer, format] of ROADS) {
    const { entries, problems } = await back(importer, await out(format, records));
    expect(problems).toEqual([]);
    const came = entries.find(({ when }) => when === '2026-11-24')!;
    expect(came.text).toBe('# Is rest mine to choose?\n\nNot on # Mondays.');
    expect(came.links).toEqual([{ key: entries.find(({ text }) => text === 'Rain.')!.key, as: 'about' }]);
  }
  const whole = await back(kithArchive, await out('kith', records));
  expect(whole.records).toEqual(records);
  expect(whole.entries).toEqual([]);
});

test('a commitment that is done and a goal that was reached go out as what was achieved, the others as plans, and their words come back', async () => {
  const wrote = '2026-11-24T08:00:00.000Z';
  const commitment = (n: number, what: string, end: Json): VaultRecord => made({ id: id(n), kind: 'commitment', v: 1, set: { made: wrote, end }, write: { what } });
  const goal = (n: number, what: string, end: Json): VaultRecord => made({ id: id(n), kind: 'goal', v: 1, set: { made: wrote, end, ended: '2026-11-25' }, write: { what } });
  const records = [
    commitment(3, 'Ring Ana', { how: 'done', at: wrote }),
    commitment(4, 'Run at six', { how: 'dropped', at: wrote }),
    commitment(5, 'Rest on Sundays', null),
    goal(6, 'Lead a team', 'reached'),
    goal(7, 'Learn the lute', 'let-go'),
  ];
  const files = await out('leap2a', records);
  const items = bytesToText(files['leap2a.xml']!).split('<entry>').slice(1);
  expect(items.map((item) => [/<title>(.*)<\/title>/.exec(item)![1], /rdf:resource="leap2:(\w+)"/.exec(item)![1]]).sort()).toEqual([
    ['Lead a team', 'achievement'],
    ['Learn the lute', 'plan'],
    ['Rest on Sundays', 'plan'],
    ['Ring Ana', 'achievement'],
    ['Run at six', 'plan'],
  ]);
  const { entries, problems } = await back(leap2a, files);
  expect(problems).toEqual([]);
  expect(entries.map(({ text }) => text.split('\n')[0]).sort()).toEqual(['# Lead a team', '# Learn the lute', '# Rest on Sundays', '# Ring Ana', '# Run at six']);
});

test('links that lead round in a circle go out by every road and come back as a circle', async () => {
  const records = [entry, question(2, '2026-11-24T08:00:00.000Z')];
  for (const format of EXPORT_FORMATS.filter((one) => one !== 'book')) await out(format, records);
  for (const [importer, format] of ROADS) {
    const { entries } = await back(importer, await out(format, records));
    const [a, b] = [entries.find(({ text }) => text === 'Rain.')!, entries.find(({ when }) => when === '2026-11-24')!];
    expect(
      [a.links, b.links].map((links) => links?.map(({ key }) => key)),
      format,
    ).toEqual([[b.key], [a.key]]);
  }
});

test('what is no entry and is here comes in by no road beside itself', async () => {
  const records = [entry, question(2, '2026-11-24T08:00:00.000Z')];
  const known = createKnown([entryOf(entry)!], [id(2)]);
  for (const [importer, format] of ROADS) {
    const source = memorySource('x.zip', await out(format, records));
    expect(await previewImport(importer, source, readOptions(), { known, idFor: (name) => name, onProgress: () => {}, stopped: () => false }), format).toMatchObject({
      found: 2,
      come: 0,
      have: 2,
    });
  }
});

test('what is heavy is heavy again', async () => {
  const shown = { ...shownOf(question(2, '2026-11-24T08:00:00.000Z'))!, heavy: true };
  const other = { shown, kind: shownKind('question')!, word: (key: string) => key };
  const nothing: OutEntry[] = [];
  const feed = createLeap2aExporter({ title: 't', id: 'urn:x', author: '', made: '2026-11-26T06:00:00.000Z' }, [other]);
  for (const [importer, files] of [
    [markdownImporter, markdownFiles(nothing, [other])],
    [leap2a, feed.files(nothing)],
  ] as const) {
    const written: Record<string, Uint8Array> = {};
    for await (const one of files) if ('file' in one) written[one.file.path] = await one.file.bytes();
    expect((await back(importer, written)).entries).toMatchObject([{ heavy: true }]);
  }
});
