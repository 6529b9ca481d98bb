// A host tells devices on which Kith is closed that something is new: to whom, when, and that nothing is said. Before a push service of the
// test's own, over TLS; what is bent for it is where its name lies, and nothing else. The same on both databases.

import { createHook } from 'node:async_hooks';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#core/ids.ts';
import { dueAt, keptFor } from '#server/news.ts';
import { createCarrier, isEndpoint, isPublic, publicPlace, type PlaceOf } from '#server/push-carrier.ts';
import { isNews } from '#sync/account-protocol.ts';
import { ask, base64, engines, newCircle, newPerson, opOf, pushTo, random, startHost, type Person, type TestHost } from './host-people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NAME = 'push.example.org';
const ENDPOINT = `https://${NAME}/send/abc?d=1`;
const OFTEN = { endpoint: ENDPOINT, at: -1, quiet: [0, 0] } as const;

/** Key and certificate of the test's own push service: nobody else trusts it. */
const ca = readFileSync(join(import.meta.dirname, 'push-service.pem'), 'utf8');
let service: Server;
let placeOf: PlaceOf;
let answers = 201;
const heard: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly bytes: number }[] = [];

beforeAll(async () => {
  service = createServer({ key: ca, cert: ca }, (request, answer) => {
    let bytes = 0;
    request.on('data', (part: Buffer) => (bytes += part.length));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, bytes });
      answer.writeHead(answers, answers === 307 ? { location: 'https://elsewhere.example.org/' } : {}).end('x'.repeat(100_000));
    });
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  const { port } = service.address() as AddressInfo;
  placeOf = (name) => Promise.resolve(name === NAME ? { address: '127.0.0.1', port } : null);
});
beforeEach(() => {
  heard.length = 0;
  answers = 201;
});
afterAll(() => {
  service.close();
  service.closeAllConnections();
});

