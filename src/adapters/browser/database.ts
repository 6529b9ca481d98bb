// The browser's database, IndexedDB through Dexie: its tables, rows as they lie there, and why the browser did not write.
// Invariant: a row that the host has not in this version bears its place a second time, as `unsent`, and is found by it. Rows
// written by a page of version 1 do not, and may come at any time, since such a page goes on after the upgrade; so the note
// `marked` says up to which place all is marked, and what lies above is looked through. Nothing is rewritten by the upgrade.

import { Dexie, type Table } from 'dexie';
import type { StoredRow } from '#core/ports.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import type { Kept, Known, SyncRow } from '#sync/ports.ts';
import type { HostRow, LogEntryText, PushOp } from '#sync/protocol.ts';

/** A row at rest. What is known at the host is left out where nothing is. */
export type RowAtRest = StoredRow & { readonly unsent?: number; readonly base?: number; readonly at?: number; readonly era?: number };

interface Named {
  name: string;
  value: string;
}
interface Bytes {
  address: string;
  size: number;
  bytes: Uint8Array;
}

const VERSION = 2;

/** The only key of a table that holds one thing. */
export const ONE = 1;

export class KithDatabase extends Dexie {
  declare records: Table<RowAtRest, string>;
  declare notes: Table<Named, string>;
  declare blobs: Table<Bytes, string>;
  declare kept: Table<Kept, number>;
  declare sending: Table<readonly PushOp[], number>;
  declare aside: Table<HostRow, [string, number, string]>;
  declare log: Table<LogEntryText & { readonly n: number }, number>;

  constructor(name: string, onUpgrade: () => void = () => undefined) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ records: 'id, seq', notes: 'name', blobs: 'address' });
    this.version(VERSION).stores({ records: 'id, seq, unsent', kept: '', sending: '', aside: '[id+ver+device], id', log: 'n' }).upgrade(onUpgrade);
  }
}

export const toStored = ({ id, ver, epoch, device, key, blob, seq }: RowAtRest): StoredRow => ({ id, ver, epoch, device, key, blob, seq });

/** Of a view, IndexedDB stores everything that it looks into: of a row that came in a page of five hundred, the whole page. */
export const ownBytes = (bytes: Uint8Array): Uint8Array => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice());

export const toSync = (row: RowAtRest): SyncRow => ({ ...toStored(row), base: row.base ?? 0, at: row.at ?? 0 });

export const isUnsent = ({ ver, base = 0 }: RowAtRest): boolean => ver !== base;

/** The row with what is known of it, and marked when it is unsent. */
export const atRest = (row: StoredRow, { base = 0, at = 0, era = 0 }: Partial<Known> & { readonly era?: number } = {}): RowAtRest => ({
  ...toStored(row),
  blob: ownBytes(row.blob),
  ...(row.ver === base ? {} : { unsent: row.seq }),
  ...(base > 0 || at > 0 || era > 0 ? { base, at, era } : {}),
});

const refusalOf = (error: unknown): Refusal | null => {
  // Dexie wraps what the browser said: in `inner`, or one for each row in `failures`.
  const names: (string | undefined)[] = [];
  const look = (one: unknown, depth = 0): void => {
    if (typeof one !== 'object' || one === null || depth > 3) return;
    const { name, inner, failures } = one as { name?: string; inner?: unknown; failures?: readonly unknown[] };
    names.push(name);
    look(inner, depth + 1);
    if (Array.isArray(failures)) look(failures[0], depth + 1);
  };
  look(error);
  if (names.includes('QuotaExceededError')) return { code: 'store-full' };
  if (names.includes('VersionError')) return { code: 'vault-newer' };
  if (names.some((name) => ['AbortError', 'DatabaseClosedError', 'InvalidStateError', 'OpenFailedError', 'UnknownError', 'MissingAPIError'].includes(name ?? '')))
    return { code: 'store-gone' };
  return null;
};

export const attempt = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work());
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refuse(refusal);
    throw error;
  }
};

/** Counts up a note that counts, within a transaction over `notes`. */
export const countUp = async (db: KithDatabase, name: string): Promise<void> => {
  await db.notes.put({ name: `note ${name}`, value: String(Number((await db.notes.get(`note ${name}`))?.value ?? 0) + 1) });
};

export interface Standing {
  /** How many rows were written so far. */
  readonly seq: number;
  readonly clock: string;
  /** The place up to which unsent rows are marked. */
  readonly marked: number;
  /** No row up to this place is unsent: an index is slow to walk where much was taken out of it. */
  readonly allSent: number;
}

/** Within a transaction over `notes`, as what follows. */
export const readStanding = async (db: KithDatabase): Promise<Standing> => {
  const [head, clock, marked, allSent] = await db.notes.bulkGet(['head', 'clock', 'marked', 'all-sent']);
  return { seq: Number(head?.value ?? 0), clock: clock?.value ?? '', marked: Number(marked?.value ?? 0), allSent: Number(allSent?.value ?? 0) };
};

export const writeStanding = async (db: KithDatabase, { seq, clock, marked, allSent }: Standing): Promise<void> => {
  await db.notes.bulkPut([
    { name: 'head', value: String(seq) },
    { name: 'clock', value: clock },
    { name: 'marked', value: String(marked) },
    { name: 'all-sent', value: String(allSent) },
  ]);
};

/** How far all is marked once rows were written, with their marks, up to `seq`. */
export const markedBy = ({ marked, seq: before }: Standing, seq: number): number => (marked === before ? seq : marked);

/** Rows as they lie there, by id; those of `known` were read already. */
export const rowsAtRest = async (db: KithDatabase, ids: readonly string[], known?: ReadonlyMap<string, RowAtRest>): Promise<Map<string, RowAtRest>> => {
  const rows = new Map(known);
  const wanted = ids.filter((id) => !rows.has(id));
  if (wanted.length > 0) for (const row of await db.records.bulkGet(wanted)) if (row) rows.set(row.id, row);
  return rows;
};

/** Refusals: `store-gone`, `store-full`, `vault-newer`. */
export const openDatabase = async (name: string, onUpgrade?: () => void): Promise<Result<KithDatabase>> => {
  const db = new KithDatabase(name, onUpgrade);
  // Left to itself, Dexie opens the database again at the next call, whatever it has become.
  db.on('versionchange', () => db.close());
  const opened = await attempt(() => db.open());
  if (!opened.ok) return opened;
  // Dexie counts in tens, and opens what is newer as if nothing were.
  if (db.backendDB().version < (VERSION + 1) * 10) return ok(db);
  db.close();
  return refuse({ code: 'vault-newer' });
};
