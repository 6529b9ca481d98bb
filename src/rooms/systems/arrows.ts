// Arrows of a map, what is needed where, and what is said of its loops. An arrow may be drawn from words alone: what it joins is made where
// it is not there, so that a map can be written as a list, line by line. Invariants: no arrow joins a part with itself, and none stands
// twice; whether a loop is so is said by people and never reckoned.

import { changedTo, createdAs, deletedOf } from '#core/kind.ts';
import type { Change } from '#core/change.ts';
import { hash53 } from '#core/hash53.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isWhen, noDay } from '#core/when.ts';
import { keyOf } from './loops.ts';
import { besideOthers, line, madePart, momentAfter, partValues, placeFor, within, words, type Now } from './model.ts';
import { arrowKind, DOES, loopKind, MOST, partKind, partNamed, type Arrow, type Does, type Need, type Part, type Says, type Saying, type SystemMap } from './shape.ts';

/** One end of an arrow: a part that is there, or words, which name one that is there or become one. */
export type End = { readonly id: string } | { readonly words: string };

export interface ArrowTyped {
  readonly from: End;
  readonly to: End;
  readonly does?: Does | '' | undefined;
  readonly isLate?: boolean | undefined;
  readonly note?: string | undefined;
  readonly isGuess?: boolean | undefined;
}

/** Names are the same whichever case and spaces they are typed in. */
const nameKey = (text: string): string => line(text).toLocaleLowerCase('und');

export const partCalled = (map: Pick<SystemMap, 'parts'>, typed: string): Part | null => {
  const key = nameKey(typed);
  return map.parts.find((part) => nameKey(part.words) === key || part.otherWords.some((other) => nameKey(other) === key)) ?? null;
};

/** An arrow, and its ends where they are only words yet. Refusals: `map-words-empty`, `map-words-long`, `map-full`, `part-not-here`, `arrow-to-itself`, `arrow-there`. */
export const drawArrow = (map: SystemMap, typed: ArrowTyped, newId: () => string, now: Now): Result<Change[]> => {
  const note = within(words(typed.note), MOST.note);
  if (!note.ok) return note;
  const does = DOES.find((one) => one === typed.does) ?? '';
  const changes: Change[] = [];
  let drawn: Pick<SystemMap, 'parts' | 'arrows'> = map;
  const end = (one: End, near?: string): Result<string> => {
    if ('id' in one) return partNamed(map, one.id) ? ok(one.id) : refuse({ code: 'part-not-here' });
    const there = partCalled(drawn, one.words);
    if (there) return ok(there.id);
    if (drawn.parts.length >= MOST.parts) return refuse({ code: 'map-full', with: { most: MOST.parts } });
    const values = partValues({ words: one.words });
    if (!values.ok) return values;
    const id = newId();
    const place = placeFor(drawn, near);
    changes.push(madePart(values.value, map.id, id, place, momentAfter(now, changes.length)));
    drawn = { ...drawn, parts: [...drawn.parts, { ...EMPTY, id, words: values.value.words, place }] };
    return ok(id);
  };
  const from = end(typed.from, 'id' in typed.to ? typed.to.id : undefined);
  if (!from.ok) return from;
  const to = end(typed.to, from.value);
  if (!to.ok) return to;
  const refusal = joins(map, from.value, to.value, does);
  if (refusal) return refusal;
  return ok([
    ...changes,
    createdAs(arrowKind, newId(), {
      of: map.id,
      from: from.value,
      to: to.value,
      ...(does === '' ? {} : { does }),
      ...(typed.isLate ? { late: true } : {}),
      ...(note.value === '' ? {} : { note: note.value }),
      ...(typed.isGuess ? { guess: true } : {}),
      at: now.instant,
    }),
  ]);
};

const EMPTY: Part = {
  id: '',
  of: '',
  words: '',
  otherWords: [],
  more: '',
  otherMore: [],
  sort: '',
  layer: '',
  isGuess: false,
  isHere: false,
  place: null,
  need: { push: '', otherPushes: [], who: '', by: '' },
  at: '',
  changed: '',
  links: [],
};

const joins = (map: SystemMap, from: string, to: string, does: Does | '', self = ''): ReturnType<typeof refuse> | null =>
  from === to
    ? refuse({ code: 'arrow-to-itself' })
    : map.arrows.some((arrow) => arrow.id !== self && arrow.from === from && arrow.to === to && arrow.does === does)
      ? refuse({ code: 'arrow-there' })
      : map.arrows.length >= MOST.arrows && self === ''
        ? refuse({ code: 'map-full-arrows', with: { most: MOST.arrows } })
        : null;

