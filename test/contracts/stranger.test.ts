// A stranger at the host's door, and people who share a host and mean it no good: what they may cost, and what they may learn.

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#core/ids.ts';
import { NO_KEY } from '#server/accounts.ts';
import { sourceOf } from '#server/api.ts';
import { readBody } from '#server/body.ts';
import { createFolderShelf } from '#server/blob-folder.ts';
import type { Shelf } from '#server/blobs.ts';
import { ask, newCircle, newPerson, opOf, pushTo, random, startHost, tools, type TestHost } from './host-people.ts';

let host: TestHost | undefined;
beforeAll(tools);
afterEach(async () => {
  await host?.close();
  host = undefined;
});

test('bodies that do not say how long they are share one bound too', async () => {
  const open = Promise.withResolvers<void>();
  const piece = new Uint8Array(8 * 1024 * 1024);
  const body = async function* () {
    yield piece.subarray(1);
    await open.promise;
    yield piece.subarray(0, 1);
  };
  const request = () => Object.assign(Readable.from(body()), { headers: {} }) as unknown as IncomingMessage;
  const reading = Array.from({ length: 40 }, () => readBody(request(), piece.length));
  await new Promise((resolve) => setImmediate(resolve));
  open.resolve();
  const read = await Promise.all(reading);
  const refused = read.flatMap((each) => (each.ok ? [] : [each.error.code]));
  expect([refused.length > 0, new Set(refused)]).toEqual([true, new Set(['too-many'])]);
  expect(refused.length).toBeLessThan(40);
  for (const each of read) if (each.ok) each.value.release();
  const after = await readBody(request(), piece.length);
  expect(after.ok).toBe(true);
  if (after.ok) after.value.release();
});

test('a chunk that one device takes away while another brings it again is there afterwards', async () => {
  let removing = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  host = await startHost('FOLDER/kith.db', {
    shelf: async () => {
      const shelf = createFolderShelf(`${host!.folder}/blobs`);
      const slow: Shelf = {
        ...shelf,
        async remove(vault, address) {
          removing.resolve();
          await gate.promise;
          return shelf.remove(vault, address);
        },
      };
      return slow;
    },
  });
  const { base } = host;
  const ana = await newPerson(base);
  const chunk = random(700);
  const path = `/vaults/${ana.vault}/blobs/${createHash('sha256').update(chunk).digest('hex')}`;
  const { token } = ana;
  removing = Promise.withResolvers<void>();
  expect((await ask(base, 'PUT', path, { token, body: chunk })).status).toBe(200);
  const gone = ask(base, 'DELETE', path, { token });
  await removing.promise;
  const again = ask(base, 'PUT', path, { token, body: chunk });
  await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 500))]);
  gate.resolve();
  expect([(await gone).status, (await again).status]).toEqual([200, 200]);
  expect((await ask(base, 'GET', path, { token })).status).toBe(200);
});

test('the key that stands for nobody is a point of the curve, so that refusing it costs what refusing anybody costs', () => {
  const p = 2n ** 255n - 19n;
  const power = (base: bigint, to: bigint): bigint => {
    let [out, square] = [1n, base % p];
    for (let rest = to; rest > 0n; rest >>= 1n) {
      if (rest & 1n) out = (out * square) % p;
      square = (square * square) % p;
    }
    return out;
  };
  const d = p - ((121665n * power(121666n, p - 2n)) % p);
  const y = BigInt(`0x${Buffer.from(NO_KEY, 'base64').reverse().toString('hex')}`) & (2n ** 255n - 1n);
  const x2 = (((y * y - 1n + p) % p) * power((d * y * y + 1n) % p, p - 2n)) % p;
  expect(power(x2, (p - 1n) / 2n)).toBe(1n);
});

