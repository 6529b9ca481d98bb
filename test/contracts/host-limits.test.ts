// What the host bears: a full disk, haste, a push that breaks something, settings that make no sense.

import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdDataFolder } from '#server/data-folder.ts';
import { createLimits } from '#server/limits.ts';
import { openDatabase } from '#server/database.ts';
import { readSettings } from '#server/settings.ts';
import { createGroups } from '#server/group.ts';
import { createTickets } from '#server/tickets.ts';
import { loadHostWords } from '#server/words.ts';
import { newPerson, opOf, pullFrom, pushOf, pushTo, random, SHORT, signIn, startHost, tools } from './host-people.ts';

test('a full disk is said, nothing is acknowledged, and afterwards all goes on', async () => {
  await tools();
  const host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const push = (...ops: ReturnType<typeof opOf>[]) => pushTo(host.base, ana, ana, ops);
  await push(opOf(ana));
  const raw = host.services.database.raw!;
  const { page_count: pages } = raw.prepare('pragma page_count').get() as { page_count: number };
  raw.exec(`pragma max_page_count = ${pages}`);
  const large = Array.from({ length: 20 }, () => opOf(ana, { blob: random(20_000) }));
  const full = await push(...large);
  expect([full.status, full.body]).toEqual([507, { error: 'store-full' }]);
  expect((await pullFrom(host.base, ana.token, ana.vault)).pull!.rows).toHaveLength(1);
  raw.exec('pragma max_page_count = 1000000');
  expect((await push(...large)).push!.results.map((each) => 'seq' in each && each.seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
  await host.close();
});

test('a vault has a bound, which is said for each row', async () => {
  const host = await startHost('FOLDER/kith.db', { vaultLimits: { rows: 100, bytes: 1000 } });
  const ana = await newPerson(host.base);
  const push = (...ops: ReturnType<typeof opOf>[]) => pushTo(host.base, ana, ana, ops);
  const first = opOf(ana, { blob: random(900) });
  expect((await push(first)).push!.results[0]).toHaveProperty('seq');
  expect((await push(opOf(ana, { blob: random(200) }))).push!.results[0]).toMatchObject({ error: 'quota-full' });
  expect((await push(opOf(ana, { blob: random(50) }))).push!.results[0]).toMatchObject({ seq: 2 });
  await host.close();
});

test('what is refused beside it takes nobody’s room: a session that ended, with more than the vault holds, makes no push of another wait', async () => {
  const host = await startHost('FOLDER/kith.db', { vaultLimits: { rows: 100, bytes: 1000 } });
  const ana = await newPerson(host.base);
  const lost = { ...ana, token: (await signIn(host.base, ana.name, ana.password, ana.device)).body['token'] as string };
  expect((await pushTo(host.base, ana, ana, [opOf(ana, { blob: random(500) })])).push!.results).toEqual([{ seq: 1 }]);
  const { sessions, vaults, database } = host.services;
  const pushes = await Promise.all(
    [lost, ana].map(async (person, n) => ({
      session: (await sessions.find(`Bearer ${person.token}`))!,
      body: await pushOf(host.base, person, [opOf(person, { blob: random(n === 0 ? 900 : 300) })], ana),
    })),
  );
  await database.write.deleteFrom('sessions').where('hash', '=', pushes[0]!.session.hash).execute();
  // At once, so that one transaction takes both.
  const [ended, stored] = await Promise.all(pushes.map(({ session, body }) => vaults.push({ ...session, isRecalled: true }, ana.vault, body)));
  expect([ended, stored]).toMatchObject([
    { ok: false, error: { code: 'session-needed' } },
    { ok: true, value: { results: [{ seq: 2 }] } },
  ]);
  await host.close();
});

test('bringing in a hundred thousand records never meets a limit; going on at that rate for ever does', () => {
  let now = 0;
  const limits = createLimits(() => now);
  // Two hundred pushes, two hundred pages, and a thousand photos, as fast as a host on the same desk takes them.
  for (let n = 0; n < 1400; n++) {
    expect(limits.take('session', 'one')).toBe(0);
    now += 1;
  }
  let waits = 0;
  for (let n = 0; n < 5000; n++) waits += limits.take('session', 'one') > 0 ? 1 : 0;
  expect(waits).toBeGreaterThan(4000);
  expect(limits.take('session', 'another')).toBe(0);
  now += limits.take('session', 'one') * 1000;
  expect(limits.take('session', 'one')).toBe(0);
  // A clock set back by ten years neither opens nor shuts the door.
  now -= 10 * 365 * 86_400_000;
  expect(limits.take('session', 'one')).toBe(0);
});

test('a push that breaks something takes none with it that only waited beside it', async () => {
  const database = await openDatabase(':memory:');
  const groups = createGroups<string, string>(
    database,
    (_tx, number, jobs) => {
      if (jobs.includes('breaks')) throw new TypeError('a bug');
      return Promise.resolve({ answers: jobs.map((job) => `${job} ${number}`), after: () => undefined });
    },
    () => undefined,
  );
  const done = await Promise.allSettled([groups.add(1, 'one'), groups.add(2, 'breaks'), groups.add(2, 'two'), groups.add(3, 'three')]);
  expect(done.map((each) => (each.status === 'fulfilled' ? each.value : each.reason instanceof TypeError))).toEqual(['one 1', true, 'two 2', 'three 3']);
  await database.close();
});

test('a ticket of one exchange is none of another, nor when changed by a bit, nor after ten minutes, nor twice', async () => {
  const database = await openDatabase(':memory:');
  let now = Date.now();
  const tickets = createTickets(database, () => now);
  const ticket = await tickets.seal('sign-in', { account: 'x' });
  expect(await tickets.open('sign-in', ticket)).toMatchObject({ account: 'x' });
  expect(await tickets.open('recover', ticket)).toBeNull();
  const bytes = Buffer.from(ticket, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 3) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(await tickets.open('sign-in', changed.toString('base64url'))).toBeNull();
  }
  const opened = (await tickets.open('sign-in', ticket))!;
  expect([await database.transaction((tx) => tickets.use(tx, opened)), await database.transaction((tx) => tickets.use(tx, opened))]).toEqual([true, false]);
  now += 10 * 60_000 + 1;
  expect(await tickets.open('sign-in', ticket)).toBeNull();
  await database.close();
});

test('settings that make no sense are told in a sentence', async () => {
  const words = await loadHostWords({});
  const sentence = (args: string[], env = {}) => {
    const read = readSettings(args, env);
    return read.ok ? 'fine' : words(read.error.code, read.error.with);
  };
  expect(sentence([])).toBe('fine');
  expect(sentence(['--database', 'postgres://a@b/c', '--blobs', 's3://x?endpoint=y'])).toBe('fine');
  expect(sentence([], { PORT: 'x' })).toContain('PORT must be');
  expect(sentence([], { KITH_REGISTRATION: 'some' })).toContain('open, invite or closed');
  expect(sentence(['--database', 'mysql://x'])).toContain('not known');
  expect(sentence(['--blobs', 'ftp://x'])).toContain('not known');
  expect(sentence(['--nonsense'])).toContain('nonsense');
});

test('a database of a newer Kith is left alone; a folder that held nothing but the lock is taken on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-host-'));
  const held = holdDataFolder(folder);
  expect(held.ok).toBe(true);
  expect(holdDataFolder(folder)).toMatchObject({ ok: false, error: { code: 'data-folder-held' } });
  const database = await openDatabase(join(folder, 'kith.db'));
  expect(await database.read.selectFrom('accounts').selectAll().execute()).toEqual([]);
  database.raw!.exec('insert into schema_version values (99)');
  await database.close();
  await expect(openDatabase(join(folder, 'kith.db'))).rejects.toThrow('newer Kith');
  if (held.ok) held.value.release();
  rmSync(folder, { recursive: true, force: true });
});

