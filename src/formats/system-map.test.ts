import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { bringMap, DOES, LAYERS, mapsOf, SORTS, type MapFile, type SystemMap } from '#rooms/systems/model.ts';
import { mapFileName, mapToCanvas, mapToMarkdown, mapToMermaid, readMap } from './system-map.ts';

const NOW = { instant: '2026-11-26T09:00:00.000Z' };
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** The map that a file becomes. */
const brought = (file: MapFile): SystemMap => {
  let ids = 0;
  const changes = bringMap(file, () => `${(ids += 1)}`.padStart(26, '0'), NOW);
  if (!changes.ok) throw new Error(changes.error.code);
  const records = changes.value.map((change, i): VaultRecord => applyChange(undefined, change, `${String(i).padStart(13, '0')}-0000-${'a'.repeat(13)}`, 'a'.repeat(13)));
  return mapsOf(records)[0]!;
};

const word = fc.stringMatching(/^[A-Za-zÀ-ÿ"'#<>&-]{1,12}(?: [a-z0-9×+−]{1,8}){0,3}$/);
const files: fc.Arbitrary<MapFile> = fc
  .record({
    title: word,
    about: fc.oneof(fc.constant(''), word),
    parts: fc.array(
      fc.record({
        words: word,
        more: fc.oneof(fc.constant(''), word),
        place: fc.oneof(fc.constant(null), fc.tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }))),
        sort: fc.constantFrom('' as const, ...SORTS),
        layer: fc.constantFrom('' as const, ...LAYERS),
        isGuess: fc.boolean(),
        isHere: fc.boolean(),
        need: fc.record({ push: fc.oneof(fc.constant(''), word), who: fc.constant(''), by: fc.constantFrom('', '2026-12-01') }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    does: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom('' as const, ...DOES), fc.boolean(), fc.oneof(fc.constant(''), word)), { maxLength: 6 }),
  })
  .map(({ title, about, parts, does }) => {
    const once = new Map(does.filter(([from, to]) => from !== to && from < parts.length && to < parts.length).map((one) => [one.slice(0, 3).join(), one]));
    return {
      title,
      about,
      parts: parts.map((part, i) => ({ ...part, key: `k${i}` })),
      arrows: [...once.values()].map(([from, to, said, isLate, note]) => ({ from: `k${from}`, to: `k${to}`, does: said, isLate, note, isGuess: isLate })),
    };
  });

const plain = ({ title, about, parts, arrows }: SystemMap): unknown => ({
  title,
  about,
  parts: parts.map(({ words, more, sort, layer, isGuess, isHere, place, need: { push, who, by } }) => ({ words, more, sort, layer, isGuess, isHere, place, push, who, by })),
  arrows: arrows.map(({ from, to, does, isLate, note, isGuess }) => ({
    from: parts.findIndex(({ id }) => id === from),
    to: parts.findIndex(({ id }) => id === to),
    does,
    isLate,
    note,
    isGuess,
  })),
});

test('law: a map that went out as a canvas comes back the same', () => {
  fc.assert(
    fc.property(files, (file) => {
      const map = brought(file);
      const read = readMap(bytes(mapToCanvas(map)), 'x.canvas');
      expect([...read.dropped]).toEqual([]);
      expect(plain(brought(read.map!))).toEqual(plain(map));
    }),
    { numRuns: 30 },
  );
});

test('a canvas of another application is read by its texts and the signs of its labels', () => {
  const canvas = {
    nodes: [
      { id: 'a', type: 'text', text: '## Contract\n\nPays per visit.', x: 0, y: 0, width: 200, height: 100 },
      { id: 'b', type: 'file', file: 'notes/Visits run late.md', x: 300, y: 0, width: 200, height: 100 },
      { id: 'c', type: 'link', url: 'https://example.org', x: 0, y: 300, width: 200, height: 100 },
      { id: 'g', type: 'group', label: 'All', x: -50, y: -50, width: 900, height: 900 },
      { id: 'e', type: 'text', text: ' ' },
      { id: 'a', type: 'text', text: 'Twice' },
    ],
    edges: [
      { id: '1', fromNode: 'a', toNode: 'b', label: '+ ‖ said in April' },
      { id: '2', fromNode: 'b', toNode: 'a', label: '- holds it back', fromEnd: 'arrow', toEnd: 'none' },
      { id: '3', fromNode: 'c', toNode: 'b', label: 'x' },
      { id: '4', fromNode: 'c', toNode: 'b', label: 'xylophone' },
      { id: '5', fromNode: 'a', toNode: 'a' },
      { id: '6', fromNode: 'a', toNode: 'nowhere' },
      { id: '7', fromNode: 'a', toNode: 'c', fromEnd: 'arrow' },
    ],
  };
  const { map, dropped } = readMap(bytes(canvas), 'folder/Late.canvas');
  expect(map).toMatchObject({
    title: 'Late',
    parts: [{ words: 'Contract', more: 'Pays per visit.', place: [100, 50] }, { words: 'Visits run late' }, { words: 'https://example.org' }],
  });
  expect(map!.arrows.map(({ from, to, does, isLate, note }) => [from, to, does, isLate, note])).toEqual([
    ['a', 'b', 'more', true, 'said in April'],
    ['a', 'b', 'less', false, 'holds it back'],
    ['c', 'b', 'blocks', false, ''],
    ['c', 'b', '', false, 'xylophone'],
    ['a', 'c', '', false, ''],
    ['c', 'a', '', false, ''],
  ]);
  expect(Object.fromEntries(dropped)).toEqual({ frames: 1, 'no-words': 1, twice: 1, itself: 1, 'no-end': 1 });
});

test('what is no canvas is said in words, and nothing throws', () => {
  for (const bad of ['', '{', '[]', 'null', '{"nodes":{}}', '\u0000']) expect([...readMap(bytes(bad), 'x').dropped]).toEqual([['not-canvas', 1]]);
  expect([...readMap(new Uint8Array(5_000_001), 'x').dropped]).toEqual([['too-large', 1]]);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      readMap(bytes({ nodes: [value], edges: [value], kith: value }), 'x');
    }),
    { numRuns: 60 },
  );
});

