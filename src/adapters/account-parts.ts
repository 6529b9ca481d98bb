// What coming into an account, keeping it and pairing share: the tools, the words that a host's refusal becomes, a device's sealed
// name, reading and joining the membership log. Invariant: a device is in the log only by its own signature and the account's, and
// its keys lie sealed in its store before they are given to anybody.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import type { Store } from '#core/ports.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import type { Bundle } from '#crypto/account-keys.ts';
import { openUnder, pad, sealUnder, unpad } from '#crypto/boxed.ts';
import { loadAccount, saveAccount, type DeviceAccount } from '#crypto/device-account.ts';
import { isEpochKey, keysBack } from '#crypto/epochs.ts';
import { addDevice, beginPersonal } from '#crypto/membership-deeds.ts';
import type { LogState } from '#crypto/membership-log.ts';
import type { Sodium } from '#crypto/seal.ts';
import type { HostPort, LogStore } from '#sync/ports.ts';
import { entryToText, openRing, type KeyRing } from '#sync/ring.ts';
import { createHostCalls, type CallFailure, type Called, type Fetch, type HostCalls } from './host-calls.ts';
import { createHttpHost } from './http-host.ts';
import { createOpaqueClient, type OpaqueClient } from './opaque-client.ts';

export interface AccountParts {
  readonly sodium: Sodium;
  readonly random: Random;
  readonly store: Store;
  readonly log: LogStore;
  /** Milliseconds since 1970. */
  now(): number;
  readonly fetch?: Fetch;
  readonly opaque?: OpaqueClient;
}

/** An open vault: its header's ids, and its first key. */
export interface OpenVault {
  readonly header: { readonly vault: string; readonly device: string };
  readonly key: Uint8Array;
}

export const callsOf = (parts: AccountParts, host: string): HostCalls => createHostCalls(host, parts.fetch);
export const opaqueOf = (parts: AccountParts): OpaqueClient => parts.opaque ?? createOpaqueClient();

export const anything = (_value: unknown): _value is unknown => true;

/** What is said in a host's own words would be taken for something of this device: `store-full` there is not full here. */
const AT_THE_HOST = new Set(['offline', 'malformed', 'not-found', 'method-wrong', 'slow', 'too-large', 'too-many', 'fault', 'store-gone', 'ending', 'quota-full', 'store-full']);

const RENAMED: Readonly<Record<string, string>> = { 'name-taken': 'account-name-taken', unreadable: 'host-malformed' };

/** A host's refusal in words for people. */
export const refusalOf = ({ code, with: places }: CallFailure): Refusal => {
  const name = AT_THE_HOST.has(code) ? `host-${code}` : (RENAMED[code] ?? code);
  return { code: name, ...(places ? { with: places } : {}) };
};

export const plainly = <T>(called: Called<T>): Result<T> => (called.ok ? called : refuse(refusalOf(called.error)));

/** Refusals: `account-none` (this device is in no account), those of the note. */
export const needAccount = async ({ sodium, store }: AccountParts, { header, key }: OpenVault): Promise<Result<DeviceAccount>> => {
  const found = await loadAccount(sodium, store, key, header);
  if (!found.ok) return found;
  return found.value ? ok(found.value) : refuse({ code: 'account-none' });
};

export const keepAccount = async (parts: AccountParts, open: OpenVault, account: DeviceAccount): Promise<Result<DeviceAccount>> => {
  const kept = await saveAccount(parts, parts.store, open.key, account);
  return kept.ok ? ok(account) : kept;
};

/**
 * Changes what is kept as it lies there now, since another tab or process may have changed it meanwhile. `change` gives what is new,
 * or null to leave it.
 */
export const patchAccount = async (parts: AccountParts, open: OpenVault, change: (now: DeviceAccount) => Partial<DeviceAccount> | null): Promise<Result<DeviceAccount>> => {
  const now = await needAccount(parts, open);
  if (!now.ok) return now;
  const patch = change(now.value);
  return patch ? keepAccount(parts, open, { ...now.value, ...patch }) : now;
};

