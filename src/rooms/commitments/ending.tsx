// How a commitment stands: done, resting (until a day, if one likes), dropped, handed on; each an end like any other, and each can be taken
// back. Nobody is told. Who takes it can be asked in a circle: until somebody does, it stays one's own.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useAct } from '#web/ui/own.ts';
import { RoadsOut } from '#web/ui/roads.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { addDays } from '#core/when.ts';
import { endCommitment, goOn, MOST, type Commitment, type EndDraft } from './model.ts';
import { todayHere, useDayWords } from './parts.tsx';
import { wordsToHandOver } from './roads.ts';

const Ended = ({ commitment }: { readonly commitment: Commitment }) => {
  const t = useWords('commitments');
  const act = useAct('commitments');
  const day = useDayWords();
  const { how, at, until, to } = commitment.end!;
  const key = how === 'resting' && until !== '' ? 'is.resting-until' : how === 'handed' && to !== '' ? 'is.handed-to' : `is.${how}`;
  return (
    <>
      <p>{t(key, { day: day(at), until: until === '' ? '' : day(until), to })}</p>
      <div className="cluster">
        <Button look="bare" onPress={() => void act(goOn(commitment, momentNow()), 'done.goes-on')}>
          {t('go-on')}
        </Button>
      </div>
    </>
  );
};

/** `asRoad`: after something got in the way, where being done is the last thing that is likely. */
export const Ending = ({ commitment, asRoad = false }: { readonly commitment: Commitment; readonly asRoad?: boolean }) => {
  const t = useWords('commitments');
  const act = useAct('commitments');
  const [asks, setAsks] = useState<'resting' | 'handed' | null>(null);
  const { values, change, clear } = useFormValues(placeOf('end', commitment.id), { until: '', to: '' });
  if (commitment.end) return <Ended commitment={commitment} />;
  const end = (draft: EndDraft): void =>
    void act(endCommitment(commitment, draft, momentNow()), `done.${draft.how}`).then((done) => {
      if (!done.ok) return;
      clear();
      setAsks(null);
    });
  if (asks)
    return (
      <>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            end(asks === 'resting' ? { how: asks, until: values.until } : { how: asks, to: values.to });
          }}
        >
          {asks === 'resting' ? (
            <TextField
              type="date"
              label={t('end.until')}
              hint={t('end.until-hint')}
              min={addDays(todayHere(), 1)}
              value={values.until}
              onChange={(until) => change({ until })}
              autoFocus
            />
          ) : (
            <TextField label={t('end.to')} hint={t('end.to-hint')} value={values.to} maxLength={MOST.what} onChange={(to) => change({ to })} autoFocus />
          )}
          <div className="cluster">
            <Button type="submit">{t(`end.do-${asks}`)}</Button>
            <Button look="bare" onPress={() => setAsks(null)}>
              {t('leave')}
            </Button>
          </div>
        </form>
        {asks === 'handed' && (
          <div className="stack">
            <h3>{t('end.ask')}</h3>
            <p className="s q">{t('end.ask-about')}</p>
            <RoadsOut leads="ask" label={t('end.ask-do')} strain={{ words: wordsToHandOver(commitment, t('somebody')), replies: {} }} />
          </div>
        )}
      </>
    );
  const done = (
    <Button look={asRoad ? 'bare' : 'plain'} onPress={() => end({ how: 'done' })}>
      {t('end.do-done')}
    </Button>
  );
  const look = asRoad ? 'plain' : 'bare';
  return (
    <div className="cluster">
      {!asRoad && done}
      <Button look={look} onPress={() => setAsks('resting')}>
        {t('end.do-resting')}
      </Button>
      <Button look={look} onPress={() => end({ how: 'dropped' })}>
        {t('end.do-dropped')}
      </Button>
      <Button look={look} onPress={() => setAsks('handed')}>
        {t('end.do-handed')}
      </Button>
      {asRoad && done}
    </div>
  );
};
