// Membership logs at the host: an entry is taken when it names the newest one (compare-and-set under the vault's row) and
// when `extend`, the same judgement that every client makes, accepts it. What rows need of the log (members, epoch, whether a
// new epoch is awaited) is kept beside it in the same transaction. Invariant: tables and log never tell different stories.

import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { verifyDomain } from '#crypto/device-keys.ts';
import { readEntry, type EntryText, type LogEntry } from '#crypto/log-entries.ts';
import { extend, type Invite, type LogState } from '#crypto/membership-log.ts';
import { ACCOUNT_LIMITS } from '#sync/account-protocol.ts';
import { LIMITS, type LogEntryText, type LogPage } from '#sync/protocol.ts';
import { memberOf, remember, type Session } from './access.ts';
import type { HostDatabase, Queries, Writing } from './database.ts';
import { pinQuestion } from './questions.ts';
import { sodiumWhenNeeded } from './sodium.ts';
import { removeVault } from './removal.ts';
import type { Committed } from './vaults.ts';

const KEPT = 200;

/** What a personal vault's log takes alone. All else keeps others out, or changes keys: it comes within a rotation, after the password or the code. */
const ALONE: ReadonlySet<string> = new Set(['begin', 'add']);
/** Devices of a personal vault that may come in without the password: room is left for those of who has it. */
const MOST_UNSHOWN = 100;

/** How much a log may hold, and how fast it may grow. What sends somebody away, goes, or brings a key that is due is never held up. */
export interface LogLimits {
  readonly entries: number;
  readonly bytes: number;
}
export const LOG_LIMITS: LogLimits = { entries: 20_000, bytes: 64 * 1024 ** 2 };
/** Bytes of an entry that count as one ask of the ration. */
const ONE_ASK = 4096;
const NOT_FOUND: Refusal = { code: 'not-found' };

interface Place {
  readonly number: number;
  readonly owner: string | null;
  readonly log: number;
  readonly head: number;
}

/** A link's holder reads the log before joining: the invite's id, and Ed25519 by the link's key over `kith invite read` 0 `1` 0 vault 0 invite, in base 64. */
export interface InviteProof {
  readonly invite: string;
  readonly sig: string;
}

export interface LivingLink {
  /** The vault's number. */
  readonly number: number;
  readonly invite: Invite;
}

