// What every store promises to synchronising, run in memory and on a real SQLite file (the browser's: test/e2e/adapters.test.ts),
// and what becomes of a vault that the released 0.1.0 made.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { orThrow } from '#core/result.ts';
import { BEGINNING } from '#sync/ports.ts';
import { createHome, type Home } from '../cli/kith.ts';
import { createMemorySyncStore } from '../simulation/sync-store.ts';
import { syncStorePromises, type BothStores } from './sync-store-promises.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-sync-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let file = 0;
const newPath = (): string => join(folder, `${file++}.sqlite`);
const both = (store: SqliteStore): BothStores => ({ store, sync: createSqliteSyncStore(store.db) });

const stores: Record<string, () => BothStores> = {
  memory() {
    const sync = createMemorySyncStore();
    return { store: sync.store, sync };
  },
  sqlite: () => both(orThrow(openSqliteStore(newPath()))),
};

describe.each(Object.entries(stores))('%s', (_, open) => {
  for (const [promise, check] of Object.entries(syncStorePromises))
    test(promise, async () => {
      const opened = open();
      await check(opened, (what, wanted) => expect(what).toEqual(wanted));
      await opened.store.close();
    });
});

describe('on SQLite', () => {
  test('unsent rows are found through their own index, and none is read that was sent', () => {
    const { db } = orThrow(openSqliteStore(newPath()));
    const plan = db.prepare('explain query plan select * from record indexed by unsent where ver <> base and seq > 0 order by seq limit 5').all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH record USING INDEX unsent (seq>?)']);
    db.close();
  });

  test('two connections, the gate on one and synchronising on the other, keep each other’s work', async () => {
    const path = newPath();
    const [gate, other] = [both(orThrow(openSqliteStore(path))), both(orThrow(openSqliteStore(path)))];
    const row = (ver: number) => ({ id: 'n', ver, epoch: 1, device: 'here', key: '', blob: new Uint8Array([ver]) });
    for (let i = 0; i < 10; i++) {
      orThrow(await gate.store.commit(['n'], ({ rows, clock }) => ({ rows: [row((rows.get('n')?.ver ?? 0) + 1)], clock })));
      orThrow(await other.sync.change(['n'], ({ rows, kept }) => ({ kept, known: [{ id: 'n', base: rows.get('n')!.ver, at: i + 1 }] })));
    }
    expect(await gate.sync.rowsById(['n'])).toMatchObject([{ ver: 10, seq: 10, base: 10, at: 10 }]);
    expect(await other.sync.unsent(0, 10)).toEqual([]);
    for (const { store } of [gate, other]) await store.close();
  });

  test('a file that a newer Kith has written is refused and left as it is', () => {
    const path = newPath();
    orThrow(openSqliteStore(path)).db.close();
    const newer = new DatabaseSync(path);
    newer.exec('pragma user_version = 3; create table of_the_future (x)');
    newer.close();
    expect(openSqliteStore(path)).toEqual({ ok: false, error: { code: 'vault-newer' } });
    const again = new DatabaseSync(path);
    expect(again.prepare('pragma user_version').get()).toEqual({ user_version: 3 });
    again.close();
  });
});

const RELEASED = join(import.meta.dirname, '..', 'fixtures', 'vault-0.1.0');

/** Rows and notes as they lie in a file, by a reader that knows nothing of Kith. */
const rawOf = (path: string) => {
  const db = new DatabaseSync(path);
  try {
    return {
      version: (db.prepare('pragma user_version').get() as { user_version: number }).user_version,
      rows: db.prepare('select seq, id, ver, epoch, device, key, hex(blob) as bytes from record order by seq').all(),
      notes: db.prepare('select * from note order by name').all(),
      head: db.prepare('select * from head').all(),
      blobs: db.prepare('select address, size, hex(bytes) as bytes from blob order by address').all(),
    };
  } finally {
    db.close();
  }
};

