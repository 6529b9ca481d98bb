// How it stands with a circle's mission and agreements: what its records say, read by everybody alike. Another's program may have
// written any of them: what is not as it must be is left out.

import { createKind, stringIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { addDays, dayNumber, isDay, isInstant } from '#core/when.ts';
import { MOST, roundsOf, startOf, wordsIn, type InCircle, type Proposal, type Round } from './rounds.ts';

export const roundKind = createKind('agree-round', { what: 'register', amends: 'register', withdrawn: 'register' });
export const wordKind = createKind('agree-word', { to: 'register', read: 'register', say: 'register', reason: 'text', here: 'register', at: 'register' });
export const momentKind = createKind('agree-moment', { text: 'text', kept: 'register', at: 'register' });
export const exampleKind = createKind('agree-example', { of: 'register', how: 'register', text: 'text', at: 'register' });
export const answerKind = createKind('agree-answer', { of: 'register', say: 'register', text: 'text', at: 'register' });
export const reviewKind = createKind('agree-review', { of: 'register', next: 'register', at: 'register' });

/** The kinds of records that this room reads. */
export const KINDS: readonly string[] = [roundKind, wordKind, momentKind, exampleKind, answerKind, reviewKind].map(({ name }) => name);

/** When something is done: the day on the person's clock, and the instant. */
export interface Now {
  readonly day: string;
  readonly instant: string;
}

export const HOWS = ['kept', 'strained', 'broken'] as const;
export type How = (typeof HOWS)[number];
export const TRUTHS = ['yes', 'partly', 'no'] as const;
export type Truth = (typeof TRUTHS)[number];

/** Nobody puts a review off for longer than this at a time. */
export const LONGEST_REVIEW = 732;
/** Whether it is a day, not before `from` and at most so many days after it. */
export const dayWithin = (day: string, from: string, most: number): boolean => isDay(day) && dayNumber(day) >= dayNumber(from) && dayNumber(day) - dayNumber(from) <= most;

export interface Moment {
  readonly id: string;
  readonly by: string;
  readonly text: string;
  /** What was protected in it. */
  readonly kept: string;
  readonly at: string;
}

export interface Example {
  readonly id: string;
  readonly by: string;
  readonly how: How;
  readonly text: string;
  readonly at: string;
}

export interface Answer {
  readonly id: string;
  readonly by: string;
  readonly say: Truth;
  readonly text: string;
  readonly at: string;
}

interface Reviewed {
  /** Day on which to look at it again. */
  readonly review: string;
  readonly isDue: boolean;
}

export interface Agreement extends Reviewed {
  /** Of the round that made it. */
  readonly id: string;
  /** The words that stand now. */
  readonly proposal: Proposal;
  readonly since: string;
  /** The rounds that stood, the newest first. */
  readonly versions: readonly Round[];
  /** The newest first. */
  readonly examples: readonly Example[];
}

export interface Mission extends Reviewed {
  readonly round: Round;
  /** The last answer of each to this version, the newest first. */
  readonly answers: readonly Answer[];
}

export interface Standing {
  readonly mission: Mission | null;
  /** Versions that stood before, the newest first. */
  readonly missionsBefore: readonly Round[];
  /** Those that stand, the oldest first. */
  readonly agreements: readonly Agreement[];
  readonly ended: readonly Agreement[];
  /** Rounds that still ask, the one that ends first first. */
  readonly open: readonly Round[];
  /** Rounds that came to nothing, the newest first. */
  readonly closed: readonly Round[];
  /** The newest first. */
  readonly moments: readonly Moment[];
}

interface Read {
  readonly id: string;
  readonly by: string;
  readonly of: string;
  readonly at: string;
  readonly record: VaultRecord;
}

const byTime = (a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number =>
  a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1;

/** Records of one kind with a hand and a time, the newest first. */
const read = (records: readonly VaultRecord[], kind: string): readonly Read[] =>
  records
    .flatMap((record): Read | readonly [] => {
      const [by, at] = [handOf(record.id), stringIn(record, 'at')];
      return record.kind === kind && by !== null && isInstant(at) && isAlive(record) ? { id: record.id, by, of: stringIn(record, 'of'), at, record } : [];
    })
    .sort(byTime);

/** How it stands with the circle's mission and agreements, from its records and who is in it now; the same on every device. */
export const standing = (all: Iterable<VaultRecord>, members: readonly InCircle[], now: Now): Standing => {
  const records = [...all];
  const rounds = roundsOf(records, members, now.instant);
  const stood = rounds.filter(({ is }) => is === 'stands').sort((a, b) => byTime({ at: a.since, id: a.id }, { at: b.since, id: b.id }));
  const reviews = read(records, reviewKind.name);
  const reviewed = (id: string, { proposal, since }: Round): Reviewed => {
    const last = reviews.find(({ of, at, record }) => of === id && at >= since && dayWithin(stringIn(record, 'next'), addDays(at.slice(0, 10), -1), LONGEST_REVIEW + 2));
    const review = last ? stringIn(last.record, 'next') : proposal.review;
    return { review, isDue: review <= now.day };
  };
  const examples = read(records, exampleKind.name).flatMap(({ id, by, of, at, record }) => {
    const [how, text] = [HOWS.find((one) => one === stringIn(record, 'how')), wordsIn(record, 'text', MOST.answer)];
    return how && text !== '' ? [{ of, example: { id, by, how, text, at } }] : [];
  });

  const missions = stood.filter(({ proposal }) => proposal.about === 'mission');
  const [current] = missions;
  const answersTo = ({ id: round }: Round): readonly Answer[] => {
    const last = new Map<string, Answer>();
    for (const { id, by, of, at, record } of read(records, answerKind.name)) {
      const say = TRUTHS.find((one) => one === stringIn(record, 'say'));
      if (say && of === round && !last.has(by)) last.set(by, { id, by, say, text: wordsIn(record, 'text', MOST.answer), at });
    }
    return [...last.values()];
  };

  const made = stood.filter(({ proposal }) => proposal.about === 'agreement');
  const agreements = made
    .filter(({ proposal }) => proposal.of === '')
    .map((first): Agreement => {
      const versions = made.filter(({ id, proposal }) => id === first.id || proposal.of === first.id);
      const [newest] = versions;
      return {
        id: first.id,
        proposal: newest!.proposal,
        since: newest!.since,
        versions,
        ...reviewed(first.id, newest!),
        examples: examples.filter(({ of }) => of === first.id).map(({ example }) => example),
      };
    })
    .reverse();
  return {
    mission: current ? { round: current, ...reviewed(current.id, current), answers: answersTo(current) } : null,
    missionsBefore: missions.slice(1),
    agreements: agreements.filter(({ proposal }) => !proposal.ends),
    ended: agreements.filter(({ proposal }) => proposal.ends),
    open: rounds.filter(({ is }) => is === 'open').sort((a, b) => (a.proposal.until === b.proposal.until ? (a.id < b.id ? -1 : 1) : a.proposal.until < b.proposal.until ? -1 : 1)),
    closed: rounds.filter(({ is }) => is !== 'open' && is !== 'stands'),
    moments: read(records, momentKind.name).flatMap(({ id, by, at, record }) => {
      const [text, kept] = [wordsIn(record, 'text', MOST.moment), stringIn(record, 'kept').slice(0, MOST.sentence)];
      return text === '' ? [] : [{ id, by, text, kept, at }];
    }),
  };
};

/** Whether the mission's question waits for this member's answer. */
export const missionAsks = (mission: Mission, me: string): boolean => mission.isDue && !mission.answers.some(({ by, at }) => by === me && at >= startOf(mission.review));

/** What somebody who is invited reads before they come in: the mission and the agreements that stand, in words. */
export const missionAndAgreements = (
  records: Iterable<VaultRecord>,
  members: readonly InCircle[] = [],
): { readonly mission: string; readonly agreements: readonly (readonly [words: string, evenWhen: string])[] } => {
  const { mission, agreements } = standing(records, members, { day: '0001-01-01', instant: '0001-01-01T00:00:00.000Z' });
  return { mission: mission?.round.proposal.words ?? '', agreements: agreements.map(({ proposal }) => [proposal.words, proposal.evenWhen]) };
};
