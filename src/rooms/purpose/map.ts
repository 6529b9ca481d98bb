// The map of energy and meaning: each activity at the middle of what was marked of it, by energy from left to right and by meaning upwards;
// over time; and the one thing that may be asked. Invariants: only what was marked counts, never how something was written of; what has
// fewer than `FEW` marks says so; nothing is asked below that, and of all that is asked no more than one in ten comes of chance alone.

import { atMost, toldOf } from '#insight/chance.ts';
import { periodStarts, type Unit } from '#insight/periods.ts';
import { tidyName } from '#rooms/journal/model.ts';
import type { Mark, Terms } from './energy.ts';
import { isUnasked } from './gifts.ts';

export type { Unit };

/** Below this many marks a place is not sure yet. */
export const FEW = 5;
/** The most that are drawn: the most marked of them. All stand in the list. */
export const MOST_DRAWN = 14;
/** Share of what is asked that may come of chance alone. */
const RATE = 0.1;
/** "Means much": half a step and more above the middle. */
const MUCH = 0.5;

/** One thing that was marked: a mark, or an entry or check-in that says energy. */
export interface Said {
  readonly id: string;
  readonly day: string;
  /** What it was about; none where that was not said. */
  readonly names: readonly string[];
  readonly energy: number | null;
  readonly meaning: number | null;
  readonly terms: Terms | null;
  readonly areas: readonly string[];
}

interface EntrySaid {
  readonly id: string;
  readonly when: string;
  readonly topics: readonly string[];
  readonly areas: readonly string[];
  readonly energy: number | null;
}

/** What two spellings of a name share. */
export const nameKey = (name: string): string => tidyName(name).toLowerCase();

const byDay = (a: Said, b: Said): number => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** All that was marked, the oldest first. */
export const saidIn = (entries: Iterable<EntrySaid>, marks: readonly Mark[]): readonly Said[] => {
  const out: Said[] = marks.map(({ id, day, what, energy, meaning, terms, areas }) => ({ id, day, names: [what], energy, meaning, terms, areas }));
  for (const { id, when, topics, areas, energy } of entries)
    if (energy !== null) out.push({ id, day: when.slice(0, 10), names: topics, energy, meaning: null, terms: null, areas });
  // Entries and marks come the newest first: turned round they are nearly in order, which is sorted in one pass.
  return out.reverse().sort(byDay);
};

/** Those of a part of life (''), and from a day on (''). */
export const narrowed = (said: readonly Said[], { area = '', from = '' }: { readonly area?: string; readonly from?: string }): readonly Said[] =>
  area === '' && from === '' ? said : said.filter((one) => (area === '' || one.areas.includes(area)) && one.day >= from);

