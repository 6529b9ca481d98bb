// The page's side of the vault: what is open, what may be undone, and the one call that writes. Views read a Snapshot and
// select from it; commands give changes to `commit`. Nothing here is a copy of a rule: those are in the rooms.

import { createContext, use, useSyncExternalStore } from 'react';
import type { Change } from '#core/change.ts';
import { unpackRecord } from '#core/encode.ts';
import { newId } from '#core/ids.ts';
import { keyForRecord } from '#core/journal-keys.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, type Result } from '#core/result.ts';
import { allRecords, emptySnapshot, recordById, recordsOf, withoutRecords, withRecords, type Snapshot } from '#core/snapshot.ts';
import type { Committed, Quarantined } from '#core/vault.ts';
import type { PasskeyOutput } from '#crypto/passkeys.ts';
import { CIRCLES, circlesKept } from '#rooms/circles/model.ts';
import { forgetNumbers, setAddressSalt } from './address.ts';
import { deviceName } from './device-name.ts';
import { createShelf } from './circle-shelf.ts';
import { FRESH, type DeskState, type Undoable } from './desk-state.ts';
import type { Asked } from '../workers/account-calls.ts';
import type { PasskeysShown } from '../workers/passkey-calls.ts';
import type { VaultEvent } from '../workers/vault-events.ts';
import type { VaultCalls } from '../workers/vault-worker.ts';
import { remote, type Remote } from '../workers/rpc.ts';

export type { DeskState, Phase, Undoable } from './desk-state.ts';

export const OWN_VAULT = 'kith';
export const SAMPLE_VAULT = 'kith-sample-pepys';

/** Milliseconds: what is open sooner needs no count, and a few times a second is as often as one is read; drawing it takes from opening itself. */
const COUNT_AFTER = 700;
const COUNT_EVERY = 150;

export class Desk {
  #state: DeskState = FRESH;
  #listeners = new Set<() => void>();
  #worker: Worker | null = null;
  #calls: Remote<VaultCalls> | null = null;
  #pending: VaultRecord[] = [];
  #opening: { done: () => void } | null = null;
  #counted = 0;
  readonly #shelf = createShelf();
  readonly #coming = new Map<string, Set<(done: number) => void>>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): DeskState => this.#state;

  #set(part: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  get calls(): Remote<VaultCalls> {
    if (!this.#calls) throw new Error('no vault is attached');
    return this.#calls;
  }

  /** Random id for a new record. */
  readonly newId = (): string => newId((length) => crypto.getRandomValues(new Uint8Array(length)));

  /** Attaches to a vault on this device and opens it where no passphrase is needed. */
  async attach(database: string = OWN_VAULT): Promise<void> {
    this.#end();
    this.#state = { ...FRESH, sample: database !== OWN_VAULT, snapshot: emptySnapshot(this.#state.snapshot.version + 1) };
    const worker = new Worker(new URL('../workers/vault-worker.ts', import.meta.url), { type: 'module', name: 'vault' });
    this.#worker = worker;
    const failed = (): void => {
      if (worker === this.#worker) this.#set({ phase: 'failed', refusal: { code: 'vault-worker-failed' } });
    };
    worker.addEventListener('error', failed);
    // What a worker said before it was ended may still arrive: it must not fill a page that has locked since.
    this.#calls = remote<VaultCalls>(worker, (event) => {
      if (worker === this.#worker) this.#heard(event);
    });
    const attached = await this.calls.attach(database).catch(failed);
    if (!attached || worker !== this.#worker) return;
    if (!attached.ok) return this.#set({ phase: 'failed', refusal: attached.error });
    this.#set({ upgrading: false, lock: attached.value.lock, passkeys: attached.value.passkeys, phase: attached.value.state === 'open' ? 'opening' : attached.value.state });
    if (attached.value.state === 'open') await this.#open();
  }

  /** Shows a count while something long fills the vault before it is looked at. */
  count(done: number, total: number): void {
    this.#set({ phase: done < total ? 'opening' : 'open', opened: done, total });
  }

  /** Makes a new vault: no account, no passphrase. */
  async begin(): Promise<Result<null>> {
    const begun = await this.calls.begin(new Date().toISOString());
    if (begun.ok) await this.#open();
    return begun;
  }

  /** Comes into an account; on a device without a vault the account's comes to it and is opened. With `code`, after the password was lost. */
  async signIn(asked: Asked & { readonly code?: string }): Promise<Result<null>> {
    const wasAbsent = this.#state.phase === 'absent';
    const { code, ...rest } = asked;
    const done = await (code === undefined ? this.calls.signIn(rest) : this.calls.recoverAccount({ ...rest, code }));
    if (done.ok && wasAbsent) await this.#open();
    return done;
  }

  /** Comes into a circle with a link and a name; a vault and an account are made where there are none. */
  joinCircle(link: string, myName: string): Promise<Result<{ readonly vault: string }>> {
    return this.#comingIn(this.calls.joinCircle(link, myName, deviceName()));
  }

  /** A new circle; a vault and an account are made where there are none, and the host lets one in. */
  createCircle(name: string, myName: string): Promise<Result<{ readonly vault: string }>> {
    return this.#comingIn(this.calls.createCircle(name, myName, deviceName()));
  }

  async #comingIn<T>(asked: Promise<Result<T>>): Promise<Result<T>> {
    const wasAbsent = this.#state.phase === 'absent';
    const done = await asked;
    if (wasAbsent && (done.ok || (await this.calls.isBegun()))) await this.#open();
    return done;
  }

