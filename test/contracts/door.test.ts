// Between sockets and the host: requests as they truly come, written by hand, and what goes back over the wire.

import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ask, newPerson, startHost, tools, type TestHost } from './host-people.ts';

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
  for (const address of ['/healthz', '/healthz?a=b', 'http://kith/healthz', 'HTTP://kith:80/healthz?a'])
    expect([address, await say(base, `GET ${address} HTTP/1.1\r\n${ENDS}`)]).toEqual([address, expect.stringMatching(/^HTTP\/1\.1 200 [\s\S]*\{"well":true\}$/)]);
  expect(await say(base, `OPTIONS * HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say(base, `GET /v1/account HTTP/1.1\r\n${ENDS}`)).toMatch(/^HTTP\/1\.1 401 [\s\S]*\{"error":"session-needed"\}$/);
  for (const address of ['/v1/nowhere', '/v1/%00', '/v1/vaults/%ff/pull', '/v1/__proto__', '/v1/vaults/constructor/../pull'])
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
  const send = (length: number | null) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sent = request(
        { port, host: '127.0.0.1', method: 'POST', path: `/v1/vaults/${ana.vault}/push`, headers: length === null ? headers : { ...headers, 'content-length': length } },
        (answer) => {
          let body = '';
          answer.on('data', (part: Buffer) => (body += part.toString()));
          answer.on('end', () => resolve({ status: answer.statusCode!, body }));
        },
      );
      sent.on('error', reject);
      // Twelve megabytes at once, then nothing: the rest of what was said never comes.
      sent.write(Buffer.alloc(12 * 1024 * 1024));
    });
  const sockets = () => new Promise<number>((told) => host!.server.getConnections((_, count) => told(count)));
  const before = await sockets();
  for (const length of [100 * 1024 * 1024, null]) expect(await send(length)).toEqual({ status: 413, body: expect.stringContaining('"too-large"') });
  // Neither request ever ended; their sockets are let go of all the same, long before the platform's own patience is over.
  await vi.waitUntil(async () => (await sockets()) <= before, { timeout: 10_000 });
});

test('an answer that was begun and cannot go on is cut, and the host stays', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const { live } = host.services;
  Object.assign(live, { listen: () => Promise.reject(new Error('gone')) });
  const heard = await say(host.base, `GET /v1/live?vaults=${ana.vault} HTTP/1.1\r\nauthorization: Bearer ${ana.token}\r\n${ENDS}`).catch(
    (error: NodeJS.ErrnoException) => error.code,
  );
  expect(heard === 'ECONNRESET' || !String(heard).includes('fault')).toBe(true);
  expect((await ask(host.base, 'GET', '/account', { token: ana.token })).status).toBe(200);
});
