import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Importer, Incoming, ReadOptions, Source } from './port.ts';
import { readOnce } from './read-once.ts';

const SOURCE: Source = { name: 'a.zip', container: 'zip', files: [], problems: [] };
const OPTIONS: ReadOptions = { toLocal: () => null, locale: 'en' };

const incoming = fc.oneof(
  fc
    .record({ text: fc.string({ maxLength: 20 }), key: fc.string({ maxLength: 5 }) })
    .map(({ text, key }): Incoming => ({ entry: { key, when: '2024-01-01', text, from: { file: 'a.md', entry: 1 } } })),
  fc.string({ maxLength: 5 }).map((code): Incoming => ({ problem: { code, file: 'a.md' } })),
);

const counting = (items: readonly Incoming[]): { readonly importer: Importer; readonly reads: () => number } => {
  let reads = 0;
  return {
    reads: () => reads,
    importer: {
      format: 'markdown',
      recognise: async () => 1,
      async *read() {
        reads++;
        yield* items;
      },
    },
  };
};

const all = async (importer: Importer): Promise<Incoming[]> => Array.fromAsync(importer.read(SOURCE, OPTIONS));

test('what was read once comes again the same, whether it was small enough to be kept or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(incoming, { maxLength: 12 }), fc.nat(60), fc.integer({ min: 1, max: 12 }), async (items, letters, most) => {
      const { importer, reads } = counting(items);
      const once = readOnce(importer, { letters, items: most });
      expect(await all(once)).toEqual(items);
      expect(await all(once)).toEqual(items);
      const size = items.reduce((sum, item) => sum + ('entry' in item ? item.entry.text.length : 0), 0);
      expect(reads()).toBe(size <= letters && items.length <= most ? 1 : 2);
    }),
  );
});

test('a reading that was stopped half-way is not taken for the whole', async () => {
  const items: Incoming[] = ['one', 'two', 'three'].map((code) => ({ problem: { code, file: 'a.md' } }));
  const once = readOnce(counting(items).importer);
  for await (const _item of once.read(SOURCE, OPTIONS)) break;
  expect(await all(once)).toEqual(items);
});
