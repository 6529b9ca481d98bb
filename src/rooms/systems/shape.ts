// A map of what acts on what, as its records tell it: the map, its parts, its arrows, and what was said of its loops. Each part and each
// arrow is a record of its own, so that two who draw at once both keep what they drew. The same in one's own vault and in a circle, where
// every record of a map may be written by anybody (its id names no account). Invariant: whatever another program wrote is read within
// bounds and never throws; an arrow whose end is gone stays, and is shown as such.

import { createKind, instantIn, migrate, stringIn, textsIn, yesIn, type Kind } from '#core/kind.ts';
import { linksIn, type Link } from '#core/links.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { isWhen } from '#core/when.ts';

/** Letters of each text; parts and arrows of one map. */
export const MOST = { title: 200, about: 5000, words: 200, more: 2000, note: 2000, push: 600, who: 200, parts: 5000, arrows: 20_000 } as const;

export const SORTS = ['people', 'role', 'group', 'resource', 'rule', 'force'] as const;
export type Sort = (typeof SORTS)[number];

/** From what one sees to what lies below it. */
export const LAYERS = ['happened', 'repeats', 'holds', 'believed'] as const;
export type Layer = (typeof LAYERS)[number];

/** More of the one brings more of the other; less of it; or stops it. '' where nobody said. */
export const DOES = ['more', 'less', 'blocks'] as const;
export type Does = (typeof DOES)[number];

export const SAYS = ['yes', 'no', 'unknown'] as const;
export type Says = (typeof SAYS)[number];

const need = { push: 'text', who: 'register', by: 'register' } as const;

export const mapKind = createKind('map', { title: 'text', about: 'text', at: 'register', changed: 'register', links: 'set' });
export const partKind = createKind('map-part', {
  of: 'register',
  words: 'text',
  more: 'text',
  sort: 'register',
  layer: 'register',
  guess: 'register',
  here: 'register',
  place: 'register',
  spot: 'register',
  ...need,
  at: 'register',
  changed: 'register',
  links: 'set',
});
export const arrowKind = createKind('map-arrow', {
  of: 'register',
  from: 'register',
  to: 'register',
  does: 'register',
  late: 'register',
  note: 'text',
  guess: 'register',
  ...need,
  at: 'register',
  changed: 'register',
  links: 'set',
});
export const loopKind = createKind('map-loop', { of: 'register', parts: 'register', says: 'register', name: 'text', at: 'register' });

export const KINDS: readonly string[] = [mapKind, partKind, arrowKind, loopKind].map(({ name }) => name);

/** The middle of a part, in points of the drawing at its own size. */
export type Point = readonly [x: number, y: number];

/** What is needed here: the push, who can make it, a day. Each may be ''. */
export interface Need {
  readonly push: string;
  readonly otherPushes: readonly string[];
  readonly who: string;
  readonly by: string;
}

export interface Part {
  readonly id: string;
  readonly of: string;
  readonly words: string;
  /** What somebody else called it at the same time. */
  readonly otherWords: readonly string[];
  readonly more: string;
  readonly otherMore: readonly string[];
  readonly sort: Sort | '';
  readonly layer: Layer | '';
  /** Not known well. */
  readonly isGuess: boolean;
  /** Those who draw stand here. */
  readonly isHere: boolean;
  /** Where somebody put it, else where it was seen (`spot`) when something else was first moved; null before that. */
  readonly place: Point | null;
  readonly need: Need;
  readonly at: string;
  readonly changed: string;
  readonly links: readonly Link[];
}

export interface Arrow {
  readonly id: string;
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly does: Does | '';
  /** After a while. */
  readonly isLate: boolean;
  /** What it rests on, in words. */
  readonly note: string;
  readonly otherNotes: readonly string[];
  readonly isGuess: boolean;
  readonly need: Need;
  readonly at: string;
  readonly changed: string;
  readonly links: readonly Link[];
}

/** What was said of a loop: that it is so, that it is not, that it is not known; and how it is called. */
export interface Saying {
  readonly id: string;
  readonly of: string;
  /** Ids of its parts, the smallest first. */
  readonly parts: readonly string[];
  readonly says: Says | '';
  readonly name: string;
  readonly otherNames: readonly string[];
}

export interface SystemMap {
  readonly id: string;
  readonly title: string;
  readonly otherTitles: readonly string[];
  readonly about: string;
  readonly otherAbouts: readonly string[];
  readonly at: string;
  readonly changed: string;
  /** In the order in which they were drawn. */
  readonly parts: readonly Part[];
  readonly arrows: readonly Arrow[];
  readonly sayings: readonly Saying[];
  readonly links: readonly Link[];
}

const cut = (text: string, most: number): string => (text.length > most ? text.slice(0, most) : text);
const oneOf = <T extends string>(all: readonly T[], text: string): T | '' => all.find((one) => one === text) ?? '';

const texts = (record: VaultRecord, name: string, most: number): readonly [string, readonly string[]] => {
  const [first = '', ...others] = textsIn(record, name);
  return [cut(first, most), others.map((text) => cut(text, most))];
};

const needIn = (record: VaultRecord): Need => {
  const [push, otherPushes] = texts(record, 'push', MOST.push);
  const by = stringIn(record, 'by');
  return { push, otherPushes, who: cut(stringIn(record, 'who'), MOST.who), by: by.length === 10 && isWhen(by) ? by : '' };
};

/** As far as anybody would carry a part. */
export const FARTHEST = 200_000;

export const placeIn = (value: unknown): Point | null => {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [x, y] = value as unknown[];
  return typeof x === 'number' && typeof y === 'number' && Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST ? [Math.round(x), Math.round(y)] : null;
};

