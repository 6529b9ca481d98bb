// Accounts at a host that cannot read: coming in, changing keys, coming back, going away; the same on both databases.

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client as opaque } from '@serenity-kit/opaque';
import { bytesToBase32, newId } from '#core/ids.ts';
import { addDevice, rekey, removeMembers } from '#crypto/membership-deeds.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { inviteHash } from '#server/accounts.ts';
import { OF_A_VAULT, OF_AN_ACCOUNT } from '#server/removal.ts';
import { TABLES } from '#server/backup.ts';
import { foldName, isAccountView, isPair, isRecoverStarted, isRegisterStarted, isSignedIn, isSignInStarted, isToken } from '#sync/account-protocol.ts';
import { isRefusalBody } from '#sync/protocol.ts';
import {
  ask,
  base64,
  doing,
  engines,
  entryText,
  newCircle,
  newDevice,
  newPerson,
  newRecord,
  newRecoveryKeys,
  opOf,
  postEntry,
  pullFrom,
  pushTo,
  random,
  recover,
  register,
  signIn,
  startHost,
  tools,
  type Person,
  type TestHost,
} from './host-people.ts';

const WRONG = { error: 'sign-in-wrong' };

describe.each(engines())('accounts on %s', (engine, url) => {
  let host: TestHost;
  let ana: Person;
  beforeAll(async () => {
    host = await startHost(url());
    ana = await newPerson(host.base, 'Ana.María');
  });
  afterAll(() => host?.close());
  const here = (method: string, path: string, more: Parameters<typeof ask>[3] = {}) => ask(host.base, method, path, more);

  test('whoever has the password comes in, on any device, and gets what was left there', async () => {
    const device = newDevice();
    const answer = await signIn(host.base, 'ana.maría', ana.password, device);
    expect(answer.status).toBe(200);
    expect(isSignedIn(answer.body)).toBe(true);
    expect((await here('GET', '/account/bundle', { token: answer.body['token'] as string })).body).toEqual({ version: 1, bundle: answer.body['bundle'] });
  });

  test('names are one whatever their case and form; a taken name is refused', async () => {
    expect([foldName(' ANA.MARÍA '), foldName('ana.mari\u0301a'), foldName('a b'), foldName(''), foldName('x'.repeat(65))]).toEqual(['ana.maría', 'ana.maría', null, null, null]);
    expect((await register(host.base, 'ANA.MARÍA', 'another')).answer.body).toEqual({ error: 'name-taken' });
    const both = await Promise.all([register(host.base, 'twice', 'one'), register(host.base, 'twice', 'two')]);
    expect(both.map(({ answer }) => answer.status).sort()).toEqual([200, 409]);
  });

  test('a wrong password, a name that is not there and a ticket used twice are refused in the same words', async () => {
    expect((await signIn(host.base, ana.name, 'not the password', newDevice())).body).toEqual(WRONG);
    expect((await signIn(host.base, 'nobody-of-that-name', 'x', newDevice())).body).toEqual(WRONG);
    const started = opaque.startLogin({ password: ana.password });
    const first = await here('POST', '/account/sign-in/start', { body: { name: ana.name, request: started.startLoginRequest } });
    const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 1024, parallelism: 1 } } as const;
    const { finishLoginRequest } = opaque.finishLogin({
      password: ana.password,
      clientLoginState: started.clientLoginState,
      loginResponse: first.body['response'] as string,
      keyStretching,
    })!;
    const device = { id: newDevice().id, label: '' };
    const finish = () => here('POST', '/account/sign-in/finish', { body: { ticket: first.body['ticket'], finish: finishLoginRequest, device } });
    expect((await finish()).status).toBe(200);
    expect((await finish()).body).toEqual(WRONG);
  });

  test('asking about a name looks the same whether it is there or not', async () => {
    const { startLoginRequest: request } = opaque.startLogin({ password: 'x' });
    const [there, absent] = await Promise.all([ana.name, 'nobody'].map((name) => here('POST', '/account/sign-in/start', { body: { name, request } })));
    expect([isSignInStarted(there!.body), isSignInStarted(absent!.body)]).toEqual([true, true]);
    const shape = ({ status, body }: typeof there & object) => [status, Object.entries(body).map(([name, value]) => [name, String(value).length])];
    expect(shape(absent!)).toEqual(shape(there!));
    const [one, other] = await Promise.all([ana.name, 'nobody'].map((name) => here('POST', '/account/recover/start', { body: { name } })));
    expect(isRecoverStarted(one!.body)).toBe(true);
    expect(shape(other!)).toEqual(shape(one!));
  });

  test('the recovery code comes in once a challenge; another key, a stranger and a replay do not', async () => {
    const ben = await newPerson(host.base);
    const answer = await recover(host.base, ben.name, ben.recovery, newDevice());
    expect(isSignedIn(answer.body)).toBe(true);
    expect((await recover(host.base, ben.name, newRecoveryKeys(), newDevice())).body).toEqual(WRONG);
    expect((await recover(host.base, 'nobody', ben.recovery, newDevice())).body).toEqual(WRONG);
    expect((await recover(host.base, ana.name, ben.recovery, newDevice())).body).toEqual(WRONG);
  });

  test('a new password ends the old one', async () => {
    const ben = await newPerson(host.base);
    const changed = await newRecord(host.base, ben.token, 'a new one');
    const finish = { ...changed, wrap: base64(random(72)) };
    expect((await here('POST', '/account/password/finish', { token: ana.token, body: finish })).body).toEqual(WRONG);
    expect((await here('POST', '/account/password/finish', { token: ben.token, body: { ...finish, record: '_'.repeat(256) } })).body).toMatchObject({
      error: 'malformed',
    });
    expect((await here('POST', '/account/password/finish', { token: ben.token, body: finish })).status).toBe(200);
    expect((await here('POST', '/account/password/finish', { token: ben.token, body: finish })).body).toEqual(WRONG);
    expect((await signIn(host.base, ben.name, ben.password, newDevice())).body).toEqual(WRONG);
    expect((await signIn(host.base, ben.name, 'a new one', newDevice())).body).toMatchObject({ wrap: finish.wrap });
  });

  test('what touches keys asks for the password again after ten minutes; a session lives thirty days from its last use', async () => {
    const ben = await newPerson(host.base);
    host.clock.ahead = 11 * 60_000;
    expect((await here('DELETE', '/account', { token: ben.token })).body).toEqual({ error: 'sign-in-again' });
    expect((await here('GET', '/account/bundle', { token: ben.token })).status).toBe(200);
    host.clock.ahead = 29 * 86_400_000;
    expect((await here('GET', '/account/bundle', { token: ben.token })).status).toBe(200);
    host.clock.ahead = 58 * 86_400_000;
    expect((await here('GET', '/account/bundle', { token: ben.token })).status).toBe(200);
    host.clock.ahead = 89 * 86_400_000;
    expect((await here('GET', '/account/bundle', { token: ben.token })).body).toEqual({ error: 'session-needed' });
    host.clock.ahead = 0;
  });

  test('after a lost device everything is new at once, and the lost one is out; when a part is refused nothing has changed', async () => {
    const sodium = await tools();
    const ben = await newPerson(host.base);
    const lost = newDevice();
    const { body } = await signIn(host.base, ben.name, ben.password, lost);
    const lostToken = body['token'] as string;
    const added = addDevice(doing(lost), ben.log, ben.account, ben.key);
    if (!added.ok) throw new Error(added.error.code);
    expect((await postEntry(host.base, lostToken, ben.vault, added.value.entry)).body).toEqual({ n: 2 });
    expect((await pullFrom(host.base, lostToken, ben.vault)).status).toBe(200);
    const removed = removeMembers(doing(ben.device), added.value.state, [lost.id], ben.key, ben.account);
    if (!removed.ok) throw new Error(removed.error.code);
    const fresh = makeKeys(sodium, random, ben.account.id);
    const keyed = rekey(doing(ben.account), removed.value.state, fresh);
    if (!keyed.ok) throw new Error(keyed.error.code);
    const recovery = newRecoveryKeys();
    const given = {
      sign: fresh.publicKeys.sign,
      recovery: recovery.publicKeys.sign,
      wraps: { password: base64(random(72)), recovery: base64(random(72)) },
      bundle: base64(random(300)),
      version: 2,
      keep: [ben.device.id],
    };
    const log = [removed.value.entry, keyed.value.entry].map((entry) => ({ vault: ben.vault, entry: entryText(entry) }));
    const broken = await here('POST', '/account/rotate', {
      token: ben.token,
      body: { ...(await newRecord(host.base, ben.token, 'new words')), ...given, log: [...log].reverse() },
    });
    expect(broken.body).toMatchObject({ error: 'log-behind' });
    expect((await here('GET', '/account/bundle', { token: lostToken })).body).toMatchObject({ version: 1 });
    expect((await signIn(host.base, ben.name, ben.password, lost)).status).toBe(200);
    expect((await here('POST', '/account/rotate', { token: ben.token, body: { ...(await newRecord(host.base, ben.token, 'new words')), ...given, log } })).status).toBe(200);
    expect((await here('GET', '/account/bundle', { token: lostToken })).body).toEqual({ error: 'session-needed' });
    expect((await signIn(host.base, ben.name, ben.password, lost)).body).toEqual(WRONG);
    expect((await recover(host.base, ben.name, ben.recovery, lost)).body).toEqual(WRONG);
    expect((await recover(host.base, ben.name, recovery, newDevice())).body).toMatchObject({ wrap: given.wraps.recovery });
    // After the identity has changed a new epoch is awaited, as the log says.
    expect((await here('GET', '/account/bundle', { token: ben.token })).body).toEqual({ version: 2, bundle: given.bundle });
    expect((await here('GET', `/vaults/${ben.vault}/log`, { token: ben.token })).body['n']).toBe(4);
  });

  test('sessions of a device and devices of an account are bounded; who shows the password is not pushed out by who does not', async () => {
    const ben = await newPerson(host.base);
    const begot: string[] = [];
    for (let n = 0; n < 30; n++)
      begot.push((await here('POST', '/account/devices', { token: ben.token, body: { device: { id: ben.device.id, label: '' } } })).body['token'] as string);
    const isIn = async (token: string) => (await here('GET', '/account/bundle', { token })).status === 200;
    expect([await isIn(ben.token), await isIn(begot[0]!), await isIn(begot[29]!)]).toEqual([true, false, true]);
    const { database } = host.services;
    const count = async (table: 'sessions' | 'devices') => (await database.read.selectFrom(table).select('account').where('account', '=', ben.account.id).execute()).length;
    expect(await count('sessions')).toBe(10);
    // As whoever has the password, and signs in again and again as another device, may leave them.
    const values = Array.from({ length: 300 }, (_, n) => ({ account: ben.account.id, id: newDevice().id, label: '', created: n, seen: n }));
    await database.write.insertInto('devices').values(values).execute();
    expect((await signIn(host.base, ben.name, ben.password, newDevice())).status).toBe(200);
    expect([await count('devices'), await isIn(ben.token)]).toEqual([200, true]);
  });

  test('when a device was last there is true to the hour', async () => {
    const ben = await newPerson(host.base);
    const seen = async () =>
      (((await here('GET', '/account/devices', { token: ben.token })).body['devices'] as { id: string; seen: number }[]).find(({ id }) => id === ben.device.id)?.seen ?? 0) -
      Date.now();
    try {
      await seen();
      for (const hours of [1.5, 3]) {
        host.clock.ahead = hours * 3_600_000;
        await here('GET', '/account/bundle', { token: ben.token });
        expect(Math.abs((await seen()) - host.clock.ahead)).toBeLessThan(3_600_000);
      }
    } finally {
      host.clock.ahead = 0;
    }
  });

  test('pairing: a message left for a code is taken once', async () => {
    const [id, blob] = [newId(random), base64(random(200))];
    const waiting = here('GET', `/pair/${id}`);
    expect((await here('POST', '/pair', { token: ana.token, body: { id, blob } })).status).toBe(200);
    const taken = await waiting;
    expect([isPair(taken.body), taken.body]).toEqual([true, { blob }]);
    const device = newDevice();
    const added = await here('POST', '/account/devices', { token: ana.token, body: { device: { id: device.id, label: '' } } });
    expect(isToken(added.body)).toBe(true);
    expect((await here('GET', '/account/bundle', { token: added.body['token'] as string })).status).toBe(200);
    expect((await here('DELETE', '/account', { token: added.body['token'] as string })).body).toEqual({ error: 'sign-in-again' });
  });

  test('what the host stores about an account adds up, in bytes also where a name has letters of two', async () => {
    const ben = await newPerson(host.base, 'بنيامين');
    const blob = random(5000);
    await pushTo(host.base, ben, ben, [opOf(ben, { blob: random(700) }), opOf(ben, { blob: random(300) })]);
    await here('PUT', `/vaults/${ben.vault}/blobs/${createHash('sha256').update(blob).digest('hex')}`, { token: ben.token, body: blob });
    const circle = await newCircle(host.base, ben);
    const page = { until: Date.now() + 86_400_000, blob: base64(random(300)) };
    await here('PUT', `/vaults/${circle.vault}/pages/${newId(random)}`, { token: ben.token, body: page });
    const { body } = await here('GET', '/account', { token: ben.token });
    if (!isAccountView(body)) throw new Error(JSON.stringify(body));
    expect(body).toMatchObject({ name: ben.name, devices: [{ id: ben.device.id, signedIn: true }], inbox: { items: 0, bytes: 0 }, pages: { items: 1, bytes: 300 } });
    expect(body.vaults).toMatchObject([
      { vault: ben.vault, personal: true, members: 1, rows: 2, rowBytes: 1000, log: 1, blobs: 1, blobBytes: 5000 },
      { personal: false, members: 1, rows: 0 },
    ]);
    const { keys, devices, vaults, pages, bytes } = body;
    const listed = [
      keys.password,
      keys.recovery,
      keys.bundle,
      pages.bytes,
      ...devices.map(({ label }) => label.length),
      ...vaults.flatMap((each) => [each.rowBytes, each.logBytes, each.blobBytes]),
    ];
    // What is left is the account's public key, 44 letters of base 64.
    expect(bytes - listed.reduce((sum, each) => sum + each, 0) - 44).toBe(Buffer.byteLength('بنيامين'));
  });

  test('an account that is deleted leaves nothing of its own, and its circles to the others', async () => {
    const ben = await newPerson(host.base);
    const circle = await newCircle(host.base, ana, [ben]);
    const alone = await newCircle(host.base, ben);
    const blob = random(500);
    await pushTo(host.base, ben, ben, [opOf(ben), opOf(ben)]);
    await here('PUT', `/vaults/${ben.vault}/blobs/${createHash('sha256').update(blob).digest('hex')}`, { token: ben.token, body: blob });
    await here('POST', '/inbox', { token: ana.token, body: { to: ben.account.id, vault: circle.vault, id: newId(random), blob: base64(random(100)) } });
    const page = { until: Date.now() + 86_400_000, blob: base64(random(100)) };
    for (const { vault } of [circle, alone]) await here('PUT', `/vaults/${vault}/pages/${newId(random)}`, { token: ben.token, body: page });
    const { database } = host.services;
    const numbers = await database.read.selectFrom('vaults').select('number').where('id', 'in', [ben.vault, alone.vault]).execute();
    expect(numbers).toHaveLength(2);
    expect((await here('DELETE', '/account', { token: ben.token })).status).toBe(200);
    for (const table of OF_A_VAULT)
      for (const { number } of numbers) expect(await database.read.selectFrom(table).select('vault').where('vault', '=', number).execute(), table).toEqual([]);
    for (const table of OF_AN_ACCOUNT) expect(await database.read.selectFrom(table).select('account').where('account', '=', ben.account.id).execute(), table).toEqual([]);
    expect(await database.read.selectFrom('accounts').select('id').where('name', '=', ben.name).execute()).toEqual([]);
    expect((await signIn(host.base, ben.name, ben.password, newDevice())).body).toEqual(WRONG);
    expect((await pullFrom(host.base, ana.token, circle.vault)).status).toBe(200);
    expect((await register(host.base, ben.name, 'somebody else')).answer.status).toBe(200);
  });

  test('every table that holds something of a vault or an account is emptied, and every table is backed up', async () => {
    const tables = await host.services.database.read.introspection.getTables();
    const named = tables.filter(({ name }) => !/^rows_\d|^ops_\d|^schema_version|^sqlite_/.test(name));
    expect(
      named
        .filter(({ columns }) => columns.some(({ name }) => name === 'vault'))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...OF_A_VAULT].sort());
    expect(
      named
        .filter(({ columns }) => columns.some(({ name }) => name === 'account'))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...OF_AN_ACCOUNT].sort());
    expect(named.map(({ name }) => name).sort()).toEqual(Object.keys(TABLES).sort());
    if (engine === 'SQLite') return;
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_inherits`.execute(host.services.database.read);
    expect(Number(rows[0]!.count)).toBeGreaterThanOrEqual(32);
  });

  test('registration: closed to all, or by invitation once each', async () => {
    const closed = await startHost(url(), { registration: 'closed' });
    expect((await register(closed.base, 'x', 'y')).answer.body).toEqual({ error: 'registration-closed' });
    await closed.close();
    const invited = await startHost(url(), { registration: 'invite' });
    const code = bytesToBase32(random(10));
    await invited.services.database.write
      .insertInto('invites')
      .values({ hash: inviteHash(code), expires: Date.now() + 1000_000 })
      .execute();
    const without = (await register(invited.base, 'x', 'y')).answer;
    expect([without.body, isRefusalBody(without.body)]).toEqual([{ error: 'invite-wrong' }, true]);
    const written = `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();
    expect((await register(invited.base, 'first', 'y', written)).answer.status).toBe(200);
    expect((await register(invited.base, 'second', 'y', code)).answer.body).toEqual({ error: 'invite-wrong' });
    await invited.close();
  });

  test('guessing is rationed, and says when to come again', async () => {
    const rationed = await startHost(url(), { buckets: undefined as never });
    const request = opaque.startLogin({ password: 'x' }).startLoginRequest;
    const answers = [];
    for (let n = 0; n < 12; n++) answers.push(await ask(rationed.base, 'POST', '/account/sign-in/start', { body: { name: 'ana', request } }));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(rationed.base, 'POST', '/account/sign-in/start', { body: { name: 'another', request } })).status).toBe(200);
    await rationed.close();
  });

  test('whoever uses up the ration of a name does not keep a device that is signed in from showing the password', async () => {
    const rationed = await startHost(url(), { buckets: undefined as never });
    const ben = await newPerson(rationed.base);
    const request = opaque.startLogin({ password: 'x' }).startLoginRequest;
    const start = (name: string, token?: string) =>
      ask(rationed.base, 'POST', '/account/sign-in/start', { ...(token ? { token } : {}), body: { name, request } }).then(({ status }) => status);
    for (let n = 0; n < 12; n++) await start(ben.name);
    expect([await start(ben.name), await start(ben.name, 'A'.repeat(43)), await start(ben.name, ben.token)]).toEqual([429, 429, 200]);
    // It is its own ration, and for its own account alone.
    const eva = await newPerson(rationed.base);
    for (let n = 0; n < 10; n++) await start(eva.name);
    expect([await start(eva.name, ben.token), await start(ben.name, eva.token)]).toEqual([429, 429]);
    const more = [];
    for (let n = 0; n < 5; n++) more.push(await start(ben.name, ben.token));
    expect(more).toEqual([200, 200, 200, 200, 429]);
    await rationed.close();
  });

  test('a start is answered as the protocol says', async () => {
    const { registrationRequest: request } = opaque.startRegistration({ password: 'x' });
    expect(isRegisterStarted((await here('POST', '/account/register/start', { body: { name: 'someone-new', request } })).body)).toBe(true);
  });
});
