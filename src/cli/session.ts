// From KITH_HOME to an unlocked vault. Opens the store, finds the key (beside the data, at the agent, or by asking for the
// passphrase) and nothing else: what a command does not need is not loaded, so that writing a line takes no time.
// Invariants: of several first commands at once one begins the vault and the others find it; a passphrase is turned into
// a key once, and the agent keeps the key.

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createKeyFile } from '#adapters/node/key-place.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Sealer } from '#core/ports.ts';
import type { Linked } from '#adapters/sync-session.ts';
import type { ACCOUNT_NOTE } from '#crypto/device-account.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { beginVault, keyAtHand, readHeader, unlockVault, type Header, type LockParts } from '#crypto/vault-lock.ts';
import type { HeldKeys } from './agent.ts';
import type { Context } from './context.ts';
import { makeHome } from './home.ts';

/** A vault that was found, and is not yet unlocked. */
export interface Found {
  readonly store: SqliteStore;
  readonly header: Header;
  readonly parts: LockParts;
  /** True when this command made it. */
  readonly begun: boolean;
}

/** Milliseconds that a command waits for others that write: a script may start hundreds at once. */
const PATIENCE = 60_000;

// While another command makes the file, or turns on its log, SQLite says that it is busy without waiting.
const openPatiently = async (path: string): Promise<Result<SqliteStore>> => {
  for (const started = Date.now(); ;) {
    const opened = openSqliteStore(path);
    if (opened.ok || opened.error.code !== 'store-busy' || Date.now() - started > PATIENCE) return opened;
    await new Promise((done) => setTimeout(done, 20 + 60 * Math.random()));
  }
};

