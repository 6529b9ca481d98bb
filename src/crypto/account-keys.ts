// An account's key, how it is kept, and what it keeps. The account key (32 random bytes) seals the *bundle*: the newest key of the
// personal vault and the account's identity. The account key itself is wrapped several times, once for each way in: the export key
// of OPAQUE (the password never leaves the device) and the recovery code. The host holds wraps and bundle and opens neither.
// Invariants: a wrap is bound to its account and its way in, a bundle to account and version; a bundle older than one seen is refused.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { isId, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { openUnder, pad, readSealedJson, sealUnder } from './boxed.ts';
import { keysFromSeeds, makeKeys, type OwnKeys } from './device-keys.ts';
import { deriveKey, exactBytes } from './domain.ts';
import { makeRecoveryCode, recoverySignKeys, recoveryWrapKey, type RecoveryCode } from './recovery-code.ts';
import type { Sodium } from './seal.ts';

export type WayIn = 'password' | 'recovery';

/** What the account key seals. */
export interface Bundle {
  /** The personal vault, its newest epoch and that epoch's key; older keys come by the log's chain. */
  readonly vault: string;
  readonly epoch: number;
  readonly epochKey: Uint8Array;
  readonly identity: OwnKeys;
}

/** Chance and libsodium. */
export interface Tools {
  readonly sodium: Sodium;
  readonly random: Random;
}

/** The wrapping key out of OPAQUE's export key (16 to 64 bytes). */
export const wrapKeyFrom = (sodium: Pick<Sodium, 'crypto_generichash'>, exportKey: Uint8Array): Uint8Array => deriveKey(sodium, exportKey, 'export', []);

/** The account key under one way in: base 64. */
export const wrapAccountKey = ({ sodium, random }: Tools, accountKey: Uint8Array, wrapKey: Uint8Array, account: string, way: WayIn): string =>
  bytesToBase64(sealUnder(sodium, random, accountKey, wrapKey, 'account key', [account, way]));

/** Refusal `account-key-wrong`, whatever was not right: another password or code, another account, changed bytes. */
export const unwrapAccountKey = (sodium: Sodium, wrapped: string, wrapKey: Uint8Array, account: string, way: WayIn): Result<Uint8Array> => {
  const sealed = base64ToBytes(wrapped);
  const key = sealed && openUnder(sodium, sealed, wrapKey, 'account key', [account, way]);
  return key?.length === 32 ? ok(key.slice()) : refuse({ code: 'account-key-wrong' });
};

/** `version` counts the bundles of an account, from 1. Base 64. */
export const sealBundle = ({ sodium, random }: Tools, bundle: Bundle, accountKey: Uint8Array, account: string, version: number): string => {
  const { vault, epoch, epochKey, identity } = bundle;
  const seeds = { sign: bytesToBase64(identity.seeds.sign), box: bytesToBase64(identity.seeds.box) };
  const plain = textToBytes(JSON.stringify({ v: 1, vault, epoch, epochKey: bytesToBase64(epochKey), identity: seeds }));
  return bytesToBase64(sealUnder(sodium, random, pad(plain)!, accountKey, 'bundle', [account, version]));
};

/**
 * Refusals: `bundle-old` (the host gives a version below `seen`, the highest that this device knows of), `bundle-wrong` (it does not
 * open, or is not what it says), `bundle-newer` (made by a newer Kith).
 */
export const openBundle = (sodium: Sodium, sealed: string, accountKey: Uint8Array, account: string, version: number, seen = 0): Result<Bundle> => {
  const wrong = refuse({ code: 'bundle-wrong' });
  if (version < seen) return refuse({ code: 'bundle-old', with: { version, seen } });
  const bytes = base64ToBytes(sealed);
  const read = readSealedJson(bytes && openUnder(sodium, bytes, accountKey, 'bundle', [account, version]));
  if (!read) return wrong;
  if (typeof read['v'] === 'number' && read['v'] > 1) return refuse({ code: 'bundle-newer' });
  const seeds = Object(read['identity']) as Record<string, unknown>;
  const [vault, epoch, epochKey] = [read['vault'], read['epoch'], exactBytes(read['epochKey'], 32)];
  const [sign, box] = [exactBytes(seeds['sign'], 32), exactBytes(seeds['box'], 32)];
  if (read['v'] !== 1 || !isId(vault) || !Number.isSafeInteger(epoch) || (epoch as number) < 1 || !epochKey || !sign || !box) return wrong;
  return ok({ vault, epoch: epoch as number, epochKey, identity: keysFromSeeds(sodium, account, { sign, box }) });
};

/** What an account begins with, or has after its keys were changed: for the host all but `accountKey`, `code` and `bundle`. */
export interface AccountKeys {
  readonly accountKey: Uint8Array;
  readonly bundle: Bundle;
  /** To be shown once and confirmed. */
  readonly code: RecoveryCode;
  readonly version: number;
  readonly sealed: {
    readonly bundle: string;
    readonly passwordWrap: string;
    readonly recoveryWrap: string;
    /** Ed25519 public key of the recovery sign-in, base 64. */
    readonly recoveryKey: string;
  };
}

/** A new recovery code and what the host keeps of it. */
export const newRecovery = (
  tools: Tools,
  accountKey: Uint8Array,
  account: string,
): { readonly code: RecoveryCode } & Pick<AccountKeys['sealed'], 'recoveryWrap' | 'recoveryKey'> => {
  const code = makeRecoveryCode(tools.random);
  return {
    code,
    recoveryWrap: wrapAccountKey(tools, accountKey, recoveryWrapKey(tools.sodium, code), account, 'recovery'),
    recoveryKey: bytesToBase64(recoverySignKeys(tools.sodium, code).publicKey),
  };
};

/** The wrap for a new password; goes to the host in one transaction with the new OPAQUE record. */
export const newPassword = (tools: Tools, accountKey: Uint8Array, exportKey: Uint8Array, account: string): string =>
  wrapAccountKey(tools, accountKey, wrapKeyFrom(tools.sodium, exportKey), account, 'password');

const accountFrom = (tools: Tools, bundle: Bundle, exportKey: Uint8Array, version: number): AccountKeys => {
  const { id } = bundle.identity;
  const accountKey = tools.random(32);
  const { code, recoveryWrap, recoveryKey } = newRecovery(tools, accountKey, id);
  const passwordWrap = newPassword(tools, accountKey, exportKey, id);
  return { accountKey, bundle, code, version, sealed: { bundle: sealBundle(tools, bundle, accountKey, id, version), passwordWrap, recoveryWrap, recoveryKey } };
};

/** A new account for the vault that is already there: nothing in it is sealed anew. */
export const makeAccount = (tools: Tools, account: string, vault: Pick<Bundle, 'vault' | 'epoch' | 'epochKey'>, exportKey: Uint8Array): AccountKeys =>
  accountFrom(tools, { ...vault, identity: makeKeys(tools.sodium, tools.random, account) }, exportKey, 1);

/**
 * After a device was lost: new account key, new identity, new recovery code, new wrap for the new password. The old identity
 * must sign the log's `rekey`, the new one what follows; the bundle is sealed again with the new epoch's key.
 */
export const rotateAccount = (tools: Tools, before: Pick<AccountKeys, 'bundle' | 'version'>, exportKey: Uint8Array): AccountKeys =>
  accountFrom(tools, { ...before.bundle, identity: makeKeys(tools.sodium, tools.random, before.bundle.identity.id) }, exportKey, before.version + 1);
