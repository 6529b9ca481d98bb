// What a path is asked for, one's own or a circle's, and what is proposed for it as soon as the need is chosen. What is asked stays on the
// page: it stands in no address.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { MINUTES, type Minutes } from '#web/ui/now.ts';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { KINDS, MOST, NEEDS, WHO, type Need, type Practice, type PracticeKind, type Who } from './model.ts';
import { SwapDialog, StepRow, Sums } from './path-parts.tsx';
import { judge, othersFor, proposePath, type Asked, type Judged, type Knows, type Swap } from './paths.ts';

/** All that it is proposed from. */
export interface Asking extends Knows {
  one(id: string): Practice | undefined;
  /** Where a practice is read, for one that lies in a circle. */
  readonly hrefOf?: (id: string) => string;
  /** The word of the button that takes it up. */
  readonly go?: string;
}

/** The proposal with the swaps that were made on it. */
const withSwaps = (steps: readonly Judged[], swaps: readonly Swap[], asked: Asked, commons: Asking): Judged[] =>
  steps.map((step) => {
    const to = swaps.reduce((id, swap) => (swap.from === id ? swap.to : id), step.practice.id);
    const practice = to === step.practice.id ? undefined : commons.one(to);
    return practice ? judge(practice, asked, commons) : step;
  });

/** Takes up what was proposed, as it was swapped. */
type Begin = (asked: Asked, steps: readonly string[], title: string, swaps: readonly Swap[]) => Promise<unknown>;

interface ProposedProps {
  readonly asked: Asked;
  readonly title: string;
  readonly commons: Asking;
  readonly begin: Begin;
}

const Proposed = ({ asked, title, commons, begin }: ProposedProps) => {
  const t = useWords('practices');
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
          <StepRow
            key={practice.id}
            practice={practice}
            reasons={reasons}
            {...(commons.hrefOf ? { href: commons.hrefOf(practice.id) } : {})}
            onSwap={() => setSwapping(practice.id)}
          />
        ))}
      </ol>
      <Row note="" wide stack>
        <Button look="go" onPress={() => void begin(asked, ids, title, swaps)}>
          {t(commons.go ?? 'paths.begin')}
        </Button>
        <Sums judged={steps} />
      </Row>
      {open && (
        <SwapDialog
          name={open.name}
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

export const AskPath = ({ commons, begin }: { readonly commons: Asking; readonly begin: Begin }) => {
  const t = useWords('practices');
  const locale = useLocale();
  const [need, setNeed] = useState<Need | null>(null);
  const [title, setTitle] = useState('');
  const [minutes, setMinutes] = useState<Minutes>(5);
  const [who, setWho] = useState<Who | null>(null);
  const [liked, setLiked] = useState<readonly PracticeKind[]>([]);
  const [isMore, setMore] = useState(false);
  const { wishes } = commons;
  const asked = need && { need, minutes, who, liked: liked.filter((kind) => !wishes.without.includes(kind)) };
  return (
    <>
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
        <Proposed key={`${asked.need} ${asked.minutes} ${asked.who} ${asked.liked.join(' ')}`} asked={asked} title={title} commons={commons} begin={begin} />
      ) : (
        <Row note="">
          <p className="q">{t('paths.none-chosen')}</p>
        </Row>
      )}
    </>
  );
};
