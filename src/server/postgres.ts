// Connections to PostgreSQL. The address may name several servers (`postgres://kith@one:5432,two:5432/kith`): the one that
// takes writes is used, and when it goes away the next is tried, so that a node finds a promoted standby by itself.
// `bigint` becomes a Number here and nowhere else: no count of ours passes 2^53.

import pg from 'pg';
import type { PostgresPool, PostgresPoolClient } from 'kysely';

const INT8 = 20;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/** One address for each server that the text names. */
export const serversOf = (url: string): readonly string[] => {
  const match = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/.exec(url);
  return match ? match[2]!.split(',').map((server) => `${match[1]}${server}${match[3]}`) : [url];
};

// `synchronous_commit = off` would acknowledge what a crash can lose. A server that only replicates takes no writes.
const READY = `select pg_is_in_recovery() as standby, current_setting('default_transaction_read_only') as read_only,
  case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false) end as durable`;

export const clientSettings = (server: string): pg.ClientConfig => ({
  connectionString: server,
  connectionTimeoutMillis: 5000,
  statement_timeout: 60_000,
  keepAlive: true,
  application_name: 'kith',
  types,
});

export const verifyServer = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ standby: boolean; read_only: string }>(READY);
  if (rows[0]?.standby || rows[0]?.read_only === 'on') throw Object.assign(new Error('this server takes no writes'), { code: 'KITH_STANDBY' });
};

type NameOf = (text: string) => string | undefined;

/** Has a connection's queries prepared where `nameOf` knows their text: planned once, then only bound. */
const prepare = (client: pg.PoolClient, nameOf: NameOf): void => {
  const query = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
  const asked = (first: unknown, ...rest: readonly unknown[]): unknown => {
    const name = typeof first === 'string' ? nameOf(first) : undefined;
    return name === undefined ? query(first, ...rest) : query({ name, text: first, values: rest[0] });
  };
  client.query = asked as typeof client.query;
};

export const openPostgres = (url: string, most: number, nameOf: NameOf): PostgresPool => {
  const pools = serversOf(url).map((server) => {
    const pool = new pg.Pool({
      ...clientSettings(server),
      max: most,
      idleTimeoutMillis: 30_000,
      verify: (client: pg.PoolClient, done: (error?: Error) => void) => void verifyServer(client).then(() => done(), done),
    });
    // An idle connection that breaks is dropped by the pool; the next query opens another.
    pool.on('error', () => undefined);
    // One that breaks while it is lent out says so through the query that was running, or the next one; as an event alone it would end the host.
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      prepare(client, nameOf);
    });
    return pool;
  });
  let current = 0;
  return {
    async connect() {
      let failure: unknown;
      for (let tried = 0; tried < pools.length; tried++) {
        try {
          return (await pools[current]!.connect()) as unknown as PostgresPoolClient;
        } catch (error) {
          failure = error;
          current = (current + 1) % pools.length;
        }
      }
      throw failure;
    },
    async end() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  } as PostgresPool;
};
