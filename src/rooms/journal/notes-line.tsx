// The line of look-back notes: what one wrote on rereading, in the order of time, each with what it looked back at and
// how long after. It shows how one has moved, and says nothing about it.

import { Link } from 'wouter';
import { TextLink } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import type { NoteOnLine } from './look-back.ts';
import { Quote } from './marked.tsx';
import { quoteOf } from './quote.ts';
import { useSpan } from './then-and-now.tsx';

const AROUND = 110;

export const NotesLine = ({ notes, label }: { readonly notes: readonly NoteOnLine[]; readonly label: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const span = useSpan();
  const gist = useGist();
  return (
    <ol className="line-of-notes" aria-label={label}>
      {notes.map(({ note, at, daysApart }) => {
        const quoted = quoteOf(note.text, [], AROUND);
        const on = at.at(-1);
        return (
          <li key={note.id}>
            <p className="s num">
              <Link href={`/journal/e/${note.id}`}>{formatDay(note.when, locale, 'long', note.calendar)}</Link>
              {on && daysApart !== null && (
                <span className="q">
                  {' '}
                  {daysApart > 0 ? t('look.later-on', { span: span(daysApart) }) : t('look.on')}{' '}
                  <TextLink href={`/journal/e/${on.id}`}>{formatDay(on.when, locale, 'long', on.calendar)}</TextLink>
                </span>
              )}
            </p>
            {quoted ? <Quote quoted={[quoted]} marked={false} /> : <p className="said">{gist(note)}</p>}
          </li>
        );
      })}
    </ol>
  );
};
