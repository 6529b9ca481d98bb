// What the views of issues say alike: days and names in words, how an issue stands, the reader's own today.

import { useDay } from '#web/ui/circle-words.ts';
import { namesInRow } from '#web/ui/apart.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { standingOf, type Sheet } from './model.ts';

export const todayNow = (): string => momentNow().when.slice(0, 10);

/** The day of an instant on this device's clock. */
export const dayOfInstant = (instant: string): string => momentNow(new Date(instant)).when.slice(0, 10);

/** Names as the circle knows them; of who is not in it any more, said so. */
export const useNames = (circle: OpenCircle): { readonly one: (account: string) => string; readonly all: (accounts: readonly string[]) => string } => {
  const t = useWords('issues');
  const locale = useLocale();
  const one = (account: string): string => {
    const name = circle.names.get(account) || t('someone');
    return circle.members.some(({ id }) => id === account) ? name : t('who.gone', { name });
  };
  return { one, all: (accounts) => namesInRow(locale, accounts.map(one)) };
};

/** Who raised it, and who says that it is theirs too; one sentence. */
export const useWhose = (circle: OpenCircle): ((sheet: Sheet) => string) => {
  const t = useWords('issues');
  const names = useNames(circle);
  return ({ issue, joined }) => {
    const raised = t('who.raised', { name: names.one(issue.by) });
    return joined.length === 0
      ? t('who.alone', { raised })
      : t('who.both', { raised, theirs: t('who.theirs', { count: joined.length, names: names.all(joined.map(({ by }) => by)) }) });
  };
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
