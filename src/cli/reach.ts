// Attachments and their chunks at the host: sent with `kith sync`, fetched when somebody looks, which here means saving or exporting
// them. Invariant: a host that does not answer is asked once by a command, so that being without a network is no long wait.

import { CHUNKS_NOTE, createChunkCourier, isFull } from '#adapters/chunk-courier.ts';
import { createChunkFetch } from '#adapters/chunk-fetch.ts';
import { createHostCalls, type Fetch } from '#adapters/host-calls.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { refuse } from '#core/result.ts';
import { piecesNamed } from '#rooms/journal/attachments.ts';
import type { Open } from './session.ts';

interface Reaching {
  readonly fetch?: Fetch;
  readonly token: () => string | null;
  readonly onRefused: (code: string) => void;
}

/** From now on what is attached and is not on this device is asked for at the host. */
export const reachHost = ({ session, linked }: Open): void => {
  const { host, token } = linked?.account ?? { host: '', token: null };
  const fetchChunk = token === null ? null : createChunkFetch(session, async () => ({ calls: createHostCalls(host), token }));
  let isAway = fetchChunk === null;
  session.beyond(async (address) => {
    if (isAway || !fetchChunk) return refuse({ code: 'host-offline' });
    const found = await fetchChunk(address);
    isAway = !found.ok && found.error.code !== 'attachment-damaged';
    return found;
  });
};

/** Sends what the host has not, once all else is the same here and there; false where something is left for the next time. */
export const sendChunks = async ({ session, store, linked }: Open, { fetch, token, onRefused }: Reaching): Promise<boolean> => {
  if (!linked) return true;
  const { host } = linked.account;
  const sync = createSqliteSyncStore(store.db);
  const courier = createChunkCourier({ session, sync, calls: () => createHostCalls(host, fetch), token, piecesOf: piecesNamed });
  if (session.keys().size > 1) await courier.look(true);
  const isDone = await courier.run(true);
  const { why } = courier.standing();
  courier.stop();
  if (!isDone && why !== null && isFull(why)) onRefused(why);
  const [, upTo = '0'] = ((await store.note(CHUNKS_NOTE)) ?? '').split(' ');
  return isDone && (await store.rowsAfter(Number(upTo), 1)).length === 0;
};
