import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok, refuse } from '#core/result.ts';
import { bytesToText } from '#core/text.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { bookFiles, type BookSettings } from '#formats/book.ts';
import { parseMarkup } from '#formats/markup-tree.ts';
import type { OutEntry } from '#formats/outgoing.ts';
import type { OutAttachment } from '#formats/port.ts';
import { arbitraryEntry } from '../../test/fixtures/arbitrary-entries.ts';

const words: BookSettings['words'] = {
  title: 'My <journal>',
  subtitle: '2023 – 2024',
  people: 'With',
  topics: 'Topics',
  areas: 'Areas',
  feelings: 'Feelings',
  body: 'Body',
  sound: 'Sound',
  energy: ['drains', 'low', 'even', 'good', 'gives'],
};
const settings = (more: Partial<BookSettings> = {}): BookSettings => ({ locale: 'en-GB', words, direction: 'ltr', pictures: 'within', ...more });
const blank: Entry = {
  id: 'a'.repeat(26),
  form: 'entry',
  text: '',
  otherTexts: [],
  when: '2024-05-01',
  zone: '',
  calendar: 'gregorian',
  place: '',
  topics: [],
  people: [],
  areas: [],
  feelings: [],
  energy: null,
  body: [],
  attachments: [],
  links: [],
  journal: '',
  heavy: false,
  again: false,
  restUntil: '',
  made: '',
  modified: '',
  broughtIn: null,
};
const out = (entry: Partial<Entry>, attachments: readonly OutAttachment[] = []): OutEntry => ({ entry: { ...blank, ...entry }, journal: '', attachments });
const photo: OutAttachment = { id: 'p', name: 'a "b".jpg', mime: 'image/jpeg', size: 3, bytes: async () => ok(Uint8Array.of(0xff, 0xd8, 0xff)) };

const print = async (entries: readonly OutEntry[], how: BookSettings = settings()) => {
  const files: Record<string, Uint8Array> = {};
  const problems: string[] = [];
  for await (const one of bookFiles(entries, how)) {
    if ('problem' in one) problems.push(one.problem.code);
    else files[one.file.path] = await one.file.bytes();
  }
  return { html: bytesToText(files['book.html']!), files, problems };
};

describe('the printable book', () => {
  test('has a cover, the years, and each entry with day, place, words and what was felt', async () => {
    const { html, problems } = await print([
      out({ when: '2023-12-31T23:05', text: 'The **end**', place: 'Café <1>' }),
      out({ text: 'x', people: ['Ana'], topics: ['sea', 'sun'], feelings: ['calm'], energy: 2, body: [{ area: 'chest', sensation: 'warm' }] }, [
        photo,
        { ...photo, name: 'talk.mp3', mime: 'audio/mpeg' },
      ]),
    ]);
    expect(problems).toEqual([]);
    expect(html).toContain('<h1 dir="auto">My &#60;journal&#62;</h1>');
    expect([...html.matchAll(/class="year">([^<]*)/g)].map(([, year]) => year)).toEqual(['2023', '2024']);
    expect(html).toMatch(/<h2>Sunday,? 31 December 2023 · 23:05<\/h2><p dir="auto">Café &#60;1&#62;<\/p>/);
    expect(html).toContain('The <strong>end</strong>');
    for (const line of ['Feelings: calm · gives', 'Body: chest: warm', 'With: Ana', 'Topics: sea · sun', 'Sound: talk.mp3']) expect(html).toContain(line);
    expect(html).toContain('<img src="data:image/jpeg;base64,/9j/" alt="a &#34;b&#34;.jpg"/>');
  });

  test('dates are in the person’s language; a Julian day has no weekday made up; pictures may stand beside', async () => {
    const spanish = await print([out({ text: 'x' })], settings({ locale: 'es' }));
    expect(spanish.html).toContain('miércoles, 1 de mayo de 2024');
    const arabic = await print([out({ text: 'مرحبا' })], settings({ locale: 'ar-EG', direction: 'rtl' }));
    expect(arabic.html).toContain('<html lang="ar-EG" dir="rtl">');
    expect(arabic.html).toContain('٢٠٢٤');
    expect((await print([out({ text: 'x', when: '1660-01-01', calendar: 'julian' })])).html).toContain('<h2>1 January 1660</h2>');
    expect((await print([out({ text: 'x', when: '1700-02-29', calendar: 'julian' })])).html).toContain('<h2>1700-02-29</h2>');
    expect((await print([out({ text: 'x' })], settings({ locale: 'not a locale!' }))).html).toContain('2024');
    const beside = await print([out({ text: 'x' }, [photo, photo])], settings({ pictures: 'beside' }));
    expect(Object.keys(beside.files)).toEqual(['pictures/a b .jpg', 'pictures/a b  2.jpg', 'book.html']);
    expect(beside.html).toContain('src="pictures/a%20b%20%202.jpg"');
  });

  test('a picture that does not open is named, and the rest is printed', async () => {
    const { html, problems } = await print([
      out({ text: 'still here' }, [
        { ...photo, bytes: async () => refuse({ code: 'file-damaged' }) },
        { ...photo, mime: 'image/svg+xml' },
      ]),
    ]);
    expect(problems).toEqual(['file-damaged', 'attachment-not-kept']);
    expect(html).toContain('still here');
  });

  test('whatever is written, nothing runs and nothing is fetched', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryEntry,
        fc.constantFrom('<script>x()</script>', '![a](https://spy.example/x.png)', '<img src=x onerror=y>', '[x](javascript:y)', '</article></body>'),
        async (entry, nasty) => {
          const { html } = await print([{ entry: { ...entry, text: `${entry.text}\n\n${nasty}`, place: nasty, topics: [nasty], people: [nasty] }, journal: '', attachments: [] }]);
          const body = html.slice(html.indexOf('<body>'));
          expect(body).not.toMatch(/<(?:script|img|iframe|link|object|style)/i);
          expect(body).not.toMatch(/<[^>]*\son\w+=|javascript:[^<]*">/i);
          expect(parseMarkup(body, 'xml').broken).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });
});
