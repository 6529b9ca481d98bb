// Sessions: a token of 32 random bytes that the device keeps and of which the host knows only the SHA-256. Bound to one
// account and one device, thirty days from last use. Invariant: a session that was ended is refused by every node at once,
// since each request asks the database: at the door, or a push in the transaction that stores it.

import { hash as hashed, randomBytes } from 'node:crypto';
import { ok, refuse, type Result } from '#core/result.ts';
import { remember, type Session } from './access.ts';
import type { OpenSession } from './call.ts';
import type { HostDatabase, Queries } from './database.ts';

const HOUR = 3_600_000;
const RECALLED_FOR = 60_000;
const LIVES = 30 * 24 * HOUR;
/** Sessions of one device, and devices of one account; past that the oldest go. */
const MOST_SESSIONS = 10;
const MOST_DEVICES = 200;

const hashOf = (token: string): Buffer => hashed('sha256', Buffer.from(token, 'base64url'), 'buffer');

const tokenOf = (header: string | null): string | null => /^Bearer ([A-Za-z0-9_-]{43})$/.exec(header ?? '')?.[1] ?? null;

export interface GivenDevice {
  readonly id: string;
  readonly label: string;
}

export const createSessions = (database: HostDatabase, now: () => number) => {
  const find = database.read.selectFrom('sessions').select(['account', 'device', 'fresh', 'expires']).where('hash', '=', new Uint8Array(0)).compile();
  const known = new Map<string, { readonly session: OpenSession; readonly until: number }>();
  const sessions = {
    /** Begins a session, in the caller's transaction; the device is noted, and without a label keeps the one it has. `isFresh`: a password or recovery code was shown just now. */
    async begin(tx: Queries, account: string, device: GivenDevice, isFresh: boolean): Promise<{ readonly token: string; readonly expires: number }> {
      const token = randomBytes(32).toString('base64url');
      const at = now();
      const expires = at + LIVES;
      await tx
        .insertInto('devices')
        .values({ account, id: device.id, label: device.label, created: at, seen: at })
        .onConflict((each) => each.columns(['account', 'id']).doUpdateSet(device.label === '' ? { seen: at } : { label: device.label, seen: at }))
        .execute();
      await tx
        .insertInto('sessions')
        .values({ hash: hashOf(token), account, device: device.id, created: at, fresh: isFresh ? at : 0, expires })
        .execute();
      await bound(tx, account, device.id, hashOf(token));
      return { token, expires };
    },

    /**
     * For a device that is being paired, or for the asking one itself; never fresh. Refusal `already-given`: the device is another of the
     * account's. A session in its name would stay when the asking device is sent away.
     */
    async beginFor(tx: Queries, { account, device: asking }: Session, device: GivenDevice): Promise<Result<{ readonly token: string; readonly expires: number }>> {
      if (device.id !== asking) {
        const known = await tx.selectFrom('devices').select('id').where('account', '=', account).where('id', '=', device.id).executeTakeFirst();
        const member = tx.selectFrom('members').innerJoin('vaults', 'vaults.number', 'members.vault').select('member').where('vaults.owner', '=', account);
        if (known || (await member.where('members.member', '=', device.id).executeTakeFirst())) return refuse({ code: 'already-given' });
      }
      return ok(await sessions.begin(tx, account, device, false));
    },

    /** The session of an `authorization` header; null for none, another's, an ended or an expired one. */
    async find(header: string | null): Promise<OpenSession | null> {
      const token = tokenOf(header);
      if (token === null) return null;
      const hash = hashOf(token);
      const [row] = await database.look(find, hash);
      const at = now();
      if (!row || row.expires <= at) {
        known.delete(hash.toString('hex'));
        return null;
      }
      // Written down once an hour: who asks when a lost device was last used is not told of yesterday.
      if (row.expires - at < LIVES - HOUR) {
        await database.write
          .updateTable('sessions')
          .set({ expires: at + LIVES })
          .where('hash', '=', hash)
          .execute();
        await database.write.updateTable('devices').set({ seen: at }).where('account', '=', row.account).where('id', '=', row.device).execute();
      }
      const session = { account: row.account, device: row.device, fresh: row.fresh, hash, name: hash.toString('hex') };
      remember(known, session.name, { session: { ...session, isRecalled: true }, until: at + RECALLED_FOR });
      return session;
    },

    /** The same as this node found it within the last minute, without asking. Only for what asks in its own transaction. */
    recall(header: string | null): OpenSession | null {
      const token = tokenOf(header);
      const found = token === null ? undefined : known.get(hashOf(token).toString('hex'));
      return found && found.until > now() ? found.session : null;
    },

    /** It is not in force any more: from now on it is asked for. */
    forget({ name }: OpenSession): void {
      known.delete(name);
    },

    async end(hash: Uint8Array): Promise<void> {
      known.delete(Buffer.from(hash).toString('hex'));
      await database.write.deleteFrom('sessions').where('hash', '=', hash).execute();
    },

    /** Ends every session of an account but those of these devices, and forgets the other devices. */
    async endOthers(tx: Queries, account: string, keep: readonly string[]): Promise<void> {
      const [sessions, devices] = [tx.deleteFrom('sessions').where('account', '=', account), tx.deleteFrom('devices').where('account', '=', account)];
      await (keep.length > 0 ? sessions.where('device', 'not in', [...keep]) : sessions).execute();
      await (keep.length > 0 ? devices.where('id', 'not in', [...keep]) : devices).execute();
    },

    /** The other sessions of an account are no longer fresh: what they knew of its keys is of before. */
    async stale(tx: Queries, account: string, but: Uint8Array): Promise<void> {
      await tx.updateTable('sessions').set({ fresh: 0 }).where('account', '=', account).where('hash', '!=', but).execute();
    },

    /** Whether a session is as fresh as it was when its request came in. */
    async isStill(tx: Queries, { hash, fresh }: OpenSession): Promise<boolean> {
      return (await tx.selectFrom('sessions').select('fresh').where('hash', '=', hash).executeTakeFirst())?.fresh === fresh;
    },

    async sweep(): Promise<void> {
      await database.write.deleteFrom('sessions').where('expires', '<=', now()).execute();
    },
  };
  return sessions;
};

/** Sessions that showed the password go last: one that begets others without it cannot push them out. */
const bound = async (tx: Queries, account: string, device: string, but: Uint8Array): Promise<void> => {
  const old = await tx
    .selectFrom('sessions')
    .select('hash')
    .where('account', '=', account)
    .where('device', '=', device)
    .where('hash', '!=', but)
    .orderBy('fresh', 'desc')
    .orderBy('created', 'desc')
    .limit(1000)
    .offset(MOST_SESSIONS - 1)
    .execute();
  for (const { hash } of old) await tx.deleteFrom('sessions').where('hash', '=', hash).execute();
  const unseen = await tx
    .selectFrom('devices')
    .select('id')
    .where('account', '=', account)
    .where('id', '!=', device)
    .orderBy('seen', 'desc')
    .orderBy('id')
    .limit(1000)
    .offset(MOST_DEVICES - 1)
    .execute();
  for (const { id } of unseen) {
    await tx.deleteFrom('sessions').where('account', '=', account).where('device', '=', id).execute();
    await tx.deleteFrom('devices').where('account', '=', account).where('id', '=', id).execute();
  }
};

export type Sessions = ReturnType<typeof createSessions>;
