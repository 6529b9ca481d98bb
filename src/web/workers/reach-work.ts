// Photos and recordings that are not on this device, asked for at the host: the part of an account that every worker needs which
// opens attachments. Loaded when the vault is in one. The account is read anew for each piece, since another tab may have signed
// in or out meanwhile.

import { createChunkFetch } from '#adapters/chunk-fetch.ts';
import { createHostCalls } from '#adapters/host-calls.ts';
import { readySodium } from '#adapters/sodium.ts';
import { ACCOUNT_NOTE, loadAccount } from '#crypto/device-account.ts';
import type { Session } from '#crypto/session.ts';

/** From now on the session asks the host for what is not here. */
export const reachHost = (session: Session): void => {
  const { store, header } = session;
  session.beyond(
    createChunkFetch(session, async () => {
      const key = session.keys().get('');
      if (!key || (await store.note(ACCOUNT_NOTE)) === null) return null;
      const found = await loadAccount(await readySodium(), store, key, header);
      return found.ok && found.value?.token ? { calls: createHostCalls(found.value.host), token: found.value.token } : null;
    }),
  );
};
