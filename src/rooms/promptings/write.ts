// How something comes into this room: a prompting asked, of all or of some; answered, for oneself, for the asker or for the circle; passed;
// taken back; thanked; asked on elsewhere. Each gives what is to be written into the circle and what into one's own vault.
// Invariants: a prompting to some writes nothing into the circle, nor does an answer to the asker; passing writes into one's own vault
// alone; only what its author may do becomes a change, the rest is refused in words before anything is written.

import type { Change } from '#core/change.ts';
import { createdAs, deletedOf, versionOf } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { registerOf, type Json } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { ONLY_READ, type Quoting } from '#core/terms.ts';
import { dayOf, parseWhen } from '#core/when.ts';
import { lettersIn, withdrawLetter, writeLetter } from '../circles/model.ts';
import { writeEntry, type Moment } from '../journal/model.ts';
import {
  answerKind,
  draftAt,
  draftKind,
  MOST_ANSWER,
  MOST_TEXT,
  promptedId,
  promptedKind,
  promptingKind,
  waysOf,
  type Answer,
  type AnswersTo,
  type Draft,
  type Prompted,
  type Seeing,
} from './model.ts';

/** What is to be written, and where. */
export interface Writes {
  readonly circle: readonly Change[];
  readonly own: readonly Change[];
}

/** Who writes, and when. `newId` gives another each time. */
export interface Hand {
  readonly now: Moment;
  readonly newId: () => string;
}

export interface Asking {
  readonly text: string;
  /** Accounts; `all` for the whole circle. */
  readonly to: 'all' | readonly string[];
  /** A day, or ''. */
  readonly until: string;
  readonly answers: AnswersTo;
  /** May others ask it on: not, without my name, with it. */
  readonly lend: Quoting;
  /** It was somebody's elsewhere; their name where it may go along, else ''. */
  readonly first: { readonly name: string } | null;
  /** Id of the open question of my journal that I ask; ''. */
  readonly question: string;
}

const checkText = (typed: string, most: number): Result<string> => {
  const text = typed.normalize('NFC').trim();
  if (text === '') return refuse({ code: 'prompting-empty' });
  return [...text].length > most ? refuse({ code: 'prompting-too-long', with: { most } }) : ok(text);
};

const checkDay = (typed: string, today: string): Result<string> => {
  if (typed === '') return ok('');
  const read = parseWhen(typed);
  if (!read.ok) return read;
  const day = dayOf(read.value.when);
  return day < today ? refuse({ code: 'day-past', with: { text: day } }) : ok(day);
};

/** Refusals: `prompting-empty`, `prompting-too-long`, `prompting-nobody`, `prompting-not-here`, `day-past`, those of a date and of a letter. */
export const ask = (asking: Asking, { circle, me, members, today }: Seeing, { now, newId }: Hand): Result<Writes & { readonly id: string }> => {
  const [text, until] = [checkText(asking.text, MOST_TEXT), checkDay(asking.until, today)];
  if (!text.ok) return text;
  if (!until.ok) return until;
  const id = idInHandOf(me, newId());
  const at = now.instant;
  const first = asking.first && { name: asking.first.name };
  const terms = { ...ONLY_READ, quote: asking.lend };
  const own: Change[] = asking.question === '' ? [] : [createdAs(promptedKind, promptedId(id), { question: asking.question, at })];
  if (asking.to === 'all') {
    const made = createdAs(promptingKind, id, { text: text.value, until: until.value, answers: asking.answers, first, terms, at });
    return ok({ id, circle: [made], own });
  }
  const to = [...new Set(asking.to)].filter((account) => account !== me);
  if (to.length === 0) return refuse({ code: 'prompting-nobody' });
  if (to.some((account) => !members.has(account))) return refuse({ code: 'prompting-not-here' });
  for (const account of to) {
    const letter = writeLetter(me, newId(), at, { circle, to: account, about: id, what: 'prompting', text: text.value, terms, more: { until: until.value, first } });
    if (!letter.ok) return letter;
    own.push(...letter.value);
  }
  return ok({ id, circle: [], own });
};

const became = (prompting: string, is: 'passed' | 'kept' | '', entry: string, at: string): Change => ({
  ...createdAs(promptedKind, promptedId(prompting), {}),
  set: { is, entry, at },
});

/** What was asked, before the answer to it, in an entry of the journal. */
const withQuestion = (question: string, text: string): string => `${question.replace(/^/gm, '> ')}\n\n${text}`;

