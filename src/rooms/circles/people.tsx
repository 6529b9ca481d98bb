// How people of a circle are named on its pages: by the names they gave themselves, "you" last, a pair as a pair.

import type { CircleMember, OpenCircle } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useWords, type Words } from '#web/ui/words.ts';

/** More than these are counted and not named. */
const NAMED = 8;

export const shownName = (t: Words, { name }: Pick<CircleMember, 'name'>): string => (name === '' ? t('nameless') : name);

export const circleTitle = (t: Words, { name }: Pick<OpenCircle, 'name'>): string => (name === '' ? t('unnamed') : name);

/** "Ama, Dev and you"; "You and Ben"; "Only you". */
export const WhoLine = ({ circle: { members } }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const others = members.filter(({ isMe }) => !isMe);
  if (others.length === 0) return t('who.alone');
  if (others.length === 1) return t('who.pair', { other: shownName(t, others[0]!) });
  const fits = others.length <= NAMED;
  const named = (fits ? others : others.slice(0, NAMED - 1)).map((member) => shownName(t, member));
  return fits ? t('who.many', { names: [...named, t('you')] }) : t('who.more', { names: named, count: others.length - named.length });
};

/** A day of this device's clock, for an instant that another may have written; '' when it is none. */
export const useDay = (): ((instant: string, shape?: 'medium' | 'month-year') => string) => {
  const locale = useLocale();
  return (instant, shape = 'medium') => {
    const at = new Date(instant);
    const year = at.getFullYear();
    return Number.isNaN(at.getTime()) || year < 1 || year > 9998 ? '' : formatDay(momentNow(at).when.slice(0, 10), locale, shape);
  };
};

/** The name that one has in another circle, to begin with. */
export const nameElsewhere = (circles: readonly OpenCircle[]): string => circles.map(({ names, me }) => names.get(me) ?? '').find((name) => name !== '') ?? '';