test('a socket that sends half a body and stops holds up nobody', async () => {
  const host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const { port } = new URL(host.base);
  const slow = Array.from({ length: 200 }, () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST /v1/vaults/${ana.vault}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ana.token}\r\ncontent-length: 1000000\r\n\r\nabc`);
    return socket;
  });
  expect((await pushTo(host.base, ana, ana, [opOf(ana)])).push!.results[0]).toMatchObject({ seq: 1 });
  for (const socket of slow) socket.destroy();
  expect((await pushTo(host.base, ana, ana, [opOf(ana)])).push!.results[0]).toMatchObject({ seq: 2 });
  await host.close();
});

test('a slow body, slow headers and an idle socket are ended, each by the host, while others are served', async () => {
  const host = await startHost('FOLDER/kith.db', { patience: SHORT });
  const ana = await newPerson(host.base);
  const { port } = new URL(host.base);
  const start = `POST /v1/vaults/${ana.vault}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ana.token}\r\n`;
  /** Sends something, then a letter every so often; resolves with what the host said when it has ended the socket. */
  const dawdle = (text: string, letter: string): Promise<string> =>
    new Promise((done) => {
      let said = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      const dripping = setInterval(() => letter !== '' && socket.writable && socket.write(letter), 100);
      socket.on('data', (data: Buffer) => (said += data.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(dripping);
        done(said);
      });
    });
  const all = Promise.all([
    dawdle(`${start}content-length: 1000000\r\n\r\nabc`, 'x'),
    dawdle(`${start}content-length: 1000000\r\n\r\nabc`, ''),
    dawdle(`${start}x-slow: `, 'x'),
    dawdle('', ''),
    dawdle('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n', ''),
  ]);
  let isOver = false;
  void all.then(() => (isOver = true));
  let seq = 0;
  // Others write for as long as those hold on, and none of them waits for any.
  while (!isOver) expect((await pushTo(host.base, ana, ana, [opOf(ana)])).push!.results[0]).toMatchObject({ seq: ++seq });
  const [dripped, stopped, headers, silent, kept] = await all;
  expect([dripped, headers].map((said) => said.split('\r\n')[0])).toEqual(['HTTP/1.1 408 Request Timeout', 'HTTP/1.1 408 Request Timeout']);
  expect([stopped === '' || stopped!.includes(' 408 '), silent === '' || silent!.includes(' 408 '), kept!.startsWith('HTTP/1.1 200')]).toEqual([true, true, true]);
  expect(seq).toBeGreaterThan(5);
  await host.close();
});
