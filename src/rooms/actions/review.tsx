// Afterwards: how each saw it, side by side under the same four questions, and what they would tell the next people. One's own words are
// one's own to change; nobody else's are.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useNames } from '#web/ui/circle-words.ts';
import { TextArea } from '#web/ui/field.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useWords } from '#web/ui/words.ts';
import { MOST, PARTS, reviewAction, type Action, type Part } from './model.ts';
import { canWrite, useDo } from './parts.tsx';

const NONE = { intended: '', happened: '', why: '', next: '', learnt: '' } satisfies Record<Part, string>;

const Mine = ({ circle, action, onDone }: { readonly circle: OpenCircle; readonly action: Action; readonly onDone: () => void }) => {
  const t = useWords('actions');
  const act = useDo(circle);
  const mine = action.reviews.find(({ by }) => by === circle.me);
  const begins = mine ? { intended: mine.intended, happened: mine.happened, why: mine.why, next: mine.next, learnt: mine.learnt } : NONE;
  const { values, change, clear } = useFormValues<Record<Part, string>>(placeOf('review', action.id), begins);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act((here) => reviewAction(here, action, values), 'review.kept').then((done) => {
          if (!done.ok) return;
          clear();
          onDone();
        });
      }}
    >
      {PARTS.map((part) => (
        <TextArea key={part} label={t(`ask.${part}`)} value={values[part]} onChange={(text) => change({ [part]: text })} maxLength={MOST.review} />
      ))}
      <p className="s q">{t('review.who')}</p>
      <Button look="go" type="submit" isDisabled={PARTS.every((part) => values[part].trim() === '')}>
        {t('review.do')}
      </Button>
    </form>
  );
};

export const Reviews = ({ circle, action }: { readonly circle: OpenCircle; readonly action: Action }) => {
  const t = useWords('actions');
  const nameOf = useNames(circle);
  const { reviews } = action;
  const hasMine = reviews.some(({ by }) => by === circle.me);
  const [isWriting, setWriting] = useState(false);
  return (
    <section aria-labelledby="review-h" className="act-parts">
      <Row note="" wide>
        <h2 id="review-h">{t('review.title')}</h2>
        <p className="q">{t('review.about')}</p>
      </Row>
      {PARTS.map((part) => {
        const said = reviews.filter((review) => review[part] !== '');
        return said.length === 0 ? null : (
          <Row key={part} note={<h3 className="act-part">{t(`part.${part}`)}</h3>} wide>
            <ul className="act-side">
              {said.map((review) => (
                <li key={review.id}>
                  <p className="s q">{nameOf(review.by)}</p>
                  <p className="said as-typed" dir="auto">
                    {review[part]}
                  </p>
                </li>
              ))}
            </ul>
          </Row>
        );
      })}
      {canWrite(circle) && (
        <Row note="" wide>
          {isWriting || !hasMine ? (
            <Mine key={String(hasMine)} circle={circle} action={action} onDone={() => setWriting(false)} />
          ) : (
            <Button onPress={() => setWriting(true)}>{t('review.change')}</Button>
          )}
        </Row>
      )}
    </section>
  );
};
