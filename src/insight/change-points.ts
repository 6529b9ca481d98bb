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

const logOf = (count: number, of: number): number => {
  if (count === 0 || count === of) return 0;
  const share = count / of;
  return count * Math.log(share) + (of - count) * Math.log(1 - share);
};

interface Block {
  readonly count: number;
  readonly of: number;
}

const blocksOf = (row: Row, from: number, to: number): Block[] => {
  const total = to - from;
  const size = Math.max(2, Math.round(Math.cbrt(total)), Math.ceil(total / MOST_BLOCKS));
  const blocks: Block[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size);
    let count = 0;
    for (let at = start; at < end; at++) if (row[at]) count++;
    blocks.push({ count, of: end - start });
  }
  return blocks;
};

interface Split {
  readonly gain: number;
  /** How many stand before it. */
  readonly before: Part;
}

const bestSplit = (blocks: readonly Block[], count: number, of: number): Split | null => {
  const whole = logOf(count, of);
  let best: Split | null = null;
  let [counted, passed] = [0, 0];
  for (const block of blocks) {
    counted += block.count;
    passed += block.of;
    if (passed < MIN_SIDE || of - passed < MIN_SIDE) continue;
    const gain = logOf(counted, passed) + logOf(count - counted, of - passed) - whole;
    if (!best || gain > best.gain) best = { gain, before: { count: counted, of: passed } };
  }
  return best;
};

/** The likeliest change in part of a row; null where there is too little, or nothing that could change. */
export const shiftIn = (row: Row, from = 0, to: number = row.length): Shift | null => {
  const of = to - from;
  if (of < MIN_TRIALS) return null;
  const blocks = blocksOf(row, from, to);
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  const best = count === 0 || count === of ? null : bestSplit(blocks, count, of);
  if (!best) return null;
  const draw = drawsFrom(1970 + of);
  let [beaten, tried] = [0, 0];
  const shuffled = [...blocks];
  while (tried < SHUFFLES && beaten < BEATEN) {
    tried++;
    const found = bestSplit(shuffle(shuffled, draw), count, of);
    if (found && found.gain >= best.gain - 1e-9) beaten++;
  }
  const { before } = best;
  return { at: from + before.of, before, after: { count: count - before.count, of: of - before.of }, chance: (beaten + 1) / (tried + 1) };
};

/** All changes of a row, the earliest first: those whose chance is at most `rate`, each looked for only inside what the others leave. */
export const shiftsIn = (row: Row, rate: number, from = 0, to: number = row.length): readonly Shift[] => {
  const shift = shiftIn(row, from, to);
  if (!shift || shift.chance > rate) return [];
  return [...shiftsIn(row, rate, from, shift.at), shift, ...shiftsIn(row, rate, shift.at, to)];
};
