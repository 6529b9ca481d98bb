// The account that a vault is in, and the vault's keys by epoch: what every command needs of a vault that has met a host, and nothing
// of what synchronises it. The same as `openEpochs` of adapters/sync-session.ts, without the engine and the network beside it, since
// writing a line loads this.

import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { random, readySodium } from '#adapters/sodium.ts';
import type { Linked } from '#adapters/sync-session.ts';
import { ok, type Result } from '#core/result.ts';
import { loadAccount } from '#crypto/device-account.ts';
import { openRing } from '#sync/ring.ts';
import type { Found } from './session.ts';

/** Null when the vault is in no account. Refusals: those of the note, `log-broken`. */
export const readLinked = async ({ store, header }: Pick<Found, 'store' | 'header'>, key: Uint8Array): Promise<Result<Linked | null>> => {
  const sodium = await readySodium();
  const found = await loadAccount(sodium, store, key, header);
  if (!found.ok || !found.value) return found.ok ? ok(null) : found;
  const { vault, device } = found.value;
  const ring = await openRing({ sodium, random, store: createSqliteSyncStore(store.db), vault, device: device.id, own: device, known: new Map([[1, key]]) });
  return ring.ok ? ok({ account: found.value, ring: ring.value }) : ring;
};
