// What the browser's adapters are asked in a real browser: the same promises as elsewhere, and what only a browser can
// show. Bundled by test/e2e/adapters.test.ts and loaded both as a page's script and as a worker; each trial by its name.

import { Dexie } from 'dexie';
import { createBrowserKeyPlace } from '#adapters/browser/key-place.ts';
import { openSql } from '#adapters/browser/sql.ts';
import { openDexieStore, type DexieStore } from '#adapters/browser/store.ts';
import { createDexieSyncStore } from '#adapters/browser/sync-store.ts';
import { createThumbnail } from '#adapters/browser/thumbnail.ts';
import { orThrow } from '#core/result.ts';
import { sqlPromises } from '../../contracts/sql-promises.ts';
import { storePromises } from '../../contracts/store-promises.ts';
import { syncStorePromises } from '../../contracts/sync-store-promises.ts';

/** Bytes as lists of numbers, so that they can be compared and handed out of the page. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? { bytes: [...each] } : each)));

const same = (what: unknown, wanted: unknown): void => {
  const [is, should] = [JSON.stringify(plain(what)), JSON.stringify(plain(wanted))];
  if (is !== should) throw new Error(`is ${is}, should be ${should}`);
};

const open = async (name: string): Promise<DexieStore> => orThrow(await openDexieStore(name));

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

const trials = {
  async store(promise: string): Promise<void> {
    const store = await open(`trial ${crypto.randomUUID()}`);
    await storePromises[promise]!(store, same);
    await store.close();
  },
  async syncStore(promise: string): Promise<void> {
    const store = await open(`trial ${crypto.randomUUID()}`);
    await syncStorePromises[promise]!({ store, sync: createDexieSyncStore(store.db) }, same);
    await store.close();
  },
  /** What came as a part of something larger lies alone: the bytes that each kind of row takes, of what a page of the host brought. */
  async partsOfPages(): Promise<void> {
    const name = `parts ${crypto.randomUUID()}`;
    const store = await open(name);
    const sync = createDexieSyncStore(store.db);
    const part = new Uint8Array(500_000).subarray(1000, 1300);
    const row = { id: 'a', ver: 1, epoch: 1, device: '0000000000000', key: '', blob: part };
    const claims = { counter: 1, logHead: '', sig: '', author: '0000000000000' };
    orThrow(await store.commit(['b'], ({ clock }) => ({ rows: [{ ...row, id: 'b' }], clock })));
    orThrow(
      await sync.change([], ({ kept }) => ({
        kept,
        rows: [{ ...row, base: 1, at: 1 }],
        asideAdd: [{ ...row, ...claims, seq: 1 }],
        sending: [{ ...row, ...claims, op: 'o', base: 0 }],
      })),
    );
    orThrow(await store.putBlob('aa', part));
    const lies = [...(await store.rowsAfter(0, 9)), ...(await sync.aside(['a'])), ...(await sync.sending())].map(({ blob }) => blob);
    same(
      [...lies, (await store.blob('aa'))!].map(({ buffer, length }) => [length, buffer.byteLength]),
      Array.from({ length: 5 }, () => [300, 300]),
    );
    await store.close();
  },
  /** A database as Kith 0.1.0 made it, brought up to date: whether its rows, notes and blobs are what they were, and all unsent. */
  async releasedDatabase(): Promise<void> {
    const name = `released ${crypto.randomUUID()}`;
    const old = new Dexie(name, { chromeTransactionDurability: 'strict' });
    old.version(1).stores({ records: 'id, seq', notes: 'name', blobs: 'address' });
    const rows = Array.from({ length: 40 }, (_, i) => ({
      id: `r${i}`,
      ver: 1 + (i % 3),
      epoch: 1,
      device: '0000000000000',
      key: i % 5 === 0 ? 'journal' : '',
      blob: new Uint8Array([i, 1]),
      seq: i + 1,
    }));
    await old.table('records').bulkPut(rows);
    await old.table('notes').bulkPut([
      { name: 'head', value: '40' },
      { name: 'clock', value: 'clock' },
      { name: 'note vault', value: 'header' },
    ]);
    await old.table('blobs').put({ address: 'aa', size: 3, bytes: new Uint8Array([1, 2, 3]) });
    old.close();

    // Whoever waits for it is told, once.
    let upgrades = 0;
    const store = orThrow(await openDexieStore(name, () => upgrades++));
    same(upgrades, 1);
    const sync = createDexieSyncStore(store.db);
    const listOf = (all: readonly (typeof rows)[number][]) => all.map(({ id, ver, epoch, device, key, blob, seq }) => [id, ver, epoch, device, key, blob, seq]);
    same(listOf((await store.rowsAfter(0, 100)) as never), listOf(rows));
    same([await store.head(), await store.note('vault'), await store.blob('aa')], [{ seq: 40, count: 40 }, 'header', new Uint8Array([1, 2, 3])]);
    same(listOf((await sync.unsent(0, 100)) as never), listOf(rows));
    orThrow(await sync.change(['r7'], ({ kept, rows: found, clock }) => (same(clock, 'clock'), { kept, known: [{ id: 'r7', base: found.get('r7')!.ver, at: 3 }] })));
    orThrow(await store.commit(['r3'], ({ rows: found, clock }) => ({ rows: [{ ...found.get('r3')!, ver: found.get('r3')!.ver + 1 }], clock })));
    same((await sync.unsent(0, 100)).length, 39);
    same(await store.head(), { seq: 41, count: 40 });
    same(
      (await store.rowsAfter(38, 10)).map(({ id }) => id),
      ['r38', 'r39', 'r3'],
    );
    await store.close();
    await orThrow(await openDexieStore(name, () => upgrades++)).close();
    same(upgrades, 1);
  },
  /** A page of 0.1.0 goes on in a database that was brought up to date: what it reads is all there is, what it writes is unsent. */
  async olderPageGoesOn(): Promise<void> {
    const name = `older ${crypto.randomUUID()}`;
    const rowOf = (id: string, ver: number) => ({ id, ver, epoch: 1, device: '', key: '', blob: new Uint8Array([ver]) });
    const write = async (store: DexieStore, id: string, ver: number): Promise<unknown> => orThrow(await store.commit([id], ({ clock }) => ({ rows: [rowOf(id, ver)], clock })));
    const unsentOf = async (store: DexieStore) => (await createDexieSyncStore(store.db).unsent(0, 10)).map(({ id, seq, base }) => [id, seq, base]);
    const first = await open(name);
    for (const id of ['a', 'b', 'c']) await write(first, id, 1);
    const sent = { known: ['a', 'b', 'c'].map((id) => ({ id, base: 1, at: 1 })) };
    orThrow(await createDexieSyncStore(first.db).change(['a', 'b', 'c'], ({ kept }) => ({ kept, ...sent })));
    same(await unsentOf(first), []);
    await first.close();

    const older = new Dexie(name);
    older.version(1).stores({ records: 'id, seq', notes: 'name', blobs: 'address' });
    same(
      (await older.table('records').where('seq').above(0).toArray()).map(({ id }: { id: string }) => id),
      ['a', 'b', 'c'],
    );
    await older.table('records').bulkPut([{ ...rowOf('b', 2), seq: 4 }]);
    await older.table('notes').put({ name: 'head', value: '4' });
    older.close();

    const again = await open(name);
    await write(again, 'a', 2);
    same(await unsentOf(again), [
      ['b', 4, 0],
      ['a', 5, 1],
    ]);
    orThrow(await createDexieSyncStore(again.db).change([], ({ kept }) => ({ kept })));
    await write(again, 'c', 2);
    same(await unsentOf(again), [
      ['b', 4, 0],
      ['a', 5, 1],
      ['c', 6, 1],
    ]);
    same((await again.db.records.where('unsent').above(0).toArray()).length, 3);
    await again.close();
  },
  async newerDatabase(): Promise<string> {
    const name = `newer ${crypto.randomUUID()}`;
    const newer = new Dexie(name);
    newer.version(3).stores({ records: 'id, seq, unsent', notes: 'name', blobs: 'address', kept: '', sending: '', aside: '[id+ver+device], id', log: 'n', future: 'x' });
    await newer.open();
    newer.close();
    const opened = await openDexieStore(name);
    return opened.ok ? 'opened' : opened.error.code;
  },
  async sql(promise: string): Promise<void> {
    await sqlPromises[promise]!(openSql, same);
  },
  /** Counts a row up many times, as one of several writers. */
  async countUp(database: string, times: number): Promise<void> {
    const store = await open(database);
    for (let i = 0; i < times; i++)
      orThrow(
        await store.commit(['n'], ({ rows, clock }) => ({
          rows: [{ id: 'n', ver: (rows.get('n')?.ver ?? 0) + 1, epoch: 1, device: '', key: '', blob: new Uint8Array([i]) }],
          clock: `${clock}.`,
        })),
      );
    await store.close();
  },
  async counted(database: string): Promise<readonly [ver: number | undefined, seq: number]> {
    const store = await open(database);
    const [row] = await store.rowsById(['n']);
    const { seq } = await store.head();
    await store.close();
    return [row?.ver, seq];
  },
  async keepKey(database: string): Promise<boolean> {
    return (await createBrowserKeyPlace(database).write(KEY)).ok;
  },
  async readKey(database: string): Promise<boolean> {
    const key = await createBrowserKeyPlace(database).read();
    return key !== null && key.length === KEY.length && key.every((byte, i) => byte === KEY[i]);
  },
  async dropKey(database: string): Promise<boolean> {
    await createBrowserKeyPlace(database).drop();
    return (await createBrowserKeyPlace(database).read()) === null;
  },
  /** What somebody gets who reads the values of the key's database: whether the browser hands out the wrapping key, and whether the key lies there. */
  async takeKey(database: string): Promise<{ readonly handedOut: boolean; readonly liesThere: boolean }> {
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const asked = indexedDB.open(`${database} key`);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error!);
    });
    const value = await new Promise<{ wrapping: CryptoKey; wrapped: Uint8Array }>((done) => {
      const asked = db.transaction('wraps').objectStore('wraps').get('key');
      asked.onsuccess = () => done(asked.result as never);
    });
    db.close();
    const handedOut = await crypto.subtle.exportKey('raw', value.wrapping).then(
      () => true,
      () => false,
    );
    return { handedOut, liesThere: [...value.wrapped].join().includes([...KEY].slice(0, 8).join()) };
  },
  async thumbnail(
    bytes: readonly number[],
    mime: string,
    size: { readonly width: number; readonly height: number } | null,
  ): Promise<null | { width: number; height: number; mime: string; bytes: number[] }> {
    const made = await createThumbnail(new Blob([new Uint8Array(bytes)], { type: mime }), size);
    return made && { ...made, bytes: [...made.bytes] };
  },
  /** A picture as a camera makes it, of any size. */
  async picture(width: number, height: number, mime: string): Promise<number[]> {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#a33';
    context.fillRect(0, 0, width, height);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: mime })).arrayBuffer())];
  },
};

export type Trials = typeof trials;

Object.assign(globalThis, { trials });
if (!('document' in globalThis)) postMessage('ready');
