// Accounts: a name, an OPAQUE record, public keys, and sealed things that only the account's devices open. Sign-in and
// recovery answer alike whether a name is there or not, with messages of one length and the same work; only registration tells
// that a name is taken, and it is rationed. Invariants: password, recovery and bundle change together or not at all; what keys open
// an account, and who belongs to its vault, changes only for who has just shown the password or the code.

import type { Checked } from '#sync/checks.ts';
import { foldName, type isRegisterFinish, type isRotate, type LinkShown, type SignedIn } from '#sync/account-protocol.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { verifyDomain } from '#crypto/device-keys.ts';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Session } from './access.ts';
import type { OpenSession } from './call.ts';
import type { HostDatabase, Queries } from './database.ts';
import type { Links } from './links.ts';
import { undoing, type Logs } from './log.ts';
import { createOpaque } from './opaque.ts';
import { removeAccount } from './removal.ts';
import type { GivenDevice, Sessions } from './sessions.ts';
import { sodiumWhenNeeded } from './sodium.ts';
import { createTickets } from './tickets.ts';

export type Registration = 'open' | 'invite' | 'closed';

const WRONG = refuse({ code: 'sign-in-wrong' });
const MALFORMED = refuse({ code: 'malformed', with: { why: 'opaque' } });
/** Stands in a ticket where there is no account, so that tickets have one length. */
const NOBODY = '0'.repeat(26);
/** A key that nobody has the other half of: a recovery for a name that is not there is verified like any other. */
export const NO_KEY = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

export const inviteHash = (code: string): Buffer =>
  createHash('sha256')
    .update(`kith host invite\0${code.toLowerCase().replace(/[\s-]/g, '')}`)
    .digest();

