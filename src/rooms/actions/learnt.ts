// What was learnt in actions, findable: the reviews of actions that are over, searched by the words in them as the journal is, so
// that case, accents and endings do not matter. Pure; a circle has few enough of them that no index is needed.

import { wordsOf } from '#insight/words.ts';
import { PARTS, type Action, type Review } from './model.ts';

export interface Learnt {
  readonly action: Action;
  readonly review: Review;
  /** What to show of it: what was learnt, else what comes next, else why. */
  readonly words: string;
}

const wordsAndParts = (text: string): readonly string[] => wordsOf(text).flatMap(({ word, parts }) => [word, ...parts.map((part) => part.word)]);

/** The newest first. Every word asked for must begin a word of the action or of the review. */
export const learntIn = (actions: readonly Action[], asked = ''): readonly Learnt[] => {
  const sought = wordsOf(asked).map(({ word }) => word);
  return actions
    .filter(({ is }) => is !== 'open')
    .flatMap((action) =>
      action.reviews.flatMap((review): Learnt | readonly [] => {
        const words = review.learnt || review.next || review.why || review.happened;
        if (words === '') return [];
        if (sought.length > 0) {
          const there = wordsAndParts([action.ask, ...PARTS.map((part) => review[part])].join('\n'));
          if (!sought.every((one) => there.some((word) => word.startsWith(one)))) return [];
        }
        return { action, review, words };
      }),
    )
    .sort((a, b) => (a.review.at === b.review.at ? (a.review.id < b.review.id ? 1 : -1) : a.review.at < b.review.at ? 1 : -1));
};
