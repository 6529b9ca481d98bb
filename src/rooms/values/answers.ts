// What a person answered when Kith asked about said and done; and how they want things counted. Invariants: whatever was answered is not asked
// again of what had happened by then; "don't look at this" holds for good; an answer changes nothing but itself.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, migrate, setIn, stringIn, textsIn } from '#core/kind.ts';
import { linkToMember, memberToLink } from '#core/links.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays, dayOf } from '#core/when.ts';
import type { Moment } from '#rooms/journal/model.ts';
import type { Base, Question, Way } from './done.ts';
import { dayIn, instantIn, MOST_WORDS } from './model.ts';

/**
 * The value changed; it slipped, out of habit; it fits what I value; I had no real choice; it was never mine; I try, and something blocks it;
 * not now; never look at this.
 */
export const ANSWERS = ['changed', 'habit', 'fits', 'no-choice', 'borrowed', 'blocked', 'later', 'never'] as const;
export type Said = (typeof ANSWERS)[number];

/** The explanations offered for a change over time, and for a value that is rarely served. */
export const EXPLAINS: Readonly<Record<'drift' | 'few', readonly Said[]>> = {
  drift: ['changed', 'habit', 'fits', 'no-choice'],
  few: ['no-choice', 'changed', 'borrowed', 'blocked'],
};
export const explanationsFor = (way: Way): readonly Said[] => EXPLAINS[way === 'few' ? 'few' : 'drift'];

export interface Answer {
  readonly id: string;
  readonly value: string;
  readonly way: Way;
  readonly said: Said;
  readonly words: string;
  readonly day: string;
  readonly at: string;
}

export const answerKind = createKind('value-answer', { way: 'register', said: 'register', words: 'text', day: 'register', at: 'register', links: 'set' });

/** Days for which "not now" holds. */
const LATER = 30;
/** Days after which a value that is still rarely served may be asked about once more. */
const AGAIN = 180;

/** Refusal: `words-too-long`. */
export const answerQuestion = (question: Pick<Question, 'value' | 'way'>, said: Said, words: string, id: string, now: Moment): Result<Change[]> => {
  const typed = words.trim();
  if (typed.length > MOST_WORDS) return refuse({ code: 'words-too-long', with: { most: MOST_WORDS } });
  const links = [linkToMember({ to: question.value, as: 'about' })];
  return ok([createdAs(answerKind, id, { way: question.way, said, ...(typed === '' ? {} : { words: typed }), day: dayOf(now.when), at: now.instant, links })]);
};

/** It may be asked again. */
export const takeAnswerBack = (answer: Pick<Answer, 'id'>): Change[] => [deletedOf(answerKind, answer.id)];

const WAYS: readonly string[] = ['less', 'more', 'crossed', 'few'];

export const answerOf = (record: VaultRecord): Answer | null => {
  if (record.kind !== answerKind.name || !isAlive(record)) return null;
  const now = migrate(answerKind, record);
  if (!now) return null;
  const [said, way] = [stringIn(now, 'said'), stringIn(now, 'way')];
  const about = setIn(now, 'links')
    .map(memberToLink)
    .find((link) => link?.as === 'about');
  const at = instantIn(now, 'at');
  if (!about || !WAYS.includes(way) || !(ANSWERS as readonly string[]).includes(said)) return null;
  return { id: now.id, value: about.to, way: way as Way, said: said as Said, words: textsIn(now, 'words')[0] ?? '', day: dayIn(now, 'day') || at.slice(0, 10), at };
};

/** All answers, the newest first. */
export const answersIn = (records: Iterable<VaultRecord>): readonly Answer[] => {
  const out: Answer[] = [];
  for (const record of records) {
    const answer = answerOf(record);
    if (answer) out.push(answer);
  }
  return out.sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0));
};

/** Whether an answer keeps a question from being asked today. */
const stills = (answer: Answer, { value, way, day }: Question, today: string): boolean => {
  if (answer.value !== value) return false;
  if (answer.said === 'never') return true;
  if (answer.said === 'later') return today < addDays(answer.day, LATER);
  if (way === 'few') return answer.way === 'few' && today < addDays(answer.day, AGAIN);
  return answer.way !== 'few' && day <= answer.day;
};

/** What is still to be asked. */
export const openQuestions = (questions: readonly Question[], answers: readonly Answer[], today: string): readonly Question[] =>
  questions.filter((question) => !answers.some((answer) => stills(answer, question, today)));

export const COUNTING = 'values-counting';

export const countingKind = createKind('values-counting', { base: 'register' });

/** Against what things are counted. */
export const countBy = (base: Base): Change[] => [createdAs(countingKind, COUNTING, { base })];

/** Marked things, unless the person chose days. */
export const baseOf = (record: VaultRecord | undefined): Base => {
  const now = record && record.kind === countingKind.name && isAlive(record) ? migrate(countingKind, record) : null;
  return now && stringIn(now, 'base') === 'days' ? 'days' : 'marked';
};
