// The promises of a Store (core/ports.ts), free of any test runner, so that Node and a page can both hold a store to them.

import type { SealedRow, Store } from '#core/ports.ts';

type Same = (what: unknown, wanted: unknown) => void;

const row = (id: string, ver: number, byte: number): SealedRow => ({ id, ver, epoch: 1, device: '0000000000000', key: '', blob: new Uint8Array([byte, 1, 2]) });
const put = (store: Store, ...rows: SealedRow[]) =>
  store.commit(
    rows.map(({ id }) => id),
    ({ clock }) => ({ rows, clock: `${clock}x` }),
  );

export const storePromises: Record<string, (store: Store, same: Same) => Promise<void>> = {
  async 'rows come back as they were, in the order they were written'(store, same) {
    await put(store, row('b', 1, 7), row('a', 1, 8));
    const rows = await store.rowsAfter(0, 10);
    same(
      rows.map(({ id, seq, ver }) => [id, seq, ver]),
      [
        ['b', 1, 1],
        ['a', 2, 1],
      ],
    );
    same([...rows[0]!.blob], [7, 1, 2]);
    same(await store.head(), { seq: 2, count: 2 });
  },
  async 'a row written again moves to the end and is there once'(store, same) {
    await put(store, row('a', 1, 1), row('b', 1, 2));
    await put(store, row('a', 2, 3));
    same(
      (await store.rowsAfter(0, 10)).map(({ id, seq, ver }) => [id, seq, ver]),
      [
        ['b', 2, 1],
        ['a', 3, 2],
      ],
    );
    same(
      (await store.rowsAfter(2, 10)).map(({ id }) => id),
      ['a'],
    );
    same(
      (await store.rowsAfter(0, 1)).map(({ id }) => id),
      ['b'],
    );
  },
  async 'a transaction finds the rows it names and the clock, and no others'(store, same) {
    await put(store, row('a', 1, 1), row('b', 1, 2));
    let found: unknown;
    await store.commit(['a', 'none'], ({ rows, clock }) => {
      found = [[...rows.keys()], clock];
      return { rows: [], clock };
    });
    same(found, [['a'], 'x']);
  },
  async 'work that throws leaves nothing behind'(store, same) {
    await put(store, row('a', 1, 1));
    let threw = '';
    try {
      await store.commit(['a'], () => {
        throw new Error('stop');
      });
    } catch (error) {
      threw = String(error);
    }
    same(threw.includes('stop'), true);
    same(await store.head(), { seq: 1, count: 1 });
    same((await put(store, row('c', 1, 1))).ok, true);
  },
  async 'many writers at once each see what the one before left'(store, same) {
    await Promise.all(Array.from({ length: 20 }, () => store.commit(['n'], ({ rows, clock }) => ({ rows: [row('n', (rows.get('n')?.ver ?? 0) + 1, 1)], clock }))));
    same((await store.rowsById(['n']))[0]?.ver, 20);
  },
  async 'what moved under another key is counted in the transaction that moved it'(store, same) {
    await put(store, row('a', 1, 1));
    same(await store.note('moved'), null);
    await store.commit(['a'], ({ clock }) => ({ rows: [row('a', 2, 1)], clock, moved: true }));
    await store.commit(['a'], ({ clock }) => ({ rows: [row('a', 3, 1)], clock, moved: true }));
    same(await store.note('moved'), '2');
  },
  async 'notes and blobs are kept, replaced and dropped'(store, same) {
    await store.setNote('one', '1');
    await store.setNote('one', '2');
    same(await store.note('one'), '2');
    await store.setNote('one', null);
    same(await store.note('one'), null);
    await store.putBlob('aa', new Uint8Array([1, 2, 3]));
    same([...(await store.blob('aa'))!], [1, 2, 3]);
    same(await store.blobs(), [{ address: 'aa', size: 3 }]);
    await store.putBlob('bb', new Uint8Array([4]));
    same([...(await store.blobsHere(['none', 'bb', 'aa', 'bb']))].sort(), ['aa', 'bb']);
    same([...(await store.blobsHere([]))], []);
    await store.dropBlob('bb');
    await store.dropBlob('aa');
    same(await store.blob('aa'), null);
  },
};
