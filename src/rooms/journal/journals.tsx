// Several journals: made, named, deleted, and locked each with a passphrase of its own. What becomes of the entries is
// always said and chosen; what a lock does and cannot do is said before it is set.

import './looking.css';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { changeSettings } from './settings.ts';
import { JournalLockDialog, RemoveLockDialog } from './journal-lock.tsx';
import { UnlockJournal } from './locked-journal.tsx';
import { createJournal, deleteJournalKeepEntries, deleteJournalWithEntries, MOST_JOURNAL_NAME, renameJournal, type Journal } from './journals.ts';
import { useAct, useJournal, useJournalName } from './use-journal.tsx';

const Make = () => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const { journals } = useJournal();
  const [name, setName] = useState('');
  const [refused, setRefused] = useState('');
  const make = async (): Promise<void> => {
    const made = createJournal(name, desk.newId(), journals, momentNow());
    if (!made.ok) return setRefused(inWords(made.error));
    const done = await act(made, 'books.made', { name: name.trim() });
    if (done.ok) setName('');
  };
  return (
    <form
      className="day-field"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <TextField
        label={t('books.new')}
        value={name}
        maxLength={MOST_JOURNAL_NAME}
        onChange={(next) => {
          setName(next);
          setRefused('');
        }}
        refused={refused || undefined}
      />
      <Button type="submit" isDisabled={name.trim() === ''}>
        {t('books.make')}
      </Button>
    </form>
  );
};

