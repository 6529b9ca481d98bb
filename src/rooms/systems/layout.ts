// Where parts stand that nobody has placed: in rows from causes to what they bring about, few arrows crossing; beside what was placed by
// hand once something was. After Sugiyama, Tagawa and Toda (1981): turn arrows that close a ring, rank by the longest way, order each
// rank by the middle of its neighbours. Invariants: the same map is laid out the same on every device; no two parts stand on each other;
// what somebody placed stays where they put it.

import { wholeArrows, type Part, type Point, type SystemMap } from './shape.ts';

/** A part as it is drawn, and the room it takes with its arrows. */
export const BOX = { width: 176, height: 52 } as const;
export const GAP = { x: 232, y: 116 } as const;

type Drawn = Pick<SystemMap, 'parts' | 'arrows'>;
export type Places = ReadonlyMap<string, Point>;

const SWEEPS = 4;

/** Arrows between parts by their number, without those that would close a ring, which are turned round. */
const withoutRings = (count: number, arrows: readonly (readonly [number, number])[]): { readonly next: number[][]; readonly before: number[][] } => {
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of arrows) out[from]!.push(to);
  const state = new Uint8Array(count);
  const [next, before]: [number[][], number[][]] = [Array.from({ length: count }, () => []), Array.from({ length: count }, () => [])];
  const put = (from: number, to: number): void => {
    next[from]!.push(to);
    before[to]!.push(from);
  };
  // What nothing acts on first: a ring is entered where a person would enter it.
  const acted = new Uint8Array(count);
  for (const [, to] of arrows) acted[to] = 1;
  const roots = [...Array.from({ length: count }, (_, i) => i).filter((i) => acted[i] === 0), ...Array.from({ length: count }, (_, i) => i).filter((i) => acted[i] === 1)];
  for (const root of roots) {
    if (state[root] !== 0) continue;
    state[root] = 1;
    const walk: [number, number][] = [[root, 0]];
    while (walk.length > 0) {
      const step = walk.at(-1)!;
      const to = out[step[0]]![step[1]];
      if (to === undefined) {
        state[step[0]] = 2;
        walk.pop();
        continue;
      }
      step[1] += 1;
      if (state[to] === 1) put(to, step[0]);
      else {
        put(step[0], to);
        if (state[to] === 0) {
          state[to] = 1;
          walk.push([to, 0]);
        }
      }
    }
  }
  return { next, before };
};

const ranksOf = (next: readonly (readonly number[])[], before: readonly (readonly number[])[]): Int32Array => {
  const rank = new Int32Array(next.length);
  const waits = before.map(({ length }) => length);
  const ready = waits.flatMap((count, i) => (count === 0 ? [i] : []));
  for (let at = 0; at < ready.length; at += 1) {
    const node = ready[at]!;
    for (const to of next[node]!) {
      rank[to] = Math.max(rank[to]!, rank[node]! + 1);
      waits[to]! -= 1;
      if (waits[to] === 0) ready.push(to);
    }
  }
  return rank;
};

/** Rows of parts by number, ordered so that few arrows cross. */
const rowsOf = ({ parts, arrows }: Drawn): { readonly rows: number[][]; readonly alone: number[] } => {
  const at = new Map(parts.map(({ id }, i) => [id, i]));
  const pairs = [...new Set(wholeArrows({ parts, arrows }).map(({ from, to }) => `${at.get(from)!} ${at.get(to)!}`))].map(
    (name) => name.split(' ').map(Number) as [number, number],
  );
  const { next, before } = withoutRings(parts.length, pairs);
  const rank = ranksOf(next, before);
  const rows: number[][] = [];
  const alone: number[] = [];
  for (let i = 0; i < parts.length; i += 1)
    if (next[i]!.length + before[i]!.length === 0) alone.push(i);
    else (rows[rank[i]!] ??= []).push(i);
  const order = new Float64Array(parts.length);
  const number = (row: readonly number[]): void => {
    for (const [i, node] of row.entries()) order[node] = i - (row.length - 1) / 2;
  };
  for (const row of rows) number(row);
  const middle = (all: readonly number[], or: number): number => (all.length === 0 ? or : all.reduce((sum, one) => sum + order[one]!, 0) / all.length);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const [near, way] = sweep % 2 === 0 ? [before, rows] : [next, rows.toReversed()];
    for (const row of way) {
      const wanted = new Map(row.map((node) => [node, middle(near[node]!, order[node]!)]));
      row.sort((a, b) => wanted.get(a)! - wanted.get(b)! || a - b);
      number(row);
    }
  }
  return { rows, alone };
};