export const createLogs = (
  database: HostDatabase,
  {
    now,
    committed = () => undefined,
    emptied = () => undefined,
    ration = () => 0,
    limits = LOG_LIMITS,
  }: {
    readonly now: () => number;
    readonly committed?: Committed;
    readonly emptied?: (vault: string) => void;
    /** Seconds that an account has to wait before it extends logs by so much more. */
    readonly ration?: (account: string, cost: number) => number;
    readonly limits?: LogLimits;
  },
) => {
  const states = new Map<number, LogState>();
  /** Box keys of the members, as the log of that length has them: asked for by each that begins to push, where reading a log anew is dear. */
  const boxes = new Map<number, { readonly log: number; readonly read: Promise<ReadonlyMap<string, string>> }>();

  const keep = (number: number, state: LogState): void => {
    states.delete(number);
    if (states.size >= KEPT) states.delete(states.keys().next().value!);
    states.set(number, state);
  };

  const stateOf = async (queries: Queries, { number, log }: Pick<Place, 'number' | 'log'>): Promise<LogState> => {
    const known = states.get(number);
    if (known?.n === log) return known;
    const sodium = await sodiumWhenNeeded();
    let state: LogState | null = known && known.n < log ? known : null;
    const entries = await queries
      .selectFrom('log_entries')
      .select(['bytes', 'sig'])
      .where('vault', '=', number)
      .where('n', '>=', state?.n ?? 0)
      .orderBy('n')
      .execute();
    for (const entry of entries) {
      // Signatures were checked when the entry came; the chain of hashes is checked again by extending.
      const next = extend(sodium, state, entry, { verified: true });
      if (!next.ok) throw new Error(`the log of vault ${number} does not extend: ${next.error.code}`);
      state = next.value;
    }
    if (!state) throw new Error(`vault ${number} has no log`);
    // Inside a transaction it may yet be undone: then it must not be remembered.
    if (queries === database.read) keep(number, state);
    return state;
  };

  /** Holds the vault's row, so that one entry comes after the other. */
  const hold = async (tx: Queries, vault: string): Promise<Place | undefined> =>
    tx
      .updateTable('vaults')
      .set((each) => ({ log: each.ref('log') }))
      .where('id', '=', vault)
      .returning(['number', 'owner', 'log', 'head'])
      .executeTakeFirst();

  /** Whether this session may put this entry at all; what it says is for `extend` to judge. */
  const mayPost = (session: Session, place: Place, text: EntryText, state: LogState): boolean => {
    if (place.owner !== null) return place.owner === session.account;
    return state.members.has(session.account) || (text.do === 'join' && state.invites.has(text.invite) && text.author === session.account);
  };

  /** Whether a log has all that it may hold. */
  const isFull = async (tx: Queries, { number, log }: Place): Promise<boolean> => {
    if (log >= limits.entries) return true;
    const held = await tx
      .selectFrom('log_entries')
      .select((each) => each.fn.sum<number | null>(each.fn('length', ['bytes'])).as('bytes'))
      .where('vault', '=', number)
      .executeTakeFirst();
    return Number(held?.bytes ?? 0) >= limits.bytes;
  };

  const logs = {
    /**
     * In the caller's transaction. `after` is to be called once it has committed. `identity`, within a rotation: the account's sign key
     * as it will be once all of it is in. `isShown`: password or code were shown just now. Refusals: `not-found`, `log-behind {n}`,
     * `log-refused {why}`, `quota-full`, `too-many {seconds}`.
     */
    async append(
      tx: Writing,
      session: Session,
      vault: string,
      written: LogEntryText,
      { identity, isShown = false }: { readonly identity?: string; readonly isShown?: boolean } = {},
    ): Promise<Result<{ readonly n: number; readonly identity: string | null; readonly after: () => void }>> {
      const entry: LogEntry = { bytes: Buffer.from(written.bytes, 'base64'), sig: Buffer.from(written.sig, 'base64') };
      const read = readEntry(entry);
      if (!read.ok) return refused(read.error);
      const text = read.value;
      if (text.vault !== vault) return refused({ code: 'log-elsewhere' });
      const sodium = await sodiumWhenNeeded();
      const found = await hold(tx, vault);
      const place = found ?? (text.do === 'begin' ? await begin(tx, session, vault, text) : null);
      if (place === null) return refuse(NOT_FOUND);
      if ('code' in place) return refuse(place);
      const state = found ? await stateOf(tx, place) : null;
      if (state && !mayPost(session, place, text, state)) return refuse(NOT_FOUND);
      // A host that went back to a backup gets its log again from whoever has it: an entry stands where its author signed it to stand.
      const isOwn = text.author === session.device || text.author === session.account;
      if (!isOwn && !(state && memberOf(session, place.owner, state.members) !== null)) return refused({ code: 'log-not-member' });
      if (text.do === 'join' && !(await isOwnKey(tx, text.author, text.member.sign))) return refused({ code: 'log-key-unfit' });
      if (place.owner !== null && identity === undefined && !ALONE.has(text.do)) return refused({ code: 'log-password-first' });
      // An account is in its circles under the identity that it has registered, and changes it only together with all else.
      if (place.owner === null && text.do === 'rekey' && isOwn && text.sign !== identity) return refused({ code: 'log-password-first' });
      if (place.owner !== null && text.do === 'add' && !isShown && state!.members.size >= MOST_UNSHOWN) return refused({ code: 'log-full' });
      // Links are judged by the clock when they are used, not when a host that lost the entry is given it again.
      const next = extend(sodium, state, entry, isOwn ? { now: now() } : {});
      if (!next.ok) return next.error.code === 'log-behind' ? refuse({ code: 'log-behind', with: { n: place.log } }) : refused(next.error);
      // Who has the password comes into their own vault, whatever was done to its log before.
      if (identity === undefined && !isPressing(text, state) && !(place.owner !== null && isShown)) {
        if (await isFull(tx, place)) return refused({ code: 'log-full' });
        const seconds = ration(session.account, 1 + Math.floor(entry.bytes.length / ONE_ASK));
        if (seconds > 0) return refuse({ code: 'too-many', with: { seconds } });
      }
      // Given again by another member to a host whose backup lacks the key, it stands in the log, and gets no tokens here.
      if (text.do === 'question' && !(await pinQuestion(tx, place.number, text.question)) && isOwn) return refused({ code: 'log-question-key' });
      await store(tx, place.number, entry, state, next.value);
      const isOver = place.owner === null && next.value.members.size === 0;
      if (isOver) await removeVault(tx, place.number);
      return ok({
        n: next.value.n,
        identity: next.value.account?.sign ?? null,
        after() {
          if (isOver) {
            states.delete(place.number);
            emptied(vault);
          } else keep(place.number, next.value);
          committed(vault, place.head, next.value.n);
        },
      });
    },

    /** One entry in a transaction of its own. */
    async post(session: Session, vault: string, entry: LogEntryText, isShown = false): Promise<Result<{ readonly n: number }>> {
      const done = await undoing(database, (tx) => logs.append(tx, session, vault, entry, { isShown }));
      if (!done.ok) return done;
      done.value.after();
      return ok({ n: done.value.n });
    },

    /** The box key (base 64) of a member, by a log that is at least `log` long; null for who is none. */
    async boxOf(number: number, log: number, member: string): Promise<string | null> {
      let known = boxes.get(number);
      if (!known || known.log < log) {
        const read = stateOf(database.read, { number, log }).then(({ members }) => new Map([...members].map(([id, { box }]) => [id, box])));
        known = remember(boxes, number, { log, read });
        read.catch(() => boxes.delete(number));
      }
      return (await known.read).get(member) ?? null;
    },

    /** A link of a circle that is neither over nor too old; null for any other. */
    async link(queries: Queries, vault: string, id: string): Promise<LivingLink | null> {
      const place = await queries.selectFrom('vaults').select(['number', 'owner', 'log']).where('id', '=', vault).executeTakeFirst();
      if (!place || place.owner !== null) return null;
      const invite = (await stateOf(queries, place)).invites.get(id);
      return invite && Date.parse(invite.until) > now() ? { number: place.number, invite } : null;
    },

    /** The same, where a signature shows that somebody has it: over these words, vault, invite, and `more`. */
    async shown(queries: Queries, vault: string, { invite, sig }: InviteProof, what: 'invite read' | 'invite admit', more: readonly string[] = []): Promise<LivingLink | null> {
      const found = await logs.link(queries, vault, invite);
      if (!found) return null;
      return verifyDomain(await sodiumWhenNeeded(), found.invite.sign, Buffer.from(sig, 'base64'), what, [vault, invite, ...more]) ? found : null;
    },

    /** Entries from number `after` on, a page. For members, for the account of a personal vault, and for the holder of a living link. */
    async page(session: Session, vault: string, after: number, proof: InviteProof | null): Promise<Result<LogPage>> {
      const place = await database.read.selectFrom('vaults').select(['number', 'owner', 'log', 'head']).where('id', '=', vault).executeTakeFirst();
      if (!place || !(await mayRead(session, place, vault, proof))) return refuse(NOT_FOUND);
      const rows = await database.read
        .selectFrom('log_entries')
        .select(['n', 'bytes', 'sig'])
        .where('vault', '=', place.number)
        .where('n', '>=', after)
        .orderBy('n')
        .limit(1000)
        .execute();
      let left: number = LIMITS.frameBytes;
      const entries = rows
        .filter(({ bytes }, at) => (left -= bytes.length) >= 0 || at === 0)
        .map(({ bytes, sig }) => ({ bytes: Buffer.from(bytes).toString('base64'), sig: Buffer.from(sig).toString('base64') }));
      return ok({ entries, n: place.log });
    },
  };

  const mayRead = async (session: Session, place: Place, vault: string, proof: InviteProof | null): Promise<boolean> => {
    if (place.owner !== null) return place.owner === session.account;
    const member = await database.read.selectFrom('members').select('sign').where('vault', '=', place.number).where('member', '=', session.account).executeTakeFirst();
    if (member) return true;
    return proof !== null && (await logs.shown(database.read, vault, proof, 'invite read')) !== null;
  };

  return logs;
};

