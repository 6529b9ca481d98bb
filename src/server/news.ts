// Tells devices on which Kith is closed that something is new, where their people asked for it: an empty message through the browser
// maker's push service. A vault that another's hand moved, or an item in an inbox, marks the account's devices; what is marked is told
// when it is due. Invariants: the message says nothing; at most one an hour or a day to a device, none in quiet hours; none to an
// account that is connected; none without a living session of that device; on several nodes, one of them sends.

import { refuse, ok, type Result } from '#core/result.ts';
import type { NewsPut } from '#sync/account-protocol.ts';
import type { Session } from './access.ts';
import type { HostDatabase } from './database.ts';
import type { Tables } from './schema.ts';
import { isEndpoint, type Carrier } from './push-carrier.ts';
import { createVapid } from './vapid.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Several ticks, so that every node has said by then who is connected to it. */
const WAIT = 2 * MINUTE;
const TICK = 30_000;
/** Asked of the database, and sent, at once. */
const MANY = 500;
const AT_ONCE = 20;

type Row = Tables['news'];

export interface When {
  /** Minute of the day, UTC, at which it is told once a day; -1: when it comes. */
  readonly at: number;
  /** Minutes of the day, UTC, between which nothing is told; alike: none. */
  readonly quiet_from: number;
  readonly quiet_until: number;
  /** When it was told last, milliseconds. */
  readonly told: number;
}

/** The next instant, from one on, that lies at a minute of the day. */
const next = (instant: number, minute: number): number => instant + ((((minute * MINUTE - (instant % DAY)) % DAY) + DAY) % DAY);

const isQuiet = ({ quiet_from: from, quiet_until: until }: When, instant: number): boolean => {
  const minute = Math.floor((instant % DAY) / MINUTE);
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
};

/** When what came now is told, quiet hours apart. */
export const dueAt = ({ at, told }: Pick<When, 'at' | 'told'>, now: number): number => (at < 0 ? Math.max(now + WAIT, Math.min(told, now) + HOUR) : next(now + WAIT, at));

/** How long a push service may keep what a device that sleeps has not taken: a day, and never into its quiet hours. */
export const keptFor = ({ quiet_from: from, quiet_until: until }: When, now: number): number => (from === until ? DAY : next(now, from) - now);

