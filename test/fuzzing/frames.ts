// Messages between devices and a host as they should be, each with the function that reads it, and ways to spoil them: blind
// ones, and ones that keep the frame whole so that the checks behind it are reached. Invariant: what a reader lets through is,
// written again, read again as the same.

import { isDeepStrictEqual } from 'node:util';
import { bytesToBase32 } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { readEntry } from '#crypto/log-entries.ts';
import * as account from '#sync/account-protocol.ts';
import type { Check } from '#sync/checks.ts';
import { encodeFrame, parseJson } from '#sync/frame.ts';
import {
  decodePull,
  decodePush,
  decodePushAnswer,
  encodePull,
  encodePush,
  encodePushAnswer,
  isLiveHint,
  isLogPage,
  isLogPost,
  isRefusalBody,
  pullPath,
  readPullAsk,
  type HostRow,
  type PushOp,
} from '#sync/protocol.ts';
import { mutateBytes, mutateFile, type Dice } from './mutations.ts';

const bytesOf = (dice: Dice, length: number): Uint8Array => Uint8Array.from({ length }, () => dice(256));
const base64 = (dice: Dice, length: number): string => Buffer.from(bytesOf(dice, length)).toString('base64');
const base64url = (dice: Dice, length: number): string => Buffer.from(bytesOf(dice, length)).toString('base64url');
const anId = (dice: Dice): string => bytesToBase32(bytesOf(dice, 16));
const aDevice = (dice: Dice): string => bytesToBase32(bytesOf(dice, 8));
const aHash = (dice: Dice): string => Buffer.from(bytesOf(dice, 32)).toString('hex');

const signed = (dice: Dice) => ({
  id: anId(dice),
  ver: 1 + dice(1000),
  epoch: 1 + dice(9),
  key: dice(3) === 0 ? anId(dice) : '',
  counter: 1 + dice(1000),
  logHead: aHash(dice),
  sig: base64(dice, 64),
  blob: bytesOf(dice, 1 + dice(60)),
});
const anOp = (dice: Dice): PushOp => ({ op: anId(dice), base: dice(9), ...signed(dice) });
const aRow = (dice: Dice): HostRow => ({ ...signed(dice), seq: 1 + dice(1000), device: aDevice(dice), author: dice(2) === 0 ? anId(dice) : aDevice(dice) });
const some = <T>(dice: Dice, make: (dice: Dice) => T): T[] => Array.from({ length: 1 + dice(3) }, () => make(dice));
const aLogEntry = (dice: Dice) => ({
  bytes: Buffer.from(
    JSON.stringify({
      vault: anId(dice),
      n: dice(3),
      prev: '0'.repeat(64),
      author: aDevice(dice),
      at: '2026-11-25T12:00:00.000Z',
      do: dice.pick(['leave', 'role', 'begin', 'rekey']),
    }),
  ).toString('base64'),
  sig: base64(dice, dice(2) === 0 ? 64 : 128),
});
const device = (dice: Dice) => ({ id: aDevice(dice), label: base64(dice, dice(30)) });
const wraps = (dice: Dice) => ({ password: base64(dice, 72), recovery: base64(dice, 72) });
const keys = (dice: Dice) => ({ record: base64url(dice, 192), sign: base64(dice, 32), recovery: base64(dice, 32), wraps: wraps(dice), bundle: base64(dice, 90) });
const ballot = (dice: Dice) => ({ message: base64(dice, 64), signature: base64(dice, 256), ballot: base64(dice, 40) });

/** Refused or taken as it should be; a sentence: what is wrong. */
type Outcome = 'refused' | 'taken' | { readonly fault: string };
const fault = (sentence: string): Outcome => ({ fault: sentence });

interface Kind {
  readonly name: string;
  readonly make: (dice: Dice) => Uint8Array;
  readonly read: (bytes: Uint8Array) => Outcome;
}

const frame = <T>(
  name: string,
  make: (dice: Dice) => T,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => { ok: true; value: T } | { ok: false; error: { code: string } },
): Kind => ({
  name,
  make: (dice) => encode(make(dice)),
  read(bytes) {
    const first = decode(bytes);
    if (!first.ok) return first.error.code === 'malformed' ? 'refused' : fault(`refused as ${first.error.code}`);
    const again = decode(encode(first.value));
    return again.ok && isDeepStrictEqual(plain(again.value), plain(first.value)) ? 'taken' : fault('read, and written again it is another');
  },
});
/** Without what only tells how bytes are held. */
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
        : value === 0
          ? 0
          : value;

