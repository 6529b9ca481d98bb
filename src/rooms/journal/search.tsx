// Search: results as one types, with the found words in sight. What Kith did with the typed words is said above them
// (a beginning that finds longer words, a slip put right) and can be taken back. Nothing here leaves the device.

import './looking.css';
import { useRef, useState } from 'react';
import { TextLink } from '#web/ui/button.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { useKeys } from '#web/ui/keys.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLanguage, useLocale } from '#web/ui/preferences.ts';
import { Progress } from '#web/ui/progress.tsx';
import { searchAhead, useSearch } from '#web/ui/search.ts';
import { Loading, Row, Sheet } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { keepAddress, searchHref, seek, useSought, type Sought } from './search-address.tsx';
import { FilterTable, Filters } from './search-filters.tsx';
import { focusHit, FoundYears, Hits, type Found } from './search-hits.tsx';
import { chipsOf, hasWords, replaceWord, withIds, withoutFilters } from './search-words.ts';
import { useJournal, useShownWord } from './use-journal.tsx';

const PAGE = 25;

/** How many of the found ones are of later years than the one the list begins with. */
const newerThan = (found: Found | null, year: number | null): number =>
  found && year !== null ? found.byYear.reduce((sum, one) => sum + (one.year > year ? one.count : 0), 0) : 0;

export const SearchPage = () => {
  const t = useWords('journal');
  const live = useSought();
  const [answered, setAnswered] = useState(live);
  const inWords = useRefusal('journal');
  const desk = useDesk();
  const { locked, words } = useJournal();
  const shown = useShownWord();
  const language = useLanguage();
  const field = useRef<HTMLInputElement>(null);
  const [paging, setPaging] = useState({ of: '', pages: 1 });
  const here = searchHref(live);
  const pages = paging.of === here ? paging.pages : 1;
  const [newer, setNewer] = useState(0);
  // Entries hold the words that come with Kith by one name in every language; a person types them in their own.
  const toIds = (typed: string): string => withIds(typed, language, (list) => words[list].map(({ id }) => ({ id, name: shown(list, id) })));
  const inIds = toIds(live.typed);
  const { found, refusal, building, typed } = useSearch(inIds, { limit: PAGE * pages, offset: newer, order: live.order });
  // The field follows each keystroke; the rest of the page moves with the answer, so that it is drawn once for each, and
  // neither the next letter nor the answer waits behind a drawing that is out of date before it is seen.
  const isBehind = found !== null && live.typed.trim() !== '' && typed !== inIds;
  if (!isBehind && answered !== live) setAnswered(live);
  const sought = isBehind ? answered : live;
  const isBlank = sought.typed.trim() === '';
  const offset = sought.order === 'newest' ? newerThan(found, sought.year) : 0;
  // Where a year begins is known once something is found; the list is then asked for from there.
  if (offset !== newer) setNewer(offset);
  useKeys([{ keys: '/', label: t('search.label'), run: () => field.current?.focus() }]);
  return (
    <Page
      title={t('search.label')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Row note="" wide stack>
          <h1 className="vh">{t('search.label')}</h1>
          <form
            role="search"
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              keepAddress();
              focusHit(0);
            }}
          >
            <SearchField
              ref={field}
              label={t('search.label')}
              placeholder={t('search.placeholder')}
              value={live.typed}
              autoFocus
              aria-keyshortcuts="/"
              onChange={(text) => {
                searchAhead(desk, toIds(text), { limit: PAGE, order: sought.order });
                seek({ typed: text });
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                focusHit(0);
              }}
            />
          </form>
          <Filters
            typed={sought.typed}
            onSeek={(text) => {
              seek({ typed: text });
              field.current?.focus();
            }}
          />
          {found && !isBlank && <Said found={found} sought={sought} />}
          <p className="s q">
            {t('search.as-you-type')}
            {locked.size > 0 && ` ${t('search.locked', { count: locked.size })}`}
          </p>
          {refusal && (
            <p className="note" role="alert">
              {inWords(refusal)}
            </p>
          )}
          {building && !found && <Progress label={t('search.building')} done={building.done} of={building.total} />}
        </Row>
        {!found && !refusal && !building && !isBlank && <Loading />}
        {found && !isBlank && <Results found={found} sought={sought} offset={offset} isBehind={isBehind} onMore={() => setPaging({ of: here, pages: pages + 1 })} />}
        <FilterTable typed={sought.typed} />
      </Sheet>
    </Page>
  );
};

