// What the browser's adapters are asked in a real browser: the same promises as elsewhere, and what only a browser can
// show. Bundled by test/e2e/adapters.test.ts and loaded both as a page's script and as a worker; each trial by its name.

import { createBrowserKeyPlace } from '#adapters/browser/key-place.ts';
import { openSql } from '#adapters/browser/sql.ts';
import { openDexieStore } from '#adapters/browser/store.ts';
import { createThumbnail } from '#adapters/browser/thumbnail.ts';
import type { Store } from '#core/ports.ts';
import { orThrow } from '#core/result.ts';
import { sqlPromises } from '../../contracts/sql-promises.ts';
import { storePromises } from '../../contracts/store-promises.ts';

/** Bytes as lists of numbers, so that they can be compared and handed out of the page. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? { bytes: [...each] } : each)));

const same = (what: unknown, wanted: unknown): void => {
  const [is, should] = [JSON.stringify(plain(what)), JSON.stringify(plain(wanted))];
  if (is !== should) throw new Error(`is ${is}, should be ${should}`);
};

const open = async (name: string): Promise<Store> => orThrow(await openDexieStore(name));

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

const trials = {
  async store(promise: string): Promise<void> {
    const store = await open(`trial ${crypto.randomUUID()}`);
    await storePromises[promise]!(store, same);
    await store.close();
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
