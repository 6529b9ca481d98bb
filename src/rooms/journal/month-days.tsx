// The days around the one that is open: its week, or its whole month, with a dot where something was written. Weeks
// begin as the person's language begins them; a Julian day stands in its Julian week.

import { useState } from 'react';
import { Link } from 'wouter';
import { daysInMonth, weekdayOf, type CalendarName } from '#core/when.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { asHeading, firstDayOfWeek, formatDay, formatMonth, weekdays } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useJournal } from './use-journal.tsx';
import { countsByDay, spanOf, type Timeline } from './timeline.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const stepMonth = (month: string, by: number): string => {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${two((total % 12) + 1)}`;
};

interface MonthDaysProps {
  readonly timeline: Timeline;
  /** `YYYY-MM-DD`: the day that is open. */
  readonly day: string;
  readonly calendar: CalendarName;
  /** The address of a day or month. */
  readonly hrefOf: (at: string) => string;
}

let wholeMonth = false;

export const MonthDays = ({ timeline, day, calendar, hrefOf }: MonthDaysProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const { settings } = useJournal();
  const [whole, setWhole] = useState(wholeMonth);
  const month = day.slice(0, 7);
  const [before, after] = [stepMonth(month, -1), stepMonth(month, 1)];
  const counts = { [before]: countsByDay(timeline, before), [month]: countsByDay(timeline, month), [after]: countsByDay(timeline, after) };
  const lengthOf = (at: string): number => Math.max(counts[at]!.length, daysInMonth(Number(at.slice(0, 4)), Number(at.slice(5, 7)), calendar));
  const begins = settings.weekStart ?? firstDayOfWeek(locale);
  const names = weekdays(locale);
  const turned = names.map((_, index) => names.find((one) => one.day === (begins + index) % 7)!);
  const blanks = (weekdayOf(`${month}-01`, calendar) - begins + 7) % 7;
  const days = Array.from({ length: lengthOf(month) }, (_, index) => `${month}-${two(index + 1)}`);
  const week = Math.floor((blanks + Number(day.slice(8)) - 1) / 7);
  // A week is whole, with the days of the months before and after; the month has its own days alone.
  const shown: (string | null)[] = whole
    ? [...Array.from({ length: blanks }, () => null), ...days]
    : [
        ...Array.from({ length: blanks }, (_, index) => `${before}-${two(lengthOf(before) - blanks + 1 + index)}`),
        ...days,
        ...Array.from({ length: 6 }, (_, index) => `${after}-${two(index + 1)}`),
      ].slice(week * 7, week * 7 + 7);
  const span = spanOf(timeline);
  const short = (at: string): string =>
    new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC', calendar: 'gregory' }).format(new Date(Date.UTC(2000, Number(at.slice(5, 7)) - 1, 1)));
  return (
    <nav aria-label={formatMonth(month, locale)}>
      <div className="between">
        <h2 className="s b">{asHeading(formatMonth(month, locale), locale)}</h2>
        <span className="links s">
          {span && before >= span.first.slice(0, 7) && (
            <TextLink href={hrefOf(before)}>
              <Icon name="previous" />
              <span className="vh">{t('month.previous')}: </span>
              {short(before)}
            </TextLink>
          )}
          {span && after <= span.last.slice(0, 7) && (
            <TextLink href={hrefOf(after)}>
              <span className="vh">{t('month.next')}: </span>
              {short(after)}
              <Icon name="next" />
            </TextLink>
          )}
        </span>
      </div>
      <div className="days num">
        {turned.map(({ day: weekday, name }) => (
          <span key={weekday} className="dow" aria-hidden="true">
            {name}
          </span>
        ))}
        {shown.map((at, index) => {
          if (at === null) return <span key={`blank${index}`} />;
          const count = counts[at.slice(0, 7)]![Number(at.slice(8)) - 1] ?? 0;
          const number = formatDay(at, locale, 'day');
          if (count === 0)
            return (
              <span key={at} className={at === day ? 'none here' : 'none'}>
                {number}
              </span>
            );
          return (
            <Link
              key={at}
              href={hrefOf(at)}
              className="wrote"
              aria-label={t('month.day', { day: formatDay(at, locale, 'full', calendar), count })}
              aria-current={at === day ? 'date' : undefined}
            >
              {number}
            </Link>
          );
        })}
      </div>
      <p className="links s">
        <Button
          look="bare"
          className="s"
          aria-expanded={whole}
          onPress={() => {
            wholeMonth = !whole;
            setWhole(wholeMonth);
          }}
        >
          {t(whole ? 'month.week' : 'month.whole')}
        </Button>
        <TextLink href="/journal/calendar">{t('month.calendar')}</TextLink>
      </p>
    </nav>
  );
};