describe('a vault of 0.1.0', () => {
  test('has every row, note and attachment to the byte once it is brought up to date, and all of it is unsent', async () => {
    const path = newPath();
    copyFileSync(join(RELEASED, 'vault.sqlite'), path);
    const before = rawOf(path);
    expect([before.version, before.rows.length > 8, before.blobs.length > 0]).toEqual([1, true, true]);
    const { store, sync } = both(orThrow(openSqliteStore(path)));
    expect((await sync.unsent(0, 1000)).map(({ id }) => id)).toEqual(before.rows.map(({ id }) => id));
    expect([await sync.kept(), await sync.sending(), await sync.asideIds(), await sync.logEntries()]).toEqual([BEGINNING, [], [], []]);
    expect(await sync.unsent(0, 1)).toMatchObject([{ base: 0, at: 0 }]);
    await store.close();
    expect(rawOf(path)).toEqual({ ...before, version: 2 });
    await orThrow(openSqliteStore(path)).close();
    expect(rawOf(path)).toEqual({ ...before, version: 2 });
  });

  test('is brought up to date once by many processes that open it at the same moment', async () => {
    const path = newPath();
    copyFileSync(join(RELEASED, 'vault.sqlite'), path);
    const { rows } = rawOf(path);
    const code = `
      const { openSqliteStore } = await import('#adapters/node/store.ts');
      const opened = openSqliteStore(process.argv[1]);
      if (!opened.ok) throw new Error(opened.error.code);
      const done = await opened.value.commit([], ({ clock }) => ({ rows: [{ id: 'by ' + process.pid, ver: 1, epoch: 1, device: '', key: '', blob: new Uint8Array(3) }], clock }));
      process.exitCode = done.ok ? 0 : 1;`;
    const ended = await Promise.all(
      Array.from(
        { length: 6 },
        () =>
          new Promise<unknown>((done) =>
            spawn(process.execPath, ['--input-type=module', '-e', code, path], { cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'ignore', 'inherit'] }).on(
              'close',
              done,
            ),
          ),
      ),
    );
    expect(ended).toEqual([0, 0, 0, 0, 0, 0]);
    const after = rawOf(path);
    expect([after.version, after.rows.length]).toEqual([2, rows.length + 6]);
  });

  test('opens, is searched, written in, checked, backed up and restored by the command line of today', async () => {
    const [home, other] = [createHome(), createHome()];
    try {
      mkdirSync(home.path, { mode: 0o700 });
      for (const name of ['vault.sqlite', 'key']) copyFileSync(join(RELEASED, name), join(home.path, name));
      const texts = (await home.kith(['list', '--json'])).json.map(({ text }) => String(text));
      expect(texts).toEqual(expect.arrayContaining(['The first page of this vault, changed once.', 'A letter to myself.']));
      expect((await home.kith(['search', 'Café', '--json'])).json).toHaveLength(1);
      await home.good(['write', 'Written today.']);
      expect((await home.kith(['vault', 'check'])).code).toBe(0);
      const backup = join(home.temporary, 'backup.kith');
      await home.good(['vault', 'backup', backup], { input: 'backup passphrase\n' });
      await other.good(['vault', 'restore', backup]);
      await other.good(['vault', 'unlock'], { input: 'backup passphrase\n' });
      expect((await other.kith(['list', '--json'])).json).toHaveLength(texts.length + 1);
    } finally {
      await Promise.all([home.remove(), other.remove()]);
    }
  });

  test('comes back from a backup that 0.1.0 made', async () => {
    const home = createHome();
    try {
      await home.good(['vault', 'restore', join(RELEASED, 'backup.kith')]);
      await home.good(['vault', 'unlock'], { input: 'an invented passphrase\n' });
      expect((await home.kith(['list', '--json'])).json.map(({ text }) => text)).toContain('A letter to myself.');
    } finally {
      await home.remove();
    }
  });
});

