// What a device and a host say to each other about a vault: rows pushed and pulled, the membership log, hints. Both ends
// check what they get with the same functions. Accounts and the rest: account-protocol.ts. Table of all routes, limits and
// refusals: docs/formats/protocol.md. Invariant: what `decode…` gives has every field, bounded, and no other.

import { ok, refuse, type Result } from '#core/result.ts';
import { base64, deviceId, exactly, hash, id, listOf, oneOf, optional, text, truth, whole, type Check, type Checked } from './checks.ts';
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
  /** Ed25519 by the author's key over all of these and the blob's hash: for the devices that take the row. The host checks that of the push. */
  sig: base64(64, 64),
};
const len = whole(1, LIMITS.rowBytes);

const isOpHeader = exactly({ op: id, base: seq, ...SIGNED, len });
const isRowHeader = exactly({ ...SIGNED, seq: whole(1, MOST), device: deviceId, author: memberId, len });

type OpHeader = Checked<typeof isOpHeader>;
type RowHeader = Checked<typeof isRowHeader>;

/** One row to be stored. `base`: the version at the host that this write replaces, 0 when there was none. A retry is the same to the byte. */
export type PushOp = Omit<OpHeader, 'len'> & { readonly blob: Uint8Array };

/** One row as the host holds it. `device` wrote it; `author` is the member of the log under whose key `sig` verifies (the device itself, or its account in a circle). */
export type HostRow = Omit<RowHeader, 'len'> & { readonly blob: Uint8Array };

/** Why one op was not stored. */
export const OP_REFUSALS = ['conflict', 'stale-epoch', 'log-head-unknown', 'ver-behind', 'quota-full'] as const;
export type OpRefusal = (typeof OP_REFUSALS)[number];

/**
 * What became of one op: its place, or why not. `conflict` bears the version at the host (0: no such row) and, where it fitted
 * into the answer, the row itself; without it, pull. `stale-epoch` bears the epoch in force.
 */
export type OpAnswer =
  | { readonly op: string; readonly seq: number }
  | { readonly op: string; readonly error: OpRefusal; readonly ver?: number; readonly epoch?: number; readonly row?: HostRow };

export interface PushAnswer {
  /** Highest seq of the vault once this was stored. */
  readonly head: number;
  /** The host's clock, milliseconds since 1970. */
  readonly now: number;
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

const isPush = exactly({ ops: listOf(isOpHeader, LIMITS.rows, 1) });
const isResult = exactly({ op: id, seq: optional(whole(1, MOST)), error: optional(oneOf(...OP_REFUSALS)), ver: optional(seq), epoch: optional(seq), row: optional(isRowHeader) });
const isPushAnswer = exactly({ head: seq, now: seq, results: listOf(isResult, LIMITS.rows) });
const isPull = exactly({ head: seq, log: seq, count: seq, now: seq, rows: listOf(isRowHeader, LIMITS.rows), more: truth });

const withoutBlob = <T extends { readonly blob: Uint8Array }>({ blob, ...rest }: T) => ({ ...rest, len: blob.length });

/** `withoutBlob` for a row, its fields named: a host makes a hundred thousand of these for a device that has nothing, and this takes a third of the time. */
const rowHeader = ({ id, ver, seq: place, epoch, key, device, author, counter, logHead, sig, blob }: HostRow): RowHeader => ({
  id,
  ver,
  seq: place,
  epoch,
  key,
  device,
  author,
  counter,
  logHead,
  sig,
  len: blob.length,
});

/** Joins a row's header with its blob. */
const withBlob = <T extends { readonly len: number }>(header: T, blob: Uint8Array): Omit<T, 'len'> & { readonly blob: Uint8Array } => {
  const row: Omit<T, 'len'> & { len?: number; blob: Uint8Array } = { ...header, blob };
  delete row.len;
  return row;
};

/** The frame of a push; it goes out under its signature (`Ring.signPush`). */
export const encodePush = (ops: readonly PushOp[]): Uint8Array<ArrayBuffer> =>
  encodeFrame(
    { ops: ops.map(withoutBlob) },
    ops.map(({ blob }) => blob),
  );

export const decodePush = (bytes: Uint8Array): Result<readonly PushOp[]> => {
  const frame = decodeFrame(bytes, isPush, ({ ops }) => ops.map((op) => op.len));
  if (!frame.ok) return frame;
  const { header, blobs } = frame.value;
  if (new Set(header.ops.map(({ op }) => op)).size !== header.ops.length) return refuse({ code: 'malformed', with: { why: 'op-twice' } });
  return ok(header.ops.map((op, place) => withBlob(op, blobs[place]!)));
};

export const encodePushAnswer = ({ head, now, results }: PushAnswer): Uint8Array<ArrayBuffer> =>
  encodeFrame(
    { head, now, results: results.map((each) => ('row' in each && each.row ? { ...each, row: withoutBlob(each.row) } : each)) },
    results.flatMap((each) => ('row' in each && each.row ? [each.row.blob] : [])),
  );

export const decodePushAnswer = (bytes: Uint8Array): Result<PushAnswer> => {
  const frame = decodeFrame(bytes, isPushAnswer, ({ results }) => results.flatMap(({ row }) => (row ? [row.len] : [])));
  if (!frame.ok) return frame;
  const { header, blobs } = frame.value;
  let next = 0;
  const results: OpAnswer[] = [];
  for (const { op, seq: place, error, ver, epoch, row } of header.results) {
    if ((place === undefined) === (error === undefined)) return refuse({ code: 'malformed', with: { why: 'result' } });
    if (place !== undefined) results.push({ op, seq: place });
    else
      results.push({
        op,
        error: error!,
        ...(ver === undefined ? {} : { ver }),
        ...(epoch === undefined ? {} : { epoch }),
        ...(row ? { row: withBlob(row, blobs[next++]!) } : {}),
      });
  }
  return ok({ head: header.head, now: header.now, results });
};

export const encodePull = ({ rows, ...rest }: PullAnswer): Uint8Array<ArrayBuffer> =>
  encodeFrame(
    { ...rest, rows: rows.map(rowHeader) },
    rows.map(({ blob }) => blob),
  );

export const decodePull = (bytes: Uint8Array): Result<PullAnswer> => {
  const frame = decodeFrame(bytes, isPull, ({ rows }) => rows.map((row) => row.len));
  if (!frame.ok) return frame;
  const { header, blobs } = frame.value;
  // Taken, a number above the head would move a device past all that is still to come.
  if (header.rows.some(({ seq: place }) => place > header.head)) return refuse({ code: 'malformed', with: { why: 'seq' } });
  return ok({ ...header, rows: header.rows.map((row, place) => withBlob(row, blobs[place]!)) });
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
  /** A push that the device of the session did not sign as it came. */
  'signature-wrong': 403,
  'registration-closed': 403,
  'invite-wrong': 403,
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