/** What is not named stays. Refusals: `map-words-long`, `part-not-here`, `arrow-to-itself`, `arrow-there`. */
export const changeArrow = (
  map: SystemMap,
  arrow: Arrow,
  typed: Partial<{ from: string; to: string; does: Does | ''; isLate: boolean; note: string; isGuess: boolean }>,
  now: Now,
): Result<Change[]> => {
  const note = within(words(typed.note ?? arrow.note), MOST.note);
  if (!note.ok) return note;
  const [from, to, does] = [typed.from ?? arrow.from, typed.to ?? arrow.to, typed.does ?? arrow.does];
  if ((typed.from !== undefined && !partNamed(map, from)) || (typed.to !== undefined && !partNamed(map, to))) return refuse({ code: 'part-not-here' });
  const isMoved = from !== arrow.from || to !== arrow.to || does !== arrow.does;
  const refusal = isMoved ? joins(map, from, to, does, arrow.id) : null;
  if (refusal) return refusal;
  const had = { from: arrow.from, to: arrow.to, does: arrow.does, late: arrow.isLate, guess: arrow.isGuess, note: arrow.note };
  const has = { from, to, does, late: typed.isLate ?? arrow.isLate, guess: typed.isGuess ?? arrow.isGuess, note: note.value };
  const change = changedTo(arrowKind, arrow.id, had, has);
  return ok(change ? [besideOthers(change, had, now)] : []);
};

export const takeArrow = ({ id }: Pick<Arrow, 'id'>): Change[] => [deletedOf(arrowKind, id)];

/** Of what was written at once about what an arrow rests on that which stays. */
export const settleNote = (arrow: Arrow, note: string, now: Now): Change[] => [{ ...createdAs(arrowKind, arrow.id, { note }), set: { changed: now.instant } }];

/** Push, person, date, of a part or an arrow: one is enough, none takes it away. Refusals: `map-words-long`, `date-not-understood`. */
export const sayNeed = (thing: Part | Arrow, typed: Partial<Pick<Need, 'push' | 'who' | 'by'>>, now: Now): Result<Change[]> => {
  const [push, who] = [within(words(typed.push ?? thing.need.push), MOST.push), within(line(typed.who ?? thing.need.who), MOST.who)];
  if (!push.ok) return push;
  if (!who.ok) return who;
  const by = typed.by ?? thing.need.by;
  if (by !== '' && !(by.length === 10 && isWhen(by))) return refuse(noDay(by));
  const had = { push: thing.need.push, who: thing.need.who, by: thing.need.by };
  const has = { push: push.value, who: who.value, by };
  const change = 'from' in thing ? changedTo(arrowKind, thing.id, had, has) : changedTo(partKind, thing.id, had, has);
  return ok(change ? [besideOthers(change, had, now)] : []);
};

/** Of two pushes written at once the one that stays. */
export const settlePush = (thing: Part | Arrow, push: string, now: Now): Change[] => [
  { ...('from' in thing ? createdAs(arrowKind, thing.id, { push }) : createdAs(partKind, thing.id, { push })), set: { changed: now.instant } },
];

/** The id of what is said of a loop: the same on every device, so that two who say it at once write one record. */
const sayingId = (map: string, key: string): string => `loop-${map.slice(0, 26)}-${hash53(key)}`;

/** Whether a loop is so, and how it is called. Refusal: `map-words-long`. */
export const sayLoop = (map: SystemMap, loop: readonly string[], typed: { readonly says?: Says | ''; readonly name?: string }, now: Now): Result<Change[]> => {
  const key = keyOf(loop);
  const before = map.sayings.find(({ parts }) => keyOf(parts) === key);
  const name = within(line(typed.name ?? before?.name), MOST.words);
  if (!name.ok) return name;
  const says = typed.says ?? before?.says ?? '';
  const id = before?.id ?? sayingId(map.id, key);
  if (!before) return ok([createdAs(loopKind, id, { of: map.id, parts: key.split(' '), says, ...(name.value === '' ? {} : { name: name.value }), at: now.instant })]);
  const had = { says: before.says, name: before.name };
  const change = changedTo(loopKind, id, had, { says, name: name.value });
  return ok(change ? [besideOthers(change, had, now)] : []);
};

/** Of names that two gave a loop at once the one that stays. */
export const settleLoop = ({ id }: Pick<Saying, 'id'>, name: string): Change[] => [createdAs(loopKind, id, { name })];
