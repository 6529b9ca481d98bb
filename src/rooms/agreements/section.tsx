// What a circle's own page shows of this room: its mission in one line at the top, and further down what asks for a word and what is agreed.

import { ToAll } from '#web/ui/in-circle.tsx';
import { Link } from 'wouter';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import { inTurns } from '#web/ui/few.tsx';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { isAsked, missionAsks, type Round } from './model.ts';
import type { Agreement } from './standing.ts';
import { agreementHref, canWrite, roundHref, RoundLine, Sentence, stateOf } from './parts.tsx';

export const MissionLine = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('agreements');
  const { mission, open } = stateOf(circle);
  const at = `/circles/${circle.vault}/agreements`;
  if (!mission)
    return canWrite(circle) && !open.some(({ proposal }) => proposal.about === 'mission') ? (
      <Row note={t('mission.note')}>
        <p>
          <TextLink href={`${at}/mission`}>{t('mission.say')}</TextLink>
        </p>
      </Row>
    ) : null;
  return (
    <Row note={t('mission.note')} wide>
      <p className="said-l" dir="auto">
        <Link href={at} className="quiet-link">
          {mission.round.proposal.words}
        </Link>
      </p>
      {canWrite(circle) && missionAsks(mission, circle.me) && (
        <p className="s">
          <TextLink href={at}>{t('mission.asks')}</TextLink>
        </p>
      )}
    </Row>
  );
};

/** One proposal that asks, in a list. */
export const RoundRow = ({ circle, round }: { readonly circle: OpenCircle; readonly round: Round }) => {
  const t = useWords('agreements');
  const day = useDay();
  const nameOf = useNames(circle);
  const { by, proposal, words, is } = round;
  const isForMe = is === 'open' && canWrite(circle) && isAsked(circle, round) && !words.some((word) => word.by === circle.me);
  return (
    <li className="row">
      <p className="mg num">
        {nameOf(by)}
        <span className="nl"> </span>
        {is === 'open' ? t('round.until', { day: day(proposal.until, 'short') }) : t(`round.is-${is}`)}
      </p>
      <div className="tx wide need">
        <div>
          <p className="s q">{t(`round.${proposal.about}${proposal.ends ? '-ends' : proposal.of === '' ? '' : '-changes'}`)}</p>
          <Sentence proposal={proposal} />
          {is === 'open' && (
            <p className="s q">
              <RoundLine circle={circle} round={round} />
            </p>
          )}
        </div>
        <LinkButton href={roundHref(circle, round)}>{isForMe ? t('round.answer') : t('round.read')}</LinkButton>
      </div>
    </li>
  );
};

const SHOWN = 4;
/** Proposals that are shown here; the rest is on the room's own page. */
const ROUNDS = 3;

/** An agreement that stands, with how it went when somebody last told of it. */
export const AgreementRow = ({ circle, agreement: { id, proposal, since, examples, isDue } }: { readonly circle: OpenCircle; readonly agreement: Agreement }) => {
  const t = useWords('agreements');
  const day = useDay();
  const [last] = examples;
  return (
    <li className="row">
      <p className="mg num">{day(since)}</p>
      <div className="tx wide">
        <Sentence proposal={proposal}>
          <Link href={agreementHref(circle, id)} className="quiet-link">
            {proposal.words}
          </Link>
        </Sentence>
        {(last || isDue) && (
          <p className="s q">
            {last && t(`how.${last.how}-on`, { day: day(last.at) })} {isDue && t('review.due')}
          </p>
        )}
      </div>
    </li>
  );
};

export const AgreementsSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('agreements');
  const { open, agreements } = stateOf(circle);
  const at = `/circles/${circle.vault}/agreements`;
  const shown = agreements.slice(-SHOWN);
  return (
    <section aria-labelledby="agreements-h" className="stack">
      <PartTitle
        id="agreements-h"
        title={t('agreements')}
        note={agreements.length > 0 ? t('count', { count: agreements.length }) : ''}
        action={canWrite(circle) && <LinkButton href={`${at}/new`}>{t('propose.button')}</LinkButton>}
      >
        {agreements.length === 0 && open.length === 0 && <p className="q">{t('none-yet')}</p>}
      </PartTitle>
      <ul className="ruled">
        {inTurns(open)
          .slice(0, ROUNDS)
          .map((round) => (
            <RoundRow key={round.id} circle={circle} round={round} />
          ))}
        {shown.map((agreement) => (
          <AgreementRow key={agreement.id} circle={circle} agreement={agreement} />
        ))}
      </ul>
      <ToAll href={at}>{t('all')}</ToAll>
    </section>
  );
};
