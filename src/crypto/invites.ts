// A link into a circle. Its part after `#` never reaches a host: vault, invite, a secret of 128 bits, and the fingerprint of the
// inviter's key, so that a host can neither join by itself nor show another circle in this one's place. From the secret come two
// key pairs: one proves at the host and to all members that the joiner had the link, to the other the epoch's key is sealed.
// A link lives seven days (the host's clock) and dies at the next epoch (by cryptography: its key opens nothing later).
//   # kith1 . vault (26 letters) . invite (26) . secret (26) . fingerprint (26)

import { bytesToBase64 } from '#core/base64.ts';
import { bytesToBase32, isId, newId, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { base32ToBytes } from './base32.ts';
import { keysFromSeeds, signDomain, type OwnKeys } from './device-keys.ts';
import { deriveKey, domainBytes, exactBytes } from './domain.ts';
import { isEpochKey, openEpochKey } from './epochs.ts';
import type { LogState } from './membership-log.ts';
import type { Sodium } from './seal.ts';

export interface InviteLink {
  readonly vault: string;
  readonly invite: string;
  readonly secret: Uint8Array;
  /** Of the inviter's sign key: 26 letters. */
  readonly fingerprint: string;
}

/** 128 bits of BLAKE2b of a sign key (base 64), 26 letters. */
export const fingerprintOf = (sodium: Pick<Sodium, 'crypto_generichash'>, sign: string): string =>
  bytesToBase32(sodium.crypto_generichash(16, domainBytes('fingerprint', [], exactBytes(sign, 32) ?? new Uint8Array(0)), null));

export const makeLink = (sodium: Pick<Sodium, 'crypto_generichash'>, random: Random, vault: string, inviterSign: string): InviteLink => ({
  vault,
  invite: newId(random),
  secret: random(16),
  fingerprint: fingerprintOf(sodium, inviterSign),
});

/** The key pairs that both sides make of the link's secret; `id` is the invite's. */
export const linkKeys = (sodium: Sodium, { vault, invite, secret }: InviteLink): OwnKeys =>
  keysFromSeeds(sodium, invite, { sign: deriveKey(sodium, secret, 'invite sign', [vault, invite]), box: deriveKey(sodium, secret, 'invite box', [vault, invite]) });

/** The header `kith-invite`: shows the host that one has the link, so that it gives out the log, and the welcome that lies there for it. */
export const inviteProof = (sodium: Sodium, link: InviteLink): string => {
  const { vault, invite } = link;
  return `${invite} ${bytesToBase64(signDomain(sodium, linkKeys(sodium, link).signSecret, 'invite read', [vault, invite]))}`;
};

/** Shows the host that one has the link, for an account of this name (as it is folded) and no other. */
export const admissionProof = (sodium: Sodium, link: InviteLink, name: string): { readonly vault: string; readonly invite: string; readonly sig: string } => {
  const { vault, invite } = link;
  return { vault, invite, sig: bytesToBase64(signDomain(sodium, linkKeys(sodium, link).signSecret, 'invite admit', [vault, invite, name])) };
};

/** The part of the address from `#` on; before it stands the page's own origin. */
export const linkToFragment = ({ vault, invite, secret, fingerprint }: InviteLink): string => `#kith1.${vault}.${invite}.${bytesToBase32(secret)}.${fingerprint}`;

/** From a fragment or a whole address. Refusals: `link-damaged` (cut short, or letters changed), `link-newer`. */
export const fragmentToLink = (text: string): Result<InviteLink> => {
  const fragment = text.slice(text.lastIndexOf('#') + 1).trim();
  const [version, vault, invite, letters, fingerprint, ...more] = fragment.split('.');
  if (/^kith([2-9]|\d\d)$/.test(version ?? '')) return refuse({ code: 'link-newer' });
  const secret = base32ToBytes(letters ?? '', 16);
  if (version !== 'kith1' || !isId(vault) || !isId(invite) || !secret || !isId(fingerprint) || more.length > 0) return refuse({ code: 'link-damaged' });
  return ok({ vault, invite, secret, fingerprint });
};

/**
 * What the link opens in a log that the joiner has read from its beginning: the epoch's key. Refusals: `link-over` (too old by
 * `now`, in milliseconds since 1970, or an epoch ago), `link-damaged` (its secret is not the invite's), `link-forged` (another than
 * the inviter made this invite, or the log is not theirs), `epoch-key-wrong`.
 */
export const openLink = (sodium: Sodium, state: LogState, link: InviteLink, now?: number): Result<Uint8Array> => {
  const invite = state.vault === link.vault ? state.invites.get(link.invite) : undefined;
  if (!invite || (now !== undefined && Date.parse(invite.until) <= now)) return refuse({ code: 'link-over' });
  if (fingerprintOf(sodium, invite.bySign) !== link.fingerprint) return refuse({ code: 'link-forged' });
  const keys = linkKeys(sodium, link);
  if (keys.publicKeys.sign !== invite.sign || keys.publicKeys.box !== invite.box) return refuse({ code: 'link-damaged' });
  const key = openEpochKey(sodium, invite.key, keys, state.vault, state.epoch);
  return key && isEpochKey(sodium, state, state.epoch, key) ? ok(key) : refuse({ code: 'epoch-key-wrong', with: { epoch: state.epoch, by: invite.by } });
};
