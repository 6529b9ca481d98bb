// One contract for both databases of the word index. The page's runs here in Node as well; in a worker it is tested with the page.

import { describe, expect, test } from 'vitest';
import type { Sql } from '#insight/sql-port.ts';
import { openSql as openInPage } from './browser/sql.ts';
import { openSql as openInNode } from './node/sql.ts';

const adapters: readonly (readonly [string, (image?: Uint8Array) => Promise<Sql>])[] = [
  ['node:sqlite', async (image) => openInNode(image)],
  ['sqlite-wasm', openInPage],
];

describe.each(adapters)('the database of the word index (%s)', (_, open) => {
  test('gives rows as lists, and every kind of value back', async () => {
    const sql = await open();
    sql.exec('create table t(a, b, c, d)');
    sql.run('insert into t values(?, ?, ?, ?)', [1, 'é图', null, new Uint8Array([0, 255])]);
    sql.run('insert into t values(?, ?, ?, ?)', [2.5, '', null, new Uint8Array(0)]);
    expect(sql.all('select a, b, c, d from t order by a')).toEqual([[1, 'é图', null, new Uint8Array([0, 255])], [2.5, '', null, new Uint8Array(0)]]);
    expect(sql.all('select a from t where b = ?', ['é图'])).toEqual([[1]]);
    expect(sql.all('select a from t where b = ?', ['nowhere'])).toEqual([]);
    sql.close();
  });

  test('has FTS5, and an image opens again with all of it', async () => {
    const sql = await open();
    sql.exec("create virtual table f using fts5(w, content='', detail=none, columnsize=0, tokenize='ascii')");
    sql.run('insert into f(rowid, w) values(?, ?)', [7, 'candle 图书 \ue000work']);
    const image = sql.export();
    sql.close();
    const again = await open(image);
    for (const match of ['"cand" *', '"图" *', '"\ue000work"']) expect(again.all('select rowid from f where f match ?', [match])).toEqual([[7]]);
    again.run('insert into f(rowid, w) values(?, ?)', [8, 'candle']);
    expect(again.all('select rowid from f where f match ?', ['candle'])).toEqual([[7], [8]]);
    again.close();
  });

  test('keeps everything in memory', async () => {
    const sql = await open();
    expect(sql.all('pragma temp_store')).toEqual([[2]]);
    expect(sql.all('pragma database_list').map((row) => row[2] ?? '')).toEqual(['']);
    sql.close();
  });

  test('refuses bytes that are no database', async () => {
    await expect(open(new Uint8Array(4096).fill(3))).rejects.toThrow();
  });
});
