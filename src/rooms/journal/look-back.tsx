// Looking back as a page of its own: an entry for another look, this day in other years, a week to a year ago, and the
// line of notes one wrote on rereading. `on` in the address looks from another day, `line` chooses a topic or person.

import './looking.css';
import { useState } from 'react';
import { useSearch } from 'wouter';
import { dayNumber, dayOf } from '#core/when.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { Choice } from '#web/ui/field.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords } from '#web/ui/records.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatAgo, formatDay, formatYear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { AnotherLookOffer } from './another-look-offer.tsx';
import { DayField } from './day-field.tsx';
import { useGist } from './entry-list.tsx';
import { alsoOnThisDay, lineOfNotes, onThisDay, timesAgo, type LineOf, type OneYear } from './look-back.ts';
import type { Entry } from './model.ts';
import { calendarOf } from './month-grid.ts';
import { NotesLine } from './notes-line.tsx';
import { Reply } from './reply.tsx';
import { besideInTime, eachYearOn } from './theme.ts';
import { ThenNow, useSpan } from './then-and-now.tsx';
import { useGo, useJournal } from './use-journal.tsx';

/** A day without its year: `26 March`. */
const formatDayOfYear = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC', calendar: 'gregory' }).format(
    new Date(Date.UTC(2000, Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))),
  );

/** Entries of one year on the page before the rest is folded. */
const MOST_OF_YEAR = 3;
const MOST_NOTES = 30;
const MOST_OTHERS = 20;

const hrefOf = (on: string | null, line: string): string => {
  const params = new URLSearchParams();
  if (on !== null) params.set('on', on);
  if (line !== '') params.set('line', line);
  const text = params.toString();
  return `/journal/look-back${text === '' ? '' : `?${text}`}`;
};

const EntryLine = ({ entry }: { readonly entry: Entry }) => {
  const gist = useGist();
  return (
    <p className="said gist" dir="auto">
      <TextLink href={`/journal/e/${entry.id}`}>{gist(entry, 500)}</TextLink>
    </p>
  );
};

