// One simulated device: the shipped gate, engine, ring and sealing over a store in memory, with a clock of its own and a network
// that fails. A crash ends everything that is in memory, at any await; a start reads what the store had kept.

import type { MemorySyncStore } from './sync-store.ts';
import { createMemorySyncStore } from './sync-store.ts';
import type { Dice } from './dice.ts';
import type { SimHost, SimSession } from './host.ts';
import type { World } from './world.ts';
import { newId } from '#core/ids.ts';
import type { Keys, Sealer, Store } from '#core/ports.ts';
import { merge, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow, type Result } from '#core/result.ts';
import { createVault, type Vault } from '#core/vault.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import { epochSealer, type Sodium } from '#crypto/seal.ts';
import type { Notice, SyncSettings } from '#sync/inputs.ts';
import { createOpener } from '#sync/opener.ts';
import type { Answer, HostPort, Opener } from '#sync/ports.ts';
import { decodePushAnswer, encodePushAnswer } from '#sync/protocol.ts';
import { openRing, type KeyRing, type VerifyWrites } from '#sync/ring.ts';
import { createSync, type Sync } from '#sync/runner.ts';

/** Shares of messages and awaits that meet each fault; all zero in the quiet at the end. */
export interface Faults {
  drop: number;
  duplicate: number;
  crash: number;
  /** Longest delay of a message, in milliseconds. */
  delay: number;
}

export interface Shared {
  readonly world: World;
  readonly sodium: Sodium;
  readonly sealer: Sealer;
  readonly verify: VerifyWrites;
  readonly vault: string;
  /** The vault's key at its beginning: ids of singletons come from it. */
  readonly firstKey: Uint8Array;
  readonly rowIdOf: (id: string) => string;
  readonly journal: { readonly id: string; readonly key: Uint8Array };
  readonly settings: SyncSettings;
  readonly faults: Faults;
  readonly host: () => SimHost | null;
  readonly count: (what: string) => void;
  /** After the host took something in. */
  readonly told: () => void;
  /** When the run began, by a right clock. */
  readonly began: number;
}

/** As whom a device acts: in one's own vault for itself, in a circle for its account. */
export interface Being {
  readonly device: string;
  readonly own: OwnKeys;
  readonly account: string;
  readonly isCircle: boolean;
}

export const ofOwnVault = (own: OwnKeys, account: string): Being => ({ device: own.id, own, account, isCircle: false });

export interface Running {
  readonly vault: Vault;
  readonly ring: KeyRing;
  readonly opener: Opener;
  readonly sync: Sync;
}

export interface SimDevice {
  readonly name: number;
  readonly own: OwnKeys;
  readonly store: MemorySyncStore;
  readonly session: SimSession;
  readonly notices: Notice[];
  /** What became the person's own after they were removed. */
  readonly copies: Map<string, VaultRecord>;
  skew: number;
  reachable: boolean;
  unlocked: boolean;
  /** Told of every record that the gate is about to write. */
  gate: (before: VaultRecord | undefined, after: VaultRecord) => void;
  /** Told once the store has it, though the acknowledgement may never arrive. */
  written: (isWritten: boolean) => void;
  running: Running | null;
  start(): Promise<void>;
  crash(why: string): void;
  wall(): number;
  setReachable(is: boolean): void;
  setUnlocked(is: boolean): void;
  /** Calls to the host over the network, as the engine's are; what is dropped never answers. */
  readonly hostPort: HostPort;
  call<T>(ask: (host: SimHost) => Promise<Result<T>>, changes?: boolean): Promise<Answer<T>>;
  /** Something that takes time and may be the last that this life of the device does. */
  gated<A extends readonly unknown[], T>(what: string, perform: (...args: A) => Promise<T>): (...args: A) => Promise<T>;
  /** The log as this device has kept it. */
  openRing(): Promise<KeyRing>;
  keysNow(): Keys;
}

