// One open question: its words, what stands under it in the order of time (question-under.tsx), what one would say to it now, where it was asked.
// Closing it changes no entry; it can be opened again.

import './looking.css';
import { useState } from 'react';
import { placeToTarget } from '#core/links.ts';
import { dayOf } from '#core/when.ts';
import { useAsked } from '#web/ui/asked.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { entriesPointingTo } from './book.ts';
import { GatherDialog } from './gather-dialog.tsx';
import { deleteQuestion } from './question-notes.ts';
import { SayNow, useNotesOn } from './question-notes.tsx';
import { AskedOthers, UnderList } from './question-under.tsx';
import { closeQuestion, entriesOf, gatherUnder, reopenQuestion, rewordQuestion, type Question } from './questions.ts';
import { useAct, useGo, useJournal } from './use-journal.tsx';

const Reword = ({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) => {
  const t = useWords('journal');
  const act = useAct();
  const [typed, setTyped] = useState(question.text);
  const reword = async (): Promise<void> => {
    const done = await act(rewordQuestion(question, typed), 'question.reworded');
    if (done.ok) onClose();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void reword();
      }}
    >
      <TextArea label={t('question.words')} value={typed} onChange={setTyped} autoFocus maxLength={2000} />
      <div className="cluster">
        <Button look="go" type="submit">
          {t('question.reword-do')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('question.reword-not')}
        </Button>
      </div>
    </form>
  );
};

export const QuestionPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const go = useGo();
  const book = useJournal();
  const [open, setOpen] = useState<'reword' | 'gather' | null>(null);
  const question = book.questions.find(({ id }) => id === params['id']);
  const notes = useNotesOn(question);
  const { asked, under, isOpening } = useAsked(question?.id ?? '');
  const back = (
    <TextLink href="/journal/questions" icon="back">
      {t('question.title')}
    </TextLink>
  );
  if (!question)
    return (
      <Page title={t('question.gone')} where={back}>
        <Sheet>
          <Title>{t('question.gone')}</Title>
          <Row note="">
            <p>{t('question.gone-about')}</p>
          </Row>
        </Sheet>
      </Page>
    );
  const entries = entriesOf(question, entriesPointingTo(book, question.id));
  const isOpen = question.closed === '';
  const remove = async (): Promise<void> => {
    const done = await act(deleteQuestion(question, notes), 'question.deleted');
    if (done.ok) go('/journal/questions', { replace: true });
  };
  return (
    <Page title={question.text} where={back}>
      <Sheet>
        <Row
          wide
          stack
          note={
            <>
              {question.made !== '' && <span className="note-line">{t('question.asked-on', { day: formatDay(dayOf(momentNow(new Date(question.made)).when), locale) })}</span>}
              {!isOpen && <span className="note-line">{t('question.closed-on', { day: formatDay(question.closed, locale) })}</span>}
            </>
          }
        >
          <h1 dir="auto">{question.text}</h1>
          {question.otherTexts.map((text) => (
            <div key={text} className="leaf stack">
              <p className="s q">{t('question.other-words')}</p>
              <p className="said" dir="auto">
                {text}
              </p>
              <div className="cluster">
                <Button onPress={() => void act(rewordQuestion(question, text), 'question.reworded')}>{t('question.keep-these')}</Button>
                <Button look="bare" onPress={() => void act(rewordQuestion(question, question.text), 'question.reworded')}>
                  {t('question.keep-above')}
                </Button>
              </div>
            </div>
          ))}
          {open === 'reword' ? (
            <Reword question={question} onClose={() => setOpen(null)} />
          ) : (
            <div className="cluster no-print">
              <LinkButton href={`/journal/write?question=${question.id}`} icon="write">
                {t('question.write')}
              </LinkButton>
              <Button icon="add" look="bare" onPress={() => setOpen('gather')}>
                {t('question.gather')}
              </Button>
              <Menu
                label={t('question.more')}
                shown
                actions={[
                  { id: 'reword', label: t('question.reword'), icon: 'edit', onAction: () => setOpen('reword') },
                  isOpen
                    ? { id: 'close', label: t('question.close'), icon: 'check', onAction: () => void act(closeQuestion(question, momentNow()), 'question.closed-done') }
                    : { id: 'reopen', label: t('question.reopen'), icon: 'undo', onAction: () => void act(reopenQuestion(question), 'question.reopened') },
                  { id: 'ask', label: t('question.ask-others'), icon: 'people', onAction: () => go(`/ask?question=${question.id}`) },
                  null,
                  { id: 'delete', label: t('question.delete'), icon: 'delete', warm: true, onAction: () => void remove() },
                ]}
              />
            </div>
          )}
        </Row>
        <section aria-labelledby="under-h" className="stack">
          <Row note={entries.length === 0 ? '' : t('names.count', { count: entries.length })} wide>
            <h2 id="under-h">{t('question.under')}</h2>
            {entries.length + notes.length + under.length === 0 && <p className="q">{t('question.under-none')}</p>}
          </Row>
          <UnderList question={question} entries={entries} notes={notes} answers={under} />
        </section>
        {isOpen && (
          <Row note="" wide className="no-print">
            <SayNow key={question.id} question={question} />
          </Row>
        )}
        <AskedOthers question={question} asked={asked} isOpening={isOpening} />
        <Linked id={question.id} listed={new Set([...entries, ...notes].map(({ id }) => id))} listedTo={new Set(under.map(({ vault, id }) => placeToTarget({ vault, id })))} />
        {open === 'gather' && (
          <GatherDialog
            without={new Set(entries.map(({ id }) => id))}
            onChoose={(entry) => void act(gatherUnder(entry, question, momentNow()), 'question.gathered')}
            onClose={() => setOpen(null)}
          />
        )}
      </Sheet>
    </Page>
  );
};
