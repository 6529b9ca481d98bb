// "What the host stores about me": every kind of thing, counted, with its bytes as they lie in the database.

import type { AccountView } from '#sync/account-protocol.ts';
import type { Session } from './access.ts';
import type { HostDatabase } from './database.ts';

/** Null when the account has gone meanwhile. */
export const viewAccount = async (database: HostDatabase, { account }: Session): Promise<AccountView | null> => {
  const { read } = database;
  const found = await read.selectFrom('accounts').selectAll().where('id', '=', account).executeTakeFirst();
  if (!found) return null;
  const devices = await read.selectFrom('devices').select(['id', 'label', 'created', 'seen']).where('account', '=', account).orderBy('created').execute();
  const sessions = await read.selectFrom('sessions').select('device').distinct().where('account', '=', account).execute();
  const signedIn = new Set(sessions.map(({ device }) => device));
  const columns = ['number', 'id', 'owner', 'row_count', 'row_bytes', 'blob_count', 'blob_bytes', 'log'] as const;
  const own = await read.selectFrom('vaults').select(columns).where('owner', '=', account).execute();
  const shared = await read
    .selectFrom('members')
    .innerJoin('vaults', 'vaults.number', 'members.vault')
    .select(columns.map((name) => `vaults.${name}` as const))
    .where('members.member', '=', account)
    .where('vaults.owner', 'is', null)
    .execute();
  const vaults: AccountView['vaults'][number][] = [];
  for (const vault of [...own, ...shared]) {
    const log = await read
      .selectFrom('log_entries')
      .select((each) => each.fn.sum<number | null>(each.fn('length', ['bytes'])).as('bytes'))
      .where('vault', '=', vault.number)
      .executeTakeFirst();
    const members = await read
      .selectFrom('members')
      .select((each) => each.fn.countAll<number>().as('count'))
      .where('vault', '=', vault.number)
      .executeTakeFirstOrThrow();
    vaults.push({
      vault: vault.id,
      personal: vault.owner !== null,
      members: Number(members.count),
      rows: vault.row_count,
      rowBytes: vault.row_bytes,
      log: vault.log,
      logBytes: Number(log?.bytes ?? 0),
      blobs: vault.blob_count,
      blobBytes: vault.blob_bytes,
    });
  }
  const inbox = await read
    .selectFrom('inbox')
    .select((each) => [each.fn.countAll<number>().as('items'), each.fn.sum<number | null>(each.fn('length', ['blob'])).as('bytes')])
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  const keys = { password: found.record.length + found.wrap_password.length, recovery: found.recovery.length + found.wrap_recovery.length, bundle: found.bundle.length };
  const pages = await read
    .selectFrom('pages')
    .select((each) => [each.fn.countAll<number>().as('items'), each.fn.sum<number | null>(each.fn('length', ['blob'])).as('bytes')])
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  const welcomes = await read
    .selectFrom('links')
    .innerJoin('members', 'members.vault', 'links.vault')
    .select((each) => [each.fn.count<number>('links.welcome').as('items'), each.fn.sum<number | null>(each.fn('length', ['links.welcome'])).as('bytes')])
    .where('members.member', '=', account)
    .executeTakeFirstOrThrow();
  const welcomeBytes = Number(welcomes.bytes ?? 0);
  const news = await read
    .selectFrom('news')
    .select((each) => [each.fn.countAll<number>().as('items'), each.fn.sum<number | null>(each.fn('length', ['endpoint'])).as('bytes')])
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  const newsBytes = Number(news.bytes ?? 0);
  const pageBytes = Number(pages.bytes ?? 0);
  const inboxBytes = Number(inbox.bytes ?? 0);
  return {
    account,
    name: found.name,
    created: found.created,
    devices: devices.map((device) => ({ ...device, signedIn: signedIn.has(device.id) })),
    keys,
    vaults,
    inbox: { items: Number(inbox.items), bytes: inboxBytes },
    pages: { items: Number(pages.items), bytes: pageBytes },
    welcomes: { items: Number(welcomes.items), bytes: welcomeBytes },
    news: { items: Number(news.items), bytes: newsBytes },
    bytes:
      keys.password +
      keys.recovery +
      keys.bundle +
      Buffer.byteLength(found.name) +
      found.sign.length +
      inboxBytes +
      pageBytes +
      welcomeBytes +
      newsBytes +
      devices.reduce((sum, { label }) => sum + label.length, 0) +
      vaults.reduce((sum, { rowBytes, logBytes, blobBytes }) => sum + rowBytes + logBytes + blobBytes, 0),
  };
};
