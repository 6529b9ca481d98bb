// How each command of a room is performed by somebody who has nothing yet: what test/no-gate.test.ts does with all of them, so that no
// screen, score or order of steps can stand between a person and acting. A room says it in its `no-gate.ts`, a line for each function of
// its models that gives Changes; a function without a line fails the test.

import type { Change } from './change.ts';
import type { VaultRecord } from './record.ts';
import type { Result } from './result.ts';
import type { Snapshot } from './snapshot.ts';

/** A vault, or a circle, in which there is nothing, or only what `on` left. */
export interface Fresh {
  readonly records: readonly VaultRecord[];
  readonly snapshot: Snapshot;
  /** Another id with each call. */
  newId(): string;
  /** Local date and time with its offset, and the instant. */
  readonly now: { readonly when: string; readonly zone: string; readonly instant: string };
  /** In a circle, which is fresh too: the account that acts, another member, and the circle's own id. */
  readonly me: string;
  readonly other: string;
  readonly circle: string;
}

export interface Performed {
  /**
   * The command, of the same room, that makes the one thing that this is about: reviewing a decision needs that decision. What it gives
   * must then touch or name that thing; nothing else may be there.
   */
  readonly on?: string;
  /** That thing is the other member's: one answers a need of somebody else. */
  readonly isOthers?: true;
  do(fresh: Fresh): Change | readonly Change[] | Result<Change> | Result<readonly Change[]>;
}

/** By the name of the function; a second time with a word of how after it: `proposeAgreement alone`. */
export type Commands = Readonly<Record<string, Performed>>;