const document = (name: string, check: Check<unknown>, make: (dice: Dice) => unknown): Kind => ({
  name,
  make: (dice) => Buffer.from(JSON.stringify(make(dice))),
  read(bytes) {
    const value = parseJson(bytes);
    if (!check(value)) return 'refused';
    return check(JSON.parse(JSON.stringify(value))) ? 'taken' : fault('read, and written again it is refused');
  },
});

/** A push read to what a device has of it. */
const opsIn = (bytes: Uint8Array): Result<readonly PushOp[]> => {
  const read = decodePush(bytes);
  return read.ok
    ? ok(
        read.value.map(({ op, opKey: _op, id, idKey: _id, sig, ...rest }) => ({ ...rest, op: bytesToBase32(op), id: bytesToBase32(id), sig: Buffer.from(sig).toString('base64') })),
      )
    : read;
};

const KINDS: readonly Kind[] = [
  frame('push', (dice) => some(dice, anOp) as readonly PushOp[], encodePush, opsIn),
  frame('pull', (dice) => ({ head: dice(999), log: dice(9), count: dice(999), now: dice(999), rows: some(dice, aRow), more: dice(2) === 0 }), encodePull, decodePull),
  frame(
    'push answer',
    (dice) => ({
      head: dice(999),
      now: dice(999),
      results: some(dice, (each) =>
        each(2) === 0
          ? { seq: 1 + each(99) }
          : { error: each.pick(['conflict', 'stale-epoch', 'ver-behind'] as const), ver: each(9), ...(each(2) === 0 ? { row: aRow(each) } : {}) },
      ),
    }),
    encodePushAnswer,
    decodePushAnswer,
  ),
  {
    name: 'pull ask',
    make: (dice) => Buffer.from(pullPath(anId(dice), { after: dice(99), limit: 1 + dice(999), bytes: 1 + dice(9999), ...(dice(2) === 0 ? { before: 1 + dice(99) } : {}) })),
    read(bytes) {
      const ask = readPullAsk(new URLSearchParams(Buffer.from(bytes).toString('latin1').split('?')[1] ?? ''));
      if (ask === null) return 'refused';
      return ask.limit <= 1000 && ask.limit > 0 && Number.isSafeInteger(ask.after) && ask.after >= 0 ? 'taken' : fault(`taken: ${JSON.stringify(ask)}`);
    },
  },
  {
    name: 'log entry',
    make: (dice) => Buffer.from(aLogEntry(dice).bytes, 'base64'),
    read(bytes) {
      const read = readEntry({ bytes, sig: new Uint8Array(64) });
      return read.ok ? 'taken' : 'refused';
    },
  },
  document('log post', isLogPost, (dice) => ({ entry: aLogEntry(dice) })),
  document('log page', isLogPage, (dice) => ({ entries: some(dice, aLogEntry), n: dice(9) })),
  document('hint', isLiveHint, (dice) => (dice(3) === 0 ? { inbox: true } : { vault: anId(dice), head: dice(9), log: dice(9) })),
  document('refusal', isRefusalBody, (dice) => ({ error: 'too-many', with: { seconds: dice(9) } })),
  document('register start', account.isRegisterStart, (dice) => ({
    name: dice.pick(['ana', 'José', '名前', 'a.b-c']),
    request: base64url(dice, 32),
    invite: 'abcd-efgh-jkmn-pqrs',
  })),
  document('register started', account.isRegisterStarted, (dice) => ({ response: base64url(dice, 64), ticket: base64url(dice, 90), account: anId(dice) })),
  document('register finish', account.isRegisterFinish, (dice) => ({ ticket: base64url(dice, 90), ...keys(dice), device: device(dice) })),
  document('sign-in start', account.isSignInStart, (dice) => ({ name: 'ana', request: base64url(dice, 96) })),
  document('sign-in started', account.isSignInStarted, (dice) => ({ response: base64url(dice, 320), ticket: base64url(dice, 90) })),
  document('sign-in finish', account.isSignInFinish, (dice) => ({ ticket: base64url(dice, 90), finish: base64url(dice, 64), device: device(dice) })),
  document('signed in', account.isSignedIn, (dice) => ({
    token: base64url(dice, 32),
    account: anId(dice),
    expires: dice(999),
    wrap: base64(dice, 72),
    bundle: base64(dice, 90),
    version: dice(9),
  })),
  document('recover start', account.isRecoverStart, () => ({ name: 'ana' })),
  document('recover finish', account.isRecoverFinish, (dice) => ({ ticket: base64url(dice, 90), sig: base64(dice, 64), device: device(dice) })),
  document('password finish', account.isPasswordFinish, (dice) => ({ ticket: base64url(dice, 90), record: base64url(dice, 192), wrap: base64(dice, 72) })),
  document('bundle', account.isBundle, (dice) => ({ version: dice(9), bundle: base64(dice, 90) })),
  document('rotate', account.isRotate, (dice) => ({
    ticket: base64url(dice, 90),
    ...keys(dice),
    version: dice(9),
    log: some(dice, (each) => ({ vault: anId(each), entry: aLogEntry(each) })),
    keep: some(dice, aDevice),
  })),
  document('device add', account.isDeviceAdd, (dice) => ({ device: device(dice) })),
  document('account view', account.isAccountView, (dice) => ({
    account: anId(dice),
    name: 'ana',
    created: dice(99),
    devices: [{ ...device(dice), created: 1, seen: 2, signedIn: true }],
    keys: { password: 1, recovery: 2, bundle: 3 },
    vaults: [{ vault: anId(dice), personal: true, members: 1, rows: 2, rowBytes: 3, log: 4, logBytes: 5, blobs: 6, blobBytes: 7 }],
    inbox: { items: 0, bytes: 0 },
    pages: { items: 1, bytes: 300 },
    welcomes: { items: 1, bytes: 300 },
    bytes: dice(99),
  })),
  document('pair', account.isPairPost, (dice) => ({ id: anId(dice), blob: base64(dice, 50) })),
  document('inbox post', account.isInboxPost, (dice) => ({ to: anId(dice), vault: anId(dice), id: anId(dice), blob: base64(dice, 50) })),
  document('inbox page', account.isInboxPage, (dice) => ({
    items: some(dice, (each) => ({ id: anId(each), from: anId(each), at: each(9), blob: base64(each, 50) })),
    more: false,
    now: dice(99),
  })),
  document('page', account.isPagePut, (dice) => ({ until: dice(99), blob: base64(dice, 60) })),
  document('token ask', account.isTokenAsk, (dice) => ({ blinded: base64(dice, 256) })),
  document('ballot', account.isBallotPost, (dice) => ({ vault: anId(dice), question: anId(dice), ...ballot(dice) })),
  document('ballots', account.isBallots, (dice) => ({ state: 'released', ballots: some(dice, ballot) })),
  document('chunks held', account.isBlobAsk, (dice) => ({ addresses: some(dice, aHash) })),
];
export const KIND_NAMES: readonly string[] = KINDS.map(({ name }) => name);

