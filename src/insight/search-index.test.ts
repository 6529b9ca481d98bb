import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSql } from '#adapters/node/sql.ts';
import { buildIndex, draftIndex, openIndex, type WordIndex } from './index-image.ts';
import { parseQuery } from './query.ts';
import type { SearchDoc } from './search-doc.ts';
import { search, type SearchAnswer, type SearchOptions } from './search-index.ts';
import { wordsOf } from './words.ts';

const doc = (id: string, when: string, text: string, more: Partial<SearchDoc> = {}): SearchDoc => ({
  id,
  when,
  text,
  topics: [],
  people: [],
  areas: [],
  feelings: [],
  place: '',
  journal: '',
  hasPhoto: false,
  hasSound: false,
  hasNote: false,
  ...more,
});
const imageOf = (docs: readonly SearchDoc[]): Uint8Array => {
  const sql = openSql();
  buildIndex(sql, docs);
  const image = sql.export();
  sql.close();
  return image;
};
/** Through the image and back, as it is in use. */
const indexOf = (docs: readonly SearchDoc[]): WordIndex => openIndex(openSql(imageOf(docs)))!;
/** Made while entries come, by a draft that forgets some again and is filled twice. */
const madeAhead = (docs: readonly SearchDoc[], ahead: number, gone: readonly SearchDoc[] = []): { readonly image: Uint8Array; readonly index: WordIndex } => {
  const sql = openSql();
  const draft = draftIndex(sql);
  [...gone, ...docs.slice(1)].forEach((one, n) => {
    if (n === ahead) draft.ahead();
    draft.add(one);
  });
  draft.fill();
  draft.drop(new Set(gone.map(({ id }) => id)));
  for (const one of docs.slice(0, 1)) draft.add(one);
  draft.fill();
  const image = sql.export();
  return { image, index: openIndex(openSql(image))! };
};
const indexAhead = (docs: readonly SearchDoc[], ahead: number, gone: readonly SearchDoc[] = []): WordIndex => madeAhead(docs, ahead, gone).index;
const reading =
  (docs: readonly SearchDoc[]): SearchOptions['docsOf'] =>
  (ids) =>
    ids.map((id) => docs.find((one) => one.id === id) ?? null);
const ask = (docs: readonly SearchDoc[], typed: string, options: Partial<SearchOptions> = {}): Promise<SearchAnswer> =>
  search(indexOf(docs), parseQuery(typed), { limit: 100, docsOf: reading(docs), ...options });

const diary = [
  doc('a', '1667-11-25', 'Only to keep my eyes from reading by candle, being weary.', { topics: ['Family and home'], people: ['Mary Mercer'], hasPhoto: true }),
  doc('b', '1667-08-20', 'My eyes would not suffer me to do anything by candlelight.', { topics: ['Work'], people: ['Mr. Pett'], feelings: ['content'], areas: ['health'] }),
  doc('c', '1668-04-01T08:00', 'Lord’s day. Up, and my eyes sore; the candles were out.', { place: 'Seething Lane', journal: 'Travel', hasSound: true }),
  doc('d', '1669-01-02', 'Mañana en Córdoba: el corazón tranquilo.', { topics: ['Workshop'] }),
  doc('e', '2020-05-05', 'ذهبت إلى البيت والمدرسة مع القهوة', { people: ['سارة أحمد'] }),
  doc('f', '2021-05-05', '今天天气很好，我去图书馆。', { hasNote: true }),
  doc('g', '2022-05-05', 'Größe und Straße, schöne Grüße', {}),
];
const ids = async (typed: string, options: Partial<SearchOptions> = {}): Promise<string> => (await ask(diary, typed, options)).ids.join('');

