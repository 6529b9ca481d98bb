// Chooses what an entry points to: another entry, found by its first line or its day, or an open question.

import { useState } from 'react';
import { dayOf } from '#core/when.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import type { Link } from './model.ts';
import { firstLine } from './opening.ts';
import { useGist } from './entry-list.tsx';
import { useJournal } from './use-journal.tsx';

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Entries looked through, the newest first. */
const NEWEST = 5000;
const SHOWN = 12;

interface LinkDialogProps {
  /** Left out of what is offered: the entry itself and what it points to already. */
  readonly without: ReadonlySet<string>;
  readonly onChoose: (link: Link) => void;
  /** Asks a new question with these words and points to it. */
  readonly onAsk: (text: string) => void;
  readonly onClose: () => void;
}

export const LinkDialog = ({ without, onChoose, onAsk, onClose }: LinkDialogProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const book = useJournal();
  const gist = useGist();
  const [typed, setTyped] = useState('');
  const wanted = fold(typed.trim());
  const questions = book.questions.filter((question) => question.closed === '' && !without.has(question.id) && fold(question.text).includes(wanted)).slice(0, SHOWN);
  const entries = [];
  for (const entry of book.timeline.entries.slice(0, NEWEST)) {
    if (without.has(entry.id)) continue;
    if (wanted !== '' && !dayOf(entry.when).startsWith(wanted) && !fold(firstLine(entry.text, 160)).includes(wanted) && !entry.topics.some((topic) => fold(topic).includes(wanted)))
      continue;
    entries.push(entry);
    if (entries.length === SHOWN) break;
  }
  return (
    <Dialog title={t('link.title')} onClose={onClose}>
      <SearchField label={t('link.find')} value={typed} onChange={setTyped} autoFocus />
      <h3>{t('link.questions')}</h3>
      <ul className="choices">
        {questions.map((question) => (
          <li key={question.id}>
            <button type="button" onClick={() => onChoose({ to: question.id, as: 'gathers-under' })}>
              <Icon name="question" />
              <span className="said" dir="auto">
                {question.text}
              </span>
            </button>
          </li>
        ))}
        {typed.trim() !== '' && (
          <li>
            <Button look="bare" icon="add" onPress={() => onAsk(typed)}>
              {t('link.ask', { text: typed.trim() })}
            </Button>
          </li>
        )}
      </ul>
      {questions.length === 0 && typed.trim() === '' && <p className="s q">{t('link.no-questions')}</p>}
      <h3>{t('link.entries')}</h3>
      <ul className="choices">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onChoose({ to: entry.id, as: 'about' })}>
              <span className="said" dir="auto">
                {gist(entry, 80)}
              </span>
              <small className="q num">{formatDay(entry.when, locale, 'long', entry.calendar)}</small>
            </button>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className="s q">{t('link.none')}</p>}
    </Dialog>
  );
};
