// A backup of a vault that is in an account, restored on another device: everything that it held opens there without a host, also
// what lies under later epochs; it is signed out and another device than the one it was made on; once signed in, nothing is lost
// and nothing is there twice.

import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endAccount } from '#adapters/account-end.ts';
import { listDevices, revokeDevices, showPassword } from '#adapters/account-keeping.ts';
import { lookThroughAgain } from '#adapters/node/sync-store.ts';
import { newDeviceId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { random } from './host-people.ts';
import { oneAccount, PASSWORD } from './one-account.ts';
import { until, type TestDevice } from './synced-device.ts';

const NEW_PASSWORD = 'five words of mine';
const at = oneAccount();
const { newDevice } = at;

/** What `kith vault backup` and `restore` do to the file. */
const copyOf = async (device: TestDevice, name: string): Promise<TestDevice> => {
  const path = join(at.folder, `${name}.kith`);
  device.store.db.prepare('vacuum into ?').run(path);
  const db = new DatabaseSync(path);
  const header = JSON.parse((db.prepare("select value from note where name = 'vault'").get() as { value: string }).value) as object;
  db.prepare("update note set value = ? where name = 'vault'").run(JSON.stringify({ ...header, device: newDeviceId(random) }));
  lookThroughAgain(db);
  db.close();
  const copy = await newDevice(name);
  orThrow(await copy.parts.place.write(device.open().key));
  await copy.start();
  return copy;
};

test('A restored backup opens all it held, is another device, and comes to the same as the others without anything twice', async () => {
  const first = await newDevice('first');
  await first.begin();
  const changed = await first.write('as it was');
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await first.follow();
  await first.live().settled();
  const lost = await newDevice('lost');
  orThrow(await lost.signIn(at.host.base, 'ada', PASSWORD));
  orThrow(await revokeDevices(first.parts, first.open(), { password: PASSWORD, newPassword: NEW_PASSWORD, devices: [(await lost.account()).device.id] }));
  await first.write('in the second epoch');
  await first.live().settled();
  await until(async () => (await first.sync.unsent(0, 10)).length === 0);
  first.cable.in = false;
  await first.write('not yet sent when the copy was made');
  const copy = await copyOf(first, 'copy');
  first.cable.in = true;
  await first.write('after the copy was made');
  await first.write('as it became', changed);
  first.live().online(true);
  await until(async () => (await first.sync.unsent(0, 10)).length === 0);

  // Without a host.
  const held = ['as it was', 'in the second epoch', 'not yet sent when the copy was made'];
  expect(await copy.texts()).toEqual(held);
  expect(Math.max(...(await copy.store.rowsAfter(0, 100)).map(({ epoch }) => epoch))).toBe(2);
  const before = await copy.account();
  expect([before.token, before.device.id]).toEqual([null, (await first.account()).device.id]);
  expect((await copy.follow()).status().is).toBe('signed-out');
  await copy.write('written in the copy before it was signed in');
  copy.stop();
  // What only a device of the account may do waits until it is one; deleting would else leave everything at the host.
  const needs = { ok: false, error: { code: 'session-needed' } };
  expect(await showPassword(copy.parts, copy.open(), NEW_PASSWORD)).toEqual(needs);
  expect(await endAccount({ ...copy.parts, session: copy.session(), sync: copy.sync, addressesOf: () => [] }, NEW_PASSWORD)).toEqual(needs);
  expect(copy.asked).toEqual([]);

  orThrow(await copy.signIn(at.host.base, 'ada', NEW_PASSWORD));
  expect((await copy.account()).device.id).toBe(copy.open().header.device);
  await copy.follow();
  const all = ['after the copy was made', 'as it became', 'in the second epoch', 'not yet sent when the copy was made', 'written in the copy before it was signed in'];
  await until(async () => (await copy.texts()).length === all.length && (await first.texts()).length === all.length);
  await until(async () => (await copy.sync.unsent(0, 10)).length === 0 && (await first.sync.unsent(0, 10)).length === 0);
  expect([await copy.texts(), await first.texts()]).toEqual([all, all]);
  expect([copy.notices, first.notices]).toEqual([[], []]);
  expect(orThrow(await listDevices(first.parts, first.open())).filter(({ isMember }) => isMember)).toHaveLength(2);

  // Both go on.
  await copy.write('from the copy');
  await until(async () => (await first.texts()).includes('from the copy'));
  await first.write('from the first');
  await until(async () => (await copy.texts()).includes('from the first'));
});
