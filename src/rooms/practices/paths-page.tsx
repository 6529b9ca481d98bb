// A path for what one asks for, proposed as soon as the need is chosen, and the paths one has. What is asked stays on the page: it
// stands in no address.

import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextField } from '#web/ui/field.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { MINUTES, type Minutes } from '#web/ui/now.ts';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { KINDS, MOST, NEEDS, WHO, type Need, type PracticeKind, type Who } from './model.ts';
import { SwapDialog, StepRow, Sums } from './path-parts.tsx';
import { judge, othersFor, proposePath, type Asked, type Judged, type Swap } from './paths.ts';
import { nowHere, pathHref, usePractices, type Commons } from './use-practices.tsx';
import { beginPath, isOver, type Path } from './walk.ts';

/** The proposal with the swaps that were made on it. */
const withSwaps = (steps: readonly Judged[], swaps: readonly Swap[], asked: Asked, commons: Commons): Judged[] =>
  steps.map((step) => {
    const to = swaps.reduce((id, swap) => (swap.from === id ? swap.to : id), step.practice.id);
    const practice = to === step.practice.id ? undefined : commons.one(to);
    return practice ? judge(practice, asked, commons) : step;
  });

interface ProposedProps {
  readonly asked: Asked;
  readonly title: string;
  readonly commons: Commons;
  readonly onBegun: (id: string) => void;
}

const Proposed = ({ asked, title, commons, onBegun }: ProposedProps) => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const inWords = useRefusal('practices');
  const [swaps, setSwaps] = useState<readonly Swap[]>([]);
  const [swapping, setSwapping] = useState<string | null>(null);
  const proposed = proposePath(asked, commons);
  if (!proposed.ok)
    return (
      <Row note="" wide>
        <p role="alert" className="note">
          {inWords(proposed.error)}
        </p>
      </Row>
    );
  const steps = withSwaps(proposed.value, swaps, asked, commons);
  const ids = steps.map(({ practice }) => practice.id);
  const minutes = steps.reduce((sum, { practice }) => sum + practice.minutes!, 0);
  const open = steps.find(({ practice }) => practice.id === swapping)?.practice;
  const begin = async (): Promise<void> => {
    const id = desk.newId();
    const done = await act(beginPath(asked, ids, title, id, nowHere(), swaps), 'paths.begun');
    if (done.ok) onBegun(id);
  };
  return (
    <section aria-labelledby="proposed-h" className="pr-part">
      <PartTitle
        id="proposed-h"
        title={t('paths.proposed')}
        note={
          <>
            {t('path.note', { count: steps.length })}
            <span className="nl"> </span>
            {t('minutes-short', { count: minutes })}
          </>
        }
      />
      <ol className="pr-walk">
        {steps.map(({ practice, reasons }) => (
          <StepRow key={practice.id} practice={practice} reasons={reasons} onSwap={() => setSwapping(practice.id)} />
        ))}
      </ol>
      <Row note="" wide stack>
        <Button look="go" onPress={() => void begin()}>
          {t('paths.begin')}
        </Button>
        <Sums judged={steps} />
      </Row>
      {open && (
        <SwapDialog
          practice={open}
          others={othersFor(open.id, ids, asked, commons)}
          onTake={(to) => {
            setSwaps([...swaps, { need: asked.need, from: open.id, to }]);
            setSwapping(null);
          }}
          onClose={() => setSwapping(null)}
        />
      )}
    </section>
  );
};

const PathLine = ({ path }: { readonly path: Path }) => {
  const t = useWords('practices');
  const locale = useLocale();
  return (
    <li className="row">
      <p className="mg num">{formatNear(path.when, momentNow().when, locale, 'short')}</p>
      <div className="tx wide between">
        <Link href={pathHref(path.id)} className="b pr-name" dir="auto">
          {path.title || t(`need.${path.need}`)}
        </Link>
        <span className="s q num">{t('path.done-of', { done: path.done.size, count: path.steps.length })}</span>
      </div>
    </li>
  );
};

export const PathsPage = () => {
  const t = useWords('practices');
  const locale = useLocale();
  const commons = usePractices();
  const [, go] = useLocation();
  const [need, setNeed] = useState<Need | null>(null);
  const [title, setTitle] = useState('');
  const [minutes, setMinutes] = useState<Minutes>(5);
  const [who, setWho] = useState<Who | null>(null);
  const [liked, setLiked] = useState<readonly PracticeKind[]>([]);
  const [isMore, setMore] = useState(false);
  const { wishes, paths } = commons;
  const walked = useFew(
    paths.filter((path) => !isOver(path)),
    5,
    (count) => t('show-all', { count }),
  );
  const over = useFew(paths.filter(isOver), 12, (count) => t('show-all', { count }));
  const asked = need && { need, minutes, who, liked: liked.filter((kind) => !wishes.without.includes(kind)) };
  return (
    <Page title={t('paths.title')} where={<ToPlace place="act" />}>
      <Sheet>
        <Title sub={t('paths.intro')}>{t('paths.title')}</Title>
        {walked.shown.length > 0 && (
          <section aria-labelledby="walked-h" className="pr-part">
            <PartTitle id="walked-h" title={t('paths.walked')} />
            <ul className="ruled pr-list">
              {walked.shown.map((path) => (
                <PathLine key={path.id} path={path} />
              ))}
            </ul>
            {walked.more && <Row note="">{walked.more}</Row>}
          </section>
        )}
        <Row note="" wide stack>
          <PickOne legend={t('paths.need')} options={NEEDS.map((one) => ({ value: one, label: t(`need.${one}`) }))} value={need} onChange={setNeed} />
          <PickOne
            legend={t('paths.minutes')}
            square
            options={MINUTES.map((value) => ({ value, label: new Intl.NumberFormat(locale).format(value) }))}
            value={minutes}
            onChange={(value) => value && setMinutes(value)}
          />
          <details open={isMore} onToggle={(event) => setMore(event.currentTarget.open)}>
            <summary>{t('paths.more')}</summary>
            <div className="stack">
              <PickOne
                legend={t('paths.who')}
                options={[{ value: 'any' as const, label: t('paths.who-any') }, ...WHO.map((one) => ({ value: one, label: t(`who.${one}`) }))]}
                value={who ?? 'any'}
                onChange={(one) => setWho(one === 'any' ? null : one)}
              />
              <PickMany
                legend={t('paths.liked')}
                options={KINDS.filter((kind) => !wishes.without.includes(kind)).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
                value={liked}
                onChange={setLiked}
              />
              <TextField label={t('paths.words')} hint={t('paths.words-hint')} value={title} onChange={setTitle} maxLength={MOST.name} />
            </div>
          </details>
        </Row>
        {asked ? (
          <Proposed key={`${asked.need} ${asked.minutes} ${asked.who} ${asked.liked.join(' ')}`} asked={asked} title={title} commons={commons} onBegun={(id) => go(pathHref(id))} />
        ) : (
          <Row note="">
            <p className="q">{t('paths.none-chosen')}</p>
          </Row>
        )}
        {over.shown.length > 0 && (
          <section aria-labelledby="over-h" className="pr-part">
            <PartTitle id="over-h" title={t('paths.over')} />
            <ul className="ruled pr-list">
              {over.shown.map((path) => (
                <PathLine key={path.id} path={path} />
              ))}
            </ul>
            {over.more && <Row note="">{over.more}</Row>}
          </section>
        )}
      </Sheet>
    </Page>
  );
};
