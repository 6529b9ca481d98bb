// Entries as a list, newest first: when, the first lines, how many photos, how it felt. Only rows in sight exist, so a
// list of 100,000 is as quick as one of ten. Headings are months where a day has about one entry, else days.

import { dayOf, monthOf } from '#core/when.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Rolls } from '#web/ui/list.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { asHeading, formatDay, formatMonth, formatTime } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { colourOf, signed } from './choose.tsx';
import type { Entry } from './model.ts';
import { openingOf } from './opening.ts';
import { useJournal, useShownWord } from './use-journal.tsx';

/** Whether days have several entries as a rule: judged by the newest few hundred. */
const isDense = (entries: readonly Entry[]): boolean => {
  const few = entries.slice(0, 300);
  return few.length > 1.4 * new Set(few.map(({ when }) => dayOf(when))).size;
};

/** What stands for an entry in one or two lines: its text, or what it is where there is none. */
export const useGist = (): ((entry: Entry, most?: number) => string) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const locale = useLocale();
  return (entry, most = 160) => {
    const { title, text } = openingOf(entry.text, most);
    if (title !== '' || text !== '') return [title, text].filter(Boolean).join(' · ');
    if (entry.feelings.length > 0) return new Intl.ListFormat(locale, { style: 'short', type: 'unit' }).format(entry.feelings.map((word) => shown('feelings', word)));
    if (entry.attachments.length > 0) return t('gist.attached', { count: entry.attachments.length });
    if (entry.energy !== null) return t('gist.energy', { energy: signed(entry.energy, locale) });
    return entry.place || t('gist.nothing');
  };
};

/** The colour of the first feeling's quarter, and its word for whoever does not see it. */
const FeelingDot = ({ entry }: { readonly entry: Entry }) => {
  const { words } = useJournal();
  const shown = useShownWord();
  const word = words.feelings.find(({ id }) => id === entry.feelings[0]);
  if (entry.feelings.length === 0) return null;
  return (
    <span className={`feeling q-${word?.quadrant ? colourOf(word.quadrant) : 'none'}`} title={shown('feelings', entry.feelings[0]!)}>
      <span className="vh">{shown('feelings', entry.feelings[0]!)}</span>
    </span>
  );
};

const EntryRow = ({ entry, dense }: { readonly entry: Entry; readonly dense: boolean }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const gist = useGist();
  const time = formatTime(entry.when, locale);
  const { title, text } = openingOf(entry.text, 240);
  return (
    <>
      <time dateTime={entry.when}>
        {dense ? (
          time || '·'
        ) : (
          <>
            <span aria-hidden="true">{formatDay(entry.when, locale, 'day')}</span>
            <span className="vh">{formatDay(entry.when, locale, 'full', entry.calendar)}</span>
          </>
        )}
      </time>
      <p dir="auto">
        {entry.form === 'look-back' && <Icon name="reply" label={t('form.look-back')} />}
        {title === '' ? (
          text || gist(entry)
        ) : (
          <>
            <b>{title}</b> {text}
          </>
        )}
      </p>
      {(entry.feelings.length > 0 || entry.attachments.length > 0 || entry.heavy || entry.again) && (
        <span className="marks s">
          <FeelingDot entry={entry} />
          {entry.attachments.length > 0 && (
            <span className="num" title={t('gist.attached', { count: entry.attachments.length })}>
              <Icon name="photo" label={t('gist.attached', { count: entry.attachments.length })} />
            </span>
          )}
          {entry.again && <Icon name="star" label={t('mark.again')} />}
        </span>
      )}
    </>
  );
};

interface EntryListProps {
  readonly entries: readonly Entry[];
  /** Where the list stands: the entry open beside it, or the one jumped to. */
  readonly current?: number;
  /** Opens an entry beside the list; without it the entry's own page opens. */
  readonly onOpen?: ((entry: Entry) => void) | undefined;
  readonly height: string;
  readonly label?: string;
}

export const EntryList = ({ entries, current = -1, onOpen, height, label }: EntryListProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const dense = isDense(entries);
  const groupOf = (entry: Entry | undefined): string => (entry === undefined ? '' : dense ? dayOf(entry.when) : monthOf(entry.when));
  return (
    <Rolls
      items={entries}
      keyOf={(entry) => entry.id}
      label={label ?? t('list.label')}
      estimate={dense ? 48 : 72}
      sizeOf={(entry, index) => (dense ? 3 : 4.1) + (groupOf(entry) === groupOf(entries[index - 1]) ? 0 : 2.4)}
      height={height}
      className="tl fixed-rows"
      current={current}
      onOpen={onOpen}
      hrefOf={(entry) => `/journal/e/${entry.id}`}
      rowClass={dense ? 'long' : undefined}
      head={(entry, index) =>
        groupOf(entry) !== groupOf(entries[index - 1]) && (
          <h3>{asHeading(dense ? formatDay(entry.when, locale, 'full', entry.calendar) : formatMonth(entry.when, locale), locale)}</h3>
        )
      }
      row={(entry) => <EntryRow entry={entry} dense={dense} />}
    />
  );
};
