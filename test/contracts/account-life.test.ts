// The whole life of an account, as a person goes through it: on real SQLite files, at a real host over real HTTP.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confirmRecovery, createAccount, recoverAccount, signIn } from '#adapters/account-entry.ts';
import { endAccount } from '#adapters/account-end.ts';
import { changePassword, listDevices, renewRecovery, revokeDevices, settleNext, showPassword, signOut, viewAccount } from '#adapters/account-keeping.ts';
import { answerPairing, awaitPairing, beginPairing } from '#adapters/pairing.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { newDeviceId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { beginPersonal } from '#crypto/membership-deeds.ts';
import { groupsToConfirm, isRecoveryGroup, recoveryCodeToText } from '#crypto/recovery-code.ts';
import { entryToText } from '#sync/ring.ts';
import { ask, random } from './host-people.ts';
import { codeOf, oneAccount, PASSWORD } from './one-account.ts';
import { MADE, until } from './synced-device.ts';

const at = oneAccount();
const { newDevice, signedIn, withAccount } = at;

test('An account is made for the vault that is there; its code is kept until it was confirmed, and nothing of it is readable at rest', async () => {
  const first = await newDevice('first');
  await first.begin();
  const account = orThrow(await first.create(at.host.base, '  Ada ', PASSWORD));
  expect(account).toMatchObject({ name: 'ada', vault: first.open().header.vault, joined: true, epoch: 1, version: 1 });
  const { code } = await first.account();
  const [one, two] = groupsToConfirm(random);
  const shown = recoveryCodeToText(code!).split('-');
  expect([isRecoveryGroup(code!, one, shown[one]!), isRecoveryGroup(code!, two, shown[two]!.toLowerCase())]).toEqual([true, true]);

  const atRest = (): string =>
    readdirSync(at.folder)
      .flatMap((name) => (name.startsWith('first.kith') ? [readFileSync(join(at.folder, name)).toString('latin1')] : []))
      .join('');
  const secrets = [
    account.token!,
    'ada',
    code!,
    bytesToBase64(account.accountKey),
    Buffer.from(account.accountKey).toString('latin1'),
    bytesToBase64(account.device.seeds.sign),
    at.host.base,
  ];
  for (const secret of secrets) expect(atRest().includes(secret), secret).toBe(false);
  // The reading itself is right: what does lie there readable is found.
  expect(atRest().includes(first.open().header.vault)).toBe(true);

  orThrow(await confirmRecovery(first.parts, first.open()));
  expect((await first.account()).code).toBeNull();
  expect(codeOf(await first.create(at.host.base, 'ada-again', PASSWORD))).toBe('account-there');
});

test('What cannot be an account is refused in words, before or by the host', async () => {
  const first = await newDevice('first');
  await first.begin();
  const codes: string[] = [];
  for (const [address, name, password] of [
    ['not an address', 'ada', PASSWORD],
    ['http://kith.example.org', 'ada', PASSWORD],
    [at.host.base, 'a da', PASSWORD],
    [at.host.base, 'ada', 'short'],
    ['http://127.0.0.1:9', 'ada', PASSWORD],
  ] as const)
    codes.push(codeOf(await first.create(address, name, password)));
  expect(codes).toEqual(['host-address-wrong', 'host-not-secure', 'account-name-wrong', 'password-short', 'host-offline']);
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  const other = await newDevice('other');
  await other.begin();
  expect(codeOf(await other.create(at.host.base, 'ADA', PASSWORD))).toBe('account-name-taken');
});

test('A wrong password and a name that is not there cannot be told apart', async () => {
  await withAccount();
  const tried: unknown[] = [];
  for (const [name, password] of [
    ['ada', 'another four words'],
    ['nobody', PASSWORD],
    ['ada', 'short'],
  ] as const) {
    const device = await newDevice(`guess-${tried.length}`);
    const done = await device.signIn(at.host.base, name, password);
    tried.push([done, device.asked.map(({ what }) => what), await device.store.note('vault'), await device.store.note('account')]);
  }
  const wrong = { ok: false, error: { code: 'sign-in-wrong' } };
  expect(tried[0]).toEqual([wrong, ['POST /v1/account/sign-in/start'], null, null]);
  expect(tried[1]).toEqual(tried[0]);
  expect((tried[2] as unknown[])[0]).toEqual(wrong);
});

