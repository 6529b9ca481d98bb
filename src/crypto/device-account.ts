// What a device keeps of the account it is signed in to: where the host is, its session, the account key, the account's identity,
// its own keys. One record of the store's notes, sealed under the vault's first key and bound to vault and device, so that nothing
// of it is readable at rest. Invariants: it outlives a signing out, since rows of later epochs open only with the device's own keys;
// in a copy that goes on as another device (a backup that was restored) it opens those rows, and is signed out.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { isDeviceId, isId } from '#core/ids.ts';
import type { Store } from '#core/ports.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import type { Tools } from './account-keys.ts';
import { openUnder, pad, readSealedJson, sealUnder } from './boxed.ts';
import { keysFromSeeds, type OwnKeys } from './device-keys.ts';
import { exactBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

/** The name of the store's note. */
export const ACCOUNT_NOTE = 'account';

/** The account's own secrets, which all change together when a device was lost. */
export interface AccountSecrets {
  readonly accountKey: Uint8Array;
  readonly identity: OwnKeys;
  /** The newest version of the bundle that this device has seen, and the epoch whose key is in it. */
  readonly version: number;
  readonly epoch: number;
}

export interface DeviceAccount extends AccountSecrets {
  /** Address of the host, without a slash at its end. */
  readonly host: string;
  readonly name: string;
  readonly account: string;
  readonly vault: string;
  /** Of a restored copy, until it signed in: the keys of the device that it was copied from. */
  readonly device: OwnKeys;
  /** Null once signed out. */
  readonly token: string | null;
  /** Whether the membership log has this device, as far as it knows. */
  readonly joined: boolean;
  /** Made up by the device, of an account that came with a link and a name alone; null once the person has one of their own. */
  readonly password: string | null;
  /** A recovery code that was not yet confirmed: shown again until it is. */
  readonly code: string | null;
  /** Deleted at the host; what is left to do is here. */
  readonly gone: boolean;
  /** New secrets that are on their way to the host: which of both hold is asked at the next start. */
  readonly next: (AccountSecrets & { readonly code: string }) | null;
}

const secretsToJson = ({ accountKey, identity, version, epoch }: AccountSecrets) => ({
  accountKey: bytesToBase64(accountKey),
  sign: bytesToBase64(identity.seeds.sign),
  box: bytesToBase64(identity.seeds.box),
  version,
  epoch,
});

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCode = (value: unknown): value is string | null => value === null || isText(value);

const jsonToSecrets = (sodium: Sodium, account: string, read: unknown): AccountSecrets | null => {
  const { accountKey, sign, box, version, epoch } = Object(read) as Record<string, unknown>;
  const [key, signSeed, boxSeed] = [accountKey, sign, box].map((each) => exactBytes(each, 32));
  if (!key || !signSeed || !boxSeed || !isCount(version) || !isCount(epoch)) return null;
  return { accountKey: key, identity: keysFromSeeds(sodium, account, { sign: signSeed, box: boxSeed }), version, epoch };
};

/** Refusals of the store. `key` is the vault's first key. */
export const saveAccount = ({ sodium, random }: Tools, store: Pick<Store, 'setNote'>, key: Uint8Array, account: DeviceAccount): Promise<Result<null>> => {
  const { host, name, vault, device, token, joined, gone, password, code, next } = account;
  const json = {
    v: 1,
    host,
    name,
    account: account.account,
    device: { id: device.id, sign: bytesToBase64(device.seeds.sign), box: bytesToBase64(device.seeds.box) },
    token,
    joined,
    gone,
    ...(password === null ? {} : { password }),
    code,
    ...secretsToJson(account),
    next: next && { ...secretsToJson(next), code: next.code },
  };
  const sealed = sealUnder(sodium, random, pad(textToBytes(JSON.stringify(json)))!, key, 'device account', [vault]);
  return store.setNote(ACCOUNT_NOTE, bytesToBase64(sealed));
};

/**
 * Null when this device is in no account. `device` is the vault's own name for this device; where the note is another's, its keys
 * are given and no session. Refusals: `account-note-damaged`, `account-note-newer`.
 */
export const loadAccount = async (
  sodium: Sodium,
  store: Pick<Store, 'note'>,
  key: Uint8Array,
  { vault, device }: { readonly vault: string; readonly device: string },
): Promise<Result<DeviceAccount | null>> => {
  const text = await store.note(ACCOUNT_NOTE);
  if (text === null) return ok(null);
  const damaged = refuse({ code: 'account-note-damaged' });
  const bytes = base64ToBytes(text);
  const read = readSealedJson(bytes && openUnder(sodium, bytes, key, 'device account', [vault]));
  if (!read) return damaged;
  if (typeof read['v'] === 'number' && read['v'] > 1) return refuse({ code: 'account-note-newer' });
  const { host, name, account, token, joined, gone, code, password = null } = read;
  const own = Object(read['device']) as Record<string, unknown>;
  const [sign, box] = [exactBytes(own['sign'], 32), exactBytes(own['box'], 32)];
  if (read['v'] !== 1 || !isText(host) || !isText(name) || !isId(account) || !isDeviceId(own['id']) || !sign || !box) return damaged;
  if (!(token === null || isText(token)) || typeof joined !== 'boolean' || typeof gone !== 'boolean' || !isCode(code) || !isCode(password)) return damaged;
  const secrets = jsonToSecrets(sodium, account, read);
  if (!secrets) return damaged;
  const pending = read['next'] === null ? null : jsonToSecrets(sodium, account, read['next']);
  const nextCode = (Object(read['next']) as Record<string, unknown>)['code'];
  const next = pending && isText(nextCode) ? { ...pending, code: nextCode } : null;
  // The session of the device that this one was copied from is not ours, nor its place in the log.
  const standing = own['id'] === device ? { token, joined } : { token: null, joined: false };
  return ok({ ...secrets, host, name, account, vault, device: keysFromSeeds(sodium, own['id'], { sign, box }), ...standing, gone, password, code, next });
};
