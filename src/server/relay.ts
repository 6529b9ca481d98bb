// Hints between nodes, by LISTEN and NOTIFY of PostgreSQL. Sent after the commit, gathered, on a connection of the pool; inside
// the transaction they were measured to cost two thirds of the throughput. Listening has a connection of its own, which is
// opened again when it breaks; what was missed meanwhile is asked for, since notifications are not kept.

import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import type { HostDatabase } from './database.ts';
import type { Hint } from './live.ts';
import { clientSettings, serversOf, verifyServer } from './postgres.ts';

const CHANNEL = 'kith_hints';
/** Bytes of one notification are bounded by PostgreSQL at 8,000. */
const MOST = 80;

export interface Relay {
  readonly send: (hints: readonly Hint[]) => void;
  readonly close: () => Promise<void>;
}

export const createRelay = (database: HostDatabase, heard: (hint: Hint) => void, listenedTo: () => readonly string[]): Relay => {
  const node = randomBytes(6).toString('hex');
  const servers = serversOf(database.url);
  let client: pg.Client | undefined;
  let isClosed = false;
  let tries = 0;
  let again: NodeJS.Timeout | undefined;

  const read = (payload: string | undefined): void => {
    const [from, ...lines] = (payload ?? '').split('\n');
    if (from === node) return;
    for (const line of lines) {
      const [what, head, log] = line.split(' ');
      if (what && head && log) heard({ vault: what, head: Number(head), log: Number(log) });
      else if (what) heard({ account: what });
    }
  };

  const catchUp = async (): Promise<void> => {
    const vaults = listenedTo();
    for (let from = 0; from < vaults.length; from += 500) {
      const rows = await database.read
        .selectFrom('vaults')
        .select(['id', 'head', 'log'])
        .where('id', 'in', vaults.slice(from, from + 500))
        .execute();
      for (const { id, head, log } of rows) heard({ vault: id, head, log });
    }
  };

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client(clientSettings(servers[tries % servers.length]!));
    const lost = (): void => {
      if (client !== fresh && client !== undefined) return;
      client = undefined;
      fresh.removeAllListeners();
      fresh.on('error', () => undefined);
      void fresh.end().catch(() => undefined);
      if (isClosed || again) return;
      tries++;
      again = setTimeout(
        () => {
          again = undefined;
          void connect();
        },
        Math.min(5000, 100 * 2 ** Math.min(tries, 6)),
      );
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    try {
      await fresh.connect();
      await verifyServer(fresh);
      fresh.on('notification', ({ payload }) => read(payload));
      await fresh.query(`listen ${CHANNEL}`);
      client = fresh;
      if (isClosed) return void fresh.end();
      if (tries > 0) await catchUp();
      tries = 0;
    } catch {
      lost();
    }
  };
  void connect();

  return {
    send(hints) {
      for (let from = 0; from < hints.length; from += MOST) {
        const lines = hints.slice(from, from + MOST).map((hint) => ('vault' in hint ? `${hint.vault} ${hint.head} ${hint.log}` : hint.account));
        // A hint that is lost costs a moment; the next pull finds what it told of.
        void sql`select pg_notify(${CHANNEL}, ${[node, ...lines].join('\n')})`.execute(database.write).catch(() => undefined);
      }
    },
    async close() {
      isClosed = true;
      clearTimeout(again);
      const open = client;
      client = undefined;
      await open?.end().catch(() => undefined);
    },
  };
};
