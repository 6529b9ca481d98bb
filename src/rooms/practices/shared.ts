// Practices of a circle: given to it by a member as a whole practice, with the chain of what it came from; adapted there by others, each
// as a record in their own hand; taken along into one's own. Invariants: nothing is given whose licence, or whose source's, forbids it;
// a chain is never shortened, and names no account; what one does with a practice (better, same, worse) stays in one's own vault; one of the library is shown as the reader's
// own library has it, in their language, and its text is there for a Kith that has it not.

import type { Change } from '#core/change.ts';
import { instantIn } from '#core/kind.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import { oncePerRecord, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { mayAdapt, mayGive } from './licence.ts';
import {
  chainOf,
  changePractice,
  deletePractice,
  draftOf,
  makePractice,
  MOST,
  plainId,
  practiceKind,
  practiceOf,
  skillsForOthers,
  type Now,
  type Practice,
  type PracticeDraft,
} from './model.ts';
import { stepsOf, stepsToText } from './steps.ts';

export interface Shared {
  /** Of the record, in the hand of whoever gave it. */
  readonly id: string;
  readonly by: string;
  /** Instant, by the giver's clock; '' unknown. */
  readonly at: string;
  /** What is read and played: the library's own where it is one of those. */
  readonly practice: Practice;
}

/** Who does it, and the id of what is new. */
export interface Giver {
  readonly me: string;
  readonly id: string;
}

const TAKEN = 'kith:';

/** What names the same practice everywhere it is taken to. */
export const originOf = ({ id, origin }: Pick<Practice, 'id' | 'origin'>): string => origin || `${TAKEN}${plainId(id)}`;

/** A circle's record says the day of its maker's clock only in UTC. */
const plainNow = ({ instant }: Now): Now => ({ instant, when: instant.slice(0, 10) });

const given = (draft: PracticeDraft, { me, id }: Giver, now: Now, more: Parameters<typeof makePractice>[3]): Result<Change[]> =>
  makePractice({ ...draft, skills: skillsForOthers(draft.skills) }, idInHandOf(me, id), plainNow(now), more);

/** The licence as somebody would have it, of a practice that is to be. */
const wouldBe = (practice: Practice, draft: PracticeDraft, from: Practice['from']): Practice => ({ ...practice, isStarter: false, licence: draft.licence, from, origin: '' });

/** Whether who made it is said already, and stays: it was taken in from elsewhere. */
export const isNamed = ({ isStarter, origin, by }: Practice): boolean => isStarter || (origin !== '' && by !== '');

/** It as it goes: under the name of who made it, and without the skills of one's own frameworks. `by`: who, where that is not said already. */
export const asGiven = (practice: Practice, by: string): Practice => ({
  ...practice,
  by: isNamed(practice) ? practice.by : by,
  skills: skillsForOthers(practice.skills),
});

/** Gives the whole of it to a circle. `by`: who made it, where that is not said already. Refusals: those of `mayGive` and of a new practice. */
export const sharePractice = (practice: Practice, by: string, giver: Giver, now: Now): Result<Change[]> => {
  const may = mayGive(practice);
  if (!may.ok) return may;
  return given(draftOf(asGiven(practice, by)), giver, now, { from: practice.isStarter ? chainOf(practice) : practice.from, origin: originOf(practice), move: practice.move });
};

/** The circle's own form of one of its practices, or of the library's: the whole chain behind it. Refusals: those of `mayAdapt`, `mayGive` and of a new practice. */
export const adaptShared = (practice: Practice, draft: PracticeDraft, giver: Giver, now: Now): Result<Change[]> => {
  const may = mayAdapt(practice);
  if (!may.ok) return may;
  const from = chainOf(practice);
  const right = mayGive(wouldBe(practice, draft, from));
  return right.ok ? given(draft, giver, now, { from, move: practice.move }) : right;
};

/** Whether the words are the giver's: adapted in the circle, or given from among one's `own` where they came from nowhere else. */
export const isAuthor = ({ by, practice }: Shared, me: string, own: readonly Practice[]): boolean =>
  by === me && !practice.isStarter && (practice.origin === '' || own.some((one) => !one.isStarter && one.origin === '' && originOf(one) === practice.origin));

/**
 * By whoever gave it, of words that are theirs: `own` are their own practices. Refusals: `practice-not-yours`, `practice-of-library`,
 * `practice-of-another`, those of `mayGive` and of changing one's own.
 */
