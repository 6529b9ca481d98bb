// An account that this device is in: its devices, its password, what the host stores, a lost device sent away, signing out, ending
// it. Invariants: what a thief could use (password, recovery code, account key, identity, vault key) changes in one transaction at
// the host or not at all, and the new secrets lie sealed here before the host has them, so that a crash between loses nobody.

import { ok, refuse, type Result } from '#core/result.ts';
import { openBundle, rotateAccount, sealBundle, type Bundle } from '#crypto/account-keys.ts';
import type { AccountSecrets, DeviceAccount } from '#crypto/device-account.ts';
import { newEpoch, rekey, removeMembers } from '#crypto/membership-deeds.ts';
import { ACCOUNT_LIMITS, isAccountView, isBundle, type AccountView } from '#sync/account-protocol.ts';
import { entryToText, type KeyRing } from '#sync/ring.ts';
import { newRecord, setPassword, signInWith } from './account-entry.ts';
import { circleRekeys, leaveCircles } from './circle-keys.ts';
import {
  anything,
  callsOf,
  hostOf,
  isSameKey,
  joinLog,
  needAccount,
  patchAccount,
  plainly,
  readLabel,
  readUp,
  refusalOf,
  ringOf,
  type AccountParts,
  type OpenVault,
} from './account-parts.ts';
import { readPassword } from './opaque-client.ts';

const NO_SESSION = refuse({ code: 'session-needed' });

const bundleOf = ({ vault, epoch, identity }: DeviceAccount, epochKey: Uint8Array): Bundle => ({ vault, epoch, epochKey, identity });

/** Where nobody knows the password but this device, nobody is asked for it. */
const knownPassword = (typed: string, { password }: DeviceAccount): string => (typed === '' && password !== null ? password : typed.normalize('NFKC'));

/**
 * Shows the password again, or the one that this device made up where '' is given: a fresh session, and the account's secrets as they now are. Needed before what only the person may do, and
 * once after they were changed on another device. Refusals: `account-none`, `session-needed` (a restored copy that has not signed in),
 * `sign-in-wrong`, `bundle-old`, the host's.
 */
export const showPassword = async (parts: AccountParts, open: OpenVault, typed: string): Promise<Result<DeviceAccount>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const { host, name, device, token: before, account } = found.value;
  // A restored copy comes in as a device of its own first.
  if (device.id !== open.header.device) return NO_SESSION;
  const done = await signInWith(parts, { host, name, password: knownPassword(typed, found.value) }, device.id, before);
  if (!done.ok) return done;
  const { signed, accountKey } = done.value;
  if (signed.account !== account) return refuse({ code: 'vault-other' });
  const bundle = openBundle(parts.sodium, signed.bundle, accountKey, account, signed.version, found.value.version);
  // Identity and account key change together: with the key that is here, what is here is right, whoever spoiled the bundle.
  const isSame = isSameKey(found.value, { accountKey });
  if (!bundle.ok && !(isSame && bundle.error.code === 'bundle-wrong')) return bundle;
  const { identity, epoch } = isSame || !bundle.ok ? found.value : bundle.value;
  const kept = await patchAccount(parts, open, () => ({ token: signed.token, accountKey, identity, epoch, version: signed.version, next: null }));
  if (kept.ok && before) await callsOf(parts, host).json('POST', '/account/sign-out', anything, { token: before });
  return kept;
};

/** Record and wrap change together; devices stay signed in. Refusals: those of `showPassword`, `password-short`. */
export const changePassword = async (
  parts: AccountParts,
  open: OpenVault,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): Promise<Result<null>> => {
  const next = readPassword(newPassword);
  if (!next.ok) return next;
  const shown = await showPassword(parts, open, password);
  if (!shown.ok) return shown;
  const { host, token, account, accountKey } = shown.value;
  const changed = await setPassword(parts, host, token!, account, accountKey, next.value);
  if (!changed.ok) return changed;
  const kept = await patchAccount(parts, open, () => ({ password: null }));
  return kept.ok ? changed : kept;
};

/** Everything that the host stores about the account, with bytes. */
export const viewAccount = async (parts: AccountParts, open: OpenVault): Promise<Result<AccountView>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const { host, token } = found.value;
  return token ? plainly(await callsOf(parts, host).json('GET', '/account', isAccountView, { token })) : NO_SESSION;
};

