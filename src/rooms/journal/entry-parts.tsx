// The parts of an entry's page under its text: what two devices wrote at once, and what can be done.

import { useState } from 'react';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import type { Link } from '#core/links.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Choice } from '#web/ui/field.tsx';
import { LinkPicker } from '#web/ui/link-picker.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { detach } from './attachments.ts';
import { abandonDraft } from './drafts.ts';
import { moveEntry } from './journals.ts';
import { markAgain, markHeavy } from './look-back.ts';
import { changeEntry, deleteEntry, settleTexts, type Entry } from './model.ts';
import { askQuestion } from './questions.ts';
import { useAct, useGo, useJournal, useJournalName } from './use-journal.tsx';

/** Two devices wrote at once: every text is there, one tap keeps one or all. */
export const Versions = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const act = useAct();
  if (entry.otherTexts.length === 0) return null;
  const all = [entry.text, ...entry.otherTexts];
  const keep = (text: string, done: string): void => void act(settleTexts(entry, text, momentNow()), done);
  return (
    <Row as="section" note={t('versions.note', { count: all.length })} labelledBy={`versions-${entry.id}`} wide stack>
      <h2 id={`versions-${entry.id}`}>{t('versions.title')}</h2>
      <p>{t('versions.about')}</p>
      {all.map((text, index) => (
        <div key={`${index}-${text.length}`} className="leaf stack">
          <p className="s q">{t('versions.one', { number: index + 1 })}</p>
          <p className="said as-typed" dir="auto">
            {text}
          </p>
          <Button onPress={() => keep(text, 'done.kept-one')}>{t('versions.keep')}</Button>
        </div>
      ))}
      <Button look="go" onPress={() => keep(all.join('\n\n'), 'done.kept-both')}>
        {t(all.length > 2 ? 'versions.merge-all' : 'versions.merge')}
      </Button>
    </Row>
  );
};

/** A change to this entry was begun and not finished. */
export const BegunChange = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const act = useAct();
  const book = useJournal();
  const draft = book.drafts.find(({ place }) => place === `edit:${entry.id}`);
  if (!draft) return null;
  return (
    <Row note={t('draft.note')} wide className="no-print">
      <p>{t('draft.begun')}</p>
      <div className="cluster">
        <LinkButton href={`/journal/e/${entry.id}/edit`}>{t('draft.go-on')}</LinkButton>
        <Button look="bare" onPress={() => void act(abandonDraft(draft, [...book.attachments.values()]), 'done.put-away')}>
          {t('draft.put-away')}
        </Button>
      </div>
    </Row>
  );
};

const MoveDialog = ({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) => {
  const t = useWords('journal');
  const act = useAct();
  const nameOf = useJournalName();
  const book = useJournal();
  const [to, setTo] = useState(entry.journal);
  const open = book.journals.filter(({ id }) => !book.locked.has(id));
  const move = async (): Promise<void> => {
    const done = await act(moveEntry(entry, [...book.attachments.values()], to, momentNow()), 'done.moved');
    if (done.ok) onClose();
  };
  return (
    <Dialog
      title={t('move.title')}
      onClose={onClose}
      foot={
        <>
          <Button look="go" onPress={() => void move()}>
            {t('move.do')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('leave-it')}
          </Button>
        </>
      }
    >
      <Choice
        label={t('move.to')}
        value={to}
        onChange={setTo}
        options={open.map((journal) => ({ value: journal.id, label: nameOf(journal) }))}
        hint={book.locked.size > 0 ? t('move.locked') : undefined}
      />
    </Dialog>
  );
};

/** What can be done with an entry. Nothing asks "are you sure"; everything can be undone. */
export const Actions = ({ entry }: { readonly entry: Entry }) => {
  const t = useWords('journal');
  const act = useAct();
  const go = useGo();
  const desk = useDesk();
  const { hosted } = useDeskState();
  const inCircle = useCircles().some(({ standing }) => standing === 'in');
  const book = useJournal();
  const [dialog, setDialog] = useState<'link' | 'move' | null>(null);
  const attached = entry.attachments.flatMap((id) => book.attachments.get(id) ?? []).filter((one) => one.entry === entry.id);
  const remove = async (): Promise<void> => {
    const done = await act([...deleteEntry(entry), ...attached.flatMap((one) => detach(one, null, momentNow()))], 'done.deleted');
    if (done.ok) go('/journal', { replace: true });
  };
  const point = (link: Link): void => {
    setDialog(null);
    void act(changeEntry(entry, { links: [...entry.links, link] }, momentNow()), 'done.linked');
  };
  const ask = async (text: string): Promise<void> => {
    const id = desk.newId();
    const asked = askQuestion(text, id, momentNow());
    const linked = changeEntry(entry, { links: [...entry.links, { to: id, as: 'gathers-under' }] }, momentNow());
    if (!asked.ok || !linked.ok) return void (await act(asked.ok ? linked : asked));
    setDialog(null);
    await act([...asked.value, ...linked.value], 'done.asked');
  };
  return (
    <Row note="" className="no-print">
      <div className="cluster">
        <LinkButton href={`/journal/e/${entry.id}/edit`} icon="edit" aria-keyshortcuts="e">
          {t('entry.edit')}
        </LinkButton>
        <LinkButton href={`/journal/write?looks-back-at=${entry.id}`} icon="reply" look="bare">
          {t('entry.reply')}
        </LinkButton>
        <Menu
          label={t('entry.more')}
          shown
          actions={[
            { id: 'link', label: t('entry.link'), icon: 'link', onAction: () => setDialog('link') },
            ...(book.journals.length > 1 ? [{ id: 'move', label: t('entry.move'), icon: 'journal' as const, onAction: () => setDialog('move') }] : []),
            {
              id: 'again',
              label: t(entry.again ? 'entry.not-again' : 'entry.again'),
              icon: 'star',
              onAction: () => void act(markAgain(entry, !entry.again, momentNow()), entry.again ? 'done.not-again' : 'done.again'),
            },
            {
              id: 'heavy',
              label: t(entry.heavy ? 'entry.not-heavy' : 'entry.heavy'),
              icon: 'hide',
              onAction: () => void act(markHeavy(entry, !entry.heavy, momentNow()), entry.heavy ? 'done.not-heavy' : 'done.heavy'),
            },
            ...(inCircle ? [{ id: 'share', label: t('entry.share'), icon: 'people' as const, onAction: () => go(`/share?entry=${entry.id}`) }] : []),
            ...(inCircle && entry.text.trim() !== ''
              ? [{ id: 'raise', label: t('entry.raise'), icon: 'people' as const, onAction: () => go(`/circles/issues/raise?entry=${entry.id}`) }]
              : []),
            ...(hosted ? [{ id: 'held', label: t('entry.held'), icon: 'show' as const, onAction: () => go(`/journal/held/${entry.id}`) }] : []),
            { id: 'print', label: t('entry.print'), icon: 'print', onAction: () => setTimeout(() => window.print(), 100) },
            null,
            { id: 'delete', label: t('entry.delete'), icon: 'delete', warm: true, onAction: () => void remove() },
          ]}
        />
      </div>
      {dialog === 'link' && (
        <LinkPicker without={new Set([entry.id, ...entry.links.map(({ to }) => to)])} onChoose={point} onAsk={(text) => void ask(text)} onClose={() => setDialog(null)} />
      )}
      {dialog === 'move' && <MoveDialog entry={entry} onClose={() => setDialog(null)} />}
    </Row>
  );
};
