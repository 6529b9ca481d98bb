// A path that a circle walks: its steps along the margin line, each with why it is there, a day if one is wanted, and what somebody chose to
// say after it; swapped by anybody, ended under a name.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { InCircle, NotHere } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { StepRow, Sums, SwapDialog } from './path-parts.tsx';
import { judge, othersFor, reasonsFor } from './paths.ts';
import {
  askedTogether,
  dateStep,
  deleteTogether,
  endTogether,
  goOnTogether,
  MOST_WORD,
  OUTCOMES,
  sayAfterStep,
  swapTogether,
  takeWordBack,
  wordsBefore,
  type StepTogether,
  type Together,
  type Word,
} from './together.ts';
import { nowHere, useKeyFacts } from './use-practices.tsx';
import { pathsAt, useTogether, type PathsHere } from './use-shared.tsx';

const ToPaths = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  return (
    <TextLink href={pathsAt(circle)} icon="back">
      {t('together.title')}
    </TextLink>
  );
};

interface OfPath {
  readonly here: PathsHere;
  readonly path: Together;
}

const Say = ({ here, path, step, onClose }: OfPath & { readonly step: StepTogether; readonly onClose: () => void }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const inWords = useRefusal('practices');
  const { circle, act } = here;
  const { values, change, clear } = useFormValues(placeOf(`said ${step.place}`, path.id), { text: '' });
  return (
    <Form
      go={t('together.say-go', { circle: circle.name })}
      look="plain"
      inWords={inWords}
      isReady={values.text.trim() !== ''}
      onGo={async () => {
        const done = await act(sayAfterStep(path, step.practice, values.text, { me: circle.me, id: desk.newId() }, nowHere()), 'together.said');
        if (done.ok) {
          clear();
          onClose();
        }
        return done;
      }}
      beside={
        <Button look="bare" onPress={onClose}>
          {t('own.back')}
        </Button>
      }
    >
      <TextArea label={t('together.say-words')} value={values.text} onChange={(text) => change({ text })} maxLength={MOST_WORD} autoFocus />
    </Form>
  );
};

const DayOf = ({ here, path, step, onClose }: OfPath & { readonly step: StepTogether; readonly onClose: () => void }) => {
  const t = useWords('practices');
  const inWords = useRefusal('practices');
  const [day, setDay] = useState(step.day);
  return (
    <Form
      go={t('together.day-keep')}
      look="plain"
      inWords={inWords}
      onGo={async () => {
        const done = await here.act(dateStep(path, step.practice, day, nowHere()), day === '' ? 'together.any-day' : 'together.dated');
        if (done.ok) onClose();
        return done;
      }}
      beside={
        <Button look="bare" onPress={onClose}>
          {t('own.back')}
        </Button>
      }
    >
      <TextField label={t('together.day')} type="date" value={day} onChange={setDay} />
    </Form>
  );
};

