// The tables of a vault's file, and how a file of an earlier Kith comes to have them. One step a version, each in one
// transaction with the number that says it was done; a file with a higher number is not touched.

import type { DatabaseSync } from 'node:sqlite';

const STEPS = [
  `create table if not exists record (seq integer primary key, id text not null unique, ver integer not null, epoch integer not null, device text not null, key text not null, blob blob not null);
   create table if not exists note (name text primary key, value text not null) without rowid;
   create table if not exists blob (address text primary key, size integer not null, bytes blob not null);
   create table if not exists head (one integer primary key check (one = 1), seq integer not null, clock text not null);
   insert or ignore into head values (1, 0, '');`,
  // What is known at the host (sync/ports.ts). The columns come last and have a default, so that SQLite rewrites no row for them.
  `alter table record add column base integer not null default 0;
   alter table record add column at integer not null default 0;
   alter table record add column era integer not null default 0;
   create index unsent on record (seq) where ver <> base;
   create table kept (one integer primary key check (one = 1), value text not null);
   create table sending (place integer primary key, op text not null, blob blob not null);
   create table aside (id text not null, ver integer not null, device text not null, seq integer not null, row text not null, blob blob not null, primary key (id, ver, device));
   create table log (n integer primary key, bytes text not null, sig text not null);`,
];

export const versionOf = (db: DatabaseSync): number => (db.prepare('pragma user_version').get() as { user_version: number }).user_version;

export const isNewer = (db: DatabaseSync): boolean => versionOf(db) > STEPS.length;

/** Brings a file up to date; several processes may try at once. */
export const bringUpToDate = (db: DatabaseSync): void => {
  if (versionOf(db) >= STEPS.length) return;
  db.exec('begin immediate');
  try {
    // Read again: another process may have been first.
    for (let at = versionOf(db); at < STEPS.length; at++) db.exec(`${STEPS[at]} pragma user_version = ${at + 1};`);
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
};
