// `kith vault backup` and `restore`: one file, ciphertext throughout, with everything that opening it takes but the
// passphrase, and the files of one's circles (circle-files.ts). Made as SQLite copies a live database (VACUUM INTO: one moment, no free pages, no log beside it).
// Invariants: neither ever overwrites; a file that says it is a backup was checked before it got its name.

import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { basename, dirname, join, resolve } from 'node:path';
import { bringUpToDate, isNewer } from '#adapters/node/schema.ts';
import { openSqliteStore } from '#adapters/node/store.ts';
import { lookThroughAgain } from '#adapters/node/sync-store.ts';
import { argon2id, random } from '#adapters/sodium.ts';
import { newDeviceId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { lockKey } from '#crypto/keys.ts';
import { LEAST_PASSPHRASE, readHeader, type Header } from '#crypto/vault-lock.ts';
import { askNewPassphrase } from './ask.ts';
import { packCircles, unpackCircles, type Moved } from './circle-files.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { makeHome } from './home.ts';
import type { Args } from './options.ts';
import { findKey, findVault } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';

const toDisk = (path: string): void => {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** Gives a finished file its name, unless something has that name by now. */
const nameIt = (partial: string, path: string): boolean => {
  try {
    // A link fails where a name is taken; a rename would take it over.
    linkSync(partial, path);
    rmSync(partial);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) return false;
    renameSync(partial, path);
    return true;
  }
};

/** The header inside a copy, read and changed without a log beside it. Refusals `not-a-backup`, `vault-newer`. */
const withCopy = async (path: string, work: (header: Header, put: (header: Header) => void, db: DatabaseSync) => Result<null>): Promise<Result<null>> => {
  const notOne = refuse({ code: 'not-a-backup', with: { path } });
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    db.exec('pragma journal_mode = delete');
    if ((db.prepare('pragma quick_check(1)').get() as { quick_check: string }).quick_check !== 'ok') return notOne;
    const value = (db.prepare('select value from note where name = ?').get('vault') as { value: string } | undefined)?.value ?? null;
    db.prepare('select seq, id, ver, epoch, device, key, blob from record limit 1').all();
    const header = await readHeader({ note: async () => value } as never);
    if (!header.ok) return header;
    if (!header.value) return notOne;
    if (isNewer(db)) return refuse({ code: 'vault-newer' });
    const put = db.prepare('insert or replace into note values (?, ?)');
    return work(header.value, (next) => void put.run('vault', JSON.stringify(next)), db);
  } catch (error) {
    if ((error as { errcode?: number }).errcode === 13 || (error as NodeJS.ErrnoException).code === 'ENOSPC') return refuse({ code: 'disk-full', with: { path } });
    if ((error as { code?: string }).code === 'ERR_SQLITE_ERROR') return notOne;
    throw error;
  } finally {
    db?.close();
  }
};

