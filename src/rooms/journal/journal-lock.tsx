// A journal's own lock: set, changed, taken away. Everything that is in the journal (entries, what is attached, drafts)
// is sealed again under the key that is right for it.

import { useState } from 'react';
import { registerOf } from '#core/record.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Check, TextField } from '#web/ui/field.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { checkPassphrase, setJournalLock, type Journal, type JournalLock } from './journals.ts';
import { useJournalName } from './use-journal.tsx';

/** Ids of all records that say they are in the journal, of whatever kind. */
const idsIn = (snapshot: Snapshot, journal: string): string[] => {
  const ids: string[] = [];
  for (const [kind, records] of snapshot.kinds) if (kind !== 'journal') for (const record of records.values()) if (registerOf(record, 'journal') === journal) ids.push(record.id);
  return ids;
};

interface LockProps {
  readonly journal: Journal;
  readonly onClose: () => void;
}

export const JournalLockDialog = ({ journal, onClose }: LockProps) => {
  const t = useWords('journal');
  const inWords = useRefusal('journal');
  const nameOf = useJournalName();
  const desk = useDesk();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [knows, setKnows] = useState(false);
  const [refused, setRefused] = useState<{ readonly first?: string; readonly second?: string }>({});
  const [isLocking, setLocking] = useState(false);
  const lock = async (): Promise<void> => {
    if (isLocking) return;
    const long = checkPassphrase(first);
    if (!long.ok) return setRefused({ first: inWords(long.error) });
    if (first !== second) return setRefused({ second: t('lock.differ') });
    setLocking(true);
    const done = await desk.lockJournal(journal.id, first, idsIn(desk.state().snapshot, journal.id), (made) => {
      const set = setJournalLock(journal, made as JournalLock);
      return set.ok ? set.value : [];
    });
    setLocking(false);
    if (!done.ok) return setRefused({ first: inWords(done.error) });
    say(() => word('lock.done', { name: nameOf(journal) }, 'journal'), {
      act: { label: () => word('books.close', {}, 'journal'), run: () => void desk.forgetJournal(journal.id) },
    });
    onClose();
  };
  return (
    <Dialog title={t(journal.lock ? 'lock.change-title' : 'lock.title', { name: nameOf(journal) })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void lock();
        }}
      >
        <p>{t('lock.about')}</p>
        <p className="note">{t('lock.lost')}</p>
        <TextField
          type="password"
          autoComplete="new-password"
          autoFocus
          label={t('lock.passphrase')}
          hint={t('lock.hint')}
          value={first}
          onChange={(next) => {
            setFirst(next);
            setRefused({});
          }}
          refused={refused.first}
        />
        <TextField
          type="password"
          autoComplete="new-password"
          label={t('lock.again')}
          value={second}
          onChange={(next) => {
            setSecond(next);
            setRefused({});
          }}
          refused={refused.second}
        />
        <Check label={t('lock.knows')} value={knows} onChange={setKnows} />
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={first === '' || second === '' || !knows || isLocking}>
            {t(isLocking ? 'lock.locking' : journal.lock ? 'lock.change' : 'lock.set')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('lock.not')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

export const RemoveLockDialog = ({ journal, onClose }: LockProps) => {
  const t = useWords('journal');
  const inWords = useRefusal('journal');
  const nameOf = useJournalName();
  const desk = useDesk();
  const [passphrase, setPassphrase] = useState('');
  const [refused, setRefused] = useState('');
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    // Whoever sits at an open page must know the passphrase to take it away.
    const known = await desk.calls.unlockJournal(journal.id, passphrase);
    const set = known.ok ? setJournalLock(journal, null) : known;
    const done = set.ok ? await desk.commit(set.value) : set;
    const sealed = done.ok ? await desk.calls.reseal(idsIn(desk.state().snapshot, journal.id)) : done;
    setBusy(false);
    if (!sealed.ok) return setRefused(inWords(sealed.error));
    say(() => word('lock.removed', { name: nameOf(journal) }, 'journal'));
    onClose();
  };
  return (
    <Dialog title={t('lock.remove-title', { name: nameOf(journal) })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <p>{t('lock.remove-about')}</p>
        <TextField
          type="password"
          autoComplete="current-password"
          autoFocus
          label={t('locked.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          refused={refused || undefined}
        />
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={passphrase === '' || isBusy}>
            {t('lock.remove')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('lock.not-remove')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