test('Where the vault did not reach the host, starting brings it there', async () => {
  const first = await newDevice('first');
  await first.begin();
  await first.write('before');
  const parts = {
    ...first.parts,
    fetch: async (address: string, init: RequestInit) => (address.includes('/vaults/') ? Promise.reject(new TypeError('gone')) : fetch(address, init)),
  };
  const account = orThrow(await createAccount(parts, first.open(), { host: at.host.base, name: 'ada', password: PASSWORD, label: 'first' }));
  expect(account.joined).toBe(false);
  await first.follow();
  expect(await first.live().settled()).toMatchObject({ is: 'in-step' });
  expect((await first.account()).joined).toBe(true);
  expect(await (await signedIn('second')).texts()).toEqual(['before']);
});

test('A changed password is asked for from then on, and who is signed in stays so', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  expect(codeOf(await changePassword(first.parts, first.open(), { password: 'another four words', newPassword: 'five words of mine' }))).toBe('sign-in-wrong');
  orThrow(await changePassword(first.parts, first.open(), { password: PASSWORD, newPassword: 'five words of mine' }));
  // Both go on: the first in the session that the change began, the second in its own.
  await first.write('after the change');
  await until(async () => (await second.texts()).includes('after the change'));
  await second.write('and back');
  await until(async () => (await first.texts()).includes('and back'));
  const third = await newDevice('third');
  expect(codeOf(await third.signIn(at.host.base, 'ada', PASSWORD))).toBe('sign-in-wrong');
  orThrow(await third.signIn(at.host.base, 'ada', 'five words of mine'));
});

test('The recovery code opens the account without the password, which from then on opens nothing', async () => {
  const first = await withAccount();
  const shown = recoveryCodeToText((await first.account()).code!);
  const lost = await newDevice('lost');
  const given = { host: at.host.base, name: 'ada', password: 'five words of mine', label: 'lost', made: MADE };
  const changed = (at: number): string => shown.slice(0, at) + (shown[at] === '7' ? '8' : '7') + shown.slice(at + 1);
  expect(await recoverAccount(lost.parts, null, { ...given, code: changed(13) })).toEqual({ ok: false, error: { code: 'recovery-group-wrong', with: { group: 3 } } });
  const other = recoveryCodeToText('0'.repeat(28));
  expect(codeOf(await recoverAccount(lost.parts, null, { ...given, code: other }))).toBe('sign-in-wrong');
  expect(codeOf(await recoverAccount(lost.parts, null, { ...given, name: 'nobody', code: shown }))).toBe('sign-in-wrong');
  orThrow(await recoverAccount(lost.parts, null, { ...given, code: shown.toLowerCase().replaceAll('-', ' ') }));
  await lost.start();
  await lost.follow();
  await lost.live().settled();
  expect(await lost.texts()).toEqual(['written here first']);
  expect(codeOf(await (await newDevice('old')).signIn(at.host.base, 'ada', PASSWORD))).toBe('sign-in-wrong');
  await signedIn('new', 'five words of mine');
});

