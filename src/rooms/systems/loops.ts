// Loops of a map: ways along its arrows that come back to where they began. A loop with an even number of arrows that weaken or block
// strengthens what goes round in it (reinforcing), one with an odd number holds it back (balancing); where an arrow does not say what it
// does, neither is claimed. After Maruyama (1963) and Richardson (1986). Invariants: the same arrows give the same loops in the same
// order; every arrow that lies in a loop stands in at least one that is given, unless `MOST_LOOPS` were found before; work is bounded,
// and whether these are all is said. Strongly connected parts after Tarjan (1972).

import { wholeArrows, type Arrow, type SystemMap } from './shape.ts';

export type LoopIs = 'reinforcing' | 'balancing' | 'open';

export interface Loop {
  /** Names it among the loops of its map: its parts, the smallest id first. */
  readonly key: string;
  readonly parts: readonly string[];
  /** From each part to the next, the last back to the first. Of several between two parts the first drawn stands for all. */
  readonly arrows: readonly Arrow[];
  readonly is: LoopIs;
  readonly isLate: boolean;
  readonly isGuess: boolean;
}

export interface Loops {
  /** The shortest first. */
  readonly loops: readonly Loop[];
  readonly isAll: boolean;
}

export const MOST_LOOPS = 60;
/** Arrows followed in looking for more. */
const MOST_STEPS = 300_000;

export const keyOf = (parts: readonly string[]): string => {
  let first = 0;
  for (let at = 1; at < parts.length; at += 1) if (parts[at]! < parts[first]!) first = at;
  return [...parts.slice(first), ...parts.slice(0, first)].join(' ');
};

/** What a loop of these arrows does. */
export const loopIs = (arrows: readonly Pick<Arrow, 'does'>[]): LoopIs =>
  arrows.some(({ does }) => does === '') ? 'open' : arrows.filter(({ does }) => does !== 'more').length % 2 === 0 ? 'reinforcing' : 'balancing';

/** By part, the number of what it is strongly connected with; parts alone have a number of their own. */
const knots = (next: readonly (readonly number[])[]): { readonly of: Int32Array; readonly size: number[] } => {
  const count = next.length;
  const [index, low, of] = [new Int32Array(count).fill(-1), new Int32Array(count), new Int32Array(count).fill(-1)];
  const size: number[] = [];
  const stack: number[] = [];
  let counter = 0;
  for (let root = 0; root < count; root += 1) {
    if (index[root] !== -1) continue;
    const walk: [number, number][] = [[root, 0]];
    while (walk.length > 0) {
      const step = walk.at(-1)!;
      const [node] = step;
      if (step[1] === 0) {
        index[node] = low[node] = counter++;
        stack.push(node);
      }
      const to = next[node]![step[1]];
      if (to !== undefined) {
        step[1] += 1;
        if (index[to] === -1) walk.push([to, 0]);
        else if (of[to] === -1) low[node] = Math.min(low[node]!, index[to]!);
        continue;
      }
      walk.pop();
      const above = walk.at(-1);
      if (above) low[above[0]] = Math.min(low[above[0]]!, low[node]!);
      if (low[node] !== index[node]) continue;
      let members = 0;
      for (let one = -1; one !== node; members += 1) {
        one = stack.pop()!;
        of[one] = size.length;
      }
      size.push(members);
    }
  }
  return { of, size };
};

