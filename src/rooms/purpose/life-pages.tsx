// Possible lives side by side, none of them first; one life with its goals, its trials and what each changed; and the form in which a life is
// imagined. A trial becomes a commitment with its words carried over, and its page brings back what was learnt.

import { Link, useLocation, useSearchParams } from 'wouter';
import type { Link as RecordLink } from '#core/links.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { LineField, TextArea } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { linksAsked, useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { useToCommitment } from './energy-parts.tsx';
import { chooseGoals, goalsOf, setGoal } from './goals.ts';
import { GoalLine } from './goal-pages.tsx';
import {
  bringLifeBack,
  changeLife,
  deleteLife,
  DRAWS,
  imagineLife,
  lifeLookOf,
  LIFE_TEXTS,
  lookAtLife,
  PATHS,
  setLifeAside,
  TAKES,
  takeLifeLookBack,
  trialBy,
  type Draws,
  type Life,
  type LifeDraft,
  type LifeLook,
  type Trial,
} from './lives.ts';
import { MOST } from './model.ts';
import { AT, todayHere, ToPurpose, trialsHere, useDay, usePurpose, type InPurpose } from './use-purpose.tsx';

const hrefOf = ({ id }: Pick<Life, 'id'>): string => `${AT}/life/${id}`;

const useTry = (): ((life: Life) => void) => {
  const t = useWords('purpose');
  const toCommitment = useToCommitment();
  return (life) =>
    toCommitment({ what: life.trial.replace(/\s+/gu, ' '), why: life.tests || t('life.try-why', { name: life.name }), by: trialBy(life.takes, todayHere()) }, life.id);
};

const Said = ({ label, text, as: Heading = 'h2' }: { readonly label: string; readonly text: string; readonly as?: 'h2' | 'h4' }) =>
  text === '' ? null : (
    <div>
      <Heading className="plabel">{label}</Heading>
      <p className="said as-typed" dir="auto">
        {text}
      </p>
    </div>
  );

const useTrialLabel = (): ((life: Life) => string) => {
  const t = useWords('purpose');
  return ({ takes }) => (takes === null ? t('life.trial') : t('life.trial-takes', { takes: t(`takes.${takes}`) }));
};

const Column = ({ all, life }: { readonly all: InPurpose; readonly life: Life }) => {
  const t = useWords('purpose');
  const day = useDay();
  const trialLabel = useTrialLabel();
  const tryIt = useTry();
  const [last] = trialsHere(all, life);
  return (
    <article className="plife" aria-labelledby={`life-${life.id}`}>
      <div>
        <h3 id={`life-${life.id}`} className="plife-name" dir="auto">
          <Link href={hrefOf(life)} className="quiet-link">
            {life.name}
          </Link>
        </h3>
        {life.path !== null && <p className="s q">{t(`path.${life.path}`)}</p>}
      </div>
      <div>
        <Said label={t('life.asks')} text={life.asks} as="h4" />
      </div>
      <div>
        <Said label={t('life.tests')} text={life.tests} as="h4" />
      </div>
      <div>
        <Said label={trialLabel(life)} text={life.trial} as="h4" />
      </div>
      <div>
        {last ? (
          <p className="s">
            <span className={last.is === 'tried' ? 'tag on' : 'tag'}>{t(`trial.${last.is}`, { day: day(last.day) })}</span>{' '}
            <Link href={`${hrefOf(life)}#trials`}>{t(last.is === 'tried' ? 'life.came' : 'life.see')}</Link>
          </p>
        ) : life.trial === '' ? (
          <LinkButton href={`${hrefOf(life)}/change`} look="bare">
            {t('life.think-trial')}
          </LinkButton>
        ) : (
          <Button onPress={() => tryIt(life)} aria-label={t('life.try-what', { name: life.name })}>
            {t('life.try')}
          </Button>
        )}
      </div>
    </article>
  );
};

