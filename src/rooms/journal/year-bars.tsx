// How many entries each year has, as bars with their numbers. Hollow and dashed: left out by a date. A year is a link,
// or, where it only moves the list on the page, a button in the same shape.

import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { useLocale } from '#web/ui/preferences.ts';
import { formatYear } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';

export interface YearCount {
  readonly year: number;
  readonly count: number;
  /** Found as well, but left out by a date. */
  readonly leftOut?: number;
}

/** A height between 0 and 1, for the style sheet. */
export const height = (value: number): CSSProperties => ({ '--v': value.toFixed(3) }) as CSSProperties;

interface YearBarsProps {
  readonly years: readonly YearCount[];
  readonly hrefOf: (year: number, leftOut: boolean) => string;
  readonly current?: number | null;
  /** What the tallest bar counts, where several rows are compared; else the most of these. */
  readonly most?: number;
  readonly label: string;
  /** Found among others: filled. Else every year counts alike and is drawn quietly. */
  readonly isFound?: boolean;
}

export const YearBars = ({ years, hrefOf, current = null, label, isFound = false, most: given }: YearBarsProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const most = given ?? Math.max(1, ...years.map(({ count, leftOut = 0 }) => Math.max(count, leftOut)));
  return (
    <ul className="yrs num" aria-label={label}>
      {years.map(({ year, count, leftOut = 0 }) => {
        const off = count === 0 && leftOut > 0;
        const shown = off ? leftOut : count;
        const inside = (
          <>
            <b>{number.format(shown)}</b>
            <i style={height(shown / most)} />
            <span>{formatYear(year, locale)}</span>
          </>
        );
        if (shown === 0)
          return (
            <li key={year}>
              <span className="y q">{inside}</span>
            </li>
          );
        return (
          <li key={year}>
            <Link
              href={hrefOf(year, off)}
              className={off ? 'off' : isFound ? 'hit' : undefined}
              aria-current={year === current ? 'true' : undefined}
              title={t(off ? 'years.bar-off' : 'years.bar', { year: formatYear(year, locale), count: shown })}
            >
              {inside}
            </Link>
          </li>
        );
      })}
    </ul>
  );
};