test('A lost device is sent away: it is refused and reads nothing that comes later; the others stay, and a new one reads everything', async () => {
  const first = await withAccount();
  const lost = await signedIn('lost');
  const kept = await signedIn('kept');
  const lostAccount = await lost.account();
  const names = orThrow(await listDevices(first.parts, first.open()));
  expect(names.map(({ name, isThis, isSignedIn, isMember }) => [name, isThis, isSignedIn, isMember]).sort()).toEqual([
    ['first', true, true, true],
    ['kept', false, true, true],
    ['lost', false, true, true],
  ]);

  const before = await first.account();
  const done = orThrow(await revokeDevices(first.parts, first.open(), { password: PASSWORD, newPassword: 'five words of mine', devices: [lostAccount.device.id] }));
  expect([done.epoch, done.version, done.next, done.code === before.code]).toEqual([2, 2, null, false]);
  await until(() => lost.notices.some(({ code }) => code === 'signed-out' || code === 'removed'));
  expect(['signed-out', 'removed']).toContain(lost.live().status().is);
  expect((await ask(at.host.base, 'GET', '/account', { token: lostAccount.token! })).body).toEqual({ error: 'session-needed' });

  await first.write('after it was lost');
  await until(async () => (await kept.texts()).includes('after it was lost'));
  expect(kept.notices).toEqual([]);
  await kept.write('from the one that stayed');
  await until(async () => (await first.texts()).includes('from the one that stayed'));
  const rows = (await kept.store.rowsAfter(0, 100)).map(({ epoch }) => epoch);
  expect(Math.max(...rows)).toBe(2);
  // With the host's whole log in hand, and all the keys it ever had, the lost device has no key of the new epoch.
  const log = await kept.sync.logEntries();
  orThrow(await lost.live().ring().extend(log.slice(lost.live().ring().standing().n), lost.live().ring().standing().n));
  expect([lost.live().ring().epochKey(1) !== null, lost.live().ring().epochKey(2), lost.live().ring().standing().isMember]).toEqual([true, null, false]);
  expect((await lost.texts()).includes('after it was lost')).toBe(false);
  // Nor does what it kept of the account open anything: old password, old account key, old identity.
  expect(codeOf(await lost.signIn(at.host.base, 'ada', PASSWORD))).toBe('sign-in-wrong');

  // The one that stayed asks for the password once, when it needs the account's key.
  const asking = orThrow(await beginPairing((await newDevice('unborn')).parts, at.host.base));
  expect(codeOf(await answerPairing(kept.parts, kept.open(), asking.text))).toBe('account-key-old');
  orThrow(await showPassword(kept.parts, kept.open(), 'five words of mine'));
  orThrow(await answerPairing(kept.parts, kept.open(), asking.text));

  const fresh = await signedIn('fresh', 'five words of mine');
  expect(await fresh.texts()).toEqual(['after it was lost', 'from the one that stayed', 'written here first']);
  // Shut and opened again, without a network, both epochs are read.
  fresh.stop();
  fresh.cable.in = false;
  await fresh.start();
  expect((await fresh.texts()).length).toBe(3);
  // The old recovery code is void, the new one holds.
  const back = await newDevice('back');
  const given = { host: at.host.base, name: 'ada', password: 'six words of mine', label: 'back', made: MADE };
  expect(codeOf(await recoverAccount(back.parts, null, { ...given, code: recoveryCodeToText(before.code!) }))).toBe('sign-in-wrong');
  expect(codeOf(await recoverAccount(back.parts, null, { ...given, code: recoveryCodeToText(done.code!) }))).toBe('ok');
  // Who has the password may come back, also on the device that was sent away.
  orThrow(await lost.signIn(at.host.base, 'ada', 'six words of mine'));
  await lost.follow();
  await lost.live().settled();
  expect((await lost.texts()).includes('after it was lost')).toBe(true);
});

test('A change whose answer was lost is settled at the next start, whether it was done or not', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  first.stop();
  const losing =
    (isDone: boolean) =>
    async (address: string, init: RequestInit): Promise<Response> => {
      if (!address.endsWith('/rotate')) return fetch(address, init);
      if (isDone) await fetch(address, init);
      throw new TypeError('gone');
    };
  const old = await first.account();
  expect(codeOf(await revokeDevices({ ...first.parts, fetch: losing(false) }, first.open(), { password: PASSWORD, devices: [] }))).toBe('host-offline');
  const undone = orThrow(await settleNext(first.parts, first.open(), await first.account()));
  expect([undone.next, undone.code === old.code, undone.version]).toEqual([null, true, 1]);
  const { device } = await second.account();
  expect(codeOf(await revokeDevices({ ...first.parts, fetch: losing(true) }, first.open(), { password: PASSWORD, devices: [device.id] }))).toBe('host-offline');
  expect((await first.account()).next).not.toBeNull();
  await first.follow();
  await first.live().settled();
  const now = await first.account();
  expect([now.next, now.epoch, now.code === old.code]).toEqual([null, 2, false]);
  await first.write('goes on');
  expect(await (await signedIn('third')).texts()).toContain('written here first');
});

test('A new recovery code takes the old one’s place, and nobody is sent away', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const before = (await first.account()).code!;
  const { code } = orThrow(await renewRecovery(first.parts, first.open(), PASSWORD));
  expect(code).not.toBe(before);
  await first.write('under the new key');
  await until(async () => (await second.texts()).includes('under the new key'));
  const back = await newDevice('back');
  const given = { host: at.host.base, name: 'ada', password: 'six words of mine', label: 'back', made: MADE };
  expect(codeOf(await recoverAccount(back.parts, null, { ...given, code: recoveryCodeToText(before) }))).toBe('sign-in-wrong');
  orThrow(await recoverAccount(back.parts, null, { ...given, code: recoveryCodeToText(code!) }));
});

