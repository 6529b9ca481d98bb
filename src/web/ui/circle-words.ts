// How the pages of a circle's rooms name people and days: a member by the name they gave themself, a day as people say it who
// live through it, an instant that another wrote by the day of this device's clock.

import { namesInRow } from '#web/ui/apart.ts';
import { isWhen } from '#core/when.ts';
import { formatNear, momentNow, type NearShape } from '#web/ui/time.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';

/** Names where a name stands by itself; oneself too. */
export const useNames = (circle: OpenCircle): ((account: string) => string) => {
  const t = useWords('circles');
  return (account) => circle.names.get(account) || t('nameless');
};

/**
 * A day, or the day of an instant on this device's clock, as every page of a circle says it: with its year only where that is not this
 * year. '' where it is none, since another may have written it.
 */
export const useDay = (): ((at: string, shape?: NearShape) => string) => {
  const locale = useLocale();
  return (at, shape) => {
    const day = at.length === 10 ? at : dayOfInstant(at);
    return isWhen(day) ? formatNear(day, momentNow().when, locale, shape) : '';
  };
};

/** '' where it is none, or of a year that cannot be said. */
const dayOfInstant = (instant: string): string => {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : momentNow(at).when.slice(0, 10);
};

/** Several names as one text, as the language joins them. */
export const useNamesText = (circle: OpenCircle): ((accounts: readonly string[]) => string) => {
  const locale = useLocale();
  const nameOf = useNames(circle);
  return (accounts) => namesInRow(locale, accounts.map(nameOf));
};
