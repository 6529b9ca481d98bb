import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { newDeviceId, newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { makeKeys, type OwnKeys } from '#crypto/device-keys.ts';
import { openPushKey, PUSH_TAG, tagPush } from '#crypto/push-tag.ts';
import type { Access, Entered } from './access.ts';
import { openDatabase, type HostDatabase } from './database.ts';
import { createPushKeys, type Pusher } from './push-keys.ts';

const sodium = await readySodium();
const random = (length: number): Uint8Array => new Uint8Array(length).map(() => Math.floor(Math.random() * 256));
const device = makeKeys(sodium, random, newDeviceId(random));
const vault = newId(random);
const FRAME = new Uint8Array(500).map((_, i) => i);
const hash = random(32);
const session: Pusher = { account: newId(random), device: device.id, hash, name: Buffer.from(hash).toString('hex') };
const entered = (of: string, { publicKeys }: OwnKeys): Entered => ({
  number: 1,
  vault: of,
  head: 0,
  rowCount: 0,
  open: true,
  view: { log: 1, members: new Map([[device.id, publicKeys.sign]]), numbers: new Map(), hashes: [] },
  author: device.id,
});

const nodeOf = (database: HostDatabase, own: OwnKeys = device) =>
  createPushKeys(database, { enter: async (_session: Pusher, of: string) => entered(of, own) } as unknown as Access, { boxOf: async () => own.publicKeys.box });

const keyFrom = async (node: ReturnType<typeof nodeOf>, of = session, where = vault): Promise<Uint8Array> =>
  openPushKey(sodium, orThrow(await node.give(of, where)).sealed, device, { vault: where, device: of.device })!;

test('A push is its device’s own as it was tagged, at every node of the host: cut, longer or with any bit flipped it is not', async () => {
  const database = await openDatabase(':memory:');
  const [node, other] = [nodeOf(database), nodeOf(database)];
  const push = tagPush(sodium, await keyFrom(node), FRAME);
  const isGood = (each: Uint8Array) => node.isTagged(session, entered(vault, device), each);
  expect([await isGood(push), await other.isTagged(session, entered(vault, device), push)]).toEqual([true, true]);
  for (const length of [0, 1, PUSH_TAG - 1, PUSH_TAG, PUSH_TAG + 1, push.length - 1]) expect(await isGood(push.subarray(0, length))).toBe(false);
  expect(await isGood(Uint8Array.from([...push, 0]))).toBe(false);
  await fc.assert(
    fc.asyncProperty(fc.nat(push.length * 8 - 1), async (bit) => {
      const bent = push.slice();
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(await isGood(bent)).toBe(false);
    }),
  );
  await database.close();
});

test('With another session, device, vault, or once the member has other keys, the key is another; at another host too', async () => {
  const [database, elsewhere] = [await openDatabase(':memory:'), await openDatabase(':memory:')];
  const node = nodeOf(database);
  const push = tagPush(sodium, await keyFrom(node), FRAME);
  const other: readonly (readonly [Pusher, Entered])[] = [
    [{ ...session, name: Buffer.from(random(32)).toString('hex') }, entered(vault, device)],
    [{ ...session, device: newDeviceId(random) }, entered(vault, device)],
    [session, entered(newId(random), device)],
    [session, entered(vault, makeKeys(sodium, random, device.id))],
  ];
  for (const [of, where] of other) expect(await node.isTagged(of, where, push)).toBe(false);
  expect(await nodeOf(elsewhere).isTagged(session, entered(vault, device), push)).toBe(false);
  expect(await keyFrom(node)).toEqual(await keyFrom(node));
  await database.close();
  await elsewhere.close();
});

test('A database that was gone when the secret was to be made is asked again', async () => {
  const database = await openDatabase(':memory:');
  const { write } = database;
  let isGone = true;
  const flaky: HostDatabase = Object.create(database, {
    write: {
      get: () => {
        if (isGone) throw Object.assign(new Error('gone'), { code: 'ERR_INVALID_STATE' });
        return write;
      },
    },
  }) as HostDatabase;
  const node = nodeOf(flaky);
  await expect(node.give(session, vault)).rejects.toThrow('gone');
  isGone = false;
  expect(await node.isTagged(session, entered(vault, device), tagPush(sodium, await keyFrom(node), FRAME))).toBe(true);
  await database.close();
});
