// Maps of what acts on what: begun, their parts drawn and placed, brought in from a file. Arrows are in arrows.ts. Invariants: nothing but a
// title begins a map, and nothing but words a part; taking a part away takes its arrows, in one act that can be undone; what two wrote at
// once both stays until somebody settles it; whatever is written is within `MOST`.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, deletedOf } from '#core/kind.ts';
import { linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { placeBeside, placesOf } from './layout.ts';
import {
  arrowKind,
  LAYERS,
  loopKind,
  mapKind,
  MOST,
  partKind,
  placeIn,
  SORTS,
  type Does,
  type Layer,
  type Need,
  type Part,
  type Point,
  type Sort,
  type SystemMap,
} from './shape.ts';

export * from './shape.ts';

export interface Now {
  readonly instant: string;
}

/** Of things that are drawn in one act each a moment after the one before, so that they keep the order in which they were said. */
export const momentAfter = ({ instant }: Now, nth: number): Now => ({ instant: nth === 0 ? instant : new Date(Date.parse(instant) + nth).toISOString() });

export const line = (text: string | undefined): string => (text ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ');
export const words = (text: string | undefined): string => (text ?? '').normalize('NFC').trim();

/** A text within its bounds. Refusals: `map-words-empty` where it must say something, `map-words-long`. */
export const within = (text: string, most: number, isNeeded = false): Result<string> =>
  isNeeded && text === '' ? refuse({ code: 'map-words-empty' }) : text.length > most ? refuse({ code: 'map-words-long', with: { most } }) : ok(text);

export interface MapTyped {
  readonly title: string;
  readonly about?: string | undefined;
}

/** Refusals: `map-words-empty`, `map-words-long`. */
export const beginMap = (typed: MapTyped, id: string, now: Now, links: readonly Link[] = []): Result<Change[]> => {
  const [title, about] = [within(line(typed.title), MOST.title, true), within(words(typed.about), MOST.about)];
  if (!title.ok) return title;
  if (!about.ok) return about;
  return ok([
    createdAs(mapKind, id, {
      title: title.value,
      ...(about.value === '' ? {} : { about: about.value }),
      at: now.instant,
      links: tidyLinks(links, id).map(linkToMember),
    }),
  ]);
};

/**
 * A change that was made looking at the first version of each text: what somebody else wrote at the same time stays beside it, until one
 * of them is settled on.
 */
export const besideOthers = (change: Change, had: Readonly<Record<string, unknown>>, now: Now): Change => ({
  ...change,
  ...(change.write ? { over: Object.fromEntries(Object.keys(change.write).map((name) => [name, [String(had[name] ?? '')]])) } : {}),
  set: { ...change.set, changed: now.instant },
});

/** Says it in other words. Refusals as `beginMap`. */
export const renameMap = (map: SystemMap, typed: MapTyped, now: Now): Result<Change[]> => {
  const [title, about] = [within(line(typed.title), MOST.title, true), within(words(typed.about ?? map.about), MOST.about)];
  if (!title.ok) return title;
  if (!about.ok) return about;
  const had = { title: map.title, about: map.about };
  const change = changedTo(mapKind, map.id, had, { title: title.value, about: about.value });
  return ok(change ? [besideOthers(change, had, now)] : []);
};

/** Of two titles written at once, or of what two say it is about, the one that stays. */
export const settleMap = (map: Pick<SystemMap, 'id'>, text: 'title' | 'about', said: string, now: Now): Change[] => [
  { ...createdAs(mapKind, map.id, { [text]: said }), set: { changed: now.instant } },
];

/** All of it, in one act. */
export const deleteMap = ({ id, parts, arrows, sayings }: SystemMap): Change[] => [
  deletedOf(mapKind, id),
  ...parts.map((part) => deletedOf(partKind, part.id)),
  ...arrows.map((arrow) => deletedOf(arrowKind, arrow.id)),
  ...sayings.map((saying) => deletedOf(loopKind, saying.id)),
];

export interface PartTyped {
  readonly words: string;
  readonly more?: string | undefined;
  readonly sort?: Sort | '' | undefined;
  readonly layer?: Layer | '' | undefined;
  readonly isGuess?: boolean | undefined;
  readonly isHere?: boolean | undefined;
}

interface PartValues {
  readonly words: string;
  readonly more: string;
  readonly sort: Sort | '';
  readonly layer: Layer | '';
  readonly guess: boolean;
  readonly here: boolean;
}

export const partValues = (typed: PartTyped): Result<PartValues> => {
  const [said, more] = [within(line(typed.words), MOST.words, true), within(words(typed.more), MOST.more)];
  if (!said.ok) return said;
  if (!more.ok) return more;
  return ok({
    words: said.value,
    more: more.value,
    sort: SORTS.find((sort) => sort === typed.sort) ?? '',
    layer: LAYERS.find((layer) => layer === typed.layer) ?? '',
    guess: typed.isGuess === true,
    here: typed.isHere === true,
  });
};

export const madePart = (values: PartValues, of: string, id: string, place: Point | null, now: Now): Change => {
  const { words: said, more, sort, layer, guess, here } = values;
  return createdAs(partKind, id, {
    of,
    words: said,
    ...(more === '' ? {} : { more }),
    ...(sort === '' ? {} : { sort }),
    ...(layer === '' ? {} : { layer }),
    ...(guess ? { guess } : {}),
    ...(here ? { here } : {}),
    ...(place === null ? {} : { place }),
    at: now.instant,
  });
};

/** Where a new part goes: nowhere of its own while none has a place, else beside what it was added to. */
export const placeFor = (map: Pick<SystemMap, 'parts' | 'arrows'>, near?: string): Point | null => {
  if (!map.parts.some(({ place }) => place)) return null;
  const places = placesOf(map);
  return placeBeside(places, (near !== undefined && places.get(near)) || [...places.values()].reduce((low, place) => (place[1] > low[1] ? place : low)));
};

/** Refusals: `map-words-empty`, `map-words-long`, `map-full`. `near`: a part that it should stand beside. */
export const addPart = (map: SystemMap, typed: PartTyped, id: string, now: Now, near?: string): Result<Change[]> => {
  if (map.parts.length >= MOST.parts) return refuse({ code: 'map-full', with: { most: MOST.parts } });
  const values = partValues(typed);
  return values.ok ? ok([madePart(values.value, map.id, id, placeFor(map, near), now)]) : values;
};

/** Refusals: `map-words-empty`, `map-words-long`. What is not named stays. */
export const changePart = (part: Part, typed: Partial<PartTyped>, now: Now): Result<Change[]> => {
  const had = { words: part.words, more: part.more, sort: part.sort, layer: part.layer, guess: part.isGuess, here: part.isHere };
  const values = partValues({ ...part, ...typed });
  if (!values.ok) return values;
  const change = changedTo(partKind, part.id, had, { ...values.value });
  return ok(change ? [besideOthers(change, had, now)] : []);
};

/** Of words written at once those that stay. */
export const settlePart = (part: Part, text: 'words' | 'more', said: string, now: Now): Change[] => [
  { ...createdAs(partKind, part.id, { [text]: said }), set: { changed: now.instant } },
];

/** Places parts by hand; those that nobody had placed stay where they are seen, which is no place that would win over another's hand. */
export const moveParts = (map: Pick<SystemMap, 'parts' | 'arrows'>, to: ReadonlyMap<string, Point>): Change[] => {
  const places = placesOf(map);
  return map.parts.flatMap((part): Change[] => {
    const wanted = to.get(part.id);
    const place = placeIn((wanted ?? (part.place === null ? places.get(part.id) : undefined)) as unknown);
    if (!place || (part.place && place[0] === part.place[0] && place[1] === part.place[1])) return [];
    return [createdAs(partKind, part.id, wanted ? { place } : { spot: place })];
  });
};

/** Gives every place back to Kith. */
export const arrangeMap = ({ parts }: Pick<SystemMap, 'parts'>): Change[] =>
  parts.flatMap(({ id, place }) => (place === null ? [] : [createdAs(partKind, id, { place: null, spot: null })]));

/** With its arrows. */
export const takePart = (map: SystemMap, part: Part): Change[] => [
  deletedOf(partKind, part.id),
  ...map.arrows.filter(({ from, to }) => from === part.id || to === part.id).map(({ id }) => deletedOf(arrowKind, id)),
];

type NeedTyped = Partial<Pick<Need, 'push' | 'who' | 'by'>>;

/** A map as a file tells it (formats/system-map.ts): ends of arrows are the parts' own keys. */
export interface MapFile {
  readonly title: string;
  readonly about: string;
  readonly parts: readonly (PartTyped & { readonly key: string; readonly place: Point | null; readonly need?: NeedTyped })[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly does?: Does | '';
    readonly isLate?: boolean;
    readonly note?: string;
    readonly isGuess?: boolean;
    readonly need?: NeedTyped;
  }[];
}

/** A new map out of a file that was read; what cannot be a part or an arrow was dropped there. Refusals as `beginMap`. */
export const bringMap = (file: MapFile, newId: () => string, now: Now): Result<Change[]> => {
  const map = newId();
  const begun = beginMap(file, map, now);
  if (!begun.ok) return begun;
  const ids = new Map<string, string>();
  const needed = (one: NeedTyped = {}): Record<string, string> =>
    Object.fromEntries(Object.entries({ push: one.push ?? '', who: one.who ?? '', by: one.by ?? '' }).filter(([, text]) => text !== ''));
  const withNeed = (change: Change, one?: NeedTyped): Change => {
    const { push, ...set } = needed(one);
    return { ...change, ...(push === undefined ? {} : { write: { ...change.write, push } }), set: { ...change.set, ...set } };
  };
  const parts = file.parts.slice(0, MOST.parts).flatMap((part, nth): Change[] => {
    const values = partValues(part);
    if (!values.ok) return [];
    const id = newId();
    ids.set(part.key, id);
    return [withNeed(madePart(values.value, map, id, part.place, momentAfter(now, nth)), part.need)];
  });
  const arrows = file.arrows.slice(0, MOST.arrows).flatMap((arrow, nth): Change[] => {
    const [from, to] = [ids.get(arrow.from), ids.get(arrow.to)];
    if (from === undefined || to === undefined || from === to) return [];
    const note = words(arrow.note).slice(0, MOST.note);
    const made = createdAs(arrowKind, newId(), {
      of: map,
      from,
      to,
      ...(arrow.does ? { does: arrow.does } : {}),
      ...(arrow.isLate ? { late: true } : {}),
      ...(note === '' ? {} : { note }),
      ...(arrow.isGuess ? { guess: true } : {}),
      at: momentAfter(now, nth).instant,
    });
    return [withNeed(made, arrow.need)];
  });
  return ok([...begun.value, ...parts, ...arrows]);
};
