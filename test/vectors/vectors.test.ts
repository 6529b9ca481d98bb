// Vaults that people have are sealed in these formats. What was sealed by an earlier Kith opens, and what is sealed today has
// the same bytes; when this fails, it is the code that is wrong, never the file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { argon2id, readySodium } from '#adapters/sodium.ts';
import { bytesToRecord } from '#core/encode.ts';
import { openChunks } from '#crypto/chunks.ts';
import { unlockKey } from '#crypto/keys.ts';
import { unlockWithPasskey } from '#crypto/passkeys.ts';
import { createSealer } from '#crypto/seal.ts';
import { createKeyVectors, createPasskeyVectors, createRecordVectors, fromHex, KEY, PASSPHRASE } from './vectors.ts';

const read = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;
type Records = Awaited<ReturnType<typeof createRecordVectors>>;
type Keys = Awaited<ReturnType<typeof createKeyVectors>>;
type Passkeys = Awaited<ReturnType<typeof createPasskeyVectors>>;

test('records sealed in format 1 open to what they were, and are sealed alike today', async () => {
  const frozen = read<Records>('record-1.json');
  expect(frozen.length).toBe(4);
  const sealer = createSealer(await readySodium());
  for (const { record, bytes, binding, sealed } of frozen) {
    const plain = sealer.open(fromHex(sealed), KEY, binding)!;
    expect(new TextDecoder().decode(plain)).toBe(bytes);
    expect(bytesToRecord(binding.id, plain)).toEqual(record);
  }
  expect(JSON.parse(JSON.stringify(await createRecordVectors()))).toEqual(frozen);
});

test('a key under a passphrase and chunks of format 1 open, and are made alike today', async () => {
  const frozen = read<Keys>('key-1.json');
  const opened = await unlockKey(frozen.locked, PASSPHRASE, frozen.vault, '', { argon2id, sealer: createSealer(await readySodium()) });
  expect(opened).toEqual({ ok: true, value: KEY });
  const chunks = new Map(frozen.chunked.chunks.map(({ address, bytes }) => [address, fromHex(bytes)]));
  const plain = await openChunks([...chunks.keys()], frozen.chunked.size, KEY, bulkCipher, async (address) => chunks.get(address) ?? null);
  expect([...plain!.subarray(0, 4)]).toEqual([0, 13, 26, 39]);
  expect(await createKeyVectors()).toEqual(frozen);
});

test('a key under a passkey of format 1 opens, and is made alike today', async () => {
  const frozen = read<Passkeys>('passkey-1.json');
  const { id } = frozen.header.passkeys!.each[0]!;
  expect(unlockWithPasskey(frozen.header, { id, output: fromHex(frozen.output) }, await readySodium())).toEqual({ ok: true, value: KEY });
  expect(JSON.parse(JSON.stringify(await createPasskeyVectors()))).toEqual(frozen);
});