export type Logs = ReturnType<typeof createLogs>;

/** What must be able to happen at any time: somebody goes, or is sent away, and the key that is due after that. */
const isPressing = (text: EntryText, state: LogState | null): boolean => text.do === 'remove' || text.do === 'leave' || (text.do === 'epoch' && state?.due === true);

const refused = ({ code, with: places }: Refusal) => refuse({ code: 'log-refused', with: { ...places, why: code } });

/** A new vault's row. A personal vault belongs to the account that begins it; a circle to nobody but its members. */
const begin = async (tx: Writing, session: Session, vault: string, text: EntryText & { readonly do: 'begin' }): Promise<Place | Refusal> => {
  const isPersonal = text.kind === 'personal';
  if (text.author !== (isPersonal ? session.device : session.account)) return { code: 'log-refused', with: { why: 'log-not-member' } };
  if (isPersonal && text.account?.id !== session.account) return { code: 'log-refused', with: { why: 'log-not-member' } };
  const own = isPersonal ? text.account!.sign : text.members.find(({ id }) => id === text.author)?.sign;
  if (own === undefined || !(await isOwnKey(tx, session.account, own))) return { code: 'log-refused', with: { why: 'log-key-unfit' } };
  const { personal, shared } = await countVaults(tx, session.account);
  if (personal + shared >= ACCOUNT_LIMITS.vaults) return { code: 'quota-full' };
  const made = await tx
    .insertInto('vaults')
    .values({ id: vault, owner: isPersonal ? session.account : null, head: 0, log: 0, epoch: 1, open: 1, row_count: 0, row_bytes: 0, blob_count: 0, blob_bytes: 0 })
    .onConflict((each) => each.column('id').doNothing())
    .returning('number')
    .executeTakeFirst();
  return made ? { number: made.number, owner: isPersonal ? session.account : null, log: 0, head: 0 } : NOT_FOUND;
};

