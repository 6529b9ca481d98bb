// Coming into a circle with a link and a name alone, on a device that has no account, at a host that asks for an invitation: the shipped
// code over real HTTP and real files. What the link shows first, the account that is made with it, and a password of one's own later.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changePassword, renewRecovery, showPassword } from '#adapters/account-keeping.ts';
import { inviteToCircle, joinCircle, lookAtLink, removeFromCircle } from '#adapters/circles.ts';
import { bytesToBase32 } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { inviteHash } from '#server/accounts.ts';
import { createTestCircles, WELCOME } from './circle-device.ts';
import { random, startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
let folder: string;
let host: TestHost;
let devices: TestDevice[];
let circles: ReturnType<typeof createTestCircles>;

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-join-'));
  devices = [];
  circles = createTestCircles(folder);
  host = await startHost('FOLDER/kith.db', { registration: 'invite' });
});
afterEach(async () => {
  await circles.close();
  for (const device of devices) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const device = async (name: string): Promise<TestDevice> => {
  const made = await createTestDevice(folder, name);
  devices.push(made);
  await made.begin();
  return made;
};

const keeper = async (): Promise<TestDevice> => {
  const code = bytesToBase32(random(10));
  await host.services.database.write
    .insertInto('invites')
    .values({ hash: inviteHash(code), expires: Date.now() + 1000_000 })
    .execute();
  const ana = await device('ana');
  orThrow(await ana.create(host.base, 'ana', PASSWORD, { invite: code }));
  return ana;
};

test('A link shows what it opens, makes an account that nobody knows a password of, and opens the circle; a password of one’s own comes later', async () => {
  const ana = await keeper();
  const circle = await circles.create(ana, 'ana');
  await circle.write('Before you came.');
  const link = await circle.invite();

  const ben = await device('ben');
  const looked = orThrow(await lookAtLink(ben.parts, host.base, link));
  expect(looked).toEqual({ welcome: { ...WELCOME, members: 1, more: false }, admits: true });
  const madeUp = bytesToBase32(random(20));
  const account = orThrow(await ben.create(host.base, 'kith-ben', madeUp, { link, isMadeUp: true }));
  expect(account.password).toBe(madeUp);
  expect(account.code).not.toBeNull();
  const bens = await circles.join(ben, 'ben', link);
  await until(async () => (await bens.texts()).includes('Before you came.'));
  await bens.write('Here I am.');
  await until(async () => (await circle.texts()).includes('Here I am.'));

  // What asks for the password asks nobody: the device knows it. What is typed all the same is tried as it is.
  expect(await showPassword(ben.parts, ben.open(), 'a guess of mine')).toMatchObject({ ok: false, error: { code: 'sign-in-wrong' } });
  orThrow(await renewRecovery(ben.parts, ben.open(), ''));
  expect((await ben.account()).password).toBe(madeUp);
  orThrow(await changePassword(ben.parts, ben.open(), { password: '', newPassword: 'a word of my own' }));
  expect((await ben.account()).password).toBeNull();
  expect(await showPassword(ben.parts, ben.open(), '')).toMatchObject({ ok: false, error: { code: 'sign-in-wrong' } });
  orThrow(await showPassword(ben.parts, ben.open(), 'a word of my own'));

  // On another device, as on any account.
  const second = await createTestDevice(folder, 'ben-2');
  devices.push(second);
  orThrow(await second.signIn(host.base, 'kith-ben', 'a word of my own'));
  expect((await second.account()).password).toBeNull();
});

test('A link that is over shows nothing and makes nothing; who was sent away does not come back with it', async () => {
  const ana = await keeper();
  const circle = await circles.create(ana, 'ana');
  const link = await circle.invite();
  const ben = await device('ben');
  orThrow(await ben.create(host.base, 'kith-ben', bytesToBase32(random(20)), { link, isMadeUp: true }));
  const bens = await circles.join(ben, 'ben', link);
  await until(() => circle.circle.ring.state()!.members.size === 2);
  orThrow(await removeFromCircle(await circle.parts(), circle.circle, [await bens.account()]));
  const eva = await device('eva');
  expect(await lookAtLink(eva.parts, host.base, link)).toEqual({ ok: false, error: { code: 'link-over' } });
  expect(await eva.create(host.base, 'kith-eva', bytesToBase32(random(20)), { link, isMadeUp: true })).toMatchObject({ ok: false, error: { code: 'invite-wrong' } });
  expect(await joinCircle(await bens.parts(), link, bens.circle.place)).toMatchObject({ ok: false, error: { code: 'link-over' } });
});

test('A host that changes what a link shows, or lays another’s, is found out; one that keeps it back shows nothing, and the link still holds', async () => {
  const ana = await keeper();
  const circle = await circles.create(ana, 'ana');
  const [link, other] = [await circle.invite(), await circle.invite()];
  const rows = await host.services.database.read.selectFrom('links').selectAll().execute();
  const bytesOf = (invite: string) => Buffer.from(rows.find((row) => row.invite === invite)!.welcome!);
  const set = (welcome: Uint8Array | null) => host.services.database.write.updateTable('links').set({ welcome }).where('invite', '=', link.invite).execute();
  const changed = bytesOf(link.invite);
  changed[changed.length - 1]! ^= 1;
  for (const welcome of [changed, bytesOf(other.invite)]) {
    await set(welcome);
    expect(await lookAtLink(ana.parts, host.base, link)).toEqual({ ok: false, error: { code: 'welcome-damaged' } });
  }
  await set(null);
  expect(orThrow(await lookAtLink(ana.parts, host.base, link))).toEqual({ welcome: null, admits: true });
  // The inviter cannot be reached for the welcome: the link is given out all the same.
  const parts = await circle.parts();
  const without = {
    ...parts,
    fetch: async (address: string, init: RequestInit) => {
      if (init.method === 'PUT') throw new TypeError('no network');
      return fetch(address, init);
    },
  };
  const third = orThrow(await inviteToCircle(without, circle.circle, WELCOME));
  expect(orThrow(await lookAtLink(ana.parts, host.base, third))).toEqual({ welcome: null, admits: true });
});
