// What the commands of accounts share: the tools that adapters/account-*.ts ask for, made of a home and the clock of this place, and
// the vault as they want it. Loaded only for a vault that is in an account, or by a command that brings it into one. Invariant: of
// all commands of a home one synchronises at a time; a lock of SQLite's own says which, and goes with its process.

import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EntryParts } from '#adapters/account-entry.ts';
import { listDevices } from '#adapters/account-keeping.ts';
import type { OpenVault } from '#adapters/account-parts.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { random, readySodium } from '#adapters/sodium.ts';
import type { Linked } from '#adapters/sync-session.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { readHeader } from '#crypto/vault-lock.ts';
import type { LogStore, SyncStore } from '#sync/ports.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { openPlace, openVault, type Found, type Open } from './session.ts';

/** What accounts need of a home. */
export interface Here {
  readonly parts: EntryParts;
  readonly sync: SyncStore & LogStore;
}

const partsOf = async ({ store, parts }: Pick<Found, 'store' | 'parts'>, context: Context): Promise<Here> => {
  const sync = createSqliteSyncStore(store.db);
  return { sync, parts: { sodium: await readySodium(), random, store, log: sync, place: parts.place, now: () => Date.parse(context.now().instant) } };
};

export interface HereOpen extends Here {
  readonly open: Open;
  readonly vault: OpenVault;
}

const hereOpen = async (open: Open, context: Context): Promise<HereOpen> => ({
  ...(await partsOf(open.found, context)),
  open,
  vault: { header: open.session.header, key: open.session.keys().get('')! },
});

/** The vault of this home, unlocked. `begin`: makes one where there is none. */
export const openHere = async (context: Context, { begin = false } = {}): Promise<Result<HereOpen>> => {
  const open = await openVault(context, { begin });
  return open.ok ? ok(await hereOpen(open.value, context)) : open;
};

/** The same for one that must be in an account. `open`: where the vault is open already. Refusal `account-none`. */
export const openLinked = async (context: Context, open?: Open): Promise<Result<HereOpen & { readonly linked: Linked }>> => {
  const here = open ? ok(await hereOpen(open, context)) : await openHere(context);
  if (!here.ok) return here.error.code === 'vault-none' ? refuse({ code: 'account-none' }) : here;
  const { linked } = here.value.open;
  return linked ? ok({ ...here.value, linked }) : refuse({ code: 'account-none' });
};

/** The vault where there is one; else the empty place where an account's comes to. */
export const openAny = async (context: Context): Promise<Result<Here & { readonly vault: OpenVault | null }>> => {
  const place = await openPlace(context);
  if (!place.ok) return place;
  const header = await readHeader(place.value.store);
  if (!header.ok) return header;
  return header.value ? openHere(context) : ok({ ...(await partsOf(place.value, context)), vault: null });
};

/** A name for this device, for the person's other devices to read: as given, as it is called already, or as the machine is. */
export const labelOf = async (args: Args, here?: Here & { readonly vault: OpenVault | null }): Promise<string> => {
  const given = args.one('device');
  if (given !== undefined) return given;
  // Asked of the host where it may be: a device that is in comes in again when keys were changed elsewhere.
  const devices = here?.vault ? await listDevices(here.parts, here.vault) : null;
  return (devices?.ok && devices.value.find(({ isThis }) => isThis)?.name) || hostname();
};

/** Milliseconds that a command waits for another that synchronises. */
const PATIENCE = 5000;

/** Holds out other commands that synchronise this home until this one is over. Refusal `sync-elsewhere`. */
export const holdSync = async (context: Context): Promise<Result<null>> => {
  const db = new DatabaseSync(join(context.paths.folder, 'sync.lock'), { timeout: PATIENCE });
  context.onEnd(() => db.close());
  try {
    db.exec('begin exclusive');
    return ok(null);
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    return refuse({ code: 'sync-elsewhere' });
  }
};
