// What was found: by year as bars, then entry by entry with the found words marked. Arrow keys go from one to the next,
// up from the first back to the field; Enter opens, since each is a link.

import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useLanguage, useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { hrefOf, useRecords } from '#web/ui/records.ts';
import { Row } from '#web/ui/sheet.tsx';
import type { SearchState } from '#web/ui/search.ts';
import { formatDay, formatYear } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import { Quote } from './marked.tsx';
import { keepAddress, searchHref, type Sought } from './search-address.tsx';
import { datesIn, withoutDates } from './search-words.ts';
import { useJournal } from './use-journal.tsx';
import { YearBars } from './year-bars.tsx';

export type Found = NonNullable<SearchState['found']>;

/** Years shown one by one; with more, only those with something in them. */
const MOST_YEARS = 20;

export const FoundYears = ({ found, sought }: { readonly found: Found; readonly sought: Sought }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const language = useLanguage();
  const years = found.byYear.length > MOST_YEARS ? found.byYear.filter(({ count, leftOut }) => count + leftOut > 0) : found.byYear;
  const off = years.filter(({ leftOut }) => leftOut > 0).map(({ year }) => formatYear(year, locale));
  const everything = withoutDates(sought.typed, language);
  if (years.length < 2) return null;
  const between = off.length > 3 ? t('search.years-from-to', { from: off[0], to: off.at(-1) }) : new Intl.ListFormat(locale).format(off);
  return (
    <Row note={t('search.by-year')} as="section" labelledBy="years-h" wide stack>
      <h2 className="vh" id="years-h">
        {t('search.by-year-title')}
      </h2>
      <YearBars
        years={years}
        label={t('search.by-year-title')}
        isFound
        current={sought.year}
        hrefOf={(year, leftOut) => searchHref(leftOut ? { ...sought, typed: everything, year } : { ...sought, order: 'newest', year })}
      />
      {found.leftOut > 0 && (
        <p className="s q">
          {t('search.left-out', { count: found.leftOut, years: between, filter: datesIn(sought.typed, language).join(' ') })}{' '}
          <TextLink href={searchHref({ ...sought, typed: everything })}>{t('search.take-in')}</TextLink>
        </p>
      )}
    </Row>
  );
};

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Moves the focus among the found entries; `-1` is the field. */
export const focusHit = (at: number): void => {
  const links = document.querySelectorAll<HTMLElement>('[data-hit]');
  if (at < 0) document.querySelector<HTMLInputElement>('.search input')?.focus();
  else links[Math.min(at, links.length - 1)]?.focus();
};

const onKeyDown = (event: KeyboardEvent): void => {
  const move = MOVES[event.key];
  const links = [...document.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = links.indexOf(event.target as HTMLElement);
  if (!move || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  focusHit(move(at, links.length - 1));
};

interface HitsProps {
  readonly found: Found;
  readonly sought: Sought;
  /** How many of the found ones come before these. */
  readonly offset: number;
  readonly onMore: () => void;
}

export const Hits = ({ found, sought, offset, onMore }: HitsProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const gist = useGist();
  const { byId } = useJournal();
  const records = useRecords();
  const left = found.total - offset - found.hits.length;
  return (
    <>
      {offset > 0 && (
        <Row note="">
          <p className="links s">
            <TextLink href={searchHref({ ...sought, year: null })} icon="up">
              {t('search.newer', { count: offset })}
            </TextLink>
          </p>
        </Row>
      )}
      <ul className="plain hits">
        {found.hits.map(({ id, when, excerpts, places }) => {
          const entry = byId.get(id);
          const other = entry ? null : records.shown(id);
          return (
            <li key={id} className="row">
              <p className="mg num">
                {/* The address is brought up to date before it is left, so that Back comes to this list. */}
                <Link href={other ? hrefOf(other) : `/journal/e/${id}`} data-hit="" onClick={keepAddress} onKeyDown={onKeyDown}>
                  {formatDay(when, locale, 'long', entry?.calendar)}
                </Link>
              </p>
              <div className="tx wide stack">
                {other && (
                  <p className="s">
                    <RecordLine shown={other} />
                  </p>
                )}
                {excerpts.length > 0 ? <Quote quoted={excerpts.slice(0, 2)} /> : entry && <p className="q">{gist(entry)}</p>}
                {places > 1 && <p className="q s">{t('search.places', { count: places })}</p>}
              </div>
            </li>
          );
        })}
      </ul>
      {left > 0 && (
        <Row note="">
          <Button look="bare" onPress={onMore}>
            {t('search.more', { count: left })}
          </Button>
        </Row>
      )}
    </>
  );
};
