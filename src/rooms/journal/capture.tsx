// The line that takes anything. What is typed is kept as a draft as it is typed, Enter makes it an entry; the same draft
// opens on the writing page, so a line can become a page. A draft of several lines is not squeezed into one: it is
// offered to go on with.

import { Suspense, useState } from 'react';
import { TextLink, Tool } from '#web/ui/button.tsx';
import { Carry } from '#web/ui/carry.tsx';
import { LineField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatNearWhen, formatTime, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { draftAt, draftToEntry } from './drafts.ts';
import type { EntryDraft } from './model.ts';
import { firstLine } from './opening.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useGo } from './use-journal.tsx';

/** Whether a draft fits in a line: one line of text and nothing else that a line cannot show. */
const fitsInLine = ({ text = '', attachments = [], links = [], feelings = [], when }: EntryDraft): boolean =>
  !text.includes('\n') && attachments.length === 0 && links.length === 0 && feelings.length === 0 && when === undefined;

/** When something was kept, on this device's clock. */
export const useKeptAt = (): ((instant: string) => string) => {
  const locale = useLocale();
  return (instant) => {
    const at = momentNow(new Date(instant)).when;
    const now = momentNow().when;
    return at.slice(0, 10) === now.slice(0, 10) ? formatTime(at, locale) : formatNearWhen(at, now, locale, 'short');
  };
};

export const CaptureLine = ({ children }: { readonly children?: React.ReactNode }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const go = useGo();
  const act = useAct();
  const inWords = useRefusal('journal');
  const keptAt = useKeptAt();
  const [isSaving, setSaving] = useState(false);
  const draft = useDraft('new', () => {
    const book = bookOf(desk);
    return { draft: draftAt('new', book.drafts), values: book.settings.journal === '' ? {} : { journal: book.settings.journal }, basis: null };
  });
  const { values, keeper, refusal } = draft;

  const save = async (): Promise<void> => {
    if ((values.text ?? '').trim() === '' || isSaving) return;
    setSaving(true);
    await keeper.flush();
    const { draft: current, isKept } = keeper.current();
    const made = draftToEntry(current, desk.newId(), [...bookOf(desk).attachments.values()], momentNow());
    const changes = made.ok && !isKept ? { ok: true as const, value: made.value.filter(({ kind }) => kind !== 'draft') } : made;
    const done = await keeper.settle(() => act(changes, 'done.saved'));
    if (done.ok) keeper.anew(values.journal === undefined ? {} : { journal: values.journal });
    setSaving(false);
  };
  // It is kept in the other form now: the line begins anew, and its draft goes.
  const carried = (): void => {
    keeper.change({ text: '' });
    void keeper.flush();
  };
  const further = async (how: string): Promise<void> => {
    await keeper.flush();
    go(`/journal/write${how}`);
  };

  if (!fitsInLine(values))
    return (
      <div className="stack">
        <p className="said" dir="auto">
          {firstLine(values.text ?? '', 120) || t('draft.without-words')}
        </p>
        <p className="s q">
          {t('draft.unfinished', { when: draft.keptAt === '' ? '' : keptAt(draft.keptAt) })} <TextLink href="/journal/write">{t('draft.go-on')}</TextLink>
        </p>
        {children}
      </div>
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <LineField
        label={t('capture.label')}
        placeholder={t('capture.placeholder')}
        value={values.text ?? ''}
        onChange={(text) => keeper.change({ text })}
        refused={refusal ? inWords(refusal) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.shiftKey) {
            event.preventDefault();
            keeper.change({ text: `${values.text ?? ''}\n` });
            void further('');
          }
        }}
        tools={
          <>
            <Tool icon="photo" label={t('add.photo')} onPress={() => void further('?add=photo')} />
            <Tool icon="voice" label={t('add.sound')} onPress={() => void further('?add=sound')} />
          </>
        }
      />
      <p className="s q">
        {(values.text ?? '') === '' ? (
          t('capture.kept')
        ) : (
          <>
            {t('capture.enter')} <TextLink href="/journal/write">{t('capture.more')}</TextLink>
          </>
        )}{' '}
        {children}
      </p>
      {(values.text ?? '').trim() !== '' && (
        <Suspense fallback={null}>
          <Carry text={values.text ?? ''} onCarried={carried} />
        </Suspense>
      )}
    </form>
  );
};
