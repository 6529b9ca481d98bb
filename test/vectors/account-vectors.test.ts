// Accounts and logs that people have are made in these formats. When this fails, it is the code that is wrong, never the file.

import { createCipheriv, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake2b } from 'hash-wasm';
import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { bytesToRecord } from '#core/encode.ts';
import { bytesToBase32 } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { openBundle, unwrapAccountKey, wrapKeyFrom } from '#crypto/account-keys.ts';
import { hexOf } from '#crypto/chunks.ts';
import { keysBack, openEpoch } from '#crypto/epochs.ts';
import { openFromInbox } from '#crypto/inbox-seal.ts';
import { fragmentToLink, openLink } from '#crypto/invites.ts';
import { readLog } from '#crypto/membership-log.ts';
import { recoveryWrapKey, textToRecoveryCode, verifyRecovery } from '#crypto/recovery-code.ts';
import { openPushKey, PUSH_TAG } from '#crypto/push-tag.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSide } from '#crypto/sealed-until-both.ts';
import { jsonToTip } from '#crypto/tips.ts';
import { verifyWrite } from '#crypto/write-signature.ts';
import { decodePull, decodePush, decodePushAnswer } from '#sync/protocol.ts';
import { createAccountVectors, createLogVectors, DEVICE, PEOPLE } from './account-vectors.ts';
import { createFrameVectors } from './frame-vectors.ts';
import { fromHex } from './vectors.ts';

const sodium = await readySodium();
/** Ed25519 by another library than the one that signed. */
const isSigned = (sign: string, message: Buffer, sig: Uint8Array): boolean =>
  verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(sign, 'base64').toString('base64url') }, format: 'jwk' }), sig);
const read = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;

test('logs of version 1 read to what they were, and are made alike today', () => {
  const frozen = read<ReturnType<typeof createLogVectors>>('log-1.json');
  const entriesOf = (log: { readonly entries: readonly { readonly text: string; readonly sig: string }[] }) =>
    log.entries.map(({ text, sig }) => ({ bytes: new TextEncoder().encode(text), sig: fromHex(sig) }));
  const circle = orThrow(readLog(sodium, entriesOf(frozen.circle)));
  expect(circle.hashes).toEqual(frozen.circle.entries.map(({ hash }) => hash));
  expect(circle.state.epoch).toBe(frozen.circle.after.epoch);
  expect([...circle.state.members.values()]).toEqual(frozen.circle.after.members);
  // The link opened the first epoch; after two entries it is alive.
  const young = orThrow(readLog(sodium, entriesOf(frozen.circle).slice(0, 2))).state;
  expect(hexOf(orThrow(openLink(sodium, young, orThrow(fragmentToLink(frozen.circle.link)))))).toBe(frozen.circle.epochKeys[0]);
  const chain = keysBack(sodium, circle.state, 3, fromHex(frozen.circle.epochKeys[2]!));
  expect([...chain.keys.values()].map(hexOf)).toEqual(frozen.circle.epochKeys.toReversed());
  const own = orThrow(readLog(sodium, entriesOf(frozen.personal))).state;
  expect(hexOf(orThrow(openEpoch(sodium, own, DEVICE)))).toBe(frozen.personal.epochKeys[1]);
  expect(JSON.parse(JSON.stringify(createLogVectors()))).toEqual(frozen);
});

