// The vault, off the page: opens, seals, stores. Keys live here and in the other workers, never in the page.
// Each tab has its own; they tell each other over a BroadcastChannel what was written, and lock together. What it tells
// stands in vault-events.ts; accounts and synchronising in account-side.ts and account-calls.ts, passkeys in passkey-calls.ts.

import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createBrowserKeyPlace } from '#adapters/browser/key-place.ts';
import { openDexieStore, type DexieStore } from '#adapters/browser/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import type { StoredRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import type { LockedKey } from '#crypto/keys.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession, type SealedBytes, type Session } from '#crypto/session.ts';
import { beginVault, keyAtHand, lockVault, readHeader, unlockForGood, unlockVault, type Header, type KeyPlace, type LockParts } from '#crypto/vault-lock.ts';
import { openingAddresses, readOpening } from '#adapters/opening-image.ts';
import { imageAddresses, readManifest } from '#adapters/search-manifest.ts';
import { sweepNow } from '#crypto/sweep.ts';
import { CIRCLES } from '#rooms/circles/model.ts';
import { addressesNamed } from '#rooms/journal/attachments.ts';
import { createAccountCalls } from './account-calls.ts';
import { createAccountSide } from './account-side.ts';
import { circleDatabase, createCircleGate } from './circle-gate.ts';
import { createPasskeyCalls, shownPasskeys, type PasskeysShown } from './passkey-calls.ts';
import { answer, sendEvent, transferred, type PortLike } from './rpc.ts';
import { createShowing } from './showing.ts';
import { asText, epochsOf, handoverOf, type News, type PutPicture, type VaultEvent, type VaultState } from './vault-events.ts';

const port = self as unknown as PortLike;

let database = '';
let store: DexieStore;
let place: KeyPlace;
let header: Header | null = null;
let session: Session | null = null;
let channel: BroadcastChannel | null = null;
let ownShown: Promise<void> = Promise.resolve();

/** As it lies there now: another tab may have changed the passphrase or the passkeys since. */
const headerNow = async (): Promise<Result<Header>> => {
  const found = await readHeader(store);
  if (!found.ok) return found;
  return found.value ? ok(found.value) : refuse({ code: 'store-gone' });
};

const lockParts = async (): Promise<LockParts> => ({ store, place, sealer: createSealer(await readySodium()), argon2id, random });

const start = async (with_: Header, key: Uint8Array): Promise<void> => {
  const sodium = await readySodium();
  header = with_;
  const epochs = await account.epochs(with_, key);
  session = await openSession({ store, sealer: createSealer(sodium), sodium, cipher: bulkCipher, argon2id, random, header: with_, key, ...(epochs ? { epochs } : {}) });
  await account.reach(session);
};

const need = (): Session => {
  if (!session) throw new Error('the vault is not open');
  return session;
};

const tellOthers = (news: News): void => channel?.postMessage(news);

const around = {
  database: () => database,
  store: () => store,
  place: () => place,
  session: () => session,
  send: (event: VaultEvent) => sendEvent(port, event),
  tellOthers,
  came: () => showing.came(),
  moved: () => dropMoved().catch(() => undefined),
};
const circles = createCircleGate({
  ...around,
  ownShown: () => ownShown,
  beginVault: () => calls.begin(new Date().toISOString()),
  accountChanged: () => account.changed(),
  wroteOwn: () => {
    showing.came();
    account.wrote();
  },
});
const account = createAccountSide({ ...around, beside: circles });

const showing = createShowing({
  store: () => store,
  session: () => session,
  send: around.send,
  before: () => account.whenReady(),
  elsewhere: async (here, rows) => here.noticed(here.vault.openRows(rows.filter(({ key }) => key === '')).records),
  caughtUp: (wrote) => {
    tellOthers({ wrote });
    circles.look();
  },
});

/** Drops what was derived before something moved, and does not wait for the next who would read it: reading does it. */
const dropMoved = async (): Promise<void> => {
  const here = session;
  const sealer = createSealer(await readySodium());
  if (here) await Promise.all([readOpening(here, sealer), readManifest(here, sealer)]);
};

const catchUp = async (): Promise<void> => {
  await showing.catchUp();
  circles.look();
};

/** `count`: how many rows were written, where that is known. */
const wrote = async <T extends Committed>(done: Result<T>, count = 0): Promise<Result<T>> => {
  if (done.ok) {
    await need().noticed(done.value.records);
    showing.wrote(done.value.seq, count);
    tellOthers({ wrote: done.value.seq });
    // An entry may just have gone into a journal with a lock.
    if (need().journalsWithLock().size > 0) void dropMoved().catch(() => undefined);
    account.wrote();
    if (done.value.records.some(({ id }) => id === CIRCLES)) circles.look();
  }
  return done;
};

const tellLock = (next: Header): void => {
  header = next;
  tellOthers({ lock: next.lock !== null });
};

