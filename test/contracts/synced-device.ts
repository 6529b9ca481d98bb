// A device as a person has one: a real SQLite file in a folder of its own, the shipped gate, account and synchronising code, and a
// real network to a real host. What the contracts of accounts and of synchronising over HTTP stand on.

import { join } from 'node:path';
import type { Fetch } from '#adapters/host-calls.ts';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createOpaqueClient } from '#adapters/opaque-client.ts';
import { createAccount, signIn, type Entered, type EntryParts, type NewAccount } from '#adapters/account-entry.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { openEpochs, startSync, type SyncSession, type SyncSessionParts } from '#adapters/sync-session.ts';
import type { OpenVault } from '#adapters/account-parts.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { isAlive, textsOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow, type Refusal, type Result } from '#core/result.ts';
import { loadAccount, type DeviceAccount } from '#crypto/device-account.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { beginVault, readHeader, type Header, type KeyPlace } from '#crypto/vault-lock.ts';
import type { Status } from '#sync/engine.ts';
import { SETTINGS, type Notice } from '#sync/inputs.ts';
import type { LogStore, SyncStore } from '#sync/ports.ts';

export const MADE = '2026-11-25T12:00:00.000Z';

export interface TestDevice {
  readonly store: SqliteStore;
  readonly sync: SyncStore & LogStore;
  readonly parts: EntryParts;
  readonly notices: (Notice | Refusal)[];
  readonly statuses: Status[];
  readonly came: VaultRecord[];
  /** The device's clock is wrong by so much, milliseconds. */
  readonly clock: { off: number };
  /** The cable: while it is out, no request arrives anywhere. */
  readonly cable: { in: boolean };
  /** Every request that went out: method, path, and the token it bore. */
  readonly asked: { readonly what: string; readonly token: string | null }[];
  open(): OpenVault;
  /** A vault without an account. */
  begin(): Promise<void>;
  /** Opens what is there as the shells do: epochs first, then the session. */
  start(): Promise<Session>;
  create(host: string, name: string, password: string, more?: Pick<NewAccount, 'invite' | 'link' | 'isMadeUp'>): Promise<Result<DeviceAccount>>;
  signIn(host: string, name: string, password: string): Promise<Result<Entered>>;
  account(): Promise<DeviceAccount>;
  session(): Session;
  follow(more?: Partial<SyncSessionParts>): Promise<SyncSession>;
  live(): SyncSession;
  write(text: string, id?: string): Promise<string>;
  texts(): Promise<readonly string[]>;
  stop(): void;
  close(): Promise<void>;
}

/** An entry's text, as a change of a record: what is tried here is not the room. */
export const entryChange = (text: string, id: string): Change => ({ id, kind: 'entry', v: 1, write: { text } });

/** `between` sees every request and answer, and may change them, as a host could. */
export const createTestDevice = async (folder: string, name: string, between: (fetch: Fetch) => Fetch = (same) => same): Promise<TestDevice> => {
  const sodium = await readySodium();
  const sealer = createSealer(sodium);
  const store = orThrow(openSqliteStore(join(folder, `${name}.kith`)));
  const sync = createSqliteSyncStore(store.db);
  let key: Uint8Array | null = null;
  const place: KeyPlace = {
    read: async () => key,
    async write(written) {
      key = written;
      return ok(null);
    },
    async drop() {
      key = null;
    },
  };
  const clock = { off: 0 };
  const cable = { in: true };
  const asked: { what: string; token: string | null }[] = [];
  const overCable: Fetch = async (address, init) => {
    if (!cable.in) throw new TypeError('no network');
    asked.push({ what: `${init.method ?? 'GET'} ${new URL(address).pathname}`, token: new Headers(init.headers).get('authorization') });
    const answer = await fetch(address, init);
    if (!cable.in) throw new TypeError('no network');
    return answer;
  };
  const parts: EntryParts = {
    sodium,
    random,
    store,
    log: sync,
    place,
    now: () => Date.now() + clock.off,
    fetch: between(overCable),
    // Weak on purpose: a guess costs the same here as with more memory, and the tests have two cores.
    opaque: createOpaqueClient({ 'argon2id-custom': { iterations: 1, memory: 1024, parallelism: 1 } }),
  };
  let header: Header | null = null;
  let session: Session | null = null;
  let running: SyncSession | null = null;

  const device: TestDevice = {
    store,
    sync,
    parts,
    notices: [],
    statuses: [],
    came: [],
    clock,
    cable,
    asked,
    open: () => ({ header: header!, key: key! }),
    async begin() {
      const begun = orThrow(await beginVault({ store, place, random }, MADE));
      ({ header } = begun);
      await device.start();
    },
    async start() {
      header = orThrow(await readHeader(store));
      const linked = orThrow(await openEpochs(parts, device.open()));
      session = await openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header: header!, key: key!, ...(linked ? { epochs: linked.ring } : {}) });
      return session;
    },
    create: (host, who, password, more = {}) => createAccount(parts, device.open(), { host, name: who, password, label: name, ...more }),
    async signIn(host, who, password) {
      const entered = await signIn(parts, header ? device.open() : null, { host, name: who, password, label: name, made: MADE });
      if (entered.ok) await device.start();
      return entered;
    },
    account: async () => orThrow(await loadAccount(sodium, store, key!, header!))!,
    session: () => session!,
    async follow(more = {}) {
      device.stop();
      const linked = orThrow(await openEpochs(parts, device.open()))!;
      running = await startSync({
        ...parts,
        session: session!,
        sealer,
        sync,
        linked,
        settings: { ...SETTINGS, longestWait: 500 },
        onNotice: (notice) => device.notices.push(notice),
        onStatus: (status) => device.statuses.push(status),
        onRecords: (records) => device.came.push(...records),
        ...more,
      });
      return running;
    },
    live: () => running!,
    async write(text, id = newId(random)) {
      orThrow(await session!.vault.commit([entryChange(text, id)], parts.now()));
      running?.wrote();
      return id;
    },
    async texts() {
      const texts: string[] = [];
      for await (const { records } of session!.vault.all()) for (const record of records) if (record.kind === 'entry' && isAlive(record)) texts.push(...textsOf(record, 'text'));
      return texts.sort();
    },
    stop() {
      running?.stop();
      running = null;
    },
    async close() {
      device.stop();
      await store.close();
    },
  };
  return device;
};

/** Waits until something is so; a test that waits for ever fails by its own limit. */
export const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 20));
};
