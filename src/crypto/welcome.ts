// What a link shows before anybody joins: the circle's name, who invites, what is agreed in it, how many people are in it. The inviter's
// device seals it under a key that comes from the link's secret, signs it with the key whose fingerprint stands in the link, and lays
// it at the host, which reads none of it. Invariant: who opens it knows that the inviter wrote it for this very link.
//   sealed (boxed.ts, `kith welcome` vault, invite) of the padded: 64 bytes signature | 32 bytes sign key | JSON in UTF-8
//   signature over `kith welcome` 0 `1` 0 vault 0 invite 0 BLAKE2b-256(JSON) in hex

import { bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { openUnder, pad, sealUnder, SEALED_MORE, unpad } from './boxed.ts';
import { signDomain, verifyDomain, type OwnKeys } from './device-keys.ts';
import { deriveKey, exactBytes, hashHex, joinBytes } from './domain.ts';
import { fingerprintOf, type InviteLink } from './invites.ts';
import type { Sodium } from './seal.ts';

export interface Welcome {
  readonly circle: string;
  /** As the inviter is known there. */
  readonly from: string;
  /** How many were in it then. */
  readonly members: number;
  readonly mission: string;
  /** What is agreed, and even when. */
  readonly agreements: readonly (readonly [words: string, evenWhen: string])[];
  /** There are more agreements than fitted. */
  readonly more: boolean;
}

/** Bytes, sealed. */
export const MOST_WELCOME = 16 * 1024;
const [SIGNATURE, KEY] = [64, 32];
const MOST_NAME = 80;
const MOST_MISSION = 2000;
const MOST_AGREEMENT = 500;
const MOST_AGREEMENTS = 60;

const cut = (text: string, most: number): string => [...text].slice(0, most).join('');
const keyOf = (sodium: Sodium, { secret, vault, invite }: InviteLink): Uint8Array => deriveKey(sodium, secret, 'welcome', [vault, invite]);

/** As long as it may be: agreements that do not fit are left out, and that is said. */
export const sealWelcome = (sodium: Sodium, random: Random, own: OwnKeys, link: InviteLink, welcome: Omit<Welcome, 'more'>): Uint8Array => {
  const agreements = welcome.agreements.slice(0, MOST_AGREEMENTS).map((texts) => texts.map((text) => cut(text, MOST_AGREEMENT)));
  const short = { circle: cut(welcome.circle, MOST_NAME), from: cut(welcome.from, MOST_NAME), members: welcome.members, mission: cut(welcome.mission, MOST_MISSION) };
  for (;;) {
    const json = { v: 1, ...short, agreements, more: agreements.length < welcome.agreements.length };
    const body = textToBytes(JSON.stringify(json));
    const sig = signDomain(sodium, own.signSecret, 'welcome', [link.vault, link.invite, hashHex(sodium, body)]);
    const padded = pad(joinBytes(sig, exactBytes(own.publicKeys.sign, KEY)!, body))!;
    if (padded.length + SEALED_MORE <= MOST_WELCOME) return sealUnder(sodium, random, padded, keyOf(sodium, link), 'welcome', [link.vault, link.invite]);
    agreements.pop();
  }
};

const textIn = (value: unknown, most: number): string => (typeof value === 'string' ? cut(value, most) : '');

const agreementsIn = (value: unknown): Welcome['agreements'] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : []).slice(0, MOST_AGREEMENTS).flatMap((pair): (readonly [string, string])[] => {
    const [words, evenWhen] = (Array.isArray(pair) ? pair : []) as readonly unknown[];
    const text = textIn(words, MOST_AGREEMENT);
    return text === '' ? [] : [[text, textIn(evenWhen, MOST_AGREEMENT)]];
  });

/** Refusals: `welcome-damaged` (not sealed for this link), `link-forged` (by another than the inviter), `link-newer`. */
export const openWelcome = (sodium: Sodium, link: InviteLink, sealed: Uint8Array): Result<Welcome> => {
  const padded = sealed.length > MOST_WELCOME ? null : openUnder(sodium, sealed, keyOf(sodium, link), 'welcome', [link.vault, link.invite]);
  const plain = padded && unpad(padded);
  if (!plain || plain.length < SIGNATURE + KEY) return refuse({ code: 'welcome-damaged' });
  const [sig, key, body] = [plain.subarray(0, SIGNATURE), bytesToBase64(plain.subarray(SIGNATURE, SIGNATURE + KEY)), plain.subarray(SIGNATURE + KEY)];
  const isTheirs = fingerprintOf(sodium, key) === link.fingerprint && verifyDomain(sodium, key, sig, 'welcome', [link.vault, link.invite, hashHex(sodium, body)]);
  if (!isTheirs) return refuse({ code: 'link-forged' });
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(bytesToTextStrict(body) ?? '')) as Record<string, unknown>;
  } catch {
    return refuse({ code: 'welcome-damaged' });
  }
  const { v, circle, from, members, mission, agreements, more } = read;
  if (v !== 1) return refuse({ code: typeof v === 'number' && v > 1 ? 'link-newer' : 'welcome-damaged' });
  return ok({
    circle: textIn(circle, MOST_NAME),
    from: textIn(from, MOST_NAME),
    members: Number.isSafeInteger(members) && (members as number) >= 1 ? (members as number) : 1,
    mission: textIn(mission, MOST_MISSION),
    agreements: agreementsIn(agreements),
    more: more === true,
  });
};
