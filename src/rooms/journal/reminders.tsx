// Reminders as they are set: what for, on which days, at what time; and quiet hours in which none speaks. There are none
// until one is set. They show on the journal's page and nowhere else.

import './looking.css';
import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Check, Choice, TextField } from '#web/ui/field.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatTime, firstDayOfWeek, weekdays } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { changeReminder, createReminder, deleteReminder, type Reminder, type ReminderTo } from './reminders.ts';
import { changeSettings } from './settings.ts';
import { useAct, useJournal } from './use-journal.tsx';
import { useMinute, useReminders } from './use-reminders.tsx';

const TOS: readonly ReminderTo[] = ['write', 'check-in', 'look-back'];
const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** The days of the week in the order of the locale, or as the person set it. */
const useWeek = () => {
  const locale = useLocale();
  const { settings } = useJournal();
  const names = weekdays(locale, 'short');
  const first = settings.weekStart ?? firstDayOfWeek(locale);
  return names.map((_, at) => names.find(({ day }) => day === (first + at) % 7)!);
};

/** "every day", or the days by name. */
const useDays = (): ((days: readonly number[]) => string) => {
  const t = useWords('journal');
  const locale = useLocale();
  const week = useWeek();
  return (days) => (days.length === 7 ? t('reminder.every-day') : new Intl.ListFormat(locale).format(week.filter(({ day }) => days.includes(day)).map(({ full }) => full)));
};

interface FormProps {
  readonly reminder: Reminder | null;
  readonly onClose: () => void;
}

const Form = ({ reminder, onClose }: FormProps) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const inWords = useRefusal('journal');
  const week = useWeek();
  const now = useMinute();
  const [to, setTo] = useState<ReminderTo>(reminder?.to ?? 'write');
  const [days, setDays] = useState<readonly number[]>(reminder?.days ?? EVERY_DAY);
  const [time, setTime] = useState(reminder?.time ?? '20:30');
  const [refused, setRefused] = useState('');
  const save = async (): Promise<void> => {
    const made = reminder ? changeReminder(reminder, { to, days, time, on: true }, now) : createReminder({ to, days, time }, desk.newId(), now);
    if (!made.ok) return setRefused(inWords(made.error));
    const done = await act(made, 'reminder.saved');
    if (done.ok) onClose();
  };
  return (
    <form
      className="leaf stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Choice label={t('reminder.to')} value={to} onChange={setTo} options={TOS.map((value) => ({ value, label: t(`reminder.to.${value}`) }))} />
      <TextField type="time" label={t('reminder.time')} value={time} onChange={setTime} required />
      <PickMany
        legend={t('reminder.days')}
        value={days}
        onChange={setDays}
        options={week.map(({ day, name, full }) => ({
          value: day,
          label: (
            <>
              <span aria-hidden="true">{name}</span>
              <span className="vh">{full}</span>
            </>
          ),
        }))}
      />
      {refused !== '' && (
        <p className="note" role="alert">
          {refused}
        </p>
      )}
      <div className="cluster">
        <Button look="go" type="submit">
          {t('reminder.save')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('reminder.save-not')}
        </Button>
      </div>
    </form>
  );
};

const One = ({ reminder }: { readonly reminder: Reminder }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const daysIn = useDays();
  const now = useMinute();
  const [isChanging, setChanging] = useState(false);
  const said = t('reminder.one', { what: t(`reminder.to.${reminder.to}`), days: daysIn(reminder.days), time: formatTime(`2000-01-01T${reminder.time}`, locale) });
  if (isChanging) return <Form reminder={reminder} onClose={() => setChanging(false)} />;
  return (
    <div className="between">
      <Check label={said} value={reminder.on} onChange={(on) => void act(changeReminder(reminder, { on }, now), on ? 'reminder.on-done' : 'reminder.off-done')} />
      <span className="cluster">
        <Button look="bare" onPress={() => setChanging(true)} aria-label={t('reminder.change-label', { reminder: said })}>
          {t('reminder.change')}
        </Button>
        <Button look="bare" onPress={() => void act(deleteReminder(reminder), 'reminder.deleted')} aria-label={t('reminder.delete-label', { reminder: said })}>
          {t('reminder.delete')}
        </Button>
      </span>
    </div>
  );
};

/** The hours in which neither reminders nor news show. */
export const QuietHours = () => {
  const t = useWords('journal');
  const act = useAct();
  const { settings } = useJournal();
  const { quietFrom, quietTo } = settings;
  const isOn = quietFrom !== '' && quietTo !== '';
  const set = (from: string, to: string): void => void act(changeSettings(settings, { quietFrom: from, quietTo: to }), 'reminder.quiet-done');
  return (
    <>
      <Check label={t('reminder.quiet')} hint={t('reminder.quiet-about')} value={isOn} onChange={(on) => set(on ? '22:00' : '', on ? '08:00' : '')} />
      {isOn && (
        <div className="when-fields">
          <TextField type="time" label={t('reminder.quiet-from')} value={quietFrom} onChange={(from) => from !== '' && set(from, quietTo)} />
          <TextField type="time" label={t('reminder.quiet-to')} value={quietTo} onChange={(to) => to !== '' && set(quietFrom, to)} />
        </div>
      )}
    </>
  );
};

/** Everything about reminders, for the settings page. */
export const RemindersEditor = () => {
  const t = useWords('journal');
  const reminders = useReminders();
  const { settings } = useJournal();
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="stack">
      <p className="s q">{t(reminders.length === 0 ? 'reminder.none' : 'reminder.about')}</p>
      {reminders.length > 0 && (
        <ul className="stack" aria-label={t('reminder.title')}>
          {reminders.map((reminder) => (
            <li key={reminder.id}>
              <One reminder={reminder} />
            </li>
          ))}
        </ul>
      )}
      {isAdding ? (
        <Form reminder={null} onClose={() => setAdding(false)} />
      ) : (
        <Button icon="add" onPress={() => setAdding(true)}>
          {t('reminder.add')}
        </Button>
      )}
      {/* Where news from circles are said, quiet hours stand with them. */}
      {reminders.length > 0 && settings.news === '' && <QuietHours />}
    </div>
  );
};
