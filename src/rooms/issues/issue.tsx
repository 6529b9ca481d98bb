// One issue: whose it is, what happens, the cause, who must answer, the ask and its day, and the record on the margin line. What one may
// do stands at its end; who is not among those affected may record what was said, and cannot close it.

import './issues.css';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { dayNumber } from '#core/when.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { placeToTarget } from '#core/links.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { Yours } from '#web/ui/far.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { joinIssue, leaveIssue, reopenIssue, withdrawIssue } from './deeds.ts';
import { AnswerForm, CloseForm, OutcomeForm, PromiseForm, useDoer } from './deeds.tsx';
import { issueNamed, standingOf, type Sheet as IssueSheet } from './model.ts';
import { isBiggerThanOne } from './sheet.ts';
import { Record } from './timeline.tsx';
import { todayNow, useWhose } from './told.tsx';

interface PartsProps {
  readonly circle: OpenCircle;
  readonly sheet: IssueSheet;
}

const Whose = ({ circle, sheet }: PartsProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const whose = useWhose(circle);
  const { issue, joined, affected, closed } = sheet;
  const isMine = affected.has(circle.me);
  const mayWrite = circle.standing === 'in' && !closed;
  return (
    <Row as="section" note={t('who.note')} wide stack>
      <p>
        {whose(sheet)} {joined.length === 0 && <span className="q">{t('who.nobody-yet')}</span>}
      </p>
      {isBiggerThanOne(issue) && <p className="q">{t('question.bigger')}</p>}
      {mayWrite && !isMine && (
        <>
          <Button look="go" onPress={() => void act(circle, joinIssue(sheet, doer()), 'join.done')}>
            {t('join')}
          </Button>
          <p className="s q">{t('join.about')}</p>
        </>
      )}
      {mayWrite && isMine && issue.by !== circle.me && (
        <Button look="bare" onPress={() => void act(circle, leaveIssue(sheet, doer()), 'unjoin.done')}>
          {t('unjoin')}
        </Button>
      )}
    </Row>
  );
};

const Ask = ({ sheet: { issue, closed } }: { readonly sheet: IssueSheet }) => {
  const t = useWords('issues');
  const day = useDay();
  const days = issue.due === '' ? 0 : dayNumber(issue.due) - dayNumber(todayNow());
  return (
    <Row as="section" note={t('part.ask')} wide stack>
      {issue.ask === '' ? (
        <p className="q">{t('part.missing')}</p>
      ) : (
        <p className="said-l issue-words" dir="auto">
          {issue.ask}
        </p>
      )}
      {issue.due !== '' && (
        <p className="s num">
          {closed ? (
            <span className="q">{t('part.due-was', { day: day(issue.due, 'full') })}</span>
          ) : (
            <>
              <b className="w">{days === 0 ? t('part.left-today') : t(days > 0 ? 'part.left' : 'part.over', { count: Math.abs(days) })}</b>{' '}
              <span className="q">{t(days >= 0 ? 'part.due' : 'part.due-past', { day: day(issue.due, 'full') })}</span>
            </>
          )}
        </p>
      )}
    </Row>
  );
};

type Deed = 'answer' | 'promise' | 'outcome' | 'close';

