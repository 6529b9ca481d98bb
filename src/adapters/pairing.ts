// A new device comes in without a password: it shows a picture, a device that is in already answers. Over the host's mailboxes
// (ten minutes, taken once), sealed by crypto/pairing.ts. Invariant: the old device gives only what opens the account as it is now,
// and a session of the new device's own, which is not fresh: it can change no password and send nobody away.

import { newDeviceId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { openBundle } from '#crypto/account-keys.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { makeKeys, type OwnKeys } from '#crypto/device-keys.ts';
import { fragmentToPairing, makePairing, openGift, pairingToFragment, sealGift, type PairingKeys } from '#crypto/pairing.ts';
import { readHeader } from '#crypto/vault-lock.ts';
import { isBundle, isPair, isToken } from '#sync/account-protocol.ts';
import { enter, type Entered, type EntryParts } from './account-entry.ts';
import { anything, callsOf, needAccount, plainly, sealLabel, type AccountParts, type OpenVault } from './account-parts.ts';
import { readHostAddress } from './host-calls.ts';

export interface Pairing {
  /** An address, to be shown as a picture that the other device scans, or as text. */
  readonly text: string;
  readonly host: string;
  readonly keys: PairingKeys;
  readonly device: OwnKeys;
}

/** On a device without a vault. Refusals: `vault-there`, `host-address-wrong`, `host-not-secure`. */
export const beginPairing = async (parts: EntryParts, host: string, { isPlainAllowed = false }: { readonly isPlainAllowed?: boolean } = {}): Promise<Result<Pairing>> => {
  const address = readHostAddress(host, { isPlainAllowed });
  if (!address.ok) return address;
  const header = await readHeader(parts.store);
  if (!header.ok) return header;
  if (header.value) return refuse({ code: 'vault-there' });
  const device = makeKeys(parts.sodium, parts.random, newDeviceId(parts.random));
  const keys = makePairing(parts.sodium, parts.random, device.id);
  return ok({ text: `${address.value}/pair${pairingToFragment(keys)}`, host: address.value, keys, device });
};

/** How long a picture is good for: as long as the host keeps a mailbox. */
const LIVES = 10 * 60_000;

/**
 * Waits until the other device has answered. Refusals: `pairing-over` (nobody answered in ten minutes, or `signal` ended it),
 * `pairing-wrong`, those of coming in.
 */
export const awaitPairing = async (
  parts: EntryParts,
  { host, keys, device }: Pairing,
  { label, made, signal }: { readonly label: string; readonly made: string; readonly signal?: AbortSignal },
): Promise<Result<Entered>> => {
  const calls = callsOf(parts, host);
  const began = parts.now();
  for (let failures = 0; ;) {
    if (signal?.aborted || parts.now() - began > LIVES) return refuse({ code: 'pairing-over' });
    const found = await calls.json('GET', `/pair/${keys.mailbox}`, isPair, signal ? { signal } : {});
    if (found.ok) {
      const gift = openGift(parts.sodium, found.value.blob, keys);
      if (!gift.ok) return gift;
      const { name, account, token, accountKey, version: seen } = gift.value;
      const bundle = plainly(await calls.json('GET', '/account/bundle', isBundle, { token }));
      if (!bundle.ok) return bundle;
      if (bundle.value.version < seen) return refuse({ code: 'bundle-old', with: { version: bundle.value.version, seen } });
      return enter(parts, null, device, null, { ...bundle.value, host, name, account, token, accountKey, label, made });
    }
    // Nothing lies there yet: the host waited a while before it said so.
    if (found.error.code === 'not-found') continue;
    if (found.error.code !== 'offline' && found.error.code !== 'too-many' && found.error.code !== 'ending') return plainly(found);
    failures++;
    await new Promise((resolve) => setTimeout(resolve, found.error.wait ?? Math.min(30_000, 1000 * 2 ** failures)));
  }
};

/**
 * On a device that is in: lets in the one whose picture was scanned. Refusals: `pairing-damaged`, `pairing-newer`, `pairing-other-host`,
 * `account-key-old` (show the password once), `account-none`, `session-needed`, the host's.
 */
export const answerPairing = async (parts: AccountParts, open: OpenVault, text: string): Promise<Result<DeviceAccount>> => {
  const ask = fragmentToPairing(text);
  if (!ask.ok) return ask;
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const { host, token, account, accountKey, name, version } = found.value;
  const address = text.slice(0, Math.max(0, text.lastIndexOf('#'))).trim();
  if (address !== '' && address !== `${host}/pair`) return refuse({ code: 'pairing-other-host', with: { host } });
  if (!token) return refuse({ code: 'session-needed' });
  const calls = callsOf(parts, host);
  const bundle = plainly(await calls.json('GET', '/account/bundle', isBundle, { token }));
  if (!bundle.ok) return bundle;
  const opened = openBundle(parts.sodium, bundle.value.bundle, accountKey, account, bundle.value.version, version);
  if (!opened.ok) return opened.error.code === 'bundle-wrong' ? refuse({ code: 'account-key-old' }) : opened;
  const { mailbox, device } = ask.value;
  const given = plainly(await calls.json('POST', '/account/devices', isToken, { token, body: { device: { id: device, label: sealLabel(parts, open.key, account, device, '') } } }));
  if (!given.ok) return given;
  const gift = sealGift(parts, ask.value, { name, account, token: given.value.token, accountKey, version: bundle.value.version });
  const posted = gift.ok ? plainly(await calls.json('POST', '/pair', anything, { token, body: { id: mailbox, blob: gift.value } })) : gift;
  if (posted.ok) return found;
  // A session that nobody will bear is ended.
  await calls.json('POST', '/account/sign-out', anything, { token: given.value.token });
  return posted;
};