test('who has a whole IPv6 network is rationed as one', async () => {
  expect(sourceOf('2001:db8:1:2::1')).toBe(sourceOf('2001:db8:1:2:ffff::9'));
  expect(sourceOf('2001:db8::7')).toBe(sourceOf('2001:0db8:0:0:1:2:3:4'));
  expect(sourceOf('2001:db8:1:2::1')).not.toBe(sourceOf('2001:db8:1:3::1'));
  expect(['203.0.113.9', '::ffff:203.0.113.9', 'not an address', ''].map(sourceOf)).toEqual(['203.0.113.9', '::ffff:203.0.113.9', 'not an address', '']);
  host = await startHost('FOLDER/kith.db', { buckets: undefined as never, proxies: 1 });
  const statuses = new Set<number>();
  for (let n = 1; n < 80; n++) {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': `2001:db8:1:2::${n.toString(16)}` };
    statuses.add((await fetch(`${host.base}/v1/account/recover/start`, { method: 'POST', headers, body: JSON.stringify({ name: `name-${n}` }) })).status);
  }
  expect(statuses).toEqual(new Set([200, 429]));
});

test('mailboxes for pairing are rationed by account: nobody fills the disk with them', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const strict = await startHost('FOLDER/kith.db', { folder: host.folder, buckets: undefined as never });
  const statuses = [];
  for (let n = 0; n < 22; n++)
    statuses.push((await ask(strict.base, 'POST', '/pair', { token: ana.token, body: { id: newId(random), blob: Buffer.from(random(60)).toString('base64') } })).status);
  await strict.close();
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429, 429]);
});

test('keys for questions are made one at a time for a circle, however many are asked for at once', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const circle = await newCircle(host.base, ana);
  await Promise.all(Array.from({ length: 40 }, () => ask(host!.base, 'POST', `/vaults/${circle.vault}/questions`, { token: ana.token })));
  const { database } = host.services;
  expect((await database.read.selectFrom('questions').select('id').execute()).length).toBeLessThanOrEqual(20);
});

test('no version leaps so far that nobody could ever write over it', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const far = opOf(ana, { ver: Number.MAX_SAFE_INTEGER });
  const after = opOf(ana, { id: far.id, ver: 400 });
  const pushed = await pushTo(host.base, ana, ana, [far, after, opOf(ana, { id: far.id, base: 400, ver: 2 ** 52 })]);
  expect(pushed.push!.results).toMatchObject([{ error: 'ver-behind', ver: 0 }, { seq: 1 }, { error: 'ver-behind', ver: 400 }]);
});

test('nothing is laid into the inbox of an account that is gone', async () => {
  host = await startHost('FOLDER/kith.db');
  const { base } = host;
  const [ana, ben] = [await newPerson(base), await newPerson(base)];
  const circle = await newCircle(base, ana, [ben]);
  const lay = () =>
    ask(base, 'POST', '/inbox', { token: ana.token, body: { to: ben.account.id, vault: circle.vault, id: newId(random), blob: Buffer.from(random(60)).toString('base64') } });
  expect((await lay()).status).toBe(200);
  expect((await ask(base, 'DELETE', '/account', { token: ben.token })).status).toBe(200);
  expect((await lay()).body).toEqual({ error: 'not-found' });
  expect(await host.services.database.read.selectFrom('inbox').select('id').execute()).toEqual([]);
});

test('a device that opens many streams at one moment keeps eight', async () => {
  host = await startHost('FOLDER/kith.db');
  const ana = await newPerson(host.base);
  const streams = await Promise.all(
    Array.from({ length: 40 }, () =>
      fetch(`${host!.base}/v1/live?vaults=${ana.vault}`, { headers: { authorization: `Bearer ${ana.token}` }, signal: AbortSignal.timeout(60_000) }),
    ),
  );
  expect(streams.every(({ status }) => status === 200)).toBe(true);
  await vi.waitFor(() => expect(host!.services.live.count()).toBe(8), 5000);
  for (const stream of streams) await stream.body?.cancel();
});
