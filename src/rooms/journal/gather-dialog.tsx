// Finds entries to gather under a question: the newest at first, then by word search as one types. Several can be taken
// one after the other; each is gone from the list once it is gathered.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { useSearch } from '#web/ui/search.ts';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import type { Entry } from './model.ts';
import { useJournal } from './use-journal.tsx';

const SHOWN = 12;
const ASKED = 40;

interface GatherDialogProps {
  /** Gathered already. */
  readonly without: ReadonlySet<string>;
  readonly onChoose: (entry: Entry) => void;
  readonly onClose: () => void;
}

export const GatherDialog = ({ without, onChoose, onClose }: GatherDialogProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const gist = useGist();
  const { timeline, byId } = useJournal();
  const [typed, setTyped] = useState('');
  const { found } = useSearch(typed, { limit: ASKED, order: 'best' });
  const all = typed.trim() === '' ? timeline.entries.slice(0, ASKED) : (found?.hits ?? []).flatMap(({ id }) => byId.get(id) ?? []);
  const entries = all.filter(({ id }) => !without.has(id)).slice(0, SHOWN);
  return (
    <Dialog title={t('question.gather')} onClose={onClose} foot={<Button onPress={onClose}>{t('question.gather-done')}</Button>}>
      <SearchField label={t('question.gather-find')} value={typed} onChange={setTyped} autoFocus />
      <p className="vh" role="status">
        {t('names.found', { count: entries.length })}
      </p>
      <ul className="choices">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button type="button" onClick={() => onChoose(entry)}>
              <span className="said" dir="auto">
                {gist(entry, 90)}
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
