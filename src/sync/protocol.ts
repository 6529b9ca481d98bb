// What a device and a host say to each other about a vault: rows pushed and pulled, the membership log, hints. Both ends
// check what they get with the same functions. Accounts and the rest: account-protocol.ts. Table of all routes, limits and
// refusals: docs/formats/protocol.md. Invariant: what `decode…` gives has every field, bounded, and no other.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { bytesToBase32, bytesToKey } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { base32ToBytes } from '#crypto/base32.ts';
import { joinBytes } from '#crypto/domain.ts';
import { base64, deviceId, exactly, hash, id, listOf, oneOf, optional, text, truth, tuple, whole, type Check, type Checked } from './checks.ts';
import { decodeFrame, encodeFrame } from './frame.ts';

export const PREFIX = '/v1';
export const FRAME_TYPE = 'application/octet-stream';

/** What one message may hold. A sender stays under these; a host refuses above (`too-large`, or `malformed` for counts). */
export const LIMITS = {
  /** Rows in one push, and in one page of a pull. */
  rows: 1000,
  /** Bytes of one sealed row. */
  rowBytes: 4 * 1024 * 1024,
  /** Bytes of one pushed frame, and about the bytes of one page (one row may exceed it). */
  frameBytes: 8 * 1024 * 1024,
  /** Bytes of one entry of a membership log. */
  entryBytes: 256 * 1024,
  /** Bytes of one attachment chunk: 1 MiB and its tag. */
  chunkBytes: 1024 * 1024 + 1024,
  /** Bytes of a JSON body. */
  jsonBytes: 1024 * 1024,
  /** Days within which a push with a known op id is answered as it was. */
  retryDays: 30,
} as const;

const MOST = Number.MAX_SAFE_INTEGER;
const EPOCHS = 1_000_000_000;
const seq = whole(0, MOST);
const keyName: Check<string> = (value): value is string => value === '' || id(value);
/** Who is a member: a device (personal vault) or an account (circle). */
export const memberId: Check<string> = (value): value is string => id(value) || deviceId(value);

const SIGNED = {
  id,
  /** The writer's count of writes to this record; any number above the one it replaces. */
  ver: whole(1, MOST),
  epoch: whole(1, EPOCHS),
  /** Name of the key the row is under: '' for the vault's own. */
  key: keyName,
  /** The device's own count of pushed rows in this vault, rising. */
  counter: whole(1, MOST),
  /** Hash of the newest log entry that the device knew. */
  logHead: hash,
  /** Ed25519 by the author's key over all of these and the blob's hash: for the devices that take the row. The host checks the push's tag. */
  sig: base64(64, 64),
};
const len = whole(1, LIMITS.rowBytes);

const isRowHeader = exactly({ ...SIGNED, seq: whole(1, MOST), device: deviceId, author: memberId, len });

type RowHeader = Checked<typeof isRowHeader>;

/** One row to be stored. `base`: the version at the host that this write replaces, 0 when there was none. A retry is the same to the byte. */
export type PushOp = Omit<RowHeader, 'len' | 'seq' | 'device' | 'author'> & { readonly op: string; readonly base: number; readonly blob: Uint8Array };

/** The same as a host reads it: names and signature as they lie in the frame, and the names as keys of maps (`bytesToKey`). */
export type PushedOp = Omit<PushOp, 'op' | 'id' | 'sig'> & {
  readonly op: Uint8Array;
  readonly opKey: string;
  readonly id: Uint8Array;
  readonly idKey: string;
  readonly sig: Uint8Array;
};

/** One row as the host holds it. `device` wrote it; `author` is the member of the log under whose key `sig` verifies (the device itself, or its account in a circle). */
export type HostRow = Omit<RowHeader, 'len'> & { readonly blob: Uint8Array };

/** Why one op was not stored. */
export const OP_REFUSALS = ['conflict', 'stale-epoch', 'log-head-unknown', 'ver-behind', 'quota-full'] as const;
export type OpRefusal = (typeof OP_REFUSALS)[number];

/**
 * What became of one op: its place, or why not; which op is said by the order. `conflict` bears the version at the host (0: no such row) and, where it fitted
 * into the answer, the row itself; without it, pull. `stale-epoch` bears the epoch in force.
 */
export type OpAnswer = { readonly seq: number } | { readonly error: OpRefusal; readonly ver?: number; readonly epoch?: number; readonly row?: HostRow };