const Next = ({ circle, sheet }: PartsProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const [, go] = useLocation();
  const [deed, setDeed] = useState<Deed | null>(null);
  const { issue, affected, closed, asked, promises } = sheet;
  const at = `/circles/${circle.vault}/issues/${issue.id}`;
  const isMine = affected.has(circle.me);
  const { is } = standingOf(sheet, todayNow());
  const open = promises.filter(({ outcome }) => outcome === null).sort((a, b) => (a.due < b.due ? -1 : 1))[0];
  if (circle.standing !== 'in') return null;
  if (closed)
    return isMine ? (
      <Row note={t('part.next')} wide>
        <Button onPress={() => void act(circle, reopenIssue(sheet, todayNow(), doer()), 'do.reopened')}>{t('do.reopen')}</Button>
      </Row>
    ) : null;
  const props = { circle, sheet, onClose: () => setDeed(null) };
  const withdraw = async (): Promise<void> => {
    const done = await act(circle, withdrawIssue(sheet, circle.me), 'do.withdrawn');
    if (done.ok) go(`/circles/${circle.vault}/issues`, { replace: true });
  };
  return (
    <Row as="section" note={t('part.next')} wide stack>
      {deed === 'answer' && <AnswerForm {...props} />}
      {deed === 'promise' && <PromiseForm {...props} />}
      {deed === 'outcome' && open && <OutcomeForm {...props} promise={open} />}
      {deed === 'close' && <CloseForm {...props} />}
      {deed === null && (
        <div className="cluster">
          {asked.length > 0 && (
            <Button look={isMine && (is === 'asked' || is === 'no-answer') ? 'go' : 'plain'} onPress={() => setDeed('answer')}>
              {t('do.answer')}
            </Button>
          )}
          {asked.length > 0 && <Button onPress={() => setDeed('promise')}>{t('do.promise')}</Button>}
          {isMine && open && (
            <Button look={is === 'promise-due' ? 'go' : 'plain'} onPress={() => setDeed('outcome')}>
              {t('do.outcome')}
            </Button>
          )}
          <LinkButton href={`${at}/out`} look={isMine && asked.length === 0 ? 'go' : 'plain'}>
            {t('do.out')}
          </LinkButton>
          <LinkButton look="bare" href={`/circles/${circle.vault}/actions/new?from=${issue.id}`}>
            {t('do.act')}
          </LinkButton>
          {isMine && (
            <Button look="bare" onPress={() => setDeed('close')}>
              {t('do.close')}
            </Button>
          )}
          {issue.by === circle.me && (
            <Menu
              label={t('do.more')}
              shown
              actions={[
                { id: 'edit', label: t('do.edit'), icon: 'edit', onAction: () => go(`${at}/edit`) },
                ...(sheet.joined.length === 0 && asked.length === 0
                  ? [{ id: 'withdraw', label: t('do.withdraw'), icon: 'delete' as const, warm: true, onAction: () => void withdraw() }]
                  : []),
              ]}
            />
          )}
        </div>
      )}
      {!isMine && <p className="s q">{t('do.affected-only')}</p>}
    </Row>
  );
};

const One = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('issues');
  const sheet = issueNamed(circle.snapshot, id);
  if (!sheet)
    return (
      <Page title={t('list.gone')} where={<ToCircle circle={circle} />}>
        <Sheet>
          <Title sub={t('list.gone-about')}>{t('list.gone')}</Title>
          <Row note="">
            <LinkButton href={`/circles/${circle.vault}/issues`}>{t('section.all')}</LinkButton>
          </Row>
        </Sheet>
      </Page>
    );
  const { issue } = sheet;
  return (
    <Page title={issue.title} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Row note={t('title')} wide>
          <h1 dir="auto">{issue.title}</h1>
        </Row>
        <Whose circle={circle} sheet={sheet} />
        {issue.happens !== '' && (
          <Row as="section" note={t('part.happens')} wide>
            <p className="said issue-words" dir="auto">
              {issue.happens}
            </p>
          </Row>
        )}
        {(issue.area !== null || issue.cause !== '') && (
          <Row as="section" note={t('part.cause')} wide>
            {issue.area !== null && (
              <p>
                <b>{t(`area.${issue.area}`)}.</b> <span className="q">{t(`area-about.${issue.area}`)}</span>
              </p>
            )}
            {issue.cause !== '' && (
              <p className="said issue-words" dir="auto">
                {issue.cause}
              </p>
            )}
          </Row>
        )}
        <Row as="section" note={t('part.role')} wide>
          {issue.role === '' ? (
            <p className="q">{t('part.missing')}</p>
          ) : (
            <p className="said-l" dir="auto">
              {issue.role}
            </p>
          )}
          <p className="s q">{t('part.role-about')}</p>
        </Row>
        <Ask sheet={sheet} />
        <section aria-labelledby="record-h" className="stack">
          <Row note="" wide>
            <h2 id="record-h">{t('record')}</h2>
          </Row>
          <Record sheet={sheet} circle={circle} />
        </section>
        <Next circle={circle} sheet={sheet} />
        {circle.standing === 'in' && <Yours to={placeToTarget({ vault: circle.vault, id: issue.id })} />}
      </Sheet>
    </Page>
  );
};

export const IssuePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => (
  <InCircle vault={params['circle']}>{(circle) => <One circle={circle} id={params['id'] ?? ''} />}</InCircle>
);
