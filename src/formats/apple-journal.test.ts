import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesToText } from '#core/text.ts';
import { appleJournal } from '#formats/apple-journal.ts';
import { memorySource } from '../../test/fixtures/memory-source.ts';
import { codesOf, expectSound, mutated, readAll } from '../../test/fixtures/read-all.ts';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../test/fixtures/apple-journal/Entries/${name}`, import.meta.url)));
const walk = fixture('2023-12-17_Complex_Metadata_Entry.html');
const connected = fixture('2024-11-03_Youve_Connected.html');
const HEIC = Uint8Array.from([0, 0, 0, 24, ...'ftypheic'].map((part) => (typeof part === 'number' ? part : part.charCodeAt(0))));
const HOME = 'AppleJournalEntries';
const zip = (files: Record<string, string | Uint8Array>) => memorySource('AppleJournalEntries.zip', files);
const page = (header: string, body: string): string =>
  `<html><body><div class='pageContainer'><div class="pageHeader">${header}</div><div class='title'></div><div class='bodyText'>${body}</div></div></body></html>`;

describe('an Apple Journal export', () => {
  test('gives title, text, feelings, people, place and photos', async () => {
    const source = zip({
      [`${HOME}/Entries/a.html`]: walk,
      [`${HOME}/Entries/b.html`]: connected,
      [`${HOME}/Resources/IMG1.heic`]: HEIC,
      [`${HOME}/Resources/IMG2.heic`]: HEIC,
      [`${HOME}/Resources/CONTACT1.png`]: 'x',
      [`${HOME}/index.html`]: '<html></html>',
    });
    expect(await appleJournal.recognise(source)).toBe(1);
    const { entries, problems } = await readAll(appleJournal, source);
    expect(problems).toEqual([]);
    expect(entries[0]).toMatchObject({
      key: 'a',
      when: '2023-12-17',
      text: '# Complex Metadata Entry\n\n> How was your day?\n\nEntry body text.\n\nWalking · 2.5 km\n\nBohemian Rhapsody · Music\n\nTech News · Podcast',
      place: 'Old Town Market Place',
    });
    expect(entries[1]).toMatchObject({
      when: '2024-11-03',
      text: '# Youve Connected\n\nParagraph one.\n\nParagraph two.',
      feelings: ['Sad', 'Overwhelmed'],
      topics: ['Health'],
      people: ['Mom'],
    });
    expect(entries[1]!.attachments!.map(({ name, mime }) => [name, mime])).toEqual([['IMG2.heic', 'image/heic']]);
  });

  test('the folder Entries alone is recognised too', async () => {
    const source = memorySource('Entries', { 'a.html': walk, 'index.html': '<html></html>' }, { container: 'folder' });
    expect(await appleJournal.recognise(source)).toBe(1);
    expect((await readAll(appleJournal, source)).entries).toMatchObject([{ when: '2023-12-17' }]);
  });

  test('the day is read in several languages, else from the name of the file', async () => {
    const headers = ['Friday, May 10, 2024', 'viernes, 10 de mayo de 2024', 'الجمعة، ١٠ مايو ٢٠٢٤', 'Freitag, 10. Mai 2024', '2024年5月10日 金曜日'];
    for (const header of headers)
      expect(
        (await readAll(appleJournal, zip({ 'Entries/x.html': page(header, 'text') }))).entries.map(({ when }) => when),
        header,
      ).toEqual(['2024-05-10']);
    expect((await readAll(appleJournal, zip({ 'Entries/2024-05-11_Title.html': page('who knows', 'text') }))).entries[0]!.when).toBe('2024-05-11');
    expect(codesOf(await readAll(appleJournal, zip({ 'Entries/0000-05-11.html': page('who knows', 'text') })))).toEqual(['no-date']);
  });

  test('text that stands outside its box is text; videos and missing files are named', async () => {
    const html = `<body><div class="pageHeader">3 May 2024</div><div class="assetGrid"><div class="gridItem assetType_video"><video><source src="../Resources/v.mov"></video></div><div class="gridItem assetType_photo"><img src="../Resources/gone.jpeg"></div><div class="gridItem assetType_link"><a href="https://a.b/c"><img src="x"></a></div></div></span><span class="s2">Loose title</span><p class="p2">A <b>bold</b> word</p><script>x()</script>`;
    const all = await readAll(appleJournal, zip({ 'Entries/x.html': html, 'Resources/v.mov': 'x' }));
    expect(all.entries[0]!.text).toBe('Loose title\n\nA **bold** word\n\n<https://a.b/c>');
    expect(codesOf(all)).toEqual(['attachment-missing', 'attachment-not-kept']);
  });

  test('nothing that is in it can break the reading', async () => {
    expect(bytesToText(walk)).toContain('assetGrid');
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(walk), mutated(connected), fc.uint8Array({ maxLength: 300 })), async (bytes) => {
        await expectSound(appleJournal, zip({ 'Entries/2024-01-02.html': bytes, 'Resources/IMG2.heic': HEIC }), bytes.length);
      }),
      { numRuns: 150 },
    );
  });
});