export interface PushAnswer {
  /** Highest seq of the vault once this was stored. */
  readonly head: number;
  /** The host's clock, milliseconds since 1970. */
  readonly now: number;
  /** One for each op, in their order. */
  readonly results: readonly OpAnswer[];
}

/** Query of a pull: rows after a seq, ascending; with `before`, rows between both, descending (newest first). */
export interface PullAsk {
  readonly after: number;
  readonly before?: number;
  readonly limit: number;
  readonly bytes: number;
}

export interface PullAnswer {
  readonly head: number;
  /** Entries in the membership log. */
  readonly log: number;
  /** Rows that the vault has, so that a new device can say how many come. Nothing relies on it. */
  readonly count: number;
  readonly now: number;
  readonly rows: readonly HostRow[];
  /** Whether there were more rows than fitted. */
  readonly more: boolean;
}

const isTaken = whole(1, MOST);
const isOpRefusal = exactly({ error: oneOf(...OP_REFUSALS), ver: optional(seq), epoch: optional(seq), row: optional(isRowHeader) });
const isResult: Check<number | Checked<typeof isOpRefusal>> = (value): value is number | Checked<typeof isOpRefusal> => isTaken(value) || isOpRefusal(value);
const isPushAnswer = exactly({ head: seq, now: seq, results: listOf(isResult, LIMITS.rows) });
const [ID_BYTES, SIG_BYTES] = [16, 64];
type PushRow = readonly [base: number, ver: number, epoch: number, key: string, counter: number, head: number, len: number];
const isPushRow = tuple<PushRow>(seq, whole(1, MOST), whole(1, EPOCHS), keyName, whole(1, MOST), whole(0, LIMITS.rows - 1), len);
const isPush = exactly({ heads: listOf(hash, LIMITS.rows, 1), ops: listOf(isPushRow, LIMITS.rows, 1) });
type PullWriter = readonly [number: number, device: string, author: string];
type PullHead = readonly [number: number, hash: string];
type PullRow = readonly [seq: number, ver: number, epoch: number, key: string, writer: number, counter: number, head: number, len: number];
const isPullRow = tuple<PullRow>(whole(1, MOST), whole(1, MOST), whole(1, EPOCHS), keyName, seq, whole(1, MOST), seq, len);
const isPull = exactly({
  head: seq,
  log: seq,
  count: seq,
  now: seq,
  more: truth,
  writers: listOf(tuple<PullWriter>(seq, deviceId, memberId), LIMITS.rows),
  heads: listOf(tuple<PullHead>(seq, hash), LIMITS.rows),
  rows: listOf(isPullRow, LIMITS.rows),
});

const withoutBlob = <T extends { readonly blob: Uint8Array }>({ blob, ...rest }: T) => ({ ...rest, len: blob.length });

const rowWith = ({ len: _len, ...row }: RowHeader, blob: Uint8Array): HostRow => ({ ...row, blob });

/** Whether its names fit into a frame: 26 letters hold two bits more than 16 bytes, and an id that was made elsewhere may use them. */
export const canTravel = ({ op, id: name }: PushOp): boolean => [op, name].every((each) => base32ToBytes(each, ID_BYTES) !== null);

/** The frame of a push, of ops that can travel; it goes out under its tag (sync/send-push.ts). What ops share stands once, as in a page. */
export const encodePush = (ops: readonly PushOp[]): Uint8Array<ArrayBuffer> => {
  const heads = [...new Set(ops.map(({ logHead }) => logHead))];
  const rows = ops.map(({ base, ver, epoch, key, counter, logHead, blob }): PushRow => [base, ver, epoch, key, counter, heads.indexOf(logHead), blob.length]);
  return encodeFrame(
    { heads, ops: rows },
    ops.flatMap(({ op, id: name, sig, blob }) => [base32ToBytes(op, ID_BYTES)!, base32ToBytes(name, ID_BYTES)!, base64ToBytes(sig)!, blob]),
  );
};

const BESIDE = 2 * ID_BYTES + SIG_BYTES;

