// The end of an account: everything of it leaves the host, everything of the vault stays on this device, as it was before there was
// an account. Invariants: nothing is deleted at the host before all that it holds is here and open; what was under a later epoch's
// key is under the vault's first key again before the log goes through which it opened; each step can be done twice.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Store } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ACCOUNT_NOTE, loadAccount, type DeviceAccount } from '#crypto/device-account.ts';
import { FREED_NOTE } from '#crypto/freed.ts';
import type { Session } from '#crypto/session.ts';
import { BEGINNING, type SyncStore } from '#sync/ports.ts';
import { deleteAccount, viewAccount } from './account-keeping.ts';
import { callsOf, hostOf, refusalOf, ringOf, type AccountParts, type OpenVault } from './account-parts.ts';
import { CHUNKS_NOTE } from './chunk-courier.ts';
import { createChunkFetch, heldAtHost, namedByAll } from './chunk-fetch.ts';

export interface EndParts extends AccountParts {
  readonly session: Session;
  readonly sync: SyncStore;
  /** Where a record's bytes lie: a rule of the rooms. */
  readonly addressesOf: (record: VaultRecord) => readonly string[];
}

const openOf = ({ session }: EndParts): OpenVault => ({ header: session.header, key: session.keys().get('')! });

/**
 * Deletes the account at the host, then makes the vault here one without an account. Synchronising is to be stopped before. Refusals:
 * `not-all-here` (records are still to come), `rows-wait` (some came that open only with a locked journal's passphrase),
 * `attachments-wait`, `journals-shut` (attachments of theirs may be at the host alone), those of `deleteAccount` and of the store. A second call goes on where one was interrupted.
 */
export const endAccount = async (parts: EndParts, password: string): Promise<Result<null>> => {
  const found = await loadAccount(parts.sodium, parts.store, openOf(parts).key, parts.session.header);
  if (!found.ok) return found;
  if (found.value === null) return ok(null);
  if (!found.value.gone) {
    const { cursor, gap } = await parts.sync.kept();
    if (found.value.joined && (cursor === null || gap !== null)) return refuse({ code: 'not-all-here' });
    if ((await parts.sync.asideIds()).length > 0) return refuse({ code: 'rows-wait' });
    const all = found.value.joined ? await isAllHere(parts, found.value, cursor ?? 0) : ok(true);
    if (!all.ok) return all;
    if (!all.value) return refuse({ code: 'not-all-here' });
    const brought = found.value.joined ? await bringAttached(parts, found.value) : ok(null);
    if (!brought.ok) return brought;
    const gone = await deleteAccount(parts, openOf(parts), password);
    if (!gone.ok) return gone;
  }
  return leaveHost(parts);
};

const BATCH = 500;
const AT_ONCE = 20;
const PAGE = { limit: BATCH, bytes: 4 * 1024 * 1024 };

/** Whether the host has nothing above the cursor that this device has not: what another device sent since is nowhere else, perhaps. */
const isAllHere = async (parts: EndParts, account: DeviceAccount, cursor: number): Promise<Result<boolean>> => {
  const host = hostOf(parts, account);
  for (let after = cursor; ;) {
    const page = await host.pull({ after, ...PAGE });
    if (!page.ok) return refuse(refusalOf(page.error));
    const { rows, more } = page.value;
    const known = new Map((await parts.sync.rowsById(rows.map(({ id }) => id))).map(({ id, base }) => [id, base]));
    if (rows.some(({ id, ver }) => (known.get(id) ?? 0) < ver)) return ok(false);
    if (!more || rows.length === 0) return ok(true);
    after = rows.at(-1)!.seq;
  }
};

/** It is there, and did not come to stay; what is damaged or gone there is lost already. */
const isWaiting = (found: Result<Uint8Array | null>): boolean => (found.ok ? found.value !== null : found.error.code !== 'attachment-damaged');

/** What is attached and lies at the host alone comes to this device. */
const bringAttached = async (parts: EndParts, { host, vault, token }: DeviceAccount): Promise<Result<null>> => {
  const { session, store, addressesOf } = parts;
  const calls = callsOf(parts, host);
  const { addresses, locked } = await namedByAll(session, addressesOf);
  const held = await heldAtHost(calls, token, vault, [...addresses]);
  if (!held.ok) return refuse(refusalOf(held.error));
  if (locked > 0) {
    const view = await viewAccount(parts, openOf(parts));
    if (!view.ok) return view;
    if ((view.value.vaults.find((one) => one.vault === vault)?.blobs ?? 0) > held.value.size) return refuse({ code: 'journals-shut' });
  }
  const here = await store.blobsHere([...held.value]);
  const wanting = [...held.value].filter((address) => !here.has(address));
  const bring = createChunkFetch(session, async () => (token === null ? null : { calls, token }));
  for (let at = 0; at < wanting.length; at += AT_ONCE) {
    const some = wanting.slice(at, at + AT_ONCE);
    const brought = await Promise.all(some.map(bring));
    const came = await store.blobsHere(some);
    // Not asked for further: the next ones would not come either.
    const waits = some.filter((address, i) => !came.has(address) && isWaiting(brought[i]!));
    if (waits.length > 0) return refuse({ code: 'attachments-wait', with: { count: wanting.length - at - came.size } });
  }
  return ok(null);
};

/** The vault stays and is with no host any more. Refusals of the store. */
export const leaveHost = async (parts: EndParts): Promise<Result<null>> => {
  const { sodium, store, session, sync, log } = parts;
  const open = openOf(parts);
  const found = await loadAccount(sodium, store, open.key, open.header);
  if (!found.ok) return found;
  if (found.value === null) return ok(null);
  const ring = await ringOf(parts, found.value, open.key);
  if (!ring.ok) return ring;
  session.follow({ keyEpoch: () => 1, epochKey: ring.value.epochKey });
  const resealed = await resealAll(session, store);
  if (!resealed.ok) return resealed;
  const ids = await sync.asideIds();
  const asideDrop = await sync.aside(ids);
  // Every row not met since this era began is no longer known to be anywhere else.
  const forgotten = await sync.change([], ({ kept }) => ({ kept: { ...BEGINNING, era: kept.era + 1 }, forgetBefore: kept.era + 1, sending: [], asideDrop }));
  if (!forgotten.ok) return forgotten;
  const dropped = await log.dropLog();
  if (!dropped.ok) return dropped;
  session.follow({ keyEpoch: () => 1, epochKey: (epoch) => (epoch === 1 ? open.key : null) });
  const unmarked = await store.setNote(CHUNKS_NOTE, null);
  const unfreed = unmarked.ok ? await store.setNote(FREED_NOTE, null) : unmarked;
  return unfreed.ok ? store.setNote(ACCOUNT_NOTE, null) : unfreed;
};

const resealAll = async (session: Session, store: Store): Promise<Result<null>> => {
  for (let after = 0; ;) {
    const rows = await store.rowsAfter(after, BATCH);
    if (rows.length === 0) return ok(null);
    after = rows.at(-1)!.seq;
    const later = rows.filter(({ epoch, key }) => epoch !== 1 && key === '');
    const done = await session.vault.reseal(session.vault.openRows(later).records.map(({ id }) => id));
    if (!done.ok) return done;
  }
};
