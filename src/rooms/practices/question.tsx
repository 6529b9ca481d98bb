// A question for the need of the moment: one at a time, never the same twice in a row, each sent away for good with one press.

import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { RoadsOut } from '#web/ui/roads.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { carryInto } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { GROUP_MOMENTS, MOMENTS, nextQuestion, type Moment } from './questions.ts';
import { bringBackQuestions, dismissQuestion, keepAsked } from './told.ts';
import { usePractices } from './use-practices.tsx';

export const QuestionPage = () => {
  const t = useWords('practices');
  const library = useWords('library');
  const act = useAct('practices');
  const desk = useDesk();
  const [, go] = useLocation();
  const { wishes } = usePractices();
  const [moment, setMoment] = useState<Moment | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const ask = (next: Moment, dismissed: readonly string[] = wishes.dismissed): void => {
    // What stands here was the last, also where it was not kept yet.
    const asked = shown === null ? wishes.asked : [shown, ...wishes.asked.filter((one) => one !== shown)];
    const question = nextQuestion(next, dismissed, asked);
    setMoment(next);
    setShown(question?.id ?? null);
    if (question) void act(keepAsked(question.id, asked));
    // On a phone the moments fill the screen: the question and what one may do with it come into view below them.
    requestAnimationFrame(() => said.current?.parentElement?.scrollIntoView({ block: 'nearest' }));
  };
  const options = (moments: readonly Moment[]) => moments.map((value) => ({ value, label: t(`moment.${value}`) }));
  return (
    <Page
      title={t('question.title')}
      where={
        <TextLink href="/act/practices" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('question.intro')}>{t('question.title')}</Title>
        <Row note="" wide stack>
          <PickOne legend={t('question.alone')} options={options(MOMENTS)} value={moment} onChange={(next) => next && ask(next)} />
          <PickOne legend={t('question.group')} options={options(GROUP_MOMENTS)} value={moment} onChange={(next) => next && ask(next)} />
        </Row>
        <Row note="" wide stack>
          <p ref={said} className={shown === null ? 'q' : 'asks'} role="status">
            {shown !== null ? library(`question.${shown}`) : t(moment === null ? 'question.moment-choose' : 'question.none')}
          </p>
          {moment !== null && shown !== null && (
            <div className="cluster">
              <Button
                icon="write"
                onPress={() => {
                  carryInto(desk, 'entry', 'text', `> ${library(`question.${shown}`)}\n\n`);
                  go('/journal/write?carried');
                }}
              >
                {t('question.write')}
              </Button>
              {GROUP_MOMENTS.some((one) => one === moment) && (
                <RoadsOut leads="question" label={t('question.send')} strain={{ words: library(`question.${shown}`), replies: {} }} quiet />
              )}
              <Button onPress={() => ask(moment)}>{t('question.another')}</Button>
              <Button
                look="bare"
                onPress={() => {
                  const gone = shown;
                  void act(dismissQuestion(gone), 'question.gone').then((done) => {
                    if (done.ok) ask(moment, [...wishes.dismissed, gone]);
                  });
                }}
              >
                {t('question.never')}
              </Button>
            </div>
          )}
        </Row>
        {wishes.dismissed.length > 0 && (
          <Row note="" wide>
            <Button look="bare" onPress={() => void act(bringBackQuestions(wishes), 'question.is-back')}>
              {t('question.back', { count: wishes.dismissed.length })}
            </Button>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