/** What another tab has sealed under a newer key than this one knows is not damaged: once that key is here, it is tried again. */
const withNewestKeys = async <T>(write: () => Promise<Result<T>>): Promise<Result<T>> => {
  const done = await write();
  return !done.ok && done.error.code === 'record-damaged' && (await account.fresh()) ? write() : done;
};

const calls = {
  ...circles.calls,
  ...createAccountCalls(account, { ...around, beside: circles, enter: start }),
  ...createPasskeyCalls({ lockParts, header: headerNow, key: () => need().keys().get('')!, enter: start, changed: tellLock }),
  /** Opens the database of that name and says how it stands; opens the vault when no passphrase is needed. */
  async attach(name: string): Promise<Result<{ readonly state: VaultState; readonly lock: boolean; readonly passkeys: PasskeysShown | null }>> {
    database = name;
    const opened = await openDexieStore(name, () => sendEvent(port, { kind: 'upgrading' } satisfies VaultEvent));
    if (!opened.ok) return opened;
    store = opened.value;
    place = createBrowserKeyPlace(name);
    channel = new BroadcastChannel(`kith ${name}`);
    channel.addEventListener('message', ({ data }: MessageEvent<News>) => void heard(data));
    const found = await readHeader(store);
    if (!found.ok) return found;
    header = found.value;
    if (!header) return ok({ state: 'absent', lock: false, passkeys: null });
    const key = await keyAtHand(header, place, store);
    if (key.ok) {
      await start(header, key.value);
      return ok({ state: 'open', lock: false, passkeys: null });
    }
    return key.error.code === 'vault-locked' ? ok({ state: 'locked', lock: true, passkeys: shownPasskeys(header) }) : key;
  },
  async begin(made: string): Promise<Result<null>> {
    const begun = await beginVault({ store, place, random }, made);
    if (!begun.ok) return begun;
    await start(begun.value.header, begun.value.key);
    return ok(null);
  },
  async unlock(passphrase: string): Promise<Result<null>> {
    const now = await headerNow();
    if (!now.ok) return now;
    const key = await unlockVault(now.value, passphrase, await lockParts());
    if (!key.ok) return key;
    await start(now.value, key.value);
    return ok(null);
  },
  /** Whether a vault is open here; one may have been begun for a circle that then could not be joined. */
  isBegun: (): boolean => session !== null,
  /** What the marks of names in addresses are salted with. */
  addressSalt(): string {
    return need().idFor('addresses');
  },
  async setLock(passphrase: string): Promise<Result<null>> {
    const now = await headerNow();
    const locked = now.ok ? await lockVault(now.value, need().keys().get('')!, passphrase, await lockParts()) : now;
    if (!locked.ok) return locked;
    tellLock(locked.value);
    return ok(null);
  },
  async removeLock(): Promise<Result<null>> {
    const now = await headerNow();
    const open = now.ok ? await unlockForGood(now.value, need().keys().get('')!, { store, place }) : now;
    if (!open.ok) return open;
    tellLock(open.value);
    return ok(null);
  },
  /** Sends what was written here by another worker that may have ended before it said so. */
  lookAgain(): void {
    void catchUp();
    account.wrote();
  },
  /** Says to the other tabs that they lock; this one is ended by the page. */
  lockAll(): void {
    tellOthers({ locked: true });
  },
  /** Journals that the page has read: their locks are known from now on, whatever the store's note says. */
  async notice(journals: readonly string[]): Promise<void> {
    await need().noticed((await need().vault.byId(journals)).records);
  },
  async openAll(): Promise<void> {
    ownShown = showing.all();
    // Circles get ready beside that; their records come after one's own. What only the account's part can tell is told later.
    circles.look();
    await ownShown;
    void account.opened().catch(() => undefined);
  },
  commit: async (changes: readonly Change[], now: number): Promise<Result<Committed>> => {
    const done = await withNewestKeys(() => need().vault.commit(changes, now));
    return wrote(done, done.ok ? done.value.records.length : 0);
  },
  takeIn: async (records: readonly VaultRecord[], now: number): Promise<Result<Committed>> => wrote(await withNewestKeys(() => need().vault.takeIn(records, now))),
  async lockForJournal(journal: string, passphrase: string): Promise<Result<LockedKey>> {
    return need().lockForJournal(journal, passphrase);
  },
  async reseal(ids: readonly string[]): Promise<Result<null>> {
    const done = await withNewestKeys(() => need().vault.reseal(ids));
    if (!done.ok) return done;
    await dropMoved();
    tellOthers({ wrote: (await store.head()).seq });
    account.wrote();
    return done;
  },
  /** Opens a journal's own lock and sends what lies under it as batches. */
  async unlockJournal(journal: string, passphrase: string): Promise<Result<null>> {
    const done = await need().unlockJournal(journal, passphrase);
    if (done.ok) await showing.journal(journal);
    if (done.ok) account.unlocked();
    return done;
  },
  forgetJournal(journal: string): void {
    need().forgetJournal(journal);
    tellOthers({ closed: journal });
  },
  /**
   * A picture or recording on its way in: cleared of the place, time and device it tells unless the place is kept on
   * purpose, made small for lists, sealed. `tellsStill` when it tells a place that could not be surely taken out.
   */
  async putPicture(bytes: Uint8Array, mime: string, keepLocation: boolean): Promise<Result<PutPicture>> {
    // Asked for only by those who add one.
    const [{ pictureSize, withoutLocation }, { createThumbnail }] = await Promise.all([import('#core/picture.ts'), import('#adapters/browser/thumbnail.ts')]);
    const { bytes: plain, hadLocation, cannot } = keepLocation ? { bytes, hadLocation: false, cannot: undefined } : withoutLocation(bytes, mime);
    const size = pictureSize(plain, mime);
    const small = mime.startsWith('image/') ? await createThumbnail(new Blob([plain as Uint8Array<ArrayBuffer>], { type: mime }), size) : null;
    const sealed = await need().putBytes(plain);
    if (!sealed.ok) return sealed;
    const thumb = small ? await need().putBytes(small.bytes) : null;
    if (thumb && !thumb.ok) return thumb;
    return ok({
      ...asText(sealed.value),
      width: size?.width ?? null,
      height: size?.height ?? null,
      thumb: thumb ? asText(thumb.value) : null,
      tellsStill: hadLocation && cannot === true,
    });
  },
  putBytes: async (plain: Uint8Array): Promise<Result<SealedBytes>> => need().putBytes(plain),
  async getBytes(sealed: SealedBytes): Promise<Result<Uint8Array>> {
    const [address = ''] = sealed.chunks;
    const got = await need().getBytes(sealed, (done) => sendEvent(port, { kind: 'coming', address, done } satisfies VaultEvent));
    return got.ok ? transferred(got, [got.value.buffer as ArrayBuffer]) : got;
  },
  /** Gives another worker what it needs to open this vault, over a port that the page only passes on. */
  handOver(to: MessagePort): void {
    to.postMessage(handoverOf(database, need()));
    to.onmessage = () => void account.fresh().then(() => session && to.postMessage(epochsOf(session)));
  },
  /** Empties what was deleted long ago and drops bytes that nothing names; what was unnamed is noted until the next time. */
  async sweep(now: number): Promise<void> {
    const sealer = createSealer(await readySodium());
    // A lock that came between leaves nothing to sweep.
    if (!session) return;
    const swept = await sweepNow(need(), {
      now,
      addressesOf: addressesNamed,
      keep: async () => new Set([...(await imageAddresses(need(), sealer)), ...(await openingAddresses(need(), sealer))]),
    });
    await dropMoved();
    if (swept.ok && swept.value.emptied > 0) calls.lookAgain();
    // What a page opens from is packed: only here is every row itself looked at.
    if (swept.ok && swept.value.quarantined.length > 0) sendEvent(port, { kind: 'quarantined', rows: swept.value.quarantined } satisfies VaultEvent);
  },
  /** Everything on this device goes: after the person asked twice. */
  async erase(): Promise<void> {
    tellOthers({ erased: true });
    await account.farewell();
    session = null;
    await circles.close();
    await store.close();
    const { Dexie } = await import('dexie');
    for (const name of await Dexie.getDatabaseNames()) if (name.startsWith(circleDatabase(database, ''))) await Dexie.delete(name);
    await Dexie.delete(database);
    await Dexie.delete(`${database} key`);
  },
  /** Sealed rows and header as they lie, for a backup that only the passphrase opens. */
  async sealedRows(after: number, limit: number): Promise<readonly StoredRow[]> {
    return store.rowsAfter(after, limit);
  },
};

export type VaultCalls = typeof calls;

const heard = async (news: News): Promise<void> => {
  if ('circle' in news) return circles.heard(news);
  if ('locked' in news) return sendEvent(port, { kind: 'locked-elsewhere' } satisfies VaultEvent);
  if ('erased' in news) {
    // Nothing that is under way here may make the database anew.
    session = null;
    await circles.close();
    await store.close();
    return sendEvent(port, { kind: 'gone' } satisfies VaultEvent);
  }
  if ('closed' in news) {
    session?.forgetJournal(news.closed);
    return sendEvent(port, { kind: 'journal-closed', journal: news.closed } satisfies VaultEvent);
  }
  if ('lock' in news) {
    const found = await readHeader(store);
    if (found.ok && found.value) header = found.value;
    return sendEvent(port, { kind: 'lock-changed', lock: news.lock, passkeys: header && shownPasskeys(header) } satisfies VaultEvent);
  }
  if (!('wrote' in news)) return account.heard(news);
  account.wrote();
  await showing.heard(news.wrote);
  circles.look();
};

answer(port, calls);
