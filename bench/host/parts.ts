// Figures of the host: what it takes, gives and costs, beside peers from npm and the limit, on SQLite and PostgreSQL.

import type { Area } from '../area.ts';
import { APPEND_FIGURES, measureAppend } from './append.ts';
import { measurePostgres, POSTGRES_FIGURES } from './postgres.ts';
import { COST_FIGURES, measureCosts } from './costs.ts';
import { GROWTH_FIGURES, LARGE_FIGURES, measureGrowth, measureMillion } from './growth.ts';
import { measurePull, measureStart, PULL_FIGURES, START_FIGURES } from './keep.ts';

export const hostArea = ({ isLarge }: { readonly isLarge: boolean }): Area => ({
  parts: [
    { gives: START_FIGURES, measure: measureStart },
    { gives: APPEND_FIGURES, measure: measureAppend },
    { gives: PULL_FIGURES, measure: () => measurePull() },
    { gives: POSTGRES_FIGURES, measure: measurePostgres },
    { gives: COST_FIGURES, measure: measureCosts },
    { gives: GROWTH_FIGURES, measure: measureGrowth },
    ...(isLarge ? [{ gives: LARGE_FIGURES, measure: () => measureMillion() }] : []),
  ],
  about: () => Promise.resolve(''),
  end: () => Promise.resolve(),
});