test('A new device that shows its picture is let in by one that is in, without a password, and what the host carried stays shut', async () => {
  const first = await withAccount();
  const second = await newDevice('second');
  const pairing = orThrow(await beginPairing(second.parts, at.host.base));
  const waiting = awaitPairing(second.parts, pairing, { label: 'second', made: MADE });
  expect(codeOf(await answerPairing(first.parts, first.open(), `https://elsewhere.example.org/pair${pairing.text.slice(pairing.text.indexOf('#'))}`))).toBe('pairing-other-host');
  expect(codeOf(await answerPairing(first.parts, first.open(), pairing.text.slice(0, -3)))).toBe('pairing-damaged');
  orThrow(await answerPairing(first.parts, first.open(), pairing.text));
  orThrow(await waiting);
  await second.start();
  await second.follow();
  await second.live().settled();
  expect(await second.texts()).toEqual(['written here first']);
  expect(
    orThrow(await listDevices(first.parts, first.open()))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['first', 'second']);
  // Its session is not fresh: it can do nothing for which the password is asked.
  const token = (await second.account()).token!;
  expect((await ask(at.host.base, 'DELETE', '/account', { token })).body).toEqual({ error: 'sign-in-again' });
  // Nobody else finds anything in the mailbox.
  const again = await newDevice('again');
  const signal = AbortSignal.timeout(300);
  expect(codeOf(await awaitPairing(again.parts, pairing, { label: 'x', made: MADE, signal }))).toBe('pairing-over');
});

test('Signed out, what is here stays readable and nothing travels; the same person comes back, another vault’s person does not come in', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const { token } = await second.account();
  orThrow(await signOut(second.parts, second.open()));
  await second.follow();
  expect(second.live().status().is).toBe('signed-out');
  await second.write('while signed out');
  expect((await ask(at.host.base, 'GET', '/account', { token: token! })).body).toEqual({ error: 'session-needed' });
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await second.follow();
  await second.live().settled();
  await until(async () => (await first.texts()).includes('while signed out'));

  const stranger = await newDevice('stranger');
  await stranger.begin();
  await stranger.write('my own');
  expect(codeOf(await stranger.signIn(at.host.base, 'ada', PASSWORD))).toBe('vault-other');
  expect(await stranger.texts()).toEqual(['my own']);
  const seen = orThrow(await listDevices(first.parts, first.open())).filter(({ isSignedIn }) => isSignedIn);
  expect(seen.length).toBe(2);
});

test('An account is not deleted while the host has what this device has not: what another device sent since is perhaps nowhere else', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  first.stop();
  const far = await second.write('sent while the first was away');
  await until(async () => (await second.sync.unsent(0, 10)).length === 0);
  const parts = { ...first.parts, session: first.session(), sync: first.sync, addressesOf: () => [] };
  expect(codeOf(await endAccount(parts, PASSWORD))).toBe('not-all-here');
  expect((await listDevices(second.parts, second.open())).ok).toBe(true);
  await first.follow();
  await first.live().settled();
  await until(async () => (await first.texts()).length === 2);
  first.stop();
  // Newer versions of what is here count too.
  await second.write('as it is now', far);
  await until(async () => (await second.sync.unsent(0, 10)).length === 0);
  expect(codeOf(await endAccount(parts, PASSWORD))).toBe('not-all-here');
  await first.follow();
  await first.live().settled();
  await until(async () => (await first.texts()).includes('as it is now'));
  await first.live().settled();
  first.stop();
  orThrow(await endAccount(parts, PASSWORD));
  expect(await first.texts()).toEqual(['as it is now', 'written here first']);
});

