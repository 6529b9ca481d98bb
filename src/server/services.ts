// The host put together: database, and over it everything that routes ask. One place where parts meet.

import { randomBytes } from 'node:crypto';
import { createAccess } from './access.ts';
import { createAccounts, type Registration } from './accounts.ts';
import { createBlobs, type BlobLimits, type Shelf } from './blobs.ts';
import type { HostDatabase } from './database.ts';
import { createInbox } from './inbox.ts';
import { createLinks } from './links.ts';
import { createLimits, type Bucket, type BUCKETS } from './limits.ts';
import { createLive, type Hint, type Live } from './live.ts';
import { createLogs, type LogLimits } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createNews } from './news.ts';
import { createPages, type PageLimits } from './pages.ts';
import { createPushKeys } from './push-keys.ts';
import { createCarrier, type Carrier } from './push-carrier.ts';
import { createQuestions } from './questions.ts';
import type { Relay } from './relay.ts';
import { createRowQueries } from './row-queries.ts';
import { createSessions } from './sessions.ts';
import { createVaults, type VaultLimits } from './vaults.ts';

export interface ServiceSettings {
  readonly registration: Registration;
  readonly shelf: () => Promise<Shelf>;
  readonly now?: () => number;
  readonly vaultLimits?: VaultLimits;
  readonly blobLimits?: BlobLimits;
  readonly logLimits?: LogLimits;
  readonly pageLimits?: PageLimits;
  /** Whom a push service may turn to (`mailto:`, `https:`); without it no closed device is told anything. */
  readonly contact?: string | null;
  readonly carrier?: Carrier;
  readonly buckets?: Readonly<Record<keyof typeof BUCKETS, Bucket>>;
}

const HOUR = 3_600_000;

export const createServices = async (database: HostDatabase, settings: ServiceSettings) => {
  const now = settings.now ?? Date.now;
  const access = createAccess(database);
  const sessions = createSessions(database, now);
  let relay: Relay | undefined;
  const live: Live = createLive(
    access,
    async ({ hash }) => (await database.read.selectFrom('sessions').select('expires').where('hash', '=', hash).where('expires', '>', now()).executeTakeFirst()) !== undefined,
    (hints) => relay?.send(hints),
  );
  if (database.engine === 'postgres') {
    const { createRelay } = await import('./relay.ts');
    relay = createRelay(database, (hint: Hint) => live.heard(hint), live.vaults);
  }
  const blobs = createBlobs(database, access, settings.shelf, settings.blobLimits);
  const { committed } = live;
  // What cannot be taken off its shelf now is found by `kith host doctor`.
  const emptied = (vault: string): void => void blobs.removeVault(vault).catch(() => undefined);
  const limits = createLimits(now, settings.buckets);
  const logs = createLogs(database, {
    now,
    committed,
    emptied,
    ration: (account, cost) => limits.take('log', account, cost),
    ...(settings.logLimits ? { limits: settings.logLimits } : {}),
  });
  const pushKeys = createPushKeys(database, access, logs);
  const links = createLinks(database, logs, { now, registration: settings.registration, ration: (vault) => limits.take('admitting', vault) });
  const accounts = createAccounts(database, sessions, logs, links, { now, registration: settings.registration, random: (length) => randomBytes(length) });
  const questions = createQuestions(database, access, now);
  const pages = createPages(database, access, now, settings.pageLimits);
  const metrics = createMetrics();
  const news = createNews(database, { now, contact: settings.contact ?? null, carrier: settings.carrier ?? createCarrier(), connected: live.accounts });

  const sweep = async (): Promise<void> => {
    limits.sweep();
    await sessions.sweep();
    await accounts.sweep();
    await questions.sweep();
    await pages.sweep();
    await news.sweep();
    await createRowQueries(database).sweep(now());
  };
  const sweeping = setInterval(() => void sweep().catch(() => undefined), HOUR);
  sweeping.unref();

  return {
    database,
    now,
    access,
    sessions,
    live,
    logs,
    blobs,
    links,
    accounts,
    questions,
    pages,
    metrics,
    news,
    limits,
    emptied,
    sweep,
    pushKeys,
    vaults: createVaults(database, access, pushKeys, { now, committed, ...(settings.vaultLimits ? { limits: settings.vaultLimits } : {}) }),
    inbox: createInbox(database, access, now, (account) => {
      live.arrived(account);
      news.arrived(account);
    }),
    async close(): Promise<void> {
      clearInterval(sweeping);
      news.close();
      live.close();
      await relay?.close();
      await database.close();
    },
  };
};

export type Services = Awaited<ReturnType<typeof createServices>>;