describe('what a vault keeps of a host', () => {
  const OP = { op: 'op', base: 0, id: 'x', ver: 1, epoch: 1, key: '', counter: 9, logHead: 'h', sig: 's', blob: new Uint8Array(5) };
  const ASIDE = { id: 'y', ver: 2, epoch: 1, key: '', counter: 3, logHead: 'h', sig: 's', seq: 4, device: 'd', author: 'd', blob: new Uint8Array(6) };
  const ENTRY = { bytes: 'bytes', sig: 'sig' };
  const KEPT = {
    ...BEGINNING,
    cursor: 31,
    gap: null,
    head: 31,
    counter: 9,
    marks: { d: { counter: 3, id: 'y', ver: 2 } },
    refused: { z: { ver: 1, why: 'seal-broken' } },
    sinceTip: 2,
  };
  const within = async <T>(home: Home, work: (both: BothStores & { readonly store: SqliteStore }) => Promise<T>): Promise<T> => {
    const store = orThrow(openSqliteStore(join(home.path, 'vault.sqlite')));
    try {
      return await work({ store, sync: createSqliteSyncStore(store.db) });
    } finally {
      await store.close();
    }
  };
  const meetHost = (home: Home): Promise<void> =>
    within(home, async ({ store, sync }) => {
      const rows = await store.rowsAfter(0, 100);
      orThrow(await sync.keepLog([ENTRY], 0));
      orThrow(
        await sync.change(
          rows.map(({ id }) => id),
          () => ({ kept: KEPT, known: rows.map(({ id, ver, seq }) => ({ id, base: ver, at: seq })), sending: [OP], asideAdd: [ASIDE] }),
        ),
      );
      expect(await sync.unsent(0, 100)).toEqual([]);
    });

  test('comes back from a backup as another device’s: every row and the log, and all of the host is looked through again', async () => {
    const [home, other] = [createHome(), createHome()];
    try {
      await home.good(['write', 'one']);
      await home.good(['write', 'two']);
      await meetHost(home);
      const backup = join(home.temporary, 'backup.kith');
      await home.good(['vault', 'backup', backup], { input: 'backup passphrase\n' });
      await other.good(['vault', 'restore', backup]);
      const read = ({ store, sync }: BothStores) => Promise.all([store.rowsAfter(0, 100), sync.logEntries(), store.head()]);
      expect(await within(other, read)).toEqual(await within(home, read));
      // The device it was made on goes on as it was.
      expect(await within(home, ({ sync }) => sync.kept())).toEqual(KEPT);
      await within(other, async ({ sync }) => {
        expect(await sync.kept()).toEqual({ ...KEPT, cursor: null, gap: BEGINNING.gap, head: 0, era: 1, refused: {}, ahead: {} });
        expect([await sync.sending(), await sync.asideIds()]).toEqual([[], []]);
        // What the host turns out not to have is sent.
        orThrow(await sync.change([], ({ kept }) => ({ kept, forgetBefore: kept.era })));
        expect((await sync.unsent(0, 100)).length).toBe((await within(home, ({ store }) => store.head())).count);
      });
    } finally {
      await Promise.all([home.remove(), other.remove()]);
    }
  });

  test('is checked, and what is damaged of it is named', async () => {
    const home = createHome();
    try {
      await home.good(['write', 'one']);
      await meetHost(home);
      const named = async () => (await home.kith(['vault', 'check', '--json'])).json.flatMap(({ damaged, why }) => (damaged === 'sync' ? [why] : []));
      expect(await named()).toEqual(['log']);
      await within(home, async ({ store }) => store.db.exec("delete from log; update kept set value = 'x'; update sending set op = 'x'; update aside set row = 'x'"));
      expect(await named()).toEqual(['kept', 'sending', 'aside']);
      expect((await home.kith(['vault', 'check'])).out).toContain('What this device knows of the host is damaged.');
    } finally {
      await home.remove();
    }
  });
});
