// What `kith vault status` says of a vault that is in an account, without asking a host: where else it is kept, what was not sent
// yet, when all was last the same there. Looked up without unlocking; the host's address shows where the key is at hand.

import { readySodium } from '#adapters/sodium.ts';
import { derivedId } from '#crypto/derived-id.ts';
import { ACCOUNT_NOTE, loadAccount } from '#crypto/device-account.ts';
import { tipId } from '#sync/jobs.ts';
import { keyAtHand } from '#crypto/vault-lock.ts';
import type { Context } from './context.ts';
import { heldKeys, type Found } from './session.ts';
import { undoId } from './undo.ts';
import type { Words } from './words.ts';

export interface SyncStanding {
  /** Null while the vault is locked. */
  readonly host: string | null;
  readonly signedIn: boolean | null;
  readonly unsent: number;
  readonly inStepAt: string | null;
}

/** Null where the vault is in no account. */
export const syncStanding = async ({ store, header, parts }: Found, context: Context): Promise<SyncStanding | null> => {
  if ((await store.note(ACCOUNT_NOTE)) === null) return null;
  const sodium = await readySodium();
  const near = header.lock === null ? await keyAtHand(header, parts.place, store) : null;
  const key = near?.ok ? near.value : ((await heldKeys(context, header)).get('') ?? null);
  const loaded = key ? await loadAccount(sodium, store, key, header) : null;
  const account = loaded?.ok ? loaded.value : null;
  const own = key ? [tipId(header.device), undoId(header.device, '')].map((name) => derivedId(sodium, key, name)) : ['', ''];
  const { count } = store.db.prepare('select count(*) as count from record indexed by unsent where ver <> base and id not in (?, ?)').get(...own) as { count: number };
  return { host: account?.host ?? null, signedIn: account ? account.token !== null : null, unsent: count, inStepAt: await store.note('synced') };
};

/** One line. */
export const standingText = ({ host, signedIn, unsent, inStepAt }: SyncStanding, words: Words): string =>
  [
    host === null ? words('status.kept-too') : words('status.kept-at', { host }),
    unsent === 0 ? words('status.all-sent') : words('status.unsent', { count: unsent }),
    inStepAt === null
      ? words('status.never-synced')
      : words('status.synced', { when: new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(inStepAt)) }),
    ...(signedIn === false ? [words('status.signed-out')] : []),
  ].join(' ');
