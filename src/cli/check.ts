// `kith vault check`: opens every row and every blob, of one's own vault and of every circle that is here, changes nothing, and names what
// is damaged.

import { hexOf } from '#crypto/chunks.ts';
import { extend, type LogState } from '#crypto/membership-log.ts';
import { sweepNow } from '#crypto/sweep.ts';
import { imageAddresses, readManifest } from '#adapters/search-manifest.ts';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createSqliteSyncStore, damagedTables } from '#adapters/node/sync-store.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { openToRead } from '#adapters/circles.ts';
import { argon2id, readySodium } from '#adapters/sodium.ts';
import type { Quarantined } from '#core/vault.ts';
import { addressesNamed, addressesOf, attachmentOf, type Attachment } from '#rooms/journal/attachments.ts';
import { ok, type Result } from '#core/result.ts';
import type { LogEntryText } from '#sync/protocol.ts';
import { textToEntry } from '#sync/ring.ts';
import { keptCircles } from './circle-here.ts';
import { circleFile, circlesHere } from './circle-files.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { openHere, type HereOpen } from './linked.ts';
import type { Args } from './options.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

type Damage = { /** Name of the circle; absent for what is one's own. */ readonly circle?: string } & (
  | { readonly what: 'record'; readonly id: string; readonly why: Quarantined['why'] }
  | { readonly what: 'attachment'; readonly id: string; readonly name: string; readonly entry: string; readonly why: 'missing' | 'changed' }
  | { readonly what: 'blob'; readonly id: string; readonly why: 'changed' }
  | { readonly what: 'sync'; readonly id: string; readonly why: 'kept' | 'sending' | 'aside' | 'log' }
  | { readonly what: 'file'; readonly id: string; readonly why: string }
  | { readonly what: 'circle'; readonly id: string; readonly why: 'not-a-file' | 'keys' | 'newer' }
);

/** Whether the log that the store keeps is one: every entry signed, by whom it may be, on the one before. */
const isLogWhole = async (entries: readonly LogEntryText[]): Promise<boolean> => {
  if (entries.length === 0) return true;
  const sodium = await readySodium();
  let state: LogState | null = null;
  for (const entry of entries) {
    const next: Result<LogState> = extend(sodium, state, textToEntry(entry));
    // What a newer Kith wrote is not for this one to judge.
    if (!next.ok) return next.error.code === 'log-newer';
    state = next.value;
  }
  return true;
};

const SHA256 = /^[0-9a-f]{64}$/;

/** What shows without a key: pages of the file, what is known of a host, the log of members. */
const damagedFile = async ({ db }: Pick<SqliteStore, 'db'>): Promise<readonly Damage[]> => {
  const damage: Damage[] = [];
  for (const row of db.prepare('pragma integrity_check(20)').all() as { integrity_check: string }[])
    if (row.integrity_check !== 'ok') damage.push({ what: 'file', id: '', why: row.integrity_check });
  const sync = createSqliteSyncStore(db);
  for (const why of await damagedTables(sync)) damage.push({ what: 'sync', id: '', why });
  if (!(await isLogWhole(await sync.logEntries()))) damage.push({ what: 'sync', id: '', why: 'log' });
  return damage;
};

/** Every circle of which a file is here, also those that were left; with the keys that lie here, and without a host. */
const checkCircles = async (here: HereOpen, context: Context, progress: (count: number) => void) => {
  const { paths } = context;
  const damage: Damage[] = [];
  let [circles, records] = [0, 0];
  const names = new Map((await keptCircles(here)).map(({ vault, name }) => [vault, name] as const));
  for (const vault of circlesHere(paths)) {
    circles++;
    const circle = names.get(vault) || vault.slice(0, SHORT_ID);
    const opened = openSqliteStore(circleFile(paths, vault));
    if (!opened.ok) {
      damage.push({ circle, what: 'circle', id: vault, why: opened.error.code === 'vault-newer' ? 'newer' : 'not-a-file' });
      continue;
    }
    const store = opened.value;
    try {
      damage.push(...(await damagedFile(store)).map((one) => ({ ...one, circle })));
      const parts = { ...here.parts, sealer: here.open.sealer, cipher: bulkCipher, argon2id, open: here.vault };
      const read = await openToRead(parts, vault, { store, sync: createSqliteSyncStore(store.db) });
      if (!read.ok) {
        if (read.error.code !== 'log-broken') damage.push({ circle, what: 'circle', id: vault, why: 'keys' });
        continue;
      }
      for await (const batch of read.value.session.vault.all()) {
        records += batch.records.length;
        for (const { id, why } of batch.quarantined) damage.push({ circle, what: 'record', id, why });
        progress(records);
      }
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_SQLITE_ERROR') throw error;
      damage.push({ circle, what: 'circle', id: vault, why: 'not-a-file' });
    } finally {
      await store.close();
    }
  }
  return { circles, records, damage };
};

