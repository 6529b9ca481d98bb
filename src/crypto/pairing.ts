// Letting a new device in by showing it to one that is in already. The new device shows (as a picture to be scanned, or text) where
// to leave a message and a key made for this once; the old one seals the account's secrets to that key. The host carries the message
// and cannot open it: the key was never given to it. Invariant: whoever saw the picture alone can read nothing; the message opens
// only with the half that never left the new device, and for that mailbox and that device.
//   #kithpair1 . mailbox (26 letters) . device (13) . X25519 key (52 letters of base 32)

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { bytesToBase32, isDeviceId, isId, newId, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import type { Tools } from './account-keys.ts';
import { base32ToBytes } from './base32.ts';
import { boxTo, isBoxKey, openBox, pad, readSealedJson } from './boxed.ts';
import { makeKeys, type OwnKeys } from './device-keys.ts';
import { exactBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

/** What the new device keeps while it waits. */
export interface PairingKeys {
  readonly mailbox: string;
  readonly device: string;
  readonly once: OwnKeys;
}

/** What it shows. `box` in base 64. */
export interface PairingAsk {
  readonly mailbox: string;
  readonly device: string;
  readonly box: string;
}

/** What is sealed to it. */
export interface PairingGift {
  readonly name: string;
  readonly account: string;
  readonly token: string;
  readonly accountKey: Uint8Array;
  /** The newest version of the bundle that the old device has seen: an older one is refused. */
  readonly version: number;
}

export const makePairing = (sodium: Sodium, random: Random, device: string): PairingKeys => {
  const mailbox = newId(random);
  return { mailbox, device, once: makeKeys(sodium, random, mailbox) };
};

/** The part of an address from `#` on; before it stands the host's own. */
export const pairingToFragment = ({ mailbox, device, once }: PairingKeys): string => `#kithpair1.${mailbox}.${device}.${bytesToBase32(base64ToBytes(once.publicKeys.box)!)}`;

/** From a fragment or a whole address. Refusals: `pairing-damaged`, `pairing-newer`. */
export const fragmentToPairing = (text: string): Result<PairingAsk> => {
  const fragment = text.slice(text.lastIndexOf('#') + 1).trim();
  const [version, mailbox, device, letters, ...more] = fragment.split('.');
  if (/^kithpair([2-9]|\d\d)$/.test(version ?? '')) return refuse({ code: 'pairing-newer' });
  const box = bytesToBase64(base32ToBytes(letters ?? '', 32) ?? new Uint8Array(32));
  if (version !== 'kithpair1' || !isId(mailbox) || !isDeviceId(device) || !isBoxKey(box) || more.length > 0) return refuse({ code: 'pairing-damaged' });
  return ok({ mailbox, device, box });
};

/** Base 64. Refusal `pairing-damaged` when nothing can be sealed to the key. */
export const sealGift = ({ sodium, random }: Tools, { mailbox, device, box }: PairingAsk, { name, account, token, accountKey, version }: PairingGift): Result<string> => {
  const plain = textToBytes(JSON.stringify({ v: 1, name, account, token, accountKey: bytesToBase64(accountKey), version }));
  const boxed = boxTo(sodium, random, pad(plain)!, box, 'pairing', [mailbox, device]);
  return boxed ? ok(bytesToBase64(boxed)) : refuse({ code: 'pairing-damaged' });
};

/** Refusal `pairing-wrong`: not sealed to this device, or not what it should be. */
export const openGift = (sodium: Sodium, sealed: string, { mailbox, device, once }: PairingKeys): Result<PairingGift> => {
  const wrong = refuse({ code: 'pairing-wrong' });
  const bytes = base64ToBytes(sealed);
  const read = readSealedJson(bytes && openBox(sodium, bytes, once, 'pairing', [mailbox, device]));
  if (!read) return wrong;
  const { v, name, account, token, version } = read;
  const accountKey = exactBytes(read['accountKey'], 32);
  if (v !== 1 || typeof name !== 'string' || !isId(account) || typeof token !== 'string' || !accountKey || !Number.isSafeInteger(version)) return wrong;
  return ok({ name, account, token, accountKey, version: version as number });
};
