// How a vault's key is kept: beside the data (anyone who opens the device can read), or under a passphrase (the app lock).
// A journal with a lock of its own has a key of its own, kept the same way. Argon2id (Biryukov, Dinu, Khovratovich, 2016;
// RFC 9106) turns a passphrase into a wrapping key; the wrap is the same seal as a record's, bound to vault and name.

import type { Sealer } from '#core/ports.ts';
import type { Random } from '#core/ids.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { ok, refuse, type Result } from '#core/result.ts';

/** Cost of Argon2id: memory in KiB, passes, one lane. 64 MiB and 3 passes: RFC 9106's second recommended option. */
export interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
}
export const ARGON2: Argon2Cost = { memory: 65_536, passes: 3 };

/** Argon2id over UTF-8 bytes of the passphrase (NFKC), 32 bytes out. */
export type Argon2id = (passphrase: string, salt: Uint8Array, cost: Argon2Cost) => Promise<Uint8Array>;

/** A key under a passphrase. Text, so that it can stand in a header or a register. */
export interface LockedKey {
  readonly salt: string;
  readonly memory: number;
  readonly passes: number;
  readonly wrapped: string;
}

const bindingFor = (vault: string, name: string) => ({ vault, id: name === '' ? 'vault key' : name, ver: 1, epoch: 0, device: '', key: 'passphrase' });

/** Wraps a key of 32 bytes under a passphrase. `name` is '' for the vault's key, else the journal's id. */
export const lockKey = async (
  key: Uint8Array,
  passphrase: string,
  vault: string,
  name: string,
  { argon2id, sealer, random, cost = ARGON2 }: { argon2id: Argon2id; sealer: Sealer; random: Random; cost?: Argon2Cost },
): Promise<LockedKey> => {
  const salt = random(16);
  const wrapping = await argon2id(passphrase.normalize('NFKC'), salt, cost);
  return { salt: bytesToBase64(salt), ...cost, wrapped: bytesToBase64(sealer.seal(key, wrapping, bindingFor(vault, name))) };
};

/** The key again. One refusal, `passphrase-wrong`, in constant words, whatever was not right. */
export const unlockKey = async (
  locked: LockedKey,
  passphrase: string,
  vault: string,
  name: string,
  { argon2id, sealer }: { argon2id: Argon2id; sealer: Sealer },
): Promise<Result<Uint8Array>> => {
  const wrong = refuse({ code: 'passphrase-wrong' });
  const [salt, wrapped] = [base64ToBytes(locked.salt), base64ToBytes(locked.wrapped)];
  // A header that was tampered with must not ask for more memory than a device has.
  if (passphrase === '' || !salt || !wrapped || salt.length !== 16 || !(locked.memory >= 8192 && locked.memory <= 1_048_576) || !(locked.passes >= 1 && locked.passes <= 20))
    return wrong;
  const wrapping = await argon2id(passphrase.normalize('NFKC'), salt, { memory: locked.memory, passes: locked.passes });
  const key = sealer.open(wrapped, wrapping, bindingFor(vault, name));
  return key && key.length === 32 ? ok(key.slice()) : wrong;
};

export const isLockedKey = (value: unknown): value is LockedKey => {
  if (typeof value !== 'object' || value === null) return false;
  const { salt, memory, passes, wrapped } = value as Record<string, unknown>;
  return typeof salt === 'string' && typeof memory === 'number' && typeof passes === 'number' && typeof wrapped === 'string';
};
