// Items sealed to one person, laid into their inbox by somebody who shares a vault with them. The host sees from whom, to
// whom, when and how long, and hands each item out until its receiver takes it away.

import { ok, refuse, type Result } from '#core/result.ts';
import { ACCOUNT_LIMITS } from '#sync/account-protocol.ts';
import type { Access, Session } from './access.ts';
import type { HostDatabase } from './database.ts';

const PAGE = 100;
const PAGE_BYTES = 4 * 1024 * 1024;

export interface InboxItem {
  readonly id: string;
  readonly from: string;
  readonly at: number;
  readonly blob: string;
}

export const createInbox = (database: HostDatabase, access: Access, now: () => number, arrived: (account: string) => void) => ({
  /** Refusals: `not-found` (no vault in common), `quota-full`, `already-given` (the id lies there with other content). */
  async post(session: Session, { to, vault, id, blob }: { readonly to: string; readonly vault: string; readonly id: string; readonly blob: string }): Promise<Result<null>> {
    const entered = await access.enter(session, vault);
    if (!entered?.view.members.has(to)) return refuse({ code: 'not-found' });
    // Its place in the circle's log outlives an account that was deleted.
    if (!(await database.read.selectFrom('accounts').select('id').where('id', '=', to).executeTakeFirst())) return refuse({ code: 'not-found' });
    const bySender = await database.read
      .selectFrom('inbox')
      .select((each) => ['sender' as const, each.fn.countAll<number>().as('count')])
      .where('account', '=', to)
      .groupBy('sender')
      .execute();
    const all = bySender.reduce((sum, { count }) => sum + Number(count), 0);
    const own = Number(bySender.find(({ sender }) => sender === session.account)?.count ?? 0);
    if (all >= ACCOUNT_LIMITS.inboxItems || own >= ACCOUNT_LIMITS.inboxItemsOfOne) return refuse({ code: 'quota-full' });
    const bytes = Buffer.from(blob, 'base64');
    await database.write
      .insertInto('inbox')
      .values({ account: to, id, sender: session.account, at: now(), blob: bytes })
      .onConflict((each) => each.columns(['account', 'id']).doNothing())
      .execute();
    const kept = await database.write.selectFrom('inbox').select(['sender', 'blob']).where('account', '=', to).where('id', '=', id).executeTakeFirst();
    if (kept?.sender !== session.account || Buffer.compare(Buffer.from(kept.blob), bytes) !== 0) return refuse({ code: 'already-given' });
    arrived(to);
    return ok(null);
  },

  /** Oldest first; `after`: behind this item, so that what a device cannot open keeps nothing else back. */
  async page(
    { account }: Session,
    after: { readonly at: number; readonly id: string } | null,
  ): Promise<{ readonly items: readonly InboxItem[]; readonly more: boolean; readonly now: number }> {
    const rows = await database.read
      .selectFrom('inbox')
      .select(['id', 'sender', 'at', 'blob'])
      .where('account', '=', account)
      .$if(after !== null, (all) => all.where((is) => is.or([is('at', '>', after!.at), is.and([is('at', '=', after!.at), is('id', '>', after!.id)])])))
      .orderBy('at')
      .orderBy('id')
      .limit(PAGE + 1)
      .execute();
    let left = PAGE_BYTES;
    const fits = rows.slice(0, PAGE).filter(({ blob }, n) => (left -= blob.length) >= 0 || n === 0);
    return { items: fits.map(({ id, sender, at, blob }) => ({ id, from: sender, at, blob: Buffer.from(blob).toString('base64') })), more: fits.length < rows.length, now: now() };
  },

  /** Whether it was there or not: taking away twice is no error. */
  async remove({ account }: Session, id: string): Promise<void> {
    await database.write.deleteFrom('inbox').where('account', '=', account).where('id', '=', id).execute();
  },
});