test('as Markdown: a Mermaid drawing that no word breaks, every arrow a line', () => {
  const map = brought({
    title: 'Late *visits*',
    about: '',
    parts: [
      { key: 'a', words: 'The "way" #1', place: null, sort: 'people', isGuess: true },
      { key: 'b', words: 'Visits', place: null, layer: 'repeats', need: { push: 'Pay' } },
    ],
    arrows: [{ from: 'a', to: 'b', does: 'less', isLate: true, note: 'told' }],
  });
  expect(mapToMermaid(map)).toBe('flowchart TD\n  p1(["The #34;way#34; #35;1"])\n  p2["Visits"]\n  p1 -.->|"− ‖"| p2\n  classDef guess stroke-dasharray: 5 4\n  class p1 guess');
  const text = mapToMarkdown(map, (key) => key);
  expect(text).toContain('# Late \\*visits\\*');
  expect(text).toContain('- The "way" \\#1 late-too Visits: told');
  expect(text).toContain('## layer.repeats\n\n- Visits');
  expect(text).toContain('## need.title\n\n- Visits: Pay');
  expect(mapFileName({ title: 'Late: visits?', id: 'x' }, 'canvas')).toBe('Late visits.canvas');
});

test('half a letter in a file, or one that is cut in half where words are too long, becomes no broken words', () => {
  const { map } = readMap(
    bytes({
      nodes: [
        { id: 'a', type: 'text', text: 'Plan\ud83d of the week' },
        { id: 'b', type: 'text', text: `${'a'.repeat(198)}\u{1f642}\u{1f642}`, kith: { push: `${'b'.repeat(598)}\u{1f642}\u{1f642}` } },
      ],
      edges: [{ fromNode: 'a', toNode: 'b', label: '+ \udc00' }],
    }),
    'x.canvas',
  );
  const words = [...map!.parts.flatMap(({ words: said, need }) => [said, need?.push ?? '']), map!.arrows[0]!.note ?? ''];
  expect(words.every((said) => said.isWellFormed())).toBe(true);
  expect(map!.parts[1]!.words).toHaveLength(199);
});