export const decodePush = (bytes: Uint8Array): Result<readonly PushedOp[]> => {
  const frame = decodeFrame(bytes, isPush, ({ ops }) => ops.map((row) => BESIDE + row[6]));
  if (!frame.ok) return frame;
  const { header, blobs } = frame.value;
  const known = new Set<string>();
  const ops: PushedOp[] = [];
  for (const [place, [base, ver, epoch, key, counter, head]] of header.ops.entries()) {
    const [row, logHead] = [blobs[place]!, header.heads[head]];
    if (logHead === undefined) return refuse({ code: 'malformed', with: { why: 'row' } });
    const [op, name] = [row.subarray(0, ID_BYTES), row.subarray(ID_BYTES, 2 * ID_BYTES)];
    const opKey = bytesToKey(op);
    if (known.size === known.add(opKey).size) return refuse({ code: 'malformed', with: { why: 'op-twice' } });
    const [sig, blob] = [row.subarray(2 * ID_BYTES, BESIDE), row.subarray(BESIDE)];
    ops.push({ op, opKey, id: name, idKey: bytesToKey(name), base, ver, epoch, key, counter, logHead, sig, blob });
  }
  return ok(ops);
};

export const encodePushAnswer = ({ head, now, results }: PushAnswer): Uint8Array<ArrayBuffer> =>
  encodeFrame(
    { head, now, results: results.map((each) => ('seq' in each ? each.seq : each.row ? { ...each, row: withoutBlob(each.row) } : each)) },
    results.flatMap((each) => ('row' in each && each.row ? [each.row.blob] : [])),
  );

export const decodePushAnswer = (bytes: Uint8Array): Result<PushAnswer> => {
  const frame = decodeFrame(bytes, isPushAnswer, ({ results }) => results.flatMap((each) => (typeof each === 'object' && each.row ? [each.row.len] : [])));
  if (!frame.ok) return frame;
  const { header, blobs } = frame.value;
  let next = 0;
  const results = header.results.map((each): OpAnswer => {
    if (typeof each === 'number') return { seq: each };
    const { row, ...rest } = each;
    return row ? { ...rest, row: rowWith(row, blobs[next++]!) } : rest;
  });
  return ok({ head: header.head, now: header.now, results });
};

/** A row of a page as a host gives it out: what of it travels in the header, then 16 bytes of id, 64 of signature and its blob, one piece from the database to the wire. */
export type PageRow = readonly [...PullRow, bytes: Uint8Array];

/** A page as it travels: what many rows share stands once, since a new device gets a hundred thousand of them. */
export interface Page extends Omit<PullAnswer, 'rows'> {
  readonly writers: Iterable<PullWriter>;
  readonly heads: Iterable<PullHead>;
  readonly rows: readonly PageRow[];
}

export const encodePage = ({ head, log, count, now, more, writers, heads, rows }: Page): Uint8Array<ArrayBuffer> => {
  return encodeFrame(
    { head, log, count, now, more, writers: [...writers], heads: [...heads], rows: rows.map((row) => row.slice(0, -1)) },
    rows.map((row) => row[8]),
  );
};

/** The same from rows as devices have them. */
export const encodePull = ({ rows, ...rest }: PullAnswer): Uint8Array<ArrayBuffer> => {
  const writers = new Map<string, PullWriter>();
  const heads = new Map<string, PullHead>();
  const out = rows.map(({ id: name, device, author, logHead, sig, blob, seq: place, ver, epoch, key, counter }): PageRow => {
    const writer = `${device} ${author}`;
    if (!writers.has(writer)) writers.set(writer, [writers.size, device, author]);
    if (!heads.has(logHead)) heads.set(logHead, [heads.size, logHead]);
    const bytes = joinBytes(base32ToBytes(name, ID_BYTES)!, base64ToBytes(sig)!, blob);
    return [place, ver, epoch, key, writers.get(writer)![0], counter, heads.get(logHead)![0], blob.length, bytes];
  });
  return encodePage({ ...rest, writers: writers.values(), heads: heads.values(), rows: out });
};

export const decodePull = (bytes: Uint8Array): Result<PullAnswer> => {
  const frame = decodeFrame(bytes, isPull, ({ rows }) => rows.flatMap((row) => [ID_BYTES, SIG_BYTES, row[7]]));
  if (!frame.ok) return frame;
  const { head, log, count, now, more, ...page } = frame.value.header;
  const writers = new Map(page.writers.map((writer) => [writer[0], writer]));
  const heads = new Map(page.heads);
  const rows: HostRow[] = [];
  for (const [n, [place, ver, epoch, key, writer, counter, entry, _len]] of page.rows.entries()) {
    const [by, logHead] = [writers.get(writer), heads.get(entry)];
    if (!by || logHead === undefined) return refuse({ code: 'malformed', with: { why: 'row' } });
    // Taken, a number above the head would move a device past all that is still to come.
    if (place > head) return refuse({ code: 'malformed', with: { why: 'seq' } });
    const [name, sig, blob] = frame.value.blobs.slice(3 * n, 3 * n + 3) as [Uint8Array, Uint8Array, Uint8Array];
    rows.push({ id: bytesToBase32(name), ver, seq: place, epoch, key, device: by[1], author: by[2], counter, logHead, sig: bytesToBase64(sig), blob });
  }
  return ok({ head, log, count, now, rows, more });
};

