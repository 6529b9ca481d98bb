// What a person said after a practice (better, the same, worse; a note), and what they do not want: kinds, single practices,
// questions, the bell. Nothing is kept of how often one began, paused, skipped or stopped.
// Invariants: what was worse the last time is not offered, until one says so; nothing here is a count of days or a score.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, instantIn, migrate, setIn, stringIn, textsIn, versionOf, whenIn, yesIn } from '#core/kind.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { When } from '#core/when.ts';
import { isKind, isRecordId, type Now, type PracticeKind } from './model.ts';

export const HOW = ['better', 'same', 'worse'] as const;
export type How = (typeof HOW)[number];

/** One time that something was said of. */
export interface Told {
  readonly id: string;
  readonly practice: string;
  /** Null where only a note was written. */
  readonly how: How | null;
  readonly note: string;
  readonly when: When;
  /** Instant, ISO 8601 in UTC. */
  readonly at: string;
}

/** `practice` is an id of the library or of a record; a record is pointed to by a link besides. */
export const toldKind = createKind('practised', { practice: 'register', how: 'register', note: 'text', when: 'register', at: 'register', links: 'set' });

export const MOST_NOTE = 100_000;

/** How it is now, in one tap; the note may be empty. Refusals: `practice-note-long`, `practice-nothing-said`. */
export const tell = (practice: string, { how, note = '' }: { readonly how: How | null; readonly note?: string }, id: string, now: Now): Result<Change[]> => {
  if (note.length > MOST_NOTE) return refuse({ code: 'practice-note-long', with: { most: MOST_NOTE } });
  if (how === null && note.trim() === '') return refuse({ code: 'practice-nothing-said' });
  return ok([
    createdAs(toldKind, id, {
      practice,
      ...(how === null ? {} : { how }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      when: now.when,
      at: now.instant,
      links: isRecordId(practice) ? [`about:${practice}`] : [],
    }),
  ]);
};

/** A note beside what was said. Refusal: `practice-note-long`. */
export const noteOn = (told: Told, note: string): Result<Change[]> => {
  if (note.length > MOST_NOTE) return refuse({ code: 'practice-note-long', with: { most: MOST_NOTE } });
  return ok(note.trim() === told.note ? [] : [{ ...createdAs(toldKind, told.id, {}), write: { note: note.trim() } }]);
};

export const forgetTold = ({ id }: Pick<Told, 'id'>): Change[] => [deletedOf(toldKind, id)];

/** Reads a record; null when it is of another kind, newer than this Kith, deleted, of no day, or says nothing. */
export const toldOf = (record: VaultRecord): Told | null => {
  if (record.kind !== toldKind.name || !isAlive(record)) return null;
  const now = migrate(toldKind, record);
  if (!now) return null;
  const how = HOW.find((one) => one === registerOf(now, 'how')) ?? null;
  const [practice, note] = [stringIn(now, 'practice'), textsIn(now, 'note').join('\n\n')];
  const at = instantIn(now, 'at');
  const when = whenIn(now, at);
  return practice === '' || when === '' || (how === null && note === '') ? null : { id: now.id, practice, how, note, when, at };
};

const later = (a: Told, b: Told): number => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.id > b.id ? -1 : 1);

/** The newest first. */
export const toldsOf = (records: Iterable<VaultRecord>): Told[] => {
  const out: Told[] = [];
  for (const record of records) {
    const told = toldOf(record);
    if (told) out.push(told);
  }
  return out.sort(later);
};

export type Counts = Readonly<Record<How, number>> & { readonly of: number };

interface OfOne {
  readonly counts: { -readonly [K in keyof Counts]: Counts[K] };
  /** The newest that says how it was. */
  readonly last: Told;
}
const gathered = new WeakMap<readonly Told[], ReadonlyMap<string, OfOne>>();

/** By practice, gathered once for each list: a path asks it of every practice there is. */
const byPractice = (tolds: readonly Told[]): ReadonlyMap<string, OfOne> => {
  const known = gathered.get(tolds);
  if (known) return known;
  const out = new Map<string, OfOne>();
  for (const told of tolds) {
    if (told.how === null) continue;
    let one = out.get(told.practice);
    if (!one) out.set(told.practice, (one = { counts: { better: 0, same: 0, worse: 0, of: 0 }, last: told }));
    one.counts[told.how] += 1;
    one.counts.of += 1;
  }
  gathered.set(tolds, out);
  return out;
};

