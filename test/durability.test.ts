// Part of `npm run durability` that needs nothing but Node; and that its reader of traces sees an answer that left too early.

import { expect, test } from 'vitest';
import { openDatabase, storeRefusal } from '#server/database.ts';
import { cutLogs, readPostgresTrace, readTrace } from './durability.ts';

test('a write-ahead log cut anywhere opens with every row that was acknowledged before the cut', async () => {
  const { wrong, rows, refused } = await cutLogs(12);
  expect([wrong, rows, refused]).toEqual([[], 60, 0]);
});

test('an answer that leaves before the sync is seen in a trace', () => {
  const wrote = '7 pwrite64(25</h/kith.db-wal>, "x", 24, 0) = 24';
  const answered = '7 write(28<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 200 OK"..., 764) = 764';
  const part = ['8 write(30</h/blobs/a/.b.part>, "x", 9) = 9', '8 fsync(30</h/blobs/a/.b.part> <unfinished ...>'];
  expect(readTrace([wrote, '7 fsync(25</h/kith.db-wal>) = 0', answered], '/h')).toEqual({ answers: 1, syncs: 1, early: [] });
  expect(readTrace([wrote, answered], '/h').early).toHaveLength(1);
  expect(readTrace([wrote, '7 fsync(25</h/kith.db-wal>) = -1 EIO (Input/output error)', answered], '/h').early).toHaveLength(1);
  expect(readTrace([...part, answered], '/h').early).toHaveLength(1);
  expect(readTrace([...part, '8 <... fsync resumed>) = 0', answered], '/h').early).toEqual([]);
});

test('a commit that PostgreSQL tells before its sync is seen in a trace', () => {
  const wrote = '9 pwrite64(5</d/pg_wal/000000010000000000000001>, "x", 8192, 0) = 8192';
  const told = String.raw`9 sendto(8<TCP:[127.0.0.1:1->127.0.0.1:2]>, "C\0\0\0\vCOMMIT\0Z\0\0\0\5I", 18, 0, NULL, 0) = 18`;
  expect(readPostgresTrace([wrote, '9 fdatasync(5</d/pg_wal/000000010000000000000001>) = 0', told])).toEqual({ answers: 1, syncs: 1, early: [] });
  expect(readPostgresTrace([wrote, told]).early).toHaveLength(1);
});

test('a transaction that the disk has ended says that the disk was full, and not that there is none to roll back', async () => {
  const database = await openDatabase(':memory:');
  const ended = database.transaction(async (tx) => {
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
    database.raw!.exec('rollback');
    throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
  });
  expect(await ended.catch(storeRefusal)).toBe('store-full');
  expect(await database.read.selectFrom('settings').selectAll().execute()).toEqual([]);
  await database.transaction((tx) => tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute());
  await database.close();
});
