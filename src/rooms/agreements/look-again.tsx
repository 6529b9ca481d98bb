// "It stays as it is. Look again on …": a day to come, chosen by anybody in the circle.

import { useState } from 'react';
import { addDays } from '#core/when.ts';
import type { Result } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useWords } from '#web/ui/words.ts';
import { nowHere } from './parts.tsx';

const EIGHT_WEEKS = 56;

export const LookAgain = ({ onDay }: { readonly onDay: (day: string) => Promise<Result<unknown>> }) => {
  const t = useWords('agreements');
  const { day } = nowHere();
  const [typed, setTyped] = useState(addDays(day, EIGHT_WEEKS));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void onDay(typed);
      }}
    >
      <p>{t('review.due')}</p>
      <div className="cluster agree-day">
        <TextField type="date" label={t('review.next')} value={typed} onChange={setTyped} min={day} />
        <Button type="submit" isDisabled={typed === ''}>
          {t('review.stays')}
        </Button>
      </div>
    </form>
  );
};
