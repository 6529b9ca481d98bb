// What synchronising needs from outside, as small interfaces: a store that keeps a little more about each row, a host that
// answers, the membership log, and the person's own place for what a removed member had not yet sent.
// Invariant: whatever the engine counts as done was in the store, whole, in one transaction, before it was counted.

import type { ClockReading } from '#core/clock.ts';
import type { SealedRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Refusal, Result } from '#core/result.ts';
import type { Mark } from '#crypto/tips.ts';
import type { HostRow, LogEntryText, LogPage, PullAnswer, PullAsk, PushAnswer, PushOp, SealedPushKey } from './protocol.ts';

/** A row with what is known of it at the host. It is *unsent* whenever `base` is not `ver`. */
export interface SyncRow extends SealedRow {
  /** Place in the order of this device's writes; the gate and this port move a written row to the end. */
  readonly seq: number;
  /** The version that the host is known to hold; 0: none. The gate leaves it as it is. */
  readonly base: number;
  /** The number (`seq`) that the host gave to that version; 0: none, or not yet heard. */
  readonly at: number;
}

/** What is known of a row at the host. */
export interface Known {
  readonly base: number;
  readonly at: number;
}

/** Where a device stands. Small; kept in the store beside the rows, and changed only together with them. */
export interface Kept {
  readonly format: 1;
  /** Every row up to here was taken, but for those in `gap`. Null: nothing was pulled yet (or all is to be looked through again). */
  readonly cursor: number | null;
  /** Older rows still to be fetched, newest first: those below `before`. */
  readonly gap: { readonly before: number } | null;
  /** The highest head that the host ever told, in the present era. */
  readonly head: number;
  /** How often the host was found to have gone back. Every look through all rows has its number. */
  readonly era: number;
  /** This device's count of pushed rows. */
  readonly counter: number;
  /** The row with the highest counter seen of each device (crypto/tips.ts). */
  readonly marks: Readonly<Record<string, Mark>>;
  /** Rows that were not taken: the version refused, and why; of very many the newest. They stay at the host; a later version is looked at again. */
  readonly refused: Readonly<Record<string, { readonly ver: number; readonly why: string; readonly at?: number }>>;
  /** Rows pushed or taken since this device's tip was last written. */
  readonly sinceTip: number;
  /**
   * Rows of which the host said that it has them, which the cursor has not met there: each lies at this number or above (what was pushed
   * while rows of others lay between). On its way the cursor meets every one; one that it does not meet, the host has lost.
   */
  readonly ahead?: Readonly<Record<string, number>>;
}

export const BEGINNING: Kept = { format: 1, cursor: null, gap: { before: Number.MAX_SAFE_INTEGER }, head: 0, era: 0, counter: 0, marks: {}, refused: {}, sinceTip: 0 };

export interface SyncFound {
  readonly rows: ReadonlyMap<string, SyncRow>;
  readonly clock: ClockReading;
  readonly kept: Kept;
  /** Rows from the host that could not be merged yet, of the ids asked for. */
  readonly aside: readonly HostRow[];
  /** The batch that was prepared and not yet answered. */
  readonly sending: readonly PushOp[];
}

/** Undefined parts stay as they are. */
export interface SyncLeft {
  /** Written as the gate writes: the row moves to the end of the local order. */
  readonly rows?: readonly (SealedRow & Known)[];
  /** Only what is known at the host changes; the row keeps its place. */
  readonly known?: readonly (Known & { readonly id: string })[];
  readonly sending?: readonly PushOp[];
  readonly asideAdd?: readonly HostRow[];
  /** Rows aside that were merged (or are put aside again in the same transaction). */
  readonly asideDrop?: readonly HostRow[];
  /** Every row not written or known since this era began is not at the host: its base and place become 0. */
  readonly forgetBefore?: number;
  readonly kept: Kept;
  readonly clock?: ClockReading;
  /** As in `Left` of core/ports.ts: something was emptied. That a row goes under another key, the store sees itself. */
  readonly moved?: boolean;
}

export interface SyncStore {
  /**
   * One transaction, no other writer between. `rows` and `known` mark a row as met in `kept.era`. `work` is synchronous and
   * may be called again. Refusals: `store-full`, `store-gone`, `store-busy`.
   */
  change(ids: readonly string[], work: (found: SyncFound) => SyncLeft): Promise<Result<null>>;
  kept(): Promise<Kept>;
  sending(): Promise<readonly PushOp[]>;
  /** Unsent rows with a local place above `after`, ascending, without those that have rows aside. */
  unsent(after: number, limit: number): Promise<readonly SyncRow[]>;
  /** Ids that have rows aside, and those rows, in the order of their `seq`. One row aside has one id, version and device. */
  asideIds(): Promise<readonly string[]>;
  aside(ids: readonly string[]): Promise<readonly HostRow[]>;
  rowsById(ids: readonly string[]): Promise<readonly SyncRow[]>;
}

