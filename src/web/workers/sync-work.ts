// The heavy half of accounts and synchronising, loaded by the vault's worker when the vault is in an account or is to come into
// one: a page without an account never fetches it. Nothing is decided here; adapters are put together for a browser.

import { createDexieSyncStore } from '#adapters/browser/sync-store.ts';
import type { DexieStore } from '#adapters/browser/store.ts';
import type { EntryParts } from '#adapters/account-entry.ts';
import type { OpenVault } from '#adapters/account-parts.ts';
import { random, readySodium } from '#adapters/sodium.ts';
import type { Session } from '#crypto/session.ts';
import type { KeyPlace } from '#crypto/vault-lock.ts';
import type { LogStore, SyncStore } from '#sync/ports.ts';

export { endAccount } from '#adapters/account-end.ts';
export { confirmRecovery, createAccount, recoverAccount, signIn } from '#adapters/account-entry.ts';
export { changePassword, listDevices, renewRecovery, revokeDevices, showPassword, signOut, viewAccount } from '#adapters/account-keeping.ts';
export { answerPairing, awaitPairing, beginPairing } from '#adapters/pairing.ts';
export { dropNews, newsAtHost, putNews } from '#adapters/news-at-host.ts';
export { heldAtHost } from '#adapters/held-at-host.ts';
export { isFull } from '#adapters/chunk-courier.ts';
export { openEpochs, startSync } from '#adapters/sync-session.ts';
export { loadAccount } from '#crypto/device-account.ts';
export { groupsToConfirm, isRecoveryGroup, recoveryCodeToText } from '#crypto/recovery-code.ts';
export { addressesNamed, piecesNamed } from '#rooms/journal/attachments.ts';
export { reachHost } from './reach-work.ts';

export type Parts = EntryParts & { readonly sync: SyncStore & LogStore };

export const partsOf = async (store: DexieStore, place: KeyPlace): Promise<Parts> => {
  const sync = createDexieSyncStore(store.db);
  return { sodium: await readySodium(), random, store, log: sync, sync, place, now: () => Date.now() };
};

export const openOf = (session: Session): OpenVault => ({ header: session.header, key: session.keys().get('')! });

/** Unsent rows under one of these keys, each as its id and version. */
export const unsentUnder = async ({ db }: DexieStore, keys: ReadonlySet<string>): Promise<readonly string[]> => {
  const rows = await db.records
    .where('unsent')
    .above(0)
    .filter(({ key }) => keys.has(key))
    .toArray();
  return rows.map(({ id, ver }) => `${id} ${ver}`);
};

/** Records that the host has not got in the state they have here. */
export const unsentIn = async ({ db }: DexieStore): Promise<number> => {
  const [marked, note, head] = await Promise.all([db.records.where('unsent').above(0).count(), db.notes.get('marked'), db.notes.get('head')]);
  const upTo = Number(note?.value ?? 0);
  if (upTo >= Number(head?.value ?? 0)) return marked;
  // Written by a page of an older version: not marked yet.
  const above = await db.records
    .where('seq')
    .above(upTo)
    .filter(({ unsent, ver, base = 0 }) => unsent === undefined && ver !== base)
    .count();
  return marked + above;
};
