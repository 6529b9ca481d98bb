// One commitment: what and why, the plan as far as there is one, what happened each time, what got in the way and the four ways on, how it
// stands. Everything but the first line may be missing, and nothing asks for it.

import './commitments.css';
import { useLocation, useSearchParams } from 'wouter';
import { recordById } from '#core/snapshot.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { namesInRow } from '#web/ui/apart.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { Ending } from './ending.tsx';
import { InTheWay } from './in-the-way.tsx';
import { Looks } from './looks.tsx';
import { deleteCommitment, hasScale, isWrittenBefore, LEVELS, levelOf, lookOf, markStep, PARTS, settleWhat, takeLookBack, type Commitment, type Look } from './model.ts';
import { AT, hrefOf, useCommitments, useDayWords, useLevelWords } from './parts.tsx';
import { hinderedLook } from './roads.ts';

interface PartProps {
  readonly commitment: Commitment;
}

const Scale = ({ commitment }: PartProps) => {
  const t = useWords('commitments');
  const day = useDayWords();
  const levelWords = useLevelWords();
  const { scale, scaleAt } = commitment;
  const last = levelOf(commitment);
  return (
    <Row note={isWrittenBefore(commitment) ? t('scale.before') : scaleAt === '' ? t('scale.title') : t('scale.after', { day: day(scaleAt, 'short') })} wide>
      <h3 className="vh">{t('scale.title')}</h3>
      <dl className="gas num">
        {LEVELS.filter((level) => scale[level] !== '' || level === last).map((level) => (
          <div key={level} className={level === last ? 'is-last' : level === 0 && last === null ? 'is-hoped' : ''}>
            <dt>{levelWords(level)}</dt>
            <dd>
              <span className="said" dir="auto">
                {scale[level]}
              </span>
              {level === 0 && <span className="s q"> {t('scale.hoped')}</span>}
              {level === last && <b className="s"> {t('scale.last')}</b>}
            </dd>
          </div>
        ))}
      </dl>
    </Row>
  );
};

const Words = ({ note, text }: { readonly note: string; readonly text: string }) =>
  text === '' ? null : (
    <Row note={note} wide>
      <h3 className="vh">{note}</h3>
      <p className="said-l as-typed" dir="auto">
        {text}
      </p>
    </Row>
  );

const Plan = ({ commitment, isAsking, onAsk }: PartProps & { readonly isAsking: boolean; readonly onAsk: () => void }) => {
  const t = useWords('commitments');
  const locale = useLocale();
  const act = useAct('commitments');
  const day = useDayWords();
  const { people, told, step, stepDone, ifThis, thenThat, inMe, around } = commitment;
  const isBare = people.length === 0 && !hasScale(commitment) && [step, ifThis, thenThat, inMe, around].every((text) => text === '');
  return (
    <section aria-labelledby="plan-h" className="commit-plan">
      <h2 className="vh" id="plan-h">
        {t('plan.title')}
      </h2>
      {people.length > 0 && (
        <Row note={t('part.people')} wide>
          <h3 className="vh">{t('part.people')}</h3>
          <p className="said-l">
            <bdi>{namesInRow(locale, people)}</bdi> {told !== '' && <span className="s q commit-told">{t(`told-of.${told}`, { count: people.length })}</span>}
          </p>
        </Row>
      )}
      {step !== '' && (
        <Row note={t('part.step')} wide>
          <h3 className="vh">{t('part.step')}</h3>
          <p className={stepDone === '' ? 'said-l' : 'said-l q'} dir="auto">
            {step}
          </p>
          <div className="cluster">
            {stepDone !== '' && <span className="s q">{t('step.done-on', { day: day(stepDone, 'short') })}</span>}
            <Button
              look={stepDone === '' ? 'plain' : 'bare'}
              onPress={() => void act(markStep(commitment, stepDone === '', momentNow()), stepDone === '' ? 'done.step' : 'done.step-open')}
            >
              {t(stepDone === '' ? 'step.done' : 'step.not-done')}
            </Button>
          </div>
        </Row>
      )}
      {(ifThis !== '' || thenThat !== '') && (
        <Row note={t('part.plan')} wide>
          <h3 className="vh">{t('part.plan')}</h3>
          <p className="said-l">
            {ifThis !== '' && (
              <>
                <span className="q">{t('if')}</span> <bdi>{ifThis}</bdi>
                {thenThat !== '' && t('if-comma')}
              </>
            )}
            {thenThat !== '' && (
              <>
                <span className="q">{t('then')}</span> <bdi>{thenThat}</bdi>
              </>
            )}
          </p>
        </Row>
      )}
      <Words note={t('part.in-me')} text={inMe} />
      <Words note={t('part.around')} text={around} />
      {around !== '' && !isAsking && (
        <Row note="" wide className="no-print">
          <Button look="bare" onPress={onAsk}>
            {t('way.only-you')}
          </Button>
        </Row>
      )}
      {hasScale(commitment) && <Scale commitment={commitment} />}
      <Row note="" wide className="no-print">
        {isBare && commitment.end === null && <p className="q">{t('plan.enough')}</p>}
        <LinkButton href={`${hrefOf(commitment)}/plan`} look={isBare ? 'plain' : 'bare'} icon="edit">
          {t(isBare ? 'plan.add' : 'plan.change')}
        </LinkButton>
      </Row>
    </section>
  );
};

