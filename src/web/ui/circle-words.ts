// How the pages of a circle's rooms name people and days: a member by the name they gave themself, an instant that another wrote by the
// day of this device's clock.

import { namesInRow } from '#web/ui/apart.ts';
import type { DayShape } from '#web/ui/time.ts';
import { formatDay, momentNow } from '#web/ui/time.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';

/** Names where a name stands by itself; oneself too. */
export const useNames = (circle: OpenCircle): ((account: string) => string) => {
  const t = useWords('circles');
  return (account) => circle.names.get(account) || t('nameless');
};

/** The day of an instant; '' where it is none. */
export const useDayOf = (): ((instant: string, shape?: DayShape) => string) => {
  const locale = useLocale();
  return (instant, shape = 'long') => {
    const at = new Date(instant);
    const year = at.getFullYear();
    return Number.isNaN(at.getTime()) || year < 1 || year > 9998 ? '' : formatDay(momentNow(at).when.slice(0, 10), locale, shape);
  };
};

/** Several names as one text, as the language joins them. */
export const useNamesText = (circle: OpenCircle): ((accounts: readonly string[]) => string) => {
  const locale = useLocale();
  const nameOf = useNames(circle);
  return (accounts) => namesInRow(locale, accounts.map(nameOf));
};
