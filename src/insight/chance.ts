// Small honest statistics that several rooms share: numbers that only look drawn, tails of the binomial, and how many of many findings may
// be told. Pure: whoever draws says from which seed, so that the same data always say the same thing.

/** Numbers from 0 up to, not with, 1; the same for the same seed (mulberry32, Tommy Ettinger, 2017). No secret may rest on it. */
export const drawsFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Standard normal numbers (Box and Muller, 1958). */
export const normalsFrom = (draw: () => number): (() => number) => {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
};

/** In place, each order alike (Fisher and Yates, 1938; Durstenfeld, 1964). */
export const shuffle = <T>(items: T[], draw: () => number): T[] => {
  for (let last = items.length - 1; last > 0; last--) {
    const at = Math.floor(draw() * (last + 1));
    const held = items[last]!;
    items[last] = items[at]!;
    items[at] = held;
  }
  return items;
};

const LOG_FACTORIALS = [0];
const logFactorial = (n: number): number => {
  for (let k = LOG_FACTORIALS.length; k <= n; k++) LOG_FACTORIALS.push(LOG_FACTORIALS[k - 1]! + Math.log(k));
  return LOG_FACTORIALS[n]!;
};

/** How likely `count` or fewer of `of` are where each comes with probability `share`. */
export const atMost = (count: number, of: number, share: number): number => {
  if (count >= of || share <= 0) return 1;
  if (share >= 1) return 0;
  let sum = 0;
  for (let k = 0; k <= count; k++) sum += Math.exp(logFactorial(of) - logFactorial(k) - logFactorial(of - k) + k * Math.log(share) + (of - k) * Math.log1p(-share));
  return Math.min(1, sum);
};

/**
 * Which of many findings may be told when no more than `rate` of what is told shall be false (Benjamini and Hochberg, 1995).
 * Where nothing is there to be found, that is also how often anything is told at all.
 */
export const toldOf = (chances: readonly number[], rate: number): readonly boolean[] => {
  const order = chances.map((_, at) => at).sort((a, b) => chances[a]! - chances[b]!);
  let told = 0;
  for (const [rank, at] of order.entries()) if (chances[at]! <= (rate * (rank + 1)) / chances.length) told = rank + 1;
  const out = chances.map(() => false);
  for (const at of order.slice(0, told)) out[at] = true;
  return out;
};