const countVaults = async (tx: Queries, account: string): Promise<{ readonly personal: number; readonly shared: number }> => {
  const one = await tx
    .selectFrom('vaults')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('owner', '=', account)
    .executeTakeFirstOrThrow();
  const two = await tx
    .selectFrom('members')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('member', '=', account)
    .executeTakeFirstOrThrow();
  return { personal: Number(one.count), shared: Number(two.count) };
};

/** An account enters circles under the identity that it registered. */
const isOwnKey = async (tx: Queries, id: string, sign: string): Promise<boolean> => {
  const account = await tx.selectFrom('accounts').select('sign').where('id', '=', id).executeTakeFirst();
  return account?.sign === sign;
};

const store = async (tx: Writing, number: number, { bytes, sig }: LogEntry, before: LogState | null, after: LogState): Promise<void> => {
  await tx
    .insertInto('log_entries')
    .values({ vault: number, n: after.n - 1, bytes, sig, hash: after.head })
    .execute();
  await tx
    .updateTable('vaults')
    .set({ log: after.n, epoch: after.epoch, open: after.due ? 0 : 1 })
    .where('number', '=', number)
    .execute();
  const over = [...(before?.invites.keys() ?? [])].filter((id) => !after.invites.has(id));
  if (over.length > 0) await tx.deleteFrom('links').where('vault', '=', number).where('invite', 'in', over).execute();
  const gone = [...(before?.members.values() ?? [])].filter(({ id, sign }) => after.members.get(id)?.sign !== sign).map(({ id }) => id);
  const come = [...after.members.values()].filter(({ id, sign }) => before?.members.get(id)?.sign !== sign);
  if (gone.length > 0) await tx.deleteFrom('members').where('vault', '=', number).where('member', 'in', gone).execute();
  for (let from = 0; from < come.length; from += 500)
    await tx
      .insertInto('members')
      .values(come.slice(from, from + 500).map(({ id, sign }) => ({ vault: number, member: id, sign })))
      .execute();
};

/** Thrown to undo a transaction whose outcome is a refusal. */
class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** A transaction that a refusal undoes. */
export const undoing = async <T>(database: HostDatabase, work: (tx: Writing) => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await database.transaction(async (tx) => {
      const done = await work(tx);
      if (!done.ok) throw new Undone(done.error);
      return done;
    });
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal);
    throw error;
  }
};