describe('search', () => {
  test('finds words and their beginnings, newest first, and says what else a beginning finds', async () => {
    const answer = await ask(diary, 'eyes candl');
    expect(answer.ids).toEqual(['c', 'a', 'b']);
    expect(answer.total).toBe(3);
    expect([...answer.alsoFinds.get('candl')!].sort()).toEqual(['candle', 'candlelight', 'candles']);
    expect(await ids('"candle"')).toBe('a');
  });

  test('counts by year, with what a date left out', async () => {
    const answer = await ask(diary, 'eyes before:1668');
    expect(answer.ids).toEqual(['a', 'b']);
    expect(answer.byYear.filter(({ year }) => year < 1700)).toEqual([
      { year: 1667, count: 2, leftOut: 0 },
      { year: 1668, count: 0, leftOut: 1 },
      { year: 1669, count: 0, leftOut: 0 },
    ]);
    expect([answer.leftOut, answer.of]).toEqual([1, 7]);
    expect(await ids('eyes after:1668')).toBe('c');
    expect(await ids('eyes after:1667-11-25')).toBe('ca');
  });

  test('finds phrases only in their order', async () => {
    expect(await ids('"by candlelight"')).toBe('b');
    expect(await ids('"candlelight by"')).toBe('');
    expect(await ids('"Lord\'s day"')).toBe('c');
    expect(await ids('"by candl')).toBe('ab');
    expect(await ids('eyes -"by candle"')).toBe('cb');
  });

  test('filters by name, as it is typed or whole', async () => {
    expect(await ids('topic:work')).toBe('db');
    expect(await ids('topic:"work"')).toBe('b');
    expect(await ids('eyes -topic:work')).toBe('ca');
    expect(await ids('with:mercer')).toBe('a');
    expect(await ids('con:mar')).toBe('a');
    expect(await ids('topic:home')).toBe('a');
    expect(await ids('topic:"family and home"')).toBe('a');
    expect(await ids('feeling:cont area:health')).toBe('b');
    expect(await ids('place:seething in:travel')).toBe('c');
    expect(await ids('has:photo')).toBe('a');
    expect(await ids('has:sound')).toBe('c');
    expect(await ids('has:note')).toBe('f');
    expect(await ids('مع:ساره')).toBe('e');
  });

  test('finds the words of topics, people, places and feelings as words', async () => {
    expect(await ids('mercer')).toBe('a');
    expect(await ids('seething')).toBe('c');
    expect(await ids('family')).toBe('a');
    expect(await ids('content')).toBe('b');
  });

  test('finds Spanish, Arabic, Chinese and German however they are typed', async () => {
    expect(await ids('manana CORAZÓN')).toBe('d');
    expect(await ids('بيت')).toBe('e');
    expect(await ids('المدرسه')).toBe('e');
    expect(await ids('قهوة')).toBe('e');
    expect(await ids('图书馆')).toBe('f');
    expect(await ids('天气')).toBe('f');
    expect(await ids('馆')).toBe('f');
    expect(await ids('grosse strasse')).toBe('g');
    expect(await ids('Grüsse')).toBe('g');
  });

  test('says what was searched instead of a slip of the finger', async () => {
    for (const [typed, meant] of [
      ['candel', 'candle'],
      ['eeys', 'eyes'],
      ['xandles', 'candles'],
      ['candlelihgt', 'candlelight'],
      ['corzon', 'corazon'],
    ] as const) {
      const answer = await ask(diary, typed);
      expect(answer.corrections).toEqual([{ typed, words: [meant], applied: true }]);
      expect(answer.ids.length).toBeGreaterThan(0);
    }
    expect((await ask(diary, 'zzzzzz')).total).toBe(0);
  });

  test('what was written, changed or deleted since the image was made counts as it is now', async () => {
    const tail = [doc('a', '1667-11-25', 'Nothing of that kind any more.'), doc('h', '1668-01-01', 'New eyes by candlelight')];
    const options = { tail, masked: new Set(['c']), docsOf: reading([...tail, ...diary.filter(({ id }) => id !== 'a')]) };
    expect((await ask(diary, 'eyes', options)).ids).toEqual(['h', 'b']);
    expect((await ask(diary, '"by candlelight"', options)).ids).toEqual(['h', 'b']);
    expect((await ask(diary, 'eyes', options)).of).toBe(7);
    expect((await ask(diary, 'candels', options)).corrections).toEqual([]);
    expect((await search(null, parseQuery('candlelihgt'), { ...options, limit: 5 })).ids).toEqual(['h']);
  });

  test('comes page by page, every entry once', async () => {
    const many = Array.from({ length: 70 }, (_, i) => doc(`x${i}`, `2001-01-${String((i % 28) + 1).padStart(2, '0')}`, i % 3 ? 'river bank' : 'bank of the river'));
    for (const order of ['newest', 'best'] as const) {
      const pages = await Promise.all([0, 20, 40, 60].map((offset) => ask(many, 'river', { order, offset, limit: 20, tail: many.slice(0, 9) })));
      expect(new Set(pages.flatMap((page) => page.ids)).size).toBe(70);
    }
  });

  test('the page of a phrase is right even when not every entry could be read, and asking again goes on', async () => {
    const filler = 'my candle by the eyes '.repeat(150);
    const docs = Array.from({ length: 400 }, (_, i) => doc(`p${String(i).padStart(3, '0')}`, `${1600 + i}-01-01`, `${filler}${i % 7 === 0 || i > 390 ? 'my eyes' : ''}`));
    const expected = docs
      .filter(({ text }) => text.endsWith('my eyes'))
      .map(({ id }) => id)
      .reverse();
    const index = indexOf(docs);
    const options = { docsOf: reading(docs), limit: 5 };
    const first = await search(index, parseQuery('"my eyes"'), options);
    expect([first.ids, first.exact]).toEqual([expected.slice(0, 5), false]);
    expect((await search(index, parseQuery('"my eyes" before:1700'), options)).ids).toEqual(expected.filter((id) => id < 'p100').slice(0, 5));
    expect((await search(index, parseQuery('"my eyes" -"candle eyes"'), { ...options, offset: 20 })).ids).toEqual(expected.slice(20, 25));
    let last = first;
    for (let i = 0; i < 10 && !last.exact; i += 1) last = await search(index, parseQuery('"my eyes"'), options);
    expect([last.total, last.exact, last.ids]).toEqual([expected.length, true, expected.slice(0, 5)]);
  });

  test('best match puts whole words, near each other, first', async () => {
    const docs = [
      doc('far', '2003-01-01', `candle ${'filler '.repeat(60)} eyes`),
      doc('begun', '2002-01-01', 'candlestick eyesight'),
      doc('near', '2001-01-01', 'my eyes by candle'),
    ];
    const answer = await ask(docs, 'eyes candle', { order: 'best' });
    expect([answer.ids[0], answer.ranked]).toEqual(['near', true]);
  });

  test('an image that is damaged, or of another kind, is refused and must be built anew', () => {
    expect(openIndex(openSql())).toBeNull();
    expect(() => openSql(new Uint8Array(5000).fill(7))).toThrow();
    const image = imageOf(diary);
    for (let at = 0; at < image.length; at += 997) {
      const bad = image.slice();
      bad[at]! ^= 0xff;
      try {
        openIndex(openSql(bad));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });

  test('a large journal keeps what is everywhere as bits, and finds the same', async () => {
    const docs = Array.from({ length: 1200 }, (_, i) =>
      doc(`d${i}`, `19${String(10 + (i % 80))}-0${(i % 9) + 1}-11`, `the then ${i % 3 ? 'thing' : 'other'} word${i % 40} t${i}`, { journal: 'Main' }),
    );
    const index = indexOf(docs);
    const count = async (typed: string): Promise<number> => (await search(index, parseQuery(typed), { limit: 3, docsOf: reading(docs) })).total;
    for (const [typed, total] of [
      ['the', 1200],
      ['"the"', 1200],
      ['t', 1200],
      ['th', 1200],
      ['t1', 311],
      ['thing', 800],
      ['oth', 400],
      ['w', 1200],
      ['"word3"', 30],
      ['word3', 330],
      ['in:main', 1200],
      ['the -thing', 400],
      ['in:m thing before:1950', 400],
    ] as const)
      expect([typed, await count(typed)]).toEqual([typed, total]);
  });
});

const vocabulary = [
  'candle',
  'candles',
  'candlelight',
  'eyes',
  'eye',
  'the',
  'then',
  'a',
  'Lord’s',
  'day',
  "l'été",
  'corazón',
  'café',
  'Straße',
  'والبيت',
  'القهوة',
  'بيت',
  '图书馆',
  '今天天气',
  '書く',
  'ไทย',
  'हिन्दी',
  '한국어',
  '😀',
  'x1',
  '1668',
  'it"s',
  '*',
  'OR',
  'NOT',
  '^',
  '\ue000topic',
  '-',
];
const word = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...vocabulary) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) });
const texts = fc.array(word, { maxLength: 10 }).map((list) => list.join(' '));
const names = fc.array(fc.constantFrom('Work', 'Workshop', 'Family and home', 'القهوة', 'l’été', '图书馆', '!'), { maxLength: 2 });
const whens = fc.constantFrom('1668-04-01', '1668-04-01T08:00', '1668-04-01T08:00:09', '1669-01-01', '0001-01-01', '9998-12-31', '2020-02-29');
const arbDocs = fc
  .array(
    fc.record({
      when: whens,
      text: texts,
      topics: names,
      people: names,
      areas: names,
      feelings: names,
      place: fc.constantFrom('', 'Seething Lane', 'café'),
      journal: fc.constantFrom('', 'Travel'),
      hasPhoto: fc.boolean(),
      hasSound: fc.boolean(),
      hasNote: fc.boolean(),
    }),
    { maxLength: 14 },
  )
  .map((list) => list.map((one, i) => ({ ...one, id: `id${i}` })));
