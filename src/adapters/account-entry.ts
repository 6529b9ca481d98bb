// Coming into an account: making one for the vault that is here, signing in on a device, coming back with the recovery code. Each
// ends alike: secrets sealed in the store, the device in the membership log. Invariants: the password goes nowhere, the host learns
// nothing from which it could be tried; nothing that is in the vault is sealed anew; what was interrupted can be done again.

import { newDeviceId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { makeAccount, newPassword, openBundle, unwrapAccountKey, wrapKeyFrom, type Bundle } from '#crypto/account-keys.ts';
import { loadAccount, type DeviceAccount } from '#crypto/device-account.ts';
import { makeKeys, type OwnKeys } from '#crypto/device-keys.ts';
import { admissionProof, type InviteLink } from '#crypto/invites.ts';
import { recoveryWrapKey, signRecovery, textToRecoveryCode } from '#crypto/recovery-code.ts';
import { beginVaultOf, readHeader, type Header, type KeyPlace } from '#crypto/vault-lock.ts';
import { foldName, isRecoverStarted, isRegisterStarted, isSignedIn, isSignInStarted, isToken, type SignedIn } from '#sync/account-protocol.ts';
import { exactly, id, base64url, whole } from '#sync/checks.ts';
import { anything, callsOf, firstKeyOf, joinLog, keepAccount, opaqueOf, patchAccount, plainly, readApart, sealLabel, type AccountParts, type OpenVault } from './account-parts.ts';
import { readHostAddress } from './host-calls.ts';
import { readPassword } from './opaque-client.ts';

const isRegistered = exactly({ account: id, token: base64url(43, 43), expires: whole(0, Number.MAX_SAFE_INTEGER) });
const isPasswordStarted = isSignInStarted;

/** Who, where, with what. `label`: a name for this device, which the host cannot read. */
export interface Credentials {
  readonly host: string;
  readonly name: string;
  readonly password: string;
  readonly label: string;
  /** Plain http to another machine is allowed: the person was told, or the network is their own. */
  readonly isPlainAllowed?: boolean;
}

/** `invite`: a code of the host's keeper. `link`: into a circle, which lets in without one. `isMadeUp`: nobody knows the password but this device, which keeps it. */
export interface NewAccount extends Credentials {
  readonly invite?: string;
  readonly link?: InviteLink;
  readonly isMadeUp?: true;
}

export interface EntryParts extends AccountParts {
  /** Where the key of a vault goes that this device did not have. */
  readonly place: KeyPlace;
}

/** A vault with its account, ready to be opened. */
export interface Entered {
  readonly header: Header;
  readonly key: Uint8Array;
  readonly account: DeviceAccount;
}

interface Read {
  readonly host: string;
  readonly name: string;
  readonly password: string;
}

const read = ({ host, name, password, isPlainAllowed = false }: Omit<Credentials, 'label'>): Result<Read> => {
  const address = readHostAddress(host, { isPlainAllowed });
  if (!address.ok) return address;
  const folded = foldName(name);
  if (folded === null) return refuse({ code: 'account-name-wrong' });
  const kept = readPassword(password);
  return kept.ok ? ok({ host: address.value, name: folded, password: kept.value }) : kept;
};

/**
 * An account for the vault that is here. The recovery code comes back in `account.code`, is shown, and confirmed by
 * `confirmRecovery`. Where the host could not be reached for the last step, it is done when synchronising starts (`joined`).
 * Refusals: `account-there`, `account-name-wrong`, `account-name-taken`, `password-short`, `registration-closed`, `invite-wrong`,
 * `host-address-wrong`, `host-not-secure`, the host's.
 */
export const createAccount = async (parts: AccountParts, open: OpenVault, given: NewAccount): Promise<Result<DeviceAccount>> => {
  const { sodium, random } = parts;
  const { header, key } = open;
  const before = await loadAccount(sodium, parts.store, key, header);
  if (!before.ok) return before;
  if (before.value) return refuse({ code: 'account-there', with: { name: before.value.name } });
  const typed = read(given);
  if (!typed.ok) return typed;
  const { host, name, password } = typed.value;
  const calls = callsOf(parts, host);
  const opaque = opaqueOf(parts);
  const begun = await opaque.startRegistration(password);
  const started = plainly(
    await calls.json('POST', '/account/register/start', isRegisterStarted, {
      body: { name, request: begun.request, ...(given.invite ? { invite: given.invite } : {}), ...(given.link ? { link: admissionProof(sodium, given.link, name) } : {}) },
    }),
  );
  if (!started.ok) return started;
  const { account: id, ticket, response } = started.value;
  const finished = await opaque.finishRegistration(password, begun.state, response);
  if (!finished) return refuse({ code: 'host-malformed' });
  const made = makeAccount(parts, id, { vault: header.vault, epoch: 1, epochKey: key }, finished.exportKey);
  const device = makeKeys(sodium, random, header.device);
  const { identity } = made.bundle;
  const registered = plainly(
    await calls.json('POST', '/account/register/finish', isRegistered, {
      body: {
        ticket,
        record: finished.record,
        sign: identity.publicKeys.sign,
        recovery: made.sealed.recoveryKey,
        wraps: { password: made.sealed.passwordWrap, recovery: made.sealed.recoveryWrap },
        bundle: made.sealed.bundle,
        device: { id: device.id, label: sealLabel(parts, key, id, device.id, given.label) },
      },
    }),
  );
  if (!registered.ok) return registered;
  const account: DeviceAccount = {
    host,
    name,
    account: id,
    vault: header.vault,
    device,
    token: registered.value.token,
    joined: false,
    gone: false,
    accountKey: made.accountKey,
    identity,
    version: made.version,
    epoch: 1,
    password: given.isMadeUp ? password : null,
    code: made.code,
    next: null,
  };
  const kept = await keepAccount(parts, open, account);
  if (!kept.ok) return kept;
  const joined = await joinLog(parts, account, key, undefined, true);
  return joined.ok ? patchAccount(parts, open, () => ({ joined: true })) : ok(account);
};

/** The recovery code was written down: it is no longer kept here. */
export const confirmRecovery = (parts: AccountParts, open: OpenVault): Promise<Result<DeviceAccount>> => patchAccount(parts, open, () => ({ code: null }));

/** What a password opens. */
export interface SignedInWith {
  readonly signed: SignedIn;
  readonly accountKey: Uint8Array;
}

/** `token`: this device's session, where it has one. Refusals: `sign-in-wrong`, whether it was the name or the password; the host's. */
export const signInWith = async (parts: AccountParts, { host, name, password }: Read, device: string, token: string | null = null): Promise<Result<SignedInWith>> => {
  const calls = callsOf(parts, host);
  const opaque = opaqueOf(parts);
  const begun = await opaque.startSignIn(password);
  const started = plainly(await calls.json('POST', '/account/sign-in/start', isSignInStarted, { token, body: { name, request: begun.request } }));
  if (!started.ok) return started;
  const finished = await opaque.finishSignIn(password, begun.state, started.value.response);
  if (!finished) return refuse({ code: 'sign-in-wrong' });
  const body = { ticket: started.value.ticket, finish: finished.finish, device: { id: device, label: '' } };
  const signed = plainly(await calls.json('POST', '/account/sign-in/finish', isSignedIn, { body }));
  if (!signed.ok) return signed;
  const { account, wrap } = signed.value;
  const accountKey = unwrapAccountKey(parts.sodium, wrap, wrapKeyFrom(parts.sodium, finished.exportKey), account, 'password');
  return accountKey.ok ? ok({ signed: signed.value, accountKey: accountKey.value }) : accountKey;
};

/** A new password for a session that is fresh: record and wrap in one. */
export const setPassword = async (parts: AccountParts, host: string, token: string, account: string, accountKey: Uint8Array, password: string): Promise<Result<null>> => {
  const record = await newRecord(parts, host, token, password);
  if (!record.ok) return record;
  const { ticket, record: made, exportKey } = record.value;
  const body = { ticket, record: made, wrap: newPassword(parts, accountKey, exportKey, account) };
  const changed = plainly(await callsOf(parts, host).json('POST', '/account/password/finish', anything, { token, body }));
  return changed.ok ? ok(null) : changed;
};

/** The first half of a new password. */
export const newRecord = async (
  parts: AccountParts,
  host: string,
  token: string,
  password: string,
): Promise<Result<{ readonly ticket: string; readonly record: string; readonly exportKey: Uint8Array }>> => {
  const opaque = opaqueOf(parts);
  const begun = await opaque.startRegistration(password);
  const started = plainly(await callsOf(parts, host).json('POST', '/account/password/start', isPasswordStarted, { token, body: { request: begun.request } }));
  if (!started.ok) return started;
  const finished = await opaque.finishRegistration(password, begun.state, started.value.response);
  return finished ? ok({ ticket: started.value.ticket, ...finished }) : refuse({ code: 'host-malformed' });
};

/** The vault's device, and its keys where it has some. Refusal `vault-there` when there is a vault that was not opened. */
const deviceHere = async (parts: EntryParts, open: OpenVault | null): Promise<Result<{ readonly device: OwnKeys; readonly before: DeviceAccount | null }>> => {
  const { sodium, random, store } = parts;
  if (open) {
    const before = await loadAccount(sodium, store, open.key, open.header);
    if (!before.ok) return before;
    // In a copy that was restored from a backup the keys are another device's, which goes on with them.
    const own = before.value?.device.id === open.header.device ? before.value.device : makeKeys(sodium, random, open.header.device);
    return ok({ device: own, before: before.value });
  }
  const header = await readHeader(store);
  if (!header.ok) return header;
  return header.value ? refuse({ code: 'vault-there' }) : ok({ device: makeKeys(sodium, random, newDeviceId(random)), before: null });
};

export interface Entering {
  readonly host: string;
  readonly name: string;
  readonly account: string;
  readonly token: string;
  readonly accountKey: Uint8Array;
  readonly bundle: string;
  readonly version: number;
  readonly label: string;
  /** Instant, ISO 8601: when a vault that was not here begins to be. */
  readonly made: string;
}

/** What the account's key opens, where it is this device's vault and not older than what this device has seen. Refusals: `bundle-old`, `bundle-wrong`, `bundle-newer`, `vault-other`. */
const bundleFor = (
  sodium: AccountParts['sodium'],
  open: OpenVault | null,
  before: DeviceAccount | null,
  { account: id, bundle: sealed, accountKey, version }: Pick<Entering, 'account' | 'bundle' | 'accountKey' | 'version'>,
): Result<Bundle> => {
  const bundle = openBundle(sodium, sealed, accountKey, id, version, before?.account === id ? before.version : 0);
  if (bundle.ok && open && (open.header.vault !== bundle.value.vault || (before && before.account !== id))) return refuse({ code: 'vault-other' });
  return bundle;
};

/**
 * The last steps of every way in. Refusals: `vault-other` (there is another vault on this device), `bundle-old` (the host gives back
 * an older state of the account), those of `joinLog`.
 */
export const enter = async (parts: EntryParts, open: OpenVault | null, device: OwnKeys, before: DeviceAccount | null, given: Entering): Promise<Result<Entered>> => {
  const { sodium, store, place } = parts;
  const { host, name, account: id, token, accountKey, version } = given;
  const bundle = bundleFor(sodium, open, before, given);
  if (!bundle.ok) return bundle;
  const { vault, epoch, identity } = bundle.value;
  const account: DeviceAccount = {
    host,
    name,
    account: id,
    vault,
    device,
    token,
    joined: false,
    gone: false,
    accountKey,
    identity,
    version,
    epoch,
    password: null,
    code: null,
    next: null,
  };
  const first = open ? ok(open.key) : await firstKey(parts, account, bundle.value);
  if (!first.ok) return first;
  const key = first.value;
  const opened: OpenVault = { header: { vault, device: device.id }, key };
  const kept = await keepAccount(parts, opened, account);
  if (!kept.ok) return kept;
  const begun = open ? await readHeader(store) : await beginVaultOf({ store, place }, { vault, device: device.id }, key, given.made);
  if (!begun.ok) return begun;
  const joined = await joinLog(parts, account, key, bundle.value);
  // What the host could not do now is done when synchronising starts: the vault is here, with its account.
  if (!joined.ok && !joined.error.code.startsWith('host-')) return joined;
  const now = await patchAccount(parts, opened, () => ({ joined: joined.ok }));
  if (!now.ok) return now;
  // The session before this one on the same device is over.
  if (before?.token && before.token !== token) await callsOf(parts, host).json('POST', '/account/sign-out', anything, { token: before.token });
  await labelDevice(parts, key, now.value, given.label);
  return ok({ header: begun.value!, key, account: now.value });
};

const firstKey = async (parts: AccountParts, account: DeviceAccount, bundle: Bundle): Promise<Result<Uint8Array>> => {
  const log = await readApart(parts, account, null);
  return log.ok ? firstKeyOf(parts.sodium, log.value?.state() ?? null, bundle) : log;
};

/** Names a device for the others; a session that the host gives for it is ended at once. Not so important that anything waits for it. */
export const labelDevice = async (parts: AccountParts, key: Uint8Array, { host, token, account, device }: DeviceAccount, name: string): Promise<void> => {
  const calls = callsOf(parts, host);
  const label = sealLabel(parts, key, account, device.id, name);
  const given = await calls.json('POST', '/account/devices', isToken, { token, body: { device: { id: device.id, label } } });
  if (given.ok) await calls.json('POST', '/account/sign-out', anything, { token: given.value.token });
};

/**
 * Signs in: on a device without a vault the account's comes to it; on one whose vault is the account's it is synchronised again.
 * Refusals: `sign-in-wrong`, `vault-other`, `vault-there`, those of `createAccount` and `enter`.
 */
export const signIn = async (parts: EntryParts, open: OpenVault | null, given: Credentials & { readonly made: string }): Promise<Result<Entered>> => {
  const typed = read(given);
  if (!typed.ok) return typed.error.code === 'password-short' ? refuse({ code: 'sign-in-wrong' }) : typed;
  const here = await deviceHere(parts, open);
  if (!here.ok) return here;
  const { device, before } = here.value;
  const done = await signInWith(parts, typed.value, device.id);
  if (!done.ok) return done;
  const { signed, accountKey } = done.value;
  const { host, name } = typed.value;
  return entered(parts, open, device, before, { ...signed, host, name, accountKey, label: given.label, made: given.made });
};

/** A session that led nowhere is not left behind. */
const entered = async (parts: EntryParts, open: OpenVault | null, device: OwnKeys, before: DeviceAccount | null, given: Entering): Promise<Result<Entered>> => {
  const done = await enter(parts, open, device, before, given);
  if (!done.ok && ['vault-other', 'bundle-old', 'bundle-wrong', 'bundle-newer'].includes(done.error.code))
    await callsOf(parts, given.host).json('POST', '/account/sign-out', anything, { token: given.token });
  return done;
};

/**
 * Comes back with the recovery code and sets a new password; from then on the old one opens nothing. Refusals: `recovery-group-wrong`,
 * `recovery-too-short`, `recovery-too-long`, `sign-in-wrong` (no such name, or not its code), those of `signIn`.
 */
export const recoverAccount = async (
  parts: EntryParts,
  open: OpenVault | null,
  given: Credentials & { readonly code: string; readonly made: string },
): Promise<Result<Entered>> => {
  const { sodium } = parts;
  const code = textToRecoveryCode(given.code);
  if (!code.ok) return code;
  const typed = read(given);
  if (!typed.ok) return typed;
  const { host, name, password } = typed.value;
  const here = await deviceHere(parts, open);
  if (!here.ok) return here;
  const { device, before } = here.value;
  const calls = callsOf(parts, host);
  const started = plainly(await calls.json('POST', '/account/recover/start', isRecoverStarted, { body: { name } }));
  if (!started.ok) return started;
  const { ticket } = started.value;
  const sig = bytesToBase64(signRecovery(sodium, code.value, ticket));
  const signed = plainly(await calls.json('POST', '/account/recover/finish', isSignedIn, { body: { ticket, sig, device: { id: device.id, label: '' } } }));
  if (!signed.ok) return signed;
  const { account, token, wrap } = signed.value;
  const accountKey = unwrapAccountKey(sodium, wrap, recoveryWrapKey(sodium, code.value), account, 'recovery');
  if (!accountKey.ok) return accountKey;
  const entering = { ...signed.value, host, name, accountKey: accountKey.value, label: given.label, made: given.made };
  // What leads nowhere changes no password.
  if (bundleFor(sodium, open, before, entering).ok) {
    const changed = await setPassword(parts, host, token, account, accountKey.value, password);
    if (!changed.ok) return changed;
  }
  return entered(parts, open, device, before, entering);
};