  /** Waits until another device lets this one in; then the account's vault is here and open. */
  async pair(label: string): Promise<Result<null>> {
    const done = await this.calls.awaitPairing(label);
    if (done.ok) await this.#open();
    return done;
  }

  async unlock(passphrase: string): Promise<Result<null>> {
    const unlocked = await this.calls.unlock(passphrase);
    if (unlocked.ok) await this.#open();
    return unlocked;
  }

  async #open(): Promise<void> {
    // Answered before anything else that is asked below.
    const salted = this.calls.addressSalt().then(setAddressSalt);
    this.#pending = [];
    this.#counted = performance.now() + COUNT_AFTER - COUNT_EVERY;
    this.#set({ phase: 'opening', opened: 0, quarantined: [] });
    const all = new Promise<void>((done) => (this.#opening = { done }));
    await Promise.all([salted, this.calls.openAll()]);
    await all;
  }

  #heard(event: VaultEvent): void {
    if (event.kind === 'quarantined') {
      const known = new Set(this.#state.quarantined.map(({ id }) => id));
      const fresh = event.rows.filter(({ id }) => !known.has(id));
      return fresh.length > 0 ? this.#set({ quarantined: [...this.#state.quarantined, ...fresh] }) : undefined;
    }
    if (event.kind === 'locked-elsewhere') return void this.#afterLock();
    if (event.kind === 'lock-changed') return this.#set({ lock: event.lock, passkeys: event.passkeys });
    if (event.kind === 'journal-closed') return this.#forget(event.journal);
    if (event.kind === 'hosted') return this.#set({ hosted: event.hosted, sync: event.sync, notices: event.notices });
    if (event.kind === 'keys-changed') {
      for (const forget of this.onForget) forget('');
      return;
    }
    if (event.kind === 'circle') return this.#set({ circles: this.#shelf.shown(event.circle) });
    if (event.kind === 'gone') return location.assign('/');
    if (event.kind === 'upgrading') return this.#set({ upgrading: true });
    if (event.kind === 'coming') {
      for (const hear of this.#coming.get(event.address) ?? []) hear(event.done);
      return;
    }
    const came: VaultRecord[] = [];
    const damaged: Quarantined[] = [];
    for (const one of JSON.parse(event.text) as [string, unknown][]) {
      const record = unpackRecord(one[0], one[1]);
      if (record) came.push(record);
      else damaged.push({ id: one[0], seq: 0, why: 'not-a-record' });
    }
    if (damaged.length > 0) this.#set({ quarantined: [...this.#state.quarantined, ...damaged] });
    if (event.circle !== undefined) {
      const circles = this.#shelf.came(event.circle, came, event.last, event.why);
      return circles ? this.#set({ circles }) : undefined;
    }
    for (const record of came) this.#pending.push(record);
    if (!event.last) {
      if (event.why === 'open' && performance.now() - this.#counted > COUNT_EVERY) {
        this.#counted = performance.now();
        this.#set({ opened: event.opened, total: event.total });
      }
      return;
    }
    const records = this.#pending;
    this.#pending = [];
    const snapshot = withRecords(this.#state.snapshot, records);
    this.#expectCircles(snapshot, records);
    if (event.why === 'open') {
      this.#set({ phase: 'open', snapshot: { ...snapshot, changed: null }, opened: event.total, total: event.total });
      this.#opening?.done();
      this.#opening = null;
      const journals = [...recordsOf(snapshot, 'journal').keys()];
      if (journals.length > 0) void this.calls.notice(journals).catch(() => undefined);
    } else this.#set({ snapshot });
  }

  #expectCircles(snapshot: Snapshot, came: readonly VaultRecord[]): void {
    if (came.some(({ id }) => id === CIRCLES)) this.#set({ circles: this.#shelf.expect(circlesKept(recordById(snapshot, 'circles', CIRCLES))) });
  }

  /**
   * The one way to write. `label` names what was done for the undo offer; without one nothing is offered.
   * A refusal leaves everything as it was.
   */
  async commit(changes: readonly Change[], label?: string, places?: Undoable['with'], room?: string): Promise<Result<Committed>> {
    if (changes.length === 0) return ok({ records: [], undo: [], seq: 0 });
    const calls = this.calls;
    const done = await calls.commit(changes, Date.now());
    // It is written; but the page has locked meanwhile, and holds nothing any more.
    if (!done.ok || calls !== this.#calls) return done;
    this.#set({ snapshot: withRecords(this.#state.snapshot, done.value.records), undoable: this.#undoableWith(done.value, label, { with: places, room }) });
    return done;
  }

  /** The same in a circle. Refusals, besides: `circle-gone`, `circle-left`, `circle-none`. */
  async commitIn(circle: string, changes: readonly Change[], label?: string, places?: Undoable['with'], room?: string): Promise<Result<Committed>> {
    if (changes.length === 0) return ok({ records: [], undo: [], seq: 0 });
    const calls = this.calls;
    const done = await calls.commitIn(circle, changes, Date.now());
    if (!done.ok || calls !== this.#calls) return done;
    this.#set({ circles: this.#shelf.wrote(circle, done.value.records), undoable: this.#undoableWith(done.value, label, { with: places, room, circle }) });
    return done;
  }

  #undoableWith({ undo }: Committed, label: string | undefined, more: { readonly [N in 'with' | 'room' | 'circle']?: Undoable[N] | undefined }): readonly Undoable[] {
    if (!label) return this.#state.undoable;
    const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)) as Pick<Undoable, 'with' | 'room' | 'circle'>;
    return [...this.#state.undoable.slice(-49), { label, changes: undo, ...said }];
  }

  /** Takes back the newest write that can be, or a given one. */
  async undo(what: Undoable | undefined = this.#state.undoable.at(-1)): Promise<Result<Committed> | null> {
    if (!what) return null;
    this.#set({ undoable: this.#state.undoable.filter((each) => each !== what) });
    return what.circle === undefined ? this.commit(what.changes) : this.commitIn(what.circle, what.changes);
  }

  async setLock(passphrase: string): Promise<Result<null>> {
    const done = await this.calls.setLock(passphrase);
    if (done.ok) this.#set({ lock: true });
    return done;
  }

  async removeLock(): Promise<Result<null>> {
    const done = await this.calls.removeLock();
    if (done.ok) this.#set({ lock: false, passkeys: null });
    return done;
  }

  async unlockWithPasskey(given: PasskeyOutput): Promise<Result<null>> {
    const unlocked = await this.calls.unlockWithPasskey(given);
    if (unlocked.ok) await this.#open();
    return unlocked;
  }

  async addPasskey(given: PasskeyOutput, salt: string): Promise<Result<unknown>> {
    return this.#passkeys(this.calls.addPasskey({ ...given, salt, made: new Date().toISOString() }));
  }

  async removePasskey(id: string): Promise<Result<unknown>> {
    return this.#passkeys(this.calls.removePasskey(id));
  }

  async #passkeys(asked: Promise<Result<PasskeysShown | null>>): Promise<Result<unknown>> {
    const done = await asked;
    if (done.ok) this.#set({ passkeys: done.value });
    return done;
  }

  /** Forgets the key and everything open, here and in other tabs; the page shows the lock. Nothing without a passphrase. */
  async lockNow(): Promise<void> {
    if (!this.#state.lock) return;
    await this.calls.lockAll();
    await this.#afterLock();
  }

  async #afterLock(): Promise<void> {
    const database = this.#state.sample ? SAMPLE_VAULT : OWN_VAULT;
    await this.attach(database);
  }

  async unlockJournal(journal: string, passphrase: string): Promise<Result<null>> {
    // Nothing of it is here while it is locked, but what a crash kept from being sealed again when it was.
    const outside = this.#idsIn(journal);
    const done = await this.calls.unlockJournal(journal, passphrase);
    if (!done.ok) return done;
    this.#set({ openJournals: new Set([...this.#state.openJournals, journal]) });
    await this.#reseal(outside);
    return done;
  }

  /** Gives a journal (with the entries in it, by id) a lock of its own, or a new passphrase. `put` makes the change of its record. */
  async lockJournal(journal: string, passphrase: string, ids: readonly string[], put: (lock: NonNullable<unknown>) => readonly Change[]): Promise<Result<null>> {
    const locked = await this.calls.lockForJournal(journal, passphrase);
    if (!locked.ok) return locked;
    const done = await this.commit(put(locked.value));
    if (!done.ok) return done;
    this.#set({ openJournals: new Set([...this.#state.openJournals, journal]) });
    return this.#reseal(ids);
  }

  /** A few hundred in each transaction, so that other tabs can write between. */
  async #reseal(ids: readonly string[]): Promise<Result<null>> {
    for (let at = 0; at < ids.length; at += 500) {
      const done = await this.calls.reseal(ids.slice(at, at + 500));
      if (!done.ok) return done;
    }
    return ok(null);
  }