const term = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: word.map((w) => w.slice(0, 2)) },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `"${a} ${b}"`) },
  { weight: 1, arbitrary: fc.tuple(word, word).map(([a, b]) => `-"${a} ${b}"`) },
  { weight: 1, arbitrary: word.map((w) => `-${w}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'topic:work',
      'topic:"work"',
      '-topic:home',
      'with:fam',
      'area:قهوة',
      'feeling:été',
      'place:lane',
      'in:t',
      'has:photo',
      '-has:note',
      'before:1669',
      'after:1668-04',
      '-after:2020',
      'candel',
      'eeys',
      'corazno',
    ),
  },
);

describe('laws of search', () => {
  test('index and scan agree, whatever is written and asked, and however it is split between them', async () => {
    await fc.assert(
      fc.asyncProperty(arbDocs, fc.array(term, { maxLength: 4 }), fc.nat({ max: 14 }), fc.constantFrom('newest' as const, 'best' as const), async (docs, terms, split, order) => {
        const query = parseQuery(terms.join(' '));
        const options = { limit: 100, docsOf: reading(docs), order };
        const scan = await search(null, query, { ...options, tail: docs });
        const whole = await search(indexOf(docs), query, options);
        const ahead = await search(indexAhead(docs, 3), query, options);
        const both = await search(indexOf(docs.slice(0, split)), query, { ...options, tail: docs.slice(split) });
        for (const answer of [whole, ahead, both]) {
          expect([...answer.ids].sort()).toEqual([...scan.ids].sort());
          if (order === 'newest') expect(answer.ids).toEqual(scan.ids);
          expect([answer.total, answer.byYear, answer.leftOut, answer.corrections, answer.of]).toEqual([scan.total, scan.byYear, scan.leftOut, scan.corrections, scan.of]);
        }
        expect(scan.total).toBe(scan.ids.length);
      }),
      { numRuns: 250 },
    );
  });

  test('an entry is found by each of its words, by each beginning of them, with and without accents', async () => {
    await fc.assert(
      fc.asyncProperty(arbDocs, fc.nat(), async (docs, pick) => {
        const index = indexOf(docs);
        const entry = docs[pick % Math.max(1, docs.length)];
        const words = entry ? wordsOf(entry.text) : [];
        const one = words[pick % Math.max(1, words.length)];
        if (!entry || !one) return;
        const raw = entry.text.slice(one.start, one.end);
        const letters = [...one.word];
        for (const typed of [raw, raw.toUpperCase(), one.word, letters.slice(0, (pick % letters.length) + 1).join(''), letters[0]!]) {
          if (wordsOf(typed).length === 0 || parseQuery(typed).terms[0]?.kind !== 'word') continue;
          expect([typed, (await search(index, parseQuery(typed), { limit: 100, docsOf: reading(docs) })).ids]).toEqual([typed, expect.arrayContaining([entry.id])]);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('an index made while entries come, in whatever order and with some taken back, answers as one made of all at once', async () => {
    const words = ['harbour', 'boat', 'boats', 'garden', 'gardener', 'tea', 'ship', 'shipping', 'sea', 'seal', 'rain', 'rainy'];
    const all = Array.from({ length: 1400 }, (_, n) =>
      doc(
        String(n).padStart(26, '0'),
        `${1900 + ((n * 37) % 100)}-0${1 + (n % 9)}-1${n % 9}`,
        [words[n % 12], words[(n * 7) % 11], n > 1200 ? 'lantern' : 'winter', `day${n % 400}`].join(' '),
      ),
    );
    const gone = all.filter((_, n) => n % 7 === 3);
    const docs = all.filter((_, n) => n % 7 !== 3);
    for (const ahead of [indexAhead(docs, 1000), indexAhead(docs, 1000, gone)])
      for (const typed of ['harbour', 'boat', 'se', 'g', 'lantern', 'winter', 'winter -tea', 'day3', 'rain before:1950'])
        expect([typed, await search(ahead, parseQuery(typed), { limit: 50, docsOf: reading(docs) })]).toEqual([
          typed,
          await search(indexOf(docs), parseQuery(typed), { limit: 50, docsOf: reading(docs) }),
        ]);
  });

  test('not a letter of what was taken back stays in the image, found or not', () => {
    const gone = Array.from({ length: 40 }, (_, n) => doc(`${n}`.padStart(26, 'z'), '1901-01-01', `quixotic${n} zwiebel`));
    const docs = Array.from({ length: 1100 }, (_, n) => doc(`${n}`.padStart(26, '0'), '1902-01-01', `harbour day${n}`));
    for (const [ahead, some] of [
      [20, docs.slice(0, 5)],
      [1000, docs],
    ] as const) {
      const { image, index } = madeAhead(some, ahead, gone);
      expect(index.vocabulary().map(({ word }) => word)).not.toContain('zwiebel');
      for (const word of ['quixotic', 'uixotic1', 'zwiebel', 'zzzzzzzz']) expect([some.length, word, Buffer.from(image).includes(word)]).toEqual([some.length, word, false]);
    }
  });
});