export const changeShared = (shared: Shared, draft: PracticeDraft, me: string, own: readonly Practice[], now: Now): Result<Change[]> => {
  if (shared.by !== me) return refuse({ code: 'practice-not-yours' });
  if (shared.practice.isStarter) return refuse({ code: 'practice-of-library' });
  if (!isAuthor(shared, me, own)) return refuse({ code: 'practice-of-another' });
  const right = mayGive({ ...shared.practice, licence: draft.licence });
  return right.ok ? changePractice(shared.practice, { ...draft, skills: skillsForOthers(draft.skills) }, plainNow(now), false) : right;
};

/** By whoever gave it; what others made of it, and took along, stays. Refusal: `practice-not-yours`. */
export const deleteShared = (shared: Shared, me: string): Result<Change[]> => (shared.by === me ? ok(deletePractice(shared)) : refuse({ code: 'practice-not-yours' }));

/** Into one's own: the same practice with the same chain. Refusals: `practice-of-library` (it is there already), those of a new practice. */
export const takeShared = ({ practice }: Shared, id: string, now: Now): Result<Change[]> =>
  practice.isStarter ? refuse({ code: 'practice-of-library' }) : makePractice(draftOf(practice), id, now, { from: practice.from, origin: originOf(practice), move: practice.move });

/** One's own that is the same: it was taken from there, or given from here. */
export const ownOf = ({ practice }: Pick<Shared, 'practice'>, own: readonly Practice[]): Practice | undefined => {
  const origin = originOf(practice);
  return own.find((one) => one.isStarter === practice.isStarter && (one.id === practice.id || originOf(one) === origin));
};

/** The same where a circle has it already. */
export const givenIn = (all: readonly Shared[], practice: Practice): Shared | undefined =>
  all.find((one) => (one.practice.isStarter ? one.practice.id === practice.id : !practice.isStarter && originOf(one.practice) === originOf(practice)));

interface Read {
  readonly by: string;
  readonly at: string;
  readonly practice: Practice;
}

/** As much of another's words as one could have typed oneself. */
const within = (practice: Practice): Practice => {
  const cut = (text: string, most: number): string => (text.length > most ? text.slice(0, most) : text);
  const texts = Object.fromEntries((['why', 'source', 'evidence', 'sceptic', 'care'] as const).map((part) => [part, cut(practice[part], MOST.text)]));
  const lines = Object.fromEntries((['licence', 'by', 'origin'] as const).map((part) => [part, cut(practice[part], MOST.line)]));
  const name = cut(practice.name, MOST.name).replace(/\s+/gu, ' ').trim();
  return { ...practice, ...texts, ...lines, name, steps: stepsOf(cut(stepsToText(practice.steps), MOST.text)), skills: practice.skills.slice(0, MOST.ancestors) };
};

/** In nobody's hand it is none: whoever changed its words would do it in no name. */
const readShared = oncePerRecord((record: VaultRecord): Read | null => {
  const [by, read] = [handOf(record.id), practiceOf(record)];
  const practice = read && within(read);
  return by === null || practice === null || practice.name === '' ? null : { by, at: instantIn(record, 'made'), practice };
});

/** Reads a record of a circle; null: another kind, deleted, of a newer Kith, in nobody's hand, or without a name. `library`: what the reader has of it. */
export const sharedOf = (record: VaultRecord, library: readonly Practice[]): Shared | null => {
  const read = readShared(record);
  if (!read) return null;
  const { by, at, practice } = read;
  // Given out of the library, it comes from there and names it; a file of one that somebody changed says other words.
  const known = library.find(({ id, isStarter }) => isStarter && `${TAKEN}${id}` === practice.origin && practice.from[0]?.id === id);
  return { id: record.id, by, at, practice: known ?? practice };
};

/** All of a circle by name; of the same practice of the library, given twice, the first. */
export const sharedIn = (circle: Snapshot, library: readonly Practice[]): readonly Shared[] => {
  const all = [...recordsOf(circle, practiceKind.name).values()].flatMap((record) => sharedOf(record, library) ?? []);
  all.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const seen = new Set<string>();
  return all
    .filter(({ practice: { id } }) => !seen.has(id) && seen.add(id))
    .sort((a, b) => (a.practice.name === b.practice.name ? (a.id < b.id ? -1 : 1) : a.practice.name < b.practice.name ? -1 : 1));
};