/** A frame whose header was changed as JSON and is whole again, with its length told rightly or not. */
const withHeader = (bytes: Uint8Array, dice: Dice): Uint8Array => {
  const size = Buffer.from(bytes).readUInt32LE(0);
  const header = mutateFile('header.json', bytes.subarray(4, 4 + size), bytes, dice);
  const value = parseJson(header);
  const rest = bytes.subarray(4 + size);
  if (value !== undefined && dice(6) > 0) return encodeFrame(value, [rest]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(dice(4) === 0 ? dice(2 ** 32) : header.length);
  return Buffer.concat([length, header, rest]);
};

/** One message, spoilt; one in eight is left as it is, so that it is known to be read. */
export const spoil = (bytes: Uint8Array, isFrame: boolean, dice: Dice): Uint8Array => {
  if (dice(8) === 0) return bytes;
  if (isFrame) return dice(3) === 0 ? mutateBytes(bytes, bytes, dice) : withHeader(bytes, dice);
  return mutateFile('message.json', bytes, bytes, dice);
};

const isFrame = (name: string): boolean => ['push', 'pull', 'push answer'].includes(name);

interface Read {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isTaken: boolean;
  readonly fault: string | null;
}

/** One input made and read, by its own reader and by another's. */
export const readOne = (dice: Dice): Read => {
  // Frames with blobs are half of all.
  const kind = dice(2) === 0 ? KINDS[dice(3)]! : dice.pick(KINDS);
  const bytes = spoil(kind.make(dice), isFrame(kind.name), dice);
  try {
    const outcomes = [kind.read(bytes), dice.pick(KINDS).read(bytes)];
    const wrong = outcomes.find((each) => typeof each === 'object');
    return { name: kind.name, bytes, isTaken: outcomes[0] === 'taken', fault: wrong?.fault ?? null };
  } catch (error) {
    return { name: kind.name, bytes, isTaken: false, fault: `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
};

/** Body for a route of the host, spoilt or of another kind. */
export const bodyOf = (dice: Dice): Uint8Array => {
  const kind = dice.pick(KINDS);
  return spoil(kind.make(dice), isFrame(kind.name), dice);
};
