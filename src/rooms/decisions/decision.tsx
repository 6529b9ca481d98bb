// One decision to read: the ways side by side, who is affected, what would change my mind, what I expect; what came of it; links.

import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { OwnRoad, RoadsOut } from '#web/ui/roads.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { useVocabulary } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { CHECKS, deleteDecision, isRefused, MACHINE_ASKS, standingOf, textToChange, towardsCommitment, type Decision, type TextName } from './model.ts';
import type { Option } from './option.ts';
import { CalendarButton, CameTag, decisionHref, nowHere, useDay, useDecision } from './parts.tsx';

const Said = ({ decision, name }: { readonly decision: Decision; readonly name: TextName }) => {
  const text = textToChange(decision, name);
  return text === '' ? null : (
    <p className="said as-typed" dir="auto">
      {text}
    </p>
  );
};

const Way = ({ option, isChosen }: { readonly option: Option; readonly isChosen: boolean }) => {
  const t = useWords('decisions');
  const feelings = useVocabulary('feelings');
  const body = useVocabulary('body', 'sensations');
  const list = new Intl.ListFormat(useLocale(), { style: 'short', type: 'unit' });
  const reasons = [...option.for.map((text) => ({ text, sign: '+', word: 'choice.for-one' })), ...option.against.map((text) => ({ text, sign: '−', word: 'choice.against-one' }))];
  return (
    <article className={isChosen ? 'way-read chosen' : 'way-read'}>
      <h3 className="said-l" dir="auto">
        {option.text || t('choice.no-words')}
      </h3>
      {isChosen && (
        <p>
          <span className="tag on">{t('choice.chosen')}</span>
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="reasons">
          {reasons.map(({ text, sign, word }) => (
            <li key={`${sign} ${text}`}>
              <b className={sign === '+' ? 'a' : 'w'}>
                <span aria-hidden="true">{sign}</span>
                <span className="vh">{t(word)}</span>
              </b>
              <p className="said" dir="auto">
                {text}
              </p>
            </li>
          ))}
        </ul>
      )}
      <dl className="s way-facts">
        {option.values.length > 0 && (
          <div>
            <dt>{t('choice.values')}</dt>
            <dd className="cluster">
              {option.values.map((value) => (
                <span key={value} className="tag" dir="auto">
                  {value}
                </span>
              ))}
            </dd>
          </div>
        )}
        {option.feelings.length > 0 && (
          <div>
            <dt>{t('choice.feelings')}</dt>
            <dd>{list.format(option.feelings.map(feelings.shown))}</dd>
          </div>
        )}
        {option.body.length > 0 && (
          <div>
            <dt>{t('choice.body')}</dt>
            <dd>{list.format(option.body.map(body.shown))}</dd>
          </div>
        )}
        {option.touches !== '' && (
          <div>
            <dt>{t('choice.touches')}</dt>
            <dd>
              <bdi>{option.touches}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
};

const Machine = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  const { answers, hands, first } = decision;
  const asked = MACHINE_ASKS.filter((ask) => answers[ask]);
  return (
    <>
      {hands !== '' && (
        <Row note={t('part.hands')}>
          <p className="said-l">{t(`hands.${hands}`)}</p>
        </Row>
      )}
      {first !== '' && (
        <Row note={t('part.first')}>
          <Said decision={decision} name="first" />
        </Row>
      )}
      {asked.length > 0 && (
        <Row note={t('part.answers')} wide>
          <ul className="list">
            {asked.map((ask) => (
              <li key={ask} className="between">
                <p>{t(`machine.${ask}`)}</p>
                <p className="tag">{t(`answer.${answers[ask]!}`)}</p>
              </li>
            ))}
          </ul>
        </Row>
      )}
    </>
  );
};

const Outcome = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  const day = useDay();
  const { reviewed, quality, luck, checks } = decision;
  const checked = CHECKS.filter((check) => checks[check]);
  if (reviewed === '') return null;
  return (
    <>
      <Row
        as="section"
        labelledBy="came-h"
        note={
          <>
            {t('looked-at')}
            <span className="nl"> </span>
            {day(reviewed)}
          </>
        }
        wide
        stack
      >
        <div className="between middle">
          <h2 id="came-h">{t('outcome')}</h2>
          <CameTag decision={decision} />
        </div>
        <Said decision={decision} name="happened" />
        {(quality !== '' || luck !== '') && <p>{[...(quality === '' ? [] : [t(`quality.${quality}`)]), ...(luck === '' ? [] : [t(`luck.${luck}`)])].join(' · ')}</p>}
        {checked.length > 0 && (
          <ul className="list">
            {checked.map((check) => (
              <li key={check} className="between">
                <p>{t(`checks.${check}`)}</p>
                <p className="tag">{t(`checked.${checks[check]!}`)}</p>
              </li>
            ))}
          </ul>
        )}
      </Row>
      {decision.learnt !== '' && (
        <Row note={t('part.learnt')}>
          <Said decision={decision} name="learnt" />
        </Row>
      )}
    </>
  );
};

/** On one's own, or with those it touches: two ways of one size. The question's words go along, and no more. */
const Onward = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  return (
    <Row as="section" note={t('onward')} labelledBy="onward-h" wide className="no-print">
      <h2 className="vh" id="onward-h">
        {t('onward')}
      </h2>
      <div className="two">
        <div className="stack">
          <h3>{t('onward.alone')}</h3>
          <div className="cluster">
            <OwnRoad strain={{ ...towardsCommitment(decision), replies: {}, from: decision.id }} />
          </div>
        </div>
        <div className="stack">
          <h3>{t('onward.ask')}</h3>
          <p className="s q">{t('onward.ask-about')}</p>
          <RoadsOut leads="ask" label={t('onward.ask-do')} strain={{ words: decision.question, replies: {} }} />
        </div>
      </div>
    </Row>
  );
};

