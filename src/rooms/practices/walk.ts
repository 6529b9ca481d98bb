// A path that somebody walks: a record with its steps in order. What was done, on which day, and what was swapped, are members of
// sets, so that two devices lose nothing. A step that is no longer offered gives way to the best other by itself.
// Invariants: leaving a path is no failure and nothing is asked; a step that was done stays where it stands.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, migrate, numberIn, setIn, stringIn, versionOf, whenIn } from '#core/kind.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isWhen, type When } from '#core/when.ts';
import { isKind, isNeed, isWho, MOST, type Need, type Now, type PracticeKind, type Who } from './model.ts';
import { candidatesFor, othersFor, type Asked, type Knows, type Swap } from './paths.ts';

export interface Path {
  readonly id: string;
  /** In the person's own words; '' where none were typed. */
  readonly title: string;
  readonly need: Need;
  readonly minutes: number;
  readonly who: Who | null;
  readonly liked: readonly PracticeKind[];
  /** Ids of practices as they were proposed and swapped. */
  readonly steps: readonly string[];
  /** Day on which a practice of it was done. */
  readonly done: ReadonlyMap<string, string>;
  readonly swaps: readonly Swap[];
  readonly when: When;
  readonly made: string;
  /** Day on which it was left, or ''. */
  readonly ended: string;
}

export const pathKind = createKind('path', {
  title: 'register',
  need: 'register',
  minutes: 'register',
  who: 'register',
  liked: 'set',
  steps: 'register',
  done: 'set',
  swaps: 'set',
  when: 'register',
  made: 'register',
  ended: 'register',
  changed: 'register',
  links: 'set',
});

export const askedOf = ({ need, minutes, who, liked }: Path): Asked => ({ need, minutes, who, liked });

/** Takes a proposal up. Refusals: `path-title-long`, `path-empty`. */
export const beginPath = (asked: Asked, steps: readonly string[], title: string, id: string, now: Now, swaps: readonly Swap[] = []): Result<Change[]> => {
  if (title.trim().length > MOST.name) return refuse({ code: 'path-title-long', with: { most: MOST.name } });
  if (steps.length === 0) return refuse({ code: 'path-empty' });
  const { need, minutes, who, liked } = asked;
  return ok([
    createdAs(pathKind, id, {
      ...(title.trim() === '' ? {} : { title: title.trim().replace(/\s+/gu, ' ') }),
      need,
      minutes,
      ...(who === null ? {} : { who }),
      liked,
      steps: [...steps],
      swaps: swaps.map(({ from, to }) => `${from} ${to}`),
      when: now.when,
      made: now.instant,
      changed: now.instant,
    }),
  ]);
};

const change = (path: Pick<Path, 'id'>, parts: Pick<Change, 'set' | 'add' | 'remove'>, now: Now): Change[] => [
  { id: path.id, kind: pathKind.name, v: versionOf(pathKind), ...parts, set: { ...parts.set, changed: now.instant } },
];

/** Another practice in the place of one; a step that was done stays. Nothing to do gives an empty list. */
export const swapStep = (path: Path, from: string, to: string, now: Now): Change[] => {
  if (path.done.has(from) || from === to || !path.steps.includes(from) || path.steps.includes(to)) return [];
  return change(path, { set: { steps: path.steps.map((id) => (id === from ? to : id)) }, add: { swaps: [`${from} ${to}`] } }, now);
};

/** A practice of the path was done on that day. What stands in for it now is kept in its place. */
export const doneStep = (path: Path, practice: string, now: Now, standsIn: readonly string[] = path.steps): Change[] =>
  path.done.has(practice)
    ? []
    : change(path, { add: { done: [`${practice} ${dayOf(now.when)}`] }, ...(standsIn.join(' ') === path.steps.join(' ') ? {} : { set: { steps: [...standsIn] } }) }, now);

