// Somebody has a device of ours, or the token of its session: what they do before the owner sends the device away must not outlive
// that, nor stand in its way. On real SQLite files, at a real host over real HTTP.

import { beforeEach, expect, test } from 'vitest';
import { recoverAccount } from '#adapters/account-entry.ts';
import { listDevices, revokeDevices, showPassword, signOut } from '#adapters/account-keeping.ts';
import { joinLog } from '#adapters/account-parts.ts';
import { openEpochs } from '#adapters/sync-session.ts';
import { newDeviceId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice, leave, rekey, removeMembers } from '#crypto/membership-deeds.ts';
import { recoveryCodeToText } from '#crypto/recovery-code.ts';
import { tipToJson } from '#crypto/tips.ts';
import { ask, entryText, newRecord, random } from './host-people.ts';
import { codeOf, oneAccount, PASSWORD } from './one-account.ts';
import { MADE, until, type TestDevice } from './synced-device.ts';

const at = oneAccount();
const { newDevice } = at;
let own: TestDevice;
let lost: TestDevice;

const asThief = async (method: string, path: string, body?: unknown) =>
  ask(at.host.base, method, path, { token: (await lost.account()).token!, ...(body === undefined ? {} : { body }) });

beforeEach(async () => {
  own = await newDevice('own');
  await own.begin();
  orThrow(await own.create(at.host.base, 'ada', PASSWORD));
  lost = await newDevice('lost');
  orThrow(await lost.signIn(at.host.base, 'ada', PASSWORD));
});

test('No session is given out in the name of another device, so that none outlives the device that asked for it', async () => {
  const id = (await own.account()).device.id;
  expect((await asThief('POST', '/account/devices', { device: { id, label: '' } })).body).toEqual({ error: 'already-given' });
  // Signed out, its place in the log is still its own.
  orThrow(await signOut(own.parts, own.open()));
  await at.host.services.database.write.deleteFrom('devices').where('id', '=', id).execute();
  expect((await asThief('POST', '/account/devices', { device: { id, label: '' } })).body).toEqual({ error: 'already-given' });
});

test('A session that a stolen one begot ends with it', async () => {
  const { body } = await asThief('POST', '/account/devices', { device: { id: newDeviceId(random), label: '' } });
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] }));
  expect((await ask(at.host.base, 'GET', '/account/bundle', { token: body['token'] as string })).body).toEqual({ error: 'session-needed' });
});

test('A full list of devices does not keep a lost one from being sent away', async () => {
  for (let n = 0; n < 48; n++) await asThief('POST', '/account/devices', { device: { id: newDeviceId(random), label: '' } });
  const more: TestDevice[] = [];
  for (const name of ['third', 'fourth']) {
    const device = await newDevice(name);
    more.push(device);
    orThrow(await device.signIn(at.host.base, 'ada', PASSWORD));
  }
  const done = await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] });
  expect(codeOf(done)).toBe('ok');
  for (const device of more) {
    expect((await ask(at.host.base, 'GET', '/account/bundle', { token: (await device.account()).token! })).status).toBe(200);
  }
});

test('A password that was being changed while a lost device was sent away wraps no key of before', async () => {
  const other = await newDevice('other');
  orThrow(await other.signIn(at.host.base, 'ada', PASSWORD));
  orThrow(await showPassword(other.parts, other.open(), PASSWORD));
  const { token } = await other.account();
  const begun = await newRecord(at.host.base, token!, 'five words of mine');
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [(await lost.account()).device.id] }));
  const finish = await ask(at.host.base, 'POST', '/account/password/finish', { token: token!, body: { ...begun, wrap: Buffer.from(random(73)).toString('base64') } });
  expect(finish.body).toEqual({ error: 'sign-in-again' });
  const again = await newDevice('again');
  expect(codeOf(await again.signIn(at.host.base, 'ada', PASSWORD))).toBe('ok');
});

test('Whoever has the unlocked device changes no keys, sends nobody away and ends nobody’s session: that takes the password', async () => {
  const { sodium } = own.parts;
  const { device, identity, vault } = await lost.account();
  const mine = await own.account();
  await lost.follow();
  await lost.live().settled();
  lost.stop();
  const state = orThrow(await openEpochs(lost.parts, lost.open()))!.ring.state()!;
  const doing = { sodium, random, now: Date.now(), own: device };
  const entries = [
    orThrow(removeMembers(doing, state, [mine.device.id], lost.open().key, identity)),
    orThrow(leave(doing, state!)),
    orThrow(rekey({ ...doing, own: identity }, state, makeKeys(sodium, random, identity.id))),
  ];
  const tried = [];
  for (const { entry } of entries) tried.push((await asThief('POST', `/vaults/${vault}/log`, { entry: entryText(entry) })).body);
  expect(tried).toEqual(entries.map(() => ({ error: 'log-refused', with: { why: 'log-password-first' } })));
  // The session that signing in began is fresh for ten minutes; a thief's is not.
  await at.host.services.database.write.updateTable('sessions').set({ fresh: 0 }).where('device', '=', device.id).execute();
  for (const [method, path, body] of [
    ['POST', '/account/rotate', undefined],
    ['POST', '/account/password/start', undefined],
    ['DELETE', '/account', undefined],
  ] as const)
    expect((await asThief(method, path, body)).body, path).toEqual({ error: 'sign-in-again' });
  expect((await asThief('PUT', '/account/bundle', { version: 2, bundle: '' })).body).toEqual({ error: 'not-found' });
  expect((await asThief('DELETE', `/account/devices/${mine.device.id}`)).body).toEqual({ error: 'not-found' });
  const text = await own.write('written before');
  orThrow(await revokeDevices(own.parts, own.open(), { password: PASSWORD, devices: [device.id] }));
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
  expect([text !== '', await own.texts()]).toEqual([true, ['written before']]);
});

