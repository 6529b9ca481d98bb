// The journal's first page: a line to write in, what was written, newest first, and beside it on wide screens the entry
// that is open. The address says all of it: `e` an entry, `at` a day, month or year, `in` a journal.

import { useDeferredValue, useState } from 'react';
import { useSearch } from 'wouter';
import { dayOf, monthOf } from '#core/when.ts';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLanguage, useLocale } from '#web/ui/preferences.ts';
import { Example, Row, Sheet } from '#web/ui/sheet.tsx';
import { asHeading, formatDay, formatYear, momentNow } from '#web/ui/time.ts';
import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { timelineOfJournal } from './book.ts';
import { searchHref } from './search-address.tsx';
import { filterName } from './search-words.ts';
import { CaptureLine } from './capture.tsx';
import { DueReminders } from './due.tsx';
import { EntryList, useGist } from './entry-list.tsx';
import { EntryView } from './entry.tsx';
import { JournalSwitch, UnlockJournal } from './locked-journal.tsx';
import type { Entry } from './model.ts';
import { MonthDays } from './month-days.tsx';
import { namesByUse, positionOf, positionOfDay, spanOf, type Timeline } from './timeline.ts';
import { useGo, useJournal, useWide } from './use-journal.tsx';

/** What the address asks for. */
interface Asked {
  readonly entry: string | null;
  readonly at: string | null;
  /** Id of a journal, or null for all. */
  readonly journal: string | null;
}

const asked = (search: string): Asked => {
  const params = new URLSearchParams(search);
  const at = params.get('at');
  const journal = params.get('in');
  return { entry: params.get('e'), at: at !== null && /^\d{4}(?:-\d{2}){0,2}$/.test(at) ? at : null, journal: journal === 'first' ? '' : journal };
};

const addressOf = ({ entry, at, journal }: Partial<Asked>): string => {
  const params = new URLSearchParams();
  if (entry) params.set('e', entry);
  if (at) params.set('at', at);
  if (journal !== null && journal !== undefined) params.set('in', journal === '' ? 'first' : journal);
  const text = params.toString();
  return text === '' ? '/journal' : `/journal?${text}`;
};

const Finding = ({ timeline }: { readonly timeline: Timeline }) => {
  const t = useWords('journal');
  const go = useGo();
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const span = spanOf(timeline);
  const quoted = (name: string): string => (/[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name);
  const tries = [
    ...(span && span.first.slice(0, 4) !== span.last.slice(0, 4) ? [`${filterName('before', language)}:${Number(span.last.slice(0, 4))}`] : []),
    ...namesByUse(timeline, 'people')
      .slice(0, 1)
      .map(({ name }) => `${filterName('with', language)}:${quoted(name)}`),
    ...namesByUse(timeline, 'topics')
      .slice(0, 1)
      .map(({ name }) => `${filterName('topic', language)}:${quoted(name)}`),
  ];
  const search = (text: string): void => go(searchHref({ typed: text }));
  return (
    <>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          search(typed.trim());
        }}
      >
        <SearchField label={t('search.label')} placeholder={t('search.placeholder')} value={typed} onChange={setTyped} aria-keyshortcuts="/" />
      </form>
      {tries.length > 0 && (
        <p className="s q tries">
          {t('search.try')}{' '}
          {tries.map((one) => (
            <TextLink key={one} href={searchHref({ typed: one })}>
              <bdi>{one}</bdi>
            </TextLink>
          ))}
        </p>
      )}
    </>
  );
};

/** Nothing written yet: a line, one real example, one other way in. */
const Empty = () => {
  const t = useWords('journal');
  const locale = useLocale();
  return (
    <Sheet>
      <Row note={t('empty.note')} wide stack>
        <h1>{t('empty.title')}</h1>
        <CaptureLine>
          {t('empty.or')} <TextLink href="/bring-in">{t('empty.bring')}</TextLink>.
        </CaptureLine>
        <Example caption={t('empty.example')} by={t('empty.by', { day: formatDay('1660-01-02', locale) })}>
          <p lang="en" dir="ltr">
            In the morning before I went forth old East brought me a dozen of bottles of sack, and I gave him a shilling for his pains.
          </p>
        </Example>
        <p>
          <TextLink href="/journal/check-in">{t('empty.check-in', { seconds: 20 })}</TextLink>
        </p>
      </Row>
    </Sheet>
  );
};

/** Changes to entries that were begun and not finished: never lost, never in the way. */
const Unfinished = () => {
  const t = useWords('journal');
  const { drafts, byId } = useJournal();
  const gist = useGist();
  const begun = drafts.flatMap((draft) => {
    const entry = draft.place.startsWith('edit:') ? byId.get(draft.place.slice(5)) : undefined;
    return entry ? [{ draft, entry }] : [];
  });
  if (begun.length === 0) return null;
  return (
    <ul className="s q">
      {begun.slice(0, 3).map(({ draft, entry }) => (
        <li key={draft.id}>
          {t('draft.changing', { what: gist(entry, 40) })} <TextLink href={`/journal/e/${entry.id}/edit`}>{t('draft.go-on')}</TextLink>
        </li>
      ))}
    </ul>
  );
};

const useCount = (): ((count: number) => string) => {
  const t = useWords('journal');
  return (count) => t('list.count', { count });
};

interface SpreadProps {
  /** The entry that the address names, wherever it stands. */
  readonly entry: Entry | null;
  readonly asked: Asked;
  /** On a narrow screen: the entry alone. */
  readonly reading: boolean;
}