const DecisionView = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  const day = useDay();
  const { id, form, question, options, chosen, affected, mind, expect, likely, review, decided, reviewed, made } = decision;
  const standing = standingOf(decision, nowHere().day);
  const isMine = form === 'decision';
  const remove = useDelete('decisions');
  return (
    <Sheet>
      <Row
        note={
          <>
            {t(decided === '' ? 'made-on' : 'decided-on')}
            <span className="nl"> </span>
            {day(decided || made.slice(0, 10))}
          </>
        }
        wide
      >
        <h1 dir="auto">{question}</h1>
        {(decision.versions.question ?? []).slice(1).map((other) => (
          <p key={other} className="said" dir="auto">
            {other}
          </p>
        ))}
        {standing === 'open' && isMine && <p className="q">{t('not-decided')}</p>}
        {!isMine && <p className="q">{t('machine.title')}</p>}
      </Row>
      <Outcome decision={decision} />
      {isMine ? (
        options.length > 0 && (
          <Row as="section" note={t('ways', { count: options.length })} labelledBy="ways-h" wide>
            <h2 className="vh" id="ways-h">
              {t('part.options')}
            </h2>
            <div className="ways-side read">
              {options.map((option) => (
                <Way key={`${option.key} ${option.text}`} option={option} isChosen={option.key === chosen} />
              ))}
            </div>
          </Row>
        )
      ) : (
        <Machine decision={decision} />
      )}
      {affected !== '' && (
        <Row note={t('part.affected')}>
          <Said decision={decision} name="affected" />
        </Row>
      )}
      {mind !== '' && (
        <Row note={t('part.mind')}>
          <Said decision={decision} name="mind" />
        </Row>
      )}
      {(expect !== '' || likely !== null) && (
        <Row note={t('expectation')}>
          <Said decision={decision} name="expect" />
          {likely !== null && <p className="q num">{t('in-100', { likely, all: 100 })}</p>}
        </Row>
      )}
      {reviewed === '' && (
        <Row note={review === '' ? t('review') : t(standing === 'due' ? 'due-on' : 'review-day')} wide>
          {review !== '' && <p className="num">{day(review)}</p>}
          {isRefused(decision) && <p className="s q">{t('refused')}</p>}
          <div className="cluster no-print">
            <LinkButton href={`${decisionHref(id)}/review`} look={standing === 'due' ? 'go' : 'plain'}>
              {t(standing === 'due' || review === '' ? 'look-again' : 'look-again-now')}
            </LinkButton>
            {review !== '' && <CalendarButton decision={decision} />}
          </div>
        </Row>
      )}
      <Onward decision={decision} />
      <Row note="" className="no-print">
        <div className="cluster">
          <LinkButton href={`${decisionHref(id)}/edit`} icon="edit">
            {t('change')}
          </LinkButton>
          {reviewed !== '' && (
            <LinkButton href={`${decisionHref(id)}/review`} look="bare">
              {t('review-change')}
            </LinkButton>
          )}
          <Menu
            label={t('menu')}
            shown
            actions={[{ id: 'delete', label: t('delete'), icon: 'delete', warm: true, onAction: () => remove(deleteDecision(decision), '/know/decisions', 'done.deleted') }]}
          />
        </div>
      </Row>
      <Linked id={id} />
    </Sheet>
  );
};

export const DecisionPage = ({ params }: RoomPageProps) => {
  const t = useWords('decisions');
  const decision = useDecision(params['id'] ?? '');
  const back = (
    <TextLink href="/know/decisions" icon="back">
      {t('title')}
    </TextLink>
  );
  if (!decision) return <NotHere where={back} />;
  return (
    <Page title={decision.question} where={back}>
      <DecisionView decision={decision} />
    </Page>
  );
};