/** Everything that a session which has not shown the password may do, over and over, as fast as it is answered. */
const raging = async (isOver: () => boolean): Promise<{ readonly devices: readonly string[] }> => {
  const { token, identity, vault } = await lost.account();
  const { ring } = orThrow(await openEpochs(lost.parts, lost.open()))!;
  const { sodium } = lost.parts;
  const devices: string[] = [];
  const thief = (method: string, path: string, body?: unknown) => ask(at.host.base, method, path, { token: token!, ...(body === undefined ? {} : { body }) });
  while (!isOver()) {
    const page = await thief('GET', `/vaults/${vault}/log?after=${ring.standing().n}`);
    if (page.status !== 200) break;
    orThrow(await ring.extend(page.body['entries'] as never, ring.standing().n));
    const keys = makeKeys(sodium, random, newDeviceId(random));
    const added = addDevice({ sodium, random, now: Date.now(), own: keys }, ring.state()!, identity, lost.open().key);
    if (!added.ok) break;
    const { status } = await thief('POST', `/vaults/${vault}/log`, { entry: entryText(added.value.entry) });
    if (status === 422) break;
    if (status === 200) devices.push(keys.id);
    await thief('POST', '/account/devices', { device: { id: keys.id, label: '' } });
    await thief('POST', '/account/devices', { device: { id: (await own.account()).device.id, label: '' } });
  }
  return { devices };
};

test('The password wins while the unlocked device does all it can, and no device that it let in meanwhile stays', async () => {
  await at.host.services.database.write.updateTable('sessions').set({ fresh: 0 }).execute();
  let isOver = false;
  const rage = raging(() => isOver);
  await until(async () => orThrow(await listDevices(own.parts, own.open())).length > 4);
  const seen = orThrow(await listDevices(own.parts, own.open()));
  const others = seen.filter(({ isThis }) => !isThis).map(({ id }) => id);
  const done = await revokeDevices(own.parts, own.open(), { password: PASSWORD, newPassword: 'five words of mine', devices: others, seen: seen.map(({ id }) => id) });
  isOver = true;
  const { devices } = await rage;
  expect([codeOf(done), devices.length > 3]).toEqual(['ok', true]);
  const left = orThrow(await listDevices(own.parts, own.open())).filter(({ isMember, isSignedIn }) => isMember || isSignedIn);
  expect(left.map(({ id }) => id)).toEqual([(await own.account()).device.id]);
});

test('With all the room for devices taken by an unlocked one, the password and the recovery code still bring a new device in', async () => {
  await at.host.services.database.write.updateTable('sessions').set({ fresh: 0 }).execute();
  await raging(() => false);
  const more = { ...(await lost.account()), device: makeKeys(lost.parts.sodium, random, newDeviceId(random)) };
  expect(codeOf(await joinLog(lost.parts, more, lost.open().key))).toBe('log-full');
  const { code } = await own.account();
  const back = await newDevice('back');
  orThrow(await recoverAccount(back.parts, null, { host: at.host.base, name: 'ada', password: 'five words of mine', label: 'back', made: MADE, code: recoveryCodeToText(code!) }));
  await back.start();
  const listed = orThrow(await listDevices(back.parts, back.open()));
  expect(listed.length).toBeGreaterThan(99);
  orThrow(await revokeDevices(back.parts, back.open(), { password: 'five words of mine', devices: listed.filter(({ isThis }) => !isThis).map(({ id }) => id) }));
  expect(orThrow(await listDevices(back.parts, back.open())).filter(({ isMember }) => isMember)).toHaveLength(1);
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
});

test('Two devices that send the lost one away at one moment leave an account that opens, with one of both passwords', async () => {
  const other = await newDevice('other');
  orThrow(await other.signIn(at.host.base, 'ada', PASSWORD));
  const devices = [(await lost.account()).device.id];
  const done = await Promise.all([own, other].map((each, n) => revokeDevices(each.parts, each.open(), { password: PASSWORD, newPassword: `${PASSWORD} ${n}`, devices })));
  expect(done.filter(({ ok }) => ok)).toHaveLength(1);
  const again = await newDevice('again');
  const came = [];
  for (const n of [0, 1]) came.push(codeOf(await again.signIn(at.host.base, 'ada', `${PASSWORD} ${n}`)));
  expect(came).toEqual(done.map(({ ok }) => (ok ? 'ok' : 'sign-in-wrong')));
  expect((await asThief('GET', '/account')).body).toEqual({ error: 'session-needed' });
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
