// One entry of a vault's membership log: the JSON that was signed, kept verbatim, and one or two signatures. Here it is read,
// strictly, and written; whether it may stand at its place is decided in membership-log.ts. Table in docs/formats/log.md.
//   sig: Ed25519 of the author over `kith log` 0 `1` 0 bytes [, Ed25519 over `kith log second` 0 `1` 0 bytes]
//   hash: BLAKE2b-256 of `kith log hash` 0 `1` 0 length of bytes 0 bytes sig, in hex
// Invariant: one text for one entry. Fields stand in the order given here, without white space; unknown fields are refused.

import { isDeviceId, isId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { BOXED_MORE, SEALED_MORE } from './boxed.ts';
import { domainBytes, isExactBase64, hashHex, isHash, isInstant, joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

/** As it travels. `sig` has 64 bytes, or 128 with a second signature. */
export interface LogEntry {
  readonly bytes: Uint8Array;
  readonly sig: Uint8Array;
}

export type VaultKind = 'personal' | 'circle';
export type Role = 'member' | 'facilitator';
/** `id`: a device (13 letters) in a personal vault, an account (26) in a circle. Keys in base 64. */
export interface Member {
  readonly id: string;
  readonly sign: string;
  readonly box: string;
  readonly role: Role;
}
interface KeyedId {
  readonly id: string;
  readonly sign: string;
  readonly box: string;
}
/**
 * What a new epoch brings: its key sealed to each member, an older epoch's key sealed under it, and what names a wrong key. The older
 * one is that of the epoch before; or of an earlier one (`back`), when whoever brought the last gave others a key that does not fit.
 */
export interface EpochParts {
  readonly epoch: number;
  readonly keys: Readonly<Record<string, string>>;
  readonly back: number;
  readonly before: string;
  readonly check: string;
}
export interface AskedQuestion {
  readonly id: string;
  /** The host's key for this question alone: RSA-PSS SubjectPublicKeyInfo, base 64. */
  readonly publicKey: string;
  readonly closes: string;
  readonly k: number;
}

export type Deed =
  | {
      readonly do: 'begin';
      readonly kind: VaultKind;
      readonly account: KeyedId | null;
      readonly members: readonly Member[];
      readonly keys: EpochParts['keys'];
      readonly check: string;
    }
  | { readonly do: 'add'; readonly member: Member; readonly key: string }
  | { readonly do: 'role'; readonly member: string; readonly role: Role }
  | { readonly do: 'invite'; readonly invite: KeyedId; readonly until: string; readonly key: string }
  | { readonly do: 'join'; readonly invite: string; readonly member: Member; readonly key: string }
  | ({ readonly do: 'remove'; readonly members: readonly string[] } & EpochParts)
  | { readonly do: 'leave' }
  | ({ readonly do: 'epoch' } & EpochParts)
  | { readonly do: 'rekey'; readonly sign: string; readonly box: string }
  | { readonly do: 'question'; readonly question: AskedQuestion };

export interface EntryHead {
  readonly vault: string;
  readonly n: number;
  /** Hash of entry n - 1; 64 zeros for the first. */
  readonly prev: string;
  readonly author: string;
  /** Instant by the author's clock: informs, and decides nothing. */
  readonly at: string;
}
export type EntryText = EntryHead & Deed;

export const NO_ENTRY = '0'.repeat(64);
/** Bytes of an entry; a new epoch for `MOST_MEMBERS` fits. */
export const MOST_ENTRY_BYTES = 256 * 1024;
export const MOST_MEMBERS = 1000;
/** Bytes of an epoch key sealed to somebody, and of the key before it sealed under it. */
export const BOXED_KEY = 32 + BOXED_MORE;
export const SEALED_KEY = 32 + SEALED_MORE;
/** Nobody's answer shows before so many have answered. A circle can only ask for more. */
export const LEAST_K = 5;

type Check = (value: unknown) => boolean;
/** Exactly these fields, in this order. */
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const names = Object.keys(fields);
    const found = Object.keys(value);
    return found.length === names.length && names.every((name, i) => found[i] === name && fields[name]!((value as Record<string, unknown>)[name]));
  };
const bytesOf =
  (length: number): Check =>
  (value) =>
    isExactBase64(value, length);
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isMemberId: Check = (value) => isId(value) || isDeviceId(value);
const isKey = bytesOf(32);
const isRole = isOneOf('member', 'facilitator');
const isMember = shape({ id: isMemberId, sign: isKey, box: isKey, role: isRole });
const isKeyedId = shape({ id: isId, sign: isKey, box: isKey });
const isCount =
  (least: number, most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
/** At least one, no two alike, ascending: so that one set has one text. */
const isAscending = (ids: readonly string[]): boolean => ids.every((id, i) => isMemberId(id) && (i === 0 || ids[i - 1]! < id));
const isKeys: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isAscending(Object.keys(value)) && Object.values(value).every(bytesOf(BOXED_KEY));
const isListOfIds: Check = (value) => Array.isArray(value) && value.length > 0 && isAscending(value as string[]);
const isPublicKey: Check = (value) => typeof value === 'string' && value.length >= 392 && value.length <= 1200 && isExactBase64(value, bytesIn(value));
const bytesIn = (base64: string): number => (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);

const EPOCH = { epoch: isCount(2, 1_000_000_000), keys: isKeys, back: isCount(1, 1_000_000_000), before: bytesOf(SEALED_KEY), check: isHash };
const DEEDS: Readonly<Record<Deed['do'], Readonly<Record<string, Check>>>> = {
  begin: {
    kind: isOneOf('personal', 'circle'),
    account: (value) => value === null || isKeyedId(value),
    members: (value) => Array.isArray(value) && value.length > 0 && value.length <= MOST_MEMBERS && value.every(isMember),
    keys: isKeys,
    check: isHash,
  },
  add: { member: isMember, key: bytesOf(BOXED_KEY) },
  role: { member: isMemberId, role: isRole },
  invite: { invite: isKeyedId, until: isInstant, key: bytesOf(BOXED_KEY) },
  join: { invite: isId, member: isMember, key: bytesOf(BOXED_KEY) },
  remove: { members: isListOfIds, ...EPOCH },
  leave: {},
  epoch: EPOCH,
  rekey: { sign: isKey, box: isKey },
  question: { question: shape({ id: isId, publicKey: isPublicKey, closes: isInstant, k: isCount(LEAST_K, MOST_MEMBERS) }) },
};
const HEAD = { vault: isId, n: isCount(0, Number.MAX_SAFE_INTEGER), prev: isHash, author: isMemberId, at: isInstant };

const SHAPES = new Map(Object.entries(DEEDS).map(([deed, fields]) => [deed, shape({ ...HEAD, do: isOneOf(deed), ...fields })]));

/** Refusals: `log-damaged`; `log-newer` when a newer Kith made an entry of a kind that this one does not know. */
export const readEntry = ({ bytes, sig }: LogEntry): Result<EntryText> => {
  const damaged = refuse({ code: 'log-damaged' });
  if (bytes.length > MOST_ENTRY_BYTES || (sig.length !== 64 && sig.length !== 128)) return damaged;
  const text = bytesToTextStrict(bytes);
  if (text === null) return damaged;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return damaged;
  }
  // Twice the same field, white space, another way to write a number or a letter: all of these end here.
  if (typeof read !== 'object' || read === null || JSON.stringify(read) !== text) return damaged;
  const deed = (read as Record<string, unknown>)['do'];
  const fits = typeof deed === 'string' ? SHAPES.get(deed) : undefined;
  if (!fits) return typeof deed === 'string' && /^[a-z-]{1,32}$/.test(deed) ? refuse({ code: 'log-newer', with: { deed } }) : damaged;
  return fits(read) ? ok(read as EntryText) : damaged;
};

/** The JSON of an entry, fields in their order. */
export const entryToBytes = ({ vault, n, prev, author, at }: EntryHead, deed: Deed): Uint8Array => {
  const { do: kind, ...rest } = deed;
  const fields = Object.keys(DEEDS[kind]).map((name) => [name, (rest as Record<string, unknown>)[name]]);
  return textToBytes(JSON.stringify({ vault, n, prev, author, at, do: kind, ...Object.fromEntries(fields) }));
};

export const entryHash = (sodium: Pick<Sodium, 'crypto_generichash'>, { bytes, sig }: LogEntry): string =>
  hashHex(sodium, domainBytes('log hash', [bytes.length], joinBytes(bytes, sig)));

/** Members' keys in the order in which they stand in an entry. */
export const inOrder = (keys: ReadonlyMap<string, string>): Readonly<Record<string, string>> => Object.fromEntries([...keys].sort(([a], [b]) => (a < b ? -1 : 1)));
