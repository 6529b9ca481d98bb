// What the stores over node:sqlite share: statements prepared once, transactions, and why SQLite did not write.
// Invariant: after an error nothing of a transaction is left, and none is left open.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';

/** Why SQLite did not write, as something a person can act on; null when it is a bug. */
const refusalOf = (error: unknown): Refusal | null => {
  const code = (error as { errcode?: number }).errcode;
  if (code === undefined) return null;
  if ((code & 255) === 13) return { code: 'store-full' };
  if ([5, 6].includes(code & 255)) return { code: 'store-busy' };
  if ([8, 10, 11, 14, 26].includes(code & 255)) return { code: 'store-gone' };
  return null;
};

export const attempt = <T>(work: () => T): Result<T> => {
  try {
    return ok(work());
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refuse(refusal);
    throw error;
  }
};

/** The statement of that text, prepared once. */
export type Sql = (text: string) => StatementSync;

export const statementsOf = (db: DatabaseSync): Sql => {
  const statements = new Map<string, StatementSync>();
  return (text) => {
    let statement = statements.get(text);
    if (!statement) statements.set(text, (statement = db.prepare(text)));
    return statement;
  };
};

/** All of it or nothing, with no other writer between. */
export const transact = <T>(db: DatabaseSync, sql: Sql, work: () => T): Result<T> =>
  attempt(() => {
    sql('begin immediate').run();
    try {
      const done = work();
      sql('commit').run();
      return done;
    } catch (error) {
      if (db.isTransaction) sql('rollback').run();
      throw error;
    }
  });
