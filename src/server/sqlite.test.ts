import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openDatabase } from './database.ts';

test('Once nobody writes, what waits in the log is moved into the database, and nothing of it is missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-settle-'));
  const database = await openDatabase(join(folder, 'kith.db'));
  try {
    const raw = database.raw!;
    const waiting = (): number => {
      const [{ log, checkpointed }] = raw.prepare('pragma wal_checkpoint(noop)').all() as unknown as [{ log: number; checkpointed: number }];
      return log - checkpointed;
    };
    const put = (n: number) =>
      database.transaction((tx) =>
        tx
          .insertInto('pairs')
          .values({ id: `pair-${n}`, blob: new Uint8Array(100_000).fill(n), expires: n })
          .execute(),
      );
    for (let n = 0; n < 100; n++) await put(n);
    expect(waiting()).toBeGreaterThan(1000);
    await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 10_000 });
    // And again, in the same log from its beginning.
    for (let n = 100; n < 200; n++) await put(n);
    await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 10_000 });
    const rows = await database.read.selectFrom('pairs').select(['blob', 'expires']).orderBy('expires').execute();
    expect(rows.every(({ blob, expires }, n) => expires === n && blob.every((byte) => byte === n))).toBe(true);
    expect(rows).toHaveLength(200);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
});