const number = (written: string | null, least: number, most: number, otherwise: number): number | null => {
  if (written === null) return otherwise;
  const value = /^\d{1,16}$/.test(written) ? Number(written) : Number.NaN;
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : null;
};

/** Path and query of a pull. */
export const pullPath = (vault: string, { after, before, limit, bytes }: PullAsk): string =>
  `${PREFIX}/vaults/${vault}/pull?after=${after}${before === undefined ? '' : `&before=${before}`}&limit=${limit}&bytes=${bytes}`;

/** Null when the query is not one. */
export const readPullAsk = (query: { readonly get: (name: string) => string | null }): PullAsk | null => {
  const after = number(query.get('after'), 0, MOST, 0);
  const before = number(query.get('before'), 1, MOST, 0);
  const limit = number(query.get('limit'), 1, LIMITS.rows, 500);
  const bytes = number(query.get('bytes'), 1, LIMITS.frameBytes, 4 * 1024 * 1024);
  if (after === null || before === null || limit === null || bytes === null) return null;
  return { after, ...(before === 0 ? {} : { before }), limit, bytes };
};

/** An entry of a membership log as it travels: the JSON that was signed, verbatim in base 64, and its one or two signatures of 64 bytes. */
export const isLogEntry = exactly({ bytes: base64(2, LIMITS.entryBytes), sig: base64(64, 128) });
export type LogEntryText = Checked<typeof isLogEntry>;

/** POST vaults/:vault/log. Answered `{n}` (entries now), or refused `log-behind {n}` when another entry came first, `log-refused {why}`. */
export const isLogPost = exactly({ entry: isLogEntry });
/** GET vaults/:vault/log?after=n: entries from number `after` (0: all), a page at a time. */
export const isLogPage = exactly({ entries: listOf(isLogEntry, 1000), n: seq });
export type LogPage = Checked<typeof isLogPage>;

/** GET vaults/:vault/push-key: the key for the tags of this session's pushes, sealed to the member (crypto/push-tag.ts), base 64. */
export const isPushKey = exactly({ sealed: base64(112, 112) });
export type SealedPushKey = Checked<typeof isPushKey>;

/** What server-sent events carry: where a vault's rows and log stand, or that something lies in the inbox. Truth comes from asking. */
export type LiveHint = { readonly vault: string; readonly head: number; readonly log: number } | { readonly inbox: true };
const isVaultHint = exactly({ vault: id, head: seq, log: seq });
const isInboxHint = exactly({ inbox: ((value): value is true => value === true) satisfies Check<true> });
export const isLiveHint: Check<LiveHint> = (value): value is LiveHint => isVaultHint(value) || isInboxHint(value);

/** Every refusal of a whole request, with its HTTP status. Absent and foreign are both `not-found`. */
export const REFUSALS = {
  malformed: 400,
  'session-needed': 401,
  'sign-in-wrong': 401,
  /** A session too old for this: the password is asked for again. */
  'sign-in-again': 401,
  /** A push that is not, as it came, what the device of the session sent to this vault. */
  'tag-wrong': 403,
  'registration-closed': 403,
  'invite-wrong': 403,
  'invite-used-up': 403,
  'not-found': 404,
  slow: 408,
  'name-taken': 409,
  'log-behind': 409,
  'bundle-behind': 409,
  'already-given': 409,
  'too-large': 413,
  'address-wrong': 422,
  'log-refused': 422,
  'epoch-wanted': 423,
  'too-many': 429,
  fault: 500,
  'store-gone': 503,
  ending: 503,
  'quota-full': 507,
  'store-full': 507,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Body of every refusal. */
export const isRefusalBody = exactly({
  error: text(40),
  with: optional(
    ((value): value is Readonly<Record<string, string | number>> => typeof value === 'object' && value !== null) satisfies Check<Readonly<Record<string, string | number>>>,
  ),
});
