// Forecasts beside what came: Brier's score (1950), and how often things happened of which one had said how likely they were.
// Invariants: nothing is said of fewer than ten; no band is drawn with fewer than five; "too sure" is said only where chance alone
// would bring it in at most one of twenty people whose forecasts are right, over all bands that were looked at.

import { meanInterval, shareInterval, type Interval } from './intervals.ts';

/** One that has come back. */
export interface Forecast {
  /** In 100, 0 to 100. */
  readonly likely: number;
  readonly came: boolean;
}

/** So many are needed for a score, so many for the picture, so many for a band of it. */
export const FEWEST = 10;
export const FEWEST_DRAWN = 20;
export const FEWEST_IN_BAND = 5;

/** Brier (1950), for an event that comes or does not: the squared distance; 0 is best, 0.25 is always saying 50, 1 is worst. */
export const brierOf = ({ likely, came }: Forecast): number => (likely / 100 - (came ? 1 : 0)) ** 2;

export interface Band {
  /** In 100, both ends within. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly came: number;
  /** What one said, on average, in 100. */
  readonly said: number;
  /** How often it came, 0 to 1, with the interval of 95 in 100 (Wilson 1927); null of fewer than five. */
  readonly share: (Interval & { readonly value: number }) | null;
  /** Whether it came less or more often than one said, by more than chance would bring; null where that cannot be said. */
  readonly off: 'less' | 'more' | null;
}

export interface Calibration {
  readonly count: number;
  readonly came: number;
  readonly brier: Interval & { readonly mean: number };
  /** What saying the share that came, every time, would have scored. */
  readonly always: { readonly said: number; readonly brier: number };
  /** The bands in which there is a forecast. */
  readonly bands: readonly Band[];
}

const BANDS: readonly (readonly [number, number])[] = [
  [0, 9],
  [10, 29],
  [30, 49],
  [50, 69],
  [70, 89],
  [90, 100],
];

const bandOf = (likely: number): number => BANDS.findIndex(([, to]) => Math.round(likely) <= to);

/** Null of fewer than ten. */
export const calibrationOf = (forecasts: readonly Forecast[]): Calibration | null => {
  const count = forecasts.length;
  if (count < FEWEST) return null;
  const came = forecasts.filter((one) => one.came).length;
  const { mean, from, to } = meanInterval(forecasts.map(brierOf))!;
  const inBands = BANDS.map((_, band) => forecasts.filter(({ likely }) => bandOf(likely) === band));
  // Bonferroni: the more bands are looked at, the rarer a chance must be to be named (Dunn 1961).
  const looked = inBands.filter((all) => all.length >= FEWEST_IN_BAND).length;
  const bands = inBands.flatMap((all, at): Band[] => {
    if (all.length === 0) return [];
    const [k, n] = [all.filter((one) => one.came).length, all.length];
    const said = all.reduce((sum, { likely }) => sum + likely, 0) / n;
    const enough = n >= FEWEST_IN_BAND;
    const wide = enough ? shareInterval(k, n, 1 - 0.05 / looked) : null;
    return [
      {
        from: BANDS[at]![0],
        to: BANDS[at]![1],
        count: n,
        came: k,
        said,
        share: enough ? { value: k / n, ...shareInterval(k, n) } : null,
        off: wide === null ? null : said / 100 > wide.to ? 'less' : said / 100 < wide.from ? 'more' : null,
      },
    ];
  });
  const share = came / count;
  return { count, came, brier: { mean, from: Math.max(0, from), to: Math.min(1, to) }, always: { said: share * 100, brier: share * (1 - share) }, bands };
};
