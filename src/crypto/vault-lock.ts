// A vault's beginning and its lock. The header says who the vault and this device are and, under an app lock, holds the
// wrapped key; without one the key lies in its place beside the data, and the lock line says so.
// Invariant: at every moment at least one way to the key exists: the new way is written before the old one is taken away.

import { newDeviceId, newId, isDeviceId, isId, type Random } from '#core/ids.ts';
import type { Sealer, Store } from '#core/ports.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { VaultIdentity } from '#core/vault.ts';
import { isLockedKey, lockKey, unlockKey, type Argon2Cost, type Argon2id, type LockedKey } from './keys.ts';
import type { Passkeys } from './passkeys.ts';

/** Where the key lies when there is no app lock: a file of mode 0600, or a non-extractable wrap in the browser. */
export interface KeyPlace {
  read(): Promise<Uint8Array | null>;
  write(key: Uint8Array): Promise<Result<null>>;
  drop(): Promise<void>;
}

export interface Header extends VaultIdentity {
  readonly format: 1;
  /** Instant, ISO 8601. */
  readonly made: string;
  readonly lock: LockedKey | null;
  /** Further ways in beside the passphrase; read with `passkeysOf` alone. */
  readonly passkeys?: Passkeys;
}

export interface LockParts {
  readonly store: Store;
  readonly place: KeyPlace;
  readonly sealer: Sealer;
  readonly argon2id: Argon2id;
  readonly random: Random;
  readonly cost?: Argon2Cost;
}

/** Null when there is no vault yet. Refusals: `vault-newer` (made by a newer Kith), `vault-header-damaged`. */
export const readHeader = async (store: Pick<Store, 'note'>): Promise<Result<Header | null>> => {
  const text = await store.note('vault');
  if (text === null) return ok(null);
  let header: Partial<Header>;
  try {
    header = JSON.parse(text) as Partial<Header>;
  } catch {
    return refuse({ code: 'vault-header-damaged' });
  }
  if (typeof header.format === 'number' && header.format > 1) return refuse({ code: 'vault-newer' });
  if (header.format !== 1 || !isId(header.vault) || !isDeviceId(header.device) || typeof header.epoch !== 'number' || !(header.lock === null || isLockedKey(header.lock)))
    return refuse({ code: 'vault-header-damaged' });
  return ok(header as Header);
};

export const writeHeader = async (store: Store, header: Header): Promise<Result<Header>> => {
  const written = await store.setNote('vault', JSON.stringify(header));
  return written.ok ? ok(header) : written;
};

/** A new vault: random ids and key, no lock. The key is in its place before the header says that a vault is there. */
export const beginVault = async ({ store, place, random }: Pick<LockParts, 'store' | 'place' | 'random'>, made: string): Promise<Result<{ header: Header; key: Uint8Array }>> => {
  const key = random(32);
  const header: Header = { format: 1, vault: newId(random), device: newDeviceId(random), epoch: 1, made, lock: null };
  const placed = await place.write(key);
  if (!placed.ok) return placed;
  const written = await writeHeader(store, header);
  return written.ok ? ok({ header, key }) : written;
};

/** A vault that others of the person's devices have: its id and first key came from them. */
export const beginVaultOf = async (
  { store, place }: Pick<LockParts, 'store' | 'place'>,
  { vault, device }: Pick<Header, 'vault' | 'device'>,
  key: Uint8Array,
  made: string,
): Promise<Result<Header>> => {
  const header: Header = { format: 1, vault, device, epoch: 1, made, lock: null };
  const placed = await place.write(key);
  if (!placed.ok) return placed;
  return writeHeader(store, header);
};

/**
 * The key without asking, when there is no app lock. Refusals: `vault-locked`, `vault-key-missing`. `store` is asked again
 * before a key is taken for a leftover for good: another tab or process may be taking the lock away at this moment.
 */
export const keyAtHand = async (header: Header, place: KeyPlace, store?: Pick<Store, 'note'>): Promise<Result<Uint8Array>> => {
  if (header.lock) {
    // A crash between writing the lock and taking the loose key away must not leave it lying there.
    const loose = store ? await place.read() : null;
    await place.drop();
    const now = loose && store ? await readHeader(store) : null;
    if (loose && now?.ok && now.value?.lock === null) await place.write(loose);
    return refuse({ code: 'vault-locked' });
  }
  const key = await place.read();
  return key ? ok(key) : refuse({ code: 'vault-key-missing' });
};

/** Refusal `passphrase-wrong`. */
export const unlockVault = (header: Header, passphrase: string, parts: LockParts): Promise<Result<Uint8Array>> =>
  header.lock ? unlockKey(header.lock, passphrase, header.vault, '', parts) : keyAtHand(header, parts.place, parts.store);

/** The shortest passphrase taken, in letters. */
export const LEAST_PASSPHRASE = 8;

/** Sets or changes the app lock. Refusal `passphrase-short`. */
export const lockVault = async (header: Header, key: Uint8Array, passphrase: string, parts: LockParts): Promise<Result<Header>> => {
  if ([...passphrase].length < LEAST_PASSPHRASE) return refuse({ code: 'passphrase-short', with: { least: LEAST_PASSPHRASE } });
  const locked: Header = { ...header, lock: await lockKey(key, passphrase, header.vault, '', parts) };
  const written = await writeHeader(parts.store, locked);
  if (!written.ok) return written;
  await parts.place.drop();
  return ok(locked);
};

/** Takes the app lock away, and the passkeys with it: the key lies beside the data again. */
export const unlockForGood = async (header: Header, key: Uint8Array, parts: Pick<LockParts, 'store' | 'place'>): Promise<Result<Header>> => {
  const placed = await parts.place.write(key);
  if (!placed.ok) return placed;
  const { passkeys: _, ...rest } = header;
  const open: Header = { ...rest, lock: null };
  const written = await writeHeader(parts.store, open);
  if (!written.ok) return written;
  // Another tab or process that still saw the lock may have taken the key for a leftover.
  if (!(await parts.place.read())) {
    const again = await parts.place.write(key);
    if (!again.ok) return again;
  }
  return ok(open);
};