test('What the host stores can be looked at, and after the end nothing of it is there; the vault stays, and may begin again', async () => {
  const first = await withAccount();
  await signedIn('second');
  orThrow(await revokeDevices(first.parts, first.open(), { password: PASSWORD, devices: [] }));
  await first.write('in the second epoch');
  await until(async () => (await first.sync.unsent(0, 10)).length === 0);
  const view = orThrow(await viewAccount(first.parts, first.open()));
  expect(view.vaults).toMatchObject([{ personal: true, members: 2, log: 4 }]);
  expect(view.vaults[0]!.rows).toBeGreaterThanOrEqual(2);

  const parts = { ...first.parts, session: first.session(), sync: first.sync, addressesOf: () => [] };
  expect(codeOf(await endAccount(parts, 'another four words'))).toBe('sign-in-wrong');
  first.stop();
  const { vault, account } = await first.account();
  orThrow(await endAccount(parts, PASSWORD));
  const db = at.host.services.database.raw!;
  const tables = (db.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'").all() as { name: string }[]).map(({ name }) => name);
  const left = tables.flatMap((name) =>
    db
      .prepare(`select * from "${name}"`)
      .all()
      .map((row) => JSON.stringify(row)),
  );
  expect(left.filter((row) => row.includes(vault) || row.includes(account) || row.includes('ada'))).toEqual([]);
  for (const table of ['accounts', 'sessions', 'devices', 'vaults', 'records', 'log_entries', 'members'].filter((name) => tables.includes(name)))
    expect(db.prepare(`select count(*) as count from "${table}"`).get(), table).toEqual({ count: 0 });

  expect(await first.texts()).toEqual(['in the second epoch', 'written here first']);
  await first.start();
  expect(await first.texts()).toEqual(['in the second epoch', 'written here first']);
  expect((await first.store.rowsAfter(0, 100)).every(({ epoch }) => epoch === 1)).toBe(true);
  expect([await first.store.note('account'), await first.sync.logEntries()]).toEqual([null, []]);
  // The same vault, in another account.
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await first.follow();
  await first.live().settled();
  expect(await (await signedIn('third')).texts()).toEqual(['in the second epoch', 'written here first']);
});

test('A log that a host made up is not kept by a device that is new, and does not stand in the way of the true one', async () => {
  const first = await withAccount();
  const { vault, account } = await first.account();
  const { sodium } = first.parts;
  // It knows the true log, and what tells the right key from a wrong one; the account's own hand it has not.
  const [theirs, identity] = [makeKeys(sodium, random, newDeviceId(random)), makeKeys(sodium, random, account)];
  const { entry } = orThrow(beginPersonal({ sodium, random, now: Date.now(), own: theirs }, vault, identity, first.open().key));
  const second = await newDevice('second');
  const lying = async (address: string, init: RequestInit) => (address.includes('/log?') ? Response.json({ entries: [entryToText(entry)], n: 1 }) : fetch(address, init));
  const given = { host: at.host.base, name: 'ada', password: PASSWORD, label: 'second', made: MADE };
  expect(codeOf(await signIn({ ...second.parts, fetch: lying }, null, given))).toBe('account-key-old');
  expect([await second.sync.logEntries(), await second.store.note('vault')]).toEqual([[], null]);
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await second.follow();
  await second.live().settled();
  expect(await second.texts()).toEqual(['written here first']);

  // The same told to the device that makes the account: another was quicker, it says, and shows who.
  const other = await newDevice('other');
  await other.begin();
  const quicker = async (address: string, init: RequestInit) => {
    if (!address.endsWith('/log') || init.method !== 'POST') return address.includes('/log?') ? Response.json({ entries: [entryToText(forged)], n: 1 }) : fetch(address, init);
    return Response.json({ error: 'log-behind', with: { n: 1 } }, { status: 409 });
  };
  const { entry: forged } = orThrow(beginPersonal({ sodium, random, now: Date.now(), own: theirs }, other.open().header.vault, identity, other.open().key));
  const made = orThrow(await createAccount({ ...other.parts, fetch: quicker }, other.open(), { host: at.host.base, name: 'eva', password: PASSWORD, label: 'other' }));
  expect([made.joined, await other.sync.logEntries()]).toEqual([false, []]);
  await other.follow();
  expect(await other.live().settled()).toMatchObject({ is: 'in-step' });
});

test('A host that gives back an older state of the account is noticed when the password is shown', async () => {
  const first = await withAccount();
  const database = at.host.services.database.raw!;
  const before = database.prepare('select record, wrap_password, wrap_recovery, recovery, bundle, bundle_version from accounts').get() as Record<string, string>;
  orThrow(await renewRecovery(first.parts, first.open(), PASSWORD));
  database.prepare('update accounts set record = ?, wrap_password = ?, wrap_recovery = ?, recovery = ?, bundle = ?, bundle_version = ?').run(...Object.values(before));
  expect(codeOf(await showPassword(first.parts, first.open(), PASSWORD))).toBe('bundle-old');
});

test('Coming back with the code to an account that a host set back changes no password: it says that nothing was changed, and so it is', async () => {
  const first = await withAccount();
  const code = recoveryCodeToText((await first.account()).code!);
  const database = at.host.services.database.raw!;
  const before = database.prepare('select record, wrap_password, wrap_recovery, recovery, bundle, bundle_version from accounts').get() as Record<string, string>;
  orThrow(await renewRecovery(first.parts, first.open(), PASSWORD));
  database.prepare('update accounts set record = ?, wrap_password = ?, wrap_recovery = ?, recovery = ?, bundle = ?, bundle_version = ?').run(...Object.values(before));
  const given = { host: at.host.base, name: 'ada', password: 'five words of mine', label: 'first', made: MADE, code };
  expect(codeOf(await recoverAccount(first.parts, first.open(), given))).toBe('bundle-old');
  // The password of then is right still (and leads to keys that the log knows to be old), the new one is none.
  const fresh = await newDevice('new');
  expect(codeOf(await fresh.signIn(at.host.base, 'ada', 'five words of mine'))).toBe('sign-in-wrong');
  expect(codeOf(await fresh.signIn(at.host.base, 'ada', PASSWORD))).toBe('account-key-old');
});
