// What the host keeps for a link into a circle, beside the log entry that made it: the sealed welcome that is shown before joining, and
// how many accounts it has let in where registration asks for an invitation. Invariants: only who made the link lays a welcome, only
// who has the link is given it; both go with the link; one link lets in no more accounts than it may, on all nodes together.

import { ok, refuse, type Result } from '#core/result.ts';
import { ACCOUNT_LIMITS, type LinkShown } from '#sync/account-protocol.ts';
import type { Session } from './access.ts';
import type { Registration } from './accounts.ts';
import type { HostDatabase, Queries, Writing } from './database.ts';
import { undoing, type InviteProof, type LivingLink, type Logs } from './log.ts';

const NOT_FOUND = refuse({ code: 'not-found' });
const WRONG = refuse({ code: 'invite-wrong' });
const USED_UP = refuse({ code: 'invite-used-up' });

export const createLinks = (
  database: HostDatabase,
  logs: Logs,
  {
    now,
    registration,
    ration,
  }: {
    readonly now: () => number;
    readonly registration: Registration;
    /** Seconds until links of this circle may let in one more. */
    readonly ration: (vault: string) => number;
  },
) => {
  const kept = async (queries: Queries, { number, invite }: LivingLink) =>
    queries.selectFrom('links').select(['accounts', 'welcome']).where('vault', '=', number).where('invite', '=', invite.id).executeTakeFirst();

  const row = ({ number, invite }: LivingLink) => ({ vault: number, invite: invite.id, expires: Date.parse(invite.until) });

  /** Whoever changes the log waits: a link that ends meanwhile leaves nothing behind. */
  const hold = (tx: Queries, vault: string) =>
    tx
      .updateTable('vaults')
      .set((each) => ({ log: each.ref('log') }))
      .where('id', '=', vault)
      .execute();

  return {
    /** Takes the place of one that lay there. Refusal `not-found`: no such link, or another's. */
    async lay(session: Session, vault: string, invite: string, welcome: string): Promise<Result<null>> {
      return undoing(database, async (tx) => {
        await hold(tx, vault);
        const link = await logs.link(tx, vault, invite);
        const member = link && (await tx.selectFrom('members').select('member').where('vault', '=', link.number).where('member', '=', session.account).executeTakeFirst());
        if (!member || link.invite.by !== session.account) return NOT_FOUND;
        const bytes = Buffer.from(welcome, 'base64');
        await tx
          .insertInto('links')
          .values({ ...row(link), accounts: 0, welcome: bytes })
          .onConflict((each) => each.columns(['vault', 'invite']).doUpdateSet({ welcome: bytes }))
          .execute();
        return ok(null);
      });
    },

    /** `admits`: whether an account can be made with it. Refusal `not-found`: no living link, or the proof is not its holder's. */
    async welcome(vault: string, proof: InviteProof | null): Promise<Result<{ readonly welcome: string | null; readonly admits: boolean }>> {
      const link = proof && (await logs.shown(database.read, vault, proof, 'invite read'));
      if (!link) return NOT_FOUND;
      const found = await kept(database.read, link);
      const admits = registration === 'open' || (registration === 'invite' && (found?.accounts ?? 0) < ACCOUNT_LIMITS.accountsOfLink);
      return ok({ welcome: found?.welcome ? Buffer.from(found.welcome).toString('base64') : null, admits });
    },

    /** Before anything is made. Refusals: `invite-wrong`, `invite-used-up`. `name`: of the account, folded. */
    async mayAdmit({ vault, invite, sig }: LinkShown, name: string): Promise<Result<boolean>> {
      const link = await logs.shown(database.read, vault, { invite, sig }, 'invite admit', [name]);
      if (!link) return WRONG;
      return ((await kept(database.read, link))?.accounts ?? 0) >= ACCOUNT_LIMITS.accountsOfLink ? USED_UP : ok(true);
    },

    /** One account more, in the transaction that makes it. Refusals: those of `mayAdmit`, `too-many`. */
    async admit(tx: Writing, { vault, invite }: Pick<LinkShown, 'vault' | 'invite'>): Promise<Result<null>> {
      await hold(tx, vault);
      const link = await logs.link(tx, vault, invite);
      if (!link) return WRONG;
      const counted = await tx
        .insertInto('links')
        .values({ ...row(link), accounts: 1, welcome: null })
        .onConflict((each) => each.columns(['vault', 'invite']).doUpdateSet((now) => ({ accounts: now('links.accounts', '+', 1) })))
        .returning('accounts')
        .executeTakeFirstOrThrow();
      if (counted.accounts > ACCOUNT_LIMITS.accountsOfLink) return USED_UP;
      const seconds = ration(vault);
      return seconds > 0 ? refuse({ code: 'too-many', with: { seconds } }) : ok(null);
    },

    async sweep(): Promise<void> {
      await database.write.deleteFrom('links').where('expires', '<=', now()).execute();
    },
  };
};

export type Links = ReturnType<typeof createLinks>;