/** Whether what is kept still has the secrets that were read before. */
export const isSameKey = (one: Pick<DeviceAccount, 'accountKey'>, other: Pick<DeviceAccount, 'accountKey'>): boolean =>
  one.accountKey.every((byte, i) => byte === other.accountKey[i]);

const MOST_NAME = 60;

/** A device's name as the host keeps it: sealed under the vault's first key, which every device of the account has. */
export const sealLabel = ({ sodium, random }: AccountParts, key: Uint8Array, account: string, device: string, name: string): string =>
  bytesToBase64(sealUnder(sodium, random, pad(textToBytes([...name.trim()].slice(0, MOST_NAME).join('')), 256)!, key, 'device name', [account, device]));

/** '' when it is not one that this device can read. */
export const readLabel = (sodium: Sodium, key: Uint8Array, account: string, device: string, label: string): string => {
  const bytes = base64ToBytes(label);
  const padded = bytes && openUnder(sodium, bytes, key, 'device name', [account, device]);
  const plain = padded && unpad(padded);
  return (plain && bytesToTextStrict(plain)) ?? '';
};

export const ringOf = (
  { sodium, random, log }: Pick<AccountParts, 'sodium' | 'random' | 'log'>,
  { vault, device }: DeviceAccount,
  firstKey: Uint8Array | null,
): Promise<Result<KeyRing>> => openRing({ sodium, random, store: log, vault, device: device.id, own: device, known: new Map(firstKey ? [[1, firstKey]] : []) });

export const hostOf = (parts: AccountParts, account: DeviceAccount): HostPort => createHttpHost(callsOf(parts, account.host), account.vault, () => account.token);

/** Reads the log up to what the host has; false when the host has no such vault. */
export const readUp = async (host: HostPort, ring: KeyRing): Promise<Result<boolean>> => {
  for (;;) {
    const { n } = ring.standing();
    // From the newest that is known here: another one in its place is seen.
    const from = Math.max(0, n - 1);
    const page = await host.log(from);
    if (!page.ok) return page.error.code === 'not-found' ? ok(false) : refuse(refusalOf(page.error));
    const grown = await ring.extend(page.value.entries, from);
    if (!grown.ok) return grown;
    if (grown.value.n === n || grown.value.n >= page.value.n) return ok(true);
  }
};

const APART: LogStore = { logEntries: async () => [], keepLog: async () => ok(null), dropLog: async () => ok(null) };

/**
 * The whole log as the host has it, of which nothing is kept: for a device that has kept none, until it is known to be the account's.
 * One that a host made up would stand in the way of the true one from then on. Null when the host has no such vault. Refusal: `account-key-old`.
 */
export const readApart = async (parts: AccountParts, account: DeviceAccount, firstKey: Uint8Array | null): Promise<Result<KeyRing | null>> => {
  const ring = await ringOf({ ...parts, log: APART }, account, firstKey);
  if (!ring.ok) return ring;
  const isThere = await readUp(hostOf(parts, account), ring.value);
  if (!isThere.ok) return isThere;
  const state = ring.value.state();
  if (!isThere.value || !state) return ok(null);
  return state.account?.sign === account.identity.publicKeys.sign ? ring : refuse({ code: 'account-key-old' });
};

const readFirst = async (parts: AccountParts, account: DeviceAccount, firstKey: Uint8Array, ring: KeyRing): Promise<Result<boolean>> => {
  const apart = await readApart(parts, account, firstKey);
  if (!apart.ok || !apart.value) return apart.ok ? ok(false) : apart;
  const kept = await ring.extend(apart.value.entries(0), 0);
  return kept.ok ? ok(true) : kept;
};

/** The key of epoch 1: from the bundle's, back through the log. */
export const firstKeyOf = (sodium: Sodium, state: LogState | null, bundle: Pick<Bundle, 'epoch' | 'epochKey'>): Result<Uint8Array> => {
  if (!state) return bundle.epoch === 1 ? ok(bundle.epochKey) : refuse({ code: 'log-empty' });
  const chain = keysBack(sodium, state, bundle.epoch, bundle.epochKey);
  const first = chain.keys.get(1);
  return first ? ok(first) : refuse(chain.broken ?? { code: 'epoch-key-damaged', with: { epoch: 1, by: '' } });
};

