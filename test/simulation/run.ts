// One run of the simulation, from its seed alone: devices write while everything fails, then all is quiet, and what is there is
// judged. Nothing here knows how the engine works; it knows only what a person may rely on.

import { createDevice, ofOwnVault, type Faults, type Shared, type SimDevice } from './device.ts';
import { createDice, type Dice } from './dice.ts';
import { createHistory, sawBefore, type Write } from './history.ts';
import { createRealHost } from './real-host.ts';
import { createSignatures } from './signatures.ts';
import { watch, type WatchedHost } from './watched-host.ts';
import { createWorld } from './world.ts';
import { readySodium } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { isId, newDeviceId, newId } from '#core/ids.ts';
import { isAlive, merge, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { derivedId } from '#crypto/derived-id.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { hashHex } from '#crypto/domain.ts';
import { addDevice, beginPersonal, leave, removeMembers } from '#crypto/membership-deeds.ts';
import { createSealer, type Sodium } from '#crypto/seal.ts';
import { entryToText } from '#sync/ring.ts';
import { SETTINGS } from '#sync/inputs.ts';

export interface RunSettings {
  readonly seed: string;
  readonly devices: number;
  /** Operations of each device. */
  readonly ops: number;
}

export interface RunResult {
  readonly seed: string;
  readonly wrong: readonly string[];
  /** How often each fault and each deed really happened. */
  readonly counts: Readonly<Record<string, number>>;
  /** The same for the same seed: of the final state and of all that was counted. */
  readonly fingerprint: string;
  readonly events: number;
}

/** By a right clock, milliseconds since 1970. */
const BEGAN = 1_790_000_000_000;
const TEN_YEARS = 10 * 365 * 86_400_000;
const WORDS = 'morning rain walked slowly home again thinking of what she said and how little of it was about me'.split(' ');

const textFor = (dice: Dice, mark: string): string => {
  const length = dice.chance(0.02) ? 2000 : 3 + dice.below(20);
  return `${mark} ${Array.from({ length }, () => dice.pick(WORDS)).join(' ')}`;
};

export const run = async ({ seed, devices: most, ops }: RunSettings): Promise<RunResult> => {
  const dice = createDice(seed);
  const real = await readySodium();
  const random = (
    (own) => (length: number) =>
      own.bytes(length)
  )(dice.fork('keys'));
  const sodium: Sodium = { ...real, randombytes_buf: random };
  const world = createWorld();
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const history = createHistory();
  const wrong: string[] = [];

  const vault = newId(random);
  const firstKey = random(32);
  const account = makeKeys(sodium, random, newId(random));
  const names = new Map<string, string>();
  const rowIdOf = (id: string): string => {
    if (isId(id)) return id;
    let derived = names.get(id);
    if (derived === undefined) names.set(id, (derived = derivedId(sodium, firstKey, id)));
    return derived;
  };
  const nonces = dice.fork('nonces');
  const faults: Faults = { drop: 0.02 + dice.next() * 0.06, duplicate: 0.05, crash: 0.0015, delay: 100 + dice.below(4000) };
  let isUp = true;
  const now = (): number => BEGAN + world.now();
  const signatures = createSignatures(sodium);
  const host: WatchedHost = watch(await createRealHost({ vault, accounts: [account], now }));

  const shared: Shared = {
    world,
    sodium,
    sealer: createSealer(sodium, () => nonces.bytes(24)),
    verify: signatures.atDevice,
    vault,
    firstKey,
    rowIdOf,
    journal: { id: newId(random), key: random(32) },
    settings: { ...SETTINGS, rows: 20, bytes: 32 * 1024, poll: 90_000, patience: 12_000, longestWait: 30_000, tipEvery: 24, overlap: 8, doubtAgain: 120_000 },
    faults,
    host: () => (isUp ? host : null),
    count,
    told() {
      for (const device of devices)
        if (!dice.chance(faults.drop))
          world.after(5 + dice.below(faults.delay), async () => {
            if (!isUp || !device.reachable) return;
            const { head, log } = await host.standing();
            device.running?.sync.hint({ head, log });
          });
    },
    began: BEGAN,
  };
  const devices: SimDevice[] = Array.from({ length: most }, (_, i) =>
    createDevice(shared, dice.fork(`device ${i}`), i, ofOwnVault(makeKeys(sodium, random, newDeviceId(random)), account.id)),
  );

  // All are members before anything is written; the last one starts late, with everything still to fetch.
  {
    const doing = (device: SimDevice) => ({ sodium, random, now: BEGAN, own: device.own });
    let made = orThrow(beginPersonal(doing(devices[0]!), vault, account, firstKey));
    orThrow(await host.postLog(devices[0]!.session, entryToText(made.entry)));
    for (const device of devices.slice(1)) {
      made = orThrow(addDevice(doing(device), made.state, account, firstKey));
      orThrow(await host.postLog(devices[0]!.session, entryToText(made.entry)));
    }
    // Pairing hands the log over.
    const { entries } = orThrow(await host.log(devices[0]!.session, 0));
    for (const device of devices) orThrow(await device.store.keepLog(entries, 0));
  }
  const fullLength = ops * 3000;
  for (const device of devices) world.after(device.name === most - 1 ? fullLength * 0.4 : dice.below(2000), () => device.start());

  // ---- what people do
  const hot = Array.from({ length: 10 }, () => newId(random));
  const made: string[] = [];
  let marks = 0;
  const doOne = async (device: SimDevice, own: Dice): Promise<void> => {
    const running = device.running;
    if (!running) return count('asleep');
    const at = own.next();
    const mark = `${device.name}.${++marks}`;
    const known = own.chance(0.5) ? own.pick(hot) : made.length > 0 ? own.pick(made.slice(-60)) : own.pick(hot);
    const isThere = (await device.store.rowsById([known])).length > 0;
    const shape = { kind: 'entry', v: 1 };
    let change: Change;
    let write: Omit<Write, 'sawTexts' | 'sawMood' | 'performed'> = { device: device.name, id: known, text: null, mood: null, drop: false, empty: false };
    if (at < 0.25) {
      const id = newId((length) => own.bytes(length));
      made.push(id);
      const text = textFor(own, mark);
      write = { ...write, id, text, mood: `mood ${mark}` };
      change = { id, ...shape, write: { text }, set: { mood: `mood ${mark}`, ...(own.chance(0.1) ? { journal: shared.journal.id } : {}) }, add: { topics: [own.pick(WORDS)] } };
    } else if (at < 0.3) {
      write = { ...write, id: 'settings', mood: `mood ${mark}` };
      change = { id: 'settings', kind: 'settings', v: 1, set: { mood: `mood ${mark}` } };
    } else if (at < 0.7 || !isThere) {
      const text = textFor(own, mark);
      write = { ...write, text };
      change = { id: known, ...shape, write: { text } };
    } else if (at < 0.82) {
      write = { ...write, mood: `mood ${mark}` };
      change = { id: known, ...shape, set: { mood: `mood ${mark}` } };
    } else if (at < 0.92) change = { id: known, ...shape, add: { topics: [own.pick(WORDS)] }, remove: { topics: [own.pick(WORDS)] } };
    else if (at < 0.97) {
      write = { ...write, drop: true };
      change = { id: known, ...shape, drop: true };
    } else {
      const there = await running.vault.byId([known]);
      if (!there.records[0] || isAlive(there.records[0])) return;
      write = { ...write, empty: true };
      change = { id: known, ...shape, empty: true };
    }
    const begun = history.begin(write);
    device.gate = (before) => sawBefore(begun, before);
    device.written = (is) => {
      begun.performed = is;
    };
    const committed = await running.vault.commit([change], device.wall());
    if (committed.ok) {
      count('written');
      device.running?.sync.wrote();
    } else count(`refused ${committed.error.code}`);
  };
  // By the turn that keeps the device busy: a turn that is over must not set free what the next one is doing, or what one write saw
  // would be noted as seen by another.
  const busy = new Map<SimDevice, number>();
  let turns = 0;
  for (const device of devices) {
    const own = dice.fork(`person ${device.name}`);
    for (let i = 0; i < ops; i++)
      world.after(own.below(fullLength), () => {
        if (busy.has(device)) return count('still at it');
        const turn = ++turns;
        busy.set(device, turn);
        const over = (): void => {
          if (busy.get(device) === turn) busy.delete(device);
        };
        // A crash may leave it unanswered for ever.
        world.after(1000, over);
        void doOne(device, own).finally(over);
      });
  }

  // ---- what happens to them
  const chance = dice.fork('chance');
  const atSome = (from: number, to: number, work: () => void | Promise<void>): void => world.after(fullLength * (from + chance.next() * (to - from)), work);
  for (const device of devices) {
    for (let i = 0; i < 6; i++)
      atSome(0, 0.95, () => {
        count('offline');
        device.setReachable(false);
        world.after(5000 + chance.below(300_000), () => device.setReachable(isUp));
      });
    for (let i = 0; i < 2; i++)
      atSome(0, 0.95, () => {
        count('clock wrong');
        device.skew = chance.chance(0.5) ? (chance.chance(0.5) ? 1 : -1) * TEN_YEARS : chance.below(3_600_000) - 1_800_000;
      });
    for (let i = 0; i < 2; i++)
      atSome(0, 0.95, () => {
        count('store full');
        device.store.store.full = true;
        world.after(2000 + chance.below(60_000), () => void (device.store.store.full = false));
      });
    for (let i = 0; i < 2; i++)
      atSome(0, 0.95, () => {
        count('journal locked');
        device.setUnlocked(false);
        world.after(5000 + chance.below(200_000), () => device.setUnlocked(true));
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
  if (chance.chance(0.4)) {
    const from = 0.15 + chance.next() * 0.5;
    atSome(from, from, async () => {
      const backup = await host.backup();
      world.after(fullLength * (0.03 + chance.next() * 0.2), () => {
        restart(async () => {
          const was = (await host.standing()).head;
          await host.restore(backup);
          await host.restart();
          rolledBack = (await host.standing()).head < was;
          if (rolledBack) count('host rolled back');
        });
      });
    });
  }

  // ---- who belongs
  let longestLog = 0;
  const tryDeed = async (device: SimDevice, deed: 'remove' | 'leave', victim: SimDevice, tries = 6): Promise<void> => {
    const ring = device.running?.ring;
    const state = ring?.state();
    longestLog = Math.max(longestLog, (await host.standing()).log);
    const again = (): void => (tries > 0 ? world.after(4000 + chance.below(8000), () => void tryDeed(device, deed, victim, tries - 1)) : undefined);
    if (!ring || !state || state.n < longestLog || !device.reachable || state.members.size <= 4) return again();
    const doing = { sodium, random, now: device.wall(), own: device.own };
    const key = ring.epochKey(state.epoch);
    if (!key) return again();
    const wanted = deed === 'leave' ? leave(doing, state) : removeMembers(doing, state, [victim.own.id], key, account);
    if (!wanted.ok) return count(`deed ${wanted.error.code}`);
    const posted = await device.hostPort.postLog(entryToText(wanted.value.entry));
    if (posted.ok) return count(deed === 'leave' ? 'left' : 'removed');
    if (posted.error.code === 'log-behind') count('epoch raced');
    again();
  };
  const others = (not: readonly SimDevice[]): SimDevice[] => devices.filter((device) => !not.includes(device));
  if (devices.length >= 6) {
    const victim = chance.pick(devices.slice(1, -1));
    const at = 0.25 + chance.next() * 0.35;
    const [one, two] = [chance.pick(others([victim])), chance.pick(others([victim]))];
    // Two at once: both send somebody away, the same person or each another.
    const second = chance.chance(0.5) ? victim : chance.pick(others([victim, one, two, devices.at(-1)!]));
    for (const [by, who] of [
      [one, victim],
      [two, second],
    ] as const)
      world.after(fullLength * at, () => void tryDeed(by, 'remove', who));
    if (chance.chance(0.5)) {
      const goes = chance.pick(others([victim, second]));
      atSome(0.6, 0.85, () => void tryDeed(goes, 'leave', goes));
    }
  }

  await world.run(() => false, fullLength + 5000);

  // ---- quiet
  Object.assign(faults, { drop: 0, duplicate: 0, crash: 0, delay: 50 });
  isUp = true;
  for (const device of devices) {
    device.store.store.full = false;
    device.setUnlocked(true);
    device.setReachable(false);
    device.setReachable(true);
    await device.start();
    device.running!.sync.unlocked();
  }
  let standing = await host.standing();
  // A host that was set back behind an entry of the log, where another one then took its place, before all had read that one: who has read
  // it stays apart, says so, and keeps what it has. What it may say against: the log is really another one.
  let logOfHost = await host.entries();
  const hasParted = (device: SimDevice): boolean => {
    const known = device.running?.ring.entries(0) ?? [];
    return known.some(({ bytes }, n) => logOfHost[n] !== undefined && logOfHost[n].bytes !== bytes) && device.notices.some(({ code }) => code === 'log-forked');
  };
  const atRest = (device: SimDevice): boolean => {
    const state = device.running?.sync.state();
    if (!state) return false;
    if (hasParted(device)) return !state.doing && state.failures > 0;
    if (state.doing || state.sending > 0 || device.store.unsentCount() > 0) return false;
    if (state.stopped) return state.stopped === 'parted';
    const { want } = state;
    return (
      !want.push &&
      !want.pull &&
      !want.log &&
      !want.epoch &&
      !want.aside &&
      !want.judge &&
      want.repost === null &&
      want.scan === null &&
      state.kept.gap === null &&
      state.kept.cursor === standing.head &&
      state.standing.n === standing.log
    );
  };
  const noisy = world.events;
  for (let rounds = 0; rounds < 40 && world.events < noisy + 30_000; rounds++) {
    await world.run(() => false, 60_000);
    standing = await host.standing();
    logOfHost = await host.entries();
    if (devices.every(atRest)) break;
  }

  // ---- what is there
  const records = new Map<string, VaultRecord>();
  const members = devices.filter((device) => device.running?.sync.state().stopped === null && !hasParted(device));
  const gone = devices.filter((device) => !members.includes(device));
  const hostRows = await host.rows();
  const fingerprints: string[] = [];
  for (const device of devices) {
    if (atRest(device)) continue;
    const state = device.running?.sync.state();
    wrong.push(
      `device ${device.name} does not come to rest: unsent ${device.store.unsentCount()}, sending ${state?.sending}, stopped ${state?.stopped}, cursor ${state?.kept.cursor} of ${standing.head}, log ${state?.standing.n} of ${standing.log}, ${JSON.stringify(state?.doing)} ${JSON.stringify(state?.want)} ${JSON.stringify(state?.kept.gap)} skip ${state?.skip.length} failures ${state?.failures} aside ${(await device.store.asideIds()).length}`,
    );
  }
  if (members.length === 0) wrong.push('nobody is left');
  for (const device of members) {
    const states: string[] = [];
    for (const row of [...(await device.store.all())].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const opened = device.running!.opener.open(row);
      if (typeof opened === 'string') {
        wrong.push(`device ${device.name} holds a row that is ${opened}: ${row.id}`);
        continue;
      }
      if (opened.kind === 'tip') continue;
      states.push(JSON.stringify(merge(opened, opened)));
      const before = records.get(opened.id);
      records.set(opened.id, before ? merge(before, opened) : opened);
    }
    fingerprints.push(hashHex(sodium, textToBytes(states.join('\n'))));
    const held = new Map((await device.store.all()).map((row) => [row.id, row]));
    for (const row of hostRows) if (held.get(row.id)?.ver !== row.ver) wrong.push(`device ${device.name} has version ${held.get(row.id)?.ver} of ${row.id}, the host ${row.ver}`);
    if (held.size !== hostRows.length) wrong.push(`device ${device.name} has ${held.size} rows, the host ${hostRows.length}`);
  }
  if (new Set(fingerprints).size > 1) wrong.push(`the devices differ: ${fingerprints.map((one) => one.slice(0, 8)).join(' ')}`);
  wrong.push(...host.wrong);
  if (hostRows.length > 0 && hostRows.at(-1)!.seq !== standing.head) wrong.push(`the newest row has number ${hostRows.at(-1)!.seq}, the head is ${standing.head}`);
  // What a host had acknowledged and lost lies on with its writer, also when that is a member removed before they could send it again.
  const heldByGone = new Map<SimDevice, readonly VaultRecord[]>();
  if (rolledBack)
    for (const device of gone) {
      const opened = (await device.store.all()).map((row) => device.running!.opener.open(row));
      heldByGone.set(
        device,
        opened.filter((record) => typeof record !== 'string'),
      );
    }
  wrong.push(
    ...history.judge({ records, copies: gone.flatMap((device) => [...device.copies.values(), ...(heldByGone.get(device) ?? [])]), gone: new Set(gone.map(({ name }) => name)) }),
  );
  const epochs = members[0]?.running!.ring.state();
  for (const device of gone) {
    if (hasParted(device)) {
      count('parted');
      if (!rolledBack) wrong.push(`device ${device.name} has parted from a host that was never set back`);
    }
    // Its removal may be what the host lost when it went back: nobody else knew of it yet.
    if (epochs?.members.has(device.own.id)) {
      if (!rolledBack) wrong.push(`device ${device.name} was turned away, and is a member`);
      continue;
    }
    const last = epochs?.writers.get(device.own.id)?.at(-1)?.to ?? 0;
    // Every key that it holds is tried on every later row.
    const { keyEpoch, epochKey } = device.running!.ring;
    const keys = Array.from({ length: keyEpoch() }, (_, i) => epochKey(i + 1)).filter((key) => key !== null);
    for (const row of hostRows)
      if (row.epoch > last && row.key === '' && keys.some((key) => shared.sealer.open(row.blob, key, { vault, ...row }) !== null))
        wrong.push(`device ${device.name}, removed in epoch ${last}, opens ${row.id} of epoch ${row.epoch}`);
    counts['later rows shut'] = (counts['later rows shut'] ?? 0) + hostRows.filter(({ epoch }) => epoch > last).length;
  }
  for (const device of devices) {
    for (const notice of device.notices) count(`said ${notice.code}`);
    if (rolledBack) continue;
    for (const { code, ...rest } of device.notices)
      if (['host-went-back', 'withheld', 'log-forked', 'row-refused', 'row-not-sent'].includes(code))
        wrong.push(`device ${device.name} accuses an honest host: ${code} ${JSON.stringify(rest)}`);
  }
  counts['answered again'] = host.repeated();
  counts['signature looked at twice'] = signatures.counts.twice;
  counts['other versions'] = [...records.values()].filter((record) => 't' in (record.fields['text'] ?? {}) && (record.fields['text'] as { t: unknown[] }).t.length > 1).length;
  counts['rows'] = hostRows.length;
  counts['head'] = standing.head;
  await host.close();
  return { seed, wrong, counts, fingerprint: hashHex(sodium, textToBytes(JSON.stringify([fingerprints, counts, world.events]))).slice(0, 16), events: world.events };
};