describe.each(engines())('news on %s', (_engine, url) => {
  let host: TestHost;
  let [ana, ben]: Person[] = [];
  let circle: Awaited<ReturnType<typeof newCircle>>;
  beforeAll(async () => {
    host = await startHost(url(), { contact: 'mailto:keeper@example.org', carrier: createCarrier(placeOf, { ca }) });
    [ana, ben] = [await newPerson(host.base), await newPerson(host.base)];
    circle = await newCircle(host.base, ana!, [ben!]);
  });
  afterAll(() => host?.close());
  beforeEach(async () => {
    await host.services.news.tick();
    await host.services.database.write.deleteFrom('news').execute();
    heard.length = 0;
  });

  const put = (by: Person, body: unknown = OFTEN) => ask(host.base, 'PUT', '/account/news', { token: by.token, body });
  const says = async (by: Person) => (await ask(host.base, 'GET', '/account/news', { token: by.token })).body;
  const write = async (by: Person): Promise<void> => {
    expect((await pushTo(host.base, by, circle, [opOf(by, {}, circle)])).status).toBe(200);
  };
  /** Time passes, a tick at its beginning and its end. */
  const pass = async (time: number): Promise<number> => {
    await host.services.news.tick();
    host.clock.ahead += time;
    await host.services.news.tick();
    return heard.length;
  };

  test("another's hand moves a circle, or something lies in the inbox: one message without a word, signed by the host's key", async () => {
    const key = (await says(ana!))['key'] as string;
    expect([isNews(await says(ana!)), (await put(ana!)).status, (await says(ana!))['is']]).toEqual([true, 200, true]);
    await write(ana!);
    expect(await pass(5 * MINUTE)).toBe(0);
    await write(ben!);
    expect(await pass(MINUTE)).toBe(0);
    expect(await pass(5 * MINUTE)).toBe(1);
    const [{ path, headers, bytes }] = heard as [(typeof heard)[0]];
    expect([path, bytes, headers.host, headers['content-length']]).toEqual(['/send/abc?d=1', 0, NAME, '0']);
    const [, token, shown] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization!)!;
    const [head, claims, signature] = token!.split('.');
    expect(shown).toBe(key);
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toEqual({ aud: `https://${NAME}`, exp: expect.any(Number), sub: 'mailto:keeper@example.org' });
    // Nothing in it says for whom or of what.
    expect(JSON.stringify([path, headers])).not.toMatch(new RegExp([ana!.account.id, ben!.account.id, circle.vault].join('|')));
    host.clock.ahead += 2 * HOUR;
    await ask(host.base, 'POST', '/inbox', { token: ben!.token, body: { to: ana!.account.id, vault: circle.vault, id: newId(random), blob: base64(random(50)) } });
    expect(await pass(5 * MINUTE)).toBe(2);
  });

  test('at most one an hour, however much comes', async () => {
    await put(ana!);
    for (let n = 0; n < 6; n++) {
      await write(ben!);
      await pass(5 * MINUTE);
    }
    expect(heard.length).toBe(1);
    expect(await pass(HOUR)).toBe(2);
    expect(await pass(3 * DAY)).toBe(2);
  });

  /** Quiet hours that many minutes from now. */
  const quietIn = (...minutes: readonly [from: number, until: number]) => {
    const minute = Math.floor(((Date.now() + host.clock.ahead) % DAY) / MINUTE);
    return { ...OFTEN, quiet: minutes.map((n) => (minute + n) % 1440) };
  };

  test('none in quiet hours: not by a host that was away as they began, not by trying again, not from what a push service held back', async () => {
    await put(ana!, quietIn(10, 70));
    await write(ben!);
    expect([await pass(20 * MINUTE), await pass(45 * MINUTE), await pass(6 * MINUTE)]).toEqual([0, 0, 1]);
    const held = Number(heard[0]!.headers['ttl']);
    expect(held).toBeGreaterThan(22 * 3600);
    expect(held).toBeLessThanOrEqual(23 * 3600);
    host.clock.ahead += 2 * HOUR;
    await put(ana!, quietIn(30, 100));
    answers = 500;
    await write(ben!);
    expect([await pass(5 * MINUTE), await pass(62 * MINUTE), await pass(34 * MINUTE)]).toEqual([2, 2, 3]);
  });

  test('who is connected is told nothing; who has gone since is', async () => {
    await put(ana!);
    const leave = new AbortController();
    const stream = await fetch(`${host.base}/v1/live?vaults=${circle.vault}`, { headers: { authorization: `Bearer ${ana!.token}` }, signal: leave.signal });
    expect(stream.status).toBe(200);
    await write(ben!);
    expect(await pass(DAY)).toBe(0);
    leave.abort();
    await expect.poll(() => host.services.live.accounts().has(ana!.account.id)).toBe(false);
    await write(ben!);
    expect(await pass(5 * MINUTE)).toBe(1);
  });

  test('an address that is gone is forgotten, one that fails is asked again in an hour, and nothing is followed', async () => {
    await put(ana!);
    answers = 500;
    await write(ben!);
    expect([await pass(5 * MINUTE), await pass(30 * MINUTE), await pass(HOUR)]).toEqual([1, 1, 2]);
    answers = 307;
    expect(await pass(HOUR)).toBe(3);
    answers = 410;
    expect(await pass(HOUR)).toBe(4);
    expect((await says(ana!))['is']).toBe(false);
  });

  test('what cannot be a push service, or is not as it must be, is refused; a host without a contact tells nobody', async () => {
    for (const endpoint of ['http://push.example.org/', 'https://127.0.0.1/', 'https://push.example.org:8443/', 'https://a:b@push.example.org/', 'file:///etc/passwd', 'x'])
      expect((await put(ana!, { ...OFTEN, endpoint })).body, endpoint).toMatchObject({ error: 'malformed' });
    for (const body of [{}, { ...OFTEN, at: 1440 }, { ...OFTEN, quiet: [0] }, { ...OFTEN, more: 1 }, { ...OFTEN, endpoint: `https://push.example.org/${'x'.repeat(1000)}` }])
      expect((await put(ana!, body)).status).toBe(400);
    expect((await ask(host.base, 'PUT', '/account/news', { body: OFTEN })).body).toEqual({ error: 'session-needed' });
    const silent = await startHost(url());
    const cai = await newPerson(silent.base);
    expect((await ask(silent.base, 'GET', '/account/news', { token: cai.token })).body).toEqual({ key: null, is: false });
    expect((await ask(silent.base, 'PUT', '/account/news', { token: cai.token, body: OFTEN })).body).toEqual({ error: 'not-found' });
    await silent.close();
  });

  const rowsOf = async ({ account }: Person) => (await host.services.database.read.selectFrom('news').select('device').where('account', '=', account.id).execute()).length;

  test('it ends with the session, with the account, and when one says so; nobody else ends it', async () => {
    const device = { token: ana!.token };
    await put(ana!);
    await ask(host.base, 'DELETE', '/account/news', { token: ben!.token });
    expect((await says(ana!))['is']).toBe(true);
    await ask(host.base, 'DELETE', '/account/news', device);
    await write(ben!);
    expect([await pass(5 * MINUTE), (await says(ana!))['is']]).toEqual([0, false]);
    await put(ana!);
    expect((await ask(host.base, 'GET', '/account', device)).body['news']).toEqual({ items: 1, bytes: ENDPOINT.length });
    await write(ben!);
    await ask(host.base, 'POST', '/account/sign-out', device);
    expect([await pass(5 * MINUTE), await rowsOf(ana!)]).toEqual([0, 0]);
    // A session that ran out, or was ended from another device.
    await put(ben!);
    await host.services.database.write.deleteFrom('sessions').where('account', '=', ben!.account.id).execute();
    await host.services.news.sweep();
    expect(await rowsOf(ben!)).toBe(0);
  });
});

