// The host's half of OPAQUE (RFC 9807; @serenity-kit/opaque): it never sees a password nor anything that a dictionary could be
// tried on without asking the host for each word. The setup, its long-term secret, lies in the database, so that a backup of the
// data has it; without it nobody could sign in again. A name that is not there gets an answer as good as any (RFC 9807, 10.9).

import type { client as Client, server as Server } from '@serenity-kit/opaque';
import { settingOr, type HostDatabase } from './database.ts';

export const createOpaque = (database: HostDatabase) => {
  let loading: Promise<{ readonly client: typeof Client; readonly server: typeof Server; readonly serverSetup: string }> | undefined;
  const load = () => {
    loading ??= import('@serenity-kit/opaque').then(async ({ ready, client, server }) => {
      await ready;
      return { client, server, serverSetup: await settingOr(database, 'opaque-setup', () => server.createSetup()) };
    });
    // A database that was gone for a moment must not keep people out for ever.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  /** Null when the message is none of OPAQUE's. */
  const orNull = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    async register(name: string, registrationRequest: string): Promise<string | null> {
      const { server, serverSetup } = await load();
      return orNull(() => server.createRegistrationResponse({ serverSetup, userIdentifier: name, registrationRequest }).registrationResponse);
    },
    /** `record` null: nobody of that name; the answer then fits no password. */
    async start(name: string, record: string | null, startLoginRequest: string): Promise<{ readonly response: string; readonly state: string } | null> {
      const { server, serverSetup } = await load();
      return orNull(() => {
        const { loginResponse, serverLoginState } = server.startLogin({ serverSetup, userIdentifier: name, registrationRecord: record, startLoginRequest });
        return { response: loginResponse, state: serverLoginState };
      });
    },
    async finish(state: string, finishLoginRequest: string): Promise<boolean> {
      const { server } = await load();
      return orNull(() => server.finishLogin({ serverLoginState: state, finishLoginRequest }).sessionKey) !== null;
    },
    /** Whether it could be a record: a malformed one would lock its owner out at the next sign-in. */
    async isRecord(record: string): Promise<boolean> {
      const { server, client, serverSetup } = await load();
      const { startLoginRequest } = client.startLogin({ password: '' });
      return orNull(() => server.startLogin({ serverSetup, userIdentifier: '', registrationRecord: record, startLoginRequest })) !== null;
    },
  };
};
