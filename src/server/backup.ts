// A host's backup: a folder with one SQLite file (accounts, vaults, OPAQUE's setup) and the chunks of attachments. The file is
// the same whatever database the host has, so that a host can also be moved from SQLite to PostgreSQL and back. Taken while
// the host runs: the file is one moment of the database, and chunks never change once they are written. Everything in it that
// people wrote is sealed; names of accounts and OPAQUE's setup are not: keep it like the host itself.

import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup as copyPages, DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { ok, refuse, type Result } from '#core/result.ts';
import { createFolderShelf } from './blob-folder.ts';
import type { Shelf } from './blobs.ts';
import { openDatabase, type HostDatabase, type Queries } from './database.ts';
import type { Tables } from './schema.ts';

/** Every table, with the columns that name a row; a test reads the schema and says when one is missing. */
export const TABLES = {
  settings: ['name'],
  accounts: ['id'],
  devices: ['account', 'id'],
  sessions: ['hash'],
  used_tickets: ['id'],
  invites: ['hash'],
  pairs: ['id'],
  vaults: ['number'],
  members: ['vault', 'member'],
  log_entries: ['vault', 'n'],
  writers: ['vault', 'ref'],
  rows: ['vault', 'id'],
  ops: ['vault', 'op'],
  blobs: ['vault', 'address'],
  inbox: ['account', 'id'],
  questions: ['vault', 'id'],
  tokens: ['vault', 'question', 'member'],
  ballots: ['vault', 'question', 'token'],
  pages: ['id'],
  links: ['vault', 'invite'],
  news: ['account', 'device'],
} as const satisfies Readonly<Record<keyof Tables, readonly string[]>>;

const FILE = 'kith.db';
const MANIFEST = 'kith-host-backup.json';
const PAGE = 200;

export interface Moved {
  readonly vaults: number;
  readonly blobs: number;
  readonly missing: number;
}

const hashOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** All rows of all tables, a page at a time, in the order of what names them. */
const copyTables = async (from: Queries, to: Queries): Promise<void> => {
  for (const [table, names] of Object.entries(TABLES)) {
    const columns = names.map((name) => sql.ref(name));
    let last: readonly unknown[] | null = null;
    for (;;) {
      const after: ReturnType<typeof sql> = last === null ? sql`` : sql`where (${sql.join(columns)}) > (${sql.join(last)})`;
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} ${after} order by ${sql.join(columns)} limit ${PAGE}`.execute(from);
      if (rows.length === 0) break;
      await to
        .insertInto(table as 'rows')
        .values(rows as unknown as Tables['rows'][])
        .execute();
      last = names.map((name) => rows.at(-1)![name]);
      if (rows.length < PAGE) break;
    }
  }
};

const copyBlobs = async (database: Queries, from: Shelf, to: Shelf): Promise<Omit<Moved, 'vaults'>> => {
  let [blobs, missing] = [0, 0];
  let last: { vault: number; address: string } = { vault: 0, address: '' };
  for (;;) {
    const rows = await database
      .selectFrom('blobs')
      .innerJoin('vaults', 'vaults.number', 'blobs.vault')
      .select(['blobs.vault', 'blobs.address', 'blobs.size', 'vaults.id'])
      .where(({ eb, refTuple, tuple }) => eb(refTuple('blobs.vault', 'blobs.address'), '>', tuple(last.vault, last.address)))
      .orderBy('blobs.vault')
      .orderBy('blobs.address')
      .limit(PAGE)
      .execute();
    for (const { id, address, size } of rows) {
      if ((await to.size(id, address)) === size) blobs++;
      else {
        const bytes = await from.get(id, address);
        if (bytes && createHash('sha256').update(bytes).digest('hex') === address) {
          await to.put(id, address, bytes);
          blobs++;
        } else missing++;
      }
    }
    if (rows.length < PAGE) return { blobs, missing };
    last = rows.at(-1)!;
  }
};

const countVaults = async (queries: Queries): Promise<number> =>
  Number(
    (
      await queries
        .selectFrom('vaults')
        .select((each) => each.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  );

/** Into a folder that has no backup yet. Refusal: `backup-there {folder}`. */
export const backUp = async (database: HostDatabase, shelf: Shelf, folder: string): Promise<Result<Moved>> => {
  const file = join(folder, FILE);
  if (existsSync(file) || existsSync(join(folder, MANIFEST))) return refuse({ code: 'backup-there', with: { folder } });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (database.raw) await copyPages(database.raw, file);
  const copy = await openDatabase(file);
  try {
    if (!database.raw)
      await database.write
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((source) => copy.transaction((target) => copyTables(source, target)));
    const moved = { vaults: await countVaults(copy.read), ...(await copyBlobs(copy.read, shelf, createFolderShelf(join(folder, 'blobs')))) };
    await copy.close();
    // One file, without a log beside it, is easier to move about.
    const whole = new DatabaseSync(file);
    whole.exec('pragma journal_mode = delete');
    whole.close();
    writeFileSync(
      join(folder, MANIFEST),
      `${JSON.stringify({ kith: 'host backup', version: 1, at: new Date().toISOString(), ...moved, sha256: await hashOfFile(file) }, null, 2)}\n`,
      { mode: 0o600 },
    );
    return ok(moved);
  } finally {
    await copy.close().catch(() => undefined);
  }
};

/** Whether there is a whole one. */
export const holdsBackup = (folder: string): boolean => existsSync(join(folder, FILE)) && existsSync(join(folder, MANIFEST));

const readManifest = (path: string): { readonly sha256?: string; readonly version?: number } => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { sha256?: string; version?: number };
  } catch {
    // Cut short or changed: taken for the newest, so that the file's hash, which is not there, says that it is damaged.
    return { version: 1 };
  }
};

/** Into an empty host. Refusals: `backup-none {folder}`, `backup-newer`, `backup-damaged`, `host-not-empty`. */
export const restore = async (database: HostDatabase, shelf: Shelf, folder: string): Promise<Result<Moved>> => {
  const file = join(folder, FILE);
  const manifest = join(folder, MANIFEST);
  if (!holdsBackup(folder)) return refuse({ code: 'backup-none', with: { folder } });
  const { sha256, version } = readManifest(manifest);
  if (version !== 1) return refuse({ code: 'backup-newer' });
  if ((await hashOfFile(file)) !== sha256) return refuse({ code: 'backup-damaged' });
  const accounts = await database.read.selectFrom('accounts').select('id').limit(1).execute();
  if (accounts.length > 0 || (await countVaults(database.read)) > 0) return refuse({ code: 'host-not-empty' });
  // A backup of an older Kith is brought forward; in a copy, so that the backup stays as it is.
  const beside = mkdtempSync(join(tmpdir(), 'kith-restore-'));
  copyFileSync(file, join(beside, FILE));
  const copy = await openDatabase(join(beside, FILE));
  try {
    await database.transaction(async (target) => {
      for (const table of Object.keys(TABLES) as (keyof Tables)[]) await target.deleteFrom(table).execute();
      await copyTables(copy.read, target);
      if (database.engine === 'postgres') await sql`select setval(pg_get_serial_sequence('vaults', 'number'), (select coalesce(max(number), 1) from vaults))`.execute(target);
    });
    return ok({ vaults: await countVaults(copy.read), ...(await copyBlobs(copy.read, createFolderShelf(join(folder, 'blobs')), shelf)) });
  } finally {
    await copy.close();
    rmSync(beside, { recursive: true, force: true });
  }
};