export const Lives = ({ all }: { readonly all: InPurpose }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const lives = all.lives.filter(({ aside }) => aside === '');
  const aside = all.lives.filter((life) => life.aside !== '');
  return (
    <section aria-labelledby="lives-h" className="stack">
      <PartTitle id="lives-h" title={t('lives.title')} note={t('lives.note')}>
        {lives.length === 0 && <p className="q">{t('lives.none')}</p>}
      </PartTitle>
      {lives.length > 0 && (
        <Row note="" wide stack>
          <div className="plives">
            {lives.map((life) => (
              <Column key={life.id} all={all} life={life} />
            ))}
          </div>
          <p className="s q">{t('lives.how')}</p>
        </Row>
      )}
      <Row note="" wide stack>
        <div className="cluster">
          <LinkButton href={`${AT}/lives/new`}>{t(lives.length === 0 ? 'lives.begin' : 'lives.another')}</LinkButton>
          <LinkButton href={`${AT}/goals/new`} look="bare">
            {t('goal.write')}
          </LinkButton>
        </div>
        <p className="s q">{t('lives.evidence')}</p>
      </Row>
      {all.goals.length > 0 && (
        <Row note={t('goals.title')} wide>
          <h3 className="vh">{t('goals.title')}</h3>
          <ul className="list">
            {all.goals.map((goal) => (
              <GoalLine key={goal.id} goal={goal} />
            ))}
          </ul>
        </Row>
      )}
      {aside.length > 0 && (
        <Row note={t('aside')} wide>
          <h3 className="vh">{t('aside')}</h3>
          <ul className="list">
            {aside.map((life) => (
              <li key={life.id} className="between">
                <Link href={hrefOf(life)} className="said" dir="auto">
                  {life.name}
                </Link>
                <Button look="bare" className="s" onPress={() => void act(bringLifeBack(life, momentNow()), 'done.back')} aria-label={t('back.what', { name: life.name })}>
                  {t('back')}
                </Button>
              </li>
            ))}
          </ul>
        </Row>
      )}
    </section>
  );
};

const FIELDS = { name: '', path: '', asks: '', needs: '', tests: '', trial: '', takes: '', goals: '' };
type Typed = typeof FIELDS;

const draftOf = ({ name, path, takes, asks, needs, tests, trial }: Typed): LifeDraft => ({
  name,
  path: PATHS.find((one) => one === path) ?? null,
  takes: TAKES.find((one) => one === takes) ?? null,
  asks,
  needs,
  tests,
  trial,
});

const linesIn = (typed: string): readonly string[] => typed.split('\n').filter((one) => one !== '');

const LifeForm = ({ all, life }: { readonly all: InPurpose; readonly life: Life | null }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const goals = all.goals.filter(({ end }) => end === null);
  const chosen = life ? goalsOf(all.goals, life.id) : [];
  const begins: Typed = life
    ? {
        ...FIELDS,
        name: life.name,
        path: life.path ?? '',
        takes: life.takes ?? '',
        asks: life.asks,
        needs: life.needs,
        tests: life.tests,
        trial: life.trial,
        goals: chosen.map(({ what }) => what).join('\n'),
      }
    : FIELDS;
  const { values, change, clear } = useFormValues<Typed>(life ? placeOf('life', life.id) : 'life new', begins);
  const keep = async () => {
    const id = life?.id ?? desk.newId();
    const now = momentNow();
    const made = life ? changeLife(life, draftOf(values), now) : imagineLife(draftOf(values), id, now, linksAsked(search));
    if (!made.ok) return act(made);
    const names = linesIn(values.goals);
    const there = all.goals.filter(({ what }) => names.includes(what));
    const added = names.filter((name) => all.goals.every(({ what }) => what !== name));
    const changes = [
      ...made.value,
      ...chooseGoals(
        all.goals,
        id,
        there.map((goal) => goal.id),
      ),
    ];
    for (const what of added) {
      const link: RecordLink = { to: id, as: 'serves' };
      const goal = setGoal({ what }, desk.newId(), now, [link]);
      if (!goal.ok) return act(goal);
      changes.push(...goal.value);
    }
    const done = await act(changes, life ? 'done.changed' : 'done.life');
    if (!done.ok) return done;
    clear();
    go(hrefOf({ id }), { replace: true });
    return done;
  };
  return (
    <Form
      go={t(life ? 'keep-change' : 'life.keep')}
      isReady={values.name.trim() !== ''}
      onGo={keep}
      {...(life
        ? {
            beside: (
              <Button
                look="bare"
                onPress={() => {
                  clear();
                  go(hrefOf(life));
                }}
              >
                {t('leave')}
              </Button>
            ),
          }
        : {})}
    >
      <LineField label={t('life.name')} quiet={false} value={values.name} onChange={(name) => change({ name })} maxLength={MOST.line} placeholder={t('life.example')} />
      <PickOne
        legend={t('life.path')}
        none
        value={PATHS.find((one) => one === values.path) ?? null}
        options={PATHS.map((value) => ({ value, label: t(`path.${value}`) }))}
        onChange={(path) => change({ path: path ?? '' })}
      />
      <TextArea label={t('life.asks')} value={values.asks} onChange={(asks) => change({ asks })} maxLength={MOST.text} />
      <TextArea label={t('life.needs')} hint={t('life.needs-hint')} value={values.needs} onChange={(needs) => change({ needs })} maxLength={MOST.text} />
      <TextArea label={t('life.tests')} hint={t('life.tests-hint')} value={values.tests} onChange={(tests) => change({ tests })} maxLength={MOST.text} />
      <NamesField
        label={t('life.goals')}
        hint={t('life.goals-hint')}
        value={linesIn(values.goals)}
        onChange={(names) => change({ goals: names.join('\n') })}
        suggestions={goals.map(({ what }) => ({ name: what }))}
      />
      <TextArea label={t('life.trial')} hint={t('life.trial-hint')} value={values.trial} onChange={(trial) => change({ trial })} maxLength={MOST.text} />
      <PickOne
        legend={t('life.takes')}
        none
        value={TAKES.find((one) => one === values.takes) ?? null}
        options={TAKES.map((value) => ({ value, label: t(`takes.${value}`) }))}
        onChange={(takes) => change({ takes: takes ?? '' })}
      />
    </Form>
  );
};

