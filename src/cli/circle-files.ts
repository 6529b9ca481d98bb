// The files of circles in a backup: each is copied as SQLite copies a live database, and lies as one value in a table of the backup's own,
// `circle`, which a restored vault has not got any more. Invariants: a file that is there is never written over; a circle whose file is
// damaged keeps nothing else back, and is named; what is restored goes on as another device and is looked through again.

import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { bringUpToDate, isNewer } from '#adapters/node/schema.ts';
import { lookThroughAgain } from '#adapters/node/sync-store.ts';
import type { HomePaths } from './home.ts';

const NAME = /^([0-9a-z]{26})\.sqlite$/;

export const circlesFolder = ({ folder }: Pick<HomePaths, 'folder'>): string => join(folder, 'circles');

export const circleFile = (paths: Pick<HomePaths, 'folder'>, vault: string): string => join(circlesFolder(paths), `${vault}.sqlite`);

/** Ids of the circles of which this home has a file. */
export const circlesHere = (paths: Pick<HomePaths, 'folder'>): readonly string[] => {
  const folder = circlesFolder(paths);
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => NAME.exec(name)?.[1] ?? []) : [];
};

/** What SQLite says of a file that is none, or is damaged; a full disk is no such thing. */
const isDamage = (error: unknown): boolean => {
  const { code, errcode } = error as { code?: string; errcode?: number };
  return code === 'ERR_SQLITE_ERROR' && errcode !== 13;
};

export interface Moved {
  readonly count: number;
  /** Files or circles that could not be read. */
  readonly damaged: readonly string[];
}

const assertWhole = (db: DatabaseSync): void => {
  const [row] = db.prepare('pragma quick_check(1)').all() as { quick_check: string }[];
  if (row?.quick_check !== 'ok') throw Object.assign(new Error('damaged'), { code: 'ERR_SQLITE_ERROR' });
};

/** Puts the circles of a home into a backup that is being made. `partial`: a path beside it that is free. */
export const packCircles = (backup: DatabaseSync, paths: HomePaths, partial: string): Moved => {
  backup.exec('create table circle (vault text primary key, bytes blob not null)');
  const put = backup.prepare('insert into circle values (?, ?)');
  const damaged: string[] = [];
  const here = circlesHere(paths);
  for (const vault of here) {
    const path = circleFile(paths, vault);
    try {
      const db = new DatabaseSync(path, { timeout: 10_000 });
      try {
        rmSync(partial, { force: true });
        assertWhole(db);
        db.prepare('vacuum into ?').run(partial);
      } finally {
        db.close();
      }
      put.run(vault, readFileSync(partial));
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged.push(path);
    } finally {
      rmSync(partial, { force: true });
    }
  }
  return { count: here.length - damaged.length, damaged };
};

const makeReady = (path: string): void => {
  const db = new DatabaseSync(path);
  try {
    db.exec('pragma journal_mode = delete');
    assertWhole(db);
    // What a newer Kith wrote is kept for one.
    if (isNewer(db)) return;
    bringUpToDate(db);
    lookThroughAgain(db);
  } finally {
    db.close();
  }
};

/**
 * Takes the circles out of a backup into a home that has no vault yet. Files of circles that lie there are of no use without a vault; they
 * are put aside, not written over: `aside` says where.
 */
export const unpackCircles = (backup: DatabaseSync, paths: HomePaths, partial: string): Moved & { readonly aside: string | null } => {
  const has = backup.prepare("select 1 from sqlite_master where type = 'table' and name = 'circle'").get() !== undefined;
  const ids = has ? (backup.prepare('select vault from circle').all() as { vault: unknown }[]).map(({ vault }) => vault) : [];
  const damaged: string[] = [];
  rmSync(partial, { recursive: true, force: true });
  if (ids.length > 0) mkdirSync(partial, 0o700);
  for (const vault of ids) {
    // A name in a backup is a stranger's, and so is what stands beside it.
    const name = String(vault).slice(0, 26);
    const bytes = vault === name && NAME.test(`${name}.sqlite`) ? backup.prepare('select bytes from circle where vault = ?').get(name)?.['bytes'] : null;
    if (!(bytes instanceof Uint8Array)) {
      damaged.push(name);
      continue;
    }
    const path = join(partial, `${name}.sqlite`);
    try {
      writeFileSync(path, bytes, { mode: 0o600, flush: true });
      makeReady(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      rmSync(path, { force: true });
      damaged.push(name);
    }
  }
  if (has) backup.exec('drop table circle; vacuum');
  if (ids.length === 0) return { count: 0, damaged, aside: null };
  const folder = circlesFolder(paths);
  let aside: string | null = null;
  if (existsSync(folder)) {
    let n = 1;
    while (existsSync(`${folder}.before-${n}`)) n++;
    aside = `${folder}.before-${n}`;
    renameSync(folder, aside);
  }
  renameSync(partial, folder);
  chmodSync(folder, 0o700);
  return { count: ids.length - damaged.length, damaged, aside };
};