/** Left, whatever was done of it; it can be taken up again. */
export const leavePath = (path: Path, now: Now): Change[] => change(path, { set: { ended: dayOf(now.when) } }, now);
export const takeUpPath = (path: Path, now: Now): Change[] => (path.ended === '' ? [] : change(path, { set: { ended: '' } }, now));
export const deletePath = ({ id }: Pick<Path, 'id'>): Change[] => [deletedOf(pathKind, id)];

const textsIn = (value: Json | undefined): string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one): one is string => typeof one === 'string' && /^[0-9a-z]{1,40}$/.test(one)) : [];

const DONE = /^([0-9a-z]{1,40}) (\d{4}-\d{2}-\d{2})$/;
const SWAP = /^([0-9a-z]{1,40}) ([0-9a-z]{1,40})$/;

/** Reads a record; null when it is of another kind, newer than this Kith, deleted, of no day, or has no step or need. */
export const pathOf = (record: VaultRecord): Path | null => {
  if (record.kind !== pathKind.name || !isAlive(record)) return null;
  const now = migrate(pathKind, record);
  if (!now) return null;
  const [need, who] = [registerOf(now, 'need'), registerOf(now, 'who')];
  const steps = [...new Set(textsIn(registerOf(now, 'steps')))].slice(0, 12);
  const made = stringIn(now, 'made');
  const [when, ended] = [whenIn(now, made), stringIn(now, 'ended')];
  if (!isNeed(need) || steps.length === 0 || when === '') return null;
  const minutes = numberIn(now, 'minutes') ?? 5;
  const done = new Map<string, string>();
  for (const member of setIn(now, 'done').sort()) {
    const [, practice, day] = DONE.exec(member) ?? [];
    // Told on two devices: the earlier day stands.
    if (practice && day && isWhen(day) && !done.has(practice)) done.set(practice, day);
  }
  return {
    id: now.id,
    title: stringIn(now, 'title'),
    need,
    minutes,
    who: isWho(who) ? who : null,
    liked: setIn(now, 'liked').filter(isKind),
    steps,
    done,
    swaps: setIn(now, 'swaps').flatMap((member) => {
      const [, from, to] = SWAP.exec(member) ?? [];
      return from && to ? [{ need, from, to }] : [];
    }),
    when,
    made,
    ended: isWhen(ended) ? dayOf(ended) : '',
  };
};

/** Those that are walked first, the newest of each first. */
export const pathsOf = (records: Iterable<VaultRecord>): Path[] => {
  const out: Path[] = [];
  for (const record of records) {
    const path = pathOf(record);
    if (path) out.push(path);
  }
  return out.sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || (a.made > b.made ? -1 : a.made < b.made ? 1 : a.id < b.id ? -1 : 1));
};

/** All swaps of all paths: what the next proposal learns from. */
export const swapsOf = (paths: readonly Path[]): Swap[] => paths.flatMap(({ swaps }) => swaps);

export const isOver = ({ ended, steps, done }: Path): boolean => ended !== '' || steps.every((id) => done.has(id));

/** A step as it stands now. */
export interface StepNow {
  readonly practice: string;
  /** What stood there and is not offered any more; '' where it is as it was. */
  readonly instead: string;
  /** Day it was done, or ''. */
  readonly done: string;
}

/** The steps in order: what was not done and is no longer offered gives way to the best other, where there is one. */
export const stepsNow = (path: Path, knows: Knows): StepNow[] => {
  const asked = askedOf(path);
  const offered = new Set(candidatesFor({ ...asked, minutes: MOST.minutes }, knows).map(({ practice }) => practice.id));
  const ids = [...path.steps];
  return path.steps.map((id, at) => {
    const done = path.done.get(id) ?? '';
    const [other] = done !== '' || offered.has(id) ? [] : othersFor(id, ids, asked, knows, 1);
    if (!other) return { practice: id, instead: '', done };
    ids[at] = other.practice.id;
    return { practice: other.practice.id, instead: id, done: '' };
  });
};

/** The next that was not done; null when all were, or it was left. */
export const nextStep = (path: Path, knows: Knows): StepNow | null => (isOver(path) ? null : (stepsNow(path, knows).find(({ done }) => done === '') ?? null));
