// What a circle is for, in versions, and what it has agreed: from moments ("what was protected?") to "we do X even when Y" to the rule
// that breaks it. Each change is a round in which everybody asked says consent, a concern, or an objection (rounds.ts). What is kept,
// strained or broken is told by examples, never by a figure. Invariants: nobody alone makes, changes or ends anything here; nobody's
// words are another's to edit; whose a record is stands in its id.

import type { Change } from '#core/change.ts';
import { createdAs } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import type { Json } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays } from '#core/when.ts';
import { askedNow, LONGEST_ROUND, MOST, proposalOf, type InCircle, type Proposal, type Round, type Say } from './rounds.ts';
import { answerKind, dayWithin, exampleKind, LONGEST_REVIEW, momentKind, reviewKind, roundKind, wordKind, type Agreement, type How, type Now, type Truth } from './standing.ts';

export { MOST } from './rounds.ts';
export type { InCircle, Proposal, Round, RoundWord, Say } from './rounds.ts';
export { HOWS, KINDS, missionAndAgreements, missionAsks, standing, TRUTHS } from './standing.ts';
export type { Agreement, Example, How, Mission, Moment, Now, Standing, Truth } from './standing.ts';

export const SAYS: readonly Say[] = ['consent', 'concern', 'objection'];

/** Who does it, in which circle: what every command needs. */
export interface Here {
  readonly me: string;
  readonly members: readonly InCircle[];
  readonly now: Now;
  /** A new random id each time. */
  readonly newId: () => string;
}

/** Weeks until one looks again, where nobody says otherwise. */
const REVIEW = { mission: 26 * 7, agreement: 8 * 7 } as const;
const ROUND = 7;

interface Typed {
  readonly review?: string | undefined;
  readonly until?: string | undefined;
}

export interface MissionTyped extends Typed {
  readonly words: string;
}

export interface AgreementTyped extends Typed {
  readonly words: string;
  readonly evenWhen?: string | undefined;
  readonly rule?: string | undefined;
  readonly owner?: string | undefined;
  readonly moments?: readonly string[] | undefined;
}

const tidy = (text: string | undefined): string => (text ?? '').normalize('NFC').trim().replace(/\s+/g, ' ');

const textOf = (typed: string, most: number, empty: string): Result<string> => {
  const text = typed.normalize('NFC').trim();
  if (text === '') return refuse({ code: empty });
  return text.length > most ? refuse({ code: 'words-too-long', with: { most } }) : ok(text);
};

/** Opens a round; one's own consent is in it. Refusals: `words-empty`, `words-too-long`, `review-day-wrong`, `until-day-wrong`. */
const open = (
  here: Here,
  about: Proposal['about'],
  typed: AgreementTyped,
  rest: { readonly of?: string; readonly ends?: boolean; readonly amends?: string } = {},
): Result<Change[]> => {
  const { me, members, now, newId } = here;
  const [words, evenWhen, rule, owner] = [tidy(typed.words), tidy(typed.evenWhen), tidy(typed.rule), tidy(typed.owner)];
  if (words === '') return refuse({ code: 'words-empty' });
  if ([words, evenWhen, rule, owner].some(({ length }) => length > MOST.sentence)) return refuse({ code: 'words-too-long', with: { most: MOST.sentence } });
  const review = typed.review ?? addDays(now.day, REVIEW[about]);
  const until = typed.until ?? addDays(now.day, ROUND);
  if (!dayWithin(review, now.day, LONGEST_REVIEW)) return refuse({ code: 'review-day-wrong' });
  if (!dayWithin(until, now.day, LONGEST_ROUND)) return refuse({ code: 'until-day-wrong' });
  const proposal = proposalOf({
    about,
    of: rest.of ?? '',
    ends: rest.ends ?? false,
    words,
    evenWhen,
    rule,
    owner,
    moments: (typed.moments ?? []).slice(0, MOST.moments),
    review,
    opened: now.instant,
    until,
    asked: members.map(({ id }) => id),
  });
  if (!proposal) throw new Error('a proposal of ours that we would not read');
  const id = idInHandOf(me, newId());
  const round = createdAs(roundKind, id, { what: jsonOf(proposal), ...(rest.amends ? { amends: rest.amends } : {}) });
  return ok([round, word(here, id, proposal, 'consent', '')]);
};

const jsonOf = (proposal: Proposal): Json => ({ ...proposal });

const word = ({ me, members, now, newId }: Here, to: string, read: Proposal, say: Say, reason: string): Change =>
  createdAs(wordKind, idInHandOf(me, newId()), { to, read: jsonOf(read), say, reason, here: [...askedNow(read, members)], at: now.instant });

