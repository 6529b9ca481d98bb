// What a page knows of the circles that one is in: members as the log has them, names and records as they came.

import type { Snapshot } from '#core/snapshot.ts';

export interface CircleMember {
  readonly id: string;
  /** As they named themself; '' while it has not come. */
  readonly name: string;
  readonly role: 'facilitator' | 'member';
  /** Instant. */
  readonly since: string;
  readonly isMe: boolean;
}

export interface OpenCircle {
  /** Also in addresses: /circles/:circle/… */
  readonly vault: string;
  readonly name: string;
  /** My account id: the hand I write with. */
  readonly me: string;
  /** In it now, the longest-standing first. */
  readonly members: readonly CircleMember[];
  /** By account, also of those who left. */
  readonly names: ReadonlyMap<string, string>;
  readonly standing: 'in' | 'left' | 'removed';
  /** The circle's records, like the desk's own. */
  readonly snapshot: Snapshot;
  readonly isOpening: boolean;
  readonly unsent: number;
}