export const loopsOf = (map: Pick<SystemMap, 'parts' | 'arrows'>): Loops => {
  const ids = map.parts.map(({ id }) => id);
  const at = new Map(ids.map((id, i) => [id, i]));
  const between = new Map<string, Arrow>();
  const next: number[][] = ids.map(() => []);
  for (const arrow of wholeArrows(map)) {
    const [from, to] = [at.get(arrow.from)!, at.get(arrow.to)!];
    const name = `${from} ${to}`;
    if (between.has(name)) continue;
    between.set(name, arrow);
    next[from]!.push(to);
  }
  const { of, size } = knots(next);
  // Only what lies in a knot can come back to itself.
  const inside = next.map((all, from) => all.filter((to) => of[to] === of[from]));
  const back: number[][] = ids.map(() => []);
  for (const [from, all] of inside.entries()) for (const to of all) back[to]!.push(from);
  const found = new Map<string, Loop>();
  const covered = new Set<string>();
  let steps = 0;

  const take = (path: readonly number[]): void => {
    const arrows = path.map((from, i) => between.get(`${from} ${path[(i + 1) % path.length]!}`)!);
    for (const [i, from] of path.entries()) covered.add(`${from} ${path[(i + 1) % path.length]!}`);
    const parts = path.map((node) => ids[node]!);
    const key = keyOf(parts);
    if (found.has(key)) return;
    const first = parts.indexOf(key.split(' ')[0]!);
    const turned = <T>(all: readonly T[]): T[] => [...all.slice(first), ...all.slice(0, first)];
    found.set(key, {
      key,
      parts: turned(parts),
      arrows: turned(arrows),
      is: loopIs(arrows),
      isLate: arrows.some(({ isLate }) => isLate),
      isGuess: arrows.some(({ isGuess }) => isGuess),
    });
  };

  /** How far it is from each part to `goal`, along the arrows inside; -1 where it is farther than `most`. */
  const distances = (goal: number, least: number, most: number, into: Int32Array): void => {
    into.fill(-1);
    into[goal] = 0;
    let ring = [goal];
    for (let far = 1; far <= most && ring.length > 0; far += 1) {
      const outer: number[] = [];
      for (const node of ring)
        for (const from of back[node]!) {
          steps += 1;
          if (from < least || into[from] !== -1) continue;
          into[from] = far;
          outer.push(from);
        }
      ring = outer;
    }
  };

  // First the shortest loop through each arrow that no loop has yet.
  const far = new Int32Array(ids.length);
  for (const [from, all] of inside.entries())
    for (const to of all) {
      if (covered.has(`${from} ${to}`) || found.size >= MOST_LOOPS || steps > MOST_STEPS * 10) continue;
      distances(from, 0, ids.length, far);
      const path = [from];
      for (let node = to; node !== from;) {
        path.push(node);
        node = inside[node]!.find((one) => far[one] === far[node]! - 1)!;
      }
      take(path);
    }

  // Then all others, shorter ones before longer ones, each from its earliest part.
  const inKnot = new Map<number, number>();
  for (const [from, all] of inside.entries()) inKnot.set(of[from]!, (inKnot.get(of[from]!) ?? 0) + all.length);
  // As many arrows as parts are one ring, which was found.
  const starts = ids.map((_, i) => i).filter((i) => inKnot.get(of[i]!)! > size[of[i]!]!);
  const longest = Math.max(0, ...starts.map((i) => size[of[i]!]!));
  const until = steps + MOST_STEPS;
  let isAll = false;
  const onPath = new Uint8Array(ids.length);
  for (let length = 2; length <= longest && !isAll; length += 1) {
    let isLonger = false;
    for (const start of starts) {
      if (steps > until || found.size >= MOST_LOOPS) break;
      distances(start, start, length - 1, far);
      const path: number[] = [start];
      const tried: number[] = [0];
      onPath[start] = 1;
      while (path.length > 0) {
        const node = path.at(-1)!;
        const to = inside[node]![tried.at(-1)!];
        steps += 1;
        if (to === undefined || steps > until) {
          onPath[node] = 0;
          path.pop();
          tried.pop();
          continue;
        }
        tried[tried.length - 1]! += 1;
        if (to === start) {
          if (path.length === length && found.size < MOST_LOOPS) take(path);
        } else if (to > start && onPath[to] === 0) {
          if (path.length + far[to]! <= length && far[to]! > 0) {
            path.push(to);
            tried.push(0);
            onPath[to] = 1;
          } else isLonger = true;
        }
      }
      onPath.fill(0);
    }
    if (steps > until || found.size >= MOST_LOOPS) break;
    isAll = !isLonger || length === longest;
  }
  if (longest === 0) isAll = found.size < MOST_LOOPS;
  return { loops: [...found.values()].sort((a, b) => a.parts.length - b.parts.length || (a.key < b.key ? -1 : 1)), isAll };
};