test('what comes is told once an hour, or at the minute of the day that was asked for; a push service keeps nothing into quiet hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const instant = fc.nat({ max: 2 * DAY });
  fc.assert(
    fc.property(fc.integer({ min: -1, max: 1439 }), minute, minute, instant, instant, (at, from, until, told, now) => {
      const due = dueAt({ at, told }, now);
      expect(due).toBeGreaterThan(now);
      expect(due).toBeLessThanOrEqual(now + DAY + HOUR);
      if (at < 0 && told <= now) expect(due).toBeGreaterThanOrEqual(told + HOUR);
      if (at >= 0) expect(Math.floor((due % DAY) / MINUTE)).toBe(at);
      const kept = keptFor({ at, quiet_from: from, quiet_until: until, told }, now);
      expect(kept).toBeLessThanOrEqual(DAY);
      if (from !== until) expect(Math.floor(((now + kept) % DAY) / MINUTE)).toBe(from);
    }),
  );
});

test('no address of a network of its own is ever one of a push service', async () => {
  const own = ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1'];
  const inside = ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', '2002:7f00:1::', '2001:0:1::', '2001:db8::1', 'ff02::1', 'localhost', ''];
  expect([...own, ...inside].filter(isPublic)).toEqual([]);
  expect(['8.8.8.8', '172.32.0.1', '2a00:1450:4001::1', '2606:4700::1111'].filter((each) => !isPublic(each))).toEqual([]);
  expect(await publicPlace('localhost')).toBeNull();
  const not = [
    'https://localhost/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://127.1/',
    'https://push/',
    'https://push.example.org./',
    'https://push.example.org/#x',
    '',
  ];
  expect(not.filter(isEndpoint)).toEqual([]);
  expect(isEndpoint('https://fcm.googleapis.com/fcm/send/x:y')).toBe(true);
  // Asked only where it lies, and by who has its name; a place that does not answer is none.
  expect(await createCarrier(() => Promise.resolve(null))(ENDPOINT, {})).toBe(0);
  expect(await createCarrier(placeOf)(ENDPOINT, {})).toBe(0);
  expect(await createCarrier(placeOf, { ca })(ENDPOINT, {})).toBe(201);
  expect(await createCarrier(() => Promise.reject(new Error('no such name')), { ca })(ENDPOINT, {})).toBe(0);
});

test('A name that nobody answers for keeps none of the platform’s threads, which signatures and files need', async () => {
  const begun: string[] = [];
  const watch = createHook({ init: (_id, kind) => void begun.push(kind) }).enable();
  await publicPlace('push.invalid').catch(() => null);
  watch.disable();
  expect(begun).toContain('QUERYWRAP');
  expect(begun).not.toContain('GETADDRINFOREQWRAP');
});
