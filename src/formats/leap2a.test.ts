import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ok } from '#core/result.ts';
import { bytesToText } from '#core/text.ts';
import { createLeap2aExporter } from '#formats/leap2a-out.ts';
import { leap2a } from '#formats/leap2a.ts';
import { htmlToMarkdown } from '#formats/html-to-markdown.ts';
import { markdownToHtml } from '#formats/markdown-to-html.ts';
import { parseMarkup } from '#formats/markup-tree.ts';
import type { OutEntry } from '#formats/outgoing.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const made = new Uint8Array(readFileSync(new URL('../../test/fixtures/leap2a/made/leap2a.xml', import.meta.url)));
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const zip = (xml: string | Uint8Array, more: Record<string, string | Uint8Array> = {}) => memorySource('export.zip', { 'leap2a.xml': xml, 'files/3-ward.jpg': JPEG, ...more });

describe('Leap2A in', () => {
  test('entries with text, dates, topics, areas, place, files and links; people and system pages named', async () => {
    const source = zip(made);
    expect(await leap2a.recognise(source)).toBe(1);
    const all = await readAll(leap2a, source);
    expect(all.problems.map(({ code, with: facts }) => [code, facts?.names])).toEqual([
      ['leap2a-collections-left-out', 'Practice diary'],
      ['leap2a-people-left-out', 'Ada'],
      ['leap2a-pages-left-out', 'Dashboard'],
    ]);
    expect(all.entries).toHaveLength(2);
    expect(all.entries[0]).toMatchObject({
      key: 'portfolio:artefact2',
      form: 'entry',
      when: '2022-09-21T09:30',
      zone: '+02:00',
      text: '# First week\n\nI **learned** a lot & slept.\n\n- ask\n- wait',
      topics: ['ward'],
      areas: ['Work'],
      journal: 'Practice diary',
      modified: '2022-09-22T12:02:10.000Z',
    });
    expect(all.entries[0]!.attachments!.map(({ name, mime }) => [name, mime])).toEqual([['3-ward.jpg', 'image/jpeg']]);
    expect(all.entries[1]).toMatchObject({
      form: 'look-back',
      when: '2022-11-30',
      text: '# Looking back\n\nI see it *otherwise* now.\n\n**end**: 2022-12-01\n\n**status**: done',
      place: 'Ward 3, Austria',
      links: [{ key: 'portfolio:artefact2', as: 'looks-back-at' }],
    });
  });

  test('the namespaces of 2009 and 2016, and archived addresses of them, are the same to it', async () => {
    const text = bytesToText(made);
    const whole = await readAll(leap2a, zip(text));
    const withoutFiles = ({ entries }: typeof whole) => entries.map((entry) => ({ ...entry, attachments: [] }));
    const older = text
      .replaceAll('leap2:', 'leap:')
      .replace('xmlns:leap2', 'xmlns:leap')
      .replace('http://terms.leapspecs.org/', 'http://wiki.cetis.ac.uk/2009-03/LEAP2A_predicates#')
      .replaceAll('rdf:resource="leap:', 'rdf:resource="leaptype:')
      .replace('<leap:version>http://www.leapspecs.org/2010-07/2A/</leap:version>', '');
    const newer = text
      .replace('http://terms.leapspecs.org/', 'http://www.cetis.org.uk/leap2/terms/')
      .replaceAll('rdf:resource="leap2:entry"', 'rdf:resource="http://www.cetis.org.uk/leap2/terms/entry"')
      .replaceAll('rel="leap2:has_part"', 'rel="[leap2:has_part]"');
    const archived = text
      .replaceAll('http://', 'http://web.archive.org/web/20170101/http://')
      .replaceAll('scheme="categories:life_area#"', 'scheme="http://web.archive.org/web/2017/http://wiki.leapspecs.org/2A/categories/life_area#"');
    for (const other of [older, newer, archived]) expect(withoutFiles(await readAll(leap2a, zip(other)))).toEqual(withoutFiles(whole));
    for (const name of ['leap.xml', 'leap2.xml', 'feed.atom', 'old/leap2a.xml']) expect((await readAll(leap2a, memorySource('x.zip', { [name]: made }))).entries).toHaveLength(2);
  });

  test('a plain Atom feed of a blog comes in', async () => {
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><id>tag:b,1</id><title type="html">A &amp;amp; B</title><published>2010-01-02T03:04:05-05:00</published><content type="text">one * two\nthree</content><category term="sea" scheme="http://b.example/tags"/><category term="http://schemas.google.com/blogger/2008/kind#post" scheme="http://schemas.google.com/g/2005#kind"/><in-reply-to ref="tag:b,0"/></entry><entry><id>tag:b,0</id><updated>2010-01-01T00:00:00Z</updated><summary>short</summary></entry></feed>';
    const source = memorySource('blog.atom', { 'blog.atom': atom });
    expect(await leap2a.recognise(source)).toBe(0.8);
    const all = await readAll(leap2a, source);
    expect(all.entries[0]).toMatchObject({ when: '2010-01-02T03:04:05', zone: '-05:00', topics: ['sea'], links: [{ key: 'tag:b,0', as: 'about' }] });
    expect(all.entries[0]!.text).toContain('one * two  \nthree');
    expect(all.entries[1]!.text).toBe('short');
    expect(await leap2a.recognise(memorySource('x.xml', { 'x.xml': '<rss version="2.0"><channel/></rss>' }))).toBe(0);
  });

  test('a title in HTML is escaped once', async () => {
    const feed =
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title type="html">A &lt;i&gt;small&lt;/i&gt; &amp;lt;b&amp;gt; walk</title><published>2020-02-02T02:02:02Z</published><content>x</content></entry></feed>';
    expect((await readAll(leap2a, memorySource('blog.atom', { 'blog.atom': feed }))).entries[0]!.text).toBe('# A small \\<b> walk\n\nx');
  });

  test('a file that Mahara wrote comes in: page, journal entry with its journal, picture, plan; what is none is named', async () => {
    const xml = readFileSync(new URL('../../test/fixtures/leap2a/mahara-18.xml', import.meta.url), 'utf8');
    const source = memorySource('export.zip', { 'leap2a.xml': xml, 'files/1-215x194images 15.jpg': 'x', 'files/0-dummy document3.odt': 'x' });
    expect(await leap2a.recognise(source)).toBeGreaterThan(0.9);
    const all = await readAll(leap2a, source);
    expect(all.entries.map(({ when, zone, text, topics, journal, attachments }) => [when, zone, text.split('\n')[0], topics, journal ?? '', attachments?.length ?? 0])).toEqual([
      ['2018-07-25T13:35:53', '+12:00', '# Portfolio page Alice 1', ['Alice'], '', 0],
      ['2018-07-25T13:32:55', '+12:00', '# dummy document3.odt', ['Alice'], '', 0],
      ['2018-07-25T13:33:12', '+12:00', '# 215x194images 15.jpg', ['Alice'], '', 1],
      ['2018-07-25T13:34:54', '+12:00', '# Journal entry Alice 1', ['Alice'], "Alice User1's Journal", 0],
      ['2018-07-25T13:35:29', '+12:00', '# Alice Plan', ['Alice'], '', 0],
    ]);
    expect(all.entries[3]!.text).toMatch(/^# Journal entry Alice 1\n\nJournal entry Alice 1 - Cras non dolor\. .* feugiat, pede\.$/);
    expect(codesOf(all)).toEqual(['attachment-not-kept', 'leap2a-collections-left-out', 'leap2a-people-left-out']);
  });

  test('a document type with entities inside entities, or with a file, is harmless and named', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`).join('')}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const all = await readAll(
      leap2a,
      zip(
        `${bomb}<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><updated>2020-01-01T00:00:00Z</updated><content type="text">&lol9; &file; &amp; x</content></entry></feed>`,
      ),
    );
    expect(codesOf(all)).toContain('xml-entities');
    expect(all.entries.map(({ text }) => text)).toEqual(['&amp;lol9; &amp;file; & x']);
  });

  test('a feed that breaks off gives what was whole before', async () => {
    const all = await readAll(leap2a, zip(made.slice(0, bytesToText(made).indexOf('I see it'))));
    expect(all.entries.map(({ key }) => key)).toEqual(['portfolio:artefact2']);
    expect(codesOf(all)).toContain('xml-broken');
    const deep = await readAll(leap2a, zip(`<feed>${'<a>'.repeat(100_000)}`));
    expect(codesOf(deep)).toEqual(['markup-too-deep', 'no-entries-found']);
  });

  test('nothing that is in it can break the reading', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(made), fc.uint8Array({ maxLength: 300 })), async (bytes) => {
        await expectSound(leap2a, zip(bytes), bytes.length);
      }),
      { numRuns: 120 },
    );
  });
});

const feed = { title: 'Kith', id: 'urn:kith:2024', author: 'A & "B"', made: '2026-01-02T03:04:05.000Z' };
const export_ = async (entries: readonly OutEntry[]) => {
  const files: Record<string, Uint8Array> = {};
  for await (const one of createLeap2aExporter(feed).files(entries)) if ('file' in one) files[one.file.path] = await one.file.bytes();
  return files;
};

describe('Leap2A out', () => {
  test('what goes out is well-formed and comes in again: day, words, topics, areas, people, feelings, body, links, files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arbitraryEntry, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
        fc.constantFrom('', 'Travel & more', 'Café/1'),
        async (entries, journal) => {
          const linked = entries.map((entry, i) => ({
            entry: {
              ...entry,
              text: entry.text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, ''),
              links: i > 0 ? [{ to: entries[0]!.id, as: 'looks-back-at' as const }] : [],
            },
            journal,
            attachments: i > 0 ? [] : [{ id: 'p1', name: 'sea & "sand".jpg', mime: 'image/jpeg', size: 4, bytes: async () => ok(JPEG) }],
          }));
          const files = await export_(linked);
          expect(parseMarkup(bytesToText(files['leap2a.xml']!), 'xml')).toMatchObject({ broken: false, cut: false, doctype: false });
          const source = memorySource('x.zip', files);
          expect(await leap2a.recognise(source)).toBe(1);
          const all = await readAll(leap2a, source);
          for (const [i, { entry }] of linked.entries()) {
            const back = all.entries.find(({ key }) => key === `portfolio:entry-${entry.id}`);
            if (!back) {
              expect(codesOf(all)).toContain('entry-empty');
              continue;
            }
            const plain = (list: readonly string[]) => list.filter((name) => !/^https?:\/\//i.test(name));
            expect(back).toMatchObject({
              when: entry.when,
              zone: entry.zone,
              calendar: entry.calendar,
              energy: entry.energy,
              form: entry.form,
              journal,
              topics: plain(entry.topics),
              areas: plain(entry.areas),
              people: entry.people,
              feelings: entry.feelings,
              body: entry.body,
            });
            expect([back.again, back.heavy]).toEqual([entry.again, entry.heavy]);
            expect(back.attachments).toHaveLength(i === 0 ? 1 : 0);
            if (i > 0) expect(back.links).toEqual([{ key: `portfolio:entry-${entries[0]!.id}`, as: 'looks-back-at' }]);
            const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
            expect(words(back.text)).toContain(words(htmlToMarkdown(markdownToHtml(entry.text)).text));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a day that only the Julian calendar has stays that day', async () => {
    const [entry] = fc.sample(arbitraryEntry, 1);
    const files = await export_([{ entry: { ...entry!, text: 'x', when: '1700-02-29', zone: '', calendar: 'julian' }, journal: '', attachments: [] }]);
    expect(bytesToText(files['leap2a.xml']!)).toContain('<published>1700-03-11T00:00:00Z</published>');
    expect((await readAll(leap2a, memorySource('x.zip', files))).entries[0]).toMatchObject({ when: '1700-02-29', calendar: 'julian' });
  });
});
