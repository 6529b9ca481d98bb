// An order from few choices between two, with how sure it is. Bradley and Terry (Biometrika, 1952): a is taken before b with probability
// 1 / (1 + exp(b - a)); strengths are drawn towards each other by a normal prior, so that few choices say little and a circle among them
// only makes the order less sure. What is known of the strengths is their normal approximation at the best fit (Laplace's method).
// Invariants: the same choices give the same order, however they were made; nothing is asked twice while something was not asked yet.

import { drawsFrom, normalsFrom } from './chance.ts';

/** 1: the first was taken; 0: the second; 0.5: neither before the other. */
export type Outcome = 0 | 0.5 | 1;
export type Choice = readonly [first: string, second: string, outcome: Outcome];

/** How many are to be settled, and after how many choices it is enough in any case. */
export const TOP = 5;
export const MOST_CHOICES = 15;

/** Spread of strengths before anything was chosen. */
const SPREAD = 3;
/** How sure each of the first five must be to be among them, and to stand before the next. */
const SURE = 0.7;
const DRAWS = 400;
/** Strengths that differ by less stand level. */
const LEVEL = 1e-6;

export interface Standing {
  readonly id: string;
  /** In Bradley and Terry's scale; 0 is the middle of all. */
  readonly strength: number;
  /** Places between which it lies with a probability of 80%; 1 is the first. */
  readonly from: number;
  readonly to: number;
  /** How likely it is among the first five. */
  readonly inTop: number;
  /** In how many choices it stood. */
  readonly asked: number;
}

export interface Ranking {
  /** The first first. */
  readonly standings: readonly Standing[];
  /** Which are the first five, and in which order, is known well enough. */
  readonly isSettled: boolean;
  /** The two of which to choose next, where that tells most; null when every two were asked. */
  readonly next: readonly [string, string] | null;
  /** Choices that stand against the order that comes of all of them: circles, changes of mind. */
  readonly against: number;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

type Matrix = Float64Array[];

const zeros = (n: number): Matrix => Array.from({ length: n }, () => new Float64Array(n));

/** Lower triangular root of a positive definite matrix (Cholesky). */
const rootOf = (matrix: Matrix): Matrix => {
  const n = matrix.length;
  const root = zeros(n);
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]![column]!;
      for (let k = 0; k < column; k++) sum -= root[row]![k]! * root[column]![k]!;
      root[row]![column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / root[column]![column]!;
    }
  return root;
};

/** The inverse of the matrix whose root it is. */
const inverseFrom = (root: Matrix): Matrix => {
  const n = root.length;
  const inverse = zeros(n);
  for (let column = 0; column < n; column++) {
    const x = new Float64Array(n);
    for (let row = 0; row < n; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = 0; k < row; k++) sum -= root[row]![k]! * x[k]!;
      x[row] = sum / root[row]![row]!;
    }
    for (let row = n - 1; row >= 0; row--) {
      let sum = x[row]!;
      for (let k = row + 1; k < n; k++) sum -= root[k]![row]! * x[k]!;
      x[row] = sum / root[row]![row]!;
    }
    for (let row = 0; row < n; row++) inverse[row]![column] = x[row]!;
  }
  return inverse;
};

interface Fit {
  readonly strengths: Float64Array;
  readonly covariance: Matrix;
}

interface Asked {
  readonly a: number;
  readonly b: number;
  readonly won: number;
}

/** Newton's steps to the most likely strengths; the fit has one summit, since the prior bends everything down. */
const fitOf = (n: number, asked: readonly Asked[]): Fit => {
  const strengths = new Float64Array(n);
  const tight = 1 / (SPREAD * SPREAD);
  let covariance = zeros(n);
  for (let step = 0; step < 50; step++) {
    const slope = new Float64Array(n);
    const bend = zeros(n);
    for (let i = 0; i < n; i++) {
      slope[i] = -strengths[i]! * tight;
      bend[i]![i] = tight;
    }
    for (const { a, b, won } of asked) {
      const p = logistic(strengths[a]! - strengths[b]!);
      const weight = p * (1 - p);
      slope[a]! += won - p;
      slope[b]! -= won - p;
      bend[a]![a]! += weight;
      bend[b]![b]! += weight;
      bend[a]![b]! -= weight;
      bend[b]![a]! -= weight;
    }
    covariance = inverseFrom(rootOf(bend));
    let moved = 0;
    for (let i = 0; i < n; i++) {
      let by = 0;
      for (let j = 0; j < n; j++) by += covariance[i]![j]! * slope[j]!;
      strengths[i]! += Math.max(-2, Math.min(2, by));
      moved = Math.max(moved, Math.abs(by));
    }
    if (moved < 1e-9) break;
  }
  return { strengths, covariance };
};

