// What became of forecasts and of decisions, over many: which forecasts count, what the figures say of them, quality beside luck.

import { calibrationOf, type Calibration } from '#insight/forecasts.ts';
import type { Decision, Luck, Quality } from './model.ts';

export { FEWEST, FEWEST_DRAWN, FEWEST_IN_BAND, type Band, type Calibration } from '#insight/forecasts.ts';

/** Forecasts that have come back: those with a number, and a plain yes or no. */
export const forecastsOf = (decisions: readonly Decision[]): { readonly likely: number; readonly came: boolean }[] =>
  decisions.flatMap(({ likely, came, reviewed }) => (likely === null || reviewed === '' || (came !== 'yes' && came !== 'no') ? [] : [{ likely, came: came === 'yes' }]));

/** The day on which the next forecast comes back; '' where none waits. */
export const nextForecast = (decisions: readonly Decision[], today: string): string =>
  decisions
    .filter(({ likely, reviewed, review }) => likely !== null && reviewed === '' && review > today)
    .map(({ review }) => review)
    .sort()[0] ?? '';

/** How many reviewed decisions were made so, with such luck; only those of which both were said. */
export const qualityAndLuck = (decisions: readonly Decision[]): ReadonlyMap<`${Quality} ${Luck}`, number> => {
  const counts = new Map<`${Quality} ${Luck}`, number>();
  for (const { quality, luck } of decisions) if (quality !== '' && luck !== '') counts.set(`${quality} ${luck}`, (counts.get(`${quality} ${luck}`) ?? 0) + 1);
  return counts;
};

/** The figures; null of fewer than ten forecasts that have come back. */
export const calibrate = (decisions: readonly Decision[]): Calibration | null => calibrationOf(forecastsOf(decisions));
