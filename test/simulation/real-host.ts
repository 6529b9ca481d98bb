// The host's own code (vaults, log, access) over SQLite in memory. A restart forgets everything but the database; a backup is a
// copy of its tables, and going back to one opens a new database with what was in it then.

import type { SimHost, SimSession } from './host.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import { createAccess } from '#server/access.ts';
import { openDatabase, type HostDatabase } from '#server/database.ts';
import { createInbox } from '#server/inbox.ts';
import { createLogs, undoing } from '#server/log.ts';
import { createPushKeys, type Pusher } from '#server/push-keys.ts';
import { createVaults, VAULT_LIMITS } from '#server/vaults.ts';
import { ok, orThrow } from '#core/result.ts';
import { decodePull, encodePage, type HostRow } from '#sync/protocol.ts';

type Tables = ReadonlyMap<string, readonly Readonly<Record<string, null | number | bigint | string | Uint8Array>>[]>;

const tablesOf = (database: HostDatabase): Tables => {
  const raw = database.raw!;
  const names = raw.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`).all() as { name: string }[];
  return new Map(names.map(({ name }) => [name, raw.prepare(`select * from "${name}"`).all()]));
};

const fill = (database: HostDatabase, tables: Tables): void => {
  const raw = database.raw!;
  for (const [name, rows] of tables) {
    raw.exec(`delete from "${name}"`);
    for (const row of rows) {
      const columns = Object.keys(row);
      raw.prepare(`insert into "${name}" (${columns.map((column) => `"${column}"`).join()}) values (${columns.map(() => '?').join()})`).run(...Object.values(row));
    }
  }
};

/** A device has one session as long as a run lasts; pushes are let in by what the host remembers, as the door does it. */
const withHash = (session: SimSession): Pusher => {
  const hash = Buffer.from(session.device);
  return { ...session, hash, name: hash.toString('hex'), isRecalled: true };
};

interface Parts {
  readonly vault: string;
  /** Of one's own vault: whose it is. Of a circle: everybody who has an account here. */
  readonly accounts: readonly OwnKeys[];
  readonly isCircle?: boolean;
  readonly now: () => number;
  /** Whether the vault has all that it may hold, for now. */
  readonly isFull?: () => boolean;
}

export const createRealHost = async ({ vault, accounts, isCircle = false, now, isFull = () => false }: Parts): Promise<SimHost> => {
  const limits = {
    bytes: VAULT_LIMITS.bytes,
    get rows() {
      return isFull() ? -1 : VAULT_LIMITS.rows;
    },
  };
  let database = await openDatabase(':memory:');
  const start = () => {
    const access = createAccess(database);
    const logs = createLogs(database, { now });
    const pushKeys = createPushKeys(database, access, logs);
    return { vaults: createVaults(database, access, pushKeys, { now, limits }), pushKeys, logs, inbox: createInbox(database, access, now, () => undefined) };
  };
  await database.write
    .insertInto('accounts')
    .values(
      accounts.map(({ id, publicKeys: { sign } }) => ({
        id,
        name: `simulated ${id}`,
        created: now(),
        record: '',
        sign,
        recovery: '',
        wrap_password: '',
        wrap_recovery: '',
        bundle: '',
        bundle_version: 1,
      })),
    )
    .execute();
  let parts = start();
  // Asked more often than everything else together, and by the run alone: one statement, prepared once.
  const prepareStanding = () => database.raw!.prepare('select head, log from vaults where id = ?');
  let standing = prepareStanding();
  // As it travels, and as a device reads it.
  const pull: SimHost['pull'] = async (session, ask) => {
    const page = await parts.vaults.pull(session, vault, ask);
    return page.ok ? decodePull(encodePage(page.value)) : page;
  };
  let begun = new Set<string>();
  const begin = async ({ account, device }: SimSession, { hash, name }: Pusher): Promise<void> => {
    if (begun.has(name)) return;
    begun.add(name);
    const row = { hash, account, device, created: 0, fresh: 0, expires: Number.MAX_SAFE_INTEGER };
    await database.write
      .insertInto('sessions')
      .values(row)
      .onConflict((each) => each.doNothing())
      .execute();
  };
  return {
    pushKey: (session) => parts.pushKeys.give(withHash(session), vault),
    async push(session, push) {
      const pusher = withHash(session);
      await begin(session, pusher);
      return parts.vaults.push(pusher, vault, push);
    },
    pull,
    log: (session, after, proof) => parts.logs.page(session, vault, after, proof ?? null),
    inbox: {
      post: (session, item) => parts.inbox.post(session, item),
      page: (session, after) => parts.inbox.page(session, after),
      remove: (session, id) => parts.inbox.remove(session, id),
    },
    // The deeds of a run in one's own vault are done as within a rotation, by who has shown the password: what is tried is who comes first.
    async postLog(session, entry) {
      if (isCircle) return parts.logs.post(session, vault, entry);
      const done = await undoing(database, (tx) => parts.logs.append(tx, session, vault, entry, { identity: accounts[0]!.publicKeys.sign }));
      if (!done.ok) return done;
      done.value.after();
      return ok({ n: done.value.n });
    },
    backup: async () => tablesOf(database),
    async restore(backup) {
      await database.close();
      database = await openDatabase(':memory:');
      fill(database, backup as Tables);
      standing = prepareStanding();
      begun = new Set();
      parts = start();
    },
    async restart() {
      parts = start();
    },
    async standing() {
      const found = standing.get(vault) as { head: number; log: number } | undefined;
      return found ?? { head: 0, log: 0 };
    },
    async entries() {
      const session = await anybody(database, isCircle ? null : accounts[0]!.id);
      return orThrow(await parts.logs.page(session, vault, 0, null)).entries;
    },
    async rows() {
      const session = await anybody(database, isCircle ? null : accounts[0]!.id);
      const rows: HostRow[] = [];
      for (;;) {
        const page = orThrow(await pull(session, { after: rows.at(-1)?.seq ?? 0, limit: 1000, bytes: 8 * 1024 * 1024 }));
        rows.push(...page.rows);
        if (!page.more) return rows;
      }
    },
    close: () => database.close(),
  };
};

/** A session of some member, to look with. */
const anybody = async (database: HostDatabase, account: string | null) => {
  const { member } = await database.read.selectFrom('members').select('member').executeTakeFirstOrThrow();
  return { account: account ?? member, device: member };
};
