// Where in a row of yes and no the share of yes changed: the split that a likelihood ratio likes best (Hinkley, Biometrika, 1970), whether
// chance alone would find one as good, by shuffling the row in blocks (so that days that resemble their neighbours do not pass for a change;
// after Carlstein, 1986), and the same again on either side (binary segmentation: Scott and Knott, 1974).
// Invariants: nothing is said of fewer than MIN_TRIALS, nor of a change with fewer than MIN_SIDE on a side; the same row says the same.

import { drawsFrom, shuffle } from './chance.ts';

/** Yes and no in the order of time. */
export type Row = readonly boolean[];

export const MIN_TRIALS = 20;
export const MIN_SIDE = 8;

/** At most so many blocks, so that a long row costs no more than a middling one. */
const MOST_BLOCKS = 120;
const SHUFFLES = 999;
/** A row that chance beats so often is no finding; the rest of the shuffles would not change that (Besag and Clifford, Biometrika, 1991). */
const BEATEN = 25;

export interface Part {
  readonly count: number;
  readonly of: number;
}

export interface Shift {
  /** The first of the row that belongs to what came after. */
  readonly at: number;
  readonly before: Part;
  readonly after: Part;
  /** How likely a split as good is where nothing changed. */
  readonly chance: number;
}

/** n log n for every count there can be, so that nothing of it is worked out anew in a thousand shuffles. */
const TABLE = [0];
const upTo = (n: number): readonly number[] => {
  for (let k = TABLE.length; k <= n; k++) TABLE.push(k * Math.log(k));
  return TABLE;
};

/** How many of one block are yes, and how many it holds. */
interface Block {
  readonly count: number;
  readonly of: number;
}

const blocksOf = (row: Row, from: number, to: number, size: number): Block[] => {
  const blocks: Block[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size);
    let count = 0;
    for (let at = start; at < end; at++) if (row[at]) count++;
    blocks.push({ count, of: end - start });
  }
  return blocks;
};

interface Split extends Part {
  /** Log likelihood, but for what is the same for every split. */
  readonly gain: number;
}

/** The split after which the two sides differ most; `count` and `of` are what stands before it. */
const bestSplit = (blocks: readonly Block[], total: Part): Split => {
  const f = upTo(total.of);
  let [count, of, best, bestCount, bestOf] = [0, 0, -Infinity, 0, 0];
  for (const block of blocks) {
    count += block.count;
    of += block.of;
    if (of < MIN_SIDE) continue;
    const rest = total.of - of;
    if (rest < MIN_SIDE) break;
    const late = total.count - count;
    const gain = f[count]! + f[of - count]! - f[of]! + f[late]! + f[rest - late]! - f[rest]!;
    if (gain > best) {
      best = gain;
      bestCount = count;
      bestOf = of;
    }
  }
  return { gain: best, count: bestCount, of: bestOf };
};

/** The likeliest change in part of a row; null where there is too little, or nothing that could change. */
export const shiftIn = (row: Row, from = 0, to: number = row.length): Shift | null => {
  const of = to - from;
  if (of < MIN_TRIALS) return null;
  const blocks = blocksOf(row, from, to, Math.max(2, Math.round(Math.cbrt(of)), Math.ceil(of / MOST_BLOCKS)));
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  if (count === 0 || count === of) return null;
  const total = { count, of };
  const { gain } = bestSplit(blocks, total);
  const draw = drawsFrom(1970 + of);
  let [beaten, tried] = [0, 0];
  while (tried < SHUFFLES && beaten < BEATEN) {
    tried++;
    if (bestSplit(shuffle(blocks, draw), total).gain >= gain - 1e-9) beaten++;
  }
  // Where exactly: by single ones, since a block may lie across it.
  const before = bestSplit(blocksOf(row, from, to, 1), total);
  return {
    at: from + before.of,
    before: { count: before.count, of: before.of },
    after: { count: count - before.count, of: of - before.of },
    chance: (beaten + 1) / (tried + 1),
  };
};

/**
 * All changes of a row, the earliest first: the likeliest where its chance is at most `rate`; then the likeliest on either side of it, each
 * at half that rate, so that both together are found by chance no oftener.
 */
export const shiftsIn = (row: Row, rate: number, from = 0, to: number = row.length): readonly Shift[] => {
  const shift = shiftIn(row, from, to);
  if (!shift || shift.chance > rate) return [];
  return [...shiftsIn(row, rate / 2, from, shift.at), shift, ...shiftsIn(row, rate / 2, shift.at, to)];
};