export const createDevice = (shared: Shared, dice: Dice, name: number, { device: id, own, account, isCircle }: Being): SimDevice => {
  const { world, sodium, sealer, vault, journal, faults, count } = shared;
  const store = createMemorySyncStore();
  let life = 0;
  let wakeToken = 0;
  const sent = { last: 0, delivered: 0 };

  const crash = (why: string): void => {
    if (!device.running) return;
    count(`crash ${why}`);
    life++;
    device.running.sync.stop();
    device.running = null;
    world.after(500 + dice.below(20_000), () => device.start());
  };

  /** Something that takes time and may be the last thing this life of the device begins, or does. */
  const gated =
    <A extends readonly unknown[], T>(what: string, perform: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      new Promise((resolve, reject) => {
        const mine = life;
        world.after(dice.below(20), async () => {
          if (life !== mine) return;
          if (dice.chance(faults.crash)) return crash(`before ${what}`);
          try {
            const value = await perform(...args);
            if (dice.chance(faults.crash)) crash(`after ${what}`);
            else resolve(value);
          } catch (error) {
            // The gate leaves a transaction by throwing.
            reject(error);
          }
        });
      });

  const delay = (): number => 5 + Math.floor(dice.next() ** 3 * faults.delay);
  const offline = { ok: false, error: { code: 'offline' } } as const;

  const call = <T>(ask: (host: SimHost) => Promise<Result<T>>, changes = false): Promise<Answer<T>> =>
    new Promise((resolve) => {
      const mine = life;
      const number = ++sent.last;
      const answer = (value: Answer<T>): void => {
        if (life === mine) resolve(value);
      };
      const carry = (late: number): void =>
        world.after(late + delay(), async () => {
          const host = shared.host();
          if (!host || !device.reachable) return world.after(delay(), () => answer(offline));
          if (number < sent.delivered) count('reordered');
          sent.delivered = Math.max(sent.delivered, number);
          const before = changes ? await host.standing() : null;
          const result = await ask(host);
          const after = changes ? await host.standing() : null;
          if (before && after && (before.head !== after.head || before.log !== after.log)) shared.told();
          if (dice.chance(faults.drop)) return count('answer dropped');
          world.after(delay(), () => (device.reachable ? answer(result.ok ? result : { ok: false, error: { code: result.error.code } }) : undefined));
        });
      if (dice.chance(faults.duplicate)) {
        count('duplicated');
        carry(dice.below(40_000));
      }
      if (dice.chance(faults.drop)) return count('request dropped');
      carry(0);
    });

  const hostPort: HostPort = {
    pushKey: () => call((host) => host.pushKey(device.session)),
    push: (push) =>
      call(async (host) => {
        const answer = await host.push(device.session, push.slice());
        return answer.ok ? decodePushAnswer(encodePushAnswer(answer.value)) : answer;
      }, true),
    pull: (query) => call((host) => host.pull(device.session, query)),
    log: (after) => call((host) => host.log(device.session, after)),
    async postLog(entry) {
      const posted = await call((host) => host.postLog(device.session, entry), true);
      if (!posted.ok && posted.error.code === 'log-behind') count('entry raced');
      return posted;
    },
  };

  const device: SimDevice = {
    name,
    own,
    store,
    session: { account, device: id },
    notices: [],
    copies: new Map(),
    skew: 0,
    reachable: true,
    unlocked: true,
    gate: () => undefined,
    written: () => undefined,
    running: null,
    hostPort,
    call,
    gated,
    crash,
    wall: () => shared.began + world.now() + device.skew,
    keysNow: () => new Map([['', shared.firstKey], ...(device.unlocked ? [[journal.id, journal.key] as const] : [])]),
    setReachable(is) {
      if (device.reachable === is) return;
      device.reachable = is;
      device.running?.sync.online(is);
    },
    setUnlocked(is) {
      device.unlocked = is;
      if (is) device.running?.sync.unlocked();
    },
    openRing: async () =>
      orThrow(
        await openRing({
          sodium,
          random: (length) => dice.bytes(length),
          store: { ...store, keepLog: gated('log', store.keepLog) },
          vault,
          device: id,
          own,
          // A circle's keys come from its log alone.
          known: isCircle ? new Map() : new Map([[1, shared.firstKey]]),
          verify: shared.verify,
        }),
      ),
    async start() {
      if (device.running) return;
      const mine = ++life;
      const ring = await device.openRing();
      const keyFor = (record: VaultRecord): string => (registerOf(record, 'journal') === journal.id ? journal.id : '');
      const rowIdOf = shared.rowIdOf;
      const identity = {
        vault,
        device: id,
        get epoch() {
          return ring.keyEpoch();
        },
      };
      const opener = createOpener({ vault, device: id, sealer, epoch: ring.keyEpoch, epochKey: ring.epochKey, keys: device.keysNow, keyFor, rowIdOf });
      const gate = createVault({
        store: {
          ...store.store,
          commit: gated('commit', async (...args: Parameters<Store['commit']>) => {
            const done = await store.store.commit(...args);
            device.written(done.ok);
            return done;
          }),
        },
        sealer: epochSealer(sealer, ring.epochKey),
        identity,
        keys: device.keysNow,
        keyFor,
        rowIdOf,
        whyNot: (before, after) => {
          device.gate(before, after);
          return null;
        },
      });
      const sync = await createSync({
        store: { ...store, change: gated('change', store.change) },
        host: hostPort,
        ring,
        opener,
        settings: shared.settings,
        env: () => ({ now: device.wall(), elapsed: world.now(), random: dice.next() }),
        newOp: () => newId((length) => dice.bytes(length)),
        wake(after, tick) {
          const token = ++wakeToken;
          world.after(after, () => (token === wakeToken && life === mine ? tick() : undefined));
        },
        ...(isCircle ? { circle: { account } } : {}),
        say: (notice) => device.notices.push(notice),
        async keepPrivately(records) {
          for (const record of records) {
            const there = device.copies.get(record.id);
            device.copies.set(record.id, there ? merge(there, record) : record);
          }
          return ok(null);
        },
      });
      if (life !== mine) return sync.stop();
      device.running = { vault: gate, ring, opener, sync };
      sync.online(device.reachable);
      // A start knows nothing of what was written just before the crash, but that it may have been.
      sync.wrote();
    },
  };
  return device;
};
