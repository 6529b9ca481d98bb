// Membership logs at the host: what the log's own rules leave to it. A vault ends when it ends for its kind, an account's keys
// change only where all else changes with them, and a host that lost entries takes them again; the same on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice, invitePeople, joinByLink, leave, newEpoch, rekey, type Made } from '#crypto/membership-deeds.ts';
import type { Result } from '#core/result.ts';
import {
  ask,
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
  signIn,
  startHost,
  tools,
  type TestHost,
} from './host-people.ts';

const good = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const DAY = 86_400_000;

describe.each(engines())('logs on %s', (_, url) => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost(url());
  });
  afterAll(() => host?.close());

  test('a personal vault whose last device signed out keeps everything, and the next device takes it up', async () => {
    const ana = await newPerson(host.base);
    await pushTo(host.base, ana.token, ana.vault, [opOf(ana), opOf(ana)]);
    const left = good(leave(doing(ana.device), ana.log));
    expect((await postEntry(host.base, ana.token, ana.vault, left.entry)).body).toEqual({ n: 2 });
    expect((await pullFrom(host.base, ana.token, ana.vault)).status).toBe(404);
    const next = newDevice();
    const token = (await signIn(host.base, ana.name, ana.password, next)).body['token'] as string;
    const added = good(addDevice(doing(next), left.state, ana.account, ana.key));
    expect((await postEntry(host.base, token, ana.vault, added.entry)).body).toEqual({ n: 3 });
    expect((await pullFrom(host.base, token, ana.vault)).pull!.rows).toHaveLength(2);
    const person = { ...ana, device: next, counter: 0, log: added.state };
    expect((await pushTo(host.base, token, ana.vault, [opOf(person)])).body).toEqual({ error: 'epoch-wanted' });
    const epoch = good(newEpoch(doing(next), added.state, ana.key));
    await postEntry(host.base, token, ana.vault, epoch.entry);
    expect((await pushTo(host.base, token, ana.vault, [opOf({ ...person, log: epoch.state })])).push!.results[0]).toMatchObject({ seq: 3 });
  });

  test('a circle that its last member leaves is gone', async () => {
    const ana = await newPerson(host.base);
    const circle = await newCircle(host.base, ana);
    await postEntry(host.base, ana.token, circle.vault, good(leave(doing(ana.account), circle.log)).entry);
    expect(await host.services.database.read.selectFrom('vaults').select('id').where('id', '=', circle.vault).execute()).toEqual([]);
  });

  test('the keys of an account change in its own vault only together with all else, and only to those it registers', async () => {
    const sodium = await tools();
    const ana = await newPerson(host.base);
    const [fresh, other] = [makeKeys(sodium, random, ana.account.id), makeKeys(sodium, random, ana.account.id)];
    const keyed: Made = good(rekey(doing(ana.account), ana.log, fresh));
    const alone = { status: 422, body: { error: 'log-refused', with: { why: 'log-rekey-alone' } } };
    expect(await postEntry(host.base, ana.token, ana.vault, keyed.entry)).toMatchObject(alone);
    const rotate = async (sign: string) =>
      ask(host.base, 'POST', '/account/rotate', {
        token: ana.token,
        body: {
          ...(await newRecord(host.base, ana.token, 'new words')),
          sign,
          recovery: newRecoveryKeys().publicKeys.sign,
          wraps: { password: base64(random(72)), recovery: base64(random(72)) },
          bundle: base64(random(300)),
          version: 2,
          keep: [],
          log: [{ vault: ana.vault, entry: entryText(keyed.entry) }],
        },
      });
    expect(await rotate(other.publicKeys.sign)).toMatchObject(alone);
    expect((await ask(host.base, 'GET', `/vaults/${ana.vault}/log`, { token: ana.token })).body['n']).toBe(1);
    expect((await rotate(fresh.publicKeys.sign)).status).toBe(200);
    expect((await ask(host.base, 'GET', `/vaults/${ana.vault}/log`, { token: ana.token })).body['n']).toBe(2);
  });

  test('a link is too old for who comes late, and not for who came in time when another gives the log again', async () => {
    const [ana, ben, cai] = [await newPerson(host.base), await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ana, [cai]);
    const invited = good(invitePeople(doing(ana.account), circle.log, circle.key));
    const joined = good(joinByLink(doing(ben.account), invited.state, invited.link));
    expect((await postEntry(host.base, ana.token, circle.vault, invited.entry)).status).toBe(200);
    host.clock.ahead = 8 * DAY;
    expect((await postEntry(host.base, ben.token, circle.vault, joined.entry)).body).toMatchObject({ error: 'log-refused', with: { why: 'log-invite-over' } });
    // Cai pulled the log with Ben in it, before this host went back to where it had not got his entry.
    expect((await postEntry(host.base, cai.token, circle.vault, joined.entry)).body).toEqual({ n: joined.state.n });
    expect((await pullFrom(host.base, ben.token, circle.vault)).status).toBe(200);
    host.clock.ahead = 0;
  });
});
