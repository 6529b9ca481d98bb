// What a device can rely on when it gives rows to a host and takes them again; the same on both databases.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#core/ids.ts';
import { leave, newEpoch, removeMembers } from '#crypto/membership-deeds.ts';
import { encodePush, LIMITS } from '#sync/protocol.ts';
import { ask, doing, engines, newCircle, newPerson, opOf, postEntry, pullFrom, pushTo, random, startHost, type Person, type TestHost } from './host-people.ts';

describe.each(engines())('vaults on %s', (_, url) => {
  let host: TestHost;
  let ana: Person;
  beforeAll(async () => {
    host = await startHost(url());
    ana = await newPerson(host.base);
  });
  afterAll(() => host?.close());
  const push = (person: Person, ...ops: Parameters<typeof pushTo>[3][number][]) => pushTo(host.base, person.token, person.vault, ops);
  const pull = (person: Person, more = {}) => pullFrom(host.base, person.token, person.vault, more);

  test('what was pushed comes back as it was, under the author and in order', async () => {
    const ben = await newPerson(host.base);
    const ops = Array.from({ length: 20 }, () => opOf(ben));
    const { push: answer } = await push(ben, ...ops);
    expect(answer!.results).toEqual(ops.map(({ op }, n) => ({ op, seq: n + 1 })));
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
    const forged = opOf(ben);
    const cases = [
      good,
      { ...forged, blob: Uint8Array.from([...forged.blob.subarray(1), 1]) },
      { ...forged, op: newId(random), counter: forged.counter + 1 },
      opOf(ben, { epoch: 2 }),
      opOf(ben, { logHead: 'a'.repeat(64) }),
      opOf(ana, {}, { vault: ben.vault, log: ben.log }),
    ];
    const { push: answer } = await push(ben, ...cases);
    expect(answer!.results.map((each) => ('error' in each ? each.error : 'stored'))).toEqual([
      'stored',
      'signature-wrong',
      'signature-wrong',
      'stale-epoch',
      'log-head-unknown',
      'signature-wrong',
    ]);
    expect((await pull(ben)).pull!.rows).toHaveLength(1);
    expect((await push(ben, opOf(ben, { id: good.id, base: 1, ver: 1 }))).push!.results[0]).toMatchObject({ error: 'ver-behind' });
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
    const database = host.services.database as { look: typeof host.services.database.look };
    const { look } = database;
    for (const others of [0, 1]) {
      await push(ben, ...Array.from({ length: others }, () => opOf(ben)), opOf(ben, { id: first.id, base: others * 2, ver: others * 2 + 1 }));
      let isOver = false;
      // Between the look at places and the look at rows.
      database.look = async (query, ...parameters) => {
        const found = await look(query, ...parameters);
        if (!isOver && /limit/.test(query.sql) && /"size"/.test(query.sql)) {
          isOver = true;
          await push(ben, opOf(ben, { id: first.id, base: others * 2 + 1, ver: others * 2 + 2 }));
        }
        return found;
      };
      const { pull: page } = await pull(ben);
      database.look = look;
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
      ['POST', 'push', encodePush([opOf(ben)])],
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
    expect((await pushTo(host.base, eve.token, circle.vault, [opOf(eve, {}, circle)])).push!.results[0]).toMatchObject({ seq: 1 });
    expect((await at(ben)).pull!.rows[0]).toMatchObject({ author: eve.account.id, device: eve.device.id });
    const removed = removeMembers(doing(ben.account), circle.log, [eve.account.id], circle.key);
    if (!removed.ok) throw new Error(removed.error.code);
    const late = opOf(eve, {}, circle);
    expect((await postEntry(host.base, ben.token, circle.vault, removed.value.entry)).body).toEqual({ n: removed.value.state.n });
    expect((await pushTo(host.base, eve.token, circle.vault, [late])).status).toBe(404);
    expect((await at(eve)).status).toBe(404);
    expect((await ask(host.base, 'GET', `/vaults/${circle.vault}/log`, { token: eve.token })).status).toBe(404);
    expect((await pushTo(host.base, ben.token, circle.vault, [opOf(ben, {}, circle)])).push!.results[0]).toMatchObject({ error: 'stale-epoch', epoch: 2 });
    expect((await pushTo(host.base, ben.token, circle.vault, [opOf(ben, {}, { ...circle, log: removed.value.state })])).push!.results[0]).toMatchObject({ seq: 2 });
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
    expect((await pushTo(host.base, ben.token, circle.vault, [opOf(ben, {}, circle)])).body).toEqual({ error: 'epoch-wanted' });
    const epoch = newEpoch(doing(ben.account), left.value.state, circle.key);
    if (!epoch.ok) throw new Error(epoch.error.code);
    await postEntry(host.base, ben.token, circle.vault, epoch.value.entry);
    expect((await pushTo(host.base, ben.token, circle.vault, [opOf(ben, {}, { ...circle, log: epoch.value.state })])).status).toBe(200);
  });

  test('frames that are cut, lie, or are too large are refused; the largest row passes', async () => {
    const frame = encodePush([opOf(ana)]);
    for (const body of [frame.subarray(0, frame.length - 1), Buffer.concat([frame, Buffer.from('x')]), new Uint8Array(0), random(300)])
      expect((await ask(host.base, 'POST', `/vaults/${ana.vault}/push`, { token: ana.token, body: new Uint8Array(body) })).body['error']).toBe('malformed');
    const large = await ask(host.base, 'POST', `/vaults/${ana.vault}/push`, { token: ana.token, body: new Uint8Array(LIMITS.frameBytes + 1) });
    expect([large.status, large.body['error']]).toEqual([413, 'too-large']);
    const row = opOf(ana, { blob: random(LIMITS.rowBytes) });
    expect((await push(ana, row)).push!.results[0]).toHaveProperty('seq');
    expect((await pull(ana, { bytes: 1000, before: (await pull(ana, { limit: 1 })).pull!.head + 1 })).pull!.rows[0]!.blob.length).toBe(LIMITS.rowBytes);
  });
});