/** Areas of life that something was marked in, the most marked first. */
export const areasIn = (said: readonly Said[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { areas } of said) for (const area of areas) counts.set(area, (counts.get(area) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([area]) => area);
};

export interface Middle {
  readonly mean: number;
  readonly count: number;
}

export interface Activity {
  readonly key: string;
  /** As it was spelt last. */
  readonly name: string;
  readonly energy: Middle | null;
  readonly meaning: Middle | null;
  readonly gives: number;
  readonly takes: number;
  readonly terms: Readonly<Record<Terms, number>>;
  /** Everything that was marked of it, the oldest first. */
  readonly said: readonly Said[];
}

const middleOf = (all: readonly Said[], of: 'energy' | 'meaning'): Middle | null => {
  let [sum, count] = [0, 0];
  for (const one of all) {
    const level = one[of];
    if (level === null) continue;
    sum += level;
    count++;
  }
  return count === 0 ? null : { mean: sum / count, count };
};

/** Not sure yet: fewer than `FEW` marks of its energy. */
export const isFew = ({ energy }: Pick<Activity, 'energy'>): boolean => (energy?.count ?? 0) < FEW;

const read = new WeakMap<readonly Said[], readonly Activity[]>();

/** Every activity that has a name, what gives most first; without energy last. Read once for each state of what was marked. */
export const activitiesIn = (said: readonly Said[]): readonly Activity[] => {
  let activities = read.get(said);
  if (!activities) read.set(said, (activities = readActivities(said)));
  return activities;
};

const readActivities = (said: readonly Said[]): readonly Activity[] => {
  const spelt = new Map<string, { name: string; readonly key: string; readonly said: Said[] }>();
  const those = new Map<string, { name: string; readonly key: string; readonly said: Said[] }>();
  for (const one of said)
    for (const name of one.names) {
      let there = spelt.get(name);
      if (!there) {
        const key = nameKey(name);
        if (key === '') continue;
        there = those.get(key) ?? { name, key, said: [] };
        those.set(key, there);
        spelt.set(name, there);
      }
      if (there.said.at(-1) === one) continue;
      there.said.push(one);
      there.name = name;
    }
  return [...those.values()]
    .map(({ name, key, said: all }): Activity => {
      const terms = { mine: 0, others: 0, both: 0 };
      let [gives, takes] = [0, 0];
      for (const one of all) {
        if (one.terms !== null) terms[one.terms]++;
        if ((one.energy ?? 0) > 0) gives++;
        else if ((one.energy ?? 0) < 0) takes++;
      }
      return { key, name, energy: middleOf(all, 'energy'), meaning: middleOf(all, 'meaning'), gives, takes, terms, said: all };
    })
    .sort((a, b) => (b.energy?.mean ?? -9) - (a.energy?.mean ?? -9) || b.said.length - a.said.length || (a.key < b.key ? -1 : 1));
};

export interface Placed {
  readonly activity: Activity;
  /** Beside it in the picture and in the list. */
  readonly number: number;
  /** In hundredths of the picture, from its start and from its foot: where the mark stands. Marks that would hide one another stand apart. */
  readonly x: number;
  readonly y: number;
}

/** How far apart two marks must stand, in hundredths. */
const APART = { x: 8, y: 8 } as const;
const at = (mean: number): number => 5 + ((mean + 2) / 4) * 90;

/** Those with energy and meaning, the most marked of them, each at its place or the nearest that is free. */
export const placedOf = (activities: readonly Activity[]): readonly Placed[] => {
  const known = activities.filter(({ energy, meaning }) => energy !== null && meaning !== null);
  const most = new Set(known.toSorted((a, b) => b.said.length - a.said.length).slice(0, MOST_DRAWN));
  const out: Placed[] = [];
  for (const activity of known.filter((one) => most.has(one))) {
    const [x, y] = [at(activity.energy!.mean), at(activity.meaning!.mean)];
    const isFree = (toX: number, toY: number): boolean =>
      toX >= 4 && toX <= 96 && toY >= 5 && toY <= 95 && out.every((one) => Math.abs(one.x - toX) >= APART.x || Math.abs(one.y - toY) >= APART.y);
    let place: readonly [number, number] = [x, y];
    search: for (let ring = 0; ring < 12; ring++)
      for (const [dx, dy] of ring === 0
        ? [[0, 0]]
        : [
            [0, -ring],
            [0, ring],
            [-ring, 0],
            [ring, 0],
            [-ring, -ring],
            [ring, ring],
            [-ring, ring],
            [ring, -ring],
          ]) {
        const to = [x + dx! * APART.x, y + dy! * APART.y] as const;
        if (!isFree(...to)) continue;
        place = to;
        break search;
      }
    out.push({ activity, number: out.length + 1, x: place[0], y: place[1] });
  }
  return out;
};

/** Days and weeks as they went: how much gave and how much took, from the first that was marked to the last. */
export interface Spell {
  readonly from: string;
  readonly gives: number;
  readonly takes: number;
  /** Marked as neither. */
  readonly even: number;
  readonly mean: number | null;
}

export const spellsOf = (said: readonly Said[]): { readonly unit: Unit; readonly spells: readonly Spell[] } => {
  const marked = said.filter(({ energy }) => energy !== null);
  const { unit, starts, at: where } = periodStarts(marked);
  const sums = starts.map((from) => ({ from, gives: 0, takes: 0, even: 0, sum: 0 }));
  for (const [i, { energy }] of marked.entries()) {
    const one = sums[where[i]!]!;
    if (energy! > 0) one.gives++;
    else if (energy! < 0) one.takes++;
    else one.even++;
    one.sum += energy!;
  }
  return {
    unit,
    spells: sums.map(({ from, gives, takes, even, sum }) => ({ from, gives, takes, even, mean: gives + takes + even === 0 ? null : sum / (gives + takes + even) })),
  };
};

/** "It means much to you, and takes energy. Is it the thing itself, or how it is set up?" */
export interface Asked {
  readonly activity: Activity;
  /** Of everything else that was marked: how much of it took energy. */
  readonly others: { readonly takes: number; readonly of: number };
}

/**
 * What means much and took energy oftener than it gave it, oftener than a coin would have it: one-sided sign test (Dixon and Mood, 1946)
 * over the marks that say either, held at `RATE` over all that are looked at (Benjamini and Hochberg, 1995). The most marked first.
 */
export const askedOf = (said: readonly Said[], activities: readonly Activity[], unasked: ReadonlySet<string>): readonly Asked[] => {
  const looked = activities.filter((one) => !isFew(one) && (one.meaning?.mean ?? 0) >= MUCH);
  const told = toldOf(
    looked.map(({ gives, takes }) => (takes === 0 ? 1 : atMost(gives, gives + takes, 0.5))),
    RATE,
  );
  return looked
    .filter(({ key }, i) => told[i] && !isUnasked(unasked, key))
    .map((activity) => {
      const own = new Set(activity.said);
      const others = said.filter((one) => one.energy !== null && !own.has(one));
      return { activity, others: { takes: others.filter(({ energy }) => energy! < 0).length, of: others.length } };
    })
    .sort((a, b) => b.activity.said.length - a.activity.said.length || (a.activity.key < b.activity.key ? -1 : 1));
};
