// Sharing: a copy of one's own words for a circle, with terms; remarks on it, each with terms of the remarker's own; the sharer's answer;
// some of the words quoted, where that is allowed; and taking any of it back. Every selector here asks core/terms.ts, each time anew.
// Invariants: what is shared is exactly what its writer saw before it went; nothing is allowed that was not said; taking back empties the
// record, so that no copy of the circle that hears of it keeps the words.

import type { Change } from '#core/change.ts';
import { createdAs, deletedOf, versionOf } from '#core/kind.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { isLastDay, mayUse, type Asker, type Terms } from '#core/terms.ts';
import { answerKind, kindOf, MOST_REMARK, MOST_SHARED, quoteKind, remarkKind, sharedKind, sharingIn } from './records.ts';
import type { Quote, Remark, Shared, Sharing, Words } from './records.ts';

export { sharingIn } from './records.ts';
export type { Quote, Remark, Shared, Sharing, Words } from './records.ts';

/** Who writes, when, and under which new id. */
export interface Hand {
  readonly account: string;
  readonly id: string;
  /** Instant. */
  readonly at: string;
  /** The writer's own day. */
  readonly today: string;
}

const checked = (text: string, most: number): Result<string> => {
  if (text.trim() === '') return refuse({ code: 'share-empty' });
  return text.length > most ? refuse({ code: 'share-too-long', with: { most } }) : ok(text.trim());
};

const checkedTerms = (terms: Terms, today: string): Result<Terms> => {
  if (terms.until !== '' && !isLastDay(terms.until)) return refuse({ code: 'date-not-understood', with: { text: terms.until.slice(0, 40) } });
  return terms.until !== '' && terms.until < today ? refuse({ code: 'share-until-past' }) : ok(terms);
};

const jsonOf = ({ until, quote, ai, count }: Terms) => ({ until, quote, ai, count });

/**
 * A copy of one's words for those who are in the circle now; who comes later is not among them.
 * Refusals: `share-empty`, `share-too-long`, `share-until-past`, `date-not-understood`.
 */
export const share = (text: string, terms: Terms, members: readonly string[], { account, id, at, today }: Hand): Result<Change[]> => {
  const [words, right] = [checked(text, MOST_SHARED), checkedTerms(terms, today)];
  if (!words.ok) return words;
  if (!right.ok) return right;
  return ok([createdAs(sharedKind, idInHandOf(account, id), { text: words.value, at, terms: jsonOf(terms), readers: members.filter((each) => each !== account) })]);
};

/** Other terms for one's own words; they hold from then on for what was quoted of them too. Refusals: `share-until-past`, `date-not-understood`. */
export const changeTerms = ({ id, kind }: Words, terms: Terms, today: string): Result<Change[]> => {
  const right = checkedTerms(terms, today);
  return right.ok ? ok([{ id, kind, v: versionOf(kindOf(kind)), set: { terms: jsonOf(terms) } }]) : right;
};

/** Lets those read who came into the circle after it was shared. */
export const openTo = ({ id }: Shared, accounts: readonly string[]): Change[] => [{ ...createdAs(sharedKind, id, {}), add: { readers: accounts } }];

/**
 * A remark on another's words, for all who see those and are in the circle now.
 * Refusals: `remark-own`, `share-gone`, `share-empty`, `share-too-long`, `share-until-past`, `date-not-understood`.
 */
export const remark = (on: Shared, text: string, terms: Terms, members: readonly string[], { account, id, at, today }: Hand): Result<Change[]> => {
  if (on.by === account) return refuse({ code: 'remark-own' });
  if (!mayUse('show', on.given, { account, isIn: true }, today).may) return refuse({ code: 'share-gone' });
  const [words, right] = [checked(text, MOST_REMARK), checkedTerms(terms, today)];
  if (!words.ok) return words;
  if (!right.ok) return right;
  const readers = members.filter((each) => each !== account && mayUse('show', on.given, { account: each, isIn: true }, today).may);
  return ok([createdAs(remarkKind, idInHandOf(account, id), { about: on.id, text: words.value, at, terms: jsonOf(terms), readers })]);
};

/** The sharer's answer to a remark. Refusals: `answer-not-yours`, `share-empty`, `share-too-long`. */
export const answer = (to: Remark, text: string, { account, id, at }: Hand): Result<Change[]> => {
  if (handOf(to.about) !== account) return refuse({ code: 'answer-not-yours' });
  const words = checked(text, MOST_REMARK);
  return words.ok ? ok([createdAs(answerKind, idInHandOf(account, id), { about: to.id, text: words.value, at })]) : words;
};

/**
 * Quotes some of another's words, with something of one's own beside them or without. What is kept is where the words stand, not the words.
 * One's own words are shared again instead. Refusals: `quote-own`, `quote-not-allowed`, `quote-not-in-it`, `share-too-long`.
 */
