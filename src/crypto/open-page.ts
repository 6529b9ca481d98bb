// A page that anyone with its link may read, and nobody else: what a circle chose to show of something of its own. Of one secret, which
// stays in the circle, come the half that the link carries (it opens) and the key that signs (it makes). Invariants: neither the host
// nor a reader of the link can make another page that opens under it; the part of the link after # is sent to no host.
//   link       # kithpage1 . opening (26 letters) . fingerprint of the sign key (26)
//   at host    id: 16 bytes made of the opening half; sealed (boxed.ts, XChaCha20-Poly1305) under a key made of it
//   sealed     padded: 64 bytes signature | 32 bytes sign key | JSON; the signature is over `kith open page` 0 `1` 0 id 0 JSON

import { bytesToBase32, type Random } from '#core/ids.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { base32ToBytes } from './base32.ts';
import { openUnder, pad, sealUnder, unpad } from './boxed.ts';
import { signDomain, verifyDomain } from './device-keys.ts';
import { deriveKey, joinBytes } from './domain.ts';
import { fingerprintOf } from './invites.ts';
import type { Sodium } from './seal.ts';

export interface PageLink {
  readonly opening: Uint8Array;
  /** Of the key that made the page: 26 letters. */
  readonly fingerprint: string;
}

/** `secret`: 16 bytes, 26 letters. */
export const newPageSecret = (random: Random): string => bytesToBase32(random(16));

const SIGNATURE = 64;
const KEY = 32;

const halves = (sodium: Sodium, secret: Uint8Array): { readonly link: PageLink; readonly signSecret: Uint8Array; readonly signKey: Uint8Array } => {
  const pair = sodium.crypto_sign_seed_keypair(deriveKey(sodium, secret, 'open page sign', []));
  const opening = deriveKey(sodium, secret, 'open page opening', []).slice(0, 16);
  return { link: { opening, fingerprint: fingerprintOf(sodium, bytesToBase64(pair.publicKey)) }, signSecret: pair.privateKey, signKey: pair.publicKey };
};

/** Where the host keeps it. */
export const pageIdOf = (sodium: Pick<Sodium, 'crypto_generichash'>, { opening }: Pick<PageLink, 'opening'>): string =>
  bytesToBase32(deriveKey(sodium, opening, 'open page id', []).slice(0, 16));

const keyOf = (sodium: Sodium, { opening }: PageLink): Uint8Array => deriveKey(sodium, opening, 'open page key', []);

const secretOf = (letters: string): Uint8Array => base32ToBytes(letters, 16) ?? new Uint8Array(16);

/** The link that a secret makes; null when it is none. */
export const linkOfPage = (sodium: Sodium, secret: string): PageLink | null => (base32ToBytes(secret, 16) ? halves(sodium, secretOf(secret)).link : null);

/** The part of the address from `#` on. */
export const pageLinkToFragment = ({ opening, fingerprint }: PageLink): string => `#kithpage1.${bytesToBase32(opening)}.${fingerprint}`;

/** From a fragment or a whole address. Refusals: `page-link-damaged`, `page-link-newer`. */
export const fragmentToPageLink = (text: string): Result<PageLink> => {
  const [version, letters, fingerprint, ...more] = text
    .slice(text.lastIndexOf('#') + 1)
    .trim()
    .split('.');
  if (/^kithpage([2-9]|\d\d)$/.test(version ?? '')) return refuse({ code: 'page-link-newer' });
  const opening = base32ToBytes(letters ?? '', 16);
  if (version !== 'kithpage1' || !opening || !base32ToBytes(fingerprint ?? '', 16) || more.length > 0) return refuse({ code: 'page-link-damaged' });
  return ok({ opening, fingerprint: fingerprint! });
};

/** Seals what the page shows, as the holders of the secret may. Refusal `page-link-damaged` when the secret is none. */
export const sealPage = (sodium: Sodium, random: Random, secret: string, json: string): Result<{ readonly id: string; readonly sealed: Uint8Array; readonly link: PageLink }> => {
  if (!base32ToBytes(secret, 16)) return refuse({ code: 'page-link-damaged' });
  const { link, signSecret, signKey } = halves(sodium, secretOf(secret));
  const [id, body] = [pageIdOf(sodium, link), textToBytes(json)];
  const signature = signDomain(sodium, signSecret, 'open page', [id], body);
  return ok({ id, link, sealed: sealUnder(sodium, random, pad(joinBytes(signature, signKey, body))!, keyOf(sodium, link), 'open page', [id]) });
};

/** What a page shows, as JSON that still is to be read as a stranger's. Refusal `page-damaged`: it does not open, or others made it. */
export const openPage = (sodium: Sodium, link: PageLink, sealed: Uint8Array): Result<unknown> => {
  const id = pageIdOf(sodium, link);
  const padded = openUnder(sodium, sealed, keyOf(sodium, link), 'open page', [id]);
  const plain = padded && unpad(padded);
  if (!plain || plain.length < SIGNATURE + KEY) return refuse({ code: 'page-damaged' });
  const [signature, signKey, body] = [plain.subarray(0, SIGNATURE), bytesToBase64(plain.subarray(SIGNATURE, SIGNATURE + KEY)), plain.slice(SIGNATURE + KEY)];
  const isTheirs = fingerprintOf(sodium, signKey) === link.fingerprint && verifyDomain(sodium, signKey, signature, 'open page', [id], body);
  if (!isTheirs) return refuse({ code: 'page-damaged' });
  try {
    return ok(JSON.parse(bytesToTextStrict(body) ?? ''));
  } catch {
    return refuse({ code: 'page-damaged' });
  }
};