export const NewLifePage = () => {
  const t = useWords('purpose');
  const all = usePurpose();
  return (
    <Page title={t('life.new')} where={<ToPurpose />}>
      <Sheet>
        <Title sub={t('life.new-about')}>{t('life.new')}</Title>
        <Row note="">
          <LifeForm all={all} life={null} />
        </Row>
      </Sheet>
    </Page>
  );
};

export const ChangeLifePage = ({ params }: RoomPageProps) => {
  const t = useWords('purpose');
  const all = usePurpose();
  const life = all.lives.find(({ id }) => id === params['id']);
  if (!life) return <NotHere where={<ToPurpose />} />;
  return (
    <Page title={t('life.change')} where={<ToPurpose />}>
      <Sheet>
        <Title>{t('life.change')}</Title>
        <Row note="">
          <LifeForm key={life.id} all={all} life={life} />
        </Row>
      </Sheet>
    </Page>
  );
};

const LookWords = ({ look }: { readonly look: LifeLook }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  return (
    <div className="stack">
      <p>
        {look.draws !== null && <span className="tag">{t(`draws.${look.draws}`)}</span>}{' '}
        <Button look="bare" className="s" onPress={() => void act(takeLifeLookBack(look), 'done.deleted')}>
          {t('draws.take')}
        </Button>
      </p>
      {look.text !== '' && (
        <p className="said as-typed" dir="auto">
          {look.text}
        </p>
      )}
    </div>
  );
};

/** The one question after a trial; it can be left. */
const AskDraws = ({ life, trial }: { readonly life: Life; readonly trial: Trial }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const { values, change, clear } = useFormValues(placeOf('life look', trial.commitment.id), { draws: '', text: '' });
  const draws: Draws | null = DRAWS.find((one) => one === values.draws) ?? null;
  return (
    <Form
      go={t('draws.keep')}
      look="plain"
      isReady={draws !== null || values.text.trim() !== ''}
      onGo={async () => {
        const done = await act(lookAtLife(life, { draws, text: values.text, trial: trial.commitment.id }, desk.newId(), momentNow()), 'done.looked');
        if (done.ok) clear();
        return done;
      }}
    >
      <PickOne
        legend={t('draws.ask')}
        none
        value={draws}
        options={DRAWS.map((value) => ({ value, label: t(`draws.${value}`) }))}
        onChange={(next) => change({ draws: next ?? '' })}
      />
      {draws !== null && <TextArea label={t('draws.why')} value={values.text} onChange={(text) => change({ text })} maxLength={MOST.text} />}
    </Form>
  );
};

const TrialLine = ({ life, trial }: { readonly life: Life; readonly trial: Trial }) => {
  const t = useWords('purpose');
  const day = useDay();
  const { commitment, is, day: on, learnt, look } = trial;
  return (
    <li className="row">
      <p className="mg num">{t(`trial.${is}`, { day: day(on) })}</p>
      <div className={`tx wide stack on-line pv${is === 'tried' ? ' is-now' : ''}`}>
        <p className="said-l" dir="auto">
          <Link href={`/act/commitments/${commitment.id}`} className="quiet-link">
            {commitment.what}
          </Link>
        </p>
        {learnt !== '' && (
          <div>
            <h3 className="plabel">{t('trial.learnt')}</h3>
            <p className="said as-typed" dir="auto">
              {learnt}
            </p>
          </div>
        )}
        {is === 'open' && (
          <p className="s">
            <Link href={`/act/commitments/${commitment.id}`}>{t('trial.look')}</Link>
          </p>
        )}
        {!look && is === 'tried' && life.unasked.includes(commitment.id) && <p className="s q">{t('trial.unasked')}</p>}
        {look ? <LookWords look={look} /> : is === 'tried' && <AskDraws life={life} trial={trial} />}
      </div>
    </li>
  );
};

