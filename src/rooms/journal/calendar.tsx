// The calendar: years as bars, a year as its months, a month as a grid of days with what was written on them. Any year
// can be gone to, with or without entries. Arrow keys move by a day or week, Page by a month, with Shift by a year.

import './looking.css';
import { Link } from 'wouter';
import { daysInMonth, dayOf, isWhen } from '#core/when.ts';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { asHeading, formatDay, formatMonth, formatTime, formatYear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { DayField } from './day-field.tsx';
import { useGist } from './entry-list.tsx';
import { calendarOf } from './month-grid.ts';
import { MonthGrid } from './month-table.tsx';
import { countsByMonth, countsByYear, entriesIn, spanOf } from './timeline.ts';
import { useGo, useJournal } from './use-journal.tsx';
import { height, YearBars, type YearCount } from './year-bars.tsx';

/** The address of a year `YYYY`, a month or a day. */
export const calendarHref = (at: string): string => `/journal/calendar/${at.split('-').map(Number).join('/')}`;

const two = (value: number): string => String(value).padStart(2, '0');

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` from the address, as far as there is such a time; '' for none. */
const asked = ({ year, month, day }: Readonly<Record<string, string | undefined>>): string => {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (year === undefined || !(Number.isInteger(y) && y >= 1 && y <= 9998)) return '';
  const inYear = String(y).padStart(4, '0');
  if (month === undefined || !(Number.isInteger(m) && m >= 1 && m <= 12)) return inYear;
  const inMonth = `${inYear}-${two(m)}`;
  return day !== undefined && isWhen(`${inMonth}-${two(d)}`) ? `${inMonth}-${two(d)}` : inMonth;
};

/** Every year from the first to the last, by tens; a year without entries is there too while there are not too many, ten of them are not. */
const decades = (counts: ReadonlyMap<number, number>): YearCount[][] => {
  const years = [...counts.keys()];
  const [first = 0, last = 0] = [years[0], years.at(-1)];
  const all = last - first < 300 ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : years;
  const list = all.map((year) => ({ year, count: counts.get(year) ?? 0 }));
  const byTens = new Map<number, YearCount[]>();
  for (const one of list) byTens.set(Math.floor(one.year / 10), [...(byTens.get(Math.floor(one.year / 10)) ?? []), one]);
  return list.length <= 10 ? [list] : [...byTens.values()].filter((years) => years.some(({ count }) => count > 0));
};

const AllYears = ({ year }: { readonly year: number }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const { timeline } = useJournal();
  const number = new Intl.NumberFormat(locale);
  const counts = countsByYear(timeline);
  if (counts.size === 0) return null;
  return (
    <section aria-labelledby="years-h" className="stack">
      <Row note="" wide>
        <h2 id="years-h" className="vh">
          {t('calendar.years')}
        </h2>
      </Row>
      {decades(counts).map((years) => {
        const [from, to] = [years[0]!.year, years.at(-1)!.year];
        const sum = years.reduce((all, { count }) => all + count, 0);
        return (
          <Row
            key={from}
            className="decade"
            wide
            note={
              <>
                <span className="note-line">{from === to ? formatYear(from, locale) : t('calendar.from-to', { from: formatYear(from, locale), to: formatYear(to, locale) })}</span>
                <span className="note-line">{t('calendar.count', { count: sum })}</span>
              </>
            }
          >
            <YearBars
              years={years}
              label={`${formatYear(from, locale)}–${formatYear(to, locale)}${t('comma')}${number.format(sum)}`}
              current={year}
              most={Math.max(1, ...counts.values())}
              hrefOf={(one) => calendarHref(String(one))}
            />
          </Row>
        );
      })}
    </section>
  );
};

/** One before and one after, by name. */
const Beside = ({ before, after, label }: { readonly before: readonly [string, string] | null; readonly after: readonly [string, string] | null; readonly label: string }) => (
  <nav className="links s" aria-label={label}>
    {before && (
      <TextLink href={calendarHref(before[0])}>
        <Icon name="previous" />
        {before[1]}
      </TextLink>
    )}
    {after && (
      <TextLink href={calendarHref(after[0])}>
        {after[1]}
        <Icon name="next" />
      </TextLink>
    )}
  </nav>
);

const Months = ({ year, month }: { readonly year: string; readonly month: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const { timeline } = useJournal();
  const number = new Intl.NumberFormat(locale);
  const counts = countsByMonth(timeline, Number(year));
  const most = Math.max(1, ...counts);
  const short = (at: number): string => new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC', calendar: 'gregory' }).format(new Date(Date.UTC(2000, at, 1)));
  const yearAt = (by: number): readonly [string, string] | null => {
    const other = Number(year) + by;
    return other < 1 || other > 9998 ? null : [String(other).padStart(4, '0'), formatYear(other, locale)];
  };
  return (
    <Row as="section" labelledBy="months-h" wide stack note={t('calendar.count', { count: counts.reduce((sum, one) => sum + one, 0) })}>
      <div className="between">
        <h2 id="months-h">{formatYear(Number(year), locale)}</h2>
        <Beside before={yearAt(-1)} after={yearAt(1)} label={t('calendar.other-years')} />
      </div>
      <ul className="yrs m num" aria-label={t('calendar.months', { year: formatYear(Number(year), locale) })}>
        {counts.map((count, at) => {
          const to = `${year}-${two(at + 1)}`;
          return (
            <li key={to}>
              <Link href={calendarHref(to)} className={count === 0 ? 'q' : undefined} aria-current={to === month ? 'true' : undefined}>
                <span className="vh">{t('calendar.month', { month: formatMonth(to, locale), count })}</span>
                <b aria-hidden="true">{number.format(count)}</b>
                <i style={height(count / most)} />
                <span aria-hidden="true">{short(at)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Row>
  );
};

const Day = ({ day }: { readonly day: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const gist = useGist();
  const { timeline } = useJournal();
  const entries = entriesIn(timeline, day);
  return (
    <section aria-labelledby="day-h" className="stack">
      <Row note={t('calendar.count', { count: entries.length })} wide>
        <h2 id="day-h">{asHeading(formatDay(day, locale, 'full', calendarOf(timeline, day.slice(0, 4))), locale)}</h2>
      </Row>
      <ul className="plain">
        {entries.map((entry) => (
          <li key={entry.id} className="row">
            <p className="mg num">{formatTime(entry.when, locale)}</p>
            <div className="tx wide">
              <p className="said gist" dir="auto">
                <TextLink href={`/journal/e/${entry.id}`}>{gist(entry, 500)}</TextLink>
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Row note="" wide>
        <div className="cluster">
          <LinkButton href={`/journal/write?at=${day}`} icon="write">
            {t('calendar.write')}
          </LinkButton>
          <LinkButton href={`/journal/look-back?on=${day}`} look="bare" icon="history">
            {t('calendar.other')}
          </LinkButton>
        </div>
      </Row>
    </section>
  );
};

export const CalendarPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const go = useGo();
  const { timeline } = useJournal();
  const at = asked(params);
  const latest = dayOf(timeline.entries[0]?.when ?? momentNow().when);
  const year = at === '' ? latest.slice(0, 4) : at.slice(0, 4);
  const month = at.length >= 7 ? at.slice(0, 7) : at === '' ? latest.slice(0, 7) : '';
  const calendar = calendarOf(timeline, year);
  const lastDay = month === '' ? 0 : daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)), calendar);
  const day = at.length === 10 && Number(at.slice(8)) <= Math.max(lastDay, 29) ? at : '';
  const span = spanOf(timeline);
  const title = asHeading(
    day !== '' ? formatDay(day, locale, 'full', calendar) : at.length === 7 ? formatMonth(at, locale) : at === '' ? t('calendar.title') : formatYear(Number(year), locale),
    locale,
  );
  return (
    <Page
      title={title}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={span ? t('calendar.from-to', { from: formatYear(Number(span.first.slice(0, 4)), locale), to: formatYear(Number(span.last.slice(0, 4)), locale) }) : ''}>
          {t('calendar.title')}
        </Title>
        <Row note="" wide>
          <DayField label={t('calendar.go')} submit={t('calendar.go-do')} autoFocus={false} onDay={(to) => go(calendarHref(to))} />
        </Row>
        {at === '' && <AllYears year={Number(year)} />}
        {at.length < 7 && <Months year={year} month={month} />}
        {month !== '' && <MonthGrid key={month} month={month} day={day} calendar={calendar} hrefOf={calendarHref} />}
        {day !== '' && <Day day={day} />}
        {at.length >= 7 && <Months year={year} month={month} />}
        {at !== '' && <AllYears year={Number(year)} />}
      </Sheet>
    </Page>
  );
};
