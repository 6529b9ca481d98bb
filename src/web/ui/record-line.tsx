// A record of any room in a line: its own words, what it is, its day.

import { Link } from 'wouter';
import type { Shown } from '#core/shown.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';

/** Letters of the title; the rest stands on its page. */
const MOST = 140;

export const RecordLine = ({ shown }: { readonly shown: Shown }) => {
  const t = useWords('rooms');
  const locale = useLocale();
  const title = shown.title.length > MOST ? `${Array.from(shown.title).slice(0, MOST).join('').trimEnd()}…` : shown.title;
  return (
    <>
      <Link href={hrefOf(shown)} className="said" dir="auto">
        {title || t(`kind.${shown.kind}`)}
      </Link>{' '}
      <span className="s q num">
        {t(`kind.${shown.kind}`)} · {formatDay(shown.when, locale, 'long', shown.calendar)}
      </span>
    </>
  );
};
