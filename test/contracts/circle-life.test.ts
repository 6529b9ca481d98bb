// Circles among people who do not trust one another, at hosts over real HTTP, on real files: what a circle of five across two nodes
// shows to whom, and what members with a changed program, a lost device and a deleted account do to the others.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endAccount } from '#adapters/account-end.ts';
import { revokeDevices, showPassword } from '#adapters/account-keeping.ts';
import { changesUnsent } from '#adapters/circle-unsent.ts';
import { circleHost, leaveCircle, openCircle, removeFromCircle, renewCircle } from '#adapters/circles.ts';
import { newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { makeEpoch, sealEpochKey } from '#crypto/epochs.ts';
import { entryToBytes } from '#crypto/log-entries.ts';
import { rekey } from '#crypto/membership-deeds.ts';
import { makeKeys, signDomain } from '#crypto/device-keys.ts';
import { nameCircle } from '#rooms/circles/model.ts';
import { createOpener } from '#sync/opener.ts';
import { encodePush } from '#sync/protocol.ts';
import { sendPush } from '#sync/send-push.ts';
import { entryToText } from '#sync/ring.ts';
import { startPostgres } from '../postgres.ts';
import { startCircleSync } from '#adapters/circle-sync.ts';
import { createTestCircles, type TestCircle } from './circle-device.ts';
import { ask, random, startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
let folder: string;
let devices: TestDevice[];
let hosts: TestHost[];
let circles: ReturnType<typeof createTestCircles>;

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-circle-'));
  devices = [];
  hosts = [];
  circles = createTestCircles(folder);
});
afterEach(async () => {
  await circles.close();
  for (const device of devices) await device.close();
  for (const host of hosts) await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const hostAt = async (url = 'FOLDER/kith.db'): Promise<TestHost> => {
  const host = await startHost(url);
  hosts.push(host);
  return host;
};

const person = async ({ base }: TestHost, name: string): Promise<TestDevice> => {
  const device = await createTestDevice(folder, name);
  devices.push(device);
  await device.begin();
  orThrow(await device.create(base, name, PASSWORD));
  return device;
};

const has =
  (...texts: readonly string[]) =>
  async (circle: TestCircle): Promise<boolean> => {
    const there = new Set(await circle.texts());
    return texts.every((text) => there.has(text));
  };
const all = (these: readonly TestCircle[], is: (circle: TestCircle) => Promise<boolean>) => until(async () => (await Promise.all(these.map(is))).every(Boolean));

test('A circle of five across two nodes on one PostgreSQL: what anybody writes shows everywhere by hints; who is sent away in the middle opens nothing after', async () => {
  const postgres = await startPostgres();
  const url = postgres.fresh();
  const [one, two] = [await hostAt(url), await hostAt(url)];
  const people = [];
  for (const [name, host] of [
    ['ana', one],
    ['ben', one],
    ['cai', two],
    ['dee', two],
    ['eve', two],
  ] as const)
    people.push(await person(host, name));
  const ana = await circles.create(people[0]!, 'ana');
  const link = await ana.invite();
  const others = [];
  for (const [n, name] of ['ben', 'cai', 'dee', 'eve'].entries()) others.push(await circles.join(people[n + 1]!, name, link));
  const [ben, cai, dee, eve] = others as [TestCircle, TestCircle, TestCircle, TestCircle];
  const everybody = [ana, ben, cai, dee, eve];
  // A look without a hint comes after five minutes: what arrives now was told, also from the other node.
  for (const [n, each] of everybody.entries()) await each.write(`first ${n}`);
  await all(everybody, has('first 0', 'first 1', 'first 2', 'first 3', 'first 4'));
  const accounts = await Promise.all(everybody.map((each) => each.account()));
  expect([...(await dee.notes())].sort(([, a], [, b]) => (a < b ? -1 : 1))).toEqual(accounts.map((by, n) => [by, `first ${n}`]));

  // In the middle of what all of them write, Eve is sent away.
  const writing = everybody.map((each, n) => each.write(`meanwhile ${n}`));
  const sentAway = removeFromCircle(await ana.parts(), ana.circle, [accounts[4]!]);
  await Promise.all(writing);
  orThrow(await sentAway);
  const four = [ana, ben, cai, dee];
  for (const [n, each] of four.entries()) await each.write(`after ${n}`);
  const later = [0, 1, 2, 3].flatMap((n) => [`meanwhile ${n}`, `after ${n}`]);
  await all(four, has(...later));
  await until(() => eve.notices.some(({ code }) => code === 'removed'));
  await eve.sync.settled();
  expect(four.map(({ circle }) => circle.ring.standing()).map(({ epoch, isMember, lacks }) => [epoch, isMember, lacks])).toEqual(four.map(() => [2, true, null]));
  // What she wrote meanwhile went out before she was sent away, or is her own now.
  const isOut = (await ana.texts()).includes('meanwhile 4');
  expect(isOut || eve.own.length === 1).toBe(true);
  expect((await eve.texts()).filter((text) => text.startsWith('after'))).toEqual([]);

  // She has no way in at either node, and with everything that the database holds in her hands she opens nothing of what came later.
  const { token } = (await eve.parts()).account;
  for (const { base } of [one, two])
    for (const path of ['pull?after=0&limit=10&bytes=100000', 'log?after=0'])
      expect((await ask(base, 'GET', `/vaults/${eve.circle.vault}/${path}`, { token: token! })).status).toBe(404);
  const { read } = one.services.database;
  const { number } = await read.selectFrom('vaults').select('number').where('id', '=', eve.circle.vault).executeTakeFirstOrThrow();
  const entries = await read.selectFrom('log_entries').select(['bytes', 'sig']).where('vault', '=', number).orderBy('n').execute();
  const { ring, session } = eve.circle;
  orThrow(
    await ring.extend(
      entries.slice(ring.standing().n).map(({ bytes, sig }) => entryToText({ bytes: new Uint8Array(bytes), sig: new Uint8Array(sig) })),
      ring.standing().n,
    ),
  );
  expect([ring.standing().epoch, ring.epochKey(2), ring.standing().isMember]).toEqual([2, null, false]);
  const held = (await dee.circle.place.store.rowsAfter(0, 1000)).filter(({ epoch }) => epoch === 2);
  expect(held.length).toBeGreaterThanOrEqual(4);
  const { sealer } = await eve.parts();
  for (const { seq: _seq, ...row } of held) {
    const opener = createOpener({ ...openerParts(eve), sealer, epochKey: (epoch) => ring.epochKey(epoch) ?? ring.epochKey(1) });
    expect(opener.open(row)).toBe('broken');
    expect(session.vault.openRow({ ...row, seq: 1 })).toMatchObject({ why: 'seal-broken' });
  }
  // A link that she still has leads nowhere.
  expect(await openCircle(await eve.parts(), eve.circle.vault, orThrow(circles.placeOf('eve-again')(eve.circle.vault)), '0'.repeat(64))).toMatchObject({
    error: { code: 'circle-gone' },
  });
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  postgres.remove();
}, 120_000);

const openerParts = ({ circle: { vault, ring, session } }: TestCircle) => ({
  vault,
  device: session.header.device,
  epoch: ring.keyEpoch,
  keys: session.keys,
  keyFor: session.keyFor,
  rowIdOf: session.rowIdOf,
});

/** Ana with a circle, and others in it. */
const circleOf = async (host: TestHost, ...names: readonly string[]): Promise<TestCircle[]> => {
  const ana = await circles.create(await person(host, 'ana'), 'ana');
  const link = await ana.invite();
  const those = [ana];
  for (const name of names) those.push(await circles.join(await person(host, name), name, link));
  return those;
};

/** What somebody with a changed program pushes: this record, whoever's it is, under their own name. */
const pushAnyway = async (by: TestCircle, id: string, text: string): Promise<void> => {
  const { ring, session, vault } = by.circle;
  const parts = await by.parts();
  const host = circleHost(parts, vault);
  const pulled = orThrow(await host.pull({ after: 0, limit: 1000, bytes: 8_000_000 }));
  const there = pulled.rows.find((row) => row.id === session.rowIdOf(id));
  const opener = createOpener({ ...openerParts(by), sealer: parts.sealer, epochKey: ring.epochKey });
  const before = there ? opener.open(there) : undefined;
  if (typeof before !== 'object') throw new Error('nothing there to write over');
  const forged = { ...before, fields: { ...before.fields, text: { t: [[(before.fields['text'] as { t: [string, string][] }).t[0]![0], text]] } } } as typeof before;
  const row = opener.seal(forged, there!.id, there!.ver + 1)!;
  const { device: _device, ...rest } = row;
  const claim = { ...rest, counter: 1_000_000, logHead: ring.standing().head };
  const { results } = orThrow(await sendPush(host, ring, encodePush([{ op: newId(random), base: there!.ver, ...claim, sig: ring.sign(claim) }])));
  expect(results).toMatchObject([{ seq: expect.any(Number) }]);
};

test('A member who writes over another’s words is not believed: the words stay with everybody, and their author puts them back', async () => {
  const host = await hostAt();
  const [ana, ben, cai] = (await circleOf(host, 'ben', 'cai')) as [TestCircle, TestCircle, TestCircle];
  const id = await ana.write('as I said it');
  await all([ana, ben, cai], has('as I said it'));
  // The shipped program does not even send such a thing.
  orThrow(await ben.circle.session.vault.commit([{ id, kind: 'note', v: 1, write: { text: 'as Ben would have it' } }], Date.now()));
  ben.sync.wrote();
  await ben.sync.settled();
  await cai.write('meanwhile');
  await all([ana], has('meanwhile'));
  expect(await ana.texts()).toEqual(['as I said it', 'meanwhile']);

  await pushAnyway(ben, id, 'as Ben would have it');
  await until(() => [ana, cai].every(({ notices }) => notices.some((notice) => notice.code === 'row-refused' && notice.why === 'not-theirs')));
  expect([await ana.texts(), await cai.texts()]).toEqual([
    ['as I said it', 'meanwhile'],
    ['as I said it', 'meanwhile'],
  ]);
  // Ana's device has put hers over it: somebody who comes later sees her words, as hers.
  await ana.sync.settled();
  const dee = await circles.join(await person(host, 'dee'), 'dee', await ana.invite());
  await all([dee], has('as I said it', 'meanwhile'));
  expect(await dee.notes()).toContainEqual([await ana.account(), 'as I said it']);

  // The name of the circle is anybody's.
  orThrow(await cai.circle.session.vault.commit([nameCircle('Ours')], Date.now()));
  cai.sync.wrote();
  await until(async () => (await ana.circle.session.vault.byId(['circle'])).records.length === 1);
});

test('A facilitator who gives somebody a false key is named; nothing is lost, and the next key mends it', async () => {
  const host = await hostAt();
  const [ana, ben, cai] = (await circleOf(host, 'ben', 'cai')) as [TestCircle, TestCircle, TestCircle];
  await ana.write('before');
  await all([ben, cai], has('before'));
  const parts = await ana.parts();
  const { sodium, account } = parts;
  const { ring, vault } = ana.circle;
  await until(() => ring.standing().n === ben.circle.ring.standing().n);
  const state = ring.state()!;
  const gone = await cai.account();
  const made = orThrow(
    makeEpoch(
      sodium,
      random,
      state,
      [...state.members.values()].filter(({ id }) => id !== gone),
      ring.epochKey(1)!,
    ),
  );
  const benId = await ben.account();
  const keys = { ...made.parts.keys, [benId]: orThrow(sealEpochKey(sodium, random, random(32), state.members.get(benId)!, vault, 2)) };
  const bytes = entryToBytes(
    { vault, n: state.n, prev: state.head, author: account.account, at: new Date().toISOString() },
    { do: 'remove', members: [gone], ...made.parts, keys },
  );
  orThrow(await circleHost(parts, vault).postLog(entryToText({ bytes, sig: signDomain(sodium, account.identity.signSecret, 'log', [], bytes) })));

  await until(() => ben.notices.some(({ code }) => code === 'epoch-key-wrong'));
  expect(ben.notices.find(({ code }) => code === 'epoch-key-wrong')).toEqual({ code: 'epoch-key-wrong', epoch: 2, by: account.account });
  await ben.write('from Ben, who waits');
  await ana.write('under the second key');
  await until(async () => (await ben.sync.settled()).is === 'waiting');
  expect([ben.own, await ben.texts(), ben.circle.ring.standing().isMember]).toEqual([[], ['before', 'from Ben, who waits'], true]);
  expect((await ana.texts()).includes('from Ben, who waits')).toBe(false);

  orThrow(await renewCircle(parts, ana.circle));
  await all([ana, ben], has('before', 'under the second key', 'from Ben, who waits'));
  expect(ben.own).toEqual([]);
});

test('A lost device is sent away, and its account stays in its circles under new keys; the other devices ask for the password once', async () => {
  const host = await hostAt();
  const [ana, ben] = (await circleOf(host, 'ben')) as [TestCircle, TestCircle];
  await ben.write('before it was lost');
  await all([ana], has('before it was lost'));
  const [laptop, lost, kept] = [devices[0]!, await createTestDevice(folder, 'lost'), await createTestDevice(folder, 'kept')];
  devices.push(lost, kept);
  for (const device of [lost, kept]) orThrow(await device.signIn(host.base, 'ana', PASSWORD));
  const [onLost, onKept] = [await circles.open(lost, 'lost', ana.circle), await circles.open(kept, 'kept', ana.circle)];
  await all([onLost, onKept], has('before it was lost'));
  const old = (await onLost.parts()).account;

  orThrow(await revokeDevices(laptop.parts, laptop.open(), { password: PASSWORD, newPassword: 'five words of mine', devices: [old.device.id] }));
  await ana.again();
  await ben.write('after it was lost');
  await all([ana, ben], has('after it was lost'));
  await ana.write('from the one that stayed');
  await all([ben], has('from the one that stayed'));
  expect((await ben.notes()).filter(([by]) => by === old.account).map(([, text]) => text)).toEqual(['from the one that stayed']);
  expect(ben.circle.ring.standing()).toMatchObject({ epoch: 2, isMember: true, lacks: null });

  // The lost one has the old identity, which is no member's any more.
  onLost.sync.online(true);
  await until(() => onLost.notices.some(({ code }) => code === 'signed-out' || code === 'removed'));
  expect((await onLost.texts()).includes('after it was lost')).toBe(false);
  const whole = await ben.circle.place.sync.logEntries();
  const lostRing = onLost.circle.ring;
  orThrow(await lostRing.extend(whole.slice(lostRing.standing().n), lostRing.standing().n));
  expect([lostRing.epochKey(2), lostRing.standing().lacks]).toEqual([null, { code: 'account-key-old' }]);

  // The one that stayed says so, keeps what it has, and goes on once the password was shown.
  await until(() => onKept.notices.some(({ code }) => code === 'account-key-old'));
  await onKept.write('waits for the password');
  orThrow(await showPassword(kept.parts, kept.open(), 'five words of mine'));
  await onKept.again();
  await all([ana, ben, onKept], has('after it was lost', 'from the one that stayed', 'waits for the password'));
  // Keys in a circle change with the account's or not at all: a session alone cannot bring others.
  const parts = await ana.parts();
  const state = ana.circle.ring.state()!;
  const own = makeKeys(parts.sodium, random, parts.account.account);
  const alone = orThrow(rekey({ sodium: parts.sodium, random, now: Date.now(), own: parts.account.identity }, state, own));
  expect(await circleHost(parts, ana.circle.vault).postLog(entryToText(alone.entry))).toMatchObject({ error: { code: 'log-refused', with: { why: 'log-password-first' } } });
});

test('A device that met a circle under keys of before opens it once the password was shown, also where the keys were changed again meanwhile', async () => {
  const host = await hostAt();
  const laptop = await person(host, 'ana');
  const [lost, other, kept] = [await createTestDevice(folder, 'lost'), await createTestDevice(folder, 'other'), await createTestDevice(folder, 'kept')];
  devices.push(lost, other, kept);
  for (const device of [lost, other, kept]) orThrow(await device.signIn(host.base, 'ana', PASSWORD));
  const sendAway = async (device: TestDevice, password: string, newPassword: string): Promise<unknown> =>
    orThrow(await revokeDevices(laptop.parts, laptop.open(), { password, newPassword, devices: [(await device.account()).device.id] }));

  await sendAway(lost, PASSWORD, 'five words of mine');
  const ana = await circles.create(laptop, 'ana');
  await ana.write('between both changes');
  await ana.sync.settled();
  // It keeps a log whose keys were sealed to none of its own, neither to those of before nor to those that come.
  await expect(circles.open(kept, 'kept', ana.circle)).rejects.toThrow('account-key-old');
  await sendAway(other, 'five words of mine', 'six words of mine');
  await ana.again();
  await ana.write('after both');
  await ana.sync.settled();
  orThrow(await showPassword(kept.parts, kept.open(), 'six words of mine'));
  // What is in the way now is the network, no key.
  kept.cable.in = false;
  await expect(circles.open(kept, 'kept', ana.circle)).rejects.toThrow('host-offline');
  kept.cable.in = true;
  const onKept = await circles.open(kept, 'kept', ana.circle);
  await all([onKept], has('between both changes', 'after both'));
  await onKept.write('from the one that stayed');
  await all([ana], has('from the one that stayed'));
});

test('Who leaves, or ends their account, is out of their circles; the others go on under a new key', async () => {
  const host = await hostAt();
  const [ana, ben, cai] = (await circleOf(host, 'ben', 'cai')) as [TestCircle, TestCircle, TestCircle];
  const fromBen = await ben.write('from Ben');
  await all([ana, cai], has('from Ben'));
  await ben.sync.settled();
  const laptop = devices[1]!;
  await laptop.live().settled();
  laptop.stop();
  ben.sync.stop();
  // What was taken back counts as owed to the others until it is sent; what they never had does not.
  const me = await ben.account();
  expect(await changesUnsent(ben.circle, me)).toBe(0);
  await ben.write('never sent');
  expect(await changesUnsent(ben.circle, me)).toBe(0);
  orThrow(await ben.circle.session.vault.commit([{ id: fromBen, kind: 'note', v: 1, drop: true }], Date.now()));
  expect(await changesUnsent(ben.circle, me)).toBe(1);
  const wrong = await endAccount({ ...laptop.parts, session: laptop.session(), sync: laptop.sync, addressesOf: () => [] }, 'not the password');
  expect(wrong).toMatchObject({ error: { code: 'sign-in-wrong' } });
  orThrow(await leaveCircle(await cai.parts(), cai.circle));
  // A wrong password has taken nobody out of anything.
  await until(() => ana.circle.ring.standing().n === 5);
  expect([...ana.circle.ring.state()!.members.keys()]).toEqual([await ana.account(), await ben.account()]);
  orThrow(await endAccount({ ...laptop.parts, session: laptop.session(), sync: laptop.sync, addressesOf: () => [] }, PASSWORD));
  await ana.write('alone now');
  await until(() => ana.circle.ring.standing().epoch === 2 && !ana.circle.ring.state()!.due);
  expect([...ana.circle.ring.state()!.members.keys()]).toEqual([await ana.account()]);
  await ana.sync.settled();
  expect(await ana.texts()).toEqual(['alone now', 'from Ben']);
});

test('A host that shows another circle in a circle’s place is not believed', async () => {
  const host = await hostAt();
  const [ana] = (await circleOf(host)) as [TestCircle];
  const place = orThrow(circles.placeOf('elsewhere')(ana.circle.vault));
  expect(await openCircle(await ana.parts(), ana.circle.vault, place, '0'.repeat(64))).toMatchObject({ error: { code: 'log-broken' } });
});

test('What came while following was let go is told all the same: whoever follows next does not ask for it again', async () => {
  const host = await hostAt();
  const [ana, ben] = [await person(host, 'ana'), await person(host, 'ben')];
  const hers = await circles.create(ana, 'ana');
  await hers.write('Before you came.');
  await hers.sync.settled();
  const his = await circles.join(ben, 'ben', await hers.invite());
  await his.sync.settled();
  his.sync.stop();
  await hers.write('While nobody looked.');
  await hers.sync.settled();
  const told: string[] = [];
  const { place } = his.circle;
  // Let go in the middle of taking in, as when the account's keys are read anew.
  const following: { stop(): void }[] = [];
  const stopping: typeof place.sync = {
    ...place.sync,
    async change(ids, work) {
      let takes = false;
      const done = await place.sync.change(ids, (found) => {
        const left = work(found);
        takes = (left.rows?.length ?? 0) > 0;
        return left;
      });
      if (takes) for (const sync of following) sync.stop();
      return done;
    },
  };
  following.push(
    await startCircleSync(await his.parts(), his.circle, {
      sync: stopping,
      keepPrivately: async () => ({ ok: true, value: null }),
      onRecords: (records) => told.push(...records.map(({ kind }) => kind)),
    }),
  );
  await until(async () => (await his.texts()).includes('While nobody looked.'));
  await until(async () => told.includes('note'));
});
