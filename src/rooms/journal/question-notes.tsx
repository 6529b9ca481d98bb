// What one says to an open question: a form that adds to what was said before, and the page of one note, where its words and day are changed.

import { useLocation } from 'wouter';
import type { Result } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import { dayOf } from '#core/when.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { draftAt, dropDraft } from './drafts.ts';
import { changeQuestionNote, deleteQuestionNote, noteOnQuestion, notesOnQuestion, questionNoteKind, questionNoteOf, type QuestionNote } from './question-notes.ts';
import type { Question } from './questions.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useJournal } from './use-journal.tsx';

export const noteHref = ({ id }: Pick<QuestionNote, 'id'>): string => `/journal/question/note/${id}`;

export const useNotesOn = (question: Question | undefined): readonly QuestionNote[] => {
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

const NoteForm = ({ note, to }: { readonly note: QuestionNote; readonly to: string }) => {
  const t = useWords('journal');
  const act = useAct();
  const desk = useDesk();
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(placeOf('note on a question', note.id), { text: note.text, day: dayOf(note.when) });
  return (
    <Form
      go={t('question.note-save')}
      onGo={async () => {
        const done = await act(changeQuestionNote(note, values, momentNow(), desk.newId()), 'question.note-changed');
        if (done.ok) {
          clear();
          go(to, { replace: true });
        }
        return done;
      }}
      beside={
        <LinkButton href={to} look="bare">
          {t('question.reword-not')}
        </LinkButton>
      }
    >
      <TextArea label={t('question.note-words')} quiet value={values.text} onChange={(text) => change({ text })} maxLength={100_000} />
      <TextField
        type="date"
        label={t('question.note-day')}
        {...(note.when === '' ? { hint: t('question.no-day-hint') } : {})}
        value={values.day}
        onChange={(day) => change({ day })}
      />
    </Form>
  );
};

/** A note by its id; the one without a day by its question's. */
export const QuestionNotePage = ({ params }: RoomPageProps) => {
  const t = useWords('journal');
  const remove = useDelete('journal');
  const day = useNoteDay();
  const { questions } = useJournal();
  const id = params['note'] ?? '';
  const record = recordsOf(useSnapshot(), questionNoteKind.name).get(id);
  const dated = record ? questionNoteOf(record) : null;
  const question = questions.find((one) => one.id === (dated?.of ?? id));
  const first = question && notesOnQuestion(question, [])[0];
  const note = dated ?? first;
  const back = question ? `/journal/question/${question.id}` : '/journal/questions';
  const where = (
    <TextLink href={back} icon="back">
      {question ? <bdi>{question.text}</bdi> : t('question.title')}
    </TextLink>
  );
  if (!note) return <NotHere where={where} />;
  return (
    <Page title={t('question.note-one')} where={where}>
      <Sheet>
        <Title note={day(note.when)} {...(question ? {} : { sub: t('question.note-alone') })}>
          {t('question.note-one')}
        </Title>
        <Row note="">
          <NoteForm key={note.id} note={note} to={back} />
        </Row>
        {dated && <Linked id={dated.id} />}
        <Row note="" wide>
          <Button look="bare" icon="delete" onPress={() => remove(deleteQuestionNote(note), back, 'question.note-deleted')}>
            {t('question.note-delete')}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};
