// A note that looks back at an entry, written where the entry stands. It is kept as a draft while it is typed, in the
// same place as the writing page keeps it; "Not today" puts the form away and leaves the draft.

import { useState } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { draftAt, draftToEntry } from './drafts.ts';
import type { Entry } from './model.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct } from './use-journal.tsx';

/** Put away until the page is loaded again. */
const away = new Set<string>();

interface ReplyProps {
  readonly entry: Entry;
  /** What is asked above the field. */
  readonly question: string;
  /** The form was put away or the note was kept. */
  readonly onDone?: () => void;
  readonly autoFocus?: boolean;
}

const Form = ({ entry, question, onDone, autoFocus }: ReplyProps) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const { values, refusal, keeper } = useDraft(`look-back:${entry.id}`, () => ({
    draft: draftAt(`look-back:${entry.id}`, bookOf(desk).drafts),
    values: entry.journal === '' ? {} : { journal: entry.journal },
    basis: null,
  }));
  const [isSaving, setSaving] = useState(false);
  const text = values.text ?? '';
  const keep = async (): Promise<void> => {
    if (text.trim() === '' || isSaving) return;
    setSaving(true);
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const made = draftToEntry({ ...draft, values: { ...draft.values, journal: entry.journal } }, desk.newId(), [...bookOf(desk).attachments.values()], momentNow());
    const done = await keeper.settle(() => act(made.ok && !isKept ? { ok: true, value: made.value.filter(({ kind }) => kind !== 'draft') } : made, 'look.note-kept'));
    setSaving(false);
    if (!done.ok) return;
    keeper.anew(entry.journal === '' ? {} : { journal: entry.journal });
    onDone?.();
  };
  return (
    <form
      className="note stack"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <TextArea
        label={question}
        placeholder={t('look.note-placeholder')}
        value={text}
        autoFocus={autoFocus}
        onChange={(next) => keeper.change({ text: next })}
        refused={refusal ? inWords(refusal) : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void keep();
          }
        }}
      />
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={isSaving || text.trim() === ''}>
          {t('look.keep-note')}
        </Button>
        <Button
          look="bare"
          onPress={() => {
            away.add(entry.id);
            void keeper.flush();
            onDone?.();
          }}
        >
          {t('look.not-today')}
        </Button>
        {text.trim() !== '' && (
          <span className="s q">
            {t('look.draft-kept')} <TextLink href={`/journal/write?looks-back-at=${entry.id}`}>{t('look.more-room')}</TextLink>
          </span>
        )}
      </div>
    </form>
  );
};

/** The form, until it is put away for today. */
export const Reply = ({ onDone, ...props }: ReplyProps) => {
  const t = useWords('journal');
  const [isAway, setAway] = useState(away.has(props.entry.id));
  if (isAway)
    return (
      <Button
        look="bare"

        icon="reply"
        onPress={() => {
          away.delete(props.entry.id);
          setAway(false);
        }}
      >
        {t('look.reply')}
      </Button>
    );
  return (
    <Form
      {...props}
      onDone={() => {
        setAway(away.has(props.entry.id));
        onDone?.();
      }}
    />
  );
};
