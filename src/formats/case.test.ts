import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { MOST, shippedFrameworks, treeOf, type Framework } from '#rooms/skills/model.ts';
import words from '#rooms/skills/words/en.json' with { type: 'json' };
import { CASE_VERSIONS, frameworkToCase, MOST_CASE_BYTES, readCase } from './case.ts';

const NOW = '2026-03-26T19:15:00.000Z';
const read = (value: unknown) => readCase(textToBytes(typeof value === 'string' ? value : JSON.stringify(value)), 'x.json');
const shipped = shippedFrameworks((key) => (words as Readonly<Record<string, string>>)[key] ?? `MISSING ${key}`);

const uuid = fc.uuid();
const statement = fc.stringMatching(/^[A-Za-z][A-Za-z ,.'-]{0,40}[a-z.]$/).map((text) => text.replace(/\s+/g, ' '));
const framework: fc.Arbitrary<Framework> = fc
  .record({
    title: statement,
    creator: statement,
    licence: fc.oneof(fc.constant(''), statement),
    language: fc.constantFrom('en', 'es', 'ar'),
    origin: uuid,
    ids: fc.uniqueArray(uuid, { minLength: 1, maxLength: 12 }),
    names: fc.array(statement, { minLength: 12, maxLength: 12 }),
    parents: fc.array(fc.integer({ min: -1, max: 11 }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ ids, names, parents, ...rest }) => ({
    ...rest,
    id: 'x',
    isShipped: false,
    // Only to one that stands before it: no circles.
    items: ids.map((id, at) => ({ id, code: at % 2 === 0 ? `C${at}` : '', name: names[at]!, parent: parents[at]! >= 0 && parents[at]! < at ? ids[parents[at]!]! : '' })),
  }));

test('a framework written as CASE 1.1 or 1.0 reads back the same, with its tree and its order', () => {
  fc.assert(
    fc.property(framework, fc.constantFrom(...CASE_VERSIONS), (one, version) => {
      const { framework: back, dropped } = read(frameworkToCase(one, NOW, version));
      expect([...dropped]).toEqual([]);
      const { title, creator, licence, language, origin, items } = one;
      expect(back).toEqual({ title, creator, licence, language, origin, items });
    }),
    { numRuns: 40 },
  );
});

test('CASE 1.0 holds nothing that its schema does not name', () => {
  const keys = (value: unknown): string[] =>
    Array.isArray(value) ? value.flatMap(keys) : typeof value === 'object' && value ? Object.entries(value).flatMap(([key, part]) => [key, ...keys(part)]) : [];
  const old = new Set(shipped.flatMap((one) => keys(JSON.parse(frameworkToCase({ ...one, language: 'en' }, NOW, '1.0')))));
  expect([...old].sort()).toEqual(
    [
      ['CFDocument', 'CFItems', 'CFAssociations', 'identifier', 'uri', 'creator', 'title', 'lastChangeDateTime', 'language', 'licenseURI'],
      ['fullStatement', 'humanCodingScheme', 'associationType', 'sequenceNumber', 'originNodeURI', 'destinationNodeURI'],
    ]
      .flat()
      .sort(),
  );
});

test('the frameworks that come with Kith have their words, their credit, and go out as files with identifiers that stay the same', () => {
  expect(shipped.map(({ id, items }) => [id, items.length])).toEqual([
    ['lifecomp', 12],
    ['greencomp', 16],
    ['idg', 28],
  ]);
  for (const one of shipped) {
    expect(JSON.stringify(one)).not.toContain('MISSING');
    expect(one.creator).not.toBe('');
    const written = frameworkToCase({ ...one, language: 'en' }, NOW);
    expect(frameworkToCase({ ...one, language: 'en' }, NOW)).toBe(written);
    const { framework: back, dropped } = read(written);
    expect([...dropped]).toEqual([]);
    expect(treeOf(back!.items).map(({ item, depth }) => [item.code, item.name, depth])).toEqual(treeOf(one.items).map(({ item, depth }) => [item.code, item.name, depth]));
    const { CFItems } = JSON.parse(written) as { CFItems: { identifier: string; uri: string; fullStatement: string; lastChangeDateTime: string }[] };
    expect(new Set(CFItems.map(({ identifier }) => identifier)).size).toBe(one.items.length);
    for (const item of CFItems) expect(item.identifier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  }
});

test('a file that breaks its schema is read as far as it goes, and each thing that was dropped is counted', () => {
  const { framework: found, dropped } = read({
    CFDocument: { identifier: 'd', title: 'Ours', publisher: 'A school', licenseURI: 'https://example.org/licence', lastChangeDateTime: '2020-01-01T00:00:00' },
    CFItems: [
      { identifier: 'a', fullStatement: 'Listening', educationalLevel: ['x'] },
      { identifier: 'a', fullStatement: 'Listening twice' },
      { identifier: 'b', abbreviatedStatement: 'Asking', humanCodingScheme: 2 },
      { uri: 'https://example.org/items/c', fullStatement: 'Waiting' },
      { identifier: 'e' },
      'text',
      null,
      { identifier: 'long', fullStatement: 'x'.repeat(MOST.statement + 5) },
    ],
    CFAssociations: [
      { associationType: 'isChildOf', originNodeURI: 'https://example.org/items/a', destinationNodeURI: { identifier: 'b' }, sequenceNumber: 2 },
      { associationType: 'isChildOf', originNodeURI: { identifier: 'b' }, destinationNodeURI: { identifier: 'a' } },
      { associationType: 'isChildOf', originNodeURI: { identifier: 'c' }, destinationNodeURI: { identifier: 'nobody' } },
      { associationType: 'isRelatedTo', originNodeURI: { identifier: 'a' }, destinationNodeURI: { identifier: 'b' } },
      7,
    ],
  });
  expect(found).toMatchObject({ title: 'Ours', creator: 'A school', licence: 'https://example.org/licence', origin: 'd' });
  expect(found!.items.map(({ id, name, parent, code }) => [id, name.slice(0, 9), parent, code])).toEqual([
    ['a', 'Listening', 'b', ''],
    ['b', 'Asking', '', '2'],
    ['c', 'Waiting', '', ''],
    ['long', 'xxxxxxxxx', '', ''],
  ]);
  expect(Object.fromEntries(dropped)).toEqual({ twice: 1, 'no-statement': 3, cut: 1, circle: 1, 'no-end': 1, 'other-link': 2 });
});

test('what is no CASE file is said, and nothing comes of it', () => {
  for (const value of ['', '{', '[]', '{}', '{"CFItems":7}', 'null', '\0']) expect([...read(value).dropped.keys()], value).toEqual(['not-case']);
  expect([...readCase(new Uint8Array(MOST_CASE_BYTES + 1), 'x.json').dropped.keys()]).toEqual(['too-large']);
  fc.assert(
    fc.property(fc.json(), (text) => void read(`{"CFDocument":${text},"CFItems":[${text}],"CFAssociations":[${text}]}`)),
    { numRuns: 60 },
  );
  const many = { CFItems: Array.from({ length: MOST.items + 3 }, (_, at) => ({ identifier: `i${at}`, fullStatement: 'x' })) };
  expect(read(many).framework!.items).toHaveLength(MOST.items);
  expect(read(many).dropped.get('too-many')).toBe(3);
});

test('a hundred thousand links into one long chain are read at once', () => {
  const ids = Array.from({ length: MOST.items }, (_, at) => `i${at}`);
  const link = (child: number): object => ({ associationType: 'isChildOf', originNodeURI: ids[child], destinationNodeURI: ids[child - 1] });
  const CFAssociations = [...ids.slice(1).map((_, at) => link(at + 1)), ...Array.from({ length: 100_000 }, () => link(ids.length - 1))];
  const { framework: found } = read({ CFItems: ids.map((identifier) => ({ identifier, fullStatement: 'x' })), CFAssociations });
  expect(found!.items.at(-1)).toMatchObject({ id: ids.at(-1), parent: ids.at(-2) });
  expect(treeOf(found!.items)).toHaveLength(ids.length);
});
