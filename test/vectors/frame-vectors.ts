// What the frozen frames hold: rows sealed, signed and framed as they travel, so that another implementation can go the whole way from
// the bytes of an answer to what somebody wrote. Keys are those of the other vectors.

import { recordToBytes } from '#core/encode.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { readySodium } from '#adapters/sodium.ts';
import { hexOf } from '#crypto/chunks.ts';
import { createSealer } from '#crypto/seal.ts';
import { sealPushKey, tagPush } from '#crypto/push-tag.ts';
import { signWrite } from '#crypto/write-signature.ts';
import { encodePull, encodePush, encodePushAnswer, type HostRow } from '#sync/protocol.ts';
import { DEVICE, NOW, VAULT } from './account-vectors.ts';
import { KEY, vectorRecords } from './vectors.ts';

/** The key for the tag of the push; the one-time seed of its sealed box, and the nonce of the tag. */
const PUSH_KEY = new Uint8Array(32).fill(9);
const seeded = (length: number): Uint8Array => new Uint8Array(length).fill(10);

export const createFrameVectors = async () => {
  const sodium = await readySodium();
  const sealer = createSealer(sodium, () => new Uint8Array(24).map((_, i) => i * 3));
  const logHead = 'b'.repeat(64);
  const [first, second] = vectorRecords();
  const rowOf = (record: NonNullable<typeof first>, ver: number, counter: number): Omit<HostRow, 'seq' | 'author'> => {
    const { id } = record;
    const blob = sealer.seal(recordToBytes(record), KEY, { vault: VAULT, id, ver, epoch: 1, device: DEVICE.id, key: '' });
    const claims = { id, ver, epoch: 1, key: '', device: DEVICE.id, counter, logHead };
    return { ...claims, sig: bytesToBase64(signWrite(sodium, DEVICE.signSecret, { vault: VAULT, ...claims }, blob)), blob };
  };
  const rows = [rowOf(first!, 1, 1), rowOf(second!, 2, 2)];
  const ops = rows.map(({ id, ver, epoch, key, counter, logHead: head, sig, blob }, n) => ({
    op: `${'0123'[n]}`.repeat(25) + '8',
    base: n,
    id,
    ver,
    epoch,
    key,
    counter,
    logHead: head,
    sig,
    blob,
  }));
  const [, held] = rows.map((row, n) => ({ ...row, seq: 17 + n, author: DEVICE.id }));
  const results = [{ seq: 17 }, { error: 'conflict' as const, ver: 2, row: held! }];
  return {
    vault: VAULT,
    device: { id: DEVICE.id, ...DEVICE.publicKeys },
    epochKey: hexOf(KEY),
    pushKey: sealPushKey(sodium, seeded, PUSH_KEY, DEVICE.publicKeys.box, { vault: VAULT, device: DEVICE.id })!,
    push: hexOf(tagPush({ ...sodium, randombytes_buf: seeded }, PUSH_KEY, encodePush(ops))),
    pushAnswer: hexOf(encodePushAnswer({ head: 18, now: NOW, results })),
    pull: hexOf(encodePull({ head: 18, log: 1, count: 2, now: NOW, rows: [held!], more: false })),
  };
};
