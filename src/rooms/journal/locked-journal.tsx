// Several journals: which one is shown, and what stands in the place of one that is locked. A locked journal is named
// and nothing of it is shown, not even how much there is.

import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { Journal } from './journals.ts';
import { useJournal, useJournalName } from './use-journal.tsx';

/** Opens a journal where one stands, with its own passphrase. */
export const UnlockJournal = ({ journal }: { readonly journal: Journal }) => {
  const t = useWords('journal');
  const nameOf = useJournalName();
  const desk = useDesk();
  const inWords = useRefusal('journal');
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState('');
  const [isOpening, setOpening] = useState(false);
  const open = async (): Promise<void> => {
    if (typed === '' || isOpening) return;
    setOpening(true);
    setRefused('');
    const done = await desk.unlockJournal(journal.id, typed);
    setOpening(false);
    if (!done.ok) setRefused(inWords(done.error));
  };
  return (
    <div className="seal">
      <div className="stack">
        <h2 className="title">{t('locked.title', { name: nameOf(journal) })}</h2>
        <p>{t('locked.about')}</p>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void open();
          }}
        >
          <TextField type="password" label={t('locked.passphrase')} value={typed} onChange={setTyped} autoComplete="current-password" refused={refused || undefined} />
          <Button look="go" type="submit" isDisabled={isOpening}>
            {t(isOpening ? 'locked.opening' : 'locked.open')}
          </Button>
        </form>
      </div>
    </div>
  );
};

/** All journals together, or one. Nothing where there is only one. */
export const JournalSwitch = ({ chosen }: { readonly chosen: string | null }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const nameOf = useJournalName();
  const { journals, locked } = useJournal();
  if (journals.length < 2) return null;
  const open = journals.find(({ id, lock }) => id === chosen && lock !== null && !locked.has(id));
  return (
    <nav aria-label={t('journals.label')} className="journals s">
      <Link href="/journal" aria-current={chosen === null ? 'page' : undefined}>
        {t('journals.all')}
      </Link>
      {journals.map((journal) => (
        <Link key={journal.id} href={`/journal?in=${journal.id === '' ? 'first' : journal.id}`} aria-current={chosen === journal.id ? 'page' : undefined}>
          {locked.has(journal.id) && <Icon name="lock" label={t('journals.locked')} />}
          <span dir="auto">{nameOf(journal)}</span>
        </Link>
      ))}
      {open && (
        <Button look="bare" icon="lock" onPress={() => void desk.forgetJournal(open.id)}>
          {t('journals.lock')}
        </Button>
      )}
    </nav>
  );
};