export interface AccountDevice {
  readonly id: string;
  /** '' where it has none that can be read. */
  readonly name: string;
  readonly isThis: boolean;
  readonly isSignedIn: boolean;
  /** Whether the membership log has it: it can read what is written now. */
  readonly isMember: boolean;
  /** Milliseconds since 1970; null for one that the host does not know any more. */
  readonly created: number | null;
  readonly seen: number | null;
}

/** The account's devices: what the host says of them beside what the log says, which the host cannot change. */
export const listDevices = async (parts: AccountParts, open: OpenVault): Promise<Result<readonly AccountDevice[]>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const account = found.value;
  const view = await viewAccount(parts, open);
  if (!view.ok) return view;
  const ring = await readRing(parts, open, account);
  if (!ring.ok) return ring;
  const members = ring.value.state()?.members ?? new Map<string, unknown>();
  const known = view.value.devices.map(({ id, label, created, seen, signedIn }) => ({
    id,
    name: readLabel(parts.sodium, open.key, account.account, id, label),
    isThis: id === account.device.id,
    isSignedIn: signedIn,
    isMember: members.has(id),
    created,
    seen,
  }));
  const others = [...members.keys()].filter((id) => !known.some((each) => each.id === id));
  return ok([...known, ...others.map((id) => ({ id, name: '', isThis: id === account.device.id, isSignedIn: false, isMember: true, created: null, seen: null }))]);
};

const readRing = async (parts: AccountParts, open: OpenVault, account: DeviceAccount): Promise<Result<KeyRing>> => {
  const ring = await ringOf(parts, account, open.key);
  if (!ring.ok) return ring;
  const isRead = await readUp(hostOf(parts, account), ring.value);
  return isRead.ok ? ring : isRead;
};

const TRIES = 8;

/**
 * Sends devices away and makes everything anew that they had: the vault's key, the account's key and identity, in its circles too, the
 * recovery code, and the password's record, under `newPassword` or the same one. The other devices stay; they ask for the password once when they need
 * the account's key. `seen`: the list that the person chose from; a device that came in since, which may be a thief's, goes too.
 * With no devices named it makes a new recovery code. The code comes back in `account.code`, to be confirmed.
 * Refusals: those of `showPassword`, `password-short`, `log-leave-instead` (this device itself), `account-key-old`.
 */
export const revokeDevices = async (
  parts: AccountParts,
  open: OpenVault,
  {
    password,
    newPassword = password,
    devices,
    seen,
  }: { readonly password: string; readonly newPassword?: string; readonly devices: readonly string[]; readonly seen?: readonly string[] },
): Promise<Result<DeviceAccount>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const next = readPassword(knownPassword(newPassword, found.value));
  if (!next.ok) return next;
  const shown = await showPassword(parts, open, password);
  if (!shown.ok) return shown;
  const account = shown.value;
  if (devices.includes(account.device.id)) return refuse({ code: 'log-leave-instead' });
  const { host, token, device, identity, vault } = account;
  const joined = await joinLog(parts, account, open.key);
  if (!joined.ok) return joined;
  const ring = joined.value;
  // A session that a thief's one begot goes too: what stays is in the log.
  const there = new Set(seen ? [...seen, device.id] : ring.state()!.members.keys());
  const keep = [...ring.state()!.members.keys()].filter((id) => there.has(id) && !devices.includes(id)).slice(-ACCOUNT_LIMITS.devices);
  const record = await newRecord(parts, host, token!, next.value);
  if (!record.ok) return record;
  const { ticket, record: opaqueRecord, exportKey } = record.value;
  const tools = { sodium: parts.sodium, random: parts.random };
  for (let tries = 0; tries < TRIES; tries++) {
    const isRead = await readUp(hostOf(parts, account), ring);
    if (!isRead.ok) return isRead;
    const state = ring.state()!;
    const present = ring.epochKey(state.epoch);
    if (state.account?.sign !== identity.publicKeys.sign || !present) return refuse({ code: 'account-key-old' });
    const made = rotateAccount(tools, { bundle: bundleOf(account, present), version: account.version }, exportKey);
    const fresh = made.bundle.identity;
    const now = parts.now();
    const rekeyed = rekey({ ...tools, now, own: identity }, state, fresh);
    if (!rekeyed.ok) return rekeyed;
    const doing = { ...tools, now, own: device };
    const gone = [...rekeyed.value.state.members.keys()].filter((id) => devices.includes(id) || !there.has(id));
    const brought = gone.length > 0 ? removeMembers(doing, rekeyed.value.state, gone, present, fresh) : newEpoch(doing, rekeyed.value.state, present);
    if (!brought.ok) return brought;
    const { epoch } = brought.value.state;
    const secrets: AccountSecrets = { accountKey: made.accountKey, identity: fresh, version: made.version, epoch };
    const noted = await patchAccount(parts, open, () => ({ next: { ...secrets, code: made.code } }));
    if (!noted.ok) return noted;
    const circles = await circleRekeys(parts, account, fresh);
    if (!circles.ok) return circles;
    const log = [...[rekeyed.value.entry, brought.value.entry].map((entry) => ({ vault, entry: entryToText(entry) })), ...circles.value];
    const done = await callsOf(parts, host).json('POST', '/account/rotate', anything, {
      token: token!,
      body: {
        ticket,
        record: opaqueRecord,
        sign: fresh.publicKeys.sign,
        recovery: made.sealed.recoveryKey,
        wraps: { password: made.sealed.passwordWrap, recovery: made.sealed.recoveryWrap },
        // With the new epoch's key at once, so that whoever signs in right after finds it.
        bundle: sealBundle(tools, { ...made.bundle, epoch, epochKey: brought.value.key }, made.accountKey, account.account, made.version),
        version: made.version,
        log,
        keep,
      },
    });
    if (done.ok) {
      const kept = await patchAccount(parts, open, (now) => ({ ...secrets, code: made.code, next: null, password: now.password === next.value ? next.value : null }));
      if (kept.ok) await readUp(hostOf(parts, account), ring);
      return kept;
    }
    // No answer may mean that it was done: `next` stays, and is asked about at the next start.
    if (done.error.code === 'offline') return refuse(refusalOf(done.error));
    const undone = await patchAccount(parts, open, () => ({ next: null }));
    if (!undone.ok) return undone;
    // Or out of a circle, by somebody who was first.
    if (!['log-behind', 'not-found'].includes(done.error.code)) return refuse(refusalOf(done.error));
  }
  return refuse({ code: 'log-busy' });
};

