// Who may enter a vault: the members that its log names at this moment. A personal vault's members are devices of the account
// that began it; a circle's are accounts. Foreign and absent are answered alike. What the log says is kept in memory by vault
// and by the log's length, so a pull asks the database one row, and a push none before its transaction, which does
// (docs/decisions/0023); another node's entry shows in that length.

import type { HostDatabase, Queries } from './database.ts';

export interface Session {
  readonly account: string;
  readonly device: string;
}

/** A vault's log as rows need it. */
export interface LogView {
  readonly log: number;
  /** Member to public sign key (base 64). */
  readonly members: ReadonlyMap<string, string>;
  /** Hash of an entry to its number, and back. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly hashes: readonly string[];
}

export interface Writers {
  readonly refs: Map<string, number>;
  readonly byRef: Map<number, { readonly device: string; readonly author: string }>;
}

/** A session in a vault. */
export interface Inside {
  readonly number: number;
  readonly vault: string;
  readonly view: LogView;
  /** The member that the session is: its device, or its account. */
  readonly author: string;
}

/** The same, and where the vault stands. */
export interface Entered extends Inside {
  readonly head: number;
  readonly rowCount: number;
  readonly open: boolean;
}

const KEPT = 2000;

/** Into a cache that forgets what came first. */
export const remember = <K, V>(cache: Map<K, V>, key: K, value: V): V => {
  cache.delete(key);
  if (cache.size >= KEPT) cache.delete(cache.keys().next().value!);
  cache.set(key, value);
  return value;
};

export const writerKey = (device: string, author: string): string => `${device} ${author}`;

/** The member that a session is in a vault, if it is one. */
export const memberOf = (session: Session, owner: string | null, members: { has(member: string): boolean }): string | null => {
  if (owner !== null) return owner === session.account && members.has(session.device) ? session.device : null;
  return members.has(session.account) ? session.account : null;
};

export const createAccess = (database: HostDatabase) => {
  const views = new Map<number, LogView>();
  const writers = new Map<number, Writers>();
  const places = new Map<string, { readonly number: number; readonly owner: string | null }>();
  const find = database.read.selectFrom('vaults').select(['number', 'owner', 'head', 'open', 'log', 'row_count as rowCount']).where('id', '=', '').compile();

  const access = {
    /** Null: not there, or not for this session. */
    async enter(session: Session, vault: string): Promise<Entered | null> {
      const [found] = await database.look(find, vault);
      if (!found) return null;
      const view = await access.view(database.read, found.number, found.log);
      const { number, owner } = found;
      const known = places.get(vault);
      if (known?.number !== number || known.owner !== owner) remember(places, vault, { number, owner });
      const author = memberOf(session, owner, view.members);
      return author === null ? null : { number, vault, head: found.head, rowCount: found.rowCount, open: found.open === 1, view, author };
    },

    /** By what this node knew last, without asking: for what the transaction that it leads to asks again. Null also where nothing is known. */
    recall(session: Session, vault: string): Inside | null {
      const place = places.get(vault);
      const view = place && views.get(place.number);
      const author = view ? memberOf(session, place.owner, view.members) : null;
      return author === null ? null : { number: place!.number, vault, view: view!, author };
    },

    /** What the log says, which is at least `log` long. `queries` is the transaction's own when inside one. */
    async view(queries: Queries, number: number, log: number): Promise<LogView> {
      const known = views.get(number);
      if (known?.log === log) return known;
      for (;;) {
        const members = await queries.selectFrom('members').select(['member', 'sign']).where('vault', '=', number).execute();
        const entries = await queries.selectFrom('log_entries').select(['n', 'hash']).where('vault', '=', number).orderBy('n').execute();
        const now = await queries.selectFrom('vaults').select('log').where('number', '=', number).executeTakeFirst();
        // An entry may come between two of these questions: then they are asked again.
        if (now && now.log !== entries.length) continue;
        return remember(views, number, {
          log: entries.length,
          members: new Map(members.map(({ member, sign }) => [member, sign])),
          numbers: new Map(entries.map(({ n, hash }) => [hash, n])),
          hashes: entries.map(({ hash }) => hash),
        });
      }
    },

    async writers(queries: Queries, number: number, isFresh = false): Promise<Writers> {
      const known = writers.get(number);
      if (known && !isFresh) return known;
      const rows = await queries.selectFrom('writers').select(['ref', 'device', 'author']).where('vault', '=', number).execute();
      return remember(writers, number, {
        refs: new Map(rows.map(({ ref, device, author }) => [writerKey(device, author), ref])),
        byRef: new Map(rows.map(({ ref, device, author }) => [ref, { device, author }])),
      });
    },

    /** After a vault is gone, or its transaction failed. */
    forget(number: number): void {
      views.delete(number);
      writers.delete(number);
    },
  };
  return access;
};

export type Access = ReturnType<typeof createAccess>;
