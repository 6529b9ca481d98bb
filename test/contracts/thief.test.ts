// Somebody has a device of ours, or the token of its session: what they do before the owner sends the device away must not outlive
// that, nor stand in its way. On real SQLite files, at a real host over real HTTP.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteAccount, listDevices, revokeDevices, showPassword } from '#adapters/account-keeping.ts';
import { newDeviceId } from '#core/ids.ts';
import { orThrow, type Result } from '#core/result.ts';
import { sealBundle } from '#crypto/account-keys.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { removeMembers } from '#crypto/membership-deeds.ts';
import { tipToJson } from '#crypto/tips.ts';
import { ask, entryText, newRecord, random, startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
let folder: string;
let host: TestHost;
let own: TestDevice;
let lost: TestDevice;

const codeOf = <T>(result: Result<T>): string => (result.ok ? 'ok' : result.error.code);
const asThief = async (method: string, path: string, body?: unknown) =>
  ask(host.base, method, path, { token: (await lost.account()).token!, ...(body === undefined ? {} : { body }) });

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-thief-'));
  host = await startHost('FOLDER/kith.db');
  own = await createTestDevice(folder, 'own');
  await own.begin();
  orThrow(await own.create(host.base, 'ada', PASSWORD));
  lost = await createTestDevice(folder, 'lost');
  orThrow(await lost.signIn(host.base, 'ada', PASSWORD));
});
afterEach(async () => {
  for (const device of [own, lost]) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

test('No session is given out in the name of another device, so that none outlives the device that asked for it', async () => {
  const id = (await own.account()).device.id;
  expect((await asThief('POST', '/account/devices', { device: { id, label: '' } })).body).toEqual({ error: 'already-given' });
  // Signed out first, its place in the log is still its own.
  expect((await asThief('DELETE', `/account/devices/${id}`)).status).toBe(200);
  expect((await asThief('POST', '/account/devices', { device: { id, label: '' } })).body).toEqual({ error: 'already-given' });
});

test('A session that a stolen one begot ends with it', async () => {
  const { body } = await asThief('POST', '/account/devices', { device: { id: newDeviceId(random), label: '' } });
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] }));
  expect((await ask(host.base, 'GET', '/account/bundle', { token: body['token'] as string })).body).toEqual({ error: 'session-needed' });
});

test('A full list of devices does not keep a lost one from being sent away', async () => {
  for (let n = 0; n < 48; n++) await asThief('POST', '/account/devices', { device: { id: newDeviceId(random), label: '' } });
  const more: TestDevice[] = [];
  for (const name of ['third', 'fourth']) {
    const device = await createTestDevice(folder, name);
    more.push(device);
    orThrow(await device.signIn(host.base, 'ada', PASSWORD));
  }
  const done = await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] });
  expect(codeOf(done)).toBe('ok');
  for (const device of more) {
    expect((await ask(host.base, 'GET', '/account/bundle', { token: (await device.account()).token! })).status).toBe(200);
    await device.close();
  }
});

test('A bundle that was spoiled with a stolen session does not keep the lost device from being sent away', async () => {
  expect((await asThief('PUT', '/account/bundle', { version: 2, bundle: Buffer.from(random(400)).toString('base64') })).status).toBe(200);
  const done = await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] });
  expect(codeOf(done)).toBe('ok');
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
  const again = await createTestDevice(folder, 'again');
  expect(codeOf(await again.signIn(host.base, 'ada', PASSWORD))).toBe('ok');
  await again.close();
});

test('A bundle with another identity in it, made on the unlocked device, does not either', async () => {
  const { sodium } = own.parts;
  const { accountKey, account, vault } = await lost.account();
  const forged = sealBundle({ sodium, random }, { vault, epoch: 1, epochKey: lost.open().key, identity: makeKeys(sodium, random, account) }, accountKey, account, 2);
  expect((await asThief('PUT', '/account/bundle', { version: 2, bundle: forged })).status).toBe(200);
  expect(codeOf(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] }))).toBe('ok');
  expect(orThrow(await listDevices(own.parts, own.open())).map(({ id }) => id)).toEqual([(await own.account()).device.id]);
});

test('A password that was being changed while a lost device was sent away wraps no key of before', async () => {
  const other = await createTestDevice(folder, 'other');
  orThrow(await other.signIn(host.base, 'ada', PASSWORD));
  orThrow(await showPassword(other.parts, other.open(), PASSWORD));
  const { token } = await other.account();
  const begun = await newRecord(host.base, token!, 'five words of mine');
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] }));
  const finish = await ask(host.base, 'POST', '/account/password/finish', { token: token!, body: { ...begun, wrap: Buffer.from(random(73)).toString('base64') } });
  expect(finish.body).toEqual({ error: 'sign-in-again' });
  const again = await createTestDevice(folder, 'again');
  expect(codeOf(await again.signIn(host.base, 'ada', PASSWORD))).toBe('ok');
  for (const device of [other, again]) await device.close();
});

test('Sent away first by whoever has the unlocked device, one still has what is here, and the password ends the account', async () => {
  const { sodium } = own.parts;
  const { device, identity, vault } = await lost.account();
  const text = await own.write('written before');
  await lost.follow();
  await lost.live().settled();
  const state = lost.live().ring().state()!;
  const sent = orThrow(removeMembers({ sodium, random, now: Date.now(), own: device }, state, [(await own.account()).device.id], lost.open().key, identity));
  expect((await asThief('POST', `/vaults/${vault}/log`, { entry: entryText(sent.entry) })).status).toBe(200);
  expect(codeOf(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [device.id] }))).toBe('epoch-not-reached');
  expect(codeOf(await deleteAccount(own.parts, own.open(), PASSWORD))).toBe('ok');
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
  expect([text !== '', await own.texts()]).toEqual([true, ['written before']]);
});

test('Two devices that send the lost one away at one moment leave an account that opens, with one of both passwords', async () => {
  const other = await createTestDevice(folder, 'other');
  orThrow(await other.signIn(host.base, 'ada', PASSWORD));
  const devices = [(await lost.account()).device.id];
  const done = await Promise.all([own, other].map((each, n) => revokeDevices(each.parts, each.open(), { password: PASSWORD, newPassword: `${PASSWORD} ${n}`, devices })));
  expect(done.filter(({ ok }) => ok)).toHaveLength(1);
  const again = await createTestDevice(folder, 'again');
  const came = [];
  for (const n of [0, 1]) came.push(codeOf(await again.signIn(host.base, 'ada', `${PASSWORD} ${n}`)));
  expect(came).toEqual(done.map(({ ok }) => (ok ? 'ok' : 'sign-in-wrong')));
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
  for (const device of [other, again]) await device.close();
});

test('What the lost device said that it had seen counts for nothing once it is sent away, nor what it says in another’s name', async () => {
  const { device } = await lost.account();
  await lost.follow();
  await lost.live().settled();
  await own.follow();
  await own.live().settled();
  const lie = (of: string) => {
    const tip = tipToJson({ marks: new Map(), log: { n: 1, head: 'a'.repeat(64) }, host: Number.MAX_SAFE_INTEGER });
    return { id: `tip-${of}`, kind: 'tip', v: 1, set: { tip } } as const;
  };
  orThrow(await lost.session().vault.commit([lie(device.id), lie((await own.account()).device.id)], Date.now()));
  await lost.write('and something beside');
  await lost.live().settled();
  await own.live().settled();
  lost.stop();
  own.stop();
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [device.id] }));
  await own.start();
  own.notices.length = 0;
  await own.follow();
  await until(async () => (await own.texts()).length === 1);
  await own.live().settled();
  expect(own.notices).toEqual([]);
});
