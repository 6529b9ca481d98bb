// Pages that a member of a vault laid here for whoever has their link. The host sees which vault and account, when, until when, how long
// and that somebody read one; what a page says, and its link, it never sees. Invariants: a page is read by its id alone, until its time
// or until any member withdrew it; an id is used once, so that nobody who had the link lays there again what was withdrawn.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Access, Session } from './access.ts';
import { undoing } from './log.ts';
import type { HostDatabase } from './database.ts';

const NOT_FOUND = { code: 'not-found' };
/** A year, and a day more, since a day begins elsewhere first. */
const LONGEST = 367 * 86_400_000;

export interface PageLimits {
  /** Open ones of a vault, and how many it may ever have laid. */
  readonly open: number;
  readonly ever: number;
  /** The same of one account, so that none takes all the room of the others. */
  readonly openOfOne: number;
  readonly everOfOne: number;
}
export const PAGE_LIMITS: PageLimits = { open: 100, ever: 2000, openOfOne: 40, everOfOne: 600 };

export const createPages = (database: HostDatabase, access: Access, now: () => number, limits: PageLimits = PAGE_LIMITS) => ({
  /**
   * Lays it, or lays anew what the same account laid there. Refusals: `not-found` (no member), `malformed` (`until` not within a year),
   * `quota-full`, `already-given` (the id is another's, or its page is over).
   */
  async put(session: Session, vault: string, id: string, { until, blob }: { readonly until: number; readonly blob: string }): Promise<Result<null>> {
    const entered = await access.enter(session, vault);
    if (!entered) return refuse(NOT_FOUND);
    if (until <= now() || until > now() + LONGEST) return refuse({ code: 'malformed', with: { why: 'until' } });
    const bytes = Buffer.from(blob, 'base64');
    return undoing(database, async (tx) => {
      // Holds the vault's row, so that two at once are counted one after the other.
      await tx
        .updateTable('vaults')
        .set((each) => ({ log: each.ref('log') }))
        .where('number', '=', entered.number)
        .execute();
      const known = await tx.selectFrom('pages').select(['vault', 'account', 'until']).where('id', '=', id).executeTakeFirst();
      if (known) {
        if (known.vault !== entered.number || known.account !== session.account || known.until <= now()) return refuse({ code: 'already-given' });
        await tx.updateTable('pages').set({ until, blob: bytes }).where('id', '=', id).execute();
        return ok(null);
      }
      const byAccount = await tx
        .selectFrom('pages')
        .select((each) => [
          'account' as const,
          each.fn.countAll<number>().as('ever'),
          each.fn.sum<number | null>(each.case().when('until', '>', now()).then(1).else(0).end()).as('open'),
        ])
        .where('vault', '=', entered.number)
        .groupBy('account')
        .execute();
      const sum = (of: 'ever' | 'open', own = false): number => byAccount.reduce((all, each) => (own && each.account !== session.account ? all : all + Number(each[of] ?? 0)), 0);
      if (sum('ever') >= limits.ever || sum('open') >= limits.open) return refuse({ code: 'quota-full' });
      if (sum('ever', true) >= limits.everOfOne || sum('open', true) >= limits.openOfOne) return refuse({ code: 'quota-full' });
      const made = await tx
        .insertInto('pages')
        .values({ id, vault: entered.number, account: session.account, until, blob: bytes })
        .onConflict((each) => each.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return made ? ok(null) : refuse({ code: 'already-given' });
    });
  },

  /** By any member, whoever laid it; what was not there is no error. Refusal `not-found`: no member. */
  async remove(session: Session, vault: string, id: string): Promise<Result<null>> {
    const entered = await access.enter(session, vault);
    if (!entered) return refuse(NOT_FOUND);
    await database.write
      .updateTable('pages')
      .set({ until: 0, blob: new Uint8Array(0) })
      .where('id', '=', id)
      .where('vault', '=', entered.number)
      .execute();
    return ok(null);
  },

  /** For anybody. Absent, withdrawn and over are answered alike. */
  async get(id: string): Promise<Result<{ readonly until: number; readonly blob: string }>> {
    const found = await database.read.selectFrom('pages').select(['until', 'blob']).where('id', '=', id).where('until', '>', now()).executeTakeFirst();
    return found ? ok({ until: found.until, blob: Buffer.from(found.blob).toString('base64') }) : refuse(NOT_FOUND);
  },

  /** Empties those whose time is over. */
  async sweep(): Promise<void> {
    await database.write
      .updateTable('pages')
      .set({ until: 0, blob: new Uint8Array(0) })
      .where('until', '>', 0)
      .where('until', '<=', now())
      .execute();
  },
});
