// Whether something like what got in the way is raised already in one's circles: open issues that share words with it. Two words at the
// least, of four letters or more, and none that most of the issues have; the closest first. Nothing is said where nothing is alike.

import type { Snapshot } from '#core/snapshot.ts';
import { foldedWords, isSpaceless } from '#insight/words.ts';
import { issuesIn } from '#rooms/issues/model.ts';

export interface Raised {
  readonly circle: string;
  readonly id: string;
  readonly title: string;
  /** Words that both have. */
  readonly shared: number;
}

const LETTERS = 4;
const SHARED = 2;

const wordsIn = (text: string): ReadonlySet<string> => new Set(foldedWords(text).filter((word) => word.length >= LETTERS || isSpaceless(word)));

export const raisedAlike = (circles: readonly { readonly vault: string; readonly snapshot: Snapshot }[], words: string, most = 3): readonly Raised[] => {
  const sought = wordsIn(words);
  if (sought.size < SHARED) return [];
  const issues = circles.flatMap(({ vault, snapshot }) =>
    issuesIn(snapshot)
      .filter(({ closed }) => closed === null)
      .map(({ issue }) => ({ circle: vault, id: issue.id, title: issue.title, has: wordsIn(`${issue.title}\n${issue.happens}\n${issue.cause}`) })),
  );
  const isCommon = (word: string): boolean => issues.length > 2 && issues.filter(({ has }) => has.has(word)).length * 2 > issues.length;
  const telling = [...sought].filter((word) => !isCommon(word));
  return issues
    .map(({ has, ...issue }): Raised => ({ ...issue, shared: telling.filter((word) => has.has(word)).length }))
    .filter(({ shared }) => shared >= SHARED)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, most);
};