/**
 * The host's log in the place of ours, where both have parted: a host was set back, and somebody went on there before anybody told it what
 * it had lost. Only for who has just shown the password. Refusal `log-forked`: somebody who was sent away would be back by it, or a key of ours would be another.
 */
const takeOther = async (parts: AccountParts, account: DeviceAccount, firstKey: Uint8Array, ours: KeyRing): Promise<Result<null>> => {
  const apart = await readApart(parts, account, firstKey);
  if (!apart.ok) return apart;
  const [mine, theirs] = [ours.state(), apart.value?.state()];
  if (!mine || !theirs || !apart.value) return refuse({ code: 'log-forked' });
  const isBack = [...theirs.members.keys()].some((id) => mine.writers.has(id) && !mine.members.has(id));
  const isOtherKey = mine.epochs.some((_, i) => {
    const key = ours.epochKey(i + 1);
    return key !== null && !isEpochKey(parts.sodium, theirs, i + 1, key);
  });
  if (isBack || isOtherKey) return refuse({ code: 'log-forked' });
  // Interrupted between both, it is read whole when the device next comes to the host.
  const dropped = await parts.log.dropLog();
  return dropped.ok ? parts.log.keepLog(apart.value.entries(0), 0) : dropped;
};

const TRIES = 8;

/**
 * Brings the device into its vault's log, which it begins where there is none. Refusals: `account-key-old` (the account's keys were
 * changed on another device), `device-there` (the log has the device with other keys), `epoch-not-reached` (the bundle has not the
 * newest key yet), `log-full` (more devices only with the password), `log-forked`, the log's, the host's. `bundle`: of who has just shown the password. `isNew`: the account was just made, so that the host is not asked for a log that it cannot have.
 */
export const joinLog = async (
  parts: AccountParts,
  account: DeviceAccount,
  firstKey: Uint8Array,
  bundle?: Pick<Bundle, 'epoch' | 'epochKey'>,
  isNew = false,
): Promise<Result<KeyRing>> => {
  const opened = await ringOf(parts, account, firstKey);
  if (!opened.ok) return opened;
  let ring = opened.value;
  const host = hostOf(parts, account);
  const doing = { sodium: parts.sodium, random: parts.random, own: account.device };
  for (let tries = 0; tries < TRIES; tries++) {
    const isNone = ring.state() === null;
    const isThere = isNone && isNew && tries === 0 ? ok(false) : isNone ? await readFirst(parts, account, firstKey, ring) : await readUp(host, ring);
    if (!isThere.ok && isThere.error.code === 'log-forked' && bundle && tries === 0) {
      const taken = await takeOther(parts, account, firstKey, ring);
      const again = taken.ok ? await ringOf(parts, account, firstKey) : taken;
      if (!again.ok) return again;
      ring = again.value;
      continue;
    }
    if (!isThere.ok) return isThere;
    const state = ring.state();
    const now = parts.now();
    if (!isThere.value && state) return refuse({ code: 'host-not-found' });
    if (state) {
      const member = state.members.get(account.device.id);
      if (member) return member.sign === account.device.publicKeys.sign ? ok(ring) : refuse({ code: 'device-there' });
      if (state.account?.sign !== account.identity.publicKeys.sign) return refuse({ code: 'account-key-old' });
    }
    const key = state ? (ring.epochKey(state.epoch) ?? (bundle?.epoch === state.epoch ? bundle.epochKey : null)) : firstKey;
    if (!key) return refuse({ code: 'epoch-not-reached' });
    const made = state ? addDevice({ ...doing, now }, state, account.identity, key) : beginPersonal({ ...doing, now }, account.vault, account.identity, firstKey);
    if (!made.ok) return made;
    const posted = await host.postLog(entryToText(made.value.entry));
    if (!posted.ok && posted.error.with?.['why'] === 'log-full') return refuse({ code: 'log-full' });
    // Somebody was first, or did what we could no longer: looked at again.
    if (!posted.ok && !['log-behind', 'log-refused'].includes(posted.error.code)) return refuse(refusalOf(posted.error));
  }
  return refuse({ code: 'log-busy' });
};