const arranged = (map: Drawn): Map<string, Point> => {
  const { rows, alone } = rowsOf(map);
  // Few enough beside one another that the whole is about as wide as it is high.
  const most = Math.max(3, Math.ceil(Math.sqrt(map.parts.length) * 1.1));
  const places = new Map<string, Point>();
  let line = 0;
  for (const row of [...rows, alone])
    for (let begin = 0; begin < row.length; begin += most) {
      const some = row.slice(begin, begin + most);
      for (const [i, node] of some.entries()) places.set(map.parts[node]!.id, [Math.round((i - (some.length - 1) / 2) * GAP.x), line * GAP.y]);
      line += 1;
    }
  return places;
};

/** Whether a part in this place would stand on another. */
const isFree = (places: Iterable<Point>, [x, y]: Point): boolean => {
  for (const [a, b] of places) if (Math.abs(a - x) < BOX.width + 16 && Math.abs(b - y) < BOX.height + 16) return false;
  return true;
};

/** The nearest free place beside, below, above or around a place. */
export const placeBeside = (places: Places, near: Point): Point => {
  const all = [...places.values()];
  for (let ring = 1; ; ring += 1) {
    const around: Point[] = [];
    for (let dy = -ring; dy <= ring; dy += 1)
      for (let dx = -ring; dx <= ring; dx += 1) if (Math.max(Math.abs(dx), Math.abs(dy)) === ring) around.push([near[0] + dx * GAP.x, near[1] + dy * GAP.y]);
    // Below before beside before above, the nearer before the farther.
    around.sort((a, b) => Math.hypot((a[0] - near[0]) / 2, a[1] - near[1]) - Math.hypot((b[0] - near[0]) / 2, b[1] - near[1]) || b[1] - a[1] || b[0] - a[0]);
    const free = around.find((place) => isFree(all, place));
    if (free) return free;
  }
};

/** Where every part stands. */
export const placesOf = (map: Drawn): Places => {
  const unplaced: Part[] = [];
  const places = new Map<string, Point>();
  for (const part of map.parts)
    if (part.place) places.set(part.id, part.place);
    else unplaced.push(part);
  if (unplaced.length === 0) return places;
  if (places.size === 0) return arranged(map);
  // A block of its own under what was placed, as it would be arranged without it.
  const points = [...places.values()];
  const [left, right, bottom] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))];
  for (const [id, [x, y]] of arranged({ parts: unplaced, arrows: map.arrows })) places.set(id, [Math.round((left + right) / 2) + x, bottom + GAP.y + y]);
  return places;
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What holds all of them, with a margin. */
export const around = (places: Iterable<Point>, margin = 24): Box => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of places) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left > right) return { x: -BOX.width, y: -BOX.height, width: BOX.width * 2, height: BOX.height * 2 };
  const [w, h] = [BOX.width / 2 + margin, BOX.height / 2 + margin];
  return { x: left - w, y: top - h, width: right - left + 2 * w, height: bottom - top + 2 * h };
};

/** Of the parts that lie that way, the nearest; what lies straight ahead is nearer than what lies aside. Null: none. */
export const towards = (places: Places, from: string, way: 'left' | 'right' | 'up' | 'down'): string | null => {
  const here = places.get(from);
  if (!here) return null;
  const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[way] as [number, number];
  let [best, least] = [null as string | null, Infinity];
  for (const [id, [x, y]] of places) {
    const ahead = (x - here[0]) * dx + (y - here[1]) * dy;
    const aside = Math.abs((x - here[0]) * dy) + Math.abs((y - here[1]) * dx);
    if (id === from || ahead <= 0 || aside > ahead * 2) continue;
    const cost = ahead + aside * 2;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
};

/** The one that is read first: the highest, of those the leftmost. Null: there is none. */
export const firstOf = (places: Places): string | null => {
  let first: readonly [string, Point] | null = null;
  for (const one of places) if (!first || one[1][1] < first[1][1] || (one[1][1] === first[1][1] && one[1][0] < first[1][0])) first = one;
  return first?.[0] ?? null;
};
