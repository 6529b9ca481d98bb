// One name: all entries that have it, year by year, the first and a later one side by side, and the line of notes on it.
// Its spelling can be changed in all entries at once, or joined with another name; one undo takes that back.

import './looking.css';
import { useState } from 'react';
import { useSearch } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLanguage, useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, formatYear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { EntryList } from './entry-list.tsx';
import { lineOfNotes } from './look-back.ts';
import { hrefOfName, lineOfName, nameInAddress, nameOfMark, sortPage, useNameShown } from './name-sorts.tsx';
import { NotesLine } from './notes-line.tsx';
import { removeName, renameName } from './rename-name.ts';
import { searchHref } from './search-address.tsx';
import { filterText } from './search-words.ts';
import { ThenNow } from './then-and-now.tsx';
import { firstAndLast } from './theme.ts';
import { countsByYear, entriesIn, entriesNaming, nameKey, namesByUse, type NameSort, type Timeline } from './timeline.ts';
import { useAct, useGo, useJournal } from './use-journal.tsx';
import { YearBars } from './year-bars.tsx';

interface RenameProps {
  readonly sort: NameSort;
  readonly name: string;
  readonly onClose: () => void;
}

const Rename = ({ sort, name, onClose }: RenameProps) => {
  const t = useWords('journal');
  const act = useAct();
  const go = useGo();
  const { timeline, locked } = useJournal();
  const [to, setTo] = useState<readonly string[]>([name]);
  const wanted = to[0] ?? '';
  const entries = entriesNaming(timeline, sort, name);
  const other = nameKey(wanted) === nameKey(name) ? undefined : timeline.names[sort].get(nameKey(wanted));
  const rename = async (): Promise<void> => {
    const done = await act(renameName(entries, sort, name, wanted, momentNow()), other ? 'names.merged' : 'names.renamed', { name, to: wanted, count: entries.length });
    if (!done.ok) return;
    onClose();
    go(hrefOfName(sort, wanted), { replace: true });
  };
  return (
    <form
      className="leaf stack"
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <NamesField
        label={t('names.new-name')}
        value={to}
        most={1}
        onChange={setTo}
        suggestions={namesByUse(timeline, sort)
          .filter((one) => nameKey(one.name) !== nameKey(name))
          .slice(0, 2000)}
        hint={other ? t('names.will-merge', { name, to: other.name, count: entries.length }) : t('names.will-rename', { count: entries.length })}
      />
      {locked.size > 0 && <p className="s q">{t('names.rename-locked')}</p>}
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={wanted === '' || wanted === name}>
          {t(other ? 'names.merge' : 'names.rename-do')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('names.rename-not')}
        </Button>
      </div>
    </form>
  );
};

const asTimeline = (entries: Timeline['entries'], whole: Timeline): Timeline => ({ entries, names: whole.names });

