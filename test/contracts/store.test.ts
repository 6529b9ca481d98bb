// What every store promises, run on each that runs here: in memory and on a real SQLite file. The browser's runs the same
// suite in a real browser (test/e2e/adapters.test.ts).

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeyFile } from '#adapters/node/key-place.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { openSqliteStore } from '#adapters/node/store.ts';
import { storePromises } from './store-promises.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let file = 0;
const stores = {
  memory: async () => createMemoryStore(),
  sqlite: async () => {
    const opened = openSqliteStore(join(folder, `${file++}.sqlite`));
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value;
  },
};

describe.each(Object.entries(stores))('%s', (_, open) => {
  for (const [promise, check] of Object.entries(storePromises))
    test(promise, async () => {
      const store = await open();
      await check(store, (what, wanted) => expect(what).toEqual(wanted));
      await store.close();
    });
});

test('a file that is not a database is refused in words and left as it is', async () => {
  const { writeFileSync, readFileSync } = await import('node:fs');
  const path = join(folder, 'not-a-database');
  writeFileSync(path, 'x'.repeat(5000));
  expect(openSqliteStore(path)).toMatchObject({ ok: false, error: { code: 'store-gone' } });
  expect(readFileSync(path, 'utf8')).toBe('x'.repeat(5000));
});

test('a key that a crash left half-way to its place goes when the key is taken away', async () => {
  const { existsSync, mkdirSync, readFileSync, writeFileSync } = await import('node:fs');
  const home = join(folder, 'home');
  mkdirSync(home);
  const place = createKeyFile(join(home, 'key'));
  await place.write(new Uint8Array(32).fill(7));
  expect([...readFileSync(join(home, 'key'))]).toEqual(Array.from({ length: 32 }, () => 7));
  writeFileSync(join(home, 'key.new'), new Uint8Array(32).fill(7));
  await place.drop();
  expect([existsSync(join(home, 'key')), existsSync(join(home, 'key.new'))]).toEqual([false, false]);
});