  #idsIn(journal: string): string[] {
    const alone = { has: (id: string) => id === journal };
    return [...allRecords(this.#state.snapshot)].filter((record) => keyForRecord(record, alone) === journal).map(({ id }) => id);
  }

  /** Closes a journal's own lock, here and in other tabs: its records leave the memory. */
  async forgetJournal(journal: string): Promise<void> {
    await this.calls.forgetJournal(journal);
    this.#forget(journal);
  }

  #forget(journal: string): void {
    for (const forget of this.onForget) forget(journal);
    const ids = new Set(this.#idsIn(journal));
    const openJournals = new Set(this.#state.openJournals);
    openJournals.delete(journal);
    this.#set({ snapshot: withoutRecords(this.#state.snapshot, ids), openJournals, undoable: [] });
  }

  /** Hears how many bytes have come of what begins at an address, until what is given back is called. */
  hearComing(address: string, hear: (done: number) => void): () => void {
    const those = this.#coming.get(address) ?? new Set();
    this.#coming.set(address, those.add(hear));
    return () => {
      those.delete(hear);
      if (those.size === 0 && this.#coming.get(address) === those) this.#coming.delete(address);
    };
  }

  /** Tells the worker of the network, and of somebody who comes back to the page. */
  watchNetwork(): void {
    const tell = (): void => void this.#calls?.online(navigator.onLine).catch(() => undefined);
    addEventListener('online', tell);
    addEventListener('offline', tell);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tell());
  }

  /** A port through which a further worker gets what it needs to open this vault. */
  portForWorker(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const worker = this.#worker;
    worker?.postMessage({ call: 'handOver', n: 0, args: [port1] }, [port1]);
    return port2;
  }

  async erase(): Promise<void> {
    await this.calls.erase();
    this.#end();
    this.#set({ ...FRESH, phase: 'absent', snapshot: emptySnapshot(this.#state.snapshot.version + 1) });
  }

  #end(): void {
    setAddressSalt('');
    forgetNumbers();
    this.#worker?.terminate();
    this.#worker = null;
    this.#calls = null;
    this.#pending = [];
    this.#opening = null;
    this.#shelf.clear();
    for (const stop of this.onEnd) stop();
  }

  /** Called with a journal whose own lock is closed, or '' when the vault's own key is a newer one: other workers hold what they were handed. */
  readonly onForget = new Set<(journal: string) => void>();

  /** Called when the vault is closed: other workers end with it. */
  readonly onEnd = new Set<() => void>();
}

export const DeskContext = createContext<Desk | null>(null);

export const useDesk = (): Desk => {
  const desk = use(DeskContext);
  if (!desk) throw new Error('outside the desk');
  return desk;
};

export const useDeskState = (): DeskState => {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
};

export const useSnapshot = (): Snapshot => useDeskState().snapshot;
