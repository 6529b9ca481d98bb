// What goes into the engine and what comes out of it: inputs, outputs, the jobs and questions it puts, the notices for people.
// Invariant: plain data, so that a run can be written down and played again.

import type { Verdict } from '#crypto/tips.ts';
import type { HostFailure, Kept, LogStanding } from './ports.ts';
import type { LogPage, PullAnswer, PullAsk, PushAnswer } from './protocol.ts';

export interface SyncSettings {
  /** Rows and bytes of one batch or page. */
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds between two looks when no hint comes, until an answer is given up, and the longest wait after failures. */
  readonly poll: number;
  readonly patience: number;
  readonly longestWait: number;
  /** Rows that go by between two tips of this device. */
  readonly tipEvery: number;
  /** How many of the newest rows up to its cursor a device looks at again after a pause, to see whether the host is what it was. */
  readonly overlap: number;
  /** Milliseconds before a doubt that a tip raises leads to another look through all rows. */
  readonly doubtAgain: number;
}

export const SETTINGS: SyncSettings = {
  rows: 500,
  bytes: 4 * 1024 * 1024,
  poll: 300_000,
  patience: 60_000,
  longestWait: 300_000,
  tipEvery: 64,
  overlap: 16,
  doubtAgain: 3_600_000,
};

export type Ask =
  | { readonly ask: 'push' }
  | { readonly ask: 'pull'; readonly query: PullAsk }
  | { readonly ask: 'back'; readonly query: PullAsk }
  | { readonly ask: 'look'; readonly query: PullAsk & { readonly before: number } }
  | { readonly ask: 'log'; readonly after: number }
  | { readonly ask: 'repost'; readonly after: number }
  | { readonly ask: 'epoch' };

/** What a host said of a push, and the ops that it said it of: what lies ready to be sent may be others by now, where a second program follows the same vault. */
export interface Pushed extends PushAnswer {
  readonly ops: readonly string[];
}

export type Job =
  | { readonly job: 'prepare'; readonly rows: number; readonly skip: readonly string[] }
  | { readonly job: 'settle'; readonly answer: Pushed | null }
  | { readonly job: 'take'; readonly from: 'pull' | 'back'; readonly answer: PullAnswer }
  | { readonly job: 'look'; readonly answer: PullAnswer; readonly before: number }
  | { readonly job: 'extend'; readonly page: LogPage; readonly from: number }
  | { readonly job: 'scan'; readonly head: number }
  | { readonly job: 'merge-aside' }
  | { readonly job: 'judge' }
  | { readonly job: 'part' };

/** What a job found; every one gives the store's `kept` as it is now. */
export interface Done {
  readonly kept: Kept;
  readonly sending: number;
  /** There may be rows to push. */
  readonly unsent?: boolean;
  /** Rows of a batch that the host took, or that were merged with what it had. */
  readonly settled?: number;
  /** Row ids that the host would not take as they were, and why. */
  readonly opRefused?: readonly { readonly id: string; readonly why: string }[];
  /** Row ids that cannot be pushed now: locked, or larger than a host takes. */
  readonly held?: readonly { readonly id: string; readonly why: 'locked' | 'too-large' }[];
  /** The host shows a row where this device knows another. */
  readonly wentBack?: boolean;
  /** The host gives rows whose writers knew another log than it shows to this device. */
  readonly forked?: boolean;
  /** A tip of another device came. */
  readonly tips?: boolean;
  /** Rows came that do not open here: another tab or process may have their key, and shows them once it hears of them. */
  readonly unread?: boolean;
  readonly refused?: readonly { readonly id: string; readonly why: string }[];
  readonly standing?: LogStanding;
  readonly verdict?: Verdict;
}

export type Notice =
  | { readonly code: 'clock-off'; readonly hours: number }
  | { readonly code: 'host-went-back'; readonly was: number; readonly is: number }
  | { readonly code: 'withheld'; readonly devices: readonly string[] }
  | { readonly code: 'log-forked' }
  | { readonly code: 'row-refused'; readonly id: string; readonly why: string }
  | { readonly code: 'row-not-sent'; readonly id: string; readonly why: string }
  | { readonly code: 'host-full' }
  /** The host says, again and again, that what it gets is not what this device sent. */
  | { readonly code: 'tag-wrong' }
  | { readonly code: 'store-full' }
  | { readonly code: 'store-gone' }
  | { readonly code: 'signed-out' }
  | { readonly code: 'removed' }
  /** A member without the newest epoch's key: see `LogStanding.lacks`. */
  | { readonly code: 'epoch-key-wrong'; readonly epoch: number; readonly by: string }
  | { readonly code: 'account-key-old' };

export type Input =
  | { readonly in: 'tick' }
  | { readonly in: 'wrote' }
  | { readonly in: 'unlocked' }
  | { readonly in: 'online'; readonly is: boolean }
  | { readonly in: 'hint'; readonly head: number; readonly log: number }
  | { readonly in: 'answered'; readonly id: number; readonly answer: Answered }
  | { readonly in: 'failed'; readonly id: number; readonly failure: HostFailure }
  | { readonly in: 'done'; readonly id: number; readonly done: Done }
  | { readonly in: 'not-done'; readonly id: number; readonly code: string };

export type Answered =
  | { readonly to: 'push'; readonly answer: Pushed }
  | { readonly to: 'pull'; readonly answer: PullAnswer }
  | { readonly to: 'back'; readonly answer: PullAnswer }
  | { readonly to: 'look'; readonly answer: PullAnswer }
  | { readonly to: 'log'; readonly answer: LogPage }
  | { readonly to: 'repost'; readonly answer: null }
  | { readonly to: 'epoch'; readonly answer: null };

export type Output =
  | { readonly out: 'ask'; readonly id: number; readonly ask: Ask }
  | { readonly out: 'job'; readonly id: number; readonly job: Job }
  | { readonly out: 'say'; readonly notice: Notice }
  /** Give a `tick` in so many milliseconds; a later one takes the place of an earlier one. */
  | { readonly out: 'wake'; readonly after: number };

/** What an input is judged by: wall clock (may be wrong by years), time that only goes on, a number in [0, 1). */
export interface Env {
  readonly now: number;
  readonly elapsed: number;
  readonly random: number;
}
