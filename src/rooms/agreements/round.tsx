// One proposal: its words, what each has said to it, and where one says so oneself. Its author may put it in other words, which asks
// everybody anew, or withdraw it. Who has not spoken is named; nobody is hurried.

import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { ByWhen } from '#web/ui/by-when.tsx';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import { TextArea } from '#web/ui/field.tsx';
import { InCircle, NotHere } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { amend, isAsked, SAYS, sayTo, withdraw, type Round, type Say, type Standing } from './model.ts';
import { canWrite, roundHref, RoundLine, Sentence, stateOf, useDo } from './parts.tsx';
import { Proposing } from './propose.tsx';

/** Every round there is, wherever it came to. */
const roundNamed = ({ open, closed, mission, missionsBefore, agreements, ended }: Standing, id: string): Round | undefined =>
  [...open, ...closed, ...(mission ? [mission.round] : []), ...missionsBefore, ...[...agreements, ...ended].flatMap(({ versions }) => versions)].find((round) => round.id === id);

const SayIt = ({ circle, round }: { readonly circle: OpenCircle; readonly round: Round }) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const mine = round.words.find(({ by }) => by === circle.me);
  const [say, setSay] = useState<Say | null>(null);
  const { values, change, clear } = useFormValues(placeOf('say', round.id), { reason: '' });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!say) return;
        void act((here) => sayTo(here, round, say, values.reason), `said.done-${say}`).then((done) => {
          if (!done.ok) return;
          clear();
          setSay(null);
        });
      }}
    >
      <PickOne legend={t(mine ? 'say.again' : 'say.ask')} value={say} onChange={setSay} options={SAYS.map((value) => ({ value, label: t(`say.${value}`) }))} />
      <p className="s q">{t(say ? `say.${say}-about` : 'say.about')}</p>
      {say && say !== 'consent' && <TextArea label={t(`say.${say}-why`)} value={values.reason} onChange={(reason) => change({ reason })} maxLength={2000} required />}
      {say && (
        <Button type="submit" look="go" isDisabled={say !== 'consent' && values.reason.trim() === ''}>
          {t(`say.${say}-do`)}
        </Button>
      )}
    </form>
  );
};

const Said = ({ circle, round }: { readonly circle: OpenCircle; readonly round: Round }) => {
  const t = useWords('agreements');
  return (
    <section aria-labelledby="said-h" className="stack">
      <Row note="" wide>
        <h2 id="said-h">{t('said.title')}</h2>
      </Row>
      <ol className="ruled">
        {round.words.map(({ id, by, say, reason, at }) => (
          <li key={id} className="row">
            <ByWhen circle={circle} by={by} at={at} />
            <div className="tx wide">
              <p>
                <span className={say === 'objection' ? 'tag hot' : say === 'consent' ? 'tag on' : 'tag'}>{t(`tag.${say}`)}</span>
              </p>
              {reason !== '' && (
                <p className="said as-typed" dir="auto">
                  {reason}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

const Author = ({ circle, round }: { readonly circle: OpenCircle; readonly round: Round }) => {
  const t = useWords('agreements');
  const act = useDo(circle);
  const [, go] = useLocation();
  const [isAmending, setAmending] = useState(false);
  const { proposal } = round;
  if (isAmending)
    return (
      <Row note="" wide stack>
        <h2>{t('amend.title')}</h2>
        <p className="q">{t('amend.about')}</p>
        <Proposing
          circle={circle}
          about={proposal.about}
          place={placeOf('amend', round.id)}
          begins={proposal}
          command={(here, typed) => amend(here, round, typed)}
          onDone={() => go(`/circles/${circle.vault}/agreements`)}
        />
        <Button look="bare" onPress={() => setAmending(false)}>
          {t('amend.not')}
        </Button>
      </Row>
    );
  return (
    <Row note={t('yours')} wide>
      <div className="cluster">
        {!proposal.ends && <Button onPress={() => setAmending(true)}>{t('amend.button')}</Button>}
        <Button look="bare" onPress={() => void act((here) => withdraw(here, round), 'round.withdrawn-now')}>
          {t('withdraw')}
        </Button>
      </div>
    </Row>
  );
};

const RoundView = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('agreements');
  const day = useDay();
  const nameOf = useNames(circle);
  const state = stateOf(circle);
  const round = roundNamed(state, id);
  const back = (
    <TextLink href={`/circles/${circle.vault}/agreements`} icon="back">
      {t('title')}
    </TextLink>
  );
  if (!round) return <NotHere where={back} />;
  const { by, proposal, is, since, amends } = round;
  const kind = t(`round.${proposal.about}${proposal.ends ? '-ends' : proposal.of === '' ? '' : '-changes'}`);
  const from = state.moments.filter((moment) => proposal.moments.includes(moment.id));
  const instead = state.agreements.find((agreement) => agreement.id === proposal.of);
  const next = [...state.open, ...state.closed].find((other) => other.amends === id);
  return (
    <Page title={kind} where={back}>
      <Sheet>
        <Title
          note={
            <>
              {nameOf(by)}
              <span className="nl"> </span>
              {day(proposal.opened)}
            </>
          }
          sub={is === 'open' ? t('round.open-until', { day: day(proposal.until, 'full') }) : `${t(`round.is-${is}`)}, ${day(since)}`}
        >
          {kind}
        </Title>
        <Row note="" wide>
          <Sentence proposal={proposal} className="said agree-mission" />
        </Row>
        {proposal.rule !== '' && (
          <Row note={t('rule')} wide>
            <p className="said" dir="auto">
              {proposal.rule}
            </p>
            {proposal.owner !== '' && <p className="s q">{t('owner', { who: proposal.owner })}</p>}
          </Row>
        )}
        {instead && is === 'open' && !proposal.ends && (
          <Row note={t('round.now')} wide>
            <Sentence proposal={instead.proposal} className="said q" />
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
        {(amends !== '' || next) && (
          <Row note="" wide>
            <p className="links s">
              {amends !== '' && <Link href={roundHref(circle, { id: amends })}>{t('round.earlier')}</Link>}
              {next && <Link href={roundHref(circle, next)}>{t('round.later')}</Link>}
            </p>
          </Row>
        )}
        {is === 'open' && (
          <Row note={t('round.waits')} wide stack>
            <p>
              <RoundLine circle={circle} round={round} />
            </p>
            {canWrite(circle) && (isAsked(circle, round) ? <SayIt circle={circle} round={round} /> : <p className="q">{t('round.not-asked')}</p>)}
          </Row>
        )}
        {round.words.length > 0 && <Said circle={circle} round={round} />}
        {is === 'open' && by === circle.me && canWrite(circle) && <Author circle={circle} round={round} />}
      </Sheet>
    </Page>
  );
};

export const RoundPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <RoundView circle={circle} id={params['id'] ?? ''} />}</InCircle>;
