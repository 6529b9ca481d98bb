// Terms: what may be done with the words that a person gave to others. They travel with the words, and every path that shows, quotes,
// counts, exports, publishes, or hands words to an AI asks the one function here, each time anew, so that what was taken back is gone
// at once. Invariants: what was not said is not allowed; of the person's own words nobody is asked; nobody else's yes is looked at.
// Cryptography keeps none of this: who can open a circle's records can copy them (SECURITY.md).

import type { Json } from './record.ts';
import { isWhen } from './when.ts';

/** Whether others may say these words on, and under whose name. */
export type Quoting = 'no' | 'unnamed' | 'named';

export interface Terms {
  /** The last day on which others see the words, by each one's own clock; '' when there is no end. */
  readonly until: string;
  readonly quote: Quoting;
  /** Whether an AI may read them. */
  readonly ai: boolean;
  /** Whether they may be counted in a figure. */
  readonly count: boolean;
}

/** Where nothing was said: whoever they were given to reads them, and that is all. */
export const ONLY_READ: Terms = { until: '', quote: 'no', ai: false, count: false };

export type Use = 'show' | 'quote' | 'count' | 'export' | 'publish' | 'ai';

/** Words that were given. Null stands for what was taken back. */
export interface Given {
  /** Whose words: by the record's id, never by a field. */
  readonly by: string;
  /** Null where they cannot be read: then nothing is allowed. */
  readonly terms: Terms | null;
  /** The accounts they were given to. `all`: said in the circle to whoever is in it, also to those who come later. */
  readonly readers: ReadonlySet<string> | 'all';
  /** They are for people of the circle, while they are in it: nobody's taking back reaches those who left. */
  readonly whileIn: boolean;
  /** What they hang on (a remark on what was shared): who does not see that does not see them. */
  readonly about?: Given | null;
}

export interface Asker {
  readonly account: string;
  /** In the circle now, or not any more. */
  readonly isIn: boolean;
}

export type Leave =
  | { readonly may: false; readonly why: 'taken-back' | 'ended' | 'not-for-you' | 'not-in-it' | 'not-allowed' }
  /** `named`: with the author's name. `until`: the last day, '' without an end; a use that lasts longer must end then. */
  | { readonly may: true; readonly named: boolean; readonly until: string };

type Refused = Leave & { readonly may: false };
const no = (why: Refused['why']): Refused => ({ may: false, why });

/** Why words are not before somebody; null when they are, and all that they hang on. */
const whyNot = (words: Given | null, asker: Asker, today: string): Refused | null => {
  if (!words) return no('taken-back');
  const { by, terms, readers, whileIn, about } = words;
  if (by !== asker.account) {
    if (!terms) return no('not-allowed');
    if (terms.until !== '' && terms.until < today) return no('ended');
    if (readers !== 'all' && !readers.has(asker.account)) return no('not-for-you');
    if (whileIn && !asker.isIn) return no('not-in-it');
  }
  return about === undefined ? null : whyNot(about, asker, today);
};

/** The one question. `today`: the asker's own day. */
export const mayUse = (use: Use, words: Given | null, asker: Asker, today: string): Leave => {
  if (words?.by === asker.account) return { may: true, named: true, until: '' };
  return whyNot(words, asker, today) ?? byTerms(use, words!.terms!);
};

const byTerms = (use: Use, { until, quote, ai, count }: Terms): Leave => {
  const named = quote === 'named';
  switch (use) {
    case 'show':
      return { may: true, named: true, until };
    case 'count':
      return count ? { may: true, named: false, until } : no('not-allowed');
    case 'ai':
      return ai ? { may: true, named, until } : no('not-allowed');
    case 'quote':
    case 'publish':
      return quote === 'no' ? no('not-allowed') : { may: true, named, until };
    case 'export':
      // A file outlives every last day, and nobody can take it back: what ends is not written into one.
      return quote === 'no' || until !== '' ? no('not-allowed') : { may: true, named, until };
  }
};

/** What both allow: the terms under which something was quoted, and those of now. */
export const stricter = (a: Terms, b: Terms): Terms => ({
  until: a.until === '' || b.until === '' ? (a.until === '' ? b.until : a.until) : a.until < b.until ? a.until : b.until,
  quote: a.quote === 'no' || b.quote === 'no' ? 'no' : a.quote === 'unnamed' || b.quote === 'unnamed' ? 'unnamed' : 'named',
  ai: a.ai && b.ai,
  count: a.count && b.count,
});

/** A day as a last day is kept. */
export const isLastDay = (text: string): boolean => text.length === 10 && isWhen(text);

/** Terms as a record holds them, perhaps another's program's; null when they are none. A part that is missing or strange is a no. */
export const termsOf = (value: Json | undefined): Terms | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { until = '', quote, ai, count } = value as { readonly [key: string]: Json };
  if (typeof until !== 'string' || (until !== '' && !isLastDay(until))) return null;
  return { until, quote: quote === 'unnamed' || quote === 'named' ? quote : 'no', ai: ai === true, count: count === true };
};
