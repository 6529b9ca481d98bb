// A host that was set back to an older backup, met by two devices whose every step is told: what it had acknowledged and lost is
// missed by who wrote it and sent again, and what it took since is missed by who has it not, however the numbers happen to fall.

import { expect, test } from 'vitest';
import { createDevice, ofOwnVault, type Shared, type SimDevice } from './device.ts';
import { createDice } from './dice.ts';
import { createRealHost } from './real-host.ts';
import { createWorld } from './world.ts';
import { readySodium } from '#adapters/sodium.ts';
import { newDeviceId, newId } from '#core/ids.ts';
import { textsOf } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice, beginPersonal } from '#crypto/membership-deeds.ts';
import { createSealer } from '#crypto/seal.ts';
import { SETTINGS } from '#sync/inputs.ts';
import { entryToText, verifyHere } from '#sync/ring.ts';

const BEGAN = 1_790_000_000_000;

/** Two devices of one person at a host that fails only when it is told to. */
const twoDevices = async () => {
  const sodium = await readySodium();
  const dice = createDice('two devices');
  const random = (length: number): Uint8Array => dice.bytes(length);
  const world = createWorld();
  const [vault, firstKey, account] = [newId(random), random(32), makeKeys(sodium, random, newId(random))];
  const host = await createRealHost({ vault, accounts: [account], now: () => BEGAN + world.now() });
  const shared: Shared = {
    world,
    sodium,
    sealer: createSealer(sodium, () => dice.bytes(24)),
    verify: verifyHere(sodium),
    vault,
    firstKey,
    rowIdOf: (id) => id,
    journal: { id: newId(random), key: random(32) },
    settings: { ...SETTINGS, rows: 4 },
    faults: { drop: 0, duplicate: 0, crash: 0, delay: 0 },
    host: () => host,
    count: () => undefined,
    // Without a live stream: what the other wrote is seen when one asks.
    told: () => undefined,
    began: BEGAN,
  };
  const [one, two] = [0, 1].map((n) => createDevice(shared, dice.fork(`device ${n}`), n, ofOwnVault(makeKeys(sodium, random, newDeviceId(random)), account.id))) as [
    SimDevice,
    SimDevice,
  ];
  const doing = (device: SimDevice) => ({ sodium, random, now: BEGAN, own: device.own });
  const begun = orThrow(beginPersonal(doing(one), vault, account, firstKey));
  const added = orThrow(addDevice(doing(two), begun.state, account, firstKey));
  for (const { entry } of [begun, added]) orThrow(await host.postLog(one.session, entryToText(entry)));
  /** Things are done within simulated time, or it would go on before they have begun. */
  const meanwhile = (work: () => unknown): Promise<void> => {
    world.after(0, () => void work());
    return world.run(() => false, 10_000);
  };
  for (const device of [one, two]) {
    await device.store.keepLog([begun.entry, added.entry].map(entryToText), 0);
    await meanwhile(() => device.start());
  }
  const write = async (device: SimDevice, ...entries: readonly (string | { readonly id: string; readonly text: string })[]): Promise<void> => {
    const changes = entries.map((entry) => {
      const { id, text } = typeof entry === 'string' ? { id: newId(random), text: entry } : entry;
      return { id, kind: 'entry', v: 1, write: { text } };
    });
    await meanwhile(async () => {
      orThrow(await device.running!.vault.commit(changes, device.wall()));
      device.running!.sync.wrote();
    });
  };
  return {
    host,
    one,
    two,
    meanwhile,
    write,
    /** One record, written over so many times, each with a number of its own. */
    async writeOver(device: SimDevice, times: number, text: string) {
      const id = newId(random);
      for (let i = 0; i < times; i++) await write(device, { id, text });
    },
    async texts(device: SimDevice): Promise<readonly string[]> {
      const records = (await device.store.all()).map((row) => device.running!.opener.open(row));
      return records.flatMap((record) => (typeof record === 'string' ? [] : textsOf(record, 'text'))).sort();
    },
    saidBy: ({ notices }: SimDevice) => notices.map(({ code }) => code),
  };
};

test('What was acknowledged above the rows of others that a device had not pulled yet is missed when the host gave those numbers to other rows', async () => {
  const { host, one, two, meanwhile, write, texts, saidBy } = await twoDevices();
  await write(one, 'of both');
  await meanwhile(() => two.running!.sync.online(true));
  const backup = await host.backup();
  // Number 2 is the other's, and this device does not hear of it; its own come above.
  await write(two, 'not heard of');
  await write(one, 'lost, and missed', 'lost too');
  for (const device of [one, two]) device.setReachable(false);
  await host.restore(backup);
  await meanwhile(() => two.setReachable(true));
  await write(two, 'in their place', 'in their place too', 'and one more');
  await meanwhile(() => one.setReachable(true));
  expect(saidBy(one)).toContain('host-went-back');
  await meanwhile(() => two.running!.sync.online(true));
  const all = ['and one more', 'in their place', 'in their place too', 'lost too', 'lost, and missed', 'not heard of', 'of both'];
  expect(await texts(one)).toEqual(all);
  expect(await texts(two)).toEqual(all);
});

test('What a host that was set back gave out anew is missed by who has passed those numbers, also where all of the last ones were written over since', async () => {
  const { host, one, two, meanwhile, write, writeOver, texts, saidBy } = await twoDevices();
  await write(one, 'of both');
  const backup = await host.backup();
  await meanwhile(() => two.running!.sync.online(true));
  await writeOver(two, 20, 'often');
  await meanwhile(() => one.running!.sync.online(true));
  for (const device of [one, two]) device.setReachable(false);
  await host.restore(backup);
  await meanwhile(() => two.setReachable(true));
  await write(two, 'under a number that was given out before');
  await writeOver(two, 25, 'past all that was');
  await meanwhile(() => one.setReachable(true));
  expect(saidBy(one)).toContain('host-went-back');
  const all = ['of both', 'often', 'past all that was', 'under a number that was given out before'];
  expect(await texts(one)).toEqual(all);
  expect(await texts(two)).toEqual(all);
});
