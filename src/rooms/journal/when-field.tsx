// When it was: a day in any year, typed as one likes, and a time. What was understood is shown in words; what was not
// stays in the field, and in the draft, until it is.

import { useState } from 'react';
import { dayOf, timeOf, type CalendarName } from '#core/when.ts';
import { Check, TextField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, formatTime, momentNow } from '#web/ui/time.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { parseTypedDay, parseTypedTime, type Spoken } from './typed-when.ts';
import type { DraftKeeper, Writing } from './use-draft.tsx';

/** What the language calls months and days, for reading what is typed. */
export const spokenIn = (locale: string): Spoken => {
  const names = (width: 'long' | 'short', more: Intl.DateTimeFormatOptions): string[] => {
    const format = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC', calendar: 'gregory', ...more });
    return Array.from({ length: 12 }, (_, month) => format.formatToParts(new Date(Date.UTC(2000, month, 15))).find(({ type }) => type === 'month')!.value);
  };
  // In many languages a month beside a day has another form than alone.
  const shapes = [names('long', {}), names('long', { day: 'numeric' }), names('short', {}), names('short', { day: 'numeric' })];
  const english = 'January February March April May June July August September October November December'.split(' ');
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).formatToParts(new Date(0)).map(({ type }) => type);
  return {
    months: Array.from({ length: 12 }, (_, month) => [...shapes.map((shape) => shape[month]!), english[month]!, english[month]!.slice(0, 3)]),
    today: [relative.format(0, 'day'), 'today'],
    yesterday: [relative.format(-1, 'day'), 'yesterday'],
    dayFirst: parts.indexOf('day') < parts.indexOf('month'),
  };
};

interface WhenFieldProps {
  readonly writing: Writing;
  readonly keeper: DraftKeeper;
}

/** Years in which both calendars were in use somewhere in Europe. */
const OLD_STYLE_UNTIL = 1923;

export const WhenField = ({ writing: { values, typed }, keeper }: WhenFieldProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const inWords = useRefusal('journal');
  const [left, setLeft] = useState<{ readonly day: boolean; readonly time: boolean }>({ day: true, time: true });
  const now = momentNow().when;
  const calendar: CalendarName = values.calendar ?? 'gregorian';
  const day = values.when === undefined ? '' : dayOf(values.when);
  const time = values.when === undefined ? '' : timeOf(values.when);
  const readDay = (text: string, as: CalendarName = calendar) => parseTypedDay(text, dayOf(now), spokenIn(locale), as);
  const setWhen = (nextDay: string, nextTime: string): void => keeper.change({ when: nextTime === '' ? nextDay : `${nextDay}T${nextTime}`, zone: '' });
  const dayTyped = typed['day'];
  const timeTyped = typed['time'];
  const dayRead = dayTyped === undefined ? null : readDay(dayTyped);
  const timeRead = timeTyped === undefined ? null : parseTypedTime(timeTyped);

  const typeDay = (text: string): void => {
    setLeft({ ...left, day: false });
    keeper.type('day', text === '' ? '' : text);
    const read = readDay(text);
    if (text.trim() === '') keeper.change({ when: undefined as never });
    else if (read.ok) setWhen(read.value, time);
  };
  const typeTime = (text: string): void => {
    setLeft({ ...left, time: false });
    keeper.type('time', text);
    const read = parseTypedTime(text);
    if (read.ok) setWhen(day === '' ? dayOf(now) : day, read.value);
  };
  return (
    <div className="stack">
      <div className="when-fields">
        <TextField
          label={t('when.day')}
          value={dayTyped ?? (day === '' ? '' : formatDay(day, locale, 'long'))}
          placeholder={formatDay(now, locale, 'long')}
          onChange={typeDay}
          onBlur={() => {
            setLeft({ ...left, day: true });
            if (dayRead?.ok) keeper.type('day', '');
          }}
          refused={left.day && dayRead && !dayRead.ok ? inWords(dayRead.error) : undefined}
        />
        <TextField
          label={t('when.time')}
          value={timeTyped ?? time}
          placeholder={day === '' ? formatTime(now, locale) : t('when.whole-day')}
          onChange={typeTime}
          onBlur={() => {
            setLeft({ ...left, time: true });
            if (timeRead?.ok) keeper.type('time', '');
          }}
          refused={left.time && timeRead && !timeRead.ok ? inWords(timeRead.error) : undefined}
        />
      </div>
      <p className="s q" role="status">
        {day === '' ? t('when.hint', { day: formatDay('1669-03-26', locale) }) : formatDay(day, locale, 'full', calendar)}
      </p>
      {day !== '' && Number(day.slice(0, 4)) < OLD_STYLE_UNTIL && (
        <Check label={t('when.old-style')} value={calendar === 'julian'} onChange={(julian) => keeper.change({ calendar: julian ? 'julian' : 'gregorian' })} />
      )}
    </div>
  );
};
