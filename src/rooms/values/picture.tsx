// What was done for a value over time, as bars from one line up (served) and down (went against it), and the same as a table. HTML, so that it
// reflows and mirrors; hatched where nothing was counted. Counts stand where there are too few for a share.

import type { CSSProperties } from 'react';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, formatYear } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { shareInterval, type Period, type Unit } from './done.ts';
import type { Line } from './use-values.tsx';

/** Below this many counts are said, not shares. */
const FEW = 20;

const tall = (value: number): CSSProperties => ({ '--v': value.toFixed(3) }) as CSSProperties;

export const useSpan = (unit: Unit): ((from: string) => string) => {
  const t = useWords('values');
  const locale = useLocale();
  return (from) => {
    const year = formatYear(Number(from.slice(0, 4)), locale);
    if (unit === 'year') return year;
    if (unit === 'decade') return t('span.decade', { year });
    if (unit === 'quarter') return t('span.quarter', { quarter: Math.floor((Number(from.slice(5, 7)) + 2) / 3), year });
    return unit === 'month' ? formatDay(from, locale, 'month-year') : t('span.week', { day: formatDay(from, locale, 'medium') });
  };
};

const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);

/** The tallest bar of all lines: what they are all drawn beside. */
export const tallest = (lines: readonly Line[]): number =>
  Math.max(0.05, ...lines.flatMap(({ periods }) => periods.map(({ of, serves, strains }) => share(Math.max(serves, strains), of))));

/** A count as people read it: `3 of 8`, from twenty on with its share. */
export const useCounted = (): ((count: number, of: number) => string) => {
  const t = useWords('values');
  return (count, of) => (of < FEW ? t('count.of', { count, of }) : t('count.share', { count, of, share: count / of }));
};

interface BarsProps {
  readonly periods: readonly Period[];
  readonly unit: Unit;
  readonly most: number;
  readonly name: string;
  /** From this day on drawn warm: what is asked about. */
  readonly warmFrom?: string | undefined;
  readonly big?: boolean;
}

export const Bars = ({ periods, unit, most, name, warmFrom, big = false }: BarsProps) => {
  const t = useWords('values');
  const locale = useLocale();
  const span = useSpan(unit);
  const counted = useCounted();
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const isFew = periods.some(({ of }) => of > 0 && of < FEW);
  const highest = periods.reduce((best, period, at) => (share(period.serves, period.of) > share(periods[best]!.serves, periods[best]!.of) ? at : best), 0);
  const shown = new Set([0, highest, periods.length - 1]);
  const hasStrains = periods.some(({ strains }) => strains > 0);
  const deepest = Math.max(0, ...periods.map(({ of, strains }) => share(strains, of)));
  const label = periods.map(({ from, of, serves, strains }) => `${span(from)}: ${counted(serves, of)}${strains > 0 ? `, ${t('against', { count: strains })}` : ''}`).join('; ');
  return (
    <div className={`vbars num${big ? ' big' : ''}`} style={{ '--d': (deepest / most).toFixed(3) } as CSSProperties} role="img" aria-label={t('picture.label', { name, label })}>
      {periods.map(({ from, of, serves, strains }, at) => (
        <span key={from} className={warmFrom !== undefined && from >= warmFrom.slice(0, 7) ? 'warm' : undefined}>
          <span className="up">
            {of > 0 && (big || shown.has(at)) && <b>{isFew ? number.format(serves) : percent.format(share(serves, of))}</b>}
            {of === 0 ? <i className="none" /> : <i className={serves === 0 ? 'zero' : undefined} style={tall(share(serves, of) / most)} />}
          </span>
          {hasStrains && <span className="down">{strains > 0 && <i style={tall(share(strains, of) / most)} />}</span>}
          {big && <small>{unit === 'year' || unit === 'decade' ? span(from) : at === 0 || at === periods.length - 1 ? span(from) : ''}</small>}
        </span>
      ))}
    </div>
  );
};

/** The same numbers for those who want them, with the interval of each whole. */
export const DoneTable = ({ lines, unit }: { readonly lines: readonly Line[]; readonly unit: Unit }) => {
  const t = useWords('values');
  const locale = useLocale();
  const span = useSpan(unit);
  const counted = useCounted();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const starts = lines[0]?.periods.map(({ from }) => from) ?? [];
  return (
    <div className="wide-table">
      <table id="table">
        <caption className="s q">{t('table.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.value')}</th>
            {starts.map((from) => (
              <th key={from} scope="col" className="num">
                {span(from)}
              </th>
            ))}
            <th scope="col">{t('table.all')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ value, periods }) => {
            const [count, against, of] = periods.reduce(([a, b, c], period) => [a + period.serves, b + period.strains, c + period.of], [0, 0, 0]);
            const { from: low, to: high } = shareInterval(count, Math.max(1, of));
            return (
              <tr key={value.id}>
                <th scope="row" className="said" dir="auto">
                  {value.name}
                </th>
                {periods.map((period) => (
                  <td key={period.from} className={period.of === 0 ? 'num hatched' : 'num'}>
                    <span>{period.of === 0 ? t('count.none') : t('count.of', { count: period.serves, of: period.of })}</span>
                    {period.strains > 0 && <span className="q s">, {t('against', { count: period.strains })}</span>}
                  </td>
                ))}
                <td className="num">
                  {counted(count, of)}
                  {against > 0 && `, ${t('against', { count: against })}`}
                  {of > 0 && <span className="q s"> {t('table.interval', { low: percent.format(low), high: percent.format(high) })}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
