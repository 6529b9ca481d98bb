// The host as a run needs it: what devices ask, and what happens to it. real-host.ts is the host's own code; watched-host.ts looks on.

import type { Result } from '#core/result.ts';
import type { createInbox } from '#server/inbox.ts';
import type { InviteProof } from '#server/log.ts';
import type { HostRow, LogEntryText, LogPage, PullAnswer, PullAsk, PushAnswer, SealedPushKey } from '#sync/protocol.ts';

export interface SimSession {
  readonly account: string;
  readonly device: string;
}

export interface SimHost {
  pushKey(session: SimSession): Promise<Result<SealedPushKey>>;
  push(session: SimSession, push: Uint8Array): Promise<Result<PushAnswer>>;
  pull(session: SimSession, ask: PullAsk): Promise<Result<PullAnswer>>;
  /** `proof`: of who has a link and is no member. */
  log(session: SimSession, after: number, proof?: InviteProof): Promise<Result<LogPage>>;
  postLog(session: SimSession, entry: LogEntryText): Promise<Result<{ readonly n: number }>>;
  readonly inbox: Pick<ReturnType<typeof createInbox>, 'post' | 'page' | 'remove'>;
  /** A backup, and going back to it. */
  backup(): Promise<unknown>;
  restore(backup: unknown): Promise<void>;
  /** The process ends and starts again over the same data. */
  restart(): Promise<void>;
  standing(): Promise<{ readonly head: number; readonly log: number }>;
  /** The whole log, for checks. */
  entries(): Promise<readonly LogEntryText[]>;
  /** All rows, ascending, for checks. */
  rows(): Promise<readonly HostRow[]>;
  close(): Promise<void>;
}