/** A folder that is there and does not let one look into it: no place without a journal. */
const isShut = (folder: string): boolean => {
  try {
    if (statSync(folder).isDirectory()) accessSync(folder, constants.X_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
};

/** The file, made where it is missing, whether or not there is a vault in it. Refusals: `home-not-usable`, the store's. */
export const openPlace = async (context: Context): Promise<Result<Pick<Found, 'store' | 'parts'>>> => {
  const { paths } = context;
  if (!existsSync(paths.vault)) {
    const made = makeHome(paths);
    if (!made.ok) return made;
  }
  const opened = await openPatiently(paths.vault);
  if (!opened.ok) return refuse({ ...opened.error, with: { path: paths.vault } });
  const store = opened.value;
  store.db.exec(`pragma busy_timeout = ${PATIENCE}`);
  context.onEnd(() => store.close());
  return ok({ store, parts: { store, place: createKeyFile(paths.key), sealer: createSealer(await readySodium()), argon2id, random } });
};

/** Finds the vault; begins one where there is none and `begin` is set. Refusals: `vault-none`, `home-not-usable`, the store's and the header's. */
export const findVault = async (context: Context, begin: boolean): Promise<Result<Found>> => {
  const { paths } = context;
  if (!existsSync(paths.vault)) {
    if (isShut(paths.folder)) return refuse({ code: 'store-gone', with: { path: paths.vault } });
    if (!begin) return refuse({ code: 'vault-none', with: { path: paths.folder } });
  }
  const place = await openPlace(context);
  if (!place.ok) return place;
  const { store, parts } = place.value;
  const header = await readHeader(store);
  if (!header.ok) return header;
  if (header.value) return ok({ store, header: header.value, parts, begun: false });
  if (!begin) return refuse({ code: 'vault-none', with: { path: paths.folder } });
  return beginAlone(store, parts, context);
};

// One of several processes begins; the transaction keeps the others waiting, and then they read what it made.
const beginAlone = async (store: SqliteStore, parts: LockParts, context: Context): Promise<Result<Found>> => {
  store.db.exec('begin immediate');
  try {
    const header = await readHeader(store);
    if (!header.ok) return header;
    if (header.value) return ok({ store, header: header.value, parts, begun: false });
    const begun = await beginVault(parts, context.now().instant);
    if (!begun.ok) return begun;
    store.db.exec('commit');
    return ok({ store, header: begun.value.header, parts, begun: true });
  } finally {
    if (store.db.isTransaction) store.db.exec('rollback');
  }
};

/** Where to look when a command needs a key that is not beside the data. */
export const heldKeys = async (context: Context, header: Header): Promise<HeldKeys> => {
  const { agentPlace, keysFromAgent } = await import('./agent.ts');
  return keysFromAgent(agentPlace(context.paths, context.env), header.vault);
};

/** The vault's key. Asks on a terminal where it must; elsewhere refuses with `vault-locked`. Refusal `passphrase-wrong`. */
export const findKey = async (context: Context, { header, parts }: Found): Promise<Result<{ readonly key: Uint8Array; readonly held: HeldKeys | null }>> => {
  const near = await keyAtHand(header, parts.place, parts.store);
  if (near.ok) return ok({ key: near.value, held: null });
  if (near.error.code !== 'vault-locked') return refuse({ ...near.error, with: { path: context.paths.folder } });
  const held = await heldKeys(context, header);
  const key = held.get('');
  if (key) return ok({ key, held });
  if (!context.terminal.inIs || !context.terminal.errIs) return near;
  const { askPassphrase } = await import('./ask.ts');
  const typed = await askPassphrase(context, 'ask.passphrase');
  if (!typed.ok) return typed;
  const unlocked = await unlockVault(header, typed.value, parts);
  if (!unlocked.ok) return unlocked;
  const { agentPlace, holdInAgent } = await import('./agent.ts');
  await holdInAgent(agentPlace(context.paths, context.env), header.vault, new Map([['', unlocked.value]]), null, context.main);
  return ok({ key: unlocked.value, held });
};

/** An unlocked vault. */
export interface Open {
  readonly session: Session;
  readonly store: SqliteStore;
  readonly sealer: Sealer;
  readonly found: Found;
  /** The account that the vault is in; null where it is in none. */
  readonly linked: Linked | null;
}

/** Named here so that nothing of accounts is loaded for a vault that is in none; the compiler sees to it that it is the same. */
const ACCOUNT: typeof ACCOUNT_NOTE = 'account';

/** The keys of later epochs, for a vault that has met a host. Nothing of this is loaded for one that has not. */
const linkedOf = async (found: Found, key: Uint8Array, context: Context): Promise<Linked | null> => {
  if ((await found.store.note(ACCOUNT)) === null) return null;
  const linked = await (await import('./epochs.ts')).readLinked(found, key);
  if (linked.ok) return linked.value;
  // What is of the vault's first key opens all the same.
  context.terminal.note(`kith: ${(await context.words()).refusal(linked.error)}`);
  return null;
};

/** `begin`: makes a vault where there is none. */
export const openVault = async (context: Context, { begin = false }: { begin?: boolean } = {}): Promise<Result<Open>> => {
  const found = await findVault(context, begin);
  return found.ok ? openFound(found.value, context) : found;
};

/** Null where there is no vault yet. */
export const openIfThere = async (context: Context): Promise<Result<Open | null>> => {
  const found = await findVault(context, false);
  if (found.ok) return openFound(found.value, context);
  return found.error.code === 'vault-none' ? ok(null) : found;
};

const openFound = async (found: Found, context: Context): Promise<Result<Open>> => {
  if (found.begun) context.terminal.note((await context.words())('begun', { path: context.paths.folder }));
  const key = await findKey(context, found);
  if (!key.ok) return key;
  const { store, header } = found;
  const { sealer } = found.parts;
  const linked = await linkedOf(found, key.value.key, context);
  const session = await openSession({
    store,
    sealer,
    sodium: await readySodium(),
    cipher: bulkCipher,
    argon2id,
    random,
    header,
    key: key.value.key,
    ...(linked ? { epochs: linked.ring } : {}),
  });
  if (session.journalsWithLock().size > 0) {
    const held = key.value.held ?? (await heldKeys(context, header));
    for (const [journal, own] of held) if (session.journalsWithLock().has(journal)) session.useKey(journal, own);
  }
  return ok({ session, store, sealer, found, linked });
};

/** Everything that opens. */
export interface Everything {
  readonly records: readonly VaultRecord[];
  readonly damaged: number;
  readonly locked: number;
}

export const readEverything = async ({ session }: Open): Promise<Everything> => {
  const records: VaultRecord[] = [];
  let damaged = 0;
  let locked = 0;
  for await (const batch of session.vault.all()) {
    for (const record of batch.records) records.push(record);
    damaged += batch.quarantined.length;
    locked += batch.locked;
  }
  return { records, damaged, locked };
};
