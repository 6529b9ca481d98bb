// One entry to read: its day in words, where and with whom, the text, what was felt, photos and sound, links both ways,
// and what was written at other times. Beside the list on wide screens, alone on narrow ones.

import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { isInstant } from '#core/when.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useKeys } from '#web/ui/keys.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { asHeading, formatDay, formatTime, formatWhen, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { attachmentsOf } from './attachments.ts';
import { Photos, photosIn, Sounds, soundsIn } from './attached.tsx';
import { signed } from './choose.tsx';
import { Actions, BegunChange, Versions } from './entry-parts.tsx';
import { nameHref } from './find.tsx';
import { journalOfEntry } from './journals.ts';
import { LookBackSections } from './look-back-sections.tsx';
import type { Entry } from './model.ts';
import { besides } from './timeline.ts';
import { useGo, useJournal, useJournalName, useShownWord } from './use-journal.tsx';

/** More letters than this are shown when asked for. */
const AT_ONCE = 200_000;

const Tags = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const tag = (page: string, name: string, label: string): ReactNode => (
    <Link key={`${page} ${name}`} className="tag" href={nameHref(page, name)}>
      <bdi>{label}</bdi>
    </Link>
  );
  if (entry.people.length + entry.topics.length + entry.areas.length === 0) return null;
  return (
    <p className="cluster tags">
      {entry.people.map((name) => tag('person', name, t('entry.with', { name })))}
      {entry.topics.map((name) => tag('topic', name, name))}
      {entry.areas.map((name) => tag('area', name, shown('areas', name)))}
    </p>
  );
};

/** Feelings, energy and body, in words. */
const Felt = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const locale = useLocale();
  const list = new Intl.ListFormat(locale, { style: 'short', type: 'unit' });
  const areas = [...new Set(entry.body.map(({ area }) => area))];
  if (entry.feelings.length === 0 && entry.energy === null && areas.length === 0) return null;
  return (
    <Row note={t('felt.note')}>
      <dl className="felt">
        {entry.feelings.length > 0 && (
          <div>
            <dt>{t('felt.feelings')}</dt>
            <dd className="said">{list.format(entry.feelings.map((word) => shown('feelings', word)))}</dd>
          </div>
        )}
        {entry.energy !== null && (
          <div>
            <dt>{t('felt.energy')}</dt>
            <dd className="num">{t(entry.energy < 0 ? 'felt.drains' : entry.energy > 0 ? 'felt.gives' : 'felt.neither', { energy: signed(entry.energy, locale) })}</dd>
          </div>
        )}
        {areas.length > 0 && (
          <div>
            <dt>{t('felt.body')}</dt>
            <dd className="said">
              {areas.map((area) => {
                const sensations = entry.body.filter((note) => note.area === area && note.sensation !== '').map(({ sensation }) => shown('sensations', sensation));
                return <span key={area}>{sensations.length === 0 ? shown('body', area) : t('felt.area', { area: shown('body', area), sensations: list.format(sensations) })}</span>;
              })}
            </dd>
          </div>
        )}
      </dl>
      {(entry.feelings.length > 0 || areas.length > 0) && (
        <p className="no-print">
          <TextLink href={`/know/feelings/telling/new?to=${entry.id}&as=about`}>{t('felt.telling')}</TextLink>
        </p>
      )}
    </Row>
  );
};

const Text = ({ entry, drawn, under }: { readonly entry: Entry; readonly drawn: (id: string, alt: string) => ReactNode; readonly under: 1 | 2 }) => {
  const t = useWords('journal');
  const [all, setAll] = useState(false);
  const isCut = !all && entry.text.length > AT_ONCE;
  if (entry.text.trim() === '') return null;
  return (
    <>
      <Markdown text={isCut ? entry.text.slice(0, AT_ONCE) : entry.text} attachment={drawn} under={under} />
      {isCut && (
        <Button onPress={() => setAll(true)} icon="unfold">
          {t('entry.rest')}
        </Button>
      )}
    </>
  );
};

interface EntryViewProps {
  readonly entry: Entry;
  /** The page holds nothing else: its day is the page's title. */
  readonly alone?: boolean;
}

