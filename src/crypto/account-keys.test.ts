import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { bytesToBase64 } from '#core/base64.ts';
import * as account from './account-keys.ts';
import { keysFromSeeds } from './device-keys.ts';
import {
  GROUPS,
  groupsToConfirm,
  isRecoveryGroup,
  makeRecoveryCode,
  recoveryCodeToText,
  recoverySignKeys,
  recoveryWrapKey,
  signRecovery,
  textToRecoveryCode,
  verifyRecovery,
} from './recovery-code.ts';

const sodium = await readySodium();
const random = sodium.randombytes_buf;
const tools = { sodium, random };
const ID = '7zzzzzzzzzzzzzzzzzzzzzzzz8';
const OTHER = '7zzzzzzzzzzzzzzzzzzzzzzzz9';
const VAULT = { vault: '5vvvvvvvvvvvvvvvvvvvvvvvvv', epoch: 1, epochKey: new Uint8Array(32).fill(9) };
const EXPORT = new Uint8Array(64).fill(3);
const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
const flip = (text: string, bit: number): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('base64');
};

describe('an account', () => {
  const made = account.makeAccount(tools, ID, VAULT, EXPORT);
  const byPassword = (exportKey = EXPORT) => account.unwrapAccountKey(sodium, made.sealed.passwordWrap, account.wrapKeyFrom(sodium, exportKey), ID, 'password');
  const byCode = (code = made.code) => account.unwrapAccountKey(sodium, made.sealed.recoveryWrap, recoveryWrapKey(sodium, code), ID, 'recovery');

  test('opens by password and by recovery code, and keeps the vault’s key as it was', () => {
    expect([byPassword(), byCode()]).toEqual([made.accountKey, made.accountKey].map((value) => ({ ok: true, value })));
    const bundle = good(account.openBundle(sodium, made.sealed.bundle, made.accountKey, ID, 1));
    expect(bundle).toEqual(made.bundle);
    expect([bundle.epochKey, bundle.identity.id]).toEqual([VAULT.epochKey, ID]);
  });

  test('opens by nothing else', () => {
    for (const attempt of [
      byPassword(new Uint8Array(64).fill(4)),
      byCode(makeRecoveryCode(random)),
      account.unwrapAccountKey(sodium, made.sealed.recoveryWrap, account.wrapKeyFrom(sodium, EXPORT), ID, 'password'),
      account.unwrapAccountKey(sodium, made.sealed.passwordWrap, account.wrapKeyFrom(sodium, EXPORT), ID, 'recovery'),
      account.unwrapAccountKey(sodium, made.sealed.passwordWrap, account.wrapKeyFrom(sodium, EXPORT), OTHER, 'password'),
      account.unwrapAccountKey(sodium, made.sealed.passwordWrap, recoveryWrapKey(sodium, made.code), ID, 'password'),
      account.unwrapAccountKey(sodium, '!', EXPORT.subarray(32), ID, 'password'),
      account.unwrapAccountKey(sodium, '', EXPORT.subarray(32), ID, 'password'),
    ])
      expect(attempt).toEqual(refused('account-key-wrong'));
  });

  test('with any bit of wrap or bundle flipped does not open', () => {
    const wrapKey = account.wrapKeyFrom(sodium, EXPORT);
    const { passwordWrap, bundle } = made.sealed;
    for (let bit = 0; bit < Buffer.from(passwordWrap, 'base64').length * 8; bit++)
      expect(account.unwrapAccountKey(sodium, flip(passwordWrap, bit), wrapKey, ID, 'password').ok).toBe(false);
    for (let bit = 0; bit < Buffer.from(bundle, 'base64').length * 8; bit++)
      expect(account.openBundle(sodium, flip(bundle, bit), made.accountKey, ID, 1)).toEqual(refused('bundle-wrong'));
  });

  test('names a bundle that is old, of another version, of another account', () => {
    const bundle = { ...made.bundle, epoch: 2, epochKey: new Uint8Array(32).fill(5) };
    const sealed = account.sealBundle(tools, bundle, made.accountKey, ID, 2);
    expect(good(account.openBundle(sodium, sealed, made.accountKey, ID, 2, 1))).toEqual(bundle);
    expect(account.openBundle(sodium, made.sealed.bundle, made.accountKey, ID, 1, 2)).toEqual(refused('bundle-old'));
    expect(account.openBundle(sodium, made.sealed.bundle, made.accountKey, ID, 2, 2)).toEqual(refused('bundle-wrong'));
    expect(account.openBundle(sodium, sealed, made.accountKey, OTHER, 2)).toEqual(refused('bundle-wrong'));
    expect(account.openBundle(sodium, sealed, random(32), ID, 2)).toEqual(refused('bundle-wrong'));
  });

  test('with a new password opens by the new one; with a new code by the new one; the key stays', () => {
    const [exportKey, recovery] = [new Uint8Array(64).fill(8), account.newRecovery(tools, made.accountKey, ID)];
    const wrap = account.newPassword(tools, made.accountKey, exportKey, ID);
    expect(account.unwrapAccountKey(sodium, wrap, account.wrapKeyFrom(sodium, exportKey), ID, 'password')).toEqual({ ok: true, value: made.accountKey });
    expect(account.unwrapAccountKey(sodium, wrap, account.wrapKeyFrom(sodium, EXPORT), ID, 'password')).toEqual(refused('account-key-wrong'));
    expect(account.unwrapAccountKey(sodium, recovery.recoveryWrap, recoveryWrapKey(sodium, recovery.code), ID, 'recovery')).toEqual({ ok: true, value: made.accountKey });
    expect(account.unwrapAccountKey(sodium, recovery.recoveryWrap, recoveryWrapKey(sodium, made.code), ID, 'recovery')).toEqual(refused('account-key-wrong'));
    expect(recovery.recoveryKey).not.toBe(made.sealed.recoveryKey);
  });

  test('after a device was lost has other keys throughout, and the vault’s own until its new epoch', () => {
    const turned = account.rotateAccount(tools, made, new Uint8Array(64).fill(8));
    expect(turned.version).toBe(2);
    expect(turned.bundle.identity.id).toBe(ID);
    const parts = [turned.accountKey, turned.bundle.identity.seeds.sign, turned.bundle.identity.seeds.box].map(bytesToBase64);
    for (const part of parts) expect([made.accountKey, made.bundle.identity.seeds.sign, made.bundle.identity.seeds.box].map(bytesToBase64)).not.toContain(part);
    expect(turned.code).not.toBe(made.code);
    expect(account.openBundle(sodium, turned.sealed.bundle, made.accountKey, ID, 2)).toEqual(refused('bundle-wrong'));
    expect(good(account.openBundle(sodium, turned.sealed.bundle, turned.accountKey, ID, 2)).epochKey).toEqual(VAULT.epochKey);
  });

  test('is told that a newer Kith made a bundle', () => {
    const identity = keysFromSeeds(sodium, ID, { sign: new Uint8Array(32), box: new Uint8Array(32) });
    const wrong = account.sealBundle(tools, { ...VAULT, vault: 'x', identity }, made.accountKey, ID, 1);
    expect(account.openBundle(sodium, wrong, made.accountKey, ID, 1)).toEqual(refused('bundle-wrong'));
  });
});

