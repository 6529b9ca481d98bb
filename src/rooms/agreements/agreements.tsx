// Mission and agreements of a circle on one page: what it is for and whether that is still true, what asks for a word, what is agreed,
// the moments that agreements come from, and what stood before.

import { useState } from 'react';
import { Link } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { ByWhen } from '#web/ui/by-when.tsx';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import { inTurns, useFew } from '#web/ui/few.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { answerMission, bringMoment, lookAgain, missionAsks, TRUTHS, type Mission, type Moment, type Truth } from './model.ts';
import { LookAgain } from './look-again.tsx';
import { agreementHref, canWrite, stateOf, useDo } from './parts.tsx';
import { AgreementRow, RoundRow } from './section.tsx';

const StillTrue = ({ circle, mission }: { readonly circle: OpenCircle; readonly mission: Mission }) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const [say, setSay] = useState<Truth | null>(null);
  const { values, change, clear } = useFormValues(placeOf('true', mission.round.id), { text: '' });
  return (
    <form
      className="note stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (say) void act((here) => answerMission(here, mission.round, say, values.text), 'mission.answered').then((done) => done.ok && clear());
      }}
    >
      <PickOne legend={t('mission.asks')} value={say} onChange={setSay} options={TRUTHS.map((value) => ({ value, label: t(`truth.${value}`) }))} />
      {say && <TextArea label={t('mission.why')} value={values.text} onChange={(text) => change({ text })} maxLength={2000} />}
      {say && (
        <Button type="submit" look="go">
          {t('mission.answer')}
        </Button>
      )}
    </form>
  );
};

