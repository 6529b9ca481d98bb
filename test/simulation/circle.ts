// One run of a circle, from its seed alone: people come in with links, write, need, share and take back, send letters, are sent away
// and leave while everything fails; then all is quiet, and what is there is judged (circle-judge.ts). What is simulated is the network,
// the clocks, the stores and the people; gate, engine, sealing, log, rooms, terms, letters and host are the shipped ones.

import { createDoors, PATIENCE } from './circle-doors.ts';
import { judgeCircle } from './circle-judge.ts';
import { createPostbox, type Postbox } from './circle-letters.ts';
import { createPeople } from './circle-people.ts';
import type { Item } from './circle-words.ts';
import { createDevice, type Faults, type Shared, type SimDevice } from './device.ts';
import { createDice } from './dice.ts';
import { createHistory } from './history.ts';
import { createRealHost } from './real-host.ts';
import type { RunResult } from './run.ts';
import { createSignatures } from './signatures.ts';
import { watch, type WatchedHost } from './watched-host.ts';
import { createWorld, type World } from './world.ts';
import { readySodium } from '#adapters/sodium.ts';
import { isId, newDeviceId, newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { derivedId } from '#crypto/derived-id.ts';
import { makeKeys, type OwnKeys } from '#crypto/device-keys.ts';
import { hashHex } from '#crypto/domain.ts';
import type { InviteLink } from '#crypto/invites.ts';
import { beginCircle, leave, newEpoch, setRole } from '#crypto/membership-deeds.ts';
import { createSealer, type Sodium } from '#crypto/seal.ts';
import { SETTINGS } from '#sync/inputs.ts';
import { entryToText } from '#sync/ring.ts';

export interface CircleSettings {
  readonly seed: string;
  /** People who come into it sooner or later. */
  readonly size: number;
  /** Operations of each device. */
  readonly ops: number;
}

/** Sizes that are tried, each with the operations of a device that make it about as long as the others. */
export const CIRCLES: readonly Omit<CircleSettings, 'seed'>[] = [
  { size: 2, ops: 30 },
  { size: 3, ops: 30 },
  { size: 12, ops: 10 },
  { size: 30, ops: 4 },
];

export interface Person {
  readonly own: OwnKeys;
  readonly devices: readonly SimDevice[];
  readonly letters: Postbox;
}

/** What a run is judged by. */
export interface Circle {
  readonly world: World;
  readonly sodium: Sodium;
  readonly shared: Shared;
  readonly host: WatchedHost;
  readonly persons: readonly Person[];
  readonly devices: readonly SimDevice[];
  /** Those that ever came in. */
  readonly entered: ReadonlySet<SimDevice>;
  readonly stranger: OwnKeys;
  readonly links: readonly InviteLink[];
  readonly history: ReturnType<typeof createHistory>;
  readonly items: ReadonlyMap<string, Item>;
  readonly laid: readonly { readonly from: string; readonly to: string; readonly id: string; readonly blob: Uint8Array }[];
  readonly rolledBack: boolean;
  readonly count: (what: string, times?: number) => void;
}

const BEGAN = 1_790_000_000_000;
const TEN_YEARS = 10 * 365 * 86_400_000;
/** Milliseconds that the noise lasts. */
const LENGTH = 1_200_000;

export const runCircle = async ({ seed, size, ops }: CircleSettings): Promise<RunResult> => {
  const dice = createDice(`circle of ${size} ${seed}`);
  const real = await readySodium();
  const random = (
    (own) => (length: number) =>
      own.bytes(length)
  )(dice.fork('keys'));
  const sodium: Sodium = { ...real, randombytes_buf: random };
  const world = createWorld();
  const counts: Record<string, number> = {};
  const count = (what: string, times = 1): void => void (counts[what] = (counts[what] ?? 0) + times);
  const history = createHistory();
  const vault = newId(random);
  const keysOf = (): OwnKeys => makeKeys(sodium, random, newId(random));
  const owns = Array.from({ length: size }, keysOf);
  const stranger = keysOf();
  const faults: Faults = { drop: 0.02 + dice.next() * 0.06, duplicate: 0.05, crash: 0.0015, delay: 100 + dice.below(4000) };
  let [isUp, isHostFull, isOver] = [true, false, false];
  const now = (): number => BEGAN + world.now();
  const signatures = createSignatures(sodium);
  const watched = watch(await createRealHost({ vault, accounts: [...owns, stranger], isCircle: true, now, isFull: () => isHostFull }));
  const laid: { from: string; to: string; id: string; blob: Uint8Array }[] = [];
  const host: WatchedHost = {
    ...watched,
    inbox: {
      ...watched.inbox,
      post(session, item) {
        laid.push({ from: session.account, to: item.to, id: item.id, blob: Buffer.from(item.blob, 'base64') });
        return watched.inbox.post(session, item);
      },
    },
  };

  const begun = orThrow(beginCircle({ sodium, random, now: BEGAN, own: owns[0]! }, vault));
  const names = new Map<string, string>();
  const rowIdOf = (id: string): string => {
    if (isId(id)) return id;
    let derived = names.get(id);
    if (derived === undefined) names.set(id, (derived = derivedId(sodium, begun.key, id)));
    return derived;
  };
  const nonces = dice.fork('nonces');
  const shared: Shared = {
    world,
    sodium,
    sealer: createSealer(sodium, () => nonces.bytes(24)),
    verify: signatures.atDevice,
    vault,
    firstKey: begun.key,
    rowIdOf,
    journal: { id: newId(random), key: random(32) },
    settings: { ...SETTINGS, rows: 20, bytes: 32 * 1024, poll: 90_000, patience: 12_000, longestWait: 30_000, tipEvery: 24, overlap: 8, doubtAgain: 120_000 },
    faults,
    host: () => (isUp ? host : null),
    count,
    told() {
      for (const device of doors.entered)
        if (!dice.chance(faults.drop))
          world.after(5 + dice.below(faults.delay), async () => {
            if (!isUp || !device.reachable) return;
            const { head, log } = await host.standing();
            device.running?.sync.hint({ head, log });
          });
    },
    began: BEGAN,
  };
  // Every third or so has two devices; in a large circle fewer, or a run would be all about them.
  const persons: Person[] = owns.map((own, i) => {
    const many = dice.chance(size > 12 ? 0.1 : 0.35) ? 2 : 1;
    const devices = Array.from({ length: many }, (_, n) =>
      createDevice(shared, dice.fork(`device ${i}.${n}`), i * 2 + n, { device: newDeviceId(random), own, account: own.id, isCircle: true }),
    );
    const letters = createPostbox({ world, sodium, sealer: shared.sealer, circle: vault, identity: own, dice: dice.fork(`letters ${i}`), count }, devices[0]!);
    return { own, devices, letters };
  });
  const devices = persons.flatMap((person) => person.devices);
  const chance = dice.fork('chance');

  const doors = createDoors({ world, sodium, random, host, persons, chance, count, isOver: () => isOver });
  const { entered, links, enter, join, deed, invite, leaders, members, comeIn, remove, lookAtLog } = doors;
  const atSome = (from: number, to: number, work: () => void | Promise<void>): void => world.after(LENGTH * (from + chance.next() * (to - from)), work);

  const rollsBack = chance.chance(0.35);
  const first = persons[0]!;
  const early = persons.slice(1, Math.max(2, Math.ceil(size * 0.7)));
  orThrow(await host.postLog(first.devices[0]!.session, entryToText(begun.entry)));
  orThrow(await first.devices[0]!.store.keepLog([entryToText(begun.entry)], 0));
  await enter(first, first.devices[0]!);
  // What an event does is not waited for: time goes on meanwhile.
  const comeBy = async (person: Person, link: InviteLink): Promise<void> => void ((await join(person, link)) || (await comeIn(person)));
  const inviteAll = async (): Promise<void> => {
    const link = await invite(first);
    for (const person of early) if (link) world.after(chance.below(20_000), () => void comeBy(person, link));
  };
  world.after(3000, () => void inviteAll());
  for (const person of early.slice(0, Math.ceil(size / 6)))
    atSome(
      0.08,
      0.12,
      () => void deed(first, 'made a facilitator', (doing, state) => (state.members.has(person.own.id) ? setRole(doing, state, person.own.id, 'facilitator') : null)),
    );
  for (const person of persons.slice(early.length + 1)) atSome(0.15, 0.7, () => void comeIn(person));
  for (let round = 0; round < (size > 6 ? 2 : 1); round++)
    if (size > 2 || chance.chance(0.2))
      atSome(0.25 + round * 0.25, 0.4 + round * 0.25, () => {
        // Two at once: both send somebody away, the same person or each another.
        const [lead, all] = [leaders(), members()];
        if (lead.length === 0 || all.length < 2) return;
        const victim = chance.pick(all);
        const other = chance.chance(0.5) ? victim : chance.pick(all);
        void remove(chance.pick(lead), victim);
        if (lead.length > 1) void remove(chance.pick(lead), other);
      });
  for (let i = 0; i < Math.ceil(size / 12); i++)
    if (chance.chance(size > 2 ? 0.7 : 0.3))
      atSome(0.45, 0.85, () => {
        const all = members();
        if (all.length > 1) void deed(chance.pick(all), 'left', (doing, state) => (state.members.size > 1 ? leave(doing, state) : null));
      });
  if (chance.chance(0.5))
    atSome(0.3, 0.8, () => {
      const lead = leaders();
      if (lead.length > 0) void deed(chance.pick(lead), 'key made anew', (doing, state, ring) => newEpoch(doing, state, ring.epochKey(ring.keyEpoch())!));
    });

  // ---- what people do
  const people = createPeople({ dice, persons, shared, history, count, now, random, isIn: (device) => entered.has(device) });
  for (const device of devices) {
    const own = dice.fork(`person ${device.name}`);
    for (let i = 0; i < ops; i++) world.after(own.below(LENGTH), () => people.act(device, own));
  }
  for (const { letters } of persons) for (let i = 0; i < 8; i++) atSome(0.02, 0.95, () => letters.run());

  // ---- what happens to them
  for (const device of devices) {
    for (let i = 0; i < 3; i++)
      atSome(0, 0.95, () => {
        count('offline');
        device.setReachable(false);
        world.after(5000 + chance.below(240_000), () => device.setReachable(isUp));
      });
    atSome(0.1, 0.95, () => {
      count('clock wrong');
      device.skew = chance.chance(0.5) ? (chance.chance(0.5) ? 1 : -1) * TEN_YEARS : chance.below(3_600_000) - 1_800_000;
    });
    atSome(0, 0.95, () => {
      count('store full');
      device.store.store.full = true;
      world.after(2000 + chance.below(60_000), () => void (device.store.store.full = false));
    });
    atSome(0.05, 0.95, () => device.crash('any time'));
  }
  for (let i = 0; i < 2; i++)
    atSome(0.1, 0.9, () => {
      count('partition');
      const half = devices.filter(() => chance.chance(0.5));
      for (const device of half) device.setReachable(false);
      world.after(20_000 + chance.below(200_000), () => half.forEach((device) => device.setReachable(isUp)));
    });
  atSome(0.1, 0.9, () => {
    count('host full');
    isHostFull = true;
    world.after(10_000 + chance.below(90_000), () => void (isHostFull = false));
  });
  const restart = (work: () => Promise<void>): void => {
    isUp = false;
    for (const device of devices) device.setReachable(false);
    world.after(1000 + chance.below(10_000), async () => {
      await work();
      isUp = true;
      for (const device of devices) world.after(chance.below(5000), () => device.setReachable(true));
    });
  };
  atSome(0.1, 0.9, () => {
    count('host restart');
    restart(() => host.restart());
  });
  let rolledBack = false;
  if (rollsBack)
    atSome(0.2, 0.65, async () => {
      const backup = await host.backup();
      world.after(LENGTH * (0.03 + chance.next() * 0.2), () =>
        restart(async () => {
          await lookAtLog();
          const was = await host.standing();
          await host.restore(backup);
          await host.restart();
          const is = await host.standing();
          rolledBack = is.head < was.head || is.log < was.log;
          if (rolledBack) count('host rolled back');
        }),
      );
    });

  await world.run(() => false, LENGTH + 5000);

  // ---- quiet: everybody opens it once more
  Object.assign(faults, { drop: 0, duplicate: 0, crash: 0, delay: 50 });
  [isUp, isHostFull, isOver] = [true, false, true];
  await world.run(() => false, PATIENCE + 50_000);
  for (const device of entered) {
    device.store.store.full = false;
    device.crash('to open it once more');
    device.setReachable(true);
    await device.start();
  }
  let standing = await host.standing();
  const atRest = async (device: SimDevice): Promise<boolean> => {
    const state = device.running?.sync.state();
    if (!state || state.doing || state.sending > 0 || device.store.unsentCount() > 0) return false;
    if (state.stopped) return state.stopped === 'parted';
    const { want, kept } = state;
    if (want.push || want.pull || want.log || want.epoch || want.aside || want.judge || want.repost !== null || want.scan !== null) return false;
    return kept.gap === null && kept.cursor === standing.head && state.standing.n === standing.log;
  };
  const noisy = world.events;
  for (let rounds = 0; rounds < 40 && world.events < noisy + 150_000; rounds++) {
    for (const { letters } of persons) letters.run();
    await world.run(() => false, 60_000);
    standing = await host.standing();
    // Who was turned away by a host that had lost their coming, and is in again since others gave it back, opens it once more.
    const log = [...entered].map((device) => device.running?.ring.state()).find((state) => state?.n === standing.log);
    let again = false;
    for (const person of persons)
      for (const device of person.devices)
        if (rolledBack && log?.members.has(person.own.id) && device.running?.sync.state().stopped === 'parted') {
          count('was turned away, and is in');
          device.crash('to open it once more');
          again = true;
        }
    const rests = await Promise.all([...entered].map(atRest));
    if (!again && rounds > 1 && rests.every(Boolean) && persons.every(({ letters }) => letters.isIdle())) break;
  }

  const circle: Circle = { world, sodium, shared, host, persons, devices, entered, stranger, links, history, items: people.items, laid, rolledBack, count };
  const { wrong, fingerprints } = await judgeCircle(circle, atRest, people);
  counts['answered again'] = host.repeated();
  counts['signature looked at twice'] = signatures.counts.twice;
  counts['head'] = standing.head;
  counts[`circle of ${size}`] = 1;
  await host.close();
  return { seed, wrong, counts, fingerprint: hashHex(sodium, textToBytes(JSON.stringify([fingerprints, counts, world.events]))).slice(0, 16), events: world.events };
};
