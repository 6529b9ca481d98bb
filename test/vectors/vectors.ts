// What the frozen vectors hold, and how they were made: fixed keys and nonces, so that the same code gives the same bytes.

import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { argon2id, readySodium } from '#adapters/sodium.ts';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { recordToBytes } from '#core/encode.ts';
import type { Binding } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { orThrow } from '#core/result.ts';
import { hexOf, sealChunks } from '#crypto/chunks.ts';
import { derivedId } from '#crypto/derived-id.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { lockKey } from '#crypto/keys.ts';
import { addPasskey } from '#crypto/passkeys.ts';
import { createSealer } from '#crypto/seal.ts';

export const KEY = new Uint8Array(32).map((_, i) => i * 7 + 1);
export const fromHex = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array((hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));

const DEVICE = '0123456789abc';
const OTHER = 'zyxwvtsrqpnmk';
const ID = '7zzzzzzzzzzzzzzzzzzzzzzzz8';
const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';

/** Records with every part that the format has. */
export const vectorRecords = (): VaultRecord[] => {
  const shape = { id: ID, kind: 'entry', v: 1 };
  const at = (ms: number, device: string) => stampOf(tick('', ms), device);
  const first = applyChange(
    undefined,
    { ...shape, set: { when: '1669-05-31', energy: -1 }, write: { text: 'And thus ends all' }, add: { topics: ['eyes', '__proto__', 'عينان'] } },
    at(1_700_000_000_000, DEVICE),
    DEVICE,
  );
  const second = applyChange(first, { ...shape, write: { text: 'And thus ends all that I doubt' }, remove: { topics: ['eyes'] } }, at(1_700_000_000_001, OTHER), OTHER);
  const gone = applyChange(second, { ...shape, drop: true }, at(1_700_000_000_002, DEVICE), DEVICE);
  const singleton = applyChange(undefined, { id: 'settings', kind: 'settings', v: 1, set: { theme: 'dark' } }, at(1_700_000_000_003, DEVICE), DEVICE);
  return [first, second, gone, singleton];
};

export const createRecordVectors = async () => {
  const sodium = await readySodium();
  const sealer = createSealer(sodium, () => new Uint8Array(24).map((_, i) => 200 - i));
  return vectorRecords().map((record, i) => {
    const binding: Binding = { vault: VAULT, id: record.id === ID ? ID : derivedId(sodium, KEY, record.id), ver: i + 1, epoch: 1, device: DEVICE, key: '' };
    return { record, bytes: new TextDecoder().decode(recordToBytes(record)), binding, sealed: hexOf(sealer.seal(recordToBytes(record), KEY, binding)) };
  });
};

export const PASSPHRASE = 'corrëct horse · صحيح';

export const createKeyVectors = async () => {
  const sodium = await readySodium();
  const sealer = createSealer(sodium, () => new Uint8Array(24).map((_, i) => i));
  const locked = await lockKey(KEY, PASSPHRASE, VAULT, '', { argon2id, sealer, random: (n) => new Uint8Array(n).map((_, i) => i + 3), cost: { memory: 8192, passes: 2 } });
  const plain = new Uint8Array(3000).map((_, i) => (i * 13) & 255);
  const chunks: { address: string; bytes: string }[] = [];
  for await (const { address, bytes } of sealChunks(plain, KEY, bulkCipher)) chunks.push({ address, bytes: hexOf(bytes) });
  return { vault: VAULT, locked, chunked: { size: plain.length, chunks } };
};

export const createPasskeyVectors = async () => {
  const sodium = await readySodium();
  const filled = (from: number, length: number): Uint8Array => new Uint8Array(length).map((_, i) => from + i);
  const { locked } = await createKeyVectors();
  const output = filled(100, 32);
  const header = { format: 1 as const, vault: VAULT, device: DEVICE, epoch: 1, made: '2026-11-25T12:00:00.000Z', lock: locked };
  const given = { id: bytesToBase64(filled(1, 20)), output, salt: bytesToBase64(filled(40, 32)), made: header.made };
  const added = orThrow(await addPasskey(header, KEY, given, { sodium, random: (length) => filled(7, length), store: createMemoryStore() }));
  return { output: hexOf(output), key: hexOf(KEY), header: added };
};