const One = ({ all, life }: { readonly all: InPurpose; readonly life: Life }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const remove = useDelete('purpose');
  const day = useDay();
  const [, go] = useLocation();
  const trialLabel = useTrialLabel();
  const tryIt = useTry();
  const trials = trialsHere(all, life);
  const goals = goalsOf(all.goals, life.id);
  const shown = new Set(trials.map(({ commitment }) => commitment.id));
  const free = life.looks.filter(({ trial }) => !shown.has(trial));
  return (
    <Page title={life.name} where={<ToPurpose />}>
      <Sheet>
        <Title
          note={t('life.one')}
          sub={[...(life.path === null ? [] : [t(`path.${life.path}`)]), ...(life.aside === '' ? [] : [t('aside-since', { day: day(life.aside) })])].join(' · ') || undefined}
        >
          <span dir="auto">{life.name}</span>
        </Title>
        <Row note="" wide>
          <Menu
            label={t('more-to-do')}
            shown
            actions={[
              { id: 'change', label: t('life.change'), icon: 'edit', onAction: () => go(`${hrefOf(life)}/change`) },
              life.aside === ''
                ? { id: 'aside', label: t('aside.do'), icon: 'hide', onAction: () => void act(setLifeAside(life, momentNow()), 'done.aside') }
                : { id: 'back', label: t('back'), icon: 'show', onAction: () => void act(bringLifeBack(life, momentNow()), 'done.back') },
              null,
              {
                id: 'delete',
                label: t('life.delete'),
                icon: 'delete',
                warm: true,
                onAction: () => remove(deleteLife(life), AT, 'done.deleted'),
              },
            ]}
          />
        </Row>
        <Row note="" stack>
          {LIFE_TEXTS.map((text) => (
            <Said key={text} label={text === 'trial' ? trialLabel(life) : t(`life.${text}`)} text={life[text]} />
          ))}
          {LIFE_TEXTS.every((text) => life[text] === '') && <p className="q">{t('life.bare')}</p>}
          <div className="cluster">
            {life.trial === '' ? (
              <LinkButton href={`${hrefOf(life)}/change`}>{t('life.think-trial')}</LinkButton>
            ) : (
              <Button onPress={() => tryIt(life)}>{t(trials.length === 0 ? 'life.try' : 'life.try-again')}</Button>
            )}
          </div>
          <p className="s q">{t('lives.how')}</p>
        </Row>
        {(trials.length > 0 || free.length > 0) && (
          <section id="trials" aria-labelledby="trials-h" className="stack">
            <PartTitle id="trials-h" title={t('trials.title')} />
            <ol className="pversions">
              {trials.map((trial) => (
                <TrialLine key={trial.commitment.id} life={life} trial={trial} />
              ))}
              {free.map((look) => (
                <li key={look.id} className="row">
                  <p className="mg num">{day(look.day)}</p>
                  <div className="tx wide on-line pv">
                    <LookWords look={look} />
                  </div>
                </li>
              ))}
            </ol>
          </section>
        )}
        {goals.length > 0 && (
          <Row as="section" note={t('goals.title')} labelledBy="goals-h" wide>
            <h2 className="vh" id="goals-h">
              {t('goals.title')}
            </h2>
            <ul className="list">
              {goals.map((goal) => (
                <GoalLine key={goal.id} goal={goal} />
              ))}
            </ul>
          </Row>
        )}
        <Linked id={life.id} listed={new Set([...shown, ...goals.map(({ id }) => id), ...life.looks.map(({ id }) => id)])} />
      </Sheet>
    </Page>
  );
};

export const LifePage = ({ params }: RoomPageProps) => {
  const all = usePurpose();
  const life = all.lives.find(({ id }) => id === params['id']);
  return life ? <One key={life.id} all={all} life={life} /> : <NotHere where={<ToPurpose />} />;
};

/** What was written after a trial, whose life is not here (deleted, or not brought in with it): its words all the same. */
const LookAlone = ({ look }: { readonly look: LifeLook }) => {
  const t = useWords('purpose');
  const day = useDay();
  return (
    <Page title={t('trials.title')} where={<ToPurpose />}>
      <Sheet>
        <Title note={day(look.day)} sub={t('look.alone')}>
          {t('trials.title')}
        </Title>
        <Row note="">
          <LookWords look={look} />
        </Row>
        <Linked id={look.id} />
      </Sheet>
    </Page>
  );
};

/** By what was written after a trial, as search and others' links lead here. */
export const OfLookPage = ({ params }: RoomPageProps) => {
  const all = usePurpose();
  const id = params['look'] ?? '';
  const life = all.lives.find(({ looks }) => looks.some((look) => look.id === id));
  const record = all.records.record(id);
  const look = record ? lifeLookOf(record) : null;
  if (life) return <One key={life.id} all={all} life={life} />;
  return look ? <LookAlone key={look.id} look={look} /> : <NotHere where={<ToPurpose />} />;
};