/** What is in one member's hand is not a circle's: nobody else could change it or take it away. */
const alive = (kind: typeof mapKind | typeof partKind | typeof arrowKind | typeof loopKind, record: VaultRecord): VaultRecord | null =>
  record.kind === kind.name && handOf(record.id) === null && isAlive(record) ? migrate(kind as Kind, record) : null;

/** Null: another kind, deleted, or of a newer Kith. */
export const partOf = (record: VaultRecord): Part | null => {
  const now = alive(partKind, record);
  if (!now) return null;
  const [words, otherWords] = texts(now, 'words', MOST.words);
  const [more, otherMore] = texts(now, 'more', MOST.more);
  return {
    id: record.id,
    of: stringIn(now, 'of'),
    words,
    otherWords,
    more,
    otherMore,
    sort: oneOf(SORTS, stringIn(now, 'sort')),
    layer: oneOf(LAYERS, stringIn(now, 'layer')),
    isGuess: yesIn(now, 'guess'),
    isHere: yesIn(now, 'here'),
    place: placeIn(registerOf(now, 'place')) ?? placeIn(registerOf(now, 'spot')),
    need: needIn(now),
    at: instantIn(now, 'at'),
    changed: instantIn(now, 'changed'),
    links: linksIn(now),
  };
};

export const arrowOf = (record: VaultRecord): Arrow | null => {
  const now = alive(arrowKind, record);
  if (!now) return null;
  const [note, otherNotes] = texts(now, 'note', MOST.note);
  return {
    id: record.id,
    of: stringIn(now, 'of'),
    from: stringIn(now, 'from'),
    to: stringIn(now, 'to'),
    does: oneOf(DOES, stringIn(now, 'does')),
    isLate: yesIn(now, 'late'),
    note,
    otherNotes,
    isGuess: yesIn(now, 'guess'),
    need: needIn(now),
    at: instantIn(now, 'at'),
    changed: instantIn(now, 'changed'),
    links: linksIn(now),
  };
};

const sayingOf = (record: VaultRecord): Saying | null => {
  const now = alive(loopKind, record);
  const parts = now && registerOf(now, 'parts');
  if (!now || !Array.isArray(parts) || !parts.every((id): id is string => typeof id === 'string')) return null;
  const [name, otherNames] = texts(now, 'name', MOST.words);
  return { id: record.id, of: stringIn(now, 'of'), parts, says: oneOf(SAYS, stringIn(now, 'says')), name, otherNames };
};

export const headOf = (record: VaultRecord): Omit<SystemMap, 'parts' | 'arrows' | 'sayings'> | null => {
  const now = alive(mapKind, record);
  if (!now) return null;
  const [title, otherTitles] = texts(now, 'title', MOST.title);
  const [about, otherAbouts] = texts(now, 'about', MOST.about);
  return { id: record.id, title, otherTitles, about, otherAbouts, at: instantIn(now, 'at'), changed: instantIn(now, 'changed'), links: linksIn(now) };
};

const inOrder = (a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** Reads a record once for each of its states: what is drawn anew with every key has thousands of them. */
export type Reader = <T>(read: (record: VaultRecord) => T, record: VaultRecord) => T;
const readNow: Reader = (read, record) => read(record);

const sortInto = <T extends { readonly of: string }>(groups: Map<string, T[]>, one: T | null): void => {
  if (!one) return;
  const those = groups.get(one.of);
  if (those) those.push(one);
  else groups.set(one.of, [one]);
};

/** Every map among records, the last changed first. `reader`: a view's, which remembers. */
export const mapsOf = (records: Iterable<VaultRecord>, reader: Reader = readNow): readonly SystemMap[] => {
  const heads: NonNullable<ReturnType<typeof headOf>>[] = [];
  const [parts, arrows, sayings] = [new Map<string, Part[]>(), new Map<string, Arrow[]>(), new Map<string, Saying[]>()];
  for (const record of records)
    if (record.kind === partKind.name) sortInto(parts, reader(partOf, record));
    else if (record.kind === arrowKind.name) sortInto(arrows, reader(arrowOf, record));
    else if (record.kind === loopKind.name) sortInto(sayings, reader(sayingOf, record));
    else if (record.kind === mapKind.name) {
      const head = reader(headOf, record);
      if (head) heads.push(head);
    }
  const last = new Map<string, string>();
  return heads
    .map((head): SystemMap => {
      const own = {
        parts: (parts.get(head.id) ?? []).sort(inOrder).slice(0, MOST.parts),
        arrows: (arrows.get(head.id) ?? []).sort(inOrder).slice(0, MOST.arrows),
        sayings: sayings.get(head.id) ?? [],
      };
      last.set(
        head.id,
        [...own.parts, ...own.arrows].reduce((newest, { changed, at }) => ((changed || at) > newest ? changed || at : newest), head.changed || head.at),
      );
      return { ...head, ...own };
    })
    .sort((a, b) => (last.get(a.id)! === last.get(b.id)! ? (a.id < b.id ? -1 : 1) : last.get(a.id)! > last.get(b.id)! ? -1 : 1));
};

/** A part by its id; null where an arrow's end is gone. */
export const partNamed = (map: Pick<SystemMap, 'parts'>, id: string): Part | null => map.parts.find((part) => part.id === id) ?? null;

/** Arrows both of whose ends are there. */
export const wholeArrows = ({ parts, arrows }: Pick<SystemMap, 'parts' | 'arrows'>): readonly Arrow[] => {
  const here = new Set(parts.map(({ id }) => id));
  return arrows.filter(({ from, to }) => here.has(from) && here.has(to) && from !== to);
};

export const hasNeed = ({ push, who, by }: Need): boolean => push !== '' || who !== '' || by !== '';