describe('a recovery code', () => {
  const codes = fc.uint8Array({ minLength: 18, maxLength: 18 }).map((bytes) => makeRecoveryCode(() => bytes));
  const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

  test('as text and back is the same, however it is typed', () => {
    fc.assert(
      fc.property(codes, fc.constantFrom('-', ' ', '', '\n', ' – ', '.'), fc.boolean(), (code, between, isLower) => {
        const text = recoveryCodeToText(code);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
        const typed = (isLower ? text.toLowerCase() : text)
          .replaceAll('-', between)
          .replaceAll('0', 'O')
          .replaceAll('1', isLower ? 'l' : 'I');
        expect(textToRecoveryCode(` ${typed} `)).toEqual({ ok: true, value: code });
        expect(textToRecoveryCode(text.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))))).toEqual({ ok: true, value: code });
      }),
    );
  });

  test('with one wrong letter, or two changed places, names the group', () => {
    fc.assert(
      fc.property(codes, fc.nat(GROUPS - 1), fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 31 }), (code, group, at, other, more) => {
        const groups = recoveryCodeToText(code).split('-');
        const letters = [...groups[group]!];
        const wrong = letters.with(at, LETTERS[(LETTERS.indexOf(letters[at]!.toLowerCase()) + more) % 32]!).join('');
        expect(textToRecoveryCode(groups.with(group, wrong).join('-'))).toEqual({ ok: false, error: { code: 'recovery-group-wrong', with: { group: group + 1 } } });
        const turned = letters.with(at, letters[other]!).with(other, letters[at]!).join('');
        if (turned !== groups[group]) expect(textToRecoveryCode(groups.with(group, turned).join(''))).toMatchObject({ ok: false, error: { with: { group: group + 1 } } });
      }),
    );
  });

  test('with groups in another order, a letter missing, or too many says which or how many', () => {
    const text = recoveryCodeToText(makeRecoveryCode((n) => new Uint8Array(n).map((_, i) => i * 11 + 3)));
    const groups = text.split('-');
    expect(textToRecoveryCode(groups.with(1, groups[2]!).with(2, groups[1]!).join('-'))).toMatchObject({ ok: false, error: { with: { group: 2 } } });
    expect(textToRecoveryCode(groups.with(3, groups[3]!.slice(1)).join(' '))).toMatchObject({ ok: false, error: { with: { group: 4 } } });
    expect(textToRecoveryCode(groups.with(3, groups[3]!.replace(/./, 'u')).join(' '))).toMatchObject({ ok: false, error: { with: { group: 4 } } });
    expect(textToRecoveryCode(groups.slice(0, 5).join('-'))).toEqual({ ok: false, error: { code: 'recovery-too-short', with: { letters: 25 } } });
    expect(textToRecoveryCode(`${text}-X`)).toEqual({ ok: false, error: { code: 'recovery-too-long', with: { letters: 36 } } });
    expect(textToRecoveryCode('')).toEqual({ ok: false, error: { code: 'recovery-too-short', with: { letters: 0 } } });
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (other) => void expect(textToRecoveryCode(other).ok).toBe(false)));
  });

  test('is confirmed by two of its groups', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const [first, second] = groupsToConfirm(random);
        expect(first).toBeLessThan(second);
        const groups = recoveryCodeToText(code).split('-');
        expect(isRecoveryGroup(code, first, ` ${groups[first]!.toLowerCase()}`)).toBe(true);
        expect(isRecoveryGroup(code, second, groups[first]!)).toBe(false);
        expect(isRecoveryGroup(code, second, '')).toBe(false);
      }),
    );
  });

  test('signs in with a host’s ticket, and with that one alone', () => {
    const code = makeRecoveryCode(random);
    const publicKey = bytesToBase64(recoverySignKeys(sodium, code).publicKey);
    const answer = signRecovery(sodium, code, 'ticket-1');
    expect(verifyRecovery(sodium, publicKey, 'ticket-1', answer)).toBe(true);
    expect(verifyRecovery(sodium, publicKey, 'ticket-2', answer)).toBe(false);
    expect(verifyRecovery(sodium, publicKey, 'ticket-1', signRecovery(sodium, makeRecoveryCode(random), 'ticket-1'))).toBe(false);
  });
});