/** What was said after a step; one's own can be taken back. `after`: the name of the step, where it is not above. */
const Said = ({ here, words, after }: { readonly here: PathsHere; readonly words: readonly Word[]; readonly after?: (word: Word) => string }) => {
  const t = useWords('practices');
  const day = useDay();
  const { circle, act, canWrite } = here;
  const names = useNames(circle);
  if (words.length === 0) return null;
  return (
    <ul className="list">
      {words.map((word) => (
        <li key={word.id} className="between">
          <div>
            <p className="said as-typed" dir="auto">
              {word.text}
            </p>
            <p className="s q">
              <bdi>{names(word.by)}</bdi>
              {t('list.comma')}
              {day(word.at)}
              {after && t('list.comma')}
              {after && <bdi>{after(word)}</bdi>}
            </p>
          </div>
          {word.by === circle.me && canWrite && (
            <Button look="bare" onPress={() => void act(takeWordBack(word, circle.me), 'together.taken-back')}>
              {t('together.take-back')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
};

/** What was said after a step, what one may say, and its day. */
const Under = ({ here, path, step }: OfPath & { readonly step: StepTogether }) => {
  const t = useWords('practices');
  const [open, setOpen] = useState<'say' | 'day' | null>(null);
  const may = here.canWrite && path.outcome === '';
  return (
    <>
      <Said here={here} words={path.words.filter(({ practice }) => practice === step.practice)} />
      {may && open === null && (
        <div className="cluster">
          <Button look="bare" icon="write" onPress={() => setOpen('say')}>
            {t('together.say')}
          </Button>
          <Button look="bare" icon="calendar" onPress={() => setOpen('day')}>
            {t(step.day === '' ? 'together.day' : 'together.day-change')}
          </Button>
        </div>
      )}
      {may && open === 'say' && <Say here={here} path={path} step={step} onClose={() => setOpen(null)} />}
      {may && open === 'day' && <DayOf here={here} path={path} step={step} onClose={() => setOpen(null)} />}
    </>
  );
};

const Steps = ({ here, path }: OfPath) => {
  const t = useWords('practices');
  const day = useDay();
  const { asking, act, canWrite } = here;
  const [swapping, setSwapping] = useState<string | null>(null);
  const asked = askedTogether(path);
  const ids = path.steps.map(({ practice }) => practice);
  const before = wordsBefore(path);
  const may = canWrite && path.outcome === '';
  const swap = (from: string, to: string): void => {
    setSwapping(null);
    void act(swapTogether(path, from, to, nowHere()), 'path.swapped');
  };
  return (
    <>
      <ol className="pr-walk">
        {path.steps.map((step) => {
          const practice = asking.one(step.practice);
          const onSwap = may ? { onSwap: () => setSwapping(step.practice) } : {};
          return practice ? (
            <StepRow
              key={step.place}
              practice={practice}
              reasons={reasonsFor(step.practice, asked, asking)}
              mark={step.day === '' ? t('path.any-day') : day(step.day)}
              href={here.hrefOf(step.practice)}
              {...onSwap}
            >
              <Under here={here} path={path} step={step} />
            </StepRow>
          ) : (
            <li key={step.place} className="row">
              <p className="mg" />
              <div className="tx wide on-line pr-step">
                <div className="between">
                  <p className="q">{t('together.gone')}</p>
                  {may && (
                    <Button look="bare" onPress={() => setSwapping(step.practice)}>
                      {t('path.swap')}
                    </Button>
                  )}
                </div>
                <Under here={here} path={path} step={step} />
              </div>
            </li>
          );
        })}
      </ol>
      {before.length > 0 && (
        <Row note={t('together.before')} wide>
          <Said here={here} words={before} after={({ practice }) => asking.one(practice)?.name ?? t('together.gone')} />
        </Row>
      )}
      <Row note="" wide>
        <Sums judged={ids.flatMap((id) => (asking.one(id) ? [judge(asking.one(id)!, asked, asking)] : []))} />
      </Row>
      {swapping !== null && (
        <SwapDialog
          name={asking.one(swapping)?.name ?? t('together.gone')}
          others={othersFor(swapping, ids, asked, asking)}
          onTake={(to) => swap(swapping, to)}
          onClose={() => setSwapping(null)}
        />
      )}
    </>
  );
};

const End = ({ here, path }: OfPath) => {
  const t = useWords('practices');
  const [, go] = useLocation();
  const { act, at } = here;
  if (path.outcome !== '')
    return (
      <Row note="" wide>
        <Button onPress={() => void act(goOnTogether(path, nowHere()), 'path.taken-up')}>{t('path.take-up')}</Button>
      </Row>
    );
  return (
    <Row as="section" note="" labelledBy="end-h" wide stack>
      <h2 id="end-h">{t('together.end')}</h2>
      <div className="cluster">
        {OUTCOMES.map((outcome) => (
          <Button key={outcome} onPress={() => void act(endTogether(path, outcome, nowHere()), 'together.ended')}>
            {t(`together.${outcome}`)}
          </Button>
        ))}
      </div>
      <p className="s q">{t('together.end-about')}</p>
      {path.words.length === 0 && (
        <p>
          <Button
            look="bare"
            icon="delete"
            onPress={() =>
              void act(deleteTogether(path), 'path.deleted').then((done) => {
                if (done.ok) go(at, { replace: true });
              })
            }
          >
            {t('path.delete')}
          </Button>
        </p>
      )}
    </Row>
  );
};

const One = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('practices');
  const facts = useKeyFacts();
  const here = useTogether(circle);
  const path = here.paths.find((one) => one.id === id);
  if (!path) return <NotHere where={<ToPaths circle={circle} />} />;
  const title = path.title || t(`need.${path.need}`);
  return (
    <Page title={title} where={<ToPaths circle={circle} />}>
      <Sheet>
        <Row note={t('path.note', { count: path.steps.length })} wide>
          <h1 dir="auto">{title}</h1>
          <p className="q">{t('together.from', { need: t(`need.${path.need}`), minutes: facts({ minutes: path.minutes, who: null }).minutes })}</p>
          {path.outcome === '' ? <p className="s q">{t('together.about')}</p> : <p>{t(`together.${path.outcome}`)}</p>}
        </Row>
        <Steps here={here} path={path} />
        {here.canWrite && <End here={here} path={path} />}
      </Sheet>
    </Page>
  );
};

export const CirclePathPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <One circle={circle} id={params['id'] ?? ''} />}</InCircle>;
