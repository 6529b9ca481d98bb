// Proposing: a mission, an agreement, or other words for what stands or for what one proposed oneself. Everybody who is in the circle
// now is asked; what is sent is exactly what stands in the fields.

import { useState } from 'react';
import { addDays } from '#core/when.ts';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { useLocation, useSearchParams } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { InCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { proposeAgreement, proposeMission, type AgreementTyped, type Here, type Moment, type Proposal } from './model.ts';
import { agreementHref, canWrite, nowHere, stateOf, useDo } from './parts.tsx';

interface ProposingProps {
  readonly circle: OpenCircle;
  readonly about: Proposal['about'];
  /** Names the form, so that what is typed into it is found again. */
  readonly place: string;
  readonly begins: Partial<Proposal>;
  /** The moments to choose from. */
  readonly moments?: readonly Moment[];
  readonly command: (here: Here, typed: AgreementTyped) => Result<Change[]>;
  readonly onDone: () => void;
}

const REVIEW = { mission: 182, agreement: 56 } as const;

/** The fields of a proposal; also where one amends. */
export const Proposing = ({ circle, about, place, begins, moments = [], command, onDone }: ProposingProps) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const { day } = nowHere();
  const { words = '', evenWhen = '', rule = '', owner = '' } = begins;
  const { values, change, clear } = useFormValues(place, { words, evenWhen, rule, owner, until: addDays(day, 7), review: addDays(day, REVIEW[about]) });
  const [from, setFrom] = useState<string[]>([...(begins.moments ?? [])]);
  const isAlone = circle.members.length < 2;
  return (
    <form
      className="stack agree-form"
      onSubmit={(event) => {
        event.preventDefault();
        void act((here) => command(here, { ...values, moments: from }), isAlone ? 'round.stands-now' : 'round.opened').then((done) => {
          if (!done.ok) return;
          clear();
          onDone();
        });
      }}
    >
      <TextArea
        label={t(about === 'mission' ? 'mission.words' : 'agreement.words')}
        value={values.words}
        onChange={(next) => change({ words: next })}
        maxLength={600}
        hint={about === 'mission' ? t('mission.hint') : undefined}
        placeholder={t(about === 'mission' ? 'mission.example' : 'agreement.example')}
      />
      {about === 'agreement' && (
        <>
          <TextArea label={t('agreement.even')} value={values.evenWhen} onChange={(next) => change({ evenWhen: next })} maxLength={600} placeholder={t('agreement.example-even')} />
          {moments.length > 0 && (
            <PickMany
              legend={t('agreement.from')}
              value={from}
              onChange={setFrom}
              options={moments.slice(0, 20).map(({ id, kept, text }) => ({ value: id, label: <bdi className="agree-short">{kept || text}</bdi> }))}
            />
          )}
          <details open={values.rule !== '' || undefined}>
            <summary>{t('agreement.rule-title')}</summary>
            <div className="stack">
              <TextArea label={t('agreement.rule')} value={values.rule} onChange={(next) => change({ rule: next })} maxLength={600} hint={t('agreement.rule-hint')} />
              <TextField label={t('agreement.owner')} value={values.owner} onChange={(next) => change({ owner: next })} maxLength={600} hint={t('agreement.owner-hint')} />
            </div>
          </details>
        </>
      )}
      <div className="two agree-days">
        {!isAlone && <TextField type="date" label={t('round.last-day')} value={values.until} onChange={(until) => change({ until })} min={day} hint={t('round.last-day-hint')} />}
        <TextField type="date" label={t('review.day')} value={values.review} onChange={(review) => change({ review })} min={day} />
      </div>
      <p className="s q">{t(isAlone ? 'propose.alone' : 'propose.all', { count: circle.members.length - 1 })}</p>
      <Button look="go" type="submit" isDisabled={values.words.trim() === ''}>
        {t(isAlone ? 'propose.agree' : 'propose.send')}
      </Button>
    </form>
  );
};

const ProposePage = ({ circle, about, of }: { readonly circle: OpenCircle; readonly about: Proposal['about']; readonly of: string }) => {
  const t = useWords('agreements');
  const [, go] = useLocation();
  const [asked] = useSearchParams();
  const { mission, agreements, moments } = stateOf(circle);
  const at = `/circles/${circle.vault}/agreements`;
  const changed = agreements.find(({ id }) => id === of);
  const moment = moments.find(({ id }) => id === asked.get('from'));
  const begins: Partial<Proposal> = about === 'mission' ? { words: mission?.round.proposal.words ?? '' } : (changed?.proposal ?? { moments: moment ? [moment.id] : [] });
  const title = t(about === 'mission' ? (mission ? 'mission.change' : 'mission.say') : changed ? 'agreement.change' : 'propose.button');
  return (
    <Page
      title={title}
      where={
        <TextLink href={changed ? agreementHref(circle, of) : at} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t(about === 'mission' ? 'mission.about' : 'propose.about')}>{title}</Title>
        {moment && (
          <Row note={t('moment.note')}>
            <p className="quote as-typed" dir="auto">
              {moment.text}
            </p>
          </Row>
        )}
        <Row note="">
          {canWrite(circle) ? (
            <Proposing
              circle={circle}
              about={about}
              place={changed ? placeOf('change', of) : `propose ${about} ${circle.vault}`}
              begins={begins}
              moments={moments}
              command={(here, typed) => (about === 'mission' ? proposeMission(here, typed) : proposeAgreement(here, typed, of))}
              onDone={() => go(at)}
            />
          ) : (
            <p>{t('not-in')}</p>
          )}
        </Row>
        {about === 'agreement' && !changed && !moment && (
          <Row note="">
            <Example caption={t('example')}>
              <p>
                {t('agreement.example')} <span className="lead-in">{t('even-when')}</span> {t('agreement.example-even')}
              </p>
            </Example>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

const page =
  (about: Proposal['about']) =>
  ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <ProposePage circle={circle} about={about} of={params['id'] ?? ''} />}</InCircle>;

export const MissionPage = page('mission');
export const AgreementNewPage = page('agreement');
