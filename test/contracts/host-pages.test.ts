// Pages behind a link, at the host: who lays one, who reads it, who takes it away, and what becomes of it; the same on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#core/ids.ts';
import { removeMembers } from '#crypto/membership-deeds.ts';
import { PAGE_LIMITS } from '#server/pages.ts';
import { isPagePut } from '#sync/account-protocol.ts';
import { ask, base64, free, doing, engines, newCircle, newPerson, postEntry, random, startHost, type Person, type TestHost } from './host-people.ts';

const DAY = 86_400_000;

describe.each(engines())('pages behind a link, on %s', (_, url) => {
  let host: TestHost;
  let [ana, ben, eve]: Person[] = [];
  let circle: Awaited<ReturnType<typeof newCircle>>;
  const at = (method: string, path: string, who?: Person, body?: unknown) =>
    ask(host.base, method, path, { ...(who ? { token: who.token } : {}), ...(body === undefined ? {} : { body }) });
  const page = (more: { until?: number; size?: number } = {}) => ({ until: Date.now() + host.clock.ahead + (more.until ?? 7 * DAY), blob: base64(random(more.size ?? 300)) });
  const put = (who: Person, id: string, body: unknown, vault = circle.vault) => at('PUT', `/vaults/${vault}/pages/${id}`, who, body);
  const read = (id: string) => at('GET', `/pages/${id}`);

  beforeAll(async () => {
    host = await startHost(url(), { pageLimits: { open: 6, ever: 14, openOfOne: 4, everOfOne: 12 } });
    [ana, ben, eve] = [await newPerson(host.base), await newPerson(host.base), await newPerson(host.base)];
    circle = await newCircle(host.base, ana!, [ben!]);
  });
  afterAll(() => host?.close());

  test('a member lays it, anybody with the id reads it without a session, and any member takes it away for good', async () => {
    const [id, laid] = [newId(random), page()];
    expect((await put(ana!, id, laid)).body).toEqual({ kept: true });
    const answer = await read(id);
    expect([answer.status, answer.body, isPagePut(answer.body)]).toEqual([200, laid, true]);
    // Laid anew by who laid it: the same link shows what is now.
    const later = page();
    expect((await put(ana!, id, later)).status).toBe(200);
    expect((await read(id)).body).toEqual(later);
    expect((await put(ben!, id, page())).body).toEqual({ error: 'already-given' });
    expect((await at('DELETE', `/vaults/${circle.vault}/pages/${id}`, ben)).status).toBe(200);
    const [gone, never] = [await read(id), await read(newId(random))];
    expect([gone.status, Buffer.from(gone.bytes).equals(never.bytes)]).toEqual([404, true]);
    // Who kept a copy and has the link lays it nowhere again.
    const own = await newCircle(host.base, eve!);
    for (const [who, vault] of [
      [ana!, circle.vault],
      [eve!, own.vault],
    ] as const)
      expect((await put(who, id, laid, vault)).body).toEqual({ error: 'already-given' });
    expect(
      await host.services.database.read
        .selectFrom('pages')
        .select('blob')
        .where('id', '=', id)
        .executeTakeFirst()
        .then((row) => row?.blob.length),
    ).toBe(0);
  });

  test('who is no member lays nothing and takes nothing away; who was sent away neither', async () => {
    const id = newId(random);
    await put(ana!, id, page());
    const refused: unknown[] = [];
    for (const [method, body] of [
      ['PUT', page()],
      ['DELETE', undefined],
    ] as const)
      refused.push((await at(method, `/vaults/${circle.vault}/pages/${id}`, eve, body)).body, (await at(method, `/vaults/${circle.vault}/pages/${id}`, undefined, body)).body);
    // A member of another vault, under its own name: the page is not there.
    const own = await newCircle(host.base, eve!, [ben!]);
    expect((await at('DELETE', `/vaults/${own.vault}/pages/${id}`, eve)).status).toBe(200);
    expect(refused).toEqual([{ error: 'not-found' }, { error: 'session-needed' }, { error: 'not-found' }, { error: 'session-needed' }]);
    const gone = removeMembers(doing(eve!.account), own.log, [ben!.account.id], own.key);
    if (!gone.ok) throw new Error(gone.error.code);
    await postEntry(host.base, eve!.token, own.vault, gone.value.entry);
    expect((await put(ben!, newId(random), page(), own.vault)).body).toEqual({ error: 'not-found' });
    expect((await read(id)).status).toBe(200);
  });

  test('it ends by itself on its day, and nothing of it stays', async () => {
    const id = newId(random);
    const own = await newCircle(host.base, eve!);
    await put(eve!, id, page({ until: 2 * DAY }), own.vault);
    host.clock.ahead = 2 * DAY + 1;
    expect((await read(id)).body).toEqual({ error: 'not-found' });
    await host.services.pages.sweep();
    expect(
      await host.services.database.read
        .selectFrom('pages')
        .select(['until', 'blob'])
        .where('id', '=', id)
        .executeTakeFirst()
        .then((row) => [row?.until, row?.blob.length]),
    ).toEqual([0, 0]);
    expect((await put(eve!, id, page(), own.vault)).body).toEqual({ error: 'already-given' });
    host.clock.ahead = 0;
  });

  test('what is too large, too long, of the past, in no form or too many is refused, and changes nothing', async () => {
    const own = await newCircle(host.base, eve!);
    const before = await host.services.database.read.selectFrom('pages').select('id').execute();
    const bad: readonly unknown[] = [
      page({ size: 256 * 1024 + 1 }),
      page({ until: -1 }),
      page({ until: 368 * DAY }),
      { until: 'x', blob: 'AA==' },
      { until: Date.now() + DAY, blob: '' },
      { ...page(), more: 1 },
      {},
      null,
    ];
    const answers: unknown[] = [];
    for (const body of bad) answers.push((await put(eve!, newId(random), body, own.vault)).body['error']);
    expect(answers).toEqual([...Array(8).fill('malformed')]);
    expect((await put(eve!, newId(random), page({ size: 600 * 1024 }), own.vault)).body['error']).toBe('too-large');
    for (const id of ['x', '%00', '../vaults']) expect((await at('GET', `/pages/${id}`)).status).toBe(404);
    expect(await host.services.database.read.selectFrom('pages').select('id').execute()).toEqual(before);
    const ids = Array.from({ length: 5 }, () => newId(random));
    const laid: unknown[] = [];
    for (const id of ids) laid.push((await put(eve!, id, page(), own.vault)).body['error']);
    expect(laid).toEqual([undefined, undefined, undefined, undefined, 'quota-full']);
    // Withdrawn ones make room, until the vault has laid as many as it ever may.
    ids.pop();
    let count = 4;
    for (; count < 20; count++) {
      await at('DELETE', `/vaults/${own.vault}/pages/${ids.shift()!}`, eve);
      ids.push(newId(random));
      if ((await put(eve!, ids.at(-1)!, page(), own.vault)).status !== 200) break;
    }
    expect(count).toBe(12);
    expect(PAGE_LIMITS.open).toBeLessThan(PAGE_LIMITS.ever);
  });

  test('one who lays as many as they may leaves room for the others', async () => {
    const own = await newCircle(host.base, eve!, [ben!]);
    const laid: unknown[] = [];
    for (const who of [eve!, eve!, eve!, eve!, eve!, ben!, ben!, ben!]) laid.push((await put(who, newId(random), page(), own.vault)).body['error']);
    expect(laid).toEqual([undefined, undefined, undefined, undefined, 'quota-full', undefined, undefined, 'quota-full']);
  });

  test('with an account or a circle go its pages, and nobody lays them there again', async () => {
    const dan = await newPerson(host.base);
    const alone = await newCircle(host.base, dan);
    const shared = await newCircle(host.base, eve!, [dan]);
    const laid = page();
    const ids = [newId(random), newId(random)];
    for (const [n, vault] of [alone.vault, shared.vault].entries()) expect((await put(dan, ids[n]!, laid, vault)).status).toBe(200);
    expect((await at('DELETE', '/account', dan)).status).toBe(200);
    const kept = await host.services.database.read.selectFrom('pages').select(['vault', 'account', 'until', 'blob']).where('id', 'in', ids).execute();
    expect(kept.map((row) => [Number(row.vault), row.account, Number(row.until), row.blob.length])).toEqual([
      [0, '', 0, 0],
      [0, '', 0, 0],
    ]);
    for (const id of ids) {
      expect((await put(eve!, id, laid, shared.vault)).body).toEqual({ error: 'already-given' });
      expect((await read(id)).body).toEqual({ error: 'not-found' });
    }
  });

  test('of two who lay under one id at once, one does', async () => {
    const own = await newCircle(host.base, eve!);
    const [id, bodies] = [newId(random), [page(), page()]];
    const [one, two] = await Promise.all([put(eve!, id, bodies[0], own.vault), put(ana!, id, bodies[1])]);
    expect([one.body['error'], two.body['error']].filter((error) => error === 'already-given')).toHaveLength(1);
    expect(bodies).toContainEqual((await read(id)).body);
  });
});

test('who guesses ids is held up', async () => {
  const host = await startHost('FOLDER/kith.db', { buckets: { ...free, address: { most: 20, rate: 1 } } });
  const statuses = await Promise.all(Array.from({ length: 60 }, () => ask(host.base, 'GET', `/pages/${newId(random)}`).then(({ status }) => status)));
  expect([statuses.filter((status) => status === 404).length < 30, statuses.includes(429)]).toEqual([true, true]);
  await host.close();
});
