// A record of any room in a line: its own words, what it is, its day.

import { Link } from 'wouter';
import type { Shown } from '#core/shown.ts';
import { useShownWord } from '#rooms/journal/use-journal.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';

/** What a record is called: its own words; where none were typed, the feelings it names, or what it is. */
export const useRecordTitle = (): ((shown: Pick<Shown, 'title' | 'feelings' | 'kind'>) => string) => {
  const t = useWords('rooms');
  const word = useShownWord();
  return ({ title, feelings, kind }) => title || feelings.map((feeling) => word('feelings', feeling)).join(', ') || t(`kind.${kind}`);
};

/** Letters of the title; the rest stands on its page. */
const MOST = 140;

export const RecordLine = ({ shown }: { readonly shown: Shown }) => {
  const t = useWords('rooms');
  const locale = useLocale();
  const whole = useRecordTitle()(shown);
  const title = whole.length > MOST ? `${Array.from(whole).slice(0, MOST).join('').trimEnd()}…` : whole;
  return (
    <>
      <Link href={hrefOf(shown)} className="said" dir="auto">
        {title}
      </Link>{' '}
      <span className="s q num">
        {t(`kind.${shown.kind}`)} · {formatDay(shown.when, locale, 'long', shown.calendar)}
      </span>
    </>
  );
};
