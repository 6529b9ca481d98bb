import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { standardNotes } from '#formats/standard-notes.ts';
import { superNoteToMarkdown } from '#formats/super-note.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const NAME = 'Standard Notes Backup and Import File.txt';
const real = new Uint8Array(readFileSync(new URL(`../../test/fixtures/standard-notes/${NAME}`, import.meta.url)));
const backup = (...items: readonly unknown[]) => memorySource('notes.zip', { [NAME]: JSON.stringify({ version: '004', items }), 'Items/Note/x.txt': 'x' });
const note = (content: unknown, more: object = {}) => ({
  uuid: 'n-1',
  content_type: 'Note',
  created_at: '2024-05-01T08:00:00.000Z',
  updated_at: '2024-05-02T08:00:00.000Z',
  content,
  ...more,
});

describe('a Standard Notes backup', () => {
  test('that the application wrote comes in: notes with their tags, the trash named', async () => {
    const source = memorySource('backup.zip', { [NAME]: real });
    expect(await standardNotes.recognise(source)).toBe(1);
    expect(await standardNotes.recognise(memorySource('renamed.txt', { 'renamed.txt': real }))).toBe(1);
    const all = await readAll(standardNotes, source);
    expect(all.entries.map(({ key, when, topics }) => [key.slice(0, 4), when, topics])).toEqual([
      ['5596', '2020-04-19T12:17:35', ['lemon']],
      ['1f8e', '2020-04-19T11:53:12', ['apple']],
      ['ab0d', '2020-04-19T11:37:11', ['apple']],
    ]);
    expect(all.entries[0]!.text).toBe('# A title 23\n\nThis is a *Markdown* note number 21 containing a [link](http://example.com/)\nand\nis multiline.');
    expect(all.entries[0]!.modified).toBe('2020-04-19T12:18:04.000Z');
    expect(all.problems).toMatchObject([{ code: 'note-in-trash', at: { name: 'A title 16' } }]);
  });

  test('that is encrypted says to choose the decrypted one, and brings in nothing', async () => {
    const all = await readAll(standardNotes, backup(note('004:abc:def'), { ...note('004:x'), uuid: 'n-2' }));
    expect(all.entries).toEqual([]);
    expect(all.problems).toEqual([{ code: 'standard-notes-encrypted', file: NAME, with: { count: 2 } }]);
  });

  test('Super notes, rich text, stars and links between notes come in', async () => {
    const lexical = {
      root: {
        type: 'root',
        children: [
          { type: 'heading', tag: 'h2', children: [{ type: 'text', text: 'Plan', format: 0 }] },
          {
            type: 'paragraph',
            children: [
              { type: 'text', text: 'very ', format: 0 },
              { type: 'text', text: 'good', format: 3 },
              { type: 'linebreak' },
              { type: 'link', url: 'https://a.b', children: [{ type: 'text', text: 'here' }] },
            ],
          },
          {
            type: 'list',
            listType: 'check',
            children: [
              { type: 'listitem', checked: true, children: [{ type: 'text', text: 'one' }] },
              { type: 'listitem', children: [{ type: 'list', listType: 'bullet', children: [{ type: 'listitem', children: [{ type: 'text', text: 'deep' }] }] }] },
            ],
          },
          { type: 'code', children: [{ type: 'code-highlight', text: 'a = 1' }, { type: 'linebreak' }, { type: 'code-highlight', text: 'b' }] },
          { type: 'snfile', fileUuid: 'f-1' },
          { type: 'from-the-future', children: [{ type: 'text', text: 'kept' }] },
        ],
      },
    };
    const all = await readAll(
      standardNotes,
      backup(
        note({
          title: 'S',
          text: JSON.stringify(lexical),
          noteType: 'super',
          starred: true,
          references: [
            { uuid: 'n-2', content_type: 'Note' },
            { uuid: 'gone', content_type: 'Note' },
          ],
        }),
        { ...note({ title: '', text: '<p>rich <b>text</b></p>', noteType: 'rich-text' }), uuid: 'n-2' },
      ),
    );
    expect(all.entries[0]).toMatchObject({
      text: '# S\n\n## Plan\n\nvery ***good***  \n[here](https://a.b)\n\n- [x] one\n  - deep\n\n```\na = 1\nb\n```\n\nkept',
      again: true,
      links: [{ key: 'n-2', as: 'about' }],
    });
    expect(all.entries[1]!.text).toBe('rich **text**');
    expect(codesOf(all)).toEqual(['attachment-missing']);
    expect(superNoteToMarkdown('{"root": 1}')).toBe(null);
  });

  test('a list of tasks comes as a list, not as the JSON that its editor keeps', async () => {
    const text = JSON.stringify({
      schemaVersion: '1.0.0',
      groups: [
        {
          name: 'Home',
          tasks: [
            { id: '1', description: 'buy *bread*', completed: true },
            { id: '2', description: 'call', completed: false },
          ],
        },
      ],
    });
    const item = { uuid: 'n', content_type: 'Note', created_at: '2023-01-02T03:04:05.678Z', content: { title: 'To do', text, references: [] } };
    const { entries } = await readAll(standardNotes, memorySource('backup.txt', { 'backup.txt': JSON.stringify({ version: '004', items: [item] }) }));
    expect(entries[0]!.text).toBe('# To do\n\n## Home\n\n- [x] buy \\*bread\\*\n- [ ] call');
  });

  test('odd items cost only themselves', async () => {
    const all = await readAll(
      standardNotes,
      backup(
        note({ title: '', text: '' }),
        { ...note({ text: 'no date' }, { created_at: 'x', updated_at: null }), uuid: 'n-2' },
        { ...note(null), uuid: 'n-3' },
        7,
        { ...note({ text: 'good' }), uuid: 'n-4' },
        { ...note({ text: 'good' }), uuid: 'n-4' },
      ),
    );
    expect(all.entries.map(({ text }) => text)).toEqual(['good']);
    expect(codesOf(all)).toEqual(['entry-empty', 'entry-repeated', 'no-date']);
    const cut = await readAll(standardNotes, memorySource('x.zip', { [NAME]: real.slice(0, real.length - 2_500) }));
    expect(cut.entries.length).toBeGreaterThan(0);
    expect(codesOf(cut)).toContain('json-broken');
  });

  test('nothing that is in it can break the reading', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(real),
          fc.uint8Array({ maxLength: 300 }),
          fc
            .jsonValue()
            .map((json) => textToBytes(JSON.stringify({ items: [note(json), note({ text: JSON.stringify({ root: { children: json } }), references: json, appData: json })] }))),
        ),
        async (bytes) => {
          await expectSound(standardNotes, memorySource('x.zip', { [NAME]: bytes }), bytes.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