const Year = ({ of: { year, entries, heavy }, today }: { readonly of: OneYear; readonly today: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  return (
    <li className="row">
      <p className="mg num">
        <span className="note-line">{formatYear(year, locale)}</span>
        <span className="note-line">{Number(today.slice(0, 4)) > year && formatAgo(Math.round((Number(today.slice(0, 4)) - year) * 365.25) + 1, locale)}</span>
      </p>
      <div className="tx wide stack">
        {entries.slice(0, MOST_OF_YEAR).map((entry) => (
          <EntryLine key={entry.id} entry={entry} />
        ))}
        {entries.length > MOST_OF_YEAR && (
          <details>
            <summary>{t('look.more-that-day', { count: entries.length - MOST_OF_YEAR })}</summary>
            {entries.slice(MOST_OF_YEAR).map((entry) => (
              <EntryLine key={entry.id} entry={entry} />
            ))}
          </details>
        )}
        {heavy.length > 0 && (
          <details>
            <summary className="q s">{t('look.heavy-aside', { count: heavy.length })}</summary>
            {heavy.map((entry) => (
              <EntryLine key={entry.id} entry={entry} />
            ))}
          </details>
        )}
      </div>
    </li>
  );
};

const ThisDay = ({ today }: { readonly today: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const { timeline } = useJournal();
  const years = onThisDay(timeline, today);
  const others = alsoOnThisDay(useRecords().beyondEntries(), today).slice(0, MOST_OTHERS);
  // The latest of this day beside an older one of this day, where they share more than everyday names.
  const onDay = years.flatMap(({ entries }) => entries);
  const latest = onDay[0];
  const pair = latest ? besideInTime(latest, eachYearOn(latest, { entries: onDay, names: timeline.names })) : null;
  return (
    <section className="stack" aria-labelledby="day-h">
      <Row note="" wide>
        <h2 id="day-h">{t('look.this-day-in', { day: formatDayOfYear(today, locale) })}</h2>
        {years.length === 0 && others.length === 0 && <p className="q">{t('look.this-day-none')}</p>}
      </Row>
      <ul className="plain">
        {years.map((one) => (
          <Year key={one.year} of={one} today={today} />
        ))}
      </ul>
      {pair && <ThenNow pair={pair} id="then-h" level={3} />}
      {others.length > 0 && (
        <Row note={t('look.also')} wide>
          <ul className="list" aria-label={t('look.also')}>
            {others.map((one) => (
              <li key={one.id}>
                <RecordLine shown={one} />
              </li>
            ))}
          </ul>
        </Row>
      )}
    </section>
  );
};

const Ago = ({ today }: { readonly today: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const span = useSpan();
  const { timeline } = useJournal();
  const all = timesAgo(timeline, today);
  const none = all.every(({ entry }) => entry === null);
  return (
    <section className="stack" aria-labelledby="ago-h">
      <Row note="" wide>
        <h2 id="ago-h">{t('look.ago')}</h2>
        {none && <p className="q">{t('look.ago-none-at-all')}</p>}
      </Row>
      <ul className="plain">
        {(none ? [] : all).map(({ span: name, day, entry, off }) => (
          <li key={name} className="row">
            <p className="mg num">
              <span className="note-line">{t(`look.ago.${name}`)}</span>
              <span className="note-line">{formatDay(day, locale)}</span>
            </p>
            <div className="tx wide">
              {entry ? (
                <>
                  <EntryLine entry={entry} />
                  {off !== 0 && <p className="s q">{t(off > 0 ? 'look.off-later' : 'look.off-earlier', { span: span(Math.abs(off)) })}</p>}
                </>
              ) : (
                <p className="q">{t('look.ago-none')}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};

const SORTS = { topic: 'topics', person: 'people', area: 'areas' } as const;

const lineFrom = (line: string): LineOf | null => {
  const at = line.indexOf(':');
  const [sort, name] = [line.slice(0, at), line.slice(at + 1)];
  return name === '' ? null : sort === 'topic' ? { topic: name } : sort === 'person' ? { person: name } : sort === 'area' ? { area: name } : null;
};

const Line = ({ on, line }: { readonly on: string | null; readonly line: string }) => {
  const t = useWords('journal');
  const go = useGo();
  const { timeline, byId } = useJournal();
  const notes = timeline.entries.filter((entry) => entry.links.some(({ as }) => as === 'looks-back-at'));
  const of = lineFrom(line);
  const options = [
    ...new Set(
      notes.flatMap((note) =>
        [note, ...note.links.flatMap(({ to }) => byId.get(to) ?? [])].flatMap((entry) =>
          (['topic', 'person'] as const).flatMap((sort) => entry[SORTS[sort]].map((name) => `${sort}:${name}`)),
        ),
      ),
    ),
  ].sort();
  const found = of ? lineOfNotes(of, timeline.entries) : lineOfNotesOn(notes, timeline.entries);
  return (
    <Row as="section" note={notes.length === 0 ? '' : t('look.notes', { count: found.length })} labelledBy="line-h" wide stack>
      <h2 id="line-h">{t('look.line')}</h2>
      {notes.length === 0 ? (
        <p className="q">{t('look.line-none')}</p>
      ) : (
        <>
          {options.length > 0 && (
            <Choice
              label={t('look.line-on')}
              value={options.includes(line) ? line : ''}
              onChange={(next) => go(hrefOf(on, next), { replace: true })}
              options={[{ value: '', label: t('look.line-all') }, ...options.slice(0, 300).map((value) => ({ value, label: value.slice(value.indexOf(':') + 1) }))]}
            />
          )}
          <NotesLine notes={found.slice(-MOST_NOTES)} label={t('look.line')} />
        </>
      )}
    </Row>
  );
};

/** Every note with what it looks back at, oldest first. */
const lineOfNotesOn = (notes: readonly Entry[], entries: readonly Entry[]): ReturnType<typeof lineOfNotes> => {
  const seen = new Set<string>();
  const targets = new Set(notes.flatMap((note) => note.links.map(({ to }) => to)));
  const out = [...targets].flatMap((entry) => lineOfNotes({ entry }, entries)).filter(({ note }) => !seen.has(note.id) && seen.add(note.id));
  return out.sort((a, b) => (a.note.when < b.note.when ? -1 : 1));
};

export const LookBackPage = () => {
  const t = useWords('journal');
  const locale = useLocale();
  const go = useGo();
  const params = new URLSearchParams(useSearch());
  const { timeline } = useJournal();
  const asked = params.get('on');
  const on = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : null;
  const today = on ?? dayOf(momentNow().when);
  const line = params.get('line') ?? '';
  const [isChoosing, setChoosing] = useState(false);
  return (
    <Page
      title={t('look.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={formatDay(today, locale, 'full', calendarOf(timeline, today.slice(0, 4)))}>{t('look.title')}</Title>
        {timeline.entries.length === 0 ? (
          <Row note="" stack>
            <p>{t('look.empty')}</p>
            <p>
              <LinkButton href="/journal/write" look="go" icon="write">
                {t('look.empty-do')}
              </LinkButton>
            </p>
          </Row>
        ) : (
          <>
            {on === null && <AnotherLookOffer today={today} />}
            <ThisDay today={today} />
            <Ago today={today} />
            <Line on={on} line={line} />
            <Row note="" wide className="no-print">
              {isChoosing ? (
                <DayField label={t('look.from-day')} submit={t('look.from-day-do')} value={on ?? ''} onDay={(day) => go(hrefOf(day, line))} onClose={() => setChoosing(false)} />
              ) : (
                <div className="cluster">
                  <Button look="bare" icon="calendar" onPress={() => setChoosing(true)}>
                    {t('look.from-day')}
                  </Button>
                  {on !== null && <TextLink href={hrefOf(null, line)}>{t('look.from-today')}</TextLink>}
                </div>
              )}
            </Row>
          </>
        )}
      </Sheet>
    </Page>
  );
};

/** Two entries side by side, in full. */
export const PairPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const span = useSpan();
  const { byId } = useJournal();
  const pair = [byId.get(params['then'] ?? ''), byId.get(params['now'] ?? '')].flatMap((entry) => entry ?? []).sort((a, b) => (a.when < b.when ? -1 : 1));
  const [then, now] = pair;
  const back = (
    <TextLink href="/journal/look-back" icon="back">
      {t('look.title')}
    </TextLink>
  );
  if (!then || !now)
    return (
      <Page title={t('not-here.title')} where={back}>
        <Sheet>
          <Title>{t('not-here.title')}</Title>
          <Row note="">
            <p>{t('not-here.about')}</p>
          </Row>
        </Sheet>
      </Page>
    );
  return (
    <Page title={t('look.then-and-now')} where={back}>
      <Sheet>
        <Title note={t('look.apart', { span: span(dayNumber(now.when) - dayNumber(then.when)) })}>{t('look.then-and-now')}</Title>
        <Row note="" wide>
          <div className="tn in-full">
            {pair.map((entry) => (
              <article key={entry.id} className="stack" aria-labelledby={`of-${entry.id}`}>
                <h2 id={`of-${entry.id}`} className="title">
                  <TextLink href={`/journal/e/${entry.id}`}>{formatDay(entry.when, locale, 'long', entry.calendar)}</TextLink>
                </h2>
                <Markdown text={entry.text} under={2} />
              </article>
            ))}
          </div>
        </Row>
        <Row note="" wide>
          <Reply entry={then} question={t('look.see-together')} />
        </Row>
      </Sheet>
    </Page>
  );
};
