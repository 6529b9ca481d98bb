// Figures of the host: what it takes, gives and costs, beside peers from npm and the limit, on SQLite and PostgreSQL.

import type { Area } from '../area.ts';
import { APPEND_FIGURES, measureAppend } from './append.ts';
import { measurePull, measureStart, PULL_FIGURES, START_FIGURES } from './keep.ts';

export const hostArea = (): Area => ({
  parts: [
    { gives: START_FIGURES, measure: measureStart },
    { gives: APPEND_FIGURES, measure: measureAppend },
    { gives: PULL_FIGURES, measure: () => measurePull() },
  ],
  about: () => Promise.resolve(''),
  end: () => Promise.resolve(),
});
