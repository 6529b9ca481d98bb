// What got in the way, and the four ways on: act, ask together, raise, rest. Invariants: all four are always there, of one size, whatever
// was answered; tips for oneself stand after them, only where one marked oneself, and never in the place of asking together or raising;
// three answers are a hint and no verdict. After Kelley (1967), covariation: what others meet too, what does not follow one elsewhere
// and what was so before points away from the person.

import { QUESTIONS, type Commitment, type Look, type Question, type Replies, type Reply, type Way } from './shape.ts';

export const ROADS = ['act', 'ask', 'raise', 'rest'] as const;

/** The answers that say "not you" to each question: elsewhere it stops. `some` says as much for the two others. */
export const REPLIES_AWAY: Readonly<Record<Question, readonly Reply[]>> = { others: ['yes', 'some'], elsewhere: ['no'], before: ['yes', 'some'] };
const TOWARDS: Readonly<Record<Question, readonly Reply[]>> = { others: ['no'], elsewhere: ['yes', 'some'], before: ['no'] };

export interface Hint {
  /** Questions that were answered other than "not sure". */
  readonly answered: number;
  readonly away: readonly Question[];
  readonly towards: readonly Question[];
  /** `bigger`: two or more point away. `yours`: all that was answered points to oneself, two at the least. Else nothing is said. */
  readonly is: 'bigger' | 'yours' | 'open';
}

export const hintOf = (replies: Replies): Hint => {
  const said = (of: Readonly<Record<Question, readonly Reply[]>>): readonly Question[] =>
    QUESTIONS.filter((question) => replies[question] !== undefined && of[question].includes(replies[question]));
  const [away, towards] = [said(REPLIES_AWAY), said(TOWARDS)];
  const is = away.length >= 2 ? 'bigger' : away.length === 0 && towards.length >= 2 ? 'yours' : 'open';
  return { answered: away.length + towards.length, away, towards, is };
};

export const TIPS = ['smaller', 'if-then', 'with'] as const;

/** Tips for oneself: only where one marked oneself, and then after the four ways. */
export const tipsFor = (ways: readonly Way[]): readonly (typeof TIPS)[number][] => (ways.includes('me') ? TIPS : []);

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The whole name alone, in either case. */
const nameIn = (name: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'giu');

export const isNamed = (text: string, name: string): boolean => name.trim() !== '' && nameIn(name).test(text);

/** What stands before a sentence. */
const BEGINS = /(?:^|[.?!…:؟]|\n)\s*$/u;
const upper = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** A text with people's names replaced, longer names first. */
export const withoutNames = (text: string, people: readonly string[], somebody: string): string =>
  people
    .filter((name) => name.trim() !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((words, name) => words.replace(nameIn(name), (_, at: number, all: string) => (BEGINS.test(all.slice(0, at)) ? upper(somebody) : somebody)), text);

/** Looks that say something did not come about as it was meant. */
const isHindered = ({ came, ways, level }: Look): boolean => came === 'not' || came === 'part' || ways.length > 0 || (level !== null && level < 0);

/**
 * One's own words on what got in the way, to be carried to where others are asked: what happened and why, of this look and of those
 * before it that were hindered, then what was foreseen around one. Nothing of why one does it, of with whom, or of the obstacle in
 * oneself; `somebody` stands where people of the commitment were named. '' where nothing was written.
 */
export const wordsToCarry = ({ looks, around, people }: Commitment, look: Look | null, somebody: string): string => {
  const upTo = look ? looks.slice(0, looks.findIndex(({ id }) => id === look.id) + 1) : looks;
  const lines = [...upTo.filter(isHindered).flatMap(({ happened, why }) => [happened, why]), around].map((text) => text.trim()).filter((text) => text !== '');
  return withoutNames([...new Set(lines)].join('\n'), people, somebody);
};

/** What to ask others with: the words, and what one does where there are none yet. */
export const wordsOrWhat = (commitment: Commitment, look: Look | null, somebody: string): string =>
  wordsToCarry(commitment, look, somebody) || withoutNames(commitment.what, commitment.people, somebody);

/** The last look, where it asks what got in the way or has an answer already. */
export const hinderedLook = ({ looks }: Commitment): Look | null => {
  const last = looks.at(-1);
  return last && (isHindered(last) || Object.keys(last.replies).length > 0) ? last : null;
};

/** What somebody would take on: what one does, without people's names. Nothing of why, of the obstacles or of what came of it. */
export const wordsToHandOver = ({ what, people }: Pick<Commitment, 'what' | 'people'>, somebody: string): string => withoutNames(what, people, somebody);
