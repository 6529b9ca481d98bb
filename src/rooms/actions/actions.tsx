// All actions of a circle, and what was learnt in them, found by its words as one types.

import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import { inTurns, useFew } from '#web/ui/few.tsx';
import { LineField, SearchField, TextArea } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { learntIn } from './learnt.ts';
import { askFor, MOST, type Action } from './model.ts';
import { actionHref, ActionRow, actionsIn, canWrite, useDo } from './parts.tsx';

const Learnt = ({ circle, actions }: { readonly circle: OpenCircle; readonly actions: readonly Action[] }) => {
  const t = useWords('actions');
  const day = useDay();
  const nameOf = useNames(circle);
  const [asked, setAsked] = useState('');
  const found = learntIn(actions, asked);
  const few = useFew(found, 12, (count) => t('show-all', { count }));
  if (learntIn(actions).length === 0) return null;
  return (
    <section aria-labelledby="learnt-h" className="stack">
      <PartTitle id="learnt-h" title={t('learnt.title')}>
        <SearchField label={t('learnt.search')} value={asked} onChange={setAsked} />
        <p className="vh" role="status">
          {asked.trim() !== '' && t('learnt.found', { count: found.length })}
        </p>
        {found.length === 0 && <p className="q">{t('learnt.none')}</p>}
      </PartTitle>
      <ul className="ruled">
        {few.shown.map(({ action, review, words }) => (
          <li key={review.id} className="row">
            <p className="mg num">
              {nameOf(review.by)}
              <span className="nl"> </span>
              {day(review.at)}
            </p>
            <div className="tx wide">
              <p className="said as-typed" dir="auto">
                {words}
              </p>
              <p className="s">
                <Link href={actionHref(circle, action.id)}>
                  <bdi>{action.ask}</bdi>
                </Link>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

const Actions = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('actions');
  const actions = actionsIn(circle);
  const [open, over] = [actions.filter(({ is }) => is === 'open'), actions.filter(({ is }) => is !== 'open')];
  const fewOpen = useFew(inTurns(open), 12, (count) => t('show-all', { count }));
  const fewOver = useFew(over, 12, (count) => t('show-all', { count }));
  const at = `/circles/${circle.vault}/actions`;
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title
          sub={t('about')}
          action={
            canWrite(circle) && (
              <LinkButton href={`${at}/new`} look="go">
                {t('plan')}
              </LinkButton>
            )
          }
        >
          {t('title')}
        </Title>
        {actions.length === 0 && (
          <Row note="">
            <Example caption={t('example')}>
              <p>{t('ask-example')}</p>
            </Example>
          </Row>
        )}
        {open.length > 0 && (
          <section aria-labelledby="open-h" className="stack">
            <PartTitle id="open-h" title={t('open')} />
            <ul className="ruled">
              {fewOpen.shown.map((action) => (
                <ActionRow key={action.id} circle={circle} action={action} />
              ))}
            </ul>
            {fewOpen.more && <Row note="">{fewOpen.more}</Row>}
          </section>
        )}
        <Learnt circle={circle} actions={actions} />
        {over.length > 0 && (
          <section aria-labelledby="over-h" className="stack">
            <PartTitle id="over-h" title={t('over')} />
            <ul className="ruled">
              {fewOver.shown.map((action) => (
                <ActionRow key={action.id} circle={circle} action={action} />
              ))}
            </ul>
            {fewOver.more && <Row note="">{fewOver.more}</Row>}
          </section>
        )}
      </Sheet>
    </Page>
  );
};

const NewAction = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('actions');
  const act = useDo(circle);
  const [, go] = useLocation();
  const [given] = useSearchParams();
  const from = given.get('from') ?? '';
  const { values, change, clear } = useFormValues(from === '' ? `action ${circle.vault}` : placeOf('action', from), {
    ask: (given.get('ask') ?? '').slice(0, MOST.ask),
    more: '',
    role: '',
  });
  const at = `/circles/${circle.vault}/actions`;
  return (
    <Page
      title={t('plan')}
      where={
        <TextLink href={at} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('plan-about')}>{t('plan')}</Title>
        <Row note="">
          {canWrite(circle) ? (
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                void act((here) => askFor(here, { ...values, from }), 'asked').then((done) => {
                  if (!done.ok) return;
                  clear();
                  const made = done.value.records.find(({ kind }) => kind === 'action');
                  go(made ? actionHref(circle, made.id) : at);
                });
              }}
            >
              <LineField label={t('ask')} quiet={false} value={values.ask} onChange={(ask) => change({ ask })} maxLength={MOST.ask} placeholder={t('ask-example')} />
              <TextArea label={t('more-words')} value={values.more} onChange={(more) => change({ more })} maxLength={MOST.more} hint={t('more-hint')} />
              <LineField label={t('role-yours')} quiet={false} value={values.role} onChange={(role) => change({ role })} maxLength={MOST.role} placeholder={t('role-example')} />
              <Button look="go" type="submit" isDisabled={values.ask.trim() === ''}>
                {t('ask-do')}
              </Button>
            </form>
          ) : (
            <p>{t('not-in')}</p>
          )}
        </Row>
      </Sheet>
    </Page>
  );
};

export const ActionsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Actions circle={circle} />}</InCircle>;
export const NewActionPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <NewAction circle={circle} />}</InCircle>;
