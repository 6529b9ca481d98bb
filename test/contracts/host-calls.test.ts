// What comes back when it is not a Kith host that answers, or not one that is well: a value each time, soon, and within bounds.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHostCalls, readHostAddress } from '#adapters/host-calls.ts';
import { createHttpHost } from '#adapters/http-host.ts';
import { createEventReader } from '#adapters/live-stream.ts';
import { isLogPage, type LiveHint } from '#sync/protocol.ts';

let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const says = (status: number, body: string | Buffer, headers: Record<string, string> = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};
const asked = () => createHostCalls(base).json('GET', '/vaults/x/log', isLogPage, { token: 'secret', patience: 400 });

test('An answer that is none, or no host’s, is a value that says so', async () => {
  const page = { entries: [], n: 0 };
  says(200, JSON.stringify(page));
  expect(await asked()).toEqual({ ok: true, value: page });
  const cases: readonly (readonly [number, string, Record<string, string>, object])[] = [
    [200, '<html>sign in to the café’s network</html>', {}, { code: 'unreadable' }],
    [200, JSON.stringify({ ...page, more: 1 }), {}, { code: 'unreadable' }],
    [200, '', {}, { code: 'unreadable' }],
    [404, 'nothing here', {}, { code: 'unreadable' }],
    [502, '<html>bad gateway</html>', { 'retry-after': '7' }, { code: 'offline', wait: 7000 }],
    [503, 'busy', {}, { code: 'offline' }],
    [429, JSON.stringify({ error: 'too-many', with: { seconds: 3 } }), { 'retry-after': '3' }, { code: 'too-many', with: { seconds: 3 }, wait: 3000 }],
    [503, JSON.stringify({ error: 'ending' }), { 'retry-after': '1000000' }, { code: 'ending', wait: 3_600_000 }],
    [500, JSON.stringify({ error: 'x'.repeat(100) }), {}, { code: 'offline' }],
    // A host's own word, which is not the same as no word of a host's.
    [400, JSON.stringify({ error: 'malformed', with: { why: 'body' } }), {}, { code: 'malformed', with: { why: 'body' } }],
    [404, JSON.stringify({ error: 'not-found' }), {}, { code: 'not-found' }],
    [401, JSON.stringify({ error: 'session-needed' }), { 'retry-after': 'soon' }, { code: 'session-needed' }],
    // The session is shown to no other address.
    [302, '', { location: 'http://127.0.0.1:9/' }, { code: 'offline' }],
  ];
  for (const [status, body, headers, error] of cases) {
    says(status, body, headers);
    expect(await asked(), `${status} ${body}`).toEqual({ ok: false, error });
  }
});

test('An answer that does not end, is not begun, or breaks off is given up', async () => {
  const offline = { ok: false, error: { code: 'offline' } };
  answer = () => undefined;
  expect(await asked()).toEqual(offline);
  answer = (_, response) => void response.writeHead(200).write('{"entries":[');
  expect(await asked()).toEqual(offline);
  answer = (request) => request.socket.destroy();
  expect(await asked()).toEqual(offline);
  expect(await createHostCalls('http://127.0.0.1:9').json('GET', '/x', isLogPage)).toEqual(offline);
  const signal = AbortSignal.abort();
  says(200, '{}');
  expect(await createHostCalls(base).json('GET', '/x', isLogPage, { signal })).toEqual(offline);
});

test('An answer larger than any a host gives is not read to its end', async () => {
  let sent = 0;
  let isClosed = false;
  answer = (_, response) => {
    response.writeHead(200);
    response.on('close', () => (isClosed = true));
    const more = (): void => {
      while (!isClosed && response.write(Buffer.alloc(1 << 20))) sent++;
      if (!isClosed) response.once('drain', more);
    };
    more();
  };
  expect(await createHostCalls(base).bytes('GET', '/vaults/x/pull')).toEqual({ ok: false, error: { code: 'unreadable' } });
  while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(sent).toBeLessThan(64);
  says(200, '', { 'content-length': String(10 ** 12) });
  expect((await createHostCalls(base).bytes('GET', '/vaults/x/pull', { patience: 400 })).ok).toBe(false);
});

test('Frames that are none are not read, and end nothing', async () => {
  const host = createHttpHost(createHostCalls(base), 'x', () => 'secret');
  for (const bytes of [Buffer.alloc(0), Buffer.from([255, 255, 255, 255]), Buffer.from([2, 0, 0, 0, 123, 125]), Buffer.from('not a frame at all')]) {
    says(200, bytes);
    expect(await host.pull({ after: 0, limit: 1, bytes: 1 })).toEqual({ ok: false, error: { code: 'unreadable' } });
    expect(await host.push(new Uint8Array(70))).toEqual({ ok: false, error: { code: 'unreadable' } });
    expect(await host.pushKey()).toEqual({ ok: false, error: { code: 'unreadable' } });
  }
});

test('Addresses are read as people type them', () => {
  const read = (typed: string, isPlainAllowed = false) => {
    const address = readHostAddress(typed, { isPlainAllowed });
    return address.ok ? address.value : address.error.code;
  };
  expect(
    ['kith.example.org', ' https://Kith.example.org/ ', 'localhost:4000', '127.0.0.1:80', 'http://[::1]:4000', 'kith.example.org/kith/', 'http://localhost'].map((one) =>
      read(one),
    ),
  ).toEqual([
    'https://kith.example.org',
    'https://kith.example.org',
    'http://localhost:4000',
    'http://127.0.0.1',
    'http://[::1]:4000',
    'https://kith.example.org/kith',
    'http://localhost',
  ]);
  expect([read('http://192.168.1.4:4000'), read('http://192.168.1.4:4000', true)]).toEqual(['host-not-secure', 'http://192.168.1.4:4000']);
  for (const wrong of ['', ' ', 'ftp://kith.example.org', 'https://ada@kith.example.org', 'https://kith.example.org?x', 'https://kith.example.org#x', 'a b', 'http://'])
    expect(read(wrong), wrong).toBe('host-address-wrong');
});

test('Hints are read out of a stream in whatever pieces it comes, and what is no hint is passed over', () => {
  const vault = '0123456789abcdefghjkmnpqr0';
  const stream = [
    ': hello\n\n',
    `data: {"vault":"${vault}","head":4,"log":1}\n\n`,
    'event: other\r\ndata: nothing\r\n\r\n',
    `data:{"vault":"${vault}","head":5,"log":1,"more":0}\n\n`,
    'data: {"inbox":true}\n\n',
    `data: {"vault":"${vault}","head":6,"log":2}\r\n\r\n`,
    ': still here\n\n',
  ].join('');
  const wanted: LiveHint[] = [{ vault, head: 4, log: 1 }, { inbox: true }, { vault, head: 6, log: 2 }];
  for (const size of [1, 2, 3, 7, 1000]) {
    const hints: LiveHint[] = [];
    const read = createEventReader((hint) => hints.push(hint));
    for (let at = 0; at < stream.length; at += size) read(stream.slice(at, at + size));
    expect(hints, `${size}`).toEqual(wanted);
  }
});
