// An importer whose first whole reading is kept for the next, where it is small: what was shown before it comes in need not
// be unpacked and parsed a second time. A file that is large, or was not read to its end, is simply read again.
// Invariant: what comes out is the same either way, in the same order.

import type { Importer, Incoming } from './port.ts';

/** Letters of text kept at most, in all: about a hundred years of a page a day. */
const MOST_LETTERS = 24_000_000;
const MOST_ITEMS = 100_000;

export const readOnce = (importer: Importer, most: { readonly letters: number; readonly items: number } = { letters: MOST_LETTERS, items: MOST_ITEMS }): Importer => {
  let kept: readonly Incoming[] | null = null;
  return {
    ...importer,
    async *read(source, options) {
      if (kept) return yield* kept;
      let items: Incoming[] | null = [];
      let letters = 0;
      for await (const item of importer.read(source, options)) {
        // Whole records come from Kith's own archive and are large; they are not kept.
        if (items && 'entry' in item) letters += item.entry.text.length;
        if (items && ('record' in item || letters > most.letters || items.length >= most.items)) items = null;
        items?.push(item);
        yield item;
      }
      kept = items;
    },
  };
};
