// Open questions: a question one wants to live with gathers entries over time. An entry points to it by a link;
// the question holds no list, so that two devices that gather at once lose nothing.
// What others answered to it stays where it is, on their terms: the question points to it (decision 20).
// Invariant: closing or deleting a question changes no entry. Nothing here counts or grades.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, migrate, stringIn, textsIn } from '#core/kind.ts';
import { linkChange, linksIn, placeToTarget, targetToPlace, type CirclePlace } from '#core/links.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isWhen, noDay } from '#core/when.ts';
import { changeEntry, type Entry, type Moment } from './model.ts';

export interface Question {
  readonly id: string;
  readonly text: string;
  /** What another device wrote at the same time. */
  readonly otherTexts: readonly string[];
  /** What one said to it before notes had days (question-notes.ts). */
  readonly note: string;
  readonly otherNotes: readonly string[];
  /** Instant, ISO 8601 in UTC, or '' where it is not known. */
  readonly made: string;
  /** Day it was closed, or '' while it is open. */
  readonly closed: string;
}

export const questionKind = createKind('question', { text: 'text', note: 'text', made: 'register', closed: 'register', links: 'set' });

export const MOST_QUESTION = 2000;
export const MOST_NOTE = 100_000;

const checkedText = (text: string): Result<string> => {
  const trimmed = text.trim();
  if (trimmed === '') return refuse({ code: 'question-empty' });
  if (trimmed.length > MOST_QUESTION) return refuse({ code: 'question-too-long', with: { most: MOST_QUESTION } });
  return ok(trimmed);
};

/** Refusals: `question-empty`, `question-too-long`. */
export const askQuestion = (text: string, id: string, now: Moment): Result<Change[]> => {
  const checked = checkedText(text);
  return checked.ok ? ok([createdAs(questionKind, id, { text: checked.value, made: now.instant })]) : checked;
};

/** Refusals as for asking. What it gathered stays with it. */
export const rewordQuestion = (question: Question, text: string): Result<Change[]> => {
  const checked = checkedText(text);
  if (!checked.ok) return checked;
  if (question.otherTexts.length > 0) return ok([{ ...createdAs(questionKind, question.id, {}), write: { text: checked.value } }]);
  const change = changedTo(questionKind, question.id, { text: question.text }, { text: checked.value });
  return ok(change ? [change] : []);
};

/** Closes it as of a day, today's unless said. Refusals: those of a day (core/when.ts). */
export const closeQuestion = (question: Question, now: Moment, day: string = dayOf(now.when)): Result<Change[]> => {
  if (day.length !== 10 || !isWhen(day)) return refuse(noDay(day));
  const change = changedTo(questionKind, question.id, { closed: question.closed }, { closed: day });
  return ok(change ? [change] : []);
};

export const reopenQuestion = (question: Question): Change[] => {
  const change = changedTo(questionKind, question.id, { closed: question.closed }, { closed: '' });
  return change ? [change] : [];
};

const isUnder = (entry: Pick<Entry, 'links'>, question: Pick<Question, 'id'>): boolean => entry.links.some((link) => link.as === 'gathers-under' && link.to === question.id);

/** Puts an entry under a question; an entry may stand under several. Refusals are those of changing an entry. */
export const gatherUnder = (entry: Entry, question: Pick<Question, 'id'>, now: Moment): Result<Change[]> =>
  isUnder(entry, question) ? ok([]) : changeEntry(entry, { links: [...entry.links, { to: question.id, as: 'gathers-under' }] }, now);

/** Takes an entry from under a question; the entry itself stays. */
export const takeFrom = (entry: Entry, question: Pick<Question, 'id'>, now: Moment): Result<Change[]> =>
  isUnder(entry, question) ? changeEntry(entry, { links: entry.links.filter((link) => link.as !== 'gathers-under' || link.to !== question.id) }, now) : ok([]);

/** The entries under a question, oldest first. */
export const entriesOf = (question: Pick<Question, 'id'>, entries: Iterable<Entry>): Entry[] => {
  const out: Entry[] = [];
  for (const entry of entries) if (isUnder(entry, question)) out.push(entry);
  return out.sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.made < b.made ? -1 : a.made > b.made ? 1 : a.id < b.id ? -1 : 1));
};

/** Puts an answer that came from a circle, or takes it from, under the question it was asked from: the question points to where it lies. */
export const putAnswerUnder = (question: VaultRecord, answer: CirclePlace): Change[] => {
  const change = linkChange(question, [{ to: placeToTarget(answer), as: 'rests-on' }]);
  return change ? [change] : [];
};
export const takeAnswerFrom = (question: VaultRecord, answer: CirclePlace): Change[] => {
  const change = linkChange(question, [], [{ to: placeToTarget(answer), as: 'rests-on' }]);
  return change ? [change] : [];
};

/** Where the answers lie that were put under it. */
export const answersUnder = (question: VaultRecord): CirclePlace[] => linksIn(question).flatMap(({ to, as }) => (as === 'rests-on' ? (targetToPlace(to) ?? []) : []));

/** What another device or a foreign archive wrote there and is no instant, or no day, counts as absent. */
const instantIn = (record: VaultRecord, name: string): string => {
  const written = stringIn(record, name);
  return isWhen(written.slice(0, 10)) && !Number.isNaN(Date.parse(written)) ? written : '';
};
const dayIn = (record: VaultRecord, name: string): string => {
  const written = stringIn(record, name);
  return isWhen(written) ? written : '';
};

/** Reads a record as a question; null when it is of another kind, newer than this Kith, or deleted. */
export const questionOf = (record: VaultRecord): Question | null => {
  if (record.kind !== 'question' || !isAlive(record)) return null;
  const now = migrate(questionKind, record);
  if (!now) return null;
  const [text = '', ...otherTexts] = textsIn(now, 'text');
  const [note = '', ...otherNotes] = textsIn(now, 'note');
  return { id: now.id, text, otherTexts, note, otherNotes, made: instantIn(now, 'made'), closed: dayIn(now, 'closed') };
};

/** All questions: the open ones first, the newest first among them. */
export const questionsOf = (records: Iterable<VaultRecord>): Question[] => {
  const out: Question[] = [];
  for (const record of records) {
    const question = questionOf(record);
    if (question) out.push(question);
  }
  return out.sort((a, b) => Number(a.closed !== '') - Number(b.closed !== '') || (a.made > b.made ? -1 : a.made < b.made ? 1 : a.id < b.id ? -1 : 1));
};