export const EntryView = ({ entry, alone = false }: EntryViewProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const go = useGo();
  const book = useJournal();
  const nameOf = useJournalName();
  const { here, missing } = attachmentsOf(entry, book.attachments);
  const inText = new Set([...entry.text.matchAll(/\]\(attachment:([^)\s]+)/gi)].map(([, id]) => id));
  const below = here.filter(({ id }) => !inText.has(id));
  const drawn = (id: string, alt: string): ReactNode => {
    const found = here.find((one) => one.id === id);
    return found ? (
      photosIn([found]).length > 0 ? (
        <Photos photos={[found]} />
      ) : (
        <Sounds sounds={[found]} />
      )
    ) : (
      <span className="q s">{t('attached.missing-one', { name: alt })}</span>
    );
  };
  const { newer, older } = besides(book.timeline, entry);
  useKeys([
    { keys: 'e', label: t('keys.edit'), run: () => go(`/journal/e/${entry.id}/edit`) },
    ...(older ? [{ keys: 'j', label: t('keys.older'), run: () => go(alone ? `/journal/e/${older.id}` : `/journal?e=${older.id}`) }] : []),
    ...(newer ? [{ keys: 'k', label: t('keys.newer'), run: () => go(alone ? `/journal/e/${newer.id}` : `/journal?e=${newer.id}`) }] : []),
  ]);
  const time = formatTime(entry.when, locale);
  const Heading = alone ? 'h1' : 'h2';
  const changed = isInstant(entry.modified) && entry.modified.slice(0, 10) !== entry.made.slice(0, 10) ? momentNow(new Date(entry.modified)).when : '';
  const photos = photosIn(below);
  const sounds = soundsIn(below);
  return (
    <article className="sheet" aria-labelledby={`entry-${entry.id}`}>
      <Row
        wide
        note={
          <>
            {time !== '' && <span className="note-line">{time}</span>}
            {entry.place !== '' && (
              <span className="note-line">
                <TextLink href={nameHref('place', entry.place)}>
                  <bdi>{entry.place}</bdi>
                </TextLink>
              </span>
            )}
            {entry.calendar === 'julian' && <span className="note-line">{t('entry.old-style')}</span>}
            {entry.form !== 'entry' && <span className="note-line">{t(`form.${entry.form}`)}</span>}
            {book.journals.length > 1 && <span className="note-line">{nameOf(journalOfEntry(entry, book.journals))}</span>}
            {entry.heavy && <span className="note-line">{t('mark.heavy')}</span>}
            {entry.again && <span className="note-line">{t('mark.again')}</span>}
          </>
        }
      >
        <Heading className="entry-day" id={`entry-${entry.id}`}>
          <time dateTime={entry.when}>{asHeading(formatDay(entry.when, locale, 'full', entry.calendar), locale)}</time>
        </Heading>
        <Tags entry={entry} />
      </Row>
      <Versions entry={entry} />
      <BegunChange entry={entry} />
      {(entry.text.trim() !== '' || below.length > 0 || missing > 0) && (
        <Row note="">
          <Text entry={entry} drawn={drawn} under={alone ? 1 : 2} />
          <Photos photos={photos} />
          <Sounds sounds={sounds} />
          {missing > 0 && <p className="s q">{t('attached.missing', { count: missing })}</p>}
        </Row>
      )}
      <Felt entry={entry} />
      <Linked id={entry.id} quiet />
      <Actions entry={entry} />
      <LookBackSections entry={entry} />
      <Row note={changed === '' ? '' : t('entry.changed', { when: formatWhen(changed, locale) })} className="no-print">
        <nav className="links" aria-label={t('entry.beside')}>
          {older && (
            <TextLink href={`/journal/e/${older.id}`} icon="previous">
              {t('entry.older', { day: formatDay(older.when, locale, 'long', older.calendar) })}
            </TextLink>
          )}
          {newer && (
            <TextLink href={`/journal/e/${newer.id}`} icon="next">
              {t('entry.newer', { day: formatDay(newer.when, locale, 'long', newer.calendar) })}
            </TextLink>
          )}
        </nav>
      </Row>
    </article>
  );
};