const NEVER: Counts = { better: 0, same: 0, worse: 0, of: 0 };

/** How often each was said of a practice. */
export const countsOf = (practice: string, tolds: readonly Told[]): Counts => byPractice(tolds).get(practice)?.counts ?? NEVER;

/** What a person does not want, and how the player behaves for them: one record for all their devices. */
export interface Wishes {
  readonly without: readonly PracticeKind[];
  /** Practices not to be offered. */
  readonly never: readonly string[];
  /** What was said to be worse, and may be offered all the same: ids of what was told. */
  readonly again: readonly string[];
  /** Questions dismissed for good. */
  readonly dismissed: readonly string[];
  /** The questions that were asked, the last one first. */
  readonly asked: readonly string[];
  readonly silent: boolean;
  readonly seated: boolean;
}

export const wishesKind = createKind('practice-wishes', {
  without: 'set',
  never: 'set',
  again: 'set',
  dismissed: 'set',
  asked: 'register',
  silent: 'register',
  seated: 'register',
});

export const WISHES = 'practice-wishes';

/** As many as are kept of what was asked: more than there are. */
const MOST_ASKED = 200;

/** Until Kith kept all of them it was the last one, as text. */
const askedIn = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter((one): one is string => typeof one === 'string' && one !== '').slice(0, MOST_ASKED);

/** `record`: the one with that id; null or undefined where there is none. */
export const wishesOf = (record: VaultRecord | null | undefined): Wishes => {
  const now = record && record.kind === wishesKind.name && isAlive(record) ? migrate(wishesKind, record) : null;
  if (!now) return { without: [], never: [], again: [], dismissed: [], asked: [], silent: false, seated: false };
  return {
    without: setIn(now, 'without').filter(isKind),
    never: setIn(now, 'never'),
    again: setIn(now, 'again'),
    dismissed: setIn(now, 'dismissed'),
    asked: askedIn(registerOf(now, 'asked')),
    silent: yesIn(now, 'silent'),
    seated: yesIn(now, 'seated'),
  };
};

const wish = (parts: Pick<Change, 'set' | 'add' | 'remove'>): Change => ({ id: WISHES, kind: wishesKind.name, v: versionOf(wishesKind), ...parts });

/** A kind of practice is wanted or not: in paths, in Now, and in what is offered. */
export const wantKind = (kind: PracticeKind, isWanted: boolean): Change[] => [wish(isWanted ? { remove: { without: [kind] } } : { add: { without: [kind] } })];

/** A single practice is not offered any more. It can still be looked up. */
export const stopOffering = (practice: string): Change[] => [wish({ add: { never: [practice] } })];

/** It is offered again, whatever was said of it. */
export const offerAgain = (practice: string, tolds: readonly Told[]): Change[] => {
  const worse = tolds.filter(({ practice: which, how }) => which === practice && how === 'worse').map(({ id }) => id);
  return [wish({ remove: { never: [practice] }, ...(worse.length > 0 ? { add: { again: worse } } : {}) })];
};

export const chooseBell = (isSilent: boolean): Change[] => [wish({ set: { silent: isSilent } })];
export const chooseSeated = (isSeated: boolean): Change[] => [wish({ set: { seated: isSeated } })];
/** `asked`: those before it. */
export const keepAsked = (question: string, asked: readonly string[]): Change[] => [
  wish({ set: { asked: [question, ...asked.filter((one) => one !== question)].slice(0, MOST_ASKED) } }),
];
export const dismissQuestion = (question: string): Change[] => [wish({ add: { dismissed: [question] } })];
export const bringBackQuestions = ({ dismissed }: Wishes): Change[] => (dismissed.length === 0 ? [] : [wish({ remove: { dismissed } })]);

/** Whether a practice is offered: not one said to be worse the last time, nor one not wanted. `tolds`: the newest first. */
export const isOffered = (practice: string, tolds: readonly Told[], { never, again }: Wishes): boolean => {
  if (never.includes(practice)) return false;
  const last = byPractice(tolds).get(practice)?.last;
  return last?.how !== 'worse' || again.includes(last.id);
};
