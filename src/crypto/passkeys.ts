// A passkey as a further way to a vault's key, on the device whose vault it is (WebAuthn Level 3, extension PRF). The passkey gives
// 32 bytes that only it can make, out of a salt that lies in the header; a key made of them wraps the vault's first key, beside the
// passphrase's wrap. Nothing of it goes to a host, and no host can use it: see docs/decisions/0009.
// Invariants: a passkey only ever stands beside a passphrase, and goes with it; a damaged one is left out, and never keeps the
// passphrase from opening.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import type { Store } from '#core/ports.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { openUnder, SEALED_MORE, sealUnder } from './boxed.ts';
import { deriveKey, exactBytes, isInstant } from './domain.ts';
import type { Sodium } from './seal.ts';
import { writeHeader, type Header } from './vault-lock.ts';

export interface Passkey {
  /** The credential's id: base 64 of its bytes. */
  readonly id: string;
  /** Instant, ISO 8601. */
  readonly made: string;
  /** The vault's first key, sealed. */
  readonly wrapped: string;
}

export interface Passkeys {
  /** What every passkey of this vault is asked with: 32 random bytes in base 64. */
  readonly salt: string;
  readonly each: readonly Passkey[];
}

/** The most passkeys of one vault. */
export const MOST_PASSKEYS = 10;

const PRF_BYTES = 32;
const MOST_ID = 1023;

const isPasskey = (value: unknown): value is Passkey => {
  const { id, made, wrapped } = Object(value) as Record<string, unknown>;
  const bytes = typeof id === 'string' ? base64ToBytes(id) : null;
  return bytes !== null && bytes.length > 0 && bytes.length <= MOST_ID && isInstant(made) && exactBytes(wrapped, 32 + SEALED_MORE) !== null;
};

/** Null when there is none, or none that could be used. */
export const passkeysOf = ({ lock, passkeys }: Pick<Header, 'lock' | 'passkeys'>): Passkeys | null => {
  const { salt, each } = Object(passkeys) as Record<string, unknown>;
  if (lock === null || !exactBytes(salt, 32) || !Array.isArray(each)) return null;
  const good = each.filter(isPasskey).slice(0, MOST_PASSKEYS);
  return good.length > 0 ? { salt: salt as string, each: good } : null;
};

/** What a passkey that is being made is asked with: the salt of those that are there, else a new one. */
export const passkeySalt = (header: Header, random: Random): string => passkeysOf(header)?.salt ?? bytesToBase64(random(32));

export interface PasskeyParts {
  readonly sodium: Sodium;
  readonly random: Random;
  readonly store: Store;
}

const wrapKey = (sodium: Sodium, output: Uint8Array, vault: string): Uint8Array => deriveKey(sodium, output, 'passkey', [vault]);

/** What a passkey gave for the salt. */
export interface PasskeyOutput {
  readonly id: string;
  readonly output: Uint8Array;
}

/**
 * Refusals: `vault-has-no-lock` (no passphrase is set), `passkeys-full`, `passkey-cannot` (what it gave is not a secret of 32 bytes),
 * `passkey-salt-old` (others were added or taken away since it was asked).
 */
export const addPasskey = async (
  header: Header,
  key: Uint8Array,
  { id, output, salt, made }: PasskeyOutput & { readonly salt: string; readonly made: string },
  { sodium, random, store }: PasskeyParts,
): Promise<Result<Header>> => {
  if (header.lock === null) return refuse({ code: 'vault-has-no-lock' });
  if (output.length !== PRF_BYTES || output.every((byte) => byte === output[0])) return refuse({ code: 'passkey-cannot' });
  const there = passkeysOf(header);
  if (there && there.salt !== salt) return refuse({ code: 'passkey-salt-old' });
  const others = (there?.each ?? []).filter((each) => each.id !== id);
  if (others.length >= MOST_PASSKEYS) return refuse({ code: 'passkeys-full', with: { most: MOST_PASSKEYS } });
  const wrapped = bytesToBase64(sealUnder(sodium, random, key, wrapKey(sodium, output, header.vault), 'vault key', [header.vault, id]));
  return writeHeader(store, { ...header, passkeys: { salt, each: [...others, { id, made, wrapped }] } });
};

/** Refusal `passkey-wrong`, whatever was not right: another passkey, another vault, changed bytes, one that was taken away. */
export const unlockWithPasskey = (header: Header, { id, output }: PasskeyOutput, sodium: Sodium): Result<Uint8Array> => {
  const found = passkeysOf(header)?.each.find((each) => each.id === id);
  const sealed = found && base64ToBytes(found.wrapped);
  const key = sealed && output.length === PRF_BYTES ? openUnder(sodium, sealed, wrapKey(sodium, output, header.vault), 'vault key', [header.vault, id]) : null;
  return key?.length === 32 ? ok(key.slice()) : refuse({ code: 'passkey-wrong' });
};

/** Nothing is left of it here; with the last one goes the salt. */
export const removePasskey = (header: Header, id: string, store: Store): Promise<Result<Header>> => {
  const there = passkeysOf(header);
  const each = (there?.each ?? []).filter((one) => one.id !== id);
  const { passkeys: _, ...rest } = header;
  return writeHeader(store, there && each.length > 0 ? { ...rest, passkeys: { salt: there.salt, each } } : rest);
};
