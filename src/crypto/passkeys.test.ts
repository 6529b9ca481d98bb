// A passkey opens what its passphrase opens, and nothing else does; it never stands in the passphrase's way.

import { describe, expect, test } from 'vitest';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { orThrow } from '#core/result.ts';
import { createSealer } from './seal.ts';
import { addPasskey, MOST_PASSKEYS, passkeySalt, passkeysOf, removePasskey, unlockWithPasskey, type PasskeyOutput } from './passkeys.ts';
import { beginVault, lockVault, readHeader, unlockForGood, unlockVault, type Header } from './vault-lock.ts';

const sodium = await readySodium();
const MADE = '2026-11-25T12:00:00.000Z';
const PASSPHRASE = 'correct horse';

const fresh = async () => {
  const store = createMemoryStore();
  let loose: Uint8Array | null = null;
  const place = {
    read: async () => loose,
    write: async (key: Uint8Array) => ((loose = key), { ok: true as const, value: null }),
    drop: async () => void (loose = null),
  };
  const parts = { store, place, sealer: createSealer(sodium), argon2id, random, cost: { memory: 8192, passes: 1 }, sodium };
  const { header, key } = orThrow(await beginVault(parts, MADE));
  return { parts, key, open: header, header: orThrow(await lockVault(header, key, PASSPHRASE, parts)) };
};

/** What an authenticator gives: the same for the same salt, and another for each passkey. */
const passkey = (n: number): PasskeyOutput => ({ id: bytesToBase64(new Uint8Array(20).fill(n)), output: new Uint8Array(32).map((_, i) => i * n + 1) });

const withPasskey = async (n = 3) => {
  const made = await fresh();
  const salt = passkeySalt(made.header, random);
  return { ...made, salt, header: orThrow(await addPasskey(made.header, made.key, { ...passkey(n), salt, made: MADE }, made.parts)) };
};