/** What Kith made of the words: longer ones found as well, slips put right. */
const Said = ({ found, sought }: { readonly found: Found; readonly sought: Sought }) => {
  const t = useWords('journal');
  const language = useLanguage();
  return (
    <>
      {found.corrections.map(({ typed, words, applied }) => (
        <p key={typed} className="s">
          {applied && !sought.asTyped ? (
            <>
              {t('search.corrected', { typed, words })} <TextLink href={searchHref({ ...sought, asTyped: true })}>{t('search.as-typed', { typed })}</TextLink>
            </>
          ) : (
            <>
              <TextLink href={searchHref({ ...sought, asTyped: false, typed: replaceWord(sought.typed, typed, words[0]!, language) })}>
                {t('search.meant', { word: words[0]! })}
              </TextLink>
            </>
          )}
        </p>
      ))}
      {[...found.alsoFinds].map(([typed, words]) => (
        <p key={typed} className="s q">
          {t('search.also-finds', { typed, words })}
        </p>
      ))}
    </>
  );
};

interface ResultsProps {
  readonly found: Found;
  readonly sought: Sought;
  readonly offset: number;
  readonly isBehind: boolean;
  readonly onMore: () => void;
}

const Results = ({ found, sought, offset, isBehind, onMore }: ResultsProps) => {
  const t = useWords('journal');
  const language = useLanguage();
  const number = new Intl.NumberFormat(useLocale());
  // Asked as typed, a word that is nowhere finds nothing.
  const none = found.total === 0 || (sought.asTyped && found.corrections.some(({ applied }) => applied));
  const count = none
    ? t('search.none-of', { of: number.format(found.of) })
    : t(found.exact ? 'search.count' : 'search.count-most', { total: number.format(found.total), of: number.format(found.of) });
  return (
    <>
      {!none && <FoundYears found={found} sought={sought} />}
      {none && found.leftOut > 0 && <FoundYears found={found} sought={sought} />}
      <section className="stack" aria-labelledby="found-h" aria-busy={isBehind || undefined}>
        <Row note={<span role="status">{count}</span>} wide className="hits-head">
          <div className="between">
            <h2 id="found-h">{t(none ? 'search.none' : hasWords(sought.typed) ? 'search.with-words' : 'search.with-filters')}</h2>
            {!none && hasWords(sought.typed) && (
              <span className="links s">
                <TextLink href={searchHref({ ...sought, order: 'newest', year: null })} {...(sought.order === 'newest' ? { 'aria-current': 'page' as const } : {})}>
                  {t('search.newest')}
                </TextLink>
                <TextLink href={searchHref({ ...sought, order: 'best', year: null })} {...(sought.order === 'best' ? { 'aria-current': 'page' as const } : {})}>
                  {t('search.best')}
                </TextLink>
              </span>
            )}
          </div>
          {none && (
            <p>
              {t('search.none-about')}
              {chipsOf(sought.typed, language).length > 0 && withoutFilters(sought.typed, language) !== '' && (
                <>
                  {' '}
                  <TextLink href={searchHref({ typed: withoutFilters(sought.typed, language) })}>{t('search.without-filters')}</TextLink>
                </>
              )}
            </p>
          )}
        </Row>
        {!none && <Hits found={found} sought={sought} offset={offset} onMore={onMore} />}
      </section>
    </>
  );
};
