// The line of a record that is shown as what a question rests on: the sentence that comes nearest to the value's own name, else how it begins.
// Only for showing: nothing is counted or guessed from it; what counts is what the person marked.

import { wordsIn, type Shown } from '#core/shown.ts';

const MOST = 220;

const letters = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** Words of a name as they may begin elsewhere: `vows` as `vow`, `plays` as `play`; short ones say nothing. */
const beginnings = (name: string): string[] => letters(name).flatMap((word) => (word.length < 4 ? [] : [word.slice(0, Math.max(3, word.length - 1))]));

/** '' of what is heavy: a question comes unasked, and its words are not offered with it. */
export const lineFor = (shown: Pick<Shown, 'title' | 'parts' | 'heavy'>, name: string): string => {
  if (shown.heavy) return '';
  const sought = beginnings(name);
  const sentences = wordsIn(shown)
    .split(/(?<=[.!?;:؟。])\s+|\n+/u)
    .map((sentence) => sentence.trim());
  // The last word of a name says most as a rule ("The pleasure of plays"): it is looked for first.
  const found = sought.toReversed().flatMap((begin) => sentences.find((sentence) => letters(sentence).some((word) => word.startsWith(begin))) ?? [])[0];
  const line = found ?? shown.title;
  if (line.length <= MOST) return line;
  const at = Math.max(0, line.toLowerCase().search(new RegExp(sought.join('|') || '^', 'u')) - 80);
  return `${at > 0 ? '…' : ''}${line
    .slice(at, at + MOST)
    .replace(/^\S*\s/, at > 0 ? '' : '$&')
    .replace(/\s\S*$/, '')}…`;
};
