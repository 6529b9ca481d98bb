// One open question: its words, the entries gathered under it in the order of time, and what one would say to it now.
// Closing it changes no entry; it can be opened again.

import './looking.css';
import { useState } from 'react';
import { dayOf } from '#core/when.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { entriesPointingTo } from './book.ts';
import { draftAt, dropDraft } from './drafts.ts';
import { useGist } from './entry-list.tsx';
import { GatherDialog } from './gather-dialog.tsx';
import { Quote } from './marked.tsx';
import type { Entry } from './model.ts';
import { closeQuestion, deleteQuestion, entriesOf, gatherUnder, noteOnQuestion, reopenQuestion, rewordQuestion, takeFrom, type Question } from './questions.ts';
import { quoteOf } from './quote.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useGo, useJournal } from './use-journal.tsx';

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

/** What one would say to it now; the words before stay readable until they are written over, and undo brings them back. */
const Now = ({ question }: { readonly question: Question }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const place = `question:${question.id}` as const;
  const { values, keeper, refusal, keptAt } = useDraft(place, () => ({
    draft: draftAt(place, bookOf(desk).drafts),
    values: { text: question.note },
    basis: { text: question.note },
  }));
  const text = values.text ?? '';
  const isChanged = text !== question.note;
  const keep = async (): Promise<void> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const noted = noteOnQuestion(question, text);
    const done = await keeper.settle(() => act(noted.ok && isKept ? { ok: true, value: [...noted.value, ...dropDraft(draft)] } : noted, 'question.note-kept'));
    if (done.ok) keeper.anew({ text });
  };
  return (
    <form
      className="note stack"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      {question.otherNotes.map((other) => (
        <blockquote key={other} className="quote said" dir="auto">
          {other}
        </blockquote>
      ))}
      <TextArea
        label={t('question.now')}
        value={text}
        onChange={(next) => keeper.change({ text: next })}
        placeholder={t('question.now-placeholder')}
        refused={refusal ? inWords(refusal) : undefined}
      />
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={!isChanged && question.otherNotes.length === 0}>
          {t('question.now-keep')}
        </Button>
        {isChanged && keptAt !== '' && <span className="s q">{t('look.draft-kept')}</span>}
      </div>
    </form>
  );
};

const Gathered = ({ entry, question }: { readonly entry: Entry; readonly question: Question }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const gist = useGist();
  const quoted = quoteOf(entry.text);
  return (
    <li className="row">
      <p className="mg num">
        <TextLink href={`/journal/e/${entry.id}`}>{formatDay(entry.when, locale, 'long', entry.calendar)}</TextLink>
      </p>
      <div className="tx wide between">
        <div className="grow">{quoted ? <Quote quoted={[quoted]} marked={false} /> : <p className="said">{gist(entry)}</p>}</div>
        <Button
          look="bare"
          className="no-print s"
          onPress={() => void act(takeFrom(entry, question, momentNow()), 'question.taken')}
          aria-label={t('question.take-label', { day: formatDay(entry.when, locale) })}
        >
          {t('question.take')}
        </Button>
      </div>
    </li>
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
    const done = await act(deleteQuestion(question), 'question.deleted');
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
          <Row note={t('names.count', { count: entries.length })} wide>
            <h2 id="under-h">{t('question.under')}</h2>
            {entries.length === 0 && <p className="q">{t('question.under-none')}</p>}
          </Row>
          <ul className="plain">
            {entries.map((entry) => (
              <Gathered key={entry.id} entry={entry} question={question} />
            ))}
          </ul>
        </section>
        {isOpen ? (
          <Row note="" wide className="no-print">
            <Now key={question.note} question={question} />
          </Row>
        ) : (
          question.note !== '' && (
            <Row note={t('question.last-said')} wide>
              <Markdown text={question.note} />
            </Row>
          )
        )}
        <Linked id={question.id} listed={new Set(entries.map(({ id }) => id))} />
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
