// A path that a circle walks: proposed by the same plain sums as one's own, out of the library and what the circle shares, and out of
// nothing that anybody said for themself, so that the same stands before everybody. It is everybody's (decision 19): each of its five places
// is a field of its own, so that two who swap different steps at once both keep theirs. Who wants to says a sentence after a step, in their
// own hand. Invariants: nobody is counted, and who said nothing is not shown; a path ends as whoever ends it calls it, and can be taken up again.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, instantIn, migrate, numberIn, setIn, stringIn, textsIn, versionOf, type Values } from '#core/kind.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import { isAlive, oncePerRecord, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { isDay, noDay } from '#core/when.ts';
import { isKind, isNeed, isWho, minutesOf, MOST, type Need, type Now, type Practice, type PracticeKind, type Who } from './model.ts';
import type { Asked, Knows, Swap } from './paths.ts';
import type { Giver, Shared } from './shared.ts';
import { wishesOf } from './told.ts';

/** How a path may end. None is better than another. */
export const OUTCOMES = ['walked', 'part', 'rests', 'let-go'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const PLACES = [1, 2, 3, 4, 5] as const;
type Place = (typeof PLACES)[number];
export const MOST_WORD = 2000;

export const togetherKind = createKind('circle-path', {
  title: 'register',
  need: 'register',
  minutes: 'register',
  who: 'register',
  liked: 'set',
  step1: 'register',
  step2: 'register',
  step3: 'register',
  step4: 'register',
  step5: 'register',
  day1: 'register',
  day2: 'register',
  day3: 'register',
  day4: 'register',
  day5: 'register',
  swaps: 'set',
  outcome: 'register',
  at: 'register',
  changed: 'register',
});

/** A sentence that somebody chose to say after a step. */
export const wordKind = createKind('circle-path-word', { path: 'register', practice: 'register', text: 'text', at: 'register' });

export interface Word {
  readonly id: string;
  readonly by: string;
  readonly path: string;
  readonly practice: string;
  readonly text: string;
  readonly at: string;
}

export interface StepTogether {
  readonly place: Place;
  /** Id in the library, or of a record of the circle. */
  readonly practice: string;
  /** A day on which it is done, '' for any. */
  readonly day: string;
}

export interface Together {
  readonly id: string;
  readonly title: string;
  readonly need: Need;
  readonly minutes: number;
  readonly who: Who | null;
  readonly liked: readonly PracticeKind[];
  readonly steps: readonly StepTogether[];
  readonly swaps: readonly Swap[];
  /** '' while it is walked. */
  readonly outcome: Outcome | '';
  readonly at: string;
  readonly words: readonly Word[];
}

export const askedTogether = ({ need, minutes, who, liked }: Together): Asked => ({ need, minutes, who, liked });

/** Takes a proposal up for all. Refusals: `path-title-long`, `path-empty`. */
export const beginTogether = (asked: Asked, steps: readonly string[], title: string, id: string, now: Now, swaps: readonly Swap[] = []): Result<Change[]> => {
  const said = title.replace(/\s+/gu, ' ').trim();
  if (said.length > MOST.name) return refuse({ code: 'path-title-long', with: { most: MOST.name } });
  if (steps.length === 0) return refuse({ code: 'path-empty' });
  const { need, minutes, who, liked } = asked;
  const places = Object.fromEntries(PLACES.flatMap((place) => (steps[place - 1] === undefined ? [] : [[`step${place}`, steps[place - 1]!]])));
  return ok([
    createdAs(togetherKind, id, {
      ...(places as Values<typeof togetherKind.fields>),
      ...(said === '' ? {} : { title: said }),
      need,
      minutes,
      ...(who === null ? {} : { who }),
      liked,
      swaps: swaps.map(({ from, to }) => `${from} ${to}`),
      at: now.instant,
      changed: now.instant,
    }),
  ]);
};

const change = ({ id }: Pick<Together, 'id'>, parts: Pick<Change, 'set' | 'add'>, now: Now): Change[] => [
  { id, kind: togetherKind.name, v: versionOf(togetherKind), ...parts, set: { ...parts.set, changed: now.instant } },
];

/** Another practice in the place of one, by anybody. Nothing to do gives an empty list. */
export const swapTogether = (path: Together, from: string, to: string, now: Now): Change[] => {
  const step = path.steps.find(({ practice }) => practice === from);
  if (!step || path.steps.some(({ practice }) => practice === to)) return [];
  return change(path, { set: { [`step${step.place}`]: to }, add: { swaps: [`${from} ${to}`] } }, now);
};

/** A day for a step, or any ('' ). Refusal: `date-not-understood`. */
export const dateStep = (path: Together, practice: string, day: string, now: Now): Result<Change[]> => {
  const step = path.steps.find((one) => one.practice === practice);
  if (day !== '' && !isDay(day)) return refuse(noDay(day));
  return ok(!step || step.day === day ? [] : change(path, { set: { [`day${step.place}`]: day } }, now));
};

/** It is over, by one of the names that are there. */
export const endTogether = (path: Together, outcome: Outcome, now: Now): Change[] => change(path, { set: { outcome } }, now);
export const goOnTogether = (path: Together, now: Now): Change[] => (path.outcome === '' ? [] : change(path, { set: { outcome: '' } }, now));

/** One that was begun by mistake; what somebody said under one stays, and so does it. Refusal: `path-has-words`. */
export const deleteTogether = ({ id, words }: Together): Result<Change[]> => (words.length > 0 ? refuse({ code: 'path-has-words' }) : ok([deletedOf(togetherKind, id)]));

/** A sentence after a step, for all to read. Refusals: `path-word-empty`, `path-word-long`. */
export const sayAfterStep = ({ id: path }: Pick<Together, 'id'>, practice: string, typed: string, { me, id }: Giver, now: Now): Result<Change[]> => {
  const text = typed.trim();
  if (text === '') return refuse({ code: 'path-word-empty' });
  if (text.length > MOST_WORD) return refuse({ code: 'path-word-long', with: { most: MOST_WORD } });
  return ok([createdAs(wordKind, idInHandOf(me, id), { path, practice, text, at: now.instant })]);
};

/** Refusal: `path-word-not-yours`. */
export const takeWordBack = ({ id, by }: Word, me: string): Result<Change[]> => (by === me ? ok([deletedOf(wordKind, id)]) : refuse({ code: 'path-word-not-yours' }));

const ID = /^[0-9a-z-]{1,60}$/;
const SWAP = /^([0-9a-z-]{1,60}) ([0-9a-z-]{1,60})$/;

/** In somebody's hand it is none: nobody else could swap a step. */
const readPath = oncePerRecord((record: VaultRecord): Omit<Together, 'words'> | null => {
  const now = record.kind === togetherKind.name && isAlive(record) && handOf(record.id) === null ? migrate(togetherKind, record) : null;
  if (!now) return null;
  const [need, who, outcome, at] = [registerOf(now, 'need'), registerOf(now, 'who'), registerOf(now, 'outcome'), instantIn(now, 'at')];
  const steps = PLACES.flatMap((place): StepTogether[] => {
    const [practice, day] = [stringIn(now, `step${place}`), stringIn(now, `day${place}`)];
    return ID.test(practice) ? [{ place, practice, day: isDay(day) ? day : '' }] : [];
  });
  if (!isNeed(need) || steps.length === 0 || at === '') return null;
  return {
    id: now.id,
    title: stringIn(now, 'title').slice(0, MOST.name).replace(/\s+/gu, ' ').trim(),
    need,
    minutes: minutesOf(numberIn(now, 'minutes')) ?? 5,
    who: isWho(who) ? who : null,
    liked: setIn(now, 'liked').filter(isKind),
    // Two who swapped at once may both have taken the same: it stands once.
    steps: steps.filter(({ practice }, nth) => steps.findIndex((one) => one.practice === practice) === nth),
    swaps: setIn(now, 'swaps').flatMap((member) => {
      const [, from, to] = SWAP.exec(member) ?? [];
      return from && to ? [{ need, from, to }] : [];
    }),
    outcome: OUTCOMES.find((one) => one === outcome) ?? '',
    at,
  };
});

const readWord = oncePerRecord((record: VaultRecord): Word | null => {
  const by = handOf(record.id);
  const now = record.kind === wordKind.name && isAlive(record) && by !== null ? migrate(wordKind, record) : null;
  if (!now || by === null) return null;
  const [text, at] = [textsIn(now, 'text').join('\n\n').slice(0, MOST_WORD), instantIn(now, 'at')];
  return text === '' || at === '' ? null : { id: now.id, by, path: stringIn(now, 'path'), practice: stringIn(now, 'practice'), text, at };
});

/** The paths of a circle: those that are walked first, the newest of each first; what was said in the order in which it was. */
export const pathsTogether = (circle: Snapshot): readonly Together[] => {
  const words = [...recordsOf(circle, wordKind.name).values()].flatMap((record) => readWord(record) ?? []);
  words.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  return [...recordsOf(circle, togetherKind.name).values()]
    .flatMap((record) => readPath(record) ?? [])
    .map((path) => ({ ...path, words: words.filter((word) => word.path === path.id) }))
    .sort((a, b) => Number(a.outcome !== '') - Number(b.outcome !== '') || (a.at > b.at ? -1 : a.at < b.at ? 1 : a.id < b.id ? -1 : 1));
};

/** What was said after a step that another took the place of since: it stays to be read, and to be taken back. */
export const wordsBefore = ({ steps, words }: Together): readonly Word[] => words.filter((word) => !steps.some(({ practice }) => practice === word.practice));

/** All that a circle's proposals look at: the same for every member. */
export const knowsTogether = (library: readonly Practice[], shared: readonly Shared[], paths: readonly Together[]): Knows => ({
  practices: [...library.filter(({ isStarter }) => isStarter), ...shared.flatMap(({ practice }) => (practice.isStarter ? [] : [practice]))],
  tolds: [],
  wishes: wishesOf(null),
  swaps: paths.flatMap(({ swaps }) => swaps),
});
