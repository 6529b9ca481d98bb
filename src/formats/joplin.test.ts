import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openContainer } from '#adapters/containers.ts';
import { joplin } from '#formats/joplin.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const folder = new URL('../../test/fixtures/joplin/', import.meta.url);
const real = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}\.md$/.test(name))
    .map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]),
);
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const jex = (files: Record<string, string | Uint8Array>) => memorySource('notes.jex', files, { container: 'tar' });

const id = (letter: string): string => letter.repeat(32);
const item = (key: string, type: number, title: string, body: string, facts: Record<string, string> = {}): string =>
  `${title === '' && body === '' ? '' : `${title}\n\n${body === '' ? '' : `${body}\n\n`}`}id: ${id(key)}\n${Object.entries({
    created_time: '2024-05-01T08:00:00.000Z',
    user_created_time: '2023-02-03T04:05:00.000Z',
    user_updated_time: '2024-05-02T08:00:00.000Z',
    encryption_applied: '0',
    markup_language: '1',
    ...facts,
  })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\ntype_: ${type}`;

describe('a Joplin export', () => {
  test('items that the application wrote come in; what is missing or encrypted is named', async () => {
    const source = jex(real);
    expect(await joplin.recognise(source)).toBe(1);
    const all = await readAll(joplin, source);
    expect(all.entries.map(({ key, when, zone, text, topics, journal, modified }) => [key, when, zone, text, topics, journal, modified])).toEqual([
      ['59e44f93f28242529fbbca804bdd25c5', '2021-08-07T17:03:33', 'Z', '# note3', ['tag2'], '', '2021-08-07T17:03:33.000Z'],
      ['922bf9d7bfbd4493b54202b25fcb9305', '2020-07-25T10:36:57', 'Z', '# note5', [], '', '2020-07-25T10:36:57.000Z'],
    ]);
    expect(all.problems).toMatchObject([
      { code: 'joplin-encrypted', with: { count: 1 } },
      { code: 'attachment-missing', at: { name: 'b50d9136b45e44fd9d40ef1ac5e7250a' } },
    ]);
  });

  test('a whole JEX that the application wrote comes in: notebooks, tags, picture, recording, to-do, link, place', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('joplin-3.5.jex', folder)));
    const opened = await openContainer(new Blob([bytes]), 'joplin-3.5.jex');
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.problems).toEqual([]);
    expect(await joplin.recognise(opened.value)).toBe(1);
    const all = await readAll(joplin, opened.value);
    const byTitle = (title: string) => all.entries.find(({ text }) => text.includes(title))!;
    expect(all.entries).toHaveLength(4);
    expect(byTitle('First day')).toMatchObject({
      when: '2024-01-01T08:00',
      zone: 'Z',
      text: '# First day\n\n# A heading\n\nUp early, *walked* to the pond & saw ducks.\n\n- [ ] buy bread\n- [x] call Ana',
      place: '48.2082, 16.3738',
      topics: ['slow morning', 'walks'],
      journal: 'Diary 2024',
    });
    expect(
      byTitle('First day')
        .attachments!.map(({ name }) => name)
        .sort(),
    ).toEqual(['ducks on the pond.png', 'quack.m4a']);
    expect(byTitle('Water')).toMatchObject({ text: '- [x] Water the plants' });
    expect(byTitle('Fluß')).toMatchObject({ text: '# Über den Fluß\n\nZweite Zeile\n\nمرحبا 你好' });
    expect(byTitle('Second')).toMatchObject({
      journal: 'Diary 2024 / Trips',
      links: [{ key: byTitle('First day').key }],
      text: '# Second day\n\nSee the first day again.\n\nid: not a field\ntype_: 1',
    });
    expect(codesOf(all)).toEqual(['attachment-not-kept']);
  });

  test('notebooks in one another, tags, resources, links, to-dos, HTML notes and conflicts', async () => {
    const all = await readAll(
      joplin,
      jex({
        [`${id('a')}.md`]: item(
          'a',
          1,
          'First',
          `See [the [odd\\] one](:/${id('b')}) and ![pic](:/${id('e')}) or <img src=":/${id('f')}" width="3"/>.\n\nEnd [gone](:/${id('0')})`,
          { parent_id: id('d'), latitude: '48.2', longitude: '16.4' },
        ),
        [`${id('b')}.md`]: item('b', 1, 'Buy <milk>', '', { is_todo: '1', todo_completed: '1683000000000', parent_id: id('c') }),
        [`${id('1')}.md`]: item('1', 1, 'Web', `<p>one <b>two</b><img src=":/${id('e')}"></p>`, { markup_language: '2', is_conflict: '1' }),
        [`${id('c')}.md`]: item('c', 2, 'Diary', '', { parent_id: id('d') }),
        [`${id('d')}.md`]: item('d', 2, 'Home', '', { parent_id: id('c') }),
        [`${id('e')}.md`]: item('e', 4, 'cat.png', '', { mime: 'image/png' }),
        [`${id('f')}.md`]: item('f', 4, 'paper.pdf', '', { mime: 'application/pdf' }),
        [`${id('2')}.md`]: item('2', 5, 'blue', ''),
        [`${id('3')}.md`]: item('3', 6, '', '', { note_id: id('a'), tag_id: id('2') }),
        [`resources/${id('e')}.png`]: PNG,
        [`resources/${id('f')}.pdf`]: '%PDF-1.4',
      }),
    );
    const byKey = new Map(all.entries.map((entry) => [entry.key[0], entry]));
    expect(byKey.get('a')).toMatchObject({ when: '2023-02-03T04:05', topics: ['blue'], journal: 'Diary / Home', place: '48.2, 16.4' });
    expect(byKey.get('b')).toMatchObject({ text: '- [x] Buy <milk>', journal: 'Home / Diary' });
    expect(byKey.get('1')).toMatchObject({ text: '# Web\n\none **two**' });
    expect(byKey.get('1')!.attachments!.map(({ name }) => name)).toEqual(['cat.png']);
    expect(codesOf(all)).toEqual(['attachment-missing', 'attachment-not-kept', 'conflict-copy-kept']);
  });

  test('a link to another note keeps its words and points there', async () => {
    const all = await readAll(joplin, jex({ [`${id('a')}.md`]: item('a', 1, 'A', `Go [there](:/${id('b')}#part "t") now`), [`${id('b')}.md`]: item('b', 1, 'B', 'x') }));
    expect(all.entries[0]).toMatchObject({ text: '# A\n\nGo there now', links: [{ key: id('b'), as: 'about' }] });
  });

  test('a long note of nothing but brackets ends', async () => {
    for (const body of ['['.repeat(2_000_000), '![a'.repeat(500_000), '<img '.repeat(300_000), `a${' '.repeat(2_000_000)}b`, '\n'.repeat(2_000_000)])
      expect((await readAll(joplin, jex({ [`${id('a')}.md`]: item('a', 1, 'T', `x${body}x`) }))).entries).toHaveLength(1);
  });

  test('nothing that is in it can break the reading', async () => {
    const made = item('a', 1, 'First', `![pic](:/${id('e')}) [x](:/${id('b')})`);
    const bytes = new TextEncoder().encode(made);
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(bytes), mutated(real['59e44f93f28242529fbbca804bdd25c5.md']!), fc.uint8Array({ maxLength: 300 })), async (changed) => {
        await expectSound(joplin, jex({ ...real, [`${id('a')}.md`]: changed, [`resources/${id('e')}.png`]: PNG }), changed.length + 5_000);
      }),
      { numRuns: 150 },
    );
  });
});
