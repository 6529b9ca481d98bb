// A folder of many files is read on a second thread. What a person can rely on: nothing comes in otherwise than without it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPath } from '#adapters/node/folder.ts';
import { toLocal } from '#adapters/local-time.ts';
import type { Importer, Incoming, Source } from '#formats/port.ts';
import { printOf } from '#formats/incoming.ts';
import { importerById } from '#formats/registry.ts';
import { orThrow } from '#core/result.ts';
import { startImportThread } from '../../src/cli/import-start.ts';
import { readAhead } from '../../src/cli/import-thread.ts';
import { createHome, MAIN } from './kith.ts';

const COUNT = 1200;
/** As the command line knows itself: `kith.mjs` starts it. */
const ENTRY = join(dirname(MAIN), 'parts', 'kith.cjs');
let folder = '';
let source: Source;

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-thread-'));
  mkdirSync(join(folder, 'media'));
  for (let n = 0; n < COUNT; n++)
    writeFileSync(
      join(folder, `${String(n).padStart(5, '0')}.md`),
      `---\ndate: 2021-03-04T05:${String(n % 60).padStart(2, '0')}\ntopics: [sea, n${n}]\n---\n\nNote ${n} of the “harbour”.\n`,
    );
  writeFileSync(join(folder, '00007.md'), '---\ndate: 2021-03-04\n: [broken\n---\n\nbroken above\n');
  writeFileSync(join(folder, '00008.md'), Buffer.from('\ufeff---\ndate: 2021-03-05\n---\n\nfrom UTF-16, ñandú\n', 'utf16le'));
  writeFileSync(join(folder, '00009.md'), Buffer.from('---\ndate: 2021-03-06\n---\n\ncaf\xe9 of old\n', 'latin1'));
  writeFileSync(join(folder, '00010.md'), '---\ndate: 2021-03-07\n---\n\n![seen](media/one.png)\nwith a photo, and ![[gone.png]]\n');
  writeFileSync(join(folder, '00011.md'), '---\ndate: 2021-02-30\n---\n\nno such day\n');
  writeFileSync(join(folder, '00012.md'), '---\ndate: 2021-03-08\n---\n\nhalf a sign: \ud83d.\n');
  writeFileSync(join(folder, '00013.md'), '---\ndate: 2021-03-09\njournal: Dream Book\npeople: [Ann  Lee, ann lee]\nplace: " by the sea "\n---\n\nof a journal\n');
  writeFileSync(join(folder, 'media', 'one.png'), PNG);
  source = orThrow(await openPath(folder));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an importer gives, with the bytes of attachments in place of their files; `meanwhile` is done after so many. */
const everything = async (importer: Importer, meanwhile: () => unknown = () => {}, after = 1): Promise<unknown[]> => {
  const out: unknown[] = [];
  const plain = async (item: Incoming): Promise<unknown> => {
    if (!('entry' in item)) return JSON.parse(JSON.stringify(item));
    const { attachments = [], nth: _nth, ...entry } = item.entry;
    const files = await Promise.all(attachments.map(async ({ file, ...rest }) => ({ ...rest, path: file.path, bytes: orThrow(await file.read(1e6)) })));
    return { ...JSON.parse(JSON.stringify(entry)), print: entry.print ?? printOf(entry), files };
  };
  for await (const item of importer.read(source, { toLocal, locale: 'en' })) {
    out.push(await plain(item));
    if (out.length === after) await meanwhile();
  }
  return out;
};

describe('a folder of many files, read on a second thread', () => {
  test('gives the same entries, photos and problems in the same order', async () => {
    const markdown = importerById('markdown')!;
    const thread = startImportThread(ENTRY);
    const read = await everything(readAhead(thread, 'markdown', source, 'en').take(markdown));
    await thread.worker.terminate();
    const expected = await everything(markdown);
    expect(expected.length).toBeGreaterThan(COUNT);
    expect(read).toEqual(expected);
  });

  test('is read to its end when the thread ends early, nothing twice and nothing left out', async () => {
    const markdown = importerById('markdown')!;
    const expected = await everything(markdown);
    const atOnce = startImportThread(ENTRY);
    await atOnce.worker.terminate();
    expect(await everything(readAhead(atOnce, 'markdown', source, 'en').take(markdown))).toEqual(expected);
    for (const after of [1, 700, COUNT - 1]) {
      const later = startImportThread(ENTRY);
      expect(await everything(readAhead(later, 'markdown', source, 'en').take(markdown), () => later.worker.terminate(), after)).toEqual(expected);
    }
  });

  test('comes in with its photo, is found at once, known the second time, and goes out again', async () => {
    const home = createHome();
    const first = (await home.kith(['import', folder, '--json'])).json.at(-1)!;
    expect(first).toMatchObject({ format: 'markdown', came: COUNT - 1, have: 0 });
    expect(first['problems']).toBeGreaterThan(1);
    expect((await home.kith(['search', 'ñandú', '--json'])).json).toHaveLength(1);
    expect((await home.kith(['search', 'has:photo', '--json'])).json).toHaveLength(1);
    expect((await home.kith(['search', 'topic:n1199', '--json'])).json).toHaveLength(1);
    expect((await home.kith(['search', 'in:"dream book" with:"ann lee" place:"by the sea"', '--json'])).json).toHaveLength(1);
    expect((await home.kith(['search', 'after:2021-03-04 before:2021-03-05 harbour', '--json', '--limit', '5000'])).json).toHaveLength(COUNT - 7);
    expect((await home.kith(['import', folder, '--json'])).json.at(-1)).toMatchObject({ came: 0, have: COUNT - 1 });
    expect((await home.kith(['undo-import', String(first['import']).slice(0, 8), '--json'])).json[0]).toMatchObject({ out: COUNT - 1, stay: 0 });
    expect((await home.kith(['search', 'harbour', '--json'])).code).toBe(4);
    await home.remove();
  });

  test('whose names look like Markdown and that is another application’s comes in as what it is, and is found by its own words', async () => {
    const home = createHome();
    const raw = join(home.temporary, 'joplin');
    mkdirSync(raw);
    for (let n = 0; n < COUNT; n++) {
      const id = String(n).padStart(32, '0');
      const body = n % 3 === 0 ? 'A lighthouse' : n % 3 === 1 ? 'An orchard' : 'A ferry';
      writeFileSync(
        join(raw, `${id}.md`),
        `Note ${n}\n\n${body} of day ${n}.\n\nid: ${id}\nparent_id: \ncreated_time: 2021-03-04T05:06:07.000Z\nupdated_time: 2021-03-04T05:06:07.000Z\nuser_created_time: 2021-03-04T05:06:07.000Z\ntype_: 1`,
      );
    }
    expect((await home.kith(['import', raw, '--json'])).json.at(-1)).toMatchObject({ format: 'joplin', came: COUNT, have: 0 });
    const found = (await home.kith(['search', 'orchard', '--json', '--limit', '5000'])).json;
    expect(found).toHaveLength(COUNT / 3);
    for (const { entry } of found) expect(entry.text).toContain('An orchard');
    expect((await home.kith(['import', raw, '--format', 'markdown', '--dry-run', '--json'])).json.at(-1)).toMatchObject({ format: 'markdown' });
    await home.remove();
  });
});
