// Attachments and their chunks at the host: sent with `kith sync`, fetched when somebody looks, which here means saving or exporting
// them. Invariant: a host that does not answer is asked once by a command, so that being without a network is no long wait.

import { CHUNKS_NOTE, createChunkCourier, type ChunkCourier } from '#adapters/chunk-courier.ts';
import { createHostCalls, type Fetch } from '#adapters/host-calls.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addressesNamed } from '#rooms/journal/attachments.ts';
import type { Open } from './session.ts';

interface Reaching {
  readonly fetch?: Fetch;
  readonly token?: () => string | null;
  readonly onRefused?: (code: string) => void;
}

/** Null where the vault is in no account. */
const courierOf = ({ session, store, linked }: Open, { fetch, token, onRefused = () => undefined }: Reaching = {}): ChunkCourier | null => {
  if (!linked) return null;
  const { host } = linked.account;
  const sync = createSqliteSyncStore(store.db);
  return createChunkCourier({ session, sync, calls: () => createHostCalls(host, fetch), token: token ?? (() => linked.account.token), addressesOf: addressesNamed, onRefused });
};

/** From now on what is attached and is not on this device is asked for at the host. Gives what a chunk is, here or there. */
export const reachHost = (open: Open): ((address: string) => Promise<Uint8Array | null>) => {
  const courier = open.linked?.account.token ? courierOf(open) : null;
  let isAway = courier === null;
  const beyond = async (address: string): Promise<Result<Uint8Array | null>> => {
    if (isAway || !courier) return refuse({ code: 'host-offline' });
    const found = await courier.fetch(address);
    isAway = !found.ok;
    return found;
  };
  open.session.beyond(beyond);
  return async (address) => {
    const here = await open.store.blob(address);
    const there = here ? ok(here) : await beyond(address);
    return there.ok ? there.value : null;
  };
};

/** Sends what the host has not; false where something is left for the next time. */
export const sendChunks = async (open: Open, reaching: Reaching): Promise<boolean> => {
  const courier = courierOf(open, reaching);
  if (!courier) return true;
  await courier.run(open.session.keys().size > 1);
  courier.stop();
  const [, upTo = '0'] = ((await open.store.note(CHUNKS_NOTE)) ?? '').split(' ');
  return (await open.store.rowsAfter(Number(upTo), 1)).length === 0;
};
