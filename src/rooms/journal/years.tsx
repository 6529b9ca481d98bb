// Every year with how much was written in it, and the months of one; each leads to its place in the list. For journals
// of many years. Arrow keys move by a year, Page up and Page down by a decade; a day can be typed.

import { useState, type CSSProperties, type KeyboardEvent } from 'react';
import { Link, useSearch } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatMonth, formatYear, momentNow } from '#web/ui/time.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { onThisDay } from './look-back.ts';
import { countsByMonth, countsByYear, type Timeline } from './timeline.ts';
import { parseTypedDay } from './typed-when.ts';
import { useGo, useJournal } from './use-journal.tsx';
import { spokenIn } from './when-field.tsx';
import { YearBars } from './year-bars.tsx';

const pad = (year: number): string => String(year).padStart(4, '0');

/** Goes to a day that is typed. */
const DayField = () => {
  const t = useWords('journal');
  const locale = useLocale();
  const go = useGo();
  const inWords = useRefusal('journal');
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState('');
  return (
    <form
      className="add-own"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === '') return;
        const day = parseTypedDay(typed, momentNow().when.slice(0, 10), spokenIn(locale), 'julian');
        if (day.ok) go(`/journal?at=${day.value}`);
        else setRefused(inWords(day.error));
      }}
    >
      <TextField label={t('years.day')} value={typed} onChange={setTyped} refused={refused || undefined} />
      <Button type="submit">{t('years.to-day')}</Button>
    </form>
  );
};

const Months = ({ timeline, year }: { readonly timeline: Timeline; readonly year: number }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const counts = countsByMonth(timeline, year);
  const most = Math.max(1, ...counts);
  const short = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC', calendar: 'gregory' });
  return (
    <ul className="yrs m num" aria-label={formatYear(year, locale)}>
      {counts.map((count, index) => {
        const month = `${pad(year)}-${String(index + 1).padStart(2, '0')}`;
        const inside = (
          <>
            <b>{count === 0 ? t('years.none') : number.format(count)}</b>
            <i style={{ '--v': (count / most).toFixed(3) } as CSSProperties} />
            {short.format(new Date(Date.UTC(2000, index, 1)))}
          </>
        );
        return (
          <li key={month}>
            {count === 0 ? (
              <span className="y q none">{inside}</span>
            ) : (
              <Link href={`/journal?at=${month}`} title={formatMonth(month, locale)}>
                {inside}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const onArrows = (event: KeyboardEvent<HTMLElement>): void => {
  const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
  const steps: Record<string, number> = { ArrowRight: rtl, ArrowLeft: -rtl, PageDown: 10, PageUp: -10 };
  const step = steps[event.key];
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.yrs:not(.m) a')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
};

export const YearsPage = () => {
  const t = useWords('journal');
  const locale = useLocale();
  const { timeline } = useJournal();
  const params = new URLSearchParams(useSearch());
  const byYear = countsByYear(timeline);
  const [first, last] = [Math.min(...byYear.keys()), Math.max(...byYear.keys())];
  const asked = Number(params.get('year') ?? '');
  const year = byYear.has(asked) ? asked : last;
  const known = [...byYear.keys()];
  const [before, after] = [known[known.indexOf(year) - 1], known[known.indexOf(year) + 1]];
  // A gap of a lifetime between two years is not drawn year by year.
  const span = last - first + 1 <= 150 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : known;
  const decades: number[][] = [];
  for (let at = 0; at < span.length; at += 10) decades.push(span.slice(at, at + 10));
  const today = momentNow().when.slice(0, 10);
  const others = onThisDay(timeline, today);
  if (byYear.size === 0)
    return (
      <Page title={t('years.title')} where={<TextLink href="/journal" icon="back">{t('title')}</TextLink>}>
        <Sheet>
          <Title sub={t('list.none-here')}>{t('years.title')}</Title>
        </Sheet>
      </Page>
    );
  return (
    <Page title={t('years.title')} where={<TextLink href="/journal" icon="back">{t('title')}</TextLink>}>
      <Sheet>
        <Title note={t('years.from-to', { from: formatYear(first, locale), to: formatYear(last, locale) })}>{t('years.title')}</Title>
        <Row note="" wide>
          <DayField />
        </Row>
        <div className="rows" onKeyDown={onArrows}>
          {decades.map((years) => (
            <Row key={years[0]} wide note={`${t('years.from-to', { from: formatYear(years[0]!, locale), to: formatYear(years.at(-1)!, locale) })}, ${t('list.count', { count: years.reduce((sum, one) => sum + (byYear.get(one) ?? 0), 0) })}`}>
              <YearBars years={years.map((one) => ({ year: one, count: byYear.get(one) ?? 0 }))} hrefOf={(one) => `/journal/years?year=${pad(one)}`} current={year} label={t('years.from-to', { from: formatYear(years[0]!, locale), to: formatYear(years.at(-1)!, locale) })} />
            </Row>
          ))}
        </div>
        <Row as="section" labelledBy="year-h" note={t('list.count', { count: byYear.get(year) ?? 0 })} wide stack>
          <div className="between">
            <h2 id="year-h">{formatYear(year, locale)}</h2>
            <span className="links s">
              {before !== undefined && (
                <TextLink href={`/journal/years?year=${pad(before)}`} icon="previous">
                  {formatYear(before, locale)}
                </TextLink>
              )}
              {after !== undefined && (
                <TextLink href={`/journal/years?year=${pad(after)}`} icon="next">
                  {formatYear(after, locale)}
                </TextLink>
              )}
            </span>
          </div>
          <Months timeline={timeline} year={year} />
          <p>
            <TextLink href={`/journal?at=${pad(year)}`}>{t('years.read', { year: formatYear(year, locale) })}</TextLink>
          </p>
        </Row>
        {others.length > 0 && (
          <Row note={t('look-back.this-day')} wide>
            <p>
              <TextLink href="/journal/look-back">{t('years.this-day', { count: others.length })}</TextLink>
            </p>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
