// A month as a table of days. A day with entries shows how many and, in the colour and texture of its quarter, how it
// felt. One stop for the Tab key; inside it the keys of a calendar grid (W3C, Authoring Practices 1.2). A step beyond the
// month opens the next one and keeps the focus on the day.

import { useState, type KeyboardEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { dayOf, type CalendarName } from '#core/when.ts';
import { Icon } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { asHeading, firstDayOfWeek, formatDay, formatMonth, momentNow, weekdays } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { colourOf } from './choose.tsx';
import { feelingsOn, stepFrom, weeksOf, type GridDay, type Step } from './month-grid.ts';
import { entriesIn } from './timeline.ts';
import { useJournal, useShownWord } from './use-journal.tsx';

/** The day that takes the focus when the month it is in appears. */
let wanted = '';

const want = (day: string): void => {
  wanted = day;
};

/** Gives the focus to the day that asked for it, once it is there. */
const take = (link: HTMLAnchorElement | null): void => {
  if (!link || wanted === '' || link.dataset['day'] !== wanted) return;
  wanted = '';
  link.focus();
};

/** Another month or day is no arrival: the focus stays on the day, and the page where it is. */
const KEEP = { keepFocus: true };

const STEPS: Readonly<Record<string, readonly [Step, number]>> = { ArrowUp: ['week', -1], ArrowDown: ['week', 1], PageUp: ['month', -1], PageDown: ['month', 1] };

interface MonthGridProps {
  /** `YYYY-MM`. */
  readonly month: string;
  /** The day that is open, or ''. */
  readonly day: string;
  readonly calendar: CalendarName;
  readonly hrefOf: (at: string) => string;
}

const Cell = ({
  cell,
  isOpen,
  isReachable,
  calendar,
  href,
}: {
  readonly cell: GridDay;
  readonly isOpen: boolean;
  readonly isReachable: boolean;
  readonly calendar: CalendarName;
  readonly href: string;
}) => {
  const t = useWords('journal');
  const locale = useLocale();
  const shown = useShownWord();
  const { timeline, words } = useJournal();
  const feelings = cell.count > 0 ? feelingsOn(entriesIn(timeline, cell.day)) : [];
  const quarters = [...new Set(feelings.flatMap((id) => words.feelings.find((word) => word.id === id)?.quadrant ?? []))].slice(0, 3);
  const said = [
    t('month.day', { day: formatDay(cell.day, locale, 'full', calendar), count: cell.count }),
    ...(feelings.length > 0 ? [new Intl.ListFormat(locale, { type: 'unit' }).format(feelings.slice(0, 6).map((id) => shown('feelings', id)))] : []),
  ];
  return (
    <Link
      href={href}
      state={KEEP}
      data-day={cell.day}
      onClick={() => want(cell.day)}
      tabIndex={isReachable ? 0 : -1}
      className={cell.count === 0 ? 'none' : undefined}
      aria-label={said.join('. ')}
      aria-current={isOpen ? 'date' : undefined}
      ref={take}
    >
      <span className="date">{formatDay(cell.day, locale, 'day')}</span>
      {cell.count > 1 && <small>{new Intl.NumberFormat(locale).format(cell.count)}</small>}
      {cell.count > 0 && (
        <span className="felt-as" aria-hidden="true">
          {quarters.length === 0 ? <i className="q-none" /> : quarters.map((quadrant) => <i key={quadrant} className={`q-${colourOf(quadrant)}`} />)}
        </span>
      )}
    </Link>
  );
};

export const MonthGrid = ({ month, day, calendar, hrefOf }: MonthGridProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const [, go] = useLocation();
  const { timeline, settings } = useJournal();
  const first = settings.weekStart ?? firstDayOfWeek(locale);
  const names = weekdays(locale, 'short');
  const narrow = weekdays(locale, 'narrow');
  const heads = names.map((_, at) => names.find((one) => one.day === (first + at) % 7)!);
  const weeks = weeksOf(timeline, month, first, calendar);
  const today = dayOf(momentNow().when);
  const days = weeks.flat().flatMap((cell) => (cell ? [cell] : []));
  const [here, setHere] = useState(wanted.startsWith(month) ? wanted : day !== '' ? day : today.startsWith(month) ? today : (days.find(({ count }) => count > 0) ?? days[0]!).day);
  const count = days.reduce((sum, one) => sum + one.count, 0);

  const open = (to: string): void => {
    if (to.startsWith(month)) {
      setHere(to);
      document.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
      return;
    }
    want(to);
    setHere(to);
    go(hrefOf(to.slice(0, 7)), { replace: true, state: KEEP });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined;
    if (from === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const week = weeks.find((one) => one.some((cell) => cell?.day === from))?.flatMap((cell) => (cell ? [cell.day] : [])) ?? [];
    const [step, by] = STEPS[event.key] ?? [];
    const to =
      event.key === 'Home'
        ? week[0]
        : event.key === 'End'
          ? week.at(-1)
          : event.key === 'ArrowLeft' || event.key === 'ArrowRight'
            ? stepFrom(from, 'day', (event.key === 'ArrowRight') === isRtl ? -1 : 1, calendar)
            : step !== undefined && by !== undefined
              ? stepFrom(from, step === 'month' && event.shiftKey ? 'year' : step, by, calendar)
              : undefined;
    if (to === undefined) return;
    event.preventDefault();
    open(to);
  };
  const beside = (by: number): string => stepFrom(`${month}-01`, 'month', by, calendar).slice(0, 7);
  return (
    <Row as="section" labelledBy="month-h" wide stack note={t('calendar.count', { count })}>
      <div className="between">
        <h2 id="month-h">{asHeading(formatMonth(month, locale), locale)}</h2>
        <nav className="links s" aria-label={t('calendar.other-months')}>
          {beside(-1) !== month && (
            <Link href={hrefOf(beside(-1))} state={KEEP}>
              <Icon name="previous" />
              {formatDay(`${beside(-1)}-01`, locale, 'month')}
            </Link>
          )}
          {beside(1) !== month && (
            <Link href={hrefOf(beside(1))} state={KEEP}>
              {formatDay(`${beside(1)}-01`, locale, 'month')}
              <Icon name="next" />
            </Link>
          )}
        </nav>
      </div>
      <table className="month num" role="grid" aria-labelledby="month-h" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {heads.map(({ day: weekday, name, full }) => (
              <th key={weekday} scope="col" abbr={full}>
                <span className="when-wide">{name}</span>
                <span className="when-narrow">{narrow.find((one) => one.day === weekday)?.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={`${month} ${index}`}>
              {week.map((cell, at) =>
                cell === null ? (
                  <td key={`blank ${at}`} aria-hidden="true" />
                ) : (
                  <td key={cell.day} className={cell.day === today ? 'today' : undefined}>
                    <Cell cell={cell} isOpen={cell.day === day} isReachable={cell.day === here} calendar={calendar} href={hrefOf(cell.day)} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="s q">
        {calendar === 'julian' && `${t('calendar.old-style')} `}
        <span className="keys-hint">{t('calendar.keys')}</span>
      </p>
    </Row>
  );
};