export const createNews = (
  database: HostDatabase,
  {
    now,
    contact,
    carrier,
    connected,
  }: {
    readonly now: () => number;
    /** Whom a push service may turn to; null: this host tells no closed device anything. */
    readonly contact: string | null;
    readonly carrier: Carrier;
    /** Accounts that listen at this node. */
    readonly connected: () => ReadonlySet<string>;
  },
) => {
  const vapid = contact === null ? null : createVapid(database, contact, now);
  /** Whose hands moved a vault since the last tick. */
  const moved = new Map<string, Set<string>>();
  const arrived = new Set<string>();

  /** Of a row as it was read; false: another node has had it since, or another address took its place. */
  const set = async ({ account, device, endpoint, due }: Row, to: Partial<Row>): Promise<boolean> => {
    const done = await database.write
      .updateTable('news')
      .set(to)
      .where((is) => is.and({ account, device, endpoint, due }))
      .executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  };

  const own = ({ account, device }: Session) =>
    database.read
      .selectFrom('news')
      .select('endpoint')
      .where((is) => is.and({ account, device }));

  /** What is not marked yet is, from now on. */
  const mark = async (accounts: readonly string[]): Promise<void> => {
    const here = connected();
    const away = accounts.filter((account) => !here.has(account));
    for (let n = 0; n < away.length; n += MANY) {
      const rows = await database.read
        .selectFrom('news')
        .selectAll()
        .where('account', 'in', away.slice(n, n + MANY))
        .where('due', '=', 0)
        .execute();
      for (const row of rows) await set(row, { due: dueAt(row, now()) });
    }
  };

  const markAll = async (): Promise<void> => {
    const [vaults, people] = [[...moved], new Set(arrived)];
    moved.clear();
    arrived.clear();
    for (const [vault, hands] of vaults) {
      const members = await database.read
        .selectFrom('members')
        .innerJoin('vaults', 'vaults.number', 'members.vault')
        .innerJoin('news', 'news.account', 'members.member')
        .select('members.member')
        .distinct()
        .where('vaults.id', '=', vault)
        .where('vaults.owner', 'is', null)
        .execute();
      for (const { member } of members) if (hands.size > 1 || !hands.has(member)) people.add(member);
    }
    await mark([...people]);
  };

  /** Who is connected sees it for themself. */
  const unmark = async (): Promise<void> => {
    const here = [...connected()];
    for (let n = 0; n < here.length; n += MANY)
      await database.write
        .updateTable('news')
        .set({ due: 0 })
        .where('account', 'in', here.slice(n, n + MANY))
        .where('due', '>', 0)
        .execute();
  };

  const tell = async (row: Row): Promise<void> => {
    const at = now();
    if (isQuiet(row, at)) return void (await set(row, { due: next(at, row.quiet_until) }));
    if (!(await set(row, { due: 0, told: at }))) return;
    const { account, device, endpoint } = row;
    const status = await vapid!
      .headers(endpoint, keptFor(row, at))
      .then((headers) => carrier(endpoint, headers))
      .catch(() => 0);
    if (status === 404 || status === 410)
      await database.write
        .deleteFrom('news')
        .where((is) => is.and({ account, device, endpoint }))
        .execute();
    // Once more in an hour.
    else if (status < 200 || status >= 300) await set({ ...row, due: 0 }, { due: at + HOUR });
  };

  const tick = async (): Promise<void> => {
    if (!vapid) return;
    await markAll();
    await unmark();
    const due = await database.read
      .selectFrom('news')
      .selectAll()
      .where('due', '>', 0)
      .where('due', '<=', now())
      .where((is) =>
        is.exists(
          is
            .selectFrom('sessions')
            .select('hash')
            .whereRef('sessions.account', '=', 'news.account')
            .whereRef('sessions.device', '=', 'news.device')
            .where('sessions.expires', '>', now()),
        ),
      )
      .orderBy('due')
      .limit(MANY)
      .execute();
    for (let n = 0; n < due.length; n += AT_ONCE) await Promise.all(due.slice(n, n + AT_ONCE).map(tell));
  };

  let isTicking = false;
  const ticking = setInterval(() => {
    if (isTicking) return;
    isTicking = true;
    void tick()
      .catch(() => undefined)
      .finally(() => (isTicking = false));
  }, TICK);
  ticking.unref();

  return {
    /** After a push to a vault, by this account. */
    moved(vault: string, account: string): void {
      if (!vapid) return;
      const hands = moved.get(vault);
      if (hands) hands.add(account);
      else moved.set(vault, new Set([account]));
    },
    arrived(account: string): void {
      if (vapid) arrived.add(account);
    },
    tick,

    /** What a browser needs to ask its push service for an address; `is`: this device is told. `key` null: this host tells none. */
    async ask(session: Session): Promise<{ readonly key: string | null; readonly is: boolean }> {
      return { key: vapid ? await vapid.shown() : null, is: vapid !== null && (await own(session).executeTakeFirst()) !== undefined };
    },

    /** Refusals: `not-found` where this host tells none, `malformed` for an address that cannot be a push service's. */
    async put({ account, device }: Session, { endpoint, at, quiet: [from, until] }: NewsPut): Promise<Result<null>> {
      if (!vapid) return refuse({ code: 'not-found' });
      if (!isEndpoint(endpoint)) return refuse({ code: 'malformed', with: { why: 'endpoint' } });
      const when = { endpoint, at, quiet_from: from, quiet_until: until };
      await database.write
        .insertInto('news')
        .values({ account, device, ...when, told: 0, due: 0 })
        .onConflict((each) => each.columns(['account', 'device']).doUpdateSet({ ...when, due: 0 }))
        .execute();
      return ok(null);
    },

    async remove({ account, device }: Session): Promise<void> {
      await database.write
        .deleteFrom('news')
        .where((is) => is.and({ account, device }))
        .execute();
    },

    /** Those whose device has no session any more. */
    async sweep(): Promise<void> {
      await database.write
        .deleteFrom('news')
        .where((is) =>
          is.not(is.exists(is.selectFrom('sessions').select('hash').whereRef('sessions.account', '=', 'news.account').whereRef('sessions.device', '=', 'news.device'))),
        )
        .execute();
    },
    close(): void {
      clearInterval(ticking);
    },
  };
};
