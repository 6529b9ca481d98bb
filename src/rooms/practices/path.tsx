// A path that one walks: its steps along the margin line, the next one marked; swapped, put off, done, left, all in one press.

import { useState } from 'react';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { StepRow, Sums, SwapDialog } from './path-parts.tsx';
import { judge, othersFor, reasonsFor } from './paths.ts';
import { nowHere, practiceHref, useKeyFacts, usePractices, type Commons } from './use-practices.tsx';
import { askedOf, deletePath, doneStep, isOver, leavePath, stepsNow, swapStep, takeUpPath, type Path } from './walk.ts';

const Steps = ({ path, commons }: { readonly path: Path; readonly commons: Commons }) => {
  const t = useWords('practices');
  const locale = useLocale();
  const act = useAct('practices');
  const [swapping, setSwapping] = useState<string | null>(null);
  const asked = askedOf(path);
  const steps = stepsNow(path, commons);
  const ids = steps.map(({ practice }) => practice);
  const next = path.ended === '' ? steps.find(({ done }) => done === '') : undefined;
  const open = swapping === null ? undefined : commons.one(swapping);
  const day = (done: string): string => formatNear(done, momentNow().when, locale, 'long');
  return (
    <>
      <ol className="pr-walk">
        {steps.map(({ practice: id, instead, done }) => {
          const practice = commons.one(id);
          if (!practice) return null;
          const isNext = next?.practice === id;
          const gone = instead === '' ? undefined : commons.one(instead);
          return (
            <StepRow
              key={id}
              practice={practice}
              reasons={reasonsFor(id, asked, commons)}
              mark={done !== '' ? '' : t(isNext ? 'path.next' : 'path.any-day')}
              {...(done !== '' ? { is: 'done' as const } : isNext ? { is: 'next' as const } : {})}
              href={`${practiceHref(id)}?path=${path.id}`}
              {...(done === '' && path.ended === '' ? { onSwap: () => setSwapping(id) } : {})}
            >
              {gone && <p className="s q">{t('path.instead', { name: gone.name })}</p>}
              {done !== '' && <p className="s q num">{t('path.done', { day: day(done) })}</p>}
              {isNext && (
                <div className="cluster">
                  <LinkButton href={`${practiceHref(id)}?path=${path.id}`} look="go">
                    {t('path.begin')}
                  </LinkButton>
                  <Button onPress={() => void act(doneStep(path, id, nowHere(), ids), 'path.marked')}>{t('path.mark')}</Button>
                </div>
              )}
            </StepRow>
          );
        })}
      </ol>
      <Row note="" wide>
        <Sums judged={ids.flatMap((id) => (commons.one(id) ? [judge(commons.one(id)!, asked, commons)] : []))} />
      </Row>
      {open && (
        <SwapDialog
          name={open.name}
          others={othersFor(open.id, ids, asked, commons)}
          onTake={(to) => {
            setSwapping(null);
            // What stands in for a step is swapped from where it stands.
            const from = steps.find(({ practice }) => practice === open.id);
            void act(swapStep(path, from?.instead || open.id, to, nowHere()), 'path.swapped');
          }}
          onClose={() => setSwapping(null)}
        />
      )}
    </>
  );
};

const ToPaths = () => {
  const t = useWords('practices');
  return (
    <TextLink href="/act/paths" icon="back">
      {t('paths.title')}
    </TextLink>
  );
};

export const PathPage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const locale = useLocale();
  const act = useAct('practices');
  const remove = useDelete('practices');
  const facts = useKeyFacts();
  const commons = usePractices();
  const path = commons.paths.find(({ id }) => id === params['id']);
  if (!path) return <NotHere where={<ToPaths />} />;
  const title = path.title || t(`need.${path.need}`);
  return (
    <Page title={title} where={<ToPaths />}>
      <Sheet>
        <Row note={t('path.note', { count: path.steps.length })} wide>
          <h1 dir="auto">{title}</h1>
          <p className="q">{t('path.from', { need: t(`need.${path.need}`), minutes: facts({ minutes: path.minutes, who: null }).minutes })}</p>
          {path.ended !== '' ? <p>{t('path.is-left', { day: formatNear(path.ended, momentNow().when, locale, 'long') })}</p> : isOver(path) && <p>{t('path.is-over')}</p>}
        </Row>
        <Steps path={path} commons={commons} />
        <Row note="" wide>
          <div className="cluster">
            {path.ended === '' ? (
              !isOver(path) && (
                <Button look="bare" onPress={() => void act(leavePath(path, nowHere()), 'path.left')}>
                  {t('path.leave')}
                </Button>
              )
            ) : (
              <Button onPress={() => void act(takeUpPath(path, nowHere()), 'path.taken-up')}>{t('path.take-up')}</Button>
            )}
            <Button look="bare" icon="delete" onPress={() => remove(deletePath(path), '/act/paths', 'path.deleted')}>
              {t('path.delete')}
            </Button>
          </div>
        </Row>
        <Linked id={path.id} />
      </Sheet>
    </Page>
  );
};