/** A new recovery code; the old one opens nothing any more. */
export const renewRecovery = (parts: AccountParts, open: OpenVault, password: string): Promise<Result<DeviceAccount>> => revokeDevices(parts, open, { password, devices: [] });

/** Asks which secrets hold, after a change whose answer never came. */
export const settleNext = async (parts: AccountParts, open: OpenVault, account: DeviceAccount): Promise<Result<DeviceAccount>> => {
  const { host, token, next } = account;
  if (!next || !token) return ok(account);
  const found = await callsOf(parts, host).json('GET', '/account/bundle', isBundle, { token });
  if (!found.ok) return found.error.code === 'session-needed' ? ok(account) : refuse(refusalOf(found.error));
  const { bundle, version } = found.value;
  const isDone = version >= next.version && openBundle(parts.sodium, bundle, next.accountKey, account.account, version).ok;
  const { code, ...secrets } = next;
  return patchAccount(parts, open, () => (isDone ? { ...secrets, code, next: null } : { next: null }));
};

/** Ends this device's session. What is here stays, and can be read; nothing is synchronised until somebody signs in again. */
export const signOut = async (parts: AccountParts, open: OpenVault): Promise<Result<null>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const { host, token } = found.value;
  if (token) {
    const done = await callsOf(parts, host).json('POST', '/account/sign-out', anything, { token });
    // A host that does not know the session has ended it already.
    if (!done.ok && done.error.code !== 'session-needed') return refuse(refusalOf(done.error));
  }
  const kept = await patchAccount(parts, open, () => ({ token: null }));
  return kept.ok ? ok(null) : kept;
};

/**
 * Leaves the account's circles, and deletes it and everything of it at the host. What is on this device stays; `leaveHost` (account-end.ts)
 * does what is left to do here.
 */
export const deleteAccount = async (parts: AccountParts, open: OpenVault, password: string): Promise<Result<null>> => {
  const shown = await showPassword(parts, open, password);
  if (!shown.ok) return shown;
  const { host, token } = shown.value;
  const left = await leaveCircles(parts, shown.value);
  if (!left.ok) return left;
  const done = plainly(await callsOf(parts, host).json('DELETE', '/account', anything, { token: token! }));
  if (!done.ok) return done;
  const kept = await patchAccount(parts, open, () => ({ token: null, joined: false, gone: true }));
  return kept.ok ? ok(null) : kept;
};
