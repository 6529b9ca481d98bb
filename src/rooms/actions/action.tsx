// One action: the ask, who is in with which role, the steps that each promised, its dates, whether it is done; then how each saw it.

import { useState } from 'react';
import { placeToTarget } from '#core/links.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Yours } from '#web/ui/far.tsx';
import { InCircle, NotHere } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { Dates } from './dates.tsx';
import { comeIn, endAction, isIn, markStep, MOST, promiseStep, rewordAction, stepOut, takeStepBack, type Action } from './model.ts';
import { actionsIn, canWrite, nowHere, useDo } from './parts.tsx';
import { Reviews } from './review.tsx';

interface PartProps {
  readonly circle: OpenCircle;
  readonly action: Action;
}

const WhoIsIn = ({ circle, action }: PartProps) => {
  const t = useWords('actions');
  const nameOf = useNames(circle);
  const act = useDo(circle);
  const mine = action.joined.find(({ by }) => by === circle.me);
  const [isChanging, setChanging] = useState(false);
  const { values, change, clear } = useFormValues(placeOf('role', action.id), { role: mine?.role ?? '' });
  const mayWrite = canWrite(circle) && action.is === 'open';
  const join = (): void =>
    void act((here) => comeIn(here, action, values.role), mine ? 'role-taken' : 'joined-now').then((done) => {
      if (!done.ok) return;
      clear();
      setChanging(false);
    });
  return (
    <Row note={t('who')} wide stack>
      <h2 className="vh">{t('who')}</h2>
      {action.joined.length === 0 && <p className="q">{t('in-nobody')}</p>}
      <ul className="act-people">
        {action.joined.map(({ id, by, role }) => (
          <li key={id}>
            <b>{nameOf(by)}</b>
            {role !== '' && (
              <>
                {' '}
                <span className="said" dir="auto">
                  {role}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      {mayWrite &&
        (isChanging || !mine ? (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              join();
            }}
          >
            <TextField label={t('role')} value={values.role} onChange={(role) => change({ role })} maxLength={MOST.role} hint={t('role-hint')} />
            <div className="cluster">
              <Button type="submit" look={mine ? 'plain' : 'go'}>
                {t(mine ? 'role-take' : 'join')}
              </Button>
              {mine && (
                <Button look="bare" onPress={() => setChanging(false)}>
                  {t('not-now')}
                </Button>
              )}
            </div>
          </form>
        ) : (
          <div className="cluster">
            <Button onPress={() => setChanging(true)}>{t(mine.role === '' ? 'role-take' : 'role-change')}</Button>
            <Button look="bare" onPress={() => void act((here) => stepOut(here, action), 'stepped-out')}>
              {t('step-out')}
            </Button>
          </div>
        ))}
    </Row>
  );
};

const Steps = ({ circle, action }: PartProps) => {
  const t = useWords('actions');
  const day = useDay();
  const nameOf = useNames(circle);
  const act = useDo(circle);
  const { values, change, clear } = useFormValues(placeOf('step', action.id), { text: '', until: '' });
  const mayWrite = canWrite(circle) && action.is === 'open';
  if (action.steps.length === 0 && !mayWrite) return null;
  return (
    <Row note={t('step.title')} wide stack>
      <h2 className="vh">{t('step.title')}</h2>
      {action.steps.length > 0 && (
        <ul className="list">
          {action.steps.map((step) => {
            const { id, by, text, until, done } = step;
            return (
              <li key={id} className="between">
                <div>
                  <p className={done === '' ? 'said-l' : 'said-l q'} dir="auto">
                    {text}
                  </p>
                  <p className="s q num">
                    {nameOf(by)}
                    {until !== '' && done === '' && ` · ${t('step.by', { day: day(until, 'short') })}`}
                    {done !== '' && ` · ${t('step.done-on', { day: day(done) })}`}
                  </p>
                </div>
                {mayWrite && by === circle.me && (
                  <div className="cluster">
                    <Button onPress={() => void act((here) => markStep(here, step, done === ''), done === '' ? 'step.marked' : 'step.unmarked')}>
                      {t(done === '' ? 'step.done' : 'step.not-done')}
                    </Button>
                    {done === '' && (
                      <Button look="bare" onPress={() => void act((here) => takeStepBack(here, step), 'step.taken')}>
                        {t('take-back')}
                      </Button>
                    )}
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {mayWrite && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void act((here) => promiseStep(here, action, values.text, values.until), 'step.promised').then((done) => done.ok && clear());
          }}
        >
          <TextField label={t('step.yours')} value={values.text} onChange={(text) => change({ text })} maxLength={MOST.step} hint={t('step.hint')} />
          {values.text.trim() !== '' && (
            <>
              <TextField type="date" label={t('step.until')} value={values.until} onChange={(until) => change({ until })} min={nowHere().day} />
              <Button type="submit">{t('step.promise')}</Button>
            </>
          )}
        </form>
      )}
    </Row>
  );
};

const Reword = ({ circle, action, onClose }: PartProps & { readonly onClose: () => void }) => {
  const t = useWords('actions');
  const act = useDo(circle);
  const { values, change, clear } = useFormValues(placeOf('reword', action.id), { ask: action.ask, more: [action.more, ...action.otherMore].join('\n\n') });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act((here) => rewordAction(here, action, values), 'reworded').then((done) => {
          if (!done.ok) return;
          clear();
          onClose();
        });
      }}
    >
      <TextArea label={t('ask')} value={values.ask} onChange={(ask) => change({ ask })} maxLength={MOST.ask} />
      <TextArea label={t('more-words')} value={values.more} onChange={(more) => change({ more })} maxLength={MOST.more} />
      <div className="cluster">
        <Button type="submit" look="go">
          {t('reword-do')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('not-now')}
        </Button>
      </div>
    </form>
  );
};

/** Where it came from, if that is still here to be read. */
const origin = (circle: OpenCircle, from: string): string | null => {
  if (circle.snapshot.kinds.get('agree-round')?.has(from)) return `/circles/${circle.vault}/agreements/a/${from}`;
  return circle.snapshot.kinds.get('issue')?.has(from) ? `/circles/${circle.vault}/issues/${from}` : null;
};

const ActionView = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('actions');
  const day = useDay();
  const nameOf = useNames(circle);
  const act = useDo(circle);
  const [isRewording, setRewording] = useState(false);
  const action = actionsIn(circle).find((one) => one.id === id);
  const back = (
    <TextLink href={`/circles/${circle.vault}/actions`} icon="back">
      {t('title')}
    </TextLink>
  );
  if (!action) return <NotHere where={back} />;
  const { by, ask, more, otherMore, is, isBy, isAt, at, from } = action;
  const mayEnd = canWrite(circle) && (isIn(action, circle.me) || by === circle.me);
  const came = origin(circle, from);
  return (
    <Page title={ask} where={back}>
      <Sheet>
        <Row
          note={
            <>
              {t('asks', { name: nameOf(by) })}
              <span className="nl"> </span>
              {day(at)}
            </>
          }
          wide
          stack
        >
          {isRewording ? (
            <Reword circle={circle} action={action} onClose={() => setRewording(false)} />
          ) : (
            <>
              <h1 dir="auto">{ask}</h1>
              {[more, ...otherMore].map(
                (text) =>
                  text !== '' && (
                    <p key={text} className="said as-typed" dir="auto">
                      {text}
                    </p>
                  ),
              )}
              {is !== 'open' && <p className="note">{t(`is-by.${is}`, { name: nameOf(isBy), day: day(isAt) })}</p>}
              <p className="links s">
                {came !== null && <TextLink href={came}>{t('from')}</TextLink>}
                {by === circle.me && is === 'open' && canWrite(circle) && (
                  <Button look="bare" onPress={() => setRewording(true)}>
                    {t('reword')}
                  </Button>
                )}
              </p>
            </>
          )}
        </Row>
        {is === 'done' && <Reviews circle={circle} action={action} />}
        <WhoIsIn circle={circle} action={action} />
        <Steps circle={circle} action={action} />
        <Dates circle={circle} action={action} />
        {is === 'dropped' && <Reviews circle={circle} action={action} />}
        {mayEnd && (
          <Row note={t('end')} wide>
            <div className="cluster">
              {is === 'open' ? (
                <>
                  <Button onPress={() => void act((here) => endAction(here, action, 'done'), 'done-now')}>{t('done')}</Button>
                  <Button look="bare" onPress={() => void act((here) => endAction(here, action, 'dropped'), 'dropped-now')}>
                    {t('drop')}
                  </Button>
                </>
              ) : (
                <Button look="bare" onPress={() => void act((here) => endAction(here, action, 'open'), 'opened-now')}>
                  {t('go-on')}
                </Button>
              )}
            </div>
          </Row>
        )}
        {circle.standing === 'in' && <Yours to={placeToTarget({ vault: circle.vault, id: action.id })} />}
      </Sheet>
    </Page>
  );
};

export const ActionPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <ActionView circle={circle} id={params['id'] ?? ''} />}</InCircle>;
