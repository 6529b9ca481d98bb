// The recovery code: what opens an account when the password is lost. 140 random bits as 28 letters of Crockford's base 32, in
// seven groups of four, each with a fifth letter that checks it, so that a mistyped group can be named. Two keys come from it:
// one unwraps the account key, one signs the recovery sign-in; the host knows only the public half of the second. There is
// enough chance in it that no slow derivation is needed.
//   check letter of group g (from 0): g + 1 + a·d1 + a²·d2 + a³·d3 + a⁴·d4 in GF(2⁵), a = 2, modulo x⁵ + x² + 1

import { bytesToBase32, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { letterValue } from './base32.ts';
import { signDomain, verifyDomain, type Signer, type Verifier } from './device-keys.ts';
import { deriveKey } from './domain.ts';
import type { Sodium } from './seal.ts';

export const GROUPS = 7;
const DATA = 4;
const GROUP = DATA + 1;
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** 28 letters, lower case, without check letters: the secret itself. Never kept. */
export type RecoveryCode = string;

export const makeRecoveryCode = (random: Random): RecoveryCode => bytesToBase32(random(18)).slice(0, GROUPS * DATA);

const double = (value: number): number => ((value << 1) & 31) ^ (value & 16 ? 5 : 0);

/** Weights differ, so one wrong letter, two changed places, and a group in another's place all show. */
const checkOf = (values: readonly number[], group: number): number => {
  let sum = 0;
  for (const value of values.toReversed()) sum = double(sum ^ value);
  return sum ^ (group + 1);
};

const groupsOf = (text: string): string[] => Array.from({ length: Math.ceil(text.length / GROUP) }, (_, i) => text.slice(i * GROUP, (i + 1) * GROUP));

/** As it is shown and printed: seven groups of five, upper case, `-` between. */
export const recoveryCodeToText = (code: RecoveryCode): string =>
  Array.from({ length: GROUPS }, (_, group) => {
    const letters = code.slice(group * DATA, (group + 1) * DATA);
    return (
      letters +
      LETTERS[
        checkOf(
          [...letters].map((letter) => letterValue(letter)!),
          group,
        )
      ]!
    );
  })
    .join('-')
    .toUpperCase();

/** The letters of a group as typed, read forgivingly; null when it is not the group `group` (from 0) of any code. */
const readGroup = (letters: string, group: number): string | null => {
  const values = [...letters].map(letterValue);
  if (values.length !== GROUP || values.includes(null)) return null;
  const data = values.slice(0, DATA) as number[];
  return checkOf(data, group) === values[DATA] ? data.map((value) => LETTERS[value]!).join('') : null;
};

const BETWEEN = /[\s\-‐-―_.,:/]+/u;

/**
 * Reads what a person typed: any case, any spaces or dashes, o for 0, i and l for 1. Refusals: `recovery-group-wrong` with the
 * first `group` (from 1) that does not fit; `recovery-too-short` and `recovery-too-long` with how many `letters` were read.
 */
export const textToRecoveryCode = (text: string): Result<RecoveryCode> => {
  const typed = text.split(BETWEEN).filter((part) => part !== '');
  const letters = typed.join('');
  const length = [...letters].length;
  // A person who typed seven groups meant them so: a letter too few in one does not spoil the others.
  const groups = typed.length === GROUPS ? typed : groupsOf(letters);
  const read = groups.map((group, i) => (i < GROUPS ? readGroup(group, i) : null));
  const wrong = read.findIndex((group) => group === null);
  if (typed.length !== GROUPS && length < GROUPS * GROUP && (wrong === -1 || wrong === groups.length - 1)) return refuse({ code: 'recovery-too-short', with: { letters: length } });
  if (typed.length !== GROUPS && length > GROUPS * GROUP && (wrong === -1 || wrong >= GROUPS)) return refuse({ code: 'recovery-too-long', with: { letters: length } });
  return wrong === -1 ? ok(read.join('')) : refuse({ code: 'recovery-group-wrong', with: { group: wrong + 1 } });
};

/** Two different groups (from 0), ascending, for a person to type so that we know it was written down. */
export const groupsToConfirm = (random: Random): readonly [number, number] => {
  const draw = (most: number): number => {
    for (;;) {
      const [byte] = random(1);
      if (byte! < 256 - (256 % most)) return byte! % most;
    }
  };
  const first = draw(GROUPS);
  const second = (first + 1 + draw(GROUPS - 1)) % GROUPS;
  return first < second ? [first, second] : [second, first];
};

/** Whether what was typed is that group of the code, read as forgivingly as the whole. */
export const isRecoveryGroup = (code: RecoveryCode, group: number, typed: string): boolean =>
  readGroup(typed.split(BETWEEN).join(''), group) === code.slice(group * DATA, (group + 1) * DATA);

type Hash = Pick<Sodium, 'crypto_generichash'>;

/** 32 bytes that wrap the account key. */
export const recoveryWrapKey = (sodium: Hash, code: RecoveryCode): Uint8Array => deriveKey(sodium, textToBytes(code), 'recovery wrap', []);

/** Ed25519 pair of the recovery sign-in; the host keeps `publicKey`. */
export const recoverySignKeys = (
  sodium: Hash & Pick<Sodium, 'crypto_sign_seed_keypair'>,
  code: RecoveryCode,
): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array } => sodium.crypto_sign_seed_keypair(deriveKey(sodium, textToBytes(code), 'recovery sign', []));

/** Signs in with the code: Ed25519 over `kith recover` 0 `1` 0 ticket, the host's for this once. */
export const signRecovery = (sodium: Hash & Signer & Pick<Sodium, 'crypto_sign_seed_keypair'>, code: RecoveryCode, ticket: string): Uint8Array =>
  signDomain(sodium, recoverySignKeys(sodium, code).privateKey, 'recover', [ticket.replaceAll('\0', '')]);

/** `publicKey` in base 64. */
export const verifyRecovery = (sodium: Verifier, publicKey: string, ticket: string, signature: Uint8Array): boolean =>
  verifyDomain(sodium, publicKey, signature, 'recover', [ticket.replaceAll('\0', '')]);