/** For each item how often it had each place, in orders drawn from what is known. */
const placesIn = ({ strengths, covariance }: Fit): Float64Array[] => {
  const n = strengths.length;
  const root = rootOf(covariance);
  const normal = normalsFrom(drawsFrom(1952));
  const places = Array.from({ length: n }, () => new Float64Array(n));
  const drawn = new Float64Array(n);
  const z = new Float64Array(n);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let i = 0; i < n; i++) z[i] = normal();
    for (let i = 0; i < n; i++) {
      let value = strengths[i]!;
      for (let k = 0; k <= i; k++) value += root[i]![k]! * z[k]!;
      drawn[i] = value;
    }
    for (let i = 0; i < n; i++) {
      let place = 0;
      for (let j = 0; j < n; j++) if (drawn[j]! > drawn[i]!) place++;
      places[i]![place]! += 1 / DRAWS;
    }
  }
  return places;
};

const placeAt = (places: Float64Array, share: number): number => {
  let sum = 0;
  for (const [place, part] of places.entries()) {
    sum += part;
    if (sum >= share - 1e-9) return place + 1;
  }
  return places.length;
};

const pairKey = (n: number, i: number, j: number): number => (i < j ? i * n + j : j * n + i);

/**
 * What the answer is expected to tell, in units of information (MacKay, "Information-based objective functions", 1992), times how open it
 * still is whether the two are among the first five.
 */
const tellingOf = ({ strengths, covariance }: Fit, open: readonly number[], i: number, j: number): number => {
  const variance = covariance[i]![i]! + covariance[j]![j]! - 2 * covariance[i]![j]!;
  const p = logistic((strengths[i]! - strengths[j]!) / Math.sqrt(1 + (Math.PI * variance) / 8));
  return Math.log1p(p * (1 - p) * variance) * (open[i]! + open[j]!);
};

/** The order of items (each once; ids of any letters) that comes of choices; choices of what is not among them are left out. */
export const rankingOf = (ids: readonly string[], choices: readonly Choice[]): Ranking => {
  const n = ids.length;
  const at = new Map(ids.map((id, i) => [id, i]));
  const asked = choices.flatMap(([first, second, won]): readonly Asked[] => {
    const [a, b] = [at.get(first), at.get(second)];
    return a === undefined || b === undefined || a === b ? [] : [{ a, b, won }];
  });
  if (n === 0) return { standings: [], isSettled: true, next: null, against: 0 };
  const fit = fitOf(n, asked);
  const places = placesIn(fit);
  const top = Math.min(TOP, n);
  const inTop = places.map((each) => each.slice(0, top).reduce((sum, part) => sum + part, 0));
  const counts = new Int32Array(n);
  for (const { a, b } of asked) for (const i of [a, b]) counts[i]!++;
  const order = ids.map((_, i) => i).sort((i, j) => fit.strengths[j]! - fit.strengths[i]! || i - j);
  const isBefore = (i: number, j: number): number => {
    const variance = fit.covariance[i]![i]! + fit.covariance[j]![j]! - 2 * fit.covariance[i]![j]!;
    return logistic((1.702 * (fit.strengths[i]! - fit.strengths[j]!)) / Math.sqrt(variance));
  };
  // Which they are, and in which order they stand; and that the fifth stands before the sixth.
  const isSettled = order.slice(0, top).every((i) => n <= TOP || inTop[i]! >= SURE) && order.slice(1, Math.min(n, TOP + 1)).every((i, at) => isBefore(order[at]!, i) >= SURE);
  const done = new Set(asked.map(({ a, b }) => pairKey(n, a, b)));
  const open = inTop.map((share) => (n > TOP ? share * (1 - share) + 0.1 * share + 0.02 : 1));
  let next: readonly [string, string] | null = null;
  let most = -1;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      if (done.has(pairKey(n, i, j))) continue;
      const telling = tellingOf(fit, open, i, j);
      if (telling > most + 1e-12) {
        most = telling;
        next = [ids[i]!, ids[j]!];
      }
    }
  return {
    standings: order.map((i) => ({
      id: ids[i]!,
      strength: fit.strengths[i]!,
      from: placeAt(places[i]!, 0.1),
      to: placeAt(places[i]!, 0.9),
      inTop: inTop[i]!,
      asked: counts[i]!,
    })),
    isSettled: isSettled && asked.length > 0,
    next,
    against: asked.filter(({ a, b, won }) => won !== 0.5 && (won === 1 ? fit.strengths[b]! - fit.strengths[a]! : fit.strengths[a]! - fit.strengths[b]!) > LEVEL).length,
  };
};

/** Whether to stop asking: the first five are settled, or it is enough. */
export const isEnough = (ranking: Ranking, choices: number): boolean => ranking.next === null || choices >= MOST_CHOICES || ranking.isSettled;