/** Why a request came to nothing. `code` is the host's refusal, or `offline` when no answer came. */
export interface HostFailure {
  readonly code: string;
  readonly with?: Refusal['with'];
  /** Milliseconds that the host asked to wait. */
  readonly wait?: number;
}

export type Answer<T> = Result<T, HostFailure>;

/** The host, as bytes and frames allow: refuses as values, never throws, and gives back `unreadable` for an answer that it cannot read. */
export interface HostPort {
  /** The key for the tags of this session's pushes. */
  pushKey(): Promise<Answer<SealedPushKey>>;
  /** A push as `Ring.tagPush` gives it. */
  push(push: Uint8Array): Promise<Answer<PushAnswer>>;
  pull(ask: PullAsk): Promise<Answer<PullAnswer>>;
  /** Entries of the log from number `after`. */
  log(after: number): Promise<Answer<LogPage>>;
  postLog(entry: LogEntryText): Promise<Answer<{ readonly n: number }>>;
}

/** What the log says, as far as this device has read it. */
export interface LogStanding {
  /** Entries known. */
  readonly n: number;
  /** Hash of the newest. */
  readonly head: string;
  readonly epoch: number;
  /** Whether the log has this device, or the account it acts for. */
  readonly isMember: boolean;
  /**
   * Why a member cannot write now, though it is one: `epoch-key-wrong` with `{epoch, by}` (what was sealed for us by `by` is not the
   * epoch's key), `account-key-old` (the account's keys were changed on another device). Null where nothing is in the way.
   */
  readonly lacks: Refusal | null;
}

export type RowVerdict = 'good' | 'signature-wrong' | 'not-a-member' | 'log-unknown';

/** The membership log and this device's keys, over crypto/; ring.ts makes it. */
export interface Ring {
  standing(): LogStanding;
  /**
   * Verifies and keeps entries that follow those known; kept in the store before it returns. `from`: the number of the first; the ones
   * that are known already must be the same. Refusals: `log-broken`, `log-forked`,
   * `store-full`, `store-gone`.
   */
  extend(entries: readonly LogEntryText[], from: number): Promise<Result<LogStanding>>;
  /** Entries known, from number `after`: for a host that lost them. */
  entries(after: number): readonly LogEntryText[];
  /** Hash of each entry known, from the first. */
  hashes(): readonly string[];
  /** An entry that begins a new epoch, after a member left; null when none is due. `now` in milliseconds since 1970. */
  newEpoch(now: number): LogEntryText | null;
  /** Signature, base 64, over everything of the op. */
  sign(op: Omit<PushOp, 'sig' | 'op' | 'base'>): string;
  /** From now on pushes go out under the key that the host sealed for this member. False: it does not open. */
  takePushKey(sealed: string): boolean;
  /** What is sent to the host: the frame of a push under its tag. Null before there is a key. */
  tagPush(frame: Uint8Array): Uint8Array | null;
  judge(rows: readonly HostRow[]): Promise<readonly RowVerdict[]>;
  /** Whether what this member (a device, in a circle an account) says that it saw counts: only while it is in the vault. */
  isHeard(member: string): boolean;
}

/** Where the log lies: entries in their order, appended only. */
export interface LogStore {
  logEntries(): Promise<readonly LogEntryText[]>;
  /**
   * Entries from number `from`; those that are there already, and the same, stay. Refusals: `log-forked` where one there is another,
   * `log-broken` where one between is missing, `store-full`, `store-gone`, `store-busy`.
   */
  keepLog(entries: readonly LogEntryText[], from: number): Promise<Result<null>>;
  /** Once the vault is with no host any more. Refusals: `store-full`, `store-gone`, `store-busy`. */
  dropLog(): Promise<Result<null>>;
}

/** Records and their sealing, over the gate's own parts. */
export interface Opener {
  readonly device: string;
  /** The record; `locked` when its key is not at hand; `newer` for a seal this Kith does not know; `broken` when it does not open or is no record. */
  open(row: SealedRow): VaultRecord | 'locked' | 'newer' | 'broken';
  /** Sealed under the key that is right for it, in the epoch in force; null when that key is not at hand. */
  seal(record: VaultRecord, id: string, ver: number): SealedRow | null;
  rowIdOf(recordId: string): string;
}

/** Where the unsent edits of a removed member go: their own vault. Done twice, it must come to the same. */
export type KeepPrivately = (records: readonly VaultRecord[]) => Promise<Result<null>>;
