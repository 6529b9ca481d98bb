// The promises of the word index's database (insight/sql-port.ts), free of any test runner, so that Node and a worker of a
// page can both hold a database to them.

import type { Sql } from '#insight/sql-port.ts';

type Same = (what: unknown, wanted: unknown) => void;
export type OpensSql = (image?: Uint8Array) => Promise<Sql>;

export const sqlPromises: Record<string, (open: OpensSql, same: Same) => Promise<void>> = {
  async 'gives rows as lists, and every kind of value back'(open, same) {
    const sql = await open();
    sql.exec('create table t(a, b, c, d)');
    sql.run('insert into t values(?, ?, ?, ?)', [1, 'é图', null, new Uint8Array([0, 255])]);
    sql.run('insert into t values(?, ?, ?, ?)', [2.5, '', null, new Uint8Array(0)]);
    same(sql.all('select a, b, c, d from t order by a'), [
      [1, 'é图', null, new Uint8Array([0, 255])],
      [2.5, '', null, new Uint8Array(0)],
    ]);
    same(sql.all('select a from t where b = ?', ['é图']), [[1]]);
    same(sql.all('select a from t where b = ?', ['nowhere']), []);
    sql.close();
  },
  async 'has FTS5, and an image opens again with all of it'(open, same) {
    const sql = await open();
    sql.exec("create virtual table f using fts5(w, content='', detail=none, columnsize=0, tokenize='ascii')");
    sql.run('insert into f(rowid, w) values(?, ?)', [7, 'candle 图书 \ue000work']);
    const image = sql.export();
    sql.close();
    const again = await open(image);
    for (const match of ['"cand" *', '"图" *', '"\ue000work"']) same(again.all('select rowid from f where f match ?', [match]), [[7]]);
    again.run('insert into f(rowid, w) values(?, ?)', [8, 'candle']);
    same(again.all('select rowid from f where f match ?', ['candle']), [[7], [8]]);
    again.close();
  },
  async 'keeps everything in memory'(open, same) {
    const sql = await open();
    same(sql.all('pragma temp_store'), [[2]]);
    same(
      sql.all('pragma database_list').map((row) => row[2] ?? ''),
      [''],
    );
    sql.close();
  },
  async 'refuses bytes that are no database'(open, same) {
    const opened = await open(new Uint8Array(4096).fill(3)).then(
      () => true,
      () => false,
    );
    same(opened, false);
  },
};