const Rename = ({ journal, onClose }: { readonly journal: Journal; readonly onClose: () => void }) => {
  const t = useWords('journal');
  const act = useAct();
  const inWords = useRefusal('journal');
  const nameOf = useJournalName();
  const { journals } = useJournal();
  const [name, setName] = useState(nameOf(journal));
  const [refused, setRefused] = useState('');
  const rename = async (): Promise<void> => {
    const renamed = renameJournal(journal, name, journals);
    if (!renamed.ok) return setRefused(inWords(renamed.error));
    const done = await act(renamed, 'books.renamed', { name: name.trim() });
    if (done.ok) onClose();
  };
  return (
    <Dialog title={t('books.rename')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <TextField label={t('books.name')} value={name} onChange={setName} maxLength={MOST_JOURNAL_NAME} autoFocus refused={refused || undefined} />
        <div className="cluster">
          <Button look="go" type="submit">
            {t('books.rename-do')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('names.rename-not')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

const Delete = ({ journal, onClose }: { readonly journal: Journal; readonly onClose: () => void }) => {
  const t = useWords('journal');
  const act = useAct();
  const nameOf = useJournalName();
  const book = useJournal();
  const [what, setWhat] = useState<'keep' | 'go' | null>(null);
  const count = book.timeline.entries.filter((entry) => entry.journal === journal.id).length;
  const remove = async (): Promise<void> => {
    const contents = { entries: book.timeline.entries, attachments: [...book.attachments.values()], drafts: book.drafts };
    const changes = what === 'go' ? deleteJournalWithEntries(journal, contents, book.locked) : deleteJournalKeepEntries(journal, contents, book.locked, momentNow());
    const forgotten = book.settings.journal === journal.id ? changeSettings(book.settings, { journal: '' }) : { ok: true as const, value: [] };
    const all = changes.ok && forgotten.ok ? { ok: true as const, value: [...changes.value, ...forgotten.value] } : changes;
    const done = await act(all, 'books.deleted', { name: nameOf(journal) });
    if (done.ok) onClose();
  };
  const first = book.journals.find(({ id }) => id === '')!;
  return (
    <Dialog
      title={t('books.delete-title', { name: nameOf(journal) })}
      onClose={onClose}
      foot={
        <>
          <Button look={what === 'go' ? 'warm' : 'go'} isDisabled={what === null && count > 0} onPress={() => void remove()}>
            {t('books.delete-do')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('leave-it')}
          </Button>
        </>
      }
    >
      {count === 0 ? (
        <p>{t('books.delete-empty')}</p>
      ) : (
        <PickOne
          legend={t('books.delete-what', { count })}
          value={what}
          onChange={setWhat}
          options={[
            { value: 'keep' as const, label: t('books.delete-keep', { name: nameOf(first) }) },
            { value: 'go' as const, label: t('books.delete-go') },
          ]}
        />
      )}
      {journal.lock && what === 'keep' && <p className="note">{t('books.delete-lock')}</p>}
      <p className="s q">{t('books.delete-undo')}</p>
    </Dialog>
  );
};

type Open = 'rename' | 'delete' | 'lock' | 'unlock' | 'take-lock';

const One = ({ journal }: { readonly journal: Journal }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const nameOf = useJournalName();
  const book = useJournal();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const isFirst = journal.id === '';
  const isLocked = book.locked.has(journal.id);
  const isMain = book.settings.journal === journal.id;
  const known = new Set(book.journals.map(({ id }) => id));
  const count = book.timeline.entries.filter((entry) => (known.has(entry.journal) ? entry.journal : '') === journal.id).length;
  return (
    <li className="row">
      <p className="mg num">{isLocked ? t('books.locked') : t('books.count', { count })}</p>
      <div className="tx wide stack">
        <h2 className="title" dir="auto">
          <Link href={`/journal?in=${isFirst ? 'first' : journal.id}`}>{nameOf(journal)}</Link>
        </h2>
        <p className="s q with-icon">
          <Icon name={journal.lock === null || !isLocked ? 'open' : 'lock'} />
          <span>{t(isLocked ? 'books.is-locked' : journal.lock ? 'books.is-open' : isFirst ? 'books.is-first' : 'books.no-lock')}</span>
        </p>
        {isMain && book.journals.length > 1 && <p className="s">{t('books.main')}</p>}
        <div className="cluster">
          {isLocked && (
            <Button icon="open" aria-expanded={open === 'unlock'} onPress={() => setOpen(open === 'unlock' ? null : 'unlock')}>
              {t('books.open')}
            </Button>
          )}
          {journal.lock && !isLocked && (
            <Button icon="lock" onPress={() => void desk.forgetJournal(journal.id)}>
              {t('books.close')}
            </Button>
          )}
          {!isLocked && !isFirst && !journal.lock && (
            <Button icon="key" look="bare" onPress={() => setOpen('lock')}>
              {t('books.lock')}
            </Button>
          )}
          {!isLocked && (
            <Menu
              label={t('question.more')}
              shown
              actions={[
                { id: 'rename', label: t('books.rename'), icon: 'edit', onAction: () => setOpen('rename') },
                ...(isMain || book.journals.length < 2
                  ? []
                  : [
                      {
                        id: 'main',
                        label: t('books.make-main'),
                        icon: 'write' as const,
                        onAction: () => void act(changeSettings(book.settings, { journal: journal.id }), 'books.main-done', { name: nameOf(journal) }),
                      },
                    ]),
                ...(journal.lock
                  ? [
                      { id: 'relock', label: t('books.relock'), icon: 'key' as const, onAction: () => setOpen('lock') },
                      { id: 'take-lock', label: t('books.take-lock'), icon: 'open' as const, onAction: () => setOpen('take-lock') },
                    ]
                  : []),
                ...(isFirst ? [] : [null, { id: 'delete', label: t('books.delete'), icon: 'delete' as const, warm: true, onAction: () => setOpen('delete') }]),
              ]}
            />
          )}
        </div>
        {open === 'unlock' && isLocked && <UnlockJournal journal={journal} />}
        {open === 'rename' && <Rename journal={journal} onClose={close} />}
        {open === 'delete' && <Delete journal={journal} onClose={close} />}
        {open === 'lock' && <JournalLockDialog journal={journal} onClose={close} />}
        {open === 'take-lock' && <RemoveLockDialog journal={journal} onClose={close} />}
      </div>
    </li>
  );
};

export const JournalsPage = () => {
  const t = useWords('journal');
  const { journals } = useJournal();
  return (
    <Page
      title={t('books.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={t('books.all', { count: journals.length })} sub={t('books.about')}>
          {t('books.title')}
        </Title>
        <ul className="plain">
          {journals.map((journal) => (
            <One key={journal.id} journal={journal} />
          ))}
        </ul>
        <Row note="" wide>
          <Make />
        </Row>
        <Row note="" wide>
          <p className="s q">{t('books.lock-about')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};
