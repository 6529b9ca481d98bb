// Attachments between devices: sealed chunks up to a real host and down again, only those that a record names.

import { expect, test } from 'vitest';
import { viewAccount } from '#adapters/account-keeping.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { newId } from '#core/ids.ts';
import { registerOf, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import type { SealedBytes } from '#crypto/session.ts';
import { random } from './host-people.ts';
import { oneAccount, PASSWORD } from './one-account.ts';
import { until, type TestDevice } from './synced-device.ts';

const at = oneAccount();
const { newDevice } = at;

/** The rooms' rule, for a record made for this. */
const addressesOf = (record: VaultRecord): readonly string[] => (registerOf(record, 'chunks') ?? []) as readonly string[];

const attach = async (device: TestDevice, plain: Uint8Array): Promise<string> => {
  const { key, chunks, size } = orThrow(await device.session().putBytes(plain));
  const id = newId(random);
  orThrow(await device.session().vault.commit([{ id, kind: 'attachment', v: 1, set: { key: bytesToBase64(key), chunks, size } }], Date.now()));
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
  await first.follow({ addressesOf });
  await until(async () => (await blobsAtHost(first)) === 3);

  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await second.follow({ addressesOf });
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
  await second.follow({ addressesOf });
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
  await first.follow({
    addressesOf,
    fetch: (address, init) => (init.method === 'PUT' && ++puts === 3 ? Promise.reject(new TypeError('gone')) : over!(address, init)),
  });
  await until(async () => puts >= 3 && (await blobsAtHost(first)) === 2);
  first.live().wrote();
  await until(async () => (await blobsAtHost(first)) === 5);
  expect(puts).toBe(6);

  const second = await newDevice('second');
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  const { fetch: real } = second.parts;
  let isHonest = false;
  await second.follow({
    addressesOf,
    fetch: async (address, init) => (address.includes('/blobs/') && !isHonest ? new Response(Buffer.from(random(1_048_592))) : real!(address, init)),
  });
  await until(async () => (await sealedOf(second, id)) !== null);
  const sealed = (await sealedOf(second, id))!;
  expect(await second.session().getBytes(sealed)).toEqual({ ok: false, error: { code: 'attachment-damaged' } });
  expect(await second.store.blobs()).toEqual([]);
  isHonest = true;
  expect((await second.session().getBytes(sealed)).ok).toBe(true);
});
