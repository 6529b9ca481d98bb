// What rooms give to Now: ways in through one of its three doors, what they can name for the minutes one has, and what is needed of the person at this moment. A room says
// what it has and where that is done; Now alone decides what of it is shown, so that no room can make itself louder than another.

import type { Change } from '#core/change.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import type { Desk } from '#web/ui/vault.ts';

export const DOORS = ['act', 'together', 'reflect'] as const;
export type Door = (typeof DOORS)[number];

/** "I have 1 / 5 / 15 / 60 minutes". */
export const MINUTES = [1, 5, 15, 60] as const;
export type Minutes = (typeof MINUTES)[number];

/** Something that can always be done. Words are keys of the room's own catalogue. */
export interface Way {
  readonly door: Door;
  readonly minutes: Minutes;
  readonly word: string;
  /** `:circle` stands for each circle one is in: the way is there once for each of them, and not at all without one. */
  readonly href: string;
}

/** A word of the room's catalogue with its places. A day is given as `YYYY-MM-DD` in `day`, of the `calendar` that is given beside it, and written as the language writes it. */
export interface Said {
  readonly word: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

/** One thing that waits for this person. */
export interface Needed {
  /** The same thing has the same id from day to day: what is put off is kept by it. Of small letters, digits, `-` and `_`. */
  readonly id: string;
  readonly door: Door;
  /** About how long it takes. */
  readonly minutes: Minutes;
  /** Day by which it is needed; null when there is none. */
  readonly by: string | null;
  /** Instant since which it waits. */
  readonly since: string;
  /** Who asks: an account, where it is another person. At most two of one person are shown. */
  readonly from: string | null;
  /** Why it stands here, in the margin: one or two short lines. */
  readonly why: readonly Said[];
  /** What it is. `said`: somebody's own words. */
  readonly text: string;
  readonly said: boolean;
  /** Why this and not another, in a line under it, where that is not plain. */
  readonly reason?: Said;
  readonly href: string;
  /** The verb of what one does there. */
  readonly verb: string;
  /** How one says no, once and for all, without anybody being told; without it, it can only be put off. */
  readonly refuse?: { readonly verb: string; readonly done: string; changes(): readonly Change[] };
}

export interface NeededBy {
  readonly desk: Desk;
  readonly circles: readonly OpenCircle[];
  /** `YYYY-MM-DD` on this device's clock. */
  readonly today: string;
  readonly instant: string;
}

export type FindNeeded = (given: NeededBy) => readonly Needed[];

/**
 * One practice, one step or one person that fits the minutes one has, named: a way like those that are always there. Nothing waits for it,
 * and it has no day.
 */
export interface Named {
  /** As a need's, so that what was put off there is not named here. */
  readonly id: string;
  /** Of each sort one is shown behind a door: of a need of a circle and a person of one's own journal, the need. */
  readonly sort: 'practice' | 'step' | 'need' | 'person';
  readonly text: string;
  /** Somebody's own words. */
  readonly said: boolean;
  readonly why: readonly Said[];
  readonly href: string;
  readonly refuse?: Needed['refuse'];
}

export type FindNamed = (given: NeededBy & { readonly door: Door; readonly minutes: Minutes }) => readonly Named[];
