// What the views of issues say alike: days and names in words, how an issue stands, the reader's own today.

import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, momentNow, type DayShape } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { standingOf, type Sheet } from './model.ts';

export const todayNow = (): string => momentNow().when.slice(0, 10);

/** The day of an instant on this device's clock. */
export const dayOfInstant = (instant: string): string => momentNow(new Date(instant)).when.slice(0, 10);

export const useDay = (): ((day: string, shape?: DayShape) => string) => {
  const locale = useLocale();
  return (day, shape = 'long') => (day === '' ? '' : formatDay(day, locale, shape));
};

/** Names as the circle knows them; of who is not in it any more, said so. */
export const useNames = (circle: OpenCircle): { readonly one: (account: string) => string; readonly all: (accounts: readonly string[]) => string } => {
  const t = useWords('issues');
  const locale = useLocale();
  const one = (account: string): string => {
    const name = circle.names.get(account) || t('someone');
    return circle.members.some(({ id }) => id === account) ? name : t('who.gone', { name });
  };
  return { one, all: (accounts) => new Intl.ListFormat(locale).format(accounts.map(one)) };
};

/** How it stands, in a few words. */
export const useStanding = (): ((sheet: Sheet) => string) => {
  const t = useWords('issues');
  const day = useDay();
  return (sheet) => {
    const standing = standingOf(sheet, todayNow());
    const isToday = standing.days === 0 && (standing.is === 'asked' || standing.is === 'promised');
    return t(`standing.${standing.is}${isToday ? '-today' : ''}`, { count: standing.days, day: day(standing.day) });
  };
};