const NamePage = ({ sort }: { readonly sort: NameSort }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const language = useLanguage();
  const go = useGo();
  const act = useAct();
  const shown = useNameShown();
  const params = new URLSearchParams(useSearch());
  const { timeline } = useJournal();
  const [isRenaming, setRenaming] = useState(false);
  const asked = nameOfMark(nameInAddress(), timeline.names[sort]);
  const named = timeline.names[sort].get(nameKey(asked));
  const name = named?.name ?? asked;
  const entries = entriesNaming(timeline, sort, name);
  const of = asTimeline(entries, timeline);
  const year = /^\d{1,4}$/.exec(params.get('year') ?? '')?.[0]?.padStart(4, '0') ?? null;
  const listed = year === null ? entries : entriesIn(of, year);
  const line = lineOfName(sort, name);
  const notes = line ? lineOfNotes(line, timeline.entries) : [];
  const pair = firstAndLast(entries);
  const { list, page, filter } = sortPage(sort);
  const back = (
    <TextLink href={`/journal/${list}`} icon="back">
      {t(`names.${sort}`)}
    </TextLink>
  );
  const title = shown(sort, name);
  const years = [...countsByYear(of)].map(([one, count]) => ({ year: one, count }));
  if (!named)
    return (
      <Page title={title} where={back}>
        <Sheet>
          <Title note={t(`names.one-${sort}`)}>
            <bdi>{title}</bdi>
          </Title>
          <Row note="">
            <p>{t('names.gone')}</p>
          </Row>
        </Sheet>
      </Page>
    );
  const remove = async (): Promise<void> => {
    const done = await act(removeName(entries, sort, name, momentNow()), 'names.removed', { name: title, count: entries.length });
    if (done.ok) go(`/journal/${list}`, { replace: true });
  };
  const spellings = [...named.spellings.keys()].filter((one) => one !== name);
  return (
    <Page title={title} where={back}>
      <Sheet>
        <Title
          note={t(`names.one-${sort}`)}
          sub={<span className="num">{t('names.summary', { count: named.count, from: formatDay(named.first, locale), to: formatDay(named.last, locale) })}</span>}
        >
          <bdi>{title}</bdi>
        </Title>
        <Row note="" wide stack className="no-print">
          {spellings.length > 0 && <p className="s q">{t('names.also-spelt', { names: spellings })}</p>}
          <div className="cluster">
            {page === 'topic' && (
              <LinkButton href={`/journal/write?topic=${encodeURIComponent(name)}`} icon="write">
                {t('names.write')}
              </LinkButton>
            )}
            <LinkButton href={searchHref({ typed: `${filterText(filter, shown(sort, name), language)} ` })} icon="search" look={page === 'topic' ? 'bare' : 'plain'}>
              {t('names.search')}
            </LinkButton>
            <Button icon="edit" look="bare" aria-expanded={isRenaming} onPress={() => setRenaming(!isRenaming)}>
              {t('names.rename')}
            </Button>
            <Button icon="delete" look="bare" onPress={() => void remove()}>
              {t('names.remove')}
            </Button>
          </div>
          {isRenaming && <Rename sort={sort} name={name} onClose={() => setRenaming(false)} />}
        </Row>
        {years.length > 1 && (
          <Row note={t('search.by-year')} as="section" wide labelledBy="years-h">
            <h2 className="vh" id="years-h">
              {t('names.by-year')}
            </h2>
            <YearBars
              years={years}
              label={t('names.by-year')}
              current={year === null ? null : Number(year)}
              hrefOf={(one) => (String(one).padStart(4, '0') === year ? hrefOfName(sort, name) : `${hrefOfName(sort, name)}?year=${one}`)}
            />
          </Row>
        )}
        {pair && <ThenNow pair={pair} id="then-h" names={[...named.spellings.keys()]} />}
        {notes.length > 0 && (
          <Row as="section" note={t('look.notes', { count: notes.length })} labelledBy="line-h" wide stack>
            <h2 id="line-h">{t('look.line')}</h2>
            <NotesLine notes={notes} label={t('look.line')} />
          </Row>
        )}
        <Row as="section" note={t('names.count', { count: listed.length })} labelledBy="entries-h" wide stack>
          <div className="between">
            <h2 id="entries-h">{year === null ? t('names.entries') : formatYear(Number(year), locale)}</h2>
            {year !== null && <TextLink href={hrefOfName(sort, name)}>{t('names.all-years')}</TextLink>}
          </div>
          <EntryList key={year ?? 'all'} entries={listed} height={`min(70dvh, ${listed.length * 5 + 3}rem)`} label={t('names.entries-of', { name: title })} />
        </Row>
      </Sheet>
    </Page>
  );
};

export const TopicPage = () => <NamePage key={nameInAddress()} sort="topics" />;
export const PersonPage = () => <NamePage key={nameInAddress()} sort="people" />;
export const AreaPage = () => <NamePage key={nameInAddress()} sort="areas" />;
export const PlacePage = () => <NamePage key={nameInAddress()} sort="places" />;
