// What a room gives to Now's three doors: ways that are always there. What is needed, and what is named for the minutes one has, rooms find
// without a page (rooms/now/model.ts).

import type { Door, Minutes } from '#rooms/now/model.ts';

export { DOORS, MINUTES, type Door, type FindNamed, type FindNeeded, type Minutes, type Named, type Needed, type Said } from '#rooms/now/model.ts';

/** Something that can always be done. Words are keys of the room's own catalogue. */
export interface Way {
  readonly door: Door;
  readonly minutes: Minutes;
  readonly word: string;
  /** `:circle` stands for each circle one is in: the way is there once for each of them, and not at all without one. */
  readonly href: string;
}