/** Refusals: `prompting-own`, `prompting-over`, `prompting-answered`, `prompting-private`, `prompting-empty`, `prompting-too-long`, those of an entry and a letter. */
export const answer = (
  prompted: Prompted,
  way: 'me' | 'asker' | 'circle',
  typed: string,
  { circle, me }: Seeing,
  { now, newId }: Hand,
): Result<Writes & { readonly id: string }> => {
  if (prompted.by === me) return refuse({ code: 'prompting-own' });
  if (prompted.mine) return refuse({ code: 'prompting-answered' });
  if (prompted.standing !== 'open' && way !== 'me') return refuse({ code: 'prompting-over' });
  if (!waysOf(prompted).includes(way)) return refuse({ code: 'prompting-private' });
  const text = checkText(typed, MOST_ANSWER);
  if (!text.ok) return text;
  const at = now.instant;
  const key = newId();
  if (way === 'me') {
    const entry = writeEntry({ text: withQuestion(prompted.text, text.value) }, key, now);
    return entry.ok ? ok({ id: key, circle: [], own: [...entry.value, became(prompted.id, 'kept', key, at)] }) : entry;
  }
  const id = idInHandOf(me, key);
  if (way === 'circle') {
    const said = createdAs(answerKind, id, { to: prompted.id, text: text.value, terms: { ...ONLY_READ }, at });
    return ok({ id, circle: [said], own: [became(prompted.id, '', '', at)] });
  }
  const letter = writeLetter(me, key, at, { circle, to: prompted.by, about: prompted.id, what: 'answer', text: text.value, terms: { ...ONLY_READ } });
  return letter.ok ? ok({ id, circle: [], own: [...letter.value, became(prompted.id, '', '', at)] }) : letter;
};

/** Gone for whoever could read it, once their device hears of it. What is in one's journal stays there. Refusal `prompting-not-answered`. */
export const takeBack = ({ id, mine }: Prompted, { now, newId }: Hand): Result<Writes> => {
  if (!mine) return refuse({ code: 'prompting-not-answered' });
  if (mine.way === 'me') return ok({ circle: [], own: [became(id, '', '', now.instant)] });
  return takeBackAnswer(mine.answer, { now, newId });
};

const takeBackAnswer = ({ id, letter }: Answer, { now, newId }: Hand): Result<Writes> => {
  if (!letter) return ok({ circle: [{ ...deletedOf(answerKind, id), write: { text: '' } }], own: [] });
  const withdrawn = withdrawLetter(letter, newId(), now.instant);
  return withdrawn.ok ? ok({ circle: [], own: withdrawn.value }) : withdrawn;
};

/** Nobody is told. Refusal `prompting-own`. */
export const pass = ({ id, by }: Prompted, { me }: Seeing, { now }: Hand): Result<Writes> =>
  by === me ? refuse({ code: 'prompting-own' }) : ok({ circle: [], own: [became(id, 'passed', '', now.instant)] });

/** It is there to be answered again. */
export const unpass = ({ id }: Prompted, { now }: Hand): Writes => ({ circle: [], own: [became(id, '', '', now.instant)] });

/** By who asked; what others answered to it shows no more. Refusal `prompting-not-yours`. */
export const withdrawPrompting = ({ id, by, toAll }: Prompted, own: Snapshot, { me }: Seeing, { now, newId }: Hand): Result<Writes> => {
  if (by !== me) return refuse({ code: 'prompting-not-yours' });
  if (toAll) return ok({ circle: [{ ...deletedOf(promptingKind, id), write: { text: '' } }], own: [] });
  const changes: Change[] = [];
  for (const letter of lettersIn(recordsOf(own, 'letter').values())) {
    if (letter.what !== 'prompting' || letter.about !== id || letter.from !== me) continue;
    const withdrawn = withdrawLetter(letter, newId(), now.instant);
    if (!withdrawn.ok) return withdrawn;
    changes.push(...withdrawn.value);
  }
  return ok({ circle: [], own: changes });
};

/** Thanks to who asked, or who answered, read by them alone. Refusals: `prompting-thanked`, `prompting-too-long`, those of a letter. */
export const thank = (prompted: Prompted, about: Pick<Answer, 'id' | 'by'>, typed: string, { circle, me }: Seeing, { now, newId }: Hand): Result<Writes> => {
  if (prompted.thanked.has(about.id)) return refuse({ code: 'prompting-thanked' });
  const text = typed.normalize('NFC').trim();
  if ([...text].length > MOST_TEXT) return refuse({ code: 'prompting-too-long', with: { most: MOST_TEXT } });
  const letter = writeLetter(me, newId(), now.instant, { circle, to: about.by, about: about.id, what: 'thanks', text });
  return letter.ok ? ok({ circle: [], own: letter.value }) : letter;
};

/** Keeps what is being typed; nothing typed takes it away. */
export const keepDraft = (own: Snapshot, id: string, { text, more }: Draft): readonly Change[] => {
  const there = recordById(own, draftKind.name, id);
  if (text.trim() === '') return dropDraft(own, id);
  const isSame = there && JSON.stringify(registerOf(there, 'more') ?? {}) === JSON.stringify(more);
  return [{ id, kind: draftKind.name, v: versionOf(draftKind), write: { text }, ...(isSame ? {} : { set: { more: more as Json } }) }];
};

export const dropDraft = (own: Snapshot, id: string): readonly Change[] => (draftAt(own, id) ? [{ ...deletedOf(draftKind, id), write: { text: '' } }] : []);