const MissionPart = ({ circle, mission }: { readonly circle: OpenCircle; readonly mission: Mission | null }) => {
  const t = useWords('agreements');
  const day = useDay();
  const nameOf = useNames(circle);
  const act = useDo(circle);
  const at = `/circles/${circle.vault}/agreements`;
  if (!mission)
    return (
      <Row note={t('mission.note')} stack>
        <Example caption={t('example')}>
          <p>{t('mission.example')}</p>
        </Example>
        {canWrite(circle) && <LinkButton href={`${at}/mission`}>{t('mission.say')}</LinkButton>}
      </Row>
    );
  const { round, answers, isDue } = mission;
  return (
    <Row
      note={
        <>
          {t('mission.note')}
          <span className="nl"> </span>
          {t('since', { day: day(round.since) })}
        </>
      }
      wide
      stack
    >
      <h2 className="vh">{t('mission.title')}</h2>
      <p className="said agree-mission" dir="auto">
        {round.proposal.words}
      </p>
      {canWrite(circle) && missionAsks(mission, circle.me) && <StillTrue circle={circle} mission={mission} />}
      {answers.length > 0 && (
        <ul className="list">
          {answers.map(({ id, by, say, text, at: when }) => (
            <li key={id}>
              <p className="s q">
                <bdi>{nameOf(by)}</bdi> · {day(when)} · <b>{t(`truth.${say}`)}</b>
              </p>
              {text !== '' && (
                <p className="said" dir="auto">
                  {text}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite(circle) && isDue && <LookAgain onDay={(next) => act((here) => lookAgain(here, round.id, next), 'review.set')} />}
      <p className="links">
        {canWrite(circle) && <TextLink href={`${at}/mission`}>{t('mission.change')}</TextLink>}
        <TextLink href={`${at}/round/${round.id}`}>{t('round.how-it-came')}</TextLink>
      </p>
    </Row>
  );
};

const Moments = ({ circle, moments }: { readonly circle: OpenCircle; readonly moments: readonly Moment[] }) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const few = useFew(moments, 12, (count) => t('show-all', { count }));
  const { values, change, clear } = useFormValues(`moment ${circle.vault}`, { text: '', kept: '' });
  return (
    <section aria-labelledby="moments-h" className="stack">
      <Row note={moments.length > 0 ? t('moment.count', { count: moments.length }) : ''} wide>
        <h2 id="moments-h">{t('moment.title')}</h2>
        <p className="q">{t('moment.about')}</p>
      </Row>
      <ul className="ruled">
        {few.shown.map(({ id, by, text, kept, at }) => (
          <li key={id} className="row">
            <ByWhen circle={circle} by={by} at={at} />
            <div className="tx wide">
              <p className="said as-typed" dir="auto">
                {text}
              </p>
              {kept !== '' && (
                <p className="s">
                  <span className="q">{t('moment.kept')}:</span> <b dir="auto">{kept}</b>
                </p>
              )}
              {canWrite(circle) && (
                <p className="links s">
                  <TextLink href={`/circles/${circle.vault}/agreements/new?from=${id}`}>{t('moment.to-agreement')}</TextLink>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
      {canWrite(circle) && (
        <Row note="">
          <details open={moments.length === 0}>
            <summary>{t('moment.bring')}</summary>
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                void act((here) => bringMoment(here, values), 'moment.brought').then((done) => done.ok && clear());
              }}
            >
              <TextArea label={t('moment.text')} value={values.text} onChange={(text) => change({ text })} maxLength={2000} placeholder={t('moment.placeholder')} />
              <TextArea label={t('moment.kept-ask')} value={values.kept} onChange={(kept) => change({ kept })} maxLength={600} hint={t('moment.kept-hint')} />
              <Button type="submit" isDisabled={values.text.trim() === ''}>
                {t('moment.bring')}
              </Button>
            </form>
          </details>
        </Row>
      )}
    </section>
  );
};

const Agreements = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('agreements');
  const day = useDay();
  const { mission, missionsBefore, agreements, ended, open, closed, moments } = stateOf(circle);
  const few = useFew(inTurns(open), 12, (count) => t('show-all', { count }));
  const at = `/circles/${circle.vault}/agreements`;
  const before = [...missionsBefore, ...closed];
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('about')}>{t('title')}</Title>
        <MissionPart circle={circle} mission={mission} />
        {open.length > 0 && (
          <section aria-labelledby="open-h" className="stack">
            <PartTitle id="open-h" title={t('open')} />
            <ul className="ruled">
              {few.shown.map((round) => (
                <RoundRow key={round.id} circle={circle} round={round} />
              ))}
            </ul>
            {few.more && <Row note="">{few.more}</Row>}
          </section>
        )}
        <section aria-labelledby="agreed-h" className="stack">
          <PartTitle
            id="agreed-h"
            title={t('agreements')}
            note={agreements.length > 0 ? t('count', { count: agreements.length }) : ''}
            action={canWrite(circle) && <LinkButton href={`${at}/new`}>{t('propose.button')}</LinkButton>}
          />
          {agreements.length === 0 && (
            <Row note="">
              <Example caption={t('example')}>
                <p>
                  {t('agreement.example')} <span className="lead-in">{t('even-when')}</span> {t('agreement.example-even')}
                </p>
              </Example>
            </Row>
          )}
          <ul className="ruled">
            {agreements.map((agreement) => (
              <AgreementRow key={agreement.id} circle={circle} agreement={agreement} />
            ))}
          </ul>
        </section>
        <Moments circle={circle} moments={moments} />
        {before.length + ended.length > 0 && (
          <Row note="" wide>
            <details>
              <summary>{t('before')}</summary>
              <ul className="list">
                {ended.map(({ id, proposal, since }) => (
                  <li key={id}>
                    <p className="s q">{t('ended-on', { day: day(since) })}</p>
                    <p className="said" dir="auto">
                      <Link href={agreementHref(circle, id)}>{proposal.words}</Link>
                    </p>
                  </li>
                ))}
                {before.map((round) => (
                  <li key={round.id}>
                    <p className="s q">
                      {t(`round.${round.proposal.about}`)}, {round.is === 'stands' ? t('since', { day: day(round.since) }) : `${t(`round.is-${round.is}`)}, ${day(round.since)}`}
                    </p>
                    <p className="said" dir="auto">
                      <Link href={`${at}/round/${round.id}`}>{round.proposal.words}</Link>
                    </p>
                  </li>
                ))}
              </ul>
            </details>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

export const AgreementsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Agreements circle={circle} />}</InCircle>;