export const createAccounts = (
  database: HostDatabase,
  sessions: Sessions,
  logs: Logs,
  links: Links,
  {
    now,
    registration,
    random = (length) => randomBytes(length),
  }: { readonly now: () => number; readonly registration: Registration; readonly random?: (length: number) => Uint8Array },
) => {
  const opaque = createOpaque(database);
  const tickets = createTickets(database, now);

  const byName = (name: string) => database.read.selectFrom('accounts').select(['id', 'record']).where('name', '=', name).executeTakeFirst();
  const byId = (queries: Queries, id: string) => queries.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();

  const isInvited = async (queries: Queries, invite: string | undefined): Promise<boolean> => {
    if (invite === undefined) return false;
    const row = await queries.selectFrom('invites').select('expires').where('hash', '=', inviteHash(invite)).executeTakeFirst();
    return row !== undefined && row.expires > now();
  };

  const signedIn = async (tx: Queries, account: string, device: GivenDevice, wrapOf: 'wrap_password' | 'wrap_recovery'): Promise<Result<SignedIn>> => {
    const found = await byId(tx, account);
    if (!found) return WRONG;
    const { token, expires } = await sessions.begin(tx, account, device, true);
    return ok({ token, account, expires, wrap: found[wrapOf], bundle: found.bundle, version: found.bundle_version });
  };

  return {
    tickets,

    /** Refusals: `registration-closed`, `invite-wrong`, `invite-used-up`, `name-taken`, `malformed`. */
    async registerStart(
      written: string,
      request: string,
      { invite, link }: { readonly invite?: string | undefined; readonly link?: LinkShown | undefined } = {},
    ): Promise<Result<{ readonly response: string; readonly ticket: string; readonly account: string }>> {
      if (registration === 'closed') return refuse({ code: 'registration-closed' });
      const name = foldName(written)!;
      if (registration === 'invite') {
        const may = link ? await links.mayAdmit(link, name) : ok(await isInvited(database.read, invite));
        if (!may.ok) return may;
        if (!may.value) return refuse({ code: 'invite-wrong' });
      }
      if (await byName(name)) return refuse({ code: 'name-taken' });
      const response = await opaque.register(name, request);
      if (response === null) return MALFORMED;
      const account = newId(random);
      return ok({ response, account, ticket: await tickets.seal('register', { name, account, invite, ...(link ? { link: { vault: link.vault, invite: link.invite } } : {}) }) });
    },

    /** Refusals: `sign-in-wrong` (the ticket), `invite-wrong`, `invite-used-up`, `too-many`, `name-taken`, `malformed`. */
    async registerFinish(given: Checked<typeof isRegisterFinish>): Promise<Result<{ readonly token: string; readonly account: string; readonly expires: number }>> {
      const ticket = await tickets.open<{ name: string; account: string; invite?: string; link?: { vault: string; invite: string } }>('register', given.ticket);
      if (!ticket) return WRONG;
      if (registration === 'closed') return refuse({ code: 'registration-closed' });
      if (!(await opaque.isRecord(given.record))) return MALFORMED;
      return undoing(database, async (tx) => {
        if (!(await tickets.use(tx, ticket))) return WRONG;
        if (registration === 'invite' && ticket.link) {
          const admitted = await links.admit(tx, ticket.link);
          if (!admitted.ok) return admitted;
        } else if (registration === 'invite') {
          if (!(await isInvited(tx, ticket.invite))) return refuse({ code: 'invite-wrong' });
          const used = await tx.deleteFrom('invites').where('hash', '=', inviteHash(ticket.invite!)).executeTakeFirst();
          if (Number(used.numDeletedRows) !== 1) return refuse({ code: 'invite-wrong' });
        }
        const made = await tx
          .insertInto('accounts')
          .values({
            id: ticket.account,
            name: ticket.name,
            created: now(),
            record: given.record,
            sign: given.sign,
            recovery: given.recovery,
            wrap_password: given.wraps.password,
            wrap_recovery: given.wraps.recovery,
            bundle: given.bundle,
            bundle_version: 1,
          })
          .onConflict((each) => each.column('name').doNothing())
          .executeTakeFirst();
        if (Number(made.numInsertedOrUpdatedRows ?? 0) !== 1) return refuse({ code: 'name-taken' });
        return ok({ account: ticket.account, ...(await sessions.begin(tx, ticket.account, given.device, true)) });
      });
    },

    /** Refusal: `malformed`. */
    async signInStart(written: string, request: string): Promise<Result<{ readonly response: string; readonly ticket: string }>> {
      const name = foldName(written)!;
      const account = await byName(name);
      const started = await opaque.start(name, account?.record ?? null, request);
      if (!started) return MALFORMED;
      return ok({ response: started.response, ticket: await tickets.seal('sign-in', { account: account?.id ?? NOBODY, state: started.state }) });
    },

    /** Refusal: `sign-in-wrong`, whatever was wrong. */
    async signInFinish(sealed: string, finish: string, device: GivenDevice): Promise<Result<SignedIn>> {
      const ticket = await tickets.open<{ account: string; state: string }>('sign-in', sealed);
      if (!ticket || !(await opaque.finish(ticket.state, finish))) return WRONG;
      return undoing(database, async (tx) => ((await tickets.use(tx, ticket)) ? signedIn(tx, ticket.account, device, 'wrap_password') : WRONG));
    },

    async recoverStart(written: string): Promise<{ readonly ticket: string }> {
      const account = await byName(foldName(written)!);
      return { ticket: await tickets.seal('recover', { account: account?.id ?? NOBODY }) };
    },

    /** Refusal: `sign-in-wrong`. */
    async recoverFinish(sealed: string, sig: string, device: GivenDevice): Promise<Result<SignedIn>> {
      const ticket = await tickets.open<{ account: string }>('recover', sealed);
      if (!ticket) return WRONG;
      const account = await byId(database.read, ticket.account);
      const isGood = verifyDomain(await sodiumWhenNeeded(), account?.recovery ?? NO_KEY, Buffer.from(sig, 'base64'), 'recover', [sealed]);
      if (!account || !isGood) return WRONG;
      return undoing(database, async (tx) => {
        if (!(await tickets.use(tx, ticket))) return WRONG;
        // The code may have been changed between the look above and now.
        return (await byId(tx, account.id))?.recovery === account.recovery ? signedIn(tx, account.id, device, 'wrap_recovery') : WRONG;
      });
    },

    /** First half of a new password, for `passwordFinish` or `rotate`. Refusal: `malformed`. */
    async passwordStart(session: Session, request: string): Promise<Result<{ readonly response: string; readonly ticket: string }>> {
      const account = await byId(database.read, session.account);
      const response = account && (await opaque.register(account.name, request));
      return response ? ok({ response, ticket: await tickets.seal('password', { account: session.account }) }) : MALFORMED;
    },

    /** Record and wrapping change together. Refusals: `sign-in-wrong` (the ticket), `malformed`, `sign-in-again` (the account's keys changed meanwhile). */
    async passwordFinish(session: OpenSession, sealed: string, record: string, wrap: string): Promise<Result<null>> {
      const ticket = await tickets.open<{ account: string }>('password', sealed);
      if (ticket?.account !== session.account) return WRONG;
      if (!(await opaque.isRecord(record))) return MALFORMED;
      return undoing(database, async (tx) => {
        if (!(await tickets.use(tx, ticket))) return WRONG;
        await tx.updateTable('accounts').set({ record, wrap_password: wrap }).where('id', '=', session.account).execute();
        // Asked once the account's row is held: a rotation since would have this wrap open nothing.
        return (await sessions.isStill(tx, session)) ? ok(null) : refuse({ code: 'sign-in-again' });
      });
    },

    async bundle(session: Session): Promise<Result<{ readonly version: number; readonly bundle: string }>> {
      const account = await byId(database.read, session.account);
      return account ? ok({ version: account.bundle_version, bundle: account.bundle }) : refuse({ code: 'not-found' });
    },

    /** After a device was lost: everything anew, in one transaction, and every other device signed out. Refusals: those of its parts. */
    async rotate(session: OpenSession, given: Checked<typeof isRotate>): Promise<Result<null>> {
      const ticket = await tickets.open<{ account: string }>('password', given.ticket);
      if (ticket?.account !== session.account) return WRONG;
      if (!(await opaque.isRecord(given.record))) return MALFORMED;
      const done = await undoing(database, async (tx) => {
        if (!(await tickets.use(tx, ticket))) return WRONG;
        const changed = await tx
          .updateTable('accounts')
          .set({
            record: given.record,
            sign: given.sign,
            recovery: given.recovery,
            wrap_password: given.wraps.password,
            wrap_recovery: given.wraps.recovery,
            bundle: given.bundle,
            bundle_version: given.version,
          })
          .where('id', '=', session.account)
          .where('bundle_version', '=', given.version - 1)
          .executeTakeFirst();
        if (Number(changed.numUpdatedRows) !== 1) return refuse({ code: 'bundle-behind', with: { version: (await byId(tx, session.account))?.bundle_version ?? 0 } });
        await sessions.endOthers(tx, session.account, [...new Set([...given.keep, session.device])]);
        await sessions.stale(tx, session.account, session.hash);
        const afters: (() => void)[] = [];
        const identities = new Map<string, string | null>();
        for (const { vault, entry } of given.log) {
          const appended = await logs.append(tx, session, vault, entry, { identity: given.sign, isShown: true });
          if (!appended.ok) return appended;
          afters.push(appended.value.after);
          identities.set(vault, appended.value.identity);
        }
        for (const identity of identities.values()) if (identity !== null && identity !== given.sign) return refuse({ code: 'log-refused', with: { why: 'log-password-first' } });
        return ok(afters);
      });
      if (!done.ok) return done;
      for (const after of done.value) after();
      return ok(null);
    },

    /** The account and all that is its own. Gives the vaults whose attachments are still to be taken off their shelf. */
    remove: (session: Session): Promise<readonly string[]> => database.transaction((tx) => removeAccount(tx, session.account)),

    async sweep(): Promise<void> {
      await tickets.sweep();
      await database.write.deleteFrom('invites').where('expires', '<=', now()).execute();
      await links.sweep();
      await database.write.deleteFrom('pairs').where('expires', '<=', now()).execute();
    },
  };
};
