// Until when a page lies open at a host for whoever has its link (a circle's issue, a practice): a day that the person chooses.

import { ok, refuse, type Result } from './result.ts';
import { addDays, isDay, noDay } from './when.ts';

/** Days from today where nobody says otherwise. */
export const PAGE_LASTS = 30;

/** The most, in days. A host takes a little more, since its day begins elsewhere. */
const PAGE_DAYS = 365;

/** Refusals: those of a day (when.ts); `code` where it is not from today on, within a year. */
export const checkPageDay = (until: string, today: string, code: string): Result<string> => {
  if (!isDay(until)) return refuse(noDay(until));
  return until < today || until > addDays(today, PAGE_DAYS) ? refuse({ code, with: { days: PAGE_DAYS } }) : ok(until);
};
