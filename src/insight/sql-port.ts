// What the word index asks of a database: SQLite with FTS5, in memory, that can be taken out as bytes and put back.
// Node and the page each have an adapter; nothing of it ever lies in a file, because the words in it are the person's.

export type SqlValue = null | number | string | Uint8Array;

export interface Sql {
  /** Statements without parameters and without rows. */
  exec(sql: string): void;
  /** One statement without rows; prepared once for each text of it. */
  run(sql: string, params: readonly SqlValue[]): void;
  /** All rows, each a list of values in the order of the columns. */
  all(sql: string, params?: readonly SqlValue[]): SqlValue[][];
  /** The whole database as bytes, fit to be opened again. */
  export(): Uint8Array;
  close(): void;
}