describe('a passkey', () => {
  test('opens the vault beside the passphrase, and is in the header that is stored', async () => {
    const { parts, key, header } = await withPasskey();
    const stored = orThrow(await readHeader(parts.store))!;
    expect(stored).toEqual(header);
    expect(unlockWithPasskey(stored, passkey(3), sodium)).toEqual({ ok: true, value: key });
    expect(await unlockVault(stored, PASSPHRASE, parts)).toEqual({ ok: true, value: key });
  });

  test('that is another, gives another secret, or belongs to another vault is refused alike; so is any flipped bit of its wrap', async () => {
    const { header } = await withPasskey();
    const wrong = { ok: false, error: { code: 'passkey-wrong' } };
    const [one] = header.passkeys!.each;
    const bytes = Buffer.from(one!.wrapped, 'base64');
    const changed = (wrapped: Uint8Array): Header => ({ ...header, passkeys: { ...header.passkeys!, each: [{ ...one!, wrapped: bytesToBase64(wrapped) }] } });
    const attempts: [Header, PasskeyOutput][] = [
      [header, passkey(4)],
      [header, { ...passkey(3), output: passkey(4).output }],
      [header, { ...passkey(3), output: new Uint8Array(0) }],
      [header, { ...passkey(3), id: passkey(4).id }],
      [{ ...header, vault: 'a'.repeat(26) }, passkey(3)],
      [
        { ...header, passkeys: { ...header.passkeys!, each: [{ ...one!, id: passkey(4).id }] } },
        { ...passkey(3), id: passkey(4).id },
      ],
    ];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      attempts.push([changed(flipped), passkey(3)]);
    }
    expect(attempts.length).toBe(6 + 73 * 8);
    for (const [with_, given] of attempts) expect(unlockWithPasskey(with_, given, sodium)).toEqual(wrong);
    expect(unlockWithPasskey(changed(bytes), passkey(3), sodium).ok).toBe(true);
  });

  test('is not taken without a passphrase, with a secret that is none, beyond the most, or asked with another salt', async () => {
    const { parts, key, open, header, salt } = await withPasskey(1);
    const add = (to: Header, given: PasskeyOutput, with_ = salt) => addPasskey(to, key, { ...given, salt: with_, made: MADE }, parts);
    expect(await add(open, passkey(2))).toMatchObject({ error: { code: 'vault-has-no-lock' } });
    for (const output of [new Uint8Array(0), new Uint8Array(31).fill(7), new Uint8Array(32), new Uint8Array(64)])
      expect(await add(header, { ...passkey(2), output })).toMatchObject({ error: { code: 'passkey-cannot' } });
    expect(await add(header, passkey(2), bytesToBase64(random(32)))).toMatchObject({ error: { code: 'passkey-salt-old' } });
    let full = header;
    for (let n = 2; n <= MOST_PASSKEYS; n++) full = orThrow(await add(full, passkey(n)));
    expect(await add(full, passkey(MOST_PASSKEYS + 1))).toMatchObject({ error: { code: 'passkeys-full' } });
    for (let n = 1; n <= MOST_PASSKEYS; n++) expect(unlockWithPasskey(full, passkey(n), sodium)).toEqual({ ok: true, value: key });
    expect(orThrow(await readHeader(parts.store))).toEqual(full);
  });

  test('that was removed opens nothing; the others do; the salt goes with the last', async () => {
    const { parts, key, header, salt } = await withPasskey(1);
    const two = orThrow(await addPasskey(header, key, { ...passkey(2), salt, made: MADE }, parts));
    const one = orThrow(await removePasskey(two, passkey(1).id, parts.store));
    expect(unlockWithPasskey(one, passkey(1), sodium).ok).toBe(false);
    expect(unlockWithPasskey(one, passkey(2), sodium)).toEqual({ ok: true, value: key });
    const none = orThrow(await removePasskey(one, passkey(2).id, parts.store));
    expect(none.passkeys).toBeUndefined();
    expect(orThrow(await readHeader(parts.store))).toEqual(none);
    expect(passkeySalt(none, random)).not.toBe(salt);
  });

  test('stays when the passphrase is changed, and goes when it is taken away', async () => {
    const { parts, key, header } = await withPasskey();
    const changed = orThrow(await lockVault(header, key, 'another horse', parts));
    expect(unlockWithPasskey(changed, passkey(3), sodium)).toEqual({ ok: true, value: key });
    const open = orThrow(await unlockForGood(changed, key, parts));
    expect(JSON.stringify(orThrow(await readHeader(parts.store)))).not.toContain('passkeys');
    const again = orThrow(await lockVault(open, key, PASSPHRASE, parts));
    expect(passkeysOf(again)).toBeNull();
    expect(unlockWithPasskey({ ...header, lock: null }, passkey(3), sodium).ok).toBe(false);
  });

  test('that is damaged in the header is left out, and the passphrase opens as before', async () => {
    const { parts, key, header, salt } = await withPasskey();
    const [good] = header.passkeys!.each;
    const strange: unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { salt, each: null },
      { salt: 'short', each: [good] },
      { salt, each: [null, 5, {}, { ...good, wrapped: 'AAAA' }, { ...good, id: '' }, { ...good, made: 'now' }] },
    ];
    for (const passkeys of strange) {
      const damaged = { ...header, passkeys } as unknown as Header;
      await parts.store.setNote('vault', JSON.stringify(damaged));
      const read = orThrow(await readHeader(parts.store))!;
      expect(passkeysOf(read)).toBeNull();
      expect(unlockWithPasskey(read, passkey(3), sodium)).toMatchObject({ error: { code: 'passkey-wrong' } });
      expect(await unlockVault(read, PASSPHRASE, parts)).toEqual({ ok: true, value: key });
    }
    const among = { ...header, passkeys: { salt, each: [null, good] } } as unknown as Header;
    expect(unlockWithPasskey(among, passkey(3), sodium)).toEqual({ ok: true, value: key });
  });
});
