// What the person asked to be reminded of, when it is due: one quiet line each, never over what one is doing. Done, later,
// not today, or never again; leaving it unanswered is answer enough, it lapses with the day.

import './looking.css';
import { addDays } from '#core/when.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatTime } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { answerReminder, changeReminder, snooze, type Reminder, type ReminderTo } from './reminders.ts';
import { useAct } from './use-journal.tsx';
import { useMinute } from './use-reminders.tsx';

const HREF: Readonly<Record<ReminderTo, string>> = { write: '/journal/write', 'check-in': '/journal/check-in', 'look-back': '/journal/look-back' };

const One = ({ reminder }: { readonly reminder: Reminder }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const now = useMinute();
  const later = (until: number | string): void => void act(snooze(reminder, until, now), 'reminder.later-done');
  return (
    <li className="between">
      <span>
        {t(`reminder.due.${reminder.to}`)} <span className="q s num">{formatTime(`2000-01-01T${reminder.time}`, locale)}</span>
      </span>
      <span className="cluster">
        <LinkButton href={HREF[reminder.to]} look="bare">
          {t(`reminder.do.${reminder.to}`)}
        </LinkButton>
        <Button look="bare" onPress={() => void act(answerReminder(reminder, now), 'reminder.answered')}>
          {t('reminder.done')}
        </Button>
        <Menu
          label={t('reminder.later')}
          shown
          icon="pause"
          actions={[
            { id: '15', label: t('reminder.in-minutes', { count: 15 }), onAction: () => later(15) },
            { id: '60', label: t('reminder.in-hours', { count: 1 }), onAction: () => later(60) },
            { id: '180', label: t('reminder.in-hours', { count: 3 }), onAction: () => later(180) },
            { id: 'tomorrow', label: t('reminder.tomorrow'), onAction: () => later(`${addDays(now.slice(0, 10), 1)}T${reminder.time}`) },
            null,
            { id: 'not-today', label: t('reminder.not-today'), onAction: () => void act(answerReminder(reminder, now), 'reminder.answered') },
            { id: 'off', label: t('reminder.off'), onAction: () => void act(changeReminder(reminder, { on: false }, now), 'reminder.off-done') },
          ]}
        />
      </span>
    </li>
  );
};

/** Those that are due, one line each. */
export const DueList = ({ due }: { readonly due: readonly Reminder[] }) => {
  const t = useWords('journal');
  return (
    <ul className="due s" aria-label={t('reminder.due')}>
      {due.map((reminder) => (
        <One key={reminder.id} reminder={reminder} />
      ))}
    </ul>
  );
};
