// What an entry's page says about other times: a later entry on the same things, this day and this theme in other years,
// the notes written on rereading, and a place to write one. Heavy entries are kept aside and counted.

import './looking.css';
import { dayNumber, dayOf } from '#core/when.ts';
import { TextLink } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatYear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import { lineOfNotes, onThisDay } from './look-back.ts';
import type { Entry } from './model.ts';
import { NotesLine } from './notes-line.tsx';
import { Reply } from './reply.tsx';
import { besideInTime, eachYearOn } from './theme.ts';
import { ThenNow } from './then-and-now.tsx';
import { useJournal } from './use-journal.tsx';

interface YearRow {
  readonly key: string;
  readonly year: number;
  readonly entry: Entry;
}

const Years = ({ rows, caption }: { readonly rows: readonly YearRow[]; readonly caption: string }) => {
  const locale = useLocale();
  const gist = useGist();
  return (
    <table className="each-year">
      <caption className="vh">{caption}</caption>
      <tbody>
        {rows.map(({ key, year, entry }) => (
          <tr key={key}>
            <th scope="row" className="said num">
              <TextLink href={`/journal/e/${entry.id}`}>{formatYear(year, locale)}</TextLink>
            </th>
            <td className="said" dir="auto">
              <span className="clip-2">{gist(entry, 400)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Days after which an entry is one to look back at. */
const SETTLED = 7;
const MOST_YEARS = 12;

export const LookBackSections = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const { timeline } = useJournal();
  const day = dayOf(entry.when);
  const onDay = onThisDay(timeline, day);
  const years = onDay.filter(({ entries }) => entries.length > 0).slice(0, MOST_YEARS);
  const heavy = onDay.reduce((sum, one) => sum + one.heavy.length, 0);
  const onTheme = entry.heavy ? [] : eachYearOn(entry, timeline);
  const theme = onTheme.slice(0, MOST_YEARS);
  const pair = besideInTime(entry, onTheme);
  const notes = lineOfNotes({ entry: entry.id }, timeline.entries);
  const isOld = dayNumber(momentNow().when) - dayNumber(entry.when) >= SETTLED;
  const shared = [...new Set(theme.flatMap((one) => one.shared.slice(0, 1)))].slice(0, 3);
  return (
    <>
      {pair && <ThenNow pair={pair} id={`then-${entry.id}`} />}
      {years.length > 0 && (
        <Row as="section" note={t('look.this-day')} labelledBy={`day-${entry.id}`} wide stack>
          <h2 className="vh" id={`day-${entry.id}`}>
            {t('look.this-day-title')}
          </h2>
          <Years caption={t('look.this-day-caption')} rows={years.map(({ year, entries }) => ({ key: String(year), year, entry: entries[0]! }))} />
          {heavy > 0 && <p className="s q">{t('look.heavy-aside', { count: heavy })}</p>}
        </Row>
      )}
      {theme.length > 0 && (
        <Row as="section" note={t('look.theme')} labelledBy={`theme-${entry.id}`} wide stack>
          <h2 className="vh" id={`theme-${entry.id}`}>
            {t('look.theme')}
          </h2>
          <details>
            <summary>{t('look.theme-open', { count: theme.length, names: shared })}</summary>
            <Years caption={t('look.theme')} rows={theme.map((one) => ({ key: String(one.year), year: one.year, entry: one.entry }))} />
          </details>
        </Row>
      )}
      {notes.length > 0 && (
        <Row as="section" note={t('look.notes', { count: notes.length })} labelledBy={`notes-${entry.id}`} wide stack>
          <h2 className="vh" id={`notes-${entry.id}`}>
            {t('look.notes-title')}
          </h2>
          <NotesLine notes={notes} label={t('look.notes-title')} />
        </Row>
      )}
      {isOld && entry.form !== 'look-back' && (
        <Row note="" wide className="no-print">
          <Reply entry={entry} question={t(years.length > 0 || pair ? 'look.see-together' : 'look.see')} />
        </Row>
      )}
    </>
  );
};
