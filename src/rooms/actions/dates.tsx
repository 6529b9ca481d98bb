// The dates of an action: set by whoever is in, taken back by whoever set them, given out as a calendar file.

import { useState } from 'react';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Button } from '#web/ui/button.tsx';
import { useNames } from '#web/ui/circle-words.ts';
import { TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { saveFile } from '#web/ui/save-file.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { datesToIcs } from './calendar.ts';
import { isIn, MOST, setDate, takeDateBack, type Action } from './model.ts';
import { canWrite, nowHere, useDateWords, useDo } from './parts.tsx';

const EMPTY = { day: '', time: '', what: '', place: '' };

const SetDate = ({ circle, action, onClose }: { readonly circle: OpenCircle; readonly action: Action; readonly onClose: () => void }) => {
  const t = useWords('actions');
  const act = useDo(circle);
  const { values, change, clear } = useFormValues(placeOf('date', action.id), EMPTY);
  const { day, time, what, place } = values;
  const when = time === '' ? day : `${day}T${time}`;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const instant = time === '' ? '' : new Date(when).toISOString();
        void act((here) => setDate(here, action, { when, instant, what, place }), 'date.set').then((done) => {
          if (!done.ok) return;
          clear();
          onClose();
        });
      }}
    >
      <div className="two">
        <TextField type="date" label={t('date.day')} value={day} onChange={(next) => change({ day: next })} min={nowHere().day} required />
        <TextField type="time" label={t('date.time')} value={time} onChange={(next) => change({ time: next })} hint={t('date.time-hint')} />
      </div>
      <TextField label={t('date.what')} value={what} onChange={(next) => change({ what: next })} maxLength={MOST.step} />
      <TextField label={t('date.place')} value={place} onChange={(next) => change({ place: next })} maxLength={MOST.place} />
      <div className="cluster">
        <Button type="submit" isDisabled={day === ''}>
          {t('date.set-do')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('not-now')}
        </Button>
      </div>
    </form>
  );
};

export const Dates = ({ circle, action }: { readonly circle: OpenCircle; readonly action: Action }) => {
  const t = useWords('actions');
  const dateWords = useDateWords();
  const nameOf = useNames(circle);
  const act = useDo(circle);
  const [isSetting, setSetting] = useState(false);
  const mayWrite = canWrite(circle) && action.is === 'open' && isIn(action, circle.me);
  if (action.dates.length === 0 && !mayWrite) return null;
  return (
    <Row note={t('date.title')} wide stack>
      <h2 className="vh">{t('date.title')}</h2>
      {action.dates.length > 0 && (
        <ul className="list">
          {action.dates.map((date) => (
            <li key={date.id} className="between">
              <div>
                <p className="said-l num" dir="auto">
                  {date.what || dateWords(date)}
                </p>
                <p className="s q">
                  {date.what !== '' && <bdi>{dateWords(date)}</bdi>}
                  {date.what !== '' && ' · '}
                  {date.place !== '' && <bdi>{date.place}</bdi>}
                  {date.place !== '' && ' · '}
                  {t('date.by', { name: nameOf(date.by) })}
                </p>
              </div>
              {mayWrite && date.by === circle.me && (
                <Button look="bare" onPress={() => void act((here) => takeDateBack(here, date), 'date.taken')}>
                  {t('take-back')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isSetting ? (
        <SetDate circle={circle} action={action} onClose={() => setSetting(false)} />
      ) : (
        <div className="cluster">
          {mayWrite && <Button onPress={() => setSetting(true)}>{t('date.add')}</Button>}
          {action.dates.length > 0 && (
            <Button look="bare" icon="calendar" onPress={() => saveFile(`${t('date.file')}.ics`, datesToIcs(action, circle.name, nowHere().instant), 'text/calendar')}>
              {t('date.save')}
            </Button>
          )}
        </div>
      )}
    </Row>
  );
};
