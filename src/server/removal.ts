// Taking a vault or an account out of the database, whole: nothing of it stays but what belongs to others.

import type { Queries } from './database.ts';

/** Every table that holds something of a vault. A test reads the schema and says when one is missing. */
export const OF_A_VAULT = ['members', 'log_entries', 'writers', 'rows', 'ops', 'blobs', 'questions', 'tokens', 'ballots', 'pages', 'links'] as const;
export const OF_AN_ACCOUNT = ['devices', 'sessions', 'inbox', 'pages', 'news'] as const;

/** Of a page its id stays, which names nobody: who kept a copy and has its link lays it nowhere again. */
const endPages = (tx: Queries, of: 'vault' | 'account', which: number | string) =>
  tx
    .updateTable('pages')
    .set({ vault: 0, account: '', until: 0, blob: new Uint8Array(0) })
    .where(of, '=', which)
    .execute();

/** The blobs' bytes lie elsewhere: who calls this removes them after the transaction. */
export const removeVault = async (tx: Queries, number: number): Promise<void> => {
  await endPages(tx, 'vault', number);
  for (const table of OF_A_VAULT) await tx.deleteFrom(table).where('vault', '=', number).execute();
  await tx.deleteFrom('vaults').where('number', '=', number).execute();
};

/** Ids of the vaults that went with it: its own, and circles that nobody else is in. */
export const removeAccount = async (tx: Queries, account: string): Promise<readonly string[]> => {
  const own = await tx.selectFrom('vaults').select(['number', 'id']).where('owner', '=', account).execute();
  const circles = await tx
    .selectFrom('members')
    .innerJoin('vaults', 'vaults.number', 'members.vault')
    .select(['vaults.number', 'vaults.id'])
    .where('members.member', '=', account)
    .where('vaults.owner', 'is', null)
    .execute();
  const alone = [];
  for (const circle of circles) {
    const { count } = await tx
      .selectFrom('members')
      .select((each) => each.fn.countAll<number>().as('count'))
      .where('vault', '=', circle.number)
      .executeTakeFirstOrThrow();
    if (Number(count) === 1) alone.push(circle);
    else await tx.deleteFrom('members').where('vault', '=', circle.number).where('member', '=', account).execute();
  }
  for (const { number } of [...own, ...alone]) await removeVault(tx, number);
  await endPages(tx, 'account', account);
  for (const table of OF_AN_ACCOUNT) await tx.deleteFrom(table).where('account', '=', account).execute();
  await tx.deleteFrom('accounts').where('id', '=', account).execute();
  return [...own, ...alone].map(({ id }) => id);
};
