// Membership logs at the host: what the log's own rules leave to it. A vault ends when it ends for its kind, an account's keys
// change only where all else changes with them, and a host that lost entries takes them again; the same on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice, invitePeople, joinByLink, leave, newEpoch, rekey, removeMembers, type Made } from '#crypto/membership-deeds.ts';
import { orThrow } from '#core/result.ts';
import {
  ask,
  base64,
  doing,
  engines,
  entryText,
  free,
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
  type Person,
  type TestHost,
} from './host-people.ts';

const DAY = 86_400_000;

describe.each(engines())('logs on %s', (_, url) => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost(url());
  });
  afterAll(() => host?.close());

  test('a personal vault takes a device from whoever has the account’s keys, and all else only with the password', async () => {
    const ana = await newPerson(host.base);
    const next = newDevice();
    const token = (await signIn(host.base, ana.name, ana.password, next)).body['token'] as string;
    const { state, entry } = orThrow(addDevice(doing(next), ana.log, ana.account, ana.key));
    expect((await postEntry(host.base, token, ana.vault, entry)).body).toEqual({ n: 2 });
    const first = { status: 422, body: { error: 'log-refused', with: { why: 'log-password-first' } } };
    const left = orThrow(leave(doing(next), state));
    const deeds = [
      left,
      orThrow(removeMembers(doing(next), state, [ana.device.id], ana.key, ana.account)),
      orThrow(rekey(doing(ana.account), state, newRecoveryKeys(ana.account.id))),
    ];
    for (const deed of deeds) expect(await postEntry(host.base, token, ana.vault, deed.entry)).toMatchObject(first);
    expect((await pushTo(host.base, ana, ana, [opOf({ ...ana, log: state })])).push!.results[0]).toMatchObject({ seq: 1 });
  });

  test('a log grows at its ration and up to its bound; going, sending away and the key that is due are never held up', async () => {
    const buckets = { ...(free as object), log: { most: 4, rate: 1 / 1000 } } as never;
    const slow = await startHost(url(), { buckets });
    const [ana, ben, cai] = [await newPerson(slow.base), await newPerson(slow.base), await newPerson(slow.base)];
    // The circle's beginning and its link are two of her four; who has just shown the password begins their own vault beside that.
    const circle = await newCircle(slow.base, ana, [ben, cai]);
    let { log, key } = circle;
    const post = async (person: Person, deed: Made) => {
      const answer = await postEntry(slow.base, person.token, circle.vault, deed.entry);
      if (answer.status === 200) log = deed.state;
      return answer;
    };
    for (let n = 0; n < 2; n++) expect((await post(ana, orThrow(invitePeople(doing(ana.account), log, key)))).status).toBe(200);
    const held = await post(ana, orThrow(invitePeople(doing(ana.account), log, key)));
    expect([held.status, held.body['error'], Number(held.headers.get('retry-after')) > 0]).toEqual([429, 'too-many', true]);
    const removed = orThrow(removeMembers(doing(ana.account), log, [cai.account.id], key));
    expect((await post(ana, removed)).status).toBe(200);
    ({ key } = removed);
    expect((await post(ben, orThrow(leave(doing(ben.account), log)))).status).toBe(200);
    const due = orThrow(newEpoch(doing(ana.account), log, key));
    expect((await post(ana, due)).status).toBe(200);
    // One that nobody waits for is like any other entry.
    expect((await post(ana, orThrow(newEpoch(doing(ana.account), log, due.key)))).status).toBe(429);
    await slow.close();

    for (const logLimits of [
      { entries: 5, bytes: 1e9 },
      { entries: 1e9, bytes: 3500 },
    ]) {
      const small = await startHost(url(), { logLimits });
      const [eva, fay] = [await newPerson(small.base), await newPerson(small.base)];
      const round = await newCircle(small.base, eva, [fay]);
      let state = round.log;
      const answers = [];
      for (let n = 0; n < 5; n++) {
        const invited = orThrow(invitePeople(doing(eva.account), state, round.key));
        answers.push(await postEntry(small.base, eva.token, round.vault, invited.entry));
        if (answers.at(-1)!.status === 200) ({ state } = invited);
      }
      expect(answers.at(0)!.status).toBe(200);
      expect(answers.at(-1)).toMatchObject({ status: 422, body: { error: 'log-refused', with: { why: 'log-full' } } });
      expect((await postEntry(small.base, eva.token, round.vault, orThrow(removeMembers(doing(eva.account), state, [fay.account.id], round.key)).entry)).status).toBe(200);
      await small.close();
    }
  });

  test('a circle that its last member leaves is gone', async () => {
    const ana = await newPerson(host.base);
    const circle = await newCircle(host.base, ana);
    await postEntry(host.base, ana.token, circle.vault, orThrow(leave(doing(ana.account), circle.log)).entry);
    expect(await host.services.database.read.selectFrom('vaults').select('id').where('id', '=', circle.vault).execute()).toEqual([]);
  });

  test('the keys of an account change in its own vault only together with all else, and only to those it registers', async () => {
    const sodium = await tools();
    const ana = await newPerson(host.base);
    const [fresh, other] = [makeKeys(sodium, random, ana.account.id), makeKeys(sodium, random, ana.account.id)];
    const keyed: Made = orThrow(rekey(doing(ana.account), ana.log, fresh));
    const alone = { status: 422, body: { error: 'log-refused', with: { why: 'log-password-first' } } };
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
    const invited = orThrow(invitePeople(doing(ana.account), circle.log, circle.key));
    const joined = orThrow(joinByLink(doing(ben.account), invited.state, invited.link));
    expect((await postEntry(host.base, ana.token, circle.vault, invited.entry)).status).toBe(200);
    host.clock.ahead = 8 * DAY;
    expect((await postEntry(host.base, ben.token, circle.vault, joined.entry)).body).toMatchObject({ error: 'log-refused', with: { why: 'log-invite-over' } });
    // Cai pulled the log with Ben in it, before this host went back to where it had not got his entry.
    expect((await postEntry(host.base, cai.token, circle.vault, joined.entry)).body).toEqual({ n: joined.state.n });
    expect((await pullFrom(host.base, ben.token, circle.vault)).status).toBe(200);
    host.clock.ahead = 0;
  });
});