test('a second reader, written from docs/formats/log.md alone with other libraries, checks hashes, signatures and a link’s fingerprint', async () => {
  const { circle, personal, people, vault } = read<ReturnType<typeof createLogVectors>>('log-1.json');
  const bytes = (...parts: readonly (string | Uint8Array)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
  for (const { entries, epochKeys } of [circle, personal]) {
    let prev = '0'.repeat(64);
    for (const { text, sig, hash } of entries) {
      const entry = JSON.parse(text) as { prev: string; author: string; do: string; check?: string; epoch?: number };
      expect(entry.prev).toBe(prev);
      prev = await blake2b(bytes(`kith log hash\0${1}\0${text.length}\0`, text, fromHex(sig)), 256);
      expect(prev).toBe(hash);
      const signs = people.filter(({ id }) => id === entry.author).map(({ sign }) => sign);
      expect(signs.some((sign) => isSigned(sign, bytes(`kith log\0${1}\0`, text), fromHex(sig).subarray(0, 64)))).toBe(true);
      if (sig.length === 256) {
        const seconds = [...people.map(({ sign }) => sign), circle.linkKeys.sign];
        expect(seconds.some((sign) => isSigned(sign, bytes(`kith log second\0${1}\0`, text), fromHex(sig).subarray(64)))).toBe(true);
      }
      const epoch = entry.do === 'begin' ? 1 : entry.epoch;
      if (entry.check) expect(await blake2b(`kith epoch check\0${1}\0${vault}\0${epoch}`, 256, fromHex(epochKeys[epoch! - 1]!))).toBe(entry.check);
    }
  }
  expect(circle.link.split('.')[4]).toBe(bytesToBase32(fromHex(await blake2b(bytes(`kith fingerprint\0${1}\0`, Buffer.from(people[0]!.sign, 'base64')), 128))));
});

test('accounts of version 1, and what is signed and sealed to one, open to what they were, and are made alike today', () => {
  const frozen = read<ReturnType<typeof createAccountVectors>>('account-1.json');
  const { account, write, inbox, side, tip } = frozen;
  const { a, b } = PEOPLE;
  const key = orThrow(unwrapAccountKey(sodium, account.sealed.passwordWrap, wrapKeyFrom(sodium, fromHex(account.exportKey)), account.id, 'password'));
  const code = orThrow(textToRecoveryCode(account.codeText));
  expect(unwrapAccountKey(sodium, account.sealed.recoveryWrap, recoveryWrapKey(sodium, code), account.id, 'recovery')).toEqual({ ok: true, value: key });
  expect(hexOf(key)).toBe(account.accountKey);
  expect(hexOf(orThrow(openBundle(sodium, account.sealed.bundle, key, account.id, 1)).epochKey)).toBe(account.epochKey);
  expect(hexOf(orThrow(openBundle(sodium, account.renewed.sealed, key, account.id, 2)).epochKey)).toBe(account.renewed.epochKey);
  const { ticket, signature } = account.recoveryAnswer;
  expect(verifyRecovery(sodium, bytesToBase64(fromHex(account.recoverySignKey)), ticket, fromHex(signature))).toBe(true);
  expect(verifyWrite(sodium, DEVICE.publicKeys.sign, write.row, fromHex(write.blob), fromHex(write.signature))).toBe(true);
  expect(jsonToTip(tip)?.host).toBe(17);
  const item = orThrow(openFromInbox(sodium, fromHex(inbox.sealed), inbox.place, b, () => [a.publicKeys.sign]));
  expect([item.from, hexOf(item.body)]).toEqual([inbox.from, inbox.body]);
  expect(hexOf(orThrow(openSide(sodium, side, side.place, b)))).toBe(side.text);
  expect(JSON.parse(JSON.stringify(createAccountVectors()))).toEqual(frozen);
});

/** XChaCha20-Poly1305 of nothing, as draft-irtf-cfrg-xchacha-03 has it, over Node's ChaCha20-Poly1305: a second implementation. */
const tagWithoutLibsodium = (key: Uint8Array, nonce: Uint8Array, ad: Uint8Array): Uint8Array => {
  const words = new Uint32Array(16);
  words.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  words.set(new Uint32Array(key.slice().buffer), 4);
  words.set(new Uint32Array(nonce.slice(0, 16).buffer), 12);
  const turn = (to: number, by: number, mixed: number, bits: number): void => {
    words[to]! += words[by]!;
    const value = words[mixed]! ^ words[to]!;
    words[mixed] = (value << bits) | (value >>> (32 - bits));
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    turn(a, b, d, 16);
    turn(c, d, b, 12);
    turn(a, b, d, 8);
    turn(c, d, b, 7);
  };
  for (let round = 0; round < 10; round++) {
    for (let n = 0; n < 4; n++) quarter(n, 4 + n, 8 + n, 12 + n);
    for (let n = 0; n < 4; n++) quarter(n, 4 + ((n + 1) % 4), 8 + ((n + 2) % 4), 12 + ((n + 3) % 4));
  }
  const subkey = Buffer.from(new Uint32Array([...words.subarray(0, 4), ...words.subarray(12)]).buffer);
  const cipher = createCipheriv('chacha20-poly1305', subkey, Buffer.concat([new Uint8Array(4), nonce.subarray(16)]), { authTagLength: 16 });
  cipher.setAAD(ad, { plaintextLength: 0 });
  cipher.final();
  return cipher.getAuthTag();
};

test('frames of version 1 read to rows whose signatures hold and that open, and are made alike today', async () => {
  const frozen = read<Awaited<ReturnType<typeof createFrameVectors>>>('frame-1.json');
  // In whatever order the fields of a header stand: that is no part of the format.
  const opened = ({ push, pushAnswer, pull }: typeof frozen) =>
    [orThrow(decodePush(fromHex(push).subarray(PUSH_TAG))), orThrow(decodePushAnswer(fromHex(pushAnswer))), orThrow(decodePull(fromHex(pull)))] as const;
  const [pushed, answered, pulled] = opened(frozen);
  const [, conflict] = answered.results;
  const rows = [
    ...pushed.map((op) => ({ ...op, id: bytesToBase32(op.id), sig: bytesToBase64(op.sig), device: frozen.device.id })),
    ...pulled.rows,
    ...(conflict && 'row' in conflict ? [conflict.row!] : []),
  ];
  expect(rows.map(({ ver }) => ver)).toEqual([1, 2, 2, 2]);
  const push = fromHex(frozen.push);
  const pushKey = openPushKey(sodium, frozen.pushKey, DEVICE, { vault: frozen.vault, device: frozen.device.id })!;
  expect(hexOf(push.subarray(24, 40))).toBe(hexOf(tagWithoutLibsodium(pushKey, push.subarray(0, 24), push.subarray(40))));
  const sealer = createSealer(sodium);
  const { vault, epochKey, device } = frozen;
  for (const { blob, sig, id, ver, epoch, key, counter, logHead } of rows) {
    expect(verifyWrite(sodium, device.sign, { vault, id, ver, epoch, key, device: device.id, counter, logHead }, blob, base64ToBytes(sig)!)).toBe(true);
    expect(bytesToRecord(id, sealer.open(blob, fromHex(epochKey), { vault, id, ver, epoch, device: device.id, key })!)).toMatchObject({ kind: 'entry' });
  }
  expect(opened(await createFrameVectors())).toEqual(opened(frozen));
});
