// What may be done with the words that people shared in a simulated circle, told from what they did and from nothing of the code under
// test: whom each had before them when they shared, what they allowed, when they took it back. What was seen is held against it.

import type { Dice } from './dice.ts';

export interface Allows {
  readonly until: string;
  readonly quote: 'no' | 'unnamed' | 'named';
  readonly ai: boolean;
  readonly count: boolean;
}

export const allowsFrom = (dice: Dice, days: readonly string[]): Allows => ({
  until: dice.chance(0.4) ? dice.pick(days) : '',
  quote: dice.pick(['no', 'unnamed', 'named'] as const),
  ai: dice.chance(0.5),
  count: dice.chance(0.5),
});

type Turn = { readonly is: 'allows'; readonly allows: Allows } | { readonly is: 'lets-in'; readonly who: readonly string[] } | { readonly is: 'taken-back' };

/** Words of one person, on others' words or by themselves, and all that was done with them, in its order. */
export interface Item {
  readonly id: string;
  readonly by: string;
  readonly on: Item | null;
  /** Stands in the text, and in no other. */
  readonly mark: string;
  readonly turns: Turn[];
}

export type Using = 'show' | 'count' | 'ai' | 'export';

/** How things stand after the first `turns` of what was done; null where nothing was said yet, or it was taken back. */
const standing = ({ turns }: Item, upTo: number): { readonly allows: Allows; readonly readers: ReadonlySet<string> } | null => {
  const done = turns.slice(0, upTo);
  if (done.some(({ is }) => is === 'taken-back')) return null;
  const allows = done.findLast((turn) => turn.is === 'allows');
  return allows ? { allows: allows.allows, readers: new Set(done.flatMap((turn) => (turn.is === 'lets-in' ? turn.who : []))) } : null;
};

/** Whether somebody who is in the circle may, after so many turns of the words; `hasOn`: what they hang on is before them. */
const may = (use: Using, item: Item, who: string, today: string, upTo: number, hasOn: boolean): boolean => {
  const now = standing(item, upTo);
  if (!now) return false;
  if (item.by === who) return true;
  const { until, quote, ai, count } = now.allows;
  if ((until !== '' && until < today) || !now.readers.has(who)) return false;
  if (!hasOn) return false;
  return use === 'show' || (use === 'count' ? count : use === 'ai' ? ai : quote !== 'no' && until === '');
};

/**
 * What may be found at the end: one answer where both authors are in the circle; where one has gone, what had been sent of theirs is
 * some beginning of what they did.
 */
export const answers = (use: Using, item: Item, who: string, today: string, isGone: (account: string) => boolean): ReadonlySet<boolean> => {
  const lengths = ({ turns, by }: Item): readonly number[] => (isGone(by) ? [...turns.keys(), turns.length] : [turns.length]);
  const found = new Set<boolean>();
  for (const upTo of lengths(item))
    for (const hasOn of item.on ? lengths(item.on).map((n) => may('show', item.on!, who, today, n, true)) : [true]) found.add(may(use, item, who, today, upTo, hasOn));
  return found;
};

/** Whether somebody was ever given these words: nobody else may see them at any moment, whatever has arrived and what not. */
export const wasEverGiven = ({ by, turns }: Item, who: string): boolean => by === who || turns.some((turn) => turn.is === 'lets-in' && turn.who.includes(who));

export const isTakenBack = ({ turns }: Item): boolean => turns.some(({ is }) => is === 'taken-back');