export const runBackup = async (typed: string, args: Args, context: Context): Promise<Result<number>> => {
  const path = resolve(typed);
  if (existsSync(path)) return refuse({ code: 'file-exists', with: { path: typed } });
  const found = await findVault(context, false);
  if (!found.ok) return found;
  const { header, store, parts } = found.value;
  let lock = header.lock;
  if (lock === null) {
    const key = await findKey(context, found.value);
    if (!key.ok) return key;
    const fresh = await askNewPassphrase(context, 'ask.backup', true);
    if (!fresh.ok) return fresh.error.code === 'passphrase-needed' ? refuse({ code: 'backup-needs-passphrase' }) : fresh;
    if ([...fresh.value].length < LEAST_PASSPHRASE) return refuse({ code: 'passphrase-short', with: { least: LEAST_PASSPHRASE } });
    lock = await lockKey(key.value.key, fresh.value, header.vault, '', { argon2id, sealer: parts.sealer, random });
  }
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const ofCircle = `${partial}.circle`;
  context.onEnd(() => [partial, ofCircle].forEach((each) => rmSync(each, { force: true })));
  let circles: Moved = { count: 0, damaged: [] };
  try {
    rmSync(partial, { force: true });
    store.db.prepare('vacuum into ?').run(partial);
    chmodSync(partial, 0o600);
    const wrapped = lock;
    const ready = await withCopy(partial, (inside, put, db) => {
      put({ ...inside, lock: wrapped });
      circles = packCircles(db, context.paths, ofCircle);
      return ok(null);
    });
    if (!ready.ok) return ready;
    toDisk(partial);
    if (!nameIt(partial, path)) return refuse({ code: 'file-exists', with: { path: typed } });
    toDisk(path);
  } catch (error) {
    const { code, errcode } = error as { code?: string; errcode?: number };
    if (code === 'ENOSPC' || errcode === 13) return refuse({ code: 'disk-full', with: { path: typed } });
    if (code === undefined || !/^(E[A-Z]+|ERR_SQLITE_ERROR)$/.test(code)) throw error;
    return refuse({ code: 'file-not-written', with: { path: typed } });
  }
  const { count } = await store.head();
  const words = await context.words();
  if (args.has('json')) context.terminal.say(toJsonLine({ backup: path, records: count, circles: circles.count }));
  else context.terminal.say([words('backup.done', { path: typed, count }), ...(circles.count > 0 ? [words('backup.circles', { count: circles.count })] : [])].join('\n'));
  for (const file of circles.damaged) context.terminal.note(harmless(`kith: ${words('backup.circle-damaged', { path: file })}`));
  return ok(circles.damaged.length === 0 ? EXIT.ok : EXIT.failed);
};

export const runRestore = async (typed: string, args: Args, context: Context): Promise<Result<number>> => {
  const from = resolve(typed);
  const { paths } = context;
  if (!existsSync(from)) return refuse({ code: 'file-not-found', with: { path: typed } });
  if (existsSync(paths.vault) || existsSync(paths.key)) return refuse({ code: 'vault-exists', with: { path: paths.folder } });
  const made = makeHome(paths);
  if (!made.ok) return made;
  for (const name of readdirSync(paths.folder)) if (/^(vault\.sqlite|circles)\.\d+\.partial/.test(name)) rmSync(join(paths.folder, name), { recursive: true, force: true });
  const partial = `${paths.vault}.${process.pid}.partial`;
  const ofCircles = join(paths.folder, `circles.${process.pid}.partial`);
  context.onEnd(() => [partial, ofCircles].forEach((each) => rmSync(each, { recursive: true, force: true })));
  let circles: ReturnType<typeof unpackCircles> = { count: 0, damaged: [], aside: null };
  try {
    copyFileSync(from, partial);
    chmodSync(partial, 0o600);
  } catch (error) {
    return refuse({ code: (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk-full' : 'file-not-read', with: { path: typed } });
  }
  const ready = await withCopy(partial, (header, put, db) => {
    if (header.lock === null) return refuse({ code: 'backup-without-lock', with: { path: typed } });
    // Two devices must never write as one: the restored vault goes on under a name of its own.
    put({ ...header, device: newDeviceId(random) });
    bringUpToDate(db);
    lookThroughAgain(db);
    circles = unpackCircles(db, paths, ofCircles);
    return ok(null);
  });
  if (!ready.ok) return ready.error.code === 'not-a-backup' ? refuse({ code: 'not-a-backup', with: { path: typed } }) : ready;
  toDisk(partial);
  if (!nameIt(partial, paths.vault)) return refuse({ code: 'vault-exists', with: { path: paths.folder } });
  const opened = openSqliteStore(paths.vault);
  if (!opened.ok) return opened;
  const { count } = await opened.value.head();
  await opened.value.close();
  const words = await context.words();
  if (args.has('json')) context.terminal.say(toJsonLine({ restored: paths.folder, records: count, circles: circles.count, lock: 'locked' }));
  else context.terminal.say([words('restore.done', { count }), ...(circles.count > 0 ? [words('restore.circles', { count: circles.count })] : [])].join('\n'));
  if (circles.aside !== null) context.terminal.note(harmless(`kith: ${words('restore.circles-aside', { path: circles.aside })}`));
  for (const id of circles.damaged) context.terminal.note(harmless(`kith: ${words('restore.circle-damaged', { id })}`));
  return ok(circles.damaged.length === 0 ? EXIT.ok : EXIT.failed);
};
