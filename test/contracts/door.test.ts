// Between sockets and the host: requests as they truly come, written by hand, and what goes back over the wire.

import { request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#core/ids.ts';
import { text } from '#server/answer.ts';
import { openDoor } from '#server/door.ts';
import { HEADERS } from '#server/policy.ts';
import { ask, newPerson, random, startHost, tools, type TestHost } from './host-people.ts';

let host: TestHost | undefined;
beforeAll(tools);
afterEach(async () => {
  await host?.close();
  host = undefined;
});

/** What comes back for these bytes until the other end has said all it will, or the socket closes. */
const say = (base: string, sent: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(sent));
    socket.on('data', (part) => (heard += part.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });

const ENDS = 'host: kith\r\nconnection: close\r\n\r\n';

test('an address may be whole, as proxies send it; what is none is refused', async () => {
  host = await startHost('FOLDER/kith.db');
  const { base } = host;
  for (const address of ['/healthz', '/healthz?a=b', 'http://kith/healthz', 'HTTP://kith:80/healthz?a', 'https://kith/healthz'])
    expect([address, await say(base, `GET ${address} HTTP/1.1\r\n${ENDS}`)]).toEqual([address, expect.stringMatching(/^HTTP\/1\.1 200 [\s\S]*\{"well":true\}$/)]);
  for (const address of ['*', 'file:///healthz'])
    expect([address, await say(base, `OPTIONS ${address} HTTP/1.1\r\n${ENDS}`)]).toEqual([address, expect.stringMatching(/^HTTP\/1\.1 400 [\s\S]*content-security-policy/)]);
  expect(await say(base, `GET /v1/account HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 401 [\s\S]*\{"error":"session-needed"\}$/);
  // A keeper's rule for one of these paths must not be passed with other capitals.
  for (const address of ['/v1', '/v1/ACCOUNT', '/V1/account', '/v1/nowhere', '/v1/%00', '/v1/vaults/%ff/pull', '/v1/__proto__', '/v1/vaults/constructor/../pull'])
    expect([address, await say(base, `GET ${address} HTTP/1.1\r\n${ENDS}`)]).toEqual([address, expect.stringMatching(/^HTTP\/1\.1 40[14] /)]);
  expect(await say(base, `TRACE /v1/account HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await say(base, `PATCH /healthz HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD/i);
});

test('a HEAD hears what a GET would, without its body; each says how long it is and bears the policy', async () => {
  host = await startHost('FOLDER/kith.db');
  const [head, get] = [await say(host.base, `HEAD /healthz HTTP/1.1\r\n${ENDS}`), await say(host.base, `GET /healthz HTTP/1.1\r\n${ENDS}`)];
  const told = (answer: string) =>
    answer
      .split('\r\n\r\n')[0]!
      .split('\r\n')
      .filter((line) => !/^date:/i.test(line));
  expect(told(head)).toEqual(told(get));
  expect(told(head)).toEqual(expect.arrayContaining(['content-length: 13', expect.stringMatching(/^content-security-policy: default-src 'none'/)]));
  expect([head.split('\r\n\r\n')[1], get.split('\r\n\r\n')[1]]).toEqual(['', '{"well":true}']);
});

test('who goes on sending what was refused hears why, and is not heard for long', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const { port } = new URL(host.base);
  const headers = { authorization: `Bearer ${ana.token}`, 'content-type': 'application/octet-stream' };
  const send = (more: Record<string, string | number>) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', method: 'POST', path: `/v1/vaults/${ana.vault}/push`, headers: { ...headers, ...more } }, (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode!, body }));
      });
      sent.on('error', reject);
      // Twelve megabytes at once, then nothing: the rest of what was said never comes.
      sent.write(Buffer.alloc(12 * 1024 * 1024));
    });
  const sockets = () => new Promise<number>((told) => host!.server.getConnections((_, count) => told(count)));
  const before = await sockets();
  const said = { 'content-length': 100 * 1024 * 1024 };
  const ways: Record<string, string | number>[] = [said, {}, { ...said, connection: 'close' }, { connection: 'close' }];
  for (const way of ways) expect(await send(way)).toEqual({ status: 413, body: expect.stringContaining('"too-large"') });
  // None of these requests ever ended; their sockets are let go of all the same, long before the platform's own patience is over.
  await vi.waitUntil(async () => (await sockets()) <= before, { timeout: 10_000 });
});

test('who sends many requests at once and takes no answer has them served in turn, not all held in memory', async () => {
  let [together, most, served] = [0, 0, 0];
  const server = openDoor(async ({ path }) => {
    most = Math.max(most, ++together);
    await new Promise((soon) => setImmediate(soon));
    together--;
    served++;
    return text(path);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const asked = Array.from({ length: 60 }, (_, n) => `/${n}`);
  const heard = await say(`http://127.0.0.1:${port}`, asked.map((path, n) => `GET ${path} HTTP/1.1\r\nhost: kith\r\n${n === 59 ? 'connection: close\r\n' : ''}\r\n`).join(''));
  server.close();
  expect([most, served]).toEqual([1, 60]);
  expect([...heard.matchAll(/\r\n\r\n(\/\d+)/g)].map(([, path]) => path)).toEqual(asked);
});

test('a message between devices stays for who comes next when who waited for it has gone, and is not given to a HEAD', async () => {
  host = await startHost('FOLDER/kith.db');
  const { base } = host;
  const ana = await newPerson(base);
  const [id, blob] = [newId(random), Buffer.from(random(60)).toString('base64')];
  const gone = connect(Number(new URL(base).port), '127.0.0.1', () => gone.write(`GET /v1/pair/${id} HTTP/1.1\r\nhost: kith\r\n\r\n`));
  await new Promise((a) => setTimeout(a, 200));
  gone.destroy();
  await new Promise((a) => setTimeout(a, 50));
  expect((await ask(base, 'POST', '/pair', { token: ana.token, body: { id, blob } })).status).toBe(200);
  expect(await say(base, `HEAD /v1/pair/${id} HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 404 /);
  // Longer than one look of who has gone.
  await new Promise((a) => setTimeout(a, 700));
  expect((await ask(base, 'GET', `/pair/${id}`)).body).toEqual({ blob });
});

test('an answer that was begun and cannot go on is cut, and the host stays', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const { live } = host.services;
  Object.assign(live, { listen: () => Promise.reject(new Error('gone')) });
  const heard = await say(host.base, `GET /v1/live?vaults=${ana.vault} HTTP/1.1\r\nauthorization: Bearer ${ana.token}\r\n${ENDS}`).catch(() => '');
  // No last chunk, and no second answer within the first.
  expect(heard).not.toMatch(/0\r\n\r\n$|fault/);
  expect(host.said.some((line) => line.includes('fault'))).toBe(true);
  expect((await ask(host.base, 'GET', '/account', { token: ana.token })).status).toBe(200);
});

test('what stays open bears the policy too', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const stopped = new AbortController();
  const { headers } = await fetch(`${host.base}/v1/live?vaults=${ana.vault}`, { headers: { authorization: `Bearer ${ana.token}` }, signal: stopped.signal });
  stopped.abort();
  for (const [name, value] of Object.entries(HEADERS)) expect([name, headers.get(name)]).toEqual([name, value]);
  expect(headers.get('cache-control')).toBe('no-store');
});
