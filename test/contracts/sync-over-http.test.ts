// Synchronising as a person has it: real SQLite files, the shipped engine, a real host over real HTTP.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orThrow } from '#core/result.ts';
import { startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
let folder: string;
let host: TestHost;
let devices: TestDevice[];

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-synced-'));
  host = await startHost('FOLDER/kith.db');
  devices = [];
});
afterEach(async () => {
  for (const device of devices) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const newDevice = async (name: string): Promise<TestDevice> => {
  const device = await createTestDevice(folder, name);
  devices.push(device);
  return device;
};

/** A first device with a vault in an account, and followers that signed in. */
const family = async (...names: readonly string[]): Promise<TestDevice[]> => {
  const first = await newDevice('first');
  await first.begin();
  await first.write('before there was an account');
  orThrow(await first.create(host.base, 'ada', PASSWORD));
  await first.follow();
  await first.live().settled();
  const others: TestDevice[] = [];
  for (const name of names) {
    const other = await newDevice(name);
    orThrow(await other.signIn(host.base, 'ada', PASSWORD));
    await other.follow();
    await other.live().settled();
    others.push(other);
  }
  return [first, ...others];
};

test('What was written before there was an account comes to a second device, and what is written there comes back at once', async () => {
  const [first, second] = await family('second');
  expect(await second!.texts()).toEqual(['before there was an account']);
  await second!.write('from the second');
  await until(async () => (await first!.texts()).length === 2);
  expect(await first!.texts()).toEqual(['before there was an account', 'from the second']);
  // Nothing that was there was sealed anew: the row still bears its first version.
  const [row] = await first!.store.rowsAfter(0, 1);
  expect(row).toMatchObject({ ver: 1, epoch: 1, key: '' });
  expect(first!.live().status().is).toBe('in-step');
});
