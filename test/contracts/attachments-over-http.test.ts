// Attachments between devices: sealed chunks up to a real host and down again, only those that a record names; taken away there when
// none does any more; all brought here before an account ends.

import { expect, test } from 'vitest';
import { endAccount } from '#adapters/account-end.ts';
import { viewAccount } from '#adapters/account-keeping.ts';
import type { Standing } from '#adapters/chunk-courier.ts';
import { createChunkFetch } from '#adapters/chunk-fetch.ts';
import { createHostCalls, type Fetch } from '#adapters/host-calls.ts';
import type { SyncSessionParts } from '#adapters/sync-session.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { newId } from '#core/ids.ts';
import { registerOf, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { freedAddresses } from '#crypto/freed.ts';
import type { SealedBytes } from '#crypto/session.ts';
import { sweepNow, TIME_TO_UNDO } from '#crypto/sweep.ts';
import { random } from './host-people.ts';
import { oneAccount, PASSWORD } from './one-account.ts';
import { until, type TestDevice } from './synced-device.ts';

const at = oneAccount();
const { newDevice } = at;

/** The rooms' rule, for a record made for this. */
const addressesOf = (record: VaultRecord): readonly string[] => (registerOf(record, 'chunks') ?? []) as readonly string[];
const piecesOf = (record: VaultRecord) => addressesOf(record).map((address) => ({ address, size: 1_000_000, isSmall: registerOf(record, 'isSmall') === true }));

/** Synchronises, and asks the host for what is not here. */
const follow = async (device: TestDevice, over: Fetch = device.parts.fetch!, more: Partial<SyncSessionParts> = {}) => {
  const { host, token } = await device.account();
  device.session().beyond(createChunkFetch(device.session(), async () => ({ calls: createHostCalls(host, over), token: token! })));
  return device.follow({ piecesOf, fetch: over, ...more });
};

const attach = async (device: TestDevice, plain: Uint8Array, isSmall = false): Promise<string> => {
  const { key, chunks, size } = orThrow(await device.session().putBytes(plain));
  const id = newId(random);
  orThrow(await device.session().vault.commit([{ id, kind: 'attachment', v: 1, set: { key: bytesToBase64(key), chunks, size, isSmall } }], Date.now()));
  device.live()?.wrote();
  return id;
};

const sealedOf = async (device: TestDevice, id: string): Promise<SealedBytes | null> => {
  const [record] = (await device.session().vault.byId([id])).records;
  if (!record) return null;
  return { key: base64ToBytes(registerOf(record, 'key') as string)!, chunks: addressesOf(record), size: registerOf(record, 'size') as number };
};

const blobsAtHost = async (device: TestDevice): Promise<number> => orThrow(await viewAccount(device.parts, device.open())).vaults[0]!.blobs;

test('Chunks go up after their record and come down when somebody looks; derived images stay at home', async () => {
  const first = await newDevice('first');
  await first.begin();
  const plain = random(2_500_000);
  const id = await attach(first, plain);
  // A search image, or what an import that broke off left: nothing names it.
  orThrow(await first.session().putBytes(random(1000)));
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await follow(first);
  await until(async () => (await blobsAtHost(first)) === 3);

  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await follow(second);
  await until(async () => (await sealedOf(second, id)) !== null);
  const sealed = (await sealedOf(second, id))!;
  expect((await second.store.blobs()).length).toBe(0);
  // Out of reach it says so, and is not called damaged.
  second.cable.in = false;
  expect(await second.session().getBytes(sealed)).toEqual({ ok: false, error: { code: 'attachment-not-here' } });
  second.cable.in = true;
  expect(Buffer.from(orThrow(await second.session().getBytes(sealed))).equals(Buffer.from(plain))).toBe(true);
  // Kept: looked at again without the host.
  second.cable.in = false;
  expect((await second.session().getBytes(sealed)).ok).toBe(true);
  second.cable.in = true;
  expect(await blobsAtHost(first)).toBe(3);

  // What the other attaches meanwhile arrives too, and is not asked for twice.
  const more = await attach(second, random(100));
  await until(async () => (await blobsAtHost(first)) === 4);
  await until(async () => (await sealedOf(first, more)) !== null);
  expect((await first.session().getBytes((await sealedOf(first, more))!)).ok).toBe(true);
  const before = second.asked.filter(({ what }) => what.startsWith('PUT')).length;
  await follow(second);
  await second.live().settled();
  await second.write('no attachment');
  await second.live().settled();
  expect(second.asked.filter(({ what }) => what.startsWith('PUT')).length).toBe(before);
});

test('Broken off, it goes on with what is missing; a chunk that is not what its address says is not taken', async () => {
  const first = await newDevice('first');
  await first.begin();
  const id = await attach(first, random(5_000_000));
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  const { fetch: over } = first.parts;
  let puts = 0;
  await follow(first, (address, init) => (init.method === 'PUT' && ++puts === 3 ? Promise.reject(new TypeError('gone')) : over!(address, init)));
  await until(async () => puts >= 3 && (await blobsAtHost(first)) >= 2);
  first.live().wrote();
  await until(async () => (await blobsAtHost(first)) === 5);
  expect(puts).toBe(6);

  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  const { fetch: real } = second.parts;
  let isHonest = false;
  await follow(second, async (address, init) => (address.includes('/blobs/') && !isHonest ? new Response(Buffer.from(random(1_048_592))) : real!(address, init)));
  await until(async () => (await sealedOf(second, id)) !== null);
  const sealed = (await sealedOf(second, id))!;
  expect(await second.session().getBytes(sealed)).toEqual({ ok: false, error: { code: 'attachment-damaged' } });
  expect(await second.store.blobs()).toEqual([]);
  isHonest = true;
  expect((await second.session().getBytes(sealed)).ok).toBe(true);
});

test('What waits to be sent is counted, offline too; small pictures go first; a full host is said, and what is left goes once there is room', async () => {
  const first = await newDevice('first');
  await first.begin();
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  const standings: Standing[] = [];
  const { fetch: over } = first.parts;
  const sent: string[] = [];
  let isFull = true;
  await follow(
    first,
    async (address, init) => {
      if (init.method !== 'PUT') return over!(address, init);
      if (isFull && sent.length === 2) return new Response('{"error":"quota-full"}', { status: 507 });
      sent.push(address.split('/').at(-1)!);
      return over!(address, init);
    },
    { onStanding: (standing) => standings.push(standing) },
  );
  await first.live().settled();
  first.cable.in = false;
  await attach(first, random(2_100_000));
  const small = (await sealedOf(first, await attach(first, random(5000), true)))!;
  await until(() => standings.at(-1)?.count === 2);
  expect(standings.at(-1)).toMatchObject({ count: 2, bytes: 4_000_000 });
  first.cable.in = true;
  first.live().online(true);
  await until(() => standings.at(-1)?.why === 'host-quota-full');
  expect(sent[0]).toBe(small.chunks[0]);
  expect(first.notices).toContainEqual({ code: 'host-quota-full' });
  isFull = false;
  first.live().online(true);
  await until(() => standings.at(-1)?.count === 0);
  expect(await blobsAtHost(first)).toBe(4);
});

test('A device that the host has nothing for says that it was not sent yet, and has it once it was', async () => {
  const first = await newDevice('first');
  await first.begin();
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  // Only the record travels.
  await first.follow();
  const id = await attach(first, random(100));
  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await follow(second);
  await until(async () => (await sealedOf(second, id)) !== null);
  const sealed = (await sealedOf(second, id))!;
  expect(await second.session().getBytes(sealed)).toEqual({ ok: false, error: { code: 'attachment-not-sent' } });
  await follow(first);
  await until(async () => (await blobsAtHost(first)) === 1);
  expect((await second.session().getBytes(sealed)).ok).toBe(true);
});

test('Taken out, an attachment stays at the host while it can be brought back, and goes when nothing names it', async () => {
  const first = await newDevice('first');
  await first.begin();
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await follow(first);
  const shared = await attach(first, random(1_500_000));
  const { chunks } = (await sealedOf(first, shared))!;
  const alone = await attach(first, random(100));
  // Another record names one of the chunks as well.
  orThrow(await first.session().vault.commit([{ id: newId(random), kind: 'attachment', v: 1, set: { chunks: [chunks[0]!], size: 9 } }], Date.now()));
  first.live().wrote();
  await until(async () => (await blobsAtHost(first)) === 3);

  const day = 24 * 3600 * 1000;
  const now = Date.now();
  const remove = (id: string, at: number) => first.session().vault.commit([{ id, kind: 'attachment', v: 1, drop: true }], at);
  const sweep = async (at: number): Promise<void> => {
    orThrow(await sweepNow(first.session(), { now: at, addressesOf, keep: async () => new Set() }));
    first.live().wrote();
    await first.live().settled();
  };
  const undo = orThrow(await remove(alone, now)).undo;
  orThrow(await remove(shared, now));
  await sweep(now + TIME_TO_UNDO - day);
  expect(await freedAddresses(first.store)).toEqual([]);
  expect(await blobsAtHost(first)).toBe(3);
  orThrow(await first.session().vault.commit(undo, now + TIME_TO_UNDO - day));

  await sweep(now + TIME_TO_UNDO);
  await until(async () => (await freedAddresses(first.store)).length === 0);
  // The chunk that is named elsewhere, and the one whose removal was taken back, are there.
  expect(await blobsAtHost(first)).toBe(2);
  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await follow(second);
  await until(async () => (await sealedOf(second, alone)) !== null);
  expect((await second.session().getBytes((await sealedOf(second, alone))!)).ok).toBe(true);

  // Named again while its removal waits for a connection: it is there in the end.
  first.cable.in = false;
  orThrow(await remove(alone, now));
  const back = (await sealedOf(second, alone))!;
  orThrow(await sweepNow(first.session(), { now: now + 2 * TIME_TO_UNDO, addressesOf, keep: async () => new Set() }));
  expect(await freedAddresses(first.store)).toEqual(back.chunks);
  orThrow(await second.session().vault.commit([{ id: newId(random), kind: 'attachment', v: 1, set: { chunks: back.chunks, size: 100 } }], Date.now()));
  second.live().wrote();
  await second.live().settled();
  first.cable.in = true;
  first.live().online(true);
  await until(async () => (await freedAddresses(first.store)).length === 0);
  expect(await blobsAtHost(first)).toBe(2);
});

test('Before an account ends, what lies at the host alone comes here; where it cannot come, nothing is deleted', async () => {
  const first = await newDevice('first');
  await first.begin();
  const plain = random(1_200_000);
  const id = await attach(first, plain);
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await follow(first);
  await until(async () => (await blobsAtHost(first)) === 2);
  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await follow(second);
  await until(async () => (await sealedOf(second, id)) !== null);
  await second.live().settled();
  second.stop();
  const parts = { ...second.parts, session: second.session(), sync: second.sync, addressesOf };
  const { fetch: over } = second.parts;
  const broken: Fetch = (address, init) => (address.includes('/blobs/') ? Promise.reject(new TypeError('gone')) : over!(address, init));
  expect(await endAccount({ ...parts, fetch: broken }, PASSWORD)).toEqual({ ok: false, error: { code: 'attachments-wait', with: { count: 2 } } });
  expect(await blobsAtHost(first)).toBe(2);
  orThrow(await endAccount(parts, PASSWORD));
  second.session().beyond(null);
  expect(Buffer.from(orThrow(await second.session().getBytes((await sealedOf(second, id))!))).equals(Buffer.from(plain))).toBe(true);
});
