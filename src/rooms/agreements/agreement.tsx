// One agreement: its sentence, the rule that breaks it, and how it goes, told by examples along the line of time. Other words, or its
// end, are proposals like any other.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { ByWhen } from '#web/ui/by-when.tsx';
import { useDay } from '#web/ui/circle-words.ts';
import { TextArea } from '#web/ui/field.tsx';
import { InCircle, NotHere } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { LookAgain } from './look-again.tsx';
import { giveExample, HOWS, lookAgain, proposeEnd, type Agreement, type How } from './model.ts';
import { canWrite, roundHref, Sentence, stateOf, useDo } from './parts.tsx';

const GiveExample = ({ circle, agreement }: { readonly circle: OpenCircle; readonly agreement: Agreement }) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const [how, setHow] = useState<How | null>(null);
  const { values, change, clear } = useFormValues(placeOf('example', agreement.id), { text: '' });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!how) return;
        void act((here) => giveExample(here, agreement, how, values.text), 'example.given').then((done) => {
          if (!done.ok) return;
          clear();
          setHow(null);
        });
      }}
    >
      <PickOne legend={t('example.ask')} value={how} onChange={setHow} options={HOWS.map((value) => ({ value, label: t(`how.${value}`) }))} />
      {how && <TextArea label={t(`example.${how}`)} value={values.text} onChange={(text) => change({ text })} maxLength={2000} hint={t('example.hint')} />}
      {how && (
        <Button type="submit" look="go" isDisabled={values.text.trim() === ''}>
          {t('example.give')}
        </Button>
      )}
    </form>
  );
};

const AgreementView = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('agreements');
  const day = useDay();
  const act = useDo(circle);
  const [, go] = useLocation();
  const { agreements, ended, open, moments } = stateOf(circle);
  const agreement = [...agreements, ...ended].find((one) => one.id === id);
  const at = `/circles/${circle.vault}`;
  const back = (
    <TextLink href={`${at}/agreements`} icon="back">
      {t('title')}
    </TextLink>
  );
  if (!agreement) return <NotHere where={back} />;
  const { proposal, since, review, isDue, versions, examples } = agreement;
  const isOver = proposal.ends;
  const mayWrite = canWrite(circle) && !isOver;
  const asked = open.filter((round) => round.proposal.of === id);
  const from = moments.filter((moment) => proposal.moments.includes(moment.id));
  return (
    <Page title={proposal.words} where={back}>
      <Sheet>
        <Row
          note={
            <>
              {isOver ? t('ended') : t('agreement')}
              <span className="nl"> </span>
              {day(since)}
            </>
          }
          wide
        >
          <h1 dir="auto">{proposal.words}</h1>
          {proposal.evenWhen !== '' && (
            <p className="said-l" dir="auto">
              <span className="lead-in">{t('even-when')}</span> {proposal.evenWhen}
            </p>
          )}
        </Row>
        {asked.map((round) => (
          <Row key={round.id} note={t('open')} wide>
            <p className="note">
              {t(round.proposal.ends ? 'round.agreement-ends' : 'round.agreement-changes')} <TextLink href={roundHref(circle, round)}>{t('round.read')}</TextLink>
            </p>
          </Row>
        ))}
        {proposal.rule !== '' && (
          <Row note={t('rule')} wide>
            <p className="said" dir="auto">
              {proposal.rule}
            </p>
            {proposal.owner !== '' && <p className="s q">{t('owner', { who: proposal.owner })}</p>}
            {mayWrite && (
              <p className="links s">
                <TextLink href={`${at}/actions/new?ask=${encodeURIComponent(t('rule-ask', { rule: proposal.rule }))}&from=${id}`}>{t('rule-act')}</TextLink>
              </p>
            )}
          </Row>
        )}
        {from.length > 0 && (
          <Row note={t('moment.note')} wide>
            {from.map((moment) => (
              <p key={moment.id} className="quote as-typed" dir="auto">
                {moment.text}
              </p>
            ))}
          </Row>
        )}
        <section aria-labelledby="how-h" className="stack">
          <Row note="" wide>
            <h2 id="how-h">{t('example.title')}</h2>
            {examples.length === 0 && <p className="q">{t('example.none')}</p>}
          </Row>
          <ol className="ruled">
            {examples.map(({ id: one, by, how, text, at: when }) => (
              <li key={one} className="row">
                <ByWhen circle={circle} by={by} at={when} />
                <div className="tx wide">
                  <p>
                    <span className={how === 'kept' ? 'tag on' : how === 'broken' ? 'tag hot' : 'tag'}>{t(`how.${how}`)}</span>
                  </p>
                  <p className="said as-typed" dir="auto">
                    {text}
                  </p>
                </div>
              </li>
            ))}
          </ol>
          {mayWrite && (
            <Row note="" wide>
              <GiveExample circle={circle} agreement={agreement} />
            </Row>
          )}
        </section>
        {mayWrite && (
          <Row note={t('review.note')} wide stack>
            {isDue ? <LookAgain onDay={(next) => act((here) => lookAgain(here, id, next), 'review.set')} /> : <p className="num">{t('review.on', { day: day(review) })}</p>}
            <div className="cluster">
              <LinkButton href={`${at}/agreements/a/${id}/change`}>{t('agreement.change')}</LinkButton>
              <Button
                look="bare"
                onPress={() =>
                  void act((here) => proposeEnd(here, agreement), circle.members.length < 2 ? 'round.ended-now' : 'round.end-opened').then(
                    (done) => done.ok && go(`${at}/agreements`),
                  )
                }
              >
                {t('agreement.end')}
              </Button>
            </div>
          </Row>
        )}
        {versions.length > 1 && (
          <Row note="" wide>
            <details>
              <summary>{t('versions')}</summary>
              <ol className="list">
                {versions.map((round) => (
                  <li key={round.id}>
                    <p className="s q">
                      {t('since', { day: day(round.since) })}
                      {round.proposal.ends && `, ${t('ended')}`}
                    </p>
                    <Sentence proposal={round.proposal} className="said" />
                    <p className="links s">
                      <TextLink href={roundHref(circle, round)}>{t('round.how-it-came')}</TextLink>
                    </p>
                  </li>
                ))}
              </ol>
            </details>
          </Row>
        )}
        {versions.length === 1 && (
          <Row note="">
            <p className="links s">
              <TextLink href={roundHref(circle, versions[0]!)}>{t('round.how-it-came')}</TextLink>
            </p>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

export const AgreementPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <AgreementView circle={circle} id={params['id'] ?? ''} />}</InCircle>;