/** Refusals as for opening any round. */
export const proposeMission = (here: Here, typed: MissionTyped): Result<Change[]> => open(here, 'mission', typed);

/** A new agreement, or other words for one that stands. Refusals as for opening any round. */
export const proposeAgreement = (here: Here, typed: AgreementTyped, of = ''): Result<Change[]> => open(here, 'agreement', typed, { of });

export const proposeEnd = (here: Here, { id, proposal }: Agreement, until?: string): Result<Change[]> => {
  const { words, evenWhen, rule, owner, moments } = proposal;
  return open(here, 'agreement', { words, evenWhen, rule, owner, moments, until }, { of: id, ends: true });
};

/** Why its author's own act on a round is refused; null when it is not. */
const notMine = ({ me }: Here, { is, by }: Round): string | null => (is !== 'open' ? 'round-closed' : by !== me ? 'round-not-yours' : null);

/** Other words for what one proposed oneself; everybody is asked anew. Refusals: `round-closed`, `round-not-yours`, those of opening. */
export const amend = (here: Here, round: Round, typed: AgreementTyped): Result<Change[]> => {
  const code = notMine(here, round);
  if (code) return refuse({ code });
  const { about, of, ends } = round.proposal;
  return open(here, about, typed, { of, ends, amends: round.id });
};

/** Refusals: `round-closed`, `round-not-yours`. */
export const withdraw = (here: Here, round: Round): Result<Change[]> => {
  const code = notMine(here, round);
  if (code) return refuse({ code });
  return ok([{ ...createdAs(roundKind, round.id, {}), set: { withdrawn: here.now.instant } }]);
};

/** Whether this member is asked, and not only listening because they came after it was opened. */
export const isAsked = (here: Pick<Here, 'me' | 'members'>, { proposal }: Round): boolean => askedNow(proposal, here.members).includes(here.me);

/** Refusals: `round-closed`, `round-not-asked`, `reason-needed` (of a concern or an objection), `words-too-long`. */
export const sayTo = (here: Here, round: Round, say: Say, reason = ''): Result<Change[]> => {
  if (round.is !== 'open') return refuse({ code: 'round-closed' });
  if (!isAsked(here, round)) return refuse({ code: 'round-not-asked' });
  if (say === 'consent') return ok([word(here, round.id, round.proposal, say, '')]);
  const text = textOf(reason, MOST.reason, 'reason-needed');
  return text.ok ? ok([word(here, round.id, round.proposal, say, text.value)]) : text;
};

/** A moment that one was proud of or uneasy about, and what was protected in it. Refusals: `words-empty`, `words-too-long`. */
export const bringMoment = ({ me, now, newId }: Here, typed: { readonly text: string; readonly kept?: string | undefined }): Result<Change[]> => {
  const text = textOf(typed.text, MOST.moment, 'words-empty');
  if (!text.ok) return text;
  const kept = tidy(typed.kept);
  if (kept.length > MOST.sentence) return refuse({ code: 'words-too-long', with: { most: MOST.sentence } });
  return ok([createdAs(momentKind, idInHandOf(me, newId()), { text: text.value, kept, at: now.instant })]);
};

/** Refusals: `words-empty`, `words-too-long`. */
export const giveExample = ({ me, now, newId }: Here, { id }: Agreement, how: How, typed: string): Result<Change[]> => {
  const text = textOf(typed, MOST.answer, 'words-empty');
  return text.ok ? ok([createdAs(exampleKind, idInHandOf(me, newId()), { of: id, how, text: text.value, at: now.instant })]) : text;
};

/** "Would you still say this sentence is true?" Refusal: `words-too-long`. */
export const answerMission = ({ me, now, newId }: Here, { id }: Round, say: Truth, typed = ''): Result<Change[]> => {
  const text = typed.trim();
  if (text.length > MOST.answer) return refuse({ code: 'words-too-long', with: { most: MOST.answer } });
  return ok([createdAs(answerKind, idInHandOf(me, newId()), { of: id, say, text, at: now.instant })]);
};

/** We looked at it and it stays; the day to look again. Refusal: `review-day-wrong`. */
export const lookAgain = ({ me, now, newId }: Here, id: string, next: string): Result<Change[]> =>
  dayWithin(next, now.day, LONGEST_REVIEW) ? ok([createdAs(reviewKind, idInHandOf(me, newId()), { of: id, next, at: now.instant })]) : refuse({ code: 'review-day-wrong' });
