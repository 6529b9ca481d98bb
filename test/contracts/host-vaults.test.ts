// What a device can rely on when it gives rows to a host and takes them again; the same on both databases.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { openPushKey, PUSH_TAG, tagPush } from '#crypto/push-tag.ts';
import { leave, newEpoch, rekey, removeMembers } from '#crypto/membership-deeds.ts';
import { decodePushAnswer, encodePush, LIMITS, type PushOp } from '#sync/protocol.ts';
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
  pushKeyOf,
  pushOf,
  pushTo,
  random,
  signIn,
  startHost,
  tagged,
  tools,
  type Person,
  type TestHost,
} from './host-people.ts';

describe.each(engines())('vaults on %s', (_, url) => {
  let host: TestHost;
  let ana: Person;
  beforeAll(async () => {
    host = await startHost(url());
    ana = await newPerson(host.base);
  });
  afterAll(() => host?.close());
  const push = (person: Person, ...ops: PushOp[]) => pushTo(host.base, person, person, ops);
  const send = (person: Person, body: Uint8Array, vault = person.vault) => ask(host.base, 'POST', `/vaults/${vault}/push`, { token: person.token, body: new Uint8Array(body) });
  const pull = (person: Person, more = {}) => pullFrom(host.base, person.token, person.vault, more);

  test('what was pushed comes back as it was, under the author and in order', async () => {
    const ben = await newPerson(host.base);
    const ops = Array.from({ length: 20 }, () => opOf(ben));
    const { push: answer } = await push(ben, ...ops);
    expect(answer!.results).toEqual(ops.map((_, n) => ({ seq: n + 1 })));
    const { pull: page } = await pull(ben);
    expect(page).toMatchObject({ head: 20, log: 1, more: false });
    expect(page!.rows).toEqual(ops.map(({ op: _op, base: _base, blob, ...op }, n) => ({ ...op, seq: n + 1, device: ben.device.id, author: ben.device.id, blob })));
    expect(page!.rows.map(({ blob }) => Buffer.from(blob).toString('hex'))).toEqual(ops.map(({ blob }) => Buffer.from(blob).toString('hex')));
  });

  test('a retry is answered as the first time, also after the row has been written over', async () => {
    const first = opOf(ana);
    const { push: answered } = await push(ana, first);
    expect((await push(ana, first)).push).toMatchObject({ head: answered!.head, results: answered!.results });
    await push(ana, opOf(ana, { id: first.id, base: 1 }));
    expect((await push(ana, first)).push!.results).toEqual(answered!.results);
    expect((await pull(ana)).pull!.rows.filter(({ id }) => id === first.id)).toHaveLength(1);
  });

  test('a push of which all but one is new leaves what lay there as it was, and no number is left out', async () => {
    const ben = await newPerson(host.base);
    const [there, first, last] = [opOf(ben), opOf(ben), opOf(ben)];
    expect((await push(ben, there)).push!.results).toEqual([{ seq: 1 }]);
    const other = opOf(ben, { id: there.id });
    const { push: answer } = await push(ben, first, other, last);
    expect(answer).toMatchObject({ head: 3, results: [{ seq: 2 }, { error: 'conflict', ver: 1, row: { id: there.id, seq: 1 } }, { seq: 3 }] });
    // The same bytes again, and one more beside them.
    expect((await push(ben, first, last)).push).toMatchObject({ head: 3, results: [{ seq: 2 }, { seq: 3 }] });
    expect((await push(ben, first, opOf(ben), last)).push).toMatchObject({ head: 4, results: [{ seq: 2 }, { seq: 4 }, { seq: 3 }] });
    // One record twice in a push, and as two writes of two pushes that come at once.
    const twice = opOf(ben);
    expect((await push(ben, twice, opOf(ben, { id: twice.id }))).push).toMatchObject({ head: 5, results: [{ seq: 5 }, { error: 'conflict', ver: 1 }] });
    const id = newId(random);
    const both = await Promise.all([push(ben, opOf(ben, { id })), push(ben, opOf(ben, { id }))]);
    expect(both.map(({ push: each }) => 'seq' in each!.results[0]!).sort()).toEqual([false, true]);
    const { pull: page } = await pull(ben);
    expect(page).toMatchObject({ head: 6, count: 6 });
    expect(page!.rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Buffer.from(page!.rows[0]!.blob).equals(there.blob)).toBe(true);
  });

  test('a session that ended, or ran out, since its last push is refused at the next, and nothing of it is stored', async () => {
    const ben = await newPerson(host.base);
    const { write } = host.services.database;
    const session = (await host.services.sessions.find(`Bearer ${ben.token}`))!;
    expect((await push(ben, opOf(ben))).push!.results).toEqual([{ seq: 1 }]);
    const whole = await write.selectFrom('sessions').selectAll().where('hash', '=', session.hash).executeTakeFirstOrThrow();
    const refused = { status: 401, body: { error: 'session-needed' } };
    const tagged = await pushOf(host.base, ben, [opOf(ben)], ben);
    // As another node does it: this one is told nothing.
    await write.updateTable('sessions').set({ expires: Date.now() }).where('hash', '=', session.hash).execute();
    expect(await send(ben, tagged)).toMatchObject(refused);
    await write.deleteFrom('sessions').where('hash', '=', session.hash).execute();
    expect(await send(ben, tagged)).toMatchObject(refused);
    // What it sends from here on is stopped at the door: no transaction more.
    const changes = () => host.services.database.raw?.prepare('select total_changes() as n').get()?.['n'];
    const stood = changes();
    for (let n = 0; n < 5; n++) expect(await send(ben, tagged)).toMatchObject(refused);
    expect(changes()).toBe(stood);
    // Also for a vault that is not there, and with a tag that is wrong.
    expect((await send(ben, random(200), newId(random))).body).toEqual({ error: 'session-needed' });
    expect((await send(ben, random(200))).body).toEqual({ error: 'session-needed' });
    await write.insertInto('sessions').values(whole).execute();
    expect((await push(ben, opOf(ben))).push!.results).toEqual([{ seq: 2 }]);
  });

  test('of two writes over the same version one is stored, and the other is shown it', async () => {
    const first = opOf(ana);
    await push(ana, first);
    const [one, other] = [opOf(ana, { id: first.id, base: 1, ver: 2 }), opOf(ana, { id: first.id, base: 1, ver: 5 })];
    const answers = await Promise.all([push(ana, one), push(ana, other)]);
    const results = answers.map(({ push: each }) => each!.results[0]!);
    expect(results.filter((each) => 'seq' in each)).toHaveLength(1);
    const conflict = results.find((each) => 'error' in each)!;
    expect(conflict).toMatchObject({ error: 'conflict', row: { id: first.id } });
    const won = 'seq' in results[0]! ? one : other;
    expect(conflict).toMatchObject({ ver: won.ver, row: { ver: won.ver, sig: won.sig, device: ana.device.id } });
    // And with another version than it knew, nothing is stored at all.
    expect((await push(ana, opOf(ana, { base: 7, ver: 8 }))).push!.results[0]).toMatchObject({ error: 'conflict', ver: 0 });
  });

  test('places have no gaps, whatever is refused in between and however many write', async () => {
    const ben = await newPerson(host.base);
    const shared = newId(random);
    await Promise.all(
      Array.from({ length: 40 }, (_each, n) =>
        push(ben, opOf(ben), opOf(ben, n % 3 === 0 ? { id: shared } : {}), opOf(ben, n % 4 === 0 ? { epoch: 9 } : {}), opOf(ben, { base: 3, ver: 4 })),
      ),
    );
    const { pull: page } = await pull(ben);
    expect(page!.rows.map(({ seq }) => seq)).toEqual(Array.from({ length: page!.head }, (_each, n) => n + 1));
    expect(page!.rows.filter(({ id }) => id === shared)).toHaveLength(1);
  });

  test('what is refused says why, and harms nothing beside it', async () => {
    const ben = await newPerson(host.base);
    const good = opOf(ben);
    const cases = [good, opOf(ben, { epoch: 2 }), opOf(ben, { logHead: 'a'.repeat(64) })];
    const { push: answer } = await push(ben, ...cases);
    expect(answer!.results.map((each) => ('error' in each ? each.error : 'stored'))).toEqual(['stored', 'stale-epoch', 'log-head-unknown']);
    expect((await pull(ben)).pull!.rows).toHaveLength(1);
    expect((await push(ben, opOf(ben, { id: good.id, base: 1, ver: 1 }))).push!.results[0]).toMatchObject({ error: 'ver-behind' });
  });

  test('a push that is not what the device of the session sent to this vault is refused whole, and changes nothing', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const [circle, other] = [await newCircle(host.base, ben, [eve]), await newCircle(host.base, ben)];
    const sodium = await tools();
    const [own, shared, others] = [(await pushKeyOf(host.base, ben))!, (await pushKeyOf(host.base, ben, circle))!, (await pushKeyOf(host.base, ben, other))!];
    const eves = (await pushKeyOf(host.base, eve, circle))!;
    // The same device with another session: what was caught of one goes nowhere in the other.
    const later = (await signIn(host.base, ben.name, ben.password, ben.device)).body['token'] as string;
    const [frame, theirs] = [encodePush([opOf(ben), opOf(ben)]), encodePush([opOf(ben, {}, circle)])];
    const good = tagPush(sodium, own, frame);
    const caught = tagPush(sodium, shared, theirs);
    const wrong: readonly (readonly [why: string, token: string, vault: string, push: Uint8Array])[] = [
      ['without a tag', ben.token, ben.vault, frame],
      ['with another in its place', ben.token, ben.vault, Buffer.concat([random(PUSH_TAG), frame])],
      ['under a key of its own making', ben.token, ben.vault, tagPush(sodium, random(32), frame)],
      ['under no key at all', ben.token, ben.vault, tagPush(sodium, new Uint8Array(32), frame)],
      ['under the key for a circle', ben.token, ben.vault, tagPush(sodium, shared, frame)],
      ['under the key for another circle', ben.token, circle.vault, tagPush(sodium, others, theirs)],
      ['under the key for one’s own vault', ben.token, circle.vault, tagPush(sodium, own, theirs)],
      ['by another member with this session', ben.token, circle.vault, tagPush(sodium, eves, theirs)],
      ['caught, and given on by another member', eve.token, circle.vault, caught],
      ['caught, and given to another vault', ben.token, circle.vault, good],
      ['caught in a circle, and given to another', ben.token, other.vault, caught],
      ['caught, and given in another session', later, ben.vault, good],
      ['of another frame', ben.token, ben.vault, Buffer.concat([good.subarray(0, PUSH_TAG), encodePush([opOf(ben)])])],
      ['cut', ben.token, ben.vault, good.subarray(0, good.length - 1)],
      ['with more after it', ben.token, ben.vault, Buffer.concat([good, Buffer.from([0])])],
      ['of nothing', ben.token, ben.vault, new Uint8Array(0)],
    ];
    for (const [why, token, vault, push] of wrong) {
      const answer = await ask(host.base, 'POST', `/vaults/${vault}/push`, { token, body: new Uint8Array(push) });
      expect([answer.status, answer.body], why).toEqual([403, { error: 'tag-wrong' }]);
    }
    // Any bit of it, the tag's among them.
    for (let n = 0; n < 40; n++) {
      const bent = Uint8Array.from(good);
      const bit = n < 8 ? n * 32 + n : Math.floor((n / 40) * good.length * 8);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect((await send(ben, bent)).body, `bit ${bit}`).toEqual({ error: 'tag-wrong' });
    }
    for (const vault of [ben.vault, circle.vault, other.vault]) expect((await pullFrom(host.base, ben.token, vault)).pull).toMatchObject({ head: 0, count: 0, rows: [] });
    // As it was sent it is taken; caught and sent again it is answered as it was, and stores nothing more.
    expect((await send(ben, good)).status).toBe(200);
    const [once, again] = [await send(ben, good), await send(ben, good)].map(({ bytes }) => decodePushAnswer(bytes));
    expect([once, again]).toMatchObject([
      { ok: true, value: { head: 2, results: [{ seq: 1 }, { seq: 2 }] } },
      { ok: true, value: { head: 2, results: [{ seq: 1 }, { seq: 2 }] } },
    ]);
    await push(ben, opOf(ben, { id: (await pull(ben)).pull!.rows[0]!.id, base: 1, ver: 2 }));
    expect(decodePushAnswer((await send(ben, good)).bytes)).toMatchObject({ ok: true, value: { head: 3, results: [{ seq: 1 }, { seq: 2 }] } });
    expect((await pull(ben)).pull!.rows.map(({ seq, ver }) => [seq, ver])).toEqual([
      [2, 1],
      [3, 2],
    ]);
  });

  test('the key for a push is given to the member that the session is, and opens to nobody else; it stays the same, and ends with its session', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ben, [eve]);
    const sealedFor = async (token: string, vault: string) => (await ask(host.base, 'GET', `/vaults/${vault}/push-key`, { token })).body['sealed'] as string;
    const sodium = await tools();
    const place = { vault: ben.vault, device: ben.device.id };
    const sealed = await sealedFor(ben.token, ben.vault);
    const key = openPushKey(sodium, sealed, ben.device, place)!;
    // Who has the session and not the device's key asks for it in vain, whatever else they have.
    for (const keys of [ben.account, ben.recovery, eve.device, eve.account]) expect(openPushKey(sodium, sealed, keys, place)).toBeNull();
    for (const elsewhere of [
      { ...place, vault: circle.vault },
      { ...place, device: eve.device.id },
    ])
      expect(openPushKey(sodium, sealed, ben.device, elsewhere)).toBeNull();
    expect(openPushKey(sodium, await sealedFor(ben.token, circle.vault), ben.device, { ...place, vault: circle.vault })).toBeNull();
    expect(await pushKeyOf(host.base, ben)).toEqual(key);
    const later = { ...ben, token: (await signIn(host.base, ben.name, ben.password, ben.device)).body['token'] as string };
    const all = [key, await pushKeyOf(host.base, later), await pushKeyOf(host.base, ben, circle), await pushKeyOf(host.base, eve, circle), await pushKeyOf(host.base, eve)];
    expect(new Set(all.map((each) => Buffer.from(each!).toString('hex'))).size).toBe(5);
    await ask(host.base, 'POST', '/account/sign-out', { token: later.token });
    expect((await ask(host.base, 'GET', `/vaults/${ben.vault}/push-key`, { token: later.token })).body).toEqual({ error: 'session-needed' });
    // A device that signed in and is not in the vault's log: none to seal to.
    const third = newDevice();
    const token = (await signIn(host.base, ben.name, ben.password, third)).body['token'] as string;
    expect((await ask(host.base, 'GET', `/vaults/${ben.vault}/push-key`, { token })).body).toEqual({ error: 'not-found' });
  });

  test('after a member has changed keys, the key for pushes of before is none', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ben, [eve]);
    const sodium = await tools();
    const theirs = opOf(eve, {}, circle);
    await pushTo(host.base, eve, circle, [theirs]);
    const before = (await pushKeyOf(host.base, ben, circle))!;
    const fresh = newRecoveryKeys(ben.account.id);
    const [own, shared] = [orThrow(rekey(doing(ben.account), ben.log, fresh)), orThrow(rekey(doing(ben.account), circle.log, fresh))];
    const rotated = await ask(host.base, 'POST', '/account/rotate', {
      token: ben.token,
      body: {
        ...(await newRecord(host.base, ben.token, 'new words of mine')),
        sign: fresh.publicKeys.sign,
        recovery: newRecoveryKeys().publicKeys.sign,
        wraps: { password: base64(random(72)), recovery: base64(random(72)) },
        bundle: base64(random(300)),
        version: 2,
        keep: [],
        log: [
          { vault: ben.vault, entry: entryText(own.entry) },
          { vault: circle.vault, entry: entryText(shared.entry) },
        ],
      },
    });
    expect(rotated.status).toBe(200);
    const epoch = orThrow(newEpoch(doing(eve.account), shared.state, circle.key));
    await postEntry(host.base, eve.token, circle.vault, epoch.entry);
    const after = { vault: circle.vault, log: epoch.state };
    // Who had the account's keys of before, and still has a session, spoils nothing that others wrote since.
    expect(await pushKeyOf(host.base, ben, after)).toBeNull();
    const over = opOf(ben, { id: theirs.id, base: theirs.ver, ver: theirs.ver + 1 }, after);
    const answer = await ask(host.base, 'POST', `/vaults/${circle.vault}/push`, { token: ben.token, body: new Uint8Array(tagPush(sodium, before, encodePush([over]))) });
    expect([answer.status, answer.body]).toEqual([403, { error: 'tag-wrong' }]);
    const renewed = { ...ben, account: fresh };
    expect((await pushTo(host.base, renewed, after, [opOf(renewed, {}, after)])).push!.results[0]).toHaveProperty('seq');
  });

  test('pages: by number, by bytes, forwards and backwards, and every row exactly once', async () => {
    const ben = await newPerson(host.base);
    await push(ben, ...Array.from({ length: 30 }, (_each, n) => opOf(ben, { blob: random(n === 12 ? 50_000 : 1000) })));
    const seen: number[] = [];
    for (let after = 0, more = true; more;) {
      const { pull: page } = await pull(ben, { after, limit: 7, bytes: 6000 });
      expect(page!.rows.length).toBeGreaterThan(0);
      seen.push(...page!.rows.map(({ seq }) => seq));
      after = seen.at(-1)!;
      ({ more } = page!);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_each, n) => n + 1));
    const back: number[] = [];
    for (let before = 31, more = true; more;) {
      const { pull: page } = await pull(ben, { after: 4, before, limit: 7 });
      back.push(...page!.rows.map(({ seq }) => seq));
      before = back.at(-1)!;
      ({ more } = page!);
    }
    expect(back).toEqual(Array.from({ length: 26 }, (_each, n) => 30 - n));
  });

  test('a row that is written over while a page is read is not passed over: the page says that there is more', async () => {
    const ben = await newPerson(host.base);
    const first = opOf(ben);
    const database = host.services.database as { lines: typeof host.services.database.lines };
    const { lines } = database;
    for (const others of [0, 1]) {
      await push(ben, ...Array.from({ length: others }, () => opOf(ben)), opOf(ben, { id: first.id, base: others * 2, ver: others * 2 + 1 }));
      let isOver = false;
      // Between the look at places and the look at rows.
      database.lines = async <R extends readonly unknown[]>(query: Parameters<typeof lines>[0], ...parameters: readonly unknown[]) => {
        const found = await lines<R>(query, ...parameters);
        if (!isOver && /limit/.test(query.sql) && /"size"/.test(query.sql)) {
          isOver = true;
          await push(ben, opOf(ben, { id: first.id, base: others * 2 + 1, ver: others * 2 + 2 }));
        }
        return found;
      };
      const { pull: page } = await pull(ben);
      database.lines = lines;
      expect(isOver).toBe(true);
      expect(page!.more || page!.rows.some(({ id }) => id === first.id)).toBe(true);
      expect(page!.rows.length).toBeGreaterThan(0);
    }
  });

  test('absent and foreign are the same, to the byte', async () => {
    const ben = await newPerson(host.base);
    for (const [method, path, body] of [
      ['GET', 'pull'],
      ['GET', 'log'],
      ['POST', 'push', await pushOf(host.base, ben, [opOf(ben)])],
      ['GET', 'push-key'],
      ['GET', `blobs/${'0'.repeat(64)}`],
      ['POST', 'questions'],
    ] as const) {
      const [foreign, absent] = await Promise.all(
        [ana.vault, newId(random)].map((vault) => ask(host.base, method, `/vaults/${vault}/${path}`, { token: ben.token, ...(body ? { body } : {}) })),
      );
      expect([foreign!.status, foreign!.body], path).toEqual([404, { error: 'not-found' }]);
      expect([absent!.status, absent!.body], path).toEqual([404, { error: 'not-found' }]);
    }
  });

  test('a name that is no id is nowhere, whatever bytes it is made of', async () => {
    for (const vault of ['%00', 'x%00y', '%ff', "'--", 'a'.repeat(300), ana.vault.toUpperCase()])
      for (const [method, path] of [
        ['GET', 'pull'],
        ['POST', 'questions'],
        ['GET', `questions/%00/ballots`],
      ] as const)
        expect(await ask(host.base, method, `/vaults/${vault}/${path}`, { token: ana.token }), vault).toMatchObject({ status: 404 });
    expect((await ask(host.base, 'GET', `/vaults/${ana.vault}/questions/%00/ballots`, { token: ana.token })).body).toEqual({ error: 'not-found' });
    expect((await ask(host.base, 'DELETE', '/inbox/%00', { token: ana.token })).body).toEqual({ error: 'not-found' });
  });

  test('a removed member neither reads nor writes; the others write under the new epoch alone', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ben, [eve]);
    const at = (person: Person) => pullFrom(host.base, person.token, circle.vault);
    expect((await pushTo(host.base, eve, circle, [opOf(eve, {}, circle)])).push!.results[0]).toMatchObject({ seq: 1 });
    expect((await at(ben)).pull!.rows[0]).toMatchObject({ author: eve.account.id, device: eve.device.id });
    const removed = removeMembers(doing(ben.account), circle.log, [eve.account.id], circle.key);
    if (!removed.ok) throw new Error(removed.error.code);
    const late = opOf(eve, {}, circle);
    expect((await postEntry(host.base, ben.token, circle.vault, removed.value.entry)).body).toEqual({ n: removed.value.state.n });
    expect((await pushTo(host.base, eve, circle, [late])).status).toBe(404);
    expect((await at(eve)).status).toBe(404);
    expect((await ask(host.base, 'GET', `/vaults/${circle.vault}/log`, { token: eve.token })).status).toBe(404);
    expect((await pushTo(host.base, ben, circle, [opOf(ben, {}, circle)])).push!.results[0]).toMatchObject({ error: 'stale-epoch', epoch: 2 });
    expect((await pushTo(host.base, ben, circle, [opOf(ben, {}, { ...circle, log: removed.value.state })])).push!.results[0]).toMatchObject({ seq: 2 });
    // Of two entries on the same one, the second is told where the log stands.
    expect((await postEntry(host.base, ben.token, circle.vault, removed.value.entry)).body).toEqual({ error: 'log-behind', with: { n: removed.value.state.n } });
  });

  test('what is attached in a circle is taken away by none of its members', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ben, [eve]);
    const chunk = random(200);
    const path = `/vaults/${circle.vault}/blobs/${createHash('sha256').update(chunk).digest('hex')}`;
    expect((await ask(host.base, 'PUT', path, { token: ben.token, body: chunk })).status).toBe(200);
    for (const { token } of [ben, eve]) expect((await ask(host.base, 'DELETE', path, { token })).status).toBe(404);
    expect((await ask(host.base, 'GET', path, { token: eve.token })).bytes).toEqual(chunk);
  });

  test('after somebody left, the host takes nothing until a new epoch is there', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ben, [eve]);
    const left = leave(doing(eve.account), circle.log);
    if (!left.ok) throw new Error(left.error.code);
    await postEntry(host.base, eve.token, circle.vault, left.value.entry);
    expect((await pullFrom(host.base, eve.token, circle.vault)).status).toBe(404);
    expect((await pushTo(host.base, ben, circle, [opOf(ben, {}, circle)])).body).toEqual({ error: 'epoch-wanted' });
    const epoch = newEpoch(doing(ben.account), left.value.state, circle.key);
    if (!epoch.ok) throw new Error(epoch.error.code);
    await postEntry(host.base, ben.token, circle.vault, epoch.value.entry);
    expect((await pushTo(host.base, ben, circle, [opOf(ben, {}, { ...circle, log: epoch.value.state })])).status).toBe(200);
  });

  test('frames that are cut, lie, or are too large are refused; the largest row passes', async () => {
    const frame = encodePush([opOf(ana)]);
    for (const bad of [frame.subarray(0, frame.length - 1), Buffer.concat([frame, Buffer.from('x')]), new Uint8Array(0), random(300)])
      expect((await send(ana, await tagged(host.base, ana, bad))).body['error']).toBe('malformed');
    const large = await send(ana, new Uint8Array(PUSH_TAG + LIMITS.frameBytes + 1));
    expect([large.status, large.body['error']]).toEqual([413, 'too-large']);
    const row = opOf(ana, { blob: random(LIMITS.rowBytes) });
    expect((await push(ana, row)).push!.results[0]).toHaveProperty('seq');
    expect((await pull(ana, { bytes: 1000, before: (await pull(ana, { limit: 1 })).pull!.head + 1 })).pull!.rows[0]!.blob.length).toBe(LIMITS.rowBytes);
  });
});
