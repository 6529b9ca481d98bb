// How something comes into this room: a need or an offer voiced, answered, met or withdrawn, thanks given, and each taken back by who
// gave it. Invariant: only what its author may do becomes a change; the rest is refused in words before anything is written.
// A need is not reworded once it stands, since others have answered those words: it is withdrawn and said anew.

import type { Change } from '#core/change.ts';
import { createdAs, deletedOf, setIn, versionOf } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { isAlive } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordById, type Snapshot } from '#core/snapshot.ts';
import { dayOf, parseWhen } from '#core/when.ts';
import {
  answerKind,
  answersBy,
  MOST_PLACE,
  MOST_TEXT,
  needKind,
  notMeKind,
  peopleIn,
  thanksKind,
  wayOf,
  type Meeting,
  type Need,
  type Seeing,
  type Side,
  type Sort,
  type Thanks,
  type Way,
} from './model.ts';

const readText = (typed: string, isNeeded: boolean): Result<string> => {
  const text = typed.normalize('NFC').trim();
  if (text === '' && isNeeded) return refuse({ code: 'need-empty' });
  return [...text].length > MOST_TEXT ? refuse({ code: 'need-too-long', with: { most: MOST_TEXT } }) : ok(text);
};

export interface NeedDraft {
  readonly text: string;
  readonly side?: Side;
  readonly sort?: Sort;
  /** A day, or ''. */
  readonly until?: string;
}

/** When it is written: an instant, and the day on the writer's clock. */
export interface WrittenAt {
  readonly instant: string;
  readonly today: string;
}

/** Refusals: `need-empty`, `need-too-long`, `day-past`, those of a date. */
export const voiceNeed = (me: string, id: string, { text, side = 'needed', sort = 'thing', until = '' }: NeedDraft, now: WrittenAt): Result<Change> => {
  const read = readText(text, true);
  if (!read.ok) return read;
  const day = until === '' ? ok({ when: '' }) : parseWhen(until);
  if (!day.ok) return day;
  const last = dayOf(day.value.when);
  if (last !== '' && last < now.today) return refuse({ code: 'day-past', with: { text: last } });
  return ok(createdAs(needKind, idInHandOf(me, id), { text: read.value, side, sort, until: last, at: now.instant, end: null }));
};

export interface AnswerDraft {
  readonly way?: Way;
  readonly text?: string;
  readonly meeting?: Meeting | null;
}

const readMeeting = ({ when, zone, place }: Meeting, today: string): Result<Meeting> => {
  const read = parseWhen(when);
  if (!read.ok) return read;
  if (!read.value.when.includes('T')) return refuse({ code: 'meeting-no-time' });
  if (dayOf(read.value.when) < today) return refuse({ code: 'day-past', with: { text: dayOf(read.value.when) } });
  const where = place.normalize('NFC').replace(/\s+/g, ' ').trim();
  return where.length > MOST_PLACE ? refuse({ code: 'place-too-long', with: { most: MOST_PLACE } }) : ok({ when: read.value.when, zone, place: where });
};

/** One's answer, in the place of an earlier one, also on another device. Refusals: `need-own`, `need-over`, `need-too-long`, `meeting-no-time`, `place-too-long`, `day-past`, those of a date. */
export const answerNeed = (
  circle: Snapshot,
  need: Need,
  me: string,
  id: string,
  { way = wayOf(need), text = '', meeting = null }: AnswerDraft,
  now: WrittenAt,
): Result<Change[]> => {
  if (need.by === me) return refuse({ code: 'need-own' });
  if (need.end) return refuse({ code: 'need-over' });
  const read = readText(text, false);
  if (!read.ok) return read;
  const met = way === 'meet' ? (meeting ? readMeeting(meeting, now.today) : refuse({ code: 'meeting-no-time' })) : ok(null);
  if (!met.ok) return met;
  const answer = createdAs(answerKind, idInHandOf(me, id), { to: need.id, way, text: read.value, meeting: met.value ? { ...met.value } : null, at: now.instant });
  return ok([...takeBackAnswer(circle, need, me), answer]);
};

/** None where one has not answered. */
export const takeBackAnswer = (circle: Snapshot, need: Need, me: string): Change[] => answersBy(circle, need.id, me).map(({ id }) => deletedOf(answerKind, id));

/** By its author alone. `people`: who met it, or to whom it went. Refusals: `need-not-yours`, `need-over`. */
export const endNeed = (need: Need, me: string, how: 'met' | 'withdrawn', people: readonly string[], at: string): Result<Change> => {
  if (need.by !== me) return refuse({ code: 'need-not-yours' });
  if (need.end) return refuse({ code: 'need-over' });
  const end = { how, with: how === 'met' ? peopleIn(people.filter((one) => one !== me)) : [], at };
  return ok({ id: need.id, kind: needKind.name, v: versionOf(needKind), set: { end } });
};

/** Thanks to a person for a thing done, for all to read. Refusals: `thanks-self`, `thanks-not-here`, `need-empty`, `need-too-long`. */
export const thank = (
  id: string,
  { to, text, about = '' }: { readonly to: string; readonly text: string; readonly about?: string },
  at: string,
  { me, members }: Pick<Seeing, 'me' | 'members'>,
): Result<Change> => {
  if (to === me) return refuse({ code: 'thanks-self' });
  if (!members.has(to)) return refuse({ code: 'thanks-not-here' });
  const read = readText(text, true);
  return read.ok ? ok(createdAs(thanksKind, idInHandOf(me, id), { to, text: read.value, about, at })) : read;
};

/** Refusal `need-not-yours`. */
export const takeBackThanks = ({ id, by }: Thanks, me: string): Result<Change> => (by === me ? ok(deletedOf(thanksKind, id)) : refuse({ code: 'need-not-yours' }));

/**
 * "Not me", for one's own vault alone: it is not asked of one again. What the circle has no more as open is forgotten, so that the
 * list stays as short as what there is.
 */
export const notMe = (own: Snapshot, vault: string, id: string, open: readonly Need[]): Change => {
  const here = `not-me ${vault}`;
  const record = recordById(own, notMeKind.name, here);
  const still = new Set([id, ...open.map((need) => need.id)]);
  const gone = record && isAlive(record) ? setIn(record, 'needs').filter((each) => !still.has(each)) : [];
  return { id: here, kind: notMeKind.name, v: versionOf(notMeKind), add: { needs: [id] }, ...(gone.length > 0 ? { remove: { needs: gone } } : {}) };
};
