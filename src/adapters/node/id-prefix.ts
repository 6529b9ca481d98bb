// Ids are long; people type their first letters. Finds the rows whose id begins so, through the index on ids.

import type { DatabaseSync } from 'node:sqlite';

/** At most `most` ids that begin with `prefix` (letters and digits only), in order. */
export const idsBeginning = (db: DatabaseSync, prefix: string, most: number): string[] =>
  /^[0-9a-z]{1,26}$/.test(prefix)
    ? (db.prepare('select id from record where id >= ? and id < ? order by id limit ?').all(prefix, `${prefix}{`, most) as { id: string }[]).map(({ id }) => id)
    : [];