/** List and entry: beside each other on a wide screen, else one of them. */
const Spread = ({ entry, asked: { at, journal }, reading }: SpreadProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const book = useJournal();
  const wide = useWide();
  const go = useGo();
  const count = useCount();
  // The list is there first; the entry beside it, with all that is around it, is drawn next.
  const isListDrawn = useDeferredValue(true, false);
  const chosen = journal === null ? null : (book.journals.find(({ id }) => id === journal) ?? null);
  const isLocked = chosen !== null && book.locked.has(chosen.id);
  const timeline = chosen === null ? book.timeline : timelineOfJournal(book, chosen.id);
  const { entries } = timeline;
  const jumped = at === null || entries.length === 0 ? -1 : positionOfDay(timeline, at);
  const position = entry ? positionOf(timeline, entry) : jumped;
  const current = position >= 0 && (!entry || entries[position]?.id === entry.id) ? position : -1;
  const open = entry ?? (wide ? (entries[Math.max(0, jumped)] ?? null) : null);
  // The days follow what is open; a month jumped to without an entry in it is shown all the same.
  const day = entry
    ? dayOf(entry.when)
    : at !== null && at.length > 4 && (entries[jumped] === undefined || monthOf(entries[jumped].when) !== at.slice(0, 7))
      ? at.length === 7
        ? `${at}-01`
        : at
      : dayOf(entries[Math.max(0, jumped)]?.when ?? momentNow().when);
  const span = spanOf(timeline);
  const hrefOf = (to: string): string => addressOf({ at: to, journal });
  const title = open && (wide || reading) ? asHeading(formatDay(open.when, locale, 'full', open.calendar), locale) : t('title');
  const where =
    reading && !wide ? (
      <TextLink href={addressOf({ journal })} icon="back">
        {t('title')}
      </TextLink>
    ) : isLocked ? null : (
      count(entries.length)
    );
  if (reading && !wide && open)
    return (
      <Page title={title} where={where}>
        <EntryView key={open.id} entry={open} alone />
      </Page>
    );
  return (
    <Page title={title} where={where}>
      <div className="jr">
        <section aria-label={t('find.label')} className="stack">
          <h1>{t('title')}</h1>
          <CaptureLine />
          <DueReminders />
          <Unfinished />
          <JournalSwitch chosen={chosen?.id ?? null} />
          {isLocked ? (
            <UnlockJournal journal={chosen} />
          ) : entries.length === 0 ? (
            <p className="q">{t('list.none-here')}</p>
          ) : (
            <>
              <Finding timeline={timeline} />
              <MonthDays timeline={timeline} day={day} calendar={open?.calendar ?? entries[0]!.calendar} hrefOf={hrefOf} />
              <EntryList
                key={chosen?.id ?? 'all'}
                entries={entries}
                current={entry || at ? current : wide ? 0 : -1}
                height={wide ? 'max(22rem, calc(100dvh - 31rem))' : '70dvh'}
                onOpen={wide ? (one) => go(addressOf({ entry: one.id, journal })) : undefined}
              />
              <p className="links s">
                {span && span.first.slice(0, 4) !== span.last.slice(0, 4) && (
                  <TextLink href="/journal/calendar">
                    {t('years.go', { from: formatYear(Number(span.first.slice(0, 4)), locale), to: formatYear(Number(span.last.slice(0, 4)), locale) })}
                  </TextLink>
                )}
                <TextLink href="/journal/look-back">{t('look-back.go')}</TextLink>
                <TextLink href="/journal/check-in">{t('check-in.go', { seconds: 20 })}</TextLink>
              </p>
            </>
          )}
        </section>
        {isListDrawn && wide && open && !isLocked && <EntryView key={open.id} entry={open} />}
      </div>
    </Page>
  );
};

export const JournalPage = () => {
  const t = useWords('journal');
  const search = useSearch();
  const book = useJournal();
  const { lock } = useDeskState();
  const want = asked(search);
  const entry = want.entry === null ? null : (book.byId.get(want.entry) ?? null);
  if (want.entry !== null && !entry) return <NotHere />;
  if (book.timeline.entries.length === 0 && book.locked.size === 0 && want.journal === null)
    return (
      <Page title={t('title')} where={t('list.count', { count: 0 })} key={String(lock)}>
        <Empty />
      </Page>
    );
  return <Spread entry={entry} asked={want} reading={want.entry !== null} />;
};

export const EntryPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const book = useJournal();
  const entry = book.byId.get(params['id'] ?? '') ?? null;
  return entry ? <Spread entry={entry} asked={{ entry: entry.id, at: null, journal: null }} reading /> : <NotHere />;
};

/** An address whose entry is not here: deleted, or in a locked journal. What was deleted a moment ago can be undone. */
export const NotHere = () => {
  const t = useWords('journal');
  const { locked, journals } = useJournal();
  const closed = journals.filter(({ id }) => locked.has(id));
  return (
    <Page
      title={t('not-here.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Row note="" wide stack>
          <h1>{t('not-here.title')}</h1>
          <p>{t(closed.length > 0 ? 'not-here.locked' : 'not-here.about')}</p>
          {closed.map((journal) => (
            <UnlockJournal key={journal.id} journal={journal} />
          ))}
          <p>
            <LinkButton href="/journal">{t('not-here.back')}</LinkButton>
          </p>
        </Row>
      </Sheet>
    </Page>
  );
};
