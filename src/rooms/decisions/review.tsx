// Looking again at a decision: what came, whether it was decided well apart from luck, what was learnt. Any part may be left; so may the day.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { addDays } from '#core/when.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import {
  CHECK_ANSWERS,
  CHECKS,
  chosenOption,
  isRefused,
  lookAgainOn,
  MOST,
  refuseReview,
  reviewDecision,
  textToChange,
  type Came,
  type Check,
  type CheckAnswer,
  type Checks,
  type Decision,
  type Luck,
  type Quality,
} from './model.ts';
import { decisionHref, Likely, nowHere, useDay, useDecision } from './parts.tsx';

const CAME = ['yes', 'no', 'unclear'] as const satisfies readonly Came[];
const QUALITY = ['good', 'mixed', 'poor'] as const satisfies readonly Quality[];
const LUCK = ['good', 'neither', 'bad'] as const satisfies readonly Luck[];
const PUT_OFF = [7, 30, 91] as const;

/** Of the form: one field for each question. */
const checkFields = (checks: Checks): Record<`check ${Check}`, string> =>
  Object.fromEntries(CHECKS.map((check) => [`check ${check}`, checks[check] ?? ''])) as Record<`check ${Check}`, string>;
const checksIn = (values: Readonly<Record<`check ${Check}`, string>>): Checks =>
  Object.fromEntries(CHECKS.flatMap((check) => (values[`check ${check}`] === '' ? [] : [[check, values[`check ${check}`] as CheckAnswer]])));

const ReviewForm = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  const day = useDay();
  const act = useAct('decisions');
  const [, go] = useLocation();
  const [isPuttingOff, setPuttingOff] = useState(false);
  const { id, question, expect, likely, review, decided, hands } = decision;
  const { values, change, clear } = useFormValues(placeOf('review', id), {
    came: decision.came as string,
    happened: textToChange(decision, 'happened'),
    quality: decision.quality as string,
    luck: decision.luck as string,
    learnt: textToChange(decision, 'learnt'),
    ...checkFields(decision.checks),
  });
  const chosen = chosenOption(decision);
  const today = nowHere().day;
  const isEmpty = Object.values(values).every((value) => value.trim() === '');
  const keep = async (): Promise<void> => {
    const { happened, learnt } = values;
    const draft = { happened, learnt, came: values.came as Came | '', quality: values.quality as Quality | '', luck: values.luck as Luck | '', checks: checksIn(values) };
    const done = await act(reviewDecision(decision, draft, nowHere()), 'done.reviewed');
    if (!done.ok) return;
    clear();
    go(decisionHref(id), { replace: true });
  };
  const putOff = async (days: number): Promise<void> => {
    const until = addDays(today, days);
    const done = await act(lookAgainOn(decision, until, nowHere()), 'done.put-off');
    if (done.ok) go(decisionHref(id), { replace: true });
  };
  const leave = async (): Promise<void> => {
    const done = await act(refuseReview(decision), 'done.refused');
    if (done.ok) go(decisionHref(id), { replace: true });
  };
  const { onSubmit } = useSend(keep);
  return (
    <Sheet>
      <Title sub={review !== '' && review > today ? t('review-early', { day: day(review) }) : t('review-about')}>{t('look-again')}</Title>
      <Row note={decided === '' ? '' : day(decided)} wide>
        <p className="said-l" dir="auto">
          {question}
        </p>
        {chosen && (
          <p className="said" dir="auto">
            {chosen.text}
          </p>
        )}
        {hands !== '' && <p className="said">{t(`hands.${hands}`)}</p>}
        {(expect !== '' || likely !== null) && (
          <p className="q">
            <Likely decision={decision} />
          </p>
        )}
      </Row>
      <form className="rows" onSubmit={onSubmit}>
        <Row note={t('part.happened')} wide stack>
          <PickOne
            legend={t(likely === null ? 'came-question-plain' : 'came-question')}
            options={CAME.map((value) => ({ value, label: t(`came.${value}`) }))}
            value={(values.came || null) as Came | null}
            onChange={(came) => change({ came: came ?? '' })}
            none
          />
          <TextArea label={t('happened')} value={values.happened} onChange={(happened) => change({ happened })} maxLength={MOST.text} />
        </Row>
        <Row note={t('part.quality')} wide stack>
          <PickOne
            legend={t('quality-question')}
            options={QUALITY.map((value) => ({ value, label: t(`quality.${value}`) }))}
            value={(values.quality || null) as Quality | null}
            onChange={(quality) => change({ quality: quality ?? '' })}
            none
          />
          <PickOne
            legend={t('luck-question')}
            options={LUCK.map((value) => ({ value, label: t(`luck.${value}`) }))}
            value={(values.luck || null) as Luck | null}
            onChange={(luck) => change({ luck: luck ?? '' })}
            none
          />
          <p className="s q">{t('quality-about')}</p>
          <details open={Object.keys(decision.checks).length > 0 || undefined}>
            <summary>{t('checks.title')}</summary>
            <div className="stack">
              <p className="s q">{t('checks.about')}</p>
              {CHECKS.map((check) => (
                <PickOne
                  key={check}
                  legend={t(`checks.${check}`)}
                  options={CHECK_ANSWERS.map((value) => ({ value, label: t(`checked.${value}`) }))}
                  value={(values[`check ${check}`] || null) as CheckAnswer | null}
                  onChange={(answer) => change({ [`check ${check}`]: answer ?? '' })}
                  none
                />
              ))}
            </div>
          </details>
        </Row>
        <Row note={t('part.learnt')} wide stack>
          <TextArea label={t('learnt')} value={values.learnt} onChange={(learnt) => change({ learnt })} maxLength={MOST.text} />
          <div className="cluster">
            <Button look="go" type="submit" isDisabled={isEmpty}>
              {t('review-keep')}
            </Button>
            {decision.reviewed === '' && (
              <Button look="bare" aria-expanded={isPuttingOff} onPress={() => setPuttingOff(!isPuttingOff)}>
                {t('put-off')}
              </Button>
            )}
            {decision.reviewed === '' && review !== '' && !isRefused(decision) && (
              <Button look="bare" onPress={() => void leave()}>
                {t('refuse')}
              </Button>
            )}
          </div>
          {isPuttingOff && (
            <div className="cluster">
              {PUT_OFF.map((days) => (
                <Button key={days} onPress={() => void putOff(days)}>
                  {t('put-off-until', { day: day(addDays(today, days)) })}
                </Button>
              ))}
            </div>
          )}
        </Row>
      </form>
    </Sheet>
  );
};

export const ReviewPage = ({ params }: RoomPageProps) => {
  const t = useWords('decisions');
  const decision = useDecision(params['id'] ?? '');
  const back = (
    <TextLink href={decision ? decisionHref(decision.id) : '/know/decisions'} icon="back">
      {t(decision ? 'the-decision' : 'title')}
    </TextLink>
  );
  if (!decision) return <NotHere where={back} />;
  return (
    <Page title={t('look-again')} where={back}>
      <ReviewForm key={decision.id} decision={decision} />
    </Page>
  );
};