const Head = ({ commitment }: PartProps) => {
  const t = useWords('commitments');
  const act = useAct('commitments');
  const day = useDayWords();
  const [, go] = useLocation();
  const { what, otherWhats, why, by } = commitment;
  return (
    <Row note={by === '' ? '' : t('by-on', { day: day(by, 'short') })} wide stack>
      <div className="commit-head">
        <h1 dir="auto">{what}</h1>
        <Menu
          label={t('more-of')}
          actions={[
            {
              id: 'delete',
              label: t('delete'),
              icon: 'delete',
              warm: true,
              onAction: () => void act(deleteCommitment(commitment), 'done.deleted').then((done) => done.ok && go(AT, { replace: true })),
            },
          ]}
        />
      </div>
      {why !== '' && (
        <p className="said q as-typed" dir="auto">
          {why}
        </p>
      )}
      {otherWhats.map((text) => (
        <div key={text} className="leaf stack">
          <p className="s q">{t('other-words')}</p>
          <p className="said" dir="auto">
            {text}
          </p>
          <div className="cluster">
            <Button onPress={() => void act(settleWhat(commitment, text, momentNow()), 'done.planned')}>{t('keep-these')}</Button>
            <Button look="bare" onPress={() => void act(settleWhat(commitment, what, momentNow()), 'done.planned')}>
              {t('keep-above')}
            </Button>
          </div>
        </div>
      ))}
    </Row>
  );
};

const One = ({ commitment }: PartProps) => {
  const t = useWords('commitments');
  const [params, setParams] = useSearchParams();
  const hindered = hinderedLook(commitment);
  const isAsking = (hindered !== null && params.get('way') !== 'no') || params.get('way') === 'yes';
  const ask = (): void => setParams({ way: 'yes' }, { replace: true });
  return (
    <Page
      title={commitment.what}
      where={
        <TextLink href={AT} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Head commitment={commitment} />
        <Plan commitment={commitment} isAsking={isAsking} onAsk={ask} />
        <Looks commitment={commitment} />
        {isAsking ? (
          <InTheWay key={hindered?.id ?? ''} commitment={commitment} look={hindered} onClose={() => setParams({ way: 'no' }, { replace: true })} />
        ) : (
          <>
            <Row note="" wide>
              <Button look="bare" onPress={ask}>
                {t('way.open')}
              </Button>
            </Row>
            <Row note={t('stands')} wide stack>
              <h2 className="vh">{t('stands')}</h2>
              <Ending commitment={commitment} />
            </Row>
          </>
        )}
        <Linked id={commitment.id} listed={new Set(commitment.looks.map((look) => look.id))} />
      </Sheet>
    </Page>
  );
};

const Gone = () => {
  const t = useWords('commitments');
  return (
    <NotHere
      where={
        <TextLink href={AT} icon="back">
          {t('title')}
        </TextLink>
      }
    />
  );
};

export const CommitmentPage = ({ params }: RoomPageProps) => {
  const commitment = useCommitments().find(({ id }) => id === params['id']);
  return commitment ? <One key={commitment.id} commitment={commitment} /> : <Gone />;
};

/** A look back whose commitment is not here (deleted, or not brought in with it): its words all the same. */
const LookAlone = ({ look }: { readonly look: Look }) => {
  const t = useWords('commitments');
  const act = useAct('commitments');
  const day = useDayWords();
  const [, go] = useLocation();
  return (
    <Page
      title={t('happened')}
      where={
        <TextLink href={AT} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Row note={day(look.day)} wide stack>
          <h1>{t('happened')}</h1>
          <p className="q">{t('look.alone')}</p>
          {PARTS.map(
            (part) =>
              look[part] !== '' && (
                <p key={part} className="said as-typed" dir="auto">
                  {look[part]}
                </p>
              ),
          )}
          <div className="cluster">
            <Button look="bare" onPress={() => void act(takeLookBack(look), 'done.look-taken').then((done) => done.ok && go(AT, { replace: true }))}>
              {t('look.take')}
            </Button>
          </div>
        </Row>
        <Linked id={look.id} />
      </Sheet>
    </Page>
  );
};

/** By one of its looks back, as search and others' links lead here. */
export const OfLookPage = ({ params }: RoomPageProps) => {
  const id = params['look'] ?? '';
  const commitment = useCommitments().find(({ looks }) => looks.some((look) => look.id === id));
  const record = recordById(useSnapshot(), 'commitment-look', id);
  const look = record ? lookOf(record) : null;
  if (commitment) return <One key={commitment.id} commitment={commitment} />;
  return look ? <LookAlone key={look.id} look={look} /> : <Gone />;
};
