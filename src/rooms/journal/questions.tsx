// Open questions: those one wants to live with. Each gathers entries over time; none asks to be answered.

import './looking.css';
import { useState } from 'react';
import { Link } from 'wouter';
import { dayOf } from '#core/when.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { LineField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Example, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { entriesPointingTo } from './book.ts';
import { draftAt, dropDraft } from './drafts.ts';
import { askQuestion, entriesOf, type Question } from './questions.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useJournal } from './use-journal.tsx';

/** A line to ask in; what is typed is kept as a draft. */
const Ask = () => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const { values, keeper, refusal } = useDraft('question:new', () => ({ draft: draftAt('question:new', bookOf(desk).drafts), values: {}, basis: null }));
  const [isAsking, setAsking] = useState(false);
  const text = values.text ?? '';
  const ask = async (): Promise<void> => {
    if (text.trim() === '' || isAsking) return;
    setAsking(true);
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const asked = askQuestion(text, desk.newId(), momentNow());
    const done = await keeper.settle(() => act(asked.ok && isKept ? { ok: true, value: [...asked.value, ...dropDraft(draft)] } : asked, 'question.asked'));
    setAsking(false);
    if (done.ok) keeper.anew();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <LineField
        label={t('question.ask')}
        quiet={false}
        placeholder={t('question.placeholder')}
        value={text}
        maxLength={2000}
        onChange={(next) => keeper.change({ text: next })}
        refused={refusal ? inWords(refusal) : undefined}
      />
      <Button look="go" type="submit" isDisabled={isAsking || text.trim() === ''}>
        {t('question.ask-do')}
      </Button>
    </form>
  );
};

const List = ({ questions }: { readonly questions: readonly Question[] }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const book = useJournal();
  return (
    <ul className="plain">
      {questions.map((question) => {
        const entries = entriesOf(question, entriesPointingTo(book, question.id)).reverse();
        return (
          <li key={question.id} className="row">
            <p className="mg num">{question.made !== '' && formatDay(dayOf(momentNow(new Date(question.made)).when), locale)}</p>
            <div className="tx wide">
              <p className="said-l" dir="auto">
                <Link href={`/journal/question/${question.id}`}>{question.text}</Link>
              </p>
              <p className="s q num">
                {t('names.count', { count: entries.length })}
                {entries[0] && `. ${t('question.latest', { day: formatDay(entries[0].when, locale) })}`}
                {question.closed !== '' && `. ${t('question.closed-on', { day: formatDay(question.closed, locale) })}`}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
};

export const QuestionsPage = () => {
  const t = useWords('journal');
  const { questions } = useJournal();
  const open = questions.filter(({ closed }) => closed === '');
  const closed = questions.filter((one) => one.closed !== '');
  return (
    <Page
      title={t('question.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={questions.length === 0 ? '' : t('question.count', { count: open.length })} sub={t('question.about')}>
          {t('question.title')}
        </Title>
        <Row note="" wide>
          <Ask />
        </Row>
        {questions.length === 0 && (
          <Row note="">
            <Example caption={t('question.example-caption')} by={t('question.example-by')}>
              <p>{t('question.example')}</p>
            </Example>
          </Row>
        )}
        {open.length > 0 && <List questions={open} />}
        {closed.length > 0 && (
          <section aria-labelledby="closed-h" className="stack">
            <Row note={t('question.count', { count: closed.length })} wide>
              <h2 id="closed-h">{t('question.closed')}</h2>
            </Row>
            <List questions={closed} />
          </section>
        )}
      </Sheet>
    </Page>
  );
};
