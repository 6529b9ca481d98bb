// What one says to an open question: a form that adds to what was said before, and the page of one note, where its words and day are changed.

import type { DatedNote } from '#core/dated-notes.ts';
import type { Result } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import { DatedNotePage } from '#web/ui/dated-note.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { draftAt, dropDraft } from './drafts.ts';
import { changeQuestionNote, deleteQuestionNote, noteOnQuestion, notesOnQuestion, questionNoteKind, questionNoteOf } from './question-notes.ts';
import { MOST_NOTE, type Question } from './questions.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useJournal } from './use-journal.tsx';

export const noteHref = ({ id }: Pick<DatedNote, 'id'>): string => `/journal/question/note/${id}`;

export const useNotesOn = (question: Question | undefined): readonly DatedNote[] => {
  const notes = recordsOf(useSnapshot(), questionNoteKind.name).values();
  return question ? notesOnQuestion(question, notes) : [];
};

export const useNoteDay = (): ((when: string) => string) => {
  const t = useWords('journal');
  const locale = useLocale();
  return (when) => (when === '' ? t('question.no-day') : formatDay(when, locale));
};

/** Today's words beside those of before; what is typed is kept as a draft. */
export const SayNow = ({ question }: { readonly question: Question }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const place = `question:${question.id}` as const;
  const { values, keeper, refusal, keptAt } = useDraft(place, () => ({ draft: draftAt(place, bookOf(desk).drafts), values: {}, basis: null }));
  const text = values.text ?? '';
  const keep = async (): Promise<Result<unknown>> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const noted = noteOnQuestion(question, { text }, desk.newId(), momentNow());
    const done = await keeper.settle(() => act(noted.ok && isKept ? { ok: true, value: [...noted.value, ...dropDraft(draft)] } : noted, 'question.note-kept'));
    if (done.ok) keeper.anew();
    return done;
  };
  return (
    <Form go={t('question.now-keep')} look="plain" isReady={text.trim() !== ''} onGo={keep}>
      <TextArea
        label={t('question.now')}
        hint={t('question.now-hint')}
        value={text}
        onChange={(next) => keeper.change({ text: next })}
        placeholder={t('question.now-placeholder')}
        refused={refusal ? inWords(refusal) : undefined}
      />
      {text !== '' && keptAt !== '' && <p className="s q">{t('look.draft-kept')}</p>}
    </Form>
  );
};

/** A note by its id; the one without a day by its question's. */
export const QuestionNotePage = ({ params }: RoomPageProps) => {
  const t = useWords('journal');
  const act = useAct();
  const desk = useDesk();
  const day = useNoteDay();
  const { questions } = useJournal();
  const id = params['note'] ?? '';
  const record = recordsOf(useSnapshot(), questionNoteKind.name).get(id);
  const dated = record ? questionNoteOf(record) : null;
  const question = questions.find((one) => one.id === (dated?.of ?? id));
  const note = dated ?? (question && notesOnQuestion(question, [])[0]) ?? null;
  return (
    <DatedNotePage
      room="journal"
      words={{
        one: t('question.note-one'),
        alone: t('question.note-alone'),
        text: t('question.note-words'),
        day: t('question.note-day'),
        noDayHint: t('question.no-day-hint'),
        save: t('question.note-save'),
        leave: t('question.reword-not'),
        delete: t('question.note-delete'),
      }}
      note={note}
      day={note ? day(note.when) : ''}
      most={MOST_NOTE}
      about={question ? <bdi>{question.text}</bdi> : null}
      back={question ? `/journal/question/${question.id}` : '/journal/questions'}
      list={t('question.title')}
      onSave={(one, draft) => act(changeQuestionNote(one, draft, momentNow(), desk.newId()), 'question.note-changed')}
      onDelete={deleteQuestionNote}
      deleted="question.note-deleted"
    />
  );
};
