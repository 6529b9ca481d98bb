// What rooms give to Now: what is needed of the person at this moment, and what they can name for the minutes one has. A room says what it
// has and where that is done; Now alone decides what of it is shown, so that no room can make itself louder than another. Page and command
// line give rooms the same to look at.

import type { Change } from '#core/change.ts';
import type { Snapshot } from '#core/snapshot.ts';
import type { Entry, Moment } from '#rooms/journal/model.ts';

export const DOORS = ['act', 'together', 'reflect'] as const;
export type Door = (typeof DOORS)[number];

/** "I have 1 / 5 / 15 / 60 minutes". */
export const MINUTES = [1, 5, 15, 60] as const;
export type Minutes = (typeof MINUTES)[number];

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

/** A circle that one is in and whose records are read. */
export interface CircleSeen {
  readonly vault: string;
  readonly name: string;
  /** My account. */
  readonly me: string;
  readonly members: readonly { readonly id: string; readonly since: string }[];
  /** By account, also of those who left. */
  readonly names: ReadonlyMap<string, string>;
  readonly snapshot: Snapshot;
}

/** What rooms look at: one's own vault, the circles one is in, the day, and words. */
export interface GivenNow {
  readonly own: Snapshot;
  readonly circles: readonly CircleSeen[];
  /** `YYYY-MM-DD` on this device's clock. */
  readonly today: string;
  readonly instant: string;
  /** The moment at which one says no. */
  now(): Moment;
  newId(): string;
  /** The day of an instant, on this device's clock. */
  dayOf(instant: string): string;
  /** Entries of open journals as the timeline has them, and what was set about looking back. */
  journal(): { readonly entries: readonly Entry[]; readonly settings: { readonly anniversaries: boolean; readonly anotherLook: boolean } };
  /** A word of a room's catalogue. */
  word(room: string, key: string, places?: Readonly<Record<string, string | number>>): string;
  /** An area of life, and a year, as the language has them. */
  area(id: string): string;
  year(year: number): string;
}

export type FindNeeded = (given: GivenNow) => readonly Needed[];

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

export type FindNamed = (given: GivenNow & { readonly door: Door; readonly minutes: Minutes }) => readonly Named[];

const MOST_LETTERS = 160;

/** Somebody's words as Now shows them: what is longer goes on where it is read. */
export const short = (text: string): string => {
  const letters = Array.from(text.slice(0, 2 * MOST_LETTERS + 2));
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join('').trimEnd()}…` : text;
};