const damageText = (one: Damage, words: Words): string => {
  const text = words(`damage.${one.what}.${one.what === 'file' ? 'broken' : one.why}`, {
    id: one.what === 'blob' ? one.id.slice(0, 16) : one.id,
    name: 'name' in one ? one.name : '',
    entry: 'entry' in one ? one.entry.slice(0, SHORT_ID) : '',
    why: one.why,
  });
  return one.circle === undefined ? text : words('circle.notice', { name: one.circle, text });
};

export const runCheck = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await openHere(context);
  if (!here.ok) return here;
  const { session, store, sealer, linked } = here.value.open;
  const words = await context.words();
  const damage: Damage[] = [];
  damage.push(...(await damagedFile(store)));

  let records = 0;
  let locked = 0;
  const attachments: Attachment[] = [];
  for await (const batch of session.vault.all()) {
    records += batch.records.length;
    locked += batch.locked;
    for (const { id, why } of batch.quarantined) damage.push({ what: 'record', id, why });
    for (const record of batch.records) {
      const attachment = attachmentOf(record);
      if (attachment) attachments.push(attachment);
    }
    context.terminal.progress(words('check.progress', { count: records }));
  }

  // An address is the hash of what lies there, so that a changed byte shows without any key.
  const there = new Set<string>();
  const changed = new Set<string>();
  let blobs = 0;
  for (const { address } of await store.blobs()) {
    there.add(address);
    if (!SHA256.test(address)) continue;
    const bytes = await store.blob(address);
    if (!bytes || hexOf(await bulkCipher.hash(bytes)) !== address) changed.add(address);
    blobs++;
    if (blobs % 20 === 0) context.terminal.progress(words('check.progress-blobs', { count: blobs }));
  }
  // In an account what nobody looked at yet is at the host.
  let away = 0;
  for (const attachment of attachments) {
    const addresses = addressesOf(attachment);
    const isThere = addresses.every((address) => there.has(address));
    const why = addresses.some((address) => changed.has(address)) ? 'changed' : isThere || linked ? null : 'missing';
    if (!isThere && why === null) away++;
    if (why === null) continue;
    damage.push({ what: 'attachment', id: attachment.id, name: attachment.name, entry: attachment.entry, why });
    for (const address of addresses) changed.delete(address);
  }
  for (const address of changed) damage.push({ what: 'blob', id: address, why: 'changed' });
  const ofCircles = await checkCircles(here.value, context, (count) => context.terminal.progress(words('check.progress', { count: records + count })));
  damage.push(...ofCircles.damage);
  context.terminal.progress(null);

  if (args.has('json')) {
    for (const one of damage) context.terminal.say(toJsonLine({ damaged: one.what, ...one, what: undefined }));
    context.terminal.say(
      toJsonLine({
        checked: {
          records,
          attachmentParts: blobs,
          locked,
          ...(ofCircles.circles > 0 ? { circles: ofCircles.circles, inCircles: ofCircles.records } : {}),
          ...(linked ? { attachmentsAway: away } : {}),
        },
        damaged: damage.length,
      }),
    );
  } else {
    for (const one of damage) context.terminal.say(harmless(damageText(one, words)));
    context.terminal.say(words('check.done', { count: records, parts: blobs }));
    if (ofCircles.circles > 0) context.terminal.say(words('check.circles', { count: ofCircles.circles, records: ofCircles.records }));
    if (away > 0) context.terminal.say(words('check.away', { count: away }));
    if (locked > 0) context.terminal.say(words('gap.locked', { count: locked }));
    context.terminal.say(damage.length === 0 ? words('check.whole') : words('check.damaged', { count: damage.length }));
  }
  // What is whole is tidied: what was deleted long ago is emptied, bytes that nothing names go.
  if (damage.length === 0) {
    await sweepNow(session, { now: Date.now(), addressesOf: addressesNamed, keep: () => imageAddresses(session, sealer) });
    // What was emptied may stand in the image of the search: that goes with it.
    await readManifest(session, sealer);
  }
  return ok(damage.length === 0 ? EXIT.ok : EXIT.failed);
};
