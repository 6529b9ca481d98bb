// The names in the journal, sort by sort: how many entries have each, and since and until when. Found as one types.

import './looking.css';
import { useState } from 'react';
import { Link } from 'wouter';
import { TextLink } from '#web/ui/button.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Rolls } from '#web/ui/list.tsx';
import { suggest } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { hrefOfName, SORT_PAGES, useNameShown } from './name-sorts.tsx';
import { namesByUse, type NamedIn, type NameSort } from './timeline.ts';
import { useJournal } from './use-journal.tsx';

/** More names than this scroll in a window of their own. */
const MOST = 200;

/** What a name's link holds: the name, how many entries have it, since and until when. */
const NameRow = ({ sort, named }: { readonly sort: NameSort; readonly named: NamedIn }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const shown = useNameShown();
  const { first, last, count, name } = named;
  return (
    <span className="name-row">
      <bdi className="b">{shown(sort, name)}</bdi> <span className="s q num">{t('names.count', { count })}</span>{' '}
      <span className="s q num">
        {first === last ? formatDay(first, locale, 'medium') : t('names.from-to', { from: formatDay(first, locale, 'medium'), to: formatDay(last, locale, 'medium') })}
      </span>
    </span>
  );
};

export const NamesPage = ({ sort }: { readonly sort: NameSort }) => {
  const t = useWords('journal');
  const shown = useNameShown();
  const number = new Intl.NumberFormat(useLocale());
  const { timeline, locked } = useJournal();
  const [typed, setTyped] = useState('');
  const all = namesByUse(timeline, sort);
  const wanted = typed.trim();
  const byShown = new Map(all.map((named) => [shown(sort, named.name), named]));
  const found =
    wanted === ''
      ? all
      : suggest(
          [...byShown].map(([name, { count }]) => ({ name, count })),
          wanted,
          [],
          all.length,
        ).flatMap(({ name }) => byShown.get(name) ?? []);
  return (
    <Page
      title={t(`names.${sort}`)}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Row note={t('names.all', { count: all.length })} wide stack>
          <h1>{t(`names.${sort}`)}</h1>
          <nav className="journals s" aria-label={t('names.sorts')}>
            {SORT_PAGES.map((one) => (
              <Link key={one.sort} href={`/journal/${one.list}`} aria-current={one.sort === sort ? 'page' : undefined}>
                <Icon name={one.icon} /> {t(`names.${one.sort}`)} <span className="q num">{number.format(timeline.names[one.sort].size)}</span>
              </Link>
            ))}
          </nav>
          {all.length > 8 && <SearchField label={t('names.find')} value={typed} onChange={setTyped} />}
        </Row>
        <Row note={wanted === '' ? '' : <span role="status">{t('names.found', { count: found.length })}</span>} wide>
          {all.length === 0 ? (
            <p className="q">{t(`names.none-${sort}`)}</p>
          ) : found.length === 0 ? (
            <p className="q">{t('names.none-found', { typed: wanted })}</p>
          ) : found.length > MOST ? (
            <Rolls
              key={wanted}
              items={found}
              keyOf={({ name }) => name}
              label={t(`names.${sort}`)}
              estimate={56}
              height="70dvh"
              hrefOf={({ name }) => hrefOfName(sort, name)}
              className="names-list"
              row={(named) => <NameRow sort={sort} named={named} />}
            />
          ) : (
            <ul className="names-list">
              {found.map((named) => (
                <li key={named.name}>
                  <Link href={hrefOfName(sort, named.name)}>
                    <NameRow sort={sort} named={named} />
                  </Link>
                </li>
              ))}
            </ul>
          )}
          {locked.size > 0 && <p className="s q">{t('names.locked', { count: locked.size })}</p>}
        </Row>
      </Sheet>
    </Page>
  );
};

export const TopicsPage = () => <NamesPage sort="topics" />;
export const PeoplePage = () => <NamesPage sort="people" />;
export const AreasPage = () => <NamesPage sort="areas" />;
export const PlacesPage = () => <NamesPage sort="places" />;