export const quote = (of: Words, words: string, text: string, { account, id, at, today }: Hand): Result<Change[]> => {
  if (of.by === account) return refuse({ code: 'quote-own' });
  if (!of.terms || !mayUse('quote', of.given, { account, isIn: true }, today).may) return refuse({ code: 'quote-not-allowed' });
  const from = words.trim() === '' ? -1 : of.text.indexOf(words.trim());
  if (from < 0) return refuse({ code: 'quote-not-in-it' });
  if (text.length > MOST_REMARK) return refuse({ code: 'share-too-long', with: { most: MOST_REMARK } });
  const values = { of: of.id, from, to: from + words.trim().length, text: text.trim(), at, terms: jsonOf(of.terms) };
  return ok([createdAs(quoteKind, idInHandOf(account, id), values)]);
};

/** Empties the words and deletes what held them; for everybody, as soon as they hear of it. */
export const takeBack = ({ id, kind }: Pick<Words, 'id' | 'kind'>): Change[] => [{ ...deletedOf(kindOf(kind), id), write: { text: '' } }];

/** All of one's own, for who leaves. */
export const takeAllBack = (snapshot: Snapshot, account: string): Change[] => {
  const { shared, quotes, loose } = sharingIn(snapshot);
  const all: Words[] = [...shared, ...quotes, ...loose];
  for (const one of shared) for (const each of one.remarks) all.push(each, ...each.answers);
  return all.filter(({ by }) => by === account).flatMap(takeBack);
};

/** Who is in the circle and was not when it was shared. */
export const cameLater = ({ by, given: { readers } }: Shared, members: readonly string[]): string[] =>
  readers === 'all' ? [] : members.filter((account) => account !== by && !readers.has(account));

/** A quote as somebody may see it: nothing in it leads to a name that it must not show. */
export interface ShownQuote extends Pick<Quote, 'id' | 'kind' | 'by' | 'at' | 'text'> {
  readonly words: string;
  /** Whose words; null where they may be quoted without the name only. */
  readonly whose: string | null;
}

export interface Shown {
  readonly shared: readonly Shared[];
  readonly quotes: readonly ShownQuote[];
  /** One's own that hangs on words which are not there any more, or not for oneself, or may not be quoted any more. */
  readonly loose: readonly Words[];
}

/** The quoted words as they may be used, and whose they are; null where they may not. Who quotes must be allowed to as well. */
const quotedFor = (use: 'show' | 'export', { by, of, from, to, quoted }: Quote, asker: Asker, today: string): Pick<ShownQuote, 'words' | 'whose'> | null => {
  const leave = mayUse('quote', quoted, { account: by, isIn: true }, today);
  // Whoever is in the circle sees what may be quoted; a file takes of it only what the asker was given.
  const seen = use === 'export' ? quoted : { by: quoted.by, terms: quoted.terms, readers: 'all' as const, whileIn: true };
  if (!leave.may || !mayUse(use, seen, asker, today).may) return null;
  return { words: of.text.slice(from, to), whose: leave.named ? of.by : null };
};

/** What somebody sees: the one way to the page, to the command line, and to every list. */
export const shownTo = ({ shared, quotes, loose }: Sharing, asker: Asker, today: string): Shown => {
  const sees = ({ given }: Words): boolean => mayUse('show', given, asker, today).may;
  const shown: ShownQuote[] = [];
  const mine = [...loose];
  for (const quote of quotes) {
    const words = quotedFor('show', quote, asker, today);
    const { id, kind, by, at, text } = quote;
    if (words && sees(quote)) shown.push({ id, kind, by, at, text, ...words });
    else if (text !== '') mine.push(quote);
  }
  const before = shared.filter(sees).map((one) => ({ ...one, remarks: one.remarks.filter(sees).map((each) => ({ ...each, answers: each.answers.filter(sees) })) }));
  const isBefore = new Set(before.flatMap((one) => one.remarks.flatMap((each) => [each.id, ...each.answers.map(({ id }) => id)])));
  for (const one of shared) for (const each of one.remarks) mine.push(...[each, ...each.answers].filter(({ id }) => !isBefore.has(id)));
  return { shared: before, quotes: shown, loose: mine.filter(({ by }) => by === asker.account) };
};

/** Words for a file. */
export interface TakenOut {
  readonly id: string;
  readonly kind: Words['kind'];
  readonly at: string;
  readonly text: string;
  /** Null where the words may leave without their writer's name only. */
  readonly by: string | null;
  /** In a quote: the quoted words, where they may leave too, and whose they are. */
  readonly quoted?: { readonly words: string; readonly by: string | null };
}

/** What of sharing somebody may take out of the circle: what is theirs, and what others allow to be said on without an end. */
export const takenOutBy = (sharing: Sharing, asker: Asker, today: string): TakenOut[] => {
  const out: TakenOut[] = [];
  const take = ({ id, kind, at, text, by, given }: Words, more: Pick<TakenOut, 'quoted'> = {}): void => {
    const leave = mayUse('export', given, asker, today);
    if (leave.may) out.push({ id, kind, at, text, by: leave.named ? by : null, ...more });
  };
  for (const one of sharing.shared) {
    take(one);
    for (const each of one.remarks) {
      take(each);
      for (const last of each.answers) take(last);
    }
  }
  for (const one of sharing.quotes) {
    const words = quotedFor('export', one, asker, today);
    if (words || one.text !== '') take(one, words ? { quoted: { words: words.words, by: words.whose } } : {});
  }
  for (const one of sharing.loose) take(one);
  return out;
};
